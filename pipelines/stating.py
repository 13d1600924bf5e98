"""What documents state: of a document just read, and of those that are stored already."""

from __future__ import annotations

import importlib
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Protocol, cast

from corpus.facts import Stated
from corpus.problems import VouchError
from corpus.records import Document, Extraction, Passage, Problem
from pipelines.logs import log_defect
from pipelines.progress import bar

if TYPE_CHECKING:
    from corpus.evidence import Evidence

READER = "facts/1"
_PACKAGE = "extractors.facts"


class _Reads(Protocol):
    def __call__(
        self, extraction: Extraction, passages: Sequence[Passage], document: Document
    ) -> Stated:
        """Read what one document states."""


def stated_of(
    extraction: Extraction, passages: Sequence[Passage], document: Document
) -> Stated | None:
    """Read what a document states; null for a restricted one, whose facts are never read.

    Where our own code fails on it, the document keeps its text and tags: it states nothing, and a
    problem says so. VouchError where a framework cannot be used.
    """
    read = _state() if document.sensitivity == "public" else None
    if read is None:
        return None
    try:
        return read(extraction, passages, document)
    except VouchError:
        raise
    except Exception as error:  # noqa: BLE001 - the stage border: facts never fail a document
        log_defect(error, document=document.id)
        return Stated(document.id, READER, None, problems=(_defect(document, error),))


def state_stored(evidence: Evidence, only: Collection[str] | None = None) -> int:
    """Read what stored public documents state where this reader has not; count the documents.

    Nothing is extracted again. `only` names the documents to look at; null means every one. The
    caller holds the workspace.
    """
    if _state() is None:
        return 0
    wanted = [found for found in evidence.unread(READER) if only is None or found in only]
    with bar(len(wanted), "Reading facts") as step:
        for document_id in wanted:
            _state_one(evidence, document_id)
            step(1)
    return len(wanted)


def _state_one(evidence: Evidence, document_id: str) -> None:
    document, extraction = evidence.document(document_id), evidence.extraction(document_id)
    if document is None or extraction is None:
        return
    stated = stated_of(extraction, tuple(evidence.passages(document_id)), document)
    if stated is not None:
        evidence.save_stated(stated)


def _state() -> _Reads | None:
    # By name: the readers load every framework, and not every command reads facts.
    return cast("_Reads | None", getattr(importlib.import_module(_PACKAGE), "state", None))


def _defect(document: Document, error: Exception) -> Problem:
    return Problem(
        "facts",
        "facts-not-read",
        f"Vouch itself failed while it read what {document.name} states ({type(error).__name__}); "
        "its text is stored all the same. The log file in the workspace says where: please report "
        "it.",
    )
