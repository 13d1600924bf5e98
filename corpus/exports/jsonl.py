"""JSON lines: UTF-8, one object a line, keys in the order of the columns."""

from __future__ import annotations

from corpus.exports.tables import Interchange, Row, plain


def _head(_columns: tuple[str, ...]) -> bytes:
    return b""


def _line(columns: tuple[str, ...], row: Row) -> bytes:
    return (plain(dict(zip(columns, row, strict=True))) + "\n").encode()


JSONL = Interchange("jsonl", _head, _line)
