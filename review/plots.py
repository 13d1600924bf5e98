"""Bars as SVG: small pictures of counts by year, for pages that show the numbers beside them.

No colour stands alone: every series has a pattern too, and a legend with both. Nothing in a picture
needs a script or a style of its own; the sheet draws it, on the screen, in the dark and on paper.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

WIDTH, HEIGHT = 460, 240
_LEFT, _RIGHT, _TOP, _BOTTOM = 40, 8, 18, 28
_WIDEST = 44.0
_STEPS = (1, 2, 5)
_MOST_LABELS = 12
# What each series is filled with, by number; the sheet gives the colours.
_PATTERNS = Markup(
    '<svg class="defs" aria-hidden="true" focusable="false" width="0" height="0"><defs>'
    '<pattern id="p1" width="6" height="6" patternUnits="userSpaceOnUse">'
    '<rect class="paper" width="6" height="6"/><path class="p1" d="M-1 7 7-1M-1 1 1-1M5 7 7 5"/>'
    "</pattern>"
    '<pattern id="p2" width="6" height="6" patternUnits="userSpaceOnUse">'
    '<rect class="paper" width="6" height="6"/><circle class="p2" cx="3" cy="3" r="1.6"/>'
    "</pattern>"
    '<pattern id="p4" width="8" height="8" patternUnits="userSpaceOnUse">'
    '<rect class="paper" width="8" height="8"/><path class="p4" d="M0 4H8M4 0V8"/></pattern>'
    "</defs></svg>"
)
# A pattern stands in the picture itself: the sheet, which files are made with too, names nothing.
_FILLS = (
    Markup('class="s0"'), Markup('class="s1" fill="url(#p1)"'),
    Markup('class="s2" fill="url(#p2)"'),
    Markup('class="s3"'), Markup('class="s4" fill="url(#p4)"'),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what it stands for, and its parts by series, upwards and downwards from nought."""

    label: str
    up: tuple[int, ...]
    down: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Plot:
    """A picture: `key` tells it from others on the page; fills are numbers of series.

    `title` and `words` are read out in its place.
    """

    key: str
    title: str
    words: str
    bars: tuple[Bar, ...]
    up: tuple[int, ...]
    down: tuple[int, ...] = ()

    @property
    def top(self) -> int:
        """The highest bar."""
        return max((sum(bar.up) for bar in self.bars), default=0)

    @property
    def bottom(self) -> int:
        """The deepest bar."""
        return max((sum(bar.down) for bar in self.bars), default=0)


def patterns() -> Markup:
    """Return the patterns with which pictures are filled: once on a page, before them."""
    return _PATTERNS


def swatch(fill: int) -> Markup:
    """Return a small square filled as a series is, for a legend."""
    return Markup(
        '<svg class="plot swatch" aria-hidden="true" focusable="false" width="16" height="16">'
        '<rect {} x="1" y="1" width="14" height="14"/></svg>'
    ).format(_FILLS[fill])


def drawn(plot: Plot) -> Markup:
    """Draw a picture; an empty one where there is nothing to count."""
    if not plot.bars or not (plot.top or plot.bottom):
        return Markup("")
    step = step_for(max(plot.top, plot.bottom))
    high, low = -(-plot.top // step) * step, -(-plot.bottom // step) * step
    unit = (HEIGHT - _TOP - _BOTTOM) / (high + low)
    nought = _TOP + high * unit
    inside = [*_grid(range(-low, high + 1, step), nought, unit)]
    width = (WIDTH - _LEFT - _RIGHT) / len(plot.bars)
    every = -(-len(plot.bars) // _MOST_LABELS)
    for number, bar in enumerate(plot.bars):
        middle = _LEFT + width * (number + 0.5)
        thick = min(_WIDEST, width * 0.7)
        inside += _bar(bar, plot, (middle - thick / 2, thick), (nought, unit))
        if number % every == 0:
            inside.append(_text(middle, HEIGHT - 8, bar.label, "middle"))
    name = Markup('<title id="{0}-title">{1}</title><desc id="{0}-words">{2}</desc>').format(
        plot.key, plot.title, plot.words
    )
    head = Markup(
        '<svg class="plot" viewBox="0 0 {} {}" role="img" '
        'aria-labelledby="{key}-title" aria-describedby="{key}-words">'
    ).format(WIDTH, HEIGHT, key=plot.key)
    return head + name + Markup("").join(inside) + Markup("</svg>")


def step_for(most: int) -> int:
    """Return how far lines of a scale stand apart, so that four to ten of them are drawn."""
    size = 1
    while True:
        for one in _STEPS:
            if one * size * 5 >= most:
                return one * size
        size *= 10


def _grid(values: range, nought: float, unit: float) -> list[Markup]:
    found = []
    for value in values:
        y = nought - value * unit
        found.append(
            Markup('<line class="{}" x1="{}" x2="{}" y1="{:.1f}" y2="{:.1f}"/>').format(
                "grid" if value else "axis", _LEFT, WIDTH - _RIGHT, y, y
            )
        )
        found.append(_text(_LEFT - 5, y + 4, f"{abs(value):,}", "end"))
    return found


def _bar(
    bar: Bar, plot: Plot, across: tuple[float, float], scale: tuple[float, float]
) -> list[Markup]:
    (x, thick), (nought, unit) = across, scale
    found = []
    for parts, fills, sign in ((bar.up, plot.up, -1), (bar.down, plot.down, 1)):
        y, total = nought, sum(parts)
        for value, fill in zip(parts, fills, strict=True):
            tall = value * unit
            if value:
                top = y - tall if sign < 0 else y
                found.append(
                    Markup(
                        '<rect {} x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"/>'
                    ).format(_FILLS[fill], x, top, thick, tall)
                )
            y += sign * tall
        if total:
            at = y - 4 if sign < 0 else y + 12
            found.append(_text(x + thick / 2, at, f"{total:,}", "middle"))
    return found


def _text(x: float, y: float, words: str, anchor: str) -> Markup:
    return Markup('<text x="{:.1f}" y="{:.1f}" text-anchor="{}">{}</text>').format(
        x, y, anchor, words
    )


def fills_of(number: int) -> Sequence[int]:
    """Return the fills of so many grades, the best first: the ends are always the full ones."""
    return {1: (0,), 2: (0, 3), 3: (0, 2, 3)}.get(number, (0, 1, 2, 3, 4)[:number])
