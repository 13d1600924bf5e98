"""Ruling lines and pictures of a page, from PDFium's path and image objects.

Paths are read as pdfplumber reads them (rectangles give four edges, other paths one edge for each
straight step), so that its table functions find the same tables on them.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from extractors.pdf import bindings
from extractors.pdf.frames import Frame
from extractors.pdf.layout import Edge
from extractors.pdf.styles import Marks

MIN_LENGTH = 1.0  # points; shorter strokes are glyph parts and dots (pdfplumber's prefilter)
_MAX_DEPTH = 12  # forms within forms; a hostile file nests them without end
_MAX_OBJECTS = 100_000  # a page of a damaged or hostile file; a real one has a few hundred
_MAX_SEGMENTS = 1000  # of one path: more is a picture drawn with curves, no ruling
_MAX_EDGES = 20_000

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Drawn(NamedTuple):
    """What a page draws besides text, and the marks that forms hand down to the text in them."""

    edges: tuple[Edge, ...]
    image_share: float
    inherited: dict[int, tuple[int, bool]]


def read_drawn(page: int, frame: Frame) -> Drawn:
    """Walk a page's objects, those in forms too. `image_share` is clipped to the page."""
    walk = _Walk(frame)
    walk.visit(_children(bindings.count_objects, bindings.page_object, page), _IDENTITY, 0)
    area = frame.width * frame.height
    share = min(walk.image_area / area, 1.0) if area > 0 else 0.0
    return Drawn(tuple(walk.edges), share, walk.inherited)


def _children(
    count: Callable[..., int], child: Callable[..., int | None], owner: int
) -> Iterator[int]:
    for number in range(count(owner)):
        yield child(owner, number) or 0


class _Walk:
    """One walk over a page: what was found so far, and buffers for PDFium's answers."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.edges: list[Edge] = []
        self.image_area = 0.0
        self.inherited: dict[int, tuple[int, bool]] = {}
        self._left = _MAX_OBJECTS
        self._marks = Marks()
        self._numbers = (ctypes.c_float * 6)()
        self._at = ctypes.addressof(self._numbers)
        self._mode = (ctypes.c_int * 2)()
        self._mode_at = ctypes.addressof(self._mode)

    def visit(
        self,
        objects: Iterator[int],
        matrix: Matrix,
        depth: int,
        outer: tuple[int, bool] = (-1, False),
    ) -> None:
        """Visit objects drawn under a matrix, within a form that has the marks `outer`."""
        for item in objects:
            self._left -= 1
            if self._left < 0:
                return
            kind = bindings.object_type(item) if item else 0
            if kind == bindings.PATH:
                self._path(item, matrix)
            elif kind == bindings.IMAGE:
                self._image(item, matrix)
            elif kind == bindings.FORM and depth < _MAX_DEPTH:
                self._form(item, matrix, depth, outer)
            elif kind == bindings.TEXT and outer != (-1, False):
                self.inherited[item] = outer

    def _form(self, form: int, matrix: Matrix, depth: int, outer: tuple[int, bool]) -> None:
        mcid, artifact = self._marks.of(form)
        marks = (mcid if mcid >= 0 else outer[0], artifact or outer[1])
        inner = _times(self._matrix_of(form), matrix)
        children = _children(bindings.count_form_objects, bindings.form_object, form)
        self.visit(children, inner, depth + 1, marks)

    def _matrix_of(self, item: int) -> Matrix:
        if not bindings.object_matrix(item, self._at):
            return _IDENTITY
        a, b, c, d, e, f = self._numbers
        return a, b, c, d, e, f

    def _image(self, item: int, matrix: Matrix) -> None:
        at = self._at
        if not bindings.object_bounds(item, at, at + 4, at + 8, at + 12):
            return
        left, bottom, right, top = self._numbers[:4]
        corners = [_apply(matrix, point) for point in ((left, bottom), (right, top))]
        x0, y0, x1, y1 = self.frame.rect(*corners[0], *corners[1])
        width = min(x1, self.frame.width) - max(x0, 0.0)
        height = min(y1, self.frame.height) - max(y0, 0.0)
        if width > 0 and height > 0:
            self.image_area += width * height

    def _path(self, path: int, outer: Matrix) -> None:
        count = bindings.count_segments(path)
        if not 2 <= count <= _MAX_SEGMENTS or len(self.edges) > _MAX_EDGES:
            return
        if not bindings.path_mode(path, self._mode_at, self._mode_at + 4):
            return
        if not (self._mode[0] or self._mode[1]):
            return  # only clips; nothing is drawn
        matrix = _times(self._matrix_of(path), outer)
        for points, closed in self._subpaths(path, count):
            placed = [self.frame.point(*_apply(matrix, point)) for point in points]
            self.edges.extend(_edges(placed, closed))

    def _subpaths(self, path: int, count: int) -> Iterator[tuple[list[Point], bool]]:
        points: list[Point] = []
        closed, curve = False, 0
        for number in range(count):
            segment = bindings.path_segment(path, number)
            if not segment or not bindings.segment_point(segment, self._at, self._at + 4):
                continue
            kind = bindings.segment_type(segment)
            if kind == bindings.MOVE:
                yield points, closed
                points, closed, curve = [], False, 0
            elif kind == bindings.BEZIER:
                curve += 1
                if curve % 3:
                    continue  # a control point; the curve ends at the third
            points.append((self._numbers[0], self._numbers[1]))
            closed = bool(bindings.segment_close(segment))
        yield points, closed


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    if outer is _IDENTITY:
        return inner
    a, b, c, d, e, f = inner
    A, B, C, D, E, F = outer  # noqa: N806 - the letters of the PDF standard
    return (
        a * A + b * C,
        a * B + b * D,
        c * A + d * C,
        c * B + d * D,
        e * A + f * C + E,
        e * B + f * D + F,
    )


def _apply(matrix: Matrix, point: Point) -> Point:
    a, b, c, d, e, f = matrix
    x, y = point
    return a * x + c * y + e, b * x + d * y + f


def _edges(points: Sequence[Point], closed: bool) -> Iterator[Edge]:
    if len(points) == 2 or (len(points) == 3 and closed and points[0] == points[2]):
        yield from _line(points[0], points[1])
        return
    for (ax, ay), (bx, by) in pairwise(points):
        if ax == bx and abs(ay - by) >= MIN_LENGTH:
            yield Edge(ax, min(ay, by), ax, max(ay, by))
        elif ay == by and abs(ax - bx) >= MIN_LENGTH:
            yield Edge(min(ax, bx), ay, max(ax, bx), ay)


def _line(start: Point, end: Point) -> Iterator[Edge]:
    (ax, ay), (bx, by) = start, end
    if ay == by:
        if abs(ax - bx) >= MIN_LENGTH:
            yield Edge(min(ax, bx), ay, max(ax, bx), ay)
    elif abs(ay - by) >= MIN_LENGTH:
        # pdfplumber takes every line that is not level for an upright one at its left end.
        yield Edge(min(ax, bx), min(ay, by), min(ax, bx), max(ay, by))
