"""Through which frameworks a document is read, and the taggers that read: built once a process.

A lens is a framework. Every document has one of its own: the framework that it says it is a report
under, or the one that stands in where it says none.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.corrections import collect
from corpus.decisions import standing
from corpus.frameworks import known, load, shipped_text
from corpus.problems import SettingsError
from corpus.workspace import Workspace
from models.versions import model_digest, rules_digest, shipped, tagger_name
from pipelines.promoting import model_path
from pipelines.settings import Settings

if TYPE_CHECKING:
    from corpus.evidence import Evidence
    from corpus.frameworks import Framework
    from models import Tagger
    from models.model import Model

# For documents that are no reports under a framework with areas: its three areas and 31 criteria
# are the widest that Vouch holds.
STAND_IN = "sccif-asa-2024"


def asked_for(settings: Settings) -> tuple[str, ...]:
    """Return the frameworks that the settings name, each once.

    SettingsError names one that is unknown, or that holds nothing to tag by.
    """
    folder = _folder(settings)
    for framework in settings.frameworks:
        if framework not in known(folder):
            raise SettingsError(
                f"There is no framework {framework!r}. Known are: {', '.join(known(folder))}."
            )
        if not _tells_apart(framework, folder):
            raise SettingsError(
                f"The framework {framework!r} holds neither areas nor criteria to tag by. Choose "
                "one that does: vouch frameworks list says how many each has."
            )
    return tuple(dict.fromkeys(settings.frameworks))


def lenses_of(own: str | None, settings: Settings) -> tuple[str, ...]:
    """Return the lenses of a document: its own framework, and those that the settings name."""
    return tuple(dict.fromkeys((_own(own, _folder(settings)), *asked_for(settings))))


def own_frameworks(evidence: Evidence) -> Mapping[str, str]:
    """Return what documents are reports under, by document, as people corrected it."""
    found = evidence.frameworks()
    for (kind, document), fields in collect(
        standing(evidence.workspace, "correct")
    ).by_target.items():
        if kind == "document" and "framework" in fields:
            found[document] = fields["framework"].after
    return found


def tagger_of(framework: str, settings: Settings) -> Tagger:
    """Return the tagger of a framework with the workspace's model; built once a process."""
    return tagger_with(model_path(Workspace(settings.workspace)), framework, settings)


def tagger_with(model: Path | None, framework: str, settings: Settings) -> Tagger:
    """Return the tagger of a framework with a model; null is the one that comes with Vouch."""
    return _tagger(framework, _folder(settings), model, settings.context)


def tagger_names(frameworks: Iterable[str], settings: Settings) -> dict[str, str]:
    """Return the name of the tagger of each framework, without building one.

    Another model, rule set or framework makes another name. ModelError where the model is lacking.
    """
    model = model_path(Workspace(settings.workspace))
    folder, context = _folder(settings), settings.context
    return {name: _name(name, folder, model, context) for name in frameworks}


def _name(framework: str, folder: Path, model: Path | None, context: bool) -> str:
    # Links lead to other frameworks, so what is shipped has a say in every lens.
    own = folder / f"{framework}.yaml"
    text = own.read_text(encoding="utf-8") if own.is_file() else framework
    return tagger_name((model_digest(model), rules_digest(), _shipped_digest(), text, str(context)))


def check_model(settings: Settings) -> None:
    """Raise ModelError where the model in use is damaged or was changed, before a run begins."""
    from models.model_file import read  # noqa: PLC0415 - only where something is to be tagged

    read(model_path(Workspace(settings.workspace)) or shipped())


@cache
def _shipped_digest() -> str:
    told = "\n".join(shipped_text(name) for name in known())
    return hashlib.sha256(told.encode()).hexdigest()


@lru_cache(maxsize=64)
def _tagger(framework: str, folder: Path, model: Path | None, context: bool) -> Tagger:
    # Classifiers are heavy, and not every run tags.
    from models.lenses import tagger  # noqa: PLC0415

    name = _name(framework, folder, model, context)
    return tagger(load(framework, folder), _model(model), context, name)


@lru_cache(maxsize=2)
def _model(path: Path | None) -> Model:
    """Load a model once a process: it takes longer than tagging a document."""
    from models.model import load_model  # noqa: PLC0415

    return load_model(path)


def _own(framework: str | None, folder: Path) -> str:
    if framework in known(folder) and framework and _tells_apart(framework, folder):
        return framework
    return STAND_IN


@lru_cache(maxsize=64)
def _tells_apart(framework: str, folder: Path) -> bool:
    """Say whether a passage can be told to speak to one part of a framework and not to another.

    Looked up once a process: a workspace's own file is read at each loading.
    """
    found = load(framework, folder)
    return bool(found.criteria) or any(_judged(found))


def _judged(framework: Framework) -> list[str]:
    """List the areas that are judged themselves, without the one that sums up the others."""
    return [
        area.code for area in framework.walk() if not area.areas and area.code != framework.overall
    ]


def _folder(settings: Settings) -> Path:
    return Workspace(settings.workspace).frameworks
