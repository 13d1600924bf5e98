"""The order of the queue, what is left out of it, and how far it has come."""

from __future__ import annotations

from itertools import pairwise

import pytest

from corpus.chain import Draft
from corpus.evidence import open_evidence
from review.reading.upcoming import (
    ORDERS,
    Item,
    Progress,
    Wanted,
    framework_asked,
    frameworks_tagged,
    progress,
    still_open,
    upcoming,
)
from review.stores import Stores

LENS = "sccif-asa-2024"
ALL = 10_000


def tags_of(stores: Stores, items) -> list:
    found = {
        (tag.passage_id, tag.framework): tag for tag in stores.evidence.tags() if tag.rank == 1
    }
    return [found[item.passage_id, item.framework] for item in items]


@pytest.mark.parametrize("order", ORDERS)
def test_every_tagged_passage_comes_once(stores: Stores, viewer, order) -> None:
    items = upcoming(stores.evidence, viewer(), Wanted(LENS, order=order), ALL)
    tagged = {
        tag.passage_id for tag in stores.evidence.tags() if tag.framework == LENS and tag.rank == 1
    }
    assert len(items) == len(set(items)) == len(tagged)
    assert {item.passage_id for item in items} == tagged


def test_the_least_sure_come_first_or_last(stores: Stores, viewer) -> None:
    keys = [
        (not tag.abstained, tag.score)
        for tag in tags_of(stores, upcoming(stores.evidence, viewer(), Wanted(LENS), ALL))
    ]
    assert keys == sorted(keys)
    certain = upcoming(stores.evidence, viewer(), Wanted(LENS, order="certain"), ALL)
    again = [(not tag.abstained, tag.score) for tag in tags_of(stores, certain)]
    assert again == sorted(keys, reverse=True)


def test_as_printed_means_from_top_to_bottom_of_each_document(stores: Stores, viewer) -> None:
    items = upcoming(stores.evidence, viewer(), Wanted(LENS, order="printed"), ALL)
    places = {one.id: (one.document_id, one.start) for one in stores.evidence.passages()}
    found = [places[item.passage_id] for item in items]
    assert found == sorted(found)
    assert all(one != other for one, other in pairwise(found))


