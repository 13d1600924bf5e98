"""The review queue: one passage at a time, its page beside it, one key for each decision."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urlencode

from starlette.responses import Response

from corpus.chain import Event
from corpus.problems import SettingsError
from corpus.records import Tag
from review.asking import Ask, NotThereError, go
from review.claims import Claims
from review.deciding import (
    VERDICTS,
    Decision,
    MeanwhileError,
    change_to,
    comment,
    decide,
    passage_of,
    reason_of,
    undo,
)
from review.labels import NONE, lens
from review.reading.because import because
from review.reading.item import ItemShown, item, pictures_of, spans
from review.reading.providers import listed
from review.reading.shown import Suggestion
from review.reading.told import Told, told
from review.reading.told import address_of as address_in_document
from review.reading.upcoming import (
    ORDERS,
    Item,
    Order,
    Wanted,
    framework_asked,
    frameworks_tagged,
    progress,
    query_of,
    still_open,
    upcoming,
)
from review.viewed import restricted, saw

_TRIES, _AT_ONCE = 5, 4


def show(ask: Ask) -> Response:
    """Let the viewer choose what to review, and show how far that has come."""
    evidence = ask.stores.evidence
    # From its start on.
    wanted = replace(wanted_of(ask), after=None)
    folder = ask.settings.workspace.frameworks
    return ask.page(
        "queue.html", "Review", wanted=wanted, lens=lens(wanted.framework, folder), orders=ORDERS,
        lenses=[lens(name, folder) for name in frameworks_tagged(evidence)],
        providers=listed(evidence, ask.viewer), progress=progress(evidence, ask.viewer, wanted),
        query=query_of(wanted),
    )  # fmt: skip


def following(ask: Ask) -> Response:
    """Lead to the next item that nobody else has in hand."""
    wanted = wanted_of(ask)
    claims = Claims(ask.stores.decisions)
    if wanted.after:
        # Who goes on has it before them no longer.
        claims.free(Item(wanted.after, wanted.framework), ask.viewer.user)
    for _ in range(_TRIES):
        found = upcoming(ask.stores.evidence, ask.viewer, wanted, limit=_AT_ONCE)
        if not found:
            return ask.page("queue-done.html", "Review", query=query_of(wanted), told=_told(ask))
        for one in found:
            # Somebody else may have taken it between the question and the claim, or have taken
            # it, decided and given it back.
            if claims.take(one, ask.viewer.user):
                if still_open(ask.stores.evidence, one):
                    return go(address_of(one, wanted, ask.asked("did")))
                claims.free(one, ask.viewer.user)
    raise SettingsError("Others take every item first just now. Load the page again.")


def show_item(ask: Ask) -> Response:
    """Show an item: the passage in its context, its page, what is suggested and why."""
    return _item_page(ask, _item_of(ask))


def act(ask: Ask) -> Response:
    """Do what the form of an item says, and go on to the next."""
    act = _ACTS.get(ask.said("do"))
    if act is None:
        raise SettingsError("The form does not say what to do. Load the page again.")
    found = _item_of(ask)
    try:
        return act(ask, found)
    except (MeanwhileError, SettingsError) as error:
        return _item_page(ask, found, str(error))


def take_back(ask: Ask) -> Response:
    """Take back one's last decision, and lead to what it was about."""
    named = ask.said("event")[:15]
    event = undo(ask.stores.decisions, ask.viewer.user, int(named) if named.isdecimal() else None)
    if event is None:
        raise SettingsError("There is nothing of yours to take back.")
    wanted = wanted_of(ask)
    framework = str((event.before or {}).get("framework") or wanted.framework)
    if event.what == "add":
        # A tag of their own is no item of the queue.
        return go(address_in_document(event))
    return go(address_of(Item(passage_of(event), framework), wanted, str(event.seq)))


def wanted_of(ask: Ask) -> Wanted:
    """Return what the address asks for; what it does not know is left out."""
    named = ask.asked("framework") or ask.path.get("framework", "")
    framework = framework_asked(ask.stores.evidence, ask.viewer, named)
    order: Order = next((one for one in ORDERS if one == ask.asked("order")), "uncertain")
    return Wanted(
        framework, ask.asked("provider") or None, ask.asked("area") or None, order,
        ask.asked("mine") == "yes", ask.asked("after") or None,
    )  # fmt: skip


def address_of(one: Item, wanted: Wanted, did: str = "") -> str:
    """Return the address of an item, with what is wanted after it, and the event just made."""
    told = f"&{urlencode({'did': did})}" if did else ""
    return f"/queue/{one.framework}/{one.passage_id}?{query_of(wanted)}{told}"


