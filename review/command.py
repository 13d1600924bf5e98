"""`vouch review`: the app in the browser, on this machine alone."""

from __future__ import annotations

from pathlib import Path

import click

from corpus.workspace import open_workspace
from pipelines.commands.options import workspace_option, workspace_path
from review.settings import HOST, PORT, AppSettings


@click.command("review")
@click.option("--port", type=click.IntRange(0, 65535), default=PORT, show_default=True)
@click.option("--host", default=HOST, show_default=True, help="Address to listen on.")
@click.option("--no-browser", "quiet", flag_value="browser", help="Open no browser.")
# For `vouch up`, whose log of the app is no place for a password.
@click.option("--no-password", "quiet", flag_value="all", hidden=True)
@click.option(
    "--trusted-header",
    metavar="NAME",
    help="A proxy that signs people in says in this header who they are.",
)
@click.option(
    "--trusted-address",
    "addresses",
    multiple=True,
    default=(HOST,),
    show_default=True,
    help="The proxy's address; the header of anybody else is ignored.",
)
@workspace_option
def command(
    workspace: Path | None,
    port: int,
    host: str,
    quiet: str | None,
    trusted_header: str | None,
    addresses: tuple[str, ...],
) -> None:
    """Open the app in which people review tags and read the evidence.

    It listens on this machine alone until you end it with Ctrl-C. Where nobody can sign in yet, an
    administrator is made, with a password that is shown once.
    """
    from review.serving import first_user, open_browser, serve  # noqa: PLC0415 - help does without

    place = open_workspace(workspace_path(workspace))
    settings = AppSettings(
        workspace=place,
        host=host,
        port=port,
        trusted_header=trusted_header,
        trusted_addresses=addresses,
        secure=trusted_header is not None,
    )

    def opened(address: str) -> None:
        # Once the port is ours: a password that was shown for nothing would be looked for later.
        if quiet != "all" and (first := first_user(place)):
            click.echo(first.words)
        click.echo(f"Vouch is open at {address} (Ctrl-C ends it).")
        if quiet is None:
            open_browser(address)

    serve(settings, opened)
