"""Official wording attached to a known framework, kept as JSON, or written as a new framework."""

import json
from collections.abc import Callable
from datetime import date

import pytest

from corpus.frameworks import Framework, load
from corpus.frameworks.compiler import (
    Compiled,
    attach,
    compile_document,
    matched_areas,
    read_wordings,
    suggested_id,
    to_yaml,
    write_wordings,
)
from corpus.frameworks.loading import read
from corpus.problems import FrameworkError
from corpus.records import Extraction

Read = Callable[..., Compiled]

OURS = """
id: harbour-2031
title: Harbour homes, 2031
publisher: Harbour Quality Office
in_force: {from: 2031-04-01}
source: a fictional framework
scale:
  - {grade: strong, aliases: [strong]}
  - {grade: steady, aliases: [steady]}
  - {grade: weak, aliases: [weak]}
areas:
  - code: WEL
    title: Welcome
    aliases: [warmth of welcome]
    paragraph: "4-6"
    evidence:
      - {text: Letters written by visitors, paragraph: "bullet 1"}
      - {text: A diary with all arrivals, paragraph: "bullet 2"}
  - {code: PASS, title: Passage that is safe, paragraph: "7-9"}
criteria:
  strong:
    - {code: WEL-1, area: WEL, title: Met, text: Each arrival is met by name, paragraph: "4"}
    - {code: WEL-2, area: WEL, title: Lamps, text: Windows have lit lamps at dusk, paragraph: "4"}
    - {code: PASS-1, area: PASS, title: Boats, text: Boats examined daily, paragraph: "7"}
    - {code: PASS-2, area: PASS, title: Log, text: Anybody may read the open log, paragraph: "7"}
  weak:
    - {code: WEL-W, area: WEL, title: Alone, text: People stand alone in rain, paragraph: "6"}
    - {code: PASS-W, area: PASS, title: Boats, text: Nobody has examined the boats, paragraph: "9"}
"""


@pytest.fixture(scope="module")
def ours() -> Framework:
    return read(OURS, "harbour-2031.yaml")


def test_wording_goes_to_area_grade_and_order(
    harbour: str, ours: Framework, compiled_from: Read
) -> None:
    found = attach(compiled_from(harbour), ours)

    texts = {row.code: row.text for row in found.wordings}
    assert list(texts) == ["WEL-1", "WEL-2", "WEL-W", "PASS-1", "PASS-2", "PASS-W"]
    assert texts["PASS-2"] == "The log is open to all."
    assert texts["WEL-2"].startswith("Lamps are lit")
    assert [row.code for row in found.doubtful] == []
    assert {row.code for row in found.beside} == {
        "WEL title",
        "WEL evidence 1",
        "WEL evidence 2",
        "PASS title",
    }


def test_what_has_no_counterpart_is_listed(
    harbour: str, ours: Framework, compiled_from: Read
) -> None:
    found = attach(compiled_from(harbour), ours)

    assert (
        sum("steady: 1 in the document, 0 in the framework" in row for row in found.unmatched) == 2
    )


def test_areas_are_matched_by_title_and_alias(
    harbour: str, ours: Framework, compiled_from: Read
) -> None:
    found = dict(matched_areas(compiled_from(harbour), ours))

    assert {code: area.title for code, area in found.items()} == {
        "WEL": "Warmth of welcome",
        "PASS": "Safe passage",
    }


def test_criteria_out_of_order_look_wrong(
    harbour: str, ours: Framework, compiled_from: Read
) -> None:
    met = "- Everybody who arrives is met at the quay by name.\n"
    lamps = (
        "- Lamps are lit in each window before dusk and stay\n  lit until the last boat is in.\n"
    )
    assert met + lamps in harbour
    found = attach(compiled_from(harbour.replace(met + lamps, lamps + met)), ours)

    assert [(row.code, row.doubt) for row in found.doubtful] == [
        ("WEL-1", "it reads more like WEL-2"),
        ("WEL-2", "it reads more like WEL-1"),
    ]


def test_one_criterion_more_moves_none_of_the_others(
    harbour: str, ours: Framework, compiled_from: Read
) -> None:
    longer = harbour.replace("- Boats are exam", "- Pilots sing shanties.\n- Boats are exam", 1)
    found = attach(compiled_from(longer), ours)

    texts = {row.code: row.text for row in found.wordings}
    assert texts["PASS-1"] == "Boats are examined each morning."
    assert texts["PASS-2"] == "The log is open to all."
    assert any("Pilots sing shanties" in line for line in found.unmatched)


def test_another_frameworks_document_attaches_nothing(compiled_from: Read, harbour: str) -> None:
    found = attach(compiled_from(harbour), load("sccif-asa-2024"))

    assert found.wordings == ()
    assert len(found.unmatched) >= 3


