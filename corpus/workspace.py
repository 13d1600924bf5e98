"""The folder that holds an evidence base: where things lie in it, who writes in it, its originals.

The layout is `evidence.db`, `review.db`, `research.db`, `originals/ab/<sha256>`, `models/`,
`frameworks/`, `cache/` and `logs/`, `sealed/<kind>/<id>.sealed` with `vault.json` where case notes
are read, and `providers.yaml` where the user wrote one. Folder and files are for their owner alone.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import platform
import re
import secrets
import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from corpus.problems import WorkspaceError

if TYPE_CHECKING:
    from filelock import BaseFileLock

FOLDERS = ("originals", "models", "frameworks", "cache", "logs", "sealed")
DATABASES = ("evidence.db", "review.db", "research.db")
_LOCK = "writer.lock"
_HOLDER = "writer.json"
_PROVIDERS = "providers.yaml"
_VAULT = "vault.json"
TEMPORARY = ".part-"
# Half-written files say whose they are: on a shared drive, only their own machine can tell.
HOST = re.sub(r"[^A-Za-z0-9]", "", platform.node()) or "here"
_held: set[Path] = set()


@dataclass(frozen=True, slots=True)
class Workspace:
    """The paths of one workspace; `root` is absolute. Holding one does not mean that it exists."""

    root: Path

    @property
    def evidence(self) -> Path:
        """What the pipeline writes: documents, passages, tags."""
        return self.root / "evidence.db"

    @property
    def review(self) -> Path:
        """What people decide, and what they said by option; machine findings never."""
        return self.root / "review.db"

    @property
    def research(self) -> Path:
        """The redacted copy that an SQL explorer may see."""
        return self.root / "research.db"

    @property
    def originals(self) -> Path:
        """The documents as they were offered, by the sha256 of their bytes."""
        return self.root / "originals"

    @property
    def sealed(self) -> Path:
        """What opens with the passphrase alone: restricted documents, what was read, case keys."""
        return self.root / "sealed"

    @property
    def vault(self) -> Path:
        """The key that seals, and the key that opens, which itself opens with the passphrase."""
        return self.root / _VAULT

    @property
    def models(self) -> Path:
        """Models trained on this machine."""
        return self.root / "models"

    @property
    def frameworks(self) -> Path:
        """The user's own frameworks, and official wording attached to those that Vouch ships."""
        return self.root / "frameworks"

    @property
    def providers(self) -> Path:
        """The user's own file of providers and what became of them, where there is one."""
        return self.root / _PROVIDERS

    @property
    def cache(self) -> Path:
        """What can be made again: parts of a running ingest, page images."""
        return self.root / "cache"

    @property
    def parts(self) -> Path:
        """Files that workers of a running ingest hand to the one writer."""
        return self.cache / "parts"

    @property
    def logs(self) -> Path:
        """Log files of the runs."""
        return self.root / "logs"


@dataclass(frozen=True, slots=True)
class Holder:
    """Who writes in a workspace: process id, since when (ISO 8601, UTC) and for what."""

    pid: int
    since: str
    purpose: str

    def __str__(self) -> str:
        return f"process {self.pid} ({self.purpose}, since {self.since})"


def open_workspace(root: Path | str, create: bool = False) -> Workspace:
    """Return the workspace at a folder; with `create`, make it where nothing or nothing else is.

    WorkspaceError where the folder is missing, is no workspace, or (with `create`) is read-only.
    """
    workspace = Workspace(absolute(root))
    try:
        if not workspace.root.exists():
            _missing(workspace, create)
        elif not workspace.evidence.is_file():
            _refuse_foreign(workspace, create)
        if create:
            _make(workspace)
    except OSError as error:
        raise _unusable(workspace.root, error) from error
    return workspace


def absolute(root: Path | str) -> Path:
    """Return the full path of a folder that the user named; WorkspaceError for `~` of nobody."""
    try:
        # `absolute` keeps links: the user shall find the path they typed in every message.
        return Path(root).expanduser().absolute()
    except RuntimeError as error:
        raise WorkspaceError(
            f"{root} begins with ~, and no such user is known. Name the folder by its full path."
        ) from error


@contextlib.contextmanager
def writing(
    workspace: Workspace,
    wait: float = 0.0,
    purpose: str = "writing",
    on_wait: Callable[[Holder | None], None] | None = None,
) -> Iterator[Workspace]:
    """Hold the workspace for writing; nobody else can meanwhile, in this or any other process.

    Waits up to `wait` seconds for another writer, calling `on_wait` once with who that is (null
    where it cannot be told), then raises WorkspaceError that names it. The operating system
    releases the lock when its holder ends in whatever way.
    """
    # Costs 0.1 s to import: readers do without.
    import filelock  # noqa: PLC0415

    lock = filelock.FileLock(workspace.root / _LOCK, mode=0o600)
    try:
        _acquire(lock, workspace, wait, on_wait)
    except filelock.Timeout as error:
        raise WorkspaceError(
            f"The workspace {workspace.root} is being written by {_holder_words(workspace)}. "
            "Wait until that has ended, then run the same command again."
        ) from error
    except OSError as error:
        raise _unusable(workspace.root, error) from error
    try:
        with _translated(workspace.root):
            _announce(workspace, purpose)
        _held.add(workspace.root)
        yield workspace
    finally:
        _held.discard(workspace.root)
        # A disk that has failed or become read-only meanwhile must not hide the error it caused.
        with contextlib.suppress(OSError):
            (workspace.root / _HOLDER).unlink()
        lock.release()


