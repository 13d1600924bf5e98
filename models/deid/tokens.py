"""Cuts texts for the trained component: words, figures, signs and line ends, with what is known.

Training and use cut by the same program, so this file and a trained component belong together.
What is known of a word is little on purpose: whether it is a plain word, and whether its line is
all capitals or has none. No list of names is asked: the component learns from context.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from models.deid.lexicon import COMMON, NEVER, WORD, Lexicon
from models.deid.words import fold

_TOKEN = re.compile(
    r"['’`][sS](?![^\W\d_])"
    r"|[^\W\d_]+(?:[\u0300-\u036f]+[^\W\d_]*)*(?:['’`-](?![sS](?![^\W\d_]))[^\W\d_]+)*"
    r"|\d+|\t|[^\w\s]"
)
BREAK = "\n"
ANY, LOUD, QUIET = "", "l", "q"  # lines as usual, all capitals, no capital


class Token(NamedTuple):
    """A token as printed, with its place in the text and the manner of its line."""

    start: int
    end: int
    form: str
    manner: str


def cut(text: str) -> Iterator[Token]:
    """Yield the tokens of a text in order; a line end is one."""
    first = 0
    for line in text.split(BREAK):
        manner = _manner(line)
        for match in _TOKEN.finditer(line):
            yield Token(first + match.start(), first + match.end(), match[0], manner)
        first += len(line) + 1
        if first <= len(text):
            yield Token(first - 1, first, BREAK, ANY)


def forms(text: str) -> Iterator[tuple[list[str], str]]:
    """Yield for each line the forms of its tokens as `cut` has them, and its manner.

    Line ends are left out: one stands between each two lines.
    """
    for line in text.split(BREAK):
        yield _TOKEN.findall(line), _manner(line)


def places(text: str, printed: Sequence[str]) -> list[int]:
    """Return where each of the first tokens of a text begins; `printed` are their forms."""
    found = []
    end = 0
    for form in printed:
        # Between two tokens stands nothing of which tokens are made, so the next one is it.
        start = text.index(form, end)
        found.append(start)
        end = start + len(form)
    return found


def _manner(line: str) -> str:
    return LOUD if line.isupper() else QUIET if line.islower() else ANY


def code(form: str, manner: str, known: Lexicon) -> str:
    """Return what is known of a form, as a short word that the component has an embedding for."""
    if not form[0].isalpha():
        return "figure" if form[0].isdigit() else "sign"
    bits = 0
    for at, part in enumerate(fold(form).split("-")):
        found = known.bits(part) if part else NEVER
        bits = found if at == 0 else bits & found
    kind = "n" if bits & NEVER else "c" if bits & COMMON else "w" if bits & WORD else "u"
    return kind + manner
