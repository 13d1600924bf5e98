"""`vouch correct`: what was read wrongly, as events that nothing overwrites."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar

import click

from corpus.chain import Event
from corpus.corrections import SAW
from corpus.corrections_fields import FIELDS
from corpus.problems import SettingsError
from corpus.workspace import open_workspace
from pipelines.commands.options import json_option, print_json, workspace_option, workspace_path
from pipelines.commands.showing import typed as command_line
from pipelines.correcting import Wish, correct_document, correct_fact, listed, take_back
from pipelines.remembering import user_name

Decorated = TypeVar("Decorated", bound=Callable[..., object])


def _who_and_why(command: Decorated) -> Decorated:
    """Add --who and --reason, which every correction has."""
    who = click.option("--who", metavar="NAME", help="Who says so. [default: your user name]")
    reason = click.option(
        "--reason", metavar="WORDS", required=True, help="Why: what the document says, and where."
    )
    return who(reason(command))


def _values(command: Decorated) -> Decorated:
    """Add --set."""
    return click.option(
        "--set",
        "values",
        metavar="FIELD=VALUE",
        multiple=True,
        required=True,
        help="What it should have been; may be given again. Without a VALUE it is cleared.",
    )(command)


def _allowed(*kinds: str) -> str:
    return ", ".join(dict.fromkeys(name for kind in kinds for name in FIELDS[kind]))


@click.group("correct")
def command() -> None:
    """Record what was read wrongly, take that back, list it.

    Nothing is overwritten: each correction is an event with who, why, what was there and what
    should be. Views and exports show the corrected value and say so, also after a new reading.
    """


@command.command(
    "document", epilog=f"Fields of a document: {_allowed('document')}. Lists take ; between."
)
@click.argument("named", metavar="ID_OR_PATH")
@_values
@_who_and_why
@workspace_option
def document_command(
    workspace: Path | None, named: str, values: tuple[str, ...], who: str | None, reason: str
) -> None:
    """Correct what was read of a document.

    ID_OR_PATH is its id, the beginning of its id, its path or its file name. Dates are written
    2019-02-01.
    """
    wish = Wish(_pairs(values), _name(who), _why(reason))
    _told(correct_document(open_workspace(workspace_path(workspace)), named, wish), workspace)


@command.command(
    "fact",
    epilog=(
        f"Fields of a judgement: {_allowed('judgement')}. Of an improvement: "
        f"{_allowed('requirement')}. Of an action: {_allowed('action')}. Of an inspection: "
        f"{_allowed('inspection')}. Lists take ; between."
    ),
)
@click.argument("named", metavar="FACT_ID")
@_values
@click.option(
    "--as-printed", is_flag=True, help="Take a grade or area that is in no scale or framework."
)
@_who_and_why
@workspace_option
def fact_command(
    workspace: Path | None,
    named: str,
    values: tuple[str, ...],
    as_printed: bool,
    who: str | None,
    reason: str,
) -> None:
    """Correct a judgement, an improvement, an action or the details of an inspection.

    FACT_ID is the fact's id or the beginning of it; exports of judgements, improvements and actions
    give it. The words quoted from the document stay as they are.
    """
    wish = Wish(_pairs(values), _name(who), _why(reason), as_printed)
    _told(correct_fact(open_workspace(workspace_path(workspace)), named, wish), workspace)


@command.command("undo")
@click.argument("seq", metavar="SEQ", type=click.IntRange(1))
@_who_and_why
@workspace_option
def undo_command(workspace: Path | None, seq: int, who: str | None, reason: str) -> None:
    """Take a correction back; both stay in the list.

    SEQ is the number of the event in vouch correct list. What held before it holds again.
    """
    event = take_back(open_workspace(workspace_path(workspace)), seq, _name(who), _why(reason))
    click.echo(f"Event {event.seq}: event {seq} is taken back.")


@command.command("list")
@workspace_option
@json_option
def list_command(workspace: Path | None, as_json: bool) -> None:
    """List corrections, in the order in which they were made.

    Those that were taken back are listed too, and so is what the options --provider and --kind said
    when documents were offered.
    """
    found = listed(open_workspace(workspace_path(workspace)))
    if as_json:
        print_json([{**asdict(row.event), "undone": row.undone} for row in found])
        return
    if not found:
        click.echo("Nothing was corrected yet.")
    for row in found:
        click.echo("\n".join(_lines(row.event, row.undone)))


def _lines(event: Event, undone: bool) -> list[str]:
    """Say in a few lines what an event is about."""
    titles = {"correct": "correction", "state": "said when offered", "undo": "taken back"}
    mark = " (undone)" if undone else ""
    what = f"{event.target_type} {event.target_id[:12]}"
    lines = [f"{event.seq:>6}  {titles[event.what]}{mark}: {what}, {event.who}, {event.at}"]
    lines += [f"        {words}" for words in _changes(event)]
    if event.reason:
        lines.append(f"        because: {event.reason}")
    return lines


def _changes(event: Event) -> Sequence[str]:
    before: Mapping[str, Any] = event.before or {}
    after: Mapping[str, Any] = event.after or {}
    names = [name for name in dict.fromkeys((*before, *after)) if name != SAW]
    return [f"{name}: {_shown(before.get(name))} -> {_shown(after.get(name))}" for name in names]


def _shown(value: object) -> str:
    if value is None or value == []:
        return "(nothing)"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)


def _told(event: Event, workspace: Path | None) -> None:
    click.echo(f"Event {event.seq}, {event.target_type} {event.target_id[:12]}:")
    for words in _changes(event):
        click.echo(f"    {words}")
    place = ["--workspace", str(workspace)] if workspace else []
    undo = command_line("correct", "undo", str(event.seq), "--reason", "WORDS", *place)
    click.echo(f"To take it back: {undo}")


def _pairs(given: Sequence[str]) -> dict[str, str]:
    """Part FIELD=VALUE; each field once."""
    found: dict[str, str] = {}
    for words in given:
        name, sign, value = words.partition("=")
        name = name.strip()
        if not sign or not name:
            raise click.UsageError(
                f"--set {words!r}: write FIELD=VALUE, as in published=2019-02-01."
            )
        if name in found:
            raise click.UsageError(f"--set {name} is given twice. Give each field once.")
        found[name] = value
    return found


def _why(reason: str) -> str:
    if not reason.strip():
        raise click.UsageError("--reason is empty. Say what the document says, and where.")
    return reason.strip()


def _name(given: str | None) -> str:
    """Return who corrects: as given, else the user of this machine, else as they answer."""
    if given is not None:
        if not given.strip():
            raise click.UsageError("--who is empty. Type a name.")
        return given.strip()
    known = user_name()
    if known:
        return known
    if sys.stdin.isatty():
        return str(click.prompt("Your name")).strip()
    raise SettingsError("This machine does not say who you are. Add --who with your name.")
