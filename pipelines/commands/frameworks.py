"""`vouch frameworks`: list, show and compile inspection frameworks."""

from __future__ import annotations

import importlib
import re
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from corpus.frameworks import Framework, known, load
from corpus.problems import FrameworkError
from corpus.workspace import Workspace, open_workspace, writing
from pipelines.commands.options import (
    json_option,
    print_json,
    say_who_writes,
    workspace_option,
    workspace_path,
)

if TYPE_CHECKING:
    from pipelines.framework_files import Read

_WAIT = 60.0
# What a framework file that a person wrote starts with, whatever its name ends in.
_WRITTEN = re.compile(rb"^id:.*^(?:title|publisher|in_force|areas):", re.M | re.S)
_START = 4096
# Written in another module; imported when it is asked for.
_ELSEWHERE = {"check": "pipelines.commands.framework_check"}


class Frameworks(click.Group):
    """A group whose `check` is imported only when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands' names."""
        return [*super().list_commands(ctx), *_ELSEWHERE]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command by its name; null where there is none."""
        if cmd_name not in _ELSEWHERE:
            return super().get_command(ctx, cmd_name)
        command: click.Command = importlib.import_module(_ELSEWHERE[cmd_name]).command
        return command


@click.group("frameworks", cls=Frameworks)
def command() -> None:
    """List, show, compile and check inspection frameworks.

    Those that come with Vouch are in our own short words. `compile` reads your own copy of a
    framework document: it attaches the official wording, or makes a new framework of it.
    """


@command.command("list")
@workspace_option
@json_option
def list_frameworks(workspace: Path | None, as_json: bool) -> None:
    """List the frameworks: what they cover, and where they come from."""
    from pipelines.commands.framework_views import listed, summary  # noqa: PLC0415 - YAML is slow

    folder = _folder(workspace)
    rows = [summary(load(name, folder), folder) for name in known(folder)]
    if as_json:
        print_json(rows)
        return
    for line in listed(rows):
        click.echo(line)


@command.command("show")
@click.argument("framework", metavar="ID")
@click.option("--criteria", is_flag=True, help="Print every criterion.")
@click.option("--yaml", "as_yaml", is_flag=True, help="Print its file, to copy and change.")
@click.option("--official", is_flag=True, help="Print the attached official wording as well.")
@workspace_option
@json_option
def show(framework: str, criteria: bool, official: bool, as_yaml: bool, **rest: object) -> None:
    """Show one framework: areas, scale, criteria, rules, deadlines and lists."""
    from pipelines.commands.framework_views import tree  # noqa: PLC0415 - YAML is slow
    from pipelines.framework_files import attached, source_of  # noqa: PLC0415

    given = rest["workspace"]
    folder = _folder(given if isinstance(given, Path) else None)
    found = load(framework, folder)
    if as_yaml:
        click.echo(source_of(folder, framework), nl=False)
        return
    wording = attached(folder, framework)
    if rest["as_json"]:
        print_json(_for_programs(found) | {"official": asdict(wording) if wording else None})
        return
    if official and wording is None:
        raise FrameworkError(
            f"No official wording is attached to {framework}. Attach it from your own copy: "
            f"vouch frameworks compile FILE --as {framework}"
        )
    for line in tree(found, criteria or official, wording if official else None):
        click.echo(line)


@command.command("compile")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--as", "known_id", metavar="ID", help="Attach the wording to this framework.")
@click.option("--new", "new_id", metavar="ID", help="Make a framework with this id of it.")
@click.option(
    "--from",
    "since",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="With --new: in force from this date, where the document does not say.",
)
@workspace_option
@json_option
def compile_file(
    file: Path, known_id: str | None, new_id: str | None, since: datetime | None, **rest: object
) -> None:
    """Read a framework document, and say what was found and what could not be placed.

    Without --as or --new nothing is kept. FILE may be PDF, Word, HTML, Markdown or text. A
    framework file of your own, in YAML, is checked line by line and taken into the workspace.
    """
    from pipelines.commands.framework_views import account  # noqa: PLC0415 - YAML is slow
    from pipelines.framework_files import likely, read_document  # noqa: PLC0415

    if known_id and new_id:
        raise click.UsageError("--as attaches and --new creates: give one of the two.")
    given = rest["workspace"]
    place = given if isinstance(given, Path) else None
    if file.suffix.lower() in (".yaml", ".yml"):
        _take_in(file, place, bool(rest["as_json"]))
        return
    _misnamed(file)
    target = load(known_id, _folder(place)) if known_id else None
    document = read_document(file)
    done = _kept(place, document, target, new_id, since.date() if since else None)
    seems = () if target or new_id else likely(document.compiled)
    if rest["as_json"]:
        counts = document.compiled.counts()
        print_json(
            {"compiled": asdict(document.compiled), "counts": counts, "kept": done, "seems": seems}
        )
        return
    for line in (*account(document.compiled), "", *done, *_advice(file, seems, done)):
        click.echo(line)


def _misnamed(file: Path) -> None:
    """Refuse a framework file of one's own whose name hides that it is one."""
    try:
        with file.open("rb") as stream:
            start = stream.read(_START)
    except OSError:
        return  # whoever reads it whole says why it cannot be read
    if _WRITTEN.search(start):
        raise FrameworkError(
            f"{file.name} looks like a framework file of your own, but its name does not end in "
            ".yaml. Rename it to its id and .yaml, such as canteens-2025.yaml. Some editors add "
            ".txt and do not show it: choose 'all files' as the type when saving."
        )


