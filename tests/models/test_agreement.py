"""Agreement of two readers, against numbers worked out by hand from tables of our own."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as some

from models.agreement import Estimate, ac1, agreement, kappa, percent


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


def test_one_unit_tells_next_to_nothing() -> None:
    found = agreement([("a", "b")])
    # Wilson for 0 of 1, by hand: nothing to 3.8415 / 4.8415.
    assert (found.percent.low, found.percent.high) == (0, pytest.approx(0.7935, abs=0.0001))
    assert (found.kappa.low, found.ac1.low) == (None, None)


# Newcombe 1998, "Two-sided confidence intervals for the single proportion", table 1, method 3.
NEWCOMBE = [
    (81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611),
    (1, 29, 0.0061, 0.1718),
]  # fmt: skip


@pytest.mark.parametrize(("agreed", "n", "low", "high"), NEWCOMBE)
def test_the_interval_of_the_share_is_the_published_one(
    agreed: int, n: int, low: float, high: float
) -> None:
    found = agreement(units({"aa": agreed, "ab": n - agreed}), replicates=1).percent
    assert (found.low, found.high) == (
        pytest.approx(low, abs=0.0001), pytest.approx(high, abs=0.0001)
    )  # fmt: skip


# Worked examples with intervals from formulas for the variance. The first: Fleiss, Levin and Paik
# 2003, table 18.1, kappa .68 (.51 to .85). The second: Gwet's irrCAC, cont3x3abstractors, kappa
# .7964 (.680 to .913) and AC1 .8493 (.764 to .935).
PUBLISHED = [
    ({"aa": 75, "ab": 1, "ac": 4, "ba": 5, "bb": 4, "bc": 1, "cc": 10}, "kappa", 0.676, 0.51, 0.85),
    ({"aa": 13, "bb": 20, "bc": 7, "cb": 4, "cc": 56}, "kappa", 0.7964, 0.680, 0.913),
    ({"aa": 13, "bb": 20, "bc": 7, "cb": 4, "cc": 56}, "ac1", 0.8493, 0.764, 0.935),
]


@pytest.mark.parametrize(("table", "which", "value", "low", "high"), PUBLISHED)
def test_intervals_are_near_those_of_published_examples(
    table: dict[str, int], which: str, value: float, low: float, high: float
) -> None:
    found = getattr(agreement(units(table)), which)
    assert found.value == pytest.approx(value, abs=0.0005)
    assert (found.low, found.high) == (pytest.approx(low, abs=0.03), pytest.approx(high, abs=0.03))


@pytest.mark.parametrize(
    ("table", "why"),
    [
        ({"ab": 1, "cc": 1}, "in a quarter of the samples all agree, and kappa has no value"),
        ({"aa": 5, "bb": 1}, "in a third"),
        ({"aa": 30, "bb": 1, "ab": 1}, "one unit in each of the other cells"),
    ],
)
def test_where_too_many_samples_have_no_kappa_it_has_no_interval(
    table: dict[str, int], why: str
) -> None:
    found = agreement(units(table)).kappa
    assert found.value is not None
    assert (found.low, found.high) == (None, None), why


def test_a_few_samples_without_a_kappa_make_the_interval_wider_and_never_narrower() -> None:
    # Drawn without a "b" in (28/30)^60, some 1.6 %: less than a tail.
    table = {"aa": 28, "bb": 1, "ab": 1}
    found = agreement(units({pair: 2 * number for pair, number in table.items()})).kappa
    assert found.low is not None
    assert found.high == 1


def test_what_always_agrees_has_no_interval_but_that_of_the_share() -> None:
    found = agreement(units({"aa": 20, "bb": 20}))
    assert (found.kappa, found.ac1) == (Estimate(1), Estimate(1))
    # Wilson for 40 of 40, by hand: 1 / (1 + 3.8415 / 40).
    assert (found.percent.low, found.percent.high) == pytest.approx((0.9124, 1), abs=0.0001)


def test_a_sample_that_misses_a_category_is_read_on_the_same_scale() -> None:
    # One of three categories alone is as good an agreement as any: not "undefined".
    assert ac1(Counter(units({"aa": 4})), categories=3) == 1
    # pi = .5 and .5 of three: chance (.25 + .25) / 2 = .25; (0 - .25) / .75.
    assert ac1(Counter(units({"ab": 2})), categories=3) == pytest.approx(-1 / 3)
    found = agreement(units({"ab": 1, "cc": 1})).ac1
    assert (found.low, found.high) == (pytest.approx(-1 / 3), 1)


def test_the_same_units_give_the_same_interval_in_any_order() -> None:
    given_ = units({"aa": 9, "ab": 4, "bb": 7})
    assert agreement(given_) == agreement(given_[::-1])


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
