"""Why text is no YAML at all, in words for people who write it seldom."""

from __future__ import annotations

import re

import yaml

_TAB = re.compile(r" *\t")
_CURLY = re.compile("[\u201c\u201d\u2018\u2019]")
_QUOTES = "words that hold ':' or '#' stand in double quotes"
# What the parser says, as a part of it, and what people can do about it.
_REMEDIES = (
    ("',' or '", f"a bracket that opens here does not close, or a comma is missing; {_QUOTES}"),
    ("node content", "a bracket does not close, here or above"),
    ("quoted scalar", "a quote that opens here does not close"),
    (
        "mapping values are not allowed",
        f"a ':' too many, here or in the line above; {_QUOTES}, a space stands after the ':' of a "
        "key, and lines that belong together start in the same column",
    ),
    (
        "expected ':'",
        "a key stands here without its ':', without the space after it, or after a quote that does "
        "not close",
    ),
    (
        "expected key",
        "this line does not start in the same column as those that it belongs to, or its key has "
        "no ':'",
    ),
    (
        "'-' indicator",
        "this line does not start in the same column as those that it belongs to; what belongs to "
        "an item after '- ' starts below its first word",
    ),
    (
        "block end",
        "this line does not start in the same column as those that it belongs to",
    ),
    ("cannot start any token", f"a sign that may not begin words; {_QUOTES}"),
    ("undefined alias", "words that begin with '*' stand in double quotes"),
)


def broken(found: yaml.MarkedYAMLError, content: str) -> tuple[int, str]:
    """Return the line to look at, counted from 1, and what to do there."""
    problem, context = found.problem or "", found.context or ""
    mark = found.problem_mark
    # A bracket or quote that never closes is noticed far below; where it opens is what helps.
    if any(part in context for part in ("flow", "quoted scalar", "simple key")):
        mark = found.context_mark or mark
    line = mark.line if mark else 0
    rows = content.splitlines()[max(line - 1, 0) : line + 1]
    if rows and _TAB.match(rows[-1]):
        return line + 1, "a tab stands at the start of this line; use spaces in its place"
    says = f"{context} {problem}" if "quoted scalar" in context else problem
    remedy = next((words for part, words in _REMEDIES if part in says), None)
    words = remedy or f"not valid YAML: {problem}; look at the columns and quotes here and above"
    if any(map(_CURLY.search, rows)):
        words += '; curly quotes do not count as quotes: write straight ones (")'
    return line + 1, words
