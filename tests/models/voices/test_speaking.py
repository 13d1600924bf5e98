"""Who speaks in one sentence by its own words, in notes of a kind; a reason on each row."""

from __future__ import annotations

import pytest

from corpus.notes import NoteKind
from models.voices import Voice, note_sentences, voices


def heard(text: str, kind: NoteKind | None = None) -> Voice:
    """The voice of the last sentence of a text."""
    return voices(text, note_sentences(text), kind)[-1]


SURE: list[tuple[str, NoteKind, str, str]] = [
    ("Carer I told me Child B sleeps.", "visit", "carer", "the letter I is not the writer"),
    ("HV Person A reports good weight.", "visit", "partner", "what somebody is stands before"),
    ("Mum has the kids and Person C says so.", "visit", "nobody", "a stranger speaks, not mum"),
    ("Text from Person C: mum is out.", "visit", "nobody", "a stranger writes"),
    ("Staff D will ring the school.", "visit", "staff", "who undertakes it says so"),
    ("Plan: Staff D will ring.", "visit", "staff", "behind a heading too"),
    ("Relative B agrees to a medical.", "strategy-discussion", "parent", "who agrees says so"),
    ("At home Relative B will be seen.", "visit", "nobody", "who is seen undertakes nothing"),
    ("He got the train to town.", "return-interview", "child", "a child's account, retold"),
    ("Me & Person C walked about.", "return-interview", "child", "in the child's own words"),
    ('"not talking to you".', "return-interview", "child", "a quotation alone"),
    ("He was tired and cold.", "return-interview", "nobody", "how a child looked is the writer's"),
    ("He got the train to town.", "visit", "nobody", "not in a visit"),
    ("I asked for help and got none.", "survey-response", "nobody", "no writer of ours"),
    ("Staff A told him I was in prison.", "complaint", "nobody", "an unnamed writer complains"),
    ("I am his mum. Staff A told him I lied.", "complaint", "parent", "the writer, not the worker"),
    ("I am his dad. Carer B says he is fine.", "complaint", "carer", "somebody else is quoted"),
    ("I am his dad. Not upheld by Staff A.", "complaint", "nobody", "what the office adds"),
    ("Parent\nOk", "survey-response", "parent", "one word is an answer, too"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "who", "reason"), SURE, ids=[row[3] for row in SURE])
def test_who_is_known_to_speak(text: str, kind: NoteKind, who: str, reason: str) -> None:
    voice = heard(text, kind)
    assert ("nobody" if voice.guessed else voice.who) == who, reason


GUESSED = [
    ("Jay said he was cross.", "a name alone is likely the child's"),
    ("She said she is fine.", "she is likely the child"),
    ('"I hate it there."', "who says I is likely the child"),
]


@pytest.mark.parametrize(("text", "reason"), GUESSED, ids=[row[1] for row in GUESSED])
def test_a_guess_is_marked(text: str, reason: str) -> None:
    voice = heard(text, "visit")
    assert (voice.who, voice.guessed) == ("child", True), reason


def test_what_is_undertaken_is_marked() -> None:
    assert heard("Relative B will begin the course.", "visit").undertaken
    assert not heard("Relative B said so.", "visit").undertaken
