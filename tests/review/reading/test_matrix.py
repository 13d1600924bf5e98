"""The matrix of an evidence base: what stands where, with its counts, and what it warns of."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from corpus.frameworks import load
from corpus.frameworks.inspections import EvidenceSource
from corpus.records import Document
from review.labels import lens
from review.reading.by_area import Base, Piece
from review.reading.matrix import Matrix, Row, Told, in_row, level_of, matrix, types_of
from review.reading.speaking import Voices

LENS = "sccif-asa-2024"
SHOWN = lens(LENS, Path("no-frameworks-of-its-own"))
BY_AREA = lens("ilacs-2023", Path("no-frameworks-of-its-own"))


def document(key: str, kind: str | None = "inspection_report") -> Document:
    return Document(key, f"{key}.pdf", "application/pdf", 1, "public", kind=kind)


DOCUMENTS = {
    "r1": document("r1"), "r2": document("r2"), "a1": document("a1", "audit"),
    "s1": document("s1", "survey-response"), "u1": document("u1", None),
    "n1": document("n1", "visit"),
}  # fmt: skip


def piece(number: int, where: str, polarity: str = "strength", code: str = "LEAD-1") -> Piece:
    return Piece(f"t{number}", f"p{number}", where, "LEAD", None, code, polarity, True, 0.9)


def laid(*pieces: Piece, voices: Voices | None = None, by: str = "document") -> Matrix:
    told = Told(SHOWN, load(LENS), DOCUMENTS, voices or Voices(), by)  # type: ignore[arg-type]
    return matrix(told, Base(pieces, documents=len(DOCUMENTS)))


def spoken(**passages: str) -> Voices:
    """Let one type of source speak in each of these passages."""
    return Voices({}, {
        key: (EvidenceSource(type=kind, document="n1"),) for key, kind in passages.items()
    })  # fmt: skip


def row(found: Matrix, code: str = "LEAD-1") -> Row:
    return next(one for group in found.groups for one in group.rows if one.label.code == code)


def codes(found: Row) -> set[str]:
    return {one.code for one in found.warned}


def test_a_criterion_is_counted_by_document_and_polarity() -> None:
    found = row(laid(piece(1, "r1"), piece(2, "r1"), piece(3, "a1", "weakness")))
    assert found.cells["r1"].counts == {"strength": 2}
    assert found.cells["a1"].counts == {"weakness": 1}
    assert (found.total.passages, found.documents) == (3, 2)


def test_all_criteria_of_good_have_a_row_and_those_without_a_passage_are_warned_of() -> None:
    found = laid(piece(1, "r1"))
    assert found.level == "criterion"
    assert found.asked == 31
    assert found.warnings["no evidence"] == 30
    assert codes(row(found, "LEAD-2")) == {"no evidence"}
    assert row(found, "LEAD-2").total.passages == 0


def test_what_speaks_neither_way_bears_nothing() -> None:
    [warned] = row(laid(piece(1, "r1", "neutral"))).warned
    assert warned.code == "no evidence"
    assert warned.words == "Only passages that speak neither way"


def test_decided_and_unsure_passages_are_told_apart_from_suggested_ones() -> None:
    accepted = replace(piece(1, "r1"), decided="accept", who="Ina")
    unsure = replace(piece(2, "r1"), sure=False)
    total = row(laid(accepted, unsure, piece(3, "r1"))).total
    assert (total.passages, total.decided, total.unsure) == (3, 1, 1)


WARNINGS = [
    # (documents, warned of, not warned of, why)
    (["r1"], {"single source", "single document"}, set(), "one report alone"),
    (["r1", "r2"], {"single source"}, {"single document"}, "two reports are one type"),
    (["r1", "a1"], set(), {"single source", "single document"}, "a report and an audit"),
    (["r1", "u1"], {"type unknown"}, {"single source"}, "what a document is, nobody recorded"),
]


@pytest.mark.parametrize(("where", "warned", "silent", "why"), WARNINGS)
def test_sources_are_warned_of(
    where: list[str], warned: set[str], silent: set[str], why: str
) -> None:
    found = codes(row(laid(*(piece(number, one) for number, one in enumerate(where)))))
    assert warned <= found, why
    assert not silent & found, why


def test_a_voice_that_nobody_recorded_is_no_missing_voice() -> None:
    found = row(laid(piece(1, "r1"), piece(2, "s1")))
    assert "voice not recorded" in codes(found)
    assert "no voice of the child" not in codes(found)


def test_where_who_speaks_is_known_a_missing_child_is_warned_of() -> None:
    adult, child = spoken(p1="interview-staff"), spoken(p1="interview-child")
    without = row(laid(piece(1, "r1"), voices=adult))
    assert "no voice of the child" in codes(without)
    partly = row(laid(piece(1, "r1"), piece(2, "r2"), voices=adult))
    assert any("for 1 of 2 passages" in one.words for one in partly.warned)
    with_child = row(laid(piece(1, "r1"), piece(2, "r2"), voices=child))
    assert not {"no voice of the child", "voice not recorded"} & codes(with_child)


def test_a_child_that_speaks_neither_way_bears_nothing() -> None:
    found = laid(piece(1, "r1"), piece(2, "r2", "neutral"),
                 voices=spoken(p1="interview-staff", p2="interview-child"))  # fmt: skip
    assert "no voice of the child" in codes(row(found))


def test_answers_of_children_to_a_survey_are_their_voice_and_stay_a_survey() -> None:
    answers = Voices({}, {"p1": (EvidenceSource(type="survey", document="s1", child=True),)})
    found = row(laid(piece(1, "s1"), voices=answers))
    assert not {"no voice of the child", "voice not recorded"} & codes(found)
    assert "One type of source only: Survey" in {one.words for one in found.warned}


def test_strengths_against_weaknesses_are_counted_with_where_both_stand() -> None:
    found = row(laid(piece(1, "r1"), piece(2, "r1", "weakness"), piece(3, "r2")))
    [words] = [one.words for one in found.warned if one.code == "in conflict"]
    assert words == "Strengths (2) against weaknesses (1); both in 1 of 2 documents"
    assert "in conflict" not in codes(row(laid(piece(1, "r1"), piece(2, "r2", "mixed"))))


def test_columns_may_be_types_of_source() -> None:
    found = laid(piece(1, "r1"), piece(2, "r2"), piece(3, "a1"), by="source")
    assert [(one.key, one.documents) for one in found.columns] == [
        ("audit", 1), ("previous-inspection", 2),
    ]  # fmt: skip
    assert row(found).cells["previous-inspection"].counts == {"strength": 2}


def test_who_speaks_in_a_note_gives_it_a_column_of_its_own() -> None:
    voices = spoken(p1="interview-child", p2="interview-staff")
    found = laid(piece(1, "n1"), piece(2, "n1"), piece(3, "r1"), voices=voices, by="source")
    assert [(one.key, one.documents) for one in found.columns] == [
        ("previous-inspection", 1), ("interview-child", 1), ("interview-staff", 1),
    ]  # fmt: skip
    assert row(found).cells["interview-child"].passages == 1
    assert row(found).documents == 2


def test_a_document_in_which_nobody_is_known_to_speak_is_of_the_type_of_its_kind() -> None:
    told = Told(SHOWN, load(LENS), DOCUMENTS)
    kinds = {key: types_of(told, piece(1, key)) for key in (*DOCUMENTS, "gone")}
    assert kinds == {
        "r1": ("previous-inspection",), "r2": ("previous-inspection",), "a1": ("audit",),
        "s1": ("survey",), "n1": ("case-file",), "u1": ("not-recorded",),
        "gone": ("not-recorded",),
    }  # fmt: skip


def test_documents_without_a_tag_are_named_and_what_fits_no_area_is_counted() -> None:
    none = replace(piece(2, "r2"), area="NONE", criterion=None)
    found = laid(piece(1, "r1"), none)
    assert found.unread == ("a1", "n1", "s1", "u1")
    assert found.none.passages == 1
    assert "NONE" not in {group.head.label.code for group in found.groups}


def test_rows_are_areas_where_tags_have_no_criteria() -> None:
    one = replace(piece(1, "r1"), area="HP", criterion=None)
    assert level_of(BY_AREA, [one]) == "area"
    found = matrix(Told(BY_AREA, load("ilacs-2023"), DOCUMENTS), Base((one,)))
    assert all(not group.rows for group in found.groups)
    assert found.asked == len(found.groups) >= 3
    assert found.warnings["no evidence"] == found.asked - 1


def test_rows_are_aspects_where_those_are_the_most_particular() -> None:
    aspects = lens("slac-2009", Path("no-frameworks-of-its-own"))
    one = replace(piece(1, "r1"), area="QP", criterion=None, aspect="QP-PLAN")
    assert level_of(aspects, [one]) == "aspect"
    assert in_row(one, aspects.labels["QP-PLAN"])
