"""RTF with tables and a tracked deletion; letters beyond ASCII as \\u or in the code page."""

from __future__ import annotations

from random import Random

from benchmarks.casefiles.formats.blocks import Block, Table, asides, blocks
from benchmarks.casefiles.truth import FileTruth


def document(file: FileTruth, separator: str, rng: Random) -> bytes:
    """Return an RTF file."""
    paged = rng.random() < 0.5
    parts = [r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Calibri;}}"]
    parts += [rf"{{\header {_escaped(one.piece.text, paged)}\par}}" for one in asides(file, "head")]
    parts += [_block(block, paged) for block in blocks(file, separator)]
    parts += [rf"{{\deleted {_escaped(one.piece.text, paged)}}}" for one in asides(file, "deleted")]
    return ("\r\n".join(parts) + "}").encode("ascii")


def _block(block: Block, paged: bool) -> str:
    if isinstance(block, Table):
        return "".join(_row(row, paged) for row in block.rows) + r"\pard"
    bold = (r"{\b ", "}") if block.heading else ("", "")
    return rf"\pard {bold[0]}{_escaped(block.text, paged)}{bold[1]}\par"


def _row(row: tuple[str, ...], paged: bool) -> str:
    edges = "".join(rf"\cellx{2500 * (at + 1)}" for at in range(len(row)))
    cells = "".join(rf"\intbl {_escaped(cell, paged)}\cell" for cell in row)
    return rf"\trowd{edges} {cells}\row"


def _escaped(text: str, paged: bool) -> str:
    return "".join(_letter(letter, paged) for letter in text)


def _letter(letter: str, paged: bool) -> str:
    if letter in "\\{}":
        return "\\" + letter
    if letter < "\x80":
        return letter
    if paged:
        try:
            return rf"\'{letter.encode('cp1252')[0]:02x}"
        except UnicodeEncodeError:
            pass
    return rf"\u{ord(letter)}?"
