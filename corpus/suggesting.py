"""Writes what taggers suggest: tags that stand now, and the past ones of earlier taggers.

Every function works inside the caller's transaction. Ids of tags leave the version of their tagger
out; so what a newer version writes over or takes back is put among the past tags, with its version.
A tagger that goes over a document again replaces its own words: those are no past tags.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Sequence

from corpus.rows import OPEN, PAST_TAGS, TAGS, Row, insert, upsert
from corpus.stating import Protect

# Looking for a conflict costs a quarter more, and nearly all rows are new.
_ADD = insert("tags", TAGS)
_CHANGE = upsert("tags", TAGS, ("id",))
_LENS = upsert(
    "lenses", ("document_id", "framework", "tagger", "extraction_id"),
    ("document_id", "framework", "tagger"),
)  # fmt: skip
_NAMES = ", ".join(PAST_TAGS)
_PUT_PAST = f"INSERT OR REPLACE INTO past_tags ({_NAMES}) SELECT {_NAMES} FROM tags WHERE id = ?"  # noqa: S608 - our own names
_OF_DOCUMENT = """
    SELECT tags.id, framework, tagger FROM tags
    JOIN passages ON passages.id = passage_id WHERE passages.document_id = ?
"""
_CURRENT = f"SELECT extraction_id FROM documents WHERE id = ? AND {OPEN}"  # noqa: S608
_OUTDATED = """
    SELECT framework, tagger FROM lenses JOIN documents ON documents.id = document_id
    WHERE document_id = ? AND lenses.extraction_id != documents.extraction_id
"""
_KEYS = """
    SELECT id, document_id, framework, tagger FROM past_tags
    WHERE document_id = ? AND (? IS NULL OR tagger = ?)
"""
_PRUNE = """
    DELETE FROM past_tags WHERE id = ? AND document_id = ? AND framework = ? AND tagger = ?
"""
Lens = tuple[str, str]  # a framework and the name of a tagger
# A family that is retired counts as the one that took its place, lest both stood side by side.
_SUPERSEDED = {"baseline": "lens"}

# A document, the rows of its tags, and the (framework, tagger) pairs that ran over it.
Spoken = tuple[str, Sequence[Row], Collection[Lens]]


def write_tags(
    db: sqlite3.Connection,
    document_id: str,
    tags: Sequence[Row],
    ran: Collection[Lens],
    protect: Protect,
) -> None:
    """Replace a document's tags of every (framework, tagger) that ran, and record that it did.

    A tagger replaces the tags of its own family ("area/3" those of "area/2") in that framework;
    those of another version, or of the family that it supersedes, become past tags. Nothing is
    written for a restricted document.
    """
    found = db.execute(_CURRENT, (document_id,)).fetchone()
    if found is None or found[0] is None:
        return
    new = {str(row[0]): row for row in tags}
    known = _clear(db, document_id, ran, protect, new)
    _forget_past_of(db, document_id, ran)
    db.executemany(_ADD, [row for key, row in new.items() if key not in known])
    db.executemany(_CHANGE, [row for key, row in new.items() if key in known])
    db.executemany(_LENS, [(document_id, *lens, found[0]) for lens in sorted(ran)])


def clear_outdated(db: sqlite3.Connection, document_id: str, protect: Protect) -> None:
    """Take back what was said of an earlier extraction: half a document's tags would mislead."""
    outdated = db.execute(_OUTDATED, (document_id,)).fetchall()
    if outdated:
        _clear(db, document_id, outdated, protect)


def clear_restricted(db: sqlite3.Connection, document_id: str, protect: Protect) -> None:
    """Take back all tags of a document that is public no longer, past ones too."""
    tags = {tag for tag, _, _ in db.execute(_OF_DOCUMENT, (document_id,)).fetchall()}
    retire_tags(db, tags, protect(document_id))
    db.execute("DELETE FROM lenses WHERE document_id = ?", (document_id,))
    db.execute("DELETE FROM past_tags WHERE document_id = ?", (document_id,))