def test_kept_wording_reads_back_the_same(
    harbour: str, ours: Framework, compiled_from: Read
) -> None:
    found = attach(compiled_from(harbour), ours)
    content = write_wordings(found)

    assert read_wordings(content, "harbour-2031.wording.json") == found
    assert write_wordings(read_wordings(content, "again")) == content


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("", "empty"),
        ("{}", "without its keys"),
        ("[1, 2]", "a list"),
        ('{"format": 1, "wordings": [{"code": "A"}], "beside": [], "unmatched": []}', "cut short"),
    ],
)
def test_damaged_wording_says_what_to_do(content: str, why: str) -> None:
    with pytest.raises(FrameworkError, match=r"kept\.json is damaged.*compile"):
        read_wordings(content, "kept.json")
    assert why


def test_wording_of_a_newer_vouch_is_not_guessed(
    harbour: str, ours: Framework, compiled_from: Read
) -> None:
    data = json.loads(write_wordings(attach(compiled_from(harbour), ours))) | {"format": 2}

    with pytest.raises(FrameworkError, match="newer Vouch"):
        read_wordings(json.dumps(data), "kept.json")


def test_a_new_framework_loads_with_its_official_wording(harbour: str, compiled_from: Read) -> None:
    compiled = compiled_from(harbour)
    found = read(to_yaml(compiled, "harbour-homes-2031"), "harbour-homes-2031.yaml")

    assert found.id == "harbour-homes-2031"
    assert found.in_force_from == date(2031, 4, 1)
    assert [step.name for step in found.scale] == ["strong", "steady", "weak"]
    assert found.codes() == ("WARMTH", "SAFE")
    first = found.criteria[0]
    assert (first.code, first.paragraph) == ("WARMTH-STRO-1", "4, bullet 1")
    assert first.text == "Everybody who arrives is met at the quay by name."
    assert [(row.text, row.area) for row in found.report if row.cell == "grade"] == [
        ("Warmth of welcome", "WARMTH"),
        ("Safe passage", "SAFE"),
    ]
    assert {defect.id for defect in found.defects} == {"DEF-1", "DEF-2"}


def test_a_new_framework_attaches_to_itself(harbour: str, compiled_from: Read) -> None:
    compiled = compiled_from(harbour)
    itself = read(to_yaml(compiled, "harbour-homes-2031"), "harbour-homes-2031.yaml")
    found = attach(compiled, itself)

    assert len(found.wordings) == len(itself.criteria)
    assert {row.likeness for row in found.wordings} == {1.0}
    assert found.unmatched == ()


def test_the_same_document_gives_the_same_file(harbour: str, compiled_from: Read) -> None:
    assert to_yaml(compiled_from(harbour)) == to_yaml(compiled_from(harbour))
    assert suggested_id(compiled_from(harbour)) == "harbour-homes-inspection-framework-2031"


def test_what_only_a_person_can_decide_stands_as_comments(
    harbour: str, compiled_from: Read
) -> None:
    text = to_yaml(compiled_from(harbour))

    assert "# Sentences that may be rules" in text
    assert "# Sentences that may be clocks" in text
    assert "# - In force from April 2031: taken as the first day of that month" in text


def test_a_date_that_the_document_lacks_may_be_given(harbour: str, compiled_from: Read) -> None:
    bare = harbour.replace("Published: March 2031\n", "").replace("In use from April 2031.", "")
    compiled = compiled_from(bare)

    assert suggested_id(compiled) is None
    with pytest.raises(FrameworkError, match="--new ID"):
        to_yaml(compiled)
    given = read(to_yaml(compiled, "harbour-2032", date(2032, 9, 1)), "given")
    assumed = read(to_yaml(compiled, "harbour-2032"), "assumed")
    assert given.in_force_from == date(2032, 9, 1)
    assert assumed.in_force_from == date(2032, 1, 1)


@pytest.mark.parametrize("wrong", ["Harbour-2031", "harbour", "harbour 2031", "2031"])
def test_an_id_that_is_none_is_refused(wrong: str, harbour: str, compiled_from: Read) -> None:
    with pytest.raises(FrameworkError, match=repr(wrong)):
        to_yaml(compiled_from(harbour), wrong)


@pytest.mark.parametrize(
    ("number", "framework", "criteria"),
    [("000", "asa-2015", 64), ("001", "sccif-asa-2024", 47), ("002", "slac-2009", 0)],
)
def test_source_documents_attach_whole(
    number: str,
    framework: str,
    criteria: int,
    seed: Callable[[str], Extraction],
) -> None:
    found = attach(compile_document(seed(number)), load(framework))

    assert len(found.wordings) == criteria == len(load(framework).criteria)
    assert found.doubtful == ()
    assert found.unmatched == ()
    assert len(found.beside) > 4


@pytest.mark.parametrize("number", ["000", "001", "002"])
def test_source_documents_become_frameworks(number: str, seed: Callable[[str], Extraction]) -> None:
    compiled = compile_document(seed(number))
    found = read(to_yaml(compiled, "a-copy-2024"), "a-copy-2024.yaml")

    listed = sum(count for row in compiled.counts().values() for count in row.values())
    assert len(found.criteria) == listed
    assert len(set(found.codes())) == len(found.codes())
