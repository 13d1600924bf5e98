"""Why a tag was suggested: in words for people, and on the side on which it speaks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.chain import Event
from corpus.records import Cue
from review.reading.because import Because, because
from review.reading.item import item
from review.reading.shown import Shown, Suggestion
from review.stores import Stores

LENS = "sccif-asa-2024"


@pytest.fixture
def one(stores: Stores, viewer, first_item) -> Shown:
    found = item(stores.evidence, stores.decisions, viewer(), first_item.passage_id)
    assert found is not None
    return found.shown


def read(
    one: Shown, *rules: tuple[str, str], held: dict[str, str] | None = None, **tag: str | None
) -> Because:
    """Give the reasons of a tag on HP that was made by these rules, each a kind and its words."""
    start = one.passage.start
    cues = tuple(Cue(kind, start, start + 4, rule) for kind, rule in rules)  # type: ignore[arg-type]
    first = one.suggestions[0].tag
    made = replace(
        first, **{"area": "HP", "aspect": None, "criterion": None, "polarity": "weakness", **tag},
        cues=cues,
    )  # fmt: skip
    event = Event(
        1, "here", 1, 1, "2026-01-01T00:00:00Z", "Ina", "change", "tag", made.id, None, None, None,
        None, held, None, None, "",
    )  # fmt: skip
    return because(one, Suggestion(made, event if held else None))


@pytest.mark.parametrize(
    ("polarity", "speaks_for", "against"),
    [
        ("weakness", {"weakness", "negated", "heading"}, {"strength"}),
        ("strength", {"strength"}, {"weakness", "negated", "heading"}),
        ("mixed", {"strength", "weakness", "negated", "heading"}, set()),
        ("neutral", set(), {"strength", "weakness", "negated", "heading"}),
    ],
)
def test_what_speaks_the_other_way_stands_apart(
    one: Shown, polarity: str, speaks_for: set[str], against: set[str]
) -> None:
    found = read(
        one, ("weight", "strength: learnt from reports"), ("phrase", 'weakness: "delay"'),
        ("negation", 'negated: "not" before "clear"'), ("heading", 'heading: "To improve"'),
        polarity=polarity,
    )  # fmt: skip
    assert {reason.rule.partition(":")[0] for reason in found.speaks_for} == speaks_for
    assert {reason.rule.partition(":")[0] for reason in found.against} == against


def test_what_a_person_changed_is_what_reasons_speak_for(one: Shown) -> None:
    rules = ("weight", 'HP: "homeless"'), ("phrase", 'weakness: "delay"')
    assert len(read(one, *rules).speaks_for) == 2
    moved = read(one, *rules, held={"area": "LEAD", "polarity": "weakness"})
    assert [reason.said for reason in moved.against] == ["points to HP"]
    assert [reason.said for reason in moved.speaks_for] == ["speaks of a weakness"]


def test_an_element_and_an_area_named_with_it_are_the_tags_own(one: Shown) -> None:
    rules = ("weight", 'SAFE/HP: "homeless"'), ("weight", 'SAFE: "homeless"')
    assert len(read(one, *rules, element="SAFE").speaks_for) == 2
    moved = read(one, *rules, element="SAFE", held={"area": "LEAD"})
    assert len(moved.against) == 2


def test_what_only_qualifies_is_on_neither_side(one: Shown) -> None:
    found = read(
        one, ("hedge", 'hedge: "may be"'), ("plan", 'plan: "next steps"'),
        ("history", 'history: "since"'), ("attribution", 'attribution: staff, "staff say"'),
        ("attribution", 'attribution: "told us"'), ("cancel", 'cancelled: "risk" in "at risk"'),
    )  # fmt: skip
    assert found.speaks_for == found.against == ()
    assert [reason.said for reason in found.beside] == [
        "makes the statement less than certain", "speaks of what is planned",
        "looks back to an earlier time", "said by staff", "somebody is quoted",
        "counts as no weakness, in spite of “risk”",
    ]  # fmt: skip
    assert len(found.rules) == 6


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ('HP: "homeless"', "points to HP"),
        ('HP, decides: "homeless"', "points clearly to HP"),
        ('HP, often: "plan, then: act"', "often points to HP"),
        ('HP, beside: "plan"', "supports HP where other words point there"),
        ('HP, goes with: "plan"', "found more often in passages on HP"),
        ('HP, in its wording: "plan"', "stands in the framework’s wording of HP"),
        ('HP, by QP-RESP of slac-2009: "wide"',
         "points to QP-RESP of slac-2009, which comes nearest to HP"),
        ('HP, the same as CP of sif-2013: "plan"',
         "points to CP of sif-2013, which is the same as HP"),
        ('HP, narrower than CP of sif-2013: "plan"',
         "points to CP of sif-2013, of which HP is a part"),
        ('HP, broader than CP of sif-2013: "plan"',
         "points to CP of sif-2013, which is a part of HP"),
        ('HP, part of HELP, narrower than CP of sif-2013: "plan"',
         "points to CP of sif-2013, which is linked with HELP; HP is a part of that"),
        ("HP, found by a rule of tomorrow: 1", "HP, found by a rule of tomorrow: 1"),
    ],
)  # fmt: skip
def test_every_kind_of_rule_is_put_into_words(one: Shown, rule: str, said: str) -> None:
    [reason] = read(one, ("weight", rule)).speaks_for
    assert (reason.said, reason.rule) == (said, rule)


def test_what_is_said_of_the_whole_passage_quotes_no_words(one: Shown) -> None:
    found = read(
        one, ("heading", 'heading: "What needs to improve?"'),
        ("context", "HP: passages before and after; alone LEAD"),
    )  # fmt: skip
    assert [(reason.words, reason.said) for reason in found.speaks_for] == [
        ("", "stands under the heading “What needs to improve?”"),
        ("", "the passages before and after point to HP; alone it would be LEAD"),
    ]


def test_no_rule_of_the_tagger_is_left_as_it_is(stores: Stores, viewer) -> None:
    seen = 0
    for passage in list(stores.evidence.passages())[:60]:
        one = item(stores.evidence, stores.decisions, viewer(), passage.id)
        assert one is not None
        for suggestion in one.shown.through(LENS):
            found = because(one.shown, suggestion)
            reasons = (*found.speaks_for, *found.against, *found.beside)
            assert len(reasons) == len(set(reasons))
            assert all(reason.words in passage.text for reason in reasons)
            assert all(reason.said not in reason.rule for reason in reasons)
            seen += len(reasons)
    assert seen > 100
