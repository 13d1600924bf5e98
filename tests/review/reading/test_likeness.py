"""Passages that use the words of a topic."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some

from review.reading.likeness import near

TOPIC = {"missing": "Children who go missing are found, and a return interview is offered"}
PASSAGES = [
    ("a", "Return interviews are offered to every child who goes missing."),
    ("b", "The interview room is painted blue."),
    ("c", "Managers know their budget well."),
]


def test_a_passage_with_most_of_the_words_is_near() -> None:
    assert near(TOPIC, PASSAGES) == {"missing": ("a",)}


def test_one_word_in_common_is_not_enough() -> None:
    assert near({"t": "interview panels for foster carers"}, PASSAGES) == {"t": ()}


def test_words_without_meaning_lead_nowhere() -> None:
    assert near({"t": "of the and"}, PASSAGES) == {"t": ()}
    assert near({}, PASSAGES) == {}
    assert near(TOPIC, []) == {"missing": ()}


WORDS = some.lists(
    some.sampled_from(["child", "carer", "plan", "visit", "school", "health", "risk"]), min_size=2
)


@given(WORDS, some.lists(WORDS, max_size=5))
def test_a_topic_is_near_to_itself_and_all_found_share_words(topic, others) -> None:
    passages = [("self", " ".join(topic)), *((str(n), " ".join(o)) for n, o in enumerate(others))]
    found = near({"t": " ".join(topic)}, passages)["t"]
    assert "self" in found
    assert len(found) == len(set(found))
    texts = dict(passages)
    assert all(set(texts[key].split()) & set(topic) for key in found)
