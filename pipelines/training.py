"""Trains on what a workspace holds: material from the store, fitting, the gate, promotion."""

from __future__ import annotations

import multiprocessing as mp
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from corpus.evidence import Evidence
from corpus.problems import SettingsError
from corpus.records import Passage
from corpus.workspace import HOST, TEMPORARY, Workspace, writing
from models.changes import Changes, changes, said_of, sample
from models.training.material import CodedPassage, Material, StudyDocument
from pipelines.figures import (
    Figures,
    figures_in_use,
    figures_of,
    held_out,
    write_figures,
    write_held,
)
from pipelines.gating import Pair, Verdict, paired, verdict
from pipelines.labelled import groups
from pipelines.lenses import lenses_of, own_frameworks, tagger_of, tagger_with
from pipelines.promoting import MODEL, model_path, promote
from pipelines.settings import Settings
from pipelines.summary import counted
from pipelines.tagging import without_layout

if TYPE_CHECKING:
    from models import Tagger
    from models.training.evaluation import Evaluation, Learnt

FEWEST_DOCUMENTS = 10  # reports under known frameworks, and
FEWEST_AUTHORITIES = 5  # authorities that they are of: each is held out once
Say = Callable[[str], None]


class Fitted(Protocol):
    """What fitting gives: a model that can be saved, what it learnt from, what it reached."""

    @property
    def learnt(self) -> Learnt:
        """Documents and labels that it learnt from."""

    @property
    def evaluation(self) -> Evaluation:
        """Answers to held-out passages, and the figures of these."""

    def save(self, folder: Path) -> None:
        """Write model.skops, model.json and the card into an existing folder."""


Fit = Callable[[Material, Say], Fitted]


@dataclass(frozen=True, slots=True)
class Wish:
    """What shall become of the model: with a folder `out` it is measured in full, and not used."""

    out: Path | None = None
    promoting: bool = True


@dataclass(frozen=True, slots=True)
class Trained:
    """What a training did: the model's id and folder, its figures, whether it is used now.

    `parts` says how each part of the model came about; `differs` how it tags the workspace's sample
    otherwise than the model that was in use.
    """

    id: str
    folder: Path
    figures: Figures
    verdict: Verdict
    promoted: bool
    differs: Changes | None = None
    parts: tuple[str, ...] = ()


def material_of(evidence: Evidence, coded: Iterable[CodedPassage] = ()) -> Material:
    """Return what the workspace has to learn from: its public documents, and labels given here.

    Restricted documents are never learnt from. Corrections of provider and framework count.
    """
    framework, group, started = own_frameworks(evidence), groups(evidence), _started(evidence)
    documents = tuple(
        StudyDocument(
            id=document.id,
            group=group[document.id],
            framework=framework.get(document.id),
            inspected=started.get(document.id),
            passages=tuple(evidence.passages(document.id)),
        )
        for document in evidence.documents()
        if document.sensitivity == "public"
    )
    return Material(documents, tuple(coded))


def _started(evidence: Evidence) -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    for fact in evidence.facts(kinds=("inspection",)):
        start = fact.fields.get("start")
        found.setdefault(fact.document_id, str(start) if start else None)
    return found


def refuse_too_little(material: Material) -> None:
    """Raise SettingsError where there is too little to learn from, saying what is needed."""
    usable = [one for one in material.documents if one.framework and one.passages]
    authorities = {one.group for one in usable}
    if len(usable) >= FEWEST_DOCUMENTS and len(authorities) >= FEWEST_AUTHORITIES:
        return
    raise SettingsError(
        f"Training needs at least {FEWEST_DOCUMENTS} published reports under frameworks that "
        f"Vouch knows, of at least {FEWEST_AUTHORITIES} authorities: it is tested on authorities "
        "that it did not learn from. This workspace has "
        f"{counted(len(usable), 'such report')} of "
        f"{counted(len(authorities), 'authority', 'authorities')} "
        f"({counted(len(material.documents), 'public document')} in all). Ingest more reports; "
        "until then the model that comes with Vouch is used."
    )


def fitting(full: bool = False) -> Fit:
    """Return the function that fits; training packages take seconds to import.

    A `full` one measures what no part of a model is, and the four baselines, too.
    """
    from models.training.fitting import Way, fit  # noqa: PLC0415

    # A worker of a flow may be of the kind that is not allowed processes of its own.
    return partial(fit, way=Way(full=full, beside=not mp.current_process().daemon))


def fitted_on(material: Material, say: Say, fit: Fit | None = None, full: bool = False) -> Fitted:
    """Fit on the material. SettingsError where there is too little of it, of whatever kind."""
    refuse_too_little(material)
    try:
        return (fit or fitting(full))(material, say)
    except ValueError as error:
        lack = str(error).rstrip(".")
        raise SettingsError(
            f"The workspace does not hold enough to train on: {lack}. Ingest more reports, or name "
            "labels with --labels."
        ) from error


