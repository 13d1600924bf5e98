"""`vouch tag`: stored passages through further frameworks, or again."""

from __future__ import annotations

from pathlib import Path

import click

from corpus.evidence import open_evidence
from corpus.workspace import open_workspace, writing
from pipelines.commands.options import say_who_writes, workspace_named, workspace_option
from pipelines.settings import load_settings
from pipelines.summary import counted
from pipelines.tagging import lenses, tag_stored


@click.command("tag")
@click.option("--framework", "frameworks", metavar="ID", multiple=True, help="Tag through this.")
@click.option("--reprocess", is_flag=True, help="Tag again what has been tagged.")
@workspace_option
def command(workspace: Path | None, frameworks: tuple[str, ...], reprocess: bool) -> None:
    """Tag stored passages through further frameworks, or again.

    Without --framework every document is tagged through its own. Restricted documents are never
    tagged.
    """
    given = {
        "workspace": workspace_named(workspace),
        "frameworks": frameworks or None,
        "reprocess": reprocess or None,
    }
    settings = load_settings(given)
    lenses(settings)
    place = open_workspace(settings.workspace)
    with (
        writing(place, settings.wait_seconds, "tag", on_wait=say_who_writes),
        open_evidence(place) as evidence,
    ):
        done = tag_stored(evidence, settings)
    through = ", ".join(done.frameworks)
    over, tags = counted(done.documents, "document"), counted(done.tags, "tag")
    click.echo(f"{over} gone over, {tags} ({through}).")
