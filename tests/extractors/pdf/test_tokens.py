"""Parting a page's text into words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.pdf.tokens import BULLETS, clean, tokens

ROWS = [
    ("Leaders act swiftly.", "Leaders act swiftly.", "white space parts words"),
    ("Leaders\r\nact", "Leaders act", "so does a line break"),
    ("40\u202f% of\u00a0all", "40 % of all", "and a narrow or fixed space"),
    ("a\x00b\x1fc\x7fd", "a b c d", "and control characters"),
    ("41.The service", "41. The service", "PDFium glues a number to its text"),
    ("41.‘We feel", "41. ‘We feel", "also before a quotation mark"),
    ("3.5m 2.3.3 1.a", "3.5m 2.3.3 1.a", "figures and sub-numbers stay whole"),
    ("U.K.The 2014.The", "U.K.The 2014.The", "a year is no paragraph number"),
    ("\uf06eThe", "\uf06e The", "a bullet is a word of its own"),
    ("\uf0a7 The", "\uf0a7 The", "as it is with a space"),
    ("\u0336in primary", "– in primary", "a stroke without a letter is a dash"),
    ("2014\u0335–15", "2014\u0335–15", "a stroke through a letter stays"),
    ("\ufb01nd o\ufb03ce", "find office", "ligatures are letters"),
    ("co\u00adoperate", "co-operate", "a soft hyphen that is drawn is a hyphen"),
    ("a\u200bb \u200b \ufeffc", "ab c", "what has no width is nothing"),
    ("\ud800x", "\ufffdx", "half a character cannot be stored"),
    ("", "", "an empty page"),
]


@pytest.mark.parametrize(("text", "words", "_why"), ROWS, ids=[row[2] for row in ROWS])
def test_words(text: str, words: str, _why: str) -> None:
    assert tokens(text).texts == words.split()


HYPHENS = [
    ("well\ufffebeing", [("well-", True), ("being", False)], "PDFium's mark is hyphen and break"),
    ("Stoke-\r\nOn", [("Stoke-", True), ("On", False)], "a capital after the break has no mark"),
    ("post-\r\n16", [("post-", True), ("16", False)], "nor has a number"),
    ("pre- and", [("pre-", False), ("and", False)], "a hyphen inside a line is no line end"),
    ("so -\r\nand", [("so", False), ("-", False), ("and", False)], "a dash joins nothing"),
    ("a \ufffeb", [("a", False), ("-", True), ("b", False)], "a mark alone still shows"),
]


@pytest.mark.parametrize(("text", "words", "_why"), HYPHENS, ids=[row[2] for row in HYPHENS])
def test_line_end_hyphens(text: str, words: list[tuple[str, bool]], _why: str) -> None:
    found = tokens(text)
    assert list(zip(found.texts, found.hyphens, strict=True)) == words


def test_places_point_at_the_words() -> None:
    text = "41.The \ufb01rst\r\nwell\ufffebeing \u200b end"
    found = tokens(text)
    slices = [text[a : b + 1] for a, b in zip(found.firsts, found.lasts, strict=True)]
    assert slices == ["41.", "The", "\ufb01rst", "well\ufffe", "being", "end"]


@given(st.text())
def test_no_word_is_empty_or_holds_what_cannot_be_stored(text: str) -> None:
    for word in tokens(text).texts:
        assert word == word.strip()
        assert word.encode("utf-8")
        assert not any(character < " " for character in word)


@given(st.text(st.characters(codec="utf-8")))
def test_places_follow_each_other(text: str) -> None:
    found = tokens(text)
    assert all(a <= b for a, b in zip(found.firsts, found.lasts, strict=True))
    assert all(b < a for b, a in zip(found.lasts, found.firsts[1:], strict=False))


@pytest.mark.parametrize("glyph", BULLETS)
def test_every_bullet_glyph_parts_from_its_text(glyph: str) -> None:
    assert tokens(f"{glyph}leaders").texts == [clean(glyph), "leaders"]
