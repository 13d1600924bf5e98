"""Fitting rankers: what they learn, from whom, and that nothing held out was learnt from."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest

from models.answers import NONE
from models.ranking import RANKS, RULE_SETS, Ranker
from models.reading import Reader
from models.rulesets import RuleSet, load_rule_set, read_rule_set
from models.training.material import CodedPassage, Coding
from models.training.rankers import FEWEST_CODED, Fitted, HeldOut, Readings, train_rankers

RULES = read_rule_set(
    """\
framework: sccif-asa-2024
phrases:
  EXP-3: [complaint]
  LEAD-7: [supervision]
  LEAD-8: [training]
  NONE: [telephone]
""",
    "own",
)
# What reports say of each code in this small world, beside the phrase itself.
BESIDE = {
    "EXP-3": ["angry", "reply", "apology", "answered"],
    "LEAD-7": ["reflective", "monthly", "manager", "notes"],
    "LEAD-8": ["course", "trainer", "workshop", "modules"],
    NONE: ["address", "street", "office", "copies"],
}
PHRASE = {"EXP-3": "complaint", "LEAD-7": "supervision", "LEAD-8": "training", NONE: "telephone"}
CODES = tuple(BESIDE)
FILLER = ["children", "families", "staff", "work", "with", "the", "and", "of", "a", "in"]
READER = Reader(RULES.phrases)


def sentence(code: str, draw: np.random.Generator, phrase: bool = True) -> str:
    words = [*draw.choice(BESIDE[code], 4), *draw.choice(FILLER, 10)]
    words += [PHRASE[code]] if phrase else []
    return " ".join(draw.permutation(words))


def documents(draw: np.random.Generator, count: int = 400) -> tuple[list[str], list[str]]:
    """Passages of twelve authorities, and the authority of each."""
    passages = [sentence(str(draw.choice(CODES)), draw) for _ in range(count)]
    return passages, [f"authority {at % 12}" for at in range(count)]


def coding(coder: str, *criteria: str, framework: str = "sccif-asa-2024") -> Coding:
    return Coding(coder, "codes/1", framework, criteria=criteria)


def coded(draw: np.random.Generator, count: int = 60) -> list[CodedPassage]:
    """Coded passages, half of them without the phrase of their code; two readers agree."""
    listed = []
    for at in range(count):
        code = CODES[at % 3]
        text = sentence(code, draw, phrase=at % 2 == 0) + " training" * (at % 5 == 0)
        both = (coding("A", code), coding("B", code))
        listed.append(CodedPassage(f"p{at}", f"authority {at % 12}", text, "made", both))
    return listed


def fitted(
    passages: Sequence[str],
    groups: Sequence[str],
    given: Sequence[CodedPassage],
    rules: RuleSet = RULES,
    framework: str = "sccif-asa-2024",
) -> Fitted:
    readings = Readings(
        READER.numbers,
        [READER.read(text) for text in passages],
        groups,
        [READER.read(row.text) for row in given],
    )
    return train_rankers(given, readings, {framework: rules})[framework]


@pytest.fixture(scope="module")
def whole() -> Fitted:
    draw = np.random.default_rng(1)
    return fitted(*documents(draw), coded(draw))


def first(ranker: Ranker, *texts: str) -> list[str | None]:
    answers = ranker.rank([READER.read(text) for text in texts], ranker.bind(READER.numbers))
    return [answer[0].code if answer else None for answer in answers]


def test_phrases_decide_and_words_help_them(whole: Fitted) -> None:
    texts = [
        "A complaint had its answer within a week of all that work.",
        "Their supervision and training: reflective notes by the manager, monthly.",
        "Their supervision and training: a workshop and a course with modules.",
    ]
    assert first(whole.ranker, *texts) == ["EXP-3", "LEAD-7", "LEAD-8"]


def test_words_are_learnt_from_passages_that_nobody_coded(whole: Fitted) -> None:
    words = whole.ranker.words
    read = READER.read("apology workshop")
    for word, code in zip(read.words, ("EXP-3", "LEAD-8"), strict=True):
        (row,) = np.flatnonzero(words.ids == word)
        assert whole.ranker.codes[int(words.weights[row].argmax())] == code


def test_a_passage_about_addresses_is_no_evidence(whole: Fitted) -> None:
    text = "The telephone of the office, its address and street, and copies; complaint."
    assert first(whole.ranker, text) == [None]


def test_every_coded_passage_is_answered_once_by_a_ranker_of_other_authorities(
    whole: Fitted,
) -> None:
    assert sorted(row.passage.id for row in whole.held_out) == sorted(f"p{at}" for at in range(60))
    right = [hit(row) for row in whole.held_out if row.ranked]
    assert len(right) > 30
    assert np.mean(right) > 0.9


def hit(row: HeldOut) -> bool:
    """Whether the first code is the one that both readers gave."""
    return row.passage.codings[0].criteria == (row.ranked[0].code,)


def test_a_coded_passage_without_a_phrase_has_no_ranking(whole: Fitted) -> None:
    empty = [row for row in whole.held_out if not row.ranked]
    assert empty
    assert not any(len(READER.read(row.passage.text).matches) for row in empty)


def test_held_out_rankings_descend_and_say_how_many_are_shown(whole: Fitted) -> None:
    for row in whole.held_out:
        chances = [one.probability for one in row.ranked]
        assert all(a >= b > 0.0 for a, b in pairwise(chances))
        assert 0 <= row.shown <= len(chances) <= RANKS
        assert NONE not in [one.code for one in row.ranked]


def test_probabilities_are_about_as_high_as_the_readers_agree(whole: Fitted) -> None:
    sure = [row for row in whole.held_out if row.shown]
    stated = np.mean([row.ranked[0].probability for row in sure])
    assert stated == pytest.approx(np.mean([hit(row) for row in sure]), abs=0.15)


def test_the_same_material_gives_the_same_ranker(whole: Fitted) -> None:
    draw = np.random.default_rng(1)
    again = fitted(*documents(draw), coded(draw))
    ours, theirs = whole.ranker.arrays(), again.ranker.arrays()
    assert list(ours) == list(theirs)
    assert all(np.array_equal(ours[name], theirs[name]) for name in ours)
    assert whole.held_out == again.held_out


def test_the_answer_for_an_authority_does_not_depend_on_its_codes() -> None:
    draw = np.random.default_rng(2)
    passages, groups = documents(draw)
    given = coded(draw)
    swapped = [
        CodedPassage(row.id, row.group, row.text, row.source, (coding("A", "EXP-3"),))
        if row.group == "authority 3"
        else row
        for row in given
    ]
    before, after = fitted(passages, groups, given), fitted(passages, groups, swapped)

    def order(made: Fitted) -> dict[str, list[str]]:
        return {
            row.passage.id: [one.code for one in row.ranked]
            for row in made.held_out
            if row.passage.group == "authority 3"
        }

    assert order(before) == order(after)
    assert order(before)


def test_words_of_an_authority_held_out_are_not_learnt_for_its_own_answer() -> None:
    """A word that stands in one authority's reports alone cannot help its own coded passage."""
    draw = np.random.default_rng(3)
    passages, groups = documents(draw)
    given = coded(draw, 48)
    given[3] = CodedPassage(
        "p3", "authority 3", "zigzag zigzag training complaint", "made", (coding("A", "EXP-3"),)
    )
    own = [f"zigzag {sentence('EXP-3', draw)}" for _ in range(40)]
    chance = {}
    for group in ("authority 3", "authority 4"):
        made = fitted([*passages, *own], [*groups, *[group] * 40], given)
        (row,) = (row for row in made.held_out if row.passage.id == "p3")
        chance[group] = next(one.probability for one in row.ranked if one.code == "EXP-3")
    assert chance["authority 4"] > chance["authority 3"]


