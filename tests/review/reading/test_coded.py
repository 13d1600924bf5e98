"""Units that several people coded: their readings, samples of them, and how far they agree."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from corpus.chain import Draft, Event
from corpus.evidence import open_evidence
from corpus.records import Tag
from corpus.workspace import Workspace
from review.deciding import seen_of
from review.reading import coded as module
from review.reading.coded import (
    ABOUT,
    DIMENSIONS,
    REJECTED,
    Asked,
    Sampled,
    agreements,
    population,
    read_by_several,
    read_twice,
    reading,
    sample,
)
from review.stores import Stores
from review.viewing import Viewer

LENS = "sccif-asa-2024"
ASKED = Asked(LENS)
Decide = Callable[..., Event]


@pytest.fixture
def tags(stores: Stores) -> list[Tag]:
    """Give best suggestions with a criterion, of one document."""
    found = [
        one
        for one in stores.evidence.tags()
        if one.framework == LENS and one.rank == 1 and one.criterion
    ]
    document = found[0].document_id
    return sorted((one for one in found if one.document_id == document), key=lambda one: one.id)[:6]


@pytest.fixture
def decide(stores: Stores) -> Decide:
    def record(tag: Tag, who: str, what: str, /, **after: object) -> Event:
        return stores.decisions.record(
            Draft(what, who, "tag", tag.id, document_id=tag.document_id,  # type: ignore[arg-type]
                  before=seen_of(tag), after=after or None)
        )  # fmt: skip

    return record


def again(decide: Decide, tag: Tag, who: str, first: Event, what: str, **after: object) -> Event:
    return decide(tag, who, "state", about=ABOUT, first=first.hash, what=what, **after)


SEEN = {"area": "EXP", "criterion": "EXP-1", "aspect": None, "polarity": "strength"}
READINGS = [
    # (what, before, after, area, code, polarity, why)
    ("accept", SEEN, None, ("EXP", "EXP-1", "strength"), "what was seen holds"),
    ("reject", SEEN, None, (REJECTED,) * 3, "rejected is a place of its own"),
    ("change", SEEN, {"polarity": "mixed"}, ("EXP", "EXP-1", "mixed"), "one thing changed"),
    ("change", SEEN, {"area": "PROT", "criterion": None}, ("PROT", "PROT", "strength"),
     "without a criterion the area is its code"),
    ("change", SEEN, {"criterion": None, "aspect": "QP-PLAN"}, ("EXP", "QP-PLAN", "strength"),
     "an aspect stands between the two"),
    ("state", SEEN, {"about": ABOUT, "what": "reject"}, (REJECTED,) * 3,
     "rejected in a second reading"),
    ("state", SEEN, {"about": ABOUT, "what": "accept"}, ("EXP", "EXP-1", "strength"),
     "a second reading accepts"),
    ("accept", None, None, None, "who does not say what they saw has not read"),
    ("accept", {"area": ""}, None, None, "nor who saw nothing"),
]  # fmt: skip


@pytest.mark.parametrize("row", READINGS, ids=lambda row: row[-1])
def test_what_an_event_makes_of_a_tag(stores: Stores, row) -> None:
    what, before, after, expected, why = row
    event = stores.decisions.record(Draft(what, "Ina", "tag", "t", before=before, after=after))
    found = reading(event)
    assert (found and (found.area, found.code, found.polarity)) == expected, why
    assert (found is not None and found.rejected) == (expected == (REJECTED,) * 3)


def test_everybodys_last_word_is_compared_in_the_order_in_which_they_first_spoke(
    stores: Stores, viewer: Callable[..., Viewer], tags: list[Tag], decide: Decide
) -> None:
    decide(tags[0], "Ina", "reject")
    decide(tags[0], "Ben", "accept")
    decide(tags[0], "Ina", "change", polarity="mixed")
    [unit] = read_by_several(stores.evidence, stores.decisions, viewer(), ASKED)
    assert [one.event.who for one in unit.readings] == ["Ina", "Ben"]
    assert unit.readings[0].polarity == "mixed"
    assert not unit.agreed
    assert (unit.tag, unit.passage, unit.document) == (
        tags[0].id, tags[0].passage_id, tags[0].document_id,
    )  # fmt: skip


def test_one_person_twice_or_two_of_whom_one_took_it_back_are_no_pair(
    stores: Stores, viewer: Callable[..., Viewer], tags: list[Tag], decide: Decide
) -> None:
    decide(tags[0], "Ina", "accept")
    decide(tags[0], "Ina", "reject")
    event = decide(tags[1], "Ina", "accept")
    decide(tags[1], "Ben", "reject")
    stores.decisions.record(
        Draft("undo", "Ina", "tag", tags[1].id, document_id=tags[1].document_id, undoes=event.hash)
    )
    assert read_by_several(stores.evidence, stores.decisions, viewer(), ASKED) == []


def test_a_second_reading_is_compared_with_the_decision_that_it_answers(
    stores: Stores, viewer: Callable[..., Viewer], tags: list[Tag], decide: Decide
) -> None:
    first = decide(tags[0], "Ina", "accept")
    again(decide, tags[0], "Quin", first, "reject")
    decide(tags[1], "Ina", "accept")
    [unit] = read_twice(stores.evidence, stores.decisions, viewer(), ASKED)
    assert [one.event.who for one in unit.readings] == ["Ina", "Quin"]
    assert (unit.agreed, unit.settled) == (False, None)
    # It is no decision: several people have not decided on it.
    assert read_by_several(stores.evidence, stores.decisions, viewer(), ASKED) == []


def test_the_newest_second_reading_counts_and_what_came_after_it_settles(
    stores: Stores, viewer: Callable[..., Viewer], tags: list[Tag], decide: Decide
) -> None:
    first = decide(tags[0], "Ina", "accept")
    again(decide, tags[0], "Quin", first, "reject")
    again(decide, tags[0], "Zoe", first, "accept")
    [unit] = read_twice(stores.evidence, stores.decisions, viewer(), ASKED)
    assert [one.event.who for one in unit.readings] == ["Ina", "Zoe"]
    assert unit.settled is None
    decide(tags[0], "Ben", "change", polarity="mixed")
    later = decide(tags[0], "Ina", "reject")
    [unit] = read_twice(stores.evidence, stores.decisions, viewer(), ASKED)
    assert unit.settled is not None
    assert unit.settled.event == later


def test_a_second_reading_of_what_was_taken_back_is_no_pair(
    stores: Stores, viewer: Callable[..., Viewer], tags: list[Tag], decide: Decide
) -> None:
    first = decide(tags[0], "Ina", "accept")
    again(decide, tags[0], "Quin", first, "reject")
    stores.decisions.record(
        Draft("undo", "Ina", "tag", tags[0].id, document_id=tags[0].document_id, undoes=first.hash)
    )
    assert read_twice(stores.evidence, stores.decisions, viewer(), ASKED) == []


def test_other_frameworks_and_providers_are_other_units(
    stores: Stores, viewer: Callable[..., Viewer], tags: list[Tag], decide: Decide
) -> None:
    decide(tags[0], "Ina", "accept")
    decide(tags[0], "Ben", "accept")
    for asked, number in (
        (ASKED, 1), (Asked(LENS, "9900001"), 1), (Asked(LENS, "1"), 0), (Asked("ilacs-2023"), 0),
    ):  # fmt: skip
        found = read_by_several(stores.evidence, stores.decisions, viewer(), asked)
        assert len(found) == len(population(stores.evidence, viewer(), asked)) == number


def test_what_is_hidden_is_in_no_unit_and_no_population(
    stores: Stores, viewer: Callable[..., Viewer], tags: list[Tag], decide: Decide, place: Workspace
) -> None:
    first = decide(tags[0], "Ina", "accept")
    decide(tags[0], "Ben", "reject")
    again(decide, tags[0], "Quin", first, "reject")
    with open_evidence(place) as evidence:
        evidence.db.execute(
            "UPDATE documents SET sensitivity = 'restricted', signed = 1 WHERE id = ?",
            (tags[0].document_id,),
        )
    for who, number in ((viewer(), 0), (viewer("researcher"), 0), (viewer("qa-reviewer"), 1)):
        assert len(read_by_several(stores.evidence, stores.decisions, who, ASKED)) == number
        assert len(read_twice(stores.evidence, stores.decisions, who, ASKED)) == number
        assert len(population(stores.evidence, who, ASKED)) == number


def test_the_population_is_what_holds_of_the_tags_read_today(
    stores: Stores, viewer: Callable[..., Viewer], tags: list[Tag], decide: Decide, place: Workspace
) -> None:
    decide(tags[0], "Ina", "accept")
    newest = decide(tags[0], "Ben", "reject")
    decide(tags[1], "Ina", "comment")
    decide(tags[2], "Ina", "accept")
    with open_evidence(place) as evidence:
        evidence.db.execute("UPDATE tags SET current = 0 WHERE id = ?", (tags[2].id,))
    assert population(stores.evidence, viewer(), ASKED) == [
        Sampled(tags[0].id, tags[0].passage_id, tags[0].document_id, "Ben", newest.seq)
    ]


UNITS = [Sampled(f"tag {number}", "p", "d", "Ina", number) for number in range(200)]


def test_a_sample_is_drawn_by_its_seed_alone() -> None:
    drawn = sample(UNITS, "oak", 20)
    assert sample(reversed(UNITS), "oak", 20) == drawn
    assert sample(UNITS, "ash", 20) != drawn
    assert len({one.tag for one in drawn}) == 20
    # A larger sample begins with the smaller one, so that work on it is not lost.
    assert sample(UNITS, "oak", 50)[:20] == drawn
    assert sample(UNITS, "oak", 999) == sample(UNITS, "oak", 200)
    assert sample([], "oak", 20) == []


def test_a_sample_is_no_list_of_the_first() -> None:
    # Each unit is drawn about as often as any other: 400 seeds draw a fifth of 200 units.
    drawn = [one.seq for seed in range(400) for one in sample(UNITS, str(seed), 40)]
    times = [drawn.count(number) for number in range(200)]
    assert sum(times) == 16_000
    assert 40 < min(times) <= max(times) < 130


def test_agreement_is_told_for_area_code_and_polarity_apart(
    stores: Stores, viewer: Callable[..., Viewer], tags: list[Tag], decide: Decide
) -> None:
    decide(tags[0], "Ina", "accept")
    decide(tags[0], "Ben", "accept")
    decide(tags[1], "Ina", "accept")
    turned = "weakness" if tags[1].polarity != "weakness" else "mixed"
    decide(tags[1], "Ben", "change", polarity=turned)
    units = read_by_several(stores.evidence, stores.decisions, viewer(), ASKED)
    found = agreements(stores.evidence, viewer(), "several", ASKED, units)
    assert found.keys() == DIMENSIONS.keys()
    assert {name: (one.agreed, one.n) for name, one in found.items()} == {
        "area": (2, 2), "code": (2, 2), "polarity": (1, 2),
    }  # fmt: skip
    assert agreements(stores.evidence, viewer(), "several", ASKED, [])["area"].n == 0


def test_agreement_is_counted_anew_once_somebody_decides_anew(
    stores: Stores, viewer: Callable[..., Viewer], tags: list[Tag], decide: Decide
) -> None:
    def agreed() -> int:
        units = read_by_several(stores.evidence, stores.decisions, viewer(), ASKED)
        return agreements(stores.evidence, viewer(), "several", ASKED, units)["area"].agreed

    decide(tags[0], "Ina", "accept")
    decide(tags[0], "Ben", "reject")
    assert agreed() == 0
    decide(tags[0], "Ben", "accept")
    assert agreed() == 1


def test_many_units_are_read_in_several_questions(
    stores: Stores, viewer: Callable[..., Viewer], tags: list[Tag], decide: Decide,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    for tag in tags:
        decide(tag, "Ina", "accept")
        decide(tag, "Ben", "reject")
    whole = read_by_several(stores.evidence, stores.decisions, viewer(), ASKED)
    monkeypatch.setattr(module, "_MANY", 2)
    assert read_by_several(stores.evidence, stores.decisions, viewer(), ASKED) == whole
    assert [one.tag for one in whole] == [tag.id for tag in tags]
    assert all(replace(one, settled=None) == one for one in whole)
