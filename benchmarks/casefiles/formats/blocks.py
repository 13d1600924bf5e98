"""A file as paragraphs and tables, and zip containers: what the office formats have in common."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from benchmarks.casefiles.truth import Aside, FileTruth

_EPOCH = (2024, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line of text; `heading` is the first line of a note, `note` the note's number or 0."""

    text: str
    note: int = 0
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells."""

    rows: tuple[tuple[str, ...], ...]


Block = Paragraph | Table


def blocks(file: FileTruth, separator: str = "\n") -> list[Block]:
    """Return a file's notes as blocks; lines with tabs are rows of a table."""
    found: list[Block] = []
    for number, note in enumerate(file.notes, 1):
        if number > 1 and separator.strip():
            found.append(Paragraph(separator.strip()))
        rows: list[tuple[str, ...]] = []
        for at, line in enumerate(note.piece.text.split("\n")):
            if "\t" in line:
                rows.append(tuple(line.split("\t")))
                continue
            if rows:
                found.append(Table(tuple(rows)))
                rows = []
            if line.strip():
                found.append(Paragraph(line, number, at == 0 and note.body > 0))
        if rows:
            found.append(Table(tuple(rows)))
    return found


def asides(file: FileTruth, place: str) -> list[Aside]:
    """Return what a file says in one sort of place beside its notes."""
    return [aside for aside in file.asides if aside.place == place]


def packed(members: Iterable[tuple[str, str | bytes]]) -> bytes:
    """Return a zip container; the same members give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members:
            info = zipfile.ZipInfo(name, _EPOCH)
            # A reader of OpenDocument knows the type by the stored first member.
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return out.getvalue()


def xml(text: str) -> str:
    """Escape text for XML."""
    return escape(text, quote=True)
