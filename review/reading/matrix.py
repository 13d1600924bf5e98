"""The evidence base as a matrix: what is judged in rows, where evidence comes from in columns.

Pure. A row says what bears it and warns of what does not: it never says what the
evidence comes to, for that is for people to judge.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from corpus.frameworks import Framework
from corpus.frameworks.inspections import EvidenceSource
from corpus.frameworks.triangulation import bearing
from corpus.records import Document
from review.labels import NONE, Label, Lens
from review.reading.by_area import Base, Piece
from review.reading.missing import areas_of, criteria_of, plain
from review.reading.speaking import Voices
from review.sources import UNKNOWN, title_of, type_of

Level = Literal["criterion", "aspect", "area"]
By = Literal["document", "source"]
WAYS = ("strength", "weakness", "mixed", "neutral")
_BEARING = ("strength", "weakness", "mixed")  # what speaks neither way bears no judgement


@dataclass(frozen=True, slots=True)
class Column:
    """A document, or all sources of a type. `documents` says how many stand in it."""

    key: str
    title: str
    source: str
    documents: int = 1
    restricted: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """Passages by how they speak; how many of them people decided on, and how many are not sure."""

    counts: Mapping[str, int] = field(default_factory=dict)
    decided: int = 0
    unsure: int = 0
    passages: int = 0

    @property
    def tags(self) -> int:
        """How many tags stand here: of these, so many are decided on, and so many not sure."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Warned:
    """Something to look at in a row: a code for tests and filters, and the words for people."""

    code: str
    words: str


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that is judged. `cells` are by the key of a column."""

    label: Label
    cells: Mapping[str, Cell]
    total: Cell
    documents: int
    warned: tuple[Warned, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """An area with its criteria or aspects, where the framework's tags have any."""

    head: Row
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Speaking:
    """Passages of notes, in which alone it is read who speaks; those in which somebody does, and
    in which a child, and a parent or carer, does.
    """

    read: int = 0
    somebody: int = 0
    child: int = 0
    parent: int = 0


@dataclass(frozen=True, slots=True)
class Matrix:
    """All of it. `unread` are documents without a tag of this framework; `none` fit no area."""

    level: Level
    by: By
    columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    passages: int
    documents: int
    unread: tuple[str, ...]
    none: Cell
    warnings: Mapping[str, int]
    asked: int
    speaking: Speaking = field(default_factory=Speaking)


@dataclass(frozen=True, slots=True)
class Told:
    """What a matrix is made of, but for the pieces themselves."""

    lens: Lens
    framework: Framework | None
    documents: Mapping[str, Document]
    voices: Voices = field(default_factory=Voices)
    by: By = "document"


def matrix(told: Told, base: Base) -> Matrix:
    """Lay out the evidence of a provider through one framework."""
    pieces = base.pieces
    level = level_of(told.lens, (*pieces, *base.further))
    read = {one.document for one in (*pieces, *base.further)}
    areas: dict[str, list[Piece]] = defaultdict(list)
    codes: dict[str, list[Piece]] = defaultdict(list)
    for one in pieces:
        areas[one.area].append(one)
        if one.code != one.area:
            codes[one.code].append(one)
    found = columns(told, (*pieces, *base.further))
    groups = tuple(
        Group(
            _row(told, told.lens.label(code) or Label(code, "area", "", "", code), areas[code]),
            tuple(_row(told, one, codes[one.code]) for one in parts),
        )
        for code, parts in _order(told, level, areas, codes)
    )
    rows = [row for group in groups for row in (group.rows or (group.head,))]
    return Matrix(
        level, told.by, found, groups, len({one.passage for one in pieces}),
        len(read), tuple(sorted(told.documents.keys() - read)), _cell(areas[NONE]),
        Counter(one.code for row in rows for one in row.warned), len(rows),
        _speaking(told, pieces),
    )  # fmt: skip


def level_of(lens: Lens, pieces: Iterable[Piece]) -> Level:
    """Return the most particular level at which tags of the framework stand: its rows are these."""
    found = list(pieces)
    if any(one.criterion for one in found):
        return "criterion"
    if any(one.aspect and one.aspect in lens.labels for one in found):
        return "aspect"
    return "area"


def column_of(told: Told, one: Piece) -> tuple[str, ...]:
    """Return the keys of the columns in which a piece stands."""
    if told.by == "document":
        return (one.document,)
    return types_of(told, one)


def columns(told: Told, pieces: Iterable[Piece]) -> tuple[Column, ...]:
    """Return the columns: documents under their type of source, or the types themselves.

    A note in which a child and a social worker speak counts under both types.
    """
    listed = list(pieces)
    if told.by == "document":
        read = {one.document for one in listed}
        own = (told.documents[key] for key in read if key in told.documents)
        documents = (
            Column(one.id, one.name, type_of(one.kind), 1, one.sensitivity != "public")
            for one in own
        )
        return tuple(sorted(documents, key=lambda one: (title_of(one.source), one.title, one.key)))
    within: dict[str, set[str]] = defaultdict(set)
    for one in listed:
        for kind in types_of(told, one):
            within[kind].add(one.document)
    return tuple(
        Column(kind, title_of(kind), kind, len(within[kind]))
        for kind in sorted(within, key=title_of)
    )


