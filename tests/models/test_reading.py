"""One reading of a passage: its words and their places, its sentences, the phrases found in it."""

import numpy as np
import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from models.reading import Read, Reader, Span

TEXT = (
    "Supervision isn’t regular in 3 of 14 cases. "
    "Children in care see their social workers’ managers."
)
PHRASES = ("children in care", "child in care", "social worker", "supervision", "care")
READER = Reader(PHRASES)


def printed(read: Read) -> list[str]:
    return [read.text[a:b] for a, b in zip(read.starts, read.ends, strict=True)]


def found(read: Read) -> list[tuple[str, str]]:
    return [
        (PHRASES[number], read.text[slice(*read.slice_of(first, last))])
        for number, first, last in read.matches.tolist()
    ]


def test_words_stand_where_they_are_printed() -> None:
    words = printed(READER.read(TEXT))
    assert words[:5] == ["Supervision", "is", "n’t", "regular", "in"]
    assert words[-3:] == ["social", "workers", "managers"]
    assert not {".", "’", ","} & set(words)


SAME = [
    # (one, other, same, reason)
    ("Reviews", "review", True, "plural and capital"),
    ("families", "family", True, "plural of -y"),
    ("process", "proces", False, "-ss is no plural"),
    ("analysis", "analysi", False, "-is is no plural"),
    ("17", "2,031", True, "all numbers are alike"),
    ("don’t", "don't", True, "both kinds of apostrophe"),
    ("care", "carer", False, "another word"),
]


@pytest.mark.parametrize(("one", "other", "same", "reason"), SAME)
def test_words_are_compared_in_a_plain_form(one: str, other: str, same: bool, reason: str) -> None:
    ours, theirs = READER.read(one).words, READER.read(other).words
    assert np.array_equal(ours, theirs) is same, reason


def test_phrases_are_found_in_any_number_longest_first() -> None:
    assert found(READER.read(TEXT)) == [
        ("supervision", "Supervision"),
        ("children in care", "Children in care"),
        ("care", "care"),
        ("social worker", "social workers"),
    ]


def test_a_phrase_with_a_number_needs_that_number() -> None:
    reader = Reader(["section 47"])
    assert len(reader.read("Section 47 enquiries").matches) == 1
    assert len(reader.read("Section 17 services").matches) == 0


def test_a_phrase_given_twice_is_found_once() -> None:
    reader = Reader(["care", "care"])
    assert reader.numbers == {"care": 0}
    assert len(reader.read("in care").matches) == 1


def test_sentences_end_before_a_capital() -> None:
    read = READER.read(TEXT)
    assert [TEXT[slice(*span)] for span in read.sentences] == [TEXT[:43], TEXT[44:]]
    assert read.opening == 9


@pytest.mark.parametrize(
    ("text", "words", "sentences"),
    [
        ("", 0, 0),
        ("   \n", 0, 0),
        ("• ", 0, 0),
        ("12 34\t56", 3, 1),
        ("Дети в безопасности.", 3, 1),
    ],
)
def test_odd_passages_are_read_as_what_they_are(text: str, words: int, sentences: int) -> None:
    read = READER.read(text)
    assert len(read.words) == words
    assert len([span for span in read.sentences if text[slice(*span)].strip("• ")]) == sentences


def test_a_very_long_passage_is_read_whole() -> None:
    read = READER.read("Children in care are safe. " * 10_000)
    assert len(read.words) == 50_000
    assert len(read.matches) == 20_000


def test_hashes_are_those_that_shipped_models_were_trained_with() -> None:
    [word] = Reader().read("children").words.tolist()
    assert word == Reader().read("Children").words[0]
    assert word == PINNED, "spaCy hashes words in another way now: train the shipped model anew"


PINNED = 2413477756209127936


@given(st.text())
def test_every_place_lies_in_the_text(text: str) -> None:
    read = READER.read(text)
    assert all(word and word.strip() for word in printed(read))
    assert (read.starts < read.ends).all()
    assert (read.starts[1:] >= read.ends[:-1]).all(), "words do not overlap"
    assert all(text[slice(*span)].strip() for span in read.sentences)
    assert all(isinstance(span, Span) for span in read.sentences)
    assert 0 <= read.opening <= len(read.words)


@given(st.text(alphabet=" abc.A’s"), st.sampled_from(PHRASES))
def test_a_phrase_between_blanks_is_always_found(text: str, phrase: str) -> None:
    read = READER.read(f"{text} . {phrase} . {text}")
    assert phrase in {name for name, _ in found(read)}


TOGETHER = Reader(["plans are", "clear", "are clear"])


@given(st.lists(st.text(alphabet="Plans are’ clear. 12\n•-(", max_size=40), max_size=8))
def test_passages_read_together_are_read_as_each_alone(texts: list[str]) -> None:
    for one, text in zip(TOGETHER.read_all(texts), texts, strict=True):
        alone = TOGETHER.read(text)
        assert (one.text, one.sentences, one.opening) == (text, alone.sentences, alone.opening)
        assert one.words.tolist() == alone.words.tolist()
        assert (one.starts.tolist(), one.ends.tolist()) == (
            alone.starts.tolist(),
            alone.ends.tolist(),
        )
        assert one.matches.tolist() == alone.matches.tolist()


PLAIN = spacy.blank("en")


@given(st.text(alphabet="Plans didn’'t a.m. (12)\n\t-:)", max_size=60))
def test_words_of_several_lines_are_cut_as_spacy_cuts_them(text: str) -> None:
    words = [word.text for word in PLAIN(text) if not (word.is_punct or word.is_space)]
    # Twice: what was met for the first time is remembered then.
    assert printed(TOGETHER.read(text)) == words
    assert printed(TOGETHER.read(f"{text}\n{text}")) == printed(TOGETHER.read(text)) * 2


def test_more_passages_than_are_held_at_a_time_keep_their_order() -> None:
    texts = [f"Plan {'very ' * (at % 7)}clear." for at in range(200)]
    assert [one.text for one in READER.read_all(texts)] == texts
    assert READER.read_all([]) == ()


DIFFERENT = [
    ("", 0),
    ("Supervision", 1),
    ("supervision Supervisions " * 300, 1),
    ("care " * 100 + "plans are late", 4),
    ("3 14 2026", 1),
]


@pytest.mark.parametrize(("text", "words"), DIFFERENT)
def test_one_word_repeated_says_no_more_than_once(text: str, words: int) -> None:
    read = READER.read(text)
    assert read.has_words(words)
    assert not read.has_words(words + 1)
