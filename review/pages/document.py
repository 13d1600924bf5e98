"""A document: its words beside its pages, with all its tags and what it states."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from markupsafe import Markup
from starlette.responses import Response

from corpus.problems import SettingsError
from corpus.records import Document
from review.asking import Ask, NotThereError, go
from review.counting import Remembered
from review.deciding import Addition, add, reason_of, undo
from review.labels import Lens, lens, lenses
from review.reading.by_area import decided_until
from review.reading.document import (
    Given,
    given,
    lenses_of,
    orphaned,
    part,
    part_of,
    places_of,
    stated,
    text_id,
)
from review.reading.history import corrected_until
from review.reading.shown import Shown, shown, visible_document
from review.reading.told import address_of, told
from review.reading.upcoming import Wanted, query_of
from review.templating import rendered
from review.viewed import restricted, saw

# Some 30 kB each, of documents that people read now.
_RENDERED = Remembered(96)


@dataclass(frozen=True, slots=True)
class At:
    """What a page shows of a document; `owner` may take back tags of their own: name and laptop."""

    document: Document
    framework: str
    number: int
    frameworks: tuple[str, ...]
    owner: tuple[str, str] | None = None


def show(ask: Ask) -> Response:
    """Show a part of a document, read through one framework."""
    document = _document(ask)
    evidence, decisions = ask.stores.evidence, ask.stores.decisions
    tags = given(decisions, document.id)
    names = _names(ask, document, tags)
    # Whose tags of their own can be taken back here: nobody's, for most who look.
    own = (ask.viewer.user.name, decisions.installation)
    owner = own if ask.viewer.may("decide") and own in {one[:2] for one in tags} else None
    chosen = ask.asked("framework") if ask.asked("framework") in names else (names or [""])[0]
    number = int(ask.asked("part")[:6]) if ask.asked("part")[:6].isdecimal() else 1
    until = decided_until(evidence, [document.id]), corrected_until(ask.stores.decisions)
    # Whoever may see a document sees the same of it, but for what they may take back.
    key = document.id, chosen, number, ask.viewer.may("decide"), owner, until
    at = At(document, chosen, number, tuple(names), owner)
    main, hidden = _RENDERED.of(evidence, key, lambda: _rendered(ask, at))
    saw(ask, hidden)
    did = told(evidence, decisions, ask.viewer, ask.asked("did")[:15])
    return ask.page("document.html", document.name, main=main, document=document, told=did)


def _names(ask: Ask, document: Document, tags: Iterable[Given]) -> list[str]:
    """List the frameworks through which a document has tags, by the machine or by people."""
    found = lenses_of(ask.stores.evidence, document.id)
    known = {one.id for one in lenses(ask.settings.workspace.frameworks)}
    return [*found, *sorted({one.framework for one in tags} & known - set(found))]


def _rendered(ask: Ask, at: At) -> tuple[Markup, set[str]]:
    """Return a part of a document as it stands on the page, and what in it is restricted."""
    evidence, decisions = ask.stores.evidence, ask.stores.decisions
    document, chosen = at.document, at.framework
    found = part(evidence, decisions, ask.viewer, document, chosen, at.number)
    provider = document.provider_urn or document.provider_name
    filled = {
        "document": document, "part": found, "decides": ask.viewer.may("decide"),
        "queue": query_of(Wanted(chosen, provider)),
        "lens": _lens(ask, chosen),
        "lenses": [_lens(ask, name) for name in at.frameworks], "owner": at.owner,
        "facts": stated(evidence, decisions, document) if found.number == 1 else [],
        "orphans": orphaned(evidence, ask.viewer, document.id) if found.number == 1 else [],
    }  # fmt: skip
    main = Markup(rendered("document-main.html", filled))  # noqa: S704 - a template of ours
    return main, restricted(found.passages)


def lead(ask: Ask) -> Response:
    """Lead to the part of a document in which a passage stands."""
    document, passage = _document(ask), ask.path["passage"]
    number = part_of(ask.stores.evidence, document.id, passage)
    if number is None:
        raise NotThereError
    asked = {name: ask.asked(name) for name in ("framework", "did") if ask.asked(name)}
    query = urlencode({"part": number, **asked})
    return go(f"/document/{document.id}?{query}#p-{passage}")


def take_back(ask: Ask) -> Response:
    """Take back a tag of their own, or whatever else they just did here."""
    document, number = _document(ask), ask.said("event")[:15]
    decisions = ask.stores.decisions
    event = decisions.event(int(number)) if number.isdecimal() else None
    here = event is not None and event.document_id == document.id
    if event is None or not here or undo(decisions, ask.viewer.user, event.seq) is None:
        raise SettingsError("There is nothing of yours to take back: it may be taken back already.")
    return go(address_of(event))


def ask_to_add(ask: Ask) -> Response:
    """Show the form to add a tag to a passage or to some words of it."""
    return _add_page(ask, _passage(ask))


def add_tag(ask: Ask) -> Response:
    """Add a tag to a passage or to some words of it."""
    one = _passage(ask)
    try:
        addition = _addition(ask, one)
        event = add(ask.stores.decisions, ask.viewer.user, one, addition)
    except SettingsError as error:
        return _add_page(ask, one, str(error))
    return go(address_of(event))


def orphans(ask: Ask) -> Response:
    """List all decisions whose target is no longer read like that."""
    return ask.page(
        "orphans.html", "Orphaned decisions", orphans=orphaned(ask.stores.evidence, ask.viewer)
    )


def _document(ask: Ask) -> Document:
    found = visible_document(ask.stores.evidence, ask.viewer, ask.path["document"])
    if found is None:
        raise NotThereError
    return found


def _passage(ask: Ask) -> Shown:
    wanted = [ask.path["passage"]]
    found = shown(ask.stores.evidence, ask.stores.decisions, ask.viewer, wanted)
    if not found or found[0].document.id != ask.path["document"]:
        raise NotThereError
    saw(ask, restricted(found))
    return found[0]


def _add_page(ask: Ask, one: Shown, wrong: str | None = None) -> Response:
    every = lenses(ask.settings.workspace.frameworks)
    chosen = ask.said("framework") or ask.asked("framework")
    names = [one.id for one in every]
    used = lenses_of(ask.stores.evidence, one.document.id)
    first = chosen if chosen in names else (used or names)[0]
    return ask.page(
        "document-add.html", "Add a tag", 400 if wrong else 200, wrong=wrong, shown=one,
        lens=_lens(ask, first), lenses=every, code=ask.said("code"),
        words=ask.said("words") or ask.asked("words") or one.passage.text,
        reason=ask.said("reason"), polarity=ask.said("polarity"),
    )  # fmt: skip


def _addition(ask: Ask, one: Shown) -> Addition:
    label = _lens(ask, ask.said("framework")).labels.get(ask.said("code"))
    if label is None:
        raise SettingsError("Choose an area or criterion of the list.")
    places = places_of(one, ask.said("words"))
    if not places:
        raise SettingsError(
            "These words do not stand in the passage like that: copy them from it, or leave all of "
            "it in the field."
        )
    if len(places) > 1:
        # An anchor is one place: nobody shall guess which of them was meant.
        raise SettingsError(
            f"These words stand in the passage {len(places)} times: take some of the words before "
            "or after them as well, so that it is plain which are meant."
        )
    [found] = places
    whole = found == (one.passage.start, one.passage.end)
    text = text_id(ask.stores.evidence, one.document.id)
    return Addition(
        ask.said("framework"), label, ask.said("polarity"), *found, None if whole else text,
        reason_of(ask.said("reason")),
    )  # fmt: skip


def _lens(ask: Ask, framework: str) -> Lens:
    return lens(framework, ask.settings.workspace.frameworks)
