"""Of what time the verbs of a statement speak; a reason on each row."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.reading import Span
from models.voices.tenses import tense

DIRECT = [
    ("he is settled and has made friends", "now", "a present helper comes first"),
    ("my last house had a trampoline", "past", "had"),
    ("we had three workers", "past", "had, of us"),
    ("Mum will begin the course", "planned", "will"),
    ("I am going to live with nan", "planned", "going to"),
    ("we will have moved", "planned", "the first verb counts"),
    ("she takes over", "now", "the third person"),
    ("Carer B lets me have a cat", "now", "and of a pseudonym"),
    ("Staff A was late every time", "past", "was is no third person"),
    ("Person A, who is about 25, bought him a phone", "past", "what stands aside is left out"),
    ("he got the train and slept there", "past", "an irregular verb"),
    ("nobody returned her calls", "past", "a regular one"),
    ("I would give ten out of ten", "now", "an opinion"),
    ("she had felt worried", "past", "before the past"),
    ("not talking to you about it", None, "no verb that tells"),
    ("wifi bad", None, "no verb at all"),
    ("", None, "nothing"),
]


@pytest.mark.parametrize(("text", "time", "reason"), DIRECT, ids=[row[2] for row in DIRECT])
def test_what_somebody_says_directly(text: str, time: str | None, reason: str) -> None:
    found = tense(text)
    assert (found and found[0]) == time, reason


RETOLD = [
    ("Child A said ", "he was scared", None, "he may be so now: he said, he was"),
    ("Child A said ", "he would like to stay", None, "the same of would"),
    ("Child A says ", "he was scared", "past", "says leaves was where it is"),
    ("Child A said ", "he had been scared", "past", "had been is past in any case"),
    ("Child A said ", "a boy hit him", "past", "what happened did so before"),
    ("Child A said ", "he will ring next time", "planned", "will stays ahead"),
    ("Child A told me ", "he likes maths", "now", "likes stays now"),
    ("Relative B feels ", "judged by Staff A", "now", "what is felt is felt now"),
    ("Relative B says ", "shes got no gas", "now", "has got, in haste"),
]


@pytest.mark.parametrize(
    ("frame", "words", "time", "reason"), RETOLD, ids=[row[3] for row in RETOLD]
)
def test_what_is_retold(frame: str, words: str, time: str | None, reason: str) -> None:
    found = tense(frame + words, len(frame), Span(0, len(frame) - 1))
    assert (found and found[0]) == time, reason


def test_the_verb_is_named() -> None:
    text = "Mum said nobody returned her calls."
    found = tense(text, 8, Span(0, 8))
    assert found is not None
    assert text[slice(*found[1])] == "returned"


@given(st.text(alphabet="abdehilostw ,'.", max_size=60), st.integers(0, 60))
def test_any_text_can_be_asked(text: str, start: int) -> None:
    start = min(start, len(text))
    found = tense(text, start)
    assert found is None or start <= found[1].start < found[1].end <= len(text)
