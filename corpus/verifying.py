"""Checks that the evidence base still says what its documents say; repairs nothing.

Each check yields findings; none means that every passage and fact is its slice of the frozen text,
every original is there unchanged, and the database and its index are in order.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus import review_migrations, rows
from corpus.database import connect, snapshot, translated
from corpus.decisions import Decisions, open_decisions, standing
from corpus.decisions import broken as chain_breaks
from corpus.evidence import Evidence, open_evidence
from corpus.facts import Fact
from corpus.frameworks import known, load
from corpus.identity import sha256_of_file
from corpus.kept import misassigned, misheld
from corpus.orphans import orphans
from corpus.problems import FrameworkError, SettingsError, WorkspaceError
from corpus.providers import load as load_providers
from corpus.records import Passage
from corpus.sealed_items import exists, faults, path_of
from corpus.users import unrecorded
from corpus.workspace import Workspace, original_path

_AGAIN = "Run `vouch ingest --reprocess` on this document."
_RESTORE = "Restore the last backup with `vouch restore`, or ingest the documents again."


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it should be: a code, what it is about, and what to do."""

    code: str
    about: str
    message: str
    remedy: str


def verify(workspace: Workspace) -> list[Finding]:
    """Check database, anchors, originals and index, and return what was found; [] is all well.

    Changes nothing. The words of the index are compared only where the file may be written.
    WorkspaceError where evidence.db cannot be opened at all.
    """
    checks = (_database, _anchors, _tags, _facts, _sources, _originals, _closed, _index)
    with open_evidence(workspace, read_only=True) as evidence, snapshot(evidence.db):
        findings = [finding for check in checks for finding in _whole(check, evidence)]
    beside = (_words, _frameworks, _providers, _sealed, _decisions)
    return [*findings, *(finding for check in beside for finding in check(workspace))]


def _whole(check: Callable[[Evidence], Iterator[Finding]], evidence: Evidence) -> Iterator[Finding]:
    """Yield what a check finds; where the file itself fails it, that is the finding."""
    try:
        yield from check(evidence)
    except (WorkspaceError, TypeError) as error:
        # A damaged row may hold text where a number was.
        yield Finding("damaged", str(evidence.workspace.evidence), str(error), _RESTORE)


def _database(evidence: Evidence) -> Iterator[Finding]:
    path = str(evidence.workspace.evidence)
    for (message,) in evidence.query("PRAGMA integrity_check"):
        if message != "ok":
            yield Finding("damaged", path, f"SQLite finds: {message}.", _RESTORE)
    for table, row, parent, _ in evidence.query("PRAGMA foreign_key_check"):
        message = f"Row {row} of {table} points at a row of {parent} that is not there."
        yield Finding("broken-link", path, message, _RESTORE)
    triggers = {name for (name,) in evidence.query(_TRIGGERS)}
    for name in sorted(_NEEDED - triggers):
        message = f"The trigger {name}, which keeps the search index in step, is gone."
        yield Finding("index-trigger", path, message, _RESTORE)


def _anchors(evidence: Evidence) -> Iterator[Finding]:
    """Compare every passage and fact, current or kept for a decision, with its frozen text."""
    names = dict(evidence.query("SELECT id, name FROM documents"))
    # By id first: the texts of all documents at once would not fit in memory.
    for (key,) in list(evidence.query("SELECT id FROM extractions ORDER BY id")):
        for frozen in evidence.records(rows.extraction_of, _EXTRACTION, key):
            numbers = {page.number for page in frozen.pages}
            name = names.get(frozen.document_id, frozen.document_id)
            for passage in evidence.records(rows.passage_of, _PASSAGES, key):
                said = f"Passage {passage.id} of {name}"
                strange = {*(passage.pages or ())} - numbers
                yield from _anchor(said, passage, frozen.text, strange, numbers)
            for fact in evidence.records(rows.fact_of, _FACTS, key):
                said = f"Fact {fact.id} ({fact.kind}) of {name}"
                strange = set() if fact.page is None else {fact.page} - numbers
                yield from _anchor(said, fact, frozen.text, strange, numbers)


def _anchor(
    said: str, quoted: Passage | Fact, text: str, strange: set[int], pages: set[int]
) -> Iterator[Finding]:
    if text[quoted.start : quoted.end] != quoted.text:
        message = f"{said} is not its slice {quoted.start} to {quoted.end}."
        yield Finding("anchor", quoted.id, message, _AGAIN)
    if strange or {box.page for box in quoted.boxes} - pages:
        message = f"{said} stands on pages that are not there."
        yield Finding("page", quoted.id, message, _AGAIN)


