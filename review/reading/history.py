"""A provider's history as a viewer may see it: nothing in it tells of what is hidden from them.

Made once for each state of the evidence base, of the corrections and of what a viewer may see.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any, NamedTuple

from corpus import rows
from corpus.decisions import Decisions
from corpus.evidence import Evidence
from corpus.history import Cited, History, Provider
from corpus.history.finding import documents_of, plain, providers_of
from corpus.providers import load as load_providers
from corpus.records import Document
from pipelines.history import corrected_documents, provider_history, related
from review.counting import Remembered
from review.viewing import Viewer

_MADE = Remembered()
_OWN = Remembered(4096)  # some hundred bytes each
_NUMBERS = count(1)


class _Own(NamedTuple):
    """What a history is told from: by which key, of whom, and the documents of each of its kin."""

    key: str
    provider: Provider
    documents: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A provider, its history, and the documents that stand behind both, as people corrected them.

    Older editions of a report are not among `documents`: their evidence would count twice. `dates`
    says by document when it was inspected, else published. `places` gives the passage in which
    something cited stands, by document and start. `number` tells what was made later from what was
    made before.
    """

    number: int
    key: str
    history: History
    documents: Mapping[str, Document]
    editions: int
    dates: Mapping[str, str]
    places: Mapping[tuple[str, int], str]

    @property
    def provider(self) -> Provider:
        """The provider itself."""
        return self.history.provider

    @property
    def restricted(self) -> bool:
        """Whether case notes are among the documents."""
        return any(one.sensitivity != "public" for one in self.documents.values())

    def place(self, cited: Cited) -> str | None:
        """Return the id of the passage in which something cited stands."""
        return self.places.get((cited.document_id, cited.start))


def told(
    evidence: Evidence, decisions: Decisions, viewer: Viewer, key: str, as_of: date
) -> Told | None:
    """Tell of a provider by its number, else its name; null where there is nothing to see of it.

    Who may see the same documents of it is told the same, and gets the very same object.
    """
    mark = corrected_until(decisions)
    scope = viewer.clause()
    visible = _MADE.of(evidence, ("documents", scope, mark), lambda: _visible(evidence, viewer))
    own = _OWN.of(evidence, (scope, mark, key), lambda: _own(evidence, visible, key))
    if own is None:
        return None
    documents = [one for one, _ in visible]
    return _MADE.of(
        evidence, ("told", mark, own, as_of), lambda: _told(evidence, documents, own, as_of)
    )


def corrected_until(decisions: Decisions) -> tuple[str, int]:
    """Return what changes whenever anybody corrects what was read of a document, anywhere."""
    return _LOOKED.last(decisions.rows)


def corrected_until_of(evidence: Evidence) -> tuple[str, int]:
    """Return the same from an evidence base that decisions are joined with."""
    return _LOOKED.last(evidence.query)


def visible_documents(evidence: Evidence, viewer: Viewer) -> list[Document]:
    """List the documents that a viewer may see, as people corrected them."""
    return [one for one, _ in _visible(evidence, viewer)]


def _own(evidence: Evidence, visible: Iterable[tuple[Document, str]], key: str) -> _Own | None:
    """Return a provider and all that its history is told from: what came before and after, too."""
    listed = list(visible)
    provider = _provider(listed, key)
    if provider is None:
        return None
    known = load_providers(evidence.workspace.providers)
    kin = (one.provider for one in related(known.lineage(provider.urn or provider.name)))
    documents = [one for one, _ in listed]
    ids = (tuple(one.id for one in documents_of(who, documents)) for who in (provider, *kin))
    return _Own(key, provider, tuple(ids))


def _told(evidence: Evidence, documents: list[Document], of: _Own, as_of: date) -> Told:
    history = provider_history(evidence, of.provider, as_of, documents)
    own = documents_of(of.provider, documents)
    superseded = {one.supersedes for one in own}
    current = {one.id: one for one in own if one.id not in superseded}
    return Told(
        next(_NUMBERS), of.key, history, current, len(own) - len(current),
        _dates(history, current), dict(_places(evidence, _cited(history))),
    )  # fmt: skip


def _visible(evidence: Evidence, viewer: Viewer) -> list[tuple[Document, str]]:
    """List what the viewer may see, as corrected, each with the key under which it is stored."""
    stored = {one.id: one for one in evidence.documents()}
    found = []
    for one in corrected_documents(evidence)[0]:
        read = stored[one.id]
        # A correction of the provider or the sensitivity opens nothing to anybody.
        seen = viewer.sees(read.sensitivity, read.provider_urn) and viewer.sees(
            one.sensitivity, read.provider_urn
        )
        if seen and rows.is_open(read):
            found.append((one, read.provider_urn or read.provider_name or ""))
    return found


def _provider(visible: Iterable[tuple[Document, str]], key: str) -> Provider | None:
    listed = list(visible)
    providers = providers_of([one for one, _ in listed])
    name = plain(key)
    for one in providers:
        if key == one.urn or name in {plain(called) for called in (one.name, *one.names)}:
            return one
    # Lists show the key that was read; what was corrected since stands elsewhere.
    moved = [one for one, stored in listed if stored == key]
    return next((one for one in providers if documents_of(one, moved)), None) if moved else None


def _dates(history: History, documents: Mapping[str, Document]) -> dict[str, str]:
    found = {key: one.published for key, one in documents.items() if one.published}
    for inspected in reversed(history.inspections):
        if inspected.on and inspected.document_id in documents:
            found[inspected.document_id] = inspected.on
    return {key: on for key, on in found.items() if _is_day(on)}


def _is_day(written: str) -> bool:
    try:
        date.fromisoformat(written)
    except ValueError:
        return False
    return True


def _cited(history: History) -> Iterable[Cited]:
    for one in history.inspections:
        yield from (judged.cited for judged in one.judgements)
        yield from (item.cited for item in one.improvements)
        if one.cited:
            yield one.cited


def _places(evidence: Evidence, cited: Iterable[Cited]) -> Iterable[tuple[tuple[str, int], str]]:
    for one in cited:
        found = next(evidence.query(_AT, one.document_id, one.start), None)
        if found is not None and found[1] > one.start:
            yield (one.document_id, one.start), found[0]


class _Looked:
    """The number of the last event that corrected something; each event is looked at once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[str, tuple[int, int]] = {}

    def last(self, rows: Callable[..., Iterator[tuple[Any, ...]]]) -> tuple[str, int]:
        """Return it, with the installation whose file it is; `rows` answers a SELECT."""
        [(home,)] = rows("SELECT id FROM installation")
        [(newest,)] = rows("SELECT ifnull(max(seq), 0) FROM events")
        with self._lock:
            seen, found = self._known.get(home, (0, 0))
            if newest < seen:  # an older file was put back
                seen = found = 0
            if newest > seen:
                [(later,)] = rows(_CORRECTING, seen)
                found = later or found
                self._known[home] = newest, found
        return home, found


_LOOKED = _Looked()
# An undo has the target of what it takes back.
_CORRECTING = """
    SELECT max(seq) FROM events WHERE seq > ? AND what IN ('correct', 'undo')
    AND target_type NOT IN ('tag', 'passage', 'selection')
"""
_AT = """
    SELECT id, "end" FROM passages WHERE document_id = ? AND current AND start <= ?
    ORDER BY start DESC LIMIT 1
"""
