"""Ruling lines and pictures of a page, from PDFium's path and image objects.

Paths are read as pdfplumber reads them (rectangles give four edges, other paths one edge for each
straight step), so that its table functions find the same tables on them.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from itertools import pairwise, repeat
from typing import NamedTuple

from extractors.pdf import bindings
from extractors.pdf.bindings import Handle, Passed, Unsigned
from extractors.pdf.frames import PLACES, Frame
from extractors.pdf.layout import Edge
from extractors.pdf.styles import Marks, within

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


def read_drawn(page: int, frame: Frame, *, rulings: bool = True) -> Drawn:
    """Walk a page's objects, those in forms too. `image_share` is clipped to the page.

    Without `rulings` paths are passed over, which saves half of the walk.
    """
    walk = _Walk(frame, rulings=rulings)
    handle = Handle(page)
    count = min(bindings.count_objects(handle), _MAX_OBJECTS)
    walk.visit(list(map(bindings.page_object, repeat(handle), range(count))), _IDENTITY)
    area = frame.width * frame.height
    share = min(walk.image_area / area, 1.0) if area > 0 else 0.0
    return Drawn(tuple(walk.edges), share, walk.inherited)


class _Walk:
    """One walk over a page: what was found so far, and room for PDFium's answers."""

    def __init__(self, frame: Frame, *, rulings: bool) -> None:
        self.frame = frame
        self._rulings = rulings
        self.edges: list[Edge] = []
        self.image_area = 0.0
        self.inherited: dict[int, tuple[int, bool]] = {}
        self._left = _MAX_OBJECTS
        self._depth = 0
        self._marks = Marks()
        self._numbers = (ctypes.c_float * 6)()
        self._at = [ctypes.byref(self._numbers, 4 * place) for place in range(4)]
        self._modes = (ctypes.c_int * 2)()
        self._modes_at = (ctypes.byref(self._modes), ctypes.byref(self._modes, 4))

    def visit(
        self, items: list[int | None], matrix: Matrix, outer: tuple[int, bool] = (-1, False)
    ) -> None:
        """Visit objects drawn under a matrix, within a form that has the marks `outer`."""
        self._left -= len(items)
        if self._left < 0:
            return
        inherits = outer != (-1, False)
        kinds = map(bindings.object_type, map(Handle, items))
        for item, kind in zip(items, kinds, strict=True):
            if kind == bindings.TEXT:
                if inherits and item:
                    self.inherited[item] = outer
            elif kind == bindings.PATH:
                if self._rulings:
                    self._path(Handle(item), matrix)
            elif kind == bindings.IMAGE:
                self._image(Handle(item), matrix)
            elif kind == bindings.FORM and self._depth < _MAX_DEPTH:
                self._form(Handle(item), matrix, outer)

    def _form(self, form: Passed, matrix: Matrix, outer: tuple[int, bool]) -> None:
        marks = within(self._marks.of(form), outer)
        inner = _times(self._matrix_of(form), matrix)
        count = min(bindings.count_form_objects(form), _MAX_OBJECTS)
        self._depth += 1
        children = map(bindings.form_object, repeat(form), map(Unsigned, range(count)))
        self.visit(list(children), inner, marks)
        self._depth -= 1

    def _matrix_of(self, item: Passed) -> Matrix:
        if not bindings.object_matrix(item, self._at[0]):
            return _IDENTITY
        a, b, c, d, e, f = self._numbers
        return a, b, c, d, e, f

    def _image(self, item: Passed, matrix: Matrix) -> None:
        if not bindings.object_bounds(item, *self._at):
            return
        left, bottom, right, top = self._numbers[:4]
        start, end = _apply(matrix, (left, bottom)), _apply(matrix, (right, top))
        shown = self.frame.clip((*start, *end))
        if shown:
            self.image_area += (shown[2] - shown[0]) * (shown[3] - shown[1])

    def _path(self, path: Passed, outer: Matrix) -> None:
        count = bindings.count_segments(path)
        if not 2 <= count <= _MAX_SEGMENTS or len(self.edges) > _MAX_EDGES:
            return
        if not bindings.path_mode(path, *self._modes_at):
            return
        if not (self._modes[0] or self._modes[1]):
            return  # it only clips; nothing is drawn
        matrix = _times(self._matrix_of(path), outer)
        for points, closed in self._subpaths(path, count):
            self.edges.extend(_edges([self._place(matrix, point) for point in points], closed))

    def _place(self, matrix: Matrix, point: Point) -> Point:
        # PDFium's numbers are single floats, pdfplumber's double ones: 841.92, not 841.91998. Two
        # lines that lie just within its tolerance of 3 points must do so here as well.
        x, y = self.frame.point(*_apply(matrix, point))
        return round(x, PLACES), round(y, PLACES)

    def _subpaths(self, path: Passed, count: int) -> Iterator[tuple[list[Point], bool]]:
        points: list[Point] = []
        closed, curve = False, 0
        x_at, y_at = self._at[:2]
        for address in map(bindings.path_segment, repeat(path), range(count)):
            segment = Handle(address)
            if not address or not bindings.segment_point(segment, x_at, y_at):
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