def prune(db: sqlite3.Connection, protect: Protect, tagger: str | None = None) -> int:
    """Delete past tags, of one version or of all, save those that a decision points at; count."""
    pruned = 0
    for (document,) in db.execute("SELECT DISTINCT document_id FROM past_tags").fetchall():
        decided = protect(document)
        found = db.execute(_KEYS, (document, tagger, tagger)).fetchall()
        keys = [key for key in found if key[0] not in decided]
        db.executemany(_PRUNE, keys)
        pruned += len(keys)
    return pruned


def clear_passages(
    db: sqlite3.Connection, document_id: str, gone: Collection[str], protected: Collection[str]
) -> set[str]:
    """Take back the tags of passages that go; the passages that are kept, for a decided tag."""
    tags: set[str] = set()
    for passage in gone:
        found = db.execute("SELECT id FROM tags WHERE passage_id = ?", (passage,))
        tags.update(tag for (tag,) in found)
    held = retire_tags(db, tags, protected)
    kept = {*held, *protected}
    db.executemany(
        "DELETE FROM past_tags WHERE document_id = ? AND passage_id = ?",
        [(document_id, passage) for passage in gone if passage not in kept],
    )
    return held


def retire_tags(
    db: sqlite3.Connection, gone: Collection[str], protected: Collection[str]
) -> set[str]:
    """Delete tags, or take them out of use where they are protected; the passages of the latter."""
    kept = retire(db, "tags", gone, protected)
    found = [
        db.execute("SELECT passage_id FROM tags WHERE id = ?", (tag,)).fetchone() for tag in kept
    ]
    return {row[0] for row in found}


def retire(
    db: sqlite3.Connection, table: str, gone: Collection[str], protected: Collection[str]
) -> set[str]:
    """Delete rows, or take them out of use where they are protected; the ids of the latter."""
    kept = set(gone) & set(protected)
    db.executemany(f"UPDATE {table} SET current = 0 WHERE id = ?", [(row,) for row in kept])  # noqa: S608
    db.executemany(
        f"DELETE FROM {table} WHERE id = ?",  # noqa: S608
        [(row,) for row in gone if row not in kept],
    )
    return kept


def _clear(
    db: sqlite3.Connection,
    document_id: str,
    lenses: Collection[Lens],
    protect: Protect,
    new: Iterable[str] | None = None,
) -> set[str]:
    """Take back what the families of these taggers said, and return the ids of tags that are left.

    `new` are the ids of what they say now instead, which are left; null where they say nothing. All
    is put among the past tags first, save what a version says anew itself.
    """
    families = {(framework, _family(tagger)) for framework, tagger in lenses}
    old = db.execute(_OF_DOCUMENT, (document_id,)).fetchall()
    theirs = [row for row in old if (row[1], _family(row[2])) in families]
    anew = set(lenses) if new is not None else set()
    db.executemany(_PUT_PAST, [(row[0],) for row in theirs if row[1:] not in anew])
    gone = {tag for tag, _, _ in theirs}.difference(new or ())
    retire_tags(db, gone, protect(document_id))
    _forget_lenses(db, document_id, families)
    return {tag for tag, _, _ in old} - gone


def _forget_lenses(db: sqlite3.Connection, document_id: str, families: Collection[Lens]) -> None:
    for framework, tagger in db.execute(
        "SELECT framework, tagger FROM lenses WHERE document_id = ?", (document_id,)
    ).fetchall():
        if (framework, _family(tagger)) in families:
            db.execute(
                "DELETE FROM lenses WHERE document_id = ? AND framework = ? AND tagger = ?",
                (document_id, framework, tagger),
            )


def _forget_past_of(db: sqlite3.Connection, document_id: str, ran: Iterable[Lens]) -> None:
    """Forget past tags of a version that has just spoken: what it says now stands in place."""
    db.executemany(
        "DELETE FROM past_tags WHERE document_id = ? AND framework = ? AND tagger = ?",
        [(document_id, *lens) for lens in ran],
    )


def _family(tagger: str) -> str:
    """Return what taggers of one kind share: they take each other's place, whatever the version."""
    name = tagger.partition("/")[0]
    return _SUPERSEDED.get(name, name)
