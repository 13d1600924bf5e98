"""A press that sets whole reports, and the ways to read them that the tests of the chain share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import count, pairwise
from typing import Any

import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth

from corpus.records import Extraction, Passage
from extractors import extract, passages
from extractors.formats import Options
from extractors.pdf import PDF

LEFT, RIGHT, TOP, FLOOR = 72.0, 520.0, 760.0, 120.0
SIZE, LEADING, GAP, HANG = 12, 15.0, 9.0, 36.0


class Press:
    """Sets paragraphs, items, headings, tables and notes down the pages of a report.

    Every line is broken where the column ends, and a page where the next line has no room.
    `frame(page number)` gives the header and the footer of a page. Without `tagged` the same lines
    are drawn at the same places without a tag tree.
    """

    def __init__(self, paper: Any, *, tagged: bool, frame: Callable[[int], Sequence[str]]) -> None:
        self.paper, self.tagged, self.frame = paper, tagged, frame
        self.fresh = count(1)
        self.pages = 0
        self.notes: list[str] = []
        self.turn()

    def turn(self) -> Press:
        """End the page, its notes last as word processors draw them, and begin a new one."""
        self.end()
        self.paper.page()
        self.pages += 1
        self.y = TOP
        self.gap = 0.0
        for text, y in zip(self.frame(self.pages), (805, 30), strict=False):
            if text:
                self.line(text, LEFT, y, "Artifact", size=9)
        return self

    def line(self, text: str, x: float, y: float, role: str, **look: Any) -> None:
        self.paper.line(text, x, y, role if self.tagged else None, **look)

    def down(self, gap: float = 0.0) -> float:
        """Return the foot of the next line, on a new page where this one is full."""
        if self.y - gap - self.gap < FLOOR:
            self.turn()
            gap = 0.0
        self.y -= gap + self.gap
        self.gap = LEADING
        return self.y

    def broken(self, text: str, width: float, *, bold: bool = False) -> list[str]:
        """Break a text into lines no wider than the column."""
        font = "Helvetica-Bold" if bold else "Helvetica"
        lines = [""]
        for word in text.split():
            longer = f"{lines[-1]} {word}".strip()
            if lines[-1] and stringWidth(longer, font, SIZE) > width:
                lines.append(word)
            else:
                lines[-1] = longer
        return lines

    def heading(self, text: str, size: float = 16, level: int = 1) -> Press:
        if self.y - 60 < FLOOR:
            self.turn()
        self.line(text, LEFT, self.down(GAP + 6), f"H{level}", size=size, bold=True)
        self.gap = LEADING
        return self

    def paragraph(self, text: str, number: str = "") -> Press:
        role = f"P#{next(self.fresh)}" if not number else f"L/LI/LBody#{next(self.fresh)}"
        return self._hung(text, number, role, LEFT)

    def item(self, text: str, marker: str = "•", indent: float = 0.0) -> Press:
        role = f"L/LI#{next(self.fresh)}/LBody#1"
        return self._hung(text, marker, role, LEFT + indent)

    def _hung(self, text: str, marker: str, role: str, left: float) -> Press:
        if "L/" in role:  # one list element an item: the name must be the same for each line
            role = role.replace("L/", f"L#{next(self.fresh)}/", 1)
            role = role.replace("/LI/", "/LI#1/", 1)
        body = left + HANG if marker else left
        gap = GAP
        for number, part in enumerate(self.broken(text, RIGHT - body)):
            y = self.down(gap)
            gap = 0.0
            if marker and not number:
                self.line(marker, left, y, role)
            self.line(part, body, y, role)
        return self

    def table(self, rows: Sequence[Sequence[str]], *, ruled: bool = True) -> Press:
        """Set rows of short cells, the first one bold; a table runs on where a page ends."""
        name, xs = (
            f"Table#{next(self.fresh)}",
            [LEFT - 4 + 150 * n for n in range(len(rows[0]) + 1)],
        )
        self.gap += GAP
        for number, row in enumerate(rows):
            y = self.down(8.0)
            for column, text in enumerate(row):
                cell = f"{name}/TR#{number}/{'TD' if number else 'TH'}#{column}/P"
                # An empty cell is an element with a space in it, as word processors write it.
                self.line(text or " ", xs[column] + 4, y, cell, bold=not number)
            if ruled:
                self.paper.grid(xs, [y - 7, y + 16])
        self.gap += 7.0
        return self

    def note(self, text: str) -> Press:
        """Set a footnote in small print at the foot of the page at hand."""
        self.notes.append(text)
        return self

    def end(self) -> None:
        for number, text in enumerate(self.notes):
            role = f"Note#{next(self.fresh)}/P"
            self.line(text, LEFT, 104 - 11 * number, role, size=8)
        self.notes.clear()

    def bytes(self) -> bytes:
        self.end()
        return self.paper.bytes()


def _no_frame(number: int) -> tuple[str, ...]:
    return ()


@pytest.fixture
def press(draft: Callable[[], Any]) -> Callable[..., Press]:
    """Start a report: press(tagged=True, frame=lambda page: (header, footer))."""

    def start(*, tagged: bool = True, frame: Callable[[int], Sequence[str]] = _no_frame) -> Press:
        return Press(draft(), tagged=tagged, frame=frame)

    return start


@pytest.fixture(params=[True, False], ids=["tagged", "untagged"])
def tagged(request: pytest.FixtureRequest) -> bool:
    """Run a test twice: with a tag tree and without."""
    return request.param


class Reading:
    """An extraction with its passages, held to what everybody downstream relies on."""

    def __init__(self, content: bytes, **options: Any) -> None:
        self.extraction = extract(content, "f" * 64, PDF, Options(**options))
        self.passages = passages(self.extraction)
        check(self.extraction, self.passages)

    @property
    def texts(self) -> list[str]:
        return [passage.text for passage in self.passages]

    @property
    def codes(self) -> list[tuple[str, int | None]]:
        return [(problem.code, problem.page) for problem in self.extraction.problems]

    def kind(self, *kinds: str) -> list[str]:
        """The text of the blocks of these kinds, in order."""
        text = self.extraction.text
        return [text[b.start : b.end] for b in self.extraction.blocks if b.kind in kinds]

    def passage(self, opening: str) -> Passage:
        """The one passage that begins so."""
        (found,) = [passage for passage in self.passages if passage.text.startswith(opening)]
        return found


def check(extraction: Extraction, cut: Sequence[Passage]) -> None:
    """Anchors are exact, pages part the body, boxes lie on their page, passages do not overlap."""
    text, pages = extraction.text, extraction.pages
    assert [page.number for page in pages] == list(range(1, len(pages) + 1))
    assert pages[0].start == 0
    assert all(page.start <= page.end for page in pages)
    assert all(page.end == following.start for page, following in pairwise(pages))
    for passage in cut:
        assert passage.text == text[passage.start : passage.end] != ""
        assert passage.end <= pages[-1].end
        assert passage.boxes
        assert passage.pages == (passage.boxes[0].page, passage.boxes[-1].page)
        for box in passage.boxes:
            page = pages[box.page - 1]
            assert -0.01 <= box.x0 < box.x1 <= page.width + 0.01
            assert -0.01 <= box.y0 < box.y1 <= page.height + 0.01
    assert all(a.end <= b.start for a, b in pairwise(cut))


@pytest.fixture
def reading() -> type[Reading]:
    """Read a PDF through the whole chain: reading(content, ...options) -> Reading."""
    return Reading
