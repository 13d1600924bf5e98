"""Who says each sentence of a case note, and whether it tells of now, the past or a plan.

The qualifiers are those of `models.polarity`, with the words of `rulesets/notes/voices.yaml`; here
stands what notes add: parts with a heading ("Wishes and feelings:", "Plan:"), pronouns, quoted
speech, and names that no list knows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, NamedTuple, get_args

from corpus.records import Cue, CueKind
from models.forms import form
from models.polarity.layout import Layout, lay_out
from models.polarity.lexicon import SPEAKERS, Lexicon, bind
from models.polarity.qualifiers import Qualifier, found
from models.polarity.scopes import scopes
from models.reading import Reader, Span
from models.rulesets import load_rule_set

Who = Literal["child", "parent", "carer", "staff", "leader", "partner", "nobody"]
Time = Literal["now", "past", "planned"]
WHOS: tuple[Who, ...] = get_args(Who)
RULES = "notes/voices"
_WHO: dict[str, Who] = dict(zip(SPEAKERS, WHOS[:2] + WHOS[2:6], strict=True))
_HEADINGS: dict[str, Who] = {
    "child-heading": "child",
    "parent-heading": "parent",
    "carer-heading": "carer",
    "staff-heading": "staff",
}
_HEADING = re.compile(r"\W*([^\W\d_][^:\n]{1,45}?)\s*(?::|\s[-–—](?=\s)|$)")
_BY = re.compile(r"\s+by\b(?:\s+(?:the|his|her|their|a))?", re.IGNORECASE)
_SAID = re.compile(r"\b(?:said|says)\b(?:\s+(?:the|his|her|their|a))?", re.IGNORECASE)
_NAMED = re.compile(
    r"\b([A-Z][\w'’-]*)\s+(?:\w+ly\s+|has\s+|also\s+|then\s+|had\s+){0,2}"
    r"(?:said|says|told|disclosed|discloses|alleged|alleges|stated|reported|reports|feels|felt"
    r"|wants|explained|described|shared|mentioned|denied|denies|thinks|confirmed|added)\b"
)
_NO_NAME = frozenset(
    {
        *("he", "she", "they", "it", "this", "that", "who", "which", "we", "i", "there", "what"),
        *("also", "records", "record", "file", "nobody"),
    }
)
_QUOTE = re.compile(r"[\"“][^\"”]*[\"”]?|[‘'](?=\w)[^’'\n]*(?:[’']\w+[^’'\n]*)*[’'](?!\w)")
_FIRST = re.compile(r"\b(?:I|me|my|mine|I['’]m|I['’]ve)\b")
_PAST_YEAR = re.compile(
    r"\b(?:in|during|since|from|back in|until|around|of|dated)\s+"
    r"(?:(?:early|late|mid|january|february|march|april|may|june|july|august|september|october"
    r"|november|december|spring|summer|autumn|winter)[\s-]+)?(?:19|20)\d\d\b"
    r"|\b(?:\w+|\d+)\s+(?:years?|yrs?)\s+(?:ago|previously|earlier)\b"
    r"|\bwhen\s+(?:he|she|they|i|\w+)\s+(?:was|were)\s+(?:about\s+|aged\s+)?(?:\d+|one|two|three"
    r"|four|five|six|seven|eight|nine|ten|eleven|twelve|a\s+baby|a\s+toddler|very\s+young)\b",
    re.IGNORECASE,
)
_PLANNED = re.compile(
    r"^\W*(?:to\s+(?:visit|see|call|ask|contact|speak|complete|attend|arrange|refer|discuss|update"
    r"|share|make|review|follow|send|explore|liaise|chase|check|book|meet|request|convene|do)\b"
    r"|\w+(?:\s+\w)?\s+(?:to|will)\s+(?:visit|see|call|ask|contact|speak|complete|attend|arrange"
    r"|refer|discuss|update|share|make|review|follow|send|explore|liaise|chase|check|book|meet)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Voice:
    """Who says one sentence, `text[start:end]`, and when what it says holds.

    `who` is "nobody" where the note does not say. `cues` are the words that told it, the
    attribution first; their offsets are those of the text.
    """

    start: int
    end: int
    who: Who
    time: Time
    cues: tuple[Cue, ...] = ()


class _Part(NamedTuple):
    """What the heading of a note's part says of the sentences below it."""

    who: Who | None = None
    time: Time | None = None
    line: int | None = None  # the one line that it reaches over; null is all lines below


class _Person(NamedTuple):
    """Somebody named by their part in the case; `span` is a slice of the sentence."""

    span: Span
    who: Who


