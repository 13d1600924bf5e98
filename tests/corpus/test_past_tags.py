"""Tags of earlier taggers: kept with their version, never shown as current, pruned on request."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from corpus import rows
from corpus.chain import Draft
from corpus.database import connect_read_only
from corpus.decisions import open_decisions
from corpus.evidence import Evidence, open_evidence
from corpus.exports import write
from corpus.orphans import orphans
from corpus.past_tags import TaggerCount, past_tags, tagger_counts
from corpus.records import Cue, Reading, SentencePolarity, Tag
from corpus.verifying import verify
from corpus.workspace import Workspace, keep_original, writing

Report = Callable[..., Reading]
Tagging = Callable[..., Tag]
TEXTS = ("Leaders act.", "Children settle.")
CONTENT = "\n".join(TEXTS).encode()
LENS = "asa-2024"


@pytest.fixture
def reading(evidence: Evidence, report: Report) -> Reading:
    """A stored report whose two passages nobody has tagged."""
    made = report("/a.pdf", *TEXTS, content=CONTENT, tagger=None)
    assert made.document is not None
    keep_original(evidence.workspace, CONTENT, made.document.id)
    evidence.save([made], "run-1")
    return made


@pytest.fixture
def says(evidence: Evidence, reading: Reading, tag: Tagging) -> Callable[..., tuple[Tag, ...]]:
    """Let a tagger say an area of each passage in turn; null where it has nothing to say."""

    def say(tagger: str, *areas: str | None, **changes: Any) -> tuple[Tag, ...]:
        tags = tuple(
            tag(passage, area, tagger=tagger, **changes)
            for passage, area in zip(reading.passages, areas, strict=True)
            if area is not None
        )
        assert reading.document is not None
        evidence.save_tags(reading.document.id, tags, [(LENS, tagger)])
        return tags

    return say


Says = Callable[..., tuple[Tag, ...]]


def decide(workspace: Workspace, tag: Tag, what: Any = "accept") -> None:
    with open_decisions(workspace) as decisions:
        decisions.record(Draft(what, "Ann", "tag", tag.id, tag.document_id))


HISTORIES = [
    ([("lens/1", "EXP", "EXP")], [], "the first version has nothing before it"),
    (
        [("lens/1", "EXP", "EXP"), ("lens/2", "EXP", "LEAD")],
        [("lens/1", "EXP"), ("lens/1", "EXP")],
        "what was written over and what was taken back, both are kept",
    ),
    (
        [("lens/1", "EXP", "EXP"), ("lens/1", "LEAD", "EXP")],
        [],
        "a version that goes over it again replaces its own words",
    ),
    (
        [("lens/1", "EXP", "EXP"), ("lens/2", None, None)],
        [("lens/1", "EXP"), ("lens/1", "EXP")],
        "a version may have nothing to say",
    ),
    (
        [("lens/1", "EXP", None), ("lens/2", "LEAD", None), ("lens/3", "PROT", None)],
        [("lens/1", "EXP"), ("lens/2", "LEAD")],
        "every version is kept",
    ),
    (
        [("lens/1", "EXP", None), ("lens/2", "LEAD", None), ("lens/1", "EXP", None)],
        [("lens/2", "LEAD")],
        "a version that comes back is past no longer",
    ),
    (
        [("lens/1", "EXP", None), ("lens/2", "EXP", None), ("lens/2", "EXP", None)],
        [("lens/1", "EXP")],
        "the same again adds nothing",
    ),
    (
        [("lens/1", "EXP", None), ("rules/2", "LEAD", None)],
        [],
        "another family leaves it alone",
    ),
]


@pytest.mark.parametrize(("rounds", "past", "why"), HISTORIES, ids=[row[2] for row in HISTORIES])
def test_histories(
    evidence: Evidence, says: Says, rounds: list[tuple[str, ...]], past: list[Any], why: str
) -> None:
    for round_ in rounds:
        last = says(*round_)
    assert [(tag.tagger, tag.area) for tag in past_tags(evidence)] == past, why
    now = [tag for tag in evidence.tags() if tag.tagger == rounds[-1][0]]
    assert now == list(last), "current tags are those of the last round"
    assert not verify(evidence.workspace)


def test_a_past_tag_is_whole_and_keeps_its_id(evidence: Evidence, says: Says) -> None:
    said = {
        "cues": (Cue("phrase", 0, 7, "leaders"),),
        "sentences": (SentencePolarity(0, 12, "strength", 0.75),),
        "score": 0.625,
        "aspect": "LM-AMB",
        "element": "SG",
        "polarity": "strength",
    }
    [old] = says("lens/1", "EXP", None, **said)
    [new] = says("lens/2", "EXP", None)
    assert new.id == old.id, "the version is no part of the id"
    assert list(past_tags(evidence)) == [old]
    assert list(evidence.tags()) == [new]


def test_they_are_read_by_document_and_by_tagger(
    evidence: Evidence, report: Report, says: Says, tag: Tagging
) -> None:
    says("lens/1", "EXP", "EXP")
    says("lens/2", "LEAD", None)
    says("lens/3", "PROT", "PROT")
    other = report("/b.pdf", "Staff listen.", tagger="lens/1")
    assert other.document is not None
    evidence.save([other])
    evidence.save_tags(other.document.id, [], [(LENS, "lens/3")])
    assert [found.tagger for found in past_tags(evidence, other.document.id)] == ["lens/1"]
    assert [found.area for found in past_tags(evidence, tagger="lens/2")] == ["LEAD"]
    assert len(list(past_tags(evidence, tagger="lens/1"))) == 3
    assert list(past_tags(evidence, "nothing")) == []
    assert tagger_counts(evidence) == [
        TaggerCount(LENS, "lens/1", 0, 3),
        TaggerCount(LENS, "lens/2", 0, 1),
        TaggerCount(LENS, "lens/3", 2, 0),
    ]


def test_past_tags_are_in_no_count_and_no_export(
    evidence: Evidence, says: Says, tmp_path: Path
) -> None:
    says("lens/1", "EXP", "EXP")
    says("lens/2", "LEAD", None)
    assert evidence.counts()["tags"] == 1
    assert write(evidence, "tags", "jsonl", tmp_path / "tags.jsonl") == 1


class TestPruning:
    """Deletes what nobody needs; never what stands now or what a person decided upon."""

    def test_all_past_tags_go_and_current_ones_stay(self, evidence: Evidence, says: Says) -> None:
        says("lens/1", "EXP", "EXP")
        now = says("lens/2", "EXP", "LEAD")
        assert evidence.prune_tags() == 2
        assert list(past_tags(evidence)) == []
        assert list(evidence.tags()) == list(now)
        assert evidence.prune_tags() == 0

    def test_one_version_can_be_named(self, evidence: Evidence, says: Says) -> None:
        says("lens/1", "EXP", "EXP")
        says("lens/2", "LEAD", "LEAD")
        says("lens/3", "PROT", "PROT")
        assert evidence.prune_tags("lens/1") == 2
        assert {tag.tagger for tag in past_tags(evidence)} == {"lens/2"}
        assert evidence.prune_tags("lens/9") == 0

    def test_what_was_decided_upon_stays(self, evidence: Evidence, says: Says) -> None:
        decided, _ = says("lens/1", "EXP", "EXP")
        decide(evidence.workspace, decided, "reject")
        says("lens/2", "LEAD", "LEAD")
        assert evidence.prune_tags() == 1
        assert list(past_tags(evidence)) == [decided]
        assert [(orphan.target_id, orphan.kept) for orphan in orphans(evidence.workspace)] == [
            (decided.id, True)
        ]

    def test_a_decision_on_a_tag_that_was_said_again_is_no_orphan(
        self, evidence: Evidence, says: Says
    ) -> None:
        decided, _ = says("lens/1", "EXP", "EXP")
        decide(evidence.workspace, decided)
        says("lens/2", "EXP", "EXP", score=0.9)
        assert orphans(evidence.workspace) == []
        assert evidence.prune_tags() == 1
        assert [tag.score for tag in past_tags(evidence)] == [0.5], "as it was decided upon"

    def test_nothing_is_pruned_where_decisions_cannot_be_read(
        self, evidence: Evidence, says: Says
    ) -> None:
        says("lens/1", "EXP", "EXP")
        says("lens/2", "LEAD", "LEAD")

        def broken(_document: str) -> tuple[str, ...]:
            raise OSError("review.db is gone")

        guarded = Evidence(evidence.workspace, evidence.db, broken)
        with pytest.raises(Exception, match=r"review\.db is gone"):
            guarded.prune_tags()
        assert len(list(past_tags(evidence))) == 2


class TestDocuments:
    """Past tags go with their passage and with publicity."""

    def test_a_document_that_becomes_restricted_keeps_none(
        self, evidence: Evidence, reading: Reading, says: Says
    ) -> None:
        decided, _ = says("lens/1", "EXP", "EXP")
        decide(evidence.workspace, decided)
        says("lens/2", "LEAD", "LEAD")
        assert reading.document is not None
        evidence.save(
            [replace(reading, document=replace(reading.document, sensitivity="restricted"))]
        )
        assert list(evidence.query("SELECT * FROM past_tags")) == []
        assert list(evidence.tags()) == []
        says("lens/3", "EXP", "EXP")
        assert list(evidence.query("SELECT * FROM past_tags")) == []
        assert "restricted-tags" not in {finding.code for finding in verify(evidence.workspace)}

    def test_a_passage_that_is_read_otherwise_takes_them_along(
        self, evidence: Evidence, report: Report, says: Says
    ) -> None:
        says("lens/1", "EXP", "EXP")
        says("lens/2", "LEAD", "LEAD")
        again = report("/a.pdf", TEXTS[0], content=CONTENT, extractor="pdf/2", tagger=None)
        evidence.save([again])
        texts = {passage.id: passage.text for passage in evidence.passages()}
        kept = list(past_tags(evidence))
        assert {texts[tag.passage_id] for tag in kept} == {TEXTS[0]}
        assert {tag.tagger for tag in kept} == {"lens/1", "lens/2"}, "the text they read is past"
        assert list(evidence.tags()) == []
        assert not verify(evidence.workspace)

    def test_a_decided_tag_keeps_its_passage_and_its_past(
        self, evidence: Evidence, report: Report, says: Says
    ) -> None:
        _, decided = says("lens/1", "EXP", "EXP")
        decide(evidence.workspace, decided)
        says("lens/2", "EXP", "EXP")
        again = report("/a.pdf", TEXTS[0], content=CONTENT, extractor="pdf/2", tagger=None)
        evidence.save([again])
        evidence.prune_tags()
        assert decided in list(past_tags(evidence))
        assert [orphan.kept for orphan in orphans(evidence.workspace)] == [True]
        assert {finding.code for finding in verify(evidence.workspace)} == {"orphan"}

    def test_verify_names_past_tags_of_a_restricted_document_and_damaged_ones(
        self, evidence: Evidence, says: Says
    ) -> None:
        says("lens/1", "EXP", "EXP")
        says("lens/2", "LEAD", "LEAD")
        evidence.db.execute("UPDATE documents SET sensitivity = 'restricted'")
        assert "restricted-tags" in {finding.code for finding in verify(evidence.workspace)}
        evidence.db.execute("UPDATE past_tags SET passage_id = 'gone'")
        assert "orphan-past-tags" in {finding.code for finding in verify(evidence.workspace)}
        evidence.db.execute("UPDATE past_tags SET cues = 'nonsense'")
        assert "damaged" in {finding.code for finding in verify(evidence.workspace)}


class TestRetiredFamily:
    """The first tagger was called otherwise: what it said does not stand beside its successor."""

    def test_its_tags_become_past_once_the_successor_has_gone_over(
        self, evidence: Evidence, says: Says
    ) -> None:
        old = says("baseline/1", "EXP", "EXP")
        new = says("lens/1-abc", "LEAD", None)
        assert list(evidence.tags()) == list(new)
        assert sorted(past_tags(evidence), key=str) == sorted(old, key=str)
        assert tagger_counts(evidence) == [
            TaggerCount(LENS, "baseline/1", 0, 2),
            TaggerCount(LENS, "lens/1-abc", 1, 0),
        ]

    def test_it_goes_over_again_where_it_is_put_back(
        self, evidence: Evidence, reading: Reading, says: Says
    ) -> None:
        assert reading.document is not None
        says("baseline/1", "EXP", "EXP")
        says("lens/1", "LEAD", "LEAD")
        assert evidence.untagged(LENS, "baseline/1") == [reading.document.id]
        says("baseline/1", "EXP", None)
        assert {tag.tagger for tag in evidence.tags()} == {"baseline/1"}
        assert {tag.tagger for tag in past_tags(evidence)} == {"lens/1"}

    def test_tags_that_stand_side_by_side_from_before_are_parted(
        self, evidence: Evidence, says: Says
    ) -> None:
        old = says("baseline/1", "EXP", "EXP")
        says("lens/1", "LEAD", "LEAD")
        # As a version of Vouch left it that knew no successor.
        with evidence.db:
            evidence.db.execute("DELETE FROM past_tags")
            evidence.db.executemany(
                rows.insert("tags", rows.TAGS), [rows.tag_row(tag, "run-1") for tag in old]
            )
        assert len(list(evidence.tags())) == 4
        says("lens/2", "LEAD", "LEAD")
        assert {tag.tagger for tag in evidence.tags()} == {"lens/2"}
        assert {tag.tagger for tag in past_tags(evidence)} == {"baseline/1", "lens/1"}

    def test_only_those_of_the_same_document_and_framework(
        self, evidence: Evidence, reading: Reading, report: Report, tag: Tagging
    ) -> None:
        other = report("/b.pdf", "Managers plan.", tagger="baseline/1")
        evidence.save([other])
        assert reading.document is not None
        here = tag(reading.passages[0], "EXP", tagger="baseline/1", framework="slac-2009")
        evidence.save_tags(reading.document.id, [here], [("slac-2009", "baseline/1")])
        new = tag(reading.passages[0], "LEAD", tagger="lens/1")
        evidence.save_tags(reading.document.id, [new], [(LENS, "lens/1")])
        assert {one.id for one in evidence.tags()} == {here.id, new.id, *(t.id for t in other.tags)}
        assert list(past_tags(evidence)) == []

    def test_a_decision_on_its_tag_stays_with_the_tag_through_a_pruning(
        self, evidence: Evidence, says: Says
    ) -> None:
        decided, free = says("baseline/1", "EXP", "EXP")
        decide(evidence.workspace, decided)
        says("lens/1", "LEAD", "LEAD")
        assert evidence.prune_tags() == 1
        assert list(past_tags(evidence)) == [decided]
        assert free.id not in {tag.id for tag in (*evidence.tags(), *past_tags(evidence))}

    def test_no_other_family_takes_its_part(self, evidence: Evidence, says: Says) -> None:
        old = says("baseline/1", "EXP", "EXP")
        other = says("area/1", "LEAD", "LEAD")
        assert {tag.id for tag in evidence.tags()} == {tag.id for tag in (*old, *other)}


def test_a_batch_that_fails_leaves_tags_and_past_tags_as_they_were(
    evidence: Evidence, reading: Reading, says: Says, tag: Tagging
) -> None:
    old = says("lens/1", "EXP", "EXP")
    assert reading.document is not None
    bad = tag(reading.passages[0], "LEAD", tagger="lens/2", score=object())
    with pytest.raises(Exception, match="type"):
        evidence.save_tags(reading.document.id, [bad], [(LENS, "lens/2")])
    assert list(evidence.tags()) == list(old)
    assert list(past_tags(evidence)) == []
    assert evidence.untagged(LENS, "lens/2") == [reading.document.id]


KILLED = """
import os, signal, sys
from dataclasses import replace
from pathlib import Path
from corpus.evidence import open_evidence
from corpus.workspace import open_workspace, writing
workspace = open_workspace(Path(sys.argv[1]))
with writing(workspace), open_evidence(workspace) as evidence:
    tags = [replace(tag, tagger="lens/2") for tag in evidence.tags()]
    def look(statement):
        if statement.startswith(sys.argv[2]):
            os.kill(os.getpid(), signal.SIGKILL)
    evidence.db.set_trace_callback(look)
    evidence.save_tags(tags[0].document_id, tags, [("asa-2024", "lens/2")])