def holder(workspace: Workspace) -> Holder | None:
    """Return who wrote its name down last as the writer; null where nobody did or it is unreadable.

    The name of a killed writer stays until the next one comes: only the lock itself is binding.
    """
    try:
        return Holder(**json.loads((workspace.root / _HOLDER).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def original_path(workspace: Workspace, sha256: str) -> Path:
    """Return where the document with these bytes is kept, whether it is there or not."""
    return workspace.originals / sha256[:2] / sha256


def keep_original(workspace: Workspace, content: bytes, sha256: str) -> Path:
    """Keep a document's bytes under their hash and return the path. Safe from many processes.

    The file appears whole or not at all. WorkspaceError where the disk is full or read-only.
    """
    path = original_path(workspace, sha256)
    with _translated(path):
        if path.is_file() and path.stat().st_size == len(content):
            return path
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with replacing(path) as stream:
            stream.write(content)
    return path


@contextlib.contextmanager
def replacing(path: Path, mode: int = 0o600) -> Iterator[BinaryIO]:
    """Write a file beside its place and move it there once it is whole and on the disk.

    The stream is binary. On any error the old file stays and nothing else is left behind.
    """
    temporary = temporary_beside(path)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        with os.fdopen(os.open(temporary, flags, mode), "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
    finally:
        # Once it has been moved there is none.
        with contextlib.suppress(OSError):
            temporary.unlink()


def temporary_beside(path: Path) -> Path:
    """Return a new name beside a path for what is written before it is moved there."""
    return path.with_name(f"{TEMPORARY}{HOST}-{os.getpid()}-{secrets.token_hex(8)}")


def place_new(temporary: Path, path: Path) -> None:
    """Move a file that is whole to its place, unlike a rename never over one that is there.

    FileExistsError where another program has put one there meanwhile.
    """
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise
    except OSError as error:
        # A file system without hard links, as on memory sticks.
        if path.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path)) from error
        temporary.rename(path)


def sweep(workspace: Workspace) -> int:
    """Remove what killed runs left behind and return how many files that were.

    Only inside `writing`: without the lock the leftovers might be another run's work in progress.
    """
    if workspace.root not in _held:
        raise WorkspaceError(
            f"Leftovers in {workspace.root} are removed only while the workspace is held for "
            "writing. Run `vouch ingest`, which holds it."
        )
    with _translated(workspace.root):
        leftovers = [
            *workspace.root.glob(f"{TEMPORARY}*"),
            *workspace.originals.glob(f"*/{TEMPORARY}*"),
            *workspace.frameworks.glob(f"{TEMPORARY}*"),
            *workspace.sealed.glob(f"*/{TEMPORARY}*"),
            *_files(workspace.parts),
        ]
        for path in leftovers:
            path.unlink(missing_ok=True)
        shutil.rmtree(workspace.parts, ignore_errors=True)
    return len(leftovers)


def _missing(workspace: Workspace, create: bool) -> None:
    if not create:
        raise WorkspaceError(
            f"There is no workspace at {workspace.root}. Make one with "
            "`vouch ingest FOLDER --workspace DIR`, or name an existing one with --workspace."
        )


def _refuse_foreign(workspace: Workspace, create: bool) -> None:
    """Refuse a file, and a folder that holds what is not ours; an empty one only counts if new."""
    if not workspace.root.is_dir():
        raise WorkspaceError(
            f"{workspace.root} is a file, and a workspace is a folder. Name a folder."
        )
    ours = {*FOLDERS, *DATABASES, _LOCK, _HOLDER, _PROVIDERS, _VAULT, "lost+found"}
    names = {entry.name for entry in workspace.root.iterdir() if not entry.name.startswith(".")}
    names = {name for name in names if not name.startswith(DATABASES)}
    if names - ours or not (create or names):
        raise WorkspaceError(
            f"{workspace.root} is a folder but no workspace of Vouch: it holds no evidence.db. "
            "Name the workspace itself, or a new or empty folder to make one."
        )


def _make(workspace: Workspace) -> None:
    if not workspace.root.exists():
        workspace.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        if os.name == "posix":
            # The mode given to mkdir is cut by the umask, never widened; here for odd file systems.
            workspace.root.chmod(0o700)
    for name in FOLDERS:
        (workspace.root / name).mkdir(mode=0o700, exist_ok=True)


def _acquire(
    lock: BaseFileLock,
    workspace: Workspace,
    wait: float,
    on_wait: Callable[[Holder | None], None] | None,
) -> None:
    import filelock  # noqa: PLC0415

    try:
        lock.acquire(timeout=0)
    except filelock.Timeout:
        if wait <= 0:
            raise
        if on_wait is not None:
            on_wait(holder(workspace))
        lock.acquire(timeout=wait, poll_interval=0.1)


def _announce(workspace: Workspace, purpose: str) -> None:
    since = datetime.now(UTC).isoformat(timespec="seconds")
    with replacing(workspace.root / _HOLDER) as stream:
        stream.write(json.dumps(asdict(Holder(os.getpid(), since, purpose))).encode())


def _holder_words(workspace: Workspace) -> str:
    found = holder(workspace)
    return str(found) if found else "another process"


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if not path.is_dir()]


@contextlib.contextmanager
def _translated(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise _unusable(path, error) from error


def _unusable(path: Path, error: OSError) -> WorkspaceError:
    """Say in a user's words why the file system would not have it, and what to do."""
    if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
        remedy = (
            "the disk is full. Free some space and run the same command again; nothing is lost."
        )
    elif error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        remedy = "you may not write there. Choose another --workspace, or ask for the right to."
    else:
        remedy = f"{error.strerror or error}. Check the disk, or choose another --workspace."
    return WorkspaceError(f"The workspace cannot use {path}: {remedy}")
