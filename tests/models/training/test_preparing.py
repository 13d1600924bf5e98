"""Material read once: copies go, headings become labels, and no input holds its own heading."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.split import kept_apart
from extractors import extract, passages, sniff
from extractors.facts.recognising import recognise
from extractors.formats import Options
from extractors.printed import printed
from models.answers import NONE
from models.reading import Reader
from models.training.headings import headed, holds_heading
from models.training.material import Material, StudyDocument
from models.training.preparing import Memory, prepare

REPORTS = Path(__file__).parents[3].parent / "shared" / "reports"
Making = Callable[..., Material]


@pytest.fixture(scope="module")
def few(making: Making) -> Material:
    return making(("ilacs-2023",), codings=2, letters=1)


def test_a_text_is_read_once() -> None:
    memory = Memory(Reader())
    assert memory("Plans are clear.") is memory("Plans are clear.")
    assert [read.text for read in memory.all(["One.", "Two.", "One."])] == ["One.", "Two.", "One."]


def test_copies_are_taken_out(few: Material) -> None:
    first, second = few.documents[:2]
    copy = replace(first, id=f"{first.id} again", group=second.group)
    twice = Material((*few.documents, first, copy), (*few.coded, *few.coded))
    ready = prepare(twice)
    assert len(ready.documents) == len(few.documents) + 1  # one document's id is new
    assert len(ready.passages) == len(prepare(few).passages)
    assert len(ready.headed) > len(ready.passages)
    assert len(ready.coded) == len(few.coded)


def test_codings_of_the_same_text_are_joined(few: Material) -> None:
    one = few.coded[0]
    other = replace(one, id="other", codings=(replace(one.codings[0], coder="C"),))
    ready = prepare(Material(few.documents, (one, other)))
    [joined] = ready.coded
    assert joined.id == one.id
    assert {coding.coder for coding in joined.codings} == {"A", "B", "C"}


def test_every_passage_has_its_name_and_is_read(few: Material) -> None:
    ready = prepare(few)
    assert [read.text for read in ready.reads()] == [row.text for row in ready.passages]
    assert [read.text for read in ready.coded_reads()] == [one.text for one in ready.coded]
    ids = {passage.id for document in few.documents for passage in document.passages}
    assert {ready.names[row.document, row.position] for row in ready.passages} <= ids
    assert ready.material().coded == ready.coded


def test_documents_under_frameworks_that_nobody_knows_bear_no_label(few: Material) -> None:
    odd = tuple(replace(one, framework="lighthouses-2030") for one in few.documents)
    ready = prepare(Material((*few.documents[:2], *odd[2:])))
    assert {row.framework for row in ready.passages} == {"ilacs-2023"}
    assert len(ready.documents) == len(few.documents)


def labelled(documents: tuple[StudyDocument, ...]) -> list[tuple[str, tuple[str, ...]]]:
    """Every input that bears an area, with the headings above it."""
    above = {
        (one.id, at): passage.headings
        for one in documents
        for at, passage in enumerate(one.passages)
    }
    return [
        (row.text, above[row.document, row.position])
        for row in headed(documents)
        if row.area not in (None, NONE)
    ]


def test_no_input_holds_its_own_heading(making: Making) -> None:
    documents = making(codings=0).documents
    rows = labelled(documents)
    assert len(rows) > 500
    assert not any(holds_heading(text, headings) for text, headings in rows)


def test_a_passage_that_repeats_its_heading_is_no_input(few: Material) -> None:
    report = few.documents[0]
    [first, *others] = report.passages
    heading = first.headings[-1].split(":")[0].lower()
    told = replace(first, text=f"Here are {heading}, as this report says.")
    changed = replace(report, passages=(told, *others))
    texts = {text for text, _ in labelled((changed, *few.documents[1:]))}
    assert told.text not in texts
    assert others[0].text in texts


@pytest.mark.reports
@pytest.mark.slow
@pytest.mark.skipif(
    not REPORTS.is_dir(), reason="the real reports are not beside the checkout (shared/reports)"
)
def test_no_input_of_real_reports_holds_its_own_heading() -> None:
    documents = tuple(_real("ilacs"))
    rows = labelled(documents)
    assert len(documents) >= 20
    assert len(rows) > 500
    assert sum(holds_heading(text, headings) for text, headings in rows) == 0


def _real(folder: str, every: int = 8) -> list[StudyDocument]:
    """Read some real reports of authorities that are not kept apart, as ingesting would."""
    paths = [path for path in sorted((REPORTS / folder).rglob("*.pdf")) if not kept_apart(path)]
    return [_read(path) for path in paths[::every]]


def _read(path: Path) -> StudyDocument:
    content = path.read_bytes()
    extraction = extract(content, path.name, sniff(content, path.name), Options(), path.name)
    cut = passages(extraction)
    found = recognise(printed(extraction).title, extraction.text, (), None)
    return StudyDocument(str(path), path.parent.name, found.framework, None, cut)
