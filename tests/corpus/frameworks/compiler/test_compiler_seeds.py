"""The counts of the three source documents, from text and from copies in other formats."""

import re
from collections import Counter
from collections.abc import Callable

import pytest

from corpus.frameworks.compiler import Compiled, compile_document
from corpus.frameworks.compiler.words import sentences
from corpus.problems import FrameworkError
from corpus.records import Extraction

Seed = Callable[[str], Extraction]
Copy = Callable[[Extraction], bytes]
pytestmark = pytest.mark.slow

# Criteria by area in the order of the document, and by grade as printed there.
COUNTS = {
    "000": [
        {"good": 7, "outstanding": 8, "requires improvement": 1, "inadequate": 1},
        {"good": 2, "outstanding": 1, "requires improvement": 1, "inadequate": 1},
        {"good": 5, "outstanding": 1, "requires improvement": 1, "inadequate": 1},
        {"good": 14, "outstanding": 4, "requires improvement": 1, "inadequate": 1},
        {"good": 9, "outstanding": 3, "requires improvement": 1, "inadequate": 1},
    ],
    "001": [
        {"good": 9, "requires improvement to be good": 1, "inadequate": 1, "outstanding": 2},
        {"good": 7, "requires improvement to be good": 1, "inadequate": 1, "outstanding": 2},
        {"good": 15, "requires improvement to be good": 1, "inadequate": 2, "outstanding": 5},
    ],
    "002": [],
}
LEAD_INS = {"001": [{"outstanding"}, {"outstanding"}, {"inadequate", "outstanding"}]}
PARAGRAPHS = {"000": (80, "1", "80"), "001": (0, None, None), "002": (76, "1", "76")}
CELLS = {
    "000": {(None, "grade"): 4, (None, "no grade"): 1, (None, "context"): 2},
    "001": {},
    "002": {
        ("Safeguarding", "grade"): 15,
        ("Safeguarding", "no grade"): 2,
        ("Services for looked after children", "grade"): 18,
        ("Services for looked after children", "no grade"): 2,
    },
}


def copies(
    number: str, seed: Seed, extraction_of: Callable[..., Extraction], copy: Copy | None, name: str
) -> Compiled:
    original = seed(number)
    if copy is None:
        return compile_document(original)
    return compile_document(extraction_of(copy(original), name))


@pytest.fixture(params=["text", "PDF", "Word"])
def compiled_seed(
    request: pytest.FixtureRequest,
    seed: Seed,
    extraction_of: Callable[..., Extraction],
    as_pdf: Copy,
    as_docx: Copy,
) -> Callable[[str], Compiled]:
    """A function: a source document compiled from its text, or from a copy in another format."""
    copy = {"text": None, "PDF": as_pdf, "Word": as_docx}[request.param]
    suffix = {"text": "txt", "PDF": "pdf", "Word": "docx"}[request.param]
    return lambda number: copies(number, seed, extraction_of, copy, f"copy.{suffix}")


@pytest.mark.parametrize("number", sorted(COUNTS))
def test_criteria_paragraphs_and_cells_are_counted_exactly(
    number: str, compiled_seed: Callable[[str], Compiled]
) -> None:
    found = compiled_seed(number)

    assert list(found.counts().values()) == COUNTS[number]
    numbering = found.numbering
    assert (numbering.count, numbering.first, numbering.last) == PARAGRAPHS[number]
    assert (numbering.gaps, numbering.twice) == ((), ())
    assert dict(Counter((row.section, row.cell) for row in found.report)) == CELLS[number]


def test_five_judgements_stand_against_four_grades(
    compiled_seed: Callable[[str], Compiled],
) -> None:
    found = compiled_seed("000")

    assert len(found.judgements) == len(found.areas) == 5
    [remark] = [r for r in found.suspicions if r.code == "judgement-without-cell"]
    assert "afeguarding" in remark.message
    assert found.scale is not None
    assert found.scale.order == "stated"
    assert found.scale.printed[0] == "good"


def test_a_lost_bullet_and_a_split_item_are_counted_and_told(
    compiled_seed: Callable[[str], Compiled],
) -> None:
    found = compiled_seed("000")
    group = found.areas[3].group("good")

    assert group is not None
    assert [one.how for one in group.criteria].count("item without its mark") == 1
    assert [r.code for r in found.assumptions].count("mark-lost") == 1
    [left] = [r for r in found.unplaced if r.code == "unplaced"]
    assert left.anchor is not None
    assert left.anchor.paragraph == "50"


def test_evidence_and_lead_ins(compiled_seed: Callable[[str], Compiled]) -> None:
    found = compiled_seed("001")

    assert [len(area.evidence) for area in found.areas] == [3, 3, 7]
    led = [{group.grade for group in area.groups if group.lead_in} for area in found.areas]
    assert led == LEAD_INS["001"]
    assert [area.section for area in found.areas] == ["5.1", "5.2", "5.3"]


def test_two_elements_with_their_parts(compiled_seed: Callable[[str], Compiled]) -> None:
    found = compiled_seed("002")

    parts = [[len(area.parts) for area in element.areas] for element in found.areas]
    assert parts == [[2, 6, 3, 2], [2, 7, 3, 5]]
    assert found.scale is not None
    assert found.scale.grades == ("outstanding", "good", "adequate", "inadequate")
    assert len(found.limits) == 7
    codes = Counter(remark.code for remark in found.suspicions)
    assert codes["row-repeated"] == 1


def test_faults_of_the_documents_are_told(compiled_seed: Callable[[str], Compiled]) -> None:
    [foreign] = [r for r in compiled_seed("001").suspicions if r.code == "foreign-word"]
    [reference] = [r for r in compiled_seed("002").suspicions if r.code == "cross-reference"]

    assert "the home" in foreign.message
    assert "48" in reference.message
    assert "47" in reference.message
    assert not [r for r in compiled_seed("000").suspicions if r.code == "cross-reference"]


def test_sentences_of_the_good_criteria(seed: Seed) -> None:
    found = compile_document(seed("001"))

    goods = [area.group("good") for area in found.areas]
    counts = [
        sum(len(list(sentences(one.text))) for one in group.criteria) for group in goods if group
    ]
    assert counts == [23, 17, 37]


@pytest.mark.parametrize("number", ["003", "004"])
def test_a_committee_report_and_a_training_deck_are_refused(number: str, seed: Seed) -> None:
    with pytest.raises(FrameworkError, match="Looked for, and not found"):
        compile_document(seed(number), number)


@pytest.mark.parametrize("number", ["000", "001"])
def test_renamed_grades_and_areas_are_followed(
    number: str, seed_text: Callable[[str], str], compiled_from: Callable[..., Compiled]
) -> None:
    renamed = seed_text(number)
    for old, new in (
        ("requires improvement to be good", "needs work"),
        ("requires improvement", "needs work"),
        ("require improvement", "need work"),
        ("outstanding", "exemplary"),
        ("inadequate", "failing"),
        ("good", "sound"),
        ("leadership and management", "running the place"),
    ):
        renamed = re.sub(rf"\b{old}\b", new, renamed)
        renamed = re.sub(rf"\b{old.capitalize()}\b", new.capitalize(), renamed)
    found = compiled_from(renamed, "renamed.md")

    names = {"good": "sound", "outstanding": "exemplary", "inadequate": "failing"}
    expected = [
        {names.get(grade, "needs work"): count for grade, count in row.items()}
        for row in COUNTS[number]
    ]
    assert list(found.counts().values()) == expected
    assert found.scale is not None
    assert found.scale.grades == ("exemplary", "sound", "needs work", "failing")
