"""From texts to signs: words, kind, the rule that found them, who says so and of what time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from models.reading import Span
from models.signs.cancelling import Found, Ground, cancelled, hypothetical, means_else
from models.signs.kinds import SignKind
from models.signs.phrasebook import Phrasebook
from models.signs.sentences import Match, Sentence, shipped_reader
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


def signs(texts: Sequence[str]) -> list[tuple[Sign, ...]]:
    """Find the signs of each text, in the order of their words."""
    reader = shipped_reader()
    cut = [_windows(text, note_sentences(text)) for text in texts]
    read = [
        [reader.looked_at(text, *span) for span in spans]
        for text, spans in zip(texts, cut, strict=True)
    ]
    # Who speaks is asked only of texts where something may stand: most have nothing.
    asked = [at for at, rows in enumerate(read) if any(row.may_stand for row in rows)]
    told = dict(zip(asked, voices_of([NoteText(texts[at], cut[at]) for at in asked]), strict=True))
    return [
        _once(sorted(_kept(rows, told[at], reader.book), key=_order)) if at in told else ()
        for at, rows in enumerate(read)
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


def _kept(read: Sequence[Sentence], told: Sequence[Voice], book: Phrasebook) -> Iterator[Sign]:
    """Yield the signs of one text: matches that nothing cancels, joined where they overlap.

    A frame is loose, and counts where what was learnt agrees. What was learnt counts by itself, but
    not where all the words that it shows are part of innocent ones.
    """
    for at, row in enumerate(read):
        if not row.may_stand:
            continue
        following = read[at + 1].words if at + 1 < len(read) else None
        reported = _speaker(told[at]) in ("child", "partner")
        ground = Ground(row.words, following, reported, row.known, len(read) == 1)
        reasons = {one: cancelled(one.kind, one.found, ground, book) for one in row.matches}
        standing = [
            one for one, reason in reasons.items() if reason is None and (one.ordered or row.caused)
        ]
        if row.caused and not standing and not means_else(row.caused.places, ground, book):
            found = Found(row.caused.first, row.caused.last)
            standing = [Match(row.caused.kind, row.caused.rule, found)]
        spans = row.words.spans
        for one in _joined(_told_once(standing)):
            words = Span(spans[one.found.begin].start, spans[one.found.end - 1].end)
            supposed = hypothetical(one.found, ground, book)
            time: SignTime = "hypothetical" if supposed else told[at].time
            yield Sign(*words, one.kind, one.rule, _speaker(told[at]), time)


def _told_once(rows: list[Match]) -> list[Match]:
    """Leave out frames whose words a pattern has, too: a person reads a statement once."""
    ordered = [row.found for row in rows if row.ordered]
    return [
        row
        for row in rows
        if row.ordered
        or not any(one.begin < row.found.end and row.found.begin < one.end for one in ordered)
    ]


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
