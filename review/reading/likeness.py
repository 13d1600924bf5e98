"""Which passages use the words of a topic for which there are no tags, such as required evidence.

A hint where to look, and no more: what is put in other words is missed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from math import log

from models.words import Forms

SHARE = 0.35  # of the weight of a topic’s words that a passage must use
_WORDS = 2


def words_of(text: str, forms: Forms) -> frozenset[str]:
    """Return the words of a text that carry meaning, in their plain form."""
    return frozenset(word for word, _, _ in forms.terms(text) if " " not in word)


def near(
    topics: Mapping[str, str], passages: Iterable[tuple[str, str]]
) -> dict[str, tuple[str, ...]]:
    """Return the passages, given as id and text, that use a topic's words; those of most first.

    Words weigh by how rare they are among these passages. Every topic is named, if with nothing.
    """
    forms = Forms()
    asked = {topic: words_of(text, forms) for topic, text in topics.items()}
    wanted = frozenset().union(*asked.values())
    held = {key: words_of(text, forms) & wanted for key, text in passages}
    seen = Counter(word for words in held.values() for word in words)
    weight = {word: log((1 + len(held)) / (1 + seen[word])) + 1 for word in wanted}
    found = {}
    for topic, words in asked.items():
        whole = sum(weight[word] for word in words)
        shares = {
            key: sum(weight[word] for word in words & own) / whole
            for key, own in held.items()
            if len(words & own) >= min(_WORDS, len(words)) and words
        }
        like = [key for key, share in shares.items() if share >= SHARE]
        found[topic] = tuple(sorted(like, key=lambda key: (-shares[key], key)))
    return found