def _tags(evidence: Evidence) -> Iterator[Finding]:
    """Read every tag back, past ones too, and look for those that must not be."""
    for tag in evidence.records(rows.tag_of, _TAGS):
        if not 0 <= tag.score <= 1:
            message = f"Tag {tag.id} has the score {tag.score}, which is not between 0 and 1."
            yield Finding("score", tag.id, message, _AGAIN)
    deque(evidence.records(rows.past_tag_of, _PAST_TAGS), maxlen=0)
    for document, count in evidence.query(_LOST_TAGS):
        message = f"{count} past tags are about passages that are not stored."
        yield Finding("orphan-past-tags", document, message, _RESTORE)
    for document, count in evidence.query(_RESTRICTED_TAGS):
        message = f"{count} tags stand on a restricted document, which must have none."
        yield Finding("restricted-tags", document, message, _AGAIN)


def _facts(evidence: Evidence) -> Iterator[Finding]:
    """Read every check back, and look for facts that belong to nothing or must not be."""
    deque(evidence.checks(), maxlen=0)
    for document, count in evidence.query(_RESTRICTED_FACTS):
        message = f"{count} facts stand on a restricted document, which must have none."
        yield Finding("restricted-facts", document, message, _AGAIN)
    for fact, document in evidence.query(_ORPHAN_FACTS):
        message = (
            f"Fact {fact} of document {document} is in use, but was not read from the text that "
            "the document has now."
        )
        yield Finding("orphan-fact", fact, message, _AGAIN)
    for document, count in evidence.query(_ORPHAN_CHECKS):
        message = f"{count} checks stand on a document whose grades nobody has read."
        yield Finding("orphan-check", document, message, _AGAIN)


def _sources(evidence: Evidence) -> Iterator[Finding]:
    """Read sources, documents and runs back, and look for one without the other."""
    for records in (evidence.sources(), evidence.documents(), evidence.runs()):
        deque(records, maxlen=0)
    for path, status in evidence.query(_SOURCES_ALONE):
        message = f"{path} is said to be {status}, but nothing that was read from it is stored."
        yield Finding("source-without-document", path, message, _AGAIN)
    for document, name in evidence.query(_DOCUMENTS_ALONE):
        message = f"No path is known under which {name} was offered."
        yield Finding("document-without-source", document, message, _AGAIN)


def _originals(evidence: Evidence) -> Iterator[Finding]:
    """Hash every original that a passage may be traced to."""
    for document, name in evidence.query(_READ):
        path = original_path(evidence.workspace, document)
        remedy = f"Ingest {name} again with `vouch ingest --reprocess`, or restore a backup."
        try:
            whole = sha256_of_file(path) == document
        except OSError as error:
            message = f"The original of {name} cannot be read: {error.strerror or error}."
            yield Finding("original-missing", str(path), message, remedy)
            continue
        if not whole:
            message = f"The original of {name} is no longer what was read."
            yield Finding("original-changed", str(path), message, remedy)


def _closed(evidence: Evidence) -> Iterator[Finding]:
    """Look for words of restricted documents, and for those whose sealed original is not there."""
    workspace = evidence.workspace
    for document, name, words in evidence.query(_CLOSED):
        if words or original_path(workspace, document).exists():
            message = f"Words of {name}, which is restricted, lie in the workspace unsealed."
            yield Finding("unsealed", document, message, _AGAIN)
        elif exists(workspace, "original", document):
            continue
        elif document not in _erased_originals(workspace):
            path = str(path_of(workspace, "original", document))
            yield Finding("original-missing", path, f"The original of {name} is gone.", _RESTORE)


def _erased_originals(workspace: Workspace) -> frozenset[str]:
    """Return the documents that lost their original with a case that was erased, as it must be."""
    events = standing(workspace, "erase")
    return frozenset(one for event in events for one in (event.after or {}).get("shared", ()))


def _index(evidence: Evidence) -> Iterator[Finding]:
    """Compare which passages are indexed with which should be."""
    for (row,) in evidence.query(_NOT_INDEXED):
        message = f"Passage in row {row} is missing from the search index."
        yield Finding("index", str(row), message, _RESTORE)
    for (row,) in evidence.query(_WRONGLY_INDEXED):
        message = f"The search index holds row {row}, which is restricted, replaced or gone."
        yield Finding("index", str(row), message, _RESTORE)


