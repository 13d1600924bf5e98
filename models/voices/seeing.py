"""What is found in each sentence of a note before anybody asks who speaks: people, sayings, times.

The words are those of `rulesets/notes/voices.yaml`. Notes come by the ten thousand, in sentences of
a few words: looking words up one by one costs a third of reading each sentence as a passage.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Literal, NamedTuple, get_args

from corpus.voices import Who
from models.forms import form
from models.polarity.lexicon import SPEAKERS
from models.reading import Span
from models.rulesets import load_rule_set

RULES = "notes/voices"
_WHO: Mapping[str, Who] = MappingProxyType(dict(zip(SPEAKERS, get_args(Who), strict=True)))
_NEAR = 5  # words from a speaker to what they do: "mum, when asked about it, said"
_WORDS = re.compile(r"[^\W_]+")
# "Carer I told me": the letter of a pseudonym is not the writer.
_LETTER = re.compile(r"\b(Child|Parent|Relative|Carer|Staff|Official|Person) I\b")
_LINE_END = re.compile(r"\n")
_PRONOUN = re.compile(r"\W*(?:he|she|they|\w+ly)\b", re.IGNORECASE)
_form = lru_cache(maxsize=100_000)(form)
# Groups whose phrases tell who speaks or when; the others only name people.
_TELLING = ("says", "attribution", "he-says", "seen", "plan", "history")
_GROUPS = (*_TELLING, *SPEAKERS)
# Words by which somebody takes something upon themselves.
_UNDERTAKING = (
    "will", "going", "taking", "agree", "agrees", "agreed", "consent", "consents", "consented",
    "refuse", "refuses", "refused", "hope", "hoped", "plans", "intend", "like", "prefer", "ask",
    "asks", "asked",
)  # fmt: skip
_OF_TIME = ("year", "yr", "when", *(str(year) for year in range(1900, 2100)))

Kind = Literal["attribution", "plan", "history"]


class Person(NamedTuple):
    """Somebody named by their part in the case; `span` is a slice of the sentence."""

    span: Span
    who: Who


class Found(NamedTuple):
    """Words that lay a sentence in somebody's mouth or set it in time; `who` speaks, if named."""

    kind: Kind
    span: Span
    who: Who | None = None


class Sentence(NamedTuple):
    """One sentence with all that was found in it; offsets are its own.

    `read` is false where no word of it could tell anything.
    """

    text: str
    start: int
    line: int
    found: tuple[Found, ...] = ()
    people: tuple[Person, ...] = ()
    pronoun: Span | None = None
    seen: Span | None = None
    read: bool = True

    def spoken(self) -> Iterator[tuple[Span, Who]]:
        """Yield who speaks by words of saying, with those words."""
        for one in self.found:
            if one.kind != "attribution":
                continue
            if one.who is not None:
                yield one.span, one.who
            elif self.people:
                yield one.span, self.people[0].who


class _Hit(NamedTuple):
    """A phrase found: words from `first` to before `last`."""

    first: int
    last: int
    group: str


