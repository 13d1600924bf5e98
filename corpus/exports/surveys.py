"""The counts of surveys, as their documents say them: suppressed when they were stored, for good.

A document of a survey is a paragraph a question and group. Its cells are its parts: row 0 holds
question, group, what the groups go by and, where no count is shown, how many answered; each row
below holds an answer, its count and of how many. What is not shown has no cell.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple, dataclass
from typing import NamedTuple

from corpus.evidence import Evidence
from corpus.exports.tables import Row, Table
from corpus.records import Extraction

_STORED = """
    SELECT documents.id, documents.name, documents.provider_urn FROM documents
    JOIN extractions ON extractions.id = documents.extraction_id
    WHERE extractor LIKE 'survey/%' AND signed ORDER BY documents.name, documents.id
"""


class Stored(NamedTuple):
    """One survey of the evidence base."""

    document_id: str
    name: str
    provider: str | None


@dataclass(frozen=True, slots=True)
class Count:
    """One count of a survey; of everybody `by` and `group` are null. Null is what is not shown."""

    question: str
    by: str | None
    group: str | None
    answer: str
    count: int | None
    answered: int | None


def surveys(evidence: Evidence) -> list[Stored]:
    """List the surveys of an evidence base by name."""
    return [Stored(*row) for row in evidence.query(_STORED)]


def counts_in(extraction: Extraction) -> Iterator[Count]:
    """Read the counts back from the document of a survey, in its order."""
    text = extraction.text
    for block in extraction.blocks:
        said = {(cell.row, cell.column): text[cell.start : cell.end] for cell in block.cells}
        # All counts of a sentence are of the same people.
        answered = next((said[at] for at in said if at == (0, 3) or (at[0] and at[1] == 2)), None)
        for row in sorted({row for row, _ in said if row}):
            yield Count(
                said[0, 0], said.get((0, 2)), said.get((0, 1)), said[row, 0],
                _number(said.get((row, 1))), _number(answered),
            )  # fmt: skip


def _number(written: str | None) -> int | None:
    return None if written is None else int(written.replace(",", ""))


def _rows(evidence: Evidence) -> Iterator[Row]:
    for stored in surveys(evidence):
        extraction = evidence.extraction(stored.document_id)
        for count in counts_in(extraction) if extraction else ():
            yield (*stored, *astuple(count))


SURVEYS = Table(
    "surveys",
    (
        "document_id", "name", "provider_urn", "question", "group_by", "group", "answer", "count",
        "answered",
    ),
    _rows,
)  # fmt: skip
