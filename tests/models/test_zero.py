"""A framework that nobody trained for is read through its own wording."""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.frameworks import Aspect, Criterion, Framework, JudgementArea, known, load
from corpus.problems import FrameworkError
from models.answers import NONE
from models.features import Rows, Vocabulary, terms_of
from models.phrases import bind
from models.ranking import Ranker, WordWeights
from models.reading import Read, Reader
from models.rulesets import RuleSet, read_rule_set
from models.wording import LONGEST, items, judged
from models.zero import FLOOR, RANKS, Concepts, ZeroLabels, ZeroLens, zero_lens

RULES = """
framework: sccif-asa-2024
phrases:
  PROT-3: [safe recruitment, vetting, background checks]
  LEAD-12: [finances, budget]
  EXP-6: [heritage, life story]
"""
STAFF = "Vetting of every worker is complete before the first shift."
MONEY = "The budget is balanced and finances are sound."
STORY = "Life story books tell each child about heritage and family."


@dataclass(frozen=True)
class Batch:
    reads: tuple[Read, ...]
    rows: Rows


def rule_set() -> RuleSet:
    return read_rule_set(RULES, "rulesets/ours.yaml")


READER = Reader(rule_set().phrases)


def vocabulary(*texts: str) -> Vocabulary:
    parts = [terms_of(READER.read(text)) for text in (*texts, STAFF, MONEY, STORY)]
    ids, at = np.unique(np.concatenate([part.ids for part in parts]), return_index=True)
    views = np.concatenate([part.views for part in parts])[at]
    return Vocabulary(ids, views, np.full(len(ids), 4.0, dtype=np.float32))


def concepts() -> Concepts:
    rules = rule_set()
    nothing = WordWeights(np.empty(0, dtype=np.uint64), np.zeros((0, 3), dtype=np.float32))
    ranker = Ranker(rules, {}, 1.0, nothing, np.zeros(3), np.zeros(3))
    return Concepts("sccif-asa-2024", ranker, bind(rules, READER.numbers))


def framework(*areas: JudgementArea, criteria: tuple[Criterion, ...] = ()) -> Framework:
    return Framework(
        id="ours-2026",
        title="Ours",
        publisher="Us",
        source="Ourselves",
        in_force_from=date(2026, 1, 1),
        in_force_to=None,
        scale=(),
        areas=areas,
        criteria=criteria,
    )


def area(code: str, title: str, **more: object) -> JudgementArea:
    return replace(JudgementArea(code, title, "1"), **more)  # type: ignore[arg-type]


def criterion(code: str, of: str, text: str, title: str = "", **more: object) -> Criterion:
    return replace(Criterion(code, of, "good", title, text, "1"), **more)  # type: ignore[arg-type]


PEOPLE = area("PEOPLE", "People who work here")
MEANS = area("MEANS", "Money and buildings")
OURS = framework(
    PEOPLE,
    MEANS,
    criteria=(
        criterion("P1", "PEOPLE", "Background checks are made before anybody starts work."),
        criterion("P2", "PEOPLE", "Workers are thanked."),
        criterion("M1", "MEANS", "Finances last for years to come, whatever happens."),
    ),
)


def lens(of: Framework = OURS) -> ZeroLens:
    texts = [item.text for item in items(of)]
    return zero_lens(of, READER, vocabulary(*texts), (concepts(),))


def batch(of: ZeroLens, *texts: str) -> Batch:
    reads = tuple(READER.read(text) for text in texts)
    return Batch(reads, vocabulary(*(item.text for item in of.items)).weigh(reads))


def test_a_criterion_is_found_by_a_concept_though_no_word_is_shared() -> None:
    ours = lens()
    staff, money = ours.ranked(batch(ours, STAFF, MONEY))
    assert staff[0].code == "P1", "vetting and background checks are one concept"
    assert money[0].code == "M1"
    assert [answer.area for answer in ours.answers(batch(ours, STAFF, MONEY))] == [
        "PEOPLE",
        "MEANS",
    ]


def test_a_cue_names_the_shared_word_or_the_concept_that_made_the_bridge() -> None:
    ours = lens()
    staff, money = ours.ranked(batch(ours, "Vetting was never late here.", MONEY))
    (bridge,) = staff[0].cues
    assert (bridge.kind, bridge.rule) == ("phrase", 'P1, by PROT-3 of sccif-asa-2024: "Vetting"')
    assert 'M1, in its wording: "finances"' in [cue.rule for cue in money[0].cues]
    for answers, text in ((staff, "Vetting was never late here."), (money, MONEY)):
        for cue in answers[0].cues:
            assert text[cue.start : cue.end] in cue.rule


def test_without_concepts_the_wording_alone_speaks() -> None:
    texts = [item.text for item in items(OURS)]
    plain = zero_lens(OURS, READER, vocabulary(*texts))
    (answer,) = plain.answers(batch(plain, "Finances last for years, whatever happens."))
    assert answer.area == "MEANS"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "an empty passage"),
        ("Page 4", "a caption"),
        ("Der Haushalt wurde nicht vorgelegt und niemand fragte danach.", "another language"),
        ("12 34 56 78 90 11 12", "a row of numbers"),
    ],
)
def test_what_shows_nothing_of_the_framework_fits_none_and_is_not_sure(text: str, why: str) -> None:
    ours = lens()
    (answer,) = ours.answers(batch(ours, text))
    assert (answer.area, answer.sure) == (NONE, False), why
    assert ours.ranked(batch(ours, text)) == ((),), why


