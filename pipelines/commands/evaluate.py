"""`vouch evaluate`: the figures of the model card again, from what the workspace holds."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from corpus.evidence import open_evidence
from corpus.workspace import open_workspace
from pipelines.commands.options import (
    json_option,
    labels_options,
    print_json,
    workspace_named,
    workspace_option,
)
from pipelines.commands.train import codebooks, labels_of, say, used
from pipelines.figures import Figures, figures_in_use, figures_of
from pipelines.promoting import in_use
from pipelines.settings import load_settings
from pipelines.summary import counted
from pipelines.training import fitted_on, material_of

_SAME = 0.0005  # figures of the card are given to three places


@click.command("evaluate")
@labels_options("Measure on", "the labels")
@workspace_option
@json_option
def command(
    workspace: Path | None, labels: tuple[Path, ...], named: tuple[str, ...], as_json: bool
) -> None:
    """Measure again what the card of the model in use says.

    Everything is fitted anew on what the workspace holds, each authority being held out once.
    Nothing is kept. Documents that are not those of the card are counted: then other figures are
    to be expected.
    """
    settings = load_settings({"workspace": workspace_named(workspace)})
    place = open_workspace(settings.workspace)
    # Read first: a card that is damaged must not be found out after minutes of fitting.
    card = figures_in_use(place)
    with open_evidence(place, read_only=True) as evidence:
        coded = labels_of(evidence, labels, codebooks(labels, named, False))
        material = material_of(evidence, coded)
    if not as_json:
        click.echo("\n".join(used(material)))
    fitted = fitted_on(material, say, full=True)
    told = compared(figures_of(fitted.learnt, fitted.evaluation), card)
    told["model"] = in_use(place)
    if as_json:
        print_json(told)
        return
    _show(told)


def compared(found: Figures, card: Figures | None) -> dict[str, Any]:
    """Lay figures beside those of a card, and say in what the data differ."""
    said = {(one.task, one.measure): one for one in (card.figures if card else ())}
    rows = []
    for one in found.figures:
        old = said.get((one.task, one.measure))
        same = old is not None and abs(old.value - one.value) < _SAME
        rows.append({**asdict(one), "card": old.value if old else None, "same": same})
    here, there = set(found.documents), set(card.documents if card else ())
    return {
        "figures": rows,
        "documents": len(here),
        "documents_on_the_card_alone": len(there - here),
        "documents_here_alone": len(here - there),
        "same_labels": card is not None and dict(found.coded) == dict(card.coded),
    }


def _show(told: dict[str, Any]) -> None:
    for row in told["figures"]:
        card = "not on the card" if row["card"] is None else f"card {row['card']:.3f}"
        click.echo(
            f"  {row['task']}, {row['measure']}: {row['value']:.3f} ({row['low']:.3f} to "
            f"{row['high']:.3f}; n {row['n']:,}); {card}{'' if row['same'] else ', differs'}"
        )
    alone, here = told["documents_on_the_card_alone"], told["documents_here_alone"]
    labels = "the same" if told["same_labels"] else "others"
    click.echo(f"Model in use: {told['model']}.")
    if alone or here or not told["same_labels"]:
        click.echo(
            f"The data differ: {counted(alone, 'document')} of the card "
            f"{'is' if alone == 1 else 'are'} not here, {counted(here, 'document')} here "
            f"{'is' if here == 1 else 'are'} not on the card; the labels are {labels}."
        )
    else:
        click.echo("Documents and labels are those of the card.")
