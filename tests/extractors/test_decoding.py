"""Which encoding bytes are in, and whether they are text at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.decoding import decode, looks_like_text

TEXTUAL = [
    (b"Leaders know.", True, "ASCII"),
    ("Größe – naïve".encode(), True, "UTF-8"),
    ("Größe – naïve".encode("cp1252"), True, "old Windows text"),
    ("Größe".encode("utf-16"), True, "UTF-16 with its mark"),
    ("Größe und mehr".encode("utf-16-le"), True, "UTF-16 without"),
    ("日本語の文書です".encode(), True, "another script"),
    (b"text\x00with one NUL" + b" and more" * 20, True, "a stray NUL"),
    (b"\x1b[1mcolour\x1b[0m of a terminal", True, "escape sequences of terminals"),
    (b"", True, "nothing is no binary"),
    (bytes(range(256)), False, "all bytes there are"),
    (b"\x00\x01\x02\x03" * 20, False, "control characters"),
    (b"\x80\x81\x82\x83\xfe" * 20, False, "high bytes alone"),
    (b"{\\rtf1\\ansi Text}", False, "Rich Text is a program written in characters"),
    (b"%!PS-Adobe-3.0", False, "so is PostScript"),
]


@pytest.mark.parametrize(("content", "expected", "why"), TEXTUAL)
def test_text_is_told_from_binary(content: bytes, expected: bool, why: str) -> None:
    assert looks_like_text(content) is expected, why


def test_a_broken_mark_is_a_guess() -> None:
    decoded = decode(b"\xff\xfea")
    assert decoded.problems[0].code == "encoding-guessed"


def test_a_declared_encoding_that_does_not_exist_is_passed_over() -> None:
    assert decode("naïve".encode(), "no-such-codec").text == "naïve"


def test_each_guess_says_what_to_do() -> None:
    for content in (b"na\xefve", b"a\x81\x8d"):
        (problem,) = decode(content).problems
        assert "UTF-8" in problem.message


@given(st.text())
def test_utf8_comes_back_as_it_was(text: str) -> None:
    # A text that begins with a byte order mark, or has a NUL in every pair, is taken at its word.
    if "\x00" in text or text.startswith("\ufeff"):
        return
    decoded = decode(text.encode())
    assert decoded.text == text
    assert decoded.problems == ()


@given(st.binary(max_size=300))
def test_any_bytes_give_some_text(content: bytes) -> None:
    assert isinstance(decode(content).text, str)
    assert looks_like_text(content) in (True, False)
