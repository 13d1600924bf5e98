"""research.db: what anybody in the house may analyse by questions of their own.

It holds published documents alone, what they state, what is suggested of them and whether people
agreed, and neither a reviewer's name nor a word of theirs. What is not known to be public is not in
it: a document of another sensitivity, or a table that this module does not know, ends the export.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from corpus.database import snapshot, translated
from corpus.evidence import Evidence
from corpus.exports.stated import ACTIONS, CHECKS, IMPROVEMENTS, JUDGEMENTS
from corpus.exports.suggested import TAGS
from corpus.exports.tables import DOCUMENTS, PASSAGES, Row, Table
from corpus.frameworks import known, load
from corpus.problems import VouchError
from corpus.rows import packed
from corpus.workspace import temporary_beside

NAME = "research"
# Columns that may say where on somebody's machine a file lay, or why a person corrected it.
_LEFT_OUT = frozenset({"source", "duplicate_of", "problem", "problem_code", "corrected"})
# What draws a tag on its page, three quarters of the file: the other exports have it.
_LEFT_OUT |= {"cues", "sentences", "boxes"}
_OF_DOCUMENTS = (PASSAGES, TAGS, JUDGEMENTS, IMPROVEMENTS, ACTIONS, CHECKS)
_SENSITIVITIES = frozenset({"public", "restricted"})
_LABELS = ("framework", "code", "level", "area", "title", "grade")
_INDEXES = (
    ("passages", "document_id"), ("tags", "document_id"), ("tags", "passage_id"),
    ("tags", "framework, area, criterion"), ("judgements", "document_id"),
    ("improvements", "document_id"), ("documents", "provider_urn"),
)  # fmt: skip


def write_research(evidence: Evidence, out: Path) -> Mapping[str, int]:
    """Write the file anew and return how many rows each of its tables has.

    The file appears whole or not at all, for its owner alone. VouchError where the evidence base
    holds what this module does not know; WorkspaceError where the file cannot be written.
    """
    temporary = temporary_beside(out)
    with translated(out):
        try:
            temporary.touch(mode=0o600, exist_ok=False)
            with contextlib.closing(sqlite3.connect(temporary, isolation_level=None)) as db:
                db.execute("BEGIN")
                with snapshot(evidence.db):
                    counts = dict(_filled(evidence, db))
                db.execute("COMMIT")
                db.execute("ANALYZE")
            temporary.replace(out)
        finally:
            temporary.unlink(missing_ok=True)
    return counts


def _filled(evidence: Evidence, db: sqlite3.Connection) -> Iterator[tuple[str, int]]:
    public = _public(evidence)
    yield "documents", _table(db, DOCUMENTS, _published(evidence))
    for table in _OF_DOCUMENTS:
        at = table.columns.index("document_id")
        rows = (row for row in table.rows(evidence) if row[at] in public)
        yield table.name, _table(db, table, rows)
    labels = Table("labels", _LABELS, lambda _: _labels(evidence))
    yield "labels", _table(db, labels, labels.rows(evidence))
    for table_name, columns in _INDEXES:
        name = f"{table_name}_by_{columns.replace(', ', '_and_')}"
        db.execute(f"CREATE INDEX {name} ON {table_name} ({columns})")
    db.execute(
        "CREATE VIRTUAL TABLE passages_fts USING fts5 (text, content='passages', "
        'tokenize="unicode61 remove_diacritics 2")'
    )
    db.execute("INSERT INTO passages_fts (passages_fts) VALUES ('rebuild')")


def _public(evidence: Evidence) -> frozenset[str]:
    """Return the ids of published documents; VouchError where any is of a kind that is unknown."""
    found = set()
    for document in evidence.documents():
        if document.sensitivity not in _SENSITIVITIES:
            raise VouchError(
                f"The document {document.id[:12]} has the sensitivity {document.sensitivity!r}, "
                "which the research file does not know. Nothing was written; install the Vouch "
                "that wrote it."
            )
        if document.sensitivity == "public":
            found.add(document.id)
    return frozenset(found)


def _published(evidence: Evidence) -> Iterator[Row]:
    sensitivity, status = map(DOCUMENTS.columns.index, ("sensitivity", "status"))
    return (
        row
        for row in DOCUMENTS.rows(evidence)
        if row[sensitivity] == "public" and row[status] != "duplicate"
    )


def _labels(evidence: Evidence) -> Iterator[Row]:
    folder = evidence.workspace.frameworks
    for name in known(folder):
        framework = load(name, folder)
        for area in framework.walk():
            code = area.code.rpartition("/")[2]
            yield name, code, "area", code, area.title, None
            for aspect in area.aspects:
                yield name, aspect.code.rpartition("/")[2], "aspect", code, aspect.title, None
        for one in framework.criteria:
            area_code = one.area.rpartition("/")[2]
            yield name, one.code, "criterion", area_code, one.title, one.grade


def _table(db: sqlite3.Connection, table: Table, rows: Iterable[Row]) -> int:
    kept = [at for at, name in enumerate(table.columns) if name not in _LEFT_OUT]
    names = ", ".join(f'"{table.columns[at]}"' for at in kept)
    db.execute(f'CREATE TABLE "{table.name}" ({names})')
    insert = f'INSERT INTO "{table.name}" VALUES ({", ".join("?" * len(kept))})'  # noqa: S608
    count = 0
    for row in rows:
        db.execute(insert, [_value(row[at]) for at in kept])
        count += 1
    return count


def _value(value: object) -> object:
    """Return what SQLite can hold: lists and objects as JSON."""
    if value is None or isinstance(value, str | int | float):
        return value
    return packed(value)
