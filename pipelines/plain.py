"""Records as JSON and back, exactly: a record becomes the list of its fields in their order.

Nothing in it could run when it is read, and numbers and text come back as they were.
"""

from __future__ import annotations

import dataclasses
import json
import types
from collections.abc import Callable, Mapping
from functools import cache
from operator import attrgetter
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from corpus.facts import Stated
from corpus.voices import PassageVoice

Record = TypeVar("Record")
_Read = Callable[[Any], tuple[Any, ...]]  # from a record to its fields, in their order
_Build = Callable[[Any], Any]  # from what JSON gives back to the value of one field


def written(record: object) -> bytes:
    """Write a record of ours as one line of JSON. TypeError for what holds anything else.

    ASCII: every odd character is escaped, so a line is a line on every system.
    """
    return json.dumps(record, default=_fields, separators=(",", ":")).encode("ascii")


def built(kind: type[Record], plain: Any) -> Record:
    """Build a record of what JSON gave back. TypeError, ValueError or IndexError for another's."""
    record = _builder(cast("Any", kind))(plain)
    if not isinstance(record, kind):
        raise TypeError(f"This holds no {kind.__name__}.")
    return record


def _fields(record: Any) -> tuple[Any, ...]:
    """Give JSON a record as its fields in order; tuples, named ones too, it writes as lists."""
    kind: Any = type(record)
    return _getter(kind)(record)


@cache
def _getter(kind: Any) -> _Read:
    if not dataclasses.is_dataclass(kind):
        raise TypeError(f"There is no plain form of a value of type {kind.__name__}.")
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
    # So are the rows of tags, which name no type.
    if origin in (Literal, Mapping) or kind in (str, int, float, bool, Any):
        return _same
    raise TypeError(f"There is no plain form of a field of type {kind}.")


def _same(plain: Any) -> Any:
    return plain


def _optional(build: _Build) -> _Build:
    return build if build is _same else lambda plain: None if plain is None else build(plain)


def _row(build: _Build) -> _Build:
    # tuple() and _make run in C; a whole run has some 700,000 boxes.
    return tuple if build is _same else lambda plain: tuple(map(build, plain))


def _record_builder(kind: Any) -> _Build:
    hints = get_type_hints(kind, localns={"Stated": Stated, "PassageVoice": PassageVoice})
    builders = [_builder(hint) for hint in hints.values()]
    odd = [(at, build) for at, build in enumerate(builders) if build is not _same]

    def build(plain: list[Any]) -> Any:
        for at, convert in odd:
            if at >= len(plain):
                break  # of a version that knew fewer fields: what is new has defaults
            plain[at] = convert(plain[at])
        return kind(*plain)

    if odd:
        return build
    return kind._make if hasattr(kind, "_make") else lambda plain: kind(*plain)
