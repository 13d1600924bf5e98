"""What an evidence base held when it was signed, beside what is there now."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from corpus.chain import Draft, Event
from corpus.records import Document
from review.reading.by_area import Piece
from review.reading.evidence_base import EvidenceBase, evidence_base, provider_told
from review.reading.signed import Compared, compared, content
from review.stores import Stores
from review.viewing import Viewer

LENS = "sccif-asa-2024"
VISIBLE = {
    key: Document(key, f"{key}.pdf", "application/pdf", 1, "public") for key in ("a", "b", "c")
}


@pytest.fixture
def found(stores: Stores, viewer: Callable[..., Viewer]) -> EvidenceBase:
    told = provider_told(stores.evidence, stores.decisions, viewer(), "9900001")
    assert told is not None
    return evidence_base(stores.evidence, viewer(), told, LENS, "document")


def counted(tags: int, decided: int = 0, digest: str = "x") -> dict[str, Any]:
    return {"passages": tags, "tags": tags, "decided": decided, "digest": digest}


def lay(
    stores: Stores, then: Mapping[str, Any], now: Mapping[str, Any], *,
    visible: tuple[str, ...] = ("a", "b", "c"), sees_all: bool = False,
) -> Compared:  # fmt: skip
    event = signed(stores, then)
    here = {"framework": LENS, "documents": now}
    return compared(event, here, {key: VISIBLE[key] for key in visible}, sees_all)


def signed(stores: Stores, documents: Mapping[str, Any]) -> Event:
    after = {"about": "evidence base", "framework": LENS, "documents": dict(documents)}
    return stores.decisions.record(Draft("sign", "Quin", "inspection", "i", after=after))


def test_what_is_signed_is_counted_by_document(found: EvidenceBase) -> None:
    said = content(found)
    assert said["framework"] == LENS
    assert sum(one["tags"] for one in said["documents"].values()) == len(found.base.pieces)
    assert sum(one["passages"] for one in said["documents"].values()) == found.base.passages
    assert said["documents"].keys() == {one.document for one in found.base.pieces}
    lines = "\n".join(f"{key} {one['digest']}" for key, one in said["documents"].items())
    assert said["digest"] == hashlib.sha256(lines.encode()).hexdigest()


CHANGES: list[tuple[Callable[[Piece], Piece], bool, str]] = [
    (lambda one: replace(one, polarity="mixed"), True, "how it speaks"),
    (lambda one: replace(one, criterion="NEW-1"), True, "where it stands"),
    (lambda one: replace(one, area="NEW"), True, "of which area it is"),
    (lambda one: replace(one, decided="accept", who="Ina"), True, "that somebody decided"),
    (lambda one: replace(one, score=0.1), False, "how sure a model is, is no matter of evidence"),
    (lambda one: replace(one, tag="another"), False, "nor is the number of a tag"),
]


@pytest.mark.parametrize(("change", "other", "why"), CHANGES, ids=[row[-1] for row in CHANGES])
def test_the_digest_is_of_what_was_looked_at(
    found: EvidenceBase, change: Callable[[Piece], Piece], other: bool, why: str
) -> None:
    first, *rest = found.base.pieces
    base = replace(found.base, pieces=(change(first), *rest))
    changed = content(replace(found, base=base))
    assert (changed["digest"] != content(found)["digest"]) is other, why


def test_the_digest_does_not_hang_on_the_order(found: EvidenceBase) -> None:
    turned = replace(found, base=replace(found.base, pieces=found.base.pieces[::-1]))
    assert content(turned) == content(found)


@pytest.mark.parametrize(
    ("then", "now", "state"),
    [
        (counted(3), counted(3), "as signed"),
        (counted(3), counted(3, 1, "y"), "changed since"),
        (counted(3), counted(4, 0, "y"), "changed since"),
        (None, counted(3), "added since"),
        (counted(3), None, "gone since"),
    ],
)
def test_each_document_says_what_became_of_it(
    stores: Stores, then: Mapping[str, Any] | None, now: Mapping[str, Any] | None, state: str
) -> None:
    found = lay(stores, {"a": then} if then else {}, {"a": now} if now else {})
    [line] = found.lines
    assert (line.state, line.then, line.now) == (state, then, now)
    assert found.changed is (state != "as signed")


def test_what_changed_comes_first_then_the_names(stores: Stores) -> None:
    then = {"a": counted(1), "b": counted(1), "c": counted(1)}
    found = lay(stores, then, {"a": counted(1), "b": counted(2, 0, "y"), "c": counted(1)})
    assert [one.name for one in found.lines] == ["b.pdf", "a.pdf", "c.pdf"]
    assert (found.total("tags"), found.total("decided")) == (3, 0)


def test_a_document_that_a_viewer_may_not_see_is_in_no_line_and_no_total(stores: Stores) -> None:
    then = {"a": counted(1), "b": counted(5, 2)}
    now = {"a": counted(1)}
    found = lay(stores, then, now, visible=("a",))
    assert [one.document for one in found.lines] == ["a"]
    assert not found.changed
    assert (found.total("tags"), found.total("decided")) == (1, 0)


def test_who_sees_all_is_told_of_a_document_that_is_gone(stores: Stores) -> None:
    found = lay(stores, {"b": counted(5, 2)}, {}, visible=(), sees_all=True)
    [line] = found.lines
    assert (line.state, line.name) == ("gone since", "A document that is not there any more")
    assert found.total("decided") == 2


def test_a_real_evidence_base_is_as_signed_until_somebody_decides(
    stores: Stores, viewer: Callable[..., Viewer], found: EvidenceBase
) -> None:
    event = stores.decisions.record(
        Draft("sign", "Quin", "inspection", "i", after={"about": "evidence base", **content(found)})
    )
    visible = found.told.documents
    assert not compared(event, content(found), visible, False).changed
    piece = next(one for one in found.base.pieces if one.tag)
    stores.decisions.record(
        Draft("accept", "Ina", "tag", str(piece.tag), document_id=piece.document)
    )
    told = provider_told(stores.evidence, stores.decisions, viewer(), "9900001")
    assert told is not None
    later = evidence_base(stores.evidence, viewer(), told, LENS, "document")
    after = compared(event, content(later), visible, False)
    changed = [one for one in after.lines if one.state != "as signed"]
    assert [one.document for one in changed] == [piece.document]
    assert (changed[0].then or {})["decided"] == 0
    assert (changed[0].now or {})["decided"] == 1
