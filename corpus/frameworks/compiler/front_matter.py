"""What the first pages say of the document itself: title, publisher, dates."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from corpus.frameworks.compiler.compiled import Dated, Quote, Remark
from corpus.frameworks.compiler.outline import Outline, Piece

_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_DATE = (
    rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+)?(?P<month>{'|'.join(_MONTHS)})\s+(?P<year>\d{{4}})"
)
_PUBLISHED = re.compile(
    rf"\b(?:published|publication date|issued|updated)\b[:\s]*(?:in|on)?\s*{_DATE}", re.I
)
_IN_FORCE = re.compile(
    r"\b(?:in force|in use|take[sn]? effect|with effect|effective|comes? into (?:force|use)|"
    rf"applies|apply|applicable|valid)\b[:\s]*(?:from|on|since)?:?\s*{_DATE}",
    re.I,
)
_PUBLISHER = re.compile(
    r"\b(?i:publisher|published by|issued by)[:\s]+(?P<name>[A-Z][^.,;\n]{2,60})"
)
# Bodies that publish inspection frameworks in the United Kingdom and Ireland.
_BODIES = (
    "Ofsted", "Care Quality Commission", "HMICFRS", "HMI Probation", "Estyn", "Care Inspectorate",
    "Care Inspectorate Wales", "Education Scotland", "RQIA", "HIQA", "Ofcom",
)  # fmt: skip
_FRONT = 40  # blocks in which a document introduces itself


def title(laid: Outline) -> Quote:
    """Return the first heading, or the first line where none stands among the first."""
    front = laid.pieces[:8]
    first = next((piece for piece in front if piece.kind == "heading"), front[0])
    return laid.quote(first)


def publisher(laid: Outline) -> str | None:
    """Return who is named as the publisher, else the body that the document names most often."""
    for piece in laid.pieces[:_FRONT]:
        match = _PUBLISHER.search(piece.text)
        if match is not None:
            return match["name"].strip()
    counts = Counter({name: len(re.findall(rf"\b{name}\b", laid.text)) for name in _BODIES})
    name, count = counts.most_common(1)[0]
    return name if count else None


def published(laid: Outline) -> Dated | None:
    """Return the date of publication as printed."""
    return next(_dates(laid, _PUBLISHED), None)


def in_force(laid: Outline) -> Dated | None:
    """Return the date from which the framework is used, where the document says so."""
    return next(_dates(laid, _IN_FORCE), None)


def missing(
    publisher: str | None, published: Dated | None, in_force: Dated | None
) -> Iterator[Remark]:
    """Say which of the facts a framework file needs are not in the document."""
    if publisher is None:
        yield Remark("no-publisher", "The document does not say who published it")
    if in_force is None:
        said = f"; it says that it was published {published.printed}" if published else ""
        yield Remark("no-date", f"The document does not say from when it is in force{said}")
    elif not in_force.whole:
        message = f"In force from {in_force.printed}: taken as the first day of that month"
        yield Remark("month-only", message, in_force.anchor)


def _dates(laid: Outline, pattern: re.Pattern[str]) -> Iterator[Dated]:
    for piece in laid.pieces[:_FRONT]:
        for match in pattern.finditer(piece.text):
            yield _dated(laid, piece, match)


def _dated(laid: Outline, piece: Piece, match: re.Match[str]) -> Dated:
    day, month, year = match["day"], match["month"], match["year"]
    iso = f"{year}-{_MONTHS.index(month.lower()) + 1:02}-{int(day or 1):02}"
    start = piece.block.body
    anchor = laid.span(piece, start + match.start(), start + match.end())
    printed = " ".join(part for part in (day, month, year) if part)
    return Dated(printed, iso, day is not None, anchor)
