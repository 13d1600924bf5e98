"""The committee report among the source documents: its plan, judgements and recommendations."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from corpus.facts import Stated
from corpus.frameworks import load
from corpus.frameworks.action_plans import overdue, resolve_references
from corpus.frameworks.inspections import Action
from corpus.frameworks.working_days import working_days_between
from corpus.identity import sha256_of
from corpus.records import Document
from extractors import extract, passages, sniff
from extractors.facts import state

SEEDS = Path(__file__).parents[4].parent / "shared" / "seeds"
FOUND = sorted(SEEDS.glob("003*.txt"))
pytestmark = pytest.mark.skipif(not FOUND, reason="needs ../shared/seeds")


@pytest.fixture(scope="module")
def stated() -> Stated:
    content = FOUND[0].read_bytes()
    name = sha256_of(content)
    extraction = extract(content, name, sniff(content, FOUND[0].name))
    document = Document(name, "003.txt", "text/plain", len(content), "public")
    found = state(extraction, passages(extraction), document)
    for fact in found.facts:
        assert extraction.text[fact.start : fact.end] == fact.text
        assert fact.locator, "a text has no pages, so the line says where"
    assert len({fact.id for fact in found.facts}) == len(found.facts)
    return found


@pytest.fixture(scope="module")
def rows(stated: Stated) -> list[Action]:
    return [
        Action(
            area=fact.fields["area"],
            element=fact.fields["element"],
            band=fact.fields["band"],
            rag=fact.fields["rag"],
            refs=tuple(fact.fields["plan_refs"]),
            text=fact.fields["status_text"],
        )
        for fact in stated.of_kind("action")
    ]


def test_thirteen_areas_eight_green_and_five_amber(rows: list[Action]) -> None:
    assert len(rows) == 13
    assert Counter(row.rag for row in rows) == {"green": 8, "amber": 5}


def test_colours_by_element_and_band(rows: list[Action]) -> None:
    split: dict[tuple[str | None, str | None], str] = {}
    for row in rows:
        key = (row.element, row.band)
        split[key] = split.get(key, "") + (row.rag or "-")[0].upper()
    assert split == {
        ("SG", "Immediately"): "AG",
        ("SG", "Within 3 months"): "AGGA",
        ("SG", "Within 6 months"): "GAG",
        ("LAC", "Immediately"): "G",
        ("LAC", "Within 3 months"): "GGA",
    }


def test_references_join_theme_and_number(stated: Stated, rows: list[Action]) -> None:
    assert [row.refs for row in rows][:3] == [("A1", "A2"), ("A14", "A15"), ("A4", "A5")]
    assert sum(len(row.refs) for row in rows) == 16
    themes = {fact.fields["theme"] for fact in stated.of_kind("action")}
    assert {theme[0] for theme in themes} == set("ABCDG")
    assert "G – Workforce" in themes


def test_all_rows_are_formal_areas(stated: Stated) -> None:
    assert {fact.fields["formal"] for fact in stated.of_kind("action")} == {True}


def test_owners_other_than_the_council(stated: Stated) -> None:
    owners = {
        fact.fields["plan_refs"][0]: fact.fields["owners"]
        for fact in stated.of_kind("action")
        if fact.fields["owners"]
    }
    assert owners == {"C1": ["NTWNHSFT"], "C20": ["STPCT"], "C21": ["NTWNHSFT"]}


def test_a_row_that_points_to_others_leads_to_them(rows: list[Action]) -> None:
    pointers = resolve_references(rows)
    assert [(rows[one.row - 1].refs[0], one.ref) for one in pointers] == [
        ("A16", "A14"),
        ("A16", "A15"),
    ]
    assert all(rows[one.targets[0] - 1].refs == ("A14", "A15") for one in pointers)


def test_green_stands_where_a_process_only_starts(rows: list[Action]) -> None:
    row = next(row for row in rows if row.refs == ("B1",))
    assert row.rag == "green"
    assert "starting" in row.text


def test_five_rows_are_past_their_band_a_year_later(stated: Stated, rows: list[Action]) -> None:
    inspection = next(
        fact for fact in stated.of_kind("inspection") if fact.fields["framework"] == "slac-2009"
    )
    published = date.fromisoformat(inspection.fields["published"])
    assert published == date(2012, 4, 10)
    framework = load("slac-2009")
    late = [row for row in rows if overdue(row, published, framework, date(2013, 4, 4))]
    assert Counter(row.band for row in late) == {
        "Immediately": 1,
        "Within 3 months": 3,
        "Within 6 months": 1,
    }


def test_two_inspections_with_their_dates(stated: Stated) -> None:
    adoption = next(
        fact.fields
        for fact in stated.of_kind("inspection")
        if fact.fields["framework"] == "adoption-2012"
    )
    assert len(stated.of_kind("inspection")) == 2
    days = [adoption[name] for name in ("notified", "start", "end", "published")]
    assert days == ["2013-01-28", "2013-02-11", "2013-02-14", "2013-04-03"]
    notified, start, end, published = (date.fromisoformat(day) for day in days)
    assert working_days_between(notified, start) == 10
    assert working_days_between(end, published) == 32


def test_both_tables_of_judgements_and_the_one_that_differs(stated: Stated) -> None:
    judged: dict[str, dict[str, str]] = {}
    for fact in stated.of_kind("judgement"):
        grades = judged.setdefault(fact.fields["framework"], {})
        grades[fact.fields["area"]] = fact.fields["grade_normalised"]
    assert judged == {
        "adoption-2012": {
            "OE": "good",
            "OUT": "good",
            "QUAL": "outstanding",
            "SAFE": "good",
            "LEAD": "good",
        },
        "slac-2009": {
            "SG/OE": "good",
            "LAC/OE": "good",
            "SG/CAP": "good",
            "LAC/CAP": "good",
            "SG/QP": "adequate",
        },
    }


def test_three_recommendations_with_their_references(stated: Stated) -> None:
    found = stated.of_kind("recommendation")
    assert [fact.fields["references"] for fact in found] == [
        ["NMS 1.6"],
        ["NMS 5.4"],
        ["Adoption and Children Act 2002 Statutory Guidance, paragraph 2.2"],
    ]
    assert [fact.locator for fact in found] == ["line 59", "line 60", "line 61"]


def test_nothing_is_unclear(stated: Stated) -> None:
    assert stated.problems == ()
