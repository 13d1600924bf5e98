"""The schema of evidence.db, one numbered function a step; docs/store.md describes what it makes.

A step is never changed once it has been published: a new one is added. Each runs in a transaction
with the record that it was applied, so a killed migration leaves the version before it.
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.problems import WorkspaceError

if TYPE_CHECKING:
    from sqlite_utils import Database

SET = "evidence"


def version(connection: sqlite3.Connection) -> int:
    """Return the version of an open evidence.db: how many steps it has had; 0 for a new file.

    WorkspaceError where the file is another program's or was written by a newer Vouch.
    """
    path = _path(connection)
    applied = _applied(connection)
    if not applied and connection.execute(_FOREIGN).fetchone():
        raise WorkspaceError(
            f"The file {path} is a database of another program. Choose another --workspace."
        )
    unknown = [name for name in applied if name not in NAMES]
    if unknown:
        raise WorkspaceError(
            f"The file {path} was written by a newer Vouch (version {len(applied)} of the store, "
            f"step {unknown[-1]}); this Vouch knows versions up to {len(NAMES)}. "
            "Install the newer Vouch, or choose another --workspace."
        )
    return len(applied)


def migrate(connection: sqlite3.Connection, stop_before: str | None = None) -> None:
    """Bring an open evidence.db up to date; `stop_before` names the first step to leave out."""
    # sqlite-utils takes most of a second to import, and a store is up to date nearly always.
    from sqlite_utils import Database, Migrations  # noqa: PLC0415

    steps = Migrations(SET)
    for step in STEPS:
        steps(name=step.__name__)(step)
    steps.apply(Database(connection, execute_plugins=False), stop_before=stop_before)


def step_01_tables(db: Database) -> None:
    """Sources, documents, extractions, passages, tags, lenses, problems and runs."""
    for statement in _TABLES:
        db.execute(statement)


def step_02_search(db: Database) -> None:
    """Full-text search over current passages of public documents, kept in step by triggers."""
    for statement in _SEARCH:
        db.execute(statement)


def step_03_facts(db: Database) -> None:
    """Facts that documents state, checks of their grades, and which reader read them."""
    for statement in _FACTS:
        db.execute(statement)


def step_04_sentences(db: Database) -> None:
    """Polarity of sentences beside a tag, and the tags of earlier taggers."""
    for statement in _SENTENCES:
        db.execute(statement)


def step_05_signed(db: Database) -> None:
    """Restricted documents whose text names nobody, because a person signed that it does not."""
    db.execute("ALTER TABLE documents ADD COLUMN signed INTEGER NOT NULL DEFAULT 0")


def step_06_voices(db: Database) -> None:
    """Who says what passages of notes say, when it holds, and which type of source that is."""
    for statement in _VOICES:
        db.execute(statement)


def step_07_review(db: Database) -> None:
    """Indexes from which the review app takes what is to review next, and counts it."""
    for statement in _REVIEW:
        db.execute(statement)


STEPS = (
    step_01_tables,
    step_02_search,
    step_03_facts,
    step_04_sentences,
    step_05_signed,
    step_06_voices,
    step_07_review,
)
NAMES = tuple(step.__name__ for step in STEPS)
CURRENT = len(STEPS)

_FOREIGN = "SELECT 1 FROM sqlite_master WHERE tbl_name != '_sqlite_migrations'"
_TABLES = (
    """CREATE TABLE runs (
        id TEXT PRIMARY KEY,
        started TEXT NOT NULL,
        finished TEXT,
        versions TEXT NOT NULL,
        counts TEXT NOT NULL
    )""",
    """CREATE TABLE sources (
        id TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        path TEXT NOT NULL,
        provider TEXT,
        status TEXT NOT NULL,
        problem_stage TEXT,
        problem_code TEXT,
        problem TEXT,
        problem_page INTEGER,
        seconds REAL,
        run_id TEXT,
        PRIMARY KEY (id, sha256)
    )""",
    "CREATE INDEX sources_by_content ON sources (sha256)",
    """CREATE TABLE documents (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        media_type TEXT NOT NULL,
        size INTEGER NOT NULL,
        sensitivity TEXT NOT NULL,
        provider_urn TEXT,
        provider_name TEXT,
        kind TEXT,
        published TEXT,
        edition TEXT,
        supersedes TEXT REFERENCES documents (id),
        extraction_id TEXT REFERENCES extractions (id) DEFERRABLE INITIALLY DEFERRED
    )""",
    "CREATE INDEX documents_by_edition ON documents (edition) WHERE edition IS NOT NULL",
    "CREATE INDEX documents_by_extraction ON documents (extraction_id)",
    """CREATE TABLE extractions (
        id TEXT PRIMARY KEY,
        document_id TEXT NOT NULL REFERENCES documents (id),
        extractor TEXT NOT NULL,
        status TEXT NOT NULL,
        page_count INTEGER NOT NULL,
        passage_count INTEGER NOT NULL,
        text TEXT NOT NULL,
        pages TEXT NOT NULL,
        problems TEXT NOT NULL,
        blocks BLOB NOT NULL
    )""",
    "CREATE INDEX extractions_by_document ON extractions (document_id)",
    """CREATE TABLE passages (
        row INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        document_id TEXT NOT NULL REFERENCES documents (id),
        extraction_id TEXT NOT NULL REFERENCES extractions (id),
        public INTEGER NOT NULL,
        current INTEGER NOT NULL,
        start INTEGER NOT NULL,
        "end" INTEGER NOT NULL,
        number TEXT,
        page_first INTEGER,
        page_last INTEGER,
        locator TEXT,
        headings TEXT NOT NULL,
        boxes TEXT NOT NULL,
        text TEXT NOT NULL
    )""",
    "CREATE INDEX passages_by_document ON passages (document_id, start)",
    "CREATE INDEX passages_by_extraction ON passages (extraction_id)",
    """CREATE TABLE tags (
        id TEXT PRIMARY KEY,
        passage_id TEXT NOT NULL REFERENCES passages (id),
        document_id TEXT NOT NULL,
        current INTEGER NOT NULL,
        framework TEXT NOT NULL,
        element TEXT,
        area TEXT NOT NULL,
        aspect TEXT,
        criterion TEXT,
        polarity TEXT NOT NULL,
        score REAL NOT NULL,
        abstained INTEGER NOT NULL,
        rank INTEGER NOT NULL,
        tagger TEXT NOT NULL,
        cues TEXT NOT NULL,
        run_id TEXT
    )""",
    "CREATE INDEX tags_by_passage ON tags (passage_id)",
    """CREATE TABLE lenses (
        document_id TEXT NOT NULL REFERENCES documents (id),
        framework TEXT NOT NULL,
        tagger TEXT NOT NULL,
        extraction_id TEXT NOT NULL,
        PRIMARY KEY (document_id, framework, tagger)
    )""",
    """CREATE TABLE problems (
        about TEXT NOT NULL,
        position INTEGER NOT NULL,
        stage TEXT NOT NULL,
        code TEXT NOT NULL,
        message TEXT NOT NULL,
        page INTEGER,
        PRIMARY KEY (about, position)
    )""",
)

# The index reads its text through the view, so that not even a rebuild can see a restricted word.
# Its "delete" needs the very text that was indexed, hence old.text and old.headings.
_FORGET = (
    "INSERT INTO passages_fts (passages_fts, rowid, text, headings) "
    "VALUES ('delete', old.row, old.text, old.headings);"
)
_LEARN = (
    "INSERT INTO passages_fts (rowid, text, headings) VALUES (new.row, new.text, new.headings);"
)
_SEARCH = (
    "CREATE VIEW searchable AS SELECT row, text, headings FROM passages WHERE public AND current",
    """CREATE VIRTUAL TABLE passages_fts USING fts5 (
        text, headings, content='searchable', content_rowid='row',
        tokenize="unicode61 remove_diacritics 2"
    )""",
    "CREATE TRIGGER passages_forgotten AFTER DELETE ON passages "
    f"WHEN old.public AND old.current BEGIN {_FORGET} END",
    # Words in is `saving.index_new`, in bulk: a trigger a row costs six times as much. Words out
    # stays with triggers, so that no path can forget it. A change is out before and in after.
    "CREATE TRIGGER passages_unlearnt BEFORE UPDATE ON passages WHEN old.public AND old.current "
    "AND (new.text, new.headings, new.public, new.current) "
    f"IS NOT (old.text, old.headings, old.public, old.current) BEGIN {_FORGET} END",
    "CREATE TRIGGER passages_relearnt AFTER UPDATE ON passages WHEN new.public AND new.current "
    "AND (new.text, new.headings, new.public, new.current) "
    f"IS NOT (old.text, old.headings, old.public, old.current) BEGIN {_LEARN} END",
    "INSERT INTO passages_fts (passages_fts) VALUES ('rebuild')",
)

_FACTS = (
    """CREATE TABLE facts (
        id TEXT PRIMARY KEY,
        document_id TEXT NOT NULL REFERENCES documents (id),
        extraction_id TEXT NOT NULL REFERENCES extractions (id),
        current INTEGER NOT NULL,
        position INTEGER NOT NULL,
        kind TEXT NOT NULL,
        fields TEXT NOT NULL,
        start INTEGER NOT NULL,
        "end" INTEGER NOT NULL,
        page INTEGER,
        locator TEXT,
        boxes TEXT NOT NULL,
        text TEXT NOT NULL
    )""",
    "CREATE INDEX facts_by_document ON facts (document_id, position)",
    "CREATE INDEX facts_by_extraction ON facts (extraction_id)",
    """CREATE TABLE checks (
        document_id TEXT NOT NULL REFERENCES documents (id),
        position INTEGER NOT NULL,
        framework TEXT NOT NULL,
        rule TEXT NOT NULL,
        force TEXT NOT NULL,
        paragraph TEXT NOT NULL,
        outcome TEXT NOT NULL,
        text TEXT NOT NULL,
        reason TEXT NOT NULL,
        PRIMARY KEY (document_id, position)
    )""",
    """CREATE TABLE readers (
        document_id TEXT PRIMARY KEY REFERENCES documents (id),
        reader TEXT NOT NULL,
        extraction_id TEXT NOT NULL REFERENCES extractions (id),
        framework TEXT
    )""",
)

# One tree by document, and no link that each row would have to be looked up for: a new version of a
# tagger moves all tags of all documents here.
_SENTENCES = (
    "ALTER TABLE tags ADD COLUMN sentences TEXT NOT NULL DEFAULT '[]'",
    """CREATE TABLE past_tags (
        id TEXT NOT NULL,
        passage_id TEXT NOT NULL,
        document_id TEXT NOT NULL,
        framework TEXT NOT NULL,
        element TEXT,
        area TEXT NOT NULL,
        aspect TEXT,
        criterion TEXT,
        polarity TEXT NOT NULL,
        score REAL NOT NULL,
        abstained INTEGER NOT NULL,
        rank INTEGER NOT NULL,
        tagger TEXT NOT NULL,
        cues TEXT NOT NULL,
        run_id TEXT,
        sentences TEXT NOT NULL,
        PRIMARY KEY (document_id, framework, tagger, id)
    ) WITHOUT ROWID""",
)

# They are nothing without their passage: whoever deletes it, for whatever reason, deletes them.
_VOICES = (
    """CREATE TABLE voices (
        passage_id TEXT PRIMARY KEY REFERENCES passages (id) ON DELETE CASCADE,
        document_id TEXT NOT NULL,
        reader TEXT NOT NULL,
        who TEXT,
        time TEXT,
        source_types TEXT NOT NULL,
        statements TEXT NOT NULL
    ) WITHOUT ROWID""",
    "CREATE INDEX voices_by_document ON voices (document_id)",
)


def _applied(connection: sqlite3.Connection) -> list[str]:
    table = connection.execute(
        "SELECT 1 FROM sqlite_master WHERE name = '_sqlite_migrations'"
    ).fetchone()
    if table is None:
        return []
    rows = connection.execute(
        "SELECT name FROM _sqlite_migrations WHERE migration_set = ? ORDER BY id", (SET,)
    )
    return [name for (name,) in rows]


def _path(connection: sqlite3.Connection) -> Path:
    # As bytes: the name of a folder need not be text.
    file = "SELECT CAST(file AS BLOB) FROM pragma_database_list WHERE name = 'main'"
    return Path(os.fsdecode(connection.execute(file).fetchone()[0]))


# Of the best tags alone, and with all that the queue asks for: rows of tags are long, and a
# question that had to look at each would take a second at a million.
_REVIEW = (
    """CREATE INDEX tags_to_review ON tags
        (framework, abstained DESC, score, id, passage_id, document_id, area)
        WHERE rank = 1 AND current""",
    """CREATE INDEX tags_in_documents ON tags
        (document_id, framework, area, aspect, criterion, polarity, abstained, passage_id, id)
        WHERE rank = 1 AND current""",
    """CREATE INDEX tags_of_passages ON tags
        (passage_id, framework, abstained, area, aspect, criterion, polarity, id)
        WHERE rank = 1 AND current""",
    # What a search asks of each of its hits, without their words.
    "CREATE INDEX passages_found ON passages (row, id, document_id, start) WHERE current",
)
