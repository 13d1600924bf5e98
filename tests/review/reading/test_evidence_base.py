"""An evidence base is made once for each state of both files, and for each who may see the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.chain import Draft
from corpus.evidence import open_evidence
from corpus.workspace import Workspace
from review.reading.evidence_base import (
    EvidenceBase,
    evidence_base,
    framework_of,
    provider_told,
)
from review.reading.matrix import By
from review.stores import Stores
from review.viewing import Viewer

URN, LENS = "9900001", "sccif-asa-2024"
Make = Callable[..., EvidenceBase]


@pytest.fixture
def make(stores: Stores, viewer: Callable[..., Viewer]) -> Make:
    def made(who: Viewer | None = None, framework: str = LENS, by: By = "document") -> EvidenceBase:
        looking = who or viewer()
        told = provider_told(stores.evidence, stores.decisions, looking, URN)
        assert told is not None
        return evidence_base(stores.evidence, looking, told, framework, by)

    return made


def restrict(place: Workspace) -> str:
    with open_evidence(place) as evidence:
        [(document,)] = evidence.query(
            "SELECT id FROM documents WHERE provider_urn = ? ORDER BY name DESC LIMIT 1", URN
        )
        evidence.db.execute(
            "UPDATE documents SET sensitivity = 'restricted', signed = 1 WHERE id = ?", (document,)
        )
    return str(document)


def test_it_is_made_once_until_something_changes(
    stores: Stores, make: Make, viewer: Callable[..., Viewer]
) -> None:
    first = make()
    assert make() is first
    assert make(viewer("researcher")) is first, "who may see the same is shown the same"
    assert make(by="source") is not first
    piece = next(one for one in first.base.pieces if one.tag)
    stores.decisions.record(
        Draft("reject", "Ina", "tag", str(piece.tag), document_id=piece.document)
    )
    later = make()
    assert later.number != first.number
    assert later.base.rejected == 1
    assert len(later.base.pieces) == len(first.base.pieces) - 1


def test_to_look_at_something_changes_nothing(stores: Stores, make: Make) -> None:
    first = make()
    document = first.base.pieces[0].document
    stores.decisions.record(Draft("view", "Ina", "document", document, document_id=document))
    assert make() is first


def test_the_matrix_holds_every_passage_of_the_base(make: Make) -> None:
    for framework in ("ilacs-2023", LENS):
        for by in ("document", "source"):
            found = make(framework=framework, by=by)  # type: ignore[arg-type]
            matrix = found.matrix
            assert found.lens.id == framework
            assert matrix.passages == found.base.passages
            assert matrix.by == by
            heads = sum(one.head.total.passages for one in matrix.groups)
            assert heads + matrix.none.passages >= matrix.passages
            for group in matrix.groups:
                for row in (group.head, *group.rows):
                    assert row.cells.keys() <= {one.key for one in matrix.columns}
                    assert sum(one.tags for one in row.cells.values()) == row.total.tags
                    assert row.total.decided + row.total.unsure <= row.total.tags


@pytest.mark.parametrize("framework", ["", "no-such", "../../etc/passwd"])
def test_an_unknown_framework_is_the_usual_one(make: Make, framework: str) -> None:
    found = make(framework=framework)
    assert found.lens.id in {one.id for one in found.lenses}
    assert found.lens.id == make(framework=found.lens.id).lens.id


def test_who_may_not_see_a_document_has_another_base(
    stores: Stores, make: Make, viewer: Callable[..., Viewer], place: Workspace
) -> None:
    document = restrict(place)
    seen = {
        name: {one.document for one in make(who).base.pieces} | make(who).told.documents.keys()
        for name, who in (
            ("inspector", viewer()), ("assigned", viewer("inspector", URN)),
            ("elsewhere", viewer("inspector", "1")), ("researcher", viewer("researcher")),
            ("administrator", viewer("administrator")), ("qa", viewer("qa-reviewer")),
        )
    }  # fmt: skip
    assert {name for name, documents in seen.items() if document in documents} == {"assigned", "qa"}
    # One after the other on the same files: nobody is given what was made for somebody else.
    assert document in make(viewer("qa-reviewer")).told.documents
    assert document not in make(viewer()).told.documents


def test_a_provider_of_case_notes_alone_is_not_there_for_others(
    stores: Stores, viewer: Callable[..., Viewer], place: Workspace
) -> None:
    with open_evidence(place) as evidence:
        evidence.db.execute("UPDATE documents SET sensitivity = 'restricted', signed = 1")
    told = {
        role: provider_told(stores.evidence, stores.decisions, viewer(role), URN)
        for role in ("researcher", "inspector", "administrator", "qa-reviewer")
    }
    assert {role for role, found in told.items() if found is not None} == {"qa-reviewer"}


def test_events_name_a_provider_by_its_number_else_by_its_name(
    stores: Stores, make: Make, viewer: Callable[..., Viewer], place: Workspace
) -> None:
    assert make().key == URN
    with open_evidence(place) as evidence:
        evidence.db.execute("UPDATE documents SET provider_urn = NULL, provider_name = 'Zennor'")
    told = provider_told(stores.evidence, stores.decisions, viewer(), "Zennor")
    assert told is not None
    assert evidence_base(stores.evidence, viewer(), told, LENS, "document").key == "Zennor"


def test_a_framework_that_is_gone_leaves_its_tags_readable(make: Make, place: Workspace) -> None:
    with open_evidence(place) as evidence:
        evidence.db.execute(
            "UPDATE tags SET framework = 'of-old-2001' WHERE framework = ?", (LENS,)
        )
    found = make(framework="of-old-2001")
    assert found.framework is None
    assert found.lens.id == "of-old-2001"
    assert found.matrix.groups
    assert framework_of("of-old-2001", Path("nowhere")) is None
