"""`vouch restore`: a workspace from a backup."""

from __future__ import annotations

from pathlib import Path

import click

from corpus.backup import restore
from pipelines.commands.options import workspace_option, workspace_path
from pipelines.commands.showing import typed


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@workspace_option
def command(workspace: Path | None, file: Path) -> None:
    """Make a workspace from a backup.

    FILE is what vouch backup wrote; --workspace names a new or empty folder.
    """
    root = workspace_path(workspace)
    restore(file, root)
    see = typed("status", "--workspace", str(root))
    click.echo(f"Restored to {root}. See what is in it with: {see}")
