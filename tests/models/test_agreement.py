"""Agreement of two readers, against numbers worked out by hand from tables of our own."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as some

from models.agreement import ac1, agreement, kappa, percent


def units(table: dict[str, int]) -> list[tuple[str, str]]:
    """Give so many units of each pair: "ab" is a from the first reader and b from the second."""
    return [(pair[0], pair[1]) for pair, number in table.items() for _ in range(number)]


BY_HAND = [
    # 40 + 35 of 100 agree; margins 60/40 and 55/45: chance .6*.55 + .4*.45 = .51.
    # AC1: pi = .575 and .425, chance = (.575*.425 + .425*.575) / 1 = .48875.
    ({"aa": 45, "ab": 15, "ba": 10, "bb": 30}, 0.75, 0.24 / 0.49, (0.75 - 0.48875) / 0.51125),
    # Nearly all in one category: kappa sinks below nothing, AC1 does not (the known paradox).
    # Margins 95/5 and 95/5: chance .9025 + .0025 = .905; kappa (.90 - .905) / .095 = -1/19.
    # AC1: pi = .95 and .05, chance = 2 * .95 * .05 = .095.
    ({"aa": 90, "ab": 5, "ba": 5}, 0.90, -1 / 19, (0.90 - 0.095) / 0.905),
    # Three categories, 20 of 30 agree. Margins 10/10/10 and 12/9/9: chance (120+90+90)/900 = 1/3.
    # AC1: pi = 22/60, 19/60, 19/60; chance = (1 - sum of squares) / 2 = (1 - 1206/3600) / 2.
    (
        {"aa": 8, "ab": 1, "ac": 1, "ba": 2, "bb": 6, "bc": 2, "ca": 2, "cb": 2, "cc": 6},
        20 / 30, 0.5, (20 / 30 - 0.3325) / 0.6675,
    ),
    # As chance would have it: a quarter in each cell.
    ({"aa": 5, "ab": 5, "ba": 5, "bb": 5}, 0.5, 0.0, 0.0),
    # All agree, in two categories.
    ({"aa": 7, "bb": 3}, 1.0, 1.0, 1.0),
    # Never the same: AC1: pi = .5 and .5, chance .5, (0 - .5) / .5.
    ({"ab": 6, "ba": 6}, 0.0, -1.0, -1.0),
]  # fmt: skip


@pytest.mark.parametrize(("table", "agreed", "by_kappa", "by_ac1"), BY_HAND)
def test_numbers_are_those_worked_out_by_hand(
    table: dict[str, int], agreed: float, by_kappa: float, by_ac1: float
) -> None:
    counts = Counter(units(table))
    assert percent(counts) == pytest.approx(agreed)
    assert kappa(counts) == pytest.approx(by_kappa)
    assert ac1(counts) == pytest.approx(by_ac1)


def test_n_and_the_number_agreed_come_with_it() -> None:
    found = agreement(units({"aa": 45, "ab": 15, "ba": 10, "bb": 30}))
    assert (found.n, found.agreed, found.categories) == (100, 75, 2)


def test_without_units_nothing_is_defined() -> None:
    found = agreement([])
    assert found.n == 0
    assert (found.percent.value, found.kappa.value, found.ac1.value) == (None, None, None)


def test_one_category_alone_has_a_percentage_and_no_more() -> None:
    found = agreement(units({"aa": 12}))
    assert found.percent.value == 1
    assert found.kappa.value is None  # chance would agree on everything too
    assert found.ac1.value is None


def test_one_unit_has_no_interval() -> None:
    assert agreement([("a", "b")]).percent.low is None


def test_the_interval_is_near_the_one_of_the_binomial() -> None:
    # 75 of 100: the normal interval is .75 -+ 1.96 * sqrt(.75 * .25 / 100) = .665 to .835.
    found = agreement(units({"aa": 45, "ab": 15, "ba": 10, "bb": 30})).percent
    assert found.low == pytest.approx(0.665, abs=0.015)
    assert found.high == pytest.approx(0.835, abs=0.015)
    assert found.replicates == 1000


def test_the_same_units_give_the_same_interval_in_any_order() -> None:
    given_ = units({"aa": 9, "ab": 4, "bb": 7})
    assert agreement(given_) == agreement(given_[::-1])


def test_replicates_in_which_a_number_is_not_defined_are_counted_out() -> None:
    found = agreement(units({"aa": 5, "bb": 1}))
    assert found.kappa.value == 1
    assert 0 < found.kappa.replicates < 1000


@given(some.lists(some.tuples(some.sampled_from("abc"), some.sampled_from("abc")), min_size=2))
def test_numbers_stay_within_their_bounds(pairs: list[tuple[str, str]]) -> None:
    found = agreement(pairs, replicates=20)
    assert 0 <= (found.percent.value or 0) <= 1
    for one in (found.kappa, found.ac1):
        if one.value is not None:
            assert -1.0000001 <= one.value <= 1.0000001
        if one.low is not None and one.high is not None:
            assert one.low <= one.high


@given(some.lists(some.tuples(some.sampled_from("abc"), some.sampled_from("abc")), min_size=1))
def test_neither_reader_comes_first(pairs: list[tuple[str, str]]) -> None:
    swapped = Counter((second, first) for first, second in pairs)
    assert kappa(swapped) == pytest.approx(kappa(Counter(pairs)))
    assert ac1(swapped) == pytest.approx(ac1(Counter(pairs)))
