"""What the edited phrases find: praise, blame, and what turns one into the other."""

import numpy as np
import pytest

from models.polarity import bind, phrases
from models.polarity.answering import evident
from models.polarity.evidence import SIZE, features
from models.polarity.layout import lay_out
from models.reading import Reader

READER = Reader(phrases())
LEXICON = bind(READER.numbers)
GOOD, BAD, NEGATED = 0, 1, 2


def lexical(*texts: str) -> np.ndarray:
    return evident([READER.read(text) for text in texts], LEXICON).lexical


ROWS = [
    ("Support is effective.", "good", "praise"),
    ("Support is weak.", "bad", "blame"),
    ("Support is not effective.", "bad", "praise negated is blame"),
    ("Visits take place without delay.", "good", "blame cancelled is some praise"),
    ("Records hold dates of birth.", "none", "neither"),
]


@pytest.mark.parametrize(("text", "side", "reason"), ROWS, ids=[row[2] for row in ROWS])
def test_praise_and_blame(text: str, side: str, reason: str) -> None:
    (row,) = lexical(text)
    found = "good" if row[GOOD] > row[BAD] else "bad" if row[BAD] > row[GOOD] else "none"
    assert found == side, reason


def test_a_negated_strength_is_counted_apart() -> None:
    rows = lexical("Plans are never thorough. Plans are thorough.")
    assert rows[0][NEGATED] > 0
    assert rows[1][NEGATED] == 0


def test_a_negation_ends_with_its_clause() -> None:
    (row,) = lexical("They did not visit, although plans are thorough.")
    assert row[NEGATED] == 0


def test_the_longest_phrase_of_a_kind_counts_once() -> None:
    assert lexical("very well")[0][GOOD] == lexical("well")[0][GOOD]


def test_each_sentence_has_a_row() -> None:
    assert lexical("Good work. Weak plans. Some notes.", "", "One more.").shape == (4, SIZE)


def test_sentences_of_a_batch_do_not_mix() -> None:
    together = lexical("Good work. Weak plans.", "Not so", "effective")
    apart = [lexical(text) for text in ("Good work. Weak plans.", "Not so", "effective")]
    assert np.array_equal(together, np.concatenate(apart))


def test_no_passage_has_no_rows() -> None:
    layout = lay_out(())
    seen = evident((), LEXICON)
    assert features(layout, LEXICON, seen.scope, seen.found).shape == (0, SIZE)


def test_words_are_laid_end_to_end() -> None:
    layout = lay_out([READER.read("One, two. Three"), READER.read(""), READER.read("Four")])
    assert layout.offsets.tolist() == [0, 3, 3, 4]
    assert layout.sentence.tolist() == [0, 0, 1, 2]
    assert layout.passage.tolist() == [0, 0, 2]
    assert layout.breaks.tolist() == [True, True, True, True]
    assert layout.first_sentences.tolist() == [0, 2, 2, 3]
    assert layout.lengths.tolist() == [2, 1, 1]
