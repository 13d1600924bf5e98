"""Decides which offered files are to be read: what an earlier run read in the same way is not."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from corpus.evidence import DocumentState
from corpus.records import Problem, Reading
from pipelines.offers import Offer
from pipelines.rows import refused

# Refused for the state of the file at that moment, which may be another today.
_PASSING = frozenset(
    {"changed-while-reading", "missing", "no-permission", "unreadable", "too-large", "no-vault"}
)


@dataclass(frozen=True, slots=True)
class Todo:
    """What is to be done with the offers of a run, each in exactly one of the four."""

    read: tuple[Offer, ...]  # by the stages
    rows: tuple[Reading, ...]  # refused unread
    duplicates: tuple[Offer, ...]  # of another file offered now
    unchanged: tuple[Offer, ...]  # read by an earlier run in the same way


def todo(
    offers: Iterable[Offer],
    states: Mapping[str, DocumentState],
    extractors: Collection[str],
    *,
    reprocess: bool = False,
    stated: Mapping[str, Mapping[str, str]] | None = None,
    erased: Mapping[str, Problem] | None = None,
) -> Todo:
    """Sort offers by what is to be done. `extractors` are the versions that are current.

    What failed is tried again; what was refused is not, unless everything is read again. A document
    that is read again stays as sensitive as it was, unless the user says otherwise now. `stated` is
    what options said of documents before, which holds until an option says something else. What was
    `erased` for good, by sha256, comes back only where everything is read again.
    """
    read, rows, duplicates, unchanged = [], [], [], []
    for offer in offers:
        state = states.get(offer.sha256 or "")
        if offer.problem is not None:
            rows.append(refused(offer, offer.problem))
        elif offer.duplicate_of is not None:
            duplicates.append(offer)
        elif state is None and not reprocess and (gone := (erased or {}).get(offer.sha256 or "")):
            rows.append(refused(replace(offer, sensitivity="restricted"), gone))
        elif state is None:
            read.append(_as_stated(offer, stated))
        elif reprocess or not _current(offer, state, extractors):
            again = replace(offer, sensitivity=offer.sensitivity or state.sensitivity)
            read.append(_as_stated(again, stated))
        else:
            unchanged.append(offer)
    return Todo(tuple(read), tuple(rows), tuple(duplicates), tuple(unchanged))


def _as_stated(offer: Offer, stated: Mapping[str, Mapping[str, str]] | None) -> Offer:
    """Take over what an option said of a document when it was offered before."""
    said = (stated or {}).get(offer.sha256 or "", {})
    urn = said.get("provider_urn")
    if urn is not None and urn != offer.provider:
        # The name that goes with the folder's URN is another provider's.
        offer = replace(offer, provider=urn, provider_name=None)
    return replace(offer, kind=said.get("kind", offer.kind))


def _current(offer: Offer, state: DocumentState, extractors: Collection[str]) -> bool:
    if state.status == "failed":
        return False
    if state.status == "refused":
        return state.problem not in _PASSING
    if offer.sensitivity not in (None, state.sensitivity):
        return False
    return state.extractor in extractors
