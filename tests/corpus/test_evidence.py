"""What the store keeps of every file: once, whole, and under ids that last."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.database import connect
from corpus.evidence import DocumentState, Evidence, open_evidence
from corpus.identity import sha256_of, source_id
from corpus.problems import WorkspaceError
from corpus.records import (
    Block,
    Box,
    Cell,
    Cue,
    Line,
    Page,
    Problem,
    Reading,
    Run,
    Source,
    Tag,
)
from corpus.search import search
from corpus.workspace import Workspace, keep_original, open_workspace

Report = Callable[..., Reading]
RUN = Run("run-1", "2026-01-01T00:00:00+00:00", {"pdf": "1"})


def statuses(evidence: Evidence) -> dict[str, str]:
    return {source.path: source.status for source in evidence.sources()}


def indexed(evidence: Evidence, word: str) -> list[str]:
    found = evidence.query("SELECT text FROM passages_fts WHERE passages_fts MATCH ?", word)
    return sorted(row[0] for row in found)


def check_index(evidence: Evidence) -> None:
    """SQLite's own comparison of every indexed word with the passages; raises where they differ."""
    evidence.db.execute(
        "INSERT INTO passages_fts (passages_fts, rank) VALUES ('integrity-check', 1)"
    )


def test_what_was_saved_comes_back(evidence: Evidence, report: Report) -> None:
    made = report("/a.pdf", "Leaders act.", "Children “settle” – 子ども.", provider_urn="80000")
    assert made.extraction is not None
    line = Line(0, 4, Box(1, 72.12, 9.0, 80.5, 20.25))
    cell = Cell(0, 1, 0, 4, (line,), header=True)
    extraction = replace(
        made.extraction,
        pages=(Page(1, 0, 30, 595.3, 841.9, ocr=True, ocr_confidence=0.75),),
        blocks=(
            Block("table", 0, 0, 4, "geometry", 2, 1, "2.3", (line,), (cell,)),
            Block("item", 5, 7, 9, "markup", locator="line 12"),
        ),
        status="partial",
        problems=(Problem("pdf", "no-text", "Page 2 is a picture.", 2),),
    )
    cue = Cue("phrase", 0, 7, "leaders act")
    tags = (replace(made.tags[0], cues=(cue,), run_id="run-0"), made.tags[1])
    assert not evidence.save([replace(made, extraction=extraction, tags=tags)], RUN.id)
    document_id = extraction.document_id
    assert evidence.extraction(document_id) == extraction
    assert tuple(evidence.passages()) == made.passages
    assert tuple(evidence.tags()) == (tags[0], replace(tags[1], run_id=RUN.id))
    assert evidence.document(document_id) == made.document
    assert list(evidence.documents()) == [made.document]
    assert list(evidence.sources()) == [made.source]
    assert [(p.path, p.problem.code, p.problem.page) for p in evidence.problems()] == [
        ("/a.pdf", "no-text", 2)
    ]


def test_boxes_are_kept_to_a_hundredth_of_a_point(evidence: Evidence, report: Report) -> None:
    made = report("/a.pdf", "Leaders act.")
    odd = replace(made.passages[0], boxes=(Box(1, 72.0240020751, 1 / 3, 2 / 3, 700.005001),))
    evidence.save([replace(made, passages=(odd,), tags=())])
    assert [p.boxes for p in evidence.passages()] == [(Box(1, 72.02, 0.33, 0.67, 700.01),)]


def test_a_source_is_failed_before_the_attempt(evidence: Evidence, report: Report) -> None:
    made = report("/a.pdf", "Leaders act.")
    evidence.start(RUN, [made.source])
    state = evidence.versions()[made.source.sha256 or ""]
    assert state == DocumentState(None, frozenset(), "failed", problem="interrupted")
    evidence.save([made], RUN.id)
    evidence.finish(replace(RUN, finished="2026-01-01T00:01:00+00:00", counts={"ok": 1}))
    assert evidence.versions()[made.source.sha256 or ""] == DocumentState(
        "pdf/1",
        frozenset({"baseline/1"}),
        "ok",
        frozenset({("asa-2024", "baseline/1")}),
        taggable=True,
        sensitivity="public",
    )
    assert [(run.counts, run.versions) for run in evidence.runs()] == [({"ok": 1}, {"pdf": "1"})]


