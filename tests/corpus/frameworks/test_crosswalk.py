"""Links between frameworks are explicit and lossy, and a chain claims no more than its steps."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.frameworks import known, load
from corpus.frameworks.crosswalk import (
    Link,
    Step,
    check_crosswalk,
    combine,
    cross_area,
    cross_grade,
    invert,
)
from corpus.frameworks.framework import Framework
from corpus.frameworks.provisions import Crossing, Relation
from corpus.frameworks.records import Aspect, Grade, JudgementArea
from corpus.problems import FrameworkError

EXACTNESS: dict[Relation, int] = {"none": 0, "broader": 1, "narrower": 1, "exact": 2}
RELATIONS = st.sampled_from(sorted(EXACTNESS))


def canteen(year: int, *crosswalk: Crossing) -> Framework:
    """A framework of soup and salad, of two grades, in the edition of one year."""
    return Framework(
        id=f"canteen-{year}",
        title="Canteens",
        publisher="A ministry of lunch",
        source="Lunch handbook",
        in_force_from=date(year, 1, 1),
        in_force_to=None,
        scale=(Grade("tasty", ("tasty",)), Grade("bland", ("bland",))),
        areas=(
            JudgementArea("SOUP", "Soup", "1", aspects=(Aspect("SOUP-HOT", "Hot soup", "1.1"),)),
            JudgementArea("SALAD", "Salad", "2"),
        ),
        criteria=(),
        crosswalk=crosswalk,
    )


def area(year: int, own: str, relation: Relation, to: str | None = None) -> Crossing:
    return Crossing(framework=f"canteen-{year}", kind="area", own=own, relation=relation, to=to)


def grade(year: int, own: str, relation: Relation, to: str | None = None) -> Crossing:
    return Crossing(framework=f"canteen-{year}", kind="grade", own=own, relation=relation, to=to)


def said(links: tuple[Link, ...]) -> list[tuple[Relation, str | None]]:
    return [(link.relation, link.to) for link in links]


def test_a_stated_link_is_given_with_its_note() -> None:
    new = canteen(2020, replace(area(2010, "SOUP", "broader", "SOUP-HOT"), note="cold soup too"))

    (link,) = cross_area(new, "SOUP", canteen(2010))

    assert (link.relation, link.to) == ("broader", "SOUP-HOT")
    assert [(step.note, step.inverted) for step in link.steps] == [("cold soup too", False)]


@pytest.mark.parametrize(
    ("stated", "read_backwards"),
    [("exact", "exact"), ("broader", "narrower"), ("narrower", "broader")],
)
def test_a_link_is_read_from_the_older_side_too(stated: Relation, read_backwards: Relation) -> None:
    new = canteen(2020, grade(2010, "tasty", stated, "bland"))

    (link,) = cross_grade(canteen(2010), "bland", new)

    assert (link.relation, link.to) == (read_backwards, "tasty")
    assert link.steps[0].inverted


def test_no_counterpart_is_an_answer_and_no_link_is_another() -> None:
    old, new = canteen(2010), canteen(2020, area(2010, "SALAD", "none"))

    assert said(cross_area(new, "SALAD", old)) == [("none", None)]
    assert cross_area(new, "SOUP", old) == ()
    assert cross_area(old, "SALAD", new) == ()  # nothing is stated of the older salad


def test_grades_and_areas_are_not_mixed_up() -> None:
    new = canteen(2020, area(2010, "SOUP", "exact", "SOUP"))
    assert cross_grade(new, "tasty", canteen(2010)) == ()


def test_within_one_framework_each_is_itself() -> None:
    (link,) = cross_area(canteen(2020), "SOUP", canteen(2020))
    assert (link.relation, link.to, link.steps) == ("exact", "SOUP", ())


def test_an_unknown_code_or_grade_is_named_with_what_there_is() -> None:
    with pytest.raises(FrameworkError, match=r"no area 'FISH'; it has: SOUP, SOUP-HOT, SALAD"):
        cross_area(canteen(2020), "FISH", canteen(2010))
    with pytest.raises(FrameworkError, match=r"no grade 'awful'; it has: tasty, bland"):
        cross_grade(canteen(2020), "awful", canteen(2010))


@pytest.mark.parametrize(
    ("steps", "whole", "reason"),
    [
        ([], "exact", "no step loses nothing"),
        (["exact", "exact", "exact"], "exact", "every step is exact"),
        (["exact", "broader", "exact"], "broader", "the weakest step counts"),
        (["narrower", "narrower"], "narrower", "a part of a part is a part"),
        (["broader", "narrower"], "none", "two parts of one whole: nothing follows"),
        (["narrower", "exact", "broader"], "none", "the same, the other way round"),
        (["exact", "none"], "none", "nothing follows from nothing"),
    ],
)
def test_a_chain_claims_what_its_steps_bear(
    steps: list[Relation], whole: Relation, reason: str
) -> None:
    assert combine(steps) == whole, reason


@given(st.lists(RELATIONS, max_size=6))
def test_a_chain_is_never_more_exact_than_its_weakest_step(relations: list[Relation]) -> None:
    weakest = min((EXACTNESS[relation] for relation in relations), default=2)
    assert EXACTNESS[combine(relations)] <= weakest


@given(st.lists(RELATIONS, max_size=6))
def test_a_chain_read_backwards_claims_the_opposite(relations: list[Relation]) -> None:
    steps = [Step("area", "a", "X", "b", "Y", relation) for relation in relations]
    backwards = combine(invert(step).relation for step in reversed(steps))
    whole = Step("area", "a", "X", "b", "Y", combine(relations))
    assert backwards == invert(whole).relation


@given(
    st.builds(
        Step,
        kind=st.sampled_from(["area", "grade"]),
        source=st.text(),
        own=st.none() | st.text(),
        target=st.text(),
        to=st.none() | st.text(),
        relation=RELATIONS,
        inverted=st.booleans(),
        note=st.none() | st.text(),
    )
)
def test_inverting_twice_gives_the_same_link(step: Step) -> None:
    assert invert(invert(step)) == step


def test_a_chain_shows_its_path_and_its_weakest_relation() -> None:
    old = canteen(2000)
    middle = canteen(2010, area(2000, "SOUP", "narrower", "SALAD"))
    new = canteen(2020, area(2010, "SOUP-HOT", "exact", "SOUP"))

    (link,) = cross_area(new, "SOUP-HOT", old, through=[middle])

    assert (link.relation, link.to) == ("narrower", "SALAD")
    path = [(step.target, step.to, step.relation) for step in link.steps]
    assert path == [("canteen-2010", "SOUP", "exact"), ("canteen-2000", "SALAD", "narrower")]
    assert cross_area(new, "SOUP-HOT", old) == ()  # nobody lent the step in the middle


def test_a_direct_link_is_not_weakened_or_bettered_by_chains() -> None:
    old = canteen(2000)
    middle = canteen(2010, area(2000, "SOUP", "exact", "SOUP"))
    new = canteen(2020, area(2010, "SOUP", "exact", "SOUP"), area(2000, "SOUP", "broader", "SOUP"))

    assert said(cross_area(new, "SOUP", old, through=[middle])) == [("broader", "SOUP")]


def test_no_counterpart_in_the_middle_ends_the_chain() -> None:
    middle = canteen(2010, area(2000, "SALAD", "none"))
    new = canteen(2020, area(2010, "SALAD", "exact", "SALAD"), area(2010, "SOUP", "none"))

    assert cross_area(new, "SALAD", canteen(2000), through=[middle]) == ()
    assert cross_area(new, "SOUP", canteen(2000), through=[middle]) == ()


def test_siblings_are_linked_by_a_chain_that_proves_nothing() -> None:
    # hot soup was a part of soup, and soup was made of hot soup and salad two editions later
    whole = canteen(2010)
    before = canteen(2020, area(2010, "SOUP-HOT", "narrower", "SOUP"))
    after = canteen(2000, area(2010, "SALAD", "narrower", "SOUP"))

    (link,) = cross_area(before, "SOUP-HOT", after, through=[whole])

    assert (link.relation, link.to, len(link.steps)) == ("none", "SALAD", 2)


def test_frameworks_that_link_in_a_circle_are_walked_once() -> None:
    first = canteen(2000, area(2020, "SOUP", "exact", "SOUP"))
    second = canteen(2010, area(2000, "SOUP", "exact", "SOUP"))
    third = canteen(2020, area(2010, "SOUP", "exact", "SOUP"))
    alone = canteen(2030)

    assert cross_area(first, "SOUP", alone, through=[second, third]) == ()


ROWS: list[tuple[list[Crossing], list[Crossing], str]] = [
    ([area(1999, "SOUP", "none")], [], "there is no framework 'canteen-1999'; known: canteen-2010"),
    ([area(2010, "SOUP", "exact", "FISH")], [], "no area 'FISH'; allowed: SOUP, SOUP-HOT, SALAD"),
    ([grade(2010, "tasty", "exact", "fine")], [], "no grade 'fine'; allowed: tasty, bland"),
    ([area(2020, "SOUP", "exact", "SALAD")], [], "a framework is not linked to itself"),
    (
        [area(2010, "SOUP", "exact", "SALAD")],
        [area(2020, "SALAD", "narrower", "SOUP")],
        "SOUP of canteen-2020 is exactly SALAD of canteen-2010, but row 1 of canteen-2010 says "
        "that SALAD of canteen-2010 is narrower than SOUP of canteen-2020",
    ),
    (
        [area(2010, "SOUP", "none")],
        [area(2020, "SALAD", "exact", "SOUP")],
        "SOUP has no counterpart in canteen-2010, but row 1 of canteen-2010 says",
    ),
    (
        [area(2010, "SOUP", "exact", "SALAD")],
        [area(2020, "SALAD", "none")],
        "but row 1 of canteen-2010 says that SALAD has no counterpart in canteen-2020",
    ),
    (
        [area(2010, "SOUP", "none"), area(2010, "SOUP", "broader", "SALAD")],
        [],
        "SOUP of canteen-2020 is broader than SALAD of canteen-2010, but row 1 of canteen-2020",
    ),
    (
        [area(2010, "SOUP", "exact", "SOUP"), area(2010, "SALAD", "exact", "SOUP")],
        [],
        "SALAD of canteen-2020 is exactly SOUP of canteen-2010, but row 1",  # one cannot be two
    ),
    (
        [area(2010, "SOUP", "exact", "SOUP")],
        [area(2020, "SOUP", "exact", "SOUP")],
        "row 1 of canteen-2010 says it already",
    ),
]


@pytest.mark.parametrize(("new", "old", "words"), ROWS)
def test_a_faulty_crosswalk_says_where_and_why(
    new: list[Crossing], old: list[Crossing], words: str
) -> None:
    findings = check_crosswalk([canteen(2010, *old), canteen(2020, *new)])

    assert len(findings) == 1
    assert words in findings[0].text
    assert findings[0].framework == "canteen-2020"
    assert findings[0].entry == len(new)


@pytest.mark.parametrize(
    ("new", "old", "reason"),
    [
        (
            [area(2010, "SOUP", "broader", "SOUP"), area(2010, "SOUP", "broader", "SALAD")],
            [],
            "a whole has several parts",
        ),
        (
            [area(2010, "SOUP", "none"), grade(2010, "tasty", "exact", "tasty")],
            [area(2020, "SALAD", "none")],
            "each side may have something that the other lacks",
        ),
        (
            [area(2010, "SOUP", "exact", "SOUP"), area(2010, "SOUP", "broader", "SOUP-HOT")],
            [],
            "what equals the whole is broader than its part",
        ),
    ],
)
def test_what_agrees_is_not_complained_about(
    new: list[Crossing], old: list[Crossing], reason: str
) -> None:
    assert check_crosswalk([canteen(2010, *old), canteen(2020, *new)]) == (), reason


def test_the_shipped_crosswalks_hold_together() -> None:
    assert check_crosswalk(load(framework_id) for framework_id in known()) == ()


@pytest.mark.parametrize("newer", ["sif-2013", "ilacs-2018", "ilacs-2023", "ilacs-2026"])
def test_adequate_is_never_exactly_requires_improvement(newer: str) -> None:
    everything = [load(framework_id) for framework_id in known()]

    links = cross_grade(load("slac-2009"), "adequate", load(newer), everything)

    assert [link.relation for link in links] == ["narrower"]  # one part of it, never the same


@pytest.mark.parametrize(
    ("source", "code", "target", "expected"),
    [
        # one judgement became two: the older grade is the grade of neither
        ("ilacs-2018", "CICL", "ilacs-2023", [("broader", "CIC"), ("broader", "CL")]),
        ("ilacs-2026", "CL", "ilacs-2018", [("narrower", "CICL")]),
        ("ilacs-2026", "HP", "sif-2013", [("exact", "HP")]),
        # the overall grade of 2023 has no successor, and nothing else takes its place
        ("ilacs-2023", "OE", "ilacs-2026", []),
        # adoption and care leavers were both parts of one area: a common whole proves nothing
        ("sif-2013", "ADOPT", "ilacs-2023", [("none", "CIC"), ("none", "CL")]),
        ("sif-2013", "LSCB", "ilacs-2018", []),
        ("jtai-2016", "FRONT", "ilacs-2018", [("narrower", "HP")]),
        ("sif-2013", "LEAD", "slac-2009", [("broader", "LAC/LM"), ("broader", "SG/LM")]),
    ],
)
def test_areas_of_reports_stand_to_each_other(
    source: str, code: str, target: str, expected: list[tuple[Relation, str]]
) -> None:
    everything = [load(framework_id) for framework_id in known()]
    assert said(cross_area(load(source), code, load(target), everything)) == expected
