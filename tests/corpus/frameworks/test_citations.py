"""The one form of a reference, and the tree that its bracketed labels make."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.frameworks.citations import Label, Part, Reference, flat, nested, same_rank


def drawn(parts: tuple[Part, ...]) -> str:
    """Draw a tree: "4[a b]" is (4) with (a) and (b) below it."""
    return " ".join(
        part.label
        + (f"-{part.until}" if part.until else "")
        + (f"[{drawn(part.parts)}]" if part.parts else "")
        for part in parts
    )


def row(words: str) -> list[Label]:
    """Read "1 a-e" as the labels (1) and (a)–(e)."""
    return [Label(*word.split("-", 1)) for word in words.split()]


@pytest.mark.parametrize(
    ("labels", "tree"),
    [
        ("4 a b c", "4[a b c]"),
        ("1 2 g", "1 2[g]"),
        ("1 a-e", "1[a-e]"),
        ("2A b", "2A[b]"),  # inserted later by an amendment
        ("a b", "a b"),  # nothing above them
        ("a 1", "a 1"),  # a digit never stands below a letter
        # i, v and x are letters or numerals
        ("1 a i ii", "1[a[i ii]]"),
        ("1 a i b i", "1[a[i] b[i]]"),
        ("1 h i", "1[h i]"),  # i follows h
        ("1 h i ii", "1[h[i ii]]"),  # but ii shows that it was a numeral
        ("1 u v", "1[u v]"),
        ("1 a v", "1[a[v]]"),  # v does not follow a
        ("1 a-h i", "1[a-h i]"),
        ("1 a i-iii", "1[a[i-iii]]"),
        ("i ii", "i ii"),  # without a letter above, all are of one rank
        ("1 aa", "1[aa]"),
        # capitals stand below numerals
        ("1 a i A B", "1[a[i[A B]]]"),
        ("1 A i", "1[A i]"),
        ("", ""),
    ],
)
def test_labels_make_a_tree(labels: str, tree: str) -> None:
    assert drawn(nested(row(labels))) == tree


LABELS = st.builds(
    Label,
    st.sampled_from(
        ["1", "2", "12", "3A", "a", "b", "h", "i", "ii", "iv", "u", "v", "x", "A", "B"]
    ),
    st.none() | st.sampled_from(["e", "iii", "9"]),
)


@given(st.lists(LABELS, max_size=12))
def test_a_tree_keeps_every_label_in_its_order(labels: list[Label]) -> None:
    tree = nested(labels)
    assert list(flat(tree)) == labels
    assert nested(flat(tree)) == tree


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("a", "e", True),
        ("1", "3", True),
        ("2A", "3", True),
        ("i", "iii", True),
        ("A", "C", True),
        ("a", "3", False),  # (a) to (3) is no range
        ("a", "C", False),
        ("1", "a", False),
    ],
)
def test_the_ends_of_a_range_are_of_one_kind(first: str, second: str, expected: bool) -> None:
    assert same_rank(first, second) is expected


@pytest.mark.parametrize(
    ("fields", "printed"),
    [
        ({"kind": "regulation", "number": "18"}, "Regulation 18"),
        ({"kind": "regulation", "number": "12–14"}, "Regulations 12–14"),
        (
            {"kind": "regulation", "number": "4", "parts": nested(row("1 2 g"))},
            "Regulation 4(1),(2)(g)",
        ),
        (
            {"kind": "regulation", "number": "18", "parts": nested(row("4 a b-d"))},
            "Regulation 18(4)(a)(b)–(d)",
        ),
        (
            {"kind": "section", "number": "47", "title": "Children Act 1989"},
            "Section 47 of the Children Act 1989",
        ),
        ({"kind": "standard", "number": "1.6"}, "NMS 1.6"),
        ({"kind": "standard", "number": "1–3"}, "NMS 1–3"),
        ({"kind": "act", "title": "Care Act 2014"}, "Care Act 2014"),
        ({"kind": "place", "page": "5"}, "page 5"),
        ({"kind": "place", "page": "5–7", "paragraph": "1, 2"}, "pages 5–7, paragraphs 1, 2"),
        (
            {"kind": "guide", "title": "Guide to soup", "page": "5", "paragraph": "9.4"},
            "Guide to soup, page 5, paragraph 9.4",
        ),
        (
            {"kind": "statutory guidance", "title": "Broth Guidance", "paragraph": "2.2"},
            "Broth Guidance, paragraph 2.2",
        ),
    ],
)
def test_each_kind_prints_in_its_form(fields: dict[str, Any], printed: str) -> None:
    assert str(Reference(**fields)) == printed


def test_where_it_stands_is_no_part_of_what_it_is() -> None:
    here = Reference(kind="regulation", number="18", start=3, end=9)
    there = Reference(kind="regulation", number="18", start=30, end=36)
    assert here == there
    assert len({here, there}) == 1
    assert here != Reference(kind="regulation", number="18", instrument="soup-2015")
