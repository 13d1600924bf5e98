"""The calibration curve as a picture: SVG, legible on light and on dark pages, no library needed.

Whoever trusts a probability should see whether it holds: points on the dotted diagonal are right
as often as they claim. The bars below say how many answers stand behind each point.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from math import sqrt

from models.training.metrics import Bin

_WIDTH, _HEIGHT = 520, 500
_LEFT, _RIGHT = 62, 500
_TOP, _BOTTOM = 44, 360  # of the curve
_BARS_TOP, _BARS_BOTTOM = 388, 448  # of the counts
_TICKS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
_STYLE = """
text { font: 12px system-ui, "Segoe UI", sans-serif; fill: #30363d; }
.title { font-size: 14px; font-weight: 600; }
.count { font-size: 10px; text-anchor: middle; }
.middle { text-anchor: middle; }
.end { text-anchor: end; }
.grid { stroke: #8b949e; stroke-opacity: .35; }
.axis { stroke: #57606a; }
.diagonal { stroke: #57606a; stroke-dasharray: 2 4; stroke-width: 1.5; }
.curve { stroke: #0550ae; stroke-width: 2; fill: none; }
.spread { stroke: #0550ae; stroke-opacity: .6; }
.point { fill: #0550ae; }
.bar { fill: #0550ae; fill-opacity: .45; }
@media (prefers-color-scheme: dark) {
text { fill: #d1d7e0; }
.axis, .diagonal { stroke: #b1bac4; }
.curve, .spread { stroke: #79c0ff; }
.point, .bar { fill: #79c0ff; }
}
"""


def calibration_picture(title: str, curve: Sequence[Bin]) -> str:
    """Draw a calibration curve; vertical lines are 95 % intervals of the share that is right."""
    n = sum(step.n for step in curve)
    told = (
        f"Calibration curve of {n:,} held-out answers: {len(curve)} steps of probability, each "
        "with the share of its answers that is right."
    )
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
        f'width="{_WIDTH}" height="{_HEIGHT}" role="img" aria-labelledby="title told">',
        f'<title id="title">{escape(title)}</title>',
        f'<desc id="told">{escape(told)}</desc>',
        f"<style>{_STYLE}</style>",
        _text(_LEFT, 22, f"{title} (n = {n:,})", "title"),
        *_axes(),
        *_curve(curve),
        *_bars(curve),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _axes() -> Iterator[str]:
    for tick in _TICKS:
        x, y = _x(tick), _y(tick)
        yield _line((_LEFT, y), (_RIGHT, y), "grid")
        yield _line((x, _TOP), (x, _BOTTOM), "grid")
        yield _text(_LEFT - 8, y + 4, f"{tick:.1f}", "end")
        yield _text(x, _BARS_BOTTOM + 18, f"{tick:.1f}", "middle")
    yield _line((_LEFT, _BOTTOM), (_RIGHT, _BOTTOM), "axis")
    yield _line((_LEFT, _TOP), (_LEFT, _BOTTOM), "axis")
    yield _line((_LEFT, _BARS_BOTTOM), (_RIGHT, _BARS_BOTTOM), "axis")
    yield _line((_x(0), _y(0)), (_x(1), _y(1)), "diagonal")
    middle = (_LEFT + _RIGHT) / 2
    yield _text(middle, _HEIGHT - 12, "probability that the model gives to its answer", "middle")
    yield (
        f'<text class="middle" transform="translate(18 {(_TOP + _BOTTOM) / 2:.1f}) rotate(-90)">'
        "share of answers that is right</text>"
    )
    yield _text(_LEFT - 8, (_BARS_TOP + _BARS_BOTTOM) / 2 + 4, "answers", "end")


def _curve(curve: Sequence[Bin]) -> Iterator[str]:
    points = " ".join(f"{_x(step.confidence):.1f},{_y(step.right):.1f}" for step in curve)
    yield f'<polyline class="curve" points="{points}"/>'
    for step in curve:
        x = _x(step.confidence)
        low, high = _wilson(step.right, step.n)
        yield _line((x, _y(low)), (x, _y(high)), "spread")
        yield f'<circle class="point" cx="{x:.1f}" cy="{_y(step.right):.1f}" r="3.5"/>'


def _bars(curve: Sequence[Bin]) -> Iterator[str]:
    most = max((step.n for step in curve), default=1)
    for step in curve:
        left, right = _x(step.low) + 1, _x(step.high) - 1
        height = max(1.0, (_BARS_BOTTOM - _BARS_TOP) * step.n / most)
        top = _BARS_BOTTOM - height
        yield (
            f'<rect class="bar" x="{left:.1f}" y="{top:.1f}" '
            f'width="{right - left:.1f}" height="{height:.1f}"/>'
        )
        yield _text((left + right) / 2, top - 3, f"{step.n}", "count")


def _wilson(share: float, n: int) -> tuple[float, float]:
    """Return the 95 % interval of a share: unlike the plain one it stays between 0 and 1."""
    z = 1.96
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return max(0.0, centre - half), min(1.0, centre + half)


def _x(probability: float) -> float:
    return _LEFT + (_RIGHT - _LEFT) * probability


def _y(share: float) -> float:
    return _BOTTOM - (_BOTTOM - _TOP) * share


def _line(start: tuple[float, float], end: tuple[float, float], kind: str) -> str:
    return (
        f'<line class="{kind}" x1="{start[0]:.1f}" y1="{start[1]:.1f}" '
        f'x2="{end[0]:.1f}" y2="{end[1]:.1f}"/>'
    )


def _text(x: float, y: float, words: str, kind: str) -> str:
    return f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}">{escape(words)}</text>'
