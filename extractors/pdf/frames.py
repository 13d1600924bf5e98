"""From PDFium's coordinates to the page as a reader sees it: cropped, rotated, origin at (0, 0)."""

from __future__ import annotations

import ctypes
from typing import NamedTuple

from extractors.pdf import bindings
from extractors.pdf.bindings import Handle

PLACES = 3  # decimals that PDFium's single floats carry safely on the largest page
Rect = tuple[float, float, float, float]


class Frame(NamedTuple):
    """A page's visible box in its own user space, and how often it is turned clockwise by 90°."""

    left: float
    bottom: float
    right: float
    top: float
    turns: int = 0

    @property
    def width(self) -> float:
        """Width of the page as shown, in points."""
        return self.top - self.bottom if self.turns % 2 else self.right - self.left

    @property
    def height(self) -> float:
        """Height of the page as shown, in points."""
        return self.right - self.left if self.turns % 2 else self.top - self.bottom

    @property
    def plain(self) -> bool:
        """Whether user space and shown page are the same, as they nearly always are."""
        return not (self.turns or self.left or self.bottom)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Map a point of user space to the page as shown."""
        if self.turns == 1:
            return y - self.bottom, self.right - x
        if self.turns == 2:
            return self.right - x, self.top - y
        if self.turns == 3:
            return self.top - y, x - self.left
        return x - self.left, y - self.bottom

    def rect(self, x0: float, y0: float, x1: float, y1: float) -> Rect:
        """Map a rectangle of user space to the page as shown."""
        ax, ay = self.point(x0, y0)
        bx, by = self.point(x1, y1)
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)

    def clip(self, rect: Rect) -> Rect | None:
        """Map a rectangle of user space to the page as shown; None where it lies off the page."""
        x0, y0, x1, y1 = self.rect(*rect)
        if x1 <= 0 or y1 <= 0 or x0 >= self.width or y0 >= self.height:
            return None
        return max(x0, 0.0), max(y0, 0.0), min(x1, self.width), min(y1, self.height)


def frame_of(page: int) -> Frame:
    """Read the frame of a page that PDFium holds open."""
    handle = Handle(page)
    box = (ctypes.c_float * 4)()  # left, top, right, bottom
    turns = bindings.page_rotation(handle) % 4
    if bindings.page_box(handle, ctypes.byref(box)) and box[2] > box[0] and box[1] > box[3]:
        left, top, right, bottom = (round(side, PLACES) for side in box)
        return Frame(left, bottom, right, top, turns)
    width, height = bindings.page_width(handle), bindings.page_height(handle)
    if turns % 2:
        width, height = height, width
    return Frame(0.0, 0.0, round(width, PLACES), round(height, PLACES), turns)