def test_an_interrupted_second_attempt_loses_nothing(evidence: Evidence, report: Report) -> None:
    made = report("/a.pdf", "Leaders act.")
    evidence.save([made])
    evidence.start(RUN, [made.source])
    assert statuses(evidence) == {"/a.pdf": "failed"}
    assert tuple(evidence.passages()) == made.passages
    evidence.save([made])
    assert statuses(evidence) == {"/a.pdf": "ok"}
    assert not evidence.problems()


def test_saving_the_same_again_writes_nothing(evidence: Evidence, report: Report) -> None:
    made = [report("/a.pdf", "Leaders act."), report("/b.pdf", "Children settle.")]
    evidence.save(made, "run-1")
    rows = list(evidence.query("SELECT row, id FROM passages"))
    before = evidence.db.total_changes
    evidence.save(made, "run-1")
    # Problems and lenses are rewritten; sources, documents, passages and tags are not.
    assert evidence.db.total_changes - before <= 6
    assert list(evidence.query("SELECT row, id FROM passages")) == rows


def test_a_new_extractor_keeps_the_ids_of_what_did_not_change(
    evidence: Evidence, report: Report
) -> None:
    content = b"%PDF"
    old = report("/a.pdf", "Leaders act.", "Children settle", "End.", content=content)
    new = report(
        "/a.pdf", "Leaders act.", "Children settle.", "End.", content=content, extractor="pdf/2"
    )
    evidence.save([old])
    rows = dict(evidence.query("SELECT id, row FROM passages"))
    evidence.save([new])
    assert tuple(evidence.passages()) == new.passages
    assert {tag.passage_id for tag in evidence.tags()} == {p.id for p in new.passages}
    kept = {passage.id for passage in old.passages} & {passage.id for passage in new.passages}
    assert kept == {old.passages[0].id}
    assert (
        dict(evidence.query("SELECT id, row FROM passages"))[old.passages[0].id]
        == rows[old.passages[0].id]
    )
    assert [row[0] for row in evidence.query("SELECT extractor FROM extractions")] == ["pdf/2"]
    assert indexed(evidence, "settle") == ["Children settle."]
    check_index(evidence)


def test_what_a_decision_points_at_is_kept_out_of_use(workspace: Workspace, report: Report) -> None:
    old = report("/a.pdf", "Leaders act.", "Children settle", content=b"%PDF")
    new = report("/a.pdf", "Leaders act.", "Children settle.", content=b"%PDF", extractor="pdf/2")
    decided = {old.tags[1].id}
    with open_evidence(workspace, protect=lambda _: decided) as evidence:
        evidence.save([old])
        evidence.save([new])
        evidence.save([new])
        assert tuple(evidence.passages()) == new.passages
        assert old.tags[1].id not in {tag.id for tag in evidence.tags()}
        kept = list(evidence.query("SELECT id, text FROM passages WHERE NOT current"))
        assert kept == [(old.passages[1].id, "Children settle")]
        texts = [row[0] for row in evidence.query("SELECT extractor FROM extractions ORDER BY 1")]
        assert texts == ["pdf/1", "pdf/2"]
        assert indexed(evidence, "settle") == ["Children settle."]
        # Once no decision points there any more, the next reading clears it away.
        decided.clear()
        evidence.save([new])
        assert not list(evidence.query("SELECT 1 FROM passages WHERE NOT current"))
        check_index(evidence)


def test_a_passage_that_comes_back_is_current_again(workspace: Workspace, report: Report) -> None:
    old = report("/a.pdf", "Leaders act", content=b"%PDF")
    new = report("/a.pdf", "Leaders act.", content=b"%PDF", extractor="pdf/2")
    with open_evidence(workspace, protect=lambda _: [old.passages[0].id]) as evidence:
        for made in (old, new, old):
            evidence.save([made])
        assert tuple(evidence.passages()) == old.passages
        assert indexed(evidence, "leaders") == ["Leaders act"]
        check_index(evidence)


