"""A provider's page, its areas and its pack, as people of every role get them."""

from __future__ import annotations

import io
import re
import zipfile

import docx
import pytest

from corpus.chain import Draft
from corpus.decisions import open_decisions
from corpus.evidence import open_evidence
from corpus.workspace import Workspace
from review.packs.made import MARK
from review.wording import MOVED

URN, LENS = "9900001", "ilacs-2023"
HERE = f"/provider/{URN}"
PACKS = (f"{HERE}/pack", f"{HERE}/pack.html", f"{HERE}/pack.docx")


@pytest.fixture
def browser(signed_in):
    return signed_in("inspector")


@pytest.fixture
def secret_words(place: Workspace) -> str:
    """Make one report a signed case note; give words that stand in it alone."""
    with open_evidence(place) as evidence:
        [(document,)] = evidence.query(
            "SELECT id FROM documents WHERE name LIKE '%report 2025%' ORDER BY name LIMIT 1"
        )
        evidence.db.execute(
            "UPDATE documents SET sensitivity = 'restricted', signed = 1 WHERE id = ?", (document,)
        )
        rows = evidence.query(
            "SELECT text FROM passages JOIN tags ON tags.passage_id = passages.id "
            "WHERE passages.document_id = ? AND rank = 1 AND framework = ? AND area = 'CL'",
            document, LENS,
        )  # fmt: skip
        return str(next(rows)[0])


def views(place: Workspace) -> int:
    with open_decisions(place) as decisions:
        return sum(event.what == "view" for event in decisions.events())


