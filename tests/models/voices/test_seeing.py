"""What is found in sentences: the longest names, sayings, and nothing where nothing could be."""

from __future__ import annotations

from models.voices.seeing import places, seen_in


def test_sentences_without_a_word_of_the_rules_are_not_read() -> None:
    texts = ["The kitchen is clean.", "Mum said so."]
    plain, told = seen_in(texts, [(0, 0), (22, 0)])
    assert not plain.read
    assert told.read
    assert [(one.kind, one.who) for one in told.found] == [("attribution", "parent")]
    assert plain._replace(read=True).found == ()


def test_who_stands_before_a_pronoun_is_looked_at() -> None:
    first, _ = seen_in(["Mum was tearful.", "She said she is fine."], [(0, 0), (17, 0)])
    assert [one.who for one in first.people] == ["parent"]


def test_the_longest_name_counts_alone() -> None:
    [told] = seen_in(["The foster mother said so."], [(0, 0)])
    assert [one.who for one in told.people] == ["carer"]


def test_sentences_know_their_line() -> None:
    text = "One.\nTwo. Three.\n\nFour."
    assert places(text, [(0, 4), (5, 9), (10, 16), (18, 23)]) == [(0, 0), (5, 1), (10, 1), (18, 3)]


def test_a_letter_whose_small_form_is_two_characters_parts_no_word() -> None:
    [told] = seen_in(["İlknur İnan's mum said so."], [(0, 0)])
    assert [told.text[one.span.start : one.span.end] for one in told.found] == ["mum said"]


def test_no_sentences() -> None:
    assert seen_in([], []) == []
