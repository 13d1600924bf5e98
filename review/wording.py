"""How values read in a page: days, counts, places and grades in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from corpus.records import Polarity
from corpus.wording import count_of, in_words
from review.sources import title_of

POLARITIES: dict[Polarity | str, str] = {
    "strength": "strength",
    "weakness": "weakness",
    "mixed": "both",
    "neutral": "neither",
}
MOVED = (
    "Dates in case notes are not the real ones: those of one case are all moved by the same number "
    "of days."
)


def day(written: str | date | None) -> str:
    """Return a day as people write it, "3 June 2024"; what is no day stays as it is."""
    if not written:
        return ""
    if isinstance(written, date):
        return in_words(written)
    try:
        return in_words(date.fromisoformat(written[:10]))
    except ValueError:
        return written


def moment(written: str | None) -> str:
    """Return a time in UTC as people write it, "3 June 2024, 14:05"."""
    if not written:
        return ""
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        return written
    return f"{in_words(found.date())}, {found:%H:%M}"


def share(part: int, whole: int) -> str:
    """Return a share with its denominator: "12 of 40 (30 %)"."""
    if not whole:
        return "0 of 0"
    return f"{part:,} of {whole:,} ({100 * part / whole:.0f} %)"


def certainty(score: float) -> str:
    """Return how sure the machine is: "76 %", and "99 % or more" where that would be rounded up."""
    percent = f"{100 * score:.0f}"
    return "99 % or more" if percent == "100" else f"{percent} %"


def place(pages: tuple[int, int] | None, locator: str | None = None) -> str:
    """Return where a passage stands: "page 4", "pages 4 to 5", or its place in the file."""
    if pages is None:
        return locator or ""
    first, last = pages
    return f"page {first}" if first == last else f"pages {first} to {last}"


def polarity(word: str | None) -> str:
    """Return a polarity as it is said to people."""
    return POLARITIES.get(word or "", word or "")


FILTERS: dict[str, Callable[..., str]] = {
    "day": day, "moment": moment, "count": count_of, "share": share, "place": place,
    "polarity": polarity, "certainty": certainty, "source": title_of,
}  # fmt: skip
