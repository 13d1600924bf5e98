"""The databases of a thread: read-only evidence beside decisions, made anew where a file was."""

from __future__ import annotations

import shutil
import sqlite3

import pytest

from corpus.chain import Draft
from corpus.problems import WorkspaceError
from corpus.workspace import Workspace
from review.stores import Stores


def test_evidence_is_never_written_from_here(stores: Stores) -> None:
    for table in ("documents", "review.events", "review.users"):
        with pytest.raises(sqlite3.OperationalError):
            stores.evidence.db.execute(f"DELETE FROM {table}")


def test_a_decision_is_seen_beside_the_evidence_at_once(stores: Stores) -> None:
    counting = "SELECT count(*) FROM review.decided"
    assert next(stores.evidence.query(counting)) == (0,)
    stores.decisions.record(Draft("accept", "Ina", "tag", "t"))
    assert next(stores.evidence.query(counting)) == (1,)


def test_the_same_file_is_opened_once(stores: Stores) -> None:
    assert stores.evidence is stores.evidence
    assert stores.decisions is stores.decisions


def test_a_restored_file_is_opened_anew(stores: Stores, place: Workspace) -> None:
    before = stores.evidence
    copy = place.evidence.with_name("copy.db")
    shutil.copy(place.evidence, copy)
    copy.replace(place.evidence)
    assert stores.evidence is not before
    assert next(stores.evidence.query("SELECT count(*) FROM documents")) == (3,)


def test_without_documents_it_says_what_to_do(stores: Stores, place: Workspace) -> None:
    assert stores.evidence
    for path in place.root.glob("evidence.db*"):
        path.unlink()
    with pytest.raises(WorkspaceError, match="vouch ingest"):
        _ = stores.evidence
