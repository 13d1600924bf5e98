"""Search as people use it: words and facets, kept searches, files to take along."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest

from corpus.chain import Draft
from corpus.decisions import open_decisions
from corpus.evidence import open_evidence
from review.reading import search
from review.reading.search import Asked, find, parameters, snippets
from review.stores import Stores

LENS = "sccif-asa-2024"


@pytest.fixture
def browser(signed_in):
    return signed_in("researcher")


def passages(stores: Stores, viewer, **asked: str) -> set[str]:
    return {row.passage for row in find(stores.evidence, viewer, Asked(LENS, **asked)).rows}


def test_every_hit_holds_all_the_words(stores: Stores, viewer) -> None:
    texts = {one.id: one for one in stores.evidence.passages()}
    found = find(stores.evidence, viewer(), Asked(LENS, "children social"))
    assert found.rows
    for row in found.rows:
        words = f"{texts[row.passage].text} {' '.join(texts[row.passage].headings)}".casefold()
        assert "children" in words
        assert "social" in words


def test_words_that_matched_are_marked(stores: Stores, viewer) -> None:
    found = find(stores.evidence, viewer(), Asked(LENS, "missing"))
    for snippet in snippets(stores.evidence, found, found.rows):
        assert all(snippet.words[a:b].casefold() == "missing" for a, b in snippet.marks)


@pytest.mark.parametrize("words", ["children", ""])
def test_facets_count_what_was_found(stores: Stores, viewer, words: str) -> None:
    found = find(stores.evidence, viewer(), Asked(LENS, words, polarity="strength"))
    assert found.facets is not None
    assert found.facets["polarity"] == (("strength", len(found.rows)),)
    for value, number in found.facets["area"]:
        again = find(stores.evidence, viewer(), Asked(LENS, words, area=value, polarity="strength"))
        assert len([row for row in again.rows if row.area == value]) == number


def test_each_filter_leaves_a_part(stores: Stores, viewer) -> None:
    who = viewer()
    every = passages(stores, who, words="children")
    for asked in (
        {"area": "PROT"}, {"polarity": "weakness"}, {"provider": "9900001"}, {"decision": "none"},
        {"since": "2025-01-01"}, {"until": "2024-12-31"}, {"decision": "accept"},
    ):  # fmt: skip
        assert passages(stores, who, words="children", **asked) <= every
    parted = [passages(stores, who, words="children", **one) for one in
              ({"since": "2025-01-01"}, {"until": "2024-12-31"})]  # fmt: skip
    assert parted[0] & parted[1] == set()


def test_decisions_can_be_searched_for(stores: Stores, viewer) -> None:
    who = viewer()
    passage = next(iter(passages(stores, who, area="PROT")))
    tag = next(
        one
        for one in stores.evidence.tags()
        if (one.passage_id, one.framework, one.rank) == (passage, LENS, 1)
    )
    stores.decisions.record(Draft("reject", "Ina", "tag", tag.id, document_id=tag.document_id))
    assert passages(stores, who, decision="reject") == {passage}
    assert passage not in passages(stores, who, area="PROT", decision="none")


def test_of_too_many_nothing_is_counted(stores: Stores, viewer, monkeypatch) -> None:
    monkeypatch.setattr(search, "MOST", 3)
    found = find(stores.evidence, viewer(), Asked(LENS, "children"))
    assert (len(found.rows), found.more, found.facets) == (3, True, None)


def test_words_that_stand_nearly_everywhere_give_what_was_stored_last(
    stores: Stores, viewer, monkeypatch
) -> None:
    weighed = find(stores.evidence, viewer(), Asked(LENS, "the"))
    monkeypatch.setattr(search, "_COMMON", 5)
    found = find(stores.evidence, viewer(), Asked(LENS, "the"))
    assert {row.passage for row in found.rows} == {row.passage for row in weighed.rows}
    numbers = [row.number for row in found.rows]
    assert len(numbers) > 5
    assert numbers == sorted(numbers, reverse=True)
    monkeypatch.setattr(search, "MOST", 3)
    best = [row.number for row in find(stores.evidence, viewer(), Asked(LENS, "the")).rows]
    assert best == numbers[:3]


def test_conditions_are_put_to_more_hits_than_are_shown(
    stores: Stores, viewer, monkeypatch
) -> None:
    weaknesses = find(stores.evidence, viewer(), Asked(LENS, "children", polarity="weakness"))
    monkeypatch.setattr(search, "MOST", len(weaknesses.rows))
    again = find(stores.evidence, viewer(), Asked(LENS, "children", polarity="weakness"))
    assert again.rows == weaknesses.rows
    assert not again.more


HOSTILE = [
    'NEAR("a" "b")', "AND OR NOT", '"', "'; DROP TABLE passages; --", "a:b", "col:x*", "-", "^x",
    "<script>alert(1)</script>", "\0", "x" * 20_000, "🙂", "(((((", "*", '"" ""',
]  # fmt: skip


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_words(browser, words: str) -> None:
    answer = browser.client.get("/search", params={"words": words, "area": words, "page": words})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text


@pytest.mark.parametrize(
    "field", ["polarity", "provider", "since", "until", "decision", "framework"]
)
@pytest.mark.parametrize("value", ["' OR 1=1 --", "2024-13-45", "\0", "%", "x" * 5000])
def test_odd_filters_do_no_harm(browser, field: str, value: str) -> None:
    answer = browser.client.get("/search", params={"words": "children", field: value})
    assert answer.status_code == 200


def test_results_can_be_taken_along(browser) -> None:
    query = "words=children&framework=" + LENS
    shown = re.search(r"<h2>(\d+) passages", browser.get(f"/search?{query}"))[1]
    rows = list(csv.DictReader(io.StringIO(browser.get(f"/search.csv?{query}"))))
    lines = [json.loads(line) for line in browser.get(f"/search.jsonl?{query}").splitlines()]
    assert len(rows) == len(lines) == int(shown)
    assert [row["passage_id"] for row in rows] == [line["passage_id"] for line in lines]
    assert all("children" in f"{line['text']}".casefold() for line in lines[:5])


def test_results_run_no_formula_in_a_spreadsheet(browser, place) -> None:
    with open_evidence(place) as evidence:
        evidence.db.execute("UPDATE documents SET name = '=HYPERLINK(1)'")
    rows = csv.DictReader(io.StringIO(browser.get("/search.csv?words=children")))
    assert {row["document"] for row in rows} == {"'=HYPERLINK(1)"}


def test_a_search_is_kept_replaced_and_deleted(browser) -> None:
    browser.post("/search?words=missing&area=PROT", name="  Missing \n children ")
    page = browser.get("/search")
    assert "Missing children</a>" in page
    assert "words=missing&amp;area=PROT" in page or "area=PROT" in page
    browser.post("/search?words=return", name="Missing children")
    page = browser.get("/search")
    assert page.count("Missing children</a>") == 1
    key = re.search(r'name="id" value="([^"]+)"', page)[1]
    browser.post("/search", do="forget", id=key)
    assert "Missing children" not in browser.get("/search")


@pytest.mark.parametrize("name", ["", " ", "\u200b", "x" * 101])
def test_a_search_needs_a_name(browser, name: str) -> None:
    assert "name of at most 100" in browser.post("/search?words=a", 400, name=name)


def test_nobody_sees_or_deletes_the_searches_of_others(signed_in, browser) -> None:
    browser.post("/search?words=missing", name="Mine alone")
    key = re.search(r'name="id" value="([^"]+)"', browser.get("/search"))[1]
    other = signed_in("inspector")
    assert "Mine alone" not in other.get("/search")
    other.post("/search", do="forget", id=key)
    assert "Mine alone" in browser.get("/search")


def test_case_notes_leave_no_trace_for_others(signed_in, browser, place) -> None:
    with open_evidence(place) as evidence:
        evidence.db.execute("UPDATE documents SET sensitivity = 'restricted', signed = 1")
    for address in ("/search?words=children", "/search?area=PROT"):
        assert "No passage fits" in browser.words(address)
        assert "Harrowmere" not in browser.get(address)
    assert browser.get("/search.jsonl?words=children") == ""
    assert "case note" in signed_in("qa-reviewer").words("/search?words=children")


def test_what_is_asked_makes_its_address(stores: Stores) -> None:
    asked = Asked(LENS, "a b", area="EXP", until="2024-01-01")
    assert parameters(asked) == {
        "framework": LENS, "words": "a b", "area": "EXP", "until": "2024-01-01",
    }  # fmt: skip


def test_kept_searches_are_no_events(browser, place) -> None:
    browser.post("/search?words=missing", name="Mine")
    with open_decisions(place) as decisions:
        assert [one.what for one in decisions.events() if one.target_type != "user"] == []
