"""Text in the making: bits with marks, so that typing errors and capitals move no mark away."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from random import Random

from benchmarks.casefiles.truth import Decoy, Occurrence, Piece, Said, Sign
from corpus.notes import IdentifierKind


@dataclass(frozen=True, slots=True)
class Bit:
    """Some text; an identifier where `kind` is given, a decoy where `sort` is."""

    text: str
    kind: IdentifierKind | None = None
    who: str = ""
    form: str = ""
    sort: str = ""

    @property
    def plain(self) -> bool:
        """Whether it is neither identifier nor decoy."""
        return self.kind is None and not self.sort


@dataclass(frozen=True, slots=True)
class Edge:
    """Begin (`label` given) or end (empty) of words that are said by somebody or a sign of harm."""

    label: str = ""


Draft = list[Bit | Edge]
_INDIRECT = ("date", "place")


def plain(text: str) -> Draft:
    """Return text without marks."""
    return [Bit(text)]


def joined(drafts: Iterable[Draft], separator: str) -> Draft:
    """Put drafts one after another with something between them."""
    whole: Draft = []
    for draft in drafts:
        if whole and separator:
            whole.append(Bit(separator))
        whole += draft
    return whole


def tidied(draft: Draft) -> Draft:
    """Take away the double spaces that empty alternatives leave."""
    clean: Draft = []
    last = "\n"
    for bit in _melted(draft):
        if isinstance(bit, Edge) or not bit.plain:
            clean.append(bit)
            last = bit.text[-1:] if isinstance(bit, Bit) else last
            continue
        text = re.sub(r" +(?=[.,;:?!](?:\s|$))", "", re.sub(r"(?<=[\n(]) +| +(?= )", "", bit.text))
        if last in " \n(" and text.startswith(" "):
            text = text[1:]
        last = text[-1:] or last
        clean.append(replace(bit, text=text))
    return clean


def _melted(draft: Draft) -> Draft:
    """Join what stands side by side without a mark."""
    found: Draft = []
    for bit in draft:
        before = found[-1] if found else None
        if isinstance(bit, Bit) and isinstance(before, Bit) and bit.plain and before.plain:
            found[-1] = Bit(before.text + bit.text)
        else:
            found.append(bit)
    return found


def length(draft: Draft) -> int:
    """Count the characters."""
    return sum(len(bit.text) for bit in draft if isinstance(bit, Bit))


def shouted(draft: Draft) -> Draft:
    """Write everything in capitals; a letter without a single capital stays."""
    return [
        replace(bit, text="".join(_capital(letter) for letter in bit.text))
        if isinstance(bit, Bit)
        else bit
        for bit in draft
    ]


def whispered(draft: Draft) -> Draft:
    """Write everything without capitals; a letter without a single small one stays."""
    return [
        replace(bit, text="".join(_small(letter) for letter in bit.text))
        if isinstance(bit, Bit)
        else bit
        for bit in draft
    ]


def _capital(letter: str) -> str:
    upper = letter.upper()
    return upper if len(upper) == 1 else letter


def _small(letter: str) -> str:
    lower = letter.lower()
    return lower if len(lower) == 1 else letter


def retyped(draft: Draft, rng: Random, rate: float) -> Draft:
    """Make typing errors in words without a mark; the words of a sign of harm stay as they are."""
    done: Draft = []
    depth = 0
    for bit in draft:
        if isinstance(bit, Edge):
            depth += 1 if bit.label else -1
        elif bit.plain and depth == 0:
            done.append(replace(bit, text=_mistyped(bit.text, rng, rate)))
            continue
        done.append(bit)
    return done


def _mistyped(text: str, rng: Random, rate: float) -> str:
    def change(found: re.Match[str]) -> str:
        word = found.group()
        if rng.random() >= rate:
            return word
        at = rng.randrange(1, len(word) - 1)
        return rng.choice(
            (
                word[:at] + word[at + 1] + word[at] + word[at + 2 :],
                word[:at] + word[at + 1 :],
                word[: at + 1] + word[at:],
            )
        )

    return re.sub(r"\b[a-z]{5,}\b", change, text)


def shortened(draft: Draft, pairs: Sequence[tuple[str, str]], rng: Random, rate: float) -> Draft:
    """Use abbreviations for some of the words without a mark."""
    table = dict(pairs)
    found = re.compile(r"\b(?:" + "|".join(map(re.escape, table)) + r")\b")

    def change(match: re.Match[str]) -> str:
        return table[match.group()] if rng.random() < rate else match.group()

    return [
        replace(bit, text=found.sub(change, bit.text))
        if isinstance(bit, Bit) and bit.plain
        else bit
        for bit in draft
    ]


def finished(draft: Draft) -> Piece:
    """Freeze a draft: its text, and every mark with its place."""
    text: list[str] = []
    at = 0
    occurrences: list[Occurrence] = []
    decoys: list[Decoy] = []
    opened: list[tuple[str, int]] = []
    spans: list[tuple[str, int, int]] = []
    for bit in draft:
        if isinstance(bit, Edge):
            if bit.label:
                opened.append((bit.label, at))
            else:
                label, start = opened.pop()
                spans.append((label, start, at))
            continue
        end = at + len(bit.text)
        if bit.kind is not None:
            direct = bit.kind not in _INDIRECT
            occurrences.append(Occurrence(at, end, bit.text, bit.kind, bit.who, direct, bit.form))
        elif bit.sort:
            decoys.append(Decoy(at, end, bit.text, bit.sort))
        text.append(bit.text)
        at = end
    whole = "".join(text)
    return _marked(whole, occurrences, decoys, sorted(spans, key=lambda span: span[1:]))


def _marked(
    text: str,
    occurrences: list[Occurrence],
    decoys: list[Decoy],
    spans: list[tuple[str, int, int]],
) -> Piece:
    said, signs = [], []
    for label, start, end in spans:
        first, _, second = label.partition(" ")
        if first in "!~":
            signs.append(Sign(start, end, text[start:end], second, first == "!"))
        else:
            said.append(Said(start, end, text[start:end], first, second))  # type: ignore[arg-type]
    return Piece(text, tuple(occurrences), tuple(said), tuple(signs), tuple(decoys))
