"""Tells which files in watched folders are new and complete; those still being copied wait.

A file counts as complete once two looks, far enough apart, found the same bytes. That holds
where a program reserves the room of a file first and where it keeps the time stamp of the original.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.evidence import DocumentState, open_evidence
from corpus.identity import source_id
from corpus.problems import SettingsError
from corpus.records import Source
from corpus.workspace import Workspace, open_workspace, replacing
from pipelines.offers import Offer, gather, printable
from pipelines.rows import INTERRUPTED
from pipelines.settings import Settings


@dataclass(frozen=True, slots=True)
class Look:
    """One look: offers that are new and complete, and since when others have been waiting.

    `waiting` has the time (seconds since the epoch) of the first look that found these bytes, by
    their sha256, or by path and problem where they could not be read.
    """

    complete: tuple[Offer, ...]
    waiting: Mapping[str, float]


def look(folders: Sequence[Path], settings: Settings, settle_seconds: float) -> Look:
    """Look into folders, remembering in the workspace's cache what is not complete yet.

    SettingsError where a folder is missing; WorkspaceError where the workspace cannot be used.
    """
    for folder in folders:
        if not folder.is_dir():
            raise SettingsError(
                f"The folder to watch is not there: {folder}. Make it, or connect its drive."
            )
    workspace = open_workspace(settings.workspace, create=True)
    new = list(_new(gather(folders, settings).offers, workspace))
    memory = workspace.cache / memory_name(folders)
    found = settled(new, _remembered(memory), settle_seconds, time.time())
    with replacing(memory) as out:
        out.write(json.dumps(dict(found.waiting)).encode("ascii"))
    return found


def memory_name(folders: Sequence[Path]) -> str:
    """Name the file that remembers these folders: two watchers must not forget for each other."""
    together = "\n".join(sorted(printable(str(folder)) for folder in folders))
    return f"watched-{source_id(together)[:12]}.json"


def settled(
    new: Iterable[Offer], before: Mapping[str, float], settle_seconds: float, now: float
) -> Look:
    """Part new offers into those whose bytes stood still for long enough and those that wait."""
    complete: list[Offer] = []
    waiting: dict[str, float] = {}
    for offer in new:
        key = _key(offer)
        since = min(before.get(key, now), now)  # a clock may have been set back
        if now - since >= settle_seconds:
            complete.append(offer)
        else:
            waiting[key] = since
    return Look(tuple(complete), waiting)


def is_new(offer: Offer, states: Mapping[str, DocumentState], rows: frozenset[str]) -> bool:
    """Say whether the store has no row for an offer yet, or one of an interrupted attempt.

    What failed is not tried again at every look: the nightly run does that. `rows` are the keys of
    the stored rows.
    """
    state = states.get(offer.sha256 or "")
    interrupted = state is not None and state.problem == INTERRUPTED.code
    return interrupted or _row(source_id(offer.path), _key(offer)) not in rows


def _new(offers: Iterable[Offer], workspace: Workspace) -> Iterable[Offer]:
    if not workspace.evidence.exists():
        return offers
    with open_evidence(workspace, read_only=True) as evidence:
        states = evidence.versions()
        rows = frozenset(_row(source.id, _source_key(source)) for source in evidence.sources())
    return [offer for offer in offers if is_new(offer, states, rows)]


def _key(offer: Offer) -> str:
    problem = offer.problem.code if offer.problem else ""
    return offer.sha256 or f"{source_id(offer.path)}\n{problem}"


def _source_key(source: Source) -> str:
    problem = source.problem.code if source.problem else ""
    return source.sha256 or f"{source.id}\n{problem}"


def _row(path: str, key: str) -> str:
    return f"{path}\n{key}"


def _remembered(memory: Path) -> Mapping[str, float]:
    """Return what earlier looks left waiting; a cache may be deleted or damaged at any time."""
    try:
        found = json.loads(memory.read_text(encoding="ascii"))
        return {str(key): float(since) for key, since in found.items()}
    except (OSError, ValueError, AttributeError, TypeError):
        return {}
