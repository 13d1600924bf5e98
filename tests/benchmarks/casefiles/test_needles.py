"""A word is found in whatever way it is written, and by chance never."""

from __future__ import annotations

import json
import random
import unicodedata
from collections.abc import Callable
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.casefiles.needles import Needles, ways

WORDS = (
    "Quillfeather", "Čonka", "Ania", "Mara Quillfeather", "O'Brien-Şahin", "07700 900123",
    "XX1 2AB", "mara@example.org", "999 123 4567", "Нина",
)  # fmt: skip
NEEDLES = Needles(("word", word) for word in WORDS)

WRITTEN: list[tuple[str, Callable[[str], bytes]]] = [
    ("UTF-8", str.encode),
    ("UTF-16", lambda word: f" {word} ".encode("utf-16-le")),
    ("UTF-16, the other way round", lambda word: f" {word} ".encode("utf-16-be")),
    ("capitals", lambda word: word.upper().encode()),
    ("small letters", lambda word: word.lower().encode()),
    ("decomposed", lambda word: unicodedata.normalize("NFD", word).encode()),
    ("JSON", lambda word: json.dumps({"a": word}).encode()),
    ("JSON in JSON", lambda word: json.dumps(json.dumps(word, ensure_ascii=False)).encode()),
    ("an address", lambda word: f"/search?q={quote(word)}&x".encode()),
    ("a form", lambda word: f"q={quote_plus(word)}&x".encode()),
    ("XML", lambda word: f"<a>{word}</a>".encode("ascii", "xmlcharrefreplace")),
    ("an index", lambda word: f" {bare(word)} ".encode()),
]


def bare(word: str) -> str:
    apart = unicodedata.normalize("NFKD", word.lower())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("write", [row[1] for row in WRITTEN], ids=[row[0] for row in WRITTEN])
def test_it_is_found(write: Callable[[str], bytes], word: str) -> None:
    assert ("word", word) in NEEDLES.find(b"seen: " + write(word) + b" today")


APART = [
    ("07700900123", "07700 900123", "without its blank"),
    ("07700-900-123", "07700 900123", "with strokes"),
    ("(07700) 900 123", "07700 900123", "with brackets"),
    ("9991234567", "999 123 4567", "in one"),
    ("mara\nquillfeather", "Mara Quillfeather", "over the end of a line"),
    ("mara_quillfeather.docx", "Mara Quillfeather", "in the name of a file"),
]


@pytest.mark.parametrize(("text", "word", "_why"), APART, ids=[row[2] for row in APART])
def test_it_is_found_across_blanks(text: str, word: str, _why: str) -> None:
    assert ("word", word) in NEEDLES.find(f"seen: {text} today".encode())


HARMLESS = [
    ("Romania and Lithuania", "a short word inside others"),
    ("07700 900124 and 999 123 4568", "other numbers"),
    ("Mara likes quills and feathers", "one name without the other"),
    ("a1b2Ania3c4d", "a short word in an id"),
]


@pytest.mark.parametrize(("text", "_why"), HARMLESS, ids=[row[1] for row in HARMLESS])
def test_what_is_none_is_not_found(text: str, _why: str) -> None:
    assert NEEDLES.find(text.encode()) == set()


def test_a_short_word_among_bytes_of_a_packed_file_is_chance() -> None:
    rng = random.Random(1)  # noqa: S311 - chance, not secrecy
    around = [rng.randbytes(40) for _ in range(400)]
    assert NEEDLES.find(b"Ania".join(around)) == set()
    assert NEEDLES.find(b"Quillfeather".join(around)) == {("word", "Quillfeather")}


def test_a_word_on_the_border_of_two_blocks_is_found() -> None:
    content = b"x " * 2_097_149 + b"Mara Quillfeather rang" + b" x" * 100
    assert ("word", "Mara Quillfeather") in NEEDLES.find(content)


@given(st.text(min_size=1, max_size=20))
def test_any_text_can_be_written(text: str) -> None:
    assert text.encode("utf-8", "ignore").lower() in ways(text) or "\ud800" <= max(text) <= "\udfff"


@given(st.text("abcéß ", max_size=30), st.text("abcéß ", max_size=30))
def test_a_long_word_is_found_between_any_others(before: str, after: str) -> None:
    assert ("word", "Quillfeather") in NEEDLES.find(f"{before}QUILLfeather{after}".encode())
