"""From tags and decisions to what `models.learning` asks; the search for all evidence on a code."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.records import Tag
from models.learning import draw
from pipelines.reviewed import (
    RIGHT,
    WRONG,
    Reviewed,
    code_of,
    judged,
    record_id,
    search_for,
)

SCCIF = "sccif-asa-2024"


def tag(passage: str, score: float, code: str = "LEAD-7", framework: str = SCCIF) -> Tag:
    return Tag(
        f"t-{passage}-{code}", passage, "d", framework, None, "LEAD", None, code, "strength",
        score, False, 1, "lens/1",
    )  # fmt: skip


def looked(**codes: str) -> Reviewed:
    """Passages that were reviewed, with the code that was confirmed; "" for none."""
    return Reviewed(
        {(name, SCCIF): frozenset([code] if code else []) for name, code in codes.items()}
    )


PASSAGES = [f"p{number}" for number in range(20)]
TAGS = [tag(f"p{number}", 0.9 - number / 100) for number in range(5)]
# The passages below the ranking, in the order in which they are drawn.
DRAWN = sorted(PASSAGES[5:], key=lambda name: draw(name, "LEAD-7"))


@pytest.mark.parametrize(
    ("aspect", "criterion", "code"),
    [(None, None, "LEAD"), ("LM-EQ", None, "LM-EQ"), (None, "LEAD-7", "LEAD-7")],
)
def test_a_row_suggests_its_finest_code(
    aspect: str | None, criterion: str | None, code: str
) -> None:
    row = Tag("t", "p", "d", SCCIF, None, "LEAD", aspect, criterion, "mixed", 1, False, 1, "lens/1")

    assert code_of(row) == code


def test_a_passage_is_another_record_through_another_framework() -> None:
    assert record_id("p1", SCCIF) != record_id("p1", "slac-2009")


def test_only_tags_with_a_verdict_can_be_doubted() -> None:
    found = Reviewed(verdicts={"t-p0-LEAD-7": RIGHT, "t-p1-LEAD-7": WRONG})

    one, other = judged(TAGS, found)

    assert (one.label, one.probabilities) == (RIGHT, {RIGHT: 0.9, WRONG: pytest.approx(0.1)})
    assert other.label == WRONG


def test_the_ranking_is_by_score_and_ends_where_nothing_was_suggested() -> None:
    found = search_for("LEAD-7", SCCIF, TAGS[::-1], PASSAGES, Reviewed())

    assert found.ranked == ("p0", "p1", "p2", "p3", "p4")
    assert set(found.drawn) == set(PASSAGES), "before anything is reviewed, all may be drawn"
    assert (found.estimate.unseen, found.estimate.recall) == (20, None)


def test_other_codes_and_frameworks_rank_nothing() -> None:
    others = [tag("p7", 0.99, "LEAD-8"), tag("p8", 0.99, framework="asa-2015")]

    assert search_for("LEAD-7", SCCIF, [*TAGS, *others], PASSAGES, Reviewed()).ranked == (
        "p0", "p1", "p2", "p3", "p4",
    )  # fmt: skip


def test_what_was_reviewed_from_the_top_is_the_search() -> None:
    done = looked(p0="LEAD-7", p1="LEAD-7", p2="")
    found = search_for("LEAD-7", SCCIF, TAGS, PASSAGES, done)

    assert found.ranked == ("p3", "p4")
    assert (found.estimate.found, found.estimate.since_last) == (2, 1)


def test_what_was_reviewed_in_the_order_of_the_draw_is_the_sample() -> None:
    top = dict.fromkeys(("p0", "p1", "p2", "p3", "p4"), "LEAD-7")
    sampled = dict.fromkeys(DRAWN[:10], "") | {DRAWN[3]: "LEAD-7"}
    found = search_for("LEAD-7", SCCIF, TAGS, PASSAGES, looked(**top, **sampled))

    assert (found.estimate.sampled, found.estimate.unseen) == (10, 5)
    assert found.estimate.found == 6
    assert found.estimate.left == pytest.approx(0.5)
    assert found.drawn == tuple(DRAWN[10:])


def test_a_gap_in_the_draw_ends_the_sample() -> None:
    top = dict.fromkeys(("p0", "p1", "p2", "p3", "p4"), "")
    sampled = dict.fromkeys([*DRAWN[:4], *DRAWN[5:8]], "")
    found = search_for("LEAD-7", SCCIF, TAGS, PASSAGES, looked(**top, **sampled))

    assert found.estimate.sampled == 4, "what follows a gap may have been chosen, not drawn"
    assert found.drawn[0] == DRAWN[4]
    assert found.estimate.unseen == 15 - 7


@given(st.dictionaries(st.sampled_from(PASSAGES), st.sampled_from(["", "LEAD-7", "LEAD-8"])))
def test_every_passage_is_reviewed_or_still_to_review(codes: dict[str, str]) -> None:
    found = search_for("LEAD-7", SCCIF, TAGS, PASSAGES, looked(**codes))

    assert found.estimate.reviewed == len(codes)
    assert found.estimate.unseen == len(PASSAGES) - len(codes)
    assert found.estimate.found == sum(code == "LEAD-7" for code in codes.values())
    assert set(found.drawn) | set(codes) == set(PASSAGES)
    assert not set(found.ranked) & set(codes)
