"""Who says each sentence of a case note, and whether it tells of now, the past or a plan.

The qualifiers are those of `models.polarity`, with the words of `rulesets/notes/voices.yaml`; here
stands what carries over in a note: parts with a heading ("Wishes and feelings:", "Plan:"), who a
pronoun is, quotations that run on, and whose account the whole note is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Literal, NamedTuple

from corpus.notes import NoteKind
from corpus.records import Cue
from corpus.voices import Time, Who
from models.forms import form
from models.reading import Span
from models.rulesets import load_rule_set
from models.voices.seeing import RULES, Sentence, places, seen_in
from models.voices.speaking import (
    Said,
    Subject,
    of_writer,
    quotes,
    said_in,
    told_in_interview,
    written_in,
)
from models.voices.tenses import tense
from models.voices.timing import cue_of, is_task, time_by_words
from models.voices.writers import OWN_ACCOUNTS, Writer, writer

Speaker = Who | Literal["nobody"]
_HEADINGS: Mapping[str, Who] = MappingProxyType(
    {
        "child-heading": "child",
        "parent-heading": "parent",
        "carer-heading": "carer",
        "staff-heading": "staff",
    }
)
_HEADING = re.compile(r"\W*([^\W\d_][^:\n]{1,45}?)\s*(?::|\s[-–—](?=\s)|$)")
_LONGEST_HEADING = 50
_DASHES = frozenset("-–—")
_UNKNOWN = re.compile(r"\bPerson [A-Z]{1,2}\b")
_RETOLD: frozenset[NoteKind | None] = frozenset({"return-interview"})


class NoteText(NamedTuple):
    """A note to be read: its text, its sentences (slices of the text), and its kind where known."""

    text: str
    sentences: Sequence[tuple[int, int]]
    kind: NoteKind | None = None


class Voice(NamedTuple):
    """Who says one sentence, `text[start:end]`, and when what it says holds.

    `who` is "nobody" where the note does not say, and `guessed` where it is the likeliest alone.
    `time` is by words of past and plan, "now" where there are none; `tense` is by the verbs of what
    somebody says, null where they do not tell. `undertaken`: a sentence without a word of saying
    tells what its subject will do, wants or agrees to. `cues` are the words that told it, the
    attribution first; their offsets are those of the text.
    """

    start: int
    end: int
    who: Speaker
    time: Time
    cues: tuple[Cue, ...] = ()
    guessed: bool = False
    tense: Time | None = None
    undertaken: bool = False

    @property
    def holds(self) -> Time | None:
        """The time by words, else by verbs; null where neither tells it."""
        return self.time if self.time != "now" else self.tense


class _Part(NamedTuple):
    """What the heading of a note's part says of the sentences below it."""

    who: Who | None = None
    time: Time | None = None
    line: int | None = None  # the one line that it reaches over; null is all lines below


_NO_PART = _Part()


class _Told(NamedTuple):
    """Who says a sentence; `frame` are those of its own words that say so."""

    who: Speaker
    cues: tuple[Cue, ...] = ()
    guessed: bool = False
    frame: Span | None = None
    undertaken: bool = False


def voices(
    text: str, sentences: Sequence[tuple[int, int]], kind: NoteKind | None = None
) -> tuple[Voice, ...]:
    """Say of each sentence, a slice of the text, who says so and when it holds, in order."""
    return voices_of([NoteText(text, sentences, kind)])[0]


def voices_of(notes: Sequence[NoteText]) -> list[tuple[Voice, ...]]:
    """Do the same for a batch of notes, which costs less."""
    parts = [one.text[start:end] for one in notes for start, end in one.sentences]
    where = [place for one in notes for place in places(one.text, one.sentences)]
    seen = seen_in(parts, where)
    answers, at = [], 0
    for one in notes:
        answers.append(tuple(_Reading(one).told(seen[at : at + len(one.sentences)])))
        at += len(one.sentences)
    return answers


@cache
def _headings() -> dict[str, _Part]:
    groups = load_rule_set(RULES).groups
    told = {name: _Part(who=who) for name, who in _HEADINGS.items()}
    told |= {"plan-heading": _Part(time="planned"), "past-heading": _Part(time="past")}
    return {_plain(row.text): part for name, part in told.items() for row in groups[name]}


@lru_cache(maxsize=10_000)
def _plain(words: str) -> str:
    """Return words in the form under which phrases are found: plurals and hyphens gone."""
    return " ".join(form(word) for word in words.replace("-", " ").split())


