"""`vouch clock`: what a framework's deadlines make of a few dates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date
from functools import partial
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING

import click

from corpus.frameworks import Framework, known, load
from corpus.workspace import Workspace
from pipelines.commands.options import (
    day_named,
    json_option,
    print_json,
    workspace_option,
    workspace_path,
)

if TYPE_CHECKING:
    from corpus.frameworks.answers import Answer
    from corpus.frameworks.forecasts import Due

_FIRST = "notified"
_WIDTH = 92
# By whether a deadline applies to some inspections only, which a few dates cannot tell.
_LATE = {False: "OVERDUE: ", True: "OVERDUE, IF IT APPLIES: "}
_COLOURS = {"broken": "red", "departed from": "yellow", "to weigh": "cyan", "kept": "green"}


@click.command("clock")
@click.argument("framework", metavar="FRAMEWORK")
@click.option(
    "--event",
    "events",
    multiple=True,
    required=True,
    metavar="[MILESTONE=]DATE",
    help="What happened when: end=2013-02-14. A date alone is that of the notification, or of the "
    "framework's first milestone where it has none. May be given several times.",
)
@click.option("--as-of", metavar="DATE", help="Say also what is overdue on this day.")
@workspace_option
@json_option
def command(
    framework: str,
    events: tuple[str, ...],
    as_of: str | None,
    workspace: Path | None,
    as_json: bool,
) -> None:
    """Say what falls due when, and which deadlines were kept.

    Counts every deadline of FRAMEWORK from the dates given, with the whole timetable where it has
    one. With two dates or more it also says of each deadline between them whether it was kept and
    by how much; what lies before a later date that is given is not overdue. Working days are those
    of England. Frameworks of your own are found in the workspace.
    """
    found = _framework(framework, Workspace(workspace_path(workspace)).frameworks)
    dates = _dates(found, events)
    day = None if as_of is None else day_named(as_of, "--as-of")
    # Here, because the calendar costs more than help or a slip of the pen may.
    from corpus.frameworks.forecasts import due  # noqa: PLC0415
    from corpus.frameworks.overtaken import settled  # noqa: PLC0415

    forecast = {
        code: settled(due(found, code, start, day), found, dates, day)
        for code, start in dates.items()
    }
    between = _between(found, dates, day)
    if as_json:
        print_json(
            {
                "framework": found.id,
                "as_of": _plain(day),
                "events": {code: _plain(start) for code, start in dates.items()},
                "due": [_row(row) for rows in forecast.values() for row in rows],
                "between": [asdict(answer) for answer in between],
            }
        )
        return
    lines = partial(_forecast, found, dates, day)
    for code, rows in forecast.items():
        for line in lines(code, rows):
            click.echo(line)
    for line in _ruled(between):
        click.echo(line)


def _framework(name: str, own: Path) -> Framework:
    """Load a framework, shipped or of the folder `own`; a usage error where it has no deadlines."""
    if name not in known(own):
        raise click.BadParameter(
            f"there is no framework {name!r}; known are: {', '.join(known(own))}.",
            param_hint="FRAMEWORK",
        )
    found = load(name, own)
    if not found.milestones:
        having = [other for other in known(own) if load(other, own).milestones]
        raise click.BadParameter(
            f"{name} states no deadlines; those that do are: {', '.join(having)}.",
            param_hint="FRAMEWORK",
        )
    return found


def _dates(framework: Framework, events: Sequence[str]) -> dict[str, date]:
    """Read the events: day by milestone, in the order of the framework's milestones."""
    codes = [row.code for row in framework.milestones]
    found: dict[str, date] = {}
    for event in events:
        code, equals, written = event.rpartition("=")
        code = code.strip() if equals else _FIRST if _FIRST in codes else codes[0]
        if code not in codes:
            raise click.BadParameter(
                f"{framework.id} has no milestone {code!r}; allowed: {', '.join(codes)}.",
                param_hint="--event",
            )
        if code in found:
            raise click.BadParameter(
                f"{code!r} is given twice; give it once.", param_hint="--event"
            )
        found[code] = day_named(written, "--event")
    return {code: found[code] for code in codes if code in found}


