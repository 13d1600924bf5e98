"""Datasette's pages, as they stand below /explore: for everybody, and from here alone."""

from __future__ import annotations

import importlib.util

import pytest
from axe_playwright_python.sync_playwright import Axe

from corpus.evidence import open_evidence
from corpus.exports.research import write_research

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(
        importlib.util.find_spec("datasette") is None, reason="Datasette is an extra."
    ),
]

_STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
_TABLES = "/explore/research"
ADDRESSES = [
    # (address, status, what is seen there)
    ("/explore/", 200, "research"),
    (_TABLES, 200, "passages"),
    (f"{_TABLES}/documents", 200, "rows"),
    (f"{_TABLES}/tags?_facet=polarity", 200, "strength"),
    (f"{_TABLES}?sql=select+count(*)+from+passages", 200, "count(*)"),
    (f"{_TABLES}?sql=select+1+from+elsewhere", 400, "no such table"),
    (f"{_TABLES}/no-such-table", 404, "404"),
]


@pytest.fixture(scope="module")
def tab(standing):
    with open_evidence(standing.place, read_only=True) as evidence:
        write_research(evidence, standing.place.research)
    with standing.tab("researcher") as found:
        yield found


@pytest.mark.parametrize(("address", "status", "words"), ADDRESSES)
def test_a_page_of_the_explorer_is_for_everybody_and_asks_nobody_else(
    tab, address: str, status: int, words: str
) -> None:
    answer = tab.page.goto(address)
    assert answer.status == status
    assert words in tab.page.locator("body").inner_text()
    for width in (1280, 320):
        tab.page.set_viewport_size({"width": width, "height": 800})
        options = {"runOnly": _STANDARDS, "resultTypes": ["violations"]}
        found = Axe().run(tab.page, options=options).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"][:160]) for one in found] == []
        assert tab.page.evaluate("document.documentElement.scrollWidth") <= width
    assert tab.elsewhere == []
    assert tab.complaints == []


def test_the_menu_leads_back_to_the_app(tab) -> None:
    tab.page.goto(_TABLES)
    tab.page.locator("details.nav-menu summary").click()
    tab.page.get_by_role("link", name="Back to Vouch").click()
    tab.page.wait_for_url("**/")
    assert tab.page.get_by_role("heading", level=1).is_visible()
