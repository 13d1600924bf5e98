"""Corrections laid over what was read: the last standing one of each field, and who says so."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.chain import Draft, Event
from corpus.corrections import Corrections, collect, corrected, corrected_facts, stated_by_option
from corpus.decisions import Decisions, open_decisions
from corpus.facts import Fact
from corpus.records import Document
from corpus.workspace import Workspace

DOCUMENT = Document(
    "d", "a.pdf", "application/pdf", 1, "public", "80427", "Bath", None, "2019-03-01"
)
FACT = Fact(
    "f", "d", "judgement", {"area": "OE", "grade": "Good", "grade_normalised": "good"}, 3, 7, "Good"
)
INSPECTION = Fact(
    "i",
    "d",
    "inspection",
    {
        "start": "2019-01-21",
        "end": "2019-02-01",
        "published": None,
        "ranges": [["2019-01-21", "2019-01-25"], ["2019-01-30", "2019-02-01"]],
    },
    8,
    12,
    "Days",
)


def correct(target: str, after: dict[str, Any], before: dict[str, Any] | None = None) -> Draft:
    kind = "document" if target == "d" else "fact"
    return Draft("correct", "Ann", kind, target, "d", before=before, after=after, reason="Page 1.")


@pytest.fixture
def decisions(workspace: Workspace) -> Any:
    with open_decisions(workspace) as opened:
        yield opened


def read(decisions: Decisions) -> Corrections:
    return collect(decisions.standing("correct", "state"))


def test_what_nobody_corrected_is_as_it_was_read() -> None:
    for record in (DOCUMENT, FACT):
        found = corrected(record, Corrections())
        assert found.value is record
        assert found.fields == {}


def test_a_document_is_shown_corrected_with_who_and_why(decisions: Decisions) -> None:
    decisions.record(correct("d", {"published": "2019-02-01"}, {"published": "2019-03-01"}))
    found = corrected(DOCUMENT, read(decisions))
    assert found.value == replace(DOCUMENT, published="2019-02-01")
    [(name, told)] = found.fields.items()
    assert (name, told.seq, told.who, told.reason) == ("published", 1, "Ann", "Page 1.")
    assert (told.before, told.after) == ("2019-03-01", "2019-02-01")


def test_what_no_record_of_a_document_holds_stands_beside_it(decisions: Decisions) -> None:
    decisions.record(correct("d", {"framework": "sif-2013"}))
    found = corrected(DOCUMENT, read(decisions))
    assert found.value == DOCUMENT
    assert found.fields["framework"].after == "sif-2013"


def test_a_fact_is_shown_corrected_and_quotes_what_it_quoted(decisions: Decisions) -> None:
    decisions.record(correct("f", {"grade": "Inadequate", "grade_normalised": "inadequate"}))
    found = corrected(FACT, read(decisions)).value
    assert found.fields == {"area": "OE", "grade": "Inadequate", "grade_normalised": "inadequate"}
    assert (found.text, found.start, found.end, found.kind) == ("Good", 3, 7, "judgement")


def test_a_correction_holds_for_the_words_that_were_seen(decisions: Decisions) -> None:
    decisions.record(correct("f", {"grade": "Fine"}, {"grade": "Good", "text": "Good"}))
    decisions.record(correct("f", {"area": "HP"}))
    assert corrected(FACT, read(decisions)).value.fields["grade"] == "Fine"
    other = replace(FACT, text="Poor", fields={**FACT.fields, "grade": "Poor"})
    found = corrected(other, read(decisions))
    assert found.value.fields == {**other.fields, "area": "HP"}
    assert list(found.fields) == ["area"]


def test_a_fact_may_be_of_another_kind(decisions: Decisions) -> None:
    fact = replace(FACT, kind="requirement", fields={"order": 1, "due": None})
    decisions.record(correct("f", {"kind": "recommendation"}))
    found = corrected(fact, read(decisions)).value
    assert (found.kind, found.fields) == ("recommendation", {"order": 1, "due": None})


def test_a_later_correction_of_a_field_wins_and_other_fields_stay(decisions: Decisions) -> None:
    decisions.record(correct("d", {"published": "2019-02-01", "kind": "letter"}))
    decisions.record(correct("d", {"published": "2019-02-02"}))
    found = corrected(DOCUMENT, read(decisions)).value
    assert (found.published, found.kind) == ("2019-02-02", "letter")


def test_a_field_may_be_cleared(decisions: Decisions) -> None:
    decisions.record(correct("d", {"provider_urn": None}))
    assert corrected(DOCUMENT, read(decisions)).value.provider_urn is None


def test_what_was_undone_is_not_shown(decisions: Decisions) -> None:
    first = decisions.record(correct("d", {"published": "2019-02-01"}))
    second = decisions.record(correct("d", {"published": "2019-02-02"}))
    undo = Draft("undo", "Ann", "document", "d", "d", undoes=second.hash)
    decisions.record(undo)
    assert corrected(DOCUMENT, read(decisions)).value.published == "2019-02-01"
    decisions.record(replace(undo, undoes=first.hash))
    assert corrected(DOCUMENT, read(decisions)).value is DOCUMENT


def test_columns_are_shown_corrected_with_the_names_of_those_that_are(
    decisions: Decisions,
) -> None:
    decisions.record(correct("d", {"kind": "letter", "framework": "sif-2013"}))
    columns = {"document_id": "d", "framework": None, "kind": None, "published": "2019-03-01"}
    shown, names = read(decisions).over("document", "d", columns)
    assert shown == {**columns, "framework": "sif-2013", "kind": "letter"}
    assert names == ["framework", "kind"]
    assert read(decisions).over("document", None, columns) == (columns, [])


def test_what_an_option_said_is_no_correction(decisions: Decisions) -> None:
    draft = replace(correct("d", {"kind": "letter"}), what="state")
    decisions.record(draft)
    decisions.record(replace(draft, after={"provider_urn": "80428"}))
    decisions.record(replace(draft, after={"kind": "action_plan"}))
    assert read(decisions) == Corrections()
    assert stated_by_option(decisions.standing("state")) == {
        "d": {"kind": "action_plan", "provider_urn": "80428"}
    }


VALUES = st.dictionaries(
    st.sampled_from(["kind", "published", "provider_urn"]), st.text(max_size=3)
)


def numbered(draft: Draft, seq: int) -> Event:
    """An event outside of any chain: the overlay does not look at hashes."""
    return Event(seq, "L", seq, seq, "then", **asdict(draft), previous_hash="", hash=str(seq))


@given(st.lists(VALUES, max_size=5))
def test_each_field_is_as_the_last_word_on_it(said: list[dict[str, str]]) -> None:
    events = [numbered(correct("d", values), at + 1) for at, values in enumerate(said)]
    last: dict[str, Any] = {}
    for values in said:
        last |= values
    assert corrected(DOCUMENT, collect(events)).value == replace(DOCUMENT, **last)


class TestDaysOfInspections:
    """A day that a person corrected is the day, wherever it is shown."""

    @pytest.mark.parametrize(
        ("after", "ranges", "why"),
        [
            (
                {"start": "2019-03-04", "end": "2019-03-08"},
                [["2019-03-04", "2019-03-08"]],
                "both days moved: the printed ranges are those that were wrong",
            ),
            ({"end": "2019-02-08"}, [["2019-01-21", "2019-02-08"]], "the first day was right"),
            ({"end": None}, [["2019-01-21"]], "no last day"),
            ({"start": None, "end": None}, [], "no days at all"),
            ({"type": "short"}, INSPECTION.fields["ranges"], "the days were read well"),
        ],
    )
    def test_the_ranges_of_days_follow(
        self, decisions: Decisions, after: dict[str, Any], ranges: list[list[str]], why: str
    ) -> None:
        decisions.record(correct("i", after))
        found = corrected(INSPECTION, read(decisions))
        assert found.value.fields["ranges"] == ranges, why
        assert list(found.fields) == sorted(after)

    def test_days_corrected_of_a_document_are_those_of_its_first_inspection(
        self, decisions: Decisions
    ) -> None:
        second = replace(INSPECTION, id="j")
        decisions.record(correct("d", {"inspection_start": "2019-01-22", "kind": "letter"}))
        facts = corrected_facts([FACT, INSPECTION, second], read(decisions))
        assert [found.value for found in facts[::2]] == [FACT, second]
        assert facts[1].value.fields["start"] == "2019-01-22"
        assert facts[1].value.fields["ranges"] == [["2019-01-22", "2019-02-01"]]
        assert list(facts[1].fields) == ["start"]

    @pytest.mark.parametrize(
        ("of_document_last", "day"), [(True, "2019-01-22"), (False, "2019-01-23")]
    )
    def test_the_later_word_counts(
        self, decisions: Decisions, of_document_last: bool, day: str
    ) -> None:
        of_document = correct("d", {"inspection_start": "2019-01-22"})
        of_fact = correct("i", {"start": "2019-01-23"})
        for draft in (of_fact, of_document) if of_document_last else (of_document, of_fact):
            decisions.record(draft)
        [found] = corrected_facts([INSPECTION], read(decisions))
        assert found.value.fields["start"] == day

    def test_publication_is_that_of_the_inspection_only_where_the_document_is_its_report(
        self, decisions: Decisions
    ) -> None:
        decisions.record(correct("d", {"published": "2019-02-01"}))
        [paper] = corrected_facts([INSPECTION], read(decisions))
        [report] = corrected_facts([INSPECTION], read(decisions), report=True)
        assert paper.value is INSPECTION
        assert report.value.fields["published"] == "2019-02-01"
