"""What a cell of a published table means: a day, a grade, or that there is none."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from corpus.frameworks.framework import Framework

# A cell that is empty, and one that says in words that there is nothing to say.
_BLANK = frozenset({"", "none", "null", "nan", "unknown", "?"})
_SAYS_NONE = re.compile(
    r"^(?:-|–|—|n/?a|not (?:applicable|judged|graded|inspected)|no judgement"
    r"|.*pre[ _-]?dates?[ _-].*)$"
)
_NUMBERS = re.compile(r"^(\d{1,4})[/.\- ](\d{1,2})[/.\- ](\d{1,4})(?:[t ]00:00(?::00)?)?$")
_WORDS = re.compile(r"^(?:[a-z]+,? )?(\d{1,2})(?:st|nd|rd|th)?[ \-/]([a-z]{3,9})[ \-/,]+(\d{2,4})$")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_CENTURY = 2000


def is_blank(text: str) -> bool:
    """Say whether a cell is empty or a program's word for empty."""
    return text.strip().casefold() in _BLANK


def says_none(text: str) -> bool:
    """Say whether a cell states that there is no such judgement, as "not judged" does."""
    return bool(_SAYS_NONE.match(text.strip().casefold()))


def day_of(text: str) -> date | None:
    """Read a date, day before month as in Britain, or ISO 8601; null where it is none.

    05/08/25, 5.8.2025, 5 August 2025, 5-Aug-25 and 2025-08-05 are all the same day.
    """
    words = " ".join(text.casefold().replace(",", " ").split())
    if found := _NUMBERS.match(words):
        first, month, last = found.groups()
        day, year = (last, first) if len(first) == 4 else (first, last)
        return _day(int(year), int(month), int(day), len(year))
    if (found := _WORDS.match(words)) and found[2][:3] in _MONTHS:
        return _day(int(found[3]), _MONTHS.index(found[2][:3]) + 1, int(found[1]), len(found[3]))
    return None


def _day(year: int, month: int, day: int, digits: int) -> date | None:
    try:
        return date(year + _CENTURY if digits <= 2 else year, month, day)
    except ValueError:
        return None


def written_like(day: date, model: str) -> str:
    """Write a day in the style of another cell; ISO 8601 where that style is not one of figures."""
    found = _NUMBERS.match(model.strip())
    if found is None or len(found[1]) == 4:
        return day.isoformat()
    mark = model.strip()[found.end(1)]
    year = f"{day.year % 100:02d}" if len(found[3]) == 2 else str(day.year)
    return f"{day.day:02d}{mark}{day.month:02d}{mark}{year}"


def grade_of(text: str, framework: Framework) -> str | None:
    """Return the name, on a framework's scale, of a grade as somebody writes it; null for none."""
    wanted = folded(text)
    for grade in framework.scale:
        if wanted in {folded(name) for name in (grade.name, *grade.aliases)}:
            return grade.name
    return None


def folded(text: str) -> str:
    """Return a text without case, accents, underscores and marks, for comparing names."""
    letters = unicodedata.normalize("NFKD", text.casefold().replace("_", " "))
    bare = "".join(char for char in letters if not unicodedata.combining(char))
    return " ".join(re.findall(r"[^\W_]+", bare))
