"""Clocks that will run: what is due when, counted from a day, and the timetable day by day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from corpus.frameworks.framework import Framework
from corpus.frameworks.provisions import Clock, Entry, Timetable
from corpus.frameworks.records import Force
from corpus.frameworks.spans import (
    Window,
    asked,
    distance,
    may_span_cycles,
    windows,
)
from corpus.frameworks.working_days import (
    add_working_days,
    is_working_day,
    next_working_day,
)
from corpus.problems import FrameworkError
from corpus.wording import in_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Something that follows a milestone: the first and last day for it, null without a bound.

    `overdue` is null unless a day to look from is given; the forecast does not know what was done
    since. `conditional` says that it applies to some inspections only, as its text says. `note`
    holds what a reader has to know: which days were counted, which statements disagree.
    """

    rule: str
    force: Force
    paragraph: str
    text: str
    start: str
    milestone: str | None
    title: str
    unit: str
    earliest: date | None
    latest: date | None
    words: str
    overdue: bool | None = None
    conditional: bool = False
    note: str | None = None


def due(
    framework: Framework, milestone: str, day: date, as_of: date | None = None
) -> tuple[Due, ...]:
    """Return what a milestone on a day sets going: each clock from it, then the timetable.

    A clock whose source does not say which days it means stands twice, once in each unit.
    FrameworkError for an unknown milestone, CalendarError where working days are not known.
    """
    known = [row.code for row in framework.milestones]
    if milestone not in known:
        allowed = ", ".join(known) or "none, for it states no dates"
        raise FrameworkError(f"{framework.id} has no milestone {milestone!r}; allowed: {allowed}.")
    found = [
        _due(clock, window, framework, day, as_of)
        for clock in framework.clocks
        if clock.start == milestone
        for window in windows(clock, day)
    ]
    if framework.timetable is not None and framework.timetable.start == milestone:
        found += _rows(framework.timetable, framework, day, as_of)
    return tuple(found)


def row_dates(entry: Entry, first: date) -> tuple[date, date]:
    """Return the first and last date of a timetable's row, where day 1 is `first`."""
    return (
        add_working_days(first, entry.day - 1),
        add_working_days(first, (entry.until or entry.day) - 1),
    )


def milestone_day(entry: Entry, first: date) -> date:
    """Return the date of a row's milestone, where day 1 is `first`."""
    return add_working_days(first, (entry.falls or entry.day) - 1)


def is_optional(milestone: str, framework: Framework) -> bool:
    """Say whether a milestone need not come at all, as a complaint need not."""
    return any(row.code == milestone and row.optional for row in framework.milestones)


def differing(clock: Clock, framework: Framework) -> Iterator[str]:
    """Give what other clocks of the source state differently, whichever of the two says so."""
    for other in framework.clocks:
        if other.id in clock.conflicts or clock.id in other.conflicts:
            yield (
                f"The source also states it differently, in {other.id} (paragraph "
                f"{other.paragraph}): {other.text.rstrip('.')}."
            )


def _due(clock: Clock, window: Window, framework: Framework, day: date, as_of: date | None) -> Due:
    optional = is_optional(clock.end, framework)
    open_still = as_of is not None and may_span_cycles(clock, day, as_of)
    words = f"{_when(window)} ({asked(clock, window.unit)} from {in_words(day)})"
    return Due(
        rule=clock.id,
        force=clock.force,
        paragraph=clock.paragraph,
        text=clock.text,
        start=clock.start,
        milestone=clock.end,
        title=_title(clock.end, framework),
        unit=window.unit,
        earliest=window.earliest,
        latest=window.latest,
        words=words + (_CYCLE if open_still else _seen(window, as_of, optional)),
        overdue=_passed(window, as_of) and not (optional or open_still) if as_of else None,
        conditional=clock.when is not None,
        note=" ".join(_notes(clock, framework)) or None,
    )


def _rows(
    timetable: Timetable, framework: Framework, notified: date, as_of: date | None
) -> Iterator[Due]:
    note = None
    if not is_working_day(notified):
        # As deadlines count from it: the first day counted, day 2, is the next working day.
        second = in_words(next_working_day(notified))
        note = f"{in_words(notified)} is no working day; day 2 is taken to be {second}."
    defects = {defect.id: f"{defect.id}: {defect.text}" for defect in framework.defects}
    for entry in timetable.entries:
        window = Window("working days", *row_dates(entry, notified))
        number = f"days {entry.day}-{entry.until}" if entry.until else f"day {entry.day}"
        yield Due(
            rule=timetable.id,
            force="descriptor",
            paragraph=timetable.paragraph,
            text=entry.text,
            start=timetable.start,
            milestone=entry.milestone,
            title=_title(entry.milestone, framework) or timetable.title,
            unit=window.unit,
            earliest=window.earliest,
            latest=window.latest,
            words=f"{_when(window)} ({number})" + _falls(entry, notified),
            overdue=_passed(window, as_of),
            note=" ".join(filter(None, (note, defects.get(entry.defect or "", entry.defect))))
            or None,
        )


def _falls(entry: Entry, first: date) -> str:
    """Name the day of the milestone in a row that spans several; nothing where the row is a day."""
    if entry.milestone is None or not entry.until:
        return ""
    return f"; {entry.milestone} on {in_words(milestone_day(entry, first))}"


def _when(window: Window) -> str:
    earliest, latest = window.earliest, window.latest
    if earliest is not None and earliest == latest:
        return f"on {in_words(earliest)}"
    if earliest is not None and latest is not None:
        return f"from {in_words(earliest)} to {in_words(latest)}"
    if latest is not None:
        return f"by {in_words(latest)}"
    return f"not before {in_words(earliest)}" if earliest is not None else "at any time"


def _seen(window: Window, as_of: date | None, optional: bool) -> str:
    """Say how a deadline stands on the day somebody looks; nothing without one."""
    if as_of is None or window.latest is None:
        return ""
    if as_of > window.latest:
        far = distance(window.latest, as_of, window.unit)
        if optional:
            return f"; the time for it ended {far} before {in_words(as_of)}"
        return f"; overdue by {far} on {in_words(as_of)} unless done"
    if as_of == window.latest:
        return f"; {in_words(as_of)} is the last day"
    return f"; {distance(as_of, window.latest, window.unit)} left on {in_words(as_of)}"


def _passed(window: Window, as_of: date | None) -> bool | None:
    if as_of is None:
        return None
    return window.latest is not None and as_of > window.latest


def _notes(clock: Clock, framework: Framework) -> Iterator[str]:
    if clock.unit == "days":
        yield "The source does not say whether working or calendar days are meant."
    if clock.note:
        yield clock.note
    yield from differing(clock, framework)


_CYCLE = "; that day has passed, yet the next cycle may still be running"


def _title(code: str | None, framework: Framework) -> str:
    titles = {row.code: row.title for row in framework.milestones}
    return titles.get(code or "", code or "")
