"""Where restricted documents wait: who reads one seals it, and what is stored tells nobody apart.

Reading needs no passphrase, only the public key of the workspace's vault, so that a watched folder
is read while nobody is there. What was read stands sealed beside the original; evidence.db learns
that there is a document, and neither its words nor its name.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Final

from corpus.problems import refuse
from corpus.records import Document, Extraction, Problem, Reading
from corpus.sealed_items import destroy, get, put
from corpus.vault import Vault, sealer
from corpus.workspace import open_workspace, original_path
from pipelines.offers import Offer, mask
from pipelines.plain import built, written
from pipelines.rows import before_attempt
from pipelines.settings import Settings

ORIGINAL: Final = "original"
READING: Final = "reading"
SORTED: Final = "sorted"  # a mark without content: all notes of the file stand in cases
_NO_VAULT = (
    "The file is not recognised as a published report, so it is treated as restricted, and this "
    "workspace has no vault to keep such files in: nothing of it was stored. If it is published, "
    "ingest it with --sensitivity public. If it is not, make the vault by adding the first user "
    "(vouch users add NAME --role administrator), then run the same command again."
)


@dataclass(frozen=True, slots=True)
class Part:
    """One text of a file: the file's own, or that of an attachment, which `locator` names."""

    locator: str
    name: str
    media_type: str
    extraction: Extraction


@dataclass(frozen=True, slots=True)
class Unpacked:
    """The texts of a file and of what is inside, in order, and what could not be read of it."""

    media_type: str
    parts: tuple[Part, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Waiting:
    """What was read of one restricted file, as it is sealed; path and name are the real ones."""

    document_id: str
    path: str
    name: str
    media_type: str
    provider: str | None
    kind: str | None
    parts: tuple[Part, ...]
    problems: tuple[Problem, ...] = ()


def quarantined(
    offer: Offer, content: bytes, document: Document, read: Unpacked, settings: Settings
) -> Reading:
    """Seal a restricted document with all that was read of it; the reading that may be stored.

    RefusedError "no-vault" where the workspace has no vault; nothing is kept then.
    """
    workspace = open_workspace(settings.workspace)
    lock = sealer(workspace)
    if lock is None:
        raise refuse("quarantine", "no-vault", _NO_VAULT)
    within = (problem for part in read.parts for problem in part.extraction.problems)
    problems = (*read.problems, *within)
    waiting = Waiting(
        document.id, offer.path, offer.name, document.media_type, document.provider_urn,
        document.kind, read.parts, problems,
    )  # fmt: skip
    # Its notes are sorted into cases anew: places in it may have moved.
    destroy(workspace, SORTED, document.id)
    put(workspace, lock, ORIGINAL, document.id, content)
    put(workspace, lock, READING, document.id, written(waiting))
    # It may have been taken for public before.
    original_path(workspace, document.id).unlink(missing_ok=True)
    # Here, because a run over published reports has no use for it.
    from pipelines.columns import GUESSED, guessed  # noqa: PLC0415

    unsure = guessed(workspace, (part.extraction for part in read.parts))
    return _stored(offer, document, read, (GUESSED,) if unsure else ())


def has_vault(settings: Settings) -> bool:
    """Say whether there is somewhere to keep what is restricted."""
    return open_workspace(settings.workspace).vault.exists()


def opened(vault: Vault, document_id: str) -> Waiting:
    """Open what was read of a restricted file. SealedError where it is damaged or erased."""
    return built(Waiting, json.loads(get(vault, READING, document_id)))


def original(vault: Vault, document_id: str) -> bytes:
    """Open the bytes of a restricted file. SealedError where they are damaged or erased."""
    return get(vault, ORIGINAL, document_id)


def _stored(offer: Offer, document: Document, read: Unpacked, told: tuple[Problem, ...]) -> Reading:
    """Return what evidence.db may learn: that there is a document, and how it was read."""
    name = PurePath(mask(offer)).name
    whole = not read.problems and all(part.extraction.status == "ok" for part in read.parts)
    problem = None if whole else _IN_PART
    return Reading(
        source=replace(
            before_attempt(replace(offer, sensitivity="restricted")),
            status="ok" if whole else "partial",
            problem=problem,
        ),
        document=Document(
            id=document.id,
            name=name,
            media_type=document.media_type,
            size=document.size,
            sensitivity="restricted",
            provider_urn=document.provider_urn,
            kind=document.kind,
        ),
        # An extraction of nothing tells the next run by which version the file was read.
        extraction=Extraction(document.id, read.parts[0].extraction.extractor, "", (), ()),
        problems=told if problem is None else (problem, *told),
    )


_IN_PART = Problem(
    "quarantine",
    "read-in-part",
    "Some of this restricted document could not be read. `vouch redact show` says what, to those "
    "who may open it.",
)
