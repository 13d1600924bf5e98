"""One sentence as signs are looked for in it: its words, what stands in it, what was learnt."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from models.signs.cancelling import Found, Ground, cancelled
from models.signs.frames import Place
from models.signs.kinds import SignKind
from models.signs.learnt import Caused, Features, Learnt, features
from models.signs.phrasebook import Phrasebook
from models.signs.tokens import Words


class Match(NamedTuple):
    """Words of a sentence that a pattern or a frame has found; a pattern has them in order."""

    kind: SignKind
    rule: str
    found: Found
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with what was found in it; `caused` is null where nothing learnt routes it."""

    words: Words
    matches: tuple[Match, ...]
    caused: Caused | None


def looked_at(words: Words, book: Phrasebook, learnt: Learnt) -> Sentence:
    """Look for patterns and frames in a sentence, and ask what was learnt."""
    words, matches, found = _seen(words, book)
    return Sentence(words, matches, learnt.caused(found))


def features_of(words: Words, book: Phrasebook) -> Features:
    """Return the features of a sentence, to learn from."""
    return _seen(words, book)[2]


def _seen(words: Words, book: Phrasebook) -> tuple[Words, tuple[Match, ...], Features]:
    """Return the words as they are meant, what stands in them, and their features."""
    words = spelt(words, book)
    ideas = book.frames.places(words.words)
    matches = tuple(_matches(words, ideas, book))
    return words, matches, features(words.words, ideas, _told(words, matches, book))


def spelt(words: Words, book: Phrasebook) -> Words:
    """Return the words as they are meant."""
    meant = tuple(book.spelling[word] for word in words.words)
    return words if meant == words.words else Words(meant, words.starts, words.ends)


def _told(words: Words, matches: Sequence[Match], book: Phrasebook) -> set[str]:
    """Return what patterns and frames say of a sentence, whoever speaks in it."""
    ground = Ground(words, None, False, {})
    told = set()
    for one in matches:
        means = "pattern" if one.ordered else "frame"
        reason = cancelled(one.kind, one.found, ground, book)
        told |= (
            {f"{means}:{one.kind}", means} if reason is None else {f"{means}:no", f"no:{reason}"}
        )
    return told


def _matches(words: Words, ideas: Mapping[str, list[Place]], book: Phrasebook) -> Iterator[Match]:
    """Find the patterns of a sentence, looking only for those whose trigger it holds."""
    for met in book.frames.met(ideas, words.words):
        found = Found(*met.ideas[0], met.negative, met.ideas)
        yield Match(met.frame.kind, met.frame.rule, found)
    asked = {at for word in words.words for at in book.triggers.get(word, ())}
    for at in sorted(asked):
        pattern = book.patterns[at]
        for match in pattern.words.finditer(words.line):
            first = bisect_left(words.places, match.start())
            last = bisect_left(words.places, match.end())
            yield Match(pattern.kind, pattern.rule, Found(first, last, pattern.negative), True)
