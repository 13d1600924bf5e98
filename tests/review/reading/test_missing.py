"""What documents do not speak of, by the framework's own lists."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from corpus.frameworks import known, load
from review.reading.by_area import Piece
from review.reading.missing import areas_of, asked, criteria_of, missing, plain, required_topics

SCCIF = load("sccif-asa-2024", Path("no-frameworks-of-its-own"))
CODES = [one.code for one in criteria_of(SCCIF)]
TOPICS = list(required_topics(SCCIF))


def piece(criterion: str | None = None, area: str = "EXP", passage: str = "p") -> Piece:
    return Piece("t", passage, "d", area, None, criterion, "strength", True, 0.9)


@pytest.mark.parametrize("framework", known())
def test_without_evidence_everything_that_is_asked_for_is_missing(framework: str) -> None:
    data = load(framework)
    gaps = missing(data, [], [], {})
    assert len(gaps) == sum(one.of for one in asked(data, gaps))
    assert all(one.missing == one.of for one in asked(data, gaps))


@pytest.mark.parametrize("framework", known())
def test_the_overall_judgement_and_elements_are_asked_for_nowhere(framework: str) -> None:
    areas = areas_of(load(framework))
    assert areas
    assert all(not area.areas and plain(area.code) != "OE" for area in areas)


def test_only_what_good_looks_like_can_be_missing() -> None:
    assert len(CODES) == 31
    assert {one.grade for one in criteria_of(SCCIF)} == {"good"}


def test_a_framework_without_the_grade_good_is_asked_by_its_commonest() -> None:
    others = tuple(replace(one, grade="met") for one in SCCIF.criteria[:3])
    odd = replace(SCCIF.criteria[3], grade="not met")
    assert criteria_of(replace(SCCIF, criteria=(odd, *others))) == others
    assert criteria_of(replace(SCCIF, criteria=())) == ()


def test_a_second_suggestion_is_no_evidence_and_is_told() -> None:
    second = [piece("LEAD-12", passage="a"), piece("LEAD-12", passage="b"),
              piece("LEAD-12", passage="b")]  # fmt: skip
    [gap] = [one for one in missing(SCCIF, [], second, {}) if one.code == "LEAD-12"]
    assert (gap.kind, gap.further) == ("criterion", 2)
    assert gap.text
    assert gap.paragraph


def test_required_evidence_is_there_once_a_passage_uses_its_words() -> None:
    found = dict.fromkeys(TOPICS[1:], ("p",))
    gaps = [one for one in missing(SCCIF, [], [], found) if one.kind == "required evidence"]
    assert [one.code for one in gaps] == TOPICS[:1]


@given(some.sets(some.sampled_from(CODES)), some.sets(some.sampled_from(TOPICS)))
def test_what_is_there_is_not_missing_and_the_rest_is(there: set[str], used: set[str]) -> None:
    pieces = [piece(code, code.partition("-")[0]) for code in sorted(there)]
    gaps = missing(SCCIF, pieces, [], dict.fromkeys(used, ("p",)))
    assert {one.code for one in gaps if one.kind == "criterion"} == set(CODES) - there
    assert {one.code for one in gaps if one.kind == "required evidence"} == set(TOPICS) - used
    assert {one.code for one in gaps if one.kind == "area"} == (
        {"EXP", "PROT", "LEAD"} - {one.area for one in pieces}
    )
