"""Two readings are compared by their words, not by how a reader parts and joins them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.oracle import normalised
from benchmarks.word_agreement import compare

SAME = [
    ("41.The service", "41. The service", "a glued number"),
    ("well-being", "well- being", "a word parted at a line end"),
    ("\uf06e Leaders", "• Leaders", "bullets of any glyph"),
    ("\u25fcLeaders", "\u25fcLeaders", "a glued square is as printed"),
    ("o\ufb03ce", "office", "a ligature"),
    ("agencies.1 The", "agencies. 1 The", "a note's number after a stop"),
    ("co\u00adoperate", "co-operate", "a soft hyphen that is drawn"),
]
DIFFERENT = [
    ("Leaders", "leaders", "capitals count"),
    ("well-being", "wellbeing", "hyphens count"),
    ("47. The", "48. The", "numbers count"),
    ("help help", "help", "each word counts as often as it stands"),
    ("2015.", "2015.3", "figures after a stop are not lost"),
]


@pytest.mark.parametrize(("one", "other", "_why"), SAME, ids=[row[-1] for row in SAME])
def test_form_does_not_count(one: str, other: str, _why: str) -> None:
    assert normalised(one.split()) == normalised(other.split())


@pytest.mark.parametrize(("one", "other", "_why"), DIFFERENT, ids=[row[-1] for row in DIFFERENT])
def test_substance_counts(one: str, other: str, _why: str) -> None:
    assert normalised(one.split()) != normalised(other.split())


@given(st.lists(st.text("abcXYZ019.,-–()", min_size=1, max_size=8)))
def test_no_letter_is_lost(words: list[str]) -> None:
    def letters(counts: Counter[str] | list[str]) -> Counter[str]:
        joined = "".join(counts.elements() if isinstance(counts, Counter) else counts)
        return Counter(letter for letter in joined if letter.isalnum())

    assert letters(normalised(words)) == letters(words)


def test_scores_count_both_sides() -> None:
    result = compare(Path("a.pdf"), Counter("aab"), Counter("abc"))
    assert result.f1 == pytest.approx(2 / 3)
    assert (result.ours_only, result.theirs_only) == (Counter("a"), Counter("c"))
    assert compare(Path("a.pdf"), Counter(), Counter()).f1 == 1.0
