"""The body style of a document: what a page of running text looks like in it."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractors.pdf.textlines import TextLine

_SAME_SIZE = 0.065  # share: Word sets one paragraph in 12 and 12.6 points, and nobody sees it


@dataclass(frozen=True, slots=True)
class BodyStyle:
    """Size and weight of most letters, usual distance of lines, and the column's two sides.

    Lengths are in points. `left` is the commonest left side of lines of the body size, `right`
    the reach of nearly all of them.
    """

    size: float
    bold: bool
    leading: float
    left: float
    right: float


def same_size(one: float, other: float) -> bool:
    """Say whether two type sizes are the same to a reader's eye."""
    return abs(one - other) <= _SAME_SIZE * max(one, other)


def body_style(pages: Iterable[Sequence[TextLine]]) -> BodyStyle:
    """Find the style in which most letters of the document are set."""
    letters: Counter[tuple[float, bool]] = Counter()
    kept: list[Sequence[TextLine]] = []
    for lines in pages:
        kept.append(lines)
        for line in lines:
            letters[round(line.size, 1), line.bold] += len(line.words)
    # A damaged font may have no size, or a wild one: no body is set in it.
    usable = [look for look in letters if 0.5 < look[0] < 500]
    if not usable:
        return BodyStyle(12.0, False, 14.0, 72.0, 523.0)
    size, bold = max(usable, key=letters.__getitem__)
    steps: Counter[float] = Counter()
    lefts: Counter[int] = Counter()
    rights: list[float] = []
    least, most = 0.5 * size, 2.5 * size
    for lines in kept:
        body = [line for line in lines if line.size == size or same_size(line.size, size)]
        lefts.update([round(line.x0) for line in body])
        rights.extend([line.x1 for line in body])
        bases = [line.base for line in body]
        gaps = [above - below for above, below in itertools.pairwise(bases)]
        steps.update([round(gap * 2) / 2 for gap in gaps if least < gap < most])
    rights.sort()
    leading = _leading(steps, size)
    return BodyStyle(
        size, bold, leading, float(lefts.most_common(1)[0][0]), rights[len(rights) * 98 // 100]
    )


def _leading(steps: Counter[float], size: float) -> float:
    """Take the commonest line distance; of near-equal ones the smaller, never a paragraph gap."""
    if not steps:
        return size * 1.2
    most = steps.most_common(1)[0][1]
    return min(step for step, count in steps.items() if count * 2 >= most)
