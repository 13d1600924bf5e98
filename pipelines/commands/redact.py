"""`vouch redact`: the quarantine of case notes and its gate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click

from corpus.notes import NoteKind
from corpus.routing import DONE
from pipelines.commands.options import (
    json_option,
    print_json,
    signed_by,
    workspace_named,
    workspace_option,
    workspace_path,
)

if TYPE_CHECKING:
    from corpus.users import User
    from corpus.vault import Vault
    from pipelines.redacting.cases import Case, State


@click.group("redact")
def command() -> None:
    """De-identify case notes, and open them once a person has signed.

    Signed notes are searched and tagged; what is restricted waits sealed. These commands ask for
    the passphrase of the workspace, or take it from VOUCH_PASSPHRASE; those that decide ask for
    your password, or take VOUCH_PASSWORD.
    """


@command.command("list")
@workspace_option
@json_option
def list_command(workspace: Path | None, as_json: bool) -> None:
    """List cases: how many notes, whether somebody has signed, what must be looked at first.

    Files that came in since the last time are looked through first.
    """
    from pipelines.redacting.cases import open_cases  # noqa: PLC0415 - the vault opens first
    from pipelines.redacting.looking import unanswered  # noqa: PLC0415
    from pipelines.redacting.preparing import prepare  # noqa: PLC0415
    from pipelines.redacting.signing import states  # noqa: PLC0415
    from pipelines.settings import load_settings  # noqa: PLC0415

    settings = load_settings({"workspace": workspace_named(workspace)})
    with opened_vault(workspace) as vault:
        done = prepare(vault, settings)
        cases = sorted(open_cases(vault), key=lambda case: case.label)
        known = states(vault, cases)
        signs = Counter(case.id for case, _ in unanswered(vault, cases))
    rows = [_row(case, known[case.id], signs[case.id]) for case in cases]
    if done.files:
        click.echo(f"{done.files:,} files were new: {done.notes:,} notes.", err=True)
    if done.failed:
        told = ", ".join(case_id[:8] for case_id in done.failed)
        click.echo(
            f"{len(done.failed):,} cases could not be looked through and wait ({told}); the others "
            "are stored. Run the same command again; if it fails again, the log file in the "
            "workspace says where.",
            err=True,
        )
    if as_json:
        print_json(rows)
        return
    if not rows:
        click.echo("Nothing restricted waits here.")
    for row in rows:
        click.echo(
            f"{str(row['id'])[:8]}  {row['state']:<8} {row['notes']:>6,} notes "
            f"{row['identifiers']:>7,} identifiers  {row['label']}"
        )
        if row["signs"]:
            said = f"{row['signs']} statements that a child may be at risk wait for an answer"
            click.echo(f"          {said}: vouch redact signs")


@command.command("show")
@click.argument("named", metavar="CASE")
@click.option("--text", is_flag=True, help="The notes as they would be released, too.")
@click.option("--full", is_flag=True, help="All rows of the report, however many.")
@click.option("--original", is_flag=True, help="The notes as they were written; it is recorded.")
@click.option("--as", "name", metavar="NAME", help="The user you are; needed with --original.")
@workspace_option
def show_command(
    workspace: Path | None, named: str, text: bool, full: bool, original: bool, name: str | None
) -> None:
    """Show what was found in a case, and what a person must look at before signing.

    CASE is an id of vouch redact list, or the beginning of one.
    """
    from pipelines.redacting.cases import find_case  # noqa: PLC0415
    from pipelines.redacting.looking import originals, released  # noqa: PLC0415
    from pipelines.redacting.reporting import report  # noqa: PLC0415

    with opened_vault(workspace) as vault:
        case = find_case(vault, named)
        user = user_named(vault, name) if original else None
        for line in originals(vault, case, user) if user else report(vault, case, full=full):
            click.echo(line)
        for line in released(vault, case) if text else ():
            click.echo(line)


@command.command("original")
@click.argument("named", metavar="PASSAGE")
@click.option("--as", "name", metavar="NAME", required=True, help="The user you are.")
@workspace_option
@json_option
def original_command(workspace: Path | None, named: str, name: str, as_json: bool) -> None:
    """Open the original at a passage of a signed note; that you looked is recorded.

    PASSAGE is an id of vouch search --json or of an export, or the beginning of one. Shown are the
    words as they were written, the file, and the place in it.
    """
    from pipelines.redacting.citing import cited  # noqa: PLC0415 - the vault opens first

    with opened_vault(workspace) as vault:
        found = cited(vault, named, user_named(vault, name))
    if as_json:
        told = asdict(found)
        del told["passage"]
        print_json({"passage_id": found.passage.id, **told})
        return
    pages = sorted({box.page for box in found.boxes})
    paged = ", ".join(f"page {page}" for page in pages)
    click.echo(", ".join(filter(None, (found.path, found.place, paged))))
    click.echo(found.words)


@command.command("correct")
@click.argument("named", metavar="CASE")
@click.option("--name", "names", metavar="WORDS", multiple=True, help="These name somebody.")
@click.option("--not-name", "others", metavar="WORDS", multiple=True, help="These name nobody.")
@signed_by("user")
@workspace_option
def correct_command(
    workspace: Path | None,
    named: str,
    names: Sequence[str],
    others: Sequence[str],
    name: str,
    reason: str,
) -> None:
    """Say what was overlooked, or hidden though it names nobody: in all notes of the case.

    The case remembers it for notes that come later. A signature given before holds no longer: the
    notes are closed until somebody signs again.
    """
    from pipelines.redacting.cases import find_case  # noqa: PLC0415
    from pipelines.redacting.looking import corrected  # noqa: PLC0415
    from pipelines.settings import load_settings  # noqa: PLC0415

    if not names and not others:
        raise click.UsageError("Give --name or --not-name, with the words.")
    said = {**dict.fromkeys(names, True), **dict.fromkeys(others, False)}
    settings = load_settings({"workspace": workspace_named(workspace)})
    with opened_vault(workspace) as vault:
        user = user_named(vault, name)
        case = corrected(vault, find_case(vault, named), said, user, reason, settings)
    click.echo(f"Noted. The case has {_count(case):,} identifiers now; look at it again.")


@command.command("judge")
@click.argument("named", metavar="CASE")
@click.argument("note", metavar="NOTE")
@click.option("--kind", type=click.Choice(get_args(NoteKind)), help="Of what kind the note is.")
@click.option("--day", metavar="DATE", help="Of which day it is, such as 2024-02-29.")
@signed_by("user")
@workspace_option
def judge_command(
    workspace: Path | None, named: str, note: str, kind: str | None, day: str | None, **by: str
) -> None:
    """Say of what kind or day a note is, where it was read otherwise.

    NOTE is an id of vouch redact show CASE --text, or the beginning of one. What was signed stays
    as it is until somebody signs the case again.
    """
    from pipelines.commands.options import day_named  # noqa: PLC0415 - beside what needs it
    from pipelines.redacting.cases import Judgement, find_case  # noqa: PLC0415
    from pipelines.redacting.looking import judged  # noqa: PLC0415

    if not kind and not day:
        raise click.UsageError("Give --kind or --day.")
    date = day_named(day, "--day").isoformat() if day else None
    with opened_vault(workspace) as vault:
        user = user_named(vault, by["name"])
        said = Judgement(note, kind, date, user.name, by["reason"])
        judged(vault, find_case(vault, named), said, user)
    click.echo("Noted. It holds for tags and search once the case is signed again.")


@command.command("signs")
@workspace_option
@json_option
def signs_command(workspace: Path | None, as_json: bool) -> None:
    """List statements that a child may be at risk and that nobody has acknowledged.

    They are shown as they were written, the most urgent first, for a person to read and act on.
    Nothing about a child is counted or scored.
    """
    from corpus.routing import remedy  # noqa: PLC0415
    from pipelines.redacting.cases import open_cases  # noqa: PLC0415
    from pipelines.redacting.looking import waiting_signs  # noqa: PLC0415

    with opened_vault(workspace) as vault:
        found = waiting_signs(vault, list(open_cases(vault)))
    if as_json:
        print_json([{"id": sign.id, **asdict(sign), "words": words} for sign, words in found])
        return
    for sign, words in found:
        click.echo(f"{sign.id[:8]}  {sign.kind}, {sign.time}: {words}")
    if found:
        click.echo(remedy(found[0][0]))
        click.echo(
            "What was done: vouch redact acknowledge SIGN --done passed-on --as NAME --reason WORDS"
        )
    else:
        click.echo("No statement waits for somebody to look at it.")


@command.command("acknowledge")
@click.argument("named", metavar="SIGN")
@click.option("--done", type=click.Choice(DONE), required=True, help="What was done about it.")
@signed_by("user")
@workspace_option
def acknowledge_command(
    workspace: Path | None, named: str, done: str, name: str, reason: str
) -> None:
    """Say what was done about a statement of vouch redact signs; it is recorded."""
    from pipelines.redacting.cases import open_cases  # noqa: PLC0415
    from pipelines.redacting.looking import Done, acknowledged  # noqa: PLC0415

    with opened_vault(workspace) as vault:
        user = user_named(vault, name)
        acknowledged(vault, list(open_cases(vault)), named, Done(user, done, reason))
    click.echo(f"Noted, by {user.name}.")


@command.command("sign")
@click.argument("named", metavar="CASE", nargs=-1)
@click.option("--all-waiting", "--all", "every", is_flag=True, help="Every case that waits.")
@click.option("--yes", is_flag=True, help="Do not ask before all are signed.")
@click.option("--framework", "frameworks", metavar="ID", multiple=True, help="Tag through this.")
@signed_by("user")
@workspace_option
def sign_command(
    workspace: Path | None,
    named: Sequence[str],
    every: bool,
    yes: bool,
    frameworks: tuple[str, ...],
    **by: str,
) -> None:
    """Sign that the notes of a case name nobody any more: they are indexed and tagged then.

    What is stored is the text without names; the original stays sealed. With --all-waiting, type
    the number of cases to confirm that you have looked at them, or say --yes.
    """
    from pipelines.redacting.signing import sign  # noqa: PLC0415
    from pipelines.settings import load_settings  # noqa: PLC0415

    settings = load_settings(
        {"workspace": workspace_named(workspace), "frameworks": frameworks or None}
    )
    with opened_vault(workspace) as vault:
        user = user_named(vault, by["name"])
        cases = _chosen(vault, named, every)
        if every and cases and not yes:
            _confirm(cases)
        done = sign(vault, cases, user, by["reason"], settings)
    click.echo(f"Signed by {user.name}: {done.notes:,} notes can be searched, {done.tags:,} tags.")


@command.command("refuse")
@click.argument("named", metavar="CASE")
@signed_by("user")
@workspace_option
def refuse_command(workspace: Path | None, named: str, name: str, reason: str) -> None:
    """Refuse to sign: the notes of a case stay closed, or are closed again."""
    from pipelines.redacting.cases import find_case  # noqa: PLC0415
    from pipelines.redacting.signing import refuse  # noqa: PLC0415

    with opened_vault(workspace) as vault:
        user = user_named(vault, name)
        refuse(vault, find_case(vault, named), user, reason)
    click.echo(f"Refused by {user.name}. The notes stay sealed.")


@contextmanager
def opened_vault(workspace: Path | None) -> Iterator[Vault]:
    """Open the vault of the workspace with the passphrase that is asked for."""
    from corpus.vault import open_vault  # noqa: PLC0415 - help needs no cryptography
    from corpus.workspace import open_workspace  # noqa: PLC0415
    from pipelines.commands.secrets_asked import passphrase  # noqa: PLC0415

    with open_vault(open_workspace(workspace_path(workspace)), passphrase()) as vault:
        yield vault


def user_named(vault: Vault, name: str | None) -> User:
    """Return the user who acts, once the password was given."""
    from pipelines.commands.secrets_asked import signed_in  # noqa: PLC0415

    if name is None:
        raise click.UsageError("Say who you are with --as NAME: looking at originals is recorded.")
    return signed_in(vault.workspace, name)


def _chosen(vault: Vault, named: Sequence[str], every: bool) -> list[Case]:
    from pipelines.redacting.cases import find_case, open_cases  # noqa: PLC0415
    from pipelines.redacting.signing import states  # noqa: PLC0415

    if bool(named) == every:
        raise click.UsageError("Name cases, or say --all for every case that waits.")
    if named:
        return [find_case(vault, one) for one in dict.fromkeys(named)]
    cases = list(open_cases(vault))
    known = states(vault, cases)
    return [case for case in cases if known[case.id] in ("waiting", "changed")]


def _confirm(cases: Sequence[Case]) -> None:
    """Ask for the number of cases; anything else ends the command, and nothing is signed."""
    notes = sum(len(case.notes) for case in cases)
    click.echo(f"{len(cases):,} cases with {notes:,} notes wait to be signed.")
    typed: str = click.prompt("Type how many cases you sign")
    if typed.strip().replace(",", "") != str(len(cases)):
        raise click.ClickException(f"{typed} is not {len(cases):,}: nothing was signed.")


def _count(case: Case) -> int:
    return sum(len(one.identifiers) for one in case.notes)


def _row(case: Case, state: State, signs: int) -> dict[str, object]:
    kinds = Counter(one.note.kind or "note" for one in case.notes)
    return {
        "id": case.id,
        "label": case.shown,
        "state": state,
        "notes": len(case.notes),
        "files": len(case.files),
        "kinds": dict(sorted(kinds.items())),
        "identifiers": _count(case),
        "signs": signs,
    }
