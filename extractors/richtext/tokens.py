"""Rich text as tokens: groups, control words with their numbers, symbols, bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

Kind = Literal["open", "close", "word", "symbol", "bytes"]
_TOKEN = re.compile(
    r"\\(?:(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?"
    r"|'(?P<hex>[0-9a-fA-F]{2})"
    r"|(?P<symbol>[^a-zA-Z]))"
    r"|(?P<brace>[{}])"
    r"|(?P<text>[^\\{}\r\n\x00]+)"
    r"|[\r\n\x00]+|\\",
    re.DOTALL,
)


class Token(NamedTuple):
    """One token. `text` is the name of a word, one symbol, or characters that stand for bytes."""

    kind: Kind
    text: str = ""
    number: int | None = None


_OPEN, _CLOSE = Token("open"), Token("close")


def tokens(source: str) -> Iterator[Token]:
    """Yield the tokens of bytes that were decoded as Latin-1, each character one byte.

    Raw binary data (`\\bin`) is stepped over: braces inside it are none.
    """
    at = 0
    while match := _TOKEN.match(source, at):
        at = match.end()
        kind = match.lastgroup
        if kind == "text":
            yield Token("bytes", match["text"])
        elif kind in ("word", "number"):
            number = int(match["number"]) if match["number"] else None
            if match["word"] == "bin":
                at += max(number or 0, 0)
            else:
                yield Token("word", match["word"], number)
        elif kind == "hex":
            yield Token("bytes", chr(int(match["hex"], 16)))
        elif kind == "brace":
            yield _OPEN if match["brace"] == "{" else _CLOSE
        elif kind == "symbol":
            yield Token("symbol", match["symbol"])
