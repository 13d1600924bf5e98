"""Judgements that a sentence of a committee report singles out among many."""

from collections.abc import Callable

import pytest

HEADING = "<h2>3. ANNOUNCED INSPECTION OF SAFEGUARDING AND LOOKED AFTER CHILDREN SERVICES</h2>"

SINGLED_OUT = [
    # (sentence, area, grade, reason)
    (
        "Most of them were 'Good', the remaining one, related to the quality of provision within "
        "safeguarding was judged 'Adequate'.",
        "SG/QP",
        "adequate",
        "with its element, in straight quotation marks",
    ),
    (
        "All but one were ‘Good’; the remaining one related to leadership and management within "
        "looked after children was judged ‘Outstanding’.",
        "LAC/LM",
        "outstanding",
        "another area, element and grade, in curly quotation marks",
    ),
]


@pytest.mark.parametrize(("sentence", "area", "grade", "reason"), SINGLED_OUT)
def test_a_sentence_names_one_judgement_among_many(
    page: Callable, sentence: str, area: str, grade: str, reason: str
) -> None:
    found = page(f"{HEADING}<p>{sentence}</p>")
    assert found.field("area") == [area], reason
    assert found.field("grade_normalised") == [grade]
    assert found.field("framework") == ["slac-2009"]
    assert found.field("how") == ["sentence"]
    assert found.facts[0].text.lower().endswith(f"{grade}{found.facts[0].text[-1]}")


def test_an_area_that_no_framework_has_is_a_problem_with_its_place(page: Callable) -> None:
    found = page(
        f"{HEADING}<p>The remaining judgement (which related to the tea within safeguarding) being "
        "'Adequate'.</p>"
    )
    assert found.facts == []
    assert found.codes == ["judgement-unplaced"]
    assert '"the tea' in found.problems[0].message or '"tea' in found.problems[0].message


def test_a_document_that_names_no_inspection_places_nothing(page: Callable) -> None:
    found = page(
        "<h2>Other business</h2><p>The remaining judgement (which related to leadership and "
        "management within safeguarding) being 'Adequate'.</p>"
    )
    assert found.codes == ["judgement-unplaced"]


@pytest.mark.parametrize(
    "sentence",
    [
        "The remaining places are open to children who wait.",
        "All judgements were 'Good'.",
        "The judgement related to the quality of provision being good.",
    ],
)
def test_other_sentences_state_no_judgement(page: Callable, sentence: str) -> None:
    found = page(f"{HEADING}<p>{sentence}</p>")
    assert (found.facts, found.problems) == ([], [])
