"""Writes what documents state: their facts, the checks of their grades, and who read them.

Every function works inside the caller's transaction. A fact never makes its document fail: what
cannot be stored of one is left out, and a problem names it. Restricted documents have no facts.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable

from corpus import rows
from corpus.database import atomic
from corpus.facts import Fact, Stated
from corpus.records import Problem
from corpus.rows import CHECKS, FACTS, PROBLEMS, insert, upsert

# Given a document's id, the ids of its passages, tags and facts that a person's decision points at.
Protect = Callable[[str], Collection[str]]

STAGE = "facts"
UNSTORABLE = "unstorable-fact"
# Behind the problems of the document itself and before a doubt about its edition.
FIRST_PROBLEM, LAST_PROBLEM = 500_000, 999_999

_FACT = upsert("facts", FACTS, ("id",))
_CHECK = insert("checks", CHECKS)
_PROBLEM = insert("problems", PROBLEMS)
_READER = upsert(
    "readers", ("document_id", "reader", "extraction_id", "framework"), ("document_id",)
)
_CHECKS = f"{rows.select('checks', CHECKS)} WHERE document_id = ? ORDER BY position"
_CURRENT = (
    "SELECT extractions.id, extractions.text FROM documents "
    "JOIN extractions ON extractions.id = documents.extraction_id "
    "WHERE documents.id = ? AND sensitivity = 'public'"
)
_OUTDATED = (
    "SELECT 1 FROM readers JOIN documents ON documents.id = document_id "
    "WHERE document_id = ? AND readers.extraction_id IS NOT documents.extraction_id"
)
# What one document's own facts can make SQLite or the codec refuse.
_UNSTORABLE = (
    TypeError, ValueError, OverflowError, sqlite3.IntegrityError, sqlite3.ProgrammingError,
    sqlite3.DataError, sqlite3.InterfaceError,
)  # fmt: skip
_REPORT = (
    "The document itself is stored and can be searched. Please report this file as a defect of "
    "Vouch."
)


def settle_stated(
    db: sqlite3.Connection, document_id: str, stated: Stated | None, protect: Protect
) -> None:
    """Write what a reading says its document states; without it, take back what is outdated."""
    if stated is not None:
        write_stated(db, stated, protect)
    elif db.execute(_OUTDATED, (document_id,)).fetchone():
        clear_stated(db, document_id, protect)


def write_stated(db: sqlite3.Connection, stated: Stated, protect: Protect) -> None:
    """Replace all that a document states by what was read now from its current extraction.

    Facts keep their ids where they are the same. Nothing is written for a restricted document.
    Where SQLite refuses it, nothing but a problem is stored, and it is read again another time.
    """
    current = db.execute(_CURRENT, (stated.document_id,)).fetchone()
    if current is None:
        return
    try:
        with atomic(db):
            _write(db, stated, current, protect)
    except _UNSTORABLE as error:
        with atomic(db):
            clear_stated(db, stated.document_id, protect)
            message = f"What this document states cannot be stored ({error}). {_REPORT}"
            _write_problems(db, stated.document_id, [Problem(STAGE, UNSTORABLE, message)])


def clear_stated(db: sqlite3.Connection, document_id: str, protect: Protect) -> None:
    """Forget what a document states; facts that were decided upon are put aside."""
    _retire(db, document_id, protect)
    db.execute("DELETE FROM checks WHERE document_id = ?", (document_id,))
    db.execute("DELETE FROM readers WHERE document_id = ?", (document_id,))
    _write_problems(db, document_id, ())


def _retire(
    db: sqlite3.Connection, document_id: str, protect: Protect, kept: Collection[str] = ()
) -> None:
    """Delete a document's facts save those to keep, or put them aside for a decision."""
    old = db.execute("SELECT id FROM facts WHERE document_id = ?", (document_id,)).fetchall()
    gone = {fact for (fact,) in old} - set(kept)
    aside = gone & set(protect(document_id)) if gone else set()
    db.executemany("UPDATE facts SET current = 0 WHERE id = ?", [(fact,) for fact in sorted(aside)])
    db.executemany("DELETE FROM facts WHERE id = ?", [(fact,) for fact in sorted(gone - aside)])


def _write(
    db: sqlite3.Connection, stated: Stated, current: tuple[str, str], protect: Protect
) -> None:
    extraction, text = current
    facts, problems = _sound(stated, extraction, text)
    _retire(db, stated.document_id, protect, [row[0] for row in facts])
    db.executemany(_FACT, facts)
    checks = [rows.check_row(check, at) for at, check in enumerate(stated.checks)]
    if db.execute(_CHECKS, (stated.document_id,)).fetchall() != checks:
        db.execute("DELETE FROM checks WHERE document_id = ?", (stated.document_id,))
        db.executemany(_CHECK, checks)
    db.execute(_READER, (stated.document_id, stated.reader, extraction, stated.framework))
    _write_problems(db, stated.document_id, [*stated.problems, *problems])


def _sound(stated: Stated, extraction: str, text: str) -> tuple[list[rows.Row], list[Problem]]:
    """Return rows of the facts that hold, and a problem for each that does not."""
    found: dict[str, rows.Row] = {}
    problems = []
    for position, fact in enumerate(stated.facts):
        try:
            _check(fact, stated.document_id, text)
            if fact.id in found:
                raise ValueError("another fact has the same id")
            found[fact.id] = rows.fact_row(fact, extraction, position)
        except _UNSTORABLE as error:
            message = (
                f"The {fact.kind} read from {fact.start} to {fact.end} is left out, as it cannot "
                f"be stored ({error}). {_REPORT}"
            )
            problems.append(Problem(STAGE, UNSTORABLE, message, fact.page))
    return list(found.values()), problems


def _check(fact: Fact, document_id: str, text: str) -> None:
    if fact.document_id != document_id:
        raise ValueError("it is of another document")
    if fact.start < 0 or text[fact.start : fact.end] != fact.text:
        raise ValueError("it is not its slice of the text")


def _write_problems(db: sqlite3.Connection, document_id: str, problems: Iterable[Problem]) -> None:
    new = rows.numbered(document_id, problems, FIRST_PROBLEM)
    where = (document_id, FIRST_PROBLEM, LAST_PROBLEM)
    db.execute("DELETE FROM problems WHERE about = ? AND position BETWEEN ? AND ?", where)
    db.executemany(_PROBLEM, new)
