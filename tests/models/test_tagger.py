"""From answers of classifiers to rows of tags: what a passage is told to be, and why."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.frameworks import load
from corpus.records import Cue, Extraction, Passage, SentencePolarity, Tag
from models.answers import NONE, AreaAnswer, PolarityAnswer, Ranked
from models.batches import Batch, Batches
from models.features import Vocabulary
from models.reading import Reader
from models.tagger import Lens, LensTagger

TEXT = "Supervision is regular and reflective."
NOTHING = Extraction("d", "text/1", "", (), ())
READER = Reader()
framework_of = cache(load)
EMPTY = Vocabulary(np.empty(0, np.uint64), np.empty(0, np.int8), np.empty(0, np.float32))
REFLECTIVE = PolarityAnswer(
    "strength",
    0.9,
    (SentencePolarity(0, 38, "strength", 0.912345678),),
    (Cue("phrase", 27, 37, 'strength: "reflective"'),),
)


@dataclass
class Said:
    """A classifier that says the same of every passage, and counts how often it was asked."""

    answer: object
    asked: int = 0

    def answers(self, batch: Batch) -> list:
        self.asked += 1
        return [self.answer] * len(batch.reads)

    ranked = answers


def judge(reads: Sequence, rows: object, headings: object) -> list[PolarityAnswer]:
    return [REFLECTIVE] * len(reads)


def passage(start: int = 100, text: str = TEXT, headings: tuple[str, ...] = ()) -> Passage:
    return Passage(f"p{start}", "d", start, start + len(text), text, headings)


def tagger(
    framework: str, area: AreaAnswer, name: str = "lens/1-a", **labels: object
) -> LensTagger:
    said = {name: Said(answer) for name, answer in labels.items()}
    lens = Lens(
        framework_of(framework),
        Said(area),
        said.get("criteria"),
        said.get("aspects"),
        name,  # type: ignore[arg-type]
    )
    return LensTagger(lens, Batches(READER, EMPTY, judge))


def tag(made: LensTagger, *passages: Passage) -> tuple[Tag, ...]:
    return made.tag(passages or (passage(),), NOTHING)


LEAD = AreaAnswer("LEAD", 0.97, True, (Cue("weight", 0, 11, 'LEAD: "supervision"'),))


def test_a_framework_of_areas_gives_one_row_a_passage() -> None:
    [row] = tag(tagger("ilacs-2023", LEAD))
    assert (row.area, row.aspect, row.criterion, row.element) == ("LEAD", None, None, None)
    assert (row.score, row.abstained, row.rank) == (0.97, False, 1)
    assert row.polarity == "strength"


def test_cues_and_sentences_point_into_the_frozen_text() -> None:
    [row] = tag(tagger("ilacs-2023", LEAD))
    assert [(cue.start, cue.end) for cue in row.cues] == [(100, 111), (127, 137)]
    assert row.sentences == (SentencePolarity(100, 138, "strength", 0.912346),)


def test_criteria_are_rows_by_rank_that_share_the_area() -> None:
    best = (
        Ranked("LEAD-7", 0.9, (Cue("phrase", 0, 11, "LEAD-7"),)),
        Ranked("EXP-1", 0.4, (Cue("phrase", 15, 22, "EXP-1"),)),
    )
    first, second = tag(tagger("sccif-asa-2024", LEAD, criteria=best))
    assert [(row.criterion, row.rank, row.score) for row in (first, second)] == [
        ("LEAD-7", 1, 0.9),
        ("EXP-1", 2, 0.4),
    ]
    assert {row.area for row in (first, second)} == {"LEAD"}, "a criterion may be of another area"
    assert [cue.rule for cue in second.cues] == ["EXP-1"], "why the area is told once"
    assert second.sentences == ()


def test_not_sure_keeps_the_best_guess() -> None:
    [row] = tag(tagger("ilacs-2023", replace(LEAD, sure=False)))
    assert (row.area, row.abstained) == ("LEAD", True)


def test_what_fits_no_area_fits_no_criterion() -> None:
    none = AreaAnswer(NONE, 0.8, True)
    [row] = tag(tagger("sccif-asa-2024", none, criteria=(Ranked("LEAD-7", 0.6),)))
    assert (row.area, row.criterion, row.score) == (NONE, None, 0.8)


ASPECTS = [
    # (area answered, best aspect, element, area, reason)
    ("SG/QP", "QP-PLAN", "SG", "QP", "they agree"),
    ("LAC/QP", "QP-PLAN", "LAC", "QP", "the other element holds that aspect too"),
    ("LAC/QP", "LM-EVAL", "LAC", "LM", "the aspect names the area, the element stays"),
    ("SG/QP", "LAC-HEALTH", "LAC", "OUT", "only one element holds that aspect"),
]


@pytest.mark.parametrize(("answered", "aspect", "element", "area", "reason"), ASPECTS)
def test_the_best_aspect_names_the_area_of_an_element(
    answered: str, aspect: str, element: str, area: str, reason: str
) -> None:
    made = tagger("slac-2009", AreaAnswer(answered, 0.7, True), aspects=(Ranked(aspect, 0.8),))
    [row] = tag(made)
    assert (row.element, row.area, row.aspect) == (element, area, aspect), reason


def test_aspects_and_criteria_stand_side_by_side() -> None:
    made = tagger(
        "slac-2009",
        AreaAnswer("SG/QP", 0.7, True),
        aspects=(Ranked("QP-PLAN", 0.8), Ranked("QP-RESP", 0.5)),
        criteria=(Ranked("X-1", 0.6),),
    )
    rows = tag(made)
    assert [(row.aspect, row.criterion) for row in rows] == [("QP-PLAN", "X-1"), ("QP-RESP", None)]


def test_ids_outlive_a_new_model_and_names_do_not() -> None:
    old = tagger("ilacs-2023", LEAD, name="lens/1-first")
    new = tagger("ilacs-2023", LEAD, name="lens/1-second")
    assert old.name != new.name
    assert old.name.startswith("lens/1-")
    assert [row.id for row in tag(old)] == [row.id for row in tag(new)]


def test_headings_change_nothing_but_are_handed_to_polarity() -> None:
    made = tagger("ilacs-2023", LEAD)
    bare, headed = tag(made, passage()), tag(made, passage(headings=("Leadership",)))
    assert bare == headed


def test_a_second_lens_reads_the_same_passages_without_reading_anew() -> None:
    seen = []

    def counting(reads: Sequence, rows: object, headings: object) -> list[PolarityAnswer]:
        seen.append(len(reads))
        return judge(reads, rows, headings)

    batches = Batches(READER, EMPTY, counting)
    passages = (passage(), passage(200))
    for framework in ("ilacs-2023", "sif-2013"):
        lens = Lens(framework_of(framework), Said(LEAD), None, None, "lens/1-a")
        assert len(LensTagger(lens, batches).tag(passages, NOTHING)) == 2
    assert seen == [2]
    batches.read((passage(300),))
    assert seen == [2, 1], "other passages are read"


def test_no_passage_no_row() -> None:
    assert tagger("ilacs-2023", LEAD).tag((), NOTHING) == ()


RANKING = tagger("sccif-asa-2024", LEAD, criteria=(Ranked("LEAD-7", 0.9),))


@given(st.lists(st.text(max_size=60), max_size=5), st.integers(0, 10_000))
def test_rows_keep_the_order_of_passages(texts: list[str], start: int) -> None:
    passages = tuple(passage(start + 100 * at, text) for at, text in enumerate(texts))
    rows = RANKING.tag(passages, NOTHING)
    assert [row.passage_id for row in rows] == [one.id for one in passages]


def test_what_fits_no_area_is_neither_strength_nor_weakness() -> None:
    [row] = tag(tagger("ilacs-2023", AreaAnswer(NONE, 0.8, True)))
    assert (row.polarity, row.sentences, row.cues) == ("neutral", (), ())


LED = [
    # (sure, recognised, probability of the aspect, sure in the row, reason)
    (False, True, 0.9, True, "what the element was told by is sure, and so is the aspect"),
    (False, True, 0.5, False, "the aspect is not"),
    (False, False, 0.9, False, "the passage was not recognised at all, as in a letter"),
    (True, False, 0.5, True, "the area was sure by itself"),
]


@pytest.mark.parametrize(("sure", "recognised", "chance", "told", "reason"), LED)
def test_an_area_is_sure_by_its_aspect_where_the_passage_was_recognised(
    sure: bool, recognised: bool, chance: float, told: bool, reason: str
) -> None:
    area = AreaAnswer("SG/QP", 0.4, sure, recognised=recognised)
    [row] = tag(tagger("slac-2009", area, aspects=(Ranked("QP-PLAN", chance),)))
    assert row.abstained is not told, reason


def test_words_of_another_area_speak_for_the_element_where_an_aspect_leads() -> None:
    cue = Cue("weight", 0, 11, 'LAC/CAP, part of LAC, broader than CICL of sif-2013: "supervision"')
    area = AreaAnswer("LAC/CAP", 0.4, False, (cue,), recognised=True)
    [row] = tag(tagger("slac-2009", area, aspects=(Ranked("LAC-HEALTH", 0.8),)))
    assert (row.element, row.area) == ("LAC", "OUT")
    assert row.cues[0].rule == 'LAC: "supervision"'
