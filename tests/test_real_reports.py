"""A fixed sample of published reports, read as they lie beside the checkout: counts, no words.

Nothing of the reports stands here but the number of things in them. Authorities that are kept
apart while tuning are not looked at.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from functools import cache
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest

from benchmarks.split import kept_apart
from corpus.problems import RefusedError
from corpus.records import Extraction, Passage
from extractors import extract, passages, sniff
from extractors.formats import Options
from pipelines.offers import gather
from pipelines.settings import Settings

REPORTS = Path(__file__).parents[1].parent / "shared" / "reports"
pytestmark = [
    pytest.mark.reports,
    pytest.mark.slow,
    pytest.mark.skipif(
        not REPORTS.is_dir(), reason="the real reports are not beside the checkout (shared/reports)"
    ),
]

_CHILDREN = "children's services inspection"
# file, pages, numbered paragraphs from 1 without a gap, judgement and other tables, notes
SAMPLE = [
    (f"ilacs/80549_sandwell/{_CHILDREN},  pdf - 02 august 2013.pdf", 24, 85, 2, 0),
    (f"ilacs/80503_hounslow/{_CHILDREN} - 21 march 2014.pdf", 35, 162, 1, 3),
    (f"ilacs/80431_blackpool/{_CHILDREN} - 08 september 2014.pdf", 43, 164, 4, 3),
    (f"ilacs/80418_norfolk/{_CHILDREN} - 20 october 2015.pdf", 46, 166, 4, 3),
    (f"ilacs/80478_kirklees/{_CHILDREN} - 25 november 2016.pdf", 38, 141, 4, 3),
    (f"ilacs/80458_darlington/{_CHILDREN} - 21 may 2018.pdf", 32, 97, 4, 1),
    (f"ilacs/80529_north tyneside/{_CHILDREN} - 15 april 2020.pdf", 12, 56, 2, 0),
    (f"ilacs/80566_sunderland/{_CHILDREN} - 20 august 2021.pdf", 12, 42, 2, 0),
    (f"ilacs/80438_brighton and hove/{_CHILDREN} - 16 may 2024.pdf", 11, 62, 1, 0),
    ("jtai/80428_bedford/joint area child protection inspection - 31 march 2023.pdf", 10, 35, 0, 0),
    ("send/80428_bedford/area send full inspection - 04 february 2025.pdf", 7, 0, 3, 0),
    (
        "jtai/80513_richmond upon thames/area send full inspection - 04 december 2023.pdf",
        8,
        0,
        5,
        0,
    ),
]
FILES = [row[0] for row in SAMPLE]
IDS = [f"{name.split('_')[1].split('/')[0]} {name[-8:-4]}" for name in FILES]


def content(name: str) -> bytes:
    path = REPORTS / name
    assert not kept_apart(path), "looked at while tuning: choose another"
    if not path.exists():
        pytest.skip(f"{name} is not among the reports")
    return path.read_bytes()


@cache
def read(name: str, **options: object) -> tuple[Extraction, tuple[Passage, ...]]:
    data = content(name)
    found = extract(data, hashlib.sha256(data).hexdigest(), sniff(data, name), Options(**options))
    return found, passages(found)


@pytest.fixture(params=FILES, ids=IDS)
def name(request: pytest.FixtureRequest) -> str:
    return request.param


def test_every_passage_is_a_slice_of_the_body_with_a_box_for_each_line(name: str) -> None:
    extraction, cut = read(name)
    assert len(cut) > 40
    for passage in cut:
        assert passage.text == extraction.text[passage.start : passage.end]
        assert passage.text == passage.text.strip() != ""
        assert passage.end <= extraction.pages[-1].end
        assert passage.boxes
        for box in passage.boxes:
            page = extraction.pages[box.page - 1]
            assert 0 <= box.x0 < box.x1 <= page.width
            assert 0 <= box.y0 < box.y1 <= page.height
    assert all(one.end <= other.start for one, other in pairwise(cut))
    assert len({passage.id for passage in cut}) == len(cut)


def test_pages_part_the_body_and_hold_their_passages(name: str) -> None:
    extraction, cut = read(name)
    assert extraction.pages[0].start == 0
    assert all(one.end == other.start for one, other in pairwise(extraction.pages))
    for passage in cut:
        first, last = passage.pages or (0, 0)
        page = extraction.pages[first - 1]
        assert page.start <= passage.start < page.end
        # Few paragraphs of a report cross a page; none crosses two.
        assert last - first <= 1


def test_blocks_and_their_separators_are_the_whole_text(name: str) -> None:
    extraction, _ = read(name)
    text = extraction.text
    assert "\n".join(text[block.start : block.end] for block in extraction.blocks) == text
    assert (extraction.status, extraction.problems) == ("ok", ())


def signs(text: str) -> Counter[str]:
    return Counter(sign for sign in text if sign.isalnum())


@pytest.mark.parametrize("use_tags", [True, False], ids=["tags", "geometry"])
def test_no_letter_is_lost_or_added(name: str, use_tags: bool) -> None:
    extraction, _ = read(name, use_tags=use_tags) if not use_tags else read(name)
    document = pypdfium2.PdfDocument(content(name))
    try:
        plain = [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()
    assert signs(extraction.text) == signs("".join(plain))


@pytest.mark.parametrize(
    ("name", "pages", "numbered", "tables", "notes"), SAMPLE, ids=IDS, indirect=["name"]
)
def test_known_counts(name: str, pages: int, numbered: int, tables: int, notes: int) -> None:
    extraction, cut = read(name)
    assert len(extraction.pages) == pages
    numbers = [int(p.number) for p in cut if p.number and p.number.isdigit()]
    assert numbers == list(range(1, numbered + 1))
    kinds = Counter(block.kind for block in extraction.blocks)
    assert (kinds["table"], kinds["note"]) == (tables, notes)


def test_geometry_alone_finds_the_same_numbered_paragraphs(name: str) -> None:
    def numbered(cut: tuple[Passage, ...]) -> dict[str, str]:
        return {p.number: p.text for p in cut if p.number and p.number.isdigit()}

    by_tags, by_geometry = numbered(read(name)[1]), numbered(read(name, use_tags=False)[1])
    assert by_geometry.keys() == by_tags.keys()
    same = sum(by_geometry[number] == text for number, text in by_tags.items())
    assert same >= 0.9 * len(by_tags)


def test_furniture_is_found_on_nearly_every_page(name: str) -> None:
    extraction, _ = read(name)
    framed = {block.page for block in extraction.blocks if block.kind == "furniture"}
    assert len(framed) >= len(extraction.pages) - 2


def test_second_reading_gives_the_same_ids() -> None:
    first = read(FILES[-1])
    read.cache_clear()
    assert read(FILES[-1]) == first


def test_second_engine_reads_the_same_text() -> None:
    fast, second = read(FILES[-2]), read(FILES[-2], pdf_engine="pdfplumber")
    assert signs(fast[0].text) == signs(second[0].text)
    assert len(fast[1]) == pytest.approx(len(second[1]), abs=2)


def test_error_pages_of_a_site_are_refused_with_the_remedy() -> None:
    pages = [
        path for path in sorted(REPORTS.rglob("*.pdf")) if not path.read_bytes()[:1024].count(b"%P")
    ]
    assert pages
    for path in pages:
        with pytest.raises(RefusedError, match="web page") as caught:
            sniff(path.read_bytes(), path.name)
        assert caught.value.problem.code == "html-as-pdf"


def test_files_of_the_same_bytes_are_found_and_the_first_is_kept(tmp_path: Path) -> None:
    offers = gather([REPORTS], Settings(workspace=tmp_path)).offers
    pdfs = [offer for offer in offers if offer.name.endswith(".pdf")]
    distinct = {offer.sha256 for offer in pdfs}
    copies = [offer for offer in pdfs if offer.duplicate_of]
    assert len(pdfs) == len(distinct) + len(copies)
    assert len(copies) == 29  # the reports' own list says so
    firsts = {offer.path: offer.sha256 for offer in pdfs if not offer.duplicate_of}
    assert all(firsts[copy.duplicate_of or ""] == copy.sha256 for copy in copies)
    assert all((copy.duplicate_of or "") < copy.path for copy in copies)
