"""One sentence as signs are looked for in it: its words, what stands in it, what was learnt."""

from __future__ import annotations

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
    """A sentence with what was found in it; `caused` is null where nothing learnt routes it.

    `known` holds the phrases that were looked up in it before.
    """

    words: Words
    matches: tuple[Match, ...]
    caused: Caused | None
    known: dict[str, list[Found]]


def looked_at(words: Words, book: Phrasebook, learnt: Learnt) -> Sentence:
    """Look for patterns and frames in a sentence, and ask what was learnt."""
    known: dict[str, list[Found]] = {}
    words, matches, found = _seen(words, book, known)
    return Sentence(words, matches, learnt.caused(found), known)


def features_of(words: Words, book: Phrasebook) -> Features:
    """Return the features of a sentence, to learn from."""
    return _seen(words, book, {})[2]


def _seen(
    words: Words, book: Phrasebook, known: dict[str, list[Found]]
) -> tuple[Words, tuple[Match, ...], Features]:
    """Return the words as they are meant, what stands in them, and their features."""
    words = spelt(words, book)
    ideas = book.frames.places(words.words)
    matches = tuple(_matches(words, ideas, book))
    told = _told(Ground(words, None, False, known), matches, book) if matches else ()
    return words, matches, features(words.words, ideas, told)


def spelt(words: Words, book: Phrasebook) -> Words:
    """Return the words as they are meant."""
    meant = tuple(map(book.spelling.__getitem__, words.words))
    return words if meant == words.words else Words(meant, words.starts, words.ends)


def _told(ground: Ground, matches: Sequence[Match], book: Phrasebook) -> set[str]:
    """Return what patterns and frames say of a sentence, whoever speaks in it."""
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
    asked = {at for word in book.triggers.keys() & words.words for at in book.triggers[word]}
    for at in sorted(asked):
        pattern = book.patterns[at]
        for match in pattern.words.found(words):
            found = Found(*words.between(*match.span()), pattern.negative)
            yield Match(pattern.kind, pattern.rule, found, True)
