"""`vouch backup`: the whole workspace in one file."""

from __future__ import annotations

from pathlib import Path

import click

from corpus.backup import backup
from corpus.workspace import open_workspace
from pipelines.commands.options import workspace_option, workspace_path


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@workspace_option
def command(workspace: Path | None, file: Path) -> None:
    """Write the whole workspace into one file.

    FILE may hold case notes afterwards, so keep it as safe as the workspace itself.
    """
    held = backup(open_workspace(workspace_path(workspace)), file)
    megabytes = file.stat().st_size / 1_000_000
    click.echo(f"{held.files:,} files backed up to {file} ({megabytes:,.1f} MB).")
    for name in held.damaged:
        click.echo(f"Damaged before it was backed up: {name}. Run vouch verify.", err=True)
