"""Exports show what people corrected and that they did; events come with all that binds them."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest

from corpus.chain import Draft, Event, breaks
from corpus.decisions import Decisions, open_decisions
from corpus.evidence import Evidence
from corpus.exports import write
from corpus.facts import Fact, Stated
from corpus.identity import fact_id
from corpus.records import Reading

Report = Callable[..., Reading]
CONTRACT = "seq at who what target_type target_id start end before after reason hash"
GRADE = {"framework": "slac-2009", "area": "HP", "grade": "Good", "grade_normalised": "good"}
ACTION = {"area": "Care", "rag": "amber", "due": "2013-06-01", "band": None}
DAYS = {"framework": "slac-2009", "start": "2013-03-04", "end": "2013-03-08"}
WORDS = "Care: Good"


@pytest.fixture
def decisions(evidence: Evidence) -> Iterator[Decisions]:
    with open_decisions(evidence.workspace) as opened:
        yield opened


def stating(reading: Reading, **kinds: dict[str, Any]) -> Reading:
    """The same reading, stating one fact of every kind that is named."""
    assert reading.document is not None
    document = reading.document.id
    facts = tuple(
        Fact(fact_id(document, kind, "", 0, 10), document, kind, said, 0, 10, WORDS)  # type: ignore[arg-type]
        for kind, said in kinds.items()
    )
    return replace(reading, stated=Stated(document, "facts/1", "slac-2009", facts))


@pytest.fixture
def reading(evidence: Evidence, report: Report) -> Reading:
    made = stating(
        report("/in/a.pdf", WORDS, provider_urn="1", published="2013-03-15"),
        judgement=GRADE, requirement={"references": ["1"]}, action=ACTION,
    )  # fmt: skip
    evidence.save([made])
    return made


def fact(reading: Reading, kind: str) -> str:
    assert reading.stated is not None
    return next(found.id for found in reading.stated.facts if found.kind == kind)


def document(reading: Reading) -> str:
    assert reading.document is not None
    return reading.document.id


def correct(target_type: str, target: str, **after: Any) -> Draft:
    return Draft("correct", "Ann", target_type, target, after=after, reason="Page 1.")  # type: ignore[arg-type]


def exported(evidence: Evidence, what: str, as_of: date | None = None) -> list[dict[str, Any]]:
    out = io.BytesIO()
    write(evidence, what, "jsonl", out, as_of)
    return [json.loads(line) for line in out.getvalue().decode().splitlines()]


def test_a_document_is_exported_as_corrected(
    evidence: Evidence, decisions: Decisions, reading: Reading
) -> None:
    [before] = exported(evidence, "documents")
    assert (before["published"], before["corrected"]) == ("2013-03-15", [])
    decisions.record(
        correct("document", document(reading), published="2013-03-16", framework="sif-2013")
    )
    [row] = exported(evidence, "documents")
    assert row["corrected"] == ["framework", "published"]
    assert row == {
        **before,
        "published": "2013-03-16",
        "framework": "sif-2013",
        "corrected": ["framework", "published"],
    }


class TestDaysOfInspections:
    """The day of an inspection is one day, whether the document or the fact was corrected."""

    @pytest.fixture
    def visited(self, evidence: Evidence, report: Report) -> Reading:
        made = stating(report("/in/v.pdf", WORDS), inspection=DAYS)
        evidence.save([made])
        return made

    def test_a_document_has_the_corrected_days_of_its_inspection(
        self, evidence: Evidence, decisions: Decisions, visited: Reading
    ) -> None:
        decisions.record(correct("fact", fact(visited, "inspection"), end="2013-03-15"))
        [row] = exported(evidence, "documents")
        assert (row["inspection_start"], row["inspection_end"]) == ("2013-03-04", "2013-03-15")
        assert row["corrected"] == ["inspection_end"]

    def test_what_was_corrected_both_ways_is_named_once(
        self, evidence: Evidence, decisions: Decisions, visited: Reading
    ) -> None:
        decisions.record(correct("document", document(visited), inspection_end="2013-03-14"))
        decisions.record(correct("fact", fact(visited, "inspection"), end="2013-03-15"))
        [row] = exported(evidence, "documents")
        assert row["inspection_end"] == "2013-03-15"  # the later word
        assert row["corrected"] == ["inspection_end"]

    def test_a_document_of_no_inspection_has_the_days_that_a_person_gave_it(
        self, evidence: Evidence, decisions: Decisions, reading: Reading
    ) -> None:
        decisions.record(correct("document", document(reading), inspection_start="2013-03-04"))
        [row] = exported(evidence, "documents")
        assert (row["inspection_start"], row["corrected"]) == ("2013-03-04", ["inspection_start"])


def test_facts_are_exported_as_corrected(
    evidence: Evidence, decisions: Decisions, reading: Reading
) -> None:
    grade, wish = fact(reading, "judgement"), fact(reading, "requirement")
    decisions.record(correct("fact", grade, grade="Adequate", grade_normalised="adequate"))
    decisions.record(correct("fact", wish, kind="recommendation", references=["2", "3"]))
    [row] = exported(evidence, "judgements")
    assert (row["grade"], row["grade_normalised"], row["area"]) == ("Adequate", "adequate", "HP")
    assert (row["fact_id"], row["corrected"]) == (grade, ["grade", "grade_normalised"])
    [row] = exported(evidence, "improvements")
    assert (row["kind"], row["references"], row["text"]) == ("recommendation", ["2", "3"], WORDS)
    assert row["corrected"] == ["kind", "references"]
    [row] = exported(evidence, "actions")
    assert row["corrected"] == []


def test_what_is_overdue_follows_the_corrected_day(
    evidence: Evidence, decisions: Decisions, reading: Reading
) -> None:
    assert exported(evidence, "actions", date(2013, 7, 1))[0]["overdue"] is True
    decisions.record(correct("fact", fact(reading, "action"), due="2013-08-01"))
    [row] = exported(evidence, "actions", date(2013, 7, 1))
    assert (row["due"], row["overdue"], row["corrected"]) == ("2013-08-01", False, ["due"])


def test_a_band_runs_from_the_corrected_publication(
    evidence: Evidence, decisions: Decisions, report: Report
) -> None:
    plan = {**ACTION, "due": None, "band": "within 3 months"}
    made = stating(report("/in/b.pdf", WORDS, published="2013-03-15"), action=plan)
    evidence.save([made])
    assert exported(evidence, "actions", date(2013, 7, 1))[0]["overdue"] is True
    decisions.record(correct("document", document(made), published="2013-05-15"))
    assert exported(evidence, "actions", date(2013, 7, 1))[0]["overdue"] is False


def test_a_new_reading_never_undoes_a_correction(
    evidence: Evidence, decisions: Decisions, reading: Reading
) -> None:
    decisions.record(correct("document", document(reading), published="2013-03-16"))
    decisions.record(correct("fact", fact(reading, "judgement"), grade="Adequate"))
    before = [exported(evidence, what) for what in ("documents", "judgements")]
    assert reading.extraction is not None
    again = replace(reading, extraction=replace(reading.extraction, extractor="pdf/2"))
    evidence.save([again])
    assert [exported(evidence, what) for what in ("documents", "judgements")] == before


def test_events_are_exported_by_the_contract_and_their_chain_can_be_checked(
    evidence: Evidence, decisions: Decisions, reading: Reading
) -> None:
    first = decisions.record(correct("document", document(reading), kind="letter"))
    decisions.record(
        Draft("undo", "Ben", "document", document(reading), undoes=first.hash, reason="No.")
    )
    found = exported(evidence, "events")
    assert all(" ".join(row).startswith(f"{CONTRACT} ") for row in found)
    names = [field.name for field in fields(Event)]
    events = [Event(**{name: row[name] for name in names}) for row in found]
    assert events == list(decisions.events())
    assert not [broken for broken in breaks(events) if broken.code != "event-forged"]
    assert found[0]["after"] == {"kind": "letter"}


def test_without_decisions_there_are_no_events_and_nothing_is_made(
    evidence: Evidence, reading: Reading
) -> None:
    assert exported(evidence, "events") == []
    assert not evidence.workspace.review.exists()