"""


@pytest.mark.skipif(os.name != "posix", reason="kill -9")
@pytest.mark.parametrize("moment", ["INSERT OR REPLACE INTO past_tags", "INSERT INTO lenses"])
def test_a_round_killed_in_the_middle_leaves_what_was_there(
    workspace: Workspace, report: Report, moment: str
) -> None:
    with writing(workspace), open_evidence(workspace) as evidence:
        evidence.save([report("/a.pdf", *TEXTS, tagger="lens/1")])
        before = list(evidence.tags())
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(workspace.root), moment],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == -signal.SIGKILL, done.stderr
    with open_evidence(workspace, read_only=True) as evidence:
        assert list(evidence.tags()) == before
        assert list(past_tags(evidence)) == []


@pytest.fixture
def plan(evidence: Evidence) -> Iterator[Callable[[str], str]]:
    with closing(connect_read_only(evidence.workspace.evidence)) as db:
        yield lambda statement: " ".join(
            row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {statement}")
        )


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT id FROM past_tags WHERE document_id = 'd' AND passage_id = 'p'",
        "DELETE FROM past_tags WHERE document_id = 'd' AND framework = 'f' AND tagger = 't'",
    ],
)
def test_past_tags_are_found_by_index(plan: Callable[[str], str], statement: str) -> None:
    assert "USING PRIMARY KEY" in plan(statement)
