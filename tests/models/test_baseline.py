"""The tagger without labels: what it suggests, why, and when it says that it is not sure."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.frameworks import load
from corpus.identity import passage_id
from corpus.records import Extraction, Passage, Tag
from models import NONE, baseline

FRAMEWORK = load("sccif-asa-2024")
TAGGER = baseline(FRAMEWORK)
CODES = {row.code for row in FRAMEWORK.criteria if row.grade == "good"}


def document(*texts: str, headings: tuple[str, ...] = ()) -> tuple[list[Passage], Extraction]:
    """Passages one below the other in one text, each under the same headings."""
    passages, at = [], 0
    for text in texts:
        end = at + len(text)
        identity = passage_id("doc", at, end, text)
        passages.append(Passage(identity, "doc", at, end, text, headings=headings))
        at = end + 1
    return passages, Extraction("doc", "plain/1", "\n".join(texts), (), ())


def tags_of(text: str) -> tuple[Tag, ...]:
    return TAGGER.tag(*document(text))


@pytest.mark.parametrize(
    ("text", "area", "criterion", "reason"),
    [
        (
            *("Staff receive regular supervision and case direction.", "LEAD", "LEAD-7"),
            "the words of the criterion itself",
        ),
        (
            *("Allegations against carers go to the designated officer.", "PROT", "PROT-5"),
            "words of ours beside those of the criterion",
        ),
        (
            *("Adopters value post-adoption support and help with contact.", "EXP", "EXP-8"),
            "the same, in the third area",
        ),
        (
            *("Caseloads are too high and many posts are vacant.", "LEAD", "LEAD-2"),
            "a shortfall goes where a strength would",
        ),
        (
            *("Children missing from home remain at risk of harm.", "PROT", "PROT-1"),
            "pairs of words count beside single ones",
        ),
        ("Complaints are answered late.", "EXP", "EXP-3", "a short passage"),
    ],
)
def test_a_plain_passage_goes_to_its_area_and_criterion(
    text: str, area: str, criterion: str, reason: str
) -> None:
    best = tags_of(text)[0]
    assert (best.area, best.criterion, best.rank) == (area, criterion, 1), reason


@pytest.mark.parametrize(
    "text", ["The bus leaves at noon.", "", "12.5 % (n = 40)", "☃☃☃", "的的的"]
)
def test_a_passage_that_shares_no_word_with_any_criterion_fits_no_area(text: str) -> None:
    (only,) = tags_of(text)
    assert (only.area, only.criterion, only.score, only.cues) == (NONE, None, 0.0, ())
    assert only.abstained is False  # an answer, not a doubt


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Complaints.", "one word alone is no evidence"),
        ("Neglect, budgets and friends.", "three areas at once"),
    ],
)
def test_it_says_not_sure_and_still_gives_its_best_guess(text: str, reason: str) -> None:
    best = tags_of(text)[0]
    assert best.abstained, reason
    assert best.area in {"EXP", "PROT", "LEAD"}


def test_the_rows_of_a_passage_carry_its_one_area_and_falling_scores() -> None:
    rows = tags_of("Leaders act on audit findings; supervision is regular; training is good.")
    assert [row.rank for row in rows] == [1, 2, 3]
    assert {row.area for row in rows} == {"LEAD"}
    assert [row.score for row in rows] == sorted((row.score for row in rows), reverse=True)
    assert len({row.id for row in rows}) == len({row.criterion for row in rows}) == 3


def test_cues_show_the_words_and_name_the_criterion() -> None:
    passages, extraction = document(
        "A first line.", "An allegation went to the designated officer."
    )
    tags = TAGGER.tag(passages, extraction)
    best = next(tag for tag in tags if tag.passage_id == passages[1].id)
    shown = {extraction.text[cue.start : cue.end]: cue.rule for cue in best.cues}
    assert shown == {
        "allegation": "PROT-5: allegation",
        "designated officer": "PROT-5: designated officer",
    }
    assert {cue.kind for cue in best.cues} == {"weight"}


def test_a_heading_is_never_read() -> None:
    text = "It was reviewed again in spring and staff welcomed this."
    plain = TAGGER.tag(*document(text))
    leaky = TAGGER.tag(*document(text, headings=("The effectiveness of leaders and managers",)))
    assert plain == leaky


def test_position_and_neighbours_do_not_count() -> None:
    text = "Managers audit case files."
    alone = TAGGER.tag(*document(text))
    passages, extraction = document("Allegations are reported.", text)
    after = [tag for tag in TAGGER.tag(passages, extraction) if tag.passage_id == passages[1].id]
    assert [(tag.area, tag.criterion, tag.score) for tag in alone] == [
        (tag.area, tag.criterion, tag.score) for tag in after
    ]


def test_the_same_passage_gives_the_same_rows_and_ids_again() -> None:
    text = "Social workers know children well and visit often."
    assert tags_of(text) == tags_of(text)
    assert baseline(FRAMEWORK) is TAGGER


def test_a_framework_without_words_of_ours_is_tagged_by_its_criteria_alone() -> None:
    bare = replace(FRAMEWORK, id="bare-2024")
    passages, extraction = document("Service users trust the staff who work with them.")
    assert baseline(bare).tag(passages, extraction)[0].criterion == "EXP-1"


WORDS = st.sampled_from(
    [
        *("children’s", "risk", "of", "harm,", "Leaders", "supervision.", "complaints"),
        *("the\nadoption", "support", "–", "47.", "•", "plans", "élan", "well-being"),
        *("staff’", "(police)", "identity", "AUDIT", ""),
    ]
)


@given(st.lists(st.one_of(st.lists(WORDS).map(" ".join), st.text()), max_size=5))
def test_scores_are_shares_and_cues_lie_inside_their_passage(texts: list[str]) -> None:
    passages, extraction = document(*texts)
    tags = TAGGER.tag(passages, extraction)
    by_id = {passage.id: passage for passage in passages}
    assert {tag.passage_id for tag in tags} == set(by_id)
    for tag in tags:
        passage = by_id[tag.passage_id]
        assert 0.0 <= tag.score <= 1.0
        assert tag.criterion is None or tag.criterion in CODES
        assert tag.polarity == "neutral"
        assert tag.tagger == TAGGER.name == "baseline/1"
        for cue in tag.cues:
            assert passage.start <= cue.start < cue.end <= passage.end
            assert extraction.text[cue.start : cue.end] in passage.text
