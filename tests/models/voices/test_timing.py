"""Words of past and plan in a sentence, and verbs where there are none."""

from __future__ import annotations

import pytest

from models.voices import note_sentences, voices

ROWS = [
    ("Relative B said the plan to us was clear.", None, "the plan is a noun, and was is open"),
    ("Relative B plans to move.", "planned", "plans to is none"),
    ("Relative B says he cannot cope.", "now", "a verb tells it"),
    ("Relative B said that in 2019 he drank.", "past", "a year comes before all verbs"),
    ("Relative B said nobody rang.", "past", "an event"),
    ("The kitchen was clean.", None, "what nobody says is left alone"),
    ("Last year the kitchen was clean.", "past", "unless words tell it"),
]


@pytest.mark.parametrize(("text", "time", "reason"), ROWS, ids=[row[2] for row in ROWS])
def test_when_it_holds(text: str, time: str | None, reason: str) -> None:
    assert voices(text, note_sentences(text), "visit")[0].holds == time, reason


def test_the_verb_that_told_it_is_a_cue() -> None:
    text = "Relative B says he cannot cope."
    [voice] = voices(text, note_sentences(text), "visit")
    assert [(cue.kind, text[cue.start : cue.end], cue.rule) for cue in voice.cues] == [
        ("attribution", "Relative B says", "voices: parent"),
        ("context", "cannot", "voices: verb, now"),
    ]
