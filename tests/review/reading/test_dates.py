"""When documents are from: published, else inspected, as people corrected it."""

from __future__ import annotations

import json

import pytest

from corpus.chain import Draft
from corpus.evidence import open_evidence
from corpus.workspace import Workspace
from review.reading.dates import Dated, dates
from review.stores import Stores

STATED = [
    # (published, what its inspections state, when it is from, why)
    ("2021-06-01T09:30:00", [], Dated("2021-06-01"), "a day, without its time"),
    ("2021-06-01", [{"end": "2021-05-07"}], Dated("2021-06-01"), "published, wherever it says so"),
    (None, [{"start": "2021-05-03", "end": "2021-05-07"}], Dated("2021-05-07", True), "the last"),
    (None, [{"start": "2021-05-03", "end": None}], Dated("2021-05-03", True), "its first day"),
    (None, [{"dated": "2021-05-20"}], Dated("2021-05-20", True), "a letter has a day"),
    (None, [{"end": "2018-01-05"}, {"end": "2021-05-07"}], Dated("2021-05-07", True), "of several"),
    ("in spring", [{"end": "2021-05-07"}], Dated("2021-05-07", True), "no day is none"),
    (None, [{"end": "spring"}], None, "nor here"),
    (None, [], None, "nothing is told"),
]  # fmt: skip


@pytest.mark.parametrize(("published", "inspections", "expected", "why"), STATED)
def test_a_document_is_from_when_it_was_published_else_inspected(
    stores: Stores, place: Workspace, published: str | None,
    inspections: list[dict[str, str | None]], expected: Dated | None, why: str,
) -> None:  # fmt: skip
    document = state(place, published, inspections)
    assert dates(stores.evidence).get(document) == expected, why


def state(place: Workspace, published: str | None, stated: list[dict[str, str | None]]) -> str:
    """Let a document of the demo state this and nothing else."""
    with open_evidence(place) as evidence:
        facts = [one for one in evidence.facts() if one.kind == "inspection"]
        document = facts[0].document_id
        evidence.db.execute(
            "UPDATE documents SET published = ? WHERE id = ?", (published, document)
        )
        keep = "SELECT * FROM facts WHERE id = ?"
        [row] = evidence.query(keep, facts[0].id)
        names = [one[1] for one in evidence.query("PRAGMA table_info(facts)")]
        evidence.db.execute("DELETE FROM facts WHERE document_id = ?", (document,))
        for number, fields in enumerate(stated):
            values = dict(zip(names, row, strict=True))
            values |= {"id": f"f{number}", "position": number, "fields": json.dumps(fields)}
            marks = ", ".join("?" * len(names))
            evidence.db.execute(f"INSERT INTO facts VALUES ({marks})", tuple(values.values()))
    return document


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ({"published": "2022-02-02"}, Dated("2022-02-02")),
        ({"inspection_end": "2020-02-02"}, Dated("2020-02-02", True)),
    ],
)
def test_what_was_corrected_holds(
    stores: Stores, place: Workspace, after: dict[str, str], expected: Dated
) -> None:
    document = state(place, None, [{"start": "2020-01-30", "end": "2021-05-07"}])
    assert dates(stores.evidence)[document] == Dated("2021-05-07", inspected=True)
    before = dict.fromkeys(after)
    event = stores.decisions.record(
        Draft("correct", "Ina", "document", document, document_id=document, before=before,
              after=after)
    )  # fmt: skip
    assert dates(stores.evidence)[document] == expected
    stores.decisions.record(
        Draft("undo", "Ina", "document", document, document_id=document, undoes=event.hash)
    )
    assert dates(stores.evidence)[document] == Dated("2021-05-07", inspected=True)
