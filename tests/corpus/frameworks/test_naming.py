"""Titles are found by a framework's aliases and by what titles look like."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.frameworks.naming import sole, titles
from corpus.frameworks.provisions import Instrument

SOUP = Instrument(
    code="soup",
    title="The Canteens (England) Regulations 2015",
    kind="regulations",
    aliases=("canteen’s regulations", "Regulation"),
    needs=("number",),
)
GUIDE = Instrument(
    code="guide", title="Guide to Soup, Second Course", kind="guide", aliases=("the Guide",)
)
LUNCH = Instrument(code="lunch", title="Lunch Act 1944", kind="act", aliases=("Lunch Act",))
BROTH = Instrument(code="broth", title="Well-kept broth", kind="statutory guidance")
ALL = (SOUP, GUIDE, LUNCH, BROTH)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        # an act's title is read from its end
        ("under the Children Act 1989 and", ["Children Act 1989"]),
        ("Under Children Act 1989", ["Children Act 1989"]),
        ("the Adoption and Children Act 2002", ["Adoption and Children Act 2002"]),
        ("the Children Act 1989 and Care Act 2014", ["Children Act 1989", "Care Act 2014"]),
        ("Children Act 1989, Care Act 2014", ["Children Act 1989", "Care Act 2014"]),
        ("the 'Equality Act 2010'.", ["Equality Act 2010"]),
        ("Offences. Sentencing Act 2020", ["Sentencing Act 2020"]),  # a sentence ended
        ("Report\nCare Act 2014", ["Care Act 2014"]),  # and a line
        ("the Act 1989", []),  # which?
        ("they act 2014 times", []),
        # instruments with brackets, commas and long names
        (
            "the Local Boards (Review) Regulations 2013",
            ["Local Boards (Review) Regulations 2013"],
        ),
        (
            "the Fees and Frequency (Soup etc.) (Amendment) Regulations 2007",
            ["Fees and Frequency (Soup etc.) (Amendment) Regulations 2007"],
        ),
        (
            "the Planning, Placement and Review (England) Regulations 2010",
            ["Planning, Placement and Review (England) Regulations 2010"],
        ),
        ("Ofsted, Soup Regulations 2010", ["Soup Regulations 2010"]),  # no "and": two things
        ("see regulations 2010", []),
        # guides and guidance
        ("the Guide to the soup regulations.", ["Guide to the soup regulations"]),
        ("a guide to soup", []),
        ("Guide to soup and more, page 3", []),  # counts with its page only
        ("the Soup Act 2002 Statutory Guidance", ["Soup Act 2002 Statutory Guidance"]),
        ("in line with statutory guidance", []),
        (
            "Keeping children\nsafe in education 2023",
            ["Keeping children safe in education 2023"],
        ),
    ],
)
def test_titles_are_found_without_a_framework(text: str, printed: list[str]) -> None:
    assert [title.printed for title in titles(text) if title.whole] == printed


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The Canteens (England) Regulations 2015", "soup"),
        ("the canteens (england) regulations 2015", "soup"),
        ("Canteens  (England)\nRegulations 2015", "soup"),  # however broken
        ("Canteens (England) Regulations 2001", None),  # an earlier edition
        ("Canteen's Regulations", "soup"),
        ("Canteens’ Regulations", "soup"),
        ("Guide to soup - second course", "guide"),  # commas and dashes are one
        ("the Guide", "guide"),
        ("the guide", None),  # any guide
        ("Lunch Act 1944", "lunch"),
        ("lunch act", None),  # two common words
        ("Late Lunch Act 1944", None),  # another act that ends alike
        ("Well kept broth", "broth"),
        ("well-kept broth", "broth"),
    ],
)
def test_aliases_give_the_code(text: str, code: str | None) -> None:
    assert [title.code for title in titles(text, ALL) if title.whole and title.code] == (
        [code] if code else []
    )


def test_a_word_that_leads_to_numbers_anyway_is_no_title() -> None:
    # the alias "Regulation" would else stand in the way of "Regulation 18"
    assert titles("Regulation 18", ALL) == []


def test_titles_come_in_order_and_without_overlap() -> None:
    text = "Lunch Act 1944, the Guide, the Canteens (England) Regulations 2015 and well-kept broth"
    found = titles(text, ALL)
    assert [title.code for title in found] == ["lunch", "guide", "soup", "broth"]
    assert [" ".join(text[title.start : title.end].split()) for title in found] == [
        title.printed for title in found
    ]


WORDS = (
    "The Soup Act Lunch 1944 , and ( ) (A) of ‘ Guide to regulations "
    "Regulations 2015 standards Statutory Guidance \n"
)


@given(st.lists(st.sampled_from(WORDS.split(" "))))
def test_titles_never_overlap(words: list[str]) -> None:
    text = " ".join(words)
    end = 0
    for title in titles(text, ALL):
        assert end <= title.start < title.end <= len(text)
        end = title.end


def test_the_only_instrument_of_a_kind_needs_no_name() -> None:
    assert sole("guide", ALL) == "guide"
    assert sole("standards", ALL) is None
    assert sole("regulations", ALL) == "soup"
    # regulations under which a framework merely works are not what "regulation 24" means
    works_under = Instrument(code="boards", title="Boards Regulations 2013", kind="regulations")
    assert sole("regulations", (works_under,)) is None
    assert sole("regulations", (works_under, SOUP)) == "soup"
