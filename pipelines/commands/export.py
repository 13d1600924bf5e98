"""`vouch export`: one table of the evidence base as a file."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from corpus.evidence import open_evidence
from corpus.exports import FORMATS, LABELLINGS, TABLES, write
from corpus.exports.research import NAME as RESEARCH
from corpus.exports.research import write_research
from corpus.workspace import Workspace, open_workspace
from pipelines.commands.options import day_named, workspace_option, workspace_path
from pipelines.summary import RESTRICTED, counted


@click.command("export")
@click.argument("out", metavar="OUT", type=click.Path(path_type=Path, allow_dash=True))
@click.option(
    "--what",
    required=True,
    type=click.Choice([*(table.name for table in TABLES), RESEARCH]),
    help="What to write.",
)
@click.option(
    "--format",
    "format_name",
    type=click.Choice([known.name for known in (*FORMATS, *LABELLINGS)]),
    help="How to write it; docbin and label-studio are for tags. "
    "[default: by the ending of OUT, else jsonl]",
)
@click.option("--as-of", metavar="DATE", help="Say of each action whether it is overdue that day.")
@workspace_option
def command(
    workspace: Path | None, what: str, format_name: str | None, as_of: str | None, out: Path
) -> None:
    """Write documents, passages, tags, what they state or what was decided to a file.

    OUT is the file, or "-" for the screen. The order is always the same, so two evidence bases of
    the same documents give the same file. Restricted documents are named in documents and events
    only. "research" is a database of published documents without reviewers' names, as the app's
    explorer shows it; OUT is then the file, or RESEARCH for its place in the workspace.
    """
    if what == RESEARCH:
        _research(open_workspace(workspace_path(workspace)), out)
        return
    day = None if as_of is None else day_named(as_of, "--as-of")
    names = [interchange.name for interchange in FORMATS]
    ending = out.suffix.lstrip(".").lower()
    chosen = format_name or (ending if ending in names else names[0])
    with open_evidence(open_workspace(workspace_path(workspace)), read_only=True) as evidence:
        if str(out) == "-":
            write(evidence, what, chosen, sys.stdout.buffer, day)
            return
        count = write(evidence, what, chosen, out, day)
        restricted = 0 if what in ("documents", "events") else evidence.counts()["restricted"]
    click.echo(f"{count:,} {what} written to {out}", err=True)
    if what == "events" and count:
        click.echo(
            "It names who decided and why, of restricted documents too: keep it as safe as the "
            "workspace.",
            err=True,
        )
    if restricted:
        click.echo(
            f"Left out: {counted(restricted, 'restricted document')}. {RESTRICTED}", err=True
        )


def _research(place: Workspace, out: Path) -> None:
    target = place.research if str(out) == RESEARCH.upper() else out
    with open_evidence(place, read_only=True) as evidence:
        counts = write_research(evidence, target)
    said = ", ".join(f"{number:,} {name}" for name, number in counts.items())
    click.echo(f"{said} written to {target}", err=True)
