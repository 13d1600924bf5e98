"""Between reviewers: disagreements, agreement on coded units, second review, laptops' conflicts."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response

from corpus.merging import Conflict, conflicts, settle
from corpus.problems import SettingsError
from corpus.records import Document
from review.asking import Ask, NotThereError, go
from review.deciding import change_to, reason_of
from review.labels import lens
from review.reading.coded import (
    DIMENSIONS,
    Asked,
    Kept,
    Sampled,
    Unit,
    agreements,
    kept_sample,
    population,
    read_by_several,
    read_twice,
    reading,
    sample,
)
from review.reading.item import ItemShown, item
from review.reading.providers import listed
from review.reading.quotes import Quote, quotes
from review.reading.shown import Suggestion, visible_document
from review.reading.upcoming import framework_asked, frameworks_tagged
from review.second_review import Touched, keep_sample, review_again, touched
from review.viewed import saw

_MOST = 200  # units that a page lists
_SIZES = (20, 50, 100, 200)


@dataclass(frozen=True, slots=True)
class _Sample:
    """The sample that a page is about; null where nobody has kept it. Without a seed, none yet."""

    seed: str
    size: int
    kept: Kept | None = None


def show_disagreements(ask: Ask) -> Response:
    """List tags that people read differently, with how far all of them agree."""
    asked, stores = asked_of(ask), ask.stores
    several = read_by_several(stores.evidence, stores.decisions, ask.viewer, asked)
    twice = read_twice(stores.evidence, stores.decisions, ask.viewer, asked)
    everything = population(stores.evidence, ask.viewer, asked)
    read_again = {one.tag for one in twice}
    # A decision that settles a second review is no disagreement of its own.
    pairs = [*twice, *(one for one in several if one.tag not in read_again)]
    apart = sorted(
        (one for one in pairs if not one.agreed), key=lambda one: one.settled is not None
    )
    shown = apart[:_MOST]
    return ask.page(
        "evidence-disagreements.html", "Disagreements and agreement", **_choices(ask, asked),
        apart=shown, total=len(apart), pairs=len(pairs), population=len(everything),
        settled=sum(one.settled is not None for one in apart),
        quotes=_quoted(ask, shown), dimensions=DIMENSIONS,
        several=(several, agreements(stores.evidence, ask.viewer, "several", asked, several)),
        twice=(twice, agreements(stores.evidence, ask.viewer, "twice", asked, twice)),
    )  # fmt: skip


def show_sample(ask: Ask) -> Response:
    """Show a sample for a second review, how it was drawn and how far it has come."""
    asked, decisions = asked_of(ask), ask.stores.decisions
    at = _sample_of(ask, asked)
    everything, drawn = _drawn(ask, asked, at)
    twice = read_twice(ask.stores.evidence, decisions, ask.viewer, asked)
    inside = {one.tag for one in drawn}
    reviewed = [one for one in twice if one.tag in inside]
    known = touched(decisions, ask.viewer.user, [one.tag for one in drawn])
    return ask.page(
        "evidence-second.html", "Second review", **_choices(ask, asked), at=at, sizes=_SIZES,
        population=len(everything), drawn=len(drawn), reviewed=reviewed, own=len(known.decided),
        mine=len(known.reviewed), following=_following(known, drawn), query=_query(asked, at),
        dimensions=DIMENSIONS,
        later=len(population(ask.stores.evidence, ask.viewer, asked)) - len(everything),
        found=agreements(ask.stores.evidence, ask.viewer, f"sample {at.seed}", asked, reviewed),
    )  # fmt: skip


def draw(ask: Ask) -> Response:
    """Draw a sample and keep it."""
    asked = asked_of(ask)
    seed = _seed(ask.said("seed")) or secrets.token_hex(4)
    size = _size(ask.said("size"))
    keep_sample(ask.stores.decisions, ask.viewer.user, asked, seed, size)
    return go(f"/evidence/second-review?{_query(asked, _Sample(seed, size))}")


def show_unit(ask: Ask) -> Response:
    """Show a unit to its second reader: without the first decision until they have decided."""
    return _unit_page(ask)


def review(ask: Ask) -> Response:
    """Keep a second reading, then show both."""
    one, _, suggestion = _unit_of(ask)
    said: dict[str, object] = {"what": ask.said("do")}
    try:
        if ask.said("do") == "change":
            chosen = lens(suggestion.tag.framework, ask.settings.workspace.frameworks)
            said |= change_to(suggestion.tag, chosen, ask.said("code"), ask.said("polarity"))
        said |= {"note": reason_of(ask.said("words"))}
        review_again(ask.stores.decisions, ask.viewer.user, suggestion.tag, one, said)
    except SettingsError as error:
        return _unit_page(ask, str(error))
    return go(ask.address)


def show_conflicts(ask: Ask) -> Response:
    """List what laptops decided differently and nobody has settled."""
    found = _conflicts(ask)
    return ask.page(
        "evidence-conflicts.html", "Conflicts between laptops",
        conflicts=[
            (one, document, [(event, reading(event)) for event in one.events])
            for one, document in found
        ],
    )  # fmt: skip


def settle_one(ask: Ask) -> Response:
    """Let one of the decisions of a conflict hold."""
    for one, _ in _conflicts(ask):
        for event in one.events:
            if event.hash == ask.said("holds") and one.target_id == ask.said("target"):
                user = ask.viewer.user
                settle(ask.stores.decisions, one, event, user, reason_of(ask.said("reason")))
                return go("/evidence/conflicts")
    raise SettingsError("This conflict is settled already, or changed. Load the page again.")


def asked_of(ask: Ask) -> Asked:
    """Return which units an address asks for."""
    framework = framework_asked(ask.stores.evidence, ask.viewer, ask.asked("framework"))
    return Asked(framework, ask.asked("provider")[:200] or None)


def _choices(ask: Ask, asked: Asked) -> dict[str, Any]:
    folder, evidence = ask.settings.workspace.frameworks, ask.stores.evidence
    return {
        "asked": asked, "lens": lens(asked.framework, folder),
        "lenses": [lens(name, folder) for name in frameworks_tagged(evidence)],
        "providers": listed(evidence, ask.viewer),
    }  # fmt: skip


def _quoted(ask: Ask, units: Iterable[Unit]) -> Mapping[str, Quote]:
    listed_ = list(units)
    documents = {
        key: seen
        for key in {one.document for one in listed_}
        if (seen := visible_document(ask.stores.evidence, ask.viewer, key)) is not None
    }
    found = quotes(ask.stores.evidence, documents, [one.passage for one in listed_])
    saw(ask, {one.document for one in found.values() if one.restricted})
    return found


def _drawn(ask: Ask, asked: Asked, at: _Sample) -> tuple[list[Sampled], list[Sampled]]:
    everything = population(ask.stores.evidence, ask.viewer, asked, at.kept)
    return everything, sample(everything, at.seed, at.size) if at.seed else []


def _following(known: Touched, drawn: Iterable[Sampled]) -> Sampled | None:
    """Return the next unit of a sample for a viewer; null where there is no more."""
    return next((one for one in drawn if one.tag not in known.tags), None)


def _unit_of(ask: Ask) -> tuple[Sampled, ItemShown, Suggestion]:
    asked = asked_of(ask)
    for one in population(ask.stores.evidence, ask.viewer, asked):
        if one.tag == ask.path["tag"]:
            found = item(ask.stores.evidence, ask.stores.decisions, ask.viewer, one.passage)
            for suggestion in found.shown.through(asked.framework) if found else ():
                if found is not None and suggestion.tag.id == one.tag:
                    return one, found, suggestion
    raise NotThereError


def _unit_page(ask: Ask, wrong: str | None = None) -> Response:
    one, found, suggestion = _unit_of(ask)
    decisions = ask.stores.decisions
    asked = asked_of(ask)
    at = _sample_of(ask, asked)
    _, drawn = _drawn(ask, asked, at)
    known = touched(decisions, ask.viewer.user, [one.tag, *(each.tag for each in drawn)])
    second, own = known.reviewed.get(one.tag), one.tag in known.decided
    first = decisions.event(one.seq) if second is not None or own else None
    if found.shown.document.sensitivity != "public":
        saw(ask, [one.document])
    return ask.page(
        "evidence-unit.html", "Second review", 409 if wrong else 200, wrong=wrong, item=found,
        # Never with what people decided: the first reading must not show in the second.
        tag=suggestion.tag, own=own, typed=ask.said("words") if wrong else "",
        lens=lens(asked.framework, ask.settings.workspace.frameworks),
        readings=[reading(event) for event in (first, second) if event is not None],
        query=_query(asked, at), following=_following(known, drawn),
    )  # fmt: skip


def _conflicts(ask: Ask) -> list[tuple[Conflict, Document]]:
    found = []
    for one in conflicts(ask.stores.decisions):
        key = one.events[0].document_id
        document = visible_document(ask.stores.evidence, ask.viewer, key) if key else None
        if document is not None:
            found.append((one, document))
    return found


def _sample_of(ask: Ask, asked: Asked) -> _Sample:
    """Return the sample of the address; without a seed there, the one that was drawn last."""
    seed = _seed(ask.asked("seed"))
    kept = kept_sample(ask.stores.decisions, asked, seed)
    wanted = _size(ask.asked("size"))
    if kept is not None and (not seed or kept.size == wanted):
        return _Sample(kept.seed, kept.size, kept)
    return _Sample(seed, wanted)


def _seed(written: str) -> str:
    seed = written[:40]
    return seed if seed.isprintable() and seed.strip() else ""


def _size(written: str) -> int:
    return next((one for one in _SIZES if str(one) == written), _SIZES[0])


def _query(asked: Asked, at: _Sample) -> str:
    values = {"framework": asked.framework, "provider": asked.provider or "", "seed": at.seed}
    return urlencode({**{name: value for name, value in values.items() if value}, "size": at.size})
