"""Counts over published documents: what is counted, in which year, and what never is."""

from __future__ import annotations

import contextlib
import sqlite3
from collections import Counter
from dataclasses import replace

import pytest

from corpus.chain import Draft
from corpus.frameworks import load
from corpus.history import Inspected
from review.labels import NONE, lens
from review.reading.figures import (
    OTHER,
    Counted,
    counted,
    frameworks_counted,
    frameworks_read,
    grades,
    speaking,
)
from review.reading.upcoming import frameworks_tagged

LENS = "sccif-asa-2024"


@pytest.fixture
def found(stores) -> Counted:
    return counted(stores.evidence, stores.decisions)


@pytest.fixture
def shown_through(stores):
    return lens(LENS, stores.evidence.workspace.frameworks)


@pytest.fixture
def framework(stores):
    return load(LENS, stores.evidence.workspace.frameworks)


def all_of(stores, found, shown_through):
    return speaking(stores.evidence, found, shown_through)


def told(one: Inspected, on: str | None, *given: str | None) -> Inspected:
    """An inspection on a day that gave these grades, in the order of its judgements."""
    judged = tuple(
        replace(judged, grade=grade or "", grade_normalised=grade)
        for judged, grade in zip(one.judgements, given, strict=False)
    )
    return replace(one, on=on, framework=LENS, judgements=judged)


@pytest.fixture
def graded(found: Counted) -> Inspected:
    """An inspection that gave at least two grades."""
    return next(one for one in found.inspections if len(one.judgements) > 1)


def test_every_published_document_has_its_place(stores, found: Counted) -> None:
    [(documents,)] = stores.evidence.query(
        "SELECT count(*) FROM documents WHERE sensitivity = 'public'"
    )
    assert len(found.years) + found.older == documents
    assert any(year is not None for year in found.years.values())


def test_it_is_read_once_for_a_state(stores, found: Counted) -> None:
    assert counted(stores.evidence, stores.decisions) is found


def test_a_correction_is_seen_at_once(stores, found: Counted, graded: Inspected) -> None:
    [(fact, text)] = stores.evidence.query(
        "SELECT id, text FROM facts WHERE kind = 'inspection' AND document_id = ?",
        graded.document_id,
    )
    stores.decisions.record(
        Draft("correct", "Ina", "fact", fact, document_id=graded.document_id,
              before={"end": graded.end}, after={"end": "2001-05-04"}, reason="misread")
    )  # fmt: skip
    again = counted(stores.evidence, stores.decisions)
    assert again is not found
    assert 2001 not in found.years.values(), text
    assert again.years[graded.document_id] == 2001


def test_grades_stand_in_their_year_and_order(
    found: Counted, graded: Inspected, shown_through, framework
) -> None:
    scale = tuple(step.name for step in framework.scale)
    ours = [
        told(graded, "2019-03-01", scale[1], scale[0]),
        told(graded, "2019-11-30", scale[1], scale[0]),
        told(graded, "2021-01-01", scale[3], scale[0]),
    ]
    counts = grades(replace(found, inspections=tuple(ours)), shown_through, framework)
    assert (counts.inspections, counts.graded, counts.undated) == (3, 3, 0)
    code = graded.judgements[0].area or graded.judgements[0].label
    area = next(one for one in counts.areas if one.label.code == code.rpartition("/")[2])
    assert area.grades == scale
    assert [(one.year, dict(one.counts)) for one in area.years] == [
        (2019, {scale[1]: 2}), (2020, {}), (2021, {scale[3]: 1}),
    ]  # fmt: skip
    assert area.total == 3


@pytest.mark.parametrize("on", [None, "", "soon", "0203-01-01", "9999-12-31", "١٩٩٩-01-01"])
def test_without_a_day_it_is_in_the_table_and_in_no_picture(
    found: Counted, graded: Inspected, shown_through, framework, on: str | None
) -> None:
    scale = framework.scale[0].name
    ours = (told(graded, "2019-03-01", scale), told(graded, on, scale))
    counts = grades(replace(found, inspections=ours), shown_through, framework)
    assert (counts.graded, counts.undated) == (2, 1)
    [area] = counts.areas
    assert [one.year for one in area.years] == [2019, None]
    assert [one.year for one in area.dated] == [2019]


def test_a_grade_that_is_none_of_the_scale_is_counted_apart(
    found: Counted, graded: Inspected, shown_through, framework
) -> None:
    ours = (told(graded, "2019-03-01", None), told(graded, "2019-03-01", "superb"))
    counts = grades(replace(found, inspections=ours), shown_through, framework)
    [area] = counts.areas
    assert area.grades[-1] == OTHER
    assert dict(area.years[0].counts) == {OTHER: 2}


