"""JSON lines: UTF-8, one object a line, keys in the order of the columns.

Signs that Unicode counts as line ends are escaped, so that no reader parts a line at them.
"""

from __future__ import annotations

import re

from corpus.exports.tables import Interchange, Row, plain

_LINE_ENDS = re.compile(r"[\x85\u2028\u2029]")


def _head(_columns: tuple[str, ...]) -> bytes:
    return b""


def _line(columns: tuple[str, ...], row: Row) -> bytes:
    line = plain(dict(zip(columns, row, strict=True)))
    return (_LINE_ENDS.sub(_escaped, line) + "\n").encode()


def _escaped(sign: re.Match[str]) -> str:
    return f"\\u{ord(sign[0]):04x}"


JSONL = Interchange("jsonl", _head, _line)