def test_a_framework_without_criteria_has_areas_alone() -> None:
    bare = framework(area("STAFF", "Vetting of staff"), area("MONEY", "Finances and budget"))
    ours = lens(bare)
    assert [answer.area for answer in ours.answers(batch(ours, STAFF, MONEY))] == ["STAFF", "MONEY"]
    assert ours.ranked(batch(ours, STAFF, MONEY)) == ((), ())


def test_a_framework_without_areas_is_an_error_with_a_remedy() -> None:
    with pytest.raises(FrameworkError, match=r"ours-2026 has no judgement areas.*Add its areas"):
        lens(framework())


def test_with_one_area_nothing_is_told_apart_and_nothing_sure() -> None:
    ours = lens(framework(area("ALL", "Vetting and finances")))
    (answer,) = ours.answers(batch(ours, STAFF))
    assert (answer.area, answer.probability, answer.sure) == ("ALL", 0.5, False)


def test_wording_that_stands_in_two_areas_tells_neither() -> None:
    twice = replace(
        OURS,
        criteria=(
            *OURS.criteria,
            criterion("P3", "PEOPLE", "Life story work is done."),
            criterion("M3", "MEANS", "life story  WORK is done."),
        ),
    )
    telling = {item.plain: item.telling for item in items(twice)}
    assert not telling["P3"]
    assert not telling["M3"], "case and spacing make no other wording"
    ours = lens(twice)
    (shares,) = ours.probabilities(batch(ours, STORY))
    assert abs(shares[0] - shares[1]) < 0.2
    (ranked,) = ours.ranked(batch(ours, STORY))
    assert {answer.code for answer in ranked[:2]} == {"P3", "M3"}, "but both may be what is meant"


def test_what_a_file_calls_not_discriminating_is_not_telling() -> None:
    said = replace(
        OURS, criteria=(criterion("P1", "PEOPLE", "Background checks.", discriminating=False),)
    )
    assert [item.telling for item in items(said)] == [True, True, False]


def test_criteria_of_two_words_are_found_by_them() -> None:
    short = replace(
        OURS,
        criteria=(criterion("P", "PEOPLE", "vetting"), criterion("M", "MEANS", "", "Sound budget")),
    )
    ours = lens(short)
    staff, money = ours.ranked(batch(ours, STAFF, MONEY))
    assert (staff[0].code, money[0].code) == ("P", "M")


def test_endless_wording_is_cut_at_a_word() -> None:
    endless = replace(OURS, criteria=(criterion("P1", "PEOPLE", "budget " * 100_000),))
    text = items(endless)[-1].text
    assert len(text) <= LONGEST
    assert text.endswith("budget")


def test_an_aspect_of_two_elements_is_ranked_once_by_its_plain_code() -> None:
    def element(code: str) -> JudgementArea:
        aspects = (Aspect(f"{code}/VET", "Vetting", "1"), Aspect(f"{code}/FIN", "Finances", "1"))
        inner = area(f"{code}/LM", f"Management of {code}", aspects=aspects)
        return area(code, code, areas=(inner,))

    ours = lens(framework(element("SG"), element("LAC")))
    (ranked,) = ours.ranked(batch(ours, STAFF), "aspect")
    assert [answer.code for answer in ranked].count("VET") == 1
    assert ranked[0].code == "VET"


def test_an_area_that_only_sums_up_is_no_answer_but_one_with_criteria_is() -> None:
    assert [one.code for one in judged(load("ilacs-2023"))] == ["HP", "CIC", "CL", "LEAD"]
    assert [one.code for one in judged(load("sccif-asa-2024"))] == ["EXP", "PROT", "LEAD"]
    alone = replace(framework(area("OE", "Overall effectiveness")), overall="OE")
    assert [one.code for one in judged(alone)] == ["OE"], "unless it is all there is"


@pytest.mark.parametrize("name", known())
def test_every_shipped_framework_can_be_read_through(name: str) -> None:
    ours = lens(load(name))
    answers = ours.answers(batch(ours, STAFF, MONEY, STORY))
    assert {answer.area for answer in answers} <= {*ours.codes, NONE}
    assert np.allclose(ours.probabilities(batch(ours, STAFF)).sum(), 1.0)


@settings(max_examples=30)
@given(st.text(max_size=80), st.text(max_size=80))
def test_any_wording_and_any_passage_give_a_whole_answer(wording: str, passage: str) -> None:
    odd = replace(OURS, criteria=(criterion("X", "MEANS", wording, wording),))
    ours = lens(odd)
    (answer,) = ours.answers(batch(ours, passage))
    assert 0.0 <= answer.probability <= 1.0
    (ranked,) = ours.ranked(batch(ours, passage))
    assert len(ranked) <= RANKS
    assert all(FLOOR <= one.probability <= 1.0 for one in ranked)


def test_phrases_of_other_rule_sets_alone_are_no_concepts() -> None:
    reader = Reader((*rule_set().phrases, "road works"))
    rules = bind(rule_set(), reader.numbers)
    reads = [reader.read("Road works went on.")]
    assert len(reads[0].matches) == 1
    assert replace(concepts(), phrases=rules).spoken(reads).tolist() == [[0.0, 0.0, 0.0]]


def test_labels_of_one_kind_are_ranked_on_their_own() -> None:
    ours = lens()
    some = batch(ours, STAFF, MONEY)
    assert ZeroLabels(ours, "criterion").ranked(some) == ours.ranked(some)
    assert ZeroLabels(ours, "aspect").ranked(some) == ((), ()), "the framework has none"


def test_an_empty_batch_has_no_answers() -> None:
    ours = lens()
    assert ours.answers(batch(ours)) == ()
    assert ours.ranked(batch(ours)) == ()
