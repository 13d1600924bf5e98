"""Forecasts beside what has come: nothing is overdue that came, or that a later date overtook.

A date that nobody gave is not a date that nobody kept: where the end of a visit is known, its first
day lies behind, whenever that was.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from corpus.frameworks.forecasts import Due, is_optional
from corpus.frameworks.framework import Framework
from corpus.wording import in_words

# One course in every framework, also where none of its clocks runs from the visit to its end.
_VISIT = (
    "notified", "set-up", "on-site", "end", "feedback", "draft-sent", "comments-due", "final-sent",
    "published",
)  # fmt: skip
_LATE = "; overdue by "


def settled(
    rows: Sequence[Due], framework: Framework, dates: Mapping[str, date], as_of: date | None
) -> tuple[Due, ...]:
    """Take back that a row is overdue where its milestone, or a later one, came by that day.

    `dates` are milestones and their days; those after `as_of` are plans, and prove nothing.
    """
    came = {code: day for code, day in dates.items() if as_of is None or day <= as_of}
    return tuple(_settled(row, framework, came) if row.overdue else row for row in rows)


def _settled(row: Due, framework: Framework, came: Mapping[str, date]) -> Due:
    if row.milestone is None:
        return row
    if row.milestone in came:
        seen = f"came on {in_words(came[row.milestone])}"
    else:
        after = [code for code in _after(row.milestone, framework) if code in came]
        if not after:
            return row
        titles = {known.code: known.title for known in framework.milestones}
        day = in_words(came[after[0]])
        seen = f"its date is not given, but {titles[after[0]]!r} came on {day}"
    words, late, _ = row.words.partition(_LATE)
    return replace(row, overdue=False, words=f"{words}; {seen}" if late else words)


def _after(milestone: str, framework: Framework) -> Iterator[str]:
    """Give the milestones that cannot come before one: those below it that its course leads to.

    An appraisal of staff stands below the report of a visit, yet says nothing of it; and what need
    not come, such as a complaint, may come at any time.
    """
    codes = [row.code for row in framework.milestones]
    below = codes[codes.index(milestone) + 1 :]
    course = _course(milestone, framework)
    yield from (code for code in below if code in course and not is_optional(code, framework))


def _course(milestone: str, framework: Framework) -> set[str]:
    """Return the milestones that a visit, clocks or the timetable join to one, also by others."""
    joined = [set(_VISIT), *({clock.start, clock.end} for clock in framework.clocks)]
    if framework.timetable is not None:
        rows = {row.milestone for row in framework.timetable.entries if row.milestone}
        joined.append({framework.timetable.start, *rows})
    found = {milestone}
    # As many rounds as there are links join even the longest chain.
    for _ in joined:
        found |= {code for link in joined if link & found for code in link}
    return found
