"""Changes of provisional judgements: each with its reason and the route prescribed for it."""

from __future__ import annotations

from starlette.responses import Response

from review.asking import Ask, go
from review.inspecting import ANSWERS, Change, change_judgement
from review.pages.inspections import looked_at
from review.reading.inspections import judged
from review.reading.prescribed import lists_of, route, route_of


def show(ask: Ask) -> Response:
    """List what changed, and show what a further change would call for."""
    found = looked_at(ask)
    framework, held = found.framework, found.held
    area, grade = ask.asked("area"), ask.asked("grade")
    grades = [step.name for step in framework.scale]
    proposed = area in held.grades and grade in grades and grade != held.grades[area]
    after = {**held.grades, area: grade}
    return ask.page(
        "inspection-changes.html", f"Changes of judgements: {found.told.provider.name}",
        **found.values, titles=framework.titles(), grades=grades,
        codes=[code for code in judged(framework) if code in held.grades],
        area=area, grade=grade, proposed=proposed,
        route=route(framework, held.grades, after, {}, held.facts) if proposed else (),
        changes=[(one, route_of(framework, one, held.facts)) for one in reversed(held.changes)],
        lists=[one for one in lists_of(framework, "quality assurance") if one.id == "Q-02"],
    )  # fmt: skip


def change(ask: Ask) -> Response:
    """Keep a change."""
    found = looked_at(ask)
    held, area, grade = found.held, ask.said("area"), ask.said("grade")
    called_for = route(found.framework, held.grades, {**held.grades, area: grade}, {}, held.facts)
    duties = {one.rule: ANSWERS.get(ask.said(f"duty-{one.rule}")) for one in called_for}
    change = Change(area, grade, ask.said("reason"), duties)
    change_judgement(ask.stores.decisions, ask.viewer.user, held, found.framework, change)
    return go(f"{found.here}/changes")
