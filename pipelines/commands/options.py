"""What several commands share: options, and how results are printed."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

if TYPE_CHECKING:
    from corpus.workspace import Holder
    from pipelines.settings import Settings
    from pipelines.summary import Summary

Decorated = TypeVar("Decorated", bound=Callable[..., object])
DEFAULT_WORKSPACE = "vouch-workspace"


def workspace_option(command: Decorated) -> Decorated:
    """Add --workspace to a command; its parameter is `workspace`, null where it is not given."""
    return click.option(
        "--workspace",
        type=click.Path(path_type=Path, file_okay=False),
        help="Folder of the evidence base; also VOUCH_WORKSPACE. [default: ./vouch-workspace]",
    )(command)


def json_option(command: Decorated) -> Decorated:
    """Add --json to a command; its parameter is `as_json`."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")(command)


def labels_options(use: str, coded: str) -> Callable[[Decorated], Decorated]:
    """Add --labels and --codebook to a command; its parameters are `labels` and `named`.

    The help says `use` of the files ("Learn from"), and that `coded` were made by the codebooks.
    """
    files = click.option(
        "--labels",
        type=click.Path(path_type=Path, exists=True, dir_okay=False),
        multiple=True,
        help=f"{use} this file of labels too: CSV, Label Studio JSON, or JSON lines.",
    )
    codebooks = click.option(
        "--codebook",
        "named",
        metavar="NAME",
        multiple=True,
        help=f"The codebook that {coded} were made by: one for all, or one each.",
    )
    return lambda command: files(codebooks(command))


def signed_by(who: str) -> Callable[[Decorated], Decorated]:
    """Add --as and --reason: who ("user", "administrator") stands for what is decided, and why."""
    name = click.option("--as", "name", metavar="NAME", required=True, help=f"The {who} you are.")
    reason = click.option("--reason", metavar="WORDS", required=True, help="Why, in your words.")
    return lambda command: name(reason(command))


def workspace_named(given: Path | None) -> Path | None:
    """Return the workspace that this command or `vouch` before it was given, if any."""
    context = click.get_current_context(silent=True)
    before: Path | None = context.find_root().params.get("workspace") if context else None
    return given or before


def workspace_path(given: Path | None, default: str = DEFAULT_WORKSPACE) -> Path:
    """Return the workspace to use: as given, else VOUCH_WORKSPACE, else the default."""
    return workspace_named(given) or Path(os.environ.get("VOUCH_WORKSPACE") or default)


def day_named(written: str, option: str) -> date:
    """Return the day that an option names; a slip of the pen ends the command."""
    try:
        return date.fromisoformat(written.strip())
    except ValueError as error:
        raise click.BadParameter(
            f"{written!r} is no date; write year, month and day, such as 2013-02-14.",
            param_hint=option,
        ) from error


def say_who_writes(holder: Holder | None) -> None:
    """Tell the user that another process holds the workspace."""
    who = str(holder) if holder else "another process"
    click.echo(f"Waiting for {who}, which is writing in this workspace.", err=True)


def print_json(value: object) -> None:
    """Print a value as indented JSON."""
    click.echo(json.dumps(value, indent=2, ensure_ascii=False))


def show_summary(summary: Summary, settings: Settings) -> None:
    """Print the account of a run and end with the status that it deserves."""
    from pipelines.summary import lines  # noqa: PLC0415 - most commands make no run

    for line in lines(summary):
        click.echo(line)
    stated = [f"--{name}" for name in ("provider", "kind") if getattr(settings, name)]
    if stated and summary.unchanged:
        click.echo(f"{' and '.join(stated)}: not applied to what is unchanged; add --reprocess.")
    if summary.interrupted:
        click.echo("Stopped. What is stored stays; type the same command to go on.", err=True)
        sys.exit(1)
    if settings.strict and not summary.clean:
        click.echo("Not every document is in order, and --strict asks for that.", err=True)
        sys.exit(1)
