"""What a framework says of its areas, aspects and criteria, listed for comparison."""

from dataclasses import replace

import pytest

from corpus.frameworks import known, load
from corpus.problems import FrameworkError
from models.wording import LONGEST, described, items, judged

SCCIF = load("sccif-asa-2024")
SLAC = load("slac-2009")
SLAC_AREAS = ["SG/CAP", "SG/LM", "SG/QP", "SG/SO", "LAC/CAP", "LAC/LM", "LAC/QP", "LAC/OUT"]


def test_areas_come_first_then_aspects_then_criteria() -> None:
    kinds = [item.kind for item in items(SCCIF)]
    assert kinds == ["area"] * 3 + ["criterion"] * 31
    assert {item.kind for item in items(SLAC)} == {"area", "aspect"}


def test_criteria_of_good_say_what_a_service_does() -> None:
    assert {row.grade for row in described(SCCIF)} == {"good"}


def test_where_no_grade_is_called_good_all_criteria_count() -> None:
    others = tuple(row for row in SCCIF.criteria if row.grade != "good")
    assert described(replace(SCCIF, criteria=others)) == others


def test_an_area_is_known_by_title_headings_and_evidence() -> None:
    (prot,) = (item for item in items(SCCIF) if item.plain == "PROT")
    assert prot.text.startswith("Help and protection. helped and protected. ")
    assert "Recognition, understanding and management of risk" in prot.text


def test_a_criterion_is_known_by_title_and_text_never_by_its_place() -> None:
    (row,) = (row for row in SCCIF.criteria if row.code == "EXP-3")
    (item,) = (item for item in items(SCCIF) if item.plain == "EXP-3")
    assert item.text == f"{row.title}. {row.text}"
    assert row.paragraph not in item.text


def test_aspects_have_the_code_that_tags_carry_and_the_area_of_their_element() -> None:
    places = {(item.plain, item.area) for item in items(SLAC) if item.kind == "aspect"}
    assert ("LM-AMB", "SG/LM") in places
    assert ("LM-AMB", "LAC/LM") in places


def test_what_both_elements_say_alike_tells_neither() -> None:
    telling = {(item.plain, item.area): item.telling for item in items(SLAC)}
    assert not telling["LM-AMB", "SG/LM"]
    assert telling["SO-FEEL", "SG/SO"]


@pytest.mark.parametrize(
    ("name", "areas", "why"),
    [
        ("ilacs-2018", ["HP", "CICL", "LEAD"], "overall effectiveness only sums up"),
        ("sccif-asa-2024", ["EXP", "PROT", "LEAD"], "the overall area has criteria of its own"),
        ("sif-2013", ["HP", "CICL", "ADOPT", "CL", "LEAD", "LSCB"], "graded beside what it holds"),
        ("slac-2009", SLAC_AREAS, "elements have no grade of their own"),
    ],
)
def test_judged_areas(name: str, areas: list[str], why: str) -> None:
    assert [area.code for area in judged(load(name))] == areas, why


def test_without_areas_the_message_names_framework_and_remedy() -> None:
    with pytest.raises(FrameworkError, match=r"sccif-asa-2024 has no judgement areas.*title"):
        judged(replace(SCCIF, areas=()))


def test_criteria_of_areas_that_are_not_there_are_passed_over() -> None:
    less = replace(SCCIF, areas=SCCIF.areas[:1])
    assert {item.area for item in items(less)} == {"EXP"}


def test_one_endless_word_is_cut_too() -> None:
    row = replace(SCCIF.criteria[0], title="", text="x" * 10 * LONGEST)
    assert len(items(replace(SCCIF, criteria=(row,)))[-1].text) <= LONGEST


@pytest.mark.parametrize("name", known())
def test_every_item_of_every_framework_has_words_and_a_judged_area(name: str) -> None:
    framework = load(name)
    areas = {area.code for area in judged(framework)}
    assert areas
    for item in items(framework):
        assert item.text.strip()
        assert item.area in areas
