"""A whole review without a mouse, and the same decisions where scripts are switched off."""

from __future__ import annotations

import os
import re
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from corpus.decisions import broken, open_decisions
from corpus.evidence import open_evidence
from corpus.users import Users
from review.sessions import Sessions

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LENS = "sccif-asa-2024"
START = f"/queue?framework={LENS}"
PASSWORD = "river lantern copper moss"
# How what has the focus is drawn: style and width of the line round it.
_OUTLINE = """() => {
  const e = document.activeElement, s = getComputedStyle(e);
  return [e.tagName, s.outlineStyle, parseFloat(s.outlineWidth), e.outerHTML.slice(0, 100)];
}"""


def tab_to(page: Page, wanted: Locator, most: int = 60) -> None:
    """Press Tab until something has the focus; each stop on the way must be seen."""
    for _ in range(most):
        page.keyboard.press("Tab")
        tag, style, width, what = page.evaluate(_OUTLINE)
        if tag != "BODY":
            assert style != "none", what
            assert width >= 2, what
        if wanted.evaluate("e => e === document.activeElement"):
            return
    pytest.fail(f"no way by Tab to {wanted}")


def press(page: Page, key: str) -> str:
    """Press a key that leads to another item; return the passage of that one."""
    before = page.url
    page.keyboard.press(key)
    page.wait_for_url(lambda url: url != before and "/next" not in url)
    return passage_of(page)


def passage_of(page: Page) -> str:
    page.wait_for_load_state("load")
    found = re.search(rf"/queue/{LENS}/([^?]+)", page.url)
    assert found, page.url
    return found[1]


def sign_in(page: Page) -> None:
    # The one field that has the focus by itself.
    expect(page.get_by_label("Name")).to_be_focused()
    page.keyboard.type("Some inspector")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def another(page: Page) -> str:
    """Find a label that the tag does not have."""
    return "LEAD-3" if page.locator("#code").input_value() != "LEAD-3" else "EXP-2"


def test_a_whole_review_is_done_by_keys(site) -> None:
    site.user("inspector")
    with site.tab() as tab:
        page, keys = tab.page, tab.page.keyboard
        page.goto("/")
        sign_in(page)
        tab_to(page, page.get_by_role("link", name="Review"))
        keys.press("Enter")
        page.wait_for_url("**/queue")
        first = press(page, "n")
        second = press(page, "a")
        assert second != first
        code = another(page)
        keys.press("c")
        expect(page.get_by_role("combobox", name=re.compile("Area"))).to_be_focused()
        keys.type(code.lower())
        page.get_by_role("option").first.wait_for()
        keys.press("Enter")
        assert page.locator("#code").input_value() == code
        third = press(page, "Enter")
        keys.press("m")
        keys.type("To be asked about; a and r are words here.")
        tab_to(page, page.get_by_role("button", name="Only comment"))
        with page.expect_navigation():
            keys.press("Enter")
        assert passage_of(page) == third
        expect(page.get_by_text("a and r are words here")).to_be_visible()
        fourth = press(page, "r")
        with page.expect_navigation():
            keys.press("u")
        assert passage_of(page) == third
        expect(page.get_by_text("rejected by")).to_have_count(0)
        # It is open again, and the next to be read.
        last = press(page, "s")
        assert last == fourth
        assert tab.complaints == []
    said = "To be asked about; a and r are words here."
    wanted = [("accept", None), ("change", None), ("comment", said), ("reject", None)]
    assert site.events() == [*wanted, ("undo", None)]


def test_a_reviewer_decides_twenty_tags_in_under_two_minutes(site, capsys, record_property) -> None:
    folder = os.environ.get("VOUCH_RECORD")
    keys_of = ("a", "a", "r", "c")
    with site.tab("inspector") as tab:
        if folder:
            tab.page.context.tracing.start(screenshots=True, snapshots=True)
        page = tab.page
        page.goto(START)
        began = time.monotonic()
        seen = [press(page, "n")]
        for number in range(20):
            key = keys_of[number % 4]
            if key == "c":
                page.keyboard.press("c")
                page.keyboard.type(another(page).lower())
                page.keyboard.press("Enter")
                key = "Enter"
            seen.append(press(page, key))
        seconds = time.monotonic() - began
        if folder:
            page.context.tracing.stop(path=Path(folder) / "twenty-tags.zip")
        assert tab.complaints == []
    record_property("seconds for 20 tags by keyboard", round(seconds, 1))
    with capsys.disabled():
        sys.stdout.write(f"[20 tags by keyboard: {seconds:.1f} s]")
    assert seconds < 120
    assert len(set(seen)) == 21
    whats = [what for what, _ in site.events()]
    assert whats == ["accept", "accept", "reject", "change"] * 5
    with open_decisions(site.place) as decisions:
        assert broken(decisions) == []