def _item_of(ask: Ask) -> ItemShown:
    found = item(ask.stores.evidence, ask.stores.decisions, ask.viewer, ask.path["passage"])
    if found is None or not found.shown.through(ask.path["framework"]):
        raise NotThereError
    return found


def _provider(ask: Ask, found: ItemShown) -> str | None:
    """Return the name of an item's provider: a case note says its number alone."""
    document = found.shown.document
    if document.provider_name or not document.provider_urn:
        return document.provider_name
    every = listed(ask.stores.evidence, ask.viewer)
    names = (one.name for one in every if one.key == document.provider_urn)
    return next(names, document.provider_urn)


def _item_page(ask: Ask, found: ItemShown, wrong: str | None = None) -> Response:
    framework = ask.path["framework"]
    wanted = wanted_of(ask)
    suggestions = found.shown.through(framework)
    best = suggestions[0]
    soon = upcoming(ask.stores.evidence, ask.viewer, wanted, limit=2)
    following = next((one for one in soon if one.passage_id != ask.path["passage"]), None)
    ahead = pictures_of(ask.stores.evidence, ask.viewer, following.passage_id) if following else ()
    saw(ask, restricted([found.shown]))
    return ask.page(
        "queue-item.html", "Review", 409 if wrong else 200, wrong=wrong, item=found,
        shown=found.shown, provider=_provider(ask, found), suggestions=suggestions, best=best,
        framework=framework, lens=lens(framework, ask.settings.workspace.frameworks), none=NONE,
        because=because(found.shown, best), spans=spans(found.shown, best.tag),
        query=query_of(wanted), onward=query_of(replace(wanted, after=found.shown.passage.id)),
        told=None if wrong else _told(ask), typed=ask.said("words") if wrong else "",
        following=following, ahead=ahead,
        progress=progress(ask.stores.evidence, ask.viewer, wanted),
    )  # fmt: skip


def _decide(ask: Ask, found: ItemShown) -> Response:
    what = next((one for one in VERDICTS if one == ask.said("do")), None)
    suggestion = _suggestion(ask, found)
    after = None
    if what == "change":
        chosen = lens(suggestion.tag.framework, ask.settings.workspace.frameworks)
        after = change_to(suggestion.tag, chosen, ask.said("code"), ask.said("polarity"))
    # No event has a longer number, and Python refuses to read very long ones.
    seen = int(ask.said("seen")[:15]) if ask.said("seen")[:15].isdecimal() else 0
    decision = Decision(what or "accept", seen, after, reason_of(ask.said("words")))
    event = decide(ask.stores.decisions, ask.viewer.user, found.shown, suggestion, decision)
    return _go_on(ask, suggestion.tag, event)


def _comment(ask: Ask, found: ItemShown) -> Response:
    event = comment(ask.stores.decisions, ask.viewer.user, found.shown, ask.said("words"))
    return _stay(ask, event)


def _skip(ask: Ask, found: ItemShown) -> Response:
    one = Item(found.shown.passage.id, ask.path["framework"])
    Claims(ask.stores.decisions).put_off(one, ask.viewer.user)
    return go(f"/queue/next?{_query(ask)}")


def _suggestion(ask: Ask, found: ItemShown) -> Suggestion:
    """Return the suggestion that the form is about; the machine may have thought again since."""
    wanted = ask.said("tag")
    for one in found.shown.through(ask.path["framework"]):
        if one.tag.id == wanted:
            return one
    raise SettingsError(
        "The machine read this passage anew since you loaded the page, and suggests something else "
        "now. Nothing of yours was stored: look at it again."
    )


def _go_on(ask: Ask, tag: Tag, event: Event) -> Response:
    if tag.rank > 1:
        return _stay(ask, event)
    Claims(ask.stores.decisions).free(Item(tag.passage_id, tag.framework), ask.viewer.user)
    return go(f"/queue/next?{_query(ask)}&did={event.seq}")


def _stay(ask: Ask, event: Event) -> Response:
    wanted = wanted_of(ask)
    return go(address_of(Item(ask.path["passage"], ask.path["framework"]), wanted, str(event.seq)))


def _told(ask: Ask) -> Told | None:
    stores = ask.stores
    return told(stores.evidence, stores.decisions, ask.viewer, ask.asked("did")[:15])


def _query(ask: Ask) -> str:
    return query_of(wanted_of(ask))


_ACTS: dict[str, Callable[[Ask, ItemShown], Response]] = {
    "accept": _decide, "change": _decide, "reject": _decide, "comment": _comment, "skip": _skip,
}  # fmt: skip