def _take_in(file: Path, place: Path | None, as_json: bool) -> None:
    """Check a framework file and keep it in the workspace; say what it holds."""
    from pipelines.commands.framework_views import strays, summary  # noqa: PLC0415 - YAML is slow
    from pipelines.framework_files import keep_written  # noqa: PLC0415

    workspace = open_workspace(workspace_path(place), create=True)
    with writing(workspace, _WAIT, "frameworks compile", on_wait=say_who_writes):
        framework, kept, done = keep_written(workspace, file)
    held = summary(framework, workspace.frameworks)
    doubts = strays(framework, workspace.frameworks)
    if as_json:
        print_json({"framework": held, "kept": done, "doubts": doubts})
        return
    click.echo(f"{file.name} is in order and is now in the workspace: {kept} ({done}).")
    for doubt in doubts:
        click.echo(f"  Look again: {doubt}")
    click.echo(f"See what it holds: vouch frameworks show {framework.id}")


def _kept(
    place: Path | None,
    document: Read,
    target: Framework | None,
    new_id: str | None,
    since: date | None,
) -> list[str]:
    """Attach or create, under the writing lock; return what to tell the user."""
    from pipelines.commands.framework_views import still_to_write  # noqa: PLC0415 - YAML is slow
    from pipelines.framework_files import keep_attached, keep_new  # noqa: PLC0415

    if target is None and new_id is None:
        return []
    workspace = open_workspace(workspace_path(place), create=True)
    with writing(workspace, _WAIT, "frameworks compile", on_wait=say_who_writes):
        if target is not None:
            attachment, done = keep_attached(workspace, document, target)
            texts, beside = len(attachment.wordings), len(attachment.beside)
            lines = [
                f"{target.id}: official wording of {texts:,} criteria, and of {beside:,} titles "
                f"and items of evidence, attached ({done})."
            ]
            lines += [f"  Looks wrong: {row.code}: {row.doubt}." for row in attachment.doubtful]
            return lines + [f"  Not matched: {line}" for line in attachment.unmatched]
        path, done = keep_new(workspace, document, str(new_id), since)
        return [
            f"{path} ({done}). Read its first lines, and correct what is wrong.",
            *still_to_write(document.compiled),
        ]


def _advice(file: Path, seems: tuple[str, ...], done: list[str]) -> list[str]:
    if done:
        return []
    if seems:
        return [f"It reads like {seems[0]}. To attach its wording: add --as {seems[0]}"]
    return [f"It is none that Vouch knows. To make a framework of {file.name}: add --new ID"]


def _folder(workspace: Path | None) -> Path:
    return Workspace(workspace_path(workspace)).frameworks


def _for_programs(framework: Framework) -> dict[str, object]:
    def plain(value: object) -> object:
        if isinstance(value, dict):
            return {key: plain(inner) for key, inner in value.items()}
        if isinstance(value, (list, tuple)):
            return [plain(inner) for inner in value]
        return value.isoformat() if isinstance(value, date) else value

    return {key: plain(value) for key, value in asdict(framework).items()}
