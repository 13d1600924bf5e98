"""What documents state: of a document just read, and of those that are stored already."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING

from corpus.facts import Stated
from corpus.problems import VouchError
from corpus.records import Document, Extraction, Passage, Problem
from pipelines.logs import log_defect
from pipelines.progress import bar

if TYPE_CHECKING:
    from corpus.evidence import Evidence
    from extractors.printed import Printed

# As `extractors.facts` names itself; a run in which there is nothing to read does not import it.
READER = "facts/1"


def stated_of(
    extraction: Extraction,
    passages: Sequence[Passage],
    document: Document,
    path: str | None = None,
    about: Printed | None = None,
) -> Stated | None:
    """Read what a document states; null for a restricted one, whose facts are never read.

    Where our own code fails on it, the document keeps its text and tags: it states nothing, and a
    problem says so. VouchError where a framework cannot be used.
    """
    if document.sensitivity != "public":
        return None
    try:
        return _state()(extraction, passages, document, path, about)
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
    wanted = [found for found in evidence.unread(READER) if only is None or found in only]
    if not wanted:
        return 0
    paths = {
        source.sha256: source.path for source in evidence.sources() if source.status != "duplicate"
    }
    with bar(len(wanted), "Reading facts") as step:
        for document_id in wanted:
            _state_one(evidence, document_id, paths.get(document_id))
            step(1)
    return len(wanted)


def _state_one(evidence: Evidence, document_id: str, path: str | None) -> None:
    document, extraction = evidence.document(document_id), evidence.extraction(document_id)
    if document is None or extraction is None:
        return
    stated = stated_of(extraction, tuple(evidence.passages(document_id)), document, path)
    if stated is not None:
        evidence.save_stated(stated)


def _state() -> Callable[..., Stated]:
    # Here, because it brings all that is known of reports, and not every run reads one.
    from extractors.facts import state  # noqa: PLC0415

    return state


def _defect(document: Document, error: Exception) -> Problem:
    return Problem(
        "facts",
        "facts-not-read",
        f"Vouch itself failed while it read what {document.name} states ({type(error).__name__}); "
        "its text is stored all the same. The log file in the workspace says where: please report "
        "it.",
    )
