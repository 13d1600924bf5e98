"""What holds of every page: for readers of screens, on small screens, in the dark, from afar."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise

import httpx
import pypdfium2 as pdfium
import pytest
from axe_playwright_python.sync_playwright import Axe

from corpus.chain import Draft
from corpus.decisions import open_decisions
from corpus.evidence import open_evidence
from corpus.merging import merge
from corpus.workspace import open_workspace
from review.guarding import POLICY
from review.pages import PAGES
from review.sessions import COOKIE

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LENS = "sccif-asa-2024"
OPENS = "a ferry of seven lanterns"
PASSWORD = "river lantern copper moss"
_HERE = "/evidence/provider/9900001"
_INSPECTION = f"{_HERE}/inspections/asa-2015/2016-02-01"
_SECOND = f"/evidence/second-review?framework={LENS}&seed=oak&size=20"
_STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
# Every page once, by the route that answers it, and some again in another state. A quality
# reviewer looks, who has opened the vault; an administrator where those alone may.
LOOKED_AT = (
    ("/", "/"),
    ("/", "/?words=nothing-is-called-so"),
    ("/password", "/password"),
    ("/people", "/people"),
    ("/audit", "/audit"),
    ("/cases", "/cases"),
    ("/cases", "/cases?years=6"),
    ("/cases/{case}", "/cases/{case}"),
    ("/queue", "/queue"),
    ("/queue", f"/queue?framework={LENS}&area=NONE&mine=yes"),
    ("/queue/next", f"/queue/next?framework={LENS}&mine=yes"),
    ("/queue/{framework}/{passage}", f"/queue/{LENS}/{{printed}}"),
    ("/queue/{framework}/{passage}", f"/queue/{LENS}/{{decided}}"),
    ("/document/{document}", "/document/{document}"),
    ("/document/{document}/passage/{passage}", "/document/{document}/passage/{printed}"),
    ("/document/{document}/passage/{passage}/add", "/document/{document}/passage/{printed}/add"),
    ("/orphans", "/orphans"),
    ("/search", "/search"),
    ("/search", "/search?words=children"),
    ("/search", "/search?words=nothingofthekind"),
    ("/provider/{key}", "/provider/9900001"),
    ("/provider/{key}/pack", "/provider/9900001/pack"),
    ("/provider/{key}/area/{framework}/{code}", f"/provider/9900001/area/{LENS}/EXP"),
    ("/evidence", "/evidence"),
    ("/evidence/disagreements", f"/evidence/disagreements?framework={LENS}"),
    ("/evidence/second-review", _SECOND),
    ("/evidence/second-review/{tag}", _SECOND.replace("?", "/{tag}?")),
    ("/evidence/conflicts", "/evidence/conflicts"),
    ("/evidence/provider/{key}", _HERE),
    ("/evidence/provider/{key}/passages/{framework}/{code}", f"{_HERE}/passages/{LENS}/EXP-1"),
    ("/evidence/provider/{key}/inspections", f"{_HERE}/inspections"),
    ("/evidence/provider/{key}/inspections/{framework}/{on}", _INSPECTION),
    ("/evidence/provider/{key}/inspections/{framework}/{on}/changes", f"{_INSPECTION}/changes"),
    ("/evidence/provider/{key}/inspections/{framework}/{on}/accuracy", f"{_INSPECTION}/accuracy"),
    ("/evidence/provider/{key}/inspections/{framework}/{on}/sign-off", f"{_INSPECTION}/sign-off"),
    ("/statistics", "/statistics"),
    ("no route: not there", "/nowhere"),
    ("no route: not there for this viewer", "/document/nothing"),
)
# These answer with files for other programs.
FILES = {
    "/picture/{document}/{number}", "/provider/{key}/pack.docx", "/provider/{key}/pack.html",
    "/search.csv", "/search.jsonl", "/statistics/grades.csv", "/statistics/evidence.csv",
}  # fmt: skip
# Pages that only a form leads to: where it stands, its button, and what is typed into it.
ANSWERED = (
    pytest.param(f"/queue/{LENS}/{{printed}}", "[value=comment]", {}, id="no words"),
    pytest.param(f"/queue/{LENS}/{{printed}}", "[value=comment]", {"words": "x"}, id="told"),
    pytest.param(f"/queue/{LENS}/{{printed}}", "[value=accept]", {"tag": "x"}, id="a stale tag"),
    pytest.param(f"/queue/{LENS}/{{printed}}", "[data-key=u]", {}, id="nothing to take back"),
    pytest.param("/password", "main button", {"password": "not mine"}, id="a wrong password"),
    pytest.param("/people", "main > form button", {"name": "X"}, id="a person without a password"),
    pytest.param("/cases/{case}", "[value=originals]", {}, id="no reason"),
    pytest.param("/cases/{case}", "[value=originals]", {"reason": "to ring"}, id="originals"),
)
KEEPERS = {page.path for page in PAGES if page.may == "users"}


@pytest.fixture(scope="module")
def known(standing, tab, tmp_path_factory) -> Mapping[str, str]:
    """Decide a little, so that pages have something to show; return what addresses need."""
    with open_evidence(standing.place, read_only=True) as evidence:
        rows = list(evidence.query(
            "SELECT passage_id, tags.document_id, tags.id FROM tags "
            "JOIN documents ON documents.id = tags.document_id WHERE rank = 1 AND framework = ? "
            "AND media_type = 'application/pdf' AND criterion IS NOT NULL ORDER BY tags.id LIMIT 2",
            LENS,
        ))  # fmt: skip
    (printed, document, other), (decided, _, tag) = rows
    who = standing.user("administrator").name
    before = {"passage_id": decided, "framework": LENS, "area": "EXP", "polarity": "strength"}
    of = {"document_id": document, "start": 0, "end": 9}
    drafts = (
        Draft("accept", who, "tag", tag, before=before, reason="as printed", **of),
        Draft("reject", "Ben", "tag", tag, before=before, **of),
        Draft("comment", who, "passage", decided, reason="to be asked about", **of),
        # The machine suggests it no longer.
        Draft("reject", who, "tag", "0" * 32, before=before, **of),
        Draft("accept", who, "tag", other, before={**before, "passage_id": printed}, **of),
    )
    laptop = open_workspace(tmp_path_factory.mktemp("laptop") / "workspace", create=True)
    with open_decisions(standing.place) as decisions, open_decisions(laptop) as elsewhere:
        elsewhere.record(Draft("reject", "Ina", "tag", tag, before=before, **of))
        for draft in drafts:
            decisions.record(draft)
        merge(decisions, list(elsewhere.events()))
    secret, token = standing.cookie("administrator")
    with httpx.Client(base_url=standing.address, cookies={COOKIE: secret}) as client:
        for address, fields in (
            (f"{_HERE}/inspections", {"framework": "asa-2015", "on": "2016-02-01"}),
            ("/search?words=children", {"do": "keep", "name": "about children"}),
        ):
            assert client.post(address, data={"token": token, **fields}).status_code == 303
    tab.page.goto("/cases")
    tab.page.get_by_label("Passphrase of the workspace").fill(OPENS)
    tab.page.get_by_role("button", name="Open").click()
    case = tab.page.locator("a[href^='/cases/']").first.get_attribute("href")
    return {"printed": printed, "document": document, "decided": decided, "tag": tag,
            "case": case.rpartition("/")[2]}  # fmt: skip


@pytest.fixture(scope="module")
def tab(standing):
    with standing.tab("qa-reviewer") as found:
        yield found


@pytest.fixture(scope="module")
def keepers(standing):
    with standing.tab("administrator") as found:
        yield found


@pytest.fixture(scope="module", params=LOOKED_AT, ids=lambda row: row[1])
def loaded(request, tab, keepers, known):
    """Load a page as the table names it, once for all that is asked of it."""
    route, address = request.param
    there = keepers if route in KEEPERS else tab
    there.elsewhere.clear()
    there.complaints.clear()
    answer = there.page.goto(address.format(**known))
    assert answer.status == (404 if route.startswith("no route") else 200)
    assert answer.headers["content-security-policy"] == POLICY
    # What is folded away at first must hold too.
    there.page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    return there


@pytest.fixture
def page(loaded):
    """Show the page as it is shown at first."""
    loaded.page.set_viewport_size({"width": 1280, "height": 900})
    loaded.page.emulate_media(media="screen", color_scheme="light", forced_colors="none")
    return loaded.page


def faults(page, *rules: str) -> list[str]:
    """List what axe finds against the standards, or single rules of them, with where it stands."""
    page.evaluate("scrollTo(0, 0)")
    options = {"runOnly": list(rules) or _STANDARDS, "resultTypes": ["violations"]}
    found = Axe().run(page, options=options).response["violations"]
    return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]


def send(page, button: str, fields: Mapping[str, str]) -> None:
    """Send the form of a button with these values, whatever the form itself thinks of them."""
    with page.expect_navigation():
        page.locator(button).first.evaluate(
            """(button, fields) => {
              for (const [name, value] of Object.entries(fields)) button.form[name].value = value;
              button.form.noValidate = true;
              button.form.requestSubmit(button);
            }""",
            dict(fields),
        )


def test_every_page_is_looked_at() -> None:
    routes = {page.path for page in PAGES if page.method == "GET"}
    looked_at = {route for route, _ in LOOKED_AT if route.startswith("/")}
    assert looked_at | FILES == routes, "give LOOKED_AT a row for every new page"


def test_nothing_stands_in_the_way_of_anybody(page) -> None:
    assert faults(page) == []
    # In the dark nothing but colours differs.
    page.emulate_media(color_scheme="dark")
    assert faults(page, "color-contrast") == []


def test_a_small_screen_is_not_scrolled_sideways(page) -> None:
    # As wide as 1280 pixels are at 400 %.
    page.set_viewport_size({"width": 320, "height": 800})
    wide = "() => [document.documentElement.scrollWidth, ...[...document.querySelectorAll('*')]"
    wide += ".filter(e => e.getBoundingClientRect().right > 321 && !e.closest('.wide'))"
    wide += ".slice(0, 5).map(e => e.outerHTML.slice(0, 120))]"
    found = page.evaluate(wide)
    assert found[0] <= 320, found


def test_a_page_asks_nothing_of_others_and_breaks_no_rule_of_its_own(loaded) -> None:
    assert loaded.elsewhere == []
    assert loaded.complaints == []


def test_the_policy_allows_nothing_from_elsewhere_and_nothing_written_into_a_page() -> None:
    allowed = {one.split()[0]: one.split()[1:] for one in POLICY.split(";")}
    assert allowed["default-src"] == ["'none'"]
    assert {source for sources in allowed.values() for source in sources} == {"'none'", "'self'"}


def test_a_page_has_one_heading_above_all_and_skips_no_level(page) -> None:
    levels = page.evaluate(
        "[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(e => Number(e.tagName[1]))"
    )
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_on_paper_there_is_nothing_to_press(page) -> None:
    page.emulate_media(media="print")
    pressed = "[...document.querySelectorAll('nav, header.top, footer, button, .button, input')]"
    shown = page.evaluate(f"{pressed}.filter(e => e.checkVisibility()).map(e => e.outerHTML)")
    assert shown == []
    assert page.locator("h1").is_visible()


def test_the_pack_is_printed_on_a4(tab, known) -> None:
    # Whatever another test looked at last, this is paper.
    tab.page.emulate_media(media="print")
    tab.page.goto("/provider/9900001/pack")
    with pdfium.PdfDocument(tab.page.pdf(prefer_css_page_size=True)) as printed:
        sizes = {tuple(round(side) for side in page.get_size()) for page in printed}
        words = " ".join(page.get_textpage().get_text_range() for page in printed)
    assert sizes == {(595, 842)}
    assert tab.page.locator("h1").inner_text() in words
    assert "Sign out" not in words


@pytest.mark.parametrize(("at", "button", "fields"), ANSWERED)
def test_what_comes_of_a_form_is_for_everybody_too(
    tab, keepers, known, at: str, button: str, fields: Mapping[str, str]
) -> None:
    there = keepers if at in KEEPERS else tab
    there.page.goto(at.format(**known))
    send(there.page, button, fields)
    assert faults(there.page) == []
    assert there.elsewhere == there.complaints == []


def test_what_was_typed_when_the_session_ended_is_shown_to_everybody(standing, known) -> None:
    with standing.tab("inspector") as tab:
        tab.page.goto(f"/queue/{LENS}/{known['printed']}")
        tab.page.context.clear_cookies()
        send(tab.page, "[value=comment]", {"words": "half a sentence"})
        assert "What you typed is kept" in tab.page.locator("main").inner_text()
        assert faults(tab.page) == []
        tab.page.get_by_label("Name").fill("Some inspector")
        tab.page.get_by_label("Password").fill(PASSWORD)
        send(tab.page, "button", {})
        tab.page.get_by_role("button", name="Send it now").wait_for()
        assert "half a sentence" in tab.page.locator("main").inner_text()
        assert faults(tab.page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_who_is_not_signed_in_finds_the_way_too(standing, scheme: str) -> None:
    with standing.tab(color_scheme=scheme) as tab:
        tab.page.goto("/queue")
        assert faults(tab.page) == []
        tab.page.get_by_label("Name").fill("Nobody")
        tab.page.get_by_label("Password").fill("not the password of anybody")
        tab.page.keyboard.press("Enter")
        tab.page.get_by_role("alert").wait_for()
        assert faults(tab.page) == []
        assert tab.complaints == tab.elsewhere == []


def test_marks_are_seen_in_the_colours_that_the_system_forces(standing, known) -> None:
    with standing.tab("inspector", forced_colors="active") as tab:
        tab.page.goto(f"/queue/{LENS}/{known['printed']}")
        of = "(e) => getComputedStyle(e).{}"
        mark = tab.page.locator("mark").first
        behind = tab.page.locator("html").evaluate(of.format("backgroundColor"))
        assert mark.evaluate(of.format("backgroundColor")) not in (behind, "rgba(0, 0, 0, 0)")
        box = tab.page.locator("svg .hit").first
        assert re.match(r"rgb\(255, 212, 0\)", box.evaluate(of.format("fill")))
        tab.page.keyboard.press("Tab")
        assert tab.page.locator(":focus").evaluate(of.format("outlineStyle")) == "solid"


def test_a_list_to_type_in_and_a_warning_are_no_obstacle(standing, known) -> None:
    with standing.tab("inspector") as tab:
        tab.page.clock.install()
        tab.page.goto(f"/queue/{LENS}/{known['printed']}")
        tab.page.keyboard.press("c")
        tab.page.keyboard.type("lead")
        tab.page.get_by_role("option").first.wait_for()
        assert faults(tab.page) == []
        tab.page.keyboard.press("Escape")
        tab.page.clock.fast_forward("25:30")
        tab.page.get_by_role("button", name="Stay signed in").wait_for()
        tab.page.clock.resume()
        assert faults(tab.page) == []
