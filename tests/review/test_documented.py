"""What the pages of documentation say of the app is so: tables, columns, keys, addresses."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from importlib.resources import files
from pathlib import Path

import pytest

from corpus.decisions import open_decisions
from corpus.evidence import open_evidence
from corpus.exports.research import write_research
from corpus.users import ROLES, TITLES
from corpus.workspace import Workspace
from review.settings import AppSettings

DOCS = Path(__file__).parents[2] / "docs"


def words_of(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def section(page: str, title: str) -> str:
    """The part of a page below a heading, up to the next."""
    return page.partition(f"\n{title}\n")[2].partition("\n## ")[0]


def tables(path: Path) -> dict[str, list[str]]:
    """The tables of a database, but those that SQLite itself keeps, with their columns."""
    with closing(sqlite3.connect(path)) as db:
        names = [
            name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type='table'")
        ]
        own = [name for name in names if not re.match("sqlite_|_migrations|passages_fts_", name)]
        return {name: [row[1] for row in db.execute(f'PRAGMA table_info("{name}")')]
                for name in own}  # fmt: skip


def test_every_table_of_people_is_described(place: Workspace) -> None:
    with open_decisions(place):
        pass
    here = section(words_of("store.md"), "## `review.db`")
    there = words_of("users.md") + words_of("corrections.md")
    found = tables(place.review)
    assert {"events", "users", "sessions", "claims"} <= set(found)
    for name, columns in found.items():
        assert f"`{name}`" in here, name
        missing = [column for column in columns if f"`{column}`" not in here + there]
        assert missing == [], name


def test_every_table_of_the_research_file_is_described(place: Workspace) -> None:
    with open_evidence(place, read_only=True) as evidence:
        write_research(evidence, place.research)
    here = section(words_of("store.md"), "## `research.db`")
    found = tables(place.research)
    assert [name for name in found if f"`{name}`" not in here] == []
    assert [column for column in found["labels"] if f"`{column}`" not in here] == []
    # What is said to be left out is.
    for row in here.splitlines():
        left_out = row.split("|")[2] if row.count("|") == 3 else ""
        for name in re.findall("`([a-z_]+)`", row.split("|")[1] if left_out else ""):
            columns = set(re.findall("`([a-z_]+)`", left_out.partition(";")[0]))
            if "(no export)" not in left_out:
                assert not columns & set(found.get(name, ())), name


def test_every_key_of_the_queue_is_named() -> None:
    template = files("review").joinpath("templates", "queue.html").read_text(encoding="utf-8")
    keys = re.findall(r'\("([a-z])", "', template)
    page = section(words_of("review.md"), "## The queue")
    assert len(keys) == 7
    assert [key for key in keys if f"| `{key}` |" not in page] == []


@pytest.mark.parametrize("role", ROLES)
def test_every_role_is_shown_and_typed(role) -> None:
    page = section(words_of("users.md"), "## What each role may do")
    assert f"`{role}`" in page
    assert TITLES[role] in page


def test_numbers_are_those_of_the_program(place: Workspace) -> None:
    exploring = pytest.importorskip("review.exploring", reason="needs datasette")
    page = words_of("review.md")
    assert f"a value {exploring.LONGEST:,} bytes, an answer {exploring.WIDEST} columns" in page
    assert AppSettings(workspace=place).idle_minutes == 30
    assert "half an hour after the last click" in page


def test_the_page_is_found_from_the_first(place: Workspace) -> None:
    index = words_of("index.md")
    assert "(review.md)" in index
    for name in ("store.md", "users.md", "provider-page.md", "case-notes.md"):
        assert f"({name}" in words_of("review.md")
