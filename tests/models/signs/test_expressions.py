"""Phrases are found at the words with which they begin, as a search of the line finds them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.signs.expressions import Expression
from models.signs.phrasebook import shipped
from models.signs.tokens import Words, words_of

_DENIALS = Expression(r"(?<= )(?:did not|not see|not) ", frozenset({"did", "not"}))
_ASKED = (*shipped().cancels.values(), _DENIALS)


def _words(text: str) -> Words:
    return words_of(text, 0, len(text))


def _spans(found: object) -> list[tuple[int, int]]:
    return [match.span() for match in found]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "stands", "found"),
    [
        ("he did not see", ["did not", "not see"], ["did not"]),
        ("not not", ["not", "not"], ["not", "not"]),
        ("nothing was seen", [], []),
        ("", [], []),
    ],
)
def test_phrases_stand_at_every_word_and_are_found_side_by_side(
    text: str, stands: list[str], found: list[str]
) -> None:
    words = _words(text)
    assert [match[0].strip() for match in _DENIALS.stands(words)] == stands
    assert [match[0].strip() for match in _DENIALS.found(words)] == found


def test_any_word_may_come_first_where_none_is_named() -> None:
    gap = Expression(r"(?<= )[^ ]+ hit ", None)
    assert _spans(gap.found(_words("dad hit him"))) == [(1, 9)]


@given(st.lists(st.sampled_from("dad did not hit see him no one knows".split()), max_size=10))  # noqa: SIM905
def test_what_is_found_is_what_a_search_finds(said: list[str]) -> None:
    words = _words(" ".join(said))
    for expression in _ASKED:
        assert _spans(expression.found(words)) == _spans(expression.pattern.finditer(words.line))


def test_words_between_two_positions() -> None:
    words = _words("dad hit him")
    assert words.between(5, 13) == (1, 3)
