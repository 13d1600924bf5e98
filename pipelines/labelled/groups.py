"""Which authority a document is of: what a split for training must keep together."""

from __future__ import annotations

from corpus.corrections import collect, corrected
from corpus.decisions import standing
from corpus.evidence import Evidence
from corpus.records import Document


def groups(evidence: Evidence) -> dict[str, str]:
    """Return the group of every document: its provider's URN, else its name, else itself.

    Corrections of the provider count. A group by name never meets one by URN.
    """
    known = collect(standing(evidence.workspace, "correct"))
    return {
        document.id: _group(corrected(document, known).value) for document in evidence.documents()
    }


def _group(document: Document) -> str:
    name = " ".join((document.provider_name or "").casefold().split())
    return document.provider_urn or name or document.id