def test_what_is_typed_and_not_in_the_list_is_no_choice(site) -> None:
    with open_evidence(site.place, read_only=True) as evidence:
        passage = next(evidence.passages())
    with site.tab("inspector") as tab:
        page, keys = tab.page, tab.page.keyboard
        at = f"/document/{passage.document_id}/passage/{passage.id}/add"
        page.goto(at)
        field = page.get_by_role("combobox", name=re.compile("Area"))
        expect(field).to_have_value("")
        page.get_by_label("weakness", exact=True).check()
        field.focus()
        keys.type("nonsense")
        keys.press("Enter")
        expect(field).to_be_focused()
        assert field.evaluate("e => e.validationMessage").startswith("Nothing in the list")
        page.get_by_role("button", name="Add", exact=True).click()
        expect(field).to_have_value("nonsense")
        keys.press("Escape")
        keys.press("Escape")
        expect(field).to_have_value("")
        page.get_by_role("button", name="Add", exact=True).click()
        assert page.url.endswith(at)
        assert site.events() == []
        field.focus()
        keys.type("lead-3")
        page.locator("#choices [role=option]").first.wait_for()
        keys.press("Enter")
        with page.expect_navigation():
            keys.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("Tag added (LEAD-3, weakness)")
        with page.expect_navigation():
            page.get_by_role("button", name=re.compile("^Take back the tag")).click()
        expect(page.get_by_role("status")).to_contain_text("Added tag taken back")
        # In the queue the same; what else can be decided there is not held up by it.
        page.goto(f"/queue/next?framework={LENS}")
        keys.press("c")
        keys.type("nonsense")
        keys.press("Enter")
        assert page.get_by_role("combobox").input_value() == "nonsense"
        page.get_by_role("button", name=re.compile("^Accept")).first.click()
        expect(page.get_by_role("status")).to_contain_text("Accepted: “")
        assert tab.complaints == []
    assert [what for what, _ in site.events()] == ["add", "undo", "accept"]


def test_every_decision_is_made_without_scripts(site) -> None:
    with site.tab("inspector", java_script_enabled=False) as tab:
        page = tab.page
        page.goto(START)
        page.get_by_role("link", name=re.compile("^Start")).click()
        first = passage_of(page)
        page.get_by_role("button", name=re.compile("^Accept")).first.click()
        second = passage_of(page)
        assert second != first
        page.get_by_label(re.compile("^Area or criterion")).select_option(another(page))
        page.get_by_label("weakness", exact=True).check()
        page.get_by_role("button", name="Change", exact=True).click()
        third = passage_of(page)
        page.get_by_label(re.compile("^Reason or comment")).fill("said without scripts")
        page.get_by_role("button", name="Only comment").click()
        page.get_by_role("button", name=re.compile("^Reject")).first.click()
        expect(page.get_by_role("status")).to_contain_text("Rejected: “")
        page.get_by_role("button", name=re.compile("^Undo")).click()
        expect(page.get_by_role("status")).to_contain_text("Rejection taken back: “")
        assert passage_of(page) == third
        page.get_by_role("button", name=re.compile("^Skip")).click()
        assert passage_of(page) != third
    whats = ["accept", "change", "comment", "reject", "undo"]
    assert [what for what, _ in site.events()] == whats


def test_what_was_done_is_announced_once(site) -> None:
    with site.tab("inspector") as tab:
        page = tab.page
        # Counts what a live region is given after the page stands, which is what is read aloud.
        page.add_init_script("""
          window.heard = [];
          document.addEventListener('DOMContentLoaded', () => {
            const region = document.querySelector('[role=status]');
            if (region) new MutationObserver(() => {
              if (region.textContent) window.heard.push(region.textContent);
            }).observe(region, {childList: true});
          }, {capture: true});
        """)
        page.goto(START)
        press(page, "n")
        press(page, "a")
        expect(page.get_by_role("status")).to_contain_text("Accepted: “")
        page.wait_for_timeout(500)
        [said] = page.evaluate("window.heard")
        assert said.startswith("Accepted: “")
        expect(page.get_by_role("status")).to_have_text(said)
        assert "did=" not in page.url
        page.reload()
        expect(page.get_by_role("status")).to_have_count(0)
        assert tab.complaints == []


