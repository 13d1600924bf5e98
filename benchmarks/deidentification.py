"""How well identifiers of generated case files are found: recall, precision, and what it costs.

    python -m benchmarks.deidentification [--seeds N] [--first N] [--vocabulary NAME] [--show N]
    python -m benchmarks.deidentification --through-files --seeds 300 --processes 2

The first measures `find` on texts as generated, the second the product on files as they are read
(`benchmarks.through_files`).

Truth and texts come from `benchmarks.casefiles`: everything here is synthetic. An identifier of the
truth is found if every letter and digit of it is covered. One that was found is right if at least
half of its letters and digits, titles aside, stand in the truth. All notes of a case are searched
together. People listed are those whom a case system lists: the child, siblings, parents, carer and
social worker, by their full names; on files, those whom the files themselves name. Each means is
switched off in turn. Tune on the development vocabulary only; `--vocabulary judgement` is for the
last measure and shows no examples.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from time import perf_counter, process_time
from typing import get_args

from benchmarks import through_files
from benchmarks.casefiles import generate
from benchmarks.casefiles.through import Way, trained
from benchmarks.casefiles.truth import (
    FileTruth,
    Occurrence,
    Piece,
    Truth,
    Vocabulary,
    every_aside,
    every_note,
)
from corpus.notes import Identifier, Person
from models.deid import MEANS, find
from models.deid.lexicon import vocabulary

_LISTED = ("child", "sibling", "baby", "mother", "father", "carer", "worker", "sw", "social-worker")
_RULES = frozenset(("patterns", "context"))


@dataclass(frozen=True, slots=True)
class Case:
    """All texts of one family, with where each came from."""

    pieces: list[Piece] = field(default_factory=list)
    formats: list[str] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)


@dataclass(slots=True)
class Score:
    """What was found of the truth, and what of the found is true."""

    truth: Counter[str] = field(default_factory=Counter)
    hit: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    notes: Counter[str] = field(default_factory=Counter)
    clean: Counter[str] = field(default_factory=Counter)
    decoys: Counter[str] = field(default_factory=Counter)
    taken: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def recall(self, kinds: Iterable[str] | None = None) -> float:
        """Return the share of direct identifiers found, or of those of some kinds."""
        named = list(kinds) if kinds is not None else ["direct"]
        return sum(self.hit[k] for k in named) / max(1, sum(self.truth[k] for k in named))

    def precision(self) -> float:
        """Return the share of what was found that is true."""
        return sum(self.right.values()) / max(1, sum(self.found.values()))


def cases_of(truth: Truth, listed: bool) -> list[Case]:
    """Return the cases of one generated set; texts beside the notes go to the first case."""
    cases: dict[str, Case] = defaultdict(Case)
    for file in truth.files:
        _shelve(file, cases)
    for person in truth.people if listed else ():
        family = person.key.partition(".")[0]
        if person.part in _LISTED and family in cases:
            cases[family].people.append(Person(person.names[:1], person.role, person.born))
    return list(cases.values())


def _shelve(file: FileTruth, cases: dict[str, Case]) -> None:
    shelved = [(note.piece, note.family) for note in every_note(file)]
    first = shelved[0][1] if shelved else ""
    shelved += [(aside.piece, first) for aside in every_aside(file)]
    for piece, family in shelved:
        cases[family].pieces.append(piece)
        cases[family].formats.append(file.format)


def judge(case: Case, found: Sequence[Sequence[Identifier]], score: Score) -> None:
    """Add one case to the score."""
    for piece, identifiers, format_name in zip(case.pieces, found, case.formats, strict=True):
        signs = {at for item in identifiers for at in range(item.start, item.end)}
        clean = True
        for truth in piece.occurrences:
            hit = all(at in signs for at in _letters(piece.text, truth.start, truth.end))
            clean &= hit or not truth.direct
            for key in _keys(truth):
                score.truth[key] += 1
                score.hit[key] += hit
            if not hit:
                score.missed.append(f"{truth.kind}/{truth.form}: {_around(piece.text, truth)}")
        if any(truth.direct for truth in piece.occurrences):
            for key in ("all", format_name):
                score.notes[key] += 1
                score.clean[key] += clean
        _judge_found(piece, identifiers, score)


def _judge_found(piece: Piece, identifiers: Sequence[Identifier], score: Score) -> None:
    true = {at for truth in piece.occurrences for at in range(truth.start, truth.end)}
    titles = vocabulary().lists["titles"]
    for item in identifiers:
        printed = piece.text[item.start : item.end]
        first = printed.split()[0].strip(".")
        skip = len(first) if first.lower() in titles else 0
        letters = _letters(piece.text, item.start + skip, item.end)
        right = 2 * sum(at in true for at in letters) >= len(letters)
        score.found[item.kind] += 1
        score.right[item.kind] += right
        if not right:
            score.wrong.append(f"{item.kind} {','.join(item.means)}: {_around(piece.text, item)}")
    for decoy in piece.decoys:
        score.decoys[decoy.sort] += 1
        score.taken[decoy.sort] += any(
            item.start < decoy.end and item.end > decoy.start for item in identifiers
        )


def _keys(truth: Occurrence) -> Iterable[str]:
    yield truth.kind
    if truth.direct:
        yield "direct"
    if truth.form:
        yield f"{truth.kind}/{truth.form}"


def _letters(text: str, start: int, end: int) -> list[int]:
    return [at for at in range(start, end) if text[at].isalnum()]


def _around(text: str, span: Occurrence | Identifier) -> str:
    before = text[max(0, span.start - 40) : span.start]
    after = text[span.end : span.end + 30]
    return f"{before}[[{text[span.start : span.end]}]]{after}".replace("\n", " / ")


def measure(sets: Sequence[Truth], means: frozenset[str], listed: bool) -> tuple[Score, float, int]:
    """Return score, CPU seconds and the number of letters searched."""
    score, seconds, size = Score(), 0.0, 0
    for truth in sets:
        for case in cases_of(truth, listed):
            texts = [piece.text for piece in case.pieces]
            began = process_time()
            found = find(texts, case.people, means=means, components=trained())
            seconds += process_time() - began
            size += sum(map(len, texts))
            judge(case, found, score)
    return score, seconds, size


def report(score: Score) -> None:
    """Print recall by kind and form, precision by kind, clean notes by format, decoys taken."""
    print("\nkind or form            found of n      recall   found  right   precision")
    for key in sorted(score.truth, key=lambda key: (key != "direct", key)):
        line = f"{key:<22} {score.hit[key]:>6} {score.truth[key]:>6}    {score.recall([key]):.4f}"
        if key in score.found:
            share = score.right[key] / score.found[key]
            line += f"  {score.found[key]:>6} {score.right[key]:>6}   {share:.3f}"
        print(line)
    print("\nnotes with every direct identifier removed")
    for key, count in sorted(score.notes.items()):
        print(f"{key:<10} {score.clean[key]:>6} of {count:>6}  {score.clean[key] / count:.3f}")
    print("\ndecoys taken: " + ", ".join(
        f"{sort} {score.taken[sort]} of {count}" for sort, count in sorted(score.decoys.items())
    ))  # fmt: skip


def runs(only: bool) -> dict[str, Way]:
    """Return the ways of looking that are compared: without each means, and by rules alone."""
    ways = {"nobody listed": Way(MEANS, people=False)}
    if not only:
        ways |= {f"without {one}": Way(MEANS - {one}) for one in sorted(MEANS)}
        ways["rules alone"] = Way(_RULES, people=False)
    return ways


def main() -> None:
    """Measure with all means, with each off, and with rules alone."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=30)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--vocabulary", choices=get_args(Vocabulary), default="development")
    parser.add_argument("--show", type=int, default=0, help="so many examples; never of judgement")
    parser.add_argument("--only", action="store_true", help="all means together, and nothing else")
    parser.add_argument("--through-files", action="store_true", help="the product, on files")
    parser.add_argument("--processes", type=int, default=1, help="with --through-files")
    parser.add_argument("--scans-every", type=int, default=10, help="0: no scans")
    asked = parser.parse_args()
    if asked.through_files:
        began = perf_counter()
        what = through_files.Asked(
            asked.first, asked.seeds, asked.vocabulary, scans_every=asked.scans_every,
            processes=asked.processes,
        )  # fmt: skip
        found = through_files.measured(what, runs(asked.only))
        print("\n".join(through_files.report(what, found, began)))
    else:
        _on_texts(asked)


def _on_texts(asked: argparse.Namespace) -> None:
    seeds = range(asked.first, asked.first + asked.seeds)
    sets = [generate(seed, asked.vocabulary).truth for seed in seeds]
    find(["warm up"], components=trained())
    print("trained component: " + (", ".join(one.name for one in trained()) or "none is shipped"))
    for name, way in {"people listed": Way(MEANS), **runs(asked.only)}.items():
        score, seconds, size = measure(sets, way.means, way.people)
        print(
            f"{name:<28} recall {score.recall():.4f} of {score.truth['direct']}, precision "
            f"{score.precision():.4f} of {sum(score.found.values())}, clean "
            f"{score.clean['all'] / max(1, score.notes['all']):.3f} of {score.notes['all']}, "
            f"{seconds:.1f} CPU-s for {size:,} letters"
        )
        if name.endswith("listed"):
            report(score)
            if asked.vocabulary != "judgement":
                _show(score, asked.show)


def _show(score: Score, count: int) -> None:
    for title, lines in (("missed", score.missed), ("wrong", score.wrong)):
        print(f"\n{title}: {len(lines)}" if count else "")
        for line in lines[:: max(1, len(lines) // count)][:count] if count else ():
            print("  ", line)


if __name__ == "__main__":
    main()
