"""What stands before a paragraph says what it is: a label of a list, a typed bullet, a number."""

import pytest

from extractors.marking import headed, labelled, typed

TYPED = [
    ("Words.", "paragraph", "", "Words.", "nothing before it"),
    ("- words", "item", "•", "words", "a typed bullet"),
    ("47. Words", "paragraph", "47.", "Words", "a typed number"),
    ("(a) words", "item", "(a)", "words", "a letter"),
    ("–", "paragraph", "", "–", "a dash alone is kept as it is"),
    ("18 working days", "paragraph", "", "18 working days", "a number that is part of the words"),
    ("  - words", "item", "•", "words", "white space before the bullet"),
]


@pytest.mark.parametrize(("text", "kind", "marker", "words", "why"), TYPED)
def test_typed_marks(text: str, kind: str, marker: str, words: str, why: str) -> None:
    draft = typed(text, "line 1")
    assert (draft.kind, draft.marker, draft.text) == (kind, marker, words), why
    assert draft.locator == "line 1"


LABELS = [
    ("1.", "paragraph", "1.", "1", 0, "a number"),
    ("2.3", "paragraph", "2.3", "2.3", 0, "a number of two levels"),
    ("(b)", "item", "(b)", "(b)", 3, "a letter"),
    ("iv)", "item", "iv)", "iv", 3, "a roman number"),
    ("\uf0b7", "item", "•", None, 3, "a glyph of a symbol font"),
    ("o", "item", "•", None, 3, "a letter that stands for a circle"),
    ("·\t", "item", "•", None, 3, "a dot and a tab"),
]


@pytest.mark.parametrize(("label", "kind", "marker", "number", "level", "why"), LABELS)
def test_labels_of_lists(
    label: str, kind: str, marker: str, number: str | None, level: int, why: str
) -> None:
    draft = labelled(label, "words", 3, "paragraph 1")
    assert (draft.kind, draft.marker, draft.number, draft.level) == (
        kind,
        marker,
        number,
        level,
    ), why


HEADINGS = [
    ("", "", None, "no label"),
    ("2.1", "2.1", "2.1", "a number"),
    ("•", "", None, "a bullet is no number of a heading"),
]


@pytest.mark.parametrize(("label", "marker", "number", "why"), HEADINGS)
def test_labels_of_headings(label: str, marker: str, number: str | None, why: str) -> None:
    draft = headed(label, "Visits", 2, "paragraph 1")
    assert (draft.kind, draft.level) == ("heading", 2)
    assert (draft.marker, draft.number) == (marker, number), why
