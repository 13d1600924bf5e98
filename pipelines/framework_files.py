"""Framework documents in, framework files out: what `vouch frameworks compile` does with a file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from corpus.frameworks import Framework, known, load, shipped_text
from corpus.frameworks.compiler import (
    Attachment,
    Compiled,
    attach,
    compile_document,
    read_wordings,
    to_yaml,
    write_wordings,
)
from corpus.frameworks.compiler.attaching import Wording
from corpus.frameworks.compiler.wordings import SUFFIX
from corpus.frameworks.loading import read
from corpus.identity import sha256_of
from corpus.problems import FrameworkError, RefusedError
from corpus.workspace import Workspace, keep_original, replacing
from extractors import extract, sniff

_LARGEST = 200_000_000  # bytes; framework documents have a few hundred thousand
_HALF = 0.5
_MOST = 0.8
Written = Literal["written", "unchanged", "replaced"]


@dataclass(frozen=True, slots=True)
class Read:
    """A framework document: its bytes, their hash, and what the compiler found."""

    content: bytes
    compiled: Compiled


def read_document(path: Path) -> Read:
    """Read and compile a file of any format that Vouch reads.

    FrameworkError, with the file's name, where it cannot be read or is no framework.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise FrameworkError(
                f"{path} has more than {_LARGEST // 1_000_000} MB, so it is no framework document."
            )
        content = path.read_bytes()
        extraction = extract(content, sha256_of(content), sniff(content, path.name))
    except OSError as error:
        raise FrameworkError(
            f"{path} cannot be read: {error.strerror or error}. Check the path and your rights."
        ) from error
    except RefusedError as error:
        raise FrameworkError(f"{path}: {error}") from error
    return Read(content, compile_document(extraction, str(path), tuple(_scales())))


def likely(compiled: Compiled) -> tuple[str, ...]:
    """Return the shipped frameworks that a document seems to be, the likeliest first."""
    scored = []
    for name in known():
        framework = load(name)
        fits = _fit(attach(compiled, framework), framework)
        # Titles alone are much alike from framework to framework.
        if fits >= (_HALF if framework.criteria else _MOST):
            scored.append((fits, name))
    return tuple(name for _, name in sorted(scored, key=lambda row: (-row[0], row[1])))


def keep_attached(
    workspace: Workspace, document: Read, framework: Framework
) -> tuple[Attachment, Written]:
    """Attach the wording to a framework and keep it, with the document itself.

    Inside `writing`. Another document's wording is replaced: it can be made again.
    """
    attachment = attach(document.compiled, framework)
    if not (attachment.wordings or attachment.beside):
        raise FrameworkError(
            f"Nothing of this document belongs to {framework.id}: no area of it has the title of "
            f"an area there. Check the id, or make a new framework with --new ID."
        )
    path = workspace.frameworks / f"{framework.id}{SUFFIX}"
    was = path.read_bytes() if path.is_file() else None
    content = write_wordings(attachment).encode("utf-8", "replace")
    done: Written = "written" if was is None else "unchanged" if was == content else "replaced"
    keep_original(workspace, document.content, document.compiled.document_id)
    if done != "unchanged":
        _write(path, content)
    return attachment, done


def keep_new(
    workspace: Workspace, document: Read, framework_id: str, since: date | None
) -> tuple[Path, Written]:
    """Write a new framework file, with the document itself. Inside `writing`.

    FrameworkError where the id is taken by a shipped framework, or by a file with other content:
    its owner may have corrected it.
    """
    if framework_id in known():
        raise FrameworkError(
            f"{framework_id!r} is a framework that comes with Vouch. Give yours another id, or "
            f"attach the wording with --as {framework_id}."
        )
    path = workspace.frameworks / f"{framework_id}.yaml"
    text = to_yaml(document.compiled, framework_id, since)
    read(text, path.name)
    content = text.encode("utf-8", "replace")
    if path.is_file():
        if path.read_bytes() == content:
            return path, "unchanged"
        raise FrameworkError(
            f"{path} is there already and differs: it was corrected, or comes from another "
            "document. It was left as it is. Rename or remove it first, or give another --new ID."
        )
    keep_original(workspace, document.content, document.compiled.document_id)
    _write(path, content)
    return path, "written"


def keep_written(workspace: Workspace, path: Path) -> tuple[Framework, Path, Written]:
    """Check a framework file that a person wrote, and take it in. Inside `writing`.

    A corrected file replaces the one of the same id in the workspace. FrameworkError names each
    line that is wrong, or a file whose name is not its id, or an id that comes with Vouch.
    """
    framework = _checked(path)
    kept = workspace.frameworks / f"{framework.id}.yaml"
    content = path.read_bytes()
    was = kept.read_bytes() if kept.is_file() else None
    done: Written = "written" if was is None else "unchanged" if was == content else "replaced"
    if done != "unchanged":
        _write(kept, content)
    return framework, kept, done


def _checked(path: Path) -> Framework:
    try:
        framework = read(path.read_text(encoding="utf-8-sig"), path.name)
    except OSError as error:
        raise FrameworkError(
            f"{path} cannot be read: {error.strerror or error}. Check the path and your rights."
        ) from error
    except UnicodeDecodeError as error:
        raise FrameworkError(
            f"{path} is not UTF-8 text. Save it again with the encoding UTF-8."
        ) from error
    if framework.id in known():
        raise FrameworkError(
            f"{path.name}: {framework.id!r} is a framework that comes with Vouch, and stays as it "
            "is. Give yours another id, such as one with the next year."
        )
    if path.stem != framework.id:
        raise FrameworkError(
            f"{path.name}: its id is {framework.id!r}. Name the file {framework.id}.yaml, or "
            "change the id."
        )
    return framework


def source_of(folder: Path, framework_id: str) -> str:
    """Return the text of a framework's file, shipped or of the folder."""
    own = folder / f"{framework_id}.yaml"
    return own.read_text(encoding="utf-8") if own.is_file() else shipped_text(framework_id)


def attached(folder: Path, framework_id: str) -> Attachment | None:
    """Return the official wording attached to a framework; null where there is none."""
    path = folder / f"{framework_id}{SUFFIX}"
    try:
        return read_wordings(path.read_text(encoding="utf-8"), str(path))
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise FrameworkError(
            f"{path} cannot be read. Remove it and compile the document again."
        ) from error


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(mode=0o700, exist_ok=True)
    with replacing(path) as stream:
        stream.write(content)


def _fit(attachment: Attachment, framework: Framework) -> float:
    """Say how much of a framework a document covers, 0 to 1: criteria, or titles without any."""
    sure = {wording.code for wording in _all(attachment) if wording.doubt is None}
    criteria = [criterion.code for criterion in framework.criteria]
    titles = [f"{code} title" for code in framework.codes()]
    wanted = criteria or titles
    return sum(code in sure for code in wanted) / len(wanted) if wanted else 0.0


def _all(attachment: Attachment) -> tuple[Wording, ...]:
    return (*attachment.wordings, *attachment.beside)


def _scales() -> Iterator[list[tuple[str, ...]]]:
    for name in known():
        yield [(grade.name, *grade.aliases) for grade in load(name).scale]
