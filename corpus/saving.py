"""Writes readings into evidence.db so that the same documents give the same rows in any order.

Every function works inside the caller's transaction. One document that cannot be stored becomes
a failed row of its own; an error of the disk or of the database ends the whole batch.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from corpus import rows
from corpus.closing import blank, close_document, closes, hide_names, sweep_index
from corpus.database import atomic
from corpus.editions import link, unlink
from corpus.records import Document, Extraction, Passage, Problem, Reading, Run, Source
from corpus.rows import (
    DOCUMENTS,
    EXTRACTIONS,
    PASSAGES,
    PROBLEMS,
    RUNS,
    SOURCES,
    insert,
    upsert,
)
from corpus.stating import FIRST_PROBLEM, Protect, settle_stated
from corpus.suggesting import (
    clear_outdated,
    clear_passages,
    retire,
    write_tags,
)
from corpus.voicing import write_voices

_SOURCE = upsert("sources", SOURCES, ("id", "sha256"))
_RENAME = "UPDATE sources SET path = ? WHERE id = ? AND sha256 = ?"
_DOCUMENT = upsert("documents", DOCUMENTS, ("id",))
_EXTRACTION = upsert("extractions", EXTRACTIONS, ("id",))
# Looking for a conflict costs a quarter more, and nearly all rows are new.
_CHANGE = upsert("passages", PASSAGES, ("id",))
_ADD = insert("passages", PASSAGES)
_PROBLEM = upsert("problems", PROBLEMS, ("about", "position"))
_RUN = upsert("runs", RUNS, ("id",))
# All new passages of a batch at once; words that leave the index are the triggers' part.
_INDEX = (
    "INSERT INTO passages_fts (rowid, text, headings) "
    "SELECT row, text, headings FROM searchable WHERE row > ?"
)
_UNUSED = """
    SELECT id FROM extractions WHERE document_id = :document
    AND id != (SELECT extraction_id FROM documents WHERE id = :document)
    AND id NOT IN (SELECT extraction_id FROM passages WHERE document_id = :document)
    AND id NOT IN (SELECT extraction_id FROM facts WHERE document_id = :document)
