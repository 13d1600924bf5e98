"""The queue as people use it: choose, decide, go on, take back."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qsl, urlsplit

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


def text_of(place: Workspace, address: str) -> str:
    """Return the words of the passage at an address of the queue."""
    passage = address.partition("?")[0].rpartition("/")[2]
    with open_evidence(place, read_only=True) as evidence:
        return next(one.text for one in evidence.passages() if one.id == passage)


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


def test_what_says_a_number_alone_stands_under_the_name_of_its_provider(
    browser, place, printed: str
) -> None:
    passage = printed.rpartition("/")[2]
    with open_evidence(place) as evidence:
        evidence.db.execute(
            "UPDATE documents SET provider_name = NULL WHERE id = "
            "(SELECT document_id FROM passages WHERE id = ?)",
            (passage,),
        )
    page = browser.get(printed)
    assert re.search("<h1>(.*)</h1>", page)[1] == "Harrowmere"


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


def test_codes_and_rules_are_there_to_trace_by_and_not_in_the_way(browser, printed: str) -> None:
    page = browser.get(printed)
    folded = r"<details[^>]*><summary>Where this comes from</summary>(.*?)</details>"
    [kept] = re.findall(folded, page, re.DOTALL)
    tagger = re.search(r'<span class="code">([a-z]+/[^<]+)</span>', kept)[1]
    assert page.count(tagger) == 1
    rules = re.findall(r'<li class="code">([^<]+)</li>', kept)
    assert rules
    assert not any(rule in page.replace(kept, "") for rule in rules)


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
    to = browser.post(address, do="comment", words="<b>Compare</b> page 3")
    assert to.partition("&did=")[0] == address
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


class TestWhereFrom:
    """Who comes to an item from a document or an area stays with what they were reading."""

    def link(self, browser, address: str) -> dict[str, str]:
        """Return what the first link to an item on a page asks for."""
        found = unescape(re.search(r'href="(/queue/[^/"]+/[^"]+)"', browser.get(address))[1])
        assert re.search(r"published [^.]*\. Decided here: 0 of [1-9]", browser.words(found))
        return dict(parse_qsl(urlsplit(found).query))

    def test_from_a_document(self, browser, place, printed: str) -> None:
        passage = printed.rpartition("/")[2]
        with open_evidence(place, read_only=True) as evidence:
            [(document,)] = evidence.query(
                "SELECT document_id FROM passages WHERE id = ?", passage
            )  # fmt: skip
        asked = self.link(browser, f"/document/{document}?framework={LENS}")
        assert (asked["framework"], asked["provider"]) == (LENS, "9900001")
        assert "area" not in asked

    @pytest.mark.parametrize(
        ("at", "area"),
        [(f"/provider/9900001/area/{LENS}/EXP", "EXP"),
         (f"/evidence/provider/9900001/passages/{LENS}/EXP", "EXP"),
         (f"/evidence/provider/9900001/passages/{LENS}/EXP-1", "EXP")],
    )  # fmt: skip
    def test_from_an_area_or_criterion(self, browser, at: str, area: str) -> None:
        asked = self.link(browser, at)
        wanted = (asked["framework"], asked["provider"], asked["area"])
        assert wanted == (LENS, "9900001", area)

    def test_an_item_without_more_stays_in_its_framework(self, browser, place, printed) -> None:
        with open_evidence(place) as evidence:
            evidence.db.execute(
                "UPDATE tags SET framework = 'ilacs-2018' WHERE document_id IN "
                "(SELECT document_id FROM passages WHERE id = ?)",
                (printed.rpartition("/")[2],),
            )
        page = browser.get(printed.replace(LENS, "ilacs-2018"))
        assert "/queue?framework=ilacs-2018" in page
        assert f"framework={LENS}" not in page


class TestTold:
    """The line that says what was just done, with the way back beside it."""

    def after(self, browser, to: str) -> str:
        """Follow where a form leads to, up to the page that is shown."""
        while (answer := browser.client.get(to)).status_code == 303:
            to = answer.headers["location"]
        return answer.text

    @pytest.mark.parametrize(
        ("said", "says", "undone"),
        [
            ({"do": "accept"}, "Accepted: “", "Acceptance taken back: “"),
            ({"do": "reject"}, "Rejected: “", "Rejection taken back: “"),
            ({"do": "change", "code": "LEAD-3", "polarity": "mixed"}, "Changed to ",
             "Change taken back: “"),
            ({"do": "comment"}, "Commented on: “", "Comment taken back: “"),
        ],
    )  # fmt: skip
    def test_it_says_what_was_done_on_which_passage_and_takes_back_just_that(
        self, browser, place, address: str, said: dict[str, str], says: str, undone: str
    ) -> None:
        text = text_of(place, address)
        sent = fields(browser.get(address))
        to = browser.post(address, **said, **sent, words="why")
        page = self.after(browser, to)
        line = re.search(r'<p role="status" data-told>([^<]*)</p>', page)[1]
        assert unescape(line).startswith(says)
        assert " ".join(text.split())[:30] in unescape(line)
        named = re.search('name="event" value="([0-9]+)"', page)[1]
        back = self.after(browser, browser.post(f"/queue/undo?framework={LENS}", event=named))
        assert unescape(re.search(r"data-told>([^<]*)<", back)[1]).startswith(undone)
        assert 'name="event"' not in back
        assert [what for what, _ in events_of(place, browser.user.name)] == [said["do"], "undo"]

    def test_once_taken_back_it_is_not_taken_back_again(self, browser, place, address) -> None:
        sent = fields(browser.get(address))
        browser.post(address, do="comment", words="stays")
        to = browser.post(address, do="accept", **sent)
        named = re.search("did=([0-9]+)", to)[1]
        browser.post("/queue/undo", event=named)
        assert "nothing of yours" in browser.post("/queue/undo", 400, event=named)
        whats = [what for what, _ in events_of(place, browser.user.name)]
        assert whats == ["comment", "accept", "undo"]

    def test_nobody_is_told_of_or_takes_back_what_others_did(
        self, signed_in, browser, place, address: str
    ) -> None:
        to = browser.post(address, do="accept", **fields(browser.get(address)))
        named = re.search("did=([0-9]+)", to)[1]
        other = signed_in("inspector", "Omar")
        assert "data-told" not in self.after(other, to)
        assert "nothing of yours" in other.post("/queue/undo", 400, event=named)
        assert [what for what, _ in events_of(place, browser.user.name)] == ["accept"]

    @pytest.mark.parametrize("odd", ["0", "-1", "x", "9" * 40, "1", "\u0663", "1;drop"])
    def test_an_odd_number_tells_of_nothing(self, browser, address: str, odd: str) -> None:
        assert "data-told" not in browser.get(f"{address}&did={odd}")

    def test_of_case_notes_it_shows_no_words(self, signed_in, place, printed: str) -> None:
        with open_evidence(place) as evidence:
            evidence.db.execute("UPDATE documents SET sensitivity = 'restricted', signed = 1")
        text = text_of(place, printed)
        quality = signed_in("qa-reviewer")
        to = quality.post(printed, do="accept", **fields(quality.get(printed)))
        line = re.search(r"data-told>([^<]*)<", self.after(quality, to))[1]
        assert line.startswith("Accepted: ")
        assert " ".join(text.split())[:15] not in unescape(line)


class TestOnward:
    """The key n: on to the next item without deciding, and round again at the end."""

    def onward(self, browser, address: str) -> str:
        page = browser.get(address)
        link = unescape(re.search('href="([^"]+)" data-key="n"', page)[1])
        return browser.client.get(link).headers["location"]

    def test_it_goes_through_all_and_begins_again(self, browser, place) -> None:
        with open_evidence(place) as evidence:
            evidence.db.execute(
                "UPDATE tags SET current = 0 WHERE id NOT IN "
                "(SELECT id FROM tags WHERE framework = ? AND rank = 1 AND current LIMIT 4)",
                (LENS,),
            )
        at = browser.client.get("/queue/next").headers["location"]
        seen = []
        for _ in range(5):
            seen.append(at.partition("?")[0])
            at = self.onward(browser, at)
        assert len(set(seen[:4])) == 4
        assert seen[4] == seen[0]

    def test_a_decision_then_goes_on_from_there(self, browser, address: str) -> None:
        second = self.onward(browser, address)
        to = browser.post(second, do="accept", **fields(browser.get(second)))
        third = browser.client.get(to).headers["location"]
        assert third.partition("?")[0] not in (address.partition("?")[0], second.partition("?")[0])

    def test_what_was_left_is_offered_to_others(self, signed_in, browser, address: str) -> None:
        self.onward(browser, address)
        other = signed_in("inspector", "Omar")
        given = other.client.get("/queue/next").headers["location"]
        assert given.partition("?")[0] == address.partition("?")[0]

    def test_the_choice_of_a_queue_forgets_it(self, browser, address: str) -> None:
        passage = address.partition("?")[0].rpartition("/")[2]
        assert "after=" not in browser.get(f"/queue?framework={LENS}&after={passage}")


class TestAhead:
    """What is made ready for the next item: its pictures, and nothing that would be a view."""

    @pytest.fixture
    def restricted_next(self, browser, place, printed: str) -> str:
        """Make one item public, printed and first, and all others case notes."""
        passage = printed.rpartition("/")[2]
        with open_evidence(place) as evidence:
            evidence.db.execute(
                "UPDATE documents SET sensitivity = 'restricted', signed = 1 "
                "WHERE id NOT IN (SELECT document_id FROM passages WHERE id = ?)",
                (passage,),
            )
            evidence.db.execute(
                "UPDATE tags SET current = 0 WHERE passage_id != ? AND document_id IN "
                "(SELECT document_id FROM passages WHERE id = ?)",
                (passage, passage),
            )
        return printed

    def test_pictures_of_a_public_item_are_named(self, browser, place, printed: str) -> None:
        with open_evidence(place) as evidence:
            evidence.db.execute(
                "UPDATE tags SET current = 0 WHERE document_id IN "
                "(SELECT id FROM documents WHERE media_type != 'application/pdf')"
            )
        page = browser.get(printed)
        addresses = re.search('data-pictures="([^"]*)"', page)[1].split()
        answers = [browser.client.get(one).headers["content-type"] for one in addresses]
        assert answers
        assert set(answers) == {"image/png"}

    def test_of_case_notes_nothing_is(self, signed_in, place, restricted_next: str) -> None:
        quality = signed_in("qa-reviewer")
        page = quality.get(restricted_next)
        assert "without deciding" in page
        assert 'data-pictures=""' in page
        assert events_of(place, quality.user.name) == []

    def test_what_a_browser_asks_for_ahead_is_no_view(self, signed_in, place, printed) -> None:
        with open_evidence(place) as evidence:
            evidence.db.execute("UPDATE documents SET sensitivity = 'restricted', signed = 1")
        quality = signed_in("qa-reviewer")
        answer = quality.client.get(printed, headers={"sec-purpose": "prefetch;prerender"})
        assert (answer.status_code, answer.content) == (503, b"")
        assert answer.headers["cache-control"] == "no-store"
        assert events_of(place, quality.user.name) == []
        quality.get(printed)
        assert [what for what, _ in events_of(place, quality.user.name)] == ["view"]


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