def test_a_passage_and_its_buttons_are_seen_without_scrolling(site) -> None:
    with open_evidence(site.place, read_only=True) as evidence:
        long = [one for one in evidence.passages() if len(one.text) > 300]
    tops = (
        "['.looked-at', '[value=accept]', '[value=reject]', '[value=skip]'].map(one =>"
        "document.querySelector(one).getBoundingClientRect().bottom)"
    )
    seen = 0
    with site.tab("inspector", viewport={"width": 1280, "height": 900}) as tab:
        for one in long[:8]:
            answer = tab.page.goto(f"/queue/{LENS}/{one.id}")
            if answer.status == 200:
                assert max(tab.page.evaluate(tops)) < 900
                seen += 1
    assert seen


def test_two_reviewers_do_not_get_the_same_item(site) -> None:
    with site.tab("inspector") as one, site.tab("qa-reviewer") as other:
        given = []
        for _ in range(4):
            for tab in (one, other):
                tab.page.goto(f"/queue/next?framework={LENS}")
                given.append(passage_of(tab.page))
    # Each keeps what they have in hand until they decide or skip.
    assert len(set(given[::2])) == len(set(given[1::2])) == 1
    assert given[0] != given[1]


def test_the_next_item_is_asked_for_by_nobody_but_who_goes_to_it(site) -> None:
    with open_evidence(site.place) as evidence:
        [(passage,)] = evidence.query(
            "SELECT passage_id FROM tags JOIN documents ON documents.id = document_id "
            "WHERE media_type = 'application/pdf' AND rank = 1 AND framework = ? LIMIT 1", LENS,
        )  # fmt: skip
        evidence.db.execute(
            "UPDATE documents SET sensitivity = 'restricted', signed = 1 "
            "WHERE id NOT IN (SELECT document_id FROM passages WHERE id = ?)", (passage,),
        )  # fmt: skip
        evidence.db.execute(
            "UPDATE tags SET current = 0 WHERE passage_id != ? AND document_id IN "
            "(SELECT document_id FROM passages WHERE id = ?)", (passage, passage),
        )  # fmt: skip
    with site.tab("qa-reviewer") as tab:
        asked: list[str] = []
        tab.page.on("request", lambda request: asked.append(request.url))
        tab.page.goto(f"/queue/{LENS}/{passage}?framework={LENS}")
        tab.page.wait_for_load_state("networkidle")
        assert [url for url in asked if "/queue/" in url] == [tab.page.url]
        assert site.events() == []
        tab.page.get_by_role("link", name=re.compile("^Next")).click()
        passage_of(tab.page)
    assert [what for what, _ in site.events()] == ["view"]


def test_who_types_is_warned_and_may_stay(site) -> None:
    with site.tab("inspector") as tab:
        page = tab.page
        page.clock.install()
        page.goto(f"/queue/next?framework={LENS}")
        page.keyboard.press("m")
        page.keyboard.type("half a sent")
        page.clock.fast_forward("25:30")
        warning = page.get_by_role("alert")
        expect(warning).to_contain_text("ends in 5 minutes")
        # The server's clock did not run ahead.
        page.clock.set_fixed_time(datetime.now(UTC))
        page.get_by_role("button", name="Stay signed in").click()
        expect(warning).to_have_count(0)
        assert page.locator("#said").input_value() == "half a sent"


def test_what_is_typed_outlives_the_session(site) -> None:
    words = "Ask who saw the risk assessment — “before” or after?"
    with site.tab("inspector") as tab:
        page = tab.page
        page.goto(f"/queue/next?framework={LENS}")
        at = passage_of(page)
        page.keyboard.press("m")
        page.keyboard.type(words)
        with open_decisions(site.place) as decisions:
            user = Users(decisions).named("Some inspector")
            Sessions(decisions).end_all(user)
        page.get_by_role("button", name="Only comment").click()
        expect(page.get_by_text("What you typed is kept")).to_be_visible()
        sign_in(page)
        expect(page.get_by_text(words)).to_be_visible()
        assert site.events() == []
        page.get_by_role("button", name="Send it now").click()
        assert passage_of(page) == at
        expect(page.get_by_text(words)).to_be_visible()
    assert site.events() == [("comment", words)]
