"""Part files: what one task read, as JSON lines, until the one writer has stored it.

A record becomes a plain list of its fields in their order, so a file holds nothing that could run
when it is read. Numbers and text come back exactly as they were: the store must not be able to tell
a reading that went through a part file from one that did not.
"""

from __future__ import annotations

import dataclasses
import json
import types
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from operator import attrgetter
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from corpus.facts import Stated
from corpus.problems import WorkspaceError
from corpus.records import Reading
from corpus.workspace import replacing

FORMAT = "vouch-part/4"
_Read = Callable[[Any], tuple[Any, ...]]  # from a record to its fields, in their order
_Build = Callable[[Any], Any]  # from what JSON gives back to the value of one field


def write_part(path: Path, readings: Sequence[Reading]) -> None:
    """Write readings to `path`, whole or not at all; OSError where the disk says no."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with replacing(path) as out:
        out.write(json.dumps([FORMAT, len(readings)]).encode("ascii"))
        for reading in readings:
            # ASCII: every odd character is escaped, so a line is a line on every system.
            line = json.dumps(reading, default=_fields, separators=(",", ":"))
            out.write(b"\n" + line.encode("ascii"))


def read_part(path: Path) -> list[Reading]:
    """Return the readings of a part file. WorkspaceError where it is cut short or foreign."""
    try:
        with path.open(encoding="ascii") as lines:
            made_by, count = json.loads(next(lines, "null"))
            if made_by != FORMAT:
                raise _unusable(path)
            readings = [_reading(json.loads(line)) for line in lines]
    except (ValueError, TypeError, IndexError) as error:
        raise _unusable(path) from error
    if count != len(readings):
        raise _unusable(path)
    return readings


def _unusable(path: Path) -> WorkspaceError:
    return WorkspaceError(
        f"The part file {path} is damaged or of another version of Vouch. "
        "Run the ingest again: it reads those documents anew."
    )


def _reading(plain: list[Any]) -> Reading:
    record = _builder(Reading)(plain)
    if not isinstance(record, Reading):
        raise TypeError("A line of a part file holds no reading.")
    return record


def _fields(record: Any) -> tuple[Any, ...]:
    """Give JSON a record as its fields in order; tuples, named ones too, it writes as lists."""
    kind: Any = type(record)
    return _getter(kind)(record)


@cache
def _getter(kind: Any) -> _Read:
    if not dataclasses.is_dataclass(kind):
        raise TypeError(f"A part file cannot hold a value of type {kind.__name__}.")
    return attrgetter(*(field.name for field in dataclasses.fields(kind)))


@cache
def _builder(kind: Any) -> _Build:
    """Return what turns plain JSON back into a value of this type; `_same` where it is one."""
    if dataclasses.is_dataclass(kind) or hasattr(kind, "_fields"):
        return _record_builder(kind)
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        (wanted,) = (argument for argument in arguments if argument is not type(None))
        return _optional(_builder(wanted))
    if origin is tuple:
        return _row(_builder(arguments[0]))
    # What a fact's fields hold is plain by their definition: text, numbers, null and lists of them.
    if origin in (Literal, Mapping) or kind in (str, int, float, bool):
        return _same
    raise TypeError(f"A part file cannot hold a field of type {kind}.")


def _same(plain: Any) -> Any:
    return plain


def _optional(build: _Build) -> _Build:
    return build if build is _same else lambda plain: None if plain is None else build(plain)


def _row(build: _Build) -> _Build:
    # tuple() and _make run in C; a whole run has some 700,000 boxes.
    return tuple if build is _same else lambda plain: tuple(map(build, plain))


def _record_builder(kind: Any) -> _Build:
    hints = get_type_hints(kind, localns={"Stated": Stated})
    builders = [_builder(hint) for hint in hints.values()]
    odd = [(at, build) for at, build in enumerate(builders) if build is not _same]

    def build(plain: list[Any]) -> Any:
        for at, convert in odd:
            plain[at] = convert(plain[at])
        return kind(*plain)

    if odd:
        return build
    return kind._make if hasattr(kind, "_make") else lambda plain: kind(*plain)
