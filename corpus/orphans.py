"""Decisions whose target is no longer read like that: listed, never moved to a look-alike.

What a decision points at is kept by the store, out of use, so that its words can still be shown.
"""

from __future__ import annotations

import contextlib
import sqlite3
from dataclasses import dataclass

from corpus.database import connect_read_only, translated
from corpus.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Orphan:
    """The last standing decision on a target that is not in use any more.

    `kept` says whether its words are still stored; `name` is the file name of its document, null
    where the document is unknown.
    """

    seq: int
    what: str
    who: str
    target_type: str
    target_id: str
    document_id: str | None
    name: str | None
    kept: bool


def orphans(workspace: Workspace) -> list[Orphan]:
    """List orphans, the earliest decision first. WorkspaceError where a file fails."""
    if not (workspace.review.exists() and workspace.evidence.exists()):
        return []
    with (
        translated(workspace.review),
        contextlib.closing(connect_read_only(workspace.evidence)) as db,
    ):
        # Both read-only, and ids are TEXT in both: the join uses the indexes of either.
        db.execute("ATTACH ? AS review", (f"{workspace.review.absolute().as_uri()}?mode=ro",))
        return orphans_beside(db)


def orphans_beside(db: sqlite3.Connection, document_id: str | None = None) -> list[Orphan]:
    """List orphans, of one document or all, from an open evidence.db with review.db as `review`."""
    last = {(row[3], row[4]): row for row in db.execute(*_asked(document_id))}
    found = [Orphan(*(*row[:7], bool(row[7]))) for row in last.values()]
    return sorted(found, key=lambda orphan: orphan.seq)


def _asked(document_id: str | None) -> tuple[str, tuple[str, ...]]:
    if document_id is None:
        return _ORPHANS.format(of=""), ()
    return _ORPHANS.format(of="document_id = ? AND"), (document_id,)


# A selection points at the extraction in whose text it counts; cases and inspections at nothing
# that the machine reads. What was merely seen, or said when offered, is no decision.
_ORPHANS = """
    SELECT seq, what, who, target_type, target_id, document_id,
        (SELECT name FROM documents WHERE id = document_id),
        CASE target_type
            WHEN 'tag' THEN EXISTS (SELECT 1 FROM tags WHERE id = target_id)
            WHEN 'passage' THEN EXISTS (SELECT 1 FROM passages WHERE id = target_id)
            WHEN 'fact' THEN EXISTS (SELECT 1 FROM facts WHERE id = target_id)
            WHEN 'selection' THEN EXISTS (SELECT 1 FROM extractions WHERE id = target_id)
            ELSE 0 END
    FROM review.standing WHERE {of} what NOT IN ('view', 'state') AND CASE target_type
        WHEN 'tag' THEN NOT EXISTS (SELECT 1 FROM tags WHERE id = target_id AND current)
        WHEN 'passage' THEN NOT EXISTS (SELECT 1 FROM passages WHERE id = target_id AND current)
        WHEN 'fact' THEN NOT EXISTS (SELECT 1 FROM facts WHERE id = target_id AND current
            AND text = ifnull(json_extract(before, '$.text'), text))
        WHEN 'document' THEN NOT EXISTS (SELECT 1 FROM documents WHERE id = target_id)
        WHEN 'selection' THEN NOT EXISTS (SELECT 1 FROM documents WHERE extraction_id = target_id)
        ELSE 0 END
    ORDER BY tick, origin
"""
