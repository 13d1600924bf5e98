"""How well identifiers were removed, notes found and signs of harm routed: figures with intervals.

An identifier counts as removed if every letter and digit of it lies inside found spans. What an
extraction does not show (a tracked deletion, a letter that OCR lost) is no part of recall. A found
span is right if half its letters or more belong to identifiers of the truth, direct or not.

Figures are ratios by name, as "recall", "recall/kind/name", "recall/form/initials",
"recall/format/docx", "precision", "precision/kind/name", "notes clean", "files clean/format/pdf",
"notes found", "date right", "kind right/visit", "signs routed", "routes right",
"decoys kept/drug", "speaker right/child", "time right/planned".
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.casefiles.locating import LocatedPiece, Place, itself, locate
from benchmarks.casefiles.truth import FileTruth, NoteTruth, Piece, every_aside, every_note
from benchmarks.casefiles.vocabulary import chance
from corpus.notes import Identifier, Note

_INDIRECT = ("date", "place")
_RESAMPLES = 1000
Span = tuple[int, int]
Attributed = tuple[int, int, str | None, str | None]  # start, end, speaker, time


@dataclass(frozen=True, slots=True)
class FoundFile:
    """What was made of one file; all offsets count in `text`.

    `routed` are signs of harm, `said` spans with who says it and of which time it speaks. Leave
    `notes`, `routed` or `said` None where that was not tried: it is not scored then.
    """

    text: str
    identifiers: Sequence[Identifier]
    notes: Sequence[Note] | None = None
    routed: Sequence[Span] | None = None
    said: Sequence[Attributed] | None = None


class Tally:
    """Hits and tries by the name of a figure."""

    def __init__(self) -> None:
        self.hits: Counter[str] = Counter()
        self.tries: Counter[str] = Counter()

    def add(self, hit: bool, *names: str) -> None:
        """Count one try under each name."""
        for name in names:
            self.tries[name] += 1
            self.hits[name] += hit

    def join(self, other: Tally) -> None:
        """Count another tally's tries as well."""
        self.tries.update(other.tries)
        self.hits.update(other.hits)


@dataclass(frozen=True, slots=True)
class Rate:
    """A ratio of `n` tries, with the 95 % interval of a bootstrap over case files."""

    value: float
    low: float
    high: float
    n: int


def judge_file(truth: FileTruth, found: FoundFile) -> Tally:
    """Judge what was made of one file as it was extracted."""
    located = locate(truth, found.text)
    tally = Tally()
    covered = _covered(found.text, found.identifiers)
    true = _Letters()
    notes, asides = every_note(truth), every_aside(truth)
    clean = [
        _removals(tally, truth.format, note.piece, place, (found.text, covered, true))
        for note, place in zip(notes, located.notes, strict=True)
    ]
    for note, kept in zip(notes, clean, strict=True):
        _cleanness(tally, truth.format, note, kept)
    beside = [
        _removals(tally, truth.format, aside.piece, place, (found.text, covered, true))
        for aside, place in zip(asides, located.asides, strict=True)
    ]
    tally.add(all(clean + beside), "files clean", f"files clean/format/{truth.format}")
    _claims(tally, truth.format, found.text, found.identifiers, true)
    if found.notes is not None:
        _splitting(tally, truth, located.notes, found)
    if found.routed is not None:
        _routing(tally, notes, located.notes, found.routed)
    if found.said is not None:
        _attribution(tally, notes, located.notes, found.said)
    return tally


def judge_notes(
    truth: FileTruth,
    found: Sequence[Sequence[Identifier]],
    routed: Sequence[Sequence[Span]] | None = None,
) -> Tally:
    """Judge what was found in the texts of the notes as generated, one list a note.

    The notes are those of `truth.every_note`; offsets count in the note's text.
    """
    tally = Tally()
    every = every_note(truth)
    clean = []
    for note, identifiers in zip(every, found, strict=True):
        text, true = note.piece.text, _Letters()
        seen = (text, _covered(text, identifiers), true)
        clean.append(_removals(tally, truth.format, note.piece, itself(note.piece), seen))
        _cleanness(tally, truth.format, note, clean[-1])
        _claims(tally, truth.format, text, identifiers, true)
    if clean:
        tally.add(all(clean), "files clean", f"files clean/format/{truth.format}")
    for note, spans in zip(every, routed or (), strict=routed is not None):
        _routing(tally, [note], [itself(note.piece)], spans)
    return tally


def score(case_files: Iterable[Iterable[Tally]], resamples: int = _RESAMPLES) -> dict[str, Rate]:
    """Return every figure over case files, each given by the tallies of its files."""
    sets = []
    for tallies in case_files:
        whole = Tally()
        for one in tallies:
            whole.join(one)
        sets.append(whole)
    rng = chance("intervals")  # the same in every run
    draws = [[rng.randrange(len(sets)) for _ in sets] for _ in range(resamples)]
    names = sorted({name for one in sets for name in one.tries})
    return {name: _rate(name, sets, draws) for name in names}


def _rate(name: str, sets: Sequence[Tally], draws: Sequence[Sequence[int]]) -> Rate:
    hits = [one.hits[name] for one in sets]
    tries = [one.tries[name] for one in sets]
    drawn = sorted(
        sum(hits[at] for at in draw) / total
        for draw in draws
        if (total := sum(tries[at] for at in draw))
    )
    low, high = drawn[int(len(drawn) * 0.025)], drawn[int(len(drawn) * 0.975)]
    return Rate(sum(hits) / sum(tries), low, high, sum(tries))