"""
# What one document's own content can make SQLite or the codec refuse.
_UNSTORABLE = (
    ValueError, OverflowError, sqlite3.IntegrityError, sqlite3.ProgrammingError, sqlite3.DataError,
)  # fmt: skip


def unprotected(_document_id: str) -> Collection[str]:
    """Protect nothing: no decision points anywhere yet."""
    return ()


def write_run(db: sqlite3.Connection, run: Run) -> None:
    """Write a run, over what was known of it before."""
    db.execute(_RUN, rows.run_row(run))


def write_start(db: sqlite3.Connection, run: Run, sources: Iterable[Source]) -> None:
    """Write every source as failed before the attempt, so that a killed run leaves a reason.

    Sources given as duplicates are not attempted and stay what they are.
    """
    write_run(db, run)
    given = list(sources)
    attempts = [_interrupted(source) for source in given if source.status != "duplicate"]
    for source in attempts:
        _write_source(db, source, run.id)
    for source in given:
        if source.status == "duplicate":
            _write_duplicate(db, source, run.id)
    _settle(db, {source.sha256: source for source in attempts if source.sha256}, given)


def write_readings(
    db: sqlite3.Connection, readings: Sequence[Reading], run_id: str | None, protect: Protect
) -> list[Reading]:
    """Write readings and return those that could not be stored, as the failed rows they became."""
    failed: list[Reading] = []
    last = _last_row(db)
    outcomes: dict[str, Source] = {}
    editions: set[str] = set()
    closing = closes(db, [reading.document for reading in readings if reading.document])
    for reading in readings:
        stored = reading
        try:
            # A transaction within the transaction: what one document broke is undone alone.
            with atomic(db):
                editions |= _write_reading(db, reading, run_id, protect)
        except _UNSTORABLE as error:
            stored = Reading(_unstorable(reading.source, error))
            failed.append(stored)
            _write_reading(db, stored, run_id, protect)
        if stored.source.sha256 and stored.source.status != "duplicate":
            outcomes[stored.source.sha256] = stored.source
    db.execute(_INDEX, (last,))
    if closing:
        sweep_index(db)
    _settle(db, outcomes, [reading.source for reading in readings])
    for edition in sorted(editions):
        link(db, edition)
    return failed


def _last_row(db: sqlite3.Connection) -> int:
    """Return the highest row that a passage ever had: those of a batch come after it."""
    found = db.execute("SELECT seq FROM sqlite_sequence WHERE name = 'passages'").fetchone()
    return found[0] if found else 0


def _write_reading(
    db: sqlite3.Connection, reading: Reading, run_id: str | None, protect: Protect
) -> set[str]:
    """Write one reading and return the editions whose documents may supersede each other anew."""
    source = reading.source
    if source.status == "duplicate":
        _write_duplicate(db, source, run_id)
        return set()
    _write_source(db, source, run_id, reading.seconds)
    _write_problems(db, reading)
    if reading.document is None:
        return set()
    editions = _write_document(db, reading.document, protect)
    if reading.extraction is not None:
        _write_extraction(db, reading.document, reading.extraction, reading.passages, protect)
    if reading.tags:
        ran = {(tag.framework, tag.tagger) for tag in reading.tags}
        tags = [rows.tag_row(tag, run_id) for tag in reading.tags]
        write_tags(db, reading.document.id, tags, ran, protect)
    write_voices(db, reading.voices)
    clear_outdated(db, reading.document.id, protect)
    settle_stated(db, reading.document.id, reading.stated, protect)
    _drop_unused(db, reading.document.id, protect)
    if reading.document.sensitivity == "restricted":
        blank(db, reading.document.id)
    return editions


def _write_source(
    db: sqlite3.Connection, source: Source, run_id: str | None, seconds: float | None = None
) -> None:
    if source.sha256:
        _forget_unread(db, source)
    db.execute(_SOURCE, rows.source_row(source, run_id, seconds))
    hide_names(db, source)


def _forget_unread(db: sqlite3.Connection, source: Source) -> None:
    """Delete the row that says the file could not be read: now it can."""
    db.execute("DELETE FROM sources WHERE id = ? AND sha256 = ''", (source.id,))
    db.execute("DELETE FROM problems WHERE about = ?", (source.id,))


def _write_duplicate(db: sqlite3.Connection, source: Source, run_id: str | None) -> None:
    """Write a duplicate where its path is new; what is known of the bytes at that path stays."""
    known = db.execute(
        "SELECT 1 FROM sources WHERE id = ? AND sha256 = ?", (source.id, source.sha256 or "")
    ).fetchone()
    if known is None:
        _write_source(db, replace(source, problem=None), run_id)
    elif source.sha256:
        # It may have been masked, and be public now.
        db.execute(_RENAME, (source.path, source.id, source.sha256))
        _forget_unread(db, source)


def _write_problems(db: sqlite3.Connection, reading: Reading) -> None:
    about = reading.source.sha256 or reading.source.id
    # Those of its facts and of its edition are behind: others write them.
    db.execute("DELETE FROM problems WHERE about = ? AND position < ?", (about, FIRST_PROBLEM))
    db.executemany(_PROBLEM, rows.problem_rows(reading, about))


def _write_document(db: sqlite3.Connection, document: Document, protect: Protect) -> set[str]:
    old = db.execute(
        f"SELECT edition, {rows.OPEN} FROM documents WHERE id = ?",  # noqa: S608 - our own names
        (document.id,),
    ).fetchone()
    db.execute(_DOCUMENT, rows.document_row(document))
    if old is not None and old[0] != document.edition:
        unlink(db, document.id)
    is_open = rows.is_open(document)
    if old is not None and bool(old[1]) != is_open:
        if is_open:
            db.execute("UPDATE passages SET public = 1 WHERE document_id = ?", (document.id,))
        else:
            close_document(db, document.id, protect)
    return {edition for edition in (document.edition, old and old[0]) if edition}


def _write_extraction(
    db: sqlite3.Connection,
    document: Document,
    extraction: Extraction,
    passages: Sequence[Passage],
    protect: Protect,
) -> None:
    for passage in passages:
        if extraction.text[passage.start : passage.end] != passage.text:
            raise ValueError(f"the passage at {passage.start} is not its slice of the text")
    row = rows.extraction_row(extraction, len(passages))
    public = rows.is_open(document)
    db.execute(_EXTRACTION, row)
    db.execute("UPDATE documents SET extraction_id = ? WHERE id = ?", (row[0], document.id))
    new = [rows.passage_row(passage, row[0], public) for passage in passages]
    old = db.execute("SELECT id FROM passages WHERE document_id = ?", (document.id,)).fetchall()
    gone = {passage for (passage,) in old} - {passage.id for passage in passages}
    protected = protect(document.id)
    if gone:
        # A decided tag keeps its passage, whether the passage itself was decided upon or not.
        held = clear_passages(db, document.id, gone, protected)
        retire(db, "passages", gone, {*protected, *held})
    _write_passages(db, new, {passage for (passage,) in old} - gone)


def _drop_unused(db: sqlite3.Connection, document_id: str, protect: Protect) -> None:
    """Delete earlier extractions that no passage, fact or decision on a selection is kept of."""
    unused = {row[0] for row in db.execute(_UNUSED, {"document": document_id}).fetchall()}
    if unused:
        unused.difference_update(protect(document_id))
    db.executemany("DELETE FROM extractions WHERE id = ?", [(key,) for key in sorted(unused)])


def _write_passages(
    db: sqlite3.Connection, new: Sequence[rows.Row], known: Collection[str]
) -> None:
    """Write rows of passages; `known` are the ids that are there already."""
    by_id = {row[0]: row for row in new}
    db.executemany(_ADD, [row for key, row in by_id.items() if key not in known])
    db.executemany(_CHANGE, [row for key, row in by_id.items() if key in known])


def _settle(db: sqlite3.Connection, outcomes: dict[str, Source], sources: Iterable[Source]) -> None:
    """Of the paths with the same bytes, give the first the outcome and make the rest duplicates."""
    for sha256 in dict.fromkeys(source.sha256 for source in sources if source.sha256):
        same = db.execute(
            f"{rows.select('sources', SOURCES)} WHERE sha256 = ? ORDER BY path, id", (sha256,)
        ).fetchall()
        known = [rows.source_of(row) for row in same]
        if len(known) == 1 and known[0].status != "duplicate":
            continue
        spoken = (source for source in known if source.status != "duplicate")
        outcome = outcomes.get(sha256) or next(spoken, None) or _outcome(db, known[0])
        for at, (row, source) in enumerate(zip(same, known, strict=True)):
            settled = replace(source, status="duplicate", problem=None)
            if at == 0:
                settled = replace(source, status=outcome.status, problem=outcome.problem)
            db.execute(_SOURCE, rows.source_row(settled, row[10], row[9]))


def _outcome(db: sqlite3.Connection, source: Source) -> Source:
    """Say what became of bytes of which only duplicates were offered."""
    found = db.execute(
        "SELECT status FROM extractions JOIN documents ON extraction_id = extractions.id "
        "WHERE documents.id = ?",
        (source.sha256,),
    ).fetchone()
    if found is None:
        return _interrupted(source)
    return replace(source, status=found[0], problem=None)


def _interrupted(source: Source) -> Source:
    given = source.problem
    if given is None or given.code != "interrupted":
        given = Problem(
            "store",
            "interrupted",
            "Vouch was stopped while it read this file. Run the same command again.",
        )
    return replace(source, status="failed", problem=given)


def _unstorable(source: Source, error: Exception) -> Source:
    problem = Problem(
        "store",
        "unstorable",
        f"What was read from this file cannot be stored ({type(error).__name__}: {error}). "
        "Please report this file as a defect of Vouch.",
    )
    # The path itself may be what cannot be stored: a name in bytes that are no text.
    path = source.path.encode("utf-8", "backslashreplace").decode()
    return replace(source, path=path, status="failed", problem=problem)
