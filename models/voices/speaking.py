"""Who says one sentence of a note: the speaker that its own words name, and how sure that is."""

from __future__ import annotations

import re
from typing import NamedTuple

from corpus.notes import NoteKind
from corpus.voices import Who
from models.reading import Span
from models.voices.seeing import Person, Sentence
from models.voices.writers import REPLY, Writer

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
_MARKS = frozenset("\"“‘'")
QUOTE = re.compile(r"[\"“][^\"”]*[\"”]?|[‘'](?=\w)[^’'\n]*(?:[’']\w+[^’'\n]*)*[’'](?!\w)")
_FIRST = re.compile(r"\b(?:I|me|my|mine|I['’]m|I['’]ve)\b")
_WE = re.compile(r"\b(?:I|me|my|mine|myself|we|us|our|I['’]\w+)\b", re.IGNORECASE)
# What somebody is said to take upon themselves, to want or to agree to, they say.
_UNDERTAKES = re.compile(
    r"(?:\s[A-Z]{1,2})?\s+(?:also\s+|now\s+|then\s+)?(?:will\s+(?!be\b)|is\s+going\s+to|are\s+going\s+to|is\s+taking|are\s+taking"
    r"|agrees?\b|agreed\s+(?:to|that|with)|consents?\b|consented|refuses?\b|refused|hopes?\b|hoped"
    r"|plans?\s+to|intends?\b|would\s+like|would\s+prefer|prefers?\b|asks?\s+(?:for|that|if|to)|asked\s+(?:for|that|if|to))",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(
    r"^\W*(?:(?:he|she|they)\s+(?!(?:was|were|is|are|had|has|would|did|looked|seemed|appeared|presented|declined|refused|laughed|smiled)\b)\w|me\s+(?:and\b|&))",
    re.IGNORECASE,
)
_STRANGER = re.compile(r"\bPerson [A-Z]{1,2}\b")
_FROM = re.compile(r"\b(?:from|by|to|with|of)$", re.IGNORECASE)
_APPOSED = 2  # words before a name that say what somebody is: "the HV Person A said"
_LETTERS = re.compile(r"[^\W\d_]{2}")
_JOINS = frozenset({"and", "&", "or", "with", "w/", "AND"})
_FEWEST = 3  # words of an answer: less may be a label


class Said(NamedTuple):
    """Who says a sentence, by which of its words; `sure` is false where a name was only guessed.

    `undertaken`: no word of saying, but what somebody will do, wants or agrees to.
    """

    who: Who
    span: Span
    sure: bool = True
    undertaken: bool = False


class Subject(NamedTuple):
    """Who "he" or "she" is now."""

    who: Who
    sure: bool


def said_in(sentence: Sentence, subject: Subject) -> Said | None:
    """Return the first who speaks in a sentence by its own words, or null."""
    if not sentence.read:
        return None
    told = [Said(_speaker(sentence, span, who), span) for span, who in sentence.spoken()
            if not _strange(sentence.text, span)]  # fmt: skip
    if sentence.pronoun is not None:
        told.append(Said(subject.who, sentence.pronoun, subject.sure))
    named = _NAMED.search(sentence.text)
    if named is not None and named[1].lower() not in _NO_NAME:
        told.append(Said("child", Span(*named.span()), sure=False))
    inverted = _person_after(sentence, _SAID, 0)
    if inverted is not None:
        told.append(Said(inverted.who, inverted.span))
    if told:
        # Of equal beginnings the first stays: a known speaker comes before a bare name.
        return min(told, key=lambda one: one.span.start)
    if sentence.seen is not None:
        return Said("staff", sentence.seen)
    return _undertaken(sentence)


def written_in(
    sentence: Sentence, writer: Writer, kind: NoteKind | None, said: Said | None
) -> bool:
    """Say whether a sentence of somebody's own account is what its writer says."""
    if kind == "survey-response" and writer.printed and _LETTERS.search(sentence.text):
        return sentence.start > writer.span.end
    if len(sentence.text.split()) < _FEWEST or REPLY.match(sentence.text):
        return False
    if kind == "survey-response" or said is None or not said.sure:
        return True
    return of_writer(sentence)


def of_writer(sentence: Sentence) -> bool:
    """Say whether a sentence of a complaint speaks of "I" or "me": whoever that is says it."""
    return _WE.search(sentence.text) is not None


def told_in_interview(sentence: Sentence) -> Span | None:
    """Return the opening of a sentence in which a child's account is retold, or null."""
    match = _ACCOUNT.match(sentence.text)
    return Span(*match.span()) if match else None


def quotes(sentence: Sentence) -> bool:
    """Say whether somebody is quoted with "I" or "my", or a quotation is all that there is."""
    if _MARKS.isdisjoint(sentence.text):
        return False
    whole = QUOTE.match(sentence.text)
    if whole is not None and len(whole[0]) >= len(sentence.text) - 1:
        return True
    return _FIRST.search("".join(QUOTE.findall(sentence.text))) is not None


def _strange(text: str, span: Span) -> bool:
    """Say whether somebody of whom nobody knows what they are stands nearer to the saying."""
    near = _STRANGER.search(text, span.start, span.end)
    if near is not None:
        between = text[span.start : near.start()].split()
        return len(between) > _APPOSED or not _JOINS.isdisjoint(between)
    return (
        _STRANGER.match(text, span.end + 1) is not None
        and _FROM.search(text[: span.end]) is not None
    )


def _undertaken(sentence: Sentence) -> Said | None:
    """Return who, first in the sentence, takes something upon themselves; null if nobody does."""
    if not sentence.people:
        return None
    first = sentence.people[0]
    before = sentence.text[: first.span.start].rstrip()
    if len(before) > len("the") and not before.endswith(":"):
        return None
    match = _UNDERTAKES.match(sentence.text, first.span.end)
    if match is None:
        return None
    return Said(first.who, Span(first.span.start, match.end()), undertaken=True)


def _speaker(sentence: Sentence, span: Span, plain: Who) -> Who:
    """Name who speaks by an attribution: "it was reported by school", "foster mother said"."""
    after = _person_after(sentence, _BY, span.end, at_once=True)
    if after is not None:
        return after.who
    begins = span.start
    return next(
        (row.who for row in sentence.people if row.span.start <= begins < row.span.end), plain
    )


def _person_after(
    sentence: Sentence, words: re.Pattern[str], at: int, at_once: bool = False
) -> Person | None:
    """Return the person named right behind some words, which may have to stand at a place."""
    match = (words.match if at_once else words.search)(sentence.text, at)
    if match is None:
        return None
    near = (row for row in sentence.people if 0 <= row.span.start - match.end() <= 2)
    return next(near, None)