def _between(
    framework: Framework, dates: dict[str, date], as_of: date | None
) -> tuple[Answer, ...]:
    """Rule on the deadlines and timetable rows both ends of which are known."""
    from corpus.frameworks.clocks import answers  # noqa: PLC0415 - see above
    from corpus.frameworks.inspections import Inspection  # noqa: PLC0415

    inspection = Inspection(framework=framework.id, dates=dates, as_of=as_of)
    open_ended = {row.id for row in framework.clocks if not {row.start, row.end} <= dates.keys()}
    found = answers(framework, inspection)
    return tuple(answer for answer in found if answer.rule not in open_ended)


def _forecast(
    framework: Framework,
    dates: dict[str, date],
    as_of: date | None,
    code: str,
    rows: Sequence[Due],
) -> Iterator[str]:
    """Lay out what follows one event; deadlines that have come stand below, among the ruled."""
    from corpus.wording import in_words  # noqa: PLC0415 - see above

    titles = {row.code: row.title for row in framework.milestones}
    yield click.style(f"{titles[code]} ({code}), {in_words(dates[code])}", bold=True)
    timetable = framework.timetable.id if framework.timetable else None
    clocks = [row for row in rows if row.rule != timetable and row.milestone not in dates]
    days = [row for row in rows if row.rule == timetable]
    if not rows:
        yield "  Nothing is counted from it."
    for row in clocks:
        late = _LATE[row.conditional] if row.overdue else ""
        words = f"{late}{row.title}: {row.words}"
        first, *rest = wrap(words, _WIDTH, break_on_hyphens=False)
        yield f"  {click.style(late, fg='red')}{first.removeprefix(late)}"
        yield from (f"  {line}" for line in rest)
        yield from _small(f"{row.rule} ({row.force}; {_place(row.paragraph)}). {row.text}")
        if row.conditional:
            yield from _small("Applies to some inspections only; see its text.")
        if row.note:
            yield from _small(row.note)
    if days and framework.timetable:
        yield f"  {framework.timetable.title} ({timetable}; {_place(days[0].paragraph)})"
        for row in days:
            yield from _day_of_timetable(row, dates, as_of)
    yield ""


def _day_of_timetable(row: Due, dates: dict[str, date], as_of: date | None) -> Iterator[str]:
    from corpus.wording import in_words  # noqa: PLC0415 - see above

    came = dates.get(row.milestone or "")
    passed = as_of is not None and row.latest is not None and as_of > row.latest
    state = f" · in fact {in_words(came)}" if came else " · passed" if passed else ""
    yield f"    {row.words}{state}"
    for words in filter(None, (row.text, row.note)):
        yield from (f"        {line}" for line in wrap(words, _WIDTH, break_on_hyphens=False))


def _ruled(answers: Sequence[Answer]) -> Iterator[str]:
    if not answers:
        return
    yield click.style("Between these dates", bold=True)
    for answer in answers:
        outcome = click.style(f"{answer.outcome:<19}", fg=_COLOURS.get(answer.outcome))
        about = f" · {answer.about}" if answer.about else ""
        yield f"  {outcome} {answer.rule} ({answer.force}; {_place(answer.paragraph)}){about}"
        yield from _small(answer.text)
        yield from _small(answer.reason)


def _small(words: str) -> Iterator[str]:
    yield from (f"      {line}" for line in wrap(words, _WIDTH, break_on_hyphens=False))


def _place(paragraph: str) -> str:
    return f"paragraph {paragraph}" if paragraph[:1].isdigit() else paragraph


def _row(row: Due) -> dict[str, object]:
    return {name: _plain(value) for name, value in asdict(row).items()}


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
