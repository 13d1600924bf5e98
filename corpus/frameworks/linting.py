"""What is wrong with the citations of a text: each fault with its place and its remedy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from corpus.frameworks.citations import DASH, Kind, Reference
from corpus.frameworks.framework import Framework
from corpus.frameworks.provisions import Instrument, InstrumentKind
from corpus.frameworks.references import parse

Use = Literal["requirement", "recommendation"]
Code = Literal[
    "no-date",
    "no-number",
    "no-page",
    "no-paragraph",
    "wrong-instrument",
    "beyond-highest",
    "cannot-be-resolved",
]


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of `text[start:end]`; the message says where it is and what to do about it."""

    code: Code
    message: str
    start: int
    end: int


_KINDS: dict[Kind, InstrumentKind] = {
    "regulation": "regulations",
    "statutory instrument": "regulations",
    "standard": "standards",
    "guide": "guide",
    "place": "guide",
    "statutory guidance": "statutory guidance",
    "section": "act",
    "act": "act",
}
_PLURAL: dict[InstrumentKind, str] = {
    "regulations": "regulations",
    "standards": "national minimum standards",
    "guide": "guide",
    "statutory guidance": "statutory guidance",
    "act": "acts",
}
_SAMPLES = {
    "number": {"act": "section 47", "standards": "NMS 1.6"},
    "page": {"guide": "page 55, paragraph 9.4"},
    "paragraph": {"guide": "page 55, paragraph 9.4", "regulations": "Regulation 18(4)(a)"},
}
_SAMPLE = {"number": "Regulation 18(4)", "page": "page 55", "paragraph": "paragraph 2.2"}
# With a capital: "they may 5 times" is no day in May.
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_DATE = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s{{1,3}}(?:of\s{{1,3}})?{_MONTH}"
    rf"|\b{_MONTH}\s{{1,3}}\d{{1,2}}(?:st|nd|rd|th)?,?\s{{1,3}}20\d\d\b"
    rf"|\b(?:[Bb]y|[Bb]efore)\s{{1,3}}(?:the\s{{1,3}}end\s{{1,3}}of\s{{1,3}})?{_MONTH}"
    r"\s{1,3}20\d\d\b"
    r"|\b\d{1,2}[./-]\d{1,2}[./-](?:20)?\d\d\b|\b20\d\d-\d\d-\d\d\b"
)
_DEADLINE = re.compile(
    r"(?:^|\b)(?:by|before|until|no\s{1,3}later\s{1,3}than|due(?:\s{1,3}date)?(?:\s{1,3}is)?)"
    r"\s{0,3}:?\s{0,3}(?:the\s{1,3}end\s{1,3}of\s{1,3})?"
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s{1,3})?(?:the\s{1,3})?$",
    re.IGNORECASE,
)


def dated(text: str) -> bool:
    """Say whether a text gives a day, or the end of a month, by which something may be due."""
    return _DATE.search(text) is not None


def due_by(text: str) -> bool:
    """Say whether a date in a text is plainly a deadline: "by 31 May 2024", "due: 31.5.2024"."""
    return any(
        # "by May 2024" holds its own "by"; before a day the words that lead to it are looked for.
        found.group()[:1] in "bB"
        or _DEADLINE.search(text[max(0, found.start() - 60) : found.start()])
        for found in _DATE.finditer(text)
    )


def lint(
    text: str, framework: Framework, of: Use | None = None, due: date | None = None
) -> tuple[Fault, ...]:
    """Return the faults of a text's citations, in their order.

    `of` says what the text is; a text that opens with the word says so itself. `due` is a date that
    stands apart from the text. Without instruments in the framework only the form is looked at.
    """
    of = of or _said(text)
    faults = [fault for each in parse(text, framework) for fault in _faults(each, framework, of)]
    if of == "requirement" and due is None and not dated(text):
        words = "The requirement has no date; say by when it must be met, such as by 31 May 2024."
        faults.append(Fault("no-date", words, 0, len(text)))
    return tuple(faults)


def _said(text: str) -> Use | None:
    opening = text.lstrip(" \t\n*#•–-").lower()
    if opening.startswith("requirement"):
        return "requirement"
    return "recommendation" if opening.startswith("recommendation") else None


def _faults(reference: Reference, framework: Framework, of: Use | None) -> Iterator[Fault]:
    kind = _KINDS[reference.kind]
    held = {each.code: each for each in framework.instruments}
    instrument = held.get(reference.instrument or "")
    if instrument is None:
        yield from _unresolved(reference, kind, framework)
        needs: tuple[str, ...] = ("page", "paragraph") if reference.kind == "guide" else ()
        needs = ("number",) if reference.kind == "standard" else needs
    else:
        yield from _misused(reference, instrument, of)
        needs = instrument.needs
    for need in needs:
        if not _gives(reference, need):
            sample = _SAMPLES[need].get(kind, _SAMPLE[need])
            code: Code = "no-number"
            code = "no-page" if need == "page" else code
            code = "no-paragraph" if need == "paragraph" else code
            yield _fault(code, reference, f'the {need} is missing; add it, such as "{sample}"')


def _gives(reference: Reference, need: str) -> bool:
    if need == "number":
        return reference.number is not None
    if need == "page":
        return reference.page is not None
    return reference.paragraph is not None or bool(reference.parts)


def _unresolved(
    reference: Reference, kind: InstrumentKind, framework: Framework
) -> Iterator[Fault]:
    """Find what names no instrument of the framework. Acts may be cited whatever the framework."""
    if reference.kind == "section" and reference.title is None:
        words = 'say of which act, such as "section 47 of the Children Act 1989"'
        yield _fault("cannot-be-resolved", reference, words)
    if kind == "act" or not framework.instruments or reference.kind == "place":
        return
    titles = [each.title for each in framework.instruments if each.kind == kind]
    if not titles and kind != "statutory guidance":
        known = "; ".join(each.title for each in framework.instruments)
        words = f"{framework.title} knows no {_PLURAL[kind]}; cite one of: {known}"
        yield _fault("wrong-instrument", reference, words)
    else:
        remedy = f"name one of: {'; '.join(titles)}" if titles else "it knows none"
        words = f"it names no {_PLURAL[kind]} of {framework.title}; {remedy}"
        yield _fault("cannot-be-resolved", reference, words)


def _misused(reference: Reference, instrument: Instrument, of: Use | None) -> Iterator[Fault]:
    if of is not None and instrument.used_for and of not in instrument.used_for:
        words = f"{instrument.title} is cited in a {instrument.used_for[0]}, not in a {of}"
        yield _fault("wrong-instrument", reference, f"{words}; cite what a {of} rests on")
    if instrument.highest is not None and beyond(reference, instrument):
        words = f"{instrument.title} ends with {instrument.highest}; check the number"
        yield _fault("beyond-highest", reference, words)


def beyond(reference: Reference, instrument: Instrument) -> bool:
    """Say whether a reference's number lies beyond the instrument's last one, where known."""
    if reference.number is None or instrument.highest is None:
        return False
    numbers = re.findall(r"\d+", reference.number.partition(".")[0])
    if DASH in reference.number:
        numbers = re.findall(r"\d+", reference.number.split(DASH)[1].partition(".")[0])
    return bool(numbers) and int(numbers[0]) > instrument.highest


def _fault(code: Code, reference: Reference, words: str) -> Fault:
    place = f'"{reference}" (from character {reference.start + 1})'
    return Fault(code, f"{place}: {words}.", reference.start, reference.end)
