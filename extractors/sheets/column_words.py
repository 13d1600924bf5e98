"""What columns of exports are usually called: `columns.yaml` to a table of roles."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib import resources
from typing import Literal, NamedTuple, get_args

Role = Literal[
    "date", "kind", "author-role", "author", "case", "text", "child", "person", "born",
    "identifier", "other",
]  # fmt: skip
ROLES: tuple[Role, ...] = get_args(Role)
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_WORD = re.compile(r"[^\W_]+")


class Match(NamedTuple):
    """How a column's name speaks for a role: the known words in it, and how surely (0 to 1)."""

    words: str
    sure: float
    whole: bool


class _Words(NamedTuple):
    names: Mapping[str, int]
    words: tuple[str, ...]
    never: tuple[str, ...]


def plain(header: str) -> str:
    """Return a column's name as names are compared: "CaseNote_Type" is "case note type"."""
    return " ".join(_WORD.findall(_HUMP.sub(" ", header))).lower()


@cache
def _table() -> Mapping[Role, _Words]:
    # Here, because a run that meets no spreadsheet has no use for YAML.
    import yaml  # noqa: PLC0415

    file = resources.files("extractors.sheets").joinpath("columns.yaml")
    data = yaml.safe_load(file.read_text(encoding="utf-8"))
    return {role: _words(data[role]) for role in ROLES if role in data}


def _words(group: Mapping[str, list[str]]) -> _Words:
    names = {name: at for at, name in enumerate(group["names"])}
    return _Words(names, tuple(group["words"]), tuple(group["never"]))


@lru_cache(maxsize=4096)
def match(header: str, role: Role) -> Match | None:
    """Say how a column's name speaks for a role; null where it does not."""
    group = _table().get(role)
    name = plain(header)
    if group is None or not name:
        return None
    place = group.names.get(name)
    if place is not None:
        return Match(name, 1.0 - 0.3 * place / len(group.names), whole=True)
    padded = f" {name} "
    if any(f" {word} " in padded for word in group.never):
        return None
    for at, word in enumerate(group.words):
        if f" {word} " in padded:
            return Match(word, 0.6 - 0.2 * at / len(group.words), whole=False)
    return None


def known_header(cell: str) -> bool:
    """Say whether words are the whole name of a column that exports usually have."""
    name = plain(cell)
    return any(name in group.names for group in _table().values())
