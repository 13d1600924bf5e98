"""A sentence gone through at once is known as well as one whose features are all written out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.signs import glossary as module
from models.signs.glossary import Glance, Glossary
from models.signs.learnt import TOPICS, Learnt, features, read, shipped_learnt
from models.signs.phrasebook import shipped
from models.signs.sentences import Reader, features_of, spelt
from models.signs.tokens import Words, words_of

SAID = (  # noqa: SIM905
    "dad mum never hit him her not didn't no fed food gone missing scared going home knife 12 a"
    " tablets but because , ; was the staff said somebody punchd bruises nobody at me money phone"
).split()
SENTENCES = st.lists(st.sampled_from(SAID), max_size=16).map(" ".join)
GLOSSARY = Glossary(shipped(), shipped_learnt())
STRICT = shipped_learnt()
# Held to a bound that half of these sentences pass.
LOOSE = Learnt(STRICT.base, STRICT.base, STRICT.routes, STRICT.topics)
READERS = [(rule, Reader(shipped(), rule)) for rule in (STRICT, LOOSE)]


def cut(text: str) -> Words:
    return words_of(text, 0, len(text))


def glance(text: str, known: Glossary = GLOSSARY) -> Glance:
    return known.glance(text, 0, len(text))


def all_features(text: str) -> set[str]:
    """Return what words and ideas alone give, each built by name."""
    words = spelt(cut(text), shipped()).words
    return set(features(words, shipped().frames.places(words), ()))


@given(SENTENCES)
def test_it_has_just_the_features_that_have_a_weight(text: str) -> None:
    assert glance(text).names == all_features(text) & shipped_learnt().routes.keys()


@given(SENTENCES)
def test_features_that_anybody_may_learn_are_all_found(text: str) -> None:
    # As if everything that stands in the sentence had been learnt.
    everything = read(
        {
            "rule": {"bound": 0.0, "base": 0.0},
            "routes": dict.fromkeys(all_features(text), 1.0),
            **{topic: {} for topic in TOPICS},
        }
    )
    assert glance(text, Glossary(shipped(), everything)).names == all_features(text)


@given(SENTENCES)
def test_it_has_the_words_and_asks_for_the_patterns_of_the_sentence(text: str) -> None:
    book, seen = shipped(), glance(text)
    words = spelt(cut(text), book).words
    bits = book.needs.bits(words, book.frames.places(words))
    assert seen.words == words
    assert (seen.patterns, seen.framed) == book.needs.met(bits)


# The first sentence with a word compiles its patterns.
@given(SENTENCES)
def test_a_sentence_is_routed_as_by_its_full_features(text: str) -> None:
    for rule, reader in READERS:
        found = reader.looked_at(text, 0, len(text))
        assert found.caused == rule.caused(features_of(cut(text), shipped()))


SEEN = [
    ("No knife.", "not:knife", True, "a word that is denied"),
    ("No, but a knife.", "not:knife", False, "a denial ends at but"),
    ("It was my dad, he hid it.", "two:dad he", True, "neighbours across a mark"),
    ("Hit him.", "word:him", False, "small words say nothing"),
]


@pytest.mark.parametrize(("text", "name", "has", "reason"), SEEN, ids=[row[3] for row in SEEN])
def test_what_is_seen(text: str, name: str, has: bool, reason: str) -> None:
    names = ("not:knife", "two:dad he", "word:him")
    rule = {"rule": {"bound": 0.0, "base": 0.0}, "routes": dict.fromkeys(names, 1.0)}
    known = Glossary(shipped(), read({**rule, **{topic: {} for topic in TOPICS}}))
    assert (name in glance(text, known).names) == has, reason


def test_it_forgets_before_it_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_REMEMBERED", 3)
    known = Glossary(shipped(), shipped_learnt())
    said = "Dad never hit Sam with a belt or a stick"
    assert glance(said, known) == glance(said)
    assert len(known) <= 3
