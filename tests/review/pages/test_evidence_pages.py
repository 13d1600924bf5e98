"""The matrix of an evidence base and its passages, as people of every role get them."""

from __future__ import annotations

import re

import pytest

from corpus.chain import Draft
from corpus.decisions import open_decisions
from corpus.evidence import open_evidence
from corpus.workspace import Workspace
from review.wording import MOVED

URN, LENS = "9900001", "sccif-asa-2024"
HERE = f"/evidence/provider/{URN}"


@pytest.fixture
def browser(signed_in):
    return signed_in("researcher")


def cell_links(page: str) -> list[str]:
    found = re.findall(rf'href="({HERE}/passages/[^"]+column=[^"]+)"', page)
    return [one.replace("&amp;", "&") for one in found]


def test_one_chooses_a_provider_and_a_framework(browser) -> None:
    assert f'<option value="{URN}">' in browser.get("/evidence")
    answer = browser.client.get(f"/evidence?provider={URN}&framework={LENS}")
    assert answer.headers["location"] == f"{HERE}?framework={LENS}"


def test_the_matrix_has_criteria_in_rows_and_documents_in_columns(browser) -> None:
    page = browser.get(f"{HERE}?framework={LENS}")
    assert "Passages by criterion and document" in page
    assert 'scope="row"><span class="code">LEAD-1</span>' in page
    assert "Previous inspection" in page
    words = browser.words(f"{HERE}?framework={LENS}")
    assert re.search(r"One document only: \d+ of 31 \(\d+ %\) criteria", words)
    assert "Voice of the child: not recorded" in words
    assert re.search(r"\d+ of \d+ \(\d+ %\) tags decided on by people", words)


def test_types_of_source_may_be_the_columns(browser) -> None:
    words = browser.words(f"{HERE}?framework={LENS}&by=source")
    assert "Passages by criterion and type of source" in words
    assert re.search(r"Previous inspection \d documents", words)


def test_a_framework_without_criteria_has_rows_by_area(browser) -> None:
    words = browser.words(f"{HERE}?framework=ilacs-2023")
    assert "Passages by area and document" in words
    assert "Not read through this framework: 2 documents" in words


def test_a_cell_leads_to_its_passages_with_their_places(browser) -> None:
    links = cell_links(browser.get(f"{HERE}?framework={LENS}"))
    assert links
    page = browser.get(links[0])
    assert "<blockquote>" in page
    assert re.search(r'href="/document/\w+/passage/[\w-]+"', page)
    assert "/queue/" not in page  # who reads only is led to no decision


@pytest.mark.parametrize(
    "address",
    ["/evidence/provider/0", f"{HERE}/passages/{LENS}/XYZ", f"{HERE}/passages/none/LEAD-1",
     f"{HERE}/passages/{LENS}/LEAD?column=nothing", "/evidence/provider/%00"],
)  # fmt: skip
def test_what_is_not_there_is_said_so(browser, address: str) -> None:
    browser.check_absent(address)


def test_what_people_reject_is_out_at_once(signed_in, place: Workspace) -> None:
    browser = signed_in("inspector")
    before = browser.words(f"{HERE}?framework={LENS}")
    with open_evidence(place, read_only=True) as evidence:
        [(tag, document)] = evidence.query(
            "SELECT id, document_id FROM tags WHERE rank = 1 AND framework = ? AND current "
            "ORDER BY id LIMIT 1", LENS,
        )  # fmt: skip
    with open_decisions(place) as decisions:
        decisions.record(Draft("reject", "Ina", "tag", tag, document_id=document))
    after = browser.words(f"{HERE}?framework={LENS}")
    assert re.search(r"; 1 of \d+ \(\d+ %\) rejected by people and left out", after)
    number = re.compile(r"(\d+) passages in")
    assert int(number.search(after)[1]) == int(number.search(before)[1]) - 1  # type: ignore[index]


def test_case_notes_are_in_nobody_elses_matrix(signed_in, place: Workspace) -> None:
    with open_evidence(place) as evidence:
        [(document, name)] = evidence.query(
            "SELECT id, name FROM documents WHERE name LIKE '%report 2025%' ORDER BY name LIMIT 1"
        )
        evidence.db.execute(
            "UPDATE documents SET sensitivity = 'restricted', signed = 1 WHERE id = ?", (document,)
        )
    inspector = signed_in("inspector")
    for address in (f"{HERE}?framework={LENS}", f"{HERE}?framework=ilacs-2023"):
        page = inspector.get(address)
        assert document not in page
        assert name not in page
        assert "restricted" not in page
    inspector.check_absent(f"{HERE}/passages/{LENS}/LEAD?column={document}")
    checker = signed_in("qa-reviewer")
    words = checker.words(f"{HERE}?framework={LENS}")
    assert words.count(MOVED) == 1
    assert re.search(r"\d{4} \(moved\) case note", words)
    links = [one for one in cell_links(checker.get(f"{HERE}?framework={LENS}")) if document in one]
    checker.get(links[0])
    with open_decisions(place) as decisions:
        views = [one for one in decisions.events() if one.what == "view"]
    assert {one.document_id for one in views} == {document}
