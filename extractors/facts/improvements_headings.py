"""Which headings list what must improve, and of which kind the list below them is.

The wording is matched whole, so that "Case study: area for improvement" and "Capacity for
improvement" open nothing. A framework's own report headings may be looser.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from corpus.facts import FactKind
from corpus.frameworks import Framework

_PRIORITY = r"(?:areas? (?:for|of|requiring) )?(?:priority|immediate)(?: and immediate)? actions?"
_RECOMMENDATION = (
    r"(?:(?:summary of|key|main|formal|our|inspectors[’']?|the) )*recommendations?(?:\(s\))?"
    r"(?: (?:for|to) (?:the )?(?:local authority|board|lscb|council|provider|service|agency))?"
)
_REQUIREMENT = r"(?:(?:statutory|compliance|regulatory|legal) )?requirements?"
_WHO = r"(?P<who>[\w’' -]{2,60}?)"
_AREA = (
    r"(?:key |main |formal |the )*areas? (?:for|of) (?:further )?(?:improvements?|development)"
    rf"|what (?:does|do|must|should) {_WHO} (?:need to |do to )?(?:do to )?improve(?: further)?"
    r"|what (?:needs|has|must) (?:to )?(?:be )?improved?(?: further)?"
    r"|what needs to (?:be done to )?improve"
    r"|(?:things|points|matters) (?:to improve|for improvement)"
)
_KINDS: tuple[tuple[FactKind, re.Pattern[str]], ...] = (
    ("priority_action", re.compile(_PRIORITY)),
    ("recommendation", re.compile(_RECOMMENDATION)),
    ("requirement", re.compile(_REQUIREMENT)),
    ("area_for_improvement", re.compile(_AREA)),
)
# Only for headings that a framework's report is known to print.
_LOOSE: tuple[tuple[FactKind, re.Pattern[str]], ...] = (
    ("priority_action", re.compile(r"\bpriority actions?\b|\bimmediate actions?\b")),
    ("recommendation", re.compile(r"\brecommendations?\b")),
    ("requirement", re.compile(r"\brequirements? (?:made|set|to be met)\b")),
    ("area_for_improvement", re.compile(r"\b(?:to|must|should) improve\b|\bfor improvement\b")),
)
_SENTENCE = re.compile(
    r"\b(?:made|makes|take account of|act on|address|meet) the following"
    r" (?:\w+ ){0,2}(?P<kind>recommendation|requirement|area(?:\(s\))?s? for improvement)"
    r"(?:s|\(s\))?(?: [\w’' ]{1,60})?:$"
)
_SENTENCE_KINDS: dict[str, FactKind] = {
    "recommendation": "recommendation",
    "requirement": "requirement",
}
# A footnote mark after a title: "What does the board need to improve?4".
_MARK = re.compile(r"(?<=[a-z?.:])\d{1,2}$")
_MARK_APART = re.compile(r"(?<=[a-z?.:]) ?\d{1,2}$")
# Most headings are ruled out by the lack of all of these, which is cheap to see.
_HINT = re.compile(r"improv|recommend|requirement|action|development", re.IGNORECASE)
_NUMBER = re.compile(r"^\d{1,2}(?:\.\d{1,2})*\.? ")
_BAND = re.compile(
    r"(?:immediate(?:ly)?|at once|urgent(?:ly)?|(?:with)?in (?:the next )?"
    r"(?:\d{1,2}|one|two|three|four|five|six|nine|ten|twelve|eighteen)"
    r" (?:working )?(?:days?|weeks?|months?|years?)"
    r"|(?:short|medium|long)[ -]term)"
    r"(?: (?:of|from|after) (?:the )?(?:publication|inspection|receipt|date)(?: of [\w ]{1,40})?)?"
)

_OTHER = re.compile(
    r"(?:executive )?summary\b|(?:inspection|main|headline|key) findings|information about"
    r"|(?:the )?(?:experiences|effectiveness|impact)\b|(?:[\w’ ]+ )?strengths$|next steps"
    r"|local area partnership details|inspection team|inspection judgement|about this"
    r"|appendi(?:x|ces)|annex|context$|progress since|background$|conclusions?$"
    r"|(?:case|practice) stud(?:y|ies)\b|what .{1,60} (?:is doing|like|effective|done well)\b"
)


class Opening(NamedTuple):
    """A heading that opens a list: the kind of what stands below, and who is named in it."""

    kind: FactKind
    words: str
    body: str | None = None


class Headings:
    """The headings of one framework's reports, and those that any report may print."""

    def __init__(self, framework: Framework | None) -> None:
        rows = framework.report if framework is not None else ()
        bands = framework.bands if framework is not None else ()
        self._known = {folded(row.text): row.cell == "no grade" for row in rows}
        # The name of an area may stand as a title inside a list; others begin a new part.
        self._parts = {folded(row.text) for row in rows if row.area is None}
        self._bands = {folded(name) for band in bands for name in (band.name, *band.aliases)}

    def opening(self, words: str) -> Opening | None:
        """Return what a heading opens, or null where no list stands under such words."""
        if not _HINT.search(words):
            return None
        plain = folded(words)
        for kind, pattern in _KINDS:
            match = pattern.fullmatch(plain)
            if match:
                return Opening(kind, words, _who(words, match.groupdict().get("who")))
        if self._known.get(plain):
            for kind, pattern in _LOOSE:
                if pattern.search(plain):
                    return Opening(kind, words)
        return None

    def ends(self, words: str) -> bool:
        """Say whether a heading begins another part of a report, whatever its level is."""
        plain = folded(words)
        return plain in self._parts or _OTHER.match(plain) is not None

    def band(self, words: str) -> str | None:
        """Return the words as a time band, without their colon, or null."""
        plain = folded(words)
        if plain in self._bands or _BAND.fullmatch(plain):
            return words.strip().rstrip(":.").strip()
        return None


def sentence_opening(words: str) -> Opening | None:
    """Return what a sentence announces: "Inspectors made the following recommendations:"."""
    match = _SENTENCE.search(words.lower()) if words.endswith(":") else None
    if match is None:
        return None
    return Opening(_SENTENCE_KINDS.get(match["kind"], "area_for_improvement"), words)


def unmarked(words: str) -> str:
    """Return a heading without a footnote mark at its end, glued or apart."""
    return _MARK_APART.sub("", words)


def folded(words: str) -> str:
    """Return a heading for comparison: no case, number, footnote mark or closing point."""
    plain = _MARK.sub("", " ".join(words.split()).casefold().replace("'", "’"))
    return _NUMBER.sub("", plain).rstrip(" ?:.")


def _who(words: str, found: str | None) -> str | None:
    if not found or found in {"we", "you", "they", "it"}:
        return None
    at = words.casefold().replace("'", "’").find(found)
    return words[at : at + len(found)] if at >= 0 else None
