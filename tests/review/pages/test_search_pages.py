"""Search as people use it: words and facets, kept searches, files to take along."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest

from corpus.chain import Draft, What
from corpus.decisions import open_decisions
from corpus.evidence import open_evidence
from corpus.records import Tag
from review.reading import search
from review.reading.fitting import Asked
from review.reading.search import find, parameters, snippets
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


@pytest.mark.usefixtures("nothing_kept")
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


@pytest.mark.usefixtures("nothing_kept")
def test_conditions_are_put_to_more_hits_than_are_shown(
    stores: Stores, viewer, monkeypatch
) -> None:
    weaknesses = find(stores.evidence, viewer(), Asked(LENS, "children", polarity="weakness"))
    monkeypatch.setattr(search, "MOST", len(weaknesses.rows))
    again = find(stores.evidence, viewer(), Asked(LENS, "children", polarity="weakness"))
    assert again.rows == weaknesses.rows
    assert not again.more
    assert not again.partly


def test_where_not_all_was_looked_at_nobody_is_told_that_it_is_all(browser, monkeypatch) -> None:
    monkeypatch.setattr(search, "MOST", 3)
    monkeypatch.setattr(search, "_LOOKED_AT", 6)
    words = browser.words(f"/search?framework={LENS}&words=the&polarity=weakness")
    assert "At least " in words
    assert "Add a word to find all" in words
    assert "All as CSV" not in words


def decided(stores: Stores, what: What) -> Tag:
    """Decide on a tag of the demo, and return it."""
    tag = next(
        one
        for one in stores.evidence.tags()
        if (one.framework, one.rank, one.area, one.abstained) == (LENS, 1, "PROT", False)
    )
    stores.decisions.record(Draft(what, "Ina", "tag", tag.id, document_id=tag.document_id))
    return tag


def test_what_was_rejected_is_told_and_led_to(browser, stores: Stores) -> None:
    tag = decided(stores, "reject")
    address = f"/search?framework={LENS}&area=PROT"
    assert "1 passage left out: the tag was rejected" in browser.words(address)
    assert tag.passage_id not in browser.get(address)
    assert tag.passage_id not in browser.get(address.replace("?", ".csv?"))
    [link] = re.findall(r'href="([^"]+)">Show what was rejected', browser.get(address))
    shown = browser.words(link.replace("&amp;", "&"))
    assert "1 passage" in shown
    assert "rejected by Ina" in shown


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_files_say_what_was_rejected_and_what_is_not_sure(
    browser, stores: Stores, place, form: str
) -> None:
    tag = decided(stores, "reject")
    address = f"/search.{form}?framework={LENS}&area=PROT&unsure=yes"
    unsure = next(
        one.id for one in stores.evidence.tags() if one.area == "PROT" and one.id != tag.id
        and (one.framework, one.rank) == (LENS, 1)
    )  # fmt: skip
    with open_evidence(place) as evidence:
        evidence.db.execute("UPDATE tags SET abstained = 1 WHERE id = ?", (unsure,))

    def rows(wanted: str) -> list[dict[str, object]]:
        text = browser.get(wanted)
        if form == "csv":
            return list(csv.DictReader(io.StringIO(text)))
        return [json.loads(line) for line in text.splitlines()]

    assert "false" in {str(row["sure"]).casefold() for row in rows(address)}
    assert {row["decision"] or None for row in rows(address)} == {None}
    [row] = rows(f"{address}&decision=reject")
    assert (row["passage_id"], row["decision"]) == (tag.passage_id, "reject")


def test_what_is_not_sure_is_told_and_can_be_included(browser, place) -> None:
    with open_evidence(place) as evidence:
        evidence.db.execute("UPDATE tags SET abstained = 1")
    address = f"/search?framework={LENS}&area=PROT"
    words = browser.words(address)
    number = re.search(r"(\d+) more passages fit, but with a tag that is not sure", words)
    assert number is not None
    [link] = re.findall(r'href="([^"]+)">Include what is not sure', browser.get(address))
    included = browser.words(link.replace("&amp;", "&"))
    assert f"{number[1]} passages" in included
    assert "not sure)" in included
    assert "more passages fit" not in included


def test_hits_say_when_they_are_from(browser, place) -> None:
    with open_evidence(place) as evidence:
        evidence.db.execute("UPDATE documents SET published = NULL")
    words = browser.words(f"/search?framework={LENS}&words=children&since=2000-01-01")
    assert re.search(r"· inspected \d+ \w+ 20\d\d", words)
    [row, *_] = csv.DictReader(io.StringIO(browser.get("/search.csv?words=children")))
    assert row["published"] == ""
    assert re.fullmatch(r"20\d\d-\d\d-\d\d", row["inspected"])
    with open_evidence(place) as evidence:
        evidence.db.execute("DELETE FROM facts")
    words = browser.words(f"/search?framework={LENS}&words=children&since=2000-01-01")
    assert re.search(r"\d+ passages left out: their documents have no date", words)


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
    words = signed_in("qa-reviewer").words("/search?words=children")
    assert re.search(r"\d{4} \(moved\) · case note", words)
    assert not re.search(r"\d{4} · case note", words)


def test_what_is_asked_makes_its_address(stores: Stores) -> None:
    asked = Asked(LENS, "a b", area="EXP", until="2024-01-01")
    assert parameters(asked) == {
        "framework": LENS, "words": "a b", "area": "EXP", "until": "2024-01-01",
    }  # fmt: skip


def test_kept_searches_are_no_events(browser, place) -> None:
    browser.post("/search?words=missing", name="Mine")
    with open_decisions(place) as decisions:
        assert [one.what for one in decisions.events() if one.target_type != "user"] == []


# Pages, filters and files


def headings(browser, address: str) -> list[str]:
    """Return the addresses of the passages that a page of results lists, in order."""
    page = browser.get(address)
    return re.findall(r'href="(/document/\w+/passage/[\w-]+)"', page)


def test_pages_follow_each_other_to_the_last_hit(browser, stores: Stores, viewer) -> None:
    found = find(stores.evidence, viewer(), Asked(LENS, "children"))
    expected = [f"/document/{row.document}/passage/{row.passage}" for row in found.rows]
    seen: list[str] = []
    pages = -(-len(expected) // 20)
    assert pages > 1
    for number in range(1, pages + 1):
        seen += headings(browser, f"/search?words=children&framework={LENS}&page={number}")
    assert list(dict.fromkeys(seen)) == expected


@pytest.mark.parametrize(
    ("page", "as_page"),
    [("0", "1"), ("-3", "1"), ("x", "1"), ("²", "1"), ("999999999", "last"), ("1.5", "1")],
)
def test_any_page_number_leads_to_some_page(browser, page: str, as_page: str) -> None:
    address = f"/search?words=children&framework={LENS}&page="
    last = 1
    while headings(browser, f"{address}{last + 1}") != headings(browser, f"{address}{last}"):
        last += 1
    assert last > 1
    wanted = last if as_page == "last" else int(as_page)
    assert headings(browser, address + page) == headings(browser, f"{address}{wanted}")


def test_each_count_leads_to_a_search_with_as_many_hits(browser) -> None:
    page = browser.get(f"/search?words=children&framework={LENS}")
    aside = re.search(r"(?s)<aside.*?</aside>", page)[0]  # type: ignore[index]
    links = re.findall(r'(?s)href="(/search\?[^"]+)"[^>]*>.*?</a>\s*<span[^>]*>(\d+)', aside)
    assert len(links) > 5
    for link, number in links:
        words = browser.words(link.replace("&amp;", "&"))
        assert re.search(rf"\b{number} passages?\b", words), link


def test_every_hit_is_shown_with_its_own_words(browser, stores: Stores, viewer) -> None:
    found = find(stores.evidence, viewer(), Asked(LENS, "children"))
    page = browser.get(f"/search?words=children&framework={LENS}")
    texts = {one.id: " ".join(one.text.split()) for one in stores.evidence.passages()}
    cards = re.findall(r'(?s)<article class="passage".*?</article>', page)
    assert len(cards) == min(20, len(found.rows))
    for card, row in zip(cards, found.rows, strict=False):
        assert f"/passage/{row.passage}" in card
        marked = {word.casefold() for word in re.findall(r"<mark>([^<]+)</mark>", card)}
        assert all(word in texts[row.passage].casefold() for word in marked)


def test_files_hold_every_column_and_say_what_they_are(browser, place) -> None:
    answer = browser.client.get(f"/search.csv?area=LEAD&framework={LENS}")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="search.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    with open_evidence(place, read_only=True) as evidence:
        passages = {one.id: one for one in evidence.passages()}
        tags = {
            one.passage_id: one
            for one in evidence.tags()
            if one.framework == LENS and one.rank == 1
        }
    assert rows
    for row in rows:
        passage, tag = passages[row["passage_id"]], tags[row["passage_id"]]
        assert row["framework"] == LENS
        assert (row["area"], row["criterion"], row["polarity"]) == (
            "LEAD", tag.criterion or "", tag.polarity,
        )  # fmt: skip
        assert row["document_id"] == passage.document_id
        assert row["page_first"] == (str(passage.pages[0]) if passage.pages else "")


def test_a_file_without_hits_has_its_heads_alone(browser) -> None:
    assert browser.get("/search.jsonl?words=xylophonist") == ""
    assert len(browser.get("/search.csv?words=xylophonist").strip().splitlines()) == 1


def test_case_notes_that_are_taken_along_are_written_down(signed_in, place) -> None:
    with open_evidence(place) as evidence:
        evidence.db.execute("UPDATE documents SET sensitivity = 'restricted', signed = 1")
    checker = signed_in("qa-reviewer")
    rows = list(csv.DictReader(io.StringIO(checker.get("/search.csv?words=children"))))
    with open_decisions(place) as decisions:
        views = [one for one in decisions.events() if one.what == "view"]
    assert {one.document_id for one in views} == {row["document_id"] for row in rows}
    assert {(one.who, (one.after or {}).get("as")) for one in views} == {
        (checker.user.name, "file")
    }  # fmt: skip


def test_a_kept_search_leads_to_what_it_was_made_of(browser) -> None:
    browser.post(f"/search?words=children&area=LEAD&framework={LENS}&page=2", name="Leaders")
    link = re.search(r'href="(/search\?[^"]+)">Leaders</a>', browser.get("/search"))
    assert link is not None
    there = link[1].replace("&amp;", "&")
    assert "page=" not in there
    assert headings(browser, there) == headings(
        browser, f"/search?words=children&area=LEAD&framework={LENS}"
    )