def table(figures: Mapping[str, Rate]) -> str:
    """Return the figures as lines of text."""
    width = max(map(len, figures), default=0)
    return "\n".join(
        f"{name:{width}}  {rate.value:.4f}  [{rate.low:.4f}, {rate.high:.4f}]  n={rate.n}"
        for name, rate in figures.items()
    )


class _Letters(set[int]):
    """Offsets of letters and digits."""


def _of(text: str, start: int, end: int) -> list[int]:
    return [at for at in range(start, end) if text[at].isalnum()]


def _covered(text: str, identifiers: Iterable[Identifier]) -> _Letters:
    return _Letters(at for one in identifiers for at in _of(text, one.start, one.end))


def _removals(
    tally: Tally, format_name: str, piece: Piece, located: LocatedPiece,
    seen: tuple[str, _Letters, _Letters],
) -> bool:  # fmt: skip
    """Count what was removed of a piece; say whether every direct identifier was."""
    text, covered, true = seen
    clean = True
    for one, place in zip(piece.occurrences, located.occurrences, strict=True):
        if not place.found:
            continue
        letters = _of(text, place.start, place.end)
        true.update(letters)
        removed = covered.issuperset(letters)
        if not one.direct:
            tally.add(removed, "indirect recall", f"indirect recall/kind/{one.kind}")
            continue
        clean = clean and removed
        names = ["recall", f"recall/kind/{one.kind}", f"recall/format/{format_name}"]
        tally.add(removed, *names, *([f"recall/form/{one.form}"] if one.form else []))
    for decoy, place in zip(piece.decoys, located.decoys, strict=True):
        if place.found:
            kept = covered.isdisjoint(_of(text, place.start, place.end))
            tally.add(kept, "decoys kept", f"decoys kept/{decoy.sort}")
    return clean


def _cleanness(tally: Tally, format_name: str, note: NoteTruth, clean: bool) -> None:
    names = ("notes clean", f"notes clean/format/{format_name}", f"notes clean/kind/{note.kind}")
    tally.add(clean, *names)


def _claims(
    tally: Tally, format_name: str, text: str, identifiers: Iterable[Identifier], true: _Letters
) -> None:
    for one in identifiers:
        letters = _of(text, one.start, one.end)
        right = bool(letters) and sum(at in true for at in letters) * 2 >= len(letters)
        tally.add(right, f"precision/kind/{one.kind}", "precision with dates and places")
        if one.kind not in _INDIRECT:
            tally.add(right, "precision", f"precision/format/{format_name}")


def _splitting(
    tally: Tally, truth: FileTruth, located: Sequence[LocatedPiece], found: FoundFile
) -> None:
    by_end: dict[int, list[Note]] = defaultdict(list)
    for one in found.notes or ():
        letters = _of(found.text, one.start, one.end)
        if letters:
            by_end[letters[-1]].append(one)
    for note, place in zip(every_note(truth), located, strict=True):
        ending = by_end.get(place.place.end - 1, []) if place.place.found else []
        match = next((one for one in ending if _begins(found.text, one, note, place.place)), None)
        tally.add(match is not None, "notes found", f"notes found/format/{truth.format}")
        if match is None:
            continue
        tally.add(match.kind == note.kind, "kind right", f"kind right/{note.kind}")
        if note.date:
            tally.add(match.date == note.date, "date right", f"date right/format/{truth.format}")
        if note.case:
            tally.add(match.case == note.case, "case right")


def _begins(text: str, one: Note, note: NoteTruth, place: Place) -> bool:
    """Whether a found note begins with the header or, without it, with the body of the true one."""
    before = sum(letter.isalnum() for letter in note.piece.text[: note.body])
    own = _of(text, place.start, place.end)
    first = next(at for at in range(one.start, one.end) if text[at].isalnum())
    return own[0] <= first <= own[min(before, len(own) - 1)]


def _routing(
    tally: Tally, notes: Sequence[NoteTruth], located: Sequence[LocatedPiece],
    routed: Iterable[Span],
) -> None:  # fmt: skip
    explicit: list[Place] = []
    spans = list(routed)
    for note, places in zip(notes, located, strict=True):
        for sign, place in zip(note.piece.signs, places.signs, strict=True):
            if not place.found:
                continue
            hit = any(start < place.end and end > place.start for start, end in spans)
            if sign.explicit:
                explicit.append(place)
                tally.add(hit, "signs routed", f"signs routed/{sign.category}")
            else:
                tally.add(not hit, "near-misses kept", f"near-misses kept/{sign.category}")
    for start, end in spans:
        right = any(start < place.end and end > place.start for place in explicit)
        tally.add(right, "routes right")


def _attribution(
    tally: Tally, notes: Sequence[NoteTruth], located: Sequence[LocatedPiece],
    found: Sequence[Attributed],
) -> None:  # fmt: skip
    """Compare each true attribution with the found one that shares most of its words."""
    for note, places in zip(notes, located, strict=True):
        for said, place in zip(note.piece.said, places.said, strict=True):
            if not place.found:
                continue
            near = [one for one in found if one[0] < place.end and one[1] > place.start]
            best = max(near, key=lambda one: _shared(one, place), default=(0, 0, None, None))
            tally.add(best[2] == said.who, "speaker right", f"speaker right/{said.who}")
            tally.add(best[3] == said.time, "time right", f"time right/{said.time}")


def _shared(one: Attributed, place: Place) -> int:
    return min(one[1], place.end) - max(one[0], place.start)
