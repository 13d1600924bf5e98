"""`vouch frameworks check`: every row of the conformance list is PASS, FAIL or NOT YET."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from textwrap import wrap
from typing import get_args

import click

from corpus.frameworks.conformance import MetBy, rows
from pipelines.conformance.running import State, Verdict, count, judge_all
from pipelines.conformance.world import World
from pipelines.summary import counted

_COLOURS = {"PASS": "green", "FAIL": "red", "NOT YET": "yellow"}
_ORDER: tuple[State, ...] = ("PASS", "NOT YET", "FAIL")
_WIDTH = 78


@click.command("check")
@click.option(
    "--seeds",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Folder of the source documents, to compare the data with what they state.",
)
@click.option(
    "--row", "wanted", multiple=True, metavar="ID", help="All about this row; repeatable."
)
@click.option("--all", "everything", is_flag=True, help="List also the rows that pass.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a row.")
def command(seeds: Path | None, wanted: tuple[str, ...], everything: bool, as_json: bool) -> None:
    """Check the framework data and rules against what the source documents state.

    Lists the rows that fail (FAIL) or that nothing can prove so far (NOT YET), and counts all of
    them. Exit status 1 if any row fails.
    """
    listed = rows()
    unknown = sorted(set(wanted) - {row.id for row in listed})
    if unknown:
        raise click.UsageError(f"There is no row {', '.join(unknown)}. Rows run from J-01 to H-06.")
    chosen = [row for row in listed if not wanted or row.id in wanted]
    verdicts = judge_all(chosen, World(seeds))
    if as_json:
        for verdict in verdicts:
            click.echo(json.dumps(_plain(verdict), ensure_ascii=False))
    else:
        for line in _lines(verdicts, everything, detailed=bool(wanted)):
            click.echo(line)
        for line in _totals(verdicts, compared=seeds is not None):
            click.echo(line)
    sys.exit(1 if count(verdicts)["FAIL"] else 0)


def _lines(verdicts: Sequence[Verdict], everything: bool, *, detailed: bool) -> Iterator[str]:
    if detailed:
        for verdict in verdicts:
            yield from _detailed(verdict)
        return
    yield from _compact([one for one in verdicts if everything or one.state != "PASS"])


def _compact(verdicts: Sequence[Verdict]) -> Iterator[str]:
    """Lay rows out under their state and the reason for it; what fails comes last, to be seen."""
    groups: dict[tuple[State, str], list[Verdict]] = {}
    for verdict in sorted(verdicts, key=lambda verdict: _ORDER.index(verdict.state)):
        # What a row awaits is shared by many; what is wrong with one is its own.
        shared = verdict.why[0] if verdict.state == "NOT YET" and verdict.why else ""
        groups.setdefault((verdict.state, shared), []).append(verdict)
    for (state, shared), group in groups.items():
        heading = f"{state}: {shared}" if shared else state
        yield f"{_coloured(state, heading)} ({counted(len(group), 'row')})"
        for verdict in group:
            yield from _wrapped(f"{verdict.row.id}  {verdict.row.says}", "  ", "        ")
            for why in verdict.why if state == "FAIL" else ():
                yield from _wrapped(why, "        - ", "          ")
        yield ""


def _detailed(verdict: Verdict) -> Iterator[str]:
    """Lay out all that is known of one row."""
    row = verdict.row
    yield f"{row.id}  {_coloured(verdict.state, verdict.state)}"
    facts = (
        ("Says", row.says),
        ("Source", row.source),
        ("Kind", row.met_by),
        ("Met by", row.met),
        ("Checks", f"{verdict.ran} of {len(row.checks)} ran"),
        *(("Why", why) for why in verdict.why),
    )
    for name, words in facts:
        yield from _wrapped(words, f"  {name:<7} ", " " * 10)
    yield ""


def _totals(verdicts: Sequence[Verdict], *, compared: bool) -> Iterator[str]:
    """Count the states, by what meets the rows and in all."""
    kinds = [
        (kind, [one for one in verdicts if one.row.met_by == kind]) for kind in get_args(MetBy)
    ]
    if len(verdicts) > 1:
        yield f"{'Kind':<10}" + "".join(f"{state:>9}" for state in get_args(State))
        for kind, group in kinds:
            if group:
                numbers = count(group).values()
                yield f"{kind:<10}" + "".join(f"{number:>9}" for number in numbers)
    shown = ", ".join(f"{number} {state}" for state, number in count(verdicts).items())
    yield f"{counted(len(verdicts), 'row')}: {shown}."
    partly = sum(verdict.partly for verdict in verdicts)
    if partly and not compared:
        rows_not = counted(partly, "row")
        yield f"{rows_not} could not be compared with the source documents: give --seeds FOLDER."


def _wrapped(words: str, first: str, rest: str) -> Iterator[str]:
    yield from wrap(
        words, _WIDTH, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False
    )


def _coloured(state: State, words: str) -> str:
    return click.style(words, fg=_COLOURS[state], bold=state == "FAIL")


def _plain(verdict: Verdict) -> dict[str, object]:
    row = verdict.row
    return {
        "id": row.id,
        "state": verdict.state,
        "met_by": row.met_by,
        "says": row.says,
        "source": row.source,
        "met": row.met,
        "why": list(verdict.why),
        "checks": len(row.checks),
        "checks_run": verdict.ran,
    }
