"""Facts in the flow: read with the document, caught up on later, never in a document's way."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from corpus.evidence import Evidence, open_evidence
from corpus.facts import Fact, Stated
from corpus.identity import fact_id
from corpus.problems import FrameworkError
from corpus.records import Document, Extraction, Passage, Problem
from corpus.workspace import open_workspace
from extractors.printed import Printed
from pipelines import stating
from pipelines.parts import read_part, write_part
from pipelines.settings import Settings
from pipelines.stages import read_offer
from pipelines.stating import READER, state_stored
from pipelines.summary import Summary

Ingested = Callable[..., Summary]
UNCLEAR = Problem("facts", "unclear", "The grade of page 1 cannot be told.", 1)


class FirstPassage:
    """A reader that takes a document's first passage for a judgement, and counts its calls."""

    def __init__(self) -> None:
        self.read: list[str] = []
        self.reader = READER
        self.fails_with: Exception | None = None

    def __call__(
        self,
        extraction: Extraction,
        passages: Sequence[Passage],
        document: Document,
        path: str | None,
        about: Printed | None,
    ) -> Stated:
        assert path is not None
        assert Path(path).name == document.name
        self.read.append(document.name)
        if self.fails_with is not None:
            raise self.fails_with
        first = passages[0]
        key = fact_id(document.id, "judgement", "OE", first.start, first.end)
        fields = {"area": "OE", "grade": first.text}
        fact = Fact(key, document.id, "judgement", fields, first.start, first.end, first.text)
        return Stated(document.id, self.reader, "ilacs-2023", (fact,), problems=(UNCLEAR,))


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> FirstPassage:
    found = FirstPassage()
    monkeypatch.setattr(stating, "_state", lambda: found)
    return found


@pytest.fixture
def offered(tmp_path: Path, report: str) -> Path:
    """A folder with two reports."""
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "a.md").write_text(report)
    (folder / "b.md").write_text(f"# Hill\n\n{report}")
    return folder


@pytest.fixture
def opened(tmp_path: Path, offered: Path) -> Callable[[], Evidence]:
    return lambda: open_evidence(open_workspace(tmp_path / "workspace"), read_only=True)


@pytest.fixture
def before_facts(
    tmp_path: Path, offered: Path, ingested: Ingested, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A workspace in which both reports were read by a Vouch that read no facts."""
    with monkeypatch.context() as earlier:
        earlier.setattr("pipelines.stages.stated_of", lambda *_: None)
        ingested(tmp_path / "workspace", offered, sensitivity="public")
    return tmp_path / "workspace"


def judgements(evidence: Evidence) -> Iterator[tuple[str, str]]:
    names = {document.id: document.name for document in evidence.documents()}
    return ((names[fact.document_id], fact.fields["area"]) for fact in evidence.facts())


def test_facts_are_read_with_the_document(
    tmp_path: Path,
    offered: Path,
    ingested: Ingested,
    reads: FirstPassage,
    opened: Callable[[], Evidence],
) -> None:
    summary = ingested(tmp_path / "workspace", offered, sensitivity="public")
    assert summary.counts["ok"] == 2
    assert summary.clean, "an unclear fact does not make a document partial"
    with opened() as evidence:
        assert list(judgements(evidence)) == [("a.md", "OE"), ("b.md", "OE")]
        assert [found.problem for found in evidence.problems()] == [UNCLEAR] * 2
        assert [run.versions["facts"] for run in evidence.runs()] == [READER]


def test_the_reader_is_known_by_its_own_name() -> None:
    from extractors import facts  # noqa: PLC0415 - a run that reads nothing does without

    assert facts.READER == READER


def test_facts_of_restricted_documents_are_not_read(
    tmp_path: Path, offered: Path, ingested: Ingested, reads: FirstPassage
) -> None:
    ingested(tmp_path / "workspace", offered, sensitivity="restricted")
    assert reads.read == []


def test_an_unchanged_document_without_facts_gets_them_without_being_read_again(
    before_facts: Path,
    offered: Path,
    ingested: Ingested,
    reads: FirstPassage,
    opened: Callable[[], Evidence],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("pipelines.stages.extract", None)  # calling it would fail the document
    summary = ingested(before_facts, offered, sensitivity="public")
    assert (summary.unchanged, summary.counts["ok"]) == (2, 2)
    assert reads.read == ["a.md", "b.md"]
    with opened() as evidence:
        assert len(list(judgements(evidence))) == 2
        assert [found.problem for found in evidence.problems()] == [UNCLEAR] * 2
    ingested(before_facts, offered, sensitivity="public")
    assert reads.read == ["a.md", "b.md"], "once is enough"


def test_a_newer_reader_reads_again(
    before_facts: Path,
    offered: Path,
    ingested: Ingested,
    reads: FirstPassage,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ingested(before_facts, offered)
    monkeypatch.setattr(stating, "READER", "facts/2")
    reads.reader = "facts/2"
    ingested(before_facts, offered)
    assert reads.read == ["a.md", "b.md"] * 2
    ingested(before_facts, offered)
    assert reads.read == ["a.md", "b.md"] * 2


def test_what_is_not_offered_is_not_caught_up_on(
    before_facts: Path, offered: Path, ingested: Ingested, reads: FirstPassage
) -> None:
    ingested(before_facts, offered / "b.md")
    assert reads.read == ["b.md"]


def test_all_stored_documents_can_be_caught_up_on(before_facts: Path, reads: FirstPassage) -> None:
    with open_evidence(open_workspace(before_facts)) as evidence:
        assert state_stored(evidence) == 2
        assert state_stored(evidence) == 0


def test_a_defect_of_the_reader_costs_the_facts_and_not_the_document(
    tmp_path: Path,
    offered: Path,
    ingested: Ingested,
    reads: FirstPassage,
    opened: Callable[[], Evidence],
) -> None:
    reads.fails_with = ZeroDivisionError("quotes the document")
    summary = ingested(tmp_path / "workspace", offered, sensitivity="public")
    assert summary.clean
    with opened() as evidence:
        assert len(list(evidence.passages())) > 2
        problem = evidence.problems()[0].problem
        assert problem.code == "facts-not-read"
        assert "(ZeroDivisionError)" in problem.message
        assert evidence.unread(READER) == [], "the same code would fail again"
    logged = (tmp_path / "workspace" / "logs" / "vouch.jsonl").read_text()
    defect = next(line for line in map(json.loads, logged.splitlines()) if "trace" in line)
    assert defect["error"] == "ZeroDivisionError"
    assert "quotes" not in logged


def test_a_framework_that_cannot_be_used_stops_the_run(
    before_facts: Path, offered: Path, ingested: Ingested, reads: FirstPassage
) -> None:
    reads.fails_with = FrameworkError("line 3: no such grade")
    with pytest.raises(FrameworkError, match="line 3"):
        ingested(before_facts, offered)


def test_facts_pass_through_a_part_file(tmp_path: Path, offered: Path, reads: FirstPassage) -> None:
    from pipelines.offers import gather  # noqa: PLC0415

    given = Settings(workspace=tmp_path / "workspace", sensitivity="public")
    open_workspace(given.workspace, create=True)
    readings = [read_offer(offer, given) for offer in gather([offered], given).offers]
    write_part(tmp_path / "part", readings)
    assert read_part(tmp_path / "part") == readings
    assert all(reading.stated and reading.stated.facts for reading in readings)
