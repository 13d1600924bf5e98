"""What holds of every answer, whatever the passage: of all classifiers of one model together."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise
from random import Random
from types import MappingProxyType
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.frameworks import load
from corpus.records import Tag
from models.answers import NONE
from models.areas import LensAreas
from models.context import smoothed
from models.cues import Spotter
from models.features import Rows
from models.instruments import instruments
from models.model import Model
from models.ranking import FIRST_FLOOR, NEXT_FLOOR
from models.reading import Read
from models.zero import zero_lens

FEW = settings(max_examples=12)
SENTENCES = (
    "Strategy meetings protect children at risk of harm.",
    "Foster carers look after children in stable homes.",
    "Personal advisers keep in touch with care leavers.",
    "Supervision is regular, but oversight by managers is inconsistent.",
    "Care plans are not yet effective.",
    "Crown copyright.",
    "However, audits are thorough and caseloads are manageable.",
    "Children told inspectors that visits are without delay.",
    "• pathway plans;",
    "Mae plant yn ddiogel.",
    "2019 2020 2021",
)
TEXT = st.lists(st.sampled_from(SENTENCES), max_size=5).map(" ".join)
TEXTS = st.lists(TEXT, min_size=1, max_size=4)
QUOTED = re.compile(r'"([^"]+)"')


@dataclass(frozen=True)
class Weighed:
    reads: tuple[Read, ...]
    rows: Rows


@pytest.fixture(scope="module")
def tag(small_model: Model, tag_with: Callable[[Model], Any]) -> Any:
    return tag_with(small_model)


def weighed(model: Model, *texts: str) -> Weighed:
    reads = tuple(instruments(model).reader.read(text) for text in texts)
    return Weighed(reads, model.vocabulary.weigh(reads))


def starts(texts: list[str]) -> list[int]:
    return [sum(len(text) + 1 for text in texts[:at]) for at in range(len(texts))]


def moved(row: Tag, by: int) -> tuple[Any, ...]:
    """All that a row says, with offsets that count from its passage."""
    spans = tuple((cue.kind, cue.start - by, cue.end - by, cue.rule) for cue in row.cues)
    sentences = tuple(
        (one.start - by, one.end - by, one.polarity, one.score) for one in row.sentences
    )
    where = (row.element, row.area, row.aspect, row.criterion, row.rank)
    return (*where, row.polarity, row.abstained, row.score, spans, sentences)


@FEW
@given(texts=TEXTS)
def test_answers_do_not_depend_on_the_other_passages(tag: Any, texts: list[str]) -> None:
    together = tag(*texts)
    for at, (text, start) in enumerate(zip(texts, starts(texts), strict=True)):
        for framework, rows in tag(text).items():
            alone = [moved(row, 0) for row in rows[0]]
            assert [moved(row, start) for row in together[framework][at]] == alone


@FEW
@given(texts=TEXTS, order=st.randoms(use_true_random=False))
def test_nor_on_their_order(tag: Any, texts: list[str], order: Any) -> None:
    mixed = list(range(len(texts)))
    order.shuffle(mixed)
    shuffled = [texts[at] for at in mixed]
    one, two = tag(*texts), tag(*shuffled)
    for framework, rows in two.items():
        for place, at in enumerate(mixed):
            now = [moved(row, starts(shuffled)[place]) for row in rows[place]]
            assert now == [moved(row, starts(texts)[at]) for row in one[framework][at]]


@FEW
@given(text=TEXT)
def test_no_heading_but_one_of_improvements_is_looked_at(tag: Any, text: str) -> None:
    headed = tag(text, headings=("Inadequate", "The experiences of care leavers"))
    assert headed == tag(text)


@FEW
@given(text=TEXT)
def test_a_heading_of_improvements_decides_polarity_alone(tag: Any, text: str) -> None:
    headed = tag(text, headings=("What needs to improve",))
    for framework, (rows,) in tag(text).items():
        now = headed[framework][0]
        assert [(row.area, row.criterion, row.aspect, row.score) for row in now] == [
            (row.area, row.criterion, row.aspect, row.score) for row in rows
        ]
        assert {row.polarity for row in now} == ({"weakness"} if text else {"neutral"})


@FEW
@given(text=TEXT)
def test_every_cue_quotes_words_of_the_passage(tag: Any, text: str) -> None:
    for framework, (rows,) in tag(text).items():
        for cue in (cue for row in rows for cue in row.cues):
            printed = text[cue.start : cue.end]
            assert printed.strip() == printed != "", framework
            if cue.kind == "weight" and "learnt" not in cue.rule:
                assert all(words in printed for words in QUOTED.findall(cue.rule)), framework


@FEW
@given(text=TEXT)
def test_phrases_of_cues_are_phrases_of_the_rule_set(
    tag: Any, small_model: Model, text: str
) -> None:
    told = tag(text)
    for name, ranker in small_model.rankers.items():
        listed = {
            f'{code}, {row.strength}: "{row.text}"'
            for code, group in ranker.rules.groups.items()
            for row in group
        }
        codes = set(ranker.codes)
        for cue in (cue for row in told[name][0] for cue in row.cues):
            if cue.kind == "phrase" and cue.rule.partition(",")[0] in codes:
                assert cue.rule in listed


@FEW
@given(texts=TEXTS)
def test_rows_of_a_passage_are_ranked_and_likelier_first(tag: Any, texts: list[str]) -> None:
    for framework, passages in tag(*texts).items():
        codes = {code.rpartition("/")[2] for code in load(framework).codes()} | {NONE}
        for rows in passages:
            assert [row.rank for row in rows] == list(range(1, len(rows) + 1))
            assert len({row.id for row in rows}) == len(rows) <= 3
            assert {row.area for row in rows} <= codes
            scores = [row.score for row in rows if row.criterion or row.aspect]
            assert scores == sorted(scores, reverse=True)
            assert all(score >= NEXT_FLOOR for score in scores)
            assert not scores or scores[0] >= FIRST_FLOOR


@FEW
@given(texts=TEXTS)
def test_chances_of_all_areas_sum_to_one(small_model: Model, texts: list[str]) -> None:
    batch = weighed(small_model, *texts)
    tools = instruments(small_model)
    lens = LensAreas(
        small_model.areas["ilacs-2023"], small_model.gate, Spotter(small_model.vocabulary)
    )
    unseen = zero_lens(load("adoption-2012"), tools.reader, small_model.vocabulary, tools.concepts)
    for shares in (lens.probabilities(batch), unseen.probabilities(batch)):
        assert ((shares >= 0.0) & (shares <= 1.0)).all()
        assert np.allclose(shares.sum(axis=1), 1.0)


@FEW
@given(texts=TEXTS)
def test_chances_of_codes_are_chances_and_none_has_none(
    small_model: Model, texts: list[str]
) -> None:
    reads = weighed(small_model, *texts).reads
    for ranking in instruments(small_model).rankings.values():
        scores = ranking.phrases.scores(reads, ranking.phrases.found(reads))
        chances = ranking.ranker.probabilities(ranking.ranker.odds(reads, scores), scores)
        assert ((chances >= 0.0) & (chances <= 1.0)).all()
        assert not chances[:, ranking.ranker.codes.index(NONE)].any()


@FEW
@given(texts=TEXTS, seed=st.integers(0, 1000))
def test_the_order_of_phrases_in_a_rule_set_does_not_matter(
    small_model: Model, texts: list[str], seed: int
) -> None:
    order = Random(seed)  # noqa: S311 - no secret depends on it
    reader = instruments(small_model).reader
    reads = [reader.read(text) for text in texts]
    for ranker in small_model.rankers.values():
        groups = {}
        for code, group in ranker.rules.groups.items():
            rows = list(group)
            order.shuffle(rows)
            groups[code] = tuple(rows)
        other = replace(ranker, rules=replace(ranker.rules, groups=MappingProxyType(groups)))
        one = ranker.rank(reads, ranker.bind(reader.numbers))
        two = other.rank(reads, other.bind(reader.numbers))
        assert [[(row.code, set(row.cues)) for row in rows] for rows in one] == [
            [(row.code, set(row.cues)) for row in rows] for rows in two
        ]


@FEW
@given(
    shares=st.lists(
        st.lists(st.floats(0.0, 1.0), min_size=3, max_size=3).filter(lambda row: sum(row) > 0.01),
        min_size=1,
        max_size=12,
    )
)
def test_areas_in_context_are_probabilities_too(shares: list[list[float]]) -> None:
    rows = np.array(shares)
    rows /= rows.sum(axis=1, keepdims=True)
    posterior = smoothed(rows)
    assert ((posterior >= 0.0) & (posterior <= 1.0)).all()
    assert np.allclose(posterior.sum(axis=1), 1.0)


@FEW
@given(text=TEXT)
def test_sentences_cover_the_passage_in_order(tag: Any, text: str) -> None:
    ((row, *_),) = tag(text)["ilacs-2023"]
    assert all(one.end <= two.start for one, two in pairwise(row.sentences))
    if row.sentences:
        assert "".join(text[one.start : one.end] for one in row.sentences).replace(
            " ", ""
        ) == text.replace(" ", "")


ALIKE = [
    ("children's plans", "children’s plans", "either apostrophe"),
    ("care leavers", "CARE LEAVERS", "capitals"),
    ("a foster carer", "a foster carers", "a plural"),
]


@pytest.mark.parametrize(("one", "two", "reason"), ALIKE, ids=[row[2] for row in ALIKE])
def test_spellings_that_mean_the_same(tag: Any, one: str, two: str, reason: str) -> None:
    frame = "Supervision is regular, and {} are kept in touch with by managers."
    first, second = tag(frame.format(one)), tag(frame.format(two))
    for framework, (rows,) in first.items():
        same = [(row.area, row.criterion, row.aspect, row.polarity) for row in rows] == [
            (row.area, row.criterion, row.aspect, row.polarity) for row in second[framework][0]
        ]
        assert same, reason


@FEW
@given(text=TEXT)
def test_a_verdict_on_a_passage_is_also_that_of_a_sentence(tag: Any, text: str) -> None:
    for (rows,) in tag(text).values():
        said = {one.polarity for one in rows[0].sentences} if rows else set()
        if rows and rows[0].polarity in {"strength", "weakness"}:
            assert said & {rows[0].polarity, "mixed"}, f"{rows[0].polarity}, sentences say {said}"
