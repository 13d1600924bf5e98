"""Erases documents from the store for good: nothing is kept of them, whatever was decided.

The words leave the pages of the file too: freed pages are overwritten, the full-text index is
written anew without them, and the write-ahead log is folded in and cut.
"""

from __future__ import annotations

from collections.abc import Collection

from corpus.database import atomic, translated
from corpus.evidence import Evidence

# Rows that point at others go first.
_OF_DOCUMENT = (
    "DELETE FROM tags WHERE passage_id IN (SELECT id FROM passages WHERE document_id = :id)",
    "DELETE FROM past_tags WHERE document_id = :id",
    "DELETE FROM lenses WHERE document_id = :id",
    "DELETE FROM facts WHERE document_id = :id",
    "DELETE FROM checks WHERE document_id = :id",
    "DELETE FROM readers WHERE document_id = :id",
    "DELETE FROM passages WHERE document_id = :id",
    "UPDATE documents SET supersedes = NULL WHERE supersedes = :id",
    "UPDATE documents SET extraction_id = NULL WHERE id = :id",
    "DELETE FROM extractions WHERE document_id = :id",
    "DELETE FROM problems WHERE about = :id",
    "DELETE FROM sources WHERE sha256 = :id",
    "DELETE FROM documents WHERE id = :id",
)
_INDEX_ANEW = "INSERT INTO passages_fts (passages_fts) VALUES ('optimize')"


def erase(evidence: Evidence, documents: Collection[str]) -> int:
    """Erase documents by id, all or none, and return how many there were.

    The caller holds the workspace. Readers that are open see the old state until they look again.
    WorkspaceError where the disk or the file fails: then all of them are still there.
    """
    db = evidence.db
    with translated(evidence.workspace.evidence):
        with atomic(db):
            erased = 0
            for document in documents:
                for statement in _OF_DOCUMENT:
                    done = db.execute(statement, {"id": document})
                erased += done.rowcount
            db.execute(_INDEX_ANEW)
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return erased