def test_a_reading_that_failed_keeps_what_was_read_before(
    evidence: Evidence, report: Report
) -> None:
    made = report("/a.pdf", "Leaders act.")
    evidence.save([made])
    problem = Problem("local", "time-limit", "Reading took too long.")
    evidence.save([Reading(replace(made.source, status="failed", problem=problem))])
    assert statuses(evidence) == {"/a.pdf": "failed"}
    assert tuple(evidence.passages()) == made.passages


def test_a_new_tagger_replaces_its_own_family_only(
    evidence: Evidence, report: Report, tag: Callable[..., Tag]
) -> None:
    made = report("/a.pdf", "Leaders act.")
    passage = made.passages[0]
    other = tag(passage, tagger="criteria/1", area="LEAD")
    evidence.save([replace(made, tags=(*made.tags, other))])
    evidence.save_tags(
        passage.document_id,
        [tag(passage, "PROT", tagger="baseline/2")],
        [("asa-2024", "baseline/2")],
    )
    found = {(found.tagger, found.area) for found in evidence.tags()}
    assert found == {("baseline/2", "PROT"), ("criteria/1", "LEAD")}
    assert evidence.versions()[passage.document_id].taggers == {"baseline/2", "criteria/1"}


def test_tags_of_an_earlier_text_go_with_it(evidence: Evidence, report: Report) -> None:
    old = report("/a.pdf", "Leaders act.", "Children settle", content=b"%PDF")
    new = report(
        "/a.pdf", "Leaders act.", "Children settle.", content=b"%PDF", extractor="pdf/2",
        tagger=None,
    )  # fmt: skip
    evidence.save([old])
    evidence.save([replace(old, tags=())])
    assert len(list(evidence.tags())) == 2, "the same text read again: they still hold"
    evidence.save([new])
    assert not list(evidence.tags()), "half a document tagged would look like a whole one"
    assert evidence.untagged("asa-2024", "baseline/1") == [new.source.sha256]
    assert not list(evidence.query("SELECT 1 FROM lenses"))


def test_a_decided_tag_of_an_earlier_text_is_kept_out_of_use(
    workspace: Workspace, report: Report
) -> None:
    old = report("/a.pdf", "Leaders act.", "Children settle", content=b"%PDF")
    new = report("/a.pdf", "Leaders act.", "Children settle.", content=b"%PDF", extractor="pdf/2")
    with open_evidence(workspace, protect=lambda _: [old.tags[0].id]) as evidence:
        evidence.save([old])
        evidence.save([replace(new, tags=())])
        assert not list(evidence.tags())
        assert [row[0] for row in evidence.query("SELECT id FROM tags")] == [old.tags[0].id]
        evidence.save([new])
        assert tuple(evidence.tags()) == new.tags, "said again, it is in use again"


def test_untagged_lists_what_a_tagger_has_not_seen(evidence: Evidence, report: Report) -> None:
    tagged = report("/tagged.pdf", "Leaders act.")
    untagged = report("/untagged.pdf", "Children settle.", tagger=None)
    empty = report("/empty.pdf", content=b"no passages")
    secret = report("/note.txt", "A child said so.", sensitivity="restricted")
    evidence.save([tagged, untagged, replace(empty, passages=()), secret])
    assert evidence.untagged("asa-2024", "baseline/1") == [untagged.source.sha256]
    assert evidence.untagged("asa-2024", "baseline/2") == [
        tagged.source.sha256,
        untagged.source.sha256,
    ]
    # A tagger that found nothing to say has been there all the same.
    evidence.save_tags(untagged.source.sha256 or "", [], [("asa-2024", "baseline/1")])
    assert not evidence.untagged("asa-2024", "baseline/1")
    # A new text is to be tagged again, even where no tagging came with it.
    again = report("/tagged.pdf", "Leaders act!", content=b"Leaders act.", tagger=None)
    evidence.save([again])
    assert evidence.untagged("asa-2024", "baseline/1") == [tagged.source.sha256]


