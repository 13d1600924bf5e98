"""Notes to learn from: generated ones with every name, street, school and place made anew.

Labels of tokens are the kinds that context tells. Numbers are left to patterns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random
from typing import NamedTuple

from benchmarks.casefiles import generate
from benchmarks.casefiles.truth import Decoy, Occurrence, Piece, pieces
from benchmarks.casefiles.vocabulary import misspelt
from benchmarks.train_deid import supply
from benchmarks.train_deid.supply import Somebody
from models.deid.tokens import Token, cut

KINDS = ("name", "address", "school", "place")
_SLOT = re.compile(r"\{([A-Za-z]+)\}")
_WORD = re.compile(r"\b[a-z]{4,}\b")
_OPENING = re.compile(r"(?:(?<=[.:!?] )|(?<=\n))[A-Z][a-z]{2,}\b(?! [A-Z])")
_END = re.compile(r"(?<=[a-z][.!?]) (?=[A-Z])")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "Mon", "Fri",
         "3 May", "12/04/2024", "21.9.23", "14th June", "2 Sept")  # fmt: skip
_TITLES = ("Mr", "Mrs", "Ms", "Miss", "Dr", "PC", "DC", "Mr.", "Prof", "Mx", "Sgt", "Cllr")
_DRIFT = {"given": ("initials", "nickname", "letter", "given-initial", "surname", "full")}


class Marked(NamedTuple):
    """A text, and which parts of it identify: (start, end, kind) in order."""

    text: str
    spans: list[tuple[int, int, str]]


class Example(NamedTuple):
    """The tokens of a text and the label of each; an empty label is none."""

    tokens: list[Token]
    labels: list[str]


class Cast:
    """Who and what the keys of one text become."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._people: dict[str, Somebody] = {}
        self._rest: dict[str, str] = {}

    def of(self, who: str) -> Somebody:
        """Return the person of a key."""
        return self._people.setdefault(who, supply.somebody(self._rng))

    def called(self, kind: str, who: str) -> str:
        """Return the street, school or place of a key."""
        make = {"address": supply.street, "school": supply.school, "place": supply.place}[kind]
        return self._rest.setdefault(f"{kind} {who}", make(self._rng))


def piece_anew(piece: Piece, rng: Random) -> Marked:
    """Return a generated text with other people, streets, schools, places and decoys."""
    cast = Cast(rng)
    marks: list[Occurrence | Decoy] = [*piece.occurrences, *piece.decoys]
    parts: list[str] = []
    spans: list[tuple[int, int, str]] = []
    at = length = 0
    for mark in sorted(marks, key=lambda mark: mark.start):
        if mark.start < at:
            continue
        between = piece.text[at : mark.start]
        text = _anew(mark, cast, rng)
        start = length + len(between)
        if isinstance(mark, Occurrence) and mark.kind in KINDS:
            spans.append((start, start + len(text), mark.kind))
        parts += (between, text)
        length, at = start + len(text), mark.end
    return Marked("".join((*parts, piece.text[at:])), spans)


def _anew(mark: Occurrence | Decoy, cast: Cast, rng: Random) -> str:
    printed = mark.text
    if isinstance(mark, Decoy):
        made = {"org": supply.body, "drug": supply.drug}.get(mark.sort)
        return made(rng) if made and rng.random() < 0.4 else printed
    if mark.kind == "name":
        found = _name(mark, cast.of(mark.who), rng)
    elif mark.kind in KINDS:
        found = cast.called(mark.kind, mark.who)
    else:
        return printed
    return found.upper() if len(printed) > 4 and printed.isupper() else found


def _name(mark: Occurrence, who: Somebody, rng: Random) -> str:
    form = mark.form
    if form in _DRIFT and rng.random() < 0.15:
        form = rng.choice(_DRIFT[form])
    elif form == "initials" and rng.random() < 0.7:
        first, last = who.letters
        letters = iter((first, last))
        return re.sub(r"[^\W\d_]", lambda m: next(letters, first), mark.text)
    elif form == "initial-surname":
        return re.sub(r"^[^\W\d_]", who.letters[0], mark.text.split(" ")[0]) + f" {who.family}"
    return written(who, form, rng)


def written(who: Somebody, form: str, rng: Random) -> str:
    """Return a name in one form."""
    first, last = who.letters
    if form == "misspelt":
        return misspelt(who.given, rng)
    return {
        "l": last, "given-initial": f"{who.given} {last}",
        "nickname": who.short, "short": who.short, "surname": who.family, "title": who.family,
        "full": f"{who.given} {who.family}",
        "initials": rng.choice((f"{first}{last}", f"{first}{last}", f"{first}.{last}.",
                                f"{first}.{last}", f"{first} {last}", first,
                                f"{first}{rng.choice('ABEJLMRS')}{last}")),
        "letter": f"{first}{rng.choice((' ', '. ', '.'))}{who.family}",
        "first": f"{who.family.upper()}, {who.given}",
        "surname-first": rng.choice((f"{who.family.upper()}, {who.given}",
                                     f"{who.family}, {who.given}")),
    }.get(form, who.given)  # fmt: skip


