"""Inspections of a provider before their reports: provisional grades, put to the rules."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from starlette.responses import Response

from corpus.frameworks import Framework, known
from corpus.problems import SettingsError
from review.asking import Ask, NotThereError, go
from review.inspecting import (
    ANSWERS,
    Stated,
    day_of,
    open_inspection,
    state_grades,
)
from review.labels import lens
from review.pages.evidence import address_of
from review.reading.evidence_base import framework_of, provider_told, today
from review.reading.history import Told
from review.reading.inspections import Held, Named, held, inspections, judged
from review.reading.prescribed import arising, checked, lists_of


@dataclass(frozen=True, slots=True)
class Looked:
    """An inspection that a page is about, with its framework and provider."""

    told: Told
    framework: Framework
    held: Held
    here: str
    base: str

    @property
    def values(self) -> dict[str, Any]:
        """What every page of an inspection shows."""
        return {"told": self.told, "framework": self.framework, "held": self.held,
                "here": self.here, "base_address": self.base}  # fmt: skip


def show(ask: Ask) -> Response:
    """List the inspections on which anybody stated something, and let one be added."""
    told = provider_of(ask)
    folder = ask.settings.workspace.frameworks
    return ask.page(
        "inspections.html", f"Inspections: {told.provider.name}", told=told,
        here=address_of(ask.path["key"]), held=inspections(ask.stores.decisions, key_of(told)),
        frameworks=[lens(name, folder) for name in known(folder)],
        titles={name: lens(name, folder).title for name in known(folder)},
    )  # fmt: skip


def begin(ask: Ask) -> Response:
    """Add an inspection to the list."""
    told = provider_of(ask)
    framework, on = ask.said("framework"), day_of(ask.said("on"))
    if framework_of(framework, ask.settings.workspace.frameworks) is None:
        raise SettingsError("Choose a framework of the list.")
    one = Named(key_of(told), framework, on)
    open_inspection(ask.stores.decisions, ask.viewer.user, one)
    return go(place_of(ask, one))


def show_grades(ask: Ask) -> Response:
    """Show provisional grades, the facts that are asked, and what the rules make of both."""
    found = looked_at(ask)
    framework = found.framework
    return ask.page(
        "inspection-grades.html", f"Grades and rules: {found.told.provider.name}",
        **found.values, codes=judged(framework), titles=framework.titles(),
        checked=checked(framework, found.held, today()),
        duties=arising(framework, found.held),
        lists=lists_of(framework, "quality assurance", "inspector conduct"),
    )  # fmt: skip


def state(ask: Ask) -> Response:
    """Keep what the form states."""
    found = looked_at(ask)
    framework = found.framework
    stated = Stated(
        {code: ask.said(f"grade-{code}") for code in judged(framework)},
        {one.code: _answer(ask, f"fact-{one.code}") for one in framework.facts},
        {one.id: _answer(ask, f"duty-{one.id}") for one in arising(framework, found.held)},
    )
    state_grades(ask.stores.decisions, ask.viewer.user, found.held, framework, stated)
    return go(found.here)


def provider_of(ask: Ask) -> Told:
    """Return the provider of an address; NotThereError where the viewer sees nothing of it."""
    told = provider_told(ask.stores.evidence, ask.stores.decisions, ask.viewer, ask.path["key"])
    if told is None:
        raise NotThereError
    return told


def key_of(told: Told) -> str:
    """Return what events name a provider by."""
    return told.provider.urn or told.provider.name


def looked_at(ask: Ask) -> Looked:
    """Return the inspection of an address, as it stood when the form was shown."""
    told = provider_of(ask)
    one = Named(key_of(told), ask.path["framework"], ask.path["on"])
    framework = framework_of(one.framework, ask.settings.workspace.frameworks)
    found = held(ask.stores.decisions, one)
    if framework is None or found is None:
        raise NotThereError
    seen = ask.said("seen")
    if seen.isascii() and seen[:15].isdecimal():
        found = replace(found, seen=int(seen[:15]))
    return Looked(told, framework, found, place_of(ask, one), address_of(ask.path["key"]))


def place_of(ask: Ask, one: Named) -> str:
    """Return the address of an inspection."""
    return address_of(ask.path["key"], f"/inspections/{one.framework}/{one.on}")


def _answer(ask: Ask, name: str) -> bool | None:
    said = ask.said(name)
    if said not in ANSWERS:
        raise SettingsError("Answer with yes, no or not known.")
    return ANSWERS[said]
