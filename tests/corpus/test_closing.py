"""A document that is restricted now: its words leave the store, its ids and decisions stay."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from corpus.chain import Draft
from corpus.decisions import open_decisions
from corpus.evidence import Evidence, open_evidence
from corpus.facts import Fact, Stated
from corpus.identity import sha256_of, source_id
from corpus.records import Extraction, Problem, Reading, Source
from corpus.workspace import Workspace, open_workspace, writing

Report = Callable[..., Reading]
SAID = "Odalys keeps a tortoise."
PATH = "/in/Odalys.pdf"
KEPT = {
    "tags": "SELECT id FROM tags WHERE NOT current",
    "passages": "SELECT id FROM passages WHERE NOT current",
    "facts": "SELECT id FROM facts WHERE NOT current",
}
HIDDEN = "restricted/aabbccddeeff.pdf"


@pytest.fixture
def workspace(tmp_path: object) -> Workspace:
    return open_workspace(tmp_path / "w", create=True)  # type: ignore[operator]


def closed(reading: Reading) -> Reading:
    """The same file as the pipeline hands it over once it is restricted."""
    assert reading.document and reading.extraction
    return Reading(
        replace(reading.source, path=HIDDEN),
        replace(reading.document, sensitivity="restricted", name="x.pdf", edition=None),
        Extraction(reading.document.id, reading.extraction.extractor, "", (), ()),
    )


def in_bytes(workspace: Workspace) -> set[str]:
    content = workspace.evidence.read_bytes().lower()
    return {word for word in ("odalys", "tortoise", "leaders") if word.encode() in content}


def with_fact(reading: Reading) -> Reading:
    assert reading.document
    [first, *_] = reading.passages
    fact = Fact(
        "f1", reading.document.id, "action", {"text": SAID}, first.start, first.end, first.text
    )
    return replace(reading, stated=Stated(reading.document.id, "facts/1", None, (fact,)))


def decided(workspace: Workspace, reading: Reading, extraction: str) -> None:
    """Somebody decides on a tag, a passage, a fact and a selection of a document."""
    assert reading.document
    document = reading.document.id
    with open_decisions(workspace) as decisions:
        decisions.record(Draft("accept", "Ada", "tag", reading.tags[0].id, document))
        for kind, target in (("passage", reading.passages[0].id), ("fact", "f1")):
            decisions.record(Draft("reject", "Ada", kind, target, document))
        decisions.record(Draft("accept", "Ada", "selection", extraction, document))


def test_what_was_decided_on_is_kept_without_its_words(
    workspace: Workspace, report: Report
) -> None:
    first = with_fact(report(PATH, SAID, "Leaders act.", extractor="pdf/0"))
    other = report("/in/b.pdf", "Leaders act.")
    with writing(workspace), open_evidence(workspace) as evidence:
        evidence.save([first, other])
        [(extraction,)] = evidence.query(
            "SELECT id FROM extractions WHERE document_id = ?", first.source.sha256
        )
        decided(workspace, first, extraction)
    assert in_bytes(workspace) == {"odalys", "tortoise", "leaders"}

    with writing(workspace), open_evidence(workspace) as evidence:
        evidence.save([closed(first)])
        kept = {table: [row for (row,) in evidence.query(KEPT[table])] for table in KEPT}
        texts = list(evidence.query("SELECT text FROM extractions WHERE id = ?", extraction))

    assert kept == {
        "tags": [first.tags[0].id], "passages": [first.passages[0].id], "facts": ["f1"],
    }  # fmt: skip
    assert texts == [("",)]
    assert in_bytes(workspace) == {"leaders"}, "those of the other document"


def test_what_was_signed_anew_loses_the_words_that_went(
    workspace: Workspace, report: Report
) -> None:
    first = report(HIDDEN, SAID, "Leaders act.", content=b"note", sensitivity="restricted")
    assert first.document
    signed = replace(first, document=replace(first.document, signed=True))
    better = report(HIDDEN, "A child has a pet.", content=b"note", sensitivity="restricted")
    with writing(workspace), open_evidence(workspace) as evidence:
        evidence.save([signed])
    with writing(workspace), open_evidence(workspace) as evidence:
        evidence.save([replace(better, document=signed.document)])
        assert [one.text for one in evidence.passages()] == ["A child has a pet."]
    assert in_bytes(workspace) == set()


def test_it_can_be_opened_again(evidence: Evidence, report: Report) -> None:
    first = report(PATH, SAID)
    evidence.save([first])
    evidence.save([closed(first)])
    evidence.save([first])

    assert [one.text for one in evidence.passages()] == [SAID]
    assert next(evidence.sources()).path == PATH


def test_copies_that_were_announced_by_name_are_masked(evidence: Evidence, report: Report) -> None:
    first = report(PATH, SAID)
    copy = replace(first.source, id="copy", path="/in/Odalys 2.pdf", status="duplicate")
    evidence.save([Reading(copy), first])

    evidence.save([closed(first)])

    assert {source.path for source in evidence.sources()} == {HIDDEN}
    assert sorted(source.status for source in evidence.sources()) == ["duplicate", "ok"]


BEFORE = [
    # bytes under the same name before, whether the row stays, why
    (b"half", None, False, "never read: the row is a name and nothing else"),
    (None, "missing", False, "now it is there"),
    (b"Leaders act.", "public", True, "a published document keeps its place"),
]


@pytest.mark.parametrize(("content", "how", "stays", "why"), BEFORE)
def test_what_stood_under_the_name_before(
    evidence: Evidence,
    report: Report,
    content: bytes | None,
    how: str | None,
    stays: bool,
    why: str,
) -> None:
    problem = Problem("extract", how or "damaged", f"{PATH} is no document.")
    if how == "public":
        evidence.save([report(PATH, "Leaders act.", content=content)])
    else:
        sha256 = sha256_of(content) if content else None
        row = Source(source_id(PATH), PATH, sha256, None, "refused", problem)
        evidence.save([Reading(row, problems=(problem,))])

    evidence.save([closed(report(PATH, SAID))])

    paths = {source.path for source in evidence.sources()}
    assert paths == ({PATH, HIDDEN} if stays else {HIDDEN}), why
    assert not [one for one in evidence.problems() if PATH in one.problem.message]
    assert list(evidence.query("SELECT count(*) FROM problems")) == [(0,)]
