"""A provider's history tells nothing of what its viewer may not see."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from corpus.chain import Draft
from corpus.evidence import open_evidence
from corpus.workspace import Workspace
from review.reading.history import Told, told
from review.reading.provider import chosen, provider
from review.stores import Stores

URN, TODAY = "9900001", date(2026, 1, 1)


@pytest.fixture
def tell(stores: Stores, viewer):
    def of(role: str = "inspector", *providers: str, key: str = URN) -> Told | None:
        return told(stores.evidence, stores.decisions, viewer(role, *providers), key, TODAY)

    return of


@pytest.fixture
def newest_restricted(place: Workspace) -> str:
    """Make the newest report a case note that was signed, as it were."""
    with open_evidence(place) as evidence:
        [(document,)] = evidence.query(
            "SELECT id FROM documents WHERE name LIKE '%report 2025%' ORDER BY name LIMIT 1"
        )
        evidence.db.execute(
            "UPDATE documents SET sensitivity = 'restricted', signed = 1 WHERE id = ?", (document,)
        )
    return str(document)


@pytest.mark.parametrize("key", [URN, "Harrowmere", "harrowmere council"])
def test_a_provider_is_found_by_number_or_name(tell, key: str) -> None:
    found = tell(key=key)
    assert found is not None
    assert found.provider.urn == URN


@pytest.mark.parametrize("key", ["", "Harrow", "0", "' OR 1=1 --", "\x00", "9900001 "])
def test_what_is_no_provider_is_not_guessed(tell, key: str) -> None:
    assert tell(key=key) is None


def test_everything_cited_leads_to_a_passage_that_holds_its_place(tell, stores: Stores) -> None:
    found = tell()
    passages = {one.id: one for one in stores.evidence.passages()}
    improvements = [item for one in found.history.inspections for item in one.improvements]
    assert improvements
    for item in improvements:
        passage = passages[found.place(item.cited)]
        assert passage.start <= item.cited.start < passage.end
        assert passage.document_id == item.cited.document_id


def test_it_is_told_once_for_all_who_may_see_the_same(tell) -> None:
    assert tell() is tell("researcher")
    # Who is assigned to another provider sees no more of this one.
    assert tell() is tell("inspector", "9900002")


def test_what_is_hidden_shows_in_no_count_note_or_date(tell, newest_restricted: str) -> None:
    hidden, seen = tell(), tell("inspector", URN)
    assert newest_restricted not in hidden.documents
    assert newest_restricted in seen.documents
    assert (hidden.restricted, seen.restricted) == (False, True)
    assert tell("qa-reviewer") is seen
    assert tell("inspector", "9900002") is hidden
    assert hidden.history.counts["restricted_documents"] == 0
    assert hidden.history.counts["documents"] == seen.history.counts["documents"] - 1
    assert len(hidden.history.inspections) == len(seen.history.inspections) - 1
    assert "restricted" not in " ".join(hidden.history.notes)
    assert newest_restricted not in {one.document_id for one in hidden.history.inspections}


def test_a_provider_of_which_all_is_hidden_is_not_there(tell, place: Workspace) -> None:
    with open_evidence(place) as evidence:
        evidence.db.execute("UPDATE documents SET sensitivity = 'restricted', signed = 1")
    assert tell() is None
    assert tell("qa-reviewer") is not None


def test_what_is_not_signed_is_nobodys_to_see(tell, place: Workspace) -> None:
    with open_evidence(place) as evidence:
        evidence.db.execute("UPDATE documents SET sensitivity = 'restricted', signed = 0")
    assert tell("qa-reviewer") is None


def test_a_correction_is_seen_at_once_and_other_decisions_cost_nothing(
    tell, stores: Stores
) -> None:
    before = tell()
    document = next(iter(before.documents))
    stores.decisions.record(Draft("accept", "Ina", "tag", "t", document_id=document))
    assert tell() is before
    stores.decisions.record(
        Draft("correct", "Ina", "document", document, document_id=document,
              before={"provider_name": "x"}, after={"provider_name": "Harrowmere Town"})
    )  # fmt: skip
    after = tell()
    assert after is not before
    assert "Harrowmere Town" in (after.provider.name, *after.provider.names)


def test_a_correction_of_the_sensitivity_opens_nothing(
    tell, stores: Stores, newest_restricted: str
) -> None:
    stores.decisions.record(
        Draft("correct", "Ina", "document", newest_restricted, document_id=newest_restricted,
              before={"sensitivity": "restricted"}, after={"sensitivity": "public"})
    )  # fmt: skip
    assert newest_restricted not in tell().documents


@pytest.mark.parametrize(
    ("names", "wanted", "weight", "expected", "why"),
    [
        (("a", "new"), "a", {"new": 9}, "a", "the one wanted"),
        (("a", "new"), "unknown", {"a": 9, "new": 1}, "new", "that of the newest inspection"),
        (("a", "new", "old"), "", {"a": 9, "old": 1}, "old", "nothing is known of the newest"),
        (("a", "b"), "", {"a": 1, "b": 2}, "b", "none of an inspection: most is known there"),
        (("a", "new", "old"), "", {}, "new", "nothing is known of any"),
        (("a", "b"), "", {}, "a", "nor is one of an inspection"),
        ((), "", {}, "sccif-asa-2024", "nothing is tagged"),
    ],
)  # fmt: skip
def test_the_lens_is_the_one_wanted_or_of_the_newest_inspection_that_tells_something(
    tell, names: tuple[str, ...], wanted: str, weight: dict[str, int], expected: str, why: str
) -> None:
    one = tell().history.inspections[0]
    inspections = [replace(one, framework=name) for name in (None, "untagged", "new", "old")]
    assert chosen(names, wanted, inspections, lambda name: weight.get(name, 0)) == expected, why


def test_what_a_page_shows_is_of_documents_that_are_seen(
    stores: Stores, viewer, newest_restricted: str
) -> None:
    shown = provider(stores.evidence, stores.decisions, viewer(), URN)
    assert shown is not None
    assert all(one.document != newest_restricted for one in shown.base.pieces)
    assert all(one.document != newest_restricted for one in shown.quotes.values())
    all_of_it = provider(
        stores.evidence, stores.decisions, viewer("qa-reviewer"), URN, shown.lens.id
    )
    assert all_of_it is not None
    assert any(one.restricted for one in all_of_it.quotes.values())
