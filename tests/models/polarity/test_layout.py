"""Passages laid end to end: which words belong where, and what parts them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.polarity import phrases
from models.polarity.layout import lay_out
from models.reading import Reader

READER = Reader(phrases())

BREAKS = [
    ("One, two", [True, True], "a comma"),
    ("One; two", [True, True], "a semicolon"),
    ("One: two", [True, True], "a colon"),
    ("One (two) three", [True, True, True], "a bracket opens, a bracket closes"),
    ("One – two", [True, True], "a dash between blanks"),
    ("One– two", [True, True], "a dash right after the word"),
    ("One\ttwo", [True, True], "the cell of a table ends"),
    ("One\ntwo", [True, True], "a line ends"),
    ("One two", [False, True], "the last word ends its passage"),
    ("One. Two", [True, True], "a sentence ends"),
    ("One/two", [False, True], "a slash joins"),
    ("One’s two", [False, False, True], "an apostrophe is inside a word"),
    ("One\U0001f600 two", [False, False, True], "a mark beyond all that break"),
]


@pytest.mark.parametrize(("text", "breaks", "reason"), BREAKS, ids=[row[2] for row in BREAKS])
def test_marks_that_part_words(text: str, breaks: list[bool], reason: str) -> None:
    assert lay_out([READER.read(text)]).breaks.tolist() == breaks, reason


def test_a_break_counts_though_the_text_is_cut_there() -> None:
    layout = lay_out([READER.read("Clear plans"), READER.read("Late visits")])
    assert layout.breaks.tolist() == [False, True, False, True]


def test_matches_count_words_through_the_batch() -> None:
    texts = ["Plans are clear.", "No delay.", "Visits are late."]
    reads = [READER.read(text) for text in texts]
    layout = lay_out(reads)
    for number, first, last in layout.matches.tolist():
        passage = int(layout.passage[layout.sentence[first]])
        words = reads[passage].slice_of(
            *(at - int(layout.offsets[passage]) for at in (first, last))
        )
        phrase = next(name for name, at in READER.numbers.items() if at == number)
        printed = texts[passage][slice(*words)].lower()
        assert printed.rstrip("s") == phrase.rstrip("s")


def test_the_first_words_of_sentences_open_them() -> None:
    layout = lay_out([READER.read("One two. Three four."), READER.read("Five")])
    assert layout.opens.tolist() == [True, False, True, False, True]


def test_a_passage_without_words_keeps_its_place() -> None:
    layout = lay_out([READER.read(text) for text in ("", "One.", "...", "Two.")])
    assert layout.offsets.tolist() == [0, 0, 1, 1, 2]
    assert layout.first_sentences.tolist() == [0, 0, 1, 2, 3]
    assert layout.lengths.tolist() == [1, 0, 1]


def test_nothing_is_laid_out_of_nothing() -> None:
    layout = lay_out([])
    assert layout.words.shape == layout.breaks.shape == layout.sentence.shape == (0,)
    assert layout.matches.shape == (0, 3)
    assert layout.first_sentences.tolist() == layout.offsets.tolist() == [0]


TEXTS = st.lists(st.text(alphabet="aB. ,\n\t(’é中ب", max_size=30), max_size=6)


@settings(max_examples=30)
@given(TEXTS)
def test_a_batch_holds_the_words_of_its_passages_in_order(texts: list[str]) -> None:
    reads = [READER.read(text) for text in texts]
    layout = lay_out(reads)
    assert layout.words.tolist() == [word for read in reads for word in read.words.tolist()]
    assert (np.diff(layout.sentence) >= 0).all()
    for passage, read in enumerate(reads):
        first, last = layout.first_sentences[passage : passage + 2].tolist()
        assert last - first == len(read.sentences)
        start, end = layout.offsets[passage : passage + 2].tolist()
        assert end - start == len(read.words)
        assert all(first <= at < last for at in layout.sentence[start:end].tolist())
        assert start == end or layout.breaks[end - 1]


@settings(max_examples=30)
@given(TEXTS)
def test_lengths_count_every_word_once(texts: list[str]) -> None:
    layout = lay_out([READER.read(text) for text in texts])
    assert layout.lengths.sum() == len(layout.words)
    assert len(layout.lengths) == len(layout.passage)
