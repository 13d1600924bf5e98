"""Codes and what they stand for, in every framework."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.frameworks import known
from review.labels import NONE, lens, lenses

NOWHERE = Path("no-frameworks-of-its-own")


@pytest.mark.parametrize("framework", known())
def test_every_framework_can_be_read_through(framework: str) -> None:
    found = lens(framework, NOWHERE)
    assert found.title
    assert found.areas
    assert all(one.code == code for code, one in found.labels.items())
    assert all("/" not in code for code in found.labels)
    assert NONE in found.labels
    assert NONE not in {one.code for one in found.areas}


def test_criteria_come_with_their_wording_and_paragraph() -> None:
    one = lens("sccif-asa-2024", NOWHERE).labels["LEAD-3"]
    assert (one.level, one.area) == ("criterion", "LEAD")
    assert one.text
    assert one.paragraph


def test_codes_that_nobody_knows_are_shown_as_they_are() -> None:
    found = lens("sccif-asa-2024", NOWHERE)
    assert found.label(None) is None
    unknown = found.label("XYZ")
    assert unknown is not None
    assert unknown.code == "XYZ"
    assert lens("no-such-framework", NOWHERE).areas == ()


def test_all_frameworks_stand_in_the_list() -> None:
    assert [one.id for one in lenses(NOWHERE)] == list(known())


def test_labels_are_offered_in_order_with_their_wording() -> None:
    found = lens("sccif-asa-2024", NOWHERE)
    assert [code for code, _, _ in found.choices] == list(found.labels)
    said = {code: (title, words) for code, title, words in found.choices}
    assert said["LEAD"] == (f"LEAD {found.labels['LEAD'].title}", "")
    one = found.labels["LEAD-3"]
    assert said["LEAD-3"] == (f"– LEAD-3 {one.title}", one.text)
