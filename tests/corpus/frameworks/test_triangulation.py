"""What stands behind a finding is counted; a single source is a warning, never a verdict."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.frameworks import Framework
from corpus.frameworks.inspections import EvidenceSource, Finding, Improvement, Inspection
from corpus.frameworks.loading import read
from corpus.frameworks.triangulation import SOURCE_TYPES, answers, bearing, source_types

CANTEEN = """\
id: canteen-2024
title: Canteen inspections
publisher: A ministry of lunch
in_force:
  from: 2024-01-15
source: "Lunch handbook, section 2"
areas:
  - {code: FOOD, title: What is served, paragraph: "2.1"}
  - {code: STAFF, title: Who serves it, paragraph: "2.2"}
"""
TYPES = """\
lists:
  - id: S-1
    kind: source types
    title: Types of source
    paragraph: "12"
    force: descriptor
    count: 3
    items:
      - {code: interview-child, text: Talk with a child}
      - {code: menu, text: A menu}
      - {code: survey, text: A survey}
"""
DEMAND = """\
demands:
  - {id: S-2, of: report, needs: more than one source, force: must, text: Twice., paragraph: "13"}
"""


@pytest.fixture(scope="module")
def canteen() -> Framework:
    return read(CANTEEN + TYPES, "canteen.yaml")


def source(kind: str, document: str | None = None, child: bool | None = None) -> EvidenceSource:
    return EvidenceSource(type=kind, document=document, child=child)


def found(*sources: EvidenceSource, area: str | None = "FOOD") -> Inspection:
    finding = Finding(text="Soup is cold.", area=area, sources=sources)
    return Inspection(framework="canteen-2024", findings=(finding,))


@pytest.mark.parametrize(
    ("sources", "distinct", "types", "documents"),
    [
        ((), 0, 0, 0),
        ((source("menu", "a"),), 1, 1, 1),
        # the same twice is once
        ((source("menu", "a"), source("Menu ", "a ")), 1, 1, 1),
        ((source("menu", "a"), source("menu", "b")), 2, 1, 2),
        # one file may hold two people's words
        ((source("menu", "a"), source("survey", "a")), 2, 2, 1),
        # without a document only the type tells sources apart
        ((source("menu"), source("menu")), 1, 1, 0),
        ((source("menu"), source("menu", "a")), 1, 1, 1),
        ((source("menu"), source("survey")), 2, 2, 0),
    ],
)
def test_sources_types_and_documents_are_counted_apart(
    sources: tuple[EvidenceSource, ...], distinct: int, types: int, documents: int
) -> None:
    borne = bearing(sources)
    assert (borne.sources, len(borne.types), len(borne.documents)) == (distinct, types, documents)
    assert borne.single is (distinct == 1)


@pytest.mark.parametrize(
    ("sources", "child"),
    [
        ((source("interview-child"),), True),
        ((source("Interview child"),), True),
        ((source("survey of children"),), True),
        ((source("survey"),), False),  # of whom?
        ((source("survey", child=True),), True),  # whoever knows says so
        ((source("interview-child", child=False),), False),  # ... and is believed
        ((source("interview-staff"), source("interview-child")), True),
        ((source("childcare-record"),), False),
        ((), False),
    ],
)
def test_a_childs_voice_is_heard_from_type_or_flag(
    sources: tuple[EvidenceSource, ...], child: bool
) -> None:
    assert bearing(sources).child is child


SOURCES = st.builds(
    source,
    st.sampled_from(["menu", "survey", "interview-child"]),
    st.none() | st.sampled_from(["a", "b"]),
    st.none() | st.booleans(),
)


@given(st.lists(SOURCES, max_size=6), SOURCES)
def test_another_source_never_bears_less(
    listed: list[EvidenceSource], more: EvidenceSource
) -> None:
    before, after = bearing(listed), bearing([*listed, more])
    assert after.sources >= before.sources
    assert set(after.types) >= set(before.types)
    assert after.child >= before.child
    assert bearing([*listed, *listed]) == before  # repetition confirms nothing
    assert bearing(reversed(listed)) == before


@pytest.mark.parametrize(
    ("sources", "confirmed", "voice"),
    [
        ((source("menu", "a"), source("interview-child", "b")), "kept", "kept"),
        ((source("menu", "a"),), "to weigh", "to weigh"),
        ((), "to weigh", "to weigh"),  # none at all; a finding that states nothing is unknown
    ],
)
def test_a_single_source_is_for_people_to_weigh(
    canteen: Framework, sources: tuple[EvidenceSource, ...], confirmed: str, voice: str
) -> None:
    more, child, area = answers(canteen, found(*sources))
    assert (more.outcome, child.outcome) == (confirmed, voice)
    assert {answer.about for answer in (more, child)} == {"finding 1"}
    # no paragraph demands it of findings, so its force is the softest there is
    assert (more.rule, more.force, more.paragraph, more.topic) == ("S-1", "may", "12", "evidence")
    assert area.about == "area FOOD"


def test_the_warning_says_what_to_do(canteen: Framework) -> None:
    more = answers(canteen, found(source("menu", "a")))[0]
    assert more.reason == (
        "1 distinct source, 1 type (menu), 1 document; "
        "nothing confirms it, so look for a second source"
    )


def test_a_demand_on_findings_gives_its_own_force() -> None:
    strict = read(CANTEEN + TYPES + DEMAND, "canteen.yaml")
    more, child, _ = answers(strict, found(source("menu")))
    assert (more.rule, more.force, more.outcome, more.paragraph) == ("S-2", "must", "broken", "13")
    assert child.outcome == "to weigh"  # the demand says nothing of children


def test_an_area_is_summed_up_with_its_denominators(canteen: Framework) -> None:
    inspection = Inspection(
        framework="canteen-2024",
        findings=(
            Finding(text="a", area="FOOD", sources=(source("menu", "a"), source("survey", "b"))),
            Finding(text="b", area="FOOD", sources=(source("interview-child", "c"),)),
            Finding(text="c", area="FOOD"),
            Finding(text="d", sources=(source("menu", "d"), source("menu", "e"))),
        ),
    )
    food, other = [each for each in answers(canteen, inspection) if "area" in str(each.about)]
    assert (food.outcome, other.outcome) == ("to weigh", "kept")
    assert "What is served" in food.text
    assert food.reason == (
        "of 3 findings: 1 with more than one source, 1 with a single source, 1 with none stated; "
        "a child's voice behind 1 of 3; "
        "in all 3 distinct sources, 3 types (interview-child, menu, survey), 3 documents"
    )
    assert other.about == "no area"


def test_an_unknown_type_is_named_with_those_allowed(canteen: Framework) -> None:
    inspection = Inspection(
        framework="canteen-2024",
        findings=(Finding(text="a", sources=(source("gossip"), source("menu"))),),
        requirements=(Improvement(text="b", sources=(source("rumour"), source("rumour"))),),
    )
    odd = [each for each in answers(canteen, inspection) if "no type" in each.reason]
    assert [(each.about, each.outcome) for each in odd] == [
        ("finding 1", "cannot be evaluated"),
        ("requirement 1", "cannot be evaluated"),
    ]
    assert odd[0].reason == (
        "'gossip' is no type of source here; allowed: interview-child, menu, survey"
    )


def test_a_framework_without_a_list_is_read_with_ours() -> None:
    bare = read(CANTEEN, "canteen.yaml")
    assert source_types(bare) == SOURCE_TYPES
    assert len(SOURCE_TYPES) == 15
    more = answers(bare, found(source("interview-parent/carer"), source("audit")))[0]
    assert (more.outcome, more.rule) == ("kept", "sources")
    assert "no list" in more.paragraph


def test_without_findings_there_is_nothing_to_answer(canteen: Framework) -> None:
    assert answers(canteen, Inspection(framework="canteen-2024")) == ()
