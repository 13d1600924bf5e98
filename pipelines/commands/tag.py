"""`vouch tag`: stored passages through further frameworks, or again."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from corpus.evidence import open_evidence
from corpus.workspace import Workspace, open_workspace, writing
from pipelines.commands.options import say_who_writes, workspace_named, workspace_option
from pipelines.settings import load_settings
from pipelines.summary import SHOWN, counted
from pipelines.tagging import Tagged, tag_workspace


@click.command("tag")
@click.option("--framework", "frameworks", metavar="ID", multiple=True, help="Tag through this.")
@click.option("--reprocess", is_flag=True, help="Tag again what has been tagged.")
@click.option("--context", is_flag=True, help="Let the passages around one help to find its area.")
@click.option("--prune", is_flag=True, help="Delete the tags of earlier versions; tag nothing.")
@click.option("--jobs", type=click.IntRange(1), help="Worker processes. [default: one a core]")
@workspace_option
def command(
    workspace: Path | None,
    frameworks: tuple[str, ...],
    reprocess: bool,
    context: bool,
    prune: bool,
    jobs: int | None,
) -> None:
    """Tag stored passages through further frameworks, or again.

    Without --framework every document is tagged through its own, as `vouch ingest` does; with it,
    through those named. What a tagger has gone over is not done again. Restricted documents are
    never tagged.
    """
    given = {
        "workspace": workspace_named(workspace),
        "frameworks": frameworks or None,
        "reprocess": reprocess or None,
        # A flag that is absent leaves the decision to the VOUCH_* variable.
        "context": context or None,
        "jobs": jobs,
    }
    settings = load_settings(given)
    if prune:
        _prune(open_workspace(settings.workspace), settings.wait_seconds)
        return
    _show(tag_workspace(settings, alone=bool(frameworks), on_wait=say_who_writes))


def _prune(place: Workspace, wait: float) -> None:
    with (
        writing(place, wait, "prune", on_wait=say_who_writes),
        open_evidence(place) as evidence,
    ):
        pruned = evidence.prune_tags()
    click.echo(f"{counted(pruned, 'tag')} of earlier versions deleted; decisions stay.")


def _show(done: Tagged) -> None:
    """Print the account of a round; status 1 where it was stopped or failed on a document."""
    through = ", ".join(done.frameworks)
    over, tags = counted(done.documents, "document"), counted(done.tags, "tag")
    click.echo(f"{over} gone over, {tags} ({through}).")
    for problem in done.failed[:SHOWN]:
        click.echo(problem.message, err=True)
    if len(done.failed) > SHOWN:
        click.echo(f"and {len(done.failed) - SHOWN:,} more", err=True)
    if done.interrupted:
        click.echo("Stopped. What is stored stays; type the same command to go on.", err=True)
    if done.interrupted or done.failed:
        sys.exit(1)
