"""What stands on a PDF page, before anyone asks what it means: words with boxes and style."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple


class Word(NamedTuple):
    """One white-space separated word in reading (content) order; points, origin bottom left.

    `mcid` is the marked-content id of the object that draws the word, -1 where it has none;
    `artifact` is true where the document marks the object as page furniture.
    `hyphen` is true where the word ends with a line-end hyphen (kept in `text` as "-").
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    bold: bool = False
    italic: bool = False
    mcid: int = -1
    artifact: bool = False
    hyphen: bool = False


class Edge(NamedTuple):
    """One ruling line or rectangle side of a table candidate: horizontal or vertical."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class PageLayout:
    """One page as drawn. `image_share` is the part of its area that pictures cover (0 to 1)."""

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    edges: tuple[Edge, ...] = ()
    image_share: float = 0.0


@dataclass(frozen=True, slots=True)
class TableGrid:
    """A ruled table: its box and its cells' boxes (x0, y0, x1, y1), row by row; None: no cell."""

    box: tuple[float, float, float, float]
    rows: tuple[tuple[tuple[float, float, float, float] | None, ...], ...] = field(default=())
