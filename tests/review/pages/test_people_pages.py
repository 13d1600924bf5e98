"""People: to whom a provider is given, and what is said where a number may be a slip."""

from __future__ import annotations

import re

import pytest

from corpus.decisions import open_decisions
from corpus.evidence import open_evidence
from corpus.workspace import Workspace
from review.assigning import assigned

KNOWN = "9900001"


@pytest.fixture
def keeper_browser(signed_in):
    signed_in("inspector", "Ina")
    return signed_in("administrator", "Ann Keeper")


def given(place: Workspace) -> list[str]:
    with open_decisions(place) as decisions:
        return assigned(decisions).get("ina", [])


def test_providers_that_are_known_are_offered(keeper_browser) -> None:
    page = keeper_browser.get("/people")
    offered = re.search(r'<datalist id="providers">(.*?)</datalist>', page)[1]
    assert f'<option value="{KNOWN}">' in offered
    assert page.count('name="provider" list="providers"') == 2


def test_an_assignment_is_told_with_the_provider_s_name(keeper_browser, place) -> None:
    to = keeper_browser.post("/people/change", do="assign", user="Ina", provider=f" {KNOWN} ")
    with open_evidence(place, read_only=True) as evidence:
        [(name,)] = evidence.query(
            "SELECT max(provider_name) FROM documents WHERE provider_urn = ?", KNOWN
        )
    assert f"Ina is assigned to {KNOWN} {name}." in keeper_browser.words(to)
    assert given(place) == [KNOWN]


@pytest.mark.parametrize("typed", ["Norfolk", "Aston Vale", "", "   ", "the 3 of them"])
def test_what_is_no_urn_is_refused(keeper_browser, place, typed: str) -> None:
    page = keeper_browser.post("/people/change", 400, do="assign", user="Ina", provider=typed)
    assert "URN" in re.search(r'role="alert">([^<]*)<', page)[1]
    assert given(place) == []


def test_a_name_that_is_known_leads_to_its_urn(keeper_browser, place) -> None:
    with open_evidence(place, read_only=True) as evidence:
        [(name,)] = evidence.query(
            "SELECT max(provider_name) FROM documents WHERE provider_urn = ?", KNOWN
        )
    page = keeper_browser.post(
        "/people/change", 400, do="assign", user="Ina", provider=name.lower()[:8]
    )
    assert f"Is it {KNOWN} ({name})?" in page


@pytest.mark.parametrize("typed", ["99", "1234567", "SC012345"])
def test_a_number_of_which_there_is_nothing_yet_is_warned_of(
    keeper_browser, place, typed: str
) -> None:
    to = keeper_browser.post("/people/change", do="assign", user="Ina", provider=typed)
    words = keeper_browser.words(to)
    assert f"Ina is assigned to {typed}, but you see no document of that provider" in words
    assert given(place) == [typed]
    keeper_browser.post("/people/change", do="unassign", user="Ina", provider=typed)
    assert "no document of that provider" not in keeper_browser.words(to)


def test_case_notes_alone_make_no_provider_known(keeper_browser, place) -> None:
    with open_evidence(place) as evidence:
        evidence.db.execute("UPDATE documents SET sensitivity = 'restricted', signed = 1")
    assert KNOWN not in keeper_browser.get("/people")
    to = keeper_browser.post("/people/change", do="assign", user="Ina", provider=KNOWN)
    assert "no document of that provider" in keeper_browser.words(to)


@pytest.mark.parametrize("odd", ["0", "x", "1", "9" * 30, "-1"])
def test_an_odd_number_says_nothing(keeper_browser, odd: str) -> None:
    assert "data-told" not in keeper_browser.get(f"/people?did={odd}")


def test_people_are_looked_after_before_the_first_document(keeper_browser, place) -> None:
    for one in place.root.glob("evidence.db*"):
        one.unlink()
    to = keeper_browser.post("/people/change", do="assign", user="Ina", provider="1234567")
    assert "no document of that provider" in keeper_browser.words(to)
