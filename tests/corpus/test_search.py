"""Search: words in, passages out, whatever is typed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.evidence import Evidence
from corpus.records import Reading, Tag
from corpus.search import match_expression, search

Report = Callable[..., Reading]


@pytest.fixture
def filled(evidence: Evidence, report: Report, tag: Callable[..., Tag]) -> Evidence:
    hill = report(
        "/hill.pdf",
        "Leaders act swiftly on concerns.",
        "Children are well-being experts in the café.",
        "Swift action follows.",
        provider_urn="80000",
        provider_name="Hill Valley 100%",
    )
    dale = report(
        "/dale.pdf", "Leaders do not act on concerns.", provider_urn="80001", provider_name="Dale"
    )
    weak = tag(dale.passages[0], "LEAD", criterion="LEAD-7", polarity="weakness", score=0.9)
    unsure = tag(hill.passages[2], "PROT", abstained=True)
    other = tag(hill.passages[0], "SG", framework="slac-2009", polarity="strength", score=0.7)
    evidence.save([
        replace(hill, tags=(hill.tags[0], hill.tags[1], unsure, other)),
        replace(dale, tags=(weak,)),
        report("/note.txt", "Leaders of the act.", sensitivity="restricted"),
    ])  # fmt: skip
    return evidence


FOUND = [
    ("leaders", 2, "any case"),
    ("leaders swiftly", 1, "all words"),
    ("leaders nothing", 0, "all words, so none"),
    ('"act swiftly"', 1, "a phrase"),
    ('"swiftly act"', 0, "a phrase has an order"),
    ("swift", 1, "whole words only"),
    ("swift*", 2, "unless a star asks for more"),
    ("findings", 4, "headings count"),
    ("well-being", 1, "a hyphen holds two words together"),
    ("cafe", 1, "without accents"),
    ('"leaders act', 2, "an open quote is no quote"),
    ("", 0, "nothing asked"),
    ("   \n\t", 0, "white space"),
    ('""', 0, "an empty phrase"),
    ("?! -- ***", 0, "only punctuation"),
    ("🎉", 0, "only a picture"),
    ("leaders 🎉", 2, "a picture beside a word"),
    ("\ud800", 0, "a lone surrogate"),
    ("leaders\0act", 2, "NUL parts words"),
    ("leaders AND act", 0, "operators are words"),
    ("leaders OR nothing", 0, "operators are words"),
    ("NEAR(leaders act)", 0, "functions are words"),
    ("text:leaders", 0, "columns are words"),
    ("-leaders", 2, "signs are nothing"),
    ("^leaders", 2, "signs are nothing"),
    ("leaders)", 2, "signs are nothing"),
    ("'; DROP TABLE passages; --", 0, "SQL is words"),
    ("x" * 100_000, 0, "a very long word"),
    ("leaders " * 10_000, 2, "very many words"),
]


@pytest.mark.parametrize(("words", "count", "why"), FOUND, ids=[row[2] for row in FOUND])
def test_words_find_passages(filled: Evidence, words: str, count: int, why: str) -> None:
    assert len(search(filled, words)) == count, why


@settings(max_examples=150)
@given(words=st.text(st.characters(codec=None, categories=None), max_size=40))
def test_no_input_raises(filled: Evidence, words: str) -> None:
    assert len(search(filled, words)) <= 20
    assert len(search(filled, f'"{words}* leaders" OR (')) <= 20


@pytest.mark.parametrize(
    ("filters", "names", "why"),
    [
        ({}, {"hill.pdf", "dale.pdf"}, "no filter"),
        ({"area": "EXP"}, {"hill.pdf"}, "an area"),
        ({"area": "exp"}, {"hill.pdf"}, "in any case"),
        ({"area": "LEAD-7"}, {"dale.pdf"}, "a criterion"),
        ({"polarity": "weakness"}, {"dale.pdf"}, "a polarity"),
        ({"provider": "80001"}, {"dale.pdf"}, "a URN"),
        ({"provider": "8000"}, set(), "a part of a URN is none"),
        ({"provider": "valley"}, {"hill.pdf"}, "a part of a name"),
        ({"provider": "%"}, {"hill.pdf"}, "a sign, not a pattern"),
        ({"provider": "_"}, set(), "a sign, not a pattern"),
        ({"framework": "slac-2009"}, {"hill.pdf"}, "a framework"),
        ({"framework": "slac-2009", "area": "EXP"}, set(), "of one and the same tag"),
        ({"area": "\ud800"}, set(), "no such area"),
        ({"area": None, "provider": None}, {"hill.pdf", "dale.pdf"}, "null is no filter"),
    ],
)
def test_filters(filled: Evidence, filters: dict[str, str], names: set[str], why: str) -> None:
    assert {hit.document for hit in search(filled, "concerns", **filters)} == names, why  # type: ignore[misc]


def test_a_hit_says_where_it_stands(filled: Evidence) -> None:
    (hit,) = search(filled, "swiftly")
    assert [hit.snippet[start:end] for start, end in hit.marks] == ["swiftly"]
    assert hit.snippet == "Leaders act swiftly on concerns."
    assert (hit.document, hit.provider, hit.pages, hit.headings) == (
        "hill.pdf", "Hill Valley 100%", (1, 1), ("Findings",),
    )  # fmt: skip
    assert (hit.framework, hit.area, hit.polarity) == ("slac-2009", "SG", "strength"), "surest tag"
    (hit,) = search(filled, "swiftly", area="EXP")
    assert (hit.framework, hit.area) == ("asa-2024", "EXP"), "the tag that was asked for"


def test_an_unsure_tag_is_neither_shown_nor_filtered_by(filled: Evidence) -> None:
    (hit,) = search(filled, "follows")
    assert (hit.area, hit.criterion, hit.polarity) == (None, None, None)
    assert not search(filled, "follows", area="PROT")


def test_a_match_in_the_text_comes_before_one_in_headings(
    evidence: Evidence, report: Report
) -> None:
    evidence.save([report("/a.pdf", "Nothing here at all.", "Findings are here at last.")])
    hits = search(evidence, "findings")
    assert [hit.snippet[:8] for hit in hits] == ["Findings", "Nothing "]
    assert hits[0].score > hits[1].score


def test_the_limit_holds(filled: Evidence) -> None:
    assert [len(search(filled, "leaders", limit=limit)) for limit in (-1, 0, 1, 5)] == [0, 0, 1, 2]


def test_every_token_is_quoted() -> None:
    assert match_expression('act* "on concerns" NOT') == '"act*"* "on concerns" "NOT"'
