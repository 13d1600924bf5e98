"""What a document prints about itself: its kind, provider, title, dates, and if it is published.

Nothing is guessed: what is not printed is None, and a document that does not show signs of
publication is not public. Works on the Extraction of any format.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.records import Cue, Extraction
from extractors.publication import HEAD, Kind, Verdict, recognise
from extractors.spans import Span, span_in

_DATES = re.compile(r"^(?:inspection|visit) dates?\s*:?\s*([^\n]{4,80})", re.I | re.M)
_LETTER_DATES = re.compile(
    r"(?:^between |took place (?:from|between|on) )(?P<dates>[^\n,.]{6,60}?\d{4})", re.I | re.M
)
_PUBLISHED = re.compile(
    r"^(?:report )?published(?: on)?\s*:\s*(\d{1,2} [A-Z][a-z]+ \d{4})", re.I | re.M
)
_URN = re.compile(
    r"\b(?:URN|unique reference (?:number|no\.?))\s*[:\t ]\s*([A-Z]{0,3}\d{4,8})\b", re.I
)
# What recognises these stands in a subtitle or in running text; their title is their first line.
_FIRST_LINE = frozenset({"framework", "committee_report", "training", "action_plan"})
_FOOTNOTE = re.compile(r"(?<=[a-z’)])\s?\d{1,2}$")
_WORDS = re.compile(r"[^\W_]+")

# The provider's name inside a title, newest wording first.
_IN_TITLE = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"SEND .*?inspection (?:of|in) (?P<name>.+?)(?: Local Area)?(?: Partnership)?$",
        r"visit (?:of|to) (?P<name>.+?)(?: local authority)?(?: council)? children[’']s services",
        r"inspection of (?!local authority|services)(?P<name>.+?)(?: local authority)?"
        r" children[’']s services",
        r"joint targeted area inspection of the multi-agency response to .+ in (?P<name>[A-Z].+)$",
        r"joint targeted area inspection of (?!the multi)(?P<name>.+)$",
    )
)
# Beside the title, in the older reports, stands the authority alone: words that fit such a line.
_PLACE = re.compile(
    r"^(?!.*(?:inspect|report|review|date|page|judgement|ofsted))[A-Z][^\n:.]{2,70}$"
)
_GENERIC = re.compile(
    r"council|county|borough|city|metropolitan|district|unitary|authority|local|london|royal|of|the"
    r"|and|corporation|partnership|area|services?|child(?:ren)?s?|s|board|safeguarding"
)


@dataclass(frozen=True, slots=True)
class Printed:
    """Facts that a document prints about itself; dates are ISO 8601.

    `edition` is equal for a report and its republication: provider, title and inspection dates in
    a normal form, or None where no date is printed.
    """

    kind: Kind | None = None
    public: bool = False
    provider_name: str | None = None
    provider_urn: str | None = None
    title: str | None = None
    published: str | None = None
    inspected: Span | None = None
    edition: str | None = None
    cues: tuple[Cue, ...] = ()


def printed(extraction: Extraction) -> Printed:
    """Read what a document prints about itself. Never raises; an empty document prints nothing."""
    text = extraction.text
    # Furniture and notes stand in a tail behind the body; a running header there is no title.
    body = extraction.pages[-1].end if extraction.pages else len(text)
    verdict = recognise(text, body)
    if verdict.title is None:
        return Printed()
    head = text[: min(HEAD, body)]
    title = _title(verdict, head)
    name = _provider(verdict, text, title)
    inspected = _inspected(head)
    return Printed(
        kind=verdict.kind,
        public=verdict.public,
        provider_name=name,
        provider_urn=_first(_URN, head),
        title=title,
        published=_published(text),
        inspected=inspected,
        edition=_edition(name, title, inspected),
        cues=verdict.cues,
    )


def plain_name(name: str) -> str:
    """Return a provider's name for comparison: "London Borough of Ealing" becomes "ealing"."""
    words = [word.lower() for word in _WORDS.findall(name.replace("’", "").replace("'", ""))]
    return " ".join(word for word in words if not _GENERIC.fullmatch(word))


def _title(verdict: Verdict, head: str) -> str | None:
    words = verdict.title[0] if verdict.title else ""
    if verdict.kind in _FIRST_LINE:
        lines = (line.partition("**")[0].strip("#*• \t") for line in head.split("\n"))
        words = next((line for line in lines if line), "")
    return _FOOTNOTE.sub("", _tidy(words)) or None


def _tidy(words: str) -> str:
    return " ".join(words.split())


def _first(pattern: re.Pattern[str], text: str) -> str | None:
    match = pattern.search(text)
    return match[1] if match else None


def _published(text: str) -> str | None:
    match = _PUBLISHED.search(text)
    span = span_in(match[1]) if match else None
    return span.end if span else None


def _inspected(head: str) -> Span | None:
    for pattern in (_DATES, _LETTER_DATES):
        for match in pattern.finditer(head):
            span = span_in(match[1])
            if span is not None:
                return span
    return None


def _provider(verdict: Verdict, text: str, title: str | None) -> str | None:
    if title is None or verdict.title is None:
        return None
    for pattern in _IN_TITLE:
        match = pattern.search(title)
        if match:
            return _FOOTNOTE.sub("", match["name"].rstrip(" ."))
    if verdict.kind != "inspection_report":
        return None
    before = text[: verdict.title.start()].rstrip("\n").rpartition("\n")[2]
    after = text[verdict.title.end() + 1 :].partition("\n")[0]
    for line in (before, after):
        if _PLACE.match(_tidy(line)):
            return _FOOTNOTE.sub("", _tidy(line))
    return None


def _edition(name: str | None, title: str | None, inspected: Span | None) -> str | None:
    if inspected is None or title is None:
        return None
    words = " ".join(word.lower() for word in _WORDS.findall(title))
    return f"{plain_name(name or '')}|{words}|{inspected.start}/{inspected.end}"
