"""The evidence base: what every stage found out about every document, in evidence.db.

Written by the pipeline only, one transaction a batch, while the workspace is held for writing.
What people decide stands in another file; here everything can be made again from the originals.
"""

from __future__ import annotations

import contextlib
import sqlite3
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from corpus import migrations, rows
from corpus.database import RESTORE, atomic, connect, connect_read_only, translated
from corpus.decisions import protected
from corpus.facts import FACT_KINDS, Check, Fact, Stated
from corpus.problems import WorkspaceError
from corpus.records import (
    Document,
    Extraction,
    Passage,
    Problem,
    Reading,
    Run,
    Sensitivity,
    Source,
    SourceStatus,
    Tag,
)
from corpus.saving import unprotected, write_readings, write_run, write_start
from corpus.stating import Protect, write_stated
from corpus.suggesting import Spoken, prune, write_tags
from corpus.workspace import Workspace, writing

Record = TypeVar("Record")
_CHUNK = 500
# What turning a row into its record raises where somebody else than Vouch wrote to the file.
_DAMAGE = (ValueError, TypeError, LookupError, zlib.error)
_FIRST = (
    "LEFT JOIN (SELECT sha256, min(path) AS path FROM sources GROUP BY sha256) AS first "
    "ON first.sha256 = documents.id"
)
_BY_PATH = f"{_FIRST} ORDER BY first.path, documents.id"
_SOURCES = rows.select("sources", rows.SOURCES)
_DOCUMENTS = rows.select("documents", (*rows.DOCUMENTS, "supersedes"))
_DOCUMENT = f"{_DOCUMENTS} WHERE documents.id = ?"
_IN_ORDER = 'ORDER BY start, "end" DESC, id'
_CURRENT = f"{rows.select('passages', rows.PASSAGES)} WHERE document_id = ? AND current"
_PASSAGES = f"{_CURRENT} {_IN_ORDER}"
_PUBLIC_PASSAGES = f"{_CURRENT} AND public {_IN_ORDER}"
_TAGS = (
    f"{rows.select('tags', rows.TAGS)} JOIN passages ON passages.id = tags.passage_id "
    "WHERE passages.document_id = ? AND tags.current AND passages.current AND passages.public "
    'ORDER BY passages.start, passages."end" DESC, passages.id, '
    "tags.rank, tags.framework, tags.tagger, tags.id"
)
_EXTRACTION = (
    f"{rows.select('extractions', rows.EXTRACTIONS)} "
    "JOIN documents ON documents.extraction_id = extractions.id WHERE documents.id = ?"
)
# A file that was offered under several paths has one row that is no duplicate.
_VERSIONS = f"""
    SELECT sources.sha256, sources.status, sources.problem_code, extractions.extractor,
        documents.sensitivity, extractions.passage_count, {rows.OPEN},
        (SELECT group_concat(framework || char(9) || tagger, char(10)) FROM lenses
            WHERE lenses.document_id = documents.id
            AND lenses.extraction_id = documents.extraction_id)
    FROM sources LEFT JOIN documents ON documents.id = sources.sha256
    LEFT JOIN extractions ON extractions.id = documents.extraction_id
    WHERE sources.sha256 != '' AND sources.status != 'duplicate'
"""  # noqa: S608 - our own names
_IDS = f"SELECT documents.id FROM documents {_BY_PATH}"  # noqa: S608 - our own names
_UNTAGGED = f"""
    SELECT documents.id FROM documents
    JOIN extractions ON extractions.id = documents.extraction_id AND passage_count > 0
    LEFT JOIN lenses ON lenses.document_id = documents.id AND framework = ? AND tagger = ?
        AND lenses.extraction_id = documents.extraction_id
    {_FIRST} WHERE {rows.OPEN} AND tagger IS NULL ORDER BY first.path, documents.id
"""  # noqa: S608 - our own names
_FACTS = f"{rows.select('facts', rows.FACTS)} WHERE document_id = ? AND current ORDER BY position"
_CHECKS = f"{rows.select('checks', rows.CHECKS)} WHERE document_id = ? ORDER BY position"
_FRAMEWORKS = "SELECT document_id, framework FROM readers WHERE framework IS NOT NULL"
_UNREAD = f"""
    SELECT documents.id FROM documents LEFT JOIN readers ON document_id = documents.id
        AND readers.extraction_id = documents.extraction_id AND reader = ?
    {_FIRST} WHERE sensitivity = 'public' AND documents.extraction_id IS NOT NULL
        AND reader IS NULL ORDER BY first.path, documents.id
"""  # noqa: S608 - our own names
_PROBLEMS = """
    SELECT sources.path, sources.sha256, stage, code, message, page FROM problems
    JOIN sources ON about = CASE sha256 WHEN '' THEN id ELSE sha256 END AND status != 'duplicate'
    ORDER BY sources.path, sources.id, position
"""
_COUNTS = f"""
    SELECT (SELECT count(*) FROM sources), (SELECT count(*) FROM documents),
        (SELECT count(*) FROM documents WHERE NOT {rows.OPEN}),
        (SELECT count(*) FROM documents WHERE sensitivity = 'restricted' AND signed),
        (SELECT ifnull(sum(page_count), 0) FROM extractions
            JOIN documents ON documents.extraction_id = extractions.id),
        (SELECT count(*) FROM passages WHERE current), (SELECT count(*) FROM tags WHERE current)
"""  # noqa: S608 - our own names


