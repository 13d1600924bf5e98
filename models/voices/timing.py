"""Of what time a sentence of a note speaks: words of past and plan first, then its verbs."""

from __future__ import annotations

import re

from corpus.records import Cue, CueKind
from corpus.voices import Time
from models.reading import Span
from models.voices.seeing import Sentence

_PAST_YEAR = re.compile(
    r"\b(?:in|during|since|from|back in|until|around|of|dated)\s+"
    r"(?:(?:early|late|mid|january|february|march|april|may|june|july|august|september|october"
    r"|november|december|spring|summer|autumn|winter)[\s-]+)?(?:19|20)\d\d\b"
    r"|\b(?:\w+|\d+)\s+(?:years?|yrs?)\s+(?:ago|previously|earlier)\b"
    r"|\bwhen\s+(?:he|she|they|i|\w+)\s+(?:was|were)\s+(?:about\s+|aged\s+)?(?:\d+|one|two|three"
    r"|four|five|six|seven|eight|nine|ten|eleven|twelve|a\s+baby|a\s+toddler|very\s+young)\b",
    re.IGNORECASE,
)
# The search above tries every word; few sentences have one of these.
_MAYBE_YEAR = re.compile(r"19\d\d|20\d\d|(?i:years?\b|yrs?\b|when\b)")
_PLANNED = re.compile(
    r"^\W*(?:to\s+(?:visit|see|call|ask|contact|speak|complete|attend|arrange|refer|discuss|update"
    r"|share|make|review|follow|send|explore|liaise|chase|check|book|meet|request|convene|do)\b"
    r"|\w+(?:\s+\w)?\s+(?:to|will)\s+(?:visit|see|call|ask|contact|speak|complete|attend|arrange"
    r"|refer|discuss|update|share|make|review|follow|send|explore|liaise|chase|check|book|meet)\b)",
    re.IGNORECASE,
)
# "The plan to us" is a noun and tells of no time.
_A_PLAN = re.compile(
    r"\b(?:the|a|an|this|that|any|my|our|her|his|their|care|safety)\s+$", re.IGNORECASE
)


def time_by_words(sentence: Sentence, part: Time | None) -> tuple[Time, tuple[Cue, ...]]:
    """Say when what a sentence says holds, and the words that told it; "now" where none does.

    `part` is the time of which the part of the note speaks: its history, its plan.
    """
    match = _PLANNED.match(sentence.text)
    if not sentence.read and match is None:
        return part or "now", ()
    past = [cue_of(sentence, "history", one.span, "past") for one in sentence.found
            if one.kind == "history"]  # fmt: skip
    if _MAYBE_YEAR.search(sentence.text):
        past += [cue_of(sentence, "history", Span(*year.span()), "year")
                 for year in _PAST_YEAR.finditer(sentence.text)]  # fmt: skip
    if past:
        return "past", tuple(past)
    ahead = [
        cue_of(sentence, "plan", one.span, "ahead")
        for one in sentence.found
        if one.kind == "plan" and not _A_PLAN.search(sentence.text, 0, one.span.start)
    ]
    if match is not None:
        ahead.append(cue_of(sentence, "plan", Span(*match.span()), "to do"))
    if ahead:
        return "planned", tuple(ahead)
    return part or "now", ()


def is_task(sentence: Sentence) -> bool:
    """Say whether a sentence opens as a task does: "To call school", "Staff B to visit"."""
    return _PLANNED.match(sentence.text) is not None


def cue_of(sentence: Sentence, kind: CueKind, span: Span, rule: str) -> Cue:
    """Return a cue of a sentence with offsets of its note."""
    return Cue(kind, sentence.start + span.start, sentence.start + span.end, f"voices: {rule}")