@pytest.mark.parametrize("order", [("/a.pdf", "/b.pdf"), ("/b.pdf", "/a.pdf")])
def test_of_paths_with_the_same_bytes_the_first_is_the_document(
    evidence: Evidence, report: Report, order: tuple[str, str]
) -> None:
    for path in order:
        made = report(path, "Leaders act.")
        if path == order[1]:
            made = Reading(replace(made.source, status="duplicate"))
        evidence.start(RUN, [made.source])
        evidence.save([made])
    assert statuses(evidence) == {"/a.pdf": "ok", "/b.pdf": "duplicate"}
    assert [state.status for state in evidence.versions().values()] == ["ok"]
    assert evidence.counts() | {"size": 0} == {
        "ok": 1, "partial": 0, "duplicate": 1, "refused": 0, "failed": 0, "sources": 2,
        "documents": 1, "restricted": 0, "signed": 0, "pages": 1, "passages": 1,
        "tags": 1, "size": 0,
    }  # fmt: skip


def test_a_duplicate_of_a_refused_file_shares_its_reason(
    evidence: Evidence, refusal: Callable[..., Reading]
) -> None:
    evidence.save([refusal("/b.pdf")])
    copy = refusal("/a.pdf").source
    evidence.save([Reading(replace(copy, status="duplicate", problem=None))])
    found = {source.path: source.problem and source.problem.code for source in evidence.sources()}
    assert statuses(evidence) == {"/a.pdf": "refused", "/b.pdf": "duplicate"}
    assert found == {"/a.pdf": "encrypted", "/b.pdf": None}


def test_a_path_with_new_bytes_keeps_the_old_document(evidence: Evidence, report: Report) -> None:
    evidence.save([report("/a.pdf", "First edition.")])
    evidence.save([report("/a.pdf", "Second edition.")])
    assert [p.text for p in evidence.passages()] in (
        ["First edition.", "Second edition."],
        ["Second edition.", "First edition."],
    )
    assert len(list(evidence.sources())) == 2


def test_a_file_that_becomes_readable_is_one_row(
    evidence: Evidence, report: Report, refusal: Callable[..., Reading]
) -> None:
    evidence.save([refusal("/a.pdf", "no-permission", sha256=None)])
    assert statuses(evidence) == {"/a.pdf": "refused"}
    evidence.save([report("/a.pdf", "Leaders act.")])
    assert statuses(evidence) == {"/a.pdf": "ok"}
    assert not evidence.problems()


def test_a_known_document_that_could_not_be_read_for_a_while_is_one_row(
    evidence: Evidence, report: Report, refusal: Callable[..., Reading]
) -> None:
    made = report("/a.pdf", "Leaders act.")
    evidence.save([made])
    evidence.save([refusal("/a.pdf", "missing", sha256=None)])
    assert evidence.counts()["refused"] == 1
    # Known by its bytes, it is not read again but announced like a duplicate.
    evidence.start(RUN, [replace(made.source, status="duplicate")])
    assert [source.status for source in evidence.sources()] == ["ok"]
    assert not evidence.problems()


def test_restricted_passages_are_stored_and_nowhere_else(
    evidence: Evidence, report: Report, tag: Callable[..., Tag]
) -> None:
    note = report("/note.txt", "Sam said so.", sensitivity="restricted")
    evidence.save([replace(note, tags=(tag(note.passages[0]),))])
    assert tuple(evidence.passages(restricted=True)) == note.passages
    assert not list(evidence.passages())
    assert not list(evidence.passages(note.source.sha256))
    assert not list(evidence.tags())
    assert not search(evidence, "sam")
    evidence.db.execute("INSERT INTO passages_fts (passages_fts) VALUES ('rebuild')")
    assert not indexed(evidence, "sam")
    assert not list(evidence.query("SELECT 1 FROM passages_fts_docsize"))


def test_a_document_that_becomes_restricted_leaves_index_and_tags(
    evidence: Evidence, report: Report
) -> None:
    public = report("/note.txt", "Sam said so.")
    evidence.save([public])
    evidence.save([report("/note.txt", "Sam said so.", sensitivity="restricted")])
    assert not indexed(evidence, "sam")
    assert not list(evidence.query("SELECT 1 FROM tags"))
    assert evidence.counts()["restricted"] == 1
    check_index(evidence)
    evidence.save([public])
    assert indexed(evidence, "sam") == ["Sam said so."]
    assert len(list(evidence.tags())) == 1
    check_index(evidence)


