"""What each column of a questionnaire's export holds: guessed with a reason, or as it is said.

A question has set answers; what is free, or names people, is text and never a count.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from corpus.problems import SettingsError
from extractors.sheets.column_words import Role as Meaning
from extractors.sheets.column_words import match, plain
from extractors.sheets.days import find_day
from extractors.surveys.reading import Export
from extractors.surveys.scales import folded, on_a_scale

Role = Literal["question", "multiple", "option", "group", "text", "date", "respondent", "ignore"]
Named = Callable[[Collection[str]], Collection[str]]  # of several words those that name somebody
_IDENTIFYING: tuple[Meaning, ...] = ("child", "person", "author", "born", "identifier", "case")
_MOST_ANSWERS = 12
_MOST_OPTIONS = 25
_LONG = 60  # characters of a set answer, at most, as a rule
_MOSTLY = 0.6
_NAMES = 0.3  # of the different answers
_RESPONDENT = re.compile(r"(?:respondent|response|submission|entry)(?: id| number| no)?|id")
_TICKS = frozenset({"x", "yes", "y", "1", "true", "checked", "selected", "ticked", "✓", "✔"})
_ASKS = re.compile(r"\?\s*$|^\s*(?:\d+[.)]|q\d+)", re.IGNORECASE)
SEPARATOR = ";"


@dataclass(frozen=True, slots=True)
class Asked:
    """One column: what it is called and holds, why, and how many different answers it has."""

    header: str
    role: Role
    reason: str
    different: int = 0


def guess(export: Export, named: Named) -> tuple[Asked, ...]:
    """Guess what every column holds; `named` tells which of several words name somebody."""
    return tuple(
        _guessed(name, [row[at] for row in export.rows if row[at]], len(export.rows), named)
        for at, name in enumerate(export.header)
    )


def as_said(guessed: Sequence[Asked], said: Mapping[str, Role], name: str) -> tuple[Asked, ...]:
    """Put what a user says of columns in place of guesses. SettingsError: no such column."""
    told = {plain(header): role for header, role in said.items()}
    known = {plain(one.header) for one in guessed}
    for header, role in said.items():
        if plain(header) not in known:
            there = ", ".join(repr(one.header) for one in guessed if one.header)
            raise SettingsError(
                f"The column {header!r}, said to be '{role}', is not in {name}. Its columns are "
                f"{there}."
            )
    respondents = [header for header, role in said.items() if role == "respondent"]
    if len(respondents) > 1:
        raise SettingsError(
            f"The columns {', '.join(map(repr, respondents))} are all said to tell respondents "
            "apart. Name one."
        )
    return tuple(_settled(one, told.get(plain(one.header)), bool(respondents)) for one in guessed)


def _settled(one: Asked, role: Role | None, has_respondent: bool) -> Asked:
    if role is not None:
        return replace(one, role=role, reason="as you said")
    if one.role == "respondent" and has_respondent:
        return replace(one, role="ignore", reason="another column tells respondents apart")
    return one


def _guessed(name: str, values: Sequence[str], rows: int, named: Named) -> Asked:
    different = len(set(values))
    about = _about(name, values, different)
    if about is not None:
        return Asked(name, *about, different)
    counts = Counter(map(folded, values))
    if len(counts) == 1 and len(values) < rows and _is_option(name, next(iter(counts))):
        return Asked(name, "option", "it has one value or none: an option that was ticked or not",
                     different)  # fmt: skip
    return Asked(name, *_answers(values, counts, named), different)


def _about(name: str, values: Sequence[str], different: int) -> tuple[Role, str] | None:
    """Return what a column is that asks nothing: empty, a day, a number, who answered."""
    if not name or not values:
        return "ignore", "it is empty"
    if _RESPONDENT.fullmatch(plain(name)):
        return ("respondent", "its name says so") if different > 1 else ("ignore", "one value")
    days = sum(1 for value in values[:200] if len(value) <= 40 and find_day(value))
    if days >= min(len(values), 200) * _MOSTLY:
        return "date", "its values are dates"
    if _ASKS.search(name) is None:
        for meaning in _IDENTIFYING:
            found = match(name, meaning)
            if found is not None and found.whole:
                return "ignore", f"its name is “{found.words}”: it says who answered"
    return None


def _is_option(name: str, value: str) -> bool:
    return value in _TICKS or folded(name).endswith(value)


def _answers(values: Sequence[str], counts: Counter[str], named: Named) -> tuple[Role, str]:
    if on_a_scale(counts):
        return "question", f"{len(counts)} answers on a scale"
    sizes = sorted(map(len, values))
    pieces = Counter(piece for value in values for piece in cut(value))
    several = sum(1 for value in values if len(cut(value)) > 1)
    if several and len(pieces) <= _MOST_OPTIONS and len(pieces) * 2 <= sum(pieces.values()):
        return "multiple", f"{several} cells hold several of {len(pieces)} answers"
    if sizes[len(sizes) // 2] > _LONG:
        return "text", f"long answers: {sizes[len(sizes) // 2]} characters in the middle"
    if len(counts) > _MOST_ANSWERS or len(counts) * 2 > len(values):
        return "text", f"{len(counts)} different answers in {len(values)}"
    names = named(sorted(set(values)))
    if len(names) >= len(set(values)) * _NAMES:
        return "text", f"{len(names)} of {len(set(values))} different answers look like names"
    return "question", f"{len(counts)} different answers in {len(values)}"


def cut(cell: str, separator: str = SEPARATOR) -> tuple[str, ...]:
    """Return the answers in one cell, each once: "A; B;" is A and B."""
    return tuple(dict.fromkeys(filter(None, map(str.strip, cell.split(separator)))))
