"""Pictures of counts: heights that say the numbers, titles, patterns, and nothing that runs."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as some

from review.plots import (
    HEIGHT,
    WIDTH,
    Bar,
    Plot,
    drawn,
    fills_of,
    patterns,
    step_for,
    swatch,
)

TWO = Plot(
    "one", "Grades by year", "2018 to 2019", (Bar("2018", (2, 6)), Bar("2019", (1, 0))), (0, 3)
)
BOTH = Plot("two", "Strengths", "2018", (Bar("2018", (30, 10), (15, 5)),), (0, 1), (3, 2))


def tree(plot: Plot) -> ElementTree.Element:
    """Read a picture as XML, which it must be."""
    return ElementTree.fromstring(str(drawn(plot)))  # noqa: S314 - our own


def parts(plot: Plot) -> list[tuple[str, float, float]]:
    """List what is filled: with what, from where down, and how tall."""
    found = tree(plot).iter("rect")
    return [(one.get("class", ""), float(one.get("y", 0)), float(one.get("height", 0)))
            for one in found]  # fmt: skip


def words(plot: Plot) -> list[str]:
    return [one.text or "" for one in tree(plot).iter("text")]


def test_a_picture_is_named_and_described() -> None:
    root = tree(TWO)
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "one-title"
    assert root.get("aria-describedby") == "one-words"
    title, described = root.find("title"), root.find("desc")
    assert title is not None
    assert described is not None
    assert (title.get("id"), title.text) == ("one-title", "Grades by year")
    assert (described.get("id"), described.text) == ("one-words", "2018 to 2019")


def test_parts_are_as_tall_as_their_numbers() -> None:
    small, large, single = parts(TWO)
    assert [small[0], large[0], single[0]] == ["s0", "s3", "s0"]
    assert large[2] == pytest.approx(3 * small[2], abs=0.2)
    assert single[2] == pytest.approx(small[2] / 2, abs=0.2)
    # The second stands on the first.
    assert large[1] + large[2] == pytest.approx(small[1], abs=0.2)


def test_what_is_nought_is_not_drawn() -> None:
    assert len(parts(TWO)) == 3


def test_weaknesses_go_down_from_where_strengths_go_up() -> None:
    sure, unsure, weak, weak_unsure = parts(BOTH)
    assert sure[1] + sure[2] == pytest.approx(weak[1], abs=0.2)
    assert unsure[1] < sure[1]
    assert weak_unsure[1] == pytest.approx(weak[1] + weak[2], abs=0.2)
    assert [one[0] for one in (sure, unsure, weak, weak_unsure)] == ["s0", "s1", "s3", "s2"]


def test_sums_and_years_are_written() -> None:
    assert {"2018", "2019", "8", "1"} <= set(words(TWO))
    assert {"40", "20"} <= set(words(BOTH))
    assert "-20" not in words(BOTH), "what goes down is no number below nought"


def test_large_numbers_read_as_people_write_them() -> None:
    plot = Plot("big", "t", "d", (Bar("2020", (12_345,)),), (0,))
    assert "12,345" in words(plot)


@pytest.mark.parametrize(
    "plot",
    [
        Plot("none", "t", "d", (), (0,)),
        Plot("zero", "t", "d", (Bar("2018", (0, 0)),), (0, 1)),
    ],
    ids=["no years", "nothing counted"],
)
def test_of_nothing_there_is_no_picture(plot: Plot) -> None:
    assert drawn(plot) == ""


def test_of_many_years_some_are_named() -> None:
    bars = tuple(Bar(str(year), (1,)) for year in range(1980, 2026))
    plot = Plot("many", "t", "d", bars, (0,))
    named = [word for word in words(plot) if len(word) == 4]
    assert named[0] == "1980"
    assert 8 <= len(named) <= 12
    assert len(parts(plot)) == 46


@pytest.mark.parametrize(
    "hostile", ["<script>alert(1)</script>", '"><x onload=1>', "a & b", "\u202e", "'"]
)
def test_titles_are_words_whatever_stands_in_them(hostile: str) -> None:
    plot = Plot("x", hostile, hostile, (Bar(hostile, (1,)),), (0,))
    root = tree(plot)
    title = root.find("title")
    assert title is not None
    assert title.text == hostile
    assert {one.tag for one in root.iter()} <= {"svg", "title", "desc", "line", "text", "rect"}
    assert hostile in words(plot)


def test_nothing_in_a_picture_needs_a_script_or_a_style() -> None:
    for written in (str(drawn(TWO)), str(drawn(BOTH)), str(patterns()), str(swatch(2))):
        assert "style=" not in written
        assert "<script" not in written
        assert not re.search(r"\son[a-z]+=", written)
        assert "http" not in written


def test_legends_are_filled_as_the_parts_are() -> None:
    for number in range(5):
        root = ElementTree.fromstring(str(swatch(number)))  # noqa: S314 - our own
        assert [one.get("class") for one in root.iter("rect")] == [f"s{number}"]
        assert root.get("aria-hidden") == "true"


def test_what_is_filled_with_a_pattern_names_one_that_is_there() -> None:
    there = set(re.findall('<pattern id="([^"]+)"', patterns()))
    named = set(re.findall(r"url\(#([^)]+)\)", "".join(swatch(number) for number in range(5))))
    assert named == there
    assert 'fill="url(#p1)"' in drawn(BOTH)


def test_every_pattern_is_there_once() -> None:
    found = re.findall('id="(p[0-9])"', patterns())
    assert found == ["p1", "p2", "p4"]


@pytest.mark.parametrize(
    ("number", "fills"),
    [(0, ()), (1, (0,)), (2, (0, 3)), (3, (0, 2, 3)), (4, (0, 1, 2, 3)), (5, (0, 1, 2, 3, 4))],
)
def test_the_best_and_the_worst_grade_are_full(number: int, fills: tuple[int, ...]) -> None:
    assert tuple(fills_of(number)) == fills


@pytest.mark.parametrize(
    ("most", "step"), [(0, 1), (1, 1), (5, 1), (6, 2), (33, 10), (300, 100), (1001, 500)]
)
def test_lines_of_the_scale_stand_at_round_numbers(most: int, step: int) -> None:
    assert step_for(most) == step


@given(some.integers(1, 10**9))
def test_there_are_at_most_five_steps_on_each_side(most: int) -> None:
    step = step_for(most)
    assert 1 <= -(-most // step) <= 5
    assert str(step).rstrip("0") in ("1", "2", "5")


counts = some.tuples(*[some.integers(0, 5000)] * 2)


@given(some.lists(some.tuples(counts, counts), min_size=1, max_size=15))
def test_everything_stays_inside_the_picture(years) -> None:
    bars = tuple(Bar(str(2000 + at), up, down) for at, (up, down) in enumerate(years))
    plot = Plot("p", "t", "d", bars, (0, 1), (3, 2))
    if not drawn(plot):
        assert not any(sum(up) + sum(down) for up, down in years)
        return
    for one in tree(plot).iter("rect"):
        x, y, wide, tall = (float(one.get(name, -1)) for name in ("x", "y", "width", "height"))
        assert 0 <= x <= x + wide <= WIDTH
        assert 0 <= y <= y + tall <= HEIGHT + 0.2
    drawn_parts = sum(value > 0 for up, down in years for value in (*up, *down))
    assert len(parts(plot)) == drawn_parts
