"""Evidence by area: what the machine suggests, with what people decided laid over it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from corpus.chain import Draft
from corpus.evidence import open_evidence
from corpus.workspace import Workspace
from review.labels import NONE, lens
from review.reading.by_area import (
    Base,
    Piece,
    base,
    by_area,
    decided_until,
    lenses_of,
    strongest,
    tally,
    told_through,
)
from review.stores import Stores

LENS = "ilacs-2023"
SHOWN = lens(LENS, Path("no-frameworks-of-its-own"))


@pytest.fixture
def documents(stores: Stores) -> list[str]:
    return [one.id for one in stores.evidence.documents()]


@pytest.fixture
def now(stores: Stores, documents: list[str]):
    def read() -> Base:
        return base(stores.evidence, documents, LENS)

    return read


@pytest.fixture
def decide(stores: Stores):
    def record(one: Piece, what: str, **after: str) -> None:
        stores.decisions.record(
            Draft(what, "Ina", "tag", one.tag or "", document_id=one.document,  # type: ignore[arg-type]
                  after=after or None)
        )  # fmt: skip

    return record


def test_a_framework_tells_what_is_sure_or_decided_and_of_an_area(
    stores: Stores, place: Workspace, documents: list[str], now, decide
) -> None:
    def known() -> int:
        return told_through(stores.evidence, documents, LENS)

    assert known() == sum(one.sure and one.area != NONE for one in now().pieces)
    with open_evidence(place) as evidence:
        evidence.db.execute("UPDATE tags SET abstained = 1")
    assert known() == 0
    pieces = [one for one in now().pieces if one.area != NONE]
    for number, (one, what) in enumerate(zip(pieces, ("accept", "change", "reject"), strict=False)):
        decide(one, what)
        assert known() == min(number + 1, 2), what


def first(found: Base, polarity: str = "strength", area: str = "HP") -> Piece:
    return next(one for one in found.pieces if (one.area, one.polarity) == (area, polarity))


def counts(found: Base, area: str) -> dict[str, int]:
    return next(dict(one.tally.counts) for one in by_area(SHOWN, found.pieces)
                if one.label.code == area)  # fmt: skip


def test_every_tagged_passage_counts_once(now, documents: list[str]) -> None:
    found = now()
    assert found.passages == len(found.pieces) > 20
    assert sum(one.tally.total for one in by_area(SHOWN, found.pieces)) == found.passages
    assert (found.read, found.documents) == (1, len(documents))
    assert (found.rejected, found.decided) == (0, 0)


def test_what_people_reject_is_out_and_told(now, decide) -> None:
    before = now()
    decide(first(before), "reject")
    after = now()
    assert counts(after, "HP")["strength"] == counts(before, "HP")["strength"] - 1
    assert after.rejected == 1
    assert after.read == before.read


def test_what_people_change_stands_at_its_new_place(now, decide) -> None:
    before = now()
    decide(first(before), "change", area="CL", polarity="weakness")
    after = now()
    assert counts(after, "CL")["weakness"] == 1
    assert counts(after, "HP")["strength"] == counts(before, "HP")["strength"] - 1
    assert after.decided == 1


def test_what_people_accept_is_sure(now, decide) -> None:
    unsure = next(one for one in now().pieces if not one.sure)
    decide(unsure, "accept")
    [one] = [one for one in now().pieces if one.tag == unsure.tag]
    assert (one.sure, one.decided, one.who) == (True, "accept", "Ina")


def test_what_people_open_again_is_as_the_machine_suggests(now, decide) -> None:
    before = now()
    decide(first(before), "reject")
    decide(first(before), "reopen")
    assert now().pieces == before.pieces


def test_what_people_take_back_is_as_before(now, stores: Stores) -> None:
    before = now()
    one = first(before)
    event = stores.decisions.record(
        Draft("reject", "Ina", "tag", one.tag or "", document_id=one.document)
    )
    stores.decisions.record(
        Draft("undo", "Ina", "tag", one.tag or "", document_id=one.document, undoes=event.hash)
    )
    assert now() == before


def test_what_people_add_is_in(now, stores: Stores) -> None:
    before = now()
    one = first(before, "weakness")
    after = {"passage_id": one.passage, "framework": LENS, "area": "LEAD", "polarity": "weakness"}
    stores.decisions.record(
        Draft("add", "Ina", "passage", one.passage, document_id=one.document, after=after)
    )
    stores.decisions.record(
        Draft("add", "Ina", "passage", one.passage, document_id=one.document,
              after={**after, "framework": "slac-2009"})
    )  # fmt: skip
    found = now()
    assert counts(found, "LEAD")["weakness"] == counts(before, "LEAD")["weakness"] + 1
    assert found.passages == before.passages


def test_decisions_change_the_mark_and_views_do_not(
    stores: Stores, documents: list[str], now, decide
) -> None:
    before = decided_until(stores.evidence, documents)
    stores.decisions.record(
        Draft("view", "Ina", "document", documents[0], document_id=documents[0])
    )
    assert decided_until(stores.evidence, documents) == before
    decide(first(now()), "accept")
    assert decided_until(stores.evidence, documents) > before


def test_lenses_are_those_that_anything_is_tagged_through(
    stores: Stores, documents: list[str]
) -> None:
    assert LENS in lenses_of(stores.evidence, documents)
    assert lenses_of(stores.evidence, []) == ()


def test_documents_that_are_not_named_are_not_read(stores: Stores) -> None:
    assert base(stores.evidence, [], LENS) == Base(())


PIECES = some.builds(
    Piece, some.none(), some.sampled_from("abcdef"), some.sampled_from(["d1", "d2"]),
    some.sampled_from(["EXP", "LEAD", NONE]), some.none(),
    some.sampled_from([None, "EXP-1", "LEAD-3"]),
    some.sampled_from(["strength", "weakness", "mixed"]), some.booleans(), some.floats(0, 1),
)  # fmt: skip


@given(some.lists(PIECES))
def test_a_tally_counts_passages_and_never_more_unsure_than_there_are(found) -> None:
    counted = tally(found)
    assert counted.total == len({(one.polarity, one.passage) for one in found})
    assert all(counted.unsure[way] <= number for way, number in counted.counts.items())
    areas = by_area(lens("sccif-asa-2024", Path("nowhere")), found)
    assert {one.area for one in found} <= {one.label.code for one in areas}
    assert [one.label.code for one in areas if one.label.code == NONE] in (
        [],
        [areas[-1].label.code] if areas else [],
    )


@given(some.lists(PIECES))
def test_the_strongest_come_first(found) -> None:
    dates = {"d1": "2020-01-01"}
    ordered = strongest(found, dates)
    ranks = [(one.decided is not None, one.sure, dates.get(one.document, "")) for one in ordered]
    assert ranks == sorted(ranks, reverse=True)
    assert len(ordered) == len(found)
