"""References inside an action plan are read as printed and followed to their rows."""

from __future__ import annotations

import pytest

from corpus.frameworks.inspections import Action
from corpus.frameworks.plan_references import (
    CrossReference,
    own_refs,
    parse_refs,
    pointed_at,
    resolve_references,
)


@pytest.mark.parametrize(
    ("printed", "refs"),
    [
        ("A1", ("A1",)),
        ("A1 & A2", ("A1", "A2")),
        ("A14 and A15", ("A14", "A15")),
        ("A1, A2; C21", ("A1", "A2", "C21")),
        # the theme is said once
        ("A1 & 2", ("A1", "A2")),
        ("A1, 2 and C3", ("A1", "A2", "C3")),
        # ranges
        ("A14-A16", ("A14", "A15", "A16")),
        ("A14 to 16", ("A14", "A15", "A16")),
        ("A14 – A16", ("A14", "A15", "A16")),
        # no range: another theme, backwards, or far too long
        ("A1-C3", ("A1", "C3")),
        ("A9-A7", ("A9", "A7")),
        ("A1-A900", ("A1", "A900")),
        ("A 7", ("A7",)),
        ("A1, A1", ("A1",)),
        ("7", ()),
        ("", ()),
        ("none", ()),
    ],
)
def test_references_are_read_as_plans_print_them(printed: str, refs: tuple[str, ...]) -> None:
    assert parse_refs(printed) == refs


@pytest.mark.parametrize(
    ("text", "refs"),
    [
        ("See A14 and A15 above.", ("A14", "A15")),
        ("Done. see also C1, C2 and C3 below", ("C1", "C2", "C3")),
        ("As for B2.", ("B2",)),
        ("Please refer to row D4; the rest is done.", ("D4",)),
        ("See A1 & 2, then train staff.", ("A1", "A2")),
        ("Staff see A1 as a priority and D3 as none.", ("A1",)),
        # references that nobody is asked to see
        ("A14 was audited in 2012.", ()),
        ("See the 3 plans of 2012.", ()),
        ("We see 12 children a week.", ()),
        ("", ()),
    ],
)
def test_only_what_a_text_points_at_is_a_pointer(text: str, refs: tuple[str, ...]) -> None:
    assert pointed_at(text) == refs


def test_a_row_goes_by_each_of_its_references() -> None:
    assert own_refs(Action(area="Audit", refs=("A1 & A2", "c3"))) == ("A1", "A2", "C3")
    assert own_refs(Action(area="Audit")) == ()


def test_pointers_lead_to_rows_or_nowhere() -> None:
    plan = (
        Action(area="Hear children", refs=("A14 & A15",)),
        Action(area="Visit alone", refs=("A16",), text="See A14 and A15 above. See D9."),
        Action(area="Turn in a circle", refs=("B1",), text="See B1."),
        Action(area="Look twice", refs=("C1",), text="See C2"),
        Action(area="Two rows of one name", refs=("C2",)),
        Action(area="Two rows of one name", refs=("C2",)),
    )
    assert resolve_references(plan) == (
        CrossReference(2, "A14", (1,)),
        CrossReference(2, "A15", (1,)),
        CrossReference(2, "D9", ()),
        CrossReference(3, "B1", ()),
        CrossReference(4, "C2", (5, 6)),
    )
    assert resolve_references(()) == ()
