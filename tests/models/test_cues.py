"""Which words of a passage moved an answer."""

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from corpus.records import Cue
from models.cues import MOST, Spots, Spotter, cues_of, spots_of
from models.reading import Read, Reader
from models.training.areas import learn_vocabulary

READER = Reader()
TEXTS = [
    "Strategy discussions are timely. Strategy discussions protect children from harm.",
    "Foster carers are trained well and children live in stable homes.",
    "",
    "Zzyzx qwrtp",
]
READS = [READER.read(text) for text in TEXTS]
VOCABULARY = learn_vocabulary(READS[:2] * 8)


def spotted(reads: list[Read]) -> Spots:
    return spots_of(VOCABULARY, reads, VOCABULARY.weigh(reads))


def cues(reads: list[Read], weight: float = 1.0, words: str = "") -> list[tuple[Cue, ...]]:
    """Cues where every known term, or those of some words alone, speak for HP."""
    spots = spotted(reads)
    told = np.full(len(VOCABULARY.ids), 0.0 if words else weight, dtype=np.float32)
    if words:
        told[spotted([READER.read(words)]).columns] = weight
    return list(cues_of(reads, spots, told[spots.columns] * spots.values, ["HP"] * len(reads)))


def test_occurrences_share_what_their_term_weighs() -> None:
    rows, spots = VOCABULARY.weigh(READS), spotted(READS)
    for passage in range(len(READS)):
        weighed = rows.values[rows.starts[passage] : rows.starts[passage + 1]].sum()
        shared = spots.values[spots.passages == passage].sum()
        np.testing.assert_allclose(shared, weighed, rtol=1e-5)


def test_the_share_of_known_words_tells_strange_ones() -> None:
    known = spotted(READS).known
    assert known[0] == known[1] == 1.0
    assert known[2] == known[3] == 0.0


def test_cues_are_words_of_the_text_and_say_for_which_area() -> None:
    (found,) = cues(READS[:1], words="strategy discussions")
    text = TEXTS[0]
    assert found[0].kind == "weight"
    assert text[found[0].start : found[0].end] == "Strategy discussions"
    assert found[0].rule == 'HP: "Strategy discussions"'


def test_the_same_words_are_told_once() -> None:
    (found,) = cues(READS[:1])
    rules = [cue.rule.lower() for cue in found]
    assert len(rules) == len(set(rules)) > 0


def test_words_that_speak_against_an_answer_are_no_reason() -> None:
    assert cues(READS[:1], weight=-1.0) == [()]


def test_a_cue_does_not_begin_or_end_with_a_word_of_grammar() -> None:
    for found in cues(READS[:2]):
        for cue in found:
            words = cue.rule.split('"')[1].lower().split()
            assert not {words[0], words[-1]} & {"and", "are", "from"}


def test_passages_without_known_words_have_no_cues() -> None:
    assert cues(READS[2:]) == [(), ()]
    assert cues([]) == []


def test_spots_are_found_once_a_batch() -> None:
    spotter, rows = Spotter(VOCABULARY), VOCABULARY.weigh(READS)
    first = spotter.spots(READS, rows)
    assert spotter.spots(READS, rows) is first
    assert spotter.spots(READS, VOCABULARY.weigh(READS)) is not first


def test_what_a_spotter_weighs_is_what_its_vocabulary_weighs() -> None:
    spotter = Spotter(VOCABULARY)
    theirs, ours = VOCABULARY.weigh(READS), spotter.weigh(tuple(READS))
    for one, two in zip(theirs, ours, strict=True):
        assert one.tolist() == two.tolist()
    assert spotter.spots(READS, ours).values.tolist() == spotted(READS).values.tolist()


def test_nobody_asks_why_a_passage_fits_nothing() -> None:
    spots = spotted(READS)
    moved = np.ones(len(spots.columns), dtype=np.float32) * spots.values
    found = list(cues_of(READS, spots, moved, [None, "HP", None, "HP"]))
    assert [bool(one) for one in found] == [False, True, False, False]


def test_of_equal_words_the_first_are_told() -> None:
    text = "children harm carers strategy discussions stable homes trained timely well"
    weights = np.full(len(VOCABULARY.ids), 0.1, dtype=np.float32)
    reads = [READER.read(text)]
    spots = spotted(reads)
    flat = np.where(spots.slots % 2 == 0, weights[spots.columns], 0.0).astype(np.float32)
    once = np.unique(spots.slots, return_index=True)[1]
    even = np.zeros_like(flat)
    even[once] = flat[once]
    (found,) = cues_of(reads, spots, even, ["HP"])
    assert [cue.rule for cue in found] == [f'HP: "{word}"' for word in text.split()[:MOST]]


WORDS = ["children", "strategy", "discussions", "harm", "are", "carers"]


@given(st.lists(st.sampled_from(WORDS), max_size=40))
def test_cues_are_few_and_do_not_meet(words: list[str]) -> None:
    text = " ".join(words)
    (found,) = cues([READER.read(text)])
    assert len(found) <= MOST
    ordered = sorted(found, key=lambda cue: cue.start)
    assert all(one.end <= two.start for one, two in pairwise(ordered))
    assert all(text[cue.start : cue.end] in cue.rule for cue in found)