def test_the_index_follows_every_change(evidence: Evidence, report: Report) -> None:
    made = report("/a.pdf", "Leaders act.", "Children settle.")
    evidence.save([made])
    moved = [replace(passage, headings=("Safeguarding",)) for passage in made.passages]
    evidence.save([replace(made, passages=tuple(moved))])
    assert len(indexed(evidence, "safeguarding")) == 2
    assert not indexed(evidence, "findings")
    evidence.save([replace(made, passages=made.passages[:1], tags=made.tags[:1])])
    assert indexed(evidence, "findings") == ["Leaders act."]
    check_index(evidence)


Republished = tuple[tuple[str | None, ...], dict[str, str], set[str], str]
REPUBLISHED: list[Republished] = [
    # published dates, who supersedes whom, who is in doubt, why
    (("2019-01-01", "2019-03-01"), {"1": "0"}, set(), "later wins"),
    (("2019-03-01", "2019-01-01"), {"0": "1"}, set(), "whatever the order of the paths"),
    (("2019-01-01", "2019-02-01", "2019-03-01"), {"1": "0", "2": "1"}, set(), "a chain"),
    ((None, None), {}, {"0", "1"}, "no dates: no guess"),
    (("2019-01-01", None), {}, {"1"}, "one date tells nothing about the other"),
    (("2019-01-01", "2019-01-01"), {}, {"0", "1"}, "the same date"),
    (("2019-01-01", "2019-01-01", "2020-01-01"), {}, {"0", "1"}, "the newest replaces which?"),
]  # fmt: skip


@pytest.mark.parametrize("case", REPUBLISHED, ids=lambda case: case[-1])
@pytest.mark.parametrize("backwards", [False, True])
def test_a_republished_report_supersedes_the_older(
    evidence: Evidence, report: Report, case: Republished, backwards: bool
) -> None:
    dates, links, doubts, why = case
    made = [
        report(f"/{at}", f"Text {at}.", published=date, edition="e", provider_urn="80000")
        for at, date in enumerate(dates)
    ]
    for reading in reversed(made) if backwards else made:
        evidence.save([reading])
    names = {document.id: document.name for document in evidence.documents()}
    found = {
        document.name: names[document.supersedes]
        for document in evidence.documents()
        if document.supersedes
    }
    problems = {problem.path[1:]: problem.problem for problem in evidence.problems()}
    assert found == links, why
    assert set(problems) == doubts, why
    assert {problem.code for problem in problems.values()} <= {"possible-republication"}
    assert len(list(evidence.passages())) == len(dates), "both are kept"


NO_REPUBLICATION = [
    ({"edition": "e", "provider_urn": "1"}, {"edition": "f", "provider_urn": "1"}, "other edition"),
    (
        {"edition": "e", "provider_urn": "1"},
        {"edition": "e", "provider_urn": "2"},
        "other provider",
    ),
    ({"provider_urn": "1"}, {"provider_urn": "1"}, "no edition read"),
    ({"edition": "e"}, {"edition": "e"}, "no provider known"),
    (
        {"edition": "e", "provider_urn": "1", "provider_name": "Hill"},
        {"edition": "e", "provider_urn": "2", "provider_name": "Hill"},
        "two places of one name",
    ),
]


@pytest.mark.parametrize(("one", "other", "why"), NO_REPUBLICATION)
def test_other_reports_supersede_nothing(
    evidence: Evidence, report: Report, one: dict[str, str], other: dict[str, str], why: str
) -> None:
    evidence.save([
        report("/1", "One.", published="2019-01-01", **one),
        report("/2", "Two.", published="2020-01-01", **other),
    ])  # fmt: skip
    assert not any(document.supersedes for document in evidence.documents()), why
    assert not evidence.problems(), why


def test_a_provider_known_by_name_meets_its_urn(evidence: Evidence, report: Report) -> None:
    evidence.save([
        report("/1", "One.", published="2019-01-01", edition="e", provider_name="Hill  VALLEY"),
        report("/2", "Two.", published="2020-01-01", edition="e", provider_name="Hill Valley",
               provider_urn="80000"),
    ])  # fmt: skip
    assert sum(1 for document in evidence.documents() if document.supersedes) == 1