def words_of(content: bytes) -> str:
    """Return all that a Word file says, its heads and feet too."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        parts = [file.read(name).decode() for name in file.namelist() if name.endswith(".xml")]
    return " ".join(re.sub(r"<[^>]+>", "", part) for part in parts)


def test_the_head_says_what_the_latest_inspection_came_to_and_the_latest_with_grades(
    browser, place: Workspace
) -> None:
    assert re.search(
        r"Latest inspection: 3 to 14 March 2025 , [^.]*\. Overall effectiveness: Good\.",
        browser.words(HERE),
    )
    assert "Latest with grades" not in browser.words(HERE)
    with open_evidence(place) as evidence:
        [newest] = evidence.query(
            "SELECT id FROM documents WHERE name LIKE '%report 2025%' LIMIT 1"
        )
        evidence.db.execute(
            "DELETE FROM facts WHERE kind = 'judgement' AND document_id = ?", newest
        )
    words = browser.words(HERE)
    assert re.search(r"Latest inspection: 3 to 14 March 2025 , [^.]*\. It gave no grades\.", words)
    assert re.search(r"Latest with grades: [^.]*\. Overall effectiveness: [A-Z]", words)


def test_the_first_page_leads_to_a_provider(browser) -> None:
    assert f'href="{HERE}"' in browser.get("/")


def test_a_page_tells_of_inspections_grades_and_what_is_open(browser) -> None:
    words = browser.words(HERE)
    assert "URN 9900001" in words
    assert "Grades over time" in words
    assert "Requires improvement to be good ↑ better" in words
    assert re.search(r"\d+ things to improve", words)
    assert "Raised again in 2025, first in 2022" in words


def test_evidence_is_counted_with_its_denominator_and_what_is_not_sure(browser) -> None:
    words = browser.words(f"{HERE}?framework={LENS}")
    assert re.search(r"1 of 3 \(33 %\) documents are read through this framework", words)
    assert re.search(r"\d+ \(\d+ not sure\)", words)
    assert re.search(r"\d+ of \d+ \(\d+ %\)", words)


def test_every_suggestion_is_a_question(browser) -> None:
    page = browser.get(HERE)
    questions = re.findall(r'class="chip">[^<]+</span> <strong>([^<]+)</strong>', page)
    assert questions
    assert all(one.endswith("?") for one in questions)
    assert "never a conclusion" in page or "not conclusions" in page


def test_another_lens_asks_for_its_own_criteria(browser) -> None:
    words = browser.words(f"{HERE}?framework=sccif-asa-2024")
    assert re.search(r"Criteria without a passage: \d+ of 31", words)
    assert "Financial viability" in words
    assert "Required evidence without a passage" in words


def test_an_unknown_lens_is_the_usual_one(browser) -> None:
    assert "read through this framework" in browser.words(f"{HERE}?framework=no-such")


@pytest.mark.parametrize(
    "address",
    ["/provider/0", "/provider/%00", f"{HERE}/area/{LENS}/XYZ", f"{HERE}/area/no-such/HP",
     "/provider/..%2f..%2freview.db", f"/provider/0/area/{LENS}/HP", "/provider/0/pack.docx"],
)  # fmt: skip
def test_what_is_not_there_is_said_so(browser, address: str) -> None:
    assert "There is no such page" in browser.get(address, 404)


def test_an_area_shows_strengths_beside_weaknesses_with_their_places(browser) -> None:
    page = browser.get(f"{HERE}/area/{LENS}/HP")
    assert re.search(r"Strengths: \d+", page)
    assert re.search(r"Weaknesses: \d+", page)
    assert re.search(r'href="/document/\w+/passage/[\w-]+"', page)
    queued = re.findall(r'href="(/queue/[^"]+)"', page)
    assert queued
    browser.get(queued[0].replace("&amp;", "&"))


@pytest.mark.parametrize("page", ["1", "0", "9999", "-1", "x", "²", "1e9", "99999999999999999999"])
def test_any_page_number_leads_to_passages(browser, page: str) -> None:
    assert "<blockquote>" in browser.get(f"{HERE}/area/{LENS}/HP?page={page}")


def test_who_may_not_decide_is_led_to_no_queue(signed_in) -> None:
    reader = signed_in("researcher")
    assert "/queue" not in reader.get(HERE)
    assert "/queue" not in reader.get(f"{HERE}/area/{LENS}/HP")


def test_a_rejected_tag_leaves_the_count_at_once(browser) -> None:
    area = f"{HERE}/area/{LENS}/CL"
    page = browser.get(area)
    [before] = re.findall(r"Strengths: (\d+)", page)
    item = re.findall(r'href="(/queue/[^"]+)"', page)[0].replace("&amp;", "&")
    form = browser.get(item)
    tag = re.search(r'name="tag" value="([^"]*)"', form)[1]
    browser.post(item, do="reject", tag=tag, seen="0")
    assert f"Strengths: {int(before) - 1}" in browser.get(area)
    assert "1 tag that people rejected left out" in browser.words(f"{HERE}?framework={LENS}")


def test_one_page_holds_the_whole_pack(browser) -> None:
    words = browser.words(f"{HERE}/pack")
    for part in ("History", "Suggested lines of enquiry", "Improvements still open",
                 "What is missing", "Evidence by area", "What this was made from"):  # fmt: skip
        assert part in words
    assert "Made on" in words
    assert "<details" not in browser.get(f"{HERE}/pack")


def test_the_file_stands_alone(browser) -> None:
    answer = browser.client.get(f"{HERE}/pack.html")
    assert answer.headers["content-disposition"].startswith('attachment; filename="vouch-9900001-')
    assert "unsafe" not in answer.headers["content-security-policy"]
    page = answer.text
    assert "<style>" in page
    assert "break-inside" in page
    # Patterns of plots are named by their place in the same file.
    assert not re.search(r"""<script|<link|<img|href=|src=|url\((?!"#)|@import""", page)
    assert f'value="{browser.token}"' not in page


def test_the_word_file_has_the_same_parts(browser) -> None:
    answer = browser.client.get(f"{HERE}/pack.docx")
    assert answer.headers["content-disposition"].endswith('.docx"')
    file = docx.Document(io.BytesIO(answer.content))
    heads = [one.text for one in file.paragraphs if one.style.name == "Heading 1"]
    assert heads == ["History", "Suggested lines of enquiry", "Improvements still open",
                     "Raised again", "What is missing", "Evidence by area",
                     "What this was made from"]  # fmt: skip
    assert len(file.tables) == 4
    assert "w:tblHeader" in file.tables[0]._tbl.xml
    said = words_of(answer.content)
    assert "Made on" in said
    assert re.search(r"\d+ of \d+ \(\d+ %\)", said)


@pytest.mark.parametrize("address", [HERE, f"{HERE}/area/{LENS}/CL", *PACKS])
def test_case_notes_are_told_to_nobody_else(
    signed_in, place: Workspace, secret_words: str, address: str
) -> None:
    for who in (
        signed_in("inspector"),
        signed_in("researcher"),
        signed_in("administrator", "Ann Keeper"),
    ):
        answer = who.client.get(f"{address}?framework={LENS}")
        said = words_of(answer.content) if address.endswith("docx") else answer.text
        assert secret_words[:60] not in said
        assert MARK not in said
    assert views(place) == 0


@pytest.mark.parametrize("address", PACKS)
def test_who_may_see_case_notes_gets_them_marked_and_is_written_down(
    signed_in, place: Workspace, secret_words: str, address: str
) -> None:
    answer = signed_in("qa-reviewer").client.get(f"{address}?framework={LENS}")
    said = words_of(answer.content) if address.endswith("docx") else answer.text
    assert MARK in said
    assert secret_words[:60] in said
    assert "case note" in said
    assert said.count(MOVED) == said.count(" (moved)") == 1
    assert views(place) == 1


def test_the_page_says_once_that_dates_of_notes_are_moved(signed_in, secret_words: str) -> None:
    words = signed_in("qa-reviewer").words(f"{HERE}?framework={LENS}")
    assert words.count(MOVED) == 1
    assert words.count(" (moved) case note") == 1
    assert MOVED not in signed_in("inspector").words(f"{HERE}?framework={LENS}")


def test_a_page_of_an_area_with_case_notes_is_written_down_once_an_hour(
    signed_in, place: Workspace, secret_words: str
) -> None:
    signer = signed_in("qa-reviewer")
    for _ in (1, 2):
        assert MOVED in signer.words(f"{HERE}/area/{LENS}/CL")
        assert views(place) == 1


# Areas, page by page


def counts(words: str) -> dict[str, int]:
    """Return how many passages an area has, by how they speak."""
    return {
        name: int(number)
        for name, number in re.findall(r"(Strengths|Weaknesses|Both|Neither)[a-z ]*: (\d+)", words)
    }


def quoted(page: str) -> list[str]:
    return [
        " ".join(one.split())
        for one in re.findall(r"(?s)<blockquote[^>]*>(.*?)</blockquote>", page)
    ]


@pytest.mark.parametrize("code", ["HP", "CL", "LEAD"])
def test_an_area_has_as_many_passages_as_the_provider_page_counts(browser, code: str) -> None:
    words = counts(browser.words(f"{HERE}/area/{LENS}/{code}"))
    main = browser.get(f"{HERE}?framework={LENS}")
    row = next(
        one for one in re.findall(r"(?s)<tr.*?</tr>", main) if f'/area/{LENS}/{code}"' in one
    )
    cells = [int(re.sub(r"<[^>]+>", " ", cell).split()[0]) for cell in
             re.findall(r"(?s)<td[^>]*>(.*?)</td>", row)[:2]]  # fmt: skip
    assert cells == [words["Strengths"], words["Weaknesses"]]


def test_pages_of_an_area_hold_each_passage_once(browser) -> None:
    area = f"{HERE}/area/sccif-asa-2024/LEAD"
    total = sum(counts(browser.words(area)).values())
    pages = int((re.findall(r"Page 1 of (\d+)", browser.words(area)) or ["1"])[0])
    seen: list[str] = []
    for number in range(1, pages + 1):
        seen += quoted(browser.get(f"{area}?page={number}"))
    assert len(seen) == total
    assert pages == 1 or max(seen.count(one) for one in seen) <= 2  # reports repeat a sentence


def test_what_people_change_moves_to_its_new_area(browser, place: Workspace) -> None:
    before = {code: counts(browser.words(f"{HERE}/area/{LENS}/{code}")) for code in ("HP", "LEAD")}
    with open_evidence(place, read_only=True) as evidence:
        tag = next(
            one for one in evidence.tags()
            if (one.framework, one.area, one.rank, one.polarity) == (LENS, "HP", 1, "strength")
        )  # fmt: skip
    with open_decisions(place) as decisions:
        decisions.record(
            Draft("change", "Ina", "tag", tag.id, document_id=tag.document_id,
                  after={"area": "LEAD", "criterion": None, "polarity": "weakness"})
        )  # fmt: skip
    after = {code: counts(browser.words(f"{HERE}/area/{LENS}/{code}")) for code in ("HP", "LEAD")}
    assert after["HP"]["Strengths"] == before["HP"]["Strengths"] - 1
    assert after["LEAD"]["Weaknesses"] == before["LEAD"].get("Weaknesses", 0) + 1
    assert "changed by Ina" in browser.words(f"{HERE}/area/{LENS}/LEAD")


def test_what_people_add_is_counted_once(browser, place: Workspace) -> None:
    area = f"{HERE}/area/{LENS}/HP"
    before = counts(browser.words(area)).get("Both", 0)
    with open_evidence(place, read_only=True) as evidence:
        tag = next(
            one for one in evidence.tags()
            if (one.framework, one.area, one.rank) == (LENS, "LEAD", 1)
        )  # fmt: skip
    said = {"passage_id": tag.passage_id, "framework": LENS, "area": "HP", "polarity": "mixed"}
    with open_decisions(place) as decisions:
        for who in ("Ina", "Ben"):  # two people add the same
            decisions.record(
                Draft("add", who, "passage", tag.passage_id, document_id=tag.document_id,
                      after=said)
            )  # fmt: skip
    assert counts(browser.words(area))["Both"] == before + 1


def test_a_pack_says_with_the_place_of_a_quote_what_became_of_its_tag(browser, place) -> None:
    with open_evidence(place, read_only=True) as evidence:
        tag = next(
            one for one in evidence.tags()
            if (one.framework, one.area, one.rank, one.polarity) == (LENS, "HP", 1, "strength")
        )  # fmt: skip
    with open_decisions(place) as decisions:
        before = {"passage_id": tag.passage_id, "framework": LENS}
        decisions.record(
            Draft("accept", "Ina", "tag", tag.id, before=before, document_id=tag.document_id)
        )
    page = browser.get(f"{HERE}/pack?framework={LENS}")
    captions = re.findall(r"<figcaption[^>]*>(.*?)</figcaption>", page, re.DOTALL)
    assert sum(words.endswith("; accepted by a person") for words in captions) == 1
    assert page.count("ccepted by a person") == 1


def test_packs_hold_the_same_numbers_as_the_page(browser) -> None:
    main = browser.words(f"{HERE}?framework={LENS}")
    [share] = set(re.findall(r"(\d+ of \d+ \(\d+ %\)) documents are read through", main))
    assert share in browser.words(f"{HERE}/pack?framework={LENS}")
    said = words_of(browser.client.get(f"{HERE}/pack.docx?framework={LENS}").content)
    assert f"{share} documents" in said
    assert f"{share} documents" in browser.words(f"{HERE}/pack.html?framework={LENS}")


@pytest.mark.parametrize("address", ["/pack", "/pack.html", "/pack.docx", ""])
@pytest.mark.parametrize("key", ["0", "Harrow", "%27%20OR%201=1", "9900001%00"])
def test_no_pack_of_what_is_not_there(browser, address: str, key: str) -> None:
    assert "There is no such page" in browser.get(f"/provider/{key}{address}", 404)
