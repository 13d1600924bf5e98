"""One file that holds a whole workspace, and the way back. Nothing is believed unchecked.

The archive is a zip: `manifest.json` with the sha256 and size of every member, then the databases
(each one state, copied by SQLite while others may write), models, frameworks, originals, and
what is sealed with its vault: as it lies there, opened by the passphrase alone. Cache and logs are
left out.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import secrets
import shutil
import sqlite3
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from corpus import migrations, review_migrations
from corpus.database import connect_read_only, translated
from corpus.deliveries import delivered_to, delivering
from corpus.problems import WorkspaceError
from corpus.sealed_items import NAME as SEALED
from corpus.workspace import (
    DATABASES,
    TEMPORARY,
    Workspace,
    absolute,
    open_workspace,
    replacing,
    temporary_beside,
)

# Since 2 with what is sealed.
FORMAT = 2
_MANIFEST = "manifest.json"
_LARGEST_MANIFEST = 100_000_000
_CHUNK = 1 << 20
_UNPACKING = ".restoring-"
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# What reading a zip raises for bits that have changed, beside saying so.
_DAMAGE = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, RuntimeError, ValueError)
_MEMBER = re.compile(
    rf"(?P<database>{'|'.join(re.escape(name) for name in DATABASES)})"
    r"|originals/(?P<folder>[0-9a-f]{2})/(?P=folder)[0-9a-f]{62}"
    r"|providers\.yaml|vault\.json"
    rf"|sealed/{SEALED}"
    # What every system can name: no sign of a drive or a stream, no backslash, nothing unprintable.
    r"|(models|frameworks)(/[^/\\:*?\"<>|\x00-\x1f\x7f\ud800-\udfff]+)+"
)


@dataclass(frozen=True, slots=True)
class Summary:
    """What an archive holds: how many files, how many bytes before packing, which databases.

    `damaged` are originals whose bytes no longer match their name; they are kept as they are.
    """

    files: int
    size: int
    databases: tuple[str, ...]
    damaged: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Member:
    name: str
    size: int
    sha256: str


def backup(workspace: Workspace, target: Path) -> Summary:
    """Write one archive of the workspace to `target`, which is replaced once all is written.

    Others may go on writing: the archive holds one state of each database and every original that
    it names. WorkspaceError where the target cannot be written, lies in the workspace itself, or a
    database is damaged.
    """
    try:
        place = delivered_to(workspace, target)
        with delivering(workspace, target) as stream:
            return _summary(_pack(workspace, stream, temporary_beside(place)))
    except OSError as error:
        raise WorkspaceError(
            f"The backup {target} cannot be written: {error.strerror or error}{_about(error)}. "
            "Check the path, your rights and the space on the disk."
        ) from error


def restore(archive: Path, root: Path | str) -> Summary:
    """Unpack an archive into a new or empty folder; it appears there whole or not at all.

    WorkspaceError where the folder holds something, and where the archive is cut short, damaged,
    made by a newer Vouch, or holds anything that a backup does not hold.
    """
    target = absolute(root)
    _refuse_used(target)
    with _told(archive, target), zipfile.ZipFile(archive) as packed:
        members = _manifest(archive, packed)
        with _unpacking_into(target) as place:
            for member in members:
                _unpack(archive, packed, member, place)
            _refuse_newer(place)
            _move_in(place, target)
    open_workspace(target, create=True)
    return _summary(members)


@contextlib.contextmanager
def _unpacking_into(target: Path) -> Iterator[Path]:
    """Give a place inside the target to unpack to; leave no trace of what was not moved in."""
    fresh = not target.exists()
    target.mkdir(mode=0o700, parents=True, exist_ok=True)
    place = target / f"{_UNPACKING}{secrets.token_hex(8)}"
    try:
        place.mkdir(mode=0o700)
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)
        if fresh:
            # Fails, as it should, where the workspace has been moved in.
            with contextlib.suppress(OSError):
                target.rmdir()


def _pack(workspace: Workspace, stream: BinaryIO, copy: Path) -> list[_Member]:
    """Write the archive; `copy` is where a database may be copied aside meanwhile."""
    members: list[_Member] = []
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED, allowZip64=True) as packed:
        # Decisions before evidence before originals: what one names, the next has already.
        for name in reversed(DATABASES):
            if (workspace.root / name).is_file():
                members.append(_pack_database(packed, workspace.root / name, copy))
        for path in sorted(_kept_files(workspace)):
            name = path.relative_to(workspace.root).as_posix()
            if not _MEMBER.fullmatch(name):
                raise WorkspaceError(
                    f"{path} has a name that other systems cannot hold, so it cannot be backed "
                    "up. Rename it, then run the same command again."
                )
            members.append(_pack_file(packed, path, name))
        members += _pack_documents(packed, workspace)
        listed = [[member.name, member.size, member.sha256] for member in members]
        manifest = {"format": FORMAT, "store": migrations.CURRENT, "members": listed}
        packed.writestr(_entry(_MANIFEST, zipfile.ZIP_DEFLATED), json.dumps(manifest))
    return members


def _pack_documents(packed: zipfile.ZipFile, workspace: Workspace) -> Iterator[_Member]:
    """Pack originals, then what is sealed, then the vault, which is there before any item is."""
    for folder in (workspace.originals, workspace.sealed):
        for path in sorted(_regular_files(folder)):
            name = path.relative_to(workspace.root).as_posix()
            # Half-written files are among them while others write.
            if not _MEMBER.fullmatch(name):
                continue
            try:
                yield _pack_file(packed, path, name)
            except FileNotFoundError:
                # What was erased since it was listed is not kept here either.
                if folder != workspace.sealed:
                    raise
    if workspace.vault.is_file() and not workspace.vault.is_symlink():
        yield _pack_file(packed, workspace.vault, workspace.vault.name)


def _pack_database(packed: zipfile.ZipFile, source: Path, copy: Path) -> _Member:
    """Copy one state of a database aside, then pack the copy.

    It is copied beside the archive: the workspace may lie on a disk that can only be read.
    """
    try:
        os.close(os.open(copy, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        with (
            translated(source),
            contextlib.closing(connect_read_only(source)) as live,
            contextlib.closing(sqlite3.connect(copy)) as still,
        ):
            # Nothing that a power cut could spoil: the copy is gone once it is packed.
            still.execute("PRAGMA synchronous=OFF")
            # All pages in one step: between steps a writer would make it begin again, for ever.
            live.backup(still)
            # A copy of a database with a log is marked to have one; it must open without.
            still.execute("PRAGMA journal_mode=DELETE")
        return _pack_file(packed, copy, source.name, zipfile.ZIP_DEFLATED)
    finally:
        copy.unlink(missing_ok=True)


def _pack_file(
    packed: zipfile.ZipFile, path: Path, name: str, method: int = zipfile.ZIP_STORED
) -> _Member:
    digest, size = hashlib.sha256(), 0
    entry = _entry(name, method)
    with path.open("rb") as source, packed.open(entry, "w", force_zip64=True) as out:
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
            out.write(chunk)
    return _Member(name, size, digest.hexdigest())


def _entry(name: str, method: int) -> zipfile.ZipInfo:
    # A fixed date: the same workspace gives the same archive.
    entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    entry.compress_type = method
    entry.external_attr = 0o600 << 16
    return entry


def _manifest(archive: Path, packed: zipfile.ZipFile) -> list[_Member]:
    """Return what the archive says it holds, if that is what it holds and nothing else."""
    names = packed.namelist()
    if names.count(_MANIFEST) != 1:
        raise _bad(archive, "it has no list of its contents, so it is no backup of Vouch")
    if packed.getinfo(_MANIFEST).file_size > _LARGEST_MANIFEST:
        raise _bad(archive, "the list of its contents is too long")
    try:
        manifest = json.loads(packed.read(_MANIFEST))
        made_by = int(manifest["format"])
        members = [_Member(str(row[0]), int(row[1]), str(row[2])) for row in manifest["members"]]
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise _bad(archive, "the list of its contents cannot be read") from error
    if made_by > FORMAT or int(manifest.get("store", 0)) > migrations.CURRENT:
        raise WorkspaceError(
            f"The backup {archive} was made by a newer Vouch (archive format {made_by}, store "
            f"version {manifest.get('store')}); this Vouch knows format {FORMAT} and store "
            f"version {migrations.CURRENT}. Install the newer Vouch, then restore."
        )
    if sorted(names) != sorted([_MANIFEST, *(member.name for member in members)]):
        raise _bad(archive, "what it holds is not what its list says")
    if any(entry.compress_type not in _METHODS for entry in packed.infolist()):
        raise _bad(archive, "it is packed in a way that a backup is not")
    for member in members:
        parts = PurePosixPath(member.name).parts
        if not _MEMBER.fullmatch(member.name) or {".", ".."} & set(parts):
            raise _bad(archive, f"it holds {member.name!r}, which is no part of a workspace")
    return members


def _unpack(archive: Path, packed: zipfile.ZipFile, member: _Member, place: Path) -> None:
    """Unpack one member, no further than the size it should have, and compare its hash."""
    path = place.joinpath(*PurePosixPath(member.name).parts)
    for folder in reversed(path.relative_to(place).parents):
        (place / folder).mkdir(mode=0o700, exist_ok=True)
    digest, left = hashlib.sha256(), member.size
    with packed.open(member.name) as source, replacing(path) as out:
        while chunk := source.read(min(_CHUNK, left + 1)):
            left -= len(chunk)
            if left < 0:
                break
            digest.update(chunk)
            out.write(chunk)
    if left != 0 or digest.hexdigest() != member.sha256:
        raise _bad(archive, f"{member.name} in it is not what was packed")


def _refuse_newer(place: Path) -> None:
    """Refuse databases of a newer Vouch before anything is put in its place."""
    evidence, review = place / DATABASES[0], place / DATABASES[1]
    if evidence.exists():
        with translated(evidence), contextlib.closing(connect_read_only(evidence)) as db:
            migrations.version(db)
    if review.exists():
        with translated(review), contextlib.closing(connect_read_only(review)) as db:
            review_migrations.version(db, review)


def _move_in(place: Path, target: Path) -> None:
    """Move what was unpacked to where it belongs, the databases last: they make the workspace."""
    for path in sorted(place.iterdir(), key=lambda path: (path.name in DATABASES, path.name)):
        path.rename(target / path.name)
    place.rmdir()


def _refuse_used(target: Path) -> None:
    try:
        if not target.exists():
            return
        # What an earlier, killed restore left is ours to remove.
        for path in target.glob(f"{_UNPACKING}*"):
            shutil.rmtree(path)
        used = next(target.iterdir(), None)
    except OSError as error:
        raise WorkspaceError(
            f"{target} cannot be used: {error.strerror or error}. Name a new or empty folder."
        ) from error
    if used is not None:
        raise WorkspaceError(
            f"{target} is not empty (it holds {used.name}), and restoring never overwrites. "
            "Name a new or empty folder."
        )


def _regular_files(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            yield path


def _kept_files(workspace: Workspace) -> Iterator[Path]:
    """Give models, frameworks, attached wording and providers, but nothing half-written."""
    if workspace.providers.is_file() and not workspace.providers.is_symlink():
        yield workspace.providers
    for folder in (workspace.models, workspace.frameworks):
        yield from (p for p in _regular_files(folder) if not p.name.startswith(TEMPORARY))


def _summary(members: list[_Member]) -> Summary:
    originals = [member for member in members if member.name.startswith("originals/")]
    return Summary(
        files=len(members),
        size=sum(member.size for member in members),
        databases=tuple(member.name for member in members if member.name in DATABASES),
        damaged=tuple(
            member.name for member in originals if not member.name.endswith(member.sha256)
        ),
    )


@contextlib.contextmanager
def _told(archive: Path, target: Path) -> Iterator[None]:
    try:
        yield
    except _DAMAGE as error:
        raise _bad(archive, "it is cut short or damaged") from error
    except OSError as error:
        raise WorkspaceError(
            f"The backup {archive} cannot be restored to {target}: {error.strerror or error}. "
            "Check the paths, your rights and the space on the disk."
        ) from error


def _about(error: OSError) -> str:
    """Name the file of the workspace that could not be read; what is being written has no name."""
    path = str(error.filename or TEMPORARY)
    return "" if TEMPORARY in path else f" ({path})"


def _bad(archive: Path, reason: str) -> WorkspaceError:
    return WorkspaceError(
        f"The backup {archive} cannot be restored: {reason}. Nothing was changed. "
        "Use another backup, or copy this one again from where it was kept."
    )