def test_a_doubt_goes_with_its_cause(evidence: Evidence, report: Report) -> None:
    facts = {"edition": "e", "provider_urn": "80000"}
    evidence.save([report("/1", "One.", **facts), report("/2", "Two.", **facts)])
    assert len(evidence.problems()) == 2
    evidence.save([report("/2", "Two.", edition="f", provider_urn="80000")])
    assert not evidence.problems()


UNSTORABLE = [
    ({"text": "\ud800"}, "a lone surrogate is no text"),
    ({"text": "something else"}, "a passage must be its slice"),
    ({"boxes": (Box(1, float("nan"), 0, 0, 0),)}, "a box needs four numbers"),
    ({"start": 10**30, "end": 10**30, "text": ""}, "an offset SQLite cannot hold"),
    ({"document_id": "another"}, "a passage of no document"),
]


@pytest.mark.parametrize(("change", "why"), UNSTORABLE)
def test_one_document_that_cannot_be_stored_is_a_row(
    evidence: Evidence, report: Report, change: dict[str, object], why: str
) -> None:
    good, bad, other = (report(f"/{name}.pdf", f"Leaders {name}.") for name in ("a", "b", "c"))
    broken = replace(bad, passages=(replace(bad.passages[0], **change),), tags=())
    failed = evidence.save([good, broken, other])
    assert [reading.source.path for reading in failed] == ["/b.pdf"], why
    assert statuses(evidence) == {"/a.pdf": "ok", "/b.pdf": "failed", "/c.pdf": "ok"}
    assert [problem.problem.code for problem in evidence.problems()] == ["unstorable"]
    assert [p.text for p in evidence.passages()] == ["Leaders a.", "Leaders c."]
    check_index(evidence)


def test_a_path_that_is_no_text_is_a_row(evidence: Evidence) -> None:
    path = "/caf\udce9.pdf"
    evidence.save([Reading(Source(source_id(path), path, "a" * 64, None, "ok"))])
    assert statuses(evidence) == {"/caf\\udce9.pdf": "failed"}


def test_a_full_disk_undoes_the_batch_and_nothing_else(evidence: Evidence, report: Report) -> None:
    first = report("/a.pdf", "Leaders act.")
    evidence.save([first])
    pages = next(evidence.query("PRAGMA page_count"))[0]
    evidence.db.execute(f"PRAGMA max_page_count = {pages + 2}")
    long = report("/b.pdf", *("word " * 2000 + str(at) for at in range(40)))
    with pytest.raises(WorkspaceError, match=r"evidence\.db cannot be used: the disk is full"):
        evidence.save([report("/c.pdf", "Children settle."), long])
    assert statuses(evidence) == {"/a.pdf": "ok"}
    assert tuple(evidence.passages()) == first.passages
    evidence.db.execute("PRAGMA max_page_count = 1000000")
    evidence.save([long])
    check_index(evidence)
    assert statuses(evidence) == {"/a.pdf": "ok", "/b.pdf": "ok"}


def test_a_file_that_may_only_be_read_says_so(evidence: Evidence, report: Report) -> None:
    evidence.db.execute("PRAGMA query_only = ON")
    with pytest.raises(WorkspaceError, match=r"evidence\.db cannot be used: it may only be read"):
        evidence.save([report("/a.pdf", "Leaders act.")])


def test_a_locked_file_says_so(evidence: Evidence, report: Report) -> None:
    other = connect(evidence.workspace.evidence)
    other.execute("BEGIN IMMEDIATE")
    evidence.db.execute("PRAGMA busy_timeout = 10")
    with pytest.raises(WorkspaceError, match=r"evidence\.db cannot be used: another program holds"):
        evidence.save([report("/a.pdf", "Leaders act.")])
    other.close()


@pytest.mark.parametrize("read_only", [False, True])
@pytest.mark.parametrize(
    "content", [b"no database at all" * 99, b"SQLite format 3\0" + b"\xff" * 4096]
)
def test_a_damaged_file_says_so(workspace: Workspace, content: bytes, read_only: bool) -> None:
    workspace.evidence.write_bytes(content)
    with pytest.raises(WorkspaceError, match=r"evidence\.db cannot be used: it is .*damaged"):
        open_evidence(workspace, read_only=read_only)
    assert workspace.evidence.read_bytes() == content


