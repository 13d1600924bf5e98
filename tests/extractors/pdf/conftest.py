from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from itertools import count

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Object

from extractors.pdf.layout import Word
from extractors.pdf.pieces import Piece, take_marker
from extractors.pdf.style import BodyStyle
from extractors.pdf.textlines import TextLine, line_of

WIDTH, HEIGHT = 595, 842


class Draft:
    """A PDF drawn line by line, with a tag tree where lines are given a role.

    A role is a path below the document element: "P", "L#1/LI#2/LBody". A part with "#" names one
    element that several lines may share; a part without is a new element each time. The role
    "Artifact" marks furniture, None leaves the line untagged.
    """

    def __init__(self) -> None:
        self.pdf = pikepdf.new()
        self.tree = self.pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        self.top = self._element("Document", self.tree)
        self.tree.K = Array([self.top])
        self.named: dict[str, Object] = {}
        self.streams: list[list[str]] = []
        self.parents: list[list[Object]] = []
        self.fresh = count()

    def page(self) -> Draft:
        self.pdf.add_blank_page(page_size=(WIDTH, HEIGHT))
        self.streams.append([])
        self.parents.append([])
        return self

    def line(
        self,
        text: str,
        x: float,
        y: float,
        role: str | None = None,
        *,
        size: float = 12,
        bold: bool = False,
    ) -> Draft:
        """Draw one line with its foot at (x, y)."""
        shown = text.encode("cp1252").decode("latin-1")
        for mark in "\\()":
            shown = shown.replace(mark, "\\" + mark)
        drawn = f"BT /{'B' if bold else 'R'} {size} Tf {x} {y} Td ({shown}) Tj ET"
        if role == "Artifact":
            drawn = f"/Artifact BMC {drawn} EMC"
        elif role is not None:
            drawn = (
                f"/{role.split('/')[-1].split('#')[0]} <</MCID {self._tag(role)}>> BDC {drawn} EMC"
            )
        self.streams[-1].append(drawn)
        return self

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> Draft:
        self.streams[-1].append(f"{x0} {y0} m {x1} {y1} l S")
        return self

    def grid(self, xs: list[float], ys: list[float]) -> Draft:
        for y in ys:
            self.rule(xs[0], y, xs[-1], y)
        for x in xs:
            self.rule(x, ys[0], x, ys[-1])
        return self

    def bytes(self) -> bytes:
        fonts = Dictionary(
            R=Dictionary(
                Type=Name.Font,
                Subtype=Name.Type1,
                BaseFont=Name.Helvetica,
                Encoding=Name.WinAnsiEncoding,
            ),
            B=Dictionary(
                Type=Name.Font,
                Subtype=Name.Type1,
                BaseFont=Name("/Helvetica-Bold"),
                Encoding=Name.WinAnsiEncoding,
            ),
        )
        numbers = Array()
        for number, page in enumerate(self.pdf.pages):
            page.obj.Resources = Dictionary(Font=fonts)
            page.obj.StructParents = number
            content = "\n".join(self.streams[number]).encode("latin-1")
            page.obj.Contents = self.pdf.make_stream(content)
            numbers.append(number)
            numbers.append(self.pdf.make_indirect(Array(self.parents[number])))
        if any(self.parents):
            self.tree.ParentTree = self.pdf.make_indirect(Dictionary(Nums=numbers))
            self.pdf.Root.StructTreeRoot = self.tree
            self.pdf.Root.MarkInfo = Dictionary(Marked=True)
        target = BytesIO()
        self.pdf.save(target)
        return target.getvalue()

    def _tag(self, role: str) -> int:
        owner, path = self.top, ""
        for part in role.split("/"):
            name, shared, _ = part.partition("#")
            path = f"{path}/{part}" + ("" if shared else f"!{next(self.fresh)}")
            if path not in self.named:
                self.named[path] = self._element(name, owner)
                owner.K.append(self.named[path])
            owner = self.named[path]
        mcid = len(self.parents[-1])
        page = self.pdf.pages[-1].obj
        owner.K.append(Dictionary(Type=Name.MCR, Pg=page, MCID=mcid))
        self.parents[-1].append(owner)
        return mcid

    def _element(self, name: str, owner: Object) -> Object:
        return self.pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name(f"/{name}"), P=owner, K=Array())
        )


@pytest.fixture
def draft() -> Callable[[], Draft]:
    """Start a new PDF; `.page()` opens its first page."""
    return Draft


def words_of(text: str, x: float, y: float, size: float = 12, *, bold: bool = False) -> list[Word]:
    """Set a line with letters half as wide as high; "  " is a gap as wide as a tab."""
    words, left = [], x
    for part in text.split(" "):
        if part:
            right = left + len(part) * size / 2
            words.append(
                Word(part, left, y, right, y + size, size, bold, hyphen=part.endswith("-"))
            )
            left = right + size / 4
        else:
            left += size * 1.5
    return words


@pytest.fixture
def row() -> Callable[..., list[Word]]:
    """Words of one line: row(text, x, y, size, bold=)."""
    return words_of


@pytest.fixture
def line() -> Callable[..., TextLine]:
    """One printed line: line(text, x, y, size, bold=, page=)."""

    def build(
        text: str,
        x: float = 72,
        y: float = 700,
        size: float = 12,
        *,
        bold: bool = False,
        page: int = 1,
    ) -> TextLine:
        return line_of(words_of(text, x, y, size, bold=bold), page)

    return build


@pytest.fixture
def piece() -> Callable[..., Piece]:
    """One piece of lines below each other: piece(kind, text with line breaks, x=, y=, ...)."""

    def build(kind: str, text: str, **place: float) -> Piece:
        x, y, hang = place.pop("x", 72), place.pop("y", 700), place.pop("hang", 0)
        size, bold = place.pop("size", 12), bool(place.pop("bold", False))
        page = int(place.pop("page", 1))
        lines = [
            line_of(words_of(part, x + (hang if at else 0), y - 14 * at, size, bold=bold), page)
            for at, part in enumerate(text.split("\n"))
        ]
        built = Piece(kind, "geometry", lines)
        take_marker(built, weak=True)
        return built

    return build


@pytest.fixture
def body() -> BodyStyle:
    """A body of 12 points on 14, between 72 and 500."""
    return BodyStyle(12.0, False, 14.0, 72.0, 500.0)
