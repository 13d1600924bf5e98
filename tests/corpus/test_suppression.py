"""Counts with small groups left out; an outside solver tries to work out what is left out."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from corpus.problems import VouchError
from corpus.suppression import (
    TOTAL,
    Column,
    Place,
    Table,
    merged,
    suppressed,
    suppressed_together,
    survey_of,
    tables_of,
)

HOME = Column("Home", "group")
SAFE = Column("Do you feel safe?", "question")


def responses(**homes: dict[str, int]) -> list[tuple[str, str]]:
    """Rows of an export: so many of each answer from each home."""
    return [
        (home, answer)
        for home, answers in homes.items()
        for answer, number in answers.items()
        for _ in range(number)
    ]


def by_home(rows: list[tuple[str, str]], smallest: int = 5) -> Table:
    """The table of one question by home."""
    return survey_of(rows, (HOME, SAFE), smallest).tables[1]


def test_large_counts_are_shown_as_they_are() -> None:
    table = by_home(responses(Oak={"yes": 9, "no": 6}, Elm={"yes": 7, "no": 5}))
    assert (table.question, table.by) == ("Do you feel safe?", "Home")
    assert (table.answers, table.groups) == (("no", "yes"), ("Elm", "Oak"))
    assert table.counts == ((5, 6), (7, 9))
    assert (table.answer_totals, table.group_totals, table.total) == ((11, 16), (12, 15), 27)
    assert not table.withheld


def test_one_small_count_takes_three_more_with_it() -> None:
    table = by_home(responses(Oak={"yes": 9, "no": 2}, Elm={"yes": 7, "no": 8}))
    assert table.counts == ((None, None), (None, None)), "any one of them would give the 2 away"
    assert (table.answer_totals, table.group_totals, table.total) == ((10, 16), (15, 11), 26)


def test_the_smallest_further_counts_are_left_out() -> None:
    rows = responses(
        Ash={"yes": 40, "no": 30, "some": 20}, Elm={"yes": 9, "no": 8, "some": 7},
        Oak={"yes": 50, "no": 3, "some": 6},
    )  # fmt: skip
    table = by_home(rows)
    assert table.counts == ((30, None, None), (20, None, None), (40, 9, 50))


def test_a_home_under_the_set_size_is_not_told_of_at_all() -> None:
    rows = responses(Ash={"yes": 30, "no": 20}, Elm={"yes": 12, "no": 9}, Oak={"yes": 3, "no": 0})
    table = by_home(rows)
    at = table.groups.index("Oak")
    assert [row[at] for row in table.counts] == [None, None], "not even that nobody said no"
    assert table.group_totals[at] is None
    assert table.group_totals.count(None) == 2, "the other homes and all would give it away"


def test_zero_is_shown_in_a_home_of_size() -> None:
    table = by_home(responses(Ash={"yes": 30, "no": 0}, Elm={"yes": 12, "no": 9}))
    assert table.counts[0][0] == 0


def test_a_small_answer_of_everybody_is_not_shown() -> None:
    rows = responses(Ash={"yes": 30, "no": 2, "some": 9})
    whole = survey_of(rows, (HOME, SAFE)).tables[0]
    assert whole.by is None
    assert whole.answer_totals.count(None) == 2, "a second one, or the sum gives it away"
    assert whole.total == 41


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        (responses(Ash={"yes": 9, "no": 8}), "one home is everybody"),
        (responses(Ash={"yes": 9}, Elm={"yes": 8}), "one answer is the size of the home"),
        ([], "nobody answered"),
    ],
    ids=["one home", "one answer", "empty"],
)
def test_a_table_that_cannot_be_split_shows_totals_alone(
    rows: list[tuple[str, str]], reason: str
) -> None:
    table = by_home(rows)
    assert table.withheld, reason
    assert all(count is None for row in table.counts for count in row)


def test_what_was_not_answered_is_not_counted() -> None:
    rows = [*responses(Ash={"yes": 9, "no": 8}), ("Ash", ""), ("", "yes"), ("Ash", None)]
    everybody, homes = survey_of(rows, (HOME, SAFE)).tables
    assert everybody.total == 18, "a response without a home counts among all"
    assert homes.groups == ("Ash", "not given"), "left out, the sum over all would tell of it"
    assert homes.group_totals == (None, None)


def test_free_answers_are_notes_and_no_counts() -> None:
    columns = (HOME, SAFE, Column("Anything else?", "text"), Column("E-mail", "ignore"))
    rows = [("Ash", "yes", " My room is cold. ", "a@example.org"), ("Ash", "no", "", "")]
    survey = survey_of(rows, columns)
    assert [tuple(text) for text in survey.texts] == [(0, "Anything else?", "My room is cold.")]
    assert {table.question for table in survey.tables} == {"Do you feel safe?"}
    assert "example" not in repr(survey)


def test_the_set_size_can_be_set() -> None:
    rows = responses(Oak={"yes": 9, "no": 6}, Elm={"yes": 7, "no": 5})
    assert by_home(rows, smallest=10).counts == ((None, None), (None, None))
    assert by_home(rows, smallest=2).counts == ((5, 6), (7, 9))


@pytest.mark.parametrize("smallest", [1, 0, -3])
def test_a_set_size_that_suppresses_nothing_is_refused(smallest: int) -> None:
    with pytest.raises(VouchError, match="suppresses nothing"):
        survey_of([], (HOME, SAFE), smallest)


def test_a_row_with_a_cell_too_few_is_refused_by_its_number() -> None:
    with pytest.raises(VouchError, match="Row 2 of the survey has 1 cells, its heading 2"):
        survey_of([("Ash", "yes"), ("Ash",)], (HOME, SAFE))


# Trying to work it out: every number is an unknown, sums add up, what is shown is known.


def places(answers: int, groups: int) -> list[Place]:
    """All numbers of a table with its totals."""
    return [(a, g) for a in (*range(answers), TOTAL) for g in (*range(groups), TOTAL)]


def sums(answers: int, groups: int) -> list[dict[Place, int]]:
    """Equations: parts minus their sum are nothing."""
    equations = []
    for a in (*range(answers), TOTAL):
        equations.append({**{(a, g): 1 for g in range(groups)}, (a, TOTAL): -1})
    for g in (*range(groups), TOTAL):
        equations.append({**{(a, g): 1 for a in range(answers)}, (TOTAL, g): -1})
    return equations


def valued(counts: list[list[int]]) -> dict[Place, int]:
    """All numbers of a table with their values."""
    table = np.array(counts)
    whole = np.vstack([table, table.sum(axis=0)])
    whole = np.hstack([whole, whole.sum(axis=1, keepdims=True)])
    return {(a, g): int(whole[a, g]) for a, g in places(*table.shape)}


def determined(counts: list[list[int]], known: set[Place], asked: set[Place]) -> set[Place]:
    """The asked numbers that have one possible value, by whole-number ranges."""
    shape = len(counts), len(counts[0])
    listed, values = places(*shape), valued(counts)
    matrix = np.array([[row.get(place, 0) for place in listed] for row in sums(*shape)])
    low = [values[place] if place in known else 0 for place in listed]
    high = [values[place] if place in known else 10_000 for place in listed]
    found = set()
    for place in asked:
        aim = np.array([1.0 if other == place else 0.0 for other in listed])
        ends = [
            milp(
                sign * aim,
                constraints=LinearConstraint(matrix, 0, 0),
                bounds=Bounds(low, high),
                integrality=np.ones(len(listed)),
            ).fun
            * sign
            for sign in (1, -1)
        ]
        if round(ends[0]) == round(ends[1]):
            found.add(place)
    return found


COUNTS = st.tuples(st.integers(1, 4), st.integers(1, 4)).flatmap(
    lambda shape: st.lists(
        st.lists(st.integers(0, 12) | st.just(0), min_size=shape[1], max_size=shape[1]),
        min_size=shape[0],
        max_size=shape[0],
    )
)


@settings(max_examples=120)
@given(COUNTS, st.integers(2, 7))
def test_no_suppressed_number_can_be_worked_out(counts: list[list[int]], smallest: int) -> None:
    hidden, _ = suppressed(counts, smallest)
    every = set(places(len(counts), len(counts[0])))
    inside = {place for place in hidden if TOTAL not in place}
    # What is inside a single line is its totals, which are shown or left out by themselves.
    asked = set(hidden) if min(len(counts), len(counts[0])) > 1 else set(hidden) - inside
    assert determined(counts, every - hidden, asked) == set()


@settings(max_examples=80)
@given(COUNTS, st.integers(2, 7))
def test_counts_stand_even_where_all_totals_are_known(
    counts: list[list[int]], smallest: int
) -> None:
    hidden, withheld = suppressed(counts, smallest)
    every = set(places(len(counts), len(counts[0])))
    inside = {place for place in hidden if TOTAL not in place}
    known = (every - hidden) | {place for place in every if TOTAL in place}
    assert withheld or determined(counts, known, inside) == set()


@given(COUNTS, st.integers(2, 7))
def test_no_small_number_is_shown(counts: list[list[int]], smallest: int) -> None:
    hidden, _ = suppressed(counts, smallest)
    for place, value in valued(counts).items():
        assert place in hidden or value == 0 or value >= smallest


def test_a_table_of_many_homes_takes_a_moment() -> None:
    counts = [[(a * g) % 9 for g in range(1, 61)] for a in range(1, 6)]
    hidden, withheld = suppressed(counts)
    assert not withheld
    assert len(hidden) < 5 * 60


MERGED = [
    ({"Ash": 9, "Elm": 5}, {"Ash": "Ash", "Elm": "Elm"}, "both are of size"),
    ({"Ash": 9, "Elm": 3, "Oak": 12}, {"Ash": "Ash and Elm", "Elm": "Ash and Elm", "Oak": "Oak"},
     "the next larger one takes it in"),
    ({"Ash": 1, "Elm": 2, "Oak": 2, "Yew": 30},
     {"Ash": "Ash and Elm and Oak", "Elm": "Ash and Elm and Oak", "Oak": "Ash and Elm and Oak",
      "Yew": "Yew"}, "three make one"),
    ({"Ash": 3}, {"Ash": "Ash"}, "there is no other"),
    ({}, {}, "nobody"),
]  # fmt: skip


@pytest.mark.parametrize(("sizes", "names", "why"), MERGED)
def test_groups_under_the_set_size_are_put_together(
    sizes: dict[str, int], names: dict[str, str], why: str
) -> None:
    assert merged(sizes) == names, why


# Several tables of one question: the attacker has all of them, and they share totals.

TABLES = st.tuples(st.integers(1, 4), st.integers(1, 3), st.integers(1, 3)).flatmap(
    lambda shape: st.lists(
        st.lists(st.integers(0, 6) | st.just(0), min_size=shape[1] * shape[2],
                 max_size=shape[1] * shape[2]).map(lambda row: (row, shape[1])),
        min_size=shape[0], max_size=shape[0],
    )
)  # fmt: skip


def split(people: list[tuple[list[int], int]]) -> list[list[list[int]]]:
    """Tables for everybody, by one group and by another, of people counted by both."""
    first = [[sum(row[at::width]) for at in range(width)] for row, width in people]
    second = [
        [sum(row[at : at + width]) for at in range(0, len(row), width)] for row, width in people
    ]
    return [[[sum(row)] for row, _ in people], first, second]


def joined(
    tables: list[list[list[int]]], hidden: list[frozenset[Place]]
) -> list[tuple[int, Place]]:
    """The small numbers, of any table, that all tables together determine."""
    listed = [(at, p) for at, table in enumerate(tables) for p in places(len(table), len(table[0]))]
    values = {(at, p): valued(tables[at])[p] for at, p in listed}
    rows = [
        [row.get(p, 0) if at == of else 0 for at, p in listed]
        for of, table in enumerate(tables)
        for row in sums(len(table), len(table[0]))
    ]
    for at, place in listed:
        if at and place[1] == TOTAL:
            rows.append([{(at, place): 1, (0, place): -1}.get(one, 0) for one in listed])
    known = [p not in hidden[at] for at, p in listed]
    low = [values[one] if seen else 0 for one, seen in zip(listed, known, strict=True)]
    high = [values[one] if seen else 10_000 for one, seen in zip(listed, known, strict=True)]
    found = []
    for one in listed:
        if one[1] not in hidden[one[0]] or not 0 < values[one] < 5:
            continue
        aim = np.array([1.0 if other == one else 0.0 for other in listed])
        ends = [
            milp(sign * aim, constraints=LinearConstraint(np.array(rows), 0, 0),
                 bounds=Bounds(low, high), integrality=np.ones(len(listed))).fun * sign
            for sign in (1, -1)
        ]  # fmt: skip
        if round(ends[0]) == round(ends[1]):
            found.append(one)
    return found


@settings(max_examples=60)
@given(TABLES)
def test_no_small_number_can_be_worked_out_of_several_tables(
    people: list[tuple[list[int], int]],
) -> None:
    tables = split(people)
    hidden = [places for places, _ in suppressed_together(tables)]
    assert joined(tables, hidden) == []


def test_what_everybody_answered_does_not_give_away_what_homes_leave_out() -> None:
    rows = responses(
        Ash={"no": 3, "maybe": 7, "sure": 9}, Elm={"no": 0, "maybe": 6, "sure": 3},
        Oak={"no": 0, "maybe": 8, "sure": 20},
    )  # fmt: skip
    everybody, homes = survey_of(rows, (HOME, SAFE)).tables
    assert homes.answer_totals == everybody.answer_totals
    assert homes.total == everybody.total


def test_answers_stand_in_the_order_that_is_asked_for() -> None:
    counted = {("often", ""): 9, ("never", ""): 8}
    (table,) = tables_of("How often?", {None: counted}, answers=("never", "rarely", "often"))
    assert table.answers == ("never", "rarely", "often")
    assert table.answer_totals == (8, 0, 9)
