"""Clocks that ran: was each deadline or distance kept, and by how many days was it missed?

A deadline is the end of its last day. "May", "likely" and the like stay what they are: the outcome
follows the force of the clock. What is still to come is counted in `forecasts`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from corpus.frameworks.answers import Answer, Outcome, outcome
from corpus.frameworks.conditions import judge
from corpus.frameworks.forecasts import Due, differing, due, is_optional, milestone_day
from corpus.frameworks.framework import Framework
from corpus.frameworks.inspections import Inspection
from corpus.frameworks.provisions import Clock, Entry, Timetable
from corpus.frameworks.spans import (
    Measured,
    Window,
    asked,
    counted_from,
    distance,
    may_span_cycles,
    measure,
    windows,
)
from corpus.frameworks.working_days import CalendarError
from corpus.wording import in_words

__all__ = ["TOPIC", "Due", "answers", "due"]

TOPIC = "dates"
_Ruling = tuple[Outcome, str]


def answers(framework: Framework, inspection: Inspection) -> tuple[Answer, ...]:
    """Say of every clock whether it was kept, then of each dated row of the timetable."""
    clocks = (_answer(clock, framework, inspection) for clock in framework.clocks)
    return (*clocks, *_timetable(framework, inspection))


def _answer(clock: Clock, framework: Framework, inspection: Inspection) -> Answer:
    try:
        result, reason = _ruling(clock, framework, inspection)
    except CalendarError as error:
        result, reason = "cannot be evaluated", f"{error}."
    return Answer(
        topic=TOPIC,
        rule=clock.id,
        force=clock.force,
        paragraph=clock.paragraph,
        outcome=result,
        text=clock.text,
        reason=" ".join((reason, *_added(clock, framework, result))),
    )


def _added(clock: Clock, framework: Framework, result: Outcome) -> Iterator[str]:
    """Give the clock's own note where it is not simply kept, and what the source says elsewhere."""
    if clock.note and result not in ("kept", "does not apply"):
        yield clock.note
    yield from differing(clock, framework)


def _ruling(clock: Clock, framework: Framework, inspection: Inspection) -> _Ruling:
    if clock.when is not None:
        applies = judge(clock.when, framework, inspection)
        if applies.holds is None:
            reason = f"Whether it applies is not known; missing: {', '.join(applies.missing)}."
            _, if_so = _dated(clock, framework, inspection)
            return "cannot be evaluated", f"{reason} If it does: {if_so}"
        if not applies.holds:
            return "does not apply", f"{'; '.join(applies.because)}."
    return _dated(clock, framework, inspection)


def _dated(clock: Clock, framework: Framework, inspection: Inspection) -> _Ruling:
    """Rule on a clock that applies, by the dates that are known."""
    start, end = inspection.dates.get(clock.start), inspection.dates.get(clock.end)
    if start is not None and end is not None:
        return _ran(clock, framework, start, end)
    if start is not None and inspection.as_of is not None and clock.bound != "at least":
        return _runs(clock, framework, inspection, (start, inspection.as_of))
    codes = [code for code, day in ((clock.start, start), (clock.end, end)) if day is None]
    needed = " and ".join(_milestone(code, framework) for code in codes)
    return "cannot be evaluated", f"The date is missing of {needed}."


def _ran(clock: Clock, framework: Framework, start: date, end: date) -> _Ruling:
    """Rule on a clock whose both days are known."""
    span = (
        f"From {_milestone(clock.start, framework)}, {in_words(start)}, "
        f"to {_milestone(clock.end, framework)}, {in_words(end)}"
    )
    if end < start and clock.bound == "every":
        return "cannot be evaluated", f"{span}: these dates are out of order; check them."
    opened, since = windows(clock, start), counted_from(clock, start)
    parts = [
        f"{_elapsed(since, end, window)}; asked for: {asked(clock, window.unit)}"
        f"{_bounds(window)}; {_held(measure(window, end))}"
        for window in opened
    ]
    kept = {measure(window, end).kept for window in opened}
    reason = f"{span}: {'. Or: '.join(parts)}."
    if end < start:
        reason += " The second day lies before the first; check them if that cannot be."
    if len(kept) > 1:
        return "cannot be evaluated", f"{reason} {_DEPENDS}"
    if not any(kept) and may_span_cycles(clock, start, end):
        return "cannot be evaluated", f"{reason} {_NEIGHBOURS}"
    return outcome(clock.force, kept.pop()), reason


