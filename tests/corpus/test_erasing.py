"""What is erased is gone: from every table, the index and the bytes of the file; the rest stays."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.erasing import erase
from corpus.evidence import Evidence, open_evidence
from corpus.facts import Fact, Stated
from corpus.identity import fact_id
from corpus.problems import WorkspaceError
from corpus.records import Reading
from corpus.search import search
from corpus.verifying import verify
from corpus.workspace import open_workspace

Report = Callable[..., Reading]
WORDS = "Zephyrine was seen at the harbour."


def with_fact(reading: Reading) -> Reading:
    """Let a reading state something, so that facts go with it, too."""
    assert reading.document
    passage = reading.passages[0]
    key = fact_id(reading.document.id, "requirement", "", passage.start, passage.end)
    fact = Fact(
        key, reading.document.id, "requirement", {"reference": "1"}, passage.start, passage.end,
        passage.text, 1, passage.boxes,
    )  # fmt: skip
    return replace(reading, stated=Stated(reading.document.id, "facts/1", None, (fact,)))


def mentions(evidence: Evidence, document: str) -> dict[str, int]:
    """In which tables the id of a document still stands, in any column."""
    tables = [
        name
        for (name,) in evidence.db.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%fts%'"
        )
    ]
    found = {}
    for table in tables:
        rows = evidence.db.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608
        if count := sum(document in map(str, row) for row in rows):
            found[table] = count
    return found


def faults(evidence: Evidence) -> list[str]:
    """What verify finds, but for originals: these readings were made up and have none."""
    found = [finding.code for finding in verify(evidence.workspace)]
    return [code for code in found if code != "original-missing"]


def raw(evidence: Evidence) -> bytes:
    """All bytes of the store's files."""
    path = evidence.workspace.evidence
    return b"".join(part.read_bytes() for part in path.parent.glob(f"{path.name}*"))


def test_a_document_leaves_every_table_the_index_and_the_file(
    evidence: Evidence, report: Report
) -> None:
    gone = with_fact(report("note.md", WORDS, tagger="lens/1"))
    stays = with_fact(report("report.pdf", "Leaders visit the harbour.", tagger="lens/1"))
    assert gone.document and stays.document
    evidence.save([gone, stays])
    assert set(mentions(evidence, gone.document.id)) >= {
        "documents", "sources", "passages", "extractions", "tags", "lenses", "facts",
    }  # fmt: skip
    before = mentions(evidence, stays.document.id)

    assert erase(evidence, [gone.document.id]) == 1

    assert mentions(evidence, gone.document.id) == {}
    assert mentions(evidence, stays.document.id) == before
    assert [hit.document_id for hit in search(evidence, "harbour")] == [stays.document.id]
    assert b"Zephyrine" not in raw(evidence)
    assert b"zephyrine" not in raw(evidence), "nor as a word of the index"
    assert faults(evidence) == []


def test_the_newer_of_two_editions_does_not_point_at_what_is_gone(
    evidence: Evidence, report: Report
) -> None:
    old = report("old.pdf", "As it was.", edition="e", provider_urn="1", published="2020-01-01")
    new = report("new.pdf", "As it is.", edition="e", provider_urn="1", published="2021-01-01")
    assert old.document and new.document
    evidence.save([old, new])
    assert [one.supersedes for one in evidence.documents()].count(old.document.id) == 1

    erase(evidence, [old.document.id])

    assert [one.supersedes for one in evidence.documents()] == [None]


def test_what_was_never_there_is_no_error(evidence: Evidence, report: Report) -> None:
    evidence.save([report("a.pdf", "Leaders act.")])

    assert erase(evidence, ["0" * 64]) == 0
    assert len(list(evidence.documents())) == 1


def test_a_store_that_may_only_be_read_keeps_all(evidence: Evidence, report: Report) -> None:
    reading = report("a.pdf", "Leaders act.")
    assert reading.document
    evidence.save([reading])
    with (
        open_evidence(evidence.workspace, read_only=True) as still,
        pytest.raises(WorkspaceError, match=r"evidence\.db"),
    ):
        erase(still, [reading.document.id])
    assert len(list(evidence.documents())) == 1


def test_an_erased_document_can_be_read_again(evidence: Evidence, report: Report) -> None:
    reading = report("a.pdf", "Leaders act.", tagger="lens/1")
    assert reading.document
    evidence.save([reading])
    erase(evidence, [reading.document.id])

    evidence.save([reading])

    assert len(search(evidence, "leaders")) == 1
    assert faults(evidence) == []


@settings(max_examples=25)
@given(st.sets(st.integers(0, 5), min_size=1), st.sets(st.integers(0, 5)))
def test_whatever_is_erased_the_rest_is_as_if_it_had_never_been(
    tmp_path_factory: pytest.TempPathFactory, report: Report, offered: set[int], erased: set[int]
) -> None:
    readings = {
        one: report(f"{one}.pdf", f"Leaders of home {one} act.", tagger="lens/1") for one in offered
    }
    ids = {one: reading.document.id for one, reading in readings.items() if reading.document}
    dumps = []
    for first, then in ((offered, erased), (offered - erased, set())):
        place = open_workspace(tmp_path_factory.mktemp("ws") / "ws", create=True)
        with open_evidence(place) as evidence:
            evidence.save([readings[one] for one in sorted(first)])
            erase(evidence, [ids[one] for one in sorted(then & offered)])
        with closing(sqlite3.connect(place.evidence)) as db:
            rows = {
                table: sorted(
                    repr(row) for row in db.execute(f"SELECT {columns} FROM {table}").fetchall()  # noqa: S608
                )
                for table, columns in (
                    ("documents", "*"), ("sources", "id, sha256, path, status"), ("tags", "*"),
                    ("passages", "id, document_id, text"), ("lenses", "*"),
                )
            }  # fmt: skip
            hits = db.execute("SELECT count(*) FROM passages_fts WHERE passages_fts MATCH 'act'")
            dumps.append((rows, hits.fetchone()))

    assert dumps[0] == dumps[1]
