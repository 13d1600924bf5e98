"""The numbered half of a citation: "Regulation 18(4)(a)–(c)", "NMS 1.6", "page 55, paragraph 9.4".

Every pattern is bounded and every character is read a bounded number of times, so that hostile text
costs no more than its length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from corpus.frameworks.citations import DASH, Label, Part, nested, same_rank

Series = Literal["regulation", "section", "standard", "place"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbered:
    """One number with its parts, or one page and paragraph, and its place in the text."""

    number: str | None = None
    parts: tuple[Part, ...] = ()
    page: str | None = None
    paragraph: str | None = None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Group:
    """Numbers of one row: "Regulations 12 and 13(1)"; an instrument named there is all theirs."""

    series: Series
    items: tuple[Numbered, ...]

    @property
    def start(self) -> int:
        """Offset of the first character."""
        return self.items[0].start

    @property
    def end(self) -> int:
        """Offset after the last character."""
        return self.items[-1].end


_WORD = re.compile(
    r"""(?<![\w.'’])(?:
        (?P<regulation>reg(?:ulation)?s?\.?)
      | (?P<standard>NMS|national\s{1,3}minimum\s{1,3}standards?|standards?(?=\s{1,3}\d{1,2}\.\d))
      | (?P<section>sections?|ss?\.?)
      | (?P<page>pages?|pp?\.?)
      | (?P<paragraph>paragraphs?|paras?\.?|¶)
    )\s{0,3}(?=\d)""",
    re.IGNORECASE | re.VERBOSE,
)
# A number ends where no word, per cent, further digit group or "-year-old" goes on.
_STOP = r"(?![\w%]|[.:]\d|,\d{3}(?!\d)|[-–—][A-Za-z])"
_WHOLE = re.compile(r"(\d{1,3}[A-Z]{0,2})(?:['’]?s(?!\w)|" + _STOP + ")")
_DOTTED = re.compile(r"(\d{1,3}(?:\.\d{1,3}){0,3})" + _STOP)
_PAGE = re.compile(r"(\d{1,4})" + _STOP)
_TO = re.compile(r"\s{0,2}[-–—]\s{0,2}(?=\d)|\s{1,3}to\s{1,3}(?=\d)")
_AND = re.compile(
    r"\s{0,3}(?:,\s{0,3}(?:and\s{1,3}|or\s{1,3})?|&|/|(?:and|or)\s{1,3})\s{0,3}"
    r"(?P<again>(?:reg(?:ulation)?s?|sections?|ss?|NMS)\b\.?\s{0,3})?(?=\d)",
    re.IGNORECASE,
)
_CLOSED = re.compile(r"\s{0,3}(?:[.,;:()\[\]’'”\"&]|$|(?:and|or|of)\b)")
_BRACKET = r"\(\s{0,2}(\d{1,2}[A-Z]{0,2}|[a-z]{1,2}|[ivx]{1,5}|[A-Z])\s{0,2}\)"
_FIRST = re.compile(
    r"(?:\.?\s{0,2}[—–-]|,?\s{1,3}(?:sub-?)?(?:paragraphs?|paras?\.?|points?))?\s{0,3}" + _BRACKET
)
_NEXT = re.compile(
    r"\s{0,3}(?:,\s{0,3}(?:and\s{1,3}|or\s{1,3})?|&|(?:and|or)\s{1,3})?\s{0,3}" + _BRACKET
)
_UNTIL = re.compile(r"\s{0,2}(?:[-–—]|to)\s{0,2}" + _BRACKET)
_BETWEEN_PLACES = re.compile(r"\s{0,2}(?:,|;|on|and|at)?\s{0,2}\(?\s{0,2}")
# What practitioners call notifications and visits: "27s" are what regulation 27 asks for.
_SHORT = re.compile(r"(?<![\w.,'’/£$–-])(?<!over )(?<!under )(?<!aged )(27|33|44|45)s(?![\w'’])")


def groups(text: str) -> Iterator[Group]:
    """Give every numbered citation in the order of the text."""
    found = [*_worded(text), *_shorts(text)]
    end = 0
    for group in sorted(found, key=lambda each: each.start):
        if group.start >= end:
            yield group
            end = group.end


def _worded(text: str) -> Iterator[Group]:
    at = 0
    while (word := _WORD.search(text, at)) is not None:
        group = _group(text, word)
        at = group.end if group else word.end()
        if group is not None:
            yield group


def _shorts(text: str) -> Iterator[Group]:
    for short in _SHORT.finditer(text):
        item = Numbered(number=short[1], start=short.start(), end=short.end())
        yield Group("regulation", (item,))


def _group(text: str, word: re.Match[str]) -> Group | None:
    kind = word.lastgroup
    bare = word[0].strip(" .\t\n\xa0").lower()
    plural = bare.endswith(("s", "pp")) and bare != "s"
    if kind in ("page", "paragraph"):
        place = _place(text, word, kind, plural)
        return Group("place", (place,)) if place else None
    if kind == "standard":
        return _several("standard", text, word, _DOTTED, False)
    series: Series = "regulation" if kind == "regulation" else "section"
    return _several(series, text, word, _WHOLE, plural)


def _several(
    series: Series, text: str, word: re.Match[str], pattern: re.Pattern[str], plural: bool
) -> Group | None:
    """Read a list of numbers; after a singular word only what is plainly a further number."""
    items: list[Numbered] = []
    start, at, again = word.start(), word.end(), True
    while (item := _item(text, start, at, pattern)) is not None:
        known = again or item.parts or "." in (item.number or "")
        if not known and _CLOSED.match(text, item.end) is None:
            break
        items.append(item)
        more = _AND.match(text, item.end)
        if more is None:
            break
        start = at = more.end()
        again = plural or more["again"] is not None
    return Group(series, tuple(items)) if items else None


def _item(text: str, start: int, at: int, pattern: re.Pattern[str]) -> Numbered | None:
    found = pattern.match(text, at)
    if found is None:
        return None
    labels, end = _labels(text, found.end())
    number = found[1]
    if not labels:
        number, end = _range(text, found, pattern)
    return Numbered(number=number, parts=nested(labels), start=start, end=end)


def _range(text: str, first: re.Match[str], pattern: re.Pattern[str]) -> tuple[str, int]:
    to = _TO.match(text, first.end())
    last = pattern.match(text, to.end()) if to else None
    if last is None:
        return first[1], first.end()
    return f"{first[1]}{DASH}{last[1]}", last.end()


def _labels(text: str, at: int) -> tuple[list[Label], int]:
    """Read the bracketed labels that follow a number: "(4)(a)(b)", "(1), (2)(g)", "(1)(a)–(e)"."""
    labels: list[Label] = []
    found = _FIRST.match(text, at)
    while found is not None:
        first, at, until = found[1], found.end(), None
        last = _UNTIL.match(text, at)
        if last is not None and same_rank(first, last[1]):
            until, at = last[1], last.end()
        labels.append(Label(first, until))
        found = _NEXT.match(text, at)
    return labels, at


def _place(text: str, word: re.Match[str], kind: str, plural: bool) -> Numbered | None:
    """Read a page, a paragraph, or the two of them beside each other in either order."""
    first = _values(text, word.end(), kind, plural)
    if first is None:
        return None
    values, end = {kind: first[0]}, first[1]
    between = _BETWEEN_PLACES.match(text, end)
    other = _WORD.match(text, between.end()) if between else None
    if other is not None and other.lastgroup in {"page", "paragraph"} - {kind}:
        plural = other[0].strip(" .\t\n\xa0").lower().endswith(("s", "pp"))
        second = _values(text, other.end(), other.lastgroup, plural)
        if second is not None:
            values[other.lastgroup], end = second
    page, paragraph = values.get("page"), values.get("paragraph")
    return Numbered(page=page, paragraph=paragraph, start=word.start(), end=end)


def _values(text: str, at: int, kind: str, plural: bool) -> tuple[str, int] | None:
    pattern = _PAGE if kind == "page" else _DOTTED
    found = pattern.match(text, at)
    if found is None:
        return None
    listed: list[str] = []
    end = at
    while found is not None:
        value, after = _range(text, found, pattern)
        if listed and not plural and _CLOSED.match(text, after) is None:
            break
        listed.append(value)
        end = after
        more = _AND.match(text, end)
        found = pattern.match(text, more.end()) if more and not more["again"] else None
    return ", ".join(listed), end