@pytest.mark.parametrize("order", ORDERS)
def test_behind_a_passage_come_those_after_it_and_then_the_first(
    stores: Stores, viewer, order
) -> None:
    every = upcoming(stores.evidence, viewer(), Wanted(LENS, order=order), ALL)
    for at in (0, 1, len(every) // 2, len(every) - 1):
        wanted = Wanted(LENS, order=order, after=every[at].passage_id)
        found = upcoming(stores.evidence, viewer(), wanted, ALL)
        assert found == [*every[at + 1 :], *every[: at + 1]]
        assert upcoming(stores.evidence, viewer(), wanted, 2) == found[:2]
    unknown = Wanted(LENS, order=order, after="no such passage")
    assert upcoming(stores.evidence, viewer(), unknown, ALL) == every


def test_an_item_is_open_until_somebody_decides_on_it_and_again_when_that_is_taken_back(
    stores: Stores, viewer
) -> None:
    [item] = upcoming(stores.evidence, viewer(), Wanted(LENS), 1)
    assert still_open(stores.evidence, item)
    tag = tags_of(stores, [item])[0]
    event = stores.decisions.record(
        Draft("accept", "Ina", "tag", tag.id, document_id=tag.document_id)
    )
    assert not still_open(stores.evidence, item)
    stores.decisions.record(
        Draft("undo", "Ina", "tag", tag.id, document_id=tag.document_id, undoes=event.hash)
    )
    assert still_open(stores.evidence, item)
    assert not still_open(stores.evidence, Item("nothing of the kind", LENS))


def test_what_is_decided_is_left_out_and_counted(stores: Stores, viewer) -> None:
    who, wanted = viewer(), Wanted(LENS)
    before = progress(stores.evidence, who, wanted)
    tag = tags_of(stores, upcoming(stores.evidence, who, wanted, 1))[0]
    event = stores.decisions.record(
        Draft("accept", "Ina", "tag", tag.id, document_id=tag.document_id)
    )
    assert tag.passage_id not in {
        item.passage_id for item in upcoming(stores.evidence, who, wanted, ALL)
    }
    assert progress(stores.evidence, who, wanted) == Progress(1, before.total)
    stores.decisions.record(Draft("undo", "Ina", "tag", tag.id, undoes=event.hash))
    assert progress(stores.evidence, who, wanted) == before


@pytest.mark.parametrize(
    ("wanted", "keeps"),
    [
        (Wanted(LENS, area="PROT"), lambda tag, provider: tag.area == "PROT"),
        (Wanted(LENS, provider="9900001"), lambda tag, provider: provider == "9900001"),
        (Wanted(LENS, provider="0000000"), lambda tag, provider: False),
        (Wanted("no-such-framework"), lambda tag, provider: False),
        (Wanted(LENS, mine=True), lambda tag, provider: False),
    ],
)
def test_only_what_is_wanted_comes(stores: Stores, viewer, wanted: Wanted, keeps) -> None:
    provider = {one.id: one.provider_urn for one in stores.evidence.documents()}
    right = {
        tag.passage_id
        for tag in stores.evidence.tags()
        if tag.framework == LENS and tag.rank == 1 and keeps(tag, provider[tag.document_id])
    }
    items = upcoming(stores.evidence, viewer(), wanted, ALL)
    assert {item.passage_id for item in items} == right
    assert progress(stores.evidence, viewer(), wanted).total == len(right)


def test_mine_are_those_of_providers_to_which_i_am_assigned(stores: Stores, viewer) -> None:
    mine = Wanted(LENS, mine=True)
    assert upcoming(stores.evidence, viewer("inspector", "9900001"), mine, ALL)
    assert not upcoming(stores.evidence, viewer("inspector", "1234567"), mine, ALL)


def test_case_notes_come_to_nobody_who_may_not_see_them(stores: Stores, viewer, place) -> None:
    with open_evidence(place) as evidence:
        evidence.db.execute("UPDATE documents SET sensitivity = 'restricted', signed = 1")
    assert upcoming(stores.evidence, viewer(), Wanted(LENS)) == []
    assert progress(stores.evidence, viewer(), Wanted(LENS)).total == 0
    assert upcoming(stores.evidence, viewer("inspector", "9900001"), Wanted(LENS))
    assert upcoming(stores.evidence, viewer("qa-reviewer"), Wanted(LENS))


def test_the_frameworks_in_use_are_known(stores: Stores) -> None:
    used = {tag.framework for tag in stores.evidence.tags()}
    assert frameworks_tagged(stores.evidence) == sorted(used)


def test_without_a_framework_most_of_what_may_be_seen_is_read_through_the_one_chosen(
    stores: Stores, viewer, place
) -> None:
    names = frameworks_tagged(stores.evidence)
    assert len(names) > 1
    with open_evidence(place) as evidence:
        documents = evidence.document_ids()
        evidence.db.execute("DELETE FROM lenses")
        evidence.db.execute("UPDATE extractions SET passage_count = 10")
        # The first document is large, and read through the last framework of all.
        evidence.db.execute(
            "UPDATE extractions SET passage_count = 9999 WHERE document_id = ?", (documents[0],)
        )
        read = "INSERT INTO lenses SELECT id, ?, 'any', extraction_id FROM documents WHERE id = ?"
        for one in documents:
            evidence.db.execute(read, (names[-1] if one == documents[0] else names[0], one))
            evidence.db.execute(read, ("of which no tag is left", one))
    for asked, expected in (("", names[-1]), ("unknown", names[-1]), (names[0], names[0])):
        assert framework_asked(stores.evidence, viewer(), asked) == expected
    with open_evidence(place) as evidence:
        evidence.db.execute(
            "UPDATE documents SET sensitivity = 'restricted', signed = 1 WHERE id = ?",
            (documents[0],),
        )
    assert framework_asked(stores.evidence, viewer(), "") == names[0]
    assert framework_asked(stores.evidence, viewer("qa-reviewer"), "") == names[-1]
    with open_evidence(place) as evidence:
        evidence.db.execute("DELETE FROM lenses")
    assert framework_asked(stores.evidence, viewer(), "") == names[0]
    with open_evidence(place) as evidence:
        evidence.db.execute("DELETE FROM tags")
    assert framework_asked(stores.evidence, viewer(), "") == "sccif-asa-2024"