@cache
def contexts() -> tuple[str, ...]:
    """Return our own sentences."""
    text = (Path(__file__).parent / "contexts.txt").read_text(encoding="utf-8")
    return tuple(line.replace("\\n", "\n") for line in text.splitlines() if line and line[0] != "#")


def sentences_anew(rng: Random) -> Marked:
    """Return a note put together from our own sentences."""
    text, spans = "", []
    between = rng.choice((" ", " ", "\n", "\n\n"))
    for template in rng.sample(contexts(), rng.randrange(1, 8)):
        text += between if text else ""
        end = 0
        for match in _SLOT.finditer(template):
            text += template[end : match.start()]
            filled, kind = _filled(match[1], rng)
            before, word = ("", filled) if kind != "titled" else filled.split("\t")
            text += before
            if kind:
                spans.append((len(text), len(text) + len(word), kind.replace("titled", "name")))
            text += word
            end = match.end()
        text += template[end:]
    return Marked(text, spans)


def _filled(slot: str, rng: Random) -> tuple[str, str]:
    if slot in KINDS:
        return Cast(rng).called(slot, ""), slot
    if slot == "titled":
        return f"{rng.choice(_TITLES)} \t{supply.somebody(rng).family}", "titled"
    plain = {
        "word": supply.word, "Word": lambda rng: supply.word(rng).capitalize(),
        "acro": supply.letters, "body": supply.body, "drug": supply.drug,
        "day": lambda rng: rng.choice(_DAYS),
        "time": lambda rng: f"{rng.randrange(7, 24)}{rng.choice(':.')}{rng.randrange(10, 60)}",
        "n": lambda rng: str(rng.randrange(2, 17)),
    }.get(slot)  # fmt: skip
    if plain:
        return plain(rng), ""
    return written(supply.somebody(rng), slot, rng), "name"


def roughened(marked: Marked, rng: Random) -> Marked:
    """Return a text as another hand may have written it: other words, slips, no capitals."""
    rate = rng.choice((0.02, 0.06, 0.12, 0.3))
    slips = rng.choice((0.0, 0.01, 0.03, 0.08))
    manner = rng.random()
    parts: list[str] = []
    spans: list[tuple[int, int, str]] = []
    at = length = 0
    for start, end, kind in (*marked.spans, (len(marked.text), len(marked.text), "")):
        between = _reworded(marked.text[at:start], rng, rate, slips)
        printed = marked.text[start:end]
        if manner < 0.08 or (manner < 0.11 and kind == "name"):
            printed = printed.lower()
        parts += (between, printed)
        length += len(between)
        if kind:
            spans.append((length, length + len(printed), kind))
        length, at = length + len(printed), end
    text = "".join(parts)
    if manner < 0.08:
        text = "".join(low if len(low := sign.lower()) == 1 else sign for sign in text)
    elif manner > 0.93:
        text = "".join(up if len(up := sign.upper()) == 1 else sign for sign in text)
    return Marked(text, spans)


def _reworded(text: str, rng: Random, rate: float, slips: float) -> str:
    """Put other words for some, and words of which a capital says nothing between sentences."""
    text = _WORD.sub(lambda m: _other(m[0], rng, rate, slips), text)
    text = _OPENING.sub(
        lambda m: supply.word(rng).capitalize() if rng.random() < rate else m[0], text
    )
    return _END.sub(lambda _: f" {_aside(rng)} " if rng.random() < rate / 2 else " ", text)


def _aside(rng: Random) -> str:
    """Return a few words that begin with a capital and name nobody."""
    words = " ".join(supply.word(rng) for _ in range(rng.choice((1, 1, 2, 3))))
    return words.capitalize() + rng.choice(".....:,!") if rng.random() < 0.8 else f"({words})"


def _other(word: str, rng: Random, rate: float, slips: float) -> str:
    drawn = rng.random()
    if drawn < slips:
        return misspelt(word, rng)
    if drawn < slips + rate / 2:
        return supply.word(rng)
    if drawn > 1 - rate / 12:
        return supply.letters(rng)
    return word.capitalize() if drawn > 1 - rate / 5 else word


def labelled(marked: Marked) -> Example:
    """Cut a text and label its tokens."""
    tokens = list(cut(marked.text))
    labels = [""] * len(tokens)
    spans = iter(marked.spans)
    span = next(spans, None)
    for at, token in enumerate(tokens):
        while span and span[1] <= token.start:
            span = next(spans, None)
        if span and token.end > span[0] and token.form != "\n":
            labels[at] = span[2]
    return Example(tokens, labels)


@cache
def generated(seed: int) -> tuple[Piece, ...]:
    """Return all texts of one generated set of the development half."""
    return tuple(
        piece for file in generate(seed).truth.files for piece in pieces(file) if piece.text
    )


def examples(seeds: range, rng: Random) -> Iterator[Example]:
    """Yield what one round of training reads: generated notes, and as many of our sentences."""
    for seed in seeds:
        for piece in generated(seed):
            yield labelled(roughened(piece_anew(piece, rng), rng))
            if rng.random() < 0.9:
                yield labelled(roughened(sentences_anew(rng), rng))
