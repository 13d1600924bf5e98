"""What a sign says of itself: its exact words, who says so, of what time; and what texts may do."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.signs import KINDS, Sign, signs
from models.signs.phrasebook import shipped


def test_a_sign_is_the_words_of_the_text() -> None:
    text = "Visit on Friday. YP said that dad hit him last year."
    (sign,) = (one for one in signs([text])[0] if one.kind == "physical-abuse")
    assert text[sign.start : sign.end] == "dad hit him"
    assert (sign.speaker, sign.time) == ("child", "past")
    assert sign.rule.startswith("physical-abuse: ")


@pytest.mark.parametrize(
    ("text", "speaker", "time", "reason"),
    [
        ("YP said dad hits her.", "child", "now", "a child, now"),
        ("HV observed bruising on the baby.", "partner", "now", "a health visitor"),
        ("Mo reports that fa hit her in 2019.", "parent", "past", "a year"),
        ("YP is going to kill herself tomorrow.", "nobody", "planned", "what is to come"),
        ("Child A said that if he goes home dad will hit him.", "child", "hypothetical", "if"),
    ],
    ids=["child", "partner", "year", "to come", "if"],
)
def test_who_says_so_and_of_what_time(text: str, speaker: str, time: str, reason: str) -> None:
    found = signs([text])[0]
    assert found, reason
    assert {(sign.speaker, sign.time) for sign in found} == {(speaker, time)}, reason


def test_a_sign_holds_no_number_but_its_place() -> None:
    numbers = [field.name for field in dataclasses.fields(Sign) if field.type == "int"]
    assert numbers == ["start", "end"]
    assert not {"score", "probability", "risk", "level"} & {
        field.name for field in dataclasses.fields(Sign)
    }


def test_every_kind_has_patterns() -> None:
    closer = set(KINDS) - {"abuse", "exploitation"}  # which stand where no closer kind is told
    assert {pattern.kind for pattern in shipped().patterns} == closer


def test_what_is_closed_may_be_said_in_the_sentence_behind() -> None:
    assert signs(["Years ago there was neglect. The case was closed, NFA."]) == [()]


def test_a_sign_late_in_a_line_without_a_stop_is_found() -> None:
    text = "we talked of school and friends " * 200 + "dad hit him with a belt " + "and then " * 300
    found = [text[sign.start : sign.end] for sign in signs([text])[0]]
    assert any("hit him" in words for words in found)


def test_a_long_line_of_signs_is_read_in_one_go() -> None:
    text = "yp said dad hit her " * 400
    found = signs([text])[0]
    assert found[0].start < 40
    assert found[-1].end > len(text) - 40


def test_texts_are_read_as_one_by_one() -> None:
    texts = ["YP said dad hit him.", "", "All fine.", "No bruises. He went missing.", "\n•\t"]
    assert signs(texts) == [signs([text])[0] for text in texts]
    assert signs([]) == []


WORDS = ["dad", "hit", "him", "YP", "said", "no", "not", ".", ",", "\n", "\t", "if", "training on",
         "missing", "self-harm", "didn't", "’", "Ä", "in 2019", "closed", ":", "👧"]  # fmt: skip


@given(st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join))
def test_signs_lie_in_order_inside_the_text(text: str) -> None:
    found = signs([text])[0]
    assert list(found) == sorted(found, key=lambda sign: (sign.start, sign.end, sign.kind))
    for sign in found:
        assert 0 <= sign.start < sign.end <= len(text)
        assert text[sign.start : sign.end].strip() == text[sign.start : sign.end]
        assert sign.kind in KINDS


@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    assert len(signs([text])) == 1
