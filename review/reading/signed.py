"""What an evidence base held when somebody signed it, and what is otherwise now.

Kept document by document, so that a viewer can compare what they may see, and learns nothing of
what they may not.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from corpus.chain import Event
from corpus.records import Document
from review.reading.by_area import Piece
from review.reading.evidence_base import EvidenceBase

State = Literal["as signed", "changed since", "added since", "gone since"]


@dataclass(frozen=True, slots=True)
class Line:
    """A document of a signed evidence base: counts then and now, null where it was not there."""

    document: str
    name: str
    state: State
    then: Mapping[str, int] | None
    now: Mapping[str, int] | None


@dataclass(frozen=True, slots=True)
class Compared:
    """A sign-off beside what is there now, as far as the viewer sees it."""

    event: Event
    framework: str
    lines: tuple[Line, ...]

    @property
    def changed(self) -> bool:
        """Whether anything is otherwise now."""
        return any(one.state != "as signed" for one in self.lines)

    def total(self, name: str) -> int:
        """Return a count of what was signed, over the documents that the viewer sees."""
        return sum(one.then[name] for one in self.lines if one.then)


def content(found: EvidenceBase) -> dict[str, Any]:
    """Return what a sign-off holds: counts and a digest by document, and the digest of these."""
    pieces: dict[str, list[Piece]] = defaultdict(list)
    for one in found.base.pieces:
        pieces[one.document].append(one)
    documents = {
        key: {"passages": len({one.passage for one in some}), "tags": len(some),
              "decided": sum(one.decided is not None for one in some), "digest": _digest(some)}
        for key, some in sorted(pieces.items())
    }  # fmt: skip
    whole = "\n".join(f"{key} {one['digest']}" for key, one in documents.items())
    return {
        "framework": found.lens.id, "documents": documents,
        "digest": hashlib.sha256(whole.encode()).hexdigest(),
    }  # fmt: skip


def compared(
    event: Event, now: Mapping[str, Any], visible: Mapping[str, Document], sees_all: bool
) -> Compared:
    """Lay a sign-off beside what is there now, through the same framework.

    A document that is not there any more is named to those alone who see every document: to others
    it would tell of what is hidden.
    """
    signed: Mapping[str, Any] = (event.after or {})["documents"]
    lines = []
    for key in sorted(signed.keys() | now["documents"].keys()):
        then, here = signed.get(key), now["documents"].get(key)
        if key not in visible and not sees_all:
            continue
        name = visible[key].name if key in visible else "A document that is not there any more"
        lines.append(Line(key, name, _state(then, here), then, here))
    lines.sort(key=lambda one: (one.state == "as signed", one.name, one.document))
    return Compared(event, now["framework"], tuple(lines))


def _state(then: Mapping[str, Any] | None, now: Mapping[str, Any] | None) -> State:
    if then is None:
        return "added since"
    if now is None:
        return "gone since"
    return "as signed" if then["digest"] == now["digest"] else "changed since"


def _digest(pieces: list[Piece]) -> str:
    """Return the hex sha256 of tags: where each stands, how it speaks and what was decided."""
    lines = sorted(
        f"{one.passage} {one.area} {one.code} {one.polarity} {one.decided or 'suggested'}"
        for one in pieces
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
