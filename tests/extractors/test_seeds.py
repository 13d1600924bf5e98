"""The five documents that the project was created from come out whole (counts only, no text)."""

from collections import Counter
from pathlib import Path

import pytest

from corpus.records import Extraction, Passage
from extractors import extract, passages, sniff

SEEDS = Path(__file__).parents[2].parent / "shared" / "seeds"
pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="the seed documents are not here")


def read(seed: str) -> Extraction:
    (path,) = SEEDS.glob(f"{seed}_*.txt")
    content = path.read_bytes()
    return extract(content, "d", sniff(content, path.name), name=path.name)


def numbers(extraction: Extraction) -> list[str]:
    return [b.number for b in extraction.blocks if b.kind == "paragraph" and b.number]


def items_under(extraction: Extraction, number: str) -> int:
    """Count the items between a numbered paragraph and the next block that is none."""
    body = [b for b in extraction.blocks if b.kind not in ("note", "furniture")]
    at = next(i for i, b in enumerate(body) if b.number == number and b.kind == "paragraph")
    count = 0
    while at + 1 + count < len(body) and body[at + 1 + count].kind == "item":
        count += 1
    return count


def under(found: tuple[Passage, ...], *headings: str) -> list[Passage]:
    return [
        passage
        for passage in found
        if len(passage.headings) >= len(headings)
        and all(
            name in printed
            for name, printed in zip(headings, passage.headings[-len(headings) :], strict=True)
        )
    ]


@pytest.mark.parametrize("seed", ["000", "001", "002", "003", "004"])
def test_every_passage_is_its_slice_and_has_a_line(seed: str) -> None:
    extraction = read(seed)
    found = passages(extraction)
    assert extraction.status == "ok"
    assert extraction.problems == ()
    assert all(extraction.text[p.start : p.end] == p.text for p in found)
    assert all(p.locator and p.locator.startswith("line") for p in found)
    assert not any("<sup" in p.text or "**" in p.text or "\t\t\t" in p.text for p in found)


@pytest.mark.parametrize(("seed", "count"), [("000", 80), ("002", 76)])
def test_numbered_paragraphs_stand_once_each_in_order(seed: str, count: int) -> None:
    assert numbers(read(seed)) == [str(number) for number in range(1, count + 1)]


def test_numbers_of_several_parts_in_the_committee_report() -> None:
    found = numbers(read("003"))
    assert found[:4] == ["1.1", "1.2", "2.1.1", "2.1.2"]
    assert [n for n in found if n.startswith("3.2.")] == [f"3.2.{n}" for n in range(1, 11)]


DESCRIPTORS = [
    # paragraphs of one area: good, outstanding, requires improvement, inadequate
    (("30", "31", "32", "33"), (7, 8, 1, 1), "overall effectiveness"),
    (("34", "35", "36", "37"), (2, 1, 1, 1), "experience, progress and outcomes"),
    (("38", "39", "40", "41"), (5, 1, 1, 1), "quality of service"),
    (("42", "43", "44", "45"), (14, 4, 1, 1), "safeguarding, two torn apart, one without bullet"),
    (("46", "47", "48", "49"), (9, 3, 1, 1), "leadership, over a page break"),
]


@pytest.mark.parametrize(("paragraphs", "counts", "area"), DESCRIPTORS)
def test_descriptors_of_2015(
    paragraphs: tuple[str, ...], counts: tuple[int, ...], area: str
) -> None:
    extraction = read("000")
    assert tuple(items_under(extraction, number) for number in paragraphs) == counts, area


OTHER_LISTS = [
    ("000", {"3": 7, "6": 7, "21": 4, "62": 9, "63": 5, "75": 12, "76": 10}),
    ("002", {"20": 4, "24": 10, "31": 3, "32": 4, "34": 13, "35": 7, "37": 18, "42": 19}),
    ("002", {"46": 6, "47": 3, "48": 4, "49": 7, "50": 3, "51": 12, "69": 12, "70": 10}),
]


