"""A provider's evidence by area and criterion, read through one framework.

What people decided is laid over what the machine suggests: rejected suggestions are out, changed
ones stand at their new place, and what people added is in.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from sys import intern
from typing import Any

from corpus.evidence import Evidence
from review.counting import Remembered
from review.labels import NONE, Label, Lens

_MADE = Remembered()
_MANY = 400


@dataclass(frozen=True, slots=True)
class Piece:
    """A passage as evidence for an area. `tag` is null for what a person added.

    `sure` says that the machine did not abstain, or that a person decided; `decided` what they did
    and `who` did it.
    """

    tag: str | None
    passage: str
    document: str
    area: str
    aspect: str | None
    criterion: str | None
    polarity: str
    sure: bool
    score: float
    rank: int = 1
    decided: str | None = None
    who: str | None = None

    @property
    def code(self) -> str:
        """The most particular code: criterion, else aspect, else area."""
        return self.criterion or self.aspect or self.area


@dataclass(frozen=True, slots=True)
class Base:
    """All pieces of a provider through a framework, and what was left out.

    `further` are second and later suggestions that nobody decided on: they count as no evidence,
    and tell where to look for it. `read` and `documents` count those with and without any piece.
    """

    pieces: tuple[Piece, ...]
    further: tuple[Piece, ...] = ()
    rejected: int = 0
    decided: int = 0
    read: int = 0
    documents: int = 0

    @property
    def passages(self) -> int:
        """How many passages there are, each counted once."""
        return len({one.passage for one in self.pieces})


@dataclass(frozen=True, slots=True)
class Tally:
    """How many passages speak how of one thing; of each number, how many are not sure."""

    counts: Mapping[str, int] = field(default_factory=dict)
    unsure: Mapping[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """All passages."""
        return sum(self.counts.values())

    @property
    def not_sure(self) -> int:
        """All that are not sure."""
        return sum(self.unsure.values())


@dataclass(frozen=True, slots=True)
class AreaShown:
    """An area with its tally, and those of its criteria and aspects that any passage speaks of.

    `loose` counts passages of the area that speak of none of them.
    """

    label: Label
    tally: Tally
    parts: tuple[tuple[Label, Tally], ...]
    loose: Tally


def base(evidence: Evidence, documents: Iterable[str], framework: str) -> Base:
    """Return the evidence in these documents, which the viewer may all see."""
    wanted = tuple(sorted(documents))
    suggested = _MADE.of(
        evidence, (framework, wanted), lambda: tuple(_suggested(evidence, wanted, framework))
    )
    decided = dict(_decided(evidence, wanted))
    pieces, further, rejected = [], [], 0
    for one in suggested:
        what, who, after = decided.get(one.tag or "", (None, None, {}))
        if what == "reject":
            rejected += one.rank == 1
        elif what is not None:
            pieces.append(replace(_as_decided(one, what, after), who=who))
        elif one.rank == 1:
            pieces.append(one)
        else:
            further.append(one)
    pieces += _added(evidence, wanted, framework)
    read = {one.document for one in suggested} | {one.document for one in pieces}
    return Base(
        tuple(pieces), tuple(further), rejected, sum(one.decided is not None for one in pieces),
        len(read), len(wanted),
    )  # fmt: skip


def decided_until(evidence: Evidence, documents: Iterable[str]) -> tuple[int, int]:
    """Return what changes whenever anybody decides on anything in these documents."""
    count = last = 0
    for some in _some(sorted(documents)):
        [(number, newest)] = evidence.query(_UNTIL.format(marks=_marks(some)), *some)
        count, last = count + number, max(last, newest or 0)
    return count, last


def lenses_of(evidence: Evidence, documents: Iterable[str]) -> tuple[str, ...]:
    """List the frameworks through which any of these documents is tagged."""
    wanted = tuple(sorted(documents))

    def find() -> tuple[str, ...]:
        found: set[str] = set()
        for some in _some(wanted):
            statement = _LENSES.format(marks=_marks(some))
            found.update(row[0] for row in evidence.query(statement, *some))
        return tuple(sorted(found))

    return _MADE.of(evidence, ("lenses", wanted), find)


def told_through(evidence: Evidence, documents: Iterable[str], framework: str) -> int:
    """Count passages with a tag of a framework that is sure, or that a person decided on.

    What fits none of its areas is left out.
    """
    return sum(
        number
        for some in _some(sorted(documents))
        for (number,) in evidence.query(_TOLD.format(marks=_marks(some)), framework, *some)
    )


def by_area(lens: Lens, pieces: Iterable[Piece]) -> tuple[AreaShown, ...]:
    """Return the areas of which any passage speaks, in the order of the framework.

    "None of the areas" comes last. A criterion stands under its own area, whatever the passage's.
    """
    areas: dict[str, list[Piece]] = defaultdict(list)
    parts: dict[str, list[Piece]] = defaultdict(list)
    for one in pieces:
        areas[one.area].append(one)
        if one.code != one.area:
            parts[one.code].append(one)
    order = {code: number for number, code in enumerate(lens.labels)}
    codes = set(areas) | {lens.labels[code].area for code in parts if code in lens.labels}
    return tuple(
        _area(lens, code, areas[code], parts)
        for code in sorted(
            codes, key=lambda code: (code == NONE, order.get(code, len(order)), code)
        )
    )


def tally(pieces: Iterable[Piece]) -> Tally:
    """Count passages by how they speak, each passage once for each way."""
    seen: dict[tuple[str, str], bool] = {}
    for one in pieces:
        key = one.polarity, one.passage
        seen[key] = seen.get(key, False) or one.sure
    counts: dict[str, int] = defaultdict(int)
    unsure: dict[str, int] = defaultdict(int)
    for (polarity, _), sure in seen.items():
        counts[polarity] += 1
        unsure[polarity] += not sure
    return Tally(dict(counts), dict(unsure))


def strongest(pieces: Iterable[Piece], dates: Mapping[str, str]) -> list[Piece]:
    """Order pieces: what people decided first, then what is sure, the newest, the highest score."""
    return sorted(
        sorted(pieces, key=lambda one: (-one.score, one.passage)),
        key=lambda one: (one.decided is not None, one.sure, dates.get(one.document, "")),
        reverse=True,
    )


def _area(
    lens: Lens, code: str, pieces: Sequence[Piece], parts: Mapping[str, Sequence[Piece]]
) -> AreaShown:
    label = lens.label(code) or Label(code, "area", "", "", code)
    own = [
        (lens.labels[part], tally(found))
        for part, found in parts.items()
        if part in lens.labels and lens.labels[part].area == code
    ]
    order = {each: number for number, each in enumerate(lens.labels)}
    own.sort(key=lambda pair: order[pair[0].code])
    loose = tally(one for one in pieces if one.code == one.area)
    return AreaShown(label, tally(pieces), tuple(own), loose)


def _suggested(evidence: Evidence, documents: Sequence[str], framework: str) -> Iterator[Piece]:
    for some in _some(documents):
        for statement in (_BEST, _FURTHER):
            for row in evidence.query(statement.format(marks=_marks(some)), framework, *some):
                yield _piece(row)


def _piece(row: tuple[Any, ...]) -> Piece:
    tag, passage, document, area, aspect, criterion, polarity, abstained, score, rank = row
    # Thousands of pieces are kept, of few documents and codes: each of these once.
    return Piece(
        tag, passage, intern(document), intern(area), aspect and intern(aspect),
        criterion and intern(criterion), intern(polarity), not abstained, score, rank,
    )  # fmt: skip


def _as_decided(one: Piece, what: str, after: Mapping[str, Any]) -> Piece:
    names = ("area", "aspect", "criterion", "polarity")
    changed = {name: after[name] for name in names if name in after}
    return replace(one, **changed, sure=True, decided=what)


def _decided(
    evidence: Evidence, documents: Sequence[str]
) -> Iterator[tuple[str, tuple[str, str, dict[str, Any]]]]:
    for some in _some(documents):
        for tag, what, who, after in evidence.query(_DECIDED.format(marks=_marks(some)), *some):
            yield tag, (what, who, json.loads(after) if after else {})


def _added(evidence: Evidence, documents: Sequence[str], framework: str) -> Iterator[Piece]:
    for some in _some(documents):
        for target, who, document, plain in evidence.query(
            _ADDED.format(marks=_marks(some)), *some
        ):
            after = json.loads(plain) if plain else {}
            if after.get("framework") == framework and after.get("area"):
                yield Piece(
                    None, after.get("passage_id") or target, document, after["area"],
                    after.get("aspect"), after.get("criterion"),
                    after.get("polarity") or "neutral", True, 1.0, 1, "add", who,
                )  # fmt: skip


def _some(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(ids), _MANY):
        yield ids[start : start + _MANY]


def _marks(ids: Sequence[str]) -> str:
    return ", ".join("?" * len(ids))


_COLUMNS = """
    tags.id, tags.passage_id, tags.document_id, tags.area, tags.aspect, tags.criterion,
    tags.polarity, tags.abstained, tags.score, tags.rank
