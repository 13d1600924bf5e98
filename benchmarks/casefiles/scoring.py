"""How well identifiers were removed, notes found and signs of harm routed: figures with intervals.

An identifier counts as removed if every letter and digit of it lies inside found spans. What an
extraction does not show (a tracked deletion, a letter that OCR lost) is no part of recall. A found
span is right if half its letters or more belong to identifiers of the truth, direct or not. A note
or a file is clean if every direct identifier in it was removed; one without any is not counted.
Independently of all places, a note is bare if none of its direct identifiers stands word for word
in what is released of it; initials and plain words cannot be searched for, and are not.

Figures are ratios by name, as "recall", "recall/kind/name", "recall/form/initials",
"recall/format/docx", "recall/format/docx/name", "precision", "precision/kind/name",
"notes clean", "files clean/format/pdf", "notes bare", "gone/kind/name", "withheld", "notes found",
"date right", "kind right/visit", "signs routed", "routes right", "decoys kept/drug",
"speaker right/child", "time right/planned".
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.casefiles.leaks import searchable
from benchmarks.casefiles.locating import Located, LocatedPiece, Place, itself, locate
from benchmarks.casefiles.truth import FileTruth, NoteTruth, Piece, Truth, every_aside, every_note
from benchmarks.casefiles.vocabulary import chance
from corpus.notes import Identifier, Note

_INDIRECT = ("date", "place")
_RESAMPLES = 1000
Span = tuple[int, int]
Attributed = tuple[int, int, str | None, str | None]  # start, end, speaker, time


@dataclass(frozen=True, slots=True)
class FoundFile:
    """What was made of one file; all offsets count in `text`.

    `routed` are signs of harm, `said` spans with who says it and of which time it speaks, and
    `released` the redacted text of each note: what stands outside the notes is shown to nobody
    then, and is "withheld" rather than missed. Leave None what was not tried: it is not scored.
    """

    text: str
    identifiers: Sequence[Identifier]
    notes: Sequence[Note] | None = None
    routed: Sequence[Span] | None = None
    said: Sequence[Attributed] | None = None
    released: Sequence[str] | None = None


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


def judge_file(truth: FileTruth, found: FoundFile, located: Located | None = None) -> Tally:
    """Judge what was made of one file as it was extracted.

    `located` is where the truth stands in its text; looked up where it is not known yet.
    """
    located = located or locate(truth, found.text)
    tally = Tally()
    seen = _Seen(found.text, _covered(found.text, found.identifiers), _shown(found), _Letters())
    notes, asides = every_note(truth), every_aside(truth)
    clean = [
        _removals(tally, truth.format, note.piece, place, seen)
        for note, place in zip(notes, located.notes, strict=True)
    ]
    for note, kept in zip(notes, clean, strict=True):
        _cleanness(tally, truth.format, note, kept)
    beside = [
        _removals(tally, truth.format, aside.piece, place, seen)
        for aside, place in zip(asides, located.asides, strict=True)
    ]
    _wholeness(tally, truth.format, clean + beside)
    _claims(tally, truth.format, found.text, found.identifiers, seen.true)
    if found.notes is not None:
        _splitting(tally, truth, located.notes, found)
    if found.notes is not None and found.released is not None:
        _bareness(tally, truth, located.notes, found.notes, found.released)
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
        text = note.piece.text
        seen = _Seen(text, _covered(text, identifiers), None, _Letters())
        clean.append(_removals(tally, truth.format, note.piece, itself(note.piece), seen))
        _cleanness(tally, truth.format, note, clean[-1])
        _claims(tally, truth.format, text, identifiers, seen.true)
    _wholeness(tally, truth.format, clean)
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
    names = sorted({name for one in sets for name in one.tries})
    hits = np.array([[one.hits[name] for name in names] for one in sets], dtype=np.float64)
    tries = np.array([[one.tries[name] for name in names] for one in sets], dtype=np.float64)
    drawn = np.empty((resamples, len(names)))
    for at in range(resamples):
        chosen = [rng.randrange(len(sets)) for _ in sets]
        with np.errstate(invalid="ignore"):  # a draw may hold no try of what is rare
            drawn[at] = hits[chosen].sum(axis=0) / tries[chosen].sum(axis=0)
    low, high = np.nanquantile(drawn, (0.025, 0.975), axis=0)
    total = tries.sum(axis=0)
    return {
        name: Rate(
            float(hits[:, at].sum() / total[at]), float(low[at]), float(high[at]), int(total[at])
        )
        for at, name in enumerate(names)
    }


def table(figures: Mapping[str, Rate]) -> str:
    """Return the figures as lines of text."""
    width = max(map(len, figures), default=0)
    return "\n".join(
        f"{name:{width}}  {rate.value:.4f}  [{rate.low:.4f}, {rate.high:.4f}]  n={rate.n}"
        for name, rate in figures.items()
    )


class _Letters(set[int]):
    """Offsets of letters and digits."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """A text, the letters found in it, those that are shown (None: all), and those of the truth."""

    text: str
    covered: _Letters
    shown: _Letters | None
    true: _Letters


def _of(text: str, start: int, end: int) -> list[int]:
    return [at for at in range(start, end) if text[at].isalnum()]


def _shown(found: FoundFile) -> _Letters | None:
    if found.released is None:
        return None
    return _Letters(at for one in found.notes or () for at in _of(found.text, one.start, one.end))


def _covered(text: str, identifiers: Iterable[Identifier]) -> _Letters:
    return _Letters(at for one in identifiers for at in _of(text, one.start, one.end))


def _removals(
    tally: Tally, format_name: str, piece: Piece, located: LocatedPiece, seen: _Seen
) -> bool | None:
    """Count what was removed of a piece; whether all that is direct was, None where nothing is."""
    clean: bool | None = None
    for one, place in zip(piece.occurrences, located.occurrences, strict=True):
        if not place.found:
            continue
        letters = _of(seen.text, place.start, place.end)
        seen.true.update(letters)
        if seen.shown is not None:
            shown = [at for at in letters if at in seen.shown]
            if one.direct:
                tally.add(not shown, "withheld", f"withheld/format/{format_name}")
            if not shown:
                continue
            letters = shown
        removed = seen.covered.issuperset(letters)
        if not one.direct:
            tally.add(removed, "indirect recall", f"indirect recall/kind/{one.kind}")
            continue
        clean = removed and clean is not False
        tally.add(
            removed, "recall", f"recall/kind/{one.kind}", f"recall/format/{format_name}",
            f"recall/format/{format_name}/{one.kind}", *_form(one.form),
        )  # fmt: skip
    for decoy, place in zip(piece.decoys, located.decoys, strict=True):
        if place.found:
            kept = seen.covered.isdisjoint(_of(seen.text, place.start, place.end))
            tally.add(kept, "decoys kept", f"decoys kept/{decoy.sort}")
    return clean


def _form(form: str) -> tuple[str, ...]:
    return (f"recall/form/{form}",) if form else ()


def _cleanness(tally: Tally, format_name: str, note: NoteTruth, clean: bool | None) -> None:
    if clean is not None:
        names = (
            "notes clean",
            f"notes clean/format/{format_name}",
            f"notes clean/kind/{note.kind}",
        )
        tally.add(clean, *names)


def _wholeness(tally: Tally, format_name: str, clean: Sequence[bool | None]) -> None:
    judged = [one for one in clean if one is not None]
    if judged:
        tally.add(all(judged), "files clean", f"files clean/format/{format_name}")


def _bareness(
    tally: Tally, truth: FileTruth, located: Sequence[LocatedPiece], notes: Sequence[Note],
    released: Sequence[str],
) -> None:  # fmt: skip
    """Look for what identifies in each note word for word in what is released of it."""
    telling = searchable(Truth(0, "development", (), (truth,)))
    texts = [" ".join(text.split()) for text in released]
    for note, place in zip(every_note(truth), located, strict=True):
        of = [
            text
            for one, text in zip(notes, texts, strict=True)
            # A note that was not found may stand in any.
            if not place.place.found
            or (one.start < place.place.end and one.end > place.place.start)
        ]
        sought = {(one.kind, one.text) for one in note.piece.occurrences if one.direct} & telling
        bare = True
        for kind, words in sorted(sought):
            gone = not any(_stands(words, text) for text in of)
            bare = bare and gone
            tally.add(gone, "gone", f"gone/kind/{kind}", f"gone/format/{truth.format}")
        if sought:
            names = (f"notes bare/format/{truth.format}", f"notes bare/kind/{note.kind}")
            tally.add(bare, "notes bare", *names)


def _stands(words: str, text: str) -> bool:
    sought = " ".join(words.split())
    if sought not in text:
        return False
    return re.search(rf"(?<!\w){re.escape(sought)}(?!\w)", text) is not None


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