class _Sentence(NamedTuple):
    """One sentence with all that was found in it; offsets are its own."""

    text: str
    start: int
    line: int
    found: tuple[Qualifier, ...]
    people: tuple[_Person, ...]
    pronoun: Span | None
    seen: Span | None


def voices(text: str, sentences: Sequence[tuple[int, int]]) -> tuple[Voice, ...]:
    """Say of each sentence, a slice of the text, who says so and when it holds, in order."""
    return voices_of([(text, sentences)])[0]


def voices_of(notes: Sequence[tuple[str, Sequence[tuple[int, int]]]]) -> list[tuple[Voice, ...]]:
    """Do the same for a batch of texts, each with its sentences, which costs less."""
    parts = [text[start:end] for text, sentences in notes for start, end in sentences]
    places = [place for text, sentences in notes for place in _places(text, sentences)]
    seen = _seen(parts, places)
    answers, at = [], 0
    for _, sentences in notes:
        answers.append(tuple(_told(seen[at : at + len(sentences)])))
        at += len(sentences)
    return answers


@cache
def shipped() -> tuple[Reader, Lexicon]:
    """Return a reader of the rules for notes and their lexicon, made once a process."""
    rules = load_rule_set(RULES)
    reader = Reader(rules.phrases)
    return reader, bind(reader.numbers, rules)


@cache
def _headings() -> dict[str, _Part]:
    groups = load_rule_set(RULES).groups
    told = {name: _Part(who=who) for name, who in _HEADINGS.items()}
    told |= {"plan-heading": _Part(time="planned"), "past-heading": _Part(time="past")}
    return {_plain(row.text): part for name, part in told.items() for row in groups[name]}


def _plain(words: str) -> str:
    """Return words in the form under which phrases are found: plurals and hyphens gone."""
    return " ".join(form(word) for word in words.replace("-", " ").split())