@pytest.mark.parametrize("read_only", [False, True])
def test_an_emptied_file_is_not_taken_for_a_new_one(workspace: Workspace, read_only: bool) -> None:
    open_evidence(workspace).close()
    keep_original(workspace, b"report", sha256_of(b"report"))
    workspace.evidence.write_bytes(b"")
    with pytest.raises(WorkspaceError, match=r"evidence\.db is empty, though documents were read"):
        open_evidence(workspace, read_only=read_only)
    # What the message advises: then all is made anew.
    workspace.evidence.rename(workspace.root / "evidence.db-away")
    with open_evidence(workspace) as evidence:
        assert evidence.counts()["sources"] == 0


def test_a_first_run_that_was_killed_at_once_is_no_hindrance(workspace: Workspace) -> None:
    workspace.evidence.touch()
    with open_evidence(workspace) as evidence:
        assert evidence.counts()["sources"] == 0


DAMAGED_ROWS = [
    ("UPDATE extractions SET blocks = x'00'", lambda e, d: e.extraction(d), "no packed blocks"),
    ("UPDATE extractions SET pages = '[[1]]'", lambda e, d: e.extraction(d), "a page cut short"),
    ("UPDATE passages SET boxes = '[[1,'", lambda e, _: list(e.passages()), "no JSON"),
    ("UPDATE passages SET headings = x'ff'", lambda e, _: list(e.passages()), "no text"),
    ("UPDATE tags SET cues = '[1]'", lambda e, _: list(e.tags()), "a cue that is none"),
    ("UPDATE runs SET counts = '{'", lambda e, _: e.runs(), "no counts"),
]  # fmt: skip


@pytest.mark.parametrize("case", DAMAGED_ROWS, ids=lambda case: case[2])
def test_a_row_that_was_spoilt_is_told_from_a_defect_of_ours(
    evidence: Evidence, report: Report, case: tuple[str, Callable[[Evidence, str], object], str]
) -> None:
    script, read, why = case
    made = report("/a.pdf", "Leaders act.")
    evidence.start(RUN, [made.source])
    evidence.save([made])
    evidence.db.execute(script)
    with pytest.raises(WorkspaceError, match=r"evidence\.db is damaged: .*vouch restore"):
        read(evidence, made.source.sha256 or "")
        pytest.fail(why)


@pytest.mark.skipif(sys.platform != "linux", reason="names that are no text")
@pytest.mark.parametrize("read_only", [False, True])
def test_a_workspace_whose_path_is_no_text_is_a_workspace(
    tmp_path: Path, report: Report, read_only: bool
) -> None:
    workspace = open_workspace(tmp_path / "caf\udce9\n #1?", create=True)
    with open_evidence(workspace) as evidence:
        evidence.save([report("/a.pdf", "Leaders act.")])
    with open_evidence(workspace, read_only=read_only) as evidence:
        assert len(search(evidence, "leaders")) == 1


def test_reading_before_the_first_ingest_says_so(workspace: Workspace) -> None:
    with pytest.raises(WorkspaceError, match="holds no documents yet"):
        open_evidence(workspace, read_only=True)


def test_a_reader_cannot_write(workspace: Workspace, evidence: Evidence) -> None:
    with (
        open_evidence(workspace, read_only=True) as reader,
        pytest.raises(sqlite3.OperationalError, match="readonly"),
    ):
        reader.db.execute("DELETE FROM passages")


def test_a_reader_does_not_wait_for_the_writer(
    workspace: Workspace, evidence: Evidence, report: Report
) -> None:
    evidence.save([report("/a.pdf", "Leaders act.")])
    evidence.db.execute("BEGIN IMMEDIATE")
    evidence.db.execute("DELETE FROM tags")
    with open_evidence(workspace, read_only=True) as reader:
        assert reader.counts()["tags"] == 1
    evidence.db.execute("ROLLBACK")


def test_the_file_is_for_its_owner_alone(workspace: Workspace, evidence: Evidence) -> None:
    evidence.start(RUN, [])
    files: list[Path] = list(workspace.root.glob("evidence.db*"))
    assert len(files) == 3
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}
