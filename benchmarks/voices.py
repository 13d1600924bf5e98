"""Who says so and when, told from de-identified notes of generated case files: how often right.

    python -m benchmarks.voices [--seeds N] [--first N] [--vocabulary NAME] [--show N] [--cost N]

Everything here is synthetic. Names are found and replaced first, as before a signature; then each
statement of the truth is compared with the sentence that shares most of its words. Precision is of
the statements that were given a speaker or a time, coverage the share that was given one. Tune on
the development and rehearsal vocabularies; `--vocabulary judgement` shows no examples.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from time import process_time
from typing import NamedTuple, get_args

from benchmarks.casefiles import generate
from benchmarks.casefiles.truth import Piece, Said, Truth, Vocabulary, every_note
from benchmarks.deidentification import cases_of
from corpus.notes import NoteKind
from models.deid import Pseudonyms, find, redact, to_redacted
from models.voices import NoteText, Voice, note_sentences, voices_of

# The truth says otherwise of them: a teacher is of a partner agency, a mother's partner is none.
_PARTS = {"teacher": "partner", "head": "partner", "partner": "parent"}
# The truth has a word of its own neither for those who lead nor for relatives.
_SAME = {"leader": "staff"}
# What de-identification writes where nobody knows what somebody is in the case.
_STRANGER = re.compile(r"Person [A-Z]{1,2}\b")


class Told(NamedTuple):
    """A note as it is after a signature: text, kind, and the statements of the truth in it."""

    text: str
    kind: NoteKind | None
    said: tuple[tuple[int, int, str, str], ...]  # start, end, speaker, time


@dataclass(slots=True)
class Score:
    """Counts by key ("all", a speaker, a kind of note): statements, those told, those right."""

    n: Counter[str] = field(default_factory=Counter)
    spoke: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)

    def add(self, said: str, told: str | None, keys: Iterable[str], words: str) -> None:
        """Count one statement under each key."""
        for key in keys:
            self.n[key] += 1
            self.spoke[key] += told is not None
            self.right[key] += told == said
        if told is not None and told != said:
            self.missed[f"{told} for {said}: {words}"] += 1

    def lines(self) -> Iterator[str]:
        """Yield one line a key: precision where it speaks, and coverage, with their numbers."""
        for key in sorted(self.n, key=lambda key: (key != "all", key)):
            n, spoke, right = self.n[key], self.spoke[key], self.right[key]
            yield (
                f"  {key:<22} precision {right / max(spoke, 1):.3f} ({right} of {spoke})  "
                f"coverage {spoke / n:.3f} (of {n})"
            )


def told_notes(truth: Truth) -> list[Told]:
    """Return the notes of a generated set, de-identified case by case."""
    # A text that stands twice, in a file and its attachment, is of one kind.
    kinds = {note.piece.text: note.kind for file in truth.files for note in every_note(file)}
    parts = {person.key: person.part for person in truth.people}
    told: list[Told] = []
    for case in cases_of(truth, listed=True):
        texts = [piece.text for piece in case.pieces]
        hidden = Pseudonyms(b"benchmark").assign(texts, find(texts, case.people))
        for piece, identifiers in zip(case.pieces, hidden, strict=True):
            redaction = redact(piece.text, identifiers)
            said = tuple(
                (*to_redacted(redaction, one.start, one.end), speaker(piece, one, parts), one.time)
                for one in piece.said
            )
            told.append(Told(redaction.text, kinds.get(piece.text), said))
    return told


def speaker(piece: Piece, said: Said, parts: dict[str, str]) -> str:
    """Return who says a statement of the truth, in the words of `models.voices`."""
    near = range(said.start, said.start + len("Mrs  "))  # a title may stand before the name
    first = next((one.who for one in piece.occurrences if one.start in near), "")
    return _PARTS.get(parts.get(first, ""), said.who)


def judge(notes: Sequence[Told]) -> tuple[Score, Score, Counter[str]]:
    """Return the scores of speakers and times, and who is named where the truth is silent."""
    who, when, beyond = Score(), Score(), Counter[str]()
    found = voices_of([NoteText(one.text, note_sentences(one.text), one.kind) for one in notes])
    for note, voices in zip(notes, found, strict=True):
        for start, end, says, time in note.said:
            best = max(voices, key=lambda one: min(one.end, end) - max(one.start, start))
            words = f"[{note.kind}] {note.text[best.start : best.end]}"
            name = _name(best)
            named = "unnamed" if _STRANGER.match(note.text, start) else "named by their part"
            who.add(says, name, ("all", named, f"of {says}", f"in {note.kind}"), words)
            when.add(time, best.holds, ("all", f"of {time}"), words)
        for one in voices:
            if not any(one.start < end and one.end > start for start, end, *_ in note.said):
                beyond[f"{_name(one)}"] += 1
    return who, when, beyond


def _name(voice: Voice) -> str | None:
    return None if voice.who == "nobody" or voice.guessed else _SAME.get(voice.who, voice.who)


def cost(notes: Sequence[Told], count: int) -> float:
    """Return the CPU seconds that `count` notes of this sort take, in batches of 500."""
    many = [notes[at % len(notes)] for at in range(count)]
    began = process_time()
    for at in range(0, count, 500):
        batch = many[at : at + 500]
        voices_of([NoteText(one.text, note_sentences(one.text), one.kind) for one in batch])
    return process_time() - began


def main(arguments: Sequence[str] | None = None) -> None:
    """Generate, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=30)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--vocabulary", choices=get_args(Vocabulary), default="development")
    parser.add_argument("--show", type=int, default=0)
    parser.add_argument("--cost", type=int, default=0, help="also time this many notes")
    asked = parser.parse_args(arguments)
    seeds = range(asked.first, asked.first + asked.seeds)
    notes = [note for seed in seeds for note in told_notes(generate(seed, asked.vocabulary).truth)]
    who, when, beyond = judge(notes)
    print(f"{asked.vocabulary}, seeds {seeds[0]} to {seeds[-1]}: {len(notes)} synthetic notes")
    for title, score in (("who says so", who), ("of what time", when)):
        print(title, *score.lines(), sep="\n")
    print("sentences of which the truth says nothing:", dict(beyond.most_common()))
    if asked.show and asked.vocabulary != "judgement":
        for score in (who, when):
            print(*(f"{n} {row}" for row, n in score.missed.most_common(asked.show)), sep="\n")
    if asked.cost:
        print(f"{asked.cost} notes: {cost(notes, asked.cost):.2f} CPU-s")


if __name__ == "__main__":
    main()
