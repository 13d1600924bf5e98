"""How far negations and cancelling phrases reach, word by word."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.polarity import bind, phrases
from models.polarity.layout import lay_out
from models.polarity.scopes import Scopes, scopes
from models.reading import Read, Reader

READER = Reader(phrases())
LEXICON = bind(READER.numbers)


def scoped(*texts: str) -> tuple[list[Read], Scopes]:
    reads = [READER.read(text) for text in texts]
    return reads, scopes(lay_out(reads), LEXICON)


def words_of(text: str, flags: np.ndarray) -> list[str]:
    read = READER.read(text)
    pairs = zip(read.starts.tolist(), read.ends.tolist(), flags.tolist(), strict=True)
    return [text[start:end] for start, end, held in pairs if held]


NEGATED = [
    ("Help is not timely.", ["timely"], "the word after it"),
    ("Not one of the many plans is clear.", ["one", "of", "the", "many"], "four words and no more"),
    ("They never visit, plans are clear.", ["visit"], "up to the comma"),
    ("No clear plan (and good visits).", ["clear", "plan"], "up to the bracket"),
    ("It is not good but visits are.", ["good"], "up to a contrast"),
    ("It is not so. Plans are clear.", ["so"], "up to the end of the sentence"),
    ("Plans are not", [], "nothing follows"),
    ("It is not, however, late.", [], "the clause ends at once"),
    ("It is not never clear.", ["never", "clear"], "two in a row: both reach on"),
    ("Staff not only listen well.", [], "'not only' denies nothing"),
    ("There is no delay in good plans.", [], "'no delay' denies nothing"),
    ("It is no longer clear.", ["clear"], "'no longer' denies what follows"),
    ("It is not yet clear.", ["clear"], "'not yet' reaches past its own second word"),
    ("A plan is clear.", [], "no negation"),
]


@pytest.mark.parametrize(("text", "negated", "reason"), NEGATED, ids=[row[2] for row in NEGATED])
def test_words_within_a_negation(text: str, negated: list[str], reason: str) -> None:
    _, scope = scoped(text)
    inside = scope.negated
    found = words_of(text, inside)
    assert [word for word in found if word != "yet"] == negated, reason


CANCELLED = [
    ("There is no delay here.", ["no", "delay"], "the words of the phrase and no others"),
    ("No evidence of drift.", ["No", "evidence", "of", "drift"], "all of a long phrase"),
    ("Children do not have to wait long.", ["do", "not", "have", "to", "wait"], "not what follows"),
    ("There is delay.", [], "blame that stands"),
    ("No delay. Delay.", ["No", "delay"], "each match by itself"),
    ("There is no significant delay.", [], "a phrase that is not in the rule set"),
]


@pytest.mark.parametrize(("text", "words", "reason"), CANCELLED, ids=[row[2] for row in CANCELLED])
def test_words_inside_a_phrase_that_cancels(text: str, words: list[str], reason: str) -> None:
    _, scope = scoped(text)
    assert words_of(text, scope.cancelled) == words, reason


CLAUSES = [
    ("Plans are clear.", 1, "one clause"),
    ("Plans are clear, visits are late.", 2, "a comma"),
    ("Plans are clear but visits are late.", 2, "a contrast without a comma"),
    ("Although plans are clear, visits are late.", 2, "a contrast that opens"),
    ("Plans are clear. But visits are late.", 2, "a stop and a contrast part once"),
    ("Plans: clear; visits: late.", 4, "colons and semicolons"),
]


@pytest.mark.parametrize(("text", "count", "reason"), CLAUSES, ids=[row[2] for row in CLAUSES])
def test_clauses(text: str, count: int, reason: str) -> None:
    _, scope = scoped(text)
    assert len(set(scope.clause.tolist())) == count, reason


def test_the_nearest_negation_holds_a_word() -> None:
    text = "They did not visit nor write."
    _, scope = scoped(text)
    by = scope.negated_by.tolist()
    assert by[READER.read(text).words.tolist().index(READER.read("write").words[0])] == 1


def test_a_negation_at_the_end_does_not_reach_into_the_next_passage() -> None:
    _, scope = scoped("Plans are not", "clear and good")
    assert not scope.negated.any()


def test_contrasts_are_kept_with_the_words_that_they_are() -> None:
    _, scope = scoped("Plans are clear, even though visits are late.")
    assert (scope.contrasts.first.tolist(), scope.contrasts.last.tolist()) == ([3], [5])


WORDS = ["not", "no", "no delay", "no longer", "clear", "late", "but", ",", ".", "never", "A"]
TEXT = st.lists(st.sampled_from(WORDS), max_size=20).map(" ".join)


@settings(max_examples=30)
@given(st.lists(TEXT, max_size=4))
def test_scopes_of_a_batch_are_those_of_each_passage(texts: list[str]) -> None:
    _, together = scoped(*texts)
    apart = [scoped(text)[1] for text in texts]
    for name in ("negated", "cancelled"):
        one_by_one = [flag for scope in apart for flag in getattr(scope, name).tolist()]
        assert getattr(together, name).tolist() == one_by_one


@settings(max_examples=30)
@given(TEXT)
def test_a_negated_word_stands_after_its_negation_in_its_clause(text: str) -> None:
    _, scope = scoped(text)
    for word in np.flatnonzero(scope.negated).tolist():
        last = int(scope.negations.last[scope.negated_by[word]])
        assert 0 <= word - last < 4
        assert scope.clause[word] == scope.clause[last - 1]


def test_no_words_have_no_scopes() -> None:
    _, scope = scoped()
    assert scope.negated.shape == scope.cancelled.shape == scope.clause.shape == (0,)
