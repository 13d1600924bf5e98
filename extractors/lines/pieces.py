"""Source lines to pieces: headings, numbered paragraphs, bullets, table rows, notes, page breaks.

Nothing is mended here. A piece is what the lines say by themselves; `mending`, `outline` and
`flattened` look at the pieces around it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from extractors.markers import GLYPHS, number_of, split_marker

PieceKind = Literal["heading", "paragraph", "item", "table", "note", "break", "furniture"]

_TAB_STOP = 4
_PAGE_BREAK_BLANKS = 3  # converters leave three or more empty lines where a page ended
_ATX = re.compile(r"(?P<marks>#{1,6})\s+(?P<text>.*?)\s*#*$")
_NOTE = re.compile(r"(?P<number>[⁰¹²³⁴⁵⁶⁷⁸⁹]+|\[\^[^\]\s]+\]:)\s*(?=\S)")
_RULE = re.compile(rf"[{re.escape(GLYPHS)}_=~\s]+")
_UNDERLINE = re.compile(r"={3,}|-{3,}")
_DELIMITER = re.compile(r"\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?")
_ALL_BOLD = re.compile(r"\*\*[^*]+\*\*|__[^_]+__")
_FENCE = re.compile(r"(```|~~~)")
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_RAISED = re.compile(
    r"<sup>\s*(?:(?:&lt;|<|&</sup>lt;)sup>)?\s*([\d,\s]+?)\s*</sup>|\$\^\{?\^?\{?(\d+)\}*\$|\[\^(\d+)\](?!:)"
)


class SourceLine(NamedTuple):
    """What one line of the source says, without its marker, and its number from 1."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Piece:
    """Lines that belong together; `text` joins them. `rows` holds a table's cells as printed.

    `loose` is true where an empty line or nothing stands before the piece; `bold` where all of it
    is bold; `header` counts the rows that head a table.
    """

    kind: PieceKind
    lines: tuple[SourceLine, ...]
    text: str = ""
    indent: int = 0
    marker: str = ""
    number: str | None = None
    level: int = 0
    loose: bool = True
    bold: bool = False
    rows: tuple[tuple[str, ...], ...] = ()
    header: int = 0

    @property
    def unmarked(self) -> bool:
        """Whether nothing but the words themselves tells what the piece is."""
        return self.kind == "paragraph" and not self.marker


def joined(*texts: str) -> str:
    """Join lines: a hyphen at the end of one stays and closes up with the word that goes on."""
    parts: list[str] = []
    last = ""
    for text in filter(None, texts):
        closes_up = last[-1:] == "-" and last[-2:-1].isalnum() and text[:1].islower()
        parts += [text] if closes_up or not parts else [" ", text]
        last = text
    return "".join(parts)


def raised(text: str) -> str:
    """Return text with note references of any mark-up as superscript digits."""
    return _RAISED.sub(
        lambda match: "".join((match[1] or match[2] or match[3]).split()).translate(_SUPERSCRIPT),
        text,
    )


def lowered(number: str) -> str:
    """Return superscript digits, or the label of a Markdown note, as the number they print."""
    table = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
    return number.translate(table).strip("[^]:")


def _indent(raw: str) -> int:
    expanded = raw.expandtabs(_TAB_STOP)
    return len(expanded) - len(expanded.lstrip())


