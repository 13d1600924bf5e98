"""Sealed items: what is restricted, at rest. One file each, `sealed/<kind>/<id>.sealed`.

Whoever ingests puts items there without the passphrase; they are got back with an open vault alone.
Each is sealed for its own kind and id, so that no file can stand in for another. What is put or
destroyed while others may sweep is put or destroyed inside `corpus.workspace.writing`.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from corpus import sealing
from corpus.database import translated
from corpus.problems import SealedError
from corpus.vault import Sealer, Vault, sealer, whole
from corpus.workspace import TEMPORARY, Workspace, replacing

# A document as offered; what was read of a file; of a case the people, pseudonyms, corrections;
# what the columns of an export mean, by the fingerprint of their names; of a file, empty, that its
# notes stand in cases.
Kind = Literal["original", "reading", "case", "columns", "sorted"]
KINDS: tuple[Kind, ...] = get_args(Kind)
SUFFIX = ".sealed"
# How an item's file is called under `sealed/`, for whoever copies such files.
NAME = rf"({'|'.join(KINDS)})/[0-9a-f]{{1,128}}\{SUFFIX}"
_ID = re.compile(r"[0-9a-f]{1,128}")
_RESTORE = "Bring it back from a backup with `vouch restore`."
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Fault:
    """Something about the vault or a sealed item that shows without the passphrase."""

    code: str
    path: Path
    message: str
    remedy: str


def put(workspace: Workspace, sealer: Sealer, kind: Kind, item: str, content: bytes) -> Path:
    """Seal bytes into the item of this kind and id, in place of what it held; return its path.

    The file appears whole or not at all. WorkspaceError where the disk fails.
    """
    path = path_of(workspace, kind, item)
    with translated(path):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with replacing(path) as stream:
            for chunk in sealer.chunks(content, _purpose(kind, item)):
                stream.write(chunk)
    return path


def get(vault: Vault, kind: Kind, item: str) -> bytes:
    """Return what an item holds; SealedError where it is missing, changed or cannot be read."""
    path = path_of(vault.workspace, kind, item)
    try:
        return vault.unseal(path.read_bytes(), _purpose(kind, item))
    except OSError as error:
        raise SealedError(
            f"The sealed item {path} cannot be read: {error.strerror or error}. {_RESTORE}"
        ) from error
    except SealedError as error:
        raise SealedError(f"{path}: {error}") from error


def exists(workspace: Workspace, kind: Kind, item: str) -> bool:
    """Say whether there is an item of this kind and id, whole or not."""
    return path_of(workspace, kind, item).is_file()


def ids(workspace: Workspace, kind: Kind) -> list[str]:
    """List the ids of a kind, sorted; [] where nothing of it was ever sealed."""
    names = (workspace.sealed / kind).glob(f"*{SUFFIX}")
    return sorted(path.stem for path in names if _ID.fullmatch(path.stem))


def destroy(workspace: Workspace, kind: Kind, item: str) -> bool:
    """Overwrite an item once, see it to the disk, and remove it; false where there is none.

    That is what a program can do. Flash storage, snapshots, and file systems that write elsewhere
    may keep the old blocks, and backups keep the item; all of these hold it sealed.
    """
    path = path_of(workspace, kind, item)
    with translated(path):
        try:
            _overwrite(path)
        except FileNotFoundError:
            return False
        path.unlink(missing_ok=True)
        _settle(path.parent)
    return True


def path_of(workspace: Workspace, kind: Kind, item: str) -> Path:
    """Return where an item lies, whether it is there or not. SealedError for what is no id."""
    if kind not in KINDS or not _ID.fullmatch(item):
        # Not quoted: an id that is none may be a name.
        raise SealedError(
            f"A sealed item is one of {', '.join(KINDS)} with an id in the digits 0-9 and a-f."
        )
    return workspace.sealed / kind / f"{item}{SUFFIX}"


def faults(workspace: Workspace) -> Iterator[Fault]:
    """Yield what is wrong with the vault and the sealed items, as far as shows without opening."""
    files = sorted(path for path in workspace.sealed.rglob("*") if not path.is_dir())
    key: bytes | None = None
    if workspace.vault.exists():
        damage = whole(workspace)
        if damage is not None:
            yield Fault("vault", workspace.vault, damage, _RESTORE)
        else:
            found = sealer(workspace)
            key = sealing.key_id(found.public_key) if found else None
        yield from _open_to_others(workspace.vault)
    elif files:
        message = "What is sealed has no vault any more: nothing opens it."
        yield Fault("vault", workspace.vault, message, _RESTORE)
    for path in files:
        yield from _item(workspace, path, key)


def _item(workspace: Workspace, path: Path, key: bytes | None) -> Iterator[Fault]:
    name = path.relative_to(workspace.sealed).as_posix()
    if path.name.startswith(TEMPORARY):
        # Of a run that goes on, or that was killed: the next one sweeps it.
        return
    if path.is_symlink() or not re.fullmatch(NAME, name):
        remedy = "Move it elsewhere, once you know what it is."
        yield Fault("sealed-stray", path, f"{path.name} is no sealed item of Vouch.", remedy)
        return
    yield from _open_to_others(path)
    try:
        with path.open("rb") as stream:
            head = sealing.read_head(stream.read(sealing.HEAD_BYTES))
            size = os.fstat(stream.fileno()).st_size
    except FileNotFoundError:
        # Destroyed a moment ago.
        return
    except OSError as error:
        message = f"The sealed item cannot be read: {error.strerror or error}."
        yield Fault("sealed-damaged", path, message, _RESTORE)
        return
    if head is None:
        yield Fault("sealed-damaged", path, "The file does not begin as sealed items do.", _RESTORE)
    elif head.size != size:
        message = f"The sealed item has {size:,} bytes and should have {head.size:,}."
        yield Fault("sealed-damaged", path, message, _RESTORE)
    elif key is not None and head.key_id != key:
        message = "The item is sealed for another vault: this workspace's passphrase opens it not."
        yield Fault("sealed-elsewhere", path, message, _RESTORE)


def _open_to_others(path: Path) -> Iterator[Fault]:
    if os.name != "posix":
        return
    mode = stat.S_IMODE(path.lstat().st_mode)
    if mode & 0o077:
        message = f"Others than its owner may use the file (mode {mode:04o})."
        yield Fault("sealed-mode", path, message, f"Take their rights away: chmod 600 '{path}'")


def _purpose(kind: Kind, item: str) -> str:
    return f"{kind}/{item}"


def _overwrite(path: Path) -> None:
    with path.open("r+b") as stream:
        left = os.fstat(stream.fileno()).st_size
        while left > 0:
            left -= stream.write(bytes(min(left, _CHUNK)))
        stream.flush()
        os.fsync(stream.fileno())


def _settle(folder: Path) -> None:
    """See to it that a removal is on the disk, where the system can say so of a folder."""
    if os.name != "posix":
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
