"""Phrases: which matches count for which code, and how much."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.phrases import Floats, Phrases, bind, rarity_of
from models.reading import Read, Reader
from models.rulesets import RuleSet, read_rule_set

RULES = """\
phrases:
  CARE: {decides: [care leaver, care-experienced], often: [leaver], beside: [care]}
  PLAN: {decides: [care plan, plan], beside: [care]}
  NONE: [telephone]
"""
WORDS = ["care", "leaver", "plan", "Telephone", "the", "children", "and", "plans", "12", "."]


def bound(content: str = RULES) -> tuple[RuleSet, Reader, Phrases]:
    rules = read_rule_set(content, "own")
    reader = Reader(rules.phrases)
    return rules, reader, bind(rules, reader.numbers)


def counted(text: str) -> list[tuple[str, str]]:
    """Code and words of each match that counts."""
    _, reader, phrases = bound()
    read = reader.read(text)
    found = phrases.found([read])
    return [
        (phrases.codes[code], text[slice(*read.slice_of(first, last))].lower())
        for code, first, last in zip(found.code, found.first, found.last, strict=True)
    ]


def scores(*texts: str, content: str = RULES) -> dict[str, list[float]]:
    """Scores of all texts by code."""
    _, reader, phrases = bound(content)
    reads = [reader.read(text) for text in texts]
    made = phrases.scores(reads, phrases.found(reads))
    return {code: made[:, at].tolist() for at, code in enumerate(phrases.codes)}


@pytest.mark.parametrize(
    ("text", "expected", "why"),
    [
        ("Nothing of the kind.", [], "no phrase"),
        ("", [], "no words"),
        (
            "A care leaver came.",
            [("CARE", "care leaver"), ("PLAN", "care")],
            "inside a longer match of the same code nothing counts, of another code it does",
        ),
        ("Her care plans", [("CARE", "care"), ("PLAN", "care plans")], "plural, and one longest"),
        (
            "Care-experienced people",
            [("CARE", "care-experienced"), ("PLAN", "care")],
            "as it is written in the rules",
        ),
        ("care experienced people", [("CARE", "care experienced"), ("PLAN", "care")], "no hyphen"),
        ("CARE LEAVER", [("CARE", "care leaver"), ("PLAN", "care")], "case says nothing"),
        ("Leaver, then care", [("CARE", "leaver"), ("CARE", "care"), ("PLAN", "care")], "two"),
        ("careful planning", [], "parts of words are no phrases"),
    ],
)
def test_the_longest_match_of_each_code_counts(
    text: str, expected: list[tuple[str, str]], why: str
) -> None:
    assert counted(text) == expected, why


def test_strength_orders_the_scores() -> None:
    told = scores("A care leaver.", "The leaver.", "The care.")["CARE"]
    assert told[0] > told[1] > told[2] > 0


def test_what_opens_a_passage_counts_more() -> None:
    filler = "and so on and so forth " * 5
    first, later = scores(f"Telephone {filler}", f"{filler} telephone")["NONE"]
    assert first == pytest.approx(1.5 * later)


def test_a_repeat_counts_less_than_the_first() -> None:
    once, twice, other = scores("A plan of", "A plan plan", "A plan, care")["PLAN"]
    assert once < twice < 2 * once
    assert once < other


def test_long_passages_need_more_matches() -> None:
    short, long = scores("A plan.", "A plan." + " and so on" * 300)["PLAN"]
    assert long < short / 2


def test_the_rule_is_told_in_the_words_of_its_file() -> None:
    _, _, phrases = bound()
    assert phrases.told == (
        'CARE, decides: "care leaver"',
        'CARE, decides: "care-experienced"',
        'CARE, often: "leaver"',
        'CARE, beside: "care"',
        'PLAN, decides: "care plan"',
        'PLAN, decides: "plan"',
        'PLAN, beside: "care"',
        'NONE, decides: "telephone"',
    )


def test_rare_phrases_weigh_more_within_bounds() -> None:
    rules, reader, _ = bound()
    reads = [reader.read("the care of all") for _ in range(500)] + [reader.read("a plan")]
    rarity = rarity_of(rules, reader.numbers, reads)
    assert rarity["care"] == 0.25
    assert rarity["care"] < rarity["plan"] <= rarity["care leaver"] <= 1.6
    assert set(rarity) == {row.text for group in rules.groups.values() for row in group}


def test_both_spellings_of_a_phrase_make_it_common() -> None:
    rules, reader, _ = bound()
    reads = [reader.read("care-experienced"), reader.read("care experienced")]
    assert rarity_of(rules, reader.numbers, reads)["care-experienced"] == 0.25


def test_a_reader_must_know_every_phrase() -> None:
    rules, _, _ = bound()
    with pytest.raises(KeyError):
        bind(rules, Reader(["plan"]).numbers)


def test_a_reader_may_look_for_more_than_one_rule_set() -> None:
    rules, own, phrases = bound()
    shared = Reader(["direct work", "children", *rules.phrases, "zebra"])
    text = "Direct work with children and a care plan."
    assert shared.numbers != own.numbers
    other = bind(rules, shared.numbers)
    assert told(phrases, [own.read(text)]).tolist() == told(other, [shared.read(text)]).tolist()


def told(phrases: Phrases, reads: list[Read]) -> Floats:
    return phrases.scores(reads, phrases.found(reads))


texts = st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join)


@given(batch=st.lists(texts, max_size=6))
def test_a_batch_scores_as_its_passages_do_one_by_one(batch: list[str]) -> None:
    _, reader, phrases = READY
    reads = [reader.read(text) for text in batch]
    alone = [told(phrases, [read])[0].tolist() for read in reads]
    assert told(phrases, reads).tolist() == alone


@given(text=texts)
def test_no_match_that_counts_lies_inside_another_of_its_code(text: str) -> None:
    _, reader, phrases = READY
    found = phrases.found([reader.read(text)])
    rows = list(zip(found.code.tolist(), found.first.tolist(), found.last.tolist(), strict=True))
    assert len(set(rows)) == len(rows)
    assert not any(
        a != b and a[0] == b[0] and b[1] <= a[1] and a[2] <= b[2] for a in rows for b in rows
    )


@given(text=texts, data=st.data())
def test_the_order_of_phrases_in_the_file_does_not_matter(text: str, data: st.DataObject) -> None:
    rules, reader, phrases = READY
    shuffled = {
        code: tuple(data.draw(st.permutations(group))) for code, group in rules.groups.items()
    }
    other = bind(RuleSet("own", None, shuffled), reader.numbers)
    reads = [reader.read(text)]
    assert told(other, reads) == pytest.approx(told(phrases, reads))


READY = bound()