@dataclass(frozen=True, slots=True)
class DocumentState:
    """How far the store has come with some bytes, read or refused.

    `extractor` is null where nothing could be extracted; `taggers` are the names of those that went
    over the current extraction and `lenses` their (framework, tagger) pairs; `taggable` is true
    for a public document with passages; `problem` is the code of a source that is not ok.
    """

    extractor: str | None
    taggers: frozenset[str]
    status: SourceStatus
    lenses: frozenset[tuple[str, str]] = frozenset()
    taggable: bool = False
    sensitivity: Sensitivity | None = None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class StoredProblem:
    """A problem and the path of the file that has it; the document's id where it could be read."""

    path: str
    document_id: str | None
    problem: Problem


class Evidence:
    """An open evidence.db. Writing needs `corpus.workspace.writing`; readers never wait."""

    def __init__(
        self, workspace: Workspace, db: sqlite3.Connection, protect: Protect = unprotected
    ) -> None:
        self.workspace, self._file = workspace, workspace.evidence
        self.db = db
        self.protect = protect

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; the last one to do so folds the write-ahead log into it."""
        self.db.close()

    def start(self, run: Run, sources: Iterable[Source]) -> None:
        """Write the run, and every source as failed ("interrupted") before the attempt to read it.

        May be called again with further sources of the same run.
        """
        with translated(self.workspace.evidence), atomic(self.db):
            write_start(self.db, run, sources)

    def save(self, readings: Sequence[Reading], run_id: str | None = None) -> list[Reading]:
        """Store readings in one transaction; what is already there and the same stays untouched.

        A reading without extraction or document leaves what was stored of that document before.
        Returns those that could not be stored, as the failed rows they became. WorkspaceError where
        the disk or the database fails: then nothing of this batch is stored and all before is.
        """
        with translated(self.workspace.evidence), atomic(self.db):
            return write_readings(self.db, readings, run_id, self.protect)

    def save_tags(
        self, document_id: str, tags: Sequence[Tag], ran: Collection[tuple[str, str]]
    ) -> None:
        """Replace a document's tags by those of the (framework, tagger) pairs that ran over it."""
        self.save_tags_of([(document_id, [rows.tag_row(tag) for tag in tags], ran)])

    def save_tags_of(self, documents: Iterable[Spoken]) -> None:
        """Do as `save_tags` for several documents and rows of tags, all of them or none.

        Each is written as soon as it comes: `documents` may still be waiting for the next.
        """
        with translated(self.workspace.evidence), atomic(self.db):
            for document_id, tags, ran in documents:
                write_tags(self.db, document_id, tags, set(ran), self.protect)

    def prune_tags(self, tagger: str | None = None) -> int:
        """Delete past tags (of one version, or all) that no decision points at; return how many."""
        with translated(self.workspace.evidence), atomic(self.db):
            return prune(self.db, self.protect, tagger)

    def save_stated(self, stated: Stated) -> None:
        """Replace what a document states by what was read now from its current extraction."""
        with translated(self.workspace.evidence), atomic(self.db):
            write_stated(self.db, stated, self.protect)

    def finish(self, run: Run) -> None:
        """Write when a run ended and what it counted."""
        with translated(self.workspace.evidence), atomic(self.db):
            write_run(self.db, run)

    def versions(self) -> dict[str, DocumentState]:
        """Return what is known of all bytes ever offered, by sha256: what a run need not do."""
        states: dict[str, DocumentState] = {}
        for row in self.query(_VERSIONS):
            lenses = frozenset(_pairs(row[7]))
            states[row[0]] = DocumentState(
                extractor=row[3],
                taggers=frozenset(tagger for _, tagger in lenses),
                status=row[1],
                lenses=lenses,
                taggable=bool(row[6]) and bool(row[5]),
                sensitivity=row[4],
                problem=row[2],
            )
        return states

    def sources(self) -> Iterator[Source]:
        """Yield every file ever offered, by path."""
        order = "ORDER BY path, id, sha256"
        yield from self.records(rows.source_of, f"{_SOURCES} {order}")

    def documents(self) -> Iterator[Document]:
        """Yield every distinct document, by the path under which it was first offered."""
        yield from self.records(rows.document_of, f"{_DOCUMENTS} {_BY_PATH}")

    def document(self, document_id: str) -> Document | None:
        """Return one document, or None."""
        return next(self.records(rows.document_of, _DOCUMENT, document_id), None)

    def passages(
        self, document_id: str | None = None, restricted: bool = False
    ) -> Iterator[Passage]:
        """Yield current passages of one or all documents in reading order.

        Those of restricted documents come only where asked for by `restricted`.
        """
        statement = _PASSAGES if restricted else _PUBLIC_PASSAGES
        yield from self._by_document(rows.passage_of, statement, document_id)

    def tags(self, document_id: str | None = None) -> Iterator[Tag]:
        """Yield current tags of one or all documents, by passage, rank, framework and tagger."""
        yield from self._by_document(rows.tag_of, _TAGS, document_id)

    def extraction(self, document_id: str) -> Extraction | None:
        """Return the current extraction of a document, or None."""
        return next(self.records(rows.extraction_of, _EXTRACTION, document_id), None)

    def untagged(self, framework: str, tagger: str) -> list[str]:
        """List public documents whose current passages this tagger has not gone over, by path."""
        return [row[0] for row in self.query(_UNTAGGED, framework, tagger)]

    def facts(self, document_id: str | None = None, kinds: Collection[str] = ()) -> Iterator[Fact]:
        """Yield what one or all documents state, in printing order; `kinds` names those wanted."""
        for fact in self._by_document(rows.fact_of, _FACTS, document_id):
            if not kinds or fact.kind in kinds:
                yield fact

    def checks(self, document_id: str | None = None) -> Iterator[Check]:
        """Yield what rules say of the grades that one or all documents state."""
        yield from self._by_document(rows.check_of, _CHECKS, document_id)

    def unread(self, reader: str) -> list[str]:
        """List public documents whose facts this reader has not read as they are now, by path."""
        return [row[0] for row in self.query(_UNREAD, reader)]

    def frameworks(self) -> dict[str, str]:
        """Return the frameworks that documents say they are reports under, by document."""
        return dict(self.query(_FRAMEWORKS))

    def problems(self) -> list[StoredProblem]:
        """List all problems of all documents and unread files, by path."""
        return [
            StoredProblem(row[0], row[1] or None, Problem(*row[2:]))
            for row in self.query(_PROBLEMS)
        ]

    def runs(self) -> list[Run]:
        """List all runs, the earliest first."""
        statement = f"{rows.select('runs', rows.RUNS)} ORDER BY started, id"
        return list(self.records(rows.run_of, statement))

    def counts(self) -> dict[str, int]:
        """Count offered files (all, and by status), documents, those sealed or signed, and rows."""
        counted = dict.fromkeys(("ok", "partial", "duplicate", "refused", "failed"), 0)
        counted |= dict(self.query("SELECT status, count(*) FROM sources GROUP BY status"))
        names = ("sources", "documents", "restricted", "signed", "pages", "passages", "tags")
        return counted | dict(zip(names, next(self.query(_COUNTS)), strict=True))

    def fact_counts(self) -> dict[str, int]:
        """Count what documents state by kind, every kind named."""
        found: dict[str, int] = dict(
            self.query("SELECT kind, count(*) FROM facts WHERE current GROUP BY kind")
        )
        return {kind: found.get(kind, 0) for kind in FACT_KINDS}

    def query(self, statement: str, *values: object) -> Iterator[tuple[Any, ...]]:
        """Run a SELECT and yield its rows a few at a time. WorkspaceError where the file fails."""
        with translated(self._file):
            cursor = self.db.execute(statement, values)
            while found := cursor.fetchmany(_CHUNK):
                yield from found

    def records(
        self, record: Callable[[rows.Row], Record], statement: str, *values: object
    ) -> Iterator[Record]:
        """Yield the record of every row. WorkspaceError where a row no longer is what was written.

        `record` takes a row of the statement's columns, as the functions of `corpus.rows` do.
        """
        for row in self.query(statement, *values):
            try:
                yield record(row)
            except _DAMAGE as error:
                raise WorkspaceError(
                    f"The file {self.workspace.evidence} is damaged: what it says of {row[0]!r} "
                    f"cannot be read. {RESTORE}"
                ) from error

    def document_ids(self) -> list[str]:
        """List the ids of all documents, by the path under which each was first offered."""
        return [row[0] for row in self.query(_IDS)]

    def _by_document(
        self, record: Callable[[rows.Row], Record], statement: str, document_id: str | None
    ) -> Iterator[Record]:
        # One document at a time: a sort of all rows at once would cost memory or a temporary file.
        for document in self.document_ids() if document_id is None else [document_id]:
            yield from self.records(record, statement, document)


