"""Everything that a provider's page and its pack show, made once for each state of both files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from itertools import count
from pathlib import Path

from corpus.decisions import Decisions
from corpus.evidence import Evidence
from corpus.frameworks import Framework, load
from corpus.history import Cited, Inspected
from corpus.problems import FrameworkError
from review.counting import Remembered
from review.labels import FIRST_LENS, NONE, Lens, lens
from review.reading.by_area import (
    AreaShown,
    Base,
    Piece,
    base,
    by_area,
    decided_until,
    lenses_of,
    strongest,
    told_through,
)
from review.reading.enquiries import Enquiry, Grounds, enquiries
from review.reading.grades import Grid, grid
from review.reading.history import Told, told
from review.reading.likeness import near
from review.reading.missing import Asked, Gap, asked, missing, required_topics
from review.reading.quotes import Quote, quotes, texts
from review.viewing import Viewer

_MADE = Remembered(160)  # some 2 MB each where a provider has 10,000 tags
_LIKE = Remembered()
_NUMBERS = count(1)
QUOTED = 3  # passages quoted on each side of an area


@dataclass(frozen=True, slots=True)
class Sides:
    """The strongest strengths and weaknesses of an area, each passage in one of them."""

    strengths: tuple[Piece, ...]
    weaknesses: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class ProviderShown:
    """A provider as its page and pack show it through one framework.

    `number` tells one such reading from all others. `lenses` are those through which anything of
    it is tagged. `titled` is every inspection by id.
    """

    number: int
    told: Told
    lens: Lens
    lenses: tuple[Lens, ...]
    base: Base
    areas: tuple[AreaShown, ...]
    none: AreaShown | None
    gaps: tuple[Gap, ...]
    asked: tuple[Asked, ...]
    enquiries: tuple[Enquiry, ...]
    grid: Grid
    titled: Mapping[str, Inspected]
    quotes: Mapping[str, Quote]
    sides: Mapping[str, Sides]

    def quote_of(self, cited: Cited) -> Quote | None:
        """Return the passage in which something cited stands."""
        place = self.told.place(cited)
        return self.quotes.get(place) if place else None


def provider(
    evidence: Evidence, decisions: Decisions, viewer: Viewer, key: str, framework: str = ""
) -> ProviderShown | None:
    """Return what is shown of a provider; null where there is nothing that the viewer may see.

    Without a framework that it is tagged through, the lens is one that tells of it: see `chosen`.
    """
    as_of = datetime.now(UTC).astimezone().date()
    found = told(evidence, decisions, viewer, key, as_of)
    if found is None:
        return None
    until = decided_until(evidence, found.documents)
    what = ("provider", key, framework, as_of, found.number, until)
    return _MADE.of(evidence, what, lambda: _shown(evidence, found, framework))


def _shown(evidence: Evidence, found: Told, wanted: str) -> ProviderShown:
    folder = evidence.workspace.frameworks
    names = lenses_of(evidence, found.documents)
    weight = partial(told_through, evidence, found.documents)
    through = lens(chosen(names, wanted, found.history.inspections, weight), folder)
    all_of_it = base(evidence, found.documents, through.id)
    data = _framework(through.id, folder)
    gaps: tuple[Gap, ...] = ()
    topics: Mapping[str, tuple[str, ...]] = {}
    if data is not None and all_of_it.pieces:
        topics = _topics(evidence, found, data)
        gaps = missing(data, all_of_it.pieces, all_of_it.further, topics)
    raised = enquiries(_grounds(found, through, all_of_it, data, topics))
    areas = by_area(through, all_of_it.pieces)
    sides = {one.label.code: _sides(all_of_it.pieces, one.label.code, found.dates) for one in areas}
    return ProviderShown(
        number=next(_NUMBERS), told=found, lens=through,
        lenses=tuple(lens(name, folder) for name in names),
        base=all_of_it, areas=tuple(one for one in areas if one.label.code != NONE),
        none=next((one for one in areas if one.label.code == NONE), None), gaps=gaps,
        asked=asked(data, gaps) if data is not None else (), enquiries=raised,
        grid=grid(found.history.inspections),
        titled={one.id: one for one in found.history.inspections},
        quotes=quotes(evidence, found.documents, _quoted(found, raised, sides)), sides=sides,
    )  # fmt: skip


def chosen(
    names: tuple[str, ...],
    wanted: str,
    inspections: Iterable[Inspected],
    weight: Callable[[str], int],
) -> str:
    """Return the lens: the one wanted, else that of the newest inspection of which anything is
    known, else the one through which most is known; `weight` says how much that is.

    What the machine is not sure of is not known, and what fits no area tells nothing.
    """
    if wanted in names:
        return wanted
    own = [one.framework for one in inspections if one.framework in names]
    if known := next((one for one in own if one and weight(one)), None):
        return known
    most = max(names, key=weight, default=FIRST_LENS)
    return most if not own or (names and weight(most)) else own[0] or most


def _framework(name: str, folder: Path) -> Framework | None:
    try:
        return load(name, folder)
    except FrameworkError:
        return None


def _topics(evidence: Evidence, found: Told, framework: Framework) -> Mapping[str, tuple[str, ...]]:
    """Return the passages near to required evidence and to the framework's lines of enquiry."""
    topics = required_topics(framework) | {
        one.id: f"{one.title} {' '.join(one.prompts)}" for one in framework.enquiries
    }
    wanted = tuple(sorted(found.documents))
    if not topics:
        return {}
    return _LIKE.of(evidence, (framework.id, wanted), lambda: near(topics, texts(evidence, wanted)))


def _grounds(
    found: Told, through: Lens, all_of_it: Base, framework: Framework | None,
    topics: Mapping[str, tuple[str, ...]],
) -> Grounds:  # fmt: skip
    lines = framework.enquiries if framework is not None else ()
    return Grounds(
        found.history, through, all_of_it.pieces, found.dates,
        {key: one.name for key, one in found.documents.items()},
        tuple((one, topics.get(one.id, ())) for one in lines),
    )  # fmt: skip


def _sides(pieces: Iterable[Piece], area: str, dates: Mapping[str, str]) -> Sides:
    own = [one for one in pieces if one.area == area]
    sides = (
        strongest((one for one in own if one.polarity == side), dates)
        for side in ("strength", "weakness")
    )
    return Sides(*(tuple({one.passage: one for one in side}.values())[:QUOTED] for side in sides))


def _quoted(found: Told, raised: Iterable[Enquiry], sides: Mapping[str, Sides]) -> Iterator[str]:
    yield from found.places.values()
    for enquiry in raised:
        yield from enquiry.passages
    for one in sides.values():
        yield from (piece.passage for piece in (*one.strengths, *one.weaknesses))