def test_inspections_without_grades_are_in_the_denominator(
    found: Counted, graded: Inspected, shown_through, framework
) -> None:
    ours = (told(graded, "2019-03-01"), told(graded, "2019-03-01", framework.scale[0].name))
    counts = grades(replace(found, inspections=ours), shown_through, framework)
    assert (counts.inspections, counts.graded) == (2, 1)


def test_an_unknown_framework_has_no_scale(found: Counted, graded: Inspected, shown_through):
    ours = (told(graded, "2019-03-01", "good"),)
    [area] = grades(replace(found, inspections=ours), shown_through, None).areas
    assert area.grades == (OTHER,)


def test_frameworks_with_grades_come_first(found: Counted, graded: Inspected) -> None:
    two = replace(graded, framework="b")
    some = replace(found, inspections=(replace(graded, framework="a"), two, two))
    assert frameworks_counted(some, ["z", "a"]) == ("b", "a", "z")
    nameless = replace(found, inspections=(replace(graded, framework=None),))
    assert frameworks_counted(nameless, ["z"]) == ("z",)
    assert frameworks_counted(replace(found, inspections=()), []) == ()


def test_passages_add_up_to_those_that_are_tagged(stores, found: Counted, shown_through) -> None:
    spoken = all_of(stores, found, shown_through)
    [(tags, none)] = stores.evidence.query(
        "SELECT count(*), sum(area = ?) FROM tags WHERE rank = 1 AND current AND framework = ?",
        NONE, LENS,
    )  # fmt: skip
    in_areas = sum(one.passages for area in spoken.areas for one in area.years)
    assert spoken.passages == tags
    assert (spoken.none, in_areas) == (none, tags - none)
    assert spoken.decided == 0
    assert spoken.documents <= spoken.of == len(found.years)


def test_not_sure_is_part_of_the_number(stores, found: Counted, shown_through) -> None:
    spoken = all_of(stores, found, shown_through)
    for area in spoken.areas:
        for one in area.years:
            assert 0 <= one.not_sure <= one.passages
            assert one.sure("strength") + one.unsure.get("strength", 0) == one.counts.get(
                "strength", 0
            )
            assert one.documents <= spoken.documents
    [(unsure,)] = stores.evidence.query(
        "SELECT sum(abstained) FROM tags WHERE rank = 1 AND current AND framework = ? "
        "AND area != ?", LENS, NONE,
    )  # fmt: skip
    assert sum(one.not_sure for area in spoken.areas for one in area.years) == unsure


def per_area(spoken) -> Counter[tuple[str, str]]:
    """How many passages speak how of which area, in all years together."""
    found: Counter[tuple[str, str]] = Counter()
    for area in spoken.areas:
        for one in area.years:
            for polarity, number in one.counts.items():
                found[area.label.code, polarity] += number
    return +found


def best(stores) -> tuple[str, str, str, str]:
    """A suggested tag: its id, document, area and how it speaks."""
    found = stores.evidence.query(
        "SELECT id, document_id, area, polarity FROM tags WHERE rank = 1 AND current "
        "AND framework = ? AND area != ? ORDER BY id LIMIT 1", LENS, NONE,
    )  # fmt: skip
    return next(iter(found))


def decide(stores, what: str, target: str, document: str, after: dict[str, object]) -> None:
    stores.decisions.record(
        Draft(what, "Ina", "tag", target, document_id=document, after=after)  # type: ignore[arg-type]
    )


def test_what_people_reject_is_not_counted(stores, found: Counted, shown_through) -> None:
    before = per_area(all_of(stores, found, shown_through))
    target, document, area, polarity = best(stores)
    decide(stores, "reject", target, document, {})
    after = per_area(all_of(stores, found, shown_through))
    assert before - after == Counter({(area, polarity): 1})
    assert not after - before


def test_what_people_change_stands_at_its_new_place(stores, found: Counted, shown_through) -> None:
    before = per_area(all_of(stores, found, shown_through))
    target, document, area, polarity = best(stores)
    other = next(one.code for one in shown_through.areas if one.code != area)
    decide(stores, "change", target, document, {"area": other, "polarity": "mixed"})
    spoken = all_of(stores, found, shown_through)
    after = per_area(spoken)
    assert before - after == Counter({(area, polarity): 1})
    assert after - before == Counter({(other, "mixed"): 1})
    assert spoken.decided == 1