def test_phrases_alone_serve_where_nobody_coded_anything() -> None:
    made = fitted(*documents(np.random.default_rng(4)), [])
    assert made.held_out == ()
    assert not made.ranker.bias.any()
    assert first(made.ranker, "The complaint was about staff.") == ["EXP-3"]


def test_few_coded_passages_are_answered_but_not_learnt_from() -> None:
    draw = np.random.default_rng(5)
    made = fitted(*documents(draw), coded(draw, FEWEST_CODED - 1))
    assert len(made.held_out) == FEWEST_CODED - 1
    assert not made.ranker.bias.any()


def test_a_workspace_without_reports_still_has_its_phrases() -> None:
    made = fitted([], [], [])
    assert len(made.ranker.words.ids) == 0
    assert first(made.ranker, "A complaint was upheld.", "Nothing.") == ["EXP-3", None]


def test_codings_through_another_framework_teach_nothing() -> None:
    draw = np.random.default_rng(6)
    passages, groups = documents(draw)
    foreign = [
        CodedPassage(row.id, row.group, row.text, row.source, (coding("A", "X-1", framework="x"),))
        for row in coded(draw)
    ]
    made = fitted(passages, groups, foreign)
    assert made.held_out == ()
    assert not made.ranker.bias.any()


def test_readers_who_found_no_code_teach_what_is_no_evidence() -> None:
    draw = np.random.default_rng(7)
    passages, groups = documents(draw)
    given = coded(draw)
    nothing = [
        CodedPassage(f"n{at}", f"authority {at}", sentence(NONE, draw), "made", (coding("A"),))
        for at in range(12)
    ]
    made = fitted(passages, groups, [*given, *nothing])
    bias = dict(zip(made.ranker.codes, made.ranker.bias, strict=True))
    without = fitted(passages, groups, given)
    assert bias[NONE] > dict(zip(without.ranker.codes, without.ranker.bias, strict=True))[NONE]


def test_the_shipped_rule_sets_are_fitted_unless_others_are_given() -> None:
    reader = Reader(phrase for name in RULE_SETS.values() for phrase in load_rule_set(name).phrases)
    made = train_rankers([], Readings(reader.numbers, [], [], []))
    assert list(made) == list(RULE_SETS)
