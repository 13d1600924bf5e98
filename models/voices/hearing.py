"""From notes to what is stored: who speaks in each passage, when, and what source that is."""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources
from typing import NamedTuple, get_args

from corpus.notes import NoteKind
from corpus.records import Passage
from corpus.voices import PassageVoice, Statement
from models.voices.sources import source_type
from models.voices.splitting import note_sentences
from models.voices.voicing import NoteText, Voice, voices_of

_VERSION = "voices/1"
_RULES = ("voices.yaml", "writers.yaml")
_KINDS: frozenset[str] = frozenset(get_args(NoteKind))


class HeardNote(NamedTuple):
    """A note to be listened to: its text, its kind where known, and its passages."""

    text: str
    kind: str | None
    passages: Sequence[Passage]


@cache
def reader_name() -> str:
    """Return the name of these rules: "voices/1-0a1b2c3d", another one once their words change."""
    folder = resources.files("models").joinpath("rulesets", "notes")
    words = b"".join(folder.joinpath(name).read_bytes() for name in _RULES)
    return f"{_VERSION}-{hashlib.sha256(words).hexdigest()[:8]}"


def hear(notes: Sequence[HeardNote]) -> list[tuple[PassageVoice, ...]]:
    """Say of each passage of each note who says its sentences, and when; one record a passage.

    Whole notes are read, for a heading or a speaker may stand in the passage before.
    """
    read = [NoteText(one.text, note_sentences(one.text), _kind(one.kind)) for one in notes]
    told = voices_of(read)
    return [
        tuple(_heard(passage, voices, note.kind) for passage in one.passages)
        for one, note, voices in zip(notes, read, told, strict=True)
    ]


def _heard(passage: Passage, voices: Sequence[Voice], kind: NoteKind | None) -> PassageVoice:
    statements = tuple(_statements(passage, voices, kind))
    return PassageVoice(passage.id, passage.document_id, statements, reader_name())


def _statements(
    passage: Passage, voices: Sequence[Voice], kind: NoteKind | None
) -> Iterator[Statement]:
    """Yield the sentences of a passage, cut where it ends."""
    first = bisect_left(voices, passage.start, key=lambda one: one.end - 1)
    for voice in voices[first:]:
        if voice.start >= passage.end:
            return
        # Who is only guessed to speak is not known to: a source type must not rest on it.
        who = None if voice.who == "nobody" or voice.guessed else voice.who
        cues = tuple(cue for cue in voice.cues if who is not None or cue.kind != "attribution")
        yield Statement(
            max(voice.start, passage.start),
            min(voice.end, passage.end),
            who,
            voice.holds if who is not None or voice.time != "now" else None,
            source_type(kind, who),
            cues,
        )


def _kind(kind: str | None) -> NoteKind | None:
    return kind if kind in _KINDS else None  # type: ignore[return-value]
