"""Surveys as counts, with small groups suppressed so that no sum gives them away: pure.

A table counts the answers to one question, for all who answered or by the values of one group
(home, age band). A count under the set size is not shown, nor is anything about a group under it;
further counts are left out until no suppressed one can be worked out from what is shown. Zero is
shown: that nobody said something tells of no single person.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Literal, NamedTuple

from corpus.problems import VouchError

SMALLEST = 5  # the size from which a count is shown, unless a survey sets another
TOTAL = -1
NO_GROUP = "not given"  # left out of a table, they could be told from the sum over all
Place = tuple[int, int]
Said = tuple[str, str]  # an answer, and the group of who gave it
_Node = tuple[str, int]
Role = Literal["question", "group", "text", "ignore"]


class Column(NamedTuple):
    """One column of an export: what it is called, and what it holds.

    A "question" has set answers, a "group" says to whom a respondent belongs, "text" is a free
    answer, which may identify and is kept as a note.
    """

    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class Table:
    """The answers to one question: `counts[answer][group]`; a suppressed count is null.

    Without `by` there is one group, everybody, without a name. `withheld` says that the table has
    too few answers or groups to be split without telling of single people: then only totals stand.
    """

    question: str
    by: str | None
    answers: tuple[str, ...]
    groups: tuple[str, ...]
    counts: tuple[tuple[int | None, ...], ...]
    answer_totals: tuple[int | None, ...]
    group_totals: tuple[int | None, ...]
    total: int | None
    withheld: bool = False


class FreeAnswer(NamedTuple):
    """A free answer: row of the export from 0, the question, and its words, not de-identified."""

    row: int
    question: str
    text: str


@dataclass(frozen=True, slots=True)
class Survey:
    """All tables of a survey, and the free answers that go the way of case notes."""

    tables: tuple[Table, ...]
    texts: tuple[FreeAnswer, ...]


def survey_of(
    rows: Iterable[Sequence[str | None]], columns: Sequence[Column], smallest: int = SMALLEST
) -> Survey:
    """Count an export, a row a response; `columns` tell what stands where.

    What was not answered is not counted; who gave no group is one of `NO_GROUP`. VouchError where a
    row has another number of cells, or the set size is under 2, which would suppress nothing.
    """
    refuse_size(smallest)
    questions = [at for at, column in enumerate(columns) if column.role == "question"]
    groups = [at for at, column in enumerate(columns) if column.role == "group"]
    counted: dict[int, dict[int, Counter[Said]]] = {
        at: {by: Counter() for by in groups} for at in questions
    }
    whole: dict[int, Counter[Said]] = {at: Counter() for at in questions}
    texts: list[FreeAnswer] = []
    for number, cells in enumerate(rows):
        if len(cells) != len(columns):
            raise VouchError(
                f"Row {number + 1} of the survey has {len(cells)} cells, its heading "
                f"{len(columns)}. Export the survey again, or give the missing cells as empty ones."
            )
        row = [(cell or "").strip() for cell in cells]
        for at in questions:
            if row[at]:
                whole[at][row[at], ""] += 1
                for by in groups:
                    counted[at][by][row[at], row[by] or NO_GROUP] += 1
        texts += (
            FreeAnswer(number, column.name, row[at])
            for at, column in enumerate(columns)
            if column.role == "text" and row[at]
        )
    tables = (
        tables_of(
            columns[at].name,
            {None: whole[at], **{columns[by].name: counted[at][by] for by in groups}},
            smallest,
        )
        for at in questions
    )
    return Survey(tuple(table for of_one in tables for table in of_one), tuple(texts))


def refuse_size(smallest: int) -> None:
    """Raise VouchError for a set size that suppresses nothing."""
    if smallest < 2:
        raise VouchError(
            f"A set size of {smallest} suppresses nothing. Give 2 or more; {SMALLEST} is usual."
        )


def tables_of(
    question: str,
    counted: Mapping[str | None, Mapping[Said, int]],
    smallest: int = SMALLEST,
    answers: Sequence[str] | None = None,
) -> tuple[Table, ...]:
    """Make the tables of one question, for everybody (null) and by each of several groups.

    They share their answers' totals, and what one leaves out no other gives away: the counts of
    all must be of the same people. `answers` are in the order in which they are to stand.
    """
    known = {answer for counts in counted.values() for answer, _ in counts}
    order = tuple(answers if answers is not None else sorted(known))
    listed = {by: tuple(sorted({group for _, group in counts})) for by, counts in counted.items()}
    values = {
        by: [[counts.get((answer, group), 0) for group in listed[by]] for answer in order]
        for by, counts in counted.items()
    }
    left_out = suppressed_together(list(values.values()), smallest)
    return tuple(
        _table((question, by), (order, listed[by]), values[by], found)
        for by, found in zip(counted, left_out, strict=True)
    )


def merged(sizes: Mapping[str, int], smallest: int = SMALLEST) -> dict[str, str]:
    """Put groups under the set size together with the next larger ones; return each one's name.

    Unlike a group that is left out, one that is put together needs no other to hide it.
    """
    heap: list[tuple[int, str, tuple[str, ...]]]
    heap = [(size, name, (name,)) for name, size in sizes.items()]
    heapq.heapify(heap)
    while len(heap) > 1 and heap[0][0] < smallest:
        size, _, names = heapq.heappop(heap)
        more, _, others = heapq.heappop(heap)
        together = tuple(sorted((*names, *others)))
        heapq.heappush(heap, (size + more, together[0], together))
    return {name: " and ".join(names) for _, _, names in heap for name in names}


def suppressed_together(
    tables: Sequence[Sequence[Sequence[int]]], smallest: int = SMALLEST
) -> list[tuple[frozenset[Place], bool]]:
    """Return what must not be shown of tables that share the totals of their answers.

    A total that one leaves out all leave out, with the counts of that answer, so that totals may
    change in each table as they may change in every other.
    """
    shared: set[Place] = set()
    while True:
        found = []
        for counts in tables:
            groups = range(len(counts[0]) if counts else 0)
            rows = {(answer, g) for answer, _ in shared if answer != TOTAL for g in groups}
            found.append(suppressed(counts, smallest, frozenset(shared | rows)))
        totals = {place for hidden, _ in found for place in hidden if place[1] == TOTAL}
        if totals <= shared:
            return found
        shared |= totals


def suppressed(
    counts: Sequence[Sequence[int]],
    smallest: int = SMALLEST,
    left_out: frozenset[Place] = frozenset(),
) -> tuple[frozenset[Place], bool]:
    """Return the places of a table that must not be shown, and whether its inside is withheld.

    `counts` is (answers, groups). A place is (answer, group); `TOTAL` stands for the sum over all.
    `left_out` are places that are not shown for another reason, and need not be kept secret.
    """
    table = _Sums(counts)
    small = set(_small(table, smallest))
    hidden = small | left_out
    open_secrets = left_out - small
    inside = {place for place in table.values if TOTAL not in place}
    # What is inside a single line is its totals over again, which stand or fall by themselves.
    withheld = line = min(len(counts), len(counts[0]) if counts else 0) < 2
    if line:
        hidden |= inside
    while True:
        # These must stand even where somebody knows every total, from another table or question.
        alone = set() if withheld else inside
        watched = (hidden - inside if line else hidden) - open_secrets
        place = _given_away(table, watched, hidden, alone)
        if place is None:
            return frozenset(hidden), withheld
        more = _way_round(table, hidden, place, place in alone)
        withheld = withheld or more is None
        hidden |= inside if more is None else more


class _Sums:
    """A table with its sums as a circulation: each number flows from one node to another.

    Every answer and every group is a node, and so are the two lists of totals; what flows into a
    node flows out of it, since sums add up. Numbers that may change together are a cycle.
    """

    def __init__(self, counts: Sequence[Sequence[int]]) -> None:
        answers, groups = range(len(counts)), range(len(counts[0]) if counts else 0)
        self.values: dict[Place, int] = {(a, g): counts[a][g] for a in answers for g in groups}
        for a in answers:
            self.values[a, TOTAL] = sum(counts[a])
        for g in groups:
            self.values[TOTAL, g] = sum(counts[a][g] for a in answers)
        self.values[TOTAL, TOTAL] = sum(map(sum, counts))
        self.at: dict[_Node, list[Place]] = {}
        for place in self.values:
            for node in self.ends(place):
                self.at.setdefault(node, []).append(place)

    @staticmethod
    def ends(place: Place) -> tuple[_Node, _Node]:
        """Return from which node a number flows, and to which."""
        answer, group = ("answer", place[0]), ("group", place[1])
        # Parts and their sum stand on the two sides of an equation: one total turns the flow.
        return (answer, group) if (place[0] == TOTAL) == (place[1] == TOTAL) else (group, answer)

    def steps(self, node: _Node) -> Iterator[tuple[_Node, Place]]:
        """Yield where one can go from a node: along a number, or against one that is not zero.

        Along means that the number grows, against that it shrinks, which zero cannot.
        """
        for place in self.at.get(node, ()):
            begin, end = self.ends(place)
            if begin == node:
                yield end, place
            elif self.values[place] > 0:
                yield begin, place


def _small(table: _Sums, smallest: int) -> Iterator[Place]:
    """Yield numbers under the set size, and all that tells of a group under it."""
    for place, value in table.values.items():
        group = table.values[TOTAL, place[1]] if place[1] != TOTAL else smallest
        if 0 < value < smallest or 0 < group < smallest:
            yield place


def _given_away(
    table: _Sums, watched: set[Place], hidden: set[Place], alone: set[Place]
) -> Place | None:
    """Return a watched number that what is shown determines; totals do not help those `alone`."""
    for place in sorted(watched):
        prices = dict.fromkeys(hidden & alone if place in alone else hidden, 0)
        if _path(table, place, prices.get) is None:
            return place
    return None


def _way_round(
    table: _Sums, hidden: set[Place], place: Place, alone: bool
) -> frozenset[Place] | None:
    """Return the cheapest further numbers to leave out so that one is not given away."""
    largest = sum(table.values.values()) + 1

    def cost(other: Place) -> int | None:
        if alone and TOTAL in other:
            return None
        if other in hidden:
            return 0
        # Totals of many are worth the most to a reader.
        return table.values[other] + 1 + largest * other.count(TOTAL)

    found = _path(table, place, cost)
    return None if found is None else found - hidden


def _path(
    table: _Sums, place: Place, cost: Callable[[Place], int | None]
) -> frozenset[Place] | None:
    """Return the cheapest numbers that may change together with one, up or down; null if none."""
    begin, end = table.ends(place)
    ways = [_cheapest(table, end, begin, place, cost)]
    if table.values[place] > 0:
        ways.append(_cheapest(table, begin, end, place, cost))
    known = [way for way in ways if way is not None]
    return min(known, key=lambda way: (way[0], sorted(way[1])))[1] if known else None


def _cheapest(
    table: _Sums, start: _Node, goal: _Node, without: Place, cost: Callable[[Place], int | None]
) -> tuple[int, frozenset[Place]] | None:
    """Find the cheapest way between two nodes that does not use one number."""
    seen: set[_Node] = set()
    order = count()  # equal prices are taken as they come
    heap = [(0, next(order), start, frozenset[Place]())]
    while heap:
        paid, _, node, used = heapq.heappop(heap)
        if node == goal:
            return paid, used
        if node in seen:
            continue
        seen.add(node)
        for following, place in table.steps(node):
            price = None if place == without else cost(place)
            if price is not None and following not in seen:
                heapq.heappush(heap, (paid + price, next(order), following, used | {place}))
    return None


def _table(
    named: tuple[str, str | None],
    listed: tuple[tuple[str, ...], tuple[str, ...]],
    counts: Sequence[Sequence[int]],
    found: tuple[frozenset[Place], bool],
) -> Table:
    """Return one table without what must not be shown."""
    answers, groups = listed
    hidden, withheld = found
    values = _Sums(counts).values

    def shown(answer: int, group: int) -> int | None:
        return None if (answer, group) in hidden else values[answer, group]

    return Table(
        question=named[0],
        by=named[1],
        answers=answers,
        groups=groups,
        counts=tuple(
            tuple(shown(answer, group) for group in range(len(groups)))
            for answer in range(len(answers))
        ),
        answer_totals=tuple(shown(answer, TOTAL) for answer in range(len(answers))),
        group_totals=tuple(shown(TOTAL, group) for group in range(len(groups))),
        total=shown(TOTAL, TOTAL),
        withheld=withheld,
    )