"""
_BEST = f"""
    SELECT {_COLUMNS} FROM tags
    WHERE rank = 1 AND current AND framework = ? AND document_id IN ({{marks}})
    ORDER BY document_id, passage_id, id
"""  # noqa: S608 - our own words
# No index holds further tags by document: from the passages it takes the fewest steps.
_FURTHER = f"""
    SELECT {_COLUMNS} FROM passages CROSS JOIN tags ON tags.passage_id = passages.id
    WHERE tags.rank > 1 AND tags.current AND tags.framework = ? AND passages.current
    AND passages.document_id IN ({{marks}}) ORDER BY tags.document_id, passage_id, tags.id
"""  # noqa: S608
# The sign keeps SQLite from going through all decisions on tags of all providers.
_DECIDED = """
    SELECT events.target_id, events.what, events.who, events.after
    FROM review.events CROSS JOIN review.decided
        ON decided.target_type = 'tag' AND decided.target_id = events.target_id
    WHERE +events.target_type = 'tag' AND decided.seq = events.seq
    AND events.what IN ('accept', 'change', 'reject') AND events.document_id IN ({marks})
"""
_ADDED = """
    SELECT target_id, who, document_id, after FROM review.standing
    WHERE what = 'add' AND document_id IN ({marks}) ORDER BY tick, origin
"""
# To look at a document changes nothing in it.
_UNTIL = """
    SELECT count(*), max(seq) FROM review.events WHERE document_id IN ({marks}) AND what != 'view'
"""
_LENSES = """
    SELECT DISTINCT framework FROM tags WHERE rank = 1 AND current AND document_id IN ({marks})
"""
_TOLD = f"""
    SELECT count(*) FROM tags INDEXED BY tags_in_documents
    WHERE rank = 1 AND current AND framework = ? AND document_id IN ({{marks}})
    AND area != '{NONE}'
    AND (NOT abstained OR EXISTS (SELECT 1 FROM review.decided
        WHERE target_type = 'tag' AND target_id = tags.id AND what IN ('accept', 'change')))
"""  # noqa: S608
