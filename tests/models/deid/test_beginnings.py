"""Shapes that begin with figures are found by looking at figures alone."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.deid import repeating
from models.deid.found import Found
from models.deid.patterns import dates, figures, online
from models.deid.patterns.beginnings import (
    any_at,
    before,
    figures_in,
    figures_of,
    matches_at,
    places_of,
)
from models.deid.words import read_words

_BEGINNING = [dates._NUMERIC, dates._ISO, dates._SHORT, dates._PACKED]
_LIKE_NOTES = st.text(alphabet="0123459 /.-:,£(\tOoxt", max_size=40)
_PIECES = ("3", "12", "2021", "'21", "the", "st", "of", "May", "oct.", "x", "é", " ", "-")
_NUMBERS = ("QQ", "12", "34", "56", "C", "a", "99900", "01234", "ZA", "/", "-", " ", "0", "(", "\t")
_NUMBERED = st.lists(st.sampled_from(_NUMBERS), max_size=12).map("".join)
_MONTHLY = st.lists(st.sampled_from(_PIECES), max_size=12).map("".join)


@given(_LIKE_NOTES)
def test_nothing_that_a_search_finds_is_lost(text: str) -> None:
    places = figures_in(text)
    for shape in _BEGINNING:
        found = [match.span() for match in matches_at(shape, text, places)]
        assert found == [match.span() for match in shape.finditer(text)]


@given(st.one_of(_NUMBERED, st.text(alphabet="aBz0123456789/- .", max_size=40)))
def test_nothing_is_lost_that_begins_shortly_before_figures(text: str) -> None:
    assert figures._RULES
    for rule in figures._RULES:
        places = figures_in(text)
        if rule.needs:
            places = places_of(rule.needs, text, places)
        found = matches_at(rule.shape, text, before(places, rule.lead))
        assert [match.span() for match in found] == [
            match.span() for match in rule.shape.finditer(text)
        ]


@given(_LIKE_NOTES)
def test_dates_in_figures_are_found_where_figures_are_parted(text: str) -> None:
    places = places_of(dates._PARTED, text, figures_in(text))
    for shape in (dates._NUMERIC, dates._ISO, dates._SHORT):
        found = [match.span() for match in matches_at(shape, text, places)]
        assert found == [match.span() for match in shape.finditer(text)]


@given(st.text(alphabet="aBé012/-_.@ ", max_size=30))
def test_known_numbers_are_found_as_a_search_finds_them(text: str) -> None:
    spans = [match.span() for match in repeating._TOKEN.finditer(text)]
    known: repeating.Numbers = {repeating.plain(text[start:end]): "upn" for start, end in spans}
    wanted = [Found(start, end, "upn", "propagation/number") for start, end in spans]
    assert list(repeating.again(text, known)) == wanted
    assert list(repeating.again(text, {})) == []


@given(_MONTHLY)
def test_days_with_the_names_of_months_are_found_as_a_search_finds_them(text: str) -> None:
    places = figures_in(text)
    led = matches_at(dates._TEXTUAL, text, dates._with_articles(text, places))
    named = matches_at(dates._MONTH_FIRST, text, dates._month_names(text, places))
    assert [one.span() for one in led] == [one.span() for one in dates._TEXTUAL.finditer(text)]
    assert [one.span() for one in named] == [
        one.span() for one in dates._MONTH_FIRST.finditer(text)
    ]


@given(st.text(alphabet="abcXY012345/-_. ", max_size=40))
def test_codes_are_found_as_a_search_finds_them(text: str) -> None:
    shape = figures._CODE.shape
    found = [
        match.span() for match in matches_at(shape, text, figures._codes(text, figures_in(text)))
    ]
    assert found == [match.span() for match in shape.finditer(text)]


@pytest.mark.parametrize(
    ("text", "begin"),
    [
        ("Seen 3 May 2021.", [5, 11]),
        ("MOS/2291-A12", [4, 10]),
        ("No figures.", []),
        ("", []),
    ],
)
def test_words_and_text_tell_the_same_beginnings(text: str, begin: list[int]) -> None:
    assert figures_of(read_words(text)) == figures_in(text) == begin


def test_matches_do_not_overlap() -> None:
    pair = re.compile(r"\d+ \d+")
    assert [one[0] for one in matches_at(pair, "1 2 3 4", [0, 2, 4, 6])] == ["1 2", "3 4"]


def test_any_at_looks_at_the_places_alone() -> None:
    assert any_at(re.compile(r"\d\d"), "a12", [1])
    assert not any_at(re.compile(r"\d\d"), "a12", [2])


def test_places_of_a_shape_are_those_at_which_it_stands() -> None:
    assert places_of(re.compile(r"\d\d"), "a12 3 45", [1, 4, 6]) == [1, 6]
    assert places_of(re.compile(r"\d\d"), "a12 3 45", []) == []


_EMAIL = re.compile(r"[\w.+'-]+(?: ?@ ?| ?[\[(]at[\])] ?)[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
_ADDRESS = st.sampled_from(("a", "Bé", "1_", "@", "[at]", "(AT)", " ", "  ", ".", "-", "+", "\n"))


@given(st.lists(_ADDRESS, max_size=14).map("".join))
def test_addresses_of_e_mail_are_found_as_a_search_finds_them(text: str) -> None:
    assert list(online.emails(text)) == [match.span() for match in _EMAIL.finditer(text)]
