"""The review queue: one passage at a time, its page beside it, one key for each decision."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from starlette.responses import Response

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
    reason_of,
    undo,
)
from review.labels import NONE, lens
from review.reading.item import ItemShown, item, reasons, spans
from review.reading.providers import listed
from review.reading.shown import Suggestion
from review.reading.upcoming import (
    ORDERS,
    Item,
    Order,
    Wanted,
    framework_asked,
    frameworks_tagged,
    progress,
    still_open,
    upcoming,
)
from review.viewed import restricted, saw

_TRIES, _AT_ONCE = 5, 4


def show(ask: Ask) -> Response:
    """Let the viewer choose what to review, and show how far that has come."""
    evidence = ask.stores.evidence
    wanted = wanted_of(ask)
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
    for _ in range(_TRIES):
        found = upcoming(ask.stores.evidence, ask.viewer, wanted, limit=_AT_ONCE)
        if not found:
            return ask.page("queue-done.html", "Review", query=query_of(wanted))
        for one in found:
            # Somebody else may have taken it between the question and the claim, or have taken
            # it, decided and given it back.
            if claims.take(one, ask.viewer.user):
                if still_open(ask.stores.evidence, one):
                    return go(address_of(one, wanted))
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
    event = undo(ask.stores.decisions, ask.viewer.user)
    if event is None:
        raise SettingsError("There is nothing of yours to take back.")
    about = event.before or {}
    passage = event.target_id if event.target_type == "passage" else about.get("passage_id")
    if not passage:
        return go("/queue")
    wanted = wanted_of(ask)
    framework = str(about.get("framework") or wanted.framework)
    return go(address_of(Item(str(passage), framework), wanted))


def wanted_of(ask: Ask) -> Wanted:
    """Return what the address asks for; what it does not know is left out."""
    framework = framework_asked(ask.stores.evidence, ask.viewer, ask.asked("framework"))
    order: Order = next((one for one in ORDERS if one == ask.asked("order")), "uncertain")
    return Wanted(
        framework, ask.asked("provider") or None, ask.asked("area") or None, order,
        ask.asked("mine") == "yes",
    )  # fmt: skip


def query_of(wanted: Wanted) -> str:
    """Return what is wanted as the query of an address."""
    values = {
        "framework": wanted.framework, "provider": wanted.provider, "area": wanted.area,
        "order": wanted.order, "mine": "yes" if wanted.mine else None,
    }  # fmt: skip
    return urlencode({name: value for name, value in values.items() if value})


def address_of(one: Item, wanted: Wanted) -> str:
    """Return the address of an item, with what is wanted after it."""
    return f"/queue/{one.framework}/{one.passage_id}?{query_of(wanted)}"


def _item_of(ask: Ask) -> ItemShown:
    found = item(ask.stores.evidence, ask.stores.decisions, ask.viewer, ask.path["passage"])
    if found is None or not found.shown.through(ask.path["framework"]):
        raise NotThereError
    return found


def _item_page(ask: Ask, found: ItemShown, wrong: str | None = None) -> Response:
    framework = ask.path["framework"]
    wanted = wanted_of(ask)
    suggestions = found.shown.through(framework)
    best = suggestions[0]
    soon = upcoming(ask.stores.evidence, ask.viewer, wanted, limit=2)
    saw(ask, restricted([found.shown]))
    return ask.page(
        "queue-item.html", "Review", 409 if wrong else 200, wrong=wrong, item=found,
        shown=found.shown, suggestions=suggestions, best=best, framework=framework,
        lens=lens(framework, ask.settings.workspace.frameworks), none=NONE,
        reasons=reasons(found.shown, best.tag), spans=spans(found.shown, best.tag),
        query=query_of(wanted), typed=ask.said("words") if wrong else "",
        following=next((one for one in soon if one.passage_id != ask.path["passage"]), None),
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
    decide(ask.stores.decisions, ask.viewer.user, found.shown, suggestion, decision)
    return _go_on(ask, suggestion.tag)


def _comment(ask: Ask, found: ItemShown) -> Response:
    comment(ask.stores.decisions, ask.viewer.user, found.shown, ask.said("words"))
    return go(ask.address)


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


def _go_on(ask: Ask, tag: Tag) -> Response:
    if tag.rank > 1:
        return go(ask.address)
    Claims(ask.stores.decisions).free(Item(tag.passage_id, tag.framework), ask.viewer.user)
    return go(f"/queue/next?{_query(ask)}")


def _query(ask: Ask) -> str:
    return query_of(wanted_of(ask))


_ACTS: dict[str, Callable[[Ask, ItemShown], Response]] = {
    "accept": _decide, "change": _decide, "reject": _decide, "comment": _comment, "skip": _skip,
}  # fmt: skip
