"""Inspection frameworks as data: `known()` lists their ids, `load(id)` reads one.

Both take the folder of a workspace's own frameworks beside those that Vouch ships.

YAML and pydantic are imported when a framework is loaded, not before: most commands need neither.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from corpus.frameworks.framework import Framework
from corpus.frameworks.records import (
    Aspect,
    Criterion,
    Force,
    Grade,
    JudgementArea,
    RequiredEvidence,
)
from corpus.problems import FrameworkError

__all__ = [
    "Aspect",
    "Criterion",
    "Force",
    "Framework",
    "Grade",
    "JudgementArea",
    "RequiredEvidence",
    "known",
    "load",
    "shipped_text",
]

_SUFFIX = ".yaml"
_FILE = re.compile(r"[a-z-]+-\d{4}\.yaml")


def known(folder: Path | None = None) -> tuple[str, ...]:
    """List the ids of the frameworks that Vouch ships and of those in a folder, alphabetically.

    FrameworkError where a file of the folder has the id of a shipped one: none can be shadowed.
    """
    own = _own(folder)
    for name in sorted(own.keys() & _shipped_ids()):
        raise FrameworkError(
            f"There are two frameworks {name!r}: one comes with Vouch ({_shipped_path(name)}), the "
            f"other is {own[name]}. Give yours another id, in the file and in its name."
        )
    return tuple(sorted(_shipped_ids() | own.keys()))


def load(framework_id: str, folder: Path | None = None) -> Framework:
    """Load a shipped framework, or one of a folder. FrameworkError if there is none or it is wrong.

    What is shipped is read once; a folder's file is read each time, since its owner may edit it.
    """
    if framework_id not in known(folder):
        raise FrameworkError(
            f"There is no framework {framework_id!r}. Known are: {', '.join(known(folder))}."
        )
    own = _own(folder).get(framework_id)
    return _read(own, str(own)) if own is not None else _shipped(framework_id)


@cache
def _shipped_ids() -> frozenset[str]:
    """List the package's own folder once: every document loads its frameworks several times."""
    names = (entry.name for entry in resources.files(__name__).iterdir())
    # An id ends in a year; the conformance list beside the frameworks is none.
    return frozenset(name.removesuffix(_SUFFIX) for name in names if _FILE.fullmatch(name))


@cache
def _shipped(framework_id: str) -> Framework:
    path = resources.files(__name__).joinpath(framework_id + _SUFFIX)
    return _read(path, framework_id + _SUFFIX)


def _read(path: Traversable, name: str) -> Framework:
    # Here, because YAML and pydantic cost more than most commands do in all.
    from corpus.frameworks.loading import read  # noqa: PLC0415

    try:
        content = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise FrameworkError(f"{name} cannot be read: {why}. Check the file.") from error
    framework = read(content, name)
    if framework.id != path.name.removesuffix(_SUFFIX):
        raise FrameworkError(f"{name}: its id is {framework.id!r}; file name and id must agree")
    return framework


def _own(folder: Path | None) -> dict[str, Path]:
    """Return the framework files of a folder by id; none where it does not exist."""
    if folder is None or not folder.is_dir():
        return {}
    return {
        path.name.removesuffix(_SUFFIX): path
        for path in sorted(folder.iterdir())
        if _FILE.fullmatch(path.name)
    }


def shipped_text(framework_id: str) -> str:
    """Return the text of a shipped framework's file, comments and all."""
    return resources.files(__name__).joinpath(framework_id + _SUFFIX).read_text(encoding="utf-8")


def _shipped_path(framework_id: str) -> str:
    return str(resources.files(__name__).joinpath(framework_id + _SUFFIX))
