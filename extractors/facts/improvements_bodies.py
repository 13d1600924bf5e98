"""Who is to improve and by when, where an item or a heading prints it."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date

_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_MONTH = "|".join(f"{name[:3]}(?:{name[3:]})?" if name != "may" else "may" for name in _MONTHS)
_MONTH = rf"sept\b|{_MONTH}"
_DAY = re.compile(
    rf"\b(?:(?P<end>end of )|(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)?[ -])?"
    rf"(?P<month>{_MONTH})\.?,?[ -](?P<year>20\d\d)\b"
    r"|\b(?P<d>\d{1,2})[./-](?P<m>\d{1,2})[./-](?P<y>(?:20)?\d\d)\b"
    r"|\b(?P<iso>20\d\d-\d\d-\d\d)\b",
    re.IGNORECASE,
)
_BY = re.compile(
    r"\b(?i:by|before|no later than|not later than|due(?: by| on)?|until)"
    r"(?: (?:the|and including))?(?= end of |[: ]*\d| [A-Z][a-z])[: ]*"
)
_HEAD = (
    r"boards?|authorit(?:y|ies)|councils?|leaders?|managers?|partnerships?|partners|agenc(?:y|ies)"
    r"|trusts?|police|commissioners?|providers?|officers?|persons?|services?|schools?|chairs?"
    r"|members|committees?|constabulary|health|team|practitioners"
)
# Words that stand before the noun; a preposition there would begin another thing than a body.
_BEFORE = (
    r"(?!(?:of|by|to|for|from|with|that|which|supporting|on|between|about|should|must|needs?)\b)"
)
_BODY = re.compile(
    rf"(?P<body>(?:{_BEFORE}[\w’'&-]+,? ){{0,9}}(?:{_HEAD}|[A-Z][A-Z&]{{2,}})"
    r"(?: \([^()]{1,20}\))?"
    r"(?: (?:of|in|for|across|at) (?!order\b)[\w’'&-]+(?: [\w’'&-]+){0,5}?)?)"
    r",? (?:should|must|needs? (?:urgently )?to|will need|are required|is required)\b"
)
_ACROSS = re.compile(r"(?:Across|Within) [\w’' -]{3,60}, ")
_ACRONYMS = re.compile(r"(?P<body>[A-Z][A-Z&]{2,}(?: (?:and|&) [A-Z][A-Z&]{2,})*) to [a-z]")


def body_in(words: str) -> str | None:
    """Return who an item says is to act, as printed: "The safeguarding board should ..."."""
    opening = words[:200]
    across = _ACROSS.match(opening)
    rest = opening[across.end() :] if across else opening
    match = _BODY.match(rest) or _ACRONYMS.match(rest)
    return match["body"].strip() if match else None


def due_in(words: str, *, column: bool = False) -> date | None:
    """Return the day by which something is due; in a column of dates any date is one.

    ValueError where a date is printed that cannot be, such as 31 June.
    """
    flat = " ".join(words.split())
    for match in _dates(flat, column=column):
        return _as_date(match)
    return None


def _dates(flat: str, *, column: bool) -> Iterator[re.Match[str]]:
    if column:
        yield from _DAY.finditer(flat)
        return
    for lead in _BY.finditer(flat):
        match = _DAY.match(flat, lead.end())
        if match:
            yield match


def _as_date(match: re.Match[str]) -> date:
    if match["iso"]:
        return date.fromisoformat(match["iso"])
    if match["d"]:
        year = int(match["y"])
        return date(year if year > 99 else 2000 + year, int(match["m"]), int(match["d"]))
    month = next(
        at for at, name in enumerate(_MONTHS, 1) if name.startswith(match["month"].lower()[:3])
    )
    year = int(match["year"])
    # "by May 2024" and "by the end of May 2024" leave until the month's last day.
    last = calendar.monthrange(year, month)[1]
    return date(year, month, int(match["day"]) if match["day"] else last)
