"""`vouch up`: the app and Prefect, with all that belongs to them, on this machine alone."""

from __future__ import annotations

from pathlib import Path

import click

from corpus.workspace import open_workspace
from pipelines import prefect_programs
from pipelines.commands.options import workspace_option, workspace_path
from review.settings import PORT


@click.command("up")
@click.argument("folders", nargs=-1, type=click.Path(path_type=Path, exists=True))
@click.option(
    "--port", type=click.IntRange(1, 65535), default=PORT, show_default=True, help="Of the app."
)
@click.option(
    "--prefect-port",
    type=click.IntRange(1, 65535),
    default=prefect_programs.PORT,
    show_default=True,
    help="Of the Prefect server.",
)
@click.option("--no-browser", is_flag=True, help="Open no browser.")
@workspace_option
def command(
    folders: tuple[Path, ...],
    port: int,
    prefect_port: int,
    no_browser: bool,
    workspace: Path | None,
) -> None:
    """Run the app, and Prefect with its worker and deployments beside it.

    FOLDERS are gone over every night and watched meanwhile; without any, and without
    VOUCH_FOLDERS, what goes by the clock is paused. It all listens on this machine alone, until
    you end it with Ctrl-C.
    """
    from review.serving import first_user, open_browser  # noqa: PLC0415 - help does without
    from review.supervising import Supervisor  # noqa: PLC0415
    from review.up import Heard, Together, up  # noqa: PLC0415

    # The first command that somebody types on a laptop may be this one.
    place = open_workspace(workspace_path(workspace), create=True)
    wanted = Together(workspace=place, port=port, prefect_port=prefect_port, folders=folders)
    supervisor = Supervisor(click.echo)

    def begun() -> None:
        # Before the app is started, or it would say the password into its log.
        if first := first_user(place):
            click.echo(first.words)

    def opened() -> None:
        click.echo(f"Vouch is open at   {wanted.app}")
        click.echo(f"Prefect is open at {wanted.prefect}")
        click.echo(f"Logs are in        {place.logs}")
        if not wanted.scheduled:
            click.echo("No folders are watched: name some, `vouch up FOLDER`, to have them read.")
        click.echo("Ctrl-C ends all of it.")
        if not no_browser:
            open_browser(wanted.app)

    up(wanted, supervisor, Heard(begun, opened))
    click.echo("All of it has ended.")