def _words(workspace: Workspace) -> Iterator[Finding]:
    """Compare the words in the index with the passages; SQLite does it in a writing statement."""
    try:
        with (
            translated(workspace.evidence),
            contextlib.closing(connect(workspace.evidence)) as db,
        ):
            # A writer waits for this moment, or this for the writer's batch; closing undoes it.
            db.execute("BEGIN IMMEDIATE")
            db.execute(_COMPARE)
    except WorkspaceError as error:
        # Where it may only be read, `_index` has compared what reading can compare.
        if getattr(error.__cause__, "sqlite_errorcode", None) == sqlite3.SQLITE_CORRUPT_VTAB:
            message = "The words in the search index are not those of the passages."
            yield Finding("index", str(workspace.evidence), message, _RESTORE)


def _frameworks(workspace: Workspace) -> Iterator[Finding]:
    """Read the workspace's own frameworks, and the wording attached to any, with its original."""
    remedy = "Correct the file as the message says, or run `vouch frameworks compile` again."
    try:
        ids = known(workspace.frameworks)
    except FrameworkError as error:
        yield Finding("framework", str(workspace.frameworks), str(error), remedy)
        return
    for path in sorted(workspace.frameworks.glob("*.yaml")):
        try:
            load(path.stem, workspace.frameworks)
        except FrameworkError as error:
            yield Finding("framework", str(path), str(error), remedy)
    for path in sorted(workspace.frameworks.glob("*.wording.json")):
        yield from _wording(workspace, path, ids)


def _wording(workspace: Workspace, path: Path, ids: tuple[str, ...]) -> Iterator[Finding]:
    # Here, because a workspace without attached wording needs no compiler.
    from corpus.frameworks.compiler import read_wordings  # noqa: PLC0415

    remedy = "Run `vouch frameworks compile` on the document again."
    try:
        attached = read_wordings(path.read_text(encoding="utf-8"), str(path))
        original = original_path(workspace, attached.document_id)
        whole = sha256_of_file(original) == attached.document_id
    except (FrameworkError, UnicodeDecodeError) as error:
        yield Finding("wording", str(path), f"The attached wording cannot be read: {error}", remedy)
        return
    except OSError as error:
        message = f"The document that {path.name} quotes is not kept: {error.strerror or error}."
        yield Finding("wording", str(path), message, remedy)
        return
    if not whole:
        message = f"The document that {path.name} quotes is no longer what was read."
        yield Finding("wording", str(path), message, remedy)
    if attached.framework not in ids:
        message = f"{path.name} is attached to {attached.framework}, which is not known."
        yield Finding("wording", str(path), message, remedy)


def _providers(workspace: Workspace) -> Iterator[Finding]:
    """Read the workspace's own file of providers."""
    try:
        if workspace.providers.exists():
            load_providers(workspace.providers)
    except SettingsError as error:
        remedy = "Correct the file as the message says."
        yield Finding("providers", str(workspace.providers), str(error), remedy)


def _sealed(workspace: Workspace) -> Iterator[Finding]:
    """Look at the vault and the sealed items, as far as that goes without the passphrase."""
    for fault in faults(workspace):
        yield Finding(fault.code, str(fault.path), fault.message, fault.remedy)


def _decisions(workspace: Workspace) -> Iterator[Finding]:
    """Check the chain of events, and list decisions whose target is no longer in use."""
    if not workspace.review.exists():
        return
    path = str(workspace.review)
    try:
        with open_decisions(workspace, read_only=True) as decisions:
            for (message,) in decisions.rows("PRAGMA integrity_check"):
                if message != "ok":
                    yield Finding("damaged", path, f"SQLite finds: {message}.", _COMPARE_EVENTS)
            triggers = {name for (name,) in decisions.rows(_TRIGGERS)}
            for name in sorted(review_migrations.TRIGGERS - triggers):
                message = f"The trigger {name}, which keeps events from being changed, is gone."
                yield Finding("event-trigger", path, message, _COMPARE_EVENTS)
            yield from _chain(decisions, path)
            for message in unrecorded(decisions):
                yield Finding("user-unrecorded", path, message, _COMPARE_EVENTS)
        for orphan in orphans(workspace):
            message = (
                f"Event {orphan.seq} ({orphan.what}, by {orphan.who}) is on a "
                f"{orphan.target_type} of {orphan.name or 'an unknown document'} that is no longer "
                "read like that."
            )
            yield Finding("orphan", f"event {orphan.seq}", message, _DECIDE_AGAIN % orphan.seq)
    except WorkspaceError as error:
        yield Finding("damaged", path, str(error), _COMPARE_EVENTS)


