"""Passages as they are quoted: the words, and where they stand."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from corpus.evidence import Evidence
from corpus.records import Document
from review.wording import place

_MANY = 400


@dataclass(frozen=True, slots=True)
class Quote:
    """The words of a passage with its document and place there."""

    passage: str
    document: str
    name: str
    text: str
    where: str
    headings: tuple[str, ...]
    restricted: bool = False


def quotes(
    evidence: Evidence, documents: Mapping[str, Document], passages: Iterable[str]
) -> dict[str, Quote]:
    """Return passages by id, of those documents alone; the viewer may see all of these."""
    wanted = list(dict.fromkeys(passages))
    found: dict[str, Quote] = {}
    for start in range(0, len(wanted), _MANY):
        some = wanted[start : start + _MANY]
        marks = ", ".join("?" * len(some))
        for row in evidence.query(f"{_QUOTES} ({marks})", *some):
            document = documents.get(row[1])
            if document is not None:
                found[row[0]] = _quote(row, document)
    return found


def texts(evidence: Evidence, documents: Iterable[str]) -> Iterable[tuple[str, str]]:
    """Give the words of all passages of these documents, with their ids."""
    for one in documents:
        yield from ((key, text) for key, text in evidence.query(_TEXTS, one))


def _quote(row: tuple[str, ...], document: Document) -> Quote:
    key, _, text, number, first, last, locator, headings = row
    pages = None if first is None else (int(first), int(last))
    where = place(pages, locator) + (f", paragraph {number}" if number else "")
    words = text.removeprefix("• ")
    return Quote(key, document.id, document.name, words, where, tuple(json.loads(headings)),
                 document.sensitivity != "public")  # fmt: skip


_QUOTES = """
    SELECT id, document_id, text, number, page_first, page_last, locator, headings
    FROM passages WHERE current AND id IN
"""
_TEXTS = "SELECT id, text FROM passages WHERE document_id = ? AND current"
