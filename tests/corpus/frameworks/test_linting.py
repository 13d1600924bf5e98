"""Faults of citations are named with their place and what to do."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.frameworks import Framework, load
from corpus.frameworks.linting import Use, dated, lint
from corpus.frameworks.loading import read

HEAD = """\
id: canteen-2024
title: Canteen inspections
publisher: A ministry of lunch
in_force:
  from: 2024-01-15
source: "Lunch handbook, section 2"
areas:
  - {code: FOOD, title: What is served, paragraph: "2.1"}
"""
REGULATIONS = """\
  - code: soup
    title: Canteens Regulations 2015
    kind: regulations
    highest: 40
    needs: [number]
    used_for: [requirement]
"""
GUIDE = """\
  - code: guide
    title: Guide to the Canteens Regulations
    kind: guide
    aliases: [the Guide]
    needs: [page, paragraph]
    used_for: [recommendation]
"""
STANDARDS = """\
  - {code: nms, title: "Canteens: national minimum standards", kind: standards, highest: 29, needs: [number]}
"""  # noqa: E501 - one instrument, one line


def canteen(*instruments: str) -> Framework:
    listed = "instruments:\n" + "".join(instruments) if instruments else ""
    return read(HEAD + listed, "canteen.yaml")


ALL = canteen(REGULATIONS, GUIDE, STANDARDS)


@pytest.mark.parametrize(
    ("text", "of", "codes"),
    [
        # sound ones
        ("Warm the soup by 31 May 2024 (Regulation 18(4)).", "requirement", []),
        ("Warm the soup (the Guide, page 55, paragraph 9.4).", "recommendation", []),
        ("Warm the soup (NMS 1.6).", "recommendation", []),
        ("Warm the soup.", None, []),
        # the guide asks for both, whichever is there
        ("Warm it (Guide to the Canteens Regulations, page 55)", None, ["no-paragraph"]),
        ("Warm it (the Guide, paragraph 9.4)", None, ["no-page"]),
        ("Warm it (the Guide)", None, ["no-page", "no-paragraph"]),
        ("Warm it (page 55)", None, ["no-paragraph"]),  # of the only guide there is
        # no date
        ("Warm it (Regulation 18).", "requirement", ["no-date"]),
        ("Requirement: warm it (Regulation 18).", None, ["no-date"]),  # it says what it is
        # used for the other
        ("Warm it (Regulation 18).", "recommendation", ["wrong-instrument"]),
        ("By 3 May 2024 (the Guide, page 5, paragraph 1).", "requirement", ["wrong-instrument"]),
        # a number that is not there
        ("Warm it (Regulation 41).", None, ["beyond-highest"]),
        ("Warm it (Regulations 39 to 41).", None, ["beyond-highest"]),
        ("Warm it (Regulation 40).", None, []),
        ("Warm it (NMS 30.1).", None, ["beyond-highest"]),
        # what is meant cannot be said
        ("See the national minimum standards.", None, ["no-number"]),
        ("Regulation 3 of the Bakeries (England) Regulations 2015", None, ["cannot-be-resolved"]),
        ("Guide to bakery standards, page 2, paragraph 3", None, ["cannot-be-resolved"]),
        ("Working together to safeguard children", None, ["cannot-be-resolved"]),
        ("section 47", None, ["cannot-be-resolved"]),
        # an act may always be cited
        ("section 47 of the Children Act 1989", None, []),
    ],
)  # fmt: skip
def test_each_fault_is_found(text: str, of: Use | None, codes: list[str]) -> None:
    assert [fault.code for fault in lint(text, ALL, of)] == codes


def test_a_message_names_the_place_and_the_remedy() -> None:
    text = "Keep soup warm (the Guide, page 55)."
    (fault,) = lint(text, ALL)
    assert text[fault.start : fault.end] == "Guide, page 55"
    assert fault.message == (
        '"Guide, page 55" (from character 21): the paragraph is missing; '
        'add it, such as "page 55, paragraph 9.4".'
    )


def test_a_standard_under_a_framework_without_standards_is_the_wrong_instrument() -> None:
    (fault,) = lint("Warm it (NMS 1.6)", canteen(REGULATIONS, GUIDE))
    assert fault.code == "wrong-instrument"
    assert "knows no national minimum standards; cite one of: Canteens Regulations 2015" in (
        fault.message
    )


def test_without_instruments_only_the_form_is_looked_at() -> None:
    bare = canteen()
    assert lint("Regulation 18 and NMS 1.6 and the Bakeries Regulations 2015", bare) == ()
    found = lint("Guide to bakery standards, page 2", bare)
    assert [fault.code for fault in found] == ["no-paragraph"]


def test_a_date_may_stand_apart_from_the_text() -> None:
    assert lint("Warm it (Regulation 18).", ALL, "requirement", date(2024, 5, 31)) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("by 31 May 2024", True),
        ("by 1st of June", True),
        ("May 31, 2024", True),
        ("31/05/2024", True),
        ("2024-05-31", True),
        ("by the end of March 2025", True),
        ("the Canteens Regulations 2015", False),  # a year of an instrument
        ("in May 2024 soup was cold", False),  # when it was found, not when it is due
        ("within 28 days", False),  # of what?
        ("they may 5 times", False),
    ],
)
def test_a_date_by_which_something_is_due_is_a_day_or_a_months_end(
    text: str, expected: bool
) -> None:
    assert dated(text) is expected


def test_the_shipped_frameworks_know_their_own_instruments() -> None:
    shipped = load("supported-accommodation-2023")
    text = (
        "(‘Guide to the Supported Accommodation Regulations including Quality Standards’, page 55)"
    )
    assert [fault.code for fault in lint(text, shipped)] == ["no-paragraph"]
    # this guide took the place of minimum standards
    assert [fault.code for fault in lint("(NMS 1.6)", shipped)] == ["wrong-instrument"]
    # the framework for adoption support agencies has them
    assert lint("(NMS 1.6)", load("asa-2015"), "recommendation") == ()
    assert lint("(NMS 5.4)", load("adoption-2012"), "recommendation") == ()
