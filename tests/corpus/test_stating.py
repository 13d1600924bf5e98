"""What documents state, in the store: written with them, kept while it holds, never in the way."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.backup import backup, restore
from corpus.evidence import Evidence, open_evidence
from corpus.facts import FACT_KINDS, Check, Fact, Stated
from corpus.identity import fact_id
from corpus.records import Box, Problem, Reading
from corpus.verifying import verify
from corpus.workspace import Workspace, keep_original, open_workspace, writing

Report = Callable[..., Reading]
READER = "facts/1"
GRADE = "Overall effectiveness: Good"
UNCLEAR = Problem("facts", "two-grades", "Page 1 prints two grades for one area.", 1)


def a_fact(reading: Reading, words: str, kind: str = "judgement", **fields: Any) -> Fact:
    """A fact that a report states in these words."""
    assert reading.extraction is not None
    document, text = reading.extraction.document_id, reading.extraction.text
    start = text.index(words)
    key = fact_id(document, kind, words, start, start + len(words))
    box = Box(1, 72.0, 700.25, 523.5, 712.0)
    return Fact(key, document, kind, fields, start, start + len(words), words, 1, (box,))  # type: ignore[arg-type]


def a_check(reading: Reading, outcome: str = "departed from") -> Check:
    assert reading.document is not None
    return Check(
        reading.document.id, "ilacs-2023", "L-01", "likely", "5.1", outcome,
        "Leaders are not good where children are not safe.", "HP is inadequate, LEAD is good.",
    )  # fmt: skip


def stating(reading: Reading, *words: str, reader: str = READER, **changes: Any) -> Reading:
    """The same reading with a judgement for each of these words."""
    assert reading.document is not None
    facts = tuple(a_fact(reading, found, grade=found) for found in words)
    stated = Stated(reading.document.id, reader, "ilacs-2023", facts)
    return replace(reading, stated=replace(stated, **changes))


def texts(evidence: Evidence) -> list[str]:
    return [fact.text for fact in evidence.facts()]


def test_facts_checks_and_problems_are_stored_with_their_document(
    evidence: Evidence, report: Report
) -> None:
    made = report("/a.pdf", GRADE, "Leaders act.")
    made = stating(made, GRADE, "Leaders act.", checks=(a_check(made),), problems=(UNCLEAR,))
    assert evidence.save([made]) == []
    assert made.stated is not None
    assert tuple(evidence.facts()) == made.stated.facts
    assert tuple(evidence.checks()) == made.stated.checks
    assert evidence.frameworks() == {made.stated.document_id: "ilacs-2023"}
    assert [found.problem for found in evidence.problems()] == [UNCLEAR]
    assert [source.status for source in evidence.sources()] == ["ok"], "it is read all the same"
    assert evidence.fact_counts() == {**dict.fromkeys(FACT_KINDS, 0), "judgement": 2}


def test_facts_are_had_by_document_and_by_kind(evidence: Evidence, report: Report) -> None:
    one, two = report("/b.pdf", GRADE, "Leaders act."), report("/a.pdf", "Children settle.")
    action = a_fact(one, "Leaders act.", "action")
    evidence.save([stating(one, GRADE, facts=(a_fact(one, GRADE), action))])
    evidence.save([stating(two, "Children settle.")])
    assert texts(evidence) == ["Children settle.", GRADE, "Leaders act."], "by path"
    assert [fact.text for fact in evidence.facts(kinds=("action",))] == ["Leaders act."]
    assert [fact.text for fact in evidence.facts(action.document_id, ("judgement",))] == [GRADE]


def test_a_reading_and_its_facts_are_one_transaction(
    workspace: Workspace, evidence: Evidence, report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("corpus.stating._write", cut)
    with pytest.raises(KeyboardInterrupt):
        evidence.save([stating(report("/a.pdf", GRADE), GRADE)])
    with open_evidence(workspace, read_only=True) as reader:
        assert list(reader.documents()) == []


def test_saving_the_same_facts_again_changes_nothing(evidence: Evidence, report: Report) -> None:
    made = report("/a.pdf", GRADE)
    made = stating(made, GRADE, checks=(a_check(made),))
    evidence.save([made])
    before = evidence.db.total_changes
    evidence.save([made])
    # The lens of the tags alone is written anew.
    assert evidence.db.total_changes - before <= 3


def test_a_newer_reader_replaces_what_it_reads_otherwise(
    evidence: Evidence, report: Report
) -> None:
    made = report("/a.pdf", GRADE, "Leaders act.")
    evidence.save([stating(made, GRADE, "Leaders act.", checks=(a_check(made),))])
    kept = next(evidence.facts()).id
    again = stating(made, GRADE, reader="facts/2").stated
    assert again is not None
    evidence.save_stated(again)
    assert [fact.id for fact in evidence.facts()] == [kept]
    assert list(evidence.checks()) == []
    assert evidence.unread("facts/2") == []


NEEDS_READING = [
    ("facts/1", {}, False, "it has read this extraction"),
    ("facts/2", {}, True, "a newer reader has not"),
    ("facts/1", {"extractor": "pdf/2"}, True, "a new extraction without facts lost the old ones"),
    ("facts/1", {"sensitivity": "restricted"}, False, "restricted documents have no facts"),
]


@pytest.mark.parametrize(
    ("reader", "change", "due", "why"), NEEDS_READING, ids=[row[3] for row in NEEDS_READING]
)
def test_what_is_still_to_be_read(
    evidence: Evidence, report: Report, reader: str, change: dict[str, str], due: bool, why: str
) -> None:
    first = report("/a.pdf", GRADE)
    evidence.save([stating(first, GRADE)])
    evidence.save([report("/a.pdf", GRADE, **change)])
    assert first.document is not None
    assert evidence.unread(reader) == ([first.document.id] if due else []), why


def test_a_document_without_facts_is_read_once(evidence: Evidence, report: Report) -> None:
    made = report("/a.pdf", "Leaders act.")
    evidence.save([made])
    assert len(evidence.unread(READER)) == 1
    evidence.save([stating(made)])
    assert evidence.unread(READER) == []


def test_facts_of_an_older_extraction_go_where_nobody_decided(
    evidence: Evidence, report: Report
) -> None:
    content = GRADE.encode()
    made = report("/a.pdf", GRADE, content=content)
    evidence.save([stating(made, GRADE, checks=(a_check(made),), problems=(UNCLEAR,))])
    evidence.save([report("/a.pdf", "Anew", content=content, extractor="pdf/2")])
    assert texts(evidence) == []
    assert list(evidence.checks()) == []
    assert evidence.problems() == []
    assert list(evidence.query("SELECT extractor FROM extractions")) == [("pdf/2",)]


def test_a_fact_with_a_decision_stays_with_its_extraction(
    workspace: Workspace, report: Report
) -> None:
    content = GRADE.encode()
    made = stating(report("/a.pdf", GRADE, content=content), GRADE, "Good")
    assert made.stated is not None
    decided = made.stated.facts[0]

    def protect(_document: str) -> Collection[str]:
        return (decided.id,)

    with writing(workspace), open_evidence(workspace, protect=protect) as evidence:
        evidence.save([made])
        newer = report("/a.pdf", "Overall: Good", content=content, extractor="pdf/2")
        evidence.save([stating(newer, "Overall: Good")])
        assert texts(evidence) == ["Overall: Good"]
        kept = list(evidence.query("SELECT id, current FROM facts ORDER BY current, id"))
        assert (decided.id, 0) in kept
        assert len(kept) == 2, "the other one, on which nobody decided, is gone"
        assert len(list(evidence.query("SELECT id FROM extractions"))) == 2
        # Read as before, it is in use again and the other extraction is not needed.
        evidence.save([made])
        assert decided.text in texts(evidence)
        assert len(list(evidence.query("SELECT id FROM extractions"))) == 1


def test_a_document_that_becomes_restricted_loses_its_facts(
    evidence: Evidence, report: Report
) -> None:
    made = report("/a.pdf", GRADE)
    evidence.save([stating(made, GRADE, checks=(a_check(made),))])
    closed = report("/a.pdf", GRADE, sensitivity="restricted")
    evidence.save([stating(closed, GRADE)])
    assert texts(evidence) == []
    assert list(evidence.checks()) == []
    assert evidence.frameworks() == {}


UNSTORABLE = [
    ({"text": "Bad"}, "not its slice", "words that do not stand there"),
    ({"start": -27, "end": -4, "text": GRADE[:-4]}, "not its slice", "offsets from the end"),
    ({"document_id": "another"}, "another document", "a fact of another document"),
    ({"fields": {"grade": {1, 2}}}, "serializable", "fields that are no JSON"),
    ({"fields": {"score": float("nan")}}, "JSON", "a number that is none"),
    ({"boxes": (Box(1, 0.0, float("inf"), 1.0, 1.0),)}, "no number", "a side that is none"),
]


@pytest.mark.parametrize(
    ("change", "reason", "why"), UNSTORABLE, ids=[row[2] for row in UNSTORABLE]
)
def test_a_fact_that_cannot_be_stored_is_left_out_alone(
    evidence: Evidence, report: Report, change: dict[str, Any], reason: str, why: str
) -> None:
    made = report("/a.pdf", GRADE, "Leaders act.")
    good = a_fact(made, "Leaders act.")
    assert (
        evidence.save([stating(made, facts=(replace(a_fact(made, GRADE), **change), good))]) == []
    )
    assert texts(evidence) == ["Leaders act."], why
    (problem,) = [found.problem for found in evidence.problems()]
    assert (problem.stage, problem.code, problem.page) == ("facts", "unstorable-fact", 1)
    assert reason in problem.message


def test_two_facts_under_one_id_are_a_problem_and_not_a_loss_in_silence(
    evidence: Evidence, report: Report
) -> None:
    made = report("/a.pdf", GRADE)
    fact = a_fact(made, GRADE)
    evidence.save([stating(made, facts=(fact, replace(fact, fields={"area": "HP"})))])
    assert tuple(evidence.facts()) == (fact,)
    assert "same id" in evidence.problems()[0].problem.message


def test_checks_that_cannot_be_stored_leave_the_document_whole(
    evidence: Evidence, report: Report
) -> None:
    made = report("/a.pdf", GRADE)
    evidence.save([stating(made, GRADE)])
    broken = replace(a_check(made), rule=None)  # type: ignore[arg-type]
    assert evidence.save([stating(made, GRADE, checks=(broken,))]) == []
    assert [source.status for source in evidence.sources()] == ["ok"]
    assert [found.problem.code for found in evidence.problems()] == ["unstorable-fact"]
    assert len(list(evidence.passages())) == 1
    assert len(evidence.unread(READER)) == 1, "and is tried again"


def test_problems_of_facts_come_and_go_with_them(evidence: Evidence, report: Report) -> None:
    slow = Problem("pdf", "no-text", "Page 2 has no text.", 2)
    made = replace(report("/a.pdf", GRADE), problems=(slow, UNCLEAR))
    made = stating(made, GRADE, problems=(UNCLEAR,))
    evidence.save([made])
    assert [found.problem for found in evidence.problems()] == [slow, UNCLEAR], "each once"
    again = stating(made, GRADE).stated
    assert again is not None
    evidence.save_stated(again)
    assert [found.problem for found in evidence.problems()] == [slow]


words = st.text(max_size=12)
plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=6,
)
places = st.tuples(st.integers(0, len(GRADE)), st.integers(0, len(GRADE))).map(sorted)
points = st.integers(-100_000, 100_000).map(lambda hundredths: hundredths / 100)
boxes = st.builds(Box, st.integers(1, 9), points, points, points, points)


@st.composite
def all_stated(draw: st.DrawFn, document: str) -> Stated:
    """Anything that a reader may state of a document with the text GRADE."""
    facts = []
    for number in range(draw(st.integers(0, 4))):
        start, end = draw(places)
        fields = draw(st.dictionaries(words, plain, max_size=4))
        where = st.none() | st.integers(1, 9)
        facts.append(
            Fact(
                f"{document}-{number}", document, draw(st.sampled_from(FACT_KINDS)), fields, start,
                end, GRADE[start:end], draw(where),
                tuple(draw(st.lists(boxes, max_size=2))), draw(st.none() | words),
            )
        )  # fmt: skip
    checks = st.builds(Check, st.just(document), *[words] * 7)
    problems = st.builds(Problem, st.just("facts"), words, words, st.none() | st.integers(1, 9))
    return Stated(
        document, draw(words), draw(st.none() | words), tuple(facts),
        tuple(draw(st.lists(checks, max_size=3))),
        tuple(draw(st.lists(problems, max_size=3, unique=True))),
    )  # fmt: skip


@settings(max_examples=60)
@given(data=st.data())
def test_whatever_is_stated_comes_back_as_it_went(
    evidence: Evidence, report: Report, data: st.DataObject
) -> None:
    made = report("/a.pdf", GRADE)
    assert made.document is not None
    stated = data.draw(all_stated(made.document.id))
    evidence.save([replace(made, stated=stated)])
    assert tuple(evidence.facts()) == stated.facts
    assert tuple(evidence.checks()) == stated.checks
    assert tuple(found.problem for found in evidence.problems()) == stated.problems
    assert evidence.frameworks().get(made.document.id) == stated.framework
    assert evidence.unread(stated.reader) == []


@pytest.fixture
def sound(workspace: Workspace, report: Report) -> Workspace:
    """A workspace with a report that states a grade, on which a rule has its say."""
    with writing(workspace), open_evidence(workspace) as evidence:
        made = report("/a.pdf", GRADE, "Leaders act.")
        assert made.extraction is not None
        keep_original(workspace, made.extraction.text.encode(), made.extraction.document_id)
        evidence.save([stating(made, GRADE, checks=(a_check(made),))])
    return workspace


BROKEN = [
    ("UPDATE facts SET start = start + 1", {"anchor"}, "an offset moved"),
    ("UPDATE facts SET text = 'Overall: Good'", {"anchor"}, "a text changed"),
    ("UPDATE facts SET page = 9", {"page"}, "a page that is not there"),
    ("UPDATE facts SET boxes = '[[9,1,2,3,4]]'", {"page"}, "a box on no page"),
    ("UPDATE facts SET fields = '{'", {"damaged"}, "fields cut short"),
    ("UPDATE facts SET start = start + 1, current = 0", {"anchor"}, "what is kept must hold too"),
    ("DELETE FROM readers", {"orphan-fact", "orphan-check"}, "facts that nobody read"),
    ("DELETE FROM readers; DELETE FROM checks; UPDATE facts SET current = 0", set(),
     "a fact that is kept for a decision alone"),
    ("UPDATE documents SET extraction_id = 'e2'; INSERT INTO extractions SELECT 'e2', document_id, "
     "extractor, status, page_count, passage_count, text, pages, problems, blocks FROM extractions",
     {"orphan-fact"}, "facts of an extraction that was replaced"),
    ("DELETE FROM tags; UPDATE documents SET sensitivity = 'restricted'; "
     "UPDATE passages SET public = 0", {"restricted-facts", "unsealed"},
     "facts left on a restricted document"),
    ("PRAGMA foreign_keys = OFF; UPDATE facts SET document_id = 'gone'", {"broken-link"},
     "facts of a document that is gone"),
    ("DELETE FROM facts; DELETE FROM checks; DELETE FROM readers", set(), "a deletion in order"),
]  # fmt: skip


@pytest.mark.parametrize(("script", "found", "why"), BROKEN, ids=[row[2] for row in BROKEN])
def test_verify_finds_facts_that_do_not_hold(
    sound: Workspace, script: str, found: set[str], why: str
) -> None:
    assert verify(sound) == []
    with closing(sqlite3.connect(sound.evidence)) as db:
        db.executescript(script)
    assert {finding.code for finding in verify(sound)} == found, why


def test_a_backup_carries_facts_checks_and_readers(sound: Workspace, tmp_path: Path) -> None:
    backup(sound, tmp_path / "vouch.zip")
    restore(tmp_path / "vouch.zip", tmp_path / "restored")
    other = open_workspace(tmp_path / "restored")
    with (
        open_evidence(sound, read_only=True) as before,
        open_evidence(other, read_only=True) as after,
    ):
        assert [fact.text for fact in after.facts()] == [GRADE]
        assert list(after.facts()) == list(before.facts())
        assert list(after.checks()) == list(before.checks())
        assert after.unread(READER) == []
    assert verify(other) == []
