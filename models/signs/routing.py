"""From texts to signs: words, kind, the rule that found them, who says so and of what time."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, get_args

from models.reading import Span
from models.signs.cancelling import Found, Ground, cancelled, hypothetical
from models.signs.kinds import SignKind
from models.signs.phrasebook import Phrasebook, shipped
from models.signs.tokens import Words, words_of
from models.voices import NoteText, Voice, note_sentences, voices_of
from models.voices.voicing import Speaker

SignTime = Literal["now", "past", "planned", "hypothetical"]
_LONGEST, _OVERLAP = 1200, 200  # characters
TIMES: tuple[SignTime, ...] = get_args(SignTime)


@dataclass(frozen=True, slots=True)
class Sign:
    """An explicit statement that a child may be at risk: `text[start:end]`, for a person to read.

    `rule` is the kind and the pattern that found it; `speaker` is who says so. It holds no number
    and is none: it says where to look, not how likely anything is.
    """

    start: int
    end: int
    kind: SignKind
    rule: str
    speaker: Speaker
    time: SignTime


class Match(NamedTuple):
    """Words of a sentence that a pattern or a frame has found."""

    kind: SignKind
    rule: str
    found: Found


def signs(texts: Sequence[str]) -> list[tuple[Sign, ...]]:
    """Find the signs of each text, in the order of their words."""
    book = shipped()
    cut = [_windows(text, note_sentences(text)) for text in texts]
    read = [
        [_spelt(words_of(text, *span), book) for span in spans]
        for text, spans in zip(texts, cut, strict=True)
    ]
    matched = [[tuple(_matches(words, book)) for words in rows] for rows in read]
    # Who speaks is asked only of texts where something was found: most have nothing.
    asked = [at for at, rows in enumerate(matched) if any(rows)]
    told = dict(zip(asked, voices_of([NoteText(texts[at], cut[at]) for at in asked]), strict=True))
    return [
        _once(sorted(_kept(read[at], rows, told[at], book), key=_order)) if at in told else ()
        for at, rows in enumerate(matched)
    ]


def _windows(text: str, spans: Sequence[Span]) -> list[Span]:
    """Cut what runs on without a stop into windows that overlap, each short enough to search."""
    rows: list[Span] = []
    for start, end in spans:
        at = start
        while end - at > _LONGEST:
            space = text.rfind(" ", at + _LONGEST - _OVERLAP, at + _LONGEST)
            stop = space if space > 0 else at + _LONGEST
            rows.append(Span(at, stop))
            begin = text.find(" ", stop - _OVERLAP, stop)
            at = begin + 1 if begin > 0 else stop
        rows.append(Span(at, end))
    return rows


def _once(found: list[Sign]) -> tuple[Sign, ...]:
    """Leave out what a window before has found already."""
    kept: list[Sign] = []
    ends: dict[str, int] = {}
    for sign in found:
        if sign.end > ends.get(sign.kind, -1):
            kept.append(sign)
            ends[sign.kind] = sign.end
    return tuple(kept)


def _order(sign: Sign) -> tuple[int, int, str]:
    return sign.start, sign.end, sign.kind


def _spelt(words: Words, book: Phrasebook) -> Words:
    spelt = tuple(book.spelling[word] for word in words.words)
    if spelt == words.words:
        return words
    return Words(spelt, words.starts, words.ends)


def _matches(words: Words, book: Phrasebook) -> Iterator[Match]:
    """Find the patterns of a sentence, looking only for those whose trigger it holds."""
    for met in book.frames.met(words.words):
        found = Found(*met.ideas[0], met.negative, met.ideas)
        yield Match(met.frame.kind, met.frame.rule, found)
    asked = {at for word in words.words for at in book.triggers.get(word, ())}
    for at in sorted(asked):
        pattern = book.patterns[at]
        for match in pattern.words.finditer(words.line):
            first = bisect_left(words.places, match.start())
            last = bisect_left(words.places, match.end())
            yield Match(pattern.kind, pattern.rule, Found(first, last, pattern.negative))


def _kept(
    read: Sequence[Words],
    matched: Sequence[tuple[Match, ...]],
    told: Sequence[Voice],
    book: Phrasebook,
) -> Iterator[Sign]:
    """Yield the signs of one text: matches that nothing cancels, joined where they overlap."""
    for at, rows in enumerate(matched):
        if not rows:
            continue
        following = read[at + 1] if at + 1 < len(read) else None
        ground = Ground(read[at], following, _speaker(told[at]) in ("child", "partner"), {})
        standing = [row for row in rows if cancelled(row.kind, row.found, ground, book) is None]
        for one in _joined(standing):
            words = Span(read[at].starts[one.found.begin], read[at].ends[one.found.end - 1])
            supposed = hypothetical(one.found, ground, book)
            time: SignTime = "hypothetical" if supposed else told[at].time
            yield Sign(*words, one.kind, one.rule, _speaker(told[at]), time)


def _speaker(voice: Voice) -> Speaker:
    """Return who says it: "he is going to hurt himself" is nobody's word yet."""
    return "nobody" if voice.undertaken else voice.who


def _joined(rows: list[Match]) -> Iterator[Match]:
    """Join matches of one kind that share words; the rule of the longest is kept."""
    by_kind: dict[SignKind, list[Match]] = {}
    for row in sorted(rows, key=lambda row: (row.found.begin, -row.found.end)):
        listed = by_kind.setdefault(row.kind, [])
        if listed and row.found.begin < listed[-1].found.end:
            before = listed.pop()
            longest = max(before, row, key=lambda one: one.found.end - one.found.begin)
            listed.append(longest._replace(found=_spanning(before.found, row.found)))
        else:
            listed.append(row)
    for listed in by_kind.values():
        yield from listed


def _spanning(one: Found, other: Found) -> Found:
    first = min(one.first, other.first)
    ends = (min(one.begin, other.begin), max(one.end, other.end))
    return Found(first, max(one.last, other.last), ideas=(ends,))
