"""One sentence as signs are looked for in it: its words, what stands in it, what was learnt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from models.signs.cancelling import Found, Ground, cancelled
from models.signs.frames import Place
from models.signs.glossary import Glossary
from models.signs.kinds import SignKind
from models.signs.learnt import Caused, Features, Learnt, features, shipped_learnt
from models.signs.phrasebook import Phrasebook, shipped
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

    @property
    def may_stand(self) -> bool:
        """Say whether anything may be a sign: a frame that nothing learnt agrees with is none."""
        return self.caused is not None or any(one.ordered for one in self.matches)


class Reader:
    """Looks at one sentence after another by a phrasebook and by what was learnt."""

    def __init__(self, book: Phrasebook, learnt: Learnt) -> None:
        self.book = book
        self._learnt = learnt
        self._glossary = Glossary(book, learnt)

    def looked_at(self, text: str, start: int, end: int) -> Sentence:
        """Look for patterns and frames in `text[start:end]`, and ask what was learnt."""
        book, learnt = self.book, self._learnt
        seen = self._glossary.glance(text, start, end)
        words = Words(seen.words, text, start, end)
        known: dict[str, list[Found]] = {}
        matches: tuple[Match, ...] = ()
        told: set[str] = set()
        if seen.framed or seen.patterns:
            ideas = book.frames.places(words.words) if seen.framed else {}
            matches = tuple(_matches(words, ideas, seen.patterns, book))
            told = _told(Ground(words, None, False, known), matches, book)
        caused = None
        names = seen.names | (told & learnt.routes.keys()) if told else seen.names
        if learnt.may_cause(names):
            ideas = book.frames.places(words.words)
            caused = learnt.caused(features(words.words, ideas, told))
        return Sentence(words, matches, caused, known)


@cache
def shipped_reader() -> Reader:
    """Return the reader by what comes with Vouch, made once a process."""
    return Reader(shipped(), shipped_learnt())


def features_of(words: Words, book: Phrasebook) -> Features:
    """Return the features of a sentence, to learn from."""
    words = spelt(words, book)
    ideas = book.frames.places(words.words)
    asked, _ = book.needs.met(book.needs.bits(words.words, ideas))
    matches = tuple(_matches(words, ideas, asked, book))
    told = _told(Ground(words, None, False, {}), matches, book)
    return features(words.words, ideas, told)


def spelt(words: Words, book: Phrasebook) -> Words:
    """Return the words as they are meant."""
    meant = tuple(map(book.spelling.__getitem__, words.words))
    return Words(meant, words.text, words.start, words.end)


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


def _matches(
    words: Words, ideas: Mapping[str, list[Place]], asked: Iterable[int], book: Phrasebook
) -> Iterator[Match]:
    """Find the frames and patterns of a sentence, of these only those that are asked for."""
    for met in book.frames.met(ideas, words.words):
        found = Found(*met.ideas[0], met.negative, met.ideas)
        yield Match(met.frame.kind, met.frame.rule, found)
    for at in asked:
        pattern = book.patterns[at]
        for match in pattern.words.found(words):
            found = Found(*words.between(*match.span()), pattern.negative)
            yield Match(pattern.kind, pattern.rule, found, True)
