"""Inline marks of Markdown become the words a reader sees."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.lines.inline import words_of

LINES = [
    ("plain words", "plain words", "nothing to do"),
    ("**bold** and *italic* and `code`", "bold and italic and code", "emphasis"),
    ("***both***", "both", "nested emphasis"),
    ("a **b\nc** d", "a b c d", "emphasis over a line end"),
    ("[words](https://a.b) and <https://c.d>", "words and https://c.d", "links keep their words"),
    ("![picture](a.png) of it", "picture of it", "a picture keeps its description"),
    ("&lt;p&gt; &amp; &nbsp;x", "<p> & x", "entities"),
    (r"\*not\* marked", "*not* marked", "escapes"),
    ("<ul><li> one<li>two</ul>", "• one • two", "items inside a cell"),
    ("one<br>two<b>three</b>", "one twothree", "tags that break and tags that do not"),
    ("5 * 3 * 2 and a_b_c", "5 * 3 * 2 and a_b_c", "characters that mark nothing"),
    ("<not a tag and 5 < 6", "<not a tag and 5 < 6", "brackets that are no tag"),
    ("**never closed", "**never closed", "a mark without its end"),
]


@pytest.mark.parametrize(("line", "words", "why"), LINES)
def test_words(line: str, words: str, why: str) -> None:
    assert words_of(line) == words, why


@given(st.text(st.characters(categories=("L", "N", "Zs"))))
def test_text_without_marks_is_left_alone(text: str) -> None:
    assert words_of(text) == text


@pytest.mark.parametrize("mark", ["[", "*a **b ", "<a", "`", "![", "_a __b ", "\\"])
def test_marks_that_never_close_cost_no_more_than_their_number(
    mark: str, check_effort: Callable, no_hang: Callable
) -> None:
    check_effort(lambda count: words_of(mark * count), 250, 2_000)
    with no_hang():
        words_of(mark * (18_000 // len(mark)))
