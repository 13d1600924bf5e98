"""Model files: a flat dict of plain arrays in skops's format, and a reader that trusts nothing.

skops writes the file, so that anyone can open it with `skops.io.load`; but reading through skops
imports scikit-learn, which workers that only tag do without. The reader here knows no type but
arrays of numbers and text, evaluates nothing and unpickles nothing. Beside `model.skops` stands
`model.json` with the digest of its contents: what does not match is refused.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.arrays import UnfitError, array_of, files_of, plain_json, storable
from models.versions import companion, model_digest, unusable

FORMAT = 1
META = "meta"
LARGEST = 64 * 1024 * 1024  # bytes, unpacked: ten times what a model may have
_MEMBERS = 2000
_SCHEMA = "schema.json"
_PACKINGS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_STUMBLES = (EOFError, KeyError, IndexError, OSError, OverflowError, RuntimeError, ValueError)
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first date that a zip can state

Arrays = Mapping[str, NDArray[Any]]
Meta = Mapping[str, Any]


@dataclass(frozen=True, slots=True, eq=False)
class ModelFile:
    """What a model file holds: arrays by name, which must not be written to, and plain facts.

    `digest` is the SHA-256 of names, types, shapes and contents: the same for the same model,
    however the file was packed.
    """

    arrays: Arrays
    meta: Meta
    digest: str


def write(path: Path, arrays: Arrays, meta: Meta) -> ModelFile:
    """Write a model and its companion, each whole or not at all.

    A process that reads between the two is refused; write into a new folder and move that, where
    others may be reading. ValueError: an array of objects, or a `meta` that is no JSON.
    """
    import skops.io  # noqa: PLC0415 - brings scikit-learn, which tagging does without

    if META in arrays:
        raise ValueError(f'the name "{META}" is taken')
    told = json.dumps({**meta, "format": FORMAT}, sort_keys=True, ensure_ascii=True)
    whole = {name: storable(name, arrays[name]) for name in sorted(arrays)}
    whole[META] = np.array(told)
    digest = digest_of(whole)
    packed = skops.io.dumps(whole, compression=zipfile.ZIP_DEFLATED, compresslevel=9)
    _replace(path, _settled(packed))
    facts = {"format": FORMAT, "digest": digest, "meta": json.loads(told)}
    text = json.dumps(facts, sort_keys=True, indent=1) + "\n"
    _replace(companion(path), text.encode("ascii"))
    return ModelFile(arrays, facts["meta"], digest)


def read(path: Path) -> ModelFile:
    """Read a model file; ModelError says what is wrong with it and what to do.

    Needs neither skops nor scikit-learn. The arrays are read-only.
    """
    try:
        # One byte more than allowed tells a file that is too large without reading it whole.
        with path.open("rb") as stream:
            content = stream.read(LARGEST + 1)
    except FileNotFoundError as error:
        raise unusable(path, f"the file {path.name} is absent") from error
    except OSError as error:
        raise unusable(path, f"it cannot be read ({error.strerror})") from error
    expected = model_digest(path)
    try:
        arrays = unpack(content)
        digest = digest_of(arrays)
        if digest != expected:
            raise UnfitError("its contents are not those it was written with")
        meta = _meta(arrays.pop(META, None))
    except UnfitError as error:
        raise unusable(path, str(error)) from error
    return ModelFile(arrays, meta, digest)


def unpack(content: bytes) -> dict[str, NDArray[Any]]:
    """Read the arrays out of the bytes of a file; ValueError says what does not belong there."""
    if len(content) > LARGEST:
        raise UnfitError(f"it is larger than {LARGEST >> 20} MB")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            found = _members(archive)
    except UnfitError:
        raise
    # What a broken archive provokes in the standard library is not confined to its own errors.
    except (zipfile.BadZipFile, zlib.error, struct.error, *_STUMBLES) as error:
        raise UnfitError("it is no model file, or was cut short or damaged") from error
    files = files_of(found.pop(_SCHEMA, b""))
    if set(files.values()) != set(found):
        raise UnfitError("it lacks an array that it names, or holds one that it does not name")
    return {name: array_of(name, found[file]) for name, file in files.items()}


def digest_of(arrays: Arrays) -> str:
    """Return the SHA-256 of named arrays, in hexadecimal; the order they come in has no say."""
    hashed = hashlib.sha256()
    for name in sorted(arrays):
        array = arrays[name]
        head = json.dumps([name, array.dtype.newbyteorder("<").str, list(array.shape)])
        hashed.update(f"{len(head)}:{head}{array.nbytes}:".encode("ascii"))
        hashed.update(np.ascontiguousarray(array).tobytes())
    return hashed.hexdigest()


def words_digest(words: Iterable[int]) -> str:
    """Return a short digest of word ids.

    A model knows words by spaCy's hashes. It keeps the digest of a fixed sentence's words, so that
    a spaCy that cuts or hashes otherwise is noticed, instead of finding no word at all.
    """
    return hashlib.sha256(",".join(str(int(word)) for word in words).encode()).hexdigest()[:16]


def _members(archive: zipfile.ZipFile) -> dict[str, bytes]:
    """Read all members, after their declared sizes are found to be bearable."""
    listed = archive.infolist()
    if len(listed) > _MEMBERS or len({info.filename for info in listed}) != len(listed):
        raise UnfitError("it has too many parts, or two of one name")
    if sum(info.file_size for info in listed) > LARGEST:
        raise UnfitError(f"it would unpack to more than {LARGEST >> 20} MB")
    if any(info.compress_type not in _PACKINGS for info in listed):
        raise UnfitError("it is packed in a way that model files are not")
    found = {}
    for info in listed:
        # Asked for so many bytes, zipfile unpacks no more, whatever the member really holds.
        with archive.open(info) as stream:
            found[info.filename] = stream.read(info.file_size)
    return found


def _settled(packed: bytes) -> bytes:
    """Pack again without memory addresses and time of day: the same model, the same bytes."""
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        schema = json.loads(archive.read(_SCHEMA))
        contents = {name: archive.read(name) for name in archive.namelist()}
    numbers: dict[int, int] = {}
    names: dict[str, str] = {}

    def settle(node: Any) -> Any:
        if isinstance(node, list):
            return [settle(part) for part in node]
        if not isinstance(node, dict):
            return node
        told = {key: settle(part) for key, part in node.items()}
        if isinstance(told.get("__id__"), int):
            told["__id__"] = numbers.setdefault(told["__id__"], len(numbers))
        if told.get("__loader__") == "NdArrayNode":
            told["file"] = names.setdefault(told["file"], f"{len(names)}.npy")
        return told

    schema = settle(schema)
    parts = {names[old]: contents[old] for old in names}
    parts[_SCHEMA] = json.dumps(schema, indent=1).encode("ascii")
    settled = io.BytesIO()
    with zipfile.ZipFile(settled, "w") as archive:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, _EPOCH)
            archive.writestr(info, content, zipfile.ZIP_DEFLATED, compresslevel=9)
    return settled.getvalue()


def _replace(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _meta(array: NDArray[Any] | None) -> dict[str, Any]:
    if array is None or array.dtype.kind != "U" or array.shape != ():
        raise UnfitError("it says nothing about itself")
    told = plain_json(str(array[()]).encode("utf-8"), "what it says about itself")
    if not isinstance(told, dict):
        raise UnfitError("it says nothing about itself")
    if told.get("format") != FORMAT:
        raise UnfitError(
            f"it is of format {told.get('format')!r:.20}, and this version of Vouch reads {FORMAT}"
        )
    return told
