"""Words for hashed columns: as printed where they first stand."""

from __future__ import annotations

import numpy as np

from models.features import terms_of
from models.reading import Reader
from models.training.areas import learn_vocabulary
from models.training.fitting import Fitted
from models.training.naming import top_terms, words_of

READER = Reader()


def test_terms_that_speak_for_an_area_are_words_of_it(small_model: Fitted) -> None:
    model, reads = small_model.model, small_model.ready.reads()
    terms = {
        (row.lens, row.area): " ".join(row.terms)
        for row in top_terms(model.areas, model.vocabulary, reads)
    }
    assert "care leavers" in terms["ilacs-2023, ilacs-2026", "CL"]
    assert "adoption" in terms["sif-2013", "ADOPT"]
    assert "board" in terms["sif-2013", "LSCB"]
    assert not [name for name, _ in terms if name == "ilacs-2026"]  # the same lens is told once


def test_a_term_is_told_as_first_printed_and_numbers_alike() -> None:
    texts = [f"Care\n Leavers meet within {number} days" for number in range(11, 21)]
    reads = [READER.read(text) for text in texts]
    vocabulary = learn_vocabulary(reads)
    whole = np.flatnonzero(vocabulary.views == 0).tolist()
    words = words_of(whole, vocabulary, reads)
    assert {"care", "care leavers", "leavers meet", "#", "# days"} <= set(words.values())
    assert set(words) == set(whole)


def test_a_column_that_nothing_prints_has_no_words() -> None:
    reads = [READER.read("Plans are clear") for _ in range(9)]
    vocabulary = learn_vocabulary(reads)
    assert len(terms_of(reads[0]).ids)
    assert words_of({0}, vocabulary, []) == {}
