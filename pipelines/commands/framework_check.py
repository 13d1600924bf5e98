"""`vouch frameworks check`: every row of the conformance list, PASS, FAIL or NOT YET."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from corpus.frameworks.conformance import rows
from pipelines.conformance.running import Verdict, count, judge_all
from pipelines.conformance.world import World

_STYLE = {"PASS": "green", "FAIL": "bold red", "NOT YET": "yellow"}


@click.command("check")
@click.option(
    "--seeds",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Folder of the source documents, to compare the data with what they state.",
)
@click.option("--row", "wanted", multiple=True, metavar="ID", help="Only this row; repeatable.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a row.")
def command(seeds: Path | None, wanted: tuple[str, ...], as_json: bool) -> None:
    """Check the framework data and rules against what the source documents state.

    Exit status 1 if any row fails.
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
        _show(verdicts, compared=seeds is not None)
    sys.exit(1 if count(verdicts)["FAIL"] else 0)


def _show(verdicts: tuple[Verdict, ...], *, compared: bool) -> None:
    console = Console()
    table = Table(box=None, padding=(0, 1))
    for heading in ("Row", "State", "What it states", "Source", "Met by"):
        table.add_column(heading, no_wrap=heading in ("Row", "State"))
    for verdict in verdicts:
        row = verdict.row
        says = "\n".join((row.says, *verdict.why))
        state = f"[{_STYLE[verdict.state]}]{verdict.state}"
        table.add_row(row.id, state, says, row.source, row.met)
    console.print(table)
    found = count(verdicts)
    shown = ", ".join(f"{number} {state}" for state, number in found.items())
    console.print(f"{len(verdicts)} rows: {shown}.")
    if not compared:
        partly = sum(verdict.partly for verdict in verdicts)
        console.print(f"{partly} rows could not be compared with their documents: give --seeds.")


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