@pytest.mark.parametrize(("seed", "counts"), OTHER_LISTS)
def test_lists_run_on_over_page_breaks(seed: str, counts: dict[str, int]) -> None:
    extraction = read(seed)
    assert {number: items_under(extraction, number) for number in counts} == counts


CRITERIA = [
    ("5.1", "Good", 9),
    ("5.1", "Requires improvement", 1),
    ("5.1", "Inadequate", 1),
    ("5.1", "Outstanding", 3),
    ("5.2", "Good", 7),
    ("5.2", "Requires improvement", 1),
    ("5.2", "Inadequate", 1),
    ("5.2", "Outstanding", 3),
    ("5.3", "Good", 15),
    ("5.3", "Requires improvement", 1),
    ("5.3", "Inadequate", 3),
    ("5.3", "Outstanding", 6),
]


@pytest.mark.parametrize(("section", "grade", "count"), CRITERIA)
def test_criteria_of_2024(section: str, grade: str, count: int) -> None:
    assert len(under(passages(read("001")), section, grade)) == count


def test_required_evidence_of_2024() -> None:
    extraction = read("001")
    items = [b for b in extraction.blocks if b.kind == "item"]
    assert len(items) == 3 + 3 + 7


def test_grades_hang_under_their_area() -> None:
    grades = Counter(
        p.headings[-2] for p in passages(read("000")) if p.headings and p.headings[-1] == "Good"
    )
    assert sorted(grades.values()) == [3, 6, 8, 10, 15], "each area's bullets and lead-in"


@pytest.mark.parametrize(("seed", "count"), [("000", 9), ("001", 0), ("002", 12)])
def test_footnotes_stand_apart_with_their_numbers(seed: str, count: int) -> None:
    notes = [b.number for b in read(seed).blocks if b.kind == "note"]
    assert sorted(notes, key=lambda number: int(number or 0)) == [
        str(number) for number in range(1, count + 1)
    ]


def test_contents_lists_and_page_numbers_stand_aside() -> None:
    for seed in ("000", "002"):
        found = passages(read(seed))
        assert not [p for p in found if p.headings and p.headings[-1] == "Contents"]
        assert not [p for p in found if p.text.isdigit()]


def rows(extraction: Extraction, table: int) -> list[list[str]]:
    block = [b for b in extraction.blocks if b.kind == "table"][table]
    found: dict[int, list[str]] = {}
    for cell in block.cells:
        found.setdefault(cell.row, []).append(extraction.text[cell.start : cell.end])
    return list(found.values())


def test_the_report_form_of_2009_has_its_columns_again() -> None:
    values = Counter(row[1] for row in rows(read("002"), 0))
    assert values["Grade"] == 15 + 18
    assert values["No grade"] == 5, "one heading stands twice in the source"


def test_the_timetable_of_2009() -> None:
    timetable = rows(read("002"), 1)
    assert len(timetable) == 1 + 13
    assert sum(bool(row[0]) for row in timetable[1:]) == 12
    assert timetable[3][0] == ""


def test_the_action_plan_of_2013() -> None:
    extraction = read("003")
    plan = [p for p in passages(extraction) if (p.locator or "").startswith("lines 93-115")]
    ratings = {"Green": "G", "Amber": "A"}
    bands: dict[tuple[str, ...], str] = {}
    for passage in plan:
        rating = ratings[passage.text.split("\t")[1]]
        bands[passage.headings[-2:]] = bands.get(passage.headings[-2:], "") + rating
    assert len(plan) == 13
    assert list(bands.values()) == ["AG", "AGGA", "GAG", "G", "GGA"]
    assert sum(value.count("G") for value in bands.values()) == 8


def test_the_training_deck_of_2024() -> None:
    found = passages(read("004"))
    counts = Counter(p.headings[-1] for p in found if p.headings)
    assert sorted(counts.values())[-1] <= 20
    assert [p.number for p in found if p.number and p.headings[-1] == "Regulation 10"] == [
        f"({letter})" for letter in "abcde"
    ]
    assert len([p for p in found if p.headings[-1:] == ("Missing from home",)]) == 10
