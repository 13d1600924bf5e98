"""The flow `train`: train on what a workspace holds, and use the model unless it is worse."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from prefect import flow, task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.logging import get_run_logger

from corpus.evidence import open_evidence
from corpus.problems import SettingsError
from corpus.workspace import open_workspace
from pipelines.flows.guarding import without_words
from pipelines.labels_given import codebook_of_each, labels_given
from pipelines.orders import TrainOrder, settings_of
from pipelines.settings import Settings
from pipelines.training import Wish, material_of
from pipelines.training import train as train_on

ARTIFACT = "training-summary"
_NOTHING_SAID = TrainOrder()


@task(name="train-model", cache_policy=NO_CACHE, persist_result=False, log_prints=False)
def train_task(order: TrainOrder, settings: Settings) -> dict[str, Any]:
    """Train, keep the model and put it to the gate; returns its id, its figures and the verdict."""
    with without_words("training"):
        by = codebook_of_each(order.labels, order.codebooks, order.decisions)
        files = [_absolute(name) for name in order.labels]
        with open_evidence(open_workspace(settings.workspace), read_only=True) as evidence:
            labels = labels_given(evidence, files, by)
            material = material_of(evidence, labels.coded)
            wish = Wish(promoting=order.promote)
            done = train_on(evidence, settings, material, wish, get_run_logger().info)
    return {
        "model": done.id,
        "promoted": done.promoted,
        "documents": len(done.figures.documents),
        "authorities": len(done.figures.authorities),
        "rows_not_used": len(labels.failed),
        "figures": [(one.task, one.measure, one.value) for one in done.figures.figures],
        "reasons": list(done.verdict.reasons),
    }


@flow(name="train", persist_result=False, log_prints=False)
def train(order: TrainOrder = _NOTHING_SAID) -> dict[str, Any]:
    """Train on the published reports of the workspace, and use the model unless it is worse."""
    with without_words("preparing the run"):
        settings = settings_of(order)
    told: dict[str, Any] = train_task(order, settings)
    used = "is used from now on" if told["promoted"] else "is kept and not used"
    get_run_logger().info("Model %s %s.", told["model"], used)
    create_markdown_artifact(
        markdown="\n".join(markdown(told)),
        key=ARTIFACT,
        description="Figures of the new model, and whether it is used",
    )
    return told


def markdown(told: dict[str, Any]) -> Iterator[str]:
    """Word what came of a training in Markdown: figures only."""
    yield f"# Model {told['model']}"
    yield ""
    yield f"{told['documents']:,} documents of {told['authorities']:,} authorities;"
    yield f"{told['rows_not_used']:,} rows of labels could not be used."
    yield "It is used from now on." if told["promoted"] else "It is kept and not used."
    yield ""
    yield from (f"- {reason}" for reason in told["reasons"])
    yield ""
    yield "| task | measure | reached |"
    yield "|---|---|---:|"
    for name, measure, value in told["figures"]:
        yield f"| {name} | {measure} | {value:.3f} |"


def _absolute(name: str) -> Path:
    path = Path(name)
    if not path.is_absolute():
        raise SettingsError(
            f"The path {path} is not absolute; a worker runs each flow in a folder of its own. "
            "Give the whole path."
        )
    return path
