"""The queue as people use it: choose, decide, go on, take back."""

from __future__ import annotations

import re

import pytest

from corpus.decisions import open_decisions
from corpus.evidence import open_evidence
from corpus.workspace import Workspace
from review.wording import MOVED

LENS = "sccif-asa-2024"


def fields(page: str) -> dict[str, str]:
    """Return what the form of an item would send of itself."""
    form = page[page.index('id="decide"') :]
    return {name: re.search(rf'name="{name}" value="([^"]*)"', form)[1] for name in ("tag", "seen")}


def events_of(place: Workspace, who: str) -> list[tuple[str, str | None]]:
    with open_decisions(place) as decisions:
        return [
            (event.what, event.reason)
            for event in decisions.events()
            if event.who == who and event.target_type != "user"
        ]


@pytest.fixture
def browser(signed_in):
    return signed_in("inspector")


@pytest.fixture
def address(browser) -> str:
    return browser.client.get(f"/queue/next?framework={LENS}").headers["location"]


@pytest.fixture
def printed(place: Workspace) -> str:
    """Give the address of an item that stands on a printed page."""
    with open_evidence(place, read_only=True) as evidence:
        [(passage,)] = evidence.query(
            "SELECT passage_id FROM tags JOIN documents ON documents.id = document_id "
            "WHERE media_type = 'application/pdf' AND rank = 1 AND framework = ? "
            "AND criterion IS NOT NULL LIMIT 1",
            LENS,
        )
    return f"/queue/{LENS}/{passage}"


def test_a_case_note_was_not_published_and_its_dates_are_moved(signed_in, place, printed) -> None:
    assert "published" in signed_in("qa-reviewer").words(printed)
    with open_evidence(place) as evidence:
        evidence.db.execute("UPDATE documents SET sensitivity = 'restricted', signed = 1")
    words = signed_in("qa-reviewer", "Quill").words(printed)
    assert words.count(MOVED) == 1
    assert re.search(r", dated \d+ \w+ \d{4} \(moved\)\.", words)
    assert "published" not in words


def test_one_chooses_what_to_review(browser) -> None:
    words = browser.words(f"/queue?framework={LENS}&area=PROT&order=certain")
    assert re.search(r"Decided: 0 of \d+ \(0 %\)", words)


def test_an_item_shows_the_passage_its_page_and_why(browser, printed: str) -> None:
    page = browser.get(printed)
    assert "<mark>" in page
    picture = re.search(r'<image href="(/picture/[^"]+)"', page)[1]
    answer = browser.client.get(picture)
    assert answer.headers["content-type"] == "image/png"
    assert answer.content.startswith(b"\x89PNG")


@pytest.mark.parametrize("what", ["accept", "reject"])
def test_a_decision_leads_to_the_next_item(browser, place, address: str, what: str) -> None:
    to = browser.post(address, do=what, **fields(browser.get(address)), words=" because ")
    assert to.startswith("/queue/next?")
    following = browser.client.get(to).headers["location"]
    assert following.partition("?")[0] != address.partition("?")[0]
    assert events_of(place, browser.user.name) == [(what, "because")]


def test_a_change_is_kept_with_what_differs(browser, place, address: str) -> None:
    sent = fields(browser.get(address))
    browser.post(address, do="change", code="LEAD-3", polarity="mixed", **sent)
    assert "Leadership" in browser.words(address) or "LEAD-3" in browser.words(address)
    assert events_of(place, browser.user.name) == [("change", None)]


def test_taking_back_leads_to_what_it_was_about(browser, address: str) -> None:
    browser.post(address, do="accept", **fields(browser.get(address)))
    to = browser.post(f"/queue/undo?framework={LENS}")
    assert to.partition("?")[0] == address.partition("?")[0]
    assert "suggested" in browser.words(to) or "not sure" in browser.words(to)


def test_with_nothing_to_take_back_it_says_so(browser) -> None:
    assert "nothing of yours" in browser.post("/queue/undo", 400)


def test_a_comment_stays_with_the_passage(browser, address: str) -> None:
    assert browser.post(address, do="comment", words="<b>Compare</b> page 3") == address
    assert "<b>Compare</b> page 3" in browser.words(address)
    assert "&lt;b&gt;Compare" in browser.get(address)


def test_what_was_typed_stays_where_it_cannot_be_kept(browser, address: str) -> None:
    sent = fields(browser.get(address))
    page = browser.post(address, 409, do="change", code="XYZ", polarity="mixed", words="my words",
                        **sent)  # fmt: skip
    assert "has no &#39;XYZ&#39;" in page
    assert "my words</textarea>" in page


def test_a_tag_that_the_machine_has_dropped_is_not_decided_on(browser, place, address: str) -> None:
    sent = fields(browser.get(address))
    page = browser.post(address, 409, do="accept", tag="0" * 24, seen=sent["seen"], words="mine")
    assert "read this passage anew" in page
    assert "mine</textarea>" in page
    assert events_of(place, browser.user.name) == []


def test_who_comes_second_sees_who_was_first(signed_in, browser, address: str) -> None:
    sent = fields(browser.get(address))
    other = signed_in("inspector", "Omar")
    other.post(address, do="accept", **fields(other.get(address)))
    page = browser.post(address, 409, do="reject", **sent)
    assert "Omar accepted this since you loaded the page" in page


def test_two_people_get_two_items(signed_in) -> None:
    found = {
        signed_in("inspector", name).client.get("/queue/next").headers["location"]
        for name in ("Ina", "Omar", "Pat")
    }
    assert len(found) == 3


def test_skipping_decides_nothing(browser, place, address: str) -> None:
    to = browser.post(address, do="skip", **fields(browser.get(address)))
    assert browser.client.get(to).headers["location"].partition("?")[0] not in address
    assert events_of(place, browser.user.name) == []


@pytest.mark.parametrize(
    "at",
    ["/queue/sccif-asa-2024/0", "/queue/x/0", "/queue/..%2f/0", "/picture/0/1", "/picture/x/0",
     "/picture/x/99999999999999999999"],
)  # fmt: skip
def test_what_is_not_there_is_not_found(browser, at: str) -> None:
    browser.check_absent(at)


@pytest.mark.parametrize("do", ["", "drop table", "accept\0"])
def test_forms_that_say_nonsense_change_nothing(browser, place, address: str, do: str) -> None:
    browser.post(address, 400, do=do, **fields(browser.get(address)))
    assert events_of(place, browser.user.name) == []


def test_when_all_is_done_it_says_so(browser, place) -> None:
    with open_evidence(place) as evidence:
        evidence.db.execute("UPDATE tags SET current = 0")
    assert "Nothing left to review" in browser.words("/queue/next")
    assert "nothing to review" in browser.words("/queue")


def test_case_notes_and_their_pictures_are_shown_to_nobody_else(
    signed_in, browser, place, printed: str
) -> None:
    picture = re.search(r'<image href="(/picture/[^"]+)"', browser.get(printed))[1]
    with open_evidence(place) as evidence:
        evidence.db.execute("UPDATE documents SET sensitivity = 'restricted', signed = 1")
    browser.check_absent(printed)
    browser.check_absent(picture)
    quality = signed_in("qa-reviewer")
    assert "no picture is shown" in quality.words(printed)
    quality.check_absent(picture)