def _chain(decisions: Decisions, path: str) -> Iterator[Finding]:
    """Check the chain, and the tables that are kept beside it."""
    breaks = chain_breaks(decisions)
    for broken in breaks:
        yield Finding(broken.code, f"event {broken.seq}", broken.message, _COMPARE_EVENTS)
    if breaks:
        # Events that are not as they were written say nothing of the tables beside them.
        return
    for message in misheld(decisions):
        yield Finding("decided", path, message, _COMPARE_EVENTS)
    for message in misassigned(decisions):
        yield Finding("user-unrecorded", path, message, _COMPARE_EVENTS)


_COMPARE_EVENTS = (
    "Restore the last backup into a new folder with `vouch restore`, and compare its events with "
    "these (`vouch export --what events`)."
)
_DECIDE_AGAIN = (
    "Look at what is read there now and decide again; a correction is taken back with "
    "`vouch correct undo %d`."
)
_COMPARE = "INSERT INTO passages_fts (passages_fts, rank) VALUES ('integrity-check', 1)"
_NEEDED = {"passages_forgotten", "passages_unlearnt", "passages_relearnt"}
_TRIGGERS = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
_EXTRACTION = f"{rows.select('extractions', rows.EXTRACTIONS)} WHERE id = ?"
_PASSAGES = f"{rows.select('passages', rows.PASSAGES)} WHERE extraction_id = ? ORDER BY start, id"
_TAGS = f"{rows.select('tags', rows.TAGS)} ORDER BY id"
_PAST_TAGS = f"{rows.select('past_tags', rows.PAST_TAGS)} ORDER BY id, tagger"
_FACTS = f"{rows.select('facts', rows.FACTS)} WHERE extraction_id = ? ORDER BY position, id"
_RESTRICTED_FACTS = """
    SELECT document_id, count(*) FROM facts JOIN documents ON documents.id = document_id
    WHERE sensitivity != 'public' AND current GROUP BY document_id ORDER BY document_id
"""
# A fact that is kept for a decision alone is not in use, and no orphan.
_ORPHAN_FACTS = """
    SELECT facts.id, facts.document_id FROM facts
    JOIN documents ON documents.id = facts.document_id
    LEFT JOIN readers ON readers.document_id = facts.document_id
        AND readers.extraction_id = facts.extraction_id
    WHERE current AND sensitivity = 'public'
        AND (reader IS NULL OR facts.extraction_id IS NOT documents.extraction_id)
    ORDER BY facts.document_id, facts.position, facts.id
"""
_ORPHAN_CHECKS = """
    SELECT document_id, count(*) FROM checks
    WHERE document_id NOT IN (SELECT document_id FROM readers)
    GROUP BY document_id ORDER BY document_id
"""
_LOST_TAGS = """
    SELECT document_id, count(*) FROM past_tags
    WHERE passage_id NOT IN (SELECT id FROM passages) GROUP BY document_id ORDER BY document_id
"""
_RESTRICTED_TAGS = f"""
    SELECT document_id, count(*) FROM (
        SELECT document_id FROM tags WHERE current UNION ALL SELECT document_id FROM past_tags
    ) JOIN documents ON documents.id = document_id
    WHERE NOT {rows.OPEN} GROUP BY document_id ORDER BY document_id
"""  # noqa: S608 - our own names
_SOURCES_ALONE = """
    SELECT path, status FROM sources LEFT JOIN documents ON documents.id = sha256
    WHERE extraction_id IS NULL AND (status IN ('ok', 'partial') OR status = 'duplicate'
        AND NOT EXISTS (SELECT 1 FROM sources AS first WHERE first.sha256 = sources.sha256
            AND first.status IN ('refused', 'failed')))
    ORDER BY path
"""
_DOCUMENTS_ALONE = """
    SELECT id, name FROM documents WHERE id NOT IN (SELECT sha256 FROM sources) ORDER BY id
"""
_READ = """
    SELECT id, name FROM documents
    WHERE extraction_id IS NOT NULL AND sensitivity = 'public' ORDER BY id
"""
_CLOSED = f"""
    SELECT id, name, EXISTS (
        SELECT 1 FROM extractions WHERE document_id = documents.id AND text != ''
    ) FROM documents WHERE extraction_id IS NOT NULL AND NOT {rows.OPEN} ORDER BY id
"""  # noqa: S608 - our own names
_NOT_INDEXED = "SELECT row FROM searchable EXCEPT SELECT id FROM passages_fts_docsize"
_WRONGLY_INDEXED = "SELECT id FROM passages_fts_docsize EXCEPT SELECT row FROM searchable"
