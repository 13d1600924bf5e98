"""Dates in every style that notes use, read into parts so that they can be printed again.

"Last Tuesday", months alone and times of day are no dates. A date of birth is told by what stands
before it.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from models.deid.found import Found
from models.deid.patterns.beginnings import figures_in, matches_at, places_of

_NAMES = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    "oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAY = r"(?:(?:mon|tue|tues|wed|weds|wednes|thu|thur|thurs|fri|sat|satur|"
r"sun)(?:day)?,?\s+(?:the\s+)?)?"
_YEAR = r"(?P<year>(?:19|20)\d\d|['’]?\d\d(?!\d|[:.]\d))"
_DAY = r"(?P<day>[0-3]?\d)"
_TEXTUAL = re.compile(
    rf"(?<![\w£.:-])(?<!\d/)(?:the\s+(?=\d+\s?(?:st|nd|rd|"
    rf"th)?\s+of\b))?{_DAY}(?P<ordinal>\s?(?:st|nd|rd|th))?(?:\s+of)?(?:\s|-|/|"
    rf"\.\s?)*(?P<month>{_NAMES})\b(?:\.(?=\s?\d))?"
    rf"(?:(?:,\s?|\s|-|/)\s?{_YEAR}(?!-\d))?(?!\d)",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(
    rf"(?<![\w-])(?P<month>{_NAMES})(?:(?<=\w{{3}})(?<!\w{{4}})\.)?[ ]+(?:the[ ]+)?"
    rf"{_DAY}(?P<ordinal>st|nd|rd|th)?(?![\d:/%]|(?:[ ]+of)?[ ]+(?:{_NAMES})\b|\.\d|\s?(?:am|pm)\b)"
    rf"(?:,?\s+(?P<year>(?:19|20)\d\d))?(?!\d)",
    re.IGNORECASE,
)
_NUMERIC = re.compile(
    r"(?<![\w£.:-])(?<!\d/)(?P<day>[0-3]?\d)(?P<sign> ?[/.-] ?)(?P<month>[01]?\d)"
    r"(?P=sign)(?P<year>(?:19|20)\d\d|\d\d)(?!\d|[-./]\d)"
)
_ISO = re.compile(
    r"(?<![\d.-])(?<!\d/)(?P<year>(?:19|"
    r"20)\d\d)(?P<sign>[-/.])(?P<month>[01]\d)(?P=sign)(?P<day>[0-3]\d)(?!\d)"
)
_SHORT = re.compile(
    r"(?<![\w£./:-])(?P<day>[0-3]?\d)(?P<sign>[/.])(?P<month>[01]?\d)(?![\w/%]|[.:-]\d|"
    r"\s?(?:am|pm|hours|hrs|of|fte|year)\b)"
)
_PARTED = re.compile(r"\d{1,4} ?[/.-]")  # so begin `_NUMERIC`, `_ISO` and `_SHORT`
_ON = re.compile(
    r"\b(?:on|by|from|since|until|till|til|dated?|due|after|before|w/?c|w/?e|commencing|"
    r"ending|between|and|to|the|of|for|"
    r"mon|tue|tues|wed|weds|thu|thur|thurs|fri|sat|sun|\w+day|visit|visited|meeting|review|"
    r"strat|seen|contact|missing|"
    r"again|email|call|tc|hv|cin|icpc|rcpc|lac|dob|night|morning|evening|afternoon|"
    r"conference|held|update|booked|hearing|completed|received|signed|started|ended|admitted|"
    r"discharged|deadline|target|next|arranged|planned|scheduled|around|circa|approx)[\s,.:(-]*$",
    re.IGNORECASE,
)
_OPENS = re.compile(r"(?:^|[\n\t|])[\s•*|([-]*$")
_STOPPED = re.compile(r"[.;:!?][\"”)]?\s+$")
_GOES_ON = re.compile(r"\s*[-–:]|\s+[A-Z]")
_PACKED = re.compile(r"(?<!\d)(?P<day>[0-3]\d)(?P<month>[01]\d)(?P<year>(?:19|20)\d\d|\d\d)(?!\d)")
_BORN = re.compile(
    r"\b(?:d\.?\s?o\.?\s?b\.?|date of birth|birth ?date|birthday|born|birth)\b(?:\s+(?:is|on|"
    r"was|the|of|in|recorded|as|of))*"
    r"[\s.:,(=-]*$",
    re.IGNORECASE,
)
_BORN_AFTER = re.compile(r"^\)?\s*\(?(?:d\.?o\.?b|date of birth|birthday)\b", re.IGNORECASE)
_AS_SCORE = re.compile(
    r"\b(?:scor\w+|rat\w+|out|pain|mark\w*|grade\w*|bp|ratio)\b[^.\n]{0,16}$", re.I
)


class PrintedDate(NamedTuple):
    """A date as printed: `text[start:end]`, read. `year` is null where none is printed.

    `day_at`, `month_at`, `year_at` and `ordinal_at` are slices of the text (start, end), null where
    a part is not printed.
    """

    start: int
    end: int
    day: int
    month: int
    year: int | None
    day_at: tuple[int, int]
    month_at: tuple[int, int]
    year_at: tuple[int, int] | None = None
    ordinal_at: tuple[int, int] | None = None


def dates(text: str, figures: Sequence[int] | None = None) -> list[PrintedDate]:
    """Return the dates of one text, in order, disjoint.

    `figures` are where the text's figures begin, for callers who know.
    """
    places = figures_in(text) if figures is None else figures
    found = sorted(_candidates(text, places), key=lambda date: (date.start, -date.end))
    kept: list[PrintedDate] = []
    for date in found:
        if not kept or date.start >= kept[-1].end:
            kept.append(date)
    return kept


@lru_cache(maxsize=1024)
def printed_dates(printed: str) -> tuple[PrintedDate, ...]:
    """Return the dates of words that were found to be one; each is asked about several times."""
    return tuple(dates(printed))


def _candidates(text: str, figures: Sequence[int]) -> Iterator[PrintedDate]:
    parted = places_of(_PARTED, text, figures)
    for shape in (_NUMERIC, _ISO):
        for match in matches_at(shape, text, parted):
            yield from _read(match)
    for match in matches_at(_TEXTUAL, text, _with_articles(text, figures)):
        yield from _read(match)
    for match in matches_at(_MONTH_FIRST, text, _month_names(text, figures)):
        yield from _read(match)
    for match in matches_at(_SHORT, text, parted):
        if _is_told(match, text):
            yield from _read(match)
    for match in matches_at(_PACKED, text, figures):
        if _BORN.search(text[max(0, match.start() - 30) : match.start()]):
            yield from _read(match)


def _with_articles(text: str, figures: Sequence[int]) -> Iterator[int]:
    """Yield where figures begin, and before these where "the" does that leads them in."""
    for at in figures:
        start = _article_before(text, at)
        if start < at:
            yield start
        yield at


def _month_names(text: str, figures: Sequence[int]) -> Iterator[int]:
    """Yield where words begin that lead figures in and may be a month: "May 3", "Oct. the 3rd"."""
    for at in figures:
        end = _end_before(text, _article_before(text, at))
        start = end - (text[end - 1 : end] == ".")
        while start and text[start - 1].isalpha():
            start -= 1
        if text[start : start + 3].lower() in _MONTHS:
            yield start


def _article_before(text: str, at: int) -> int:
    """Return where "the" begins that leads figures in, or where these do themselves."""
    end = _end_before(text, at)
    return end - 3 if end < at and text[max(0, end - 3) : end].lower() == "the" else at


def _end_before(text: str, at: int) -> int:
    """Return the end of what stands before a place, without the space between."""
    while at and text[at - 1].isspace():
        at -= 1
    return at


def _is_told(match: re.Match[str], text: str) -> bool:
    """Say whether day and month alone are meant as a date: "on 3/4", and no score."""
    before = text[max(0, match.start() - 24) : match.start()]
    if _AS_SCORE.search(before):
        return False
    padded = match["sign"] == "/" and "0" in (match["day"][0], match["month"][0])
    if padded or text[match.end() : match.end() + 1] == ":":
        return True
    if _ON.search(before) or _OPENS.search(before):
        return True
    following = text[match.end() : match.end() + 4]
    stopped = match["sign"] != "." and _STOPPED.search(before) is not None
    return stopped and _GOES_ON.match(following) is not None


def _read(match: re.Match[str]) -> Iterator[PrintedDate]:
    parts = match.groupdict()
    printed = parts["month"].lower()
    month = int(printed) if printed.isdigit() else _MONTHS.index(printed[:3]) + 1
    day = int(parts["day"])
    year = _year(parts.get("year"))
    if not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(year or 2024, month)[1]:
        return
    yield PrintedDate(
        *match.span(),
        day,
        month,
        year,
        match.span("day"),
        match.span("month"),
        match.span("year") if parts.get("year") else None,
        match.span("ordinal") if parts.get("ordinal") else None,
    )


def _year(printed: str | None) -> int | None:
    if not printed:
        return None
    digits = int(printed.strip("'’"))
    if digits >= 100:
        return digits
    return 2000 + digits if digits < 50 else 1900 + digits


def is_birth(text: str, start: int, end: int) -> bool:
    """Say whether the words around a date say that somebody was born on it."""
    before = text[max(0, start - 36) : start]
    return bool(_BORN.search(before) or _BORN_AFTER.search(text[end : end + 24]))


def find(text: str, figures: Sequence[int]) -> Iterator[Found]:
    """Yield dates and dates of birth of one text, of which `figures` are where figures begin."""
    for date in dates(text, figures):
        kind = "date-of-birth" if is_birth(text, date.start, date.end) else "date"
        rule = "birth" if kind == "date-of-birth" else "date"
        yield Found(date.start, date.end, kind, f"patterns/{rule}")  # type: ignore[arg-type]
