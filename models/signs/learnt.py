"""What was learnt from statements of our own: whether a sentence is routed, and by what words.

A linear rule over words, neighbours, ideas of the frames and what patterns say. Its sum is held
against one bound and thrown away: nothing leaves this module but the words that caused a route.
`python -m benchmarks.train_signs` learns it anew.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from itertools import repeat
from math import sqrt
from typing import NamedTuple

from corpus.problems import ModelError
from models.signs.frames import DENYING, Place
from models.signs.kinds import SignKind
from models.signs.tokens import BREAK

FILE = "learnt.json"
# What the sentences learnt from tell apart. "abuse" and "exploitation" say no closer kind.
TOPICS: tuple[SignKind, ...] = (
    "abuse",
    "domestic-abuse",
    "exploitation",
    "missing",
    "neglect",
    "self-harm",
)
_CAUSES = 3  # features whose words are shown as what caused a route
DENIED = 6  # words that a negation reaches
ENDS = frozenset({BREAK, "but", "because"})
_LAST_DIGITS = 1e-6
# Words that say nothing by themselves; beside another they may: "at me", "not home".
_SMALL = frozenset({
    "0", "a", "about", "am", "an", "and", "are", "as", "at", "be", "been", "by", "did", "do",
    "does", "for", "from", "had", "has", "have", "he", "her", "him", "his", "i", "i'm", "if",
    "in", "is", "it", "its", "just", "ll", "me", "my", "not", "of", "on", "or", "our", "ours",
    "out", "said", "say", "she", "so", "that", "the", "their", "them", "then", "there", "they",
    "this", "to", "too", "up", "us", "very", "was", "we", "were", "which", "who", "will", "with",
    "would", "you", "your",
})  # fmt: skip
_MARKS = frozenset({BREAK, ","})


# What a sentence has, and the words that show it: from the first to before the last.
Features = dict[str, Place]


class Caused(NamedTuple):
    """A route: what it is about, and where the words stand that caused it, most weighty first."""

    kind: SignKind
    rule: str
    places: tuple[Place, ...]

    @property
    def first(self) -> int:
        """The first word of all."""
        return min(first for first, _ in self.places)

    @property
    def last(self) -> int:
        """The word after all of them."""
        return max(last for _, last in self.places)


@dataclass(frozen=True, slots=True)
class Learnt:
    """Weights of features for a route and, behind it, for each topic; `bound` is to be passed."""

    bound: float
    base: float
    routes: Mapping[str, float]
    topics: Mapping[SignKind, Mapping[str, float]]

    def may_cause(self, names: Collection[str]) -> bool:
        """Say whether features, all of them with a weight, may cause a route."""
        if not names:
            return False
        total = sum(map(self.routes.__getitem__, names))
        # Added up in another order, sums differ in their last digits.
        return total > (self.bound - self.base) * sqrt(len(names)) - _LAST_DIGITS

    def caused(self, features: Features) -> Caused | None:
        """Return what a sentence is routed by, or null where it is not."""
        routes = self.routes
        weights = [weight for name in features if (weight := routes.get(name)) is not None]
        # Scaled by their number, as they were learnt: a long sentence has more of everything.
        if not weights or sum(weights) <= (self.bound - self.base) * sqrt(len(weights)):
            return None
        known = [(routes[name], name) for name in features if name in routes]
        known.sort(key=lambda one: (-one[0], features[one[1]], one[1]))
        shown = [name for one, name in known if one > 0 and features[name][1]][:_CAUSES]
        if not shown:
            return None
        kind = self._topic(name for _, name in known)
        words = ", ".join(name.partition(":")[2] for name in shown)
        places = tuple(features[name] for name in shown)
        return Caused(kind, f"{kind}: learnt from {words}", places)

    def _topic(self, names: Iterable[str]) -> SignKind:
        listed = list(names)
        sums = {topic: sum(map(self.topics[topic].get, listed, repeat(0.0))) for topic in TOPICS}
        return max(TOPICS, key=lambda topic: sums[topic])


def features(
    words: Sequence[str], ideas: Mapping[str, Sequence[Place]], told: Iterable[str]
) -> Features:
    """Return the features of one sentence, each with the words that show it first.

    `words` are in the form under which they are looked up, `ideas` the places of ideas of frames,
    `told` what patterns and frames say of it: "pattern:neglect", "no:denied"; it has no place.
    """
    kept, denied = _marked(words)
    found: Features = dict.fromkeys(told, (0, 0))
    before, since = "", 0
    for word, at in kept:
        shown = f"not {word}" if at in denied else word
        for name in word_names(word, at in denied):
            found.setdefault(name, (at, at + 1))
        if before and not (_says_nothing(before) and _says_nothing(word)):
            found.setdefault(f"two:{before} {shown}", (since, at + 1))
        before, since = shown, at
    for idea, places in ideas.items():
        for place in places:
            found.setdefault(idea_name(idea, place[0] in denied), place)
    return found


def word_names(word: str, denied: bool) -> tuple[str, ...]:
    """Return the features of a word as it was learnt; a small word or mark has none."""
    if not word or _says_nothing(word):
        return ()
    return (f"not:{word}", f"word:{word}") if denied else (f"word:{word}",)


def idea_name(idea: str, denied: bool) -> str:
    """Return the feature of an idea of the frames."""
    return f"idea:not {idea}" if denied else f"idea:{idea}"


def pairs(names: Iterable[str]) -> dict[str, dict[str, str]]:
    """Return the features of neighbours: from one, as it is shown, to the other to their feature.

    "two:not a knife" is "not a" and "knife", or "not" and "a knife", which no word is.
    """
    found: dict[str, dict[str, str]] = {}
    for name in names:
        kind, _, words = name.partition(":")
        parts = words.split(" ") if kind == "two" else []
        for at in range(1, len(parts)):
            before, shown = " ".join(parts[:at]), " ".join(parts[at:])
            if not (_says_nothing(before) and _says_nothing(shown)):
                found.setdefault(before, {})[shown] = name
    return found


def as_learnt(word: str) -> str:
    """Return a word as it was learnt, which is nothing for a mark."""
    if word in DENYING:
        return "not"
    return "" if word in _MARKS else _same(word)


def _says_nothing(shown: str) -> bool:
    return shown.removeprefix("not ") in _SMALL


def _marked(words: Sequence[str]) -> tuple[list[tuple[str, int]], set[int]]:
    """Return the words with their places, digits as one word, and which places are denied."""
    kept: list[tuple[str, int]] = []
    denied: set[int] = set()
    left = 0
    for at, word in enumerate(words):
        if word in DENYING:
            left = DENIED
            kept.append(("not", at))
            continue
        if word in ENDS:
            left = 0
        if word in _MARKS:
            continue
        if left:
            denied.add(at)
            left -= 1
        kept.append((_same(word), at))
    return kept, denied


@lru_cache(maxsize=65536)
def _same(word: str) -> str:
    """Return a word as it was learnt: all that hold a digit are one."""
    return "0" if any(letter.isdigit() for letter in word) else word


@cache
def shipped_learnt() -> Learnt:
    """Return what comes with Vouch, read once a process. ModelError where it cannot be read."""
    file = resources.files("models.signs").joinpath(FILE)
    try:
        return read(json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(
            f"models/signs/{FILE} cannot be read: {error}. Install Vouch again, or run "
            "python -m benchmarks.train_signs."
        ) from error


def read(data: Mapping[str, Mapping[str, float]]) -> Learnt:
    """Make what was learnt of its file. KeyError where a part is not there."""
    rule = data["rule"]
    # Plain dictionaries: they are asked a hundred times a sentence, and proxies take twice as long.
    topics = {topic: dict(data[topic]) for topic in TOPICS}
    return Learnt(rule["bound"], rule["base"], dict(data["routes"]), topics)
