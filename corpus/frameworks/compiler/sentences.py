"""Sentences that may be rules: those that tie grades together, and those that set a time."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from corpus.frameworks.compiler.compiled import Quote, Sentence
from corpus.frameworks.compiler.grades import Grades
from corpus.frameworks.compiler.outline import Outline, Piece
from corpus.frameworks.compiler.words import holds, sentences
from corpus.frameworks.records import Force

_SIGNS: tuple[tuple[str, Force], ...] = (
    (r"\balways\b", "always"),
    (r"\bunlikely\b", "unlikely"),
    (r"\blikely\b", "likely"),
    (r"\b(does|do|will) not (of itself|necessarily)\b|\bnot necessarily\b", "never automatic"),
    (r"\bit is expected\b|\bexpected that\b", "expected"),
    (r"\bno (higher|more|better) than\b|\bat (most|best)\b|\blimit(s|ed)?\b", "cap"),
    (r"\bmust\b", "must"),
    (r"\bwill be\b.*\bif\b", "will"),
)
_COUNT = (
    r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|"
    r"first|second|third|fourth|fifth|tenth)"
)
_UNIT = r"(?:working|calendar|school|inspector)?[\s-]*(?:days?|weeks?|months?|years?)"
_TIME = re.compile(
    rf"\b(within|up to|at least|no later than|by the|after|maximum|every|each|minimum of|(?:the )?"
    rf"(?:last|previous|next|following))?\s*(?:of\s+)?\b{_COUNT}(?:\s*(?:–|-|to|or)\s*{_COUNT})?"
    rf"[\s-]+{_UNIT}\b[’']?(?:\s+(?:notice|cycle|period|before|after|of|from))?",
    re.I,
)


def limiting(laid: Outline, grades: Grades, left_out: Collection[int]) -> Iterator[Sentence]:
    """Give sentences that tie a grade to something: grade words with always, likely, unlikely, …

    `left_out` are the starts of blocks that only introduce criteria.
    """
    for piece, start, end, lead in _walk(laid):
        text = laid.text[start:end]
        if start in left_out or not _names(grades, text):
            continue
        found = [
            (match[0], force) for sign, force in _SIGNS if (match := re.search(sign, text, re.I))
        ]
        if found and _binds(found, grades, text):
            words = tuple(word for word, _ in found)
            yield Sentence(_quote(laid, piece, start, end), words, found[0][1], lead)


def deadlines(laid: Outline) -> Iterator[Sentence]:
    """Give sentences that state a number of days, weeks, months or years."""
    for piece, start, end, lead in _walk(laid):
        found = tuple(match[0].strip() for match in _TIME.finditer(laid.text[start:end]))
        if found:
            yield Sentence(_quote(laid, piece, start, end), found, None, lead)


def _names(grades: Grades, text: str) -> bool:
    return any(holds(text, name) for name in grades.names) or bool(grades.within(text))


def _binds(found: list[tuple[str, Force]], grades: Grades, text: str) -> bool:
    """Ask more of the weaker signs: "must" and "will be" bind only where a judgement is named."""
    strong = {"always", "likely", "unlikely", "never automatic", "expected"}
    if any(force in strong for _, force in found):
        return True
    judged = re.search(r"\bjudg|\bgraded?\b", text, re.I) is not None
    return judged and any(holds(text, name) for name in grades.names)


def _walk(laid: Outline) -> Iterator[tuple[Piece, int, int, str | None]]:
    """Give every sentence of the body with its piece and the words that lead in a list item."""
    lead: str | None = None
    for piece in laid.pieces:
        if piece.kind == "heading":
            lead = None
            continue
        if piece.kind == "paragraph":
            lead = piece.text if piece.text.endswith(":") else None
        shown = lead if piece.kind == "item" else None
        cells = [(cell.start, cell.end) for cell in piece.block.cells]
        for first, last in cells or [(piece.block.body, piece.block.end)]:
            for start, end in sentences(laid.text[first:last]):
                yield piece, first + start, first + end, shown


def _quote(laid: Outline, piece: Piece, start: int, end: int) -> Quote:
    return laid.quoted(piece, start, end, laid.numbered_before(piece.at))