def _runs(
    clock: Clock, framework: Framework, inspection: Inspection, days: tuple[date, date]
) -> _Ruling:
    """Rule on a clock whose end is not known: `days` are its start and the day somebody looks."""
    start, as_of = days
    waiting = (
        f"The date is missing of {_milestone(clock.end, framework)}; counted from "
        f"{_milestone(clock.start, framework)}, {in_words(start)}, it is due"
    )
    opened = [(window, window.latest) for window in windows(clock, start) if window.latest]
    parts = [f"by {in_words(last)} ({asked(clock, window.unit)})" for window, last in opened]
    late = [as_of > last for _, last in opened]
    counted = [_standing(window, last, as_of) for window, last in opened]
    reason = f"{waiting} {' or '.join(parts)}: on {in_words(as_of)} {' or '.join(counted)}."
    if all(late) and is_optional(clock.end, framework):
        return "cannot be evaluated", f"{reason} It need not have come at all."
    if all(late) and (since := _past(clock.end, framework, inspection)):
        # What came after it shows that it came too: its date is not stated, which is no lateness.
        reason += f" As {_milestone(since, framework)} has come since, it may only not be stated."
        return "cannot be evaluated", reason
    if all(late) and may_span_cycles(clock, start, as_of):
        return "cannot be evaluated", f"{reason} {_NEIGHBOURS}"
    if all(late):
        return outcome(clock.force, False), reason
    return "cannot be evaluated", f"{reason} {_DEPENDS}" if any(late) else reason


def _past(code: str, framework: Framework, inspection: Inspection) -> str | None:
    """Return a milestone that stands after this one in the framework and has come; null if none."""
    codes = [row.code for row in framework.milestones if row.code == code or not row.optional]
    as_of = inspection.as_of or date.max
    came = {name for name, day in inspection.dates.items() if day <= as_of}
    return next((later for later in codes[codes.index(code) + 1 :] if later in came), None)


def _standing(window: Window, last: date, as_of: date) -> str:
    if as_of > last:
        return f"overdue by {distance(last, as_of, window.unit)}"
    return f"{distance(as_of, last, window.unit)} left" if as_of < last else "it is the last day"


def _elapsed(start: date, end: date, window: Window) -> str:
    if end < start:
        return f"{distance(end, start, window.unit)} backwards"
    return distance(start, end, window.unit) if end > start else "the same day"


def _bounds(window: Window) -> str:
    if window.earliest is not None and window.earliest == window.latest:
        return f", on {in_words(window.earliest)}"
    since = f", from {in_words(window.earliest)}" if window.earliest else ""
    return since + (f", by {in_words(window.latest)}" if window.latest else "")


def _held(measured: Measured) -> str:
    return f"{'kept' if measured.kept else 'not kept'}, {measured.words}"


def _timetable(framework: Framework, inspection: Inspection) -> Iterator[Answer]:
    """Compare the dates that are known with the timetable, which is indicative and binds nobody."""
    timetable = framework.timetable
    start = inspection.dates.get(timetable.start) if timetable else None
    if timetable is None or start is None:
        return
    for entry in timetable.entries:
        day = inspection.dates.get(entry.milestone or "")
        if day is None or entry.milestone == timetable.start:
            continue
        yield _row(timetable, entry, start, day)


def _row(timetable: Timetable, entry: Entry, start: date, day: date) -> Answer:
    try:
        planned = milestone_day(entry, start)
        measured = measure(Window("working days", planned, planned), day)
        met, held = measured.kept, f"in fact {in_words(day)}, {measured.words}"
        reason = f"Planned for {in_words(planned)}; {held}."
    except CalendarError as error:
        met, reason = None, f"{error}."
    return Answer(
        topic=TOPIC,
        rule=timetable.id,
        force="descriptor",
        paragraph=timetable.paragraph,
        outcome=outcome("descriptor", met),
        text=entry.text,
        reason=reason,
        about=f"day {entry.falls or entry.day}",
    )


def _milestone(code: str, framework: Framework) -> str:
    titles = {row.code: row.title for row in framework.milestones}
    return f"'{code}' ({titles[code]})" if code in titles else f"'{code}'"


_NEIGHBOURS = (
    "They may lie in neighbouring cycles, each with one of its own; look up when the cycles begin."
)
_DEPENDS = (
    "Whether it is kept depends on the days that are meant, working or calendar, and the source "
    "does not say."
)
