"""Takes out of the store what it must not hold of a restricted document: its words and its names.

Every function works inside the caller's transaction. Ids stay, so that what people decided while
the document was public still points at something; the words it was about are gone.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable

from corpus.identity import MASK
from corpus.records import Document, Source
from corpus.rows import OPEN
from corpus.stating import Protect, clear_stated
from corpus.suggesting import clear_restricted
from corpus.voicing import clear_voices

_INDEXED = f"SELECT 1 FROM documents WHERE id = ? AND {OPEN}"  # noqa: S608 - our own names
_NO_BLOCKS = zlib.compress(b"[]", 1)
# Kept for decisions alone: each is then the empty slice of an empty text, which verifies.
_BLANK = (
    """UPDATE passages SET start = 0, "end" = 0, number = NULL, page_first = NULL,
        page_last = NULL, locator = NULL, headings = '[]', boxes = '[]', text = ''
        WHERE document_id = :document AND NOT current""",
    """UPDATE facts SET fields = '{}', start = 0, "end" = 0, page = NULL, locator = NULL,
        boxes = '[]', text = '' WHERE document_id = :document AND NOT current""",
    # By way of the passages, for tags have no index of documents.
    """UPDATE tags SET cues = '[]', sentences = '[]' WHERE NOT current
        AND passage_id IN (SELECT id FROM passages WHERE document_id = :document)""",
    """UPDATE extractions SET text = '', pages = '[]', page_count = 0, problems = '[]',
        blocks = :blocks WHERE document_id = :document
        AND id IS NOT (SELECT extraction_id FROM documents WHERE id = :document)""",
)
_SAME_BYTES = """
    UPDATE sources SET path = ? WHERE sha256 = ? AND substr(path, 1, length(?)) != ?
"""
# Bytes that stood under this name before and were never read: half a copy, a damaged file.
_BEFORE = """
    SELECT sha256 FROM sources WHERE id = ? AND sha256 NOT IN ('', ?)
    AND sha256 NOT IN (SELECT id FROM documents)
"""
_FORGET_PROBLEMS = """
    DELETE FROM problems WHERE about = :sha256
    AND NOT EXISTS (SELECT 1 FROM sources WHERE sha256 = :sha256)
"""


def closes(db: sqlite3.Connection, documents: Iterable[Document]) -> bool:
    """Say whether words leave the index with these documents that must not stay in the file."""
    known = (
        db.execute(_INDEXED, (document.id,)).fetchone()
        for document in documents
        if document.sensitivity == "restricted"
    )
    return any(known)


def close_document(db: sqlite3.Connection, document_id: str, protect: Protect) -> None:
    """Take back what was said of a document while it was open, and take it out of the index."""
    db.execute("UPDATE passages SET public = 0 WHERE document_id = ?", (document_id,))
    clear_restricted(db, document_id, protect)
    clear_stated(db, document_id, protect)
    clear_voices(db, document_id)


def blank(db: sqlite3.Connection, document_id: str) -> None:
    """Empty all that is kept of a closed document for decisions alone, or of an earlier reading."""
    for statement in _BLANK:
        db.execute(statement, {"document": document_id, "blocks": _NO_BLOCKS})


def sweep_index(db: sqlite3.Connection) -> None:
    """Make the search index anew without the words that were taken out of it.

    Taking a word out only marks it as gone: it would stay in the file for months.
    """
    db.execute("INSERT INTO passages_fts (passages_fts) VALUES ('optimize')")


def hide_names(db: sqlite3.Connection, source: Source) -> None:
    """Where a file's path is masked, mask it wherever else the store has it.

    Those are duplicates, announced before anybody knew, and what stood under that name before.
    """
    if not source.path.startswith(MASK) or not source.sha256:
        return
    db.execute(_SAME_BYTES, (source.path, source.sha256, MASK, MASK))
    for (sha256,) in db.execute(_BEFORE, (source.id, source.sha256)).fetchall():
        db.execute("DELETE FROM sources WHERE id = ? AND sha256 = ?", (source.id, sha256))
        db.execute(_FORGET_PROBLEMS, {"sha256": sha256})
