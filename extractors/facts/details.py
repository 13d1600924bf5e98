"""When an inspection was, who led it, of whom, and when it was published: all as printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from corpus.records import Problem
from extractors.facts import dates
from extractors.facts.anchors import Anchors
from extractors.facts.stretches import Stretch
from extractors.publication import HEAD

_LETTER = re.compile(
    r"(?P<between>\bbetween )(?=(?:the |\w+day )?\d)|^from (?=(?:\w+day )?\d)"
    r"|\b(?:took place|carried out|conducted|undertaken|held) "
    r"(?:from |(?P<two>between )|on |over )",
    re.IGNORECASE | re.MULTILINE,
)
_PUBLISHED = re.compile(
    r"^(?:report )?(?:published(?: on)?|publication date|date of publication)\s*[:\t]\s*(?=\d)",
    re.IGNORECASE | re.MULTILINE,
)
_NOTIFIED = re.compile(
    r"^(?:date (?:of )?notif\w+|notified(?: on)?|notification date)\s*[:\t]\s*(?=\d)",
    re.IGNORECASE | re.MULTILINE,
)
_DATED = re.compile(r"^(?:date(?:d)?\s*[:\t]\s*)?(?=\d{1,2} )", re.IGNORECASE | re.MULTILINE)
_LED = re.compile(
    r"^\W{0,8}(?:ofsted )?(?:lead|reporting) inspector(?: on site)?s?\s*(?::|\t|(?=[ \n][A-Z]))\s*"
    r"(?P<name>[^\n]+)",
    re.IGNORECASE | re.MULTILINE,
)
_NAMED_FIRST = re.compile(
    r"(?P<name>[A-Z][\w’'.-]{1,40}(?: (?!HMI|Ofsted|CQC)[A-Z][\w’'.-]{1,40}){1,3})(?:,? \(?|, )"
    r"(?P<role>(?:(?:Ofsted|HMI|CQC|[Ss]enior),? ){1,4}[Ll]ead(?: [Ii]nspector)?\b"
    r"|[Ll]ead [Ii]nspector\b)",
)
# A role after the name, with or without a comma before it.
_ROLE = re.compile(
    r"(?:,\s*|\s+)(?P<role>(?:senior |former |acting )?(?:h(?:er|is) majesty['’]s inspector|HMI)\b"
    r"[^\t\n]*|ofsted\b[^\t\n]*|(?:senior|regional|regulatory) [^\t\n]+)$",
    re.IGNORECASE,
)

_FIGURE = re.compile(r"\d")
_YEAR = re.compile(r" (?:19|20)\d\d\b")


@dataclass(slots=True)
class Details:
    """What one report prints of its inspection; `places` gives each field its slice of the text."""

    title: str | None = None
    ranges: tuple[tuple[date, date], ...] = ()
    dated: date | None = None
    published: date | None = None
    notified: date | None = None
    lead: str | None = None
    role: str | None = None
    completed: bool = False
    places: dict[str, tuple[int, int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read(text: str, stretch: Stretch, title: tuple[int, int] | None, anchors: Anchors) -> Details:
    """Read the details of the report that a stretch holds; `title` is where its title stands."""
    details = Details()
    if title:
        details.title = " ".join(text[title[0] : title[1]].split())
        details.places["title"] = title
    details.published = _after(_PUBLISHED, "published", text, stretch, details, anchors)
    details.notified = _after(_NOTIFIED, "notified", text, stretch, details, anchors)
    if title:
        _letter_date(text, stretch, title[0], details)
    _inspected(text, stretch, details, anchors)
    _led(text, stretch, details)
    _order(details, anchors)
    return details


def disagreements(details: Details, text: str, start: int, anchors: Anchors) -> Iterator[Problem]:
    """Compare the dates with those that running headers and feet print, from `start` on."""
    if not details.ranges:
        return
    seen = set()
    for line in re.finditer(r"[^\n]+", text[start:]):
        if not _holds_date(line[0]):
            continue
        place = start + line.start()
        found = dates.read(text, place)
        if found is None or found.completed or found.ranges in seen:
            continue
        seen.add(found.ranges)
        if len(found.ranges) == 1 and _same_stretch(found.ranges[0], details):
            yield Problem(
                "facts",
                "stated-otherwise",
                f"The running header or foot gives the inspection as {said(found.ranges)}, "
                f"{anchors.place(details.places['ranges'][0])} as {said(details.ranges)}. "
                "The latter was taken; check which is right.",
                anchors.page(place),
            )


def _holds_date(line: str) -> bool:
    """Say whether a line has a year with a figure before it; in linear time, however long it is."""
    figure = _FIGURE.search(line)
    return figure is not None and _YEAR.search(line, figure.end()) is not None


def said(ranges: tuple[tuple[date, date], ...]) -> str:
    """Write ranges for a message: "2018-07-02 to 2018-07-13"."""
    return " and ".join(
        first.isoformat() if first == last else f"{first} to {last}" for first, last in ranges
    )


def _same_stretch(found: tuple[date, date], details: Details) -> bool:
    """Say whether a range in a running foot means this inspection, though it differs."""
    return found[0] != found[1] and found not in details.ranges


def _inspected(text: str, stretch: Stretch, details: Details, anchors: Anchors) -> None:
    if stretch.label is not None:
        start, end = stretch.label
        found = dates.read(text, end, latest=details.published or details.dated)
        if found is None or text.count("\n", end, found.start) > 1:
            words = text[start:end].strip(" \t:")
            message = f"No date can be read after “{words}”. Look it up on that page."
            details.problems.append(Problem("facts", "no-date", message, anchors.page(start)))
            return
        _take(details, found, start, anchors)
        stop = text.find("\n", found.end)
        if dates.further(text, found.end, stop if stop >= 0 else len(text)):
            message = (
                f"Only a part of the dates was read: {said(details.ranges)}. "
                f"Look at {anchors.place(start)} for the others."
            )
            details.problems.append(Problem("facts", "dates-in-part", message, anchors.page(start)))
        return
    for match in _LETTER.finditer(text, stretch.start, min(stretch.end, stretch.start + HEAD)):
        between = bool(match["between"] or match["two"])
        found = dates.read(text, match.end(), between=between, latest=details.dated)
        if found is not None and found.start == match.end():
            _take(details, found, match.start(), anchors)
            return


def _take(details: Details, found: dates.Dates, start: int, anchors: Anchors) -> None:
    details.ranges = found.ranges
    details.completed = found.completed
    details.places["ranges"] = (start, found.end)
    for fault in found.faults:
        details.problems.append(_impossible(fault, "inspection", anchors, start))


def _impossible(fault: str, which: str, anchors: Anchors, start: int) -> Problem:
    message = (
        f"The date of {which} printed on {anchors.place(start)} cannot be: {fault}. "
        "It was left out; look it up in another source."
    )
    return Problem("facts", "impossible-date", message, anchors.page(start))


def _after(
    label: re.Pattern[str],
    name: str,
    text: str,
    stretch: Stretch,
    details: Details,
    anchors: Anchors,
) -> date | None:
    match = label.search(text, stretch.start, min(stretch.end, stretch.start + HEAD))
    found = dates.read(text, match.end()) if match else None
    if match is None or found is None:
        return None
    for fault in found.faults:
        which = "publication" if name == "published" else "notification"
        details.problems.append(_impossible(fault, which, anchors, match.start()))
    if not found.ranges:
        return None
    details.places[name] = (match.start(), found.end)
    return found.ranges[0][1]


def _letter_date(text: str, stretch: Stretch, title: int, details: Details) -> None:
    """Take the date at the head of a letter: a line of its own above the title."""
    for match in _DATED.finditer(text, stretch.start, title):
        end = text.find("\n", match.end())
        day = dates.single(text[match.end() : end].strip())
        if day is not None:
            details.dated = day
            details.places["dated"] = (match.start(), end)
            return


def _led(text: str, stretch: Stretch, details: Details) -> None:
    match = _LED.search(text, stretch.start, stretch.end)
    if match is None:
        named = _NAMED_FIRST.search(text, stretch.start, stretch.end)
        if named is not None:
            details.lead, details.role = named["name"], named["role"]
            details.places["lead"] = (named.start("name"), named.end())
        return
    words = match["name"].replace("\t", " ").strip(" .")
    details.lead, details.role = _named(words)
    details.places["lead"] = (match.start(), match.end())


def _named(words: str) -> tuple[str, str | None]:
    match = _ROLE.search(words)
    if match is None:
        return words.strip(" ,"), None
    return words[: match.start()].strip(" ,"), match["role"].strip(" ,")


def _order(details: Details, anchors: Anchors) -> None:
    """Report dates that contradict each other: published before the inspection ended."""
    last = max((last for _, last in details.ranges), default=None)
    for name, day in (("published", details.published), ("dated", details.dated)):
        if last is not None and day is not None and day < last:
            message = (
                f"The report is {name} {day}, before the inspection ended ({last}). "
                "Both are given as printed; check which is wrong."
            )
            page = anchors.page(details.places[name][0])
            details.problems.append(Problem("facts", "impossible-date", message, page))