class _Reading:
    """One pass through a note: parts, and who a pronoun is, carry over between sentences."""

    def __init__(self, note: NoteText) -> None:
        self._kind = note.kind
        self._writer: Writer | None = writer(note.text, note.kind)
        self._part = _NO_PART
        # Until somebody is named, the child of the file is meant: most likely, not surely.
        self._subject = Subject("child", sure=note.kind in _RETOLD)

    def told(self, sentences: Sequence[Sentence]) -> list[Voice]:
        """Say of each sentence of the note who says it, and when."""
        voices: list[Voice] = []
        for at, sentence in enumerate(sentences):
            self._part = _part(sentence, self._part)
            if not sentence.read and self._says_nothing(sentence):
                voices.append(_silent(sentence))
                continue
            told = self._who(sentence)
            if told.who == "nobody" and quotes(sentence):
                told = self._quoted(sentences[at + 1 : at + 2], voices)
            voices.append(self._voice(sentence, told))
            self._subject = self._next(sentence, told)
        return voices

    def _says_nothing(self, sentence: Sentence) -> bool:
        """Say whether nothing of a sentence or around it tells anything: so it is with most."""
        return (
            self._part is _NO_PART
            and self._writer is None
            and self._kind not in _RETOLD
            and "Person " not in sentence.text
            and not is_task(sentence)
            and not quotes(sentence)
        )

    def _voice(self, sentence: Sentence, told: _Told) -> Voice:
        time, cues = time_by_words(sentence, self._part.time)
        verbs: Time | None = None
        if told.who != "nobody" and time == "now":
            found = tense(sentence.text, told.frame.end if told.frame else 0, told.frame)
            if found is not None:
                verbs = found[0]
                kind: Literal["history", "plan", "context"] = _KINDS[verbs]
                cues = (cue_of(sentence, kind, found[1], f"verb, {verbs}"),)
        return Voice(
            start=sentence.start,
            end=sentence.start + len(sentence.text),
            who=told.who,
            time=time,
            cues=(*told.cues, *cues),
            guessed=told.guessed,
            tense=verbs,
            undertaken=told.undertaken,
        )

    def _who(self, sentence: Sentence) -> _Told:
        """Name who says a sentence, and the words that told it."""
        said = said_in(sentence, self._subject)
        if self._writer and written_in(sentence, self._writer, self._kind, said):
            place = self._writer.span
            cue = Cue(
                "attribution", place.start, place.end, f"voices: written by {self._writer.who}"
            )
            return _Told(self._writer.who, (cue,))
        if said is not None:
            # "Staff A told him that I was in prison" is what an unnamed writer complains of.
            own = self._kind == "survey-response" or (said.who == "staff" and of_writer(sentence))
            strange = self._kind in OWN_ACCOUNTS and own
            return _Told("nobody") if strange else _by(sentence, said)
        if self._part.who is not None:
            return _Told(self._part.who)
        if self._kind in _RETOLD and (span := told_in_interview(sentence)):
            return _by(sentence, Said("child", span), framed=False)
        return _Told("nobody")

    def _quoted(self, following: Sequence[Sentence], before: Sequence[Voice]) -> _Told:
        """Name who is quoted: the speaker of the sentence after or before, or likely the child."""
        after = self._who(following[0]) if following else _Told("nobody")
        if after.who != "nobody":
            return _Told(after.who, guessed=after.guessed)
        if before and before[-1].who != "nobody":
            return _Told(before[-1].who, guessed=before[-1].guessed)
        return _Told("child", guessed=self._kind not in _RETOLD)

    def _next(self, sentence: Sentence, told: _Told) -> Subject:
        """Return who "he" or "she" is in the next sentence: who spoke, else who was spoken of."""
        if self._kind in _RETOLD or self._writer:
            return self._subject
        if not (told.who == "nobody" or told.who == "staff"):  # noqa: PLR1714 - narrows the type
            return Subject(told.who, not told.guessed)
        named = [person.who for person in sentence.people if person.who != "staff"]
        if not named:
            return (
                self._subject
                if not _UNKNOWN.search(sentence.text)
                else Subject(self._subject.who, sure=False)
            )
        alone = (
            len(set(named)) == 1
            and sentence.people[0].span.start <= len("The ")
            and not _UNKNOWN.search(sentence.text)
        )
        return Subject(named[0], alone)


_KINDS: Mapping[Time, Literal["history", "plan", "context"]] = MappingProxyType(
    {"past": "history", "planned": "plan", "now": "context"}
)


def _silent(sentence: Sentence) -> Voice:
    return Voice(sentence.start, sentence.start + len(sentence.text), "nobody", "now")


def _by(sentence: Sentence, said: Said, framed: bool = True) -> _Told:
    cue = cue_of(sentence, "attribution", said.span, said.who)
    frame = said.span if framed and not said.undertaken else None
    return _Told(said.who, (cue,), not said.sure, frame, said.undertaken)


def _part(sentence: Sentence, part: _Part) -> _Part:
    """Return the part that a sentence stands in: its own heading's, or the one before it.

    A heading with words behind it on its line speaks for that line alone.
    """
    if part.line is not None and part.line != sentence.line:
        part = _NO_PART
    opening = sentence.text[:_LONGEST_HEADING]
    colon = ":" in opening
    if not colon and len(sentence.text) > _LONGEST_HEADING and _DASHES.isdisjoint(opening):
        return part
    match = _HEADING.match(sentence.text)
    if match is None:
        return part
    known = _headings().get(_plain(match[1]))
    if known is not None:
        alone = not sentence.text[match.end() :].strip()
        return known if alone else known._replace(line=sentence.line)
    # A heading that says nothing of either ends the part; a sentence alone does not.
    headed = colon and match[0].rstrip().endswith(":") and len(match[1].split()) <= 5
    return _NO_PART if headed else part