def _places(text: str, sentences: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return where each sentence starts, and on which line."""
    lines, before, line = [], 0, 0
    for start, _ in sentences:
        line += text.count("\n", before, start)
        lines.append((start, line))
        before = start
    return lines


def _seen(texts: Sequence[str], places: Sequence[tuple[int, int]]) -> list[_Sentence]:
    """Find qualifiers, people and pronouns of each sentence; one sentence is one passage here."""
    if not texts:
        return []
    reader, lexicon = shipped()
    layout = lay_out(reader.read_all(texts))
    people = _people(layout, lexicon)
    pronouns, seen = (_first(layout, lexicon, group) for group in ("he-says", "seen"))
    rows = enumerate(found(layout, lexicon, scopes(layout, lexicon)))
    return [
        _Sentence(texts[at], *places[at], row, people[at], pronouns.get(at), seen.get(at))
        for at, row in rows
    ]


def _people(layout: Layout, lexicon: Lexicon) -> list[tuple[_Person, ...]]:
    """Find the people of each sentence in reading order; the longest name of them counts alone."""
    rows: list[tuple[int, int, Who]] = []
    for who in SPEAKERS:
        hits = lexicon.hits(layout, who, [other for other in SPEAKERS if other != who])
        rows += [(int(first), int(last), _WHO[who]) for first, last in zip(*hits[:2], strict=True)]
    listed: list[list[_Person]] = [[] for _ in layout.reads]
    for first, last, plain in sorted(rows):
        passage = int(layout.passage[layout.sentence[first]])
        listed[passage].append(_Person(_span(layout, passage, first, last), plain))
    return [tuple(row) for row in listed]


def _span(layout: Layout, passage: int, first: int, last: int) -> Span:
    offset = int(layout.offsets[passage])
    return layout.reads[passage].slice_of(first - offset, last - offset)


def _first(layout: Layout, lexicon: Lexicon, group: str) -> dict[int, Span]:
    """Return the first match of a group in each sentence that has one."""
    hits = lexicon.hits(layout, group)
    spans: dict[int, Span] = {}
    for first, last in zip(hits.first.tolist(), hits.last.tolist(), strict=True):
        passage = int(layout.passage[layout.sentence[first]])
        spans.setdefault(passage, _span(layout, passage, first, last))
    return spans


def _told(sentences: Sequence[_Sentence]) -> list[Voice]:
    """Go through one note: parts, and who a pronoun is, carry over from sentence to sentence."""
    told: list[Voice] = []
    part = _Part()
    subject: Who = "child"
    for at, sentence in enumerate(sentences):
        part = _part(sentence, part)
        who, cues = _who(sentence, part, subject)
        if who is None and _FIRST.search("".join(_QUOTE.findall(sentence.text))):
            # The speaker of a quotation that runs on stands in the sentence after or before it.
            following = (
                _who(sentences[at + 1], part, subject)[0] if at + 1 < len(sentences) else None
            )
            who = following or (told[-1].who if told and told[-1].who != "nobody" else "child")
        time, when = _time(sentence, part)
        end = sentence.start + len(sentence.text)
        told.append(Voice(sentence.start, end, who or "nobody", time, (*cues, *when)))
        spoken = (who, *(person.who for person in sentence.people))
        named = (one for one in spoken if one and one != "staff")
        subject = next(named, subject)
    return told


def _part(sentence: _Sentence, part: _Part) -> _Part:
    """Return the part that a sentence stands in: its own heading's, or the one before it.

    A heading with words behind it on its line speaks for that line alone.
    """
    if part.line is not None and part.line != sentence.line:
        part = _Part()
    match = _HEADING.match(sentence.text)
    if match is None:
        return part
    known = _headings().get(_plain(match[1]))
    if known is not None:
        alone = not sentence.text[match.end() :].strip()
        return known if alone else known._replace(line=sentence.line)
    # A heading that says nothing of either ends the part; a sentence alone does not.
    headed = match[0].rstrip().endswith(":") and len(match[1].split()) <= 5
    return _Part() if headed else part


def _who(sentence: _Sentence, part: _Part, subject: Who) -> tuple[Who | None, tuple[Cue, ...]]:
    """Name who says a sentence, or null, and the words that told it: the first that speaks."""
    told: list[tuple[Span, Who]] = []
    for one in sentence.found:
        if one.kind == "attribution" and one.who is not None:
            told.append((one.span, _speaker(sentence, one, _WHO[one.who])))
        elif one.kind == "attribution" and sentence.people:
            told.append((one.span, sentence.people[0].who))
    if sentence.pronoun is not None:
        told.append((sentence.pronoun, subject))
    named = _NAMED.search(sentence.text)
    if named is not None and named[1].lower() not in _NO_NAME:
        told.append((Span(*named.span()), "child"))
    inverted = _person_after(sentence, _SAID, 0)
    if inverted is not None:
        told.append((inverted.span, inverted.who))
    if told:
        # Of equal beginnings the first stays: a known speaker comes before a bare name.
        span, who = min(told, key=lambda row: row[0].start)
        return who, (_cue(sentence, "attribution", span, who),)
    if sentence.seen is not None:
        return "staff", (_cue(sentence, "attribution", sentence.seen, "staff"),)
    return part.who, ()


def _speaker(sentence: _Sentence, one: Qualifier, plain: Who) -> Who:
    """Name who speaks by an attribution: "it was reported by school", "foster mother said"."""
    after = _person_after(sentence, _BY, one.span.end, at_once=True)
    if after is not None:
        return after.who
    begins = one.span.start
    return next(
        (row.who for row in sentence.people if row.span.start <= begins < row.span.end), plain
    )


def _person_after(
    sentence: _Sentence, words: re.Pattern[str], at: int, at_once: bool = False
) -> _Person | None:
    """Return the person named right behind some words, which may have to stand at a place."""
    match = (words.match if at_once else words.search)(sentence.text, at)
    if match is None:
        return None
    near = (row for row in sentence.people if 0 <= row.span.start - match.end() <= 2)
    return next(near, None)


def _time(sentence: _Sentence, part: _Part) -> tuple[Time, tuple[Cue, ...]]:
    """Say when what a sentence says holds, and the words that told it."""
    past = [_cue(sentence, "history", one.span, "past") for one in sentence.found
            if one.kind == "history"]  # fmt: skip
    past += [_cue(sentence, "history", Span(*match.span()), "year")
             for match in _PAST_YEAR.finditer(sentence.text)]  # fmt: skip
    if past:
        return "past", tuple(past)
    ahead = [_cue(sentence, "plan", one.span, "ahead") for one in sentence.found
             if one.kind == "plan"]  # fmt: skip
    match = _PLANNED.match(sentence.text)
    if match is not None:
        ahead.append(_cue(sentence, "plan", Span(*match.span()), "to do"))
    if ahead:
        return "planned", tuple(ahead)
    return part.time or "now", ()


def _cue(sentence: _Sentence, kind: CueKind, span: Span, rule: str) -> Cue:
    return Cue(kind, sentence.start + span.start, sentence.start + span.end, f"voices: {rule}")
