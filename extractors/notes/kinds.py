"""The kind of a note: as printed where a system prints it, else by the words of the note.

`kinds.yaml` holds both as data. Nothing is forced: where no kind speaks clearly, there is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from importlib import resources
from typing import NamedTuple, get_args

from corpus.notes import NoteKind
from corpus.records import Cue
from extractors.sheets.column_words import plain
from extractors.sheets.days import find_day

KINDS: tuple[NoteKind, ...] = get_args(NoteKind)
WEIGHTS = {"decides": 1.0, "often": 0.5, "beside": 0.15}
_ENOUGH = 1.0  # of weights: one phrase that decides, or two that speak for the kind
_LEAD = 0.25  # by which the best kind must be ahead of the next
_LITTLE, _CLEAR = (
    0.5,
    0.45,
)  # of weights, and ahead by so much: one phrase, and none of another kind
_LABEL_ENOUGH = 0.5  # of weights within a printed label, which is short
_OPENING = 160  # characters from the start of a note, whose words count more
_OPENING_WORTH = 1.6
_READ = 6000  # characters of a note that are looked at: the kind shows at its beginning
_MOST_CUES = 6
_DAYS = 3  # printed days that speak for a chronology, if one stands in every few words
_WORDS_A_DAY = 30
_WORD = re.compile(r"[^\W_]+")


class _Phrase(NamedTuple):
    kind: NoteKind
    weight: float
    words: str


class _Rules(NamedTuple):
    short: Mapping[str, str]
    printed: Mapping[str, NoteKind]
    by_first: Mapping[str, tuple[_Phrase, ...]]


@cache
def _rules() -> _Rules:
    # Here, because a run that meets no case note has no use for YAML.
    import yaml  # noqa: PLC0415

    file = resources.files("extractors.notes").joinpath("kinds.yaml")
    data = yaml.safe_load(file.read_text(encoding="utf-8"))
    short = {str(word): str(words) for word, words in data["short"].items()}
    printed: dict[str, NoteKind] = {}
    by_first: dict[str, list[_Phrase]] = {}
    for kind in KINDS:
        for words in data[kind]["printed"]:
            printed.setdefault(plain(str(words)), kind)
        for strength, weight in WEIGHTS.items():
            for phrase in data[kind][strength]:
                words = plain(str(phrase))
                row = _Phrase(kind, weight, words)
                by_first.setdefault(words.split()[0], []).append(row)
    return _Rules(short, printed, {first: tuple(rows) for first, rows in by_first.items()})


@lru_cache(maxsize=4096)
def printed_kind(words: str) -> NoteKind | None:
    """Return the kind that a printed label says, or null: "LAC Review - minutes" is a review.

    A label that is no known one counts for the longest known one within it, words that are often
    shortened written out: "Mgmt disc" is a management discussion.
    """
    short, known, _ = _rules()
    label = plain(words)
    if label in known:
        return known[label]
    written = " ".join(short.get(word, word) for word in label.split())
    if written in known:
        return known[written]
    inside = [name for name in known if f" {name} " in f" {label} | {written} "]
    return known[max(inside, key=len)] if inside else None


@lru_cache(maxsize=4096)
def label_kind(words: str) -> NoteKind | None:
    """Return the kind of what stands where a kind is printed: as a known one, else by its words."""
    return printed_kind(words) or _best(_scored(words)[0], _LABEL_ENOUGH, _LEAD)


class Told(NamedTuple):
    """A kind and the words that told it; offsets count from the start of the note."""

    kind: NoteKind | None
    cues: tuple[Cue, ...] = ()


def told_by_words(text: str) -> Told:
    """Tell the kind of a note from its own words; null where none is ahead.

    Little is enough where nothing speaks for another kind.
    """
    score, found = _scored(text[:_READ])
    best = _best(score, _ENOUGH, _LEAD) or _best(score, _LITTLE, _CLEAR)
    if best is None:
        return Told(None)
    return Told(best, tuple(sorted(found[best], key=lambda cue: cue.start)[:_MOST_CUES]))


def _scored(text: str) -> tuple[dict[NoteKind, float], dict[NoteKind, list[Cue]]]:
    """Return what the words of a text weigh for each kind, and where they stand."""
    score: dict[NoteKind, float] = dict.fromkeys(KINDS, 0.0)
    found: dict[NoteKind, list[Cue]] = {}
    for phrase, start, end in _matches(text):
        worth = phrase.weight * (_OPENING_WORTH if start < _OPENING else 1.0)
        score[phrase.kind] += worth
        cue = Cue("phrase", start, end, f"{phrase.kind}: {phrase.words}")
        found.setdefault(phrase.kind, []).append(cue)
    for cue in _days(text):
        score["chronology"] += WEIGHTS["often"]
        found.setdefault("chronology", []).append(cue)
    return score, found


def _best(score: Mapping[NoteKind, float], enough: float, lead: float) -> NoteKind | None:
    best, second = sorted(KINDS, key=lambda kind: -score[kind])[:2]
    return best if score[best] >= enough and score[best] >= score[second] + lead else None


def _days(text: str) -> list[Cue]:
    """Return the first printed days of a text that is a list of them."""
    found: list[Cue] = []
    at = 0
    while (day := find_day(text, at)) is not None:
        found.append(Cue("context", day.start, day.end, "chronology: a day"))
        at = day.end
    dense = len(found) >= _DAYS and len(text.split()) <= len(found) * _WORDS_A_DAY
    return found[:_DAYS] if dense else []


def _matches(text: str) -> Iterator[tuple[_Phrase, int, int]]:
    """Give each phrase at its first place; one within a longer one of its kind does not count."""
    spans = [(match.start(), match.end()) for match in _WORD.finditer(text)]
    words = [text[start:end].lower() for start, end in spans]
    by_first = _rules().by_first
    seen: set[tuple[NoteKind, str]] = set()
    covered: dict[NoteKind, int] = {}
    for at in [at for at, word in enumerate(words) if word in by_first]:
        for phrase in _fitting(by_first[words[at]], words, at):
            last = at + phrase.words.count(" ")
            if covered.get(phrase.kind, -1) >= at:
                continue
            covered[phrase.kind] = last
            if (phrase.kind, phrase.words) not in seen:
                seen.add((phrase.kind, phrase.words))
                yield phrase, spans[at][0], spans[last][1]


def _fitting(rows: tuple[_Phrase, ...], words: list[str], at: int) -> list[_Phrase]:
    fitting = [
        row
        for row in rows
        if row.words == words[at]
        or row.words == " ".join(words[at : at + 1 + row.words.count(" ")])
    ]
    return sorted(fitting, key=lambda row: -len(row.words))