class LineReader:
    """Reads lines one by one; `pieces` holds what was read so far."""

    def __init__(self, marked: bool, inline: Callable[[str], str]) -> None:
        self._marked = marked
        self._inline = inline
        self.pieces: list[Piece] = []
        self._open: Piece | None = None
        self._lines: list[SourceLine] = []
        self._rows: list[tuple[str, ...]] = []
        self._blanks = _PAGE_BREAK_BLANKS  # the start of a document is no page break
        self._fenced = False

    def read(self, lines: Iterator[SourceLine]) -> list[Piece]:
        """Read all lines and return the pieces."""
        for number, raw in lines:
            first, *pages = raw.split("\f")
            self._line(number, first.rstrip(" "))
            for page in pages:
                self._break(number)
                self._line(number, page.rstrip(" "))
        self._close()
        return self.pieces

    def _break(self, number: int) -> None:
        self._close()
        self.pieces.append(Piece("break", (SourceLine(number, ""),)))
        self._blanks = _PAGE_BREAK_BLANKS

    def _close(self) -> None:
        opened, self._open = self._open, None
        if opened is None:
            return
        text = joined(*(line.text for line in self._lines))
        bold = self._marked and _ALL_BOLD.fullmatch(text) is not None
        lines, rows = tuple(self._lines), tuple(self._rows)
        said = text if rows else self._inline(text)
        self.pieces.append(replace(opened, lines=lines, rows=rows, text=said, bold=bold))

    def _begin(self, piece: Piece) -> None:
        self._close()
        self._open, self._lines, self._rows = piece, list(piece.lines), list(piece.rows)

    def _line(self, number: int, raw: str) -> None:
        stripped = raw.strip()
        if not stripped:
            self._blank(number)
            return
        loose, self._blanks = self._blanks > 0, 0
        if self._marked and _FENCE.match(stripped):
            self._close()
            self._fenced = not self._fenced
            return
        if self._fenced:
            self._continue(number, stripped, _indent(raw), loose)
            return
        if self._underline(stripped, loose) or self._row(number, raw, loose):
            return
        if _RULE.fullmatch(stripped):
            self._close()
            self._blanks = max(self._blanks, 1)
            return
        self._words(number, raised(stripped), _indent(raw), loose)

    def _blank(self, number: int) -> None:
        self._close()
        self._blanks += 1
        if self._blanks == _PAGE_BREAK_BLANKS:
            self.pieces.append(Piece("break", (SourceLine(number, ""),)))

    def _underline(self, stripped: str, loose: bool) -> bool:
        """Make the open line a heading where it is underlined."""
        opened = self._open
        if loose or opened is None or not opened.unmarked or len(self._lines) != 1:
            return False
        if not _UNDERLINE.fullmatch(stripped):
            return False
        self._open = replace(opened, kind="heading", level=1 if stripped[0] == "=" else 2)
        self._close()
        return True

    def _row(self, number: int, raw: str, loose: bool) -> bool:
        """Read a line as a table row, where it is one."""
        stripped = raw.strip()
        in_table = self._open is not None and self._open.kind == "table" and not loose
        if self._marked and stripped.startswith("|"):
            if _DELIMITER.fullmatch(stripped):
                if in_table and self._open is not None:
                    self._open = replace(self._open, header=1)
                return True
            cells = re.split(r"(?<!\\)\|", stripped.strip("|"))
        elif "\t" in (raw if in_table else stripped) and (
            in_table or not self._has_marker(stripped)
        ):
            # Tabs at the edge of a line are empty cells inside a table and an indent elsewhere.
            cells = raw.split("\t")
        else:
            return False
        line, row = SourceLine(number, stripped), tuple(cell.strip() for cell in cells)
        if in_table:
            self._lines.append(line)
            self._rows.append(row)
        else:
            self._begin(Piece("table", (line,), rows=(row,), loose=loose))
        return True

    def _has_marker(self, stripped: str) -> bool:
        """Say whether a tab belongs to a marker ("1.<tab>Text") rather than to a table."""
        marked = split_marker(stripped)
        if marked.kind == "bullet":
            return True
        head, _, rest = stripped.partition("\t")
        return marked.kind == "number" and head.strip() == marked.marker and "\t" not in rest

    def _words(self, number: int, text: str, indent: int, loose: bool) -> None:
        note = _NOTE.match(text)
        if note:
            line = SourceLine(number, text[note.end() :])
            printed = lowered(note["number"])
            self._begin(Piece("note", (line,), marker=printed, number=printed))
            return
        heading = _ATX.match(text) if self._marked else None
        if heading:
            line = SourceLine(number, heading["text"])
            self._begin(Piece("heading", (line,), level=len(heading["marks"])))
            self._close()
            return
        self._listed(number, text, indent, loose)

    def _listed(self, number: int, text: str, indent: int, loose: bool) -> None:
        marked = split_marker(text)
        # In wrapped text a line may begin with a number or a letter by accident.
        opened = self._open
        trusted = loose or text[:1] in GLYPHS or opened is None or bool(opened.marker)
        if not marked.kind or not trusted:
            self._continue(number, text, indent, loose)
            return
        kind: PieceKind = "paragraph" if marked.kind == "number" else "item"
        line = SourceLine(number, marked.text)
        self._begin(
            Piece(
                kind,
                (line,),
                indent=indent,
                marker=marked.marker,
                number=number_of(marked.marker),
                loose=loose,
            )
        )

    def _continue(self, number: int, text: str, indent: int, loose: bool) -> None:
        line = SourceLine(number, text)
        if self._open is not None and self._open.kind != "table" and not loose:
            self._lines.append(line)
        else:
            self._begin(Piece("paragraph", (line,), indent=indent, loose=loose))
