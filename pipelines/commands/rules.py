"""`vouch rules`: put a framework's rules to one inspection, and write the file that states one."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, get_args

import click

from corpus.frameworks import Framework, known, load
from corpus.frameworks.answers import Answer, Outcome
from corpus.problems import InspectionError
from corpus.workspace import Workspace
from pipelines.commands.options import json_option, print_json, workspace_option, workspace_path

if TYPE_CHECKING:
    from corpus.frameworks.inspections import Inspection

# What needs a person comes first; the last two are only counted unless --all asks for them.
_ORDER: tuple[Outcome, ...] = (
    "broken",
    "departed from",
    "to weigh",
    "kept",
    "cannot be evaluated",
    "does not apply",
)
_COUNTED = ("cannot be evaluated", "does not apply")
_COLOURS = {"broken": "red", "departed from": "yellow", "to weigh": "cyan", "kept": "green"}
_PLURAL = {"does not apply": "do not apply"}
_WIDTH = 92


@click.group("rules")
def command() -> None:
    """Put a framework's rules to an inspection.

    An inspection is stated in a small YAML file (see docs/rules.md); `vouch rules template` writes
    one to fill in.
    """


@command.command("check")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--all", "everything", is_flag=True, help="List also what cannot be told or applied.")
@workspace_option
@json_option
def check_file(file: Path, everything: bool, workspace: Path | None, as_json: bool) -> None:
    """Answer every rule that the file states something about.

    Each answer has its force, its paragraph and its reason: kept, broken, departed from (a reason
    is needed), to weigh, cannot be evaluated (something is not stated), does not apply. Broken
    rules are answers, not failures: the exit status is 0. Frameworks of your own are found in the
    workspace; nothing is written there.
    """
    # Here, because YAML, pydantic and the calendar cost more than the group's help may.
    from corpus.frameworks.checking import check  # noqa: PLC0415
    from corpus.frameworks.inspection_file import read  # noqa: PLC0415

    own = Workspace(workspace_path(workspace)).frameworks
    inspection = read(_text(file), file.name, partial(load, folder=own))
    framework = load(inspection.framework, own)
    answers = check(framework, inspection)
    if as_json:
        print_json(_for_programs(inspection, answers))
        return
    click.secho(" · ".join(filter(None, (inspection.provider, inspection.framework))), bold=True)
    for lines in (_graded(framework, inspection), _shown(answers, everything)):
        click.echo("".join(f"{line}\n" for line in lines), nl=False)
    click.echo("\n".join(_totals(answers, everything)))


@command.command("template")
@click.argument("framework", metavar="FRAMEWORK")
@workspace_option
def write_template(framework: str, workspace: Path | None) -> None:
    """Write an inspection file to fill in, with every code that FRAMEWORK knows.

    For example: vouch rules template asa-2015 > visit.yaml
    """
    own = Workspace(workspace_path(workspace)).frameworks
    if framework not in known(own):
        raise click.BadParameter(
            f"there is no framework {framework!r}; known are: {', '.join(known(own))}.",
            param_hint="FRAMEWORK",
        )
    from corpus.frameworks.inspection_template import template  # noqa: PLC0415 - as above

    click.echo(template(load(framework, own)), nl=False)


def _text(file: Path) -> str:
    """Read a file that people wrote: UTF-8, or what Windows writes when a command's output is kept.

    InspectionError where it is neither.
    """
    content = file.read_bytes()
    wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return content.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise InspectionError(
            f"{file.name}: this is not plain text in UTF-8; save it as UTF-8 and try again."
        ) from error


def _for_programs(inspection: Inspection, answers: Sequence[Answer]) -> dict[str, object]:
    return {
        "framework": inspection.framework,
        "provider": inspection.provider,
        "answers": [asdict(answer) for answer in answers],
        "counts": _counts(answers),
    }


def _counts(answers: Sequence[Answer]) -> dict[str, int]:
    found = Counter(answer.outcome for answer in answers)
    return {name: found[name] for name in get_args(Outcome)}


def _graded(framework: Framework, inspection: Inspection) -> Iterator[str]:
    """Name the areas whose grades are stated, since the answers speak of them by code."""
    titles = framework.titles()
    width = max(map(len, inspection.grades), default=0)
    for code, grade in inspection.grades.items():
        before = inspection.provisional.get(code)
        changed = f" (provisionally {before})" if before not in (None, grade) else ""
        yield f"  {code:<{width}}  {titles[code]}: {grade}{changed}"


def _shown(answers: Sequence[Answer], everything: bool) -> Iterator[str]:
    """Lay the answers out by topic; within one, what needs a person first."""
    by_topic: dict[str, list[Answer]] = {}
    for answer in answers:
        if everything or answer.outcome not in _COUNTED:
            by_topic.setdefault(answer.topic, []).append(answer)
    for topic, group in by_topic.items():
        yield ""
        yield click.style(topic.capitalize(), bold=True)
        for answer in sorted(group, key=lambda answer: _ORDER.index(answer.outcome)):
            yield from _laid_out(answer)


def _laid_out(answer: Answer) -> Iterator[str]:
    outcome = click.style(f"{answer.outcome:<19}", fg=_COLOURS.get(answer.outcome))
    about = f" · {answer.about}" if answer.about else ""
    yield f"  {outcome} {answer.rule} ({answer.force}; {_place(answer.paragraph)}){about}"
    for words in (answer.text, _sentence(answer.reason)):
        yield from (f"      {line}" for line in wrap(words, _WIDTH, break_on_hyphens=False))


def _sentence(reason: str) -> str:
    """Begin a reason with a capital, unless it begins with a code, and end it with a full stop."""
    start = reason[:1].upper() if re.match(r"[a-z]+\W? ", reason) else reason[:1]
    return start + reason[1:] + ("" if reason.endswith((".", "?", "!")) else ".")


def _place(paragraph: str) -> str:
    return f"paragraph {paragraph}" if paragraph[:1].isdigit() else paragraph


def _totals(answers: Sequence[Answer], everything: bool) -> Iterator[str]:
    counts = _counts(answers)
    yield ""
    yield f"{len(answers):,} answers:"
    for name in _ORDER:
        yield f"{counts[name]:>7,} {_PLURAL.get(name, name)}"
    if not answers:
        yield "The file states nothing but its framework. vouch rules template writes one to fill."
    elif not everything and any(counts[name] for name in _COUNTED):
        yield "The last two are only counted here; --all lists them with what is missing."
