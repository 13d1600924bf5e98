"""A provider is found by number or name, however people write it."""

import pytest

from corpus.history import Provider
from corpus.history.finding import documents_of, find, plain, providers_of
from corpus.records import Document

TOWNS = (
    Provider("1", "Harrowmere", ("Harrowmere Borough Council",)),
    Provider("2", "North Fenshire"),
    Provider("3", "West Fenshire"),
    Provider("4", "Fen"),
    Provider("5", "Saint Osyth-on-Sea"),
    Provider(None, "Unnumbered Town"),
)


@pytest.mark.parametrize(
    ("words", "name", "why"),
    [
        ("1", "Harrowmere", "its number"),
        (" 1 ", "Harrowmere", "blanks around it"),
        ("harrowmere", "Harrowmere", "its name, without case"),
        ("Borough of Harrowmere", "Harrowmere", "another form of name"),
        ("harrow", "Harrowmere", "the beginning of its name"),
        ("west fen", "West Fenshire", "the beginning of each word"),
        ("fen", "Fen", "a whole name goes before a part"),
        ("Saint Osyth on Sea", "Saint Osyth-on-Sea", "hyphens do not matter"),
        ("unnumbered", "Unnumbered Town", "without a number"),
    ],
)
def test_one_is_meant(words: str, name: str, why: str) -> None:
    found = find(TOWNS, words).provider
    assert found is not None, why
    assert found.name == name, why


def test_several_fit_and_all_are_given() -> None:
    match = find(TOWNS, "fenshire")
    assert match.provider is None
    assert [one.name for one in match.several] == ["North Fenshire", "West Fenshire"]


def test_a_slip_leads_to_the_nearest() -> None:
    match = find(TOWNS, "Harowmeer")
    assert (match.provider, match.several) == (None, ())
    assert match.nearest[0].name == "Harrowmere"


@pytest.mark.parametrize("words", ["", "  ", "…", "zzzzzzzzzz"])
def test_what_means_nobody(words: str) -> None:
    match = find(TOWNS, words)
    assert (match.provider, match.several) == (None, ())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bournemouth, Christchurch & Poole", "Bournemouth, Christchurch and Poole Council"),
        ("London Borough of Bexley", "Bexley"),
        ("the Isle of Wight", "Isle of Wight Council"),
        ("City of London", "London Corporation"),
        ("Royal Borough of Kensington and Chelsea", "kensington and chelsea"),
        ("Stockton-on-Tees", "Stockton on Tees Borough Council"),
    ],
)
def test_two_ways_of_writing_one_name(one: str, other: str) -> None:
    assert plain(one) == plain(other)


def document(number: int, urn: str | None, name: str | None) -> Document:
    return Document(str(number), f"{number}.pdf", "application/pdf", 1, "public", urn, name)


def test_documents_are_gathered_under_one_provider() -> None:
    listed = [
        document(1, "1", "Harrowmere"),
        document(2, "1", "Harrowmere Council"),
        document(3, "1", "Harrowmere"),
        document(4, None, "HARROWMERE"),
        document(5, None, "Elsewhere"),
        document(6, None, None),
        document(7, "7", None),
    ]
    found = {one.name: one for one in providers_of(listed)}
    assert set(found) == {"Harrowmere", "Elsewhere", "7"}
    own = documents_of(found["Harrowmere"], listed)
    assert [one.id for one in own] == ["1", "2", "3", "4"]
    assert "Harrowmere Council" in found["Harrowmere"].names


def test_a_name_that_two_numbers_share_joins_neither() -> None:
    listed = [document(1, "1", "Fen"), document(2, "2", "Fen"), document(3, None, "Fen")]
    providers = providers_of(listed)
    assert sorted((one.urn or "") for one in providers) == ["", "1", "2"]
    assert sorted(len(documents_of(one, listed)) for one in providers) == [1, 1, 1]
