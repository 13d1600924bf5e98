"""What is asked of a search, and which of its candidates fit. Pure.

A candidate is a passage with one thing that it is tagged to, as that holds now: a passage to which
people added tags comes once with each. What is left out for a reason that people may not think of
is counted, so that no number means something else than it seems to.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from review.reading.dates import Dated

DECISIONS = ("none", "accept", "change", "reject", "add")
_SHOWN = 60  # values of one facet
_OF_TAGS = ("area", "criterion", "polarity")

Facets = Mapping[str, tuple[tuple[str, int], ...]]


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody searches for; null stands for anything. `area` is any code of the framework.

    `since` and `until` are days (ISO 8601), both counted: of publication, else of inspection.
    `decision` is one of DECISIONS: what people said of the passage's best tag, or that they added
    one. With `unsure`, tags of which the machine is not sure count as well.
    """

    framework: str
    words: str = ""
    area: str | None = None
    polarity: str | None = None
    provider: str | None = None
    since: str | None = None
    until: str | None = None
    decision: str | None = None
    unsure: bool = False

    @property
    def of_tags(self) -> bool:
        """Whether anything is asked of tags; without words, this alone can be searched for."""
        return bool(self.area or self.polarity or self.decision)


class Row(NamedTuple):
    """One passage that was found; what it is tagged to is null where nothing is to be said of it.

    `sure` says that the machine did not abstain, or that a person decided; null without a tag.
    """

    number: int
    cost: float
    passage: str
    document: str
    name: str = ""
    provider: str | None = None
    provider_name: str | None = None
    published: str | None = None
    area: str | None = None
    aspect: str | None = None
    criterion: str | None = None
    polarity: str | None = None
    decision: str | None = None
    sure: int | None = None


@dataclass(frozen=True, slots=True)
class Left:
    """How many passages fit but for one thing: the machine is not sure of their tag, a person
    rejected it, or their document has no date. Each is counted under the first of these.
    """

    unsure: int = 0
    rejected: int = 0
    undated: int = 0

    def __add__(self, other: Left) -> Left:
        """Add what was left out of other documents."""
        return Left(
            self.unsure + other.unsure, self.rejected + other.rejected,
            self.undated + other.undated,
        )  # fmt: skip


def fitting(
    candidates: Iterable[Row], asked: Asked, dates: Mapping[str, Dated]
) -> tuple[list[Row], Left]:
    """Return the candidates that fit, in their order, and how many others only just do not."""
    kept: list[Row] = []
    left: dict[str, set[str]] = {"unsure": set(), "rejected": set(), "undated": set()}
    for row in candidates:
        if not _speaks(row, asked) or not _in_time(row, asked, dates):
            continue
        why = _left_out(row, asked, dates)
        if why is None:
            kept.append(row if row.sure or asked.unsure else _bare(row))
        else:
            left[why].add(row.passage)
    found = {row.passage for row in kept}
    return kept, Left(**{why: len(passages - found) for why, passages in left.items()})


def once(kept: Iterable[Row]) -> list[Row]:
    """Return each passage once, with the first of what it is tagged to."""
    found: dict[str, Row] = {}
    for row in kept:
        found.setdefault(row.passage, row)
    return list(found.values())


def facets(kept: Iterable[Row], asked: Asked) -> Facets:
    """Count the passages of each value: as many as a search with it would find."""
    counts: dict[str, Counter[str]] = {
        name: Counter() for name in (*_OF_TAGS, "provider", "decision")
    }
    seen: set[tuple[str, str, str]] = set()
    for row in kept:
        # A search for the area of a rejected tag would not find it.
        hidden = _OF_TAGS if row.decision == "reject" and asked.decision != "reject" else ()
        for name, counter in counts.items():
            value = getattr(row, name)
            if value and name not in hidden and (name, value, row.passage) not in seen:
                seen.add((name, value, row.passage))
                counter[value] += 1
    return {name: tuple(counter.most_common(_SHOWN)) for name, counter in counts.items()}


def _speaks(row: Row, asked: Asked) -> bool:
    if asked.of_tags and row.area is None:
        return False
    if asked.area and asked.area not in (row.area, row.aspect, row.criterion):
        return False
    if asked.polarity and asked.polarity != row.polarity:
        return False
    return not asked.decision or asked.decision == (row.decision or "none")


def _in_time(row: Row, asked: Asked, dates: Mapping[str, Dated]) -> bool:
    known = dates.get(row.document)
    if known is None:
        return True
    return (asked.since or "") <= known.day <= (asked.until or "9999-12-31")


def _left_out(row: Row, asked: Asked, dates: Mapping[str, Dated]) -> str | None:
    if asked.of_tags and not row.sure and not asked.unsure:
        return "unsure"
    if row.decision == "reject" and asked.decision != "reject" and asked.of_tags:
        return "rejected"
    if (asked.since or asked.until) and row.document not in dates:
        return "undated"
    return None


def _bare(row: Row) -> Row:
    return row._replace(area=None, aspect=None, criterion=None, polarity=None, sure=None)
