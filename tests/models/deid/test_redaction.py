"""Replacements, and offsets both ways between a redacted text and its original."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.notes import Identifier, Redaction
from models.deid import redact, to_original, to_redacted

TEXT = "Aisha told Mrs Okafor."
ITEMS = (
    Identifier(0, 5, "name", ("people",), "child:aisha", "Child A"),
    Identifier(11, 21, "name", ("people",), "staff:okafor", "Staff B"),
)


def test_identifiers_are_replaced_and_the_rest_stays() -> None:
    assert redact(TEXT, ITEMS) == Redaction("Child A told Staff B.", ITEMS)


def test_a_text_without_identifiers_stays() -> None:
    assert redact("Seen.", ()).text == "Seen."
    assert redact("", ()).text == ""


@pytest.mark.parametrize(
    ("items", "reason"),
    [
        ((ITEMS[1], ITEMS[0]), "out of order"),
        ((ITEMS[0], Identifier(4, 9, "name", ("people",), "", "X")), "overlapping"),
        ((Identifier(0, 5, "name", ("people",)),), "undecided"),
        ((Identifier(0, 99, "name", ("people",), "", "X"),), "past the end"),
        ((Identifier(5, 5, "name", ("people",), "", "X"),), "empty"),
    ],
)
def test_a_text_is_redacted_wholly_or_not_at_all(
    items: tuple[Identifier, ...], reason: str
) -> None:
    with pytest.raises(ValueError, match="out of order or undecided"):
        redact(TEXT, items)


@pytest.mark.parametrize(
    ("span", "wanted", "reason"),
    [
        ((5, 10), (7, 12), "words between replacements move along"),
        ((0, 5), (0, 7), "a whole identifier"),
        ((1, 3), (0, 7), "inside an identifier"),
        ((3, 10), (0, 12), "from inside one to plain words"),
        ((3, 13), (0, 20), "from inside one to inside another"),
        ((21, 22), (20, 21), "after the last"),
        ((5, 5), (7, 7), "an empty span between"),
        ((0, 22), (0, 21), "all of it"),
    ],
)
def test_spans_of_the_original_in_the_redacted_text(
    span: tuple[int, int], wanted: tuple[int, int], reason: str
) -> None:
    assert to_redacted(redact(TEXT, ITEMS), *span) == wanted, reason


@pytest.mark.parametrize(
    ("span", "wanted", "reason"),
    [
        ((7, 12), (5, 10), "words between replacements move back"),
        ((0, 7), (0, 5), "a whole replacement"),
        ((2, 3), (0, 5), "inside a replacement"),
        ((0, 21), (0, 22), "all of it"),
    ],
)
def test_spans_of_the_redacted_text_in_the_original(
    span: tuple[int, int], wanted: tuple[int, int], reason: str
) -> None:
    assert to_original(redact(TEXT, ITEMS), *span) == wanted, reason


@st.composite
def redactions(draw: st.DrawFn) -> tuple[str, Redaction]:
    """A text of pieces, every other of which is replaced."""
    pieces = draw(st.lists(st.text(min_size=1, max_size=8), max_size=12))
    hidden = draw(st.lists(st.booleans(), min_size=len(pieces), max_size=len(pieces)))
    items, at = [], 0
    for piece, hide in zip(pieces, hidden, strict=True):
        if hide:
            new = draw(st.text(min_size=1, max_size=12))
            items.append(Identifier(at, at + len(piece), "name", ("test",), "", new))
        at += len(piece)
    text = "".join(pieces)
    return text, redact(text, items)


@given(redactions(), st.data())
def test_offsets_map_there_and_back(given_: tuple[str, Redaction], data: st.DataObject) -> None:
    text, redaction = given_
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    first, last = to_redacted(redaction, start, end)
    assert 0 <= first <= last <= len(redaction.text)
    back = to_original(redaction, first, last)
    assert back[0] <= start
    assert back[1] >= end
    # What was found stays found: a second turn changes nothing.
    assert to_redacted(redaction, *back) == (first, last)


@given(redactions())
def test_text_outside_identifiers_is_unchanged(given_: tuple[str, Redaction]) -> None:
    text, redaction = given_
    at = 0
    for item in (*redaction.identifiers, Identifier(len(text), len(text), "name", ())):
        if at < item.start:
            first, last = to_redacted(redaction, at, item.start)
            assert redaction.text[first:last] == text[at : item.start]
        at = item.end
