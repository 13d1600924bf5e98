"""Who speaks in signed notes: heard as they are signed, and later in workspaces that are older."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.evidence import Evidence, open_evidence
from corpus.heard import voices
from corpus.identity import passage_id
from corpus.records import Document, Extraction, Passage, Reading, Source
from corpus.workspace import open_workspace, writing
from models.voices import reader_name
from pipelines.hearing import hear_stored, with_voices
from pipelines.settings import Settings
from pipelines.tagging import tag_stored

TEXT = "Wishes and feelings:\nI want to see nan.\nPlan: Staff B will ring the school."


def note(name: str = "a", text: str = TEXT, kind: str | None = "visit") -> Reading:
    """A signed note of which each line is a passage."""
    key = name * 64
    passages, start = [], 0
    for line in text.split("\n"):
        end = start + len(line)
        passages.append(Passage(passage_id(key, start, end, line), key, start, end, line))
        start = end + 1
    return Reading(
        Source(name, f"restricted/{name}", key, None, "ok"),
        Document(key, name, "text/plain", len(text), "restricted", kind=kind, signed=True),
        Extraction(key, "redacted/1", text, (), ()),
        tuple(passages),
    )


@pytest.fixture
def evidence(tmp_path: Path) -> Iterator[Evidence]:
    place = open_workspace(tmp_path / "ws", create=True)
    with writing(place, purpose="test"), open_evidence(place) as opened:
        yield opened


def test_notes_are_heard_as_they_are_signed() -> None:
    [heard] = with_voices([note()])
    assert [(one.who, one.time, one.source_types) for one in heard.voices] == [
        ("child", None, ("interview-child",)),
        ("child", "now", ("interview-child",)),
        ("staff", "planned", ("case-file",)),
    ]
    assert {one.reader for one in heard.voices} == {reader_name()}
    assert heard.tags == note().tags, "and all else stays"


def test_a_defect_of_ours_costs_no_note(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_notes: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("pipelines.hearing.hear", broken)
    assert with_voices([note()]) == [note()]


def test_an_older_workspace_is_made_up_for(
    evidence: Evidence, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipelines.hearing._AT_ONCE", 2)
    evidence.save([note(name) for name in "abc"])
    assert list(voices(evidence)) == []
    assert hear_stored(evidence) == 3
    assert hear_stored(evidence) == 0, "once is enough"
    direct = [
        one for reading in with_voices([note(name) for name in "abc"]) for one in reading.voices
    ]
    assert list(voices(evidence)) == direct, "the same as when they are signed"


def test_vouch_tag_does_it(evidence: Evidence) -> None:
    evidence.save([note()])
    settings = Settings(workspace=evidence.workspace.root, frameworks=("ilacs-2023",))
    tag_stored(evidence, settings)
    assert [one.who for one in voices(evidence)] == ["child", "child", "staff"]
    assert list(evidence.tags()), "and tags as ever"


def test_an_empty_note_and_a_kind_that_is_none() -> None:
    empty, odd = with_voices([note("a", "", "visit"), note("b", kind="inspection report")])
    assert [one.statements for one in empty.voices] == [()]
    assert {kind for one in odd.voices for kind in one.source_types} == {"case-file"}
