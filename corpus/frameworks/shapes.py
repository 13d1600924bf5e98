"""What may stand at a place of a file: the keys and choices of a pydantic model or a record."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any, get_args, get_type_hints

from pydantic import BaseModel

Place = tuple[str | int, ...]


def keys_allowed(shape: Any, place: Place) -> tuple[str, ...]:
    """Return the keys that may stand at a place ("areas", 0, "evidence", 2) of a shape's file."""
    return tuple(key for key, _ in _keys(_at(shape, place)))


def values_allowed(shape: Any, place: Place) -> tuple[str, ...]:
    """Return the values that a key of a fixed choice may have; empty where any words may stand."""
    hint = _hints(_at(shape, place[:-1])).get(str(place[-1]))
    return tuple(_choices(hint))


def _at(shape: Any, place: Place) -> Any:
    """Return the model or record that stands deepest on the way to a place."""
    for step in place:
        inner = dict(_keys(shape)).get(step) if isinstance(step, str) else None
        shape = inner or shape
    return shape


def _keys(shape: Any) -> Iterator[tuple[str, Any]]:
    """Give each key of a model or record, with the model or record that stands below it."""
    names = {name: name for name in _hints(shape)}
    if issubclass(shape, BaseModel):
        names = {name: field.alias or name for name, field in shape.model_fields.items()}
    for name, key in names.items():
        yield key, next(_below(_hints(shape)[name]), None)


def _hints(shape: Any) -> dict[str, Any]:
    hints = get_type_hints(shape)
    hints.pop("model_config", None)
    return hints


def _below(hint: Any) -> Iterator[Any]:
    if isinstance(hint, type) and (dataclasses.is_dataclass(hint) or issubclass(hint, BaseModel)):
        yield hint
    for inner in get_args(hint):
        yield from _below(inner)


def _choices(hint: Any) -> Iterator[str]:
    for inner in get_args(hint):
        if isinstance(inner, str):
            yield inner
        else:
            yield from _choices(inner)
