"""The calibration curve: well-formed, true to its numbers, legible by day and night."""

from xml.etree import ElementTree

import pytest

from models.training.metrics import Bin
from models.training.picture import calibration_picture

SVG = "{http://www.w3.org/2000/svg}"
CURVE = (
    Bin(0.6, 2 / 3, 4, 0.63, 0.5),
    Bin(0.8, 13 / 15, 40, 0.84, 0.8),
    Bin(14 / 15, 1.0, 400, 0.98, 0.99),
)


def drawn(curve: tuple[Bin, ...] = CURVE, title: str = "ILACS: area") -> ElementTree.Element:
    return ElementTree.fromstring(calibration_picture(title, curve))  # noqa: S314 - our own


def numbers(found: ElementTree.Element, tag: str, name: str) -> list[float]:
    return [float(node.attrib[name]) for node in found.iter(f"{SVG}{tag}") if name in node.attrib]


def test_it_says_what_it_shows_to_those_who_cannot_see_it() -> None:
    found = drawn(title='Areas & "more" <1>')
    assert found.attrib["role"] == "img"
    assert found.findtext(f"{SVG}title") == 'Areas & "more" <1>'
    assert "444 held-out answers: 3 steps" in str(found.findtext(f"{SVG}desc"))


def test_points_stand_where_the_numbers_say() -> None:
    found = drawn()
    xs, ys = numbers(found, "circle", "cx"), numbers(found, "circle", "cy")
    left, right, top, bottom = 62, 500, 44, 360
    for step, x, y in zip(CURVE, xs, ys, strict=True):
        assert (x - left) / (right - left) == pytest.approx(step.confidence, abs=0.001)
        assert (bottom - y) / (bottom - top) == pytest.approx(step.right, abs=0.001)


def test_bars_are_as_high_as_their_counts_and_say_them() -> None:
    found = drawn()
    heights = numbers(found, "rect", "height")
    assert heights == [1.0, 6.0, 60.0]
    counts = [node.text for node in found.iter(f"{SVG}text") if node.get("class") == "count"]
    assert counts == ["4", "40", "400"]


def test_a_few_answers_have_a_wide_interval_inside_the_frame() -> None:
    lines = [node for node in drawn().iter(f"{SVG}line") if node.get("class") == "spread"]
    spans = [float(line.attrib["y1"]) - float(line.attrib["y2"]) for line in lines]
    assert spans[0] > spans[1] > spans[2] > 0
    assert all(44 <= float(line.attrib["y2"]) <= float(line.attrib["y1"]) <= 360 for line in lines)


def test_axes_diagonal_and_both_colour_schemes() -> None:
    found = drawn()
    kinds = [node.get("class") for node in found.iter(f"{SVG}line")]
    assert kinds.count("diagonal") == 1
    assert kinds.count("axis") == 3
    assert "prefers-color-scheme: dark" in str(found.findtext(f"{SVG}style"))
    words = {node.text for node in found.iter(f"{SVG}text")}
    assert {"0.0", "0.2", "0.4", "0.6", "0.8", "1.0", "share of answers that is right"} <= words


def test_nothing_is_fetched_and_nothing_runs() -> None:
    text = calibration_picture("x", CURVE)
    assert "<script" not in text
    assert text.count("http") == 1  # the name of the format


@pytest.mark.parametrize("curve", [(), CURVE[:1]])
def test_few_steps_are_drawn_too(curve: tuple[Bin, ...]) -> None:
    assert len(numbers(drawn(curve), "circle", "cx")) == len(curve)
