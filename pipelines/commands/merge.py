"""`vouch merge`: what was decided on other laptops, brought together with what was decided here."""

from __future__ import annotations

from pathlib import Path

import click

from corpus.decisions import open_decisions
from corpus.merging import conflicts, merge, read_events
from corpus.wording import count_of
from corpus.workspace import open_workspace
from pipelines.commands.options import json_option, print_json, workspace_option, workspace_path


@click.command("merge")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@workspace_option
@json_option
def command(file: Path, workspace: Path | None, as_json: bool) -> None:
    """Take in what was decided on another laptop.

    FILE is what `vouch export --what events --format jsonl` wrote there. Each laptop's chain stays
    whole and is checked; what is here already is left alone, so that the same file may come twice.
    """
    events = read_events(file)
    place = open_workspace(workspace_path(workspace))
    with open_decisions(place) as decisions:
        merged = merge(decisions, events)
        found = conflicts(decisions)
    if as_json:
        print_json({"taken": merged.taken, "known": merged.known, "conflicts": len(found)})
        return
    click.echo(
        f"{count_of(merged.taken, 'event')} taken, {merged.known:,} known before, of "
        f"{count_of(merged.origins, 'laptop')}."
    )
    if found:
        click.echo(
            f"{count_of(len(found), 'target')} decided differently: settle them in the app "
            "(`vouch review`, Evidence base, Conflicts)."
        )
