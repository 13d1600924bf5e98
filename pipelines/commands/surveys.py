"""`vouch surveys`: questionnaires as counts, without small groups, and their free answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipelines.commands.options import (
    Decorated,
    json_option,
    print_json,
    signed_by,
    workspace_named,
    workspace_option,
    workspace_path,
)

if TYPE_CHECKING:
    from extractors.surveys.guessing import Role
    from pipelines.surveys import Looked, Wanted

_ROLES: dict[str, Role] = {
    "questions": "question",
    "several": "multiple",
    "groups": "group",
    "texts": "text",
    "ignored": "ignore",
    "respondents": "respondent",
}


@click.group("surveys")
def command() -> None:
    """Bring questionnaires into the evidence base as counts, with small groups left out."""


def _column(option: str, name: str, words: str) -> Callable[[Decorated], Decorated]:
    return click.option(option, name, metavar="COLUMN", multiple=True, help=words)


@command.command("import")
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--title", metavar="WORDS", help="What the survey is called. Name nobody in it.")
@click.option("--provider", metavar="URN", help="The provider that it is about.")
@_column("--question", "questions", "This column asks something with set answers.")
@_column("--several", "several", "A question whose cells hold several answers: A; B.")
@_column("--group-by", "groups", "Count by the values of this column, too.")
@_column("--free-text", "texts", "Answers in people's own words, which become notes.")
@_column("--ignore", "ignored", "Leave this column out.")
@_column("--respondent", "respondents", "This column tells respondents apart.")
@click.option("--sheet", metavar="NAME", help="Of a workbook, this sheet.")
@click.option("--header-rows", type=click.IntRange(1, 2), help="Rows of names. [default: by looks]")
@click.option(
    "--set-size", type=click.IntRange(2), default=5, show_default=True,
    help="Counts under this are left out.",
)  # fmt: skip
@click.option("--counted", is_flag=True, help="The file holds counts, not a row each response.")
@click.option("--framework", "frameworks", metavar="ID", multiple=True, help="Tag through this.")
@click.option(
    "--as", "name", metavar="NAME", help="The user you are; without it nothing is stored."
)
@click.option("--reason", metavar="WORDS", help="Why, in your words; needed with --as.")
@workspace_option
@json_option
def import_command(workspace: Path | None, path: Path, as_json: bool, **given: Any) -> None:
    """Count a questionnaire's export; show what would be stored, and with --as store it.

    FILE is a CSV, XLSX or ODS file: a row each response, or with --counted a table of counts. It is
    kept sealed. A user who may sign lets the counts out; free answers wait with vouch redact.
    """
    from pipelines.surveys import look  # noqa: PLC0415 - help counts nothing

    if bool(given["name"]) != bool(given["reason"]):
        raise click.UsageError("Say who you are and why: --as NAME --reason WORDS.")
    looked = look(path, _wanted(given))
    if as_json:
        print_json(_described(looked))
    else:
        for line in _shown(looked):
            click.echo(line)
    if given["name"]:
        _store(workspace, looked, given)
    elif not as_json:
        click.echo("Nothing is stored yet. To store it: --as NAME --reason WORDS.")


def _store(workspace: Path | None, looked: Looked, given: dict[str, Any]) -> None:
    from pipelines.commands.redact import opened_vault, user_named  # noqa: PLC0415
    from pipelines.settings import load_settings  # noqa: PLC0415
    from pipelines.surveys import store  # noqa: PLC0415

    settings = load_settings(
        {"workspace": workspace_named(workspace), "frameworks": given["frameworks"] or None}
    )
    with opened_vault(workspace) as vault:
        user = user_named(vault, given["name"])
        kept = store(vault, looked, user, given["reason"], settings)
    click.echo(
        f"Stored by {user.name} as {looked.document.id[:8]}: {kept.passages:,} passages with "
        f"counts, {kept.tags:,} tags.", err=True,
    )  # fmt: skip
    if kept.answers:
        click.echo(f"{kept.answers:,} free answers wait as notes: vouch redact list", err=True)


@command.command("list")
@workspace_option
@json_option
def list_command(workspace: Path | None, as_json: bool) -> None:
    """List the surveys of the evidence base."""
    from corpus.evidence import open_evidence  # noqa: PLC0415 - beside what needs it
    from corpus.exports.surveys import surveys  # noqa: PLC0415
    from corpus.workspace import open_workspace  # noqa: PLC0415

    with open_evidence(open_workspace(workspace_path(workspace)), read_only=True) as evidence:
        found = surveys(evidence)
    if as_json:
        print_json([one._asdict() for one in found])
        return
    for one in found:
        click.echo(f"{one.document_id[:8]}  {one.provider or '-':<10} {one.name}")
    if not found:
        click.echo("There is no survey here. vouch surveys import FILE shows what one says.")


@command.command("show")
@click.argument("named", metavar="SURVEY")
@workspace_option
@json_option
def show_command(workspace: Path | None, named: str, as_json: bool) -> None:
    """Show the counts of a survey, as they are stored. vouch export --what surveys has them all.

    SURVEY is an id of vouch surveys list, or the beginning of one, or a title.
    """
    from dataclasses import asdict  # noqa: PLC0415 - beside what needs it

    from corpus.evidence import open_evidence  # noqa: PLC0415
    from corpus.exports.surveys import counts_in  # noqa: PLC0415
    from corpus.workspace import open_workspace  # noqa: PLC0415
    from pipelines.surveys import named as survey_named  # noqa: PLC0415

    with open_evidence(open_workspace(workspace_path(workspace)), read_only=True) as evidence:
        extraction = evidence.extraction(survey_named(evidence, named).document_id)
    if extraction is None:
        return
    if as_json:
        print_json([asdict(count) for count in counts_in(extraction)])
        return
    click.echo(extraction.text)


@command.command("erase")
@click.argument("named", metavar="SURVEY")
@signed_by("administrator")
@workspace_option
def erase_command(workspace: Path | None, named: str, name: str, reason: str) -> None:
    """Erase the counts of a survey and the file they came from, for good; one event stays.

    Its free answers are a case: erase that first with vouch retention erase.
    """
    from corpus.evidence import open_evidence  # noqa: PLC0415 - beside what needs it
    from pipelines.commands.redact import opened_vault, user_named  # noqa: PLC0415
    from pipelines.surveys import erase_survey  # noqa: PLC0415
    from pipelines.surveys import named as survey_named  # noqa: PLC0415

    with opened_vault(workspace) as vault:
        user = user_named(vault, name)
        with open_evidence(vault.workspace, read_only=True) as evidence:
            survey = survey_named(evidence, named)
        erase_survey(vault, survey, user, reason)
    click.echo(f"Erased: the counts of {survey.name} and the file they came from.")


def _wanted(given: dict[str, Any]) -> Wanted:
    from pipelines.surveys import Wanted  # noqa: PLC0415

    said = [(column, role) for key, role in _ROLES.items() for column in given[key]]
    twice = sorted({column for column, _ in said if sum(column == one for one, _ in said) > 1})
    if twice and not given["counted"]:
        raise click.UsageError(f"{twice[0]!r} is said to be two things. Say one of them.")
    groups = given["groups"]
    if given["counted"] and len(said) > len(groups[:1]):
        raise click.UsageError(
            "With --counted the table says what its columns are; --group-by may say what its "
            "columns of groups go by, once."
        )
    return Wanted(
        given["title"],
        given["provider"],
        given["sheet"],
        given["header_rows"],
        {} if given["counted"] else dict(said),
        given["set_size"],
        given["counted"],
        groups[0] if given["counted"] and groups else None,
    )


def _described(looked: Looked) -> dict[str, Any]:
    from dataclasses import asdict  # noqa: PLC0415 - beside what needs it

    from corpus.exports.surveys import counts_in  # noqa: PLC0415

    return {
        "id": looked.document.id,
        "title": looked.document.name,
        "responses": looked.counted.responses,
        "left_out": looked.counted.again,
        "free_answers": len(looked.counted.texts),
        "columns": [asdict(one) for one in looked.columns],
        "look_like_names": list(looked.names),
        "counts": [asdict(count) for count in counts_in(looked.extraction)],
    }


def _shown(looked: Looked) -> Iterator[str]:
    for one in looked.columns:
        yield f"{one.role:<11} {one.header or '(no name)'}: {one.reason}"
    if looked.columns:
        yield ""
    yield looked.extraction.text
    texts = len(looked.counted.texts)
    if texts:
        yield f"{texts:,} free answers would wait as notes."
    if looked.names:
        yield f"Look like names of people, and would be shown: {', '.join(looked.names)}."
        yield "If they are: --free-text or --ignore with that column."
