"""What may be corrected, and to what: every kind of slip is refused with what is allowed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.chain import canonical
from corpus.corrections_fields import FIELDS, checked
from corpus.facts import FACT_KINDS, ActionFields, ImprovementFields, InspectionFields
from corpus.problems import SettingsError

JUDGED = {"framework": "ilacs-2018", "area": "OE", "grade": "Good", "grade_normalised": "good"}


def set_(kind: str, typed: dict[str, str], as_printed: bool = False, **now: Any) -> dict[str, Any]:
    return checked(kind, typed, now, None, as_printed)


TAKEN: list[tuple[str, dict[str, str], dict[str, Any], str]] = [
    ("document", {"provider_urn": "2532287"}, {"provider_urn": "2532287"}, "a URN"),
    ("document", {"provider_urn": " SC012345 "}, {"provider_urn": "SC012345"}, "blanks round it"),
    ("document", {"published": "2019-02-01"}, {"published": "2019-02-01"}, "a date"),
    ("document", {"published": ""}, {"published": None}, "cleared"),
    ("document", {"framework": "sif-2013"}, {"framework": "sif-2013"}, "a known framework"),
    ("document", {"kind": "action_plan"}, {"kind": "action_plan"}, "a kind"),
    ("requirement", {"kind": "recommendation"}, {"kind": "recommendation"}, "an improvement's"),
    ("requirement", {"references": "12; 13 ;"}, {"references": ["12", "13"]}, "a list"),
    ("requirement", {"references": ""}, {"references": []}, "a list without items"),
    ("action", {"formal": "No"}, {"formal": False}, "yes or no"),
    ("inspection", {"lead": "Ann Example"}, {"lead": "Ann Example"}, "a name"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "typed", "values", "why"), TAKEN)
def test_what_is_taken(kind: str, typed: dict[str, str], values: dict[str, Any], why: str) -> None:
    assert set_(kind, typed) == values, why


REFUSED: list[tuple[str, dict[str, str], str]] = [
    ("document", {"sensitivity": "public"}, "'sensitivity' of a document cannot be corrected; "
     "these can: provider_urn, provider_name"),
    ("requirement", {"text": "x"}, "quoted, never changed"),
    ("judgement", {"order": "1"}, "these can: framework, area, label, grade"),
    ("document", {"published": "01/02/2019"}, "is no date. Type year, month and day"),
    ("document", {"published": "2019-02-30"}, "is no date"),
    ("document", {"published": "0019-02-01"}, "check the year"),
    ("document", {"provider_urn": "Bath and North East"}, "Names go into provider_name"),
    ("document", {"framework": "ilacs"}, "There is no framework 'ilacs'. Known are: adoption-2012"),
    ("document", {"kind": "Inspection report"}, "small letters"),
    ("document", {"provider_name": "x" * 2001}, "at most 2000"),
    ("document", {"provider_name": "Ba\nth"}, "one line"),
    ("action", {"formal": "perhaps"}, "it is yes or no"),
    ("action", {"status_text": " "}, "status_text cannot be empty"),
    ("priority_action", {"kind": "judgement"}, "it may be area_for_improvement, requirement"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "typed", "words"), REFUSED)
def test_what_is_refused(kind: str, typed: dict[str, str], words: str) -> None:
    with pytest.raises(SettingsError) as told:
        set_(kind, typed)
    assert words in str(told.value)


GRADES: list[tuple[str, dict[str, Any], str]] = [
    ("Good", {"grade": "Good", "grade_normalised": "good"}, "as the scale prints it"),
    ("REQUIRES  IMPROVEMENT to be good",
     {"grade": "REQUIRES  IMPROVEMENT to be good",
      "grade_normalised": "requires improvement to be good"}, "however it is set"),
    ("Requires improvement",
     {"grade": "Requires improvement",
      "grade_normalised": "requires improvement to be good"}, "an alias"),
]  # fmt: skip


@pytest.mark.parametrize(("grade", "values", "why"), GRADES)
def test_a_grade_brings_its_step_of_the_scale(grade: str, values: dict[str, Any], why: str) -> None:
    assert set_("judgement", {"grade": grade}, **JUDGED) == values, why


def test_a_grade_in_no_scale_needs_to_be_called_printed() -> None:
    with pytest.raises(SettingsError, match=r"'Adequate' is no grade of ilacs-2018; its scale is "):
        set_("judgement", {"grade": "Adequate"}, **JUDGED)
    taken = set_("judgement", {"grade": "Adequate"}, as_printed=True, **JUDGED)
    assert taken == {"grade": "Adequate", "grade_normalised": None}


def test_a_grade_is_of_the_framework_that_is_set_with_it() -> None:
    typed = {"framework": "asa-2015", "grade": "Adequate"}
    with pytest.raises(SettingsError, match="no grade of asa-2015"):
        set_("judgement", typed, **JUDGED)
    typed = {"framework": "slac-2009", "grade": "Adequate"}
    assert set_("judgement", typed, **JUDGED)["grade_normalised"] == "adequate"


def test_a_grade_without_a_framework_has_no_step() -> None:
    for unknown in (None, "ours-2010"):
        taken = set_("judgement", {"grade": "Fine"}, framework=unknown, area="OE")
        assert taken == {"grade": "Fine", "grade_normalised": None}


def test_an_area_is_of_the_framework() -> None:
    assert set_("judgement", {"area": "CICL"}, **JUDGED) == {"area": "CICL"}
    with pytest.raises(SettingsError, match=r"ilacs-2018 has no area 'XX'. It has: .*OE"):
        set_("judgement", {"area": "XX"}, **JUDGED)


def test_a_step_is_of_the_scale() -> None:
    taken = set_("judgement", {"grade_normalised": "Inadequate"}, **JUDGED)
    assert taken == {"grade_normalised": "inadequate"}
    with pytest.raises(SettingsError, match="no grade of"):
        set_("judgement", {"grade_normalised": "bad"}, **JUDGED)


@pytest.mark.parametrize(("kind", "first", "last"), [
    ("inspection", "start", "end"), ("document", "inspection_start", "inspection_end")
])  # fmt: skip
def test_nothing_ends_before_it_starts(kind: str, first: str, last: str) -> None:
    with pytest.raises(SettingsError, match="Correct both in one command"):
        set_(kind, {last: "2019-01-01"}, **{first: "2019-01-05"})
    both = {first: "2018-12-01", last: "2019-01-01"}
    assert set_(kind, both, **{first: "2019-01-05", last: "2019-01-09"}) == both


def test_every_kind_of_fact_has_its_fields() -> None:
    assert FIELDS.keys() == {"document", *FACT_KINDS}
    shapes = {
        "inspection": InspectionFields, "requirement": ImprovementFields, "action": ActionFields
    }  # fmt: skip
    for kind, shape in shapes.items():
        assert FIELDS[kind].keys() - {"kind"} <= shape.__annotations__.keys(), kind


@given(
    st.sampled_from(sorted(FIELDS)).flatmap(
        lambda kind: st.tuples(
            st.just(kind),
            st.dictionaries(
                st.sampled_from(sorted(FIELDS[kind])), st.text(max_size=20), max_size=3
            ),
        )
    )
)
def test_whatever_is_typed_is_taken_as_storable_values_or_refused_in_words(
    given_: tuple[str, dict[str, str]],
) -> None:
    kind, typed = given_
    try:
        values = checked(kind, typed, {}, Path("none"), as_printed=False)
    except SettingsError as error:
        assert str(error).endswith((".", ")"))
    else:
        assert canonical(values)
        assert values.keys() >= typed.keys()