def open_evidence(
    workspace: Workspace, read_only: bool = False, protect: Protect | None = None
) -> Evidence:
    """Open the evidence base of a workspace; use it in a `with` statement.

    A store of an older version is brought up to date first. WorkspaceError where it is of a newer
    version, damaged, not to be written, or (with `read_only`) not there yet. `protect` tells which
    passages, tags and facts of a document a decision points at: those are never deleted. Unless
    given, it asks the workspace's own decisions.
    """
    path = workspace.evidence
    protect = protect or partial(protected, workspace)
    with translated(path):
        if not read_only:
            return _open_for_writing(workspace, protect)
        if not path.exists():
            raise WorkspaceError(
                f"The workspace {workspace.root} holds no documents yet. Run `vouch ingest` first."
            )
        version = _version(path)
        _refuse_emptied(workspace, version)
        if version < migrations.CURRENT:
            with writing(workspace, purpose="bringing the store up to date"):
                _open_for_writing(workspace, protect).close()
        return Evidence(workspace, connect_read_only(path), protect)


def _version(path: Path) -> int:
    with contextlib.closing(connect_read_only(path)) as db:
        return migrations.version(db)


def _refuse_emptied(workspace: Workspace, version: int) -> None:
    """Refuse a file that holds nothing where documents were kept: it was cut, and must not pass."""
    if version == 0 and next(workspace.originals.glob("*/*"), None):
        raise WorkspaceError(
            f"The file {workspace.evidence} is empty, though documents were read: they are in "
            f"{workspace.originals}. {RESTORE}"
        )


def _open_for_writing(workspace: Workspace, protect: Protect) -> Evidence:
    existed = workspace.evidence.exists()
    with contextlib.ExitStack() as stack:
        db = connect(workspace.evidence)
        stack.callback(db.close)
        version = migrations.version(db)
        if existed:
            _refuse_emptied(workspace, version)
        if version < migrations.CURRENT:
            migrations.migrate(db)
        # All is well: it stays open.
        stack.pop_all()
    return Evidence(workspace, db, protect)


def _pairs(lenses: str | None) -> Iterator[tuple[str, str]]:
    for lens in (lenses or "").split("\n"):
        framework, _, tagger = lens.partition("\t")
        if tagger:
            yield framework, tagger
