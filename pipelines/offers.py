"""Finds the files that a user offers, hashes them and says which of them are to be read."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath
from typing import BinaryIO

from corpus.identity import MASK, source_id
from corpus.problems import RefusedError, refuse
from corpus.records import Problem, Sensitivity
from pipelines.settings import Settings

_CHUNK = 1 << 20
_MEGABYTE = 1_000_000
_FOLDER = re.compile(r"^(?P<urn>\d+)_(?P<name>.+)$")
# Besides control characters and bytes that are no text: marks that turn the reading direction, for
# with them a name can be made to look like another.
_ESCAPE = re.compile(
    r"%(?=[0-9A-Fa-f]{2})|[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
# What a mask may tell of a name: in "Notes.Harrow" what follows the dot is somebody's.
_SUFFIXES = frozenset({
    ".csv", ".doc", ".docx", ".eml", ".htm", ".html", ".json", ".md", ".msg", ".odp", ".ods",
    ".odt", ".pdf", ".ppt", ".pptx", ".rtf", ".txt", ".xls", ".xlsx", ".xml", ".zip",
})  # fmt: skip
_ESCAPED = re.compile(rb"%([0-9A-Fa-f]{2})")


@dataclass(frozen=True, slots=True)
class Offer:
    """One file as offered. `path` is absolute and printable; `location(offer)` opens it.

    `sha256` is null where `problem` says why the file could not be read. `duplicate_of` is the path
    of the first offered file with the same bytes.
    """

    path: str
    name: str
    size: int = 0
    sha256: str | None = None
    provider: str | None = None
    provider_name: str | None = None
    kind: str | None = None
    sensitivity: Sensitivity | None = None
    duplicate_of: str | None = None
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Gathered:
    """All offers of a run, sorted by path, and how many hidden files and folders were passed by."""

    offers: tuple[Offer, ...]
    passed_by: int = 0


@dataclass(slots=True)
class _Walk:
    """What a walk has seen so far: files by path, folders by device and inode, links to follow."""

    leave_out: Path
    files: dict[str, Problem | None] = field(default_factory=dict)
    folders: set[tuple[int, int]] = field(default_factory=set)
    links: list[Path] = field(default_factory=list)
    passed_by: int = 0


def gather(paths: Iterable[Path], settings: Settings) -> Gathered:
    """List every file at or under the paths, hashed, with duplicates marked; never raises for one.

    Files in folders whose name starts with a dot are passed by and counted, as is the workspace.
    """
    walk = _Walk(leave_out=settings.workspace)
    for path in sorted(Path(os.path.abspath(path)) for path in paths):  # noqa: PTH100 - keeps links
        _walk_any(path, walk)
    # Links wait until all real folders are known, so a file goes by its plain path if it has one.
    while walk.links:
        _walk_folder(walk.links.pop(0), walk)
    found = sorted((printable(path), path, problem) for path, problem in walk.files.items())
    offers = (_offer(name, Path(path), problem, settings) for name, path, problem in found)
    return Gathered(tuple(_marked(offers)), walk.passed_by)


def mask(offer: Offer) -> str:
    """Return what stands for the path of a restricted file: names of files name people, too."""
    key = offer.sha256 or source_id(offer.path)
    suffix = PurePath(offer.name).suffix.lower()
    return f"{MASK}{key[:12]}{suffix if suffix in _SUFFIXES else ''}"


def shown(offer: Offer) -> str:
    """Return the path that may be stored and shown: of files that are restricted a mask."""
    return mask(offer) if offer.sensitivity == "restricted" else offer.path


def logged(offer: Offer) -> str:
    """Return the path that may be logged: what nobody called public may turn out restricted.

    Rows of the store are written anew once it does; a log is not.
    """
    return offer.path if offer.sensitivity == "public" else mask(offer)


def location(offer: Offer) -> Path:
    """Return the path that opens the offered file."""
    return Path(unprintable(offer.path))


def read_bytes(offer: Offer, settings: Settings) -> bytes:
    """Read an offered file. RefusedError where it vanished, changed, grew or became unreadable."""
    path = location(offer)
    try:
        with _open_regular(path) as descriptor:
            _guard_size(path, os.fstat(descriptor.fileno()).st_size, settings)
            content = descriptor.read(settings.max_file_mb * _MEGABYTE + 1)
    except OSError as error:
        raise RefusedError(_unreadable(path, error)) from error
    if offer.sha256 is not None and hashlib.sha256(content).hexdigest() != offer.sha256:
        raise refuse(
            "offers",
            "changed-while-reading",
            f"{offer.path} was being written while Vouch read it. Run the command again once the "
            "file is complete.",
        )
    return content


def printable(path: str) -> str:
    """Write a path so that it can be stored and shown: odd characters and bytes become %0A, %FF.

    A per cent sign is escaped only where two hex digits follow, so `unprintable` undoes it exactly.
    """
    return _ESCAPE.sub(lambda match: _percent(match[0]), path)


def unprintable(path: str) -> str:
    """Return the path that `printable` was given."""
    content = os.fsencode(path)
    return os.fsdecode(_ESCAPED.sub(lambda match: bytes([int(match[1], 16)]), content))


def _percent(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in os.fsencode(character))


def _walk_any(path: Path, walk: _Walk) -> None:
    if path.is_dir():
        _walk_folder(path, walk)
    else:
        walk.files.setdefault(str(path), None)


def _walk_folder(top: Path, walk: _Walk) -> None:
    waiting = [top]
    while waiting:
        folder = waiting.pop()
        try:
            if not _is_new(folder, walk):
                continue
            with os.scandir(folder) as entries:
                for entry in sorted(entries, key=lambda entry: entry.name):
                    _sort_in(entry, waiting, walk)
        except OSError as error:
            walk.files.setdefault(str(folder), _unreadable(folder, error))


def _is_new(folder: Path, walk: _Walk) -> bool:
    """Say whether a folder is to be walked: not seen before by any name, and no workspace."""
    if folder == walk.leave_out or (folder / "evidence.db").exists():
        walk.passed_by += 1
        return False
    status = folder.stat()
    key = (status.st_dev, status.st_ino)
    if key in walk.folders:
        return False
    walk.folders.add(key)
    return True


def _sort_in(entry: os.DirEntry[str], waiting: list[Path], walk: _Walk) -> None:
    if entry.name.startswith("."):
        walk.passed_by += 1
    elif entry.is_dir(follow_symlinks=False):
        waiting.append(Path(entry.path))
    elif entry.is_symlink() and Path(entry.path).is_dir():
        walk.links.append(Path(entry.path))
    else:
        walk.files.setdefault(entry.path, None)


def _offer(shown: str, path: Path, problem: Problem | None, settings: Settings) -> Offer:
    urn, name = _folder_provider(path)
    offer = Offer(
        path=shown,
        name=printable(path.name),
        provider=settings.provider or urn,
        provider_name=name if settings.provider in (None, urn) else None,
        kind=settings.kind,
        sensitivity=settings.sensitivity,
        problem=problem,
    )
    if problem is not None:
        return offer
    try:
        size, digest = _hashed(path, settings)
    except RefusedError as error:
        return replace(offer, problem=error.problem)
    except OSError as error:
        return replace(offer, problem=_unreadable(path, error))
    return replace(offer, size=size, sha256=digest)


def _folder_provider(path: Path) -> tuple[str | None, str | None]:
    """Read URN and name off the nearest folder called `<urn>_<name>`."""
    for folder in path.parents:
        match = _FOLDER.match(folder.name)
        if match:
            return match["urn"], printable(match["name"]).replace("_", " ").strip()
    return None, None


def _hashed(path: Path, settings: Settings) -> tuple[int, str]:
    digest = hashlib.sha256()
    size = 0
    with _open_regular(path) as stream:
        _guard_size(path, os.fstat(stream.fileno()).st_size, settings)
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
            # A file may grow while it is read, without end if it is a log of this very run.
            _guard_size(path, size, settings)
    return size, digest.hexdigest()


def _open_regular(path: Path) -> BinaryIO:
    """Open a regular file. RefusedError for pipes, sockets and devices, which may block."""
    # The file is opened without blocking and looked at after: what stood there may have changed.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    if not stat.S_ISREG(path.stat().st_mode):
        raise _not_a_file(path)
    descriptor = os.open(path, flags)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise _not_a_file(path)
    return os.fdopen(descriptor, "rb")


def _not_a_file(path: Path) -> RefusedError:
    return refuse(
        "offers",
        "not-a-file",
        f"{printable(str(path))} is a pipe, a socket or a device and holds no document. "
        "Offer the file itself.",
    )


def _guard_size(path: Path, size: int, settings: Settings) -> None:
    if size > settings.max_file_mb * _MEGABYTE:
        raise refuse(
            "offers",
            "too-large",
            f"{printable(str(path))} has {size / _MEGABYTE:,.0f} MB; files above "
            f"{settings.max_file_mb:,} MB are not read. Split the document, or raise the limit "
            "with VOUCH_MAX_FILE_MB.",
        )


def _unreadable(path: Path, error: OSError) -> Problem:
    shown = printable(str(path))
    if isinstance(error, FileNotFoundError):
        code, text = "missing", f"{shown} is not there (any more). Check the path, or the link."
    elif isinstance(error, PermissionError):
        code = "no-permission"
        text = f"You may not read {shown}. Ask its owner for the right to read it, then run again."
    elif error.errno == errno.ELOOP:
        code = "unreadable"
        text = f"{shown} is a link that leads in a circle. Offer the file it was meant to lead to."
    else:
        code, reason = "unreadable", error.strerror or type(error).__name__
        text = f"{shown} cannot be read: {reason}. Check the disk or the network drive it is on."
    return Problem("offers", code, text)


def _marked(offers: Iterable[Offer]) -> Iterator[Offer]:
    first: dict[str, str] = {}
    for offer in offers:
        if offer.sha256 is None:
            yield offer
            continue
        original = first.setdefault(offer.sha256, offer.path)
        yield offer if original == offer.path else replace(offer, duplicate_of=original)
