"""Ids: the same bytes, words and places give the same id on every machine and in every run."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import BinaryIO

# What stands for the path of a restricted file begins with this; real paths are absolute.
MASK = "restricted/"
_SEPARATOR = "\x1f"
_CHUNK = 1 << 20


def sha256_of(content: bytes) -> str:
    """Return the hex sha256 of bytes: a document's id."""
    return hashlib.sha256(content).hexdigest()


def sha256_of_stream(stream: BinaryIO) -> str:
    """Return the hex sha256 of a binary stream without holding it in memory."""
    digest = hashlib.sha256()
    while chunk := stream.read(_CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


def sha256_of_file(path: Path) -> str:
    """Return the hex sha256 of a file without holding it in memory. OSError where unreadable."""
    with path.open("rb") as stream:
        return sha256_of_stream(stream)


def _digest(*parts: object) -> str:
    joined = _SEPARATOR.join(str(part) for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def passage_id(document_id: str, start: int, end: int, text: str) -> str:
    """Id of a passage: it survives a new extractor version while text and offsets stay the same."""
    return _digest("passage", document_id, start, end, text)


def extraction_id(document_id: str, extractor: str, text: str) -> str:
    """Id of an extraction: another extractor version or another frozen text is another one."""
    return _digest("extraction", document_id, extractor, sha256_of(text.encode()))


def tag_id(passage: str, framework: str, label: str, tagger: str) -> str:
    """Id of a tag. `tagger` is "family/version"; the version is left out, so a re-run keeps ids."""
    return _digest("tag", passage, framework, label, tagger.partition("/")[0])


def fact_id(document_id: str, kind: str, key: str, start: int, end: int) -> str:
    """Id of a stated fact; `key` tells apart what stands in one place, such as the area's code."""
    return _digest("fact", document_id, kind, key, start, end)


def note_id(file_sha256: str, locator: str) -> str:
    """Id of one note of many in a file: a document of its own, found by its place in the file."""
    named = _SEPARATOR.join(("note", file_sha256, locator))
    return hashlib.sha256(named.encode("utf-8", "surrogatepass")).hexdigest()


def routed_sign_id(document_id: str, kind: str, start: int, end: int) -> str:
    """Id of a routed sign of harm: the same words of a document, of the same kind."""
    return _digest("routed sign", document_id, kind, start, end)


def source_id(path: str) -> str:
    """Id of an offered file, by its absolute path as the run saw it."""
    return _digest("source", path)