def train(
    evidence: Evidence,
    settings: Settings,
    material: Material,
    wish: Wish,
    say: Say,
    fit: Fit | None = None,
) -> Trained:
    """Train on the material, keep the model, and use it from now on unless it is worse.

    A folder named for it must be new or empty. The caller does not hold the workspace: it is held
    for the moment of promotion alone.
    """
    workspace = evidence.workspace
    # What can be refused is refused first: fitting takes minutes.
    _refuse_filled(wish.out)
    current = figures_in_use(workspace)
    fitted = fitted_on(material, say, fit, full=wish.out is not None)
    figures = figures_of(fitted.learnt, fitted.evaluation)
    say("Comparing with the model in use")
    new = paired(list(_pairs(fitted, material, workspace, settings)))
    judged = verdict(figures, current, new)
    folder = _keep(fitted, figures, workspace, wish.out)
    promoted = judged.passes and wish.promoting and wish.out is None
    before = model_path(workspace)
    differs = None if wish.out else _differs(material, settings, before, folder / MODEL)
    if promoted:
        with writing(workspace, settings.wait_seconds, "promoting a model"):
            promote(workspace, folder.name)
    parts = fitted.evaluation.parts
    return Trained(folder.name, folder, figures, judged, promoted, differs, parts)


def _keep(fitted: Fitted, figures: Figures, workspace: Workspace, out: Path | None) -> Path:
    """Write the model's folder beside its place and move it there whole."""
    place = _refuse_filled(out) or workspace.models / _new_id()
    temporary = place.with_name(f"{TEMPORARY}{HOST}-{os.getpid()}-{place.name}")
    temporary.mkdir(mode=0o700, parents=True)
    try:
        fitted.save(temporary)
        write_figures(temporary, figures)
        if out is None:
            write_held(temporary, held_out(fitted.evaluation))
        # An empty folder may be replaced everywhere but on Windows.
        if place.exists():
            place.rmdir()
        temporary.rename(place)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    return place


def _refuse_filled(out: Path | None) -> Path | None:
    """Return the whole path of a folder that the user named; it must be new or empty."""
    place = out.expanduser().absolute() if out else None
    if place and place.exists() and (not place.is_dir() or any(place.iterdir())):
        raise SettingsError(f"The folder {place} is not empty. Name a new one with --out.")
    return place


def _new_id() -> str:
    return f"{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}"


def _pairs(
    fitted: Fitted, material: Material, workspace: Workspace, settings: Settings
) -> Iterator[Pair]:
    """Give passages of authorities that the model in use did not learn from, as both answer."""
    current = figures_in_use(workspace)
    if current is None:
        return
    new = {one.id: one for one in material.documents if one.group not in current.authorities}
    right = _held_right(fitted)
    for document in new.values():
        if document.framework is None or document.framework not in right:
            continue
        known = right[document.framework]
        wanted = [passage for passage in document.passages if passage.id in known]
        said = _areas(tagger_of(document.framework, settings), document.id, wanted)
        for passage in wanted:
            truth, candidate = known[passage.id]
            yield Pair(document.group, candidate, said.get(passage.id) in truth)


def _held_right(fitted: Fitted) -> dict[str, dict[str, tuple[tuple[str, ...], bool]]]:
    """Return, by framework and passage, the area that is right and whether it was answered."""
    found: dict[str, dict[str, tuple[tuple[str, ...], bool]]] = {}
    for held in held_out(fitted.evaluation):
        what, _, framework = held.task.partition(" ")
        if what == "area":
            answered = held.answers[0] in held.truth
            found.setdefault(framework, {})[held.id] = (held.truth, answered)
    return found


def _areas(tagger: Tagger, document: str, passages: Sequence[Passage]) -> dict[str, str]:
    tags = tagger.tag(passages, without_layout(document)) if passages else ()
    return {tag.passage_id: tag.area for tag in tags if tag.rank == 1}


def _differs(material: Material, settings: Settings, before: Path | None, after: Path) -> Changes:
    """Say what the new model tags otherwise than the old one on the workspace's sample."""
    documents = {one.id: one for one in material.documents}
    chosen = sample(passage for one in material.documents for passage in one.passages)
    by_document: dict[str, list[Passage]] = {}
    for passage in chosen:
        by_document.setdefault(passage.document_id, []).append(passage)

    def tags(model: Path | None) -> Iterator[Any]:
        for name, passages in by_document.items():
            (framework,) = lenses_of(documents[name].framework, _alone(settings))
            tagger = tagger_with(model, framework, settings)
            yield from tagger.tag(passages, without_layout(name))

    return changes(said_of(chosen, tags(before)), said_of(chosen, tags(after)))


def _alone(settings: Settings) -> Settings:
    return Settings(workspace=settings.workspace, context=settings.context)