def places(text: str, sentences: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return where each sentence starts, and on which line."""
    ends = [match.start() for match in _LINE_END.finditer(text)]
    return [(start, bisect_left(ends, start)) for start, _ in sentences]


def seen_in(texts: Sequence[str], places: Sequence[tuple[int, int]]) -> list[Sentence]:
    """Find sayings, people and pronouns of each sentence.

    Most sentences hold no word that any rule asks for, and are not read at all.
    """
    forms = [list(map(_form, _WORDS.findall(_unlettered(text)))) for text in texts]
    triggers = _triggers()
    asked = [not triggers.isdisjoint(row) for row in forms]
    sentences = []
    for at, (text, place) in enumerate(zip(texts, places, strict=True)):
        # A pronoun that speaks in the next sentence is somebody of this one.
        before = at + 1 < len(texts) and asked[at + 1] and _PRONOUN.match(texts[at + 1])
        if asked[at] or before:
            sentences.append(_read(text, place, forms[at]))
        else:
            sentences.append(Sentence(text, *place, read=False))
    return sentences


def _unlettered(text: str) -> str:
    # The small letter of "İ" is two characters, which would part a word: "i̇stanbul".
    plain = text.replace("İ", "I")
    return (_LETTER.sub(r"\1 J", plain) if " I" in plain else plain).lower()


def _read(text: str, place: tuple[int, int], forms: Sequence[str]) -> Sentence:
    by_group: dict[str, list[_Hit]] = {}
    people: list[_Hit] = []
    reach = 0
    for hit in _hits(forms):
        own = by_group.setdefault(hit.group, [])
        if not own or hit.last > own[-1].last:
            own.append(hit)
        if hit.group in _WHO:
            # The longest name of somebody counts alone: a foster mother is no mother.
            if hit.last > reach:
                people.append(hit)
            reach = max(reach, hit.last)
    if not by_group:
        return Sentence(text, *place)
    at = [match.span() for match in _WORDS.finditer(text)]

    def span(hit: _Hit) -> Span:
        return Span(at[hit.first][0], at[hit.last - 1][1])

    told = [Found("attribution", span(hit), who) for hit, who in _attributions(by_group)]
    told += [Found(kind, span(hit)) for kind in _TIMES for hit in by_group.get(kind, ())]
    pronouns, seen = by_group.get("he-says"), by_group.get("seen")
    return Sentence(
        text,
        *place,
        tuple(sorted(told, key=lambda one: (one.span, one.kind))),
        tuple(Person(span(hit), _WHO[hit.group]) for hit in people),
        span(pronouns[0]) if pronouns else None,
        span(seen[0]) if seen else None,
    )


_TIMES: tuple[Kind, ...] = ("history", "plan")


def _hits(forms: Sequence[str]) -> Iterator[_Hit]:
    """Yield every phrase of the rules by its first word, the longest first."""
    book = _book()
    for at, word in enumerate(forms):
        for phrase, group in book.get(word, ()):
            if len(phrase) == 1 or tuple(forms[at : at + len(phrase)]) == phrase:
                yield _Hit(at, at + len(phrase), group)


def _attributions(by_group: Mapping[str, Sequence[_Hit]]) -> Iterator[tuple[_Hit, Who | None]]:
    """Yield what lays the sentence in somebody's mouth, and who speaks.

    Either a phrase says it all ("according to"), or a speaker stands shortly before a word of
    saying: "mum, when asked, said".
    """
    speakers = sorted((hit.first, group) for group in SPEAKERS for hit in by_group.get(group, ()))
    begins = [first for first, _ in speakers]
    covered: set[int] = set()
    for hit in by_group.get("says", ()):
        at = bisect_right(begins, hit.first) - 1
        if at >= 0 and hit.first - begins[at] <= _NEAR:
            covered.update(range(begins[at], hit.last))
            yield _Hit(begins[at], hit.last, "says"), _WHO[speakers[at][1]]
    for hit in by_group.get("attribution", ()):
        if hit.first not in covered:
            yield hit, _speaker_at(hit, begins, speakers)


def _speaker_at(
    hit: _Hit, begins: Sequence[int], speakers: Sequence[tuple[int, str]]
) -> Who | None:
    """Name the speaker within or shortly before a phrase, else shortly after it."""
    at = bisect_right(begins, hit.last - 1) - 1
    if at >= 0 and hit.first - begins[at] <= _NEAR:
        return _WHO[speakers[at][1]]
    if at + 1 < len(begins) and begins[at + 1] - hit.last < _NEAR:
        return _WHO[speakers[at + 1][1]]
    return None


@cache
def _book() -> Mapping[str, Sequence[tuple[tuple[str, ...], str]]]:
    """Return the phrases of all groups by their first word, the longest first."""
    groups = load_rule_set(RULES).groups
    listed: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for group in _GROUPS:
        for row in groups[group]:
            phrase = tuple(map(_form, _WORDS.findall(row.text.lower())))
            listed.setdefault(phrase[0], []).append((phrase, group))
    return {word: sorted(rows, key=lambda row: -len(row[0])) for word, rows in listed.items()}


@cache
def _triggers() -> frozenset[str]:
    """Return of each phrase that may tell anything its longest word, in its plain form."""
    groups = load_rule_set(RULES).groups
    listed = (row.text for name in _TELLING for row in groups[name])
    longest = (max(_WORDS.findall(phrase.lower()), key=len) for phrase in listed)
    return frozenset(map(_form, (*longest, *_UNDERTAKING, *_OF_TIME)))
