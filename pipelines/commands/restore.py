"""`vouch restore`: a workspace from a backup."""

from __future__ import annotations

from pathlib import Path

import click

from corpus.backup import restore
from pipelines.commands.options import workspace_option, workspace_path


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@workspace_option
def command(workspace: Path | None, file: Path) -> None:
    """Make a workspace from the backup FILE; a workspace that holds documents is left alone."""
    root = workspace_path(workspace)
    restore(file, root)
    click.echo(f"Restored to {root}. See what is in it with: vouch status --workspace {root}")