def types_of(told: Told, one: Piece) -> tuple[str, ...]:
    """Return the types of source of a piece: who speaks where that is known, else its document."""
    return tuple(dict.fromkeys(each.type for each in sources_of(told, one)))


def sources_of(told: Told, one: Piece) -> Sequence[EvidenceSource]:
    """Return what a piece rests on: the sentences of a note that hold its words, or a document."""
    known = told.voices.of(one)
    if known:
        return known
    document = told.documents.get(one.document)
    kind = type_of(document.kind if document else None)
    return (EvidenceSource(type=kind, document=one.document),)


def in_row(one: Piece, label: Label) -> bool:
    """Say whether a piece stands in the row of a label."""
    return (one.area if label.level == "area" else one.code) == label.code


def _order(
    told: Told, level: Level, areas: Mapping[str, object], codes: Mapping[str, object]
) -> Iterator[tuple[str, list[Label]]]:
    """Give the areas in the order of the framework, each with the labels of its rows."""
    labels = told.lens.labels
    asked = set(labels) if told.framework is None else _asked(told.framework, level)
    wanted = {code for code in areas if areas[code] and code != NONE}
    parts: dict[str, list[Label]] = defaultdict(list)
    for label in labels.values():
        if label.level == level != "area" and (label.code in asked or codes.get(label.code)):
            parts[label.area].append(label)
    expected = [plain(one.code) for one in areas_of(told.framework)] if told.framework else []
    known = [code for code in labels if code in wanted or code in parts or code in expected]
    for code in dict.fromkeys((*known, *sorted(wanted))):
        yield code, parts[code]


def _asked(framework: Framework, level: Level) -> set[str]:
    if level == "criterion":
        return {one.code for one in criteria_of(framework)}
    return {plain(aspect.code) for area in framework.walk() for aspect in area.aspects}


def _row(told: Told, label: Label, pieces: Sequence[Piece]) -> Row:
    cells: dict[str, list[Piece]] = defaultdict(list)
    for one in pieces:
        for key in column_of(told, one):
            cells[key].append(one)
    return Row(
        label, {key: _cell(some) for key, some in cells.items()}, _cell(pieces),
        len({one.document for one in pieces}), tuple(_warned(told, pieces)),
    )  # fmt: skip


def _cell(pieces: Iterable[Piece]) -> Cell:
    # Somebody may have given a passage a tag that the machine suggested as well: it counts once.
    ways = {(one.polarity, one.passage): one for one in pieces}
    counts = Counter(way for way, _ in ways)
    return Cell(
        dict(counts), sum(one.decided is not None for one in ways.values()),
        sum(not one.sure for one in ways.values()), len({passage for _, passage in ways}),
    )  # fmt: skip


def _warned(told: Told, pieces: Sequence[Piece]) -> Iterator[Warned]:
    bears = [one for one in pieces if one.polarity in _BEARING]
    if not bears:
        words = "Only passages that speak neither way" if pieces else "No evidence"
        yield Warned("no evidence", words)
        return
    borne = bearing(each for one in bears for each in sources_of(told, one))
    if UNKNOWN in borne.types:
        yield Warned("type unknown", "Type of source not recorded for some documents")
    elif len(borne.types) == 1:
        yield Warned("single source", f"One type of source only: {title_of(borne.types[0])}")
    if len(borne.documents) == 1:
        yield Warned("single document", "One document only")
    if not borne.child:
        yield _voice(told, bears)
    yield from _conflict(bears)


def _speaking(told: Told, pieces: Iterable[Piece]) -> Speaking:
    """Count passages in which a child, and a parent or carer, speaks, whatever they speak of."""
    # By whole passages: a tag may rest on another sentence of the passage than a child's.
    passages = {one.passage for one in pieces} & told.voices.who.keys()
    spoken = [told.voices.who[passage] for passage in passages]
    return Speaking(
        len(passages), sum(bool(who) for who in spoken), sum("child" in who for who in spoken),
        sum(not who.isdisjoint(("parent", "carer")) for who in spoken),
    )  # fmt: skip


def _voice(told: Told, bears: Iterable[Piece]) -> Warned:
    """Warn that no child speaks; where nobody knows who speaks, say that and no more."""
    passages = {one.passage for one in bears}
    known = {one.passage for one in bears if told.voices.of(one)}
    if known == passages:
        return Warned("no voice of the child", "No voice of the child")
    words = "Voice of the child: not recorded"
    if known:
        words += f" for {len(passages) - len(known):,} of {len(passages):,} passages"
    return Warned("voice not recorded", words)


def _conflict(bears: Sequence[Piece]) -> Iterator[Warned]:
    ways = {(one.polarity, one.passage) for one in bears}
    good = sum(way == "strength" for way, _ in ways)
    bad = sum(way == "weakness" for way, _ in ways)
    if not (good and bad):
        return
    strong = {one.document for one in bears if one.polarity == "strength"}
    weak = {one.document for one in bears if one.polarity == "weakness"}
    both, all_of_them = len(strong & weak), len(strong | weak)
    yield Warned(
        "in conflict",
        f"Strengths ({good:,}) against weaknesses ({bad:,}); both in {both:,} of "
        f"{all_of_them:,} documents",
    )
