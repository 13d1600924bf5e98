"""Fitting polarity on made-up reports of few words."""

import numpy as np
import pytest

from corpus.records import Passage
from models.polarity import bind, phrases
from models.reading import Read, Reader
from models.training.material import CodedPassage, Coding, Material, StudyDocument
from models.training.polarity import cross_validate, fit_logit, fit_polarity
from models.training.printed_polarity import graded, official

READER = Reader(phrases())
LEXICON = bind(READER.numbers)
GOOD = ("Help for {} is effective and timely.", "Staff know {} well and act swiftly for them.")
BAD = ("Plans for {} are weak and show drift.", "Too many {} wait too long for poor support.")
WHOM = ("children", "families", "young people", "care leavers", "parents", "adopters")


def read(text: str) -> Read:
    return READER.read(text)


def passage(text: str, *headings: str) -> Passage:
    return Passage(text, "doc", 0, len(text), text, headings)


def document(group: str, framework: str, *passages: Passage) -> StudyDocument:
    return StudyDocument(f"{group} {framework}", group, framework, None, passages)


def joint(group: str, whom: str) -> StudyDocument:
    good = [passage(f"In {group}: {line.format(whom)}", "Key strengths") for line in GOOD]
    bad = [passage(f"In {group}: {line.format(whom)}", "Areas for improvement") for line in BAD]
    return document(group, "jtai-2016", *good, *bad)


def coded(group: str, whom: str) -> CodedPassage:
    text = f"{GOOD[0].format(whom)} {BAD[0].format(whom)} Area {group} has one office."
    coding = Coding(
        "A", "gold/1", "slac-2009", polarity="mixed", sentences=("strength", "weakness", "neutral")
    )
    return CodedPassage(f"{group} coded", group, text, "gold", (coding,))


def plain(group: str, whom: str) -> CodedPassage:
    coding = Coding("B", "gold/1", "slac-2009", polarity="strength", sentences=("strength",))
    return CodedPassage(f"{group} plain", group, GOOD[1].format(whom), "gold", (coding,))


MATERIAL = Material(
    documents=tuple(joint(f"g{at}", whom) for at, whom in enumerate(WHOM)),
    coded=tuple(make(f"g{at}", whom) for at, whom in enumerate(WHOM) for make in (coded, plain)),
)

OFFICIAL = [
    ("jtai-2016", ("Key Strengths",), "strength", "joint inspections"),
    ("jtai-2016", ("Areas for improvement",), "weakness", "joint inspections"),
    ("jtai-2016", ("Case study: area for improvement",), None, "a study tells a story"),
    ("jtai-2016", ("Areas for improvement", "Next steps"), None, "another section"),
    ("send-2023", ("What is the area partnership doing that is effective?",), "strength", "SEND"),
    ("send-2023", ("What does the area partnership need to do better?",), "weakness", "SEND"),
    ("send-2023", ("Areas for improvement",), None, "a list of noun phrases"),
    ("ilacs-2023", ("Key strengths",), None, "a framework without such headings"),
]


@pytest.mark.parametrize(
    ("framework", "headings", "label", "reason"), OFFICIAL, ids=[" ".join(r[1]) for r in OFFICIAL]
)
def test_official_labels_come_from_headings(
    framework: str, headings: tuple[str, ...], label: str | None, reason: str
) -> None:
    text = "Help for children is effective and timely."
    material = Material((document("g", framework, passage(text, *headings)),))
    assert [row.label for row in official(material)] == ([label] if label else []), reason


def test_a_passage_that_holds_its_heading_is_left_out() -> None:
    text = "Areas for improvement are found in help for all children."
    material = Material((document("g", "jtai-2016", passage(text, "Areas for improvement")),))
    assert official(material) == ()


def test_short_passages_tables_and_copies_are_left_out() -> None:
    long = passage("Help for all children is effective.", "Key strengths")
    rows = (
        long,
        long,
        passage("Good.", "Key strengths"),
        passage("a b c d e\tf g", "Key strengths"),
    )
    assert len(official(Material((document("g", "jtai-2016", *rows),)))) == 1


def test_graded_sections_take_the_best_and_the_worst_grade() -> None:
    words = "Help for all children in the area is as said"
    headings = ("Leaders: outstanding", "Care: good", "Help: inadequate")
    rows = [passage(f"{words} {heading}", heading) for heading in headings]
    found = graded(Material((document("g", "ilacs-2018", *rows),)))
    assert [row.label for row in found] == ["outstanding", "inadequate"]


def test_it_learns_praise_and_blame() -> None:
    model = fit_polarity(MATERIAL, read, LEXICON)
    texts = [GOOD[0].format("foster families"), BAD[0].format("foster families")]
    found = model.answer([read(text) for text in texts], LEXICON)
    praise, blame = (one.sentences[0].polarity for one in found)
    assert praise == "strength"
    assert blame in {"weakness", "mixed"}, "so few sentences leave it open whether all is blame"


def test_fitting_twice_gives_the_same_arrays() -> None:
    one, two = (fit_polarity(MATERIAL, read, LEXICON).arrays() for _ in range(2))
    assert one.keys() == two.keys()
    assert all(np.array_equal(one[name], two[name]) for name in one)


def test_every_labelled_item_is_answered_once_by_a_model_of_other_authorities() -> None:
    held = cross_validate(MATERIAL, read, LEXICON)
    assert sorted(item.id for item in held.official) == sorted(row.id for row in official(MATERIAL))
    assert len(held.coded) == 12
    assert len(held.sentences_four) == 24
    assert len(held.sentences_two) == 18
    assert {item.group for item in held.official} == {f"g{at}" for at in range(6)}
    right = [item.answers[0] in item.truth for item in held.official]
    assert sum(right) > 0.8 * len(right)


def test_labels_without_the_rest_are_refused_with_what_is_missing() -> None:
    with pytest.raises(ValueError, match="no coded passage"):
        fit_polarity(Material(MATERIAL.documents), read, LEXICON)
    with pytest.raises(ValueError, match="no passage stands under a heading of strength"):
        fit_polarity(Material((), MATERIAL.coded), read, LEXICON)


def test_a_coding_with_other_sentences_than_ours_is_left_out() -> None:
    odd = CodedPassage("odd", "g0", "One sentence.", "gold", MATERIAL.coded[0].codings)
    with pytest.raises(ValueError, match="no coded passage"):
        fit_polarity(Material(MATERIAL.documents, (odd,)), read, LEXICON)


def test_labels_that_never_occur_are_never_answered() -> None:
    features = np.array([[0.0], [1.0], [0.1], [0.9]])
    labels = np.array([0, 2, 0, 2])
    chances = fit_logit(features, labels, 4).probabilities(features)
    assert chances[:, [1, 3]].max() < 1e-6
    assert chances.argmax(axis=1).tolist() == [0, 2, 0, 2]
    only = fit_logit(features, np.array([1, 1, 1, 1]), 2).probabilities(features)
    assert only.argmax(axis=1).tolist() == [1, 1, 1, 1]
