"""From PDF coordinates to the page as shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.pdf.frames import Frame

CROPPED = (10.0, 20.0, 110.0, 220.0)  # 100 wide, 200 high


@pytest.mark.parametrize(
    ("turns", "size", "corner"),
    [
        (0, (100, 200), (0, 0)),
        (1, (200, 100), (0, 100)),
        (2, (100, 200), (100, 200)),
        (3, (200, 100), (200, 0)),
    ],
    ids=["upright", "clockwise", "upside down", "anticlockwise"],
)
def test_the_bottom_left_corner_goes_where_the_turn_takes_it(
    turns: int, size: tuple[float, float], corner: tuple[float, float]
) -> None:
    frame = Frame(*CROPPED, turns)
    assert (frame.width, frame.height) == size
    assert frame.point(10, 20) == corner


@given(
    st.integers(0, 3),
    st.tuples(*[st.floats(-500, 500) for _ in range(4)]),
)
def test_a_clipped_rectangle_lies_on_the_page(
    turns: int, rect: tuple[float, float, float, float]
) -> None:
    frame = Frame(*CROPPED, turns)
    shown = frame.clip(rect)
    if shown is not None:
        x0, y0, x1, y1 = shown
        assert 0 <= x0 <= x1 <= frame.width
        assert 0 <= y0 <= y1 <= frame.height


def test_only_an_upright_page_at_the_origin_is_plain() -> None:
    assert Frame(0, 0, 100, 200).plain
    assert not Frame(0, 0, 100, 200, 1).plain
    assert not Frame(*CROPPED).plain
