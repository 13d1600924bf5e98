"""Numbers of regulations, standards, sections, pages and paragraphs are read from prose."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.frameworks.citations import flat
from corpus.frameworks.numbering import groups


def numbers(text: str) -> list[str]:
    """Show each group as "series number number"; labels stand in brackets behind theirs."""
    return [
        " ".join(
            [
                group.series,
                *(
                    (item.number or f"p{item.page or '-'} ¶{item.paragraph or '-'}")
                    + "".join(map(str, flat(item.parts)))
                    for item in group.items
                ),
            ]
        )
        for group in groups(text)
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # the words before a number
        ("Regulation 18", ["regulation 18"]),
        ("reg 18, Reg. 18, Regs 18", ["regulation 18 18 18"]),
        ("sections 17, 20 and 47", ["section 17 20 47"]),
        ("s47 and s.47 and S 47", ["section 47 47 47"]),
        ("national minimum standards 5 and 6", ["standard 5 6"]),
        ("¶ 47", ["place p- ¶47"]),
        # a list goes on after a plural, or where nothing but a number can be meant
        ("regulations 12, 13 and 14 say", ["regulation 12 13 14"]),
        ("regulation 12 and 13.", ["regulation 12 13"]),
        ("regulation 12 and 13 children", ["regulation 12"]),
        ("regulation 12(1), 13(2) children", ["regulation 12(1) 13(2)"]),
        ("NMS 5.4 and 5.6 children", ["standard 5.4 5.6"]),
        ("NMS 5 and 6 children", ["standard 5"]),
        ("section 17 or section 20 cases", ["section 17 20"]),
        ("section 17 or regulation 20 cases", ["section 17 20"]),
        # ranges
        ("Regulations 12–14", ["regulation 12–14"]),
        ("sections 17 to 19", ["section 17–19"]),
        ("pages 3-5", ["place p3–5 ¶-"]),
        # labels, however set
        ("reg 4 ( 2 ) ( g )", ["regulation 4(2)(g)"]),
        ("reg 4(1) and (2)", ["regulation 4(1)(2)"]),
        ("reg 4(1)(a) - (c)", ["regulation 4(1)(a)–(c)"]),
        ("reg 4(1)(a)–(3)", ["regulation 4(1)(a)"]),  # no range: the ends are of two kinds
        ("regulation 12, paragraph (2)(a)", ["regulation 12(2)(a)"]),
        ("regulation 12 (the duty)", ["regulation 12"]),
        ("regulation 12 (2015)", ["regulation 12"]),  # a year
        # places
        ("page 5, paragraph 2.1", ["place p5 ¶2.1"]),
        ("para 2.1 (page 5)", ["place p5 ¶2.1"]),
        ("page 5, page 6", ["place p5 ¶-", "place p6 ¶-"]),
        ("page 5, 9.4)", ["place p5 ¶-"]),
        ("paragraphs 3, 4, 10", ["place p- ¶3, 4, 10"]),
        # shop talk
        ("27s and 44s", ["regulation 27", "regulation 44"]),
        ("Reg 27s", ["regulation 27"]),
    ],
)
def test_numbers_are_found_with_their_words(text: str, found: list[str]) -> None:
    assert numbers(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "over 27s",  # people of that age
        "1927s",
        "£27s",
        "the children's 12 rooms",  # an s after an apostrophe is no section
        "classes 12",
        "preregulation 12",
        "regulation 12.5",  # regulations have no decimals
        "section 1,200",  # a thousand and two hundred
        "section 47% of",
        "section 12-month plan",
        "standards 12 times as high",  # only a decimal shows that a standard is meant
        "page five",
        "regulation (4)",
        "",
    ],
)
def test_what_only_looks_like_a_number_is_left(text: str) -> None:
    assert numbers(text) == []


def test_every_group_is_a_slice_of_its_text() -> None:
    text = "See regulations 12(1) and 13, then page 5, paragraph 9.4 and 27s."
    slices = [text[group.start : group.end] for group in groups(text)]
    assert slices == ["regulations 12(1) and 13", "page 5, paragraph 9.4", "27s"]
    first = next(groups(text))
    assert [text[item.start : item.end] for item in first.items] == ["regulations 12(1)", "13"]


@given(st.text(alphabet="regNMSsp. 0123456789(),-–andABiv¶\n", max_size=80))
def test_groups_follow_each_other_and_never_overlap(text: str) -> None:
    end = 0
    for group in groups(text):
        assert end <= group.start < group.end <= len(text)
        end = group.end
