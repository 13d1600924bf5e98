"""Arrays of numbers and text inside a model file, read without evaluating anything in it.

The file is skops's, protocol 2, held to its narrowest form: one dict of text keys whose values are
arrays, each in a member in NumPy's own format, version 1.0. Anything else is refused by name.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

PROTOCOL = 2
TYPES = {"b1", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8"}
_MAGIC = b"\x93NUMPY\x01\x00"
# Exactly what NumPy writes: a header that is matched need not be evaluated.
_HEADER = re.compile(
    rb"\{'descr': '([<|])([biufU]\d{1,7})', 'fortran_order': (False|True), "
    rb"'shape': \(((?:\d{1,10}(?:, ?\d{1,10})*,?)?)\), \} *\n"
)
_FILE = re.compile(r"\d{1,25}\.npy")
_NAME = re.compile(r"[\w./ -]{1,200}", re.ASCII)
_DEEPEST = 8  # dimensions
_LAST_CHARACTER = 0x10FFFF


class UnfitError(ValueError):
    """Bytes that are no model of ours; the text completes "... cannot be used: "."""


def plain_json(content: bytes, what: str) -> Any:
    """Parse JSON that strangers may have written."""
    try:
        return json.loads(content)
    except (ValueError, RecursionError) as error:
        raise UnfitError(f"{what} is no JSON") from error


def files_of(schema: bytes) -> dict[str, str]:
    """Return the member that holds each array, by the array's name, as skops's schema tells."""
    told = plain_json(schema, "its list of contents")
    if not isinstance(told, dict) or told.get("protocol") != PROTOCOL:
        raise UnfitError(f"it is not of skops protocol {PROTOCOL}")
    _must_be(told, "builtins", "dict", "DictNode")
    content, types = told.get("content"), told.get("key_types")
    if not isinstance(content, dict) or not isinstance(types, dict):
        raise UnfitError("it lacks its list of contents")
    _must_be(types, "builtins", "list", "ListNode")
    for node in _nodes(types.get("content")):
        _must_be(node, "builtins", "str", "TypeNode")
    return {name: _file_of(name, node) for name, node in content.items()}


def array_of(name: str, content: bytes) -> NDArray[Any]:
    """Return the array that a member holds, as a view of its bytes, which cannot be written to."""
    start = len(_MAGIC) + 2
    end = start + int.from_bytes(content[len(_MAGIC) : start], "little")
    header = _HEADER.fullmatch(content[start:end])
    if not content.startswith(_MAGIC) or header is None:
        raise UnfitError(f'"{name}" is no array of numbers or text')
    order, kind, turned, dimensions = (part.decode("ascii") for part in header.groups())
    shape = tuple(int(part) for part in dimensions.split(",") if part.strip())
    dtype = _dtype(name, order, kind)
    count = 1
    for length in shape:
        count *= length  # Python's integers: a product that overflows nothing
    if len(shape) > _DEEPEST or count * dtype.itemsize != len(content) - end:
        raise UnfitError(f'"{name}" is not as long as it says')
    array = np.frombuffer(content, dtype=dtype, offset=end) if count else np.empty(0, dtype)
    if dtype.kind == "U":
        _check_text(name, array)
    elif dtype.kind == "b" and array.view(np.uint8).max(initial=0) > 1:
        raise UnfitError(f'"{name}" holds what is neither true nor false')
    array = array.reshape(shape, order="F" if turned == "True" else "C")
    array.flags.writeable = False
    return array


def storable(name: str, array: NDArray[Any]) -> NDArray[Any]:
    """Return an array as it is stored, lower byte first; ValueError: it is not for a model file."""
    kind = array.dtype.str[1:]
    if _NAME.fullmatch(name) is None or (kind not in TYPES and array.dtype.kind != "U"):
        raise ValueError(f'"{name}" of type {array.dtype} cannot be stored in a model file')
    stored = np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("<")).reshape(array.shape)
    if stored.dtype.kind == "U" and stored.size:
        _check_text(name, stored.reshape(-1))
    return stored


def _must_be(node: dict[str, Any], module: str, name: str, loader: str) -> None:
    found = (node.get("__module__"), node.get("__class__"), node.get("__loader__"))
    if found != (module, name, loader):
        raise UnfitError(f"it holds {found[0]!s:.40}.{found[1]!s:.40}, and only arrays are allowed")


def _nodes(content: object) -> Iterator[dict[str, Any]]:
    for node in content if isinstance(content, list) else [None]:
        if not isinstance(node, dict):
            raise UnfitError("its list of contents is no list")
        yield node


def _file_of(name: str, node: object) -> str:
    if not isinstance(node, dict) or _NAME.fullmatch(name) is None:
        raise UnfitError("its list of contents holds what is no array")
    _must_be(node, "numpy", "ndarray", "NdArrayNode")
    file = node.get("file")
    if node.get("type") != "numpy" or not isinstance(file, str) or not _FILE.fullmatch(file):
        raise UnfitError(f'"{name}" is an array of objects, and only plain arrays are allowed')
    return file


def _dtype(name: str, order: str, kind: str) -> np.dtype[Any]:
    single = kind in {"b1", "i1", "u1"}  # of one byte, which has no order
    text = kind.startswith("U") and int(kind[1:]) > 0
    if (order == "|") is not single or not (text or kind in TYPES):
        raise UnfitError(f'"{name}" is of a type that model files do not hold')
    return np.dtype(order + kind)


def _check_text(name: str, array: NDArray[Any]) -> None:
    """Find characters that are none: Python would stumble over them later, far from here."""
    codes = array.view(np.uint32)
    surrogates = (codes >= 0xD800) & (codes <= 0xDFFF)
    if codes.size and (codes.max() > _LAST_CHARACTER or surrogates.any()):
        raise UnfitError(f'"{name}" holds text that is damaged')
