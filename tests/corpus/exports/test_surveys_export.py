"""Counts of surveys come out of the store as their documents say them."""

import io
import json

import pytest

from corpus.evidence import Evidence
from corpus.exports import write
from corpus.exports.surveys import Count, counts_in, surveys
from corpus.identity import source_id
from corpus.records import Block, Cell, Document, Extraction, Reading, Source

TEXT = "Safe? Yes 1,234 of 1,300, No not shown."
CELLS = (
    Cell(0, 0, 0, 5), Cell(1, 0, 6, 9), Cell(1, 1, 10, 15), Cell(1, 2, 19, 24), Cell(2, 0, 26, 28),
)  # fmt: skip
BLOCK = Block("paragraph", 0, 0, len(TEXT), "markup", cells=CELLS)


def survey(name: str, extractor: str = "survey/1", signed: bool = True) -> Reading:
    key = name.encode().hex().ljust(64, "0")[:64]
    document = Document(key, name, "text/csv", 9, "restricted", "URN7", signed=signed)
    source = Source(source_id(name), f"restricted/{name}", key, "URN7", "ok")
    return Reading(source, document, Extraction(key, extractor, TEXT, (), (BLOCK,)))


def test_counts_are_read_from_the_parts_of_a_sentence() -> None:
    extraction = Extraction("d", "survey/1", TEXT, (), (BLOCK,))
    assert list(counts_in(extraction)) == [
        Count("Safe?", None, None, "Yes", 1234, 1300),
        Count("Safe?", None, None, "No", None, 1300),
    ]


def test_headings_and_notes_hold_no_counts() -> None:
    plain = Block("heading", 0, 0, 5, "markup")
    assert list(counts_in(Extraction("d", "survey/1", TEXT, (), (plain,)))) == []


@pytest.fixture
def filled(evidence: Evidence) -> Evidence:
    evidence.save([survey("Parents"), survey("Children"), survey("A note", "redacted/1"),
                   survey("Sealed", signed=False)])  # fmt: skip
    return evidence


def test_surveys_are_listed_by_name_and_nothing_else_is(filled: Evidence) -> None:
    assert [(one.name, one.provider) for one in surveys(filled)] == [
        ("Children", "URN7"), ("Parents", "URN7"),
    ]  # fmt: skip


def test_the_export_has_a_row_a_count(filled: Evidence) -> None:
    out = io.BytesIO()
    assert write(filled, "surveys", "jsonl", out) == 4
    rows = [json.loads(line) for line in out.getvalue().splitlines()]
    assert rows[0] == {
        "document_id": rows[0]["document_id"], "name": "Children", "provider_urn": "URN7",
        "question": "Safe?", "group_by": None, "group": None, "answer": "Yes", "count": 1234,
        "answered": 1300,
    }  # fmt: skip
    assert rows[1]["count"] is None
