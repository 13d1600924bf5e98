"""What each export holds: its columns, in order, and its rows in a fixed order.

Rows go by the path under which a document was first offered, then by start, then by rank. There
are no times and no run ids in them: the same documents give the same rows. Columns that a later
stage fills are null until it has run. `corrected` names the fields in which a person's correction
stands in place of what was read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from corpus.corrections import Corrections, collect, corrected_facts
from corpus.decisions import standing
from corpus.evidence import Evidence
from corpus.facts import Fact
from corpus.records import Passage
from corpus.rows import packed

Row = tuple[object, ...]  # values fit for JSON, in the order of the table's columns


@dataclass(frozen=True, slots=True)
class Table:
    """One export: its name on the command line, its columns, and how to get its rows.

    `on` gives them as they stand on a day; null where the day makes no difference.
    """

    name: str
    columns: tuple[str, ...]
    rows: Callable[[Evidence], Iterator[Row]]
    on: Callable[[Evidence, date], Iterator[Row]] | None = None


@dataclass(frozen=True, slots=True)
class Interchange:
    """One format: its name, the bytes before the first row, and the bytes of a row."""

    name: str
    head: Callable[[tuple[str, ...]], bytes]
    line: Callable[[tuple[str, ...], Row], bytes]


def _documents(evidence: Evidence) -> Iterator[Row]:
    """One row for every file offered, whatever became of it."""
    first: dict[str, str] = {}
    known = collect(standing(evidence.workspace, "correct"))
    inspected = _inspected(evidence, known)
    for row in evidence.query(_OFFERED):
        path, sha256, status = row[:3]
        duplicate_of = first.setdefault(sha256, path) if status == "duplicate" else None
        first.setdefault(sha256, path)
        media_type, kind, urn, provider, published, pages, sensitivity, code, problem = row[3:12]
        framework = row[12]
        start, end, moved = inspected.get((sha256, framework), (None, None, _UNMOVED))
        read = (
            sha256 or None, PurePath(path).name, path, media_type, kind, framework, urn, provider,
            start, end, published, pages, status, code, problem, duplicate_of, sensitivity,
        )  # fmt: skip
        values, changed = known.over("document", sha256, dict(zip(_READ, read, strict=True)))
        if moved:
            # Of the day's two corrections, that of the inspection and the document's, the later.
            values |= {"inspection_start": start, "inspection_end": end}
            changed = [name for name in _READ if name in moved or name in changed]
        yield (*values.values(), changed)


def _inspected(
    evidence: Evidence, known: Corrections
) -> dict[tuple[str, str | None], tuple[str | None, str | None, frozenset[str]]]:
    """Return first and last day of the inspections that documents report, and which are corrected.

    By document and framework as read. Of several under one framework the first counts. A document
    that reports under several has no framework of its own, and so no days.
    """
    stated: dict[str, list[Fact]] = {}
    for fact in evidence.facts(kinds=("inspection",)):
        stated.setdefault(fact.document_id, []).append(fact)
    found: dict[tuple[str, str | None], tuple[str | None, str | None, frozenset[str]]] = {}
    for document_id, facts in stated.items():
        for fact, shown in zip(facts, corrected_facts(facts, known), strict=True):
            said = shown.value.fields
            moved = frozenset(column for column, name in _DAYS.items() if name in shown.fields)
            key = (document_id, fact.fields.get("framework"))
            found.setdefault(key, (said.get("start"), said.get("end"), moved))
    return found


def _passages(evidence: Evidence) -> Iterator[Row]:
    for passage in evidence.passages():
        yield _passage(passage)


def _passage(passage: Passage) -> Row:
    first, last = passage.pages or (None, None)
    return (
        passage.id, passage.document_id, first, last, passage.number, list(passage.headings),
        passage.start, passage.end, passage.text, [list(box) for box in passage.boxes],
        passage.locator,
    )  # fmt: skip


def plain(value: object) -> str:
    """Return a value as compact JSON."""
    return packed(value)


_READ = (
    "document_id", "name", "source", "media_type", "kind", "framework", "provider_urn",
    "provider_name", "inspection_start", "inspection_end", "published", "pages", "status",
    "problem_code", "problem", "duplicate_of", "sensitivity",
)  # fmt: skip
_DAYS = {"inspection_start": "start", "inspection_end": "end"}
_UNMOVED: frozenset[str] = frozenset()
DOCUMENTS = Table("documents", (*_READ, "corrected"), _documents)
PASSAGES = Table(
    "passages",
    (
        "passage_id", "document_id", "page_first", "page_last", "number", "headings", "start",
        "end", "text", "boxes", "locator",
    ),
    _passages,
)  # fmt: skip

# A document that was read in part has no problem of its own in its source: its first one stands.
_OFFERED = """
    SELECT path, sha256, sources.status, media_type, kind, provider_urn, provider_name, published,
        nullif(page_count, 0), sensitivity,
        coalesce(problem_code, code), coalesce(problem, message), readers.framework
    FROM sources LEFT JOIN documents ON documents.id = sha256
    LEFT JOIN extractions ON extractions.id = documents.extraction_id
    LEFT JOIN readers ON readers.document_id = documents.id
    LEFT JOIN problems ON sources.status != 'duplicate' AND problems.position = 0
        AND about = CASE sha256 WHEN '' THEN sources.id ELSE sha256 END
    ORDER BY path, sources.id, sha256
"""
