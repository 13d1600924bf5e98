"""What a text cites: its numbers and its titles, joined into references.

`parse` needs no framework; with one, its instruments give the references their codes. `str` of a
reference is its canonical form, which parses into an equal one; `normalise` prints a whole text's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.frameworks.citations import Kind, Label, Part, Reference
from corpus.frameworks.framework import Framework
from corpus.frameworks.naming import Title, sole, titles
from corpus.frameworks.numbering import Group, Series, groups
from corpus.frameworks.provisions import Instrument, InstrumentKind

__all__ = ["Kind", "Label", "Part", "Reference", "normalise", "parse"]

# "regulation 12 of the X", "regulation 12 (X)"; "X, regulation 12", "X (page 5"
_OF = re.compile(r"\s{1,3}(?:of|in|under|from|to)\s{1,3}(?:the\s{1,3})?[‘'\"“]?", re.IGNORECASE)
_BESIDE = re.compile(r"\s{0,3}[,(]?\s{0,3}(?:the\s{1,3})?[‘'\"“]?", re.IGNORECASE)
_THEN = re.compile(r"[’'\"”)]?\s{0,3}[,:;–—-]?\s{0,3}\(?(?:at\s{1,3}|on\s{1,3})?")
_NAMED: dict[Series, tuple[InstrumentKind, ...]] = {
    "regulation": ("regulations",),
    "section": ("act",),
    "standard": ("standards",),
    "place": ("guide", "statutory guidance"),
}
_ALONE: dict[InstrumentKind, Kind] = {
    "regulations": "statutory instrument",
    "standards": "standard",
    "guide": "guide",
    "statutory guidance": "statutory guidance",
    "act": "act",
}
# "Section 2 of this report", "Section 1: Overall effectiveness": parts of a document, not of an act
_OF_A_DOCUMENT = re.compile(
    r"\s{0,3}:|\s{1,3}(?:of|in)\s{1,3}(?:(?:the|this|that|our|your|its|their)\s{1,3})"
    r"(?:\w{1,20}\s{1,3}){0,2}?(?:report|document|guidance|handbook|form|plan|framework|website|page)",
    re.IGNORECASE,
)


def parse(text: str, framework: Framework | None = None) -> tuple[Reference, ...]:
    """Return everything that a text cites, in its order. Never raises; time is linear."""
    instruments = framework.instruments if framework is not None else ()
    named = titles(text, instruments)
    numbered = list(groups(text))
    return tuple(_joined(text, _apart(named, numbered), instruments))


def normalise(text: str, framework: Framework | None = None) -> str:
    """Return the canonical form of all that a text cites, parted by semicolons."""
    return "; ".join(str(reference) for reference in parse(text, framework))


def _apart(named: list[Title], numbered: list[Group]) -> list[Title | Group]:
    """Put titles and numbers in one order; where they overlap, a whole title outlives a number."""
    row: list[Title | Group] = []
    found: list[Title | Group] = [*named, *numbered]
    for each in sorted(found, key=lambda one: (one.start, -one.end)):
        last = row[-1] if row else None
        if last is None or each.start >= last.end or _shared(last, each):
            row.append(each)
        elif isinstance(last, Title) and not last.whole:
            row[-1] = each
    return row


def _shared(first: Title | Group, second: Title | Group) -> bool:
    # "Adoption: national minimum standards 1.6": the words are the title and lead to the number.
    return (
        isinstance(first, Title)
        and first.kind == "standards"
        and isinstance(second, Group)
        and second.series == "standard"
        and second.start > first.start
    )


def _joined(
    text: str, row: list[Title | Group], instruments: tuple[Instrument, ...]
) -> Iterator[Reference]:
    waiting = [None, None, *reversed(row)]
    while (this := waiting.pop()) is not None:
        following, after = waiting[-1], waiting[-2]
        if isinstance(this, Title):
            if isinstance(following, Group) and _leads(text, this, following, after):
                waiting.pop()
                yield from _numbered(following, this, instruments)
            elif this.whole:
                yield _alone(this)
        elif isinstance(following, Title) and _follows(text, this, following, after):
            waiting.pop()
            yield from _numbered(this, following, instruments)
        elif not (this.series == "section" and _OF_A_DOCUMENT.match(text, this.end)):
            yield from _numbered(this, None, instruments)


def _leads(text: str, title: Title, group: Group, after: Title | Group | None) -> bool:
    """Say whether a title and the numbers after it belong together."""
    if title.kind not in _NAMED[group.series]:
        return False
    if group.start >= title.end and not _THEN.fullmatch(text, title.end, group.start):
        return False
    return not (isinstance(after, Title) and _named_by(text, group, after, _OF))


def _follows(text: str, group: Group, title: Title, after: Title | Group | None) -> bool:
    """Say whether numbers and the title after them belong together."""
    if _named_by(text, group, title, _OF):
        return True
    if not _named_by(text, group, title, _BESIDE):
        return False
    return not (isinstance(after, Group) and _leads(text, title, after, None))


def _named_by(text: str, group: Group, title: Title, gap: re.Pattern[str]) -> bool:
    fits = title.kind in _NAMED[group.series]
    return fits and gap.fullmatch(text, group.end, title.start) is not None


def _numbered(
    group: Group, title: Title | None, instruments: tuple[Instrument, ...]
) -> Iterator[Reference]:
    kind: Kind = group.series
    code = title.code if title else _only(group.series, instruments)
    if kind == "place" and title is not None:
        kind = _ALONE[title.kind]
    for item in group.items:
        start, end = item.start, item.end
        if title is not None and item is group.items[0]:
            start = min(start, title.start)
        if title is not None and item is group.items[-1]:
            end = max(end, title.end)
        yield Reference(
            kind=kind,
            instrument=code,
            title=title.printed if title else None,
            number=item.number,
            parts=item.parts,
            page=item.page,
            paragraph=item.paragraph,
            start=start,
            end=end,
        )


def _only(series: Series, instruments: tuple[Instrument, ...]) -> str | None:
    # A bare section number may be of any act, even where the framework names just one.
    return None if series == "section" else sole(_NAMED[series][0], instruments)


def _alone(title: Title) -> Reference:
    return Reference(
        kind=_ALONE[title.kind],
        instrument=title.code,
        title=title.printed,
        start=title.start,
        end=title.end,
    )
