"""How pages are laid out: on a telephone, on a desk, and where one sheet of paper ends."""

from __future__ import annotations

import pypdfium2 as pdfium
import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OPENS = "a ferry of seven lanterns"
HERE = "/provider/9900001"
KINDS = ", ".join(f"{number} strategy discussion" for number in range(1, 12))
# Words of a table that run over the end of a line, of all that stand in its cells.
BROKEN = """() => [...document.querySelectorAll('main th, main td')].flatMap(cell => {
  const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT), found = [];
  while (texts.nextNode()) {
    const node = texts.currentNode;
    if (node.parentElement.closest('.hidden') || cell.querySelector('table')) continue;
    for (const word of node.data.matchAll(/(?<=^|\\s)\\p{L}+(?=\\s|$)/gu)) {
      const range = document.createRange();
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      if (new Set([...range.getClientRects()].map(box => Math.round(box.top))).size > 1)
        found.push(word[0]);
    }
  }
  return found;
})"""


@pytest.fixture(scope="module")
def tab(standing):
    with standing.tab("qa-reviewer") as found:
        found.page.goto("/cases")
        found.page.get_by_label("Passphrase of the workspace").fill(OPENS)
        found.page.get_by_role("button", name="Open").click()
        found.page.locator("a[href^='/cases/']").first.wait_for()
        yield found


def at(tab, address: str, width: int):
    tab.page.emulate_media(media="screen")
    tab.page.set_viewport_size({"width": width, "height": 844})
    tab.page.goto(address)
    return tab.page


@pytest.mark.parametrize("width", [320, 390])
@pytest.mark.parametrize("address", ["/", "/cases", HERE, f"{HERE}/pack"])
def test_no_word_of_a_table_is_broken_on_a_telephone(tab, address: str, width: int) -> None:
    page = at(tab, address, width)
    page.locator("tbody tr").first.wait_for()
    assert page.evaluate(BROKEN) == []


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_a_case_of_many_kinds_of_notes_stays_a_few_lines_high(tab, width: int) -> None:
    page = at(tab, "/cases", width)
    kinds = page.locator("tbody tr").first.locator("td").nth(3)
    kinds.evaluate("(cell, words) => { cell.textContent = words; }", KINDS)
    high = "e => e.parentElement.offsetHeight / parseFloat(getComputedStyle(e).lineHeight)"
    assert kinds.evaluate(high) <= 8


@pytest.mark.parametrize("width", [390, 1280])
def test_the_grades_that_stand_now_are_seen_first(tab, width: int) -> None:
    page = at(tab, HERE, width)
    heads = page.locator(".grid thead th")
    years = [int(words.split()[1]) for words in heads.all_inner_texts()[1:]]
    assert len(years) > 1
    assert years == sorted(years, reverse=True)
    box = heads.nth(1).bounding_box()
    assert box["x"] + box["width"] <= width


@pytest.mark.parametrize("width", [390, 700, 1000, 1280])
def test_the_fields_of_a_search_stand_in_line(tab, width: int) -> None:
    page = at(tab, "/search?words=children", width)
    boxes = [
        one.bounding_box()
        for one in page.locator(
            "form[role=search] :is(input:not([type=checkbox]), select, button)"
        ).all()
    ]
    assert len({box["height"] for box in boxes}) == 1
    since, until = (page.locator(f"#{name}").bounding_box() for name in ("since", "until"))
    assert since["y"] == until["y"]
    keep = page.get_by_role("button", name="Keep").bounding_box()
    assert page.locator(".beside").bounding_box()["y"] >= keep["y"] + keep["height"] + 8


def printed(page) -> list[str]:
    """Print a page on A4 and return the words of each sheet."""
    page.emulate_media(media="print")
    with pdfium.PdfDocument(page.pdf(prefer_css_page_size=True)) as file:
        return [sheet.get_textpage().get_text_range() for sheet in file]


@pytest.mark.parametrize("above", range(0, 960, 80))
def test_no_head_of_a_table_is_left_at_the_foot_of_a_sheet(tab, above: int) -> None:
    page = at(tab, f"{HERE}/pack", 1280)
    first = page.locator(".inspections tbody th").first.inner_text()
    page.locator(".inspections").evaluate(
        "(table, above) => { table.parentElement.style.marginTop = above + 'px'; }", above
    )
    [sheet] = [words for words in printed(page) if "Inspections, the newest first" in words]
    assert first in " ".join(sheet.split())


def test_strengths_stand_above_weaknesses_on_paper_and_beside_them_on_a_screen(tab) -> None:
    page = at(tab, f"{HERE}/pack?framework=ilacs-2023", 1280)
    both = page.locator(".area-quotes .columns").first
    of = "e => [...e.children].map(one => one.getBoundingClientRect().x)"
    assert len(set(both.evaluate(of))) == 2
    page.emulate_media(media="print")
    assert len(set(both.evaluate(of))) == 1
    # A quote and what became of its tag stay on one sheet.
    kept = "e => getComputedStyle(e).breakInside"
    assert page.locator(".area-quotes .quote").first.evaluate(kept) == "avoid"


@pytest.mark.parametrize("width", [390, 1280])
def test_buttons_and_links_that_look_so_stand_in_line(tab, width: int) -> None:
    page = at(tab, "/queue/next", width)
    acts = page.locator("[data-key=a], [data-key=r], [data-key=s], [data-key=n]").all()
    boxes = [one.bounding_box() for one in acts]
    assert len(boxes) == 4
    assert len({box["height"] for box in boxes}) == 1
    rows = {box["y"] for box in boxes}
    assert len(rows) == 1 or width < 1000
