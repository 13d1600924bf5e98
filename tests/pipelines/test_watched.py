"""Watched folders: what is new is read once its bytes stand still, and only once."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.evidence import DocumentState
from corpus.identity import source_id
from corpus.problems import SettingsError
from corpus.records import Problem
from pipelines import local
from pipelines.offers import Offer
from pipelines.settings import Settings
from pipelines.watched import Look, is_new, look, memory_name, settled

NOTE = Offer(path="/in/note.txt", name="note.txt", sha256="aa")
COPYING = Offer(path="/in/copying.pdf", name="copying.pdf", sha256="bb")
LOCKED = Offer(path="/in/locked.pdf", name="x", problem=Problem("offers", "no-permission", "..."))


def names(found: Look) -> list[str]:
    return [offer.name for offer in found.complete]


def test_new_bytes_wait_and_are_complete_when_they_stood_still() -> None:
    first = settled([NOTE], {}, settle_seconds=60, now=1000)
    assert first == Look((), {"aa": 1000})
    assert settled([NOTE], first.waiting, 60, now=1059) == Look((), {"aa": 1000})
    assert settled([NOTE], first.waiting, 60, now=1060) == Look((NOTE,), {})


def test_a_file_that_grew_waits_anew() -> None:
    grown = Offer(path=COPYING.path, name=COPYING.name, sha256="bbb")
    assert settled([grown], {"bb": 1000}, 60, now=2000) == Look((), {"bbb": 2000})


def test_a_file_that_vanished_is_forgotten() -> None:
    assert settled([], {"bb": 1000}, 60, now=2000) == Look((), {})


def test_a_copy_of_waiting_bytes_waits_no_longer_than_they_do() -> None:
    copy = Offer(path="/in/a.txt", name="a.txt", sha256="aa")
    assert settled([copy, NOTE], {"aa": 1000}, 60, now=1060).complete == (copy, NOTE)


def test_a_clock_that_was_set_back_does_not_hold_a_file_for_ever() -> None:
    assert settled([NOTE], {"aa": 9_000_000}, 60, now=1000).waiting == {"aa": 1000}


def test_a_file_that_another_program_holds_waits_too() -> None:
    first = settled([LOCKED], {}, 60, now=1000)
    assert first.complete == ()
    assert settled([LOCKED], first.waiting, 60, now=1060).complete == (LOCKED,)


OK = DocumentState("pdf/1", frozenset(), "ok")
INTERRUPTED = DocumentState(None, frozenset(), "failed", problem="interrupted")
# By ids, for of a restricted file the store has no path.
HERE, ELSEWHERE = (f"{source_id(path)}\naa" for path in ("/in/note.txt", "/in/other.txt"))
CRASHED = DocumentState(None, frozenset(), "failed", problem="worker-crashed")


@pytest.mark.parametrize(
    ("state", "rows", "new"),
    [
        pytest.param(None, set(), True, id="never seen"),
        pytest.param(OK, {HERE}, False, id="read"),
        pytest.param(OK, {ELSEWHERE}, True, id="a copy needs a row of its own"),
        pytest.param(INTERRUPTED, {HERE}, True, id="the run was killed"),
        pytest.param(CRASHED, {HERE}, False, id="tried again at night, not now"),
    ],
)
def test_what_is_new(state: DocumentState | None, rows: set[str], new: bool) -> None:
    states = {"aa": state} if state else {}
    assert is_new(NOTE, states, frozenset(rows)) is new


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"not there: .*inbox"):
        look([tmp_path / "inbox"], Settings(workspace=tmp_path / "evidence"), 60)


def test_looks_are_remembered_until_a_file_is_complete(tmp_path: Path) -> None:
    settings = Settings(workspace=tmp_path / "evidence")
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "note.txt").write_text("1. Leaders act swiftly.\n")
    assert names(look([inbox], settings, 1000)) == []
    assert names(look([inbox], settings, 0)) == ["note.txt"]
    # Not ingested yet, so the next look finds it again.
    assert names(look([inbox], settings, 0)) == ["note.txt"]


def test_watchers_of_different_folders_do_not_forget_for_each_other(tmp_path: Path) -> None:
    settings = Settings(workspace=tmp_path / "evidence")
    reports, cases = tmp_path / "reports", tmp_path / "Tilly Marlowe"
    for folder in (reports, cases):
        folder.mkdir()
    (reports / "note.txt").write_text("1. Leaders act swiftly.\n")
    look([reports], settings, 1000)
    memory = settings.workspace / "cache" / memory_name([reports])
    before = memory.read_bytes()
    look([cases], settings, 1000)
    assert memory.read_bytes() == before != b"{}"
    assert "Tilly" not in memory_name([cases])
    assert memory_name([cases, reports]) == memory_name([reports, cases])


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"aa": "x"}', b"\xff"])
def test_a_damaged_memory_only_costs_a_wait(tmp_path: Path, content: bytes) -> None:
    settings = Settings(workspace=tmp_path / "evidence")
    look([tmp_path], settings, 0)
    (settings.workspace / "cache" / memory_name([tmp_path])).write_bytes(content)
    (tmp_path / "note.txt").write_text("Children are safe.")
    assert names(look([tmp_path], settings, 1000)) == []


@pytest.mark.slow
def test_what_was_ingested_is_not_new(tmp_path: Path) -> None:
    settings = Settings(workspace=tmp_path / "evidence", jobs=1)
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "note.txt").write_text("1. Leaders act swiftly.\n")
    (inbox / "page.pdf").write_text("<html><body>404</body></html>")
    local.ingest([inbox], settings)
    assert names(look([inbox], settings, 0)) == []
    (inbox / "copy.txt").write_text("1. Leaders act swiftly.\n")
    assert names(look([inbox], settings, 0)) == ["copy.txt"]
