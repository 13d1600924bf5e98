"""The register of factual accuracy: what a provider says of a draft, when, and the answer."""

from __future__ import annotations

from collections.abc import Callable

from starlette.responses import Response

from corpus.problems import SettingsError
from review.asking import Ask, go
from review.inspecting import OUTCOMES, POINT_KINDS, answer_point, raise_point, state_dates
from review.pages.inspections import Looked, looked_at
from review.reading.evidence_base import today
from review.reading.prescribed import RETURNED, SENT, comment_clock, late, lists_of


def show(ask: Ask) -> Response:
    """Show the register with its clock, and the ladder of a concern as the framework has it."""
    found = looked_at(ask)
    clock = comment_clock(found.framework, found.held, today())
    return ask.page(
        "inspection-accuracy.html", f"Factual accuracy: {found.told.provider.name}",
        **found.values, clock=clock, kinds=POINT_KINDS, outcomes=OUTCOMES,
        milestones=[one for one in found.framework.milestones if one.code in (SENT, RETURNED)],
        late={one.event.hash for one in found.held.points if late(clock, one.said["received"])},
        ladders=lists_of(found.framework, "ladder"), as_of=today(),
    )  # fmt: skip


def state(ask: Ask) -> Response:
    """Keep a point, an answer or the days of the draft."""
    act = _ACTS.get(ask.said("do"))
    if act is None:
        raise SettingsError("The form does not say what to do. Load the page again.")
    found = looked_at(ask)
    act(ask, found)
    return go(f"{found.here}/accuracy")


def _dates(ask: Ask, found: Looked) -> None:
    codes = {one.code for one in found.framework.milestones} & {SENT, RETURNED}
    dates = {code: ask.said(code) for code in codes}
    state_dates(ask.stores.decisions, ask.viewer.user, found.held, dates)


def _point(ask: Ask, found: Looked) -> None:
    said = {name: ask.said(name) for name in ("kind", "received", "text", "rests_on")}
    raise_point(ask.stores.decisions, ask.viewer.user, found.held, said, today())


def _answer(ask: Ask, found: Looked) -> None:
    said = {name: ask.said(name) for name in ("outcome", "answer")}
    answer_point(ask.stores.decisions, ask.viewer.user, found.held, ask.said("point"), said)


_ACTS: dict[str, Callable[[Ask, Looked], None]] = {
    "dates": _dates, "point": _point, "answer": _answer,
}  # fmt: skip
