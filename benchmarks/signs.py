"""Whether every explicit sign of harm is routed, and how many routes are false, on synthetic files.

`python -m benchmarks.signs` generates case files and prints recall and false routes with their
numbers, and each statement that was missed. `--vocabulary judgement` is for the final measure: it
prints numbers alone. `--sentences development` with it keeps its names and takes sentences that
patterns were made on: what unseen seeds and names do is left.

A route is one sentence shown to a person. It is right where the truth has an explicit statement in
it, false where the truth has what only looks so; a sentence that the truth says nothing of is
counted apart, for notes of missing episodes and allegations state what they are about without the
truth marking each sentence.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal, get_args

from benchmarks.casefiles import generate
from benchmarks.casefiles.notes import Options
from benchmarks.casefiles.truth import Piece, Truth, Vocabulary, pieces
from models.signs import signs
from models.voices import note_sentences

Verdict = Literal["right", "false", "unmarked"]


@dataclass(slots=True)
class Told:
    """What was counted: statements by category, routed or not, routed sentences by verdict."""

    statements: Counter[str] = field(default_factory=Counter)
    routed: Counter[str] = field(default_factory=Counter)
    routes: Counter[Verdict] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    notes: int = 0

    @property
    def recall(self) -> float:
        """Share of explicit statements that were routed; 1 where there are none."""
        total = self.statements.total()
        return self.routed.total() / total if total else 1.0

    def false(self, *verdicts: Verdict) -> float:
        """Share of routes with these verdicts."""
        total = self.routes.total()
        return sum(self.routes[verdict] for verdict in verdicts) / total if total else 0.0


def measured(truths: Iterable[Truth]) -> Told:
    """Measure all notes of generated sets."""
    told = Told()
    for truth in truths:
        texts = [piece for file in truth.files for piece in pieces(file)]
        for piece, found in zip(texts, signs([one.text for one in texts]), strict=True):
            told.notes += 1
            _count(told, piece, [(sign.start, sign.end) for sign in found])
    return told


def _count(told: Told, piece: Piece, found: list[tuple[int, int]]) -> None:
    explicit = [(sign.start, sign.end) for sign in piece.signs if sign.explicit]
    near = [(sign.start, sign.end) for sign in piece.signs if not sign.explicit]
    for sign in piece.signs:
        if sign.explicit:
            told.statements[sign.category] += 1
            if _any(found, (sign.start, sign.end)):
                told.routed[sign.category] += 1
            else:
                told.missed.append(f"{sign.category}: {sign.text}")
    for sentence in note_sentences(piece.text):
        if not any(sentence.start <= start < sentence.end for start, _ in found):
            continue
        verdict: Verdict = "unmarked"
        if _any(explicit, sentence):
            verdict = "right"
        elif _any(near, sentence):
            verdict = "false"
            told.wrong.append(piece.text[slice(*sentence)])
        told.routes[verdict] += 1


def _any(spans: Iterable[tuple[int, int]], of: tuple[int, int]) -> bool:
    return any(start < of[1] and of[0] < end for start, end in spans)


def report(told: Told, with_words: bool) -> Iterator[str]:
    """Yield what was found as lines; words of statements only where asked for."""
    total, routes = told.statements.total(), told.routes.total()
    yield f"synthetic notes: {told.notes}"
    yield f"recall on explicit statements: {told.recall:.3f} (n {total})"
    for category, number in sorted(told.statements.items()):
        yield f"  {category}: {told.routed[category]} of {number}"
    yield f"false routes, of all: {told.false('false'):.3f} (n {routes})"
    yield f"  with unmarked sentences taken as false: {told.false('false', 'unmarked'):.3f}"
    if with_words:
        yield from (f"MISSED {words}" for words in sorted(set(told.missed)))
        yield from (f"FALSE {words}" for words in sorted(set(told.wrong)))


def main(arguments: list[str]) -> int:
    """Generate, measure and print; ends with 1 where a statement was missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.signs", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sets", type=int, default=5)
    parser.add_argument("--vocabulary", choices=get_args(Vocabulary), default="development")
    parser.add_argument("--sentences", choices=get_args(Vocabulary))
    asked = parser.parse_args(arguments)
    options = Options(sentences=asked.sentences)
    seeds = range(asked.seed, asked.seed + asked.sets)
    # Text is all that is measured: one plain format has every sentence that the others have.
    formats = ("txt", "md", "csv")
    sets = (generate(seed, asked.vocabulary, formats, options).truth for seed in seeds)
    told = measured(sets)
    print("\n".join(report(told, "judgement" not in (asked.vocabulary, asked.sentences))))
    return int(told.recall < 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