def test_what_people_accept_is_sure(stores, found: Counted, shown_through) -> None:
    target, document = next(
        iter(stores.evidence.query(
            "SELECT id, document_id FROM tags WHERE rank = 1 AND current AND abstained "
            "AND framework = ? AND area != ? LIMIT 1", LENS, NONE,
        ))
    )  # fmt: skip
    before = all_of(stores, found, shown_through)
    decide(stores, "accept", target, document, {})
    after = all_of(stores, found, shown_through)

    def unsure(spoken) -> int:
        return sum(one.not_sure for area in spoken.areas for one in area.years)

    assert unsure(before) - unsure(after) == 1
    assert after.passages == before.passages


@pytest.mark.parametrize("framework", [LENS, "another"])
def test_what_people_add_counts_in_its_framework(
    stores, found: Counted, shown_through, framework: str
) -> None:
    before = all_of(stores, found, shown_through)
    _, document, area, _ = best(stores)
    stores.decisions.record(
        Draft("add", "Ina", "selection", "s1", document_id=document,
              after={"framework": framework, "area": area, "polarity": "weakness"})
    )  # fmt: skip
    after = all_of(stores, found, shown_through)
    assert after.passages - before.passages == (framework == LENS)


def test_what_was_taken_back_counts_as_before(stores, found: Counted, shown_through) -> None:
    before = all_of(stores, found, shown_through)
    target, document, _, _ = best(stores)
    decide(stores, "reject", target, document, {})
    [event] = [one for one in stores.decisions.events() if one.what == "reject"]
    stores.decisions.record(
        Draft("undo", "Ina", "tag", target, document_id=document, undoes=event.hash)
    )
    assert all_of(stores, found, shown_through) == before


@pytest.mark.parametrize("place", ["opened"], indirect=True)
def test_case_notes_are_counted_for_nobody(stores, found: Counted, shown_through) -> None:
    restricted = {
        key for (key,) in stores.evidence.query(
            "SELECT id FROM documents WHERE sensitivity != 'public'"
        )
    }  # fmt: skip
    [(tagged,)] = stores.evidence.query(
        "SELECT count(*) FROM tags JOIN documents ON documents.id = document_id "
        "WHERE rank = 1 AND current AND framework = ? AND sensitivity != 'public'", LENS,
    )  # fmt: skip
    assert restricted
    assert tagged, "signed notes are tagged, so that they could be counted"
    assert not restricted & set(found.years)
    assert not restricted & {one.document_id for one in found.inspections}
    spoken = all_of(stores, found, shown_through)
    [(public,)] = stores.evidence.query(
        "SELECT count(*) FROM tags JOIN documents ON documents.id = document_id "
        "WHERE rank = 1 AND current AND framework = ? AND sensitivity = 'public'", LENS,
    )  # fmt: skip
    assert spoken.passages == public


@pytest.mark.parametrize("place", ["opened"], indirect=True)
@pytest.mark.parametrize("what", ["accept", "change", "reject"])
def test_decisions_on_case_notes_change_no_number(
    stores, found: Counted, shown_through, what: str
) -> None:
    before = all_of(stores, found, shown_through)
    target, document = next(
        iter(stores.evidence.query(
            "SELECT tags.id, document_id FROM tags JOIN documents ON documents.id = document_id "
            "WHERE rank = 1 AND current AND sensitivity != 'public' LIMIT 1"
        ))
    )  # fmt: skip
    decide(stores, what, target, document, {"polarity": "weakness"} if what == "change" else {})
    stores.decisions.record(
        Draft("add", "Ina", "selection", "s1", document_id=document,
              after={"framework": LENS, "area": "LEAD", "polarity": "weakness"})
    )  # fmt: skip
    assert all_of(stores, found, shown_through) == before


@pytest.mark.parametrize("place", ["opened"], indirect=True)
def test_a_framework_of_case_notes_alone_is_not_listed(stores, place) -> None:
    assert frameworks_read(stores.evidence) == frameworks_tagged(stores.evidence)
    with contextlib.closing(sqlite3.connect(place.evidence)) as db, db:
        db.execute(
            "UPDATE tags SET framework = 'only-notes' WHERE framework = ? AND document_id IN "
            "(SELECT id FROM documents WHERE sensitivity != 'public')", (LENS,),
        )  # fmt: skip
    assert "only-notes" in frameworks_tagged(stores.evidence)
    assert "only-notes" not in frameworks_read(stores.evidence)
    assert LENS in frameworks_read(stores.evidence)
