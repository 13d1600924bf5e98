"""References inside an action plan: which row is A14, and does "see A14 above" lead anywhere?"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus.frameworks.inspections import Action

_LONGEST_RANGE = 50
# A theme and a number; the theme may be left out after the first one: "A1 & 2".
_TOKEN = re.compile(r"\b(?P<theme>[A-Z]{1,2})?\s?(?P<number>\d{1,3})\b")
_RANGE = re.compile(r"\s*(?:-|–|to)\s*")
_SMALL = re.compile(r"\b[a-z]{1,2}(?=\d)")
_ONE = r"[A-Z]{1,2}\s?\d{1,3}"
_SEE = re.compile(
    r"\b(?i:see(?: also)?|refer to|as (?:for|in|per)|same as)\s+"
    r"(?:(?i:actions?|rows?|areas?|refs?\.?|references?|progress (?:for|on|under))\s+)?"
    rf"(?P<refs>{_ONE}(?:\s*(?:,|;|&|/|-|–|and|or|to)\s*(?:and\s+)?(?:{_ONE}|\d{{1,3}}\b))*)"
)


@dataclass(frozen=True, slots=True)
class CrossReference:
    """A row's pointer to other rows, all counted from 1; no `targets` where it leads nowhere."""

    row: int
    ref: str
    targets: tuple[int, ...]


def parse_refs(text: str) -> tuple[str, ...]:
    """Read plan references as printed: "A1 & A2", "A1, 2", "A14 to A16"."""
    found: list[tuple[str, int]] = []
    end = 0
    for match in _TOKEN.finditer(text):
        theme = match["theme"] or (found[-1][0] if found else None)
        if theme is None:
            continue
        number = int(match["number"])
        if found and found[-1][0] == theme and _RANGE.fullmatch(text[end : match.start()]):
            last = found[-1][1]
            if last < number <= last + _LONGEST_RANGE:
                found += [(theme, between) for between in range(last + 1, number)]
        found.append((theme, number))
        end = match.end()
    return tuple(dict.fromkeys(f"{theme}{number}" for theme, number in found))


def own_refs(action: Action) -> tuple[str, ...]:
    """Return the references by which a row itself goes, each apart."""
    capital = [_SMALL.sub(lambda theme: theme[0].upper(), printed) for printed in action.refs]
    return tuple(dict.fromkeys(ref for printed in capital for ref in parse_refs(printed)))


def pointed_at(text: str) -> tuple[str, ...]:
    """Return the references that a progress text points at: "See A14 and A15 above"."""
    found = (ref for match in _SEE.finditer(text) for ref in parse_refs(match["refs"]))
    return tuple(dict.fromkeys(found))


def resolve_references(actions: Sequence[Action]) -> tuple[CrossReference, ...]:
    """Follow every pointer from row to row. A pointer at its own row alone leads nowhere."""
    rows: dict[str, list[int]] = defaultdict(list)
    for number, action in enumerate(actions, 1):
        for ref in own_refs(action):
            rows[ref].append(number)
    return tuple(_resolved(actions, rows))


def _resolved(
    actions: Sequence[Action], rows: Mapping[str, Sequence[int]]
) -> Iterator[CrossReference]:
    for number, action in enumerate(actions, 1):
        for ref in pointed_at(action.text):
            holders = [at for at in rows.get(ref, ()) if at != number]
            yield CrossReference(number, ref, tuple(holders))
