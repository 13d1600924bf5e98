"""`vouch train`: fit the classifiers on what the workspace holds, and use them unless worse."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click

from corpus.evidence import Evidence, open_evidence
from corpus.problems import SettingsError
from corpus.workspace import Workspace, open_workspace, writing
from models.changes import table
from models.training.material import CodedPassage, Material
from pipelines.commands.options import (
    labels_options,
    say_who_writes,
    workspace_named,
    workspace_option,
)
from pipelines.labels_given import codebook_of_each, labels_given
from pipelines.promoting import in_use, promote, trained
from pipelines.settings import load_settings
from pipelines.summary import SHOWN, counted
from pipelines.training import Trained, Wish, material_of, train


@click.command("train")
@labels_options("Learn from", "labels or decisions")
@click.option("--decisions", is_flag=True, help="Learn from what reviewers decided here, too.")
@click.option(
    "--out", type=click.Path(path_type=Path), help="Write the model there, and do not use it."
)
@click.option("--no-promote", is_flag=True, help="Keep the model, but go on using the old one.")
@click.option("--use", metavar="ID", help="Train nothing: use this model, or `shipped`.")
@workspace_option
def command(
    workspace: Path | None,
    labels: tuple[Path, ...],
    named: tuple[str, ...],
    **wishes: bool | str | Path | None,
) -> None:
    """Train on the workspace's published reports; use the model unless it is worse.

    Headings of reports say which area a passage is of. Labels of people are used where you name
    them, with their codebook; decisions of reviewers only with --decisions. The model, its card
    and its figures are kept in the folder models of the workspace.
    """
    settings = load_settings({"workspace": workspace_named(workspace)})
    place = open_workspace(settings.workspace)
    if wishes["use"] is not None:
        if labels or named or any(wishes[name] for name in ("decisions", "out", "no_promote")):
            raise click.UsageError("--use trains nothing: leave the other options out.")
        with writing(place, settings.wait_seconds, "choosing a model", on_wait=say_who_writes):
            _use(place, str(wishes["use"]))
        return
    by = codebooks(labels, named, bool(wishes["decisions"]))
    out = wishes["out"] if isinstance(wishes["out"], Path) else None
    with open_evidence(place, read_only=True) as evidence:
        material = material_of(evidence, labels_of(evidence, labels, by))
        click.echo("\n".join(used(material)))
        wish = Wish(out, not wishes["no_promote"])
        done = train(evidence, settings, material, wish, say)
    _show(done, place)


def say(doing: str) -> None:
    """Tell the user at the screen what is being done."""
    click.echo(f"{doing} ...", err=True)


def codebooks(files: Sequence[Path], named: Sequence[str], decisions: bool) -> tuple[str, ...]:
    """Return the codebook of each source of labels; a usage error where one is missing."""
    try:
        return codebook_of_each(files, named, decisions)
    except SettingsError as error:
        raise click.UsageError(str(error)) from error


def labels_of(
    evidence: Evidence, files: Sequence[Path], by: Sequence[str]
) -> tuple[CodedPassage, ...]:
    """Read what people labelled; rows that cannot be used are named on the screen."""
    found = labels_given(evidence, files, by)
    for failed in found.failed[:SHOWN]:
        click.echo(str(failed), err=True)
    if len(found.failed) > SHOWN:
        click.echo(f"and {len(found.failed) - SHOWN:,} more rows", err=True)
    return found.coded


def used(material: Material) -> list[str]:
    """Say what there is to learn from."""
    documents = material.documents
    passages = sum(len(one.passages) for one in documents)
    lines = [
        f"{counted(len(documents), 'public document')} of "
        f"{counted(len({one.group for one in documents}), 'authority', 'authorities')}, "
        f"{counted(passages, 'passage')}."
    ]
    under = Counter(one.framework or "no known framework" for one in documents)
    lines += [f"  {counted(number, 'document')} under {name}" for name, number in under.items()]
    coded = Counter(coding.codebook for one in material.coded for coding in one.codings)
    passages = len(material.coded)
    by = ", ".join(f"{name} ({counted(number, 'label')})" for name, number in coded.items())
    lines.append(
        f"{counted(passages, 'passage')} coded by people{f', by the codebook {by}' if by else ''}."
    )
    return lines


def _use(place: Workspace, name: str) -> None:
    promote(place, name)
    there = ", ".join(trained(place)) or "none"
    click.echo(f"The workspace now tags with: {in_use(place)}. Trained here: {there}.")
    click.echo("Stored tags stay until `vouch tag` is run.")


def _show(done: Trained, place: Workspace) -> None:
    for part in done.parts:
        click.echo(part)
    for one in done.figures.figures:
        click.echo(
            f"  {one.task}, {one.measure}: {one.value:.3f} ({one.low:.3f} to {one.high:.3f}; "
            f"n {one.n:,}, {counted(one.groups, 'authority', 'authorities')})"
            f"{', of the model that it is from' if one.taken_over else ''}"
        )
    if done.differs is not None:
        click.echo("Against the model in use until now:")
        for line in table(done.differs):
            click.echo(f"  {line}")
    for reason in done.verdict.reasons:
        click.echo(reason)
    click.echo(f"Model, card and figures: {done.folder}")
    if done.folder.parent != place.models:
        # A model elsewhere has no id in this workspace: `--use` would not find it.
        click.echo(
            f"It is not used. To use it, copy that folder into {place.models} and run "
            f"`vouch train --use {done.id}`."
        )
    elif done.promoted:
        click.echo(f"The workspace now tags with {done.id}. Stored tags stay until `vouch tag`.")
    elif not done.verdict.passes:
        click.echo(
            "It is not used, for it is worse than the model in use or cannot be shown not to be. "
            f"`vouch train --use {done.id}` uses it all the same."
        )
    else:
        click.echo(f"It is not used. `vouch train --use {done.id}` does.")
