"""Sentences say what their alternatives and slots say, and their marks end where words end."""

from __future__ import annotations

from datetime import date
from typing import get_args

import pytest

from benchmarks.casefiles.drafting import Bit, Draft, finished, retyped, shortened, shouted
from benchmarks.casefiles.expanding import expanded
from benchmarks.casefiles.families import family
from benchmarks.casefiles.sentences import FOLDER, written
from benchmarks.casefiles.slots import Scene, voice
from benchmarks.casefiles.truth import Piece, Vocabulary
from benchmarks.casefiles.vocabulary import chance, words


def fill(slot: str) -> Draft:
    return [Bit(slot.upper(), "name", slot)]


def told(template: str, seed: int = 0) -> Piece:
    return finished(expanded(template, fill, chance(seed)))


def every(template: str) -> set[str]:
    return {told(template, seed).text for seed in range(60)}


@pytest.mark.parametrize(
    ("template", "texts", "_why"),
    [
        ("He <ran|hid>.", {"He ran.", "He hid."}, "one of two"),
        ("He <ran|<hid|sat> still>.", {"He ran.", "He hid still.", "He sat still."}, "nested"),
        ("He ran <fast|>.", {"He ran fast.", "He ran."}, "an empty one leaves no space"),
        ("<Today|> he ran", {"Today he ran", "he ran"}, "nor at the start"),
        ("{kim} ran", {"KIM ran"}, "a slot"),
    ],
)
def test_alternatives(template: str, texts: set[str], _why: str) -> None:
    assert every(template) == texts


def test_marks_hold_the_words_between_brackets() -> None:
    piece = told(
        "Then [child past: {kim} said <it|so>.] [! abuse: {dad} hit me.] [~ policy: Hit no one.]"
    )
    assert [(one.who, one.time) for one in piece.said] == [("child", "past")]
    assert piece.said[0].text.startswith("KIM said")
    assert [(one.category, one.explicit) for one in piece.signs] == [
        ("abuse", True),
        ("policy", False),
    ]
    assert [one.text for one in piece.occurrences] == ["KIM", "DAD"]


@pytest.mark.parametrize(
    ("template", "_why"),
    [("He <ran", "no end"), ("He ran>", "no begin"), ("[child past: He ran", "an open bracket")],
)
def test_a_wrong_template_is_refused(template: str, _why: str) -> None:
    with pytest.raises(ValueError, match=r"alternative|closes|bracket"):
        told(template)


def test_an_unknown_slot_is_refused() -> None:
    scene = Scene(
        family("c1", words("development"), chance(1)), date(2024, 5, 5), voice(chance(1)), chance(1)
    )
    with pytest.raises(ValueError, match="nobody"):
        scene.fill("nobody")


@pytest.mark.parametrize("vocabulary", get_args(Vocabulary))
def test_every_sentence_can_be_told(vocabulary: Vocabulary) -> None:
    rng = chance(4)
    own = family("c1", words(vocabulary), rng)
    folder = FOLDER / "rehearsal" if vocabulary == "rehearsal" else FOLDER
    for _, template in written(folder):
        scene = Scene(own, date(2024, 5, 5), voice(rng), rng)
        piece = finished(expanded(template, scene.fill, rng))
        assert piece.text.strip()
        assert "  " not in piece.text
        assert not set("{}<>[]|") & set(piece.text.replace(own.members["hv"].email, ""))
        for one in piece.occurrences:
            assert piece.text[one.start : one.end] == one.text


def test_what_is_changed_about_a_text_moves_no_mark() -> None:
    draft: Draft = [
        Bit("With great pleasure "),
        Bit("Ionuț", "name", "k"),
        Bit(" went walking with straße."),
    ]
    changed = shouted(retyped(shortened(draft, [("with", "w/")], chance(1), 1.0), chance(1), 1.0))
    piece = finished(changed)
    (one,) = piece.occurrences
    assert piece.text[one.start : one.end] == one.text == "IONUȚ"
    assert "W/" in piece.text
    assert "PLEASURE" not in piece.text


def test_words_of_a_sign_are_typed_without_error() -> None:
    draft = expanded("[! abuse: Somebody hurt somebody] yesterday", fill, chance(0))
    piece = finished(retyped(draft, chance(0), 1.0))
    assert piece.signs[0].text == "Somebody hurt somebody"
    assert not piece.text.endswith("yesterday")
