"""`vouch ingest`: every stage over files and folders."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import click

from pipelines.commands.options import (
    say_who_writes,
    show_summary,
    workspace_named,
    workspace_option,
)
from pipelines.offers import printable
from pipelines.settings import Settings, load_settings
from pipelines.summary import Summary


@click.command("ingest")
@click.argument(
    "paths",
    metavar="PATH...",
    nargs=-1,
    required=True,
    callback=lambda _context, _parameter, names: _all_there(names),
)
@click.option("--provider", metavar="URN", help="The provider of all these documents.")
@click.option("--kind", metavar="KIND", help="What all these documents are, such as action_plan.")
@click.option(
    "--sensitivity",
    type=click.Choice(["public", "restricted"]),
    help="Say that these documents are published, or that they are not. "
    "[default: public only where a published report is recognised]",
)
@click.option("--jobs", type=click.IntRange(1), help="Worker processes. [default: one a core]")
@click.option(
    "--engine",
    type=click.Choice(["auto", "local", "prefect"]),
    default="auto",
    show_default=True,
    help="Who runs the stages; auto is prefect where PREFECT_API_URL is set.",
)
@click.option(
    "--pdf-engine",
    type=click.Choice(["fast", "pdfplumber"]),
    help="The reader of PDF files. [default: fast]",
)
@click.option("--no-tag", is_flag=True, help="Store passages without tags.")
@click.option("--strict", is_flag=True, help="End with status 1 where any document is not ok.")
@click.option("--reprocess", is_flag=True, help="Read again what was read before.")
@workspace_option
def command(paths: tuple[Path, ...], workspace: Path | None, engine: str, **given: Any) -> None:
    """Read documents into the workspace: every stage, to tagged passages.

    PATH is a file or a folder, which is read with all its folders. What was read before in the same
    way is not read again, so an interrupted run goes on when the same command is typed again.
    """
    settings = load_settings(
        {
            **{key: value for key, value in given.items() if not isinstance(value, bool)},
            # A flag that is absent leaves the decision to the VOUCH_* variable.
            "strict": given["strict"] or None,
            "reprocess": given["reprocess"] or None,
            "tag": False if given.pop("no_tag") else None,
            "workspace": workspace_named(workspace),
        }
    )
    show_summary(run(paths, settings, engine), settings)


def _all_there(names: Iterable[str]) -> tuple[Path, ...]:
    """Refuse a path where nothing is: a slip of the pen. What cannot be read becomes a row."""
    for name in names:
        # A link that leads nowhere is there, and gets its row. An empty name is not this folder.
        if not os.path.lexists(name):
            raise click.BadParameter(
                f"there is nothing at {printable(name)!r}. Check the spelling; a name with "
                "blanks needs quotation marks around it."
            )
    return tuple(map(Path, names))


def run(paths: Sequence[Path], settings: Settings, engine: str = "auto") -> Summary:
    """Ingest with the engine of that name; Prefect is imported only when it is the one."""
    if engine == "prefect" or (engine == "auto" and os.environ.get("PREFECT_API_URL")):
        from pipelines import prefect_engine  # noqa: PLC0415 - takes seconds to import

        return prefect_engine.ingest(paths, settings)
    from pipelines import local  # noqa: PLC0415 - not needed where Prefect runs the stages

    return local.ingest(paths, settings, on_wait=say_who_writes)
