"""`vouch correct`: what was read wrongly is recorded, shown, taken back; a slip leaves no trace."""

from __future__ import annotations

import getpass
import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from corpus.corrections import collect, corrected
from corpus.decisions import broken, open_decisions, standing
from corpus.evidence import open_evidence
from corpus.facts import Fact, Stated
from corpus.identity import fact_id
from corpus.records import Document
from corpus.workspace import Workspace, open_workspace, writing

Call = Callable[..., Result]
WHY = ("--reason", "Page 1 says so.", "--who", "Ann")


@pytest.fixture(name="base")
def own_base(base: Path, tmp_path: Path) -> Path:
    """A copy of the small evidence base: what is decided here is decided nowhere else."""
    return Path(shutil.copytree(base, tmp_path / "workspace"))


@pytest.fixture
def place(base: Path) -> Workspace:
    return open_workspace(base)


def report(place: Workspace) -> Document:
    with open_evidence(place, read_only=True) as evidence:
        return next(found for found in evidence.documents() if found.sensitivity == "public")


@pytest.fixture
def fact(place: Workspace) -> Fact:
    """A judgement that the report states, as far as this test is concerned."""
    document = report(place)
    with writing(place), open_evidence(place) as evidence:
        extraction = evidence.extraction(document.id)
        assert extraction is not None
        fields = {
            "framework": "ilacs-2018", "area": "OE", "label": "Overall", "grade": "Good",
            "grade_normalised": "good", "how": "table", "agrees": [],
        }  # fmt: skip
        key = fact_id(document.id, "judgement", "OE", 0, 5)
        made = Fact(key, document.id, "judgement", fields, 0, 5, extraction.text[:5])
        evidence.save_stated(Stated(document.id, "facts/1", "ilacs-2018", (made,)))
    return made


def test_a_document_is_corrected_by_path_name_or_id(
    base: Path, place: Workspace, call: Call
) -> None:
    document = report(place)
    with open_evidence(place, read_only=True) as evidence:
        path = next(s.path for s in evidence.sources() if s.sha256 == document.id)
    for at, named in enumerate((document.id, document.id[:8], path, document.name), start=1):
        done = call(base, "correct", "document", named, "--set", f"published=2019-02-0{at}", *WHY)
        assert done.exit_code == 0, done.output
        assert f"Event {at}, document {document.id[:12]}" in done.output
    shown = corrected(document, collect(standing(place, "correct")))
    assert shown.value.published == "2019-02-04"
    told = shown.fields["published"]
    assert (told.who, told.reason, told.before) == ("Ann", "Page 1 says so.", "2019-02-03")


def test_the_same_bytes_under_another_path_are_the_document(
    base: Path, place: Workspace, call: Call, tmp_path: Path
) -> None:
    document = report(place)
    with open_evidence(place, read_only=True) as evidence:
        path = next(s.path for s in evidence.sources() if s.sha256 == document.id)
    copy = shutil.copy(path, tmp_path / "copy.md")
    done = call(base, "correct", "document", str(copy), "--set", "kind=letter", *WHY)
    assert done.exit_code == 0, done.output


def test_a_fact_is_corrected_and_its_grade_brings_its_step(
    base: Path, place: Workspace, call: Call, fact: Fact
) -> None:
    done = call(base, "correct", "fact", fact.id[:10], "--set", "grade=Inadequate", *WHY)
    assert done.exit_code == 0, done.output
    assert "grade: Good -> Inadequate" in done.output
    assert "grade_normalised: good -> inadequate" in done.output
    shown = corrected(fact, collect(standing(place, "correct"))).value
    assert shown.fields["grade_normalised"] == "inadequate"
    [event] = standing(place, "correct")
    assert (event.document_id, event.start, event.end) == (fact.document_id, 0, 5)


def test_a_correction_is_taken_back_and_both_stay_listed(
    base: Path, place: Workspace, call: Call
) -> None:
    document = report(place)
    call(base, "correct", "document", document.id, "--set", "kind=letter", *WHY)
    done = call(base, "correct", "undo", "1", "--reason", "It is a report.", "--who", "Ben")
    assert "event 1 is taken back" in done.output
    assert standing(place, "correct") == ()
    lines = call(base, "correct", "list").output
    assert "1  correction (undone)" in lines
    assert "2  taken back" in lines
    assert "because: It is a report." in lines
    rows = json.loads(call(base, "correct", "list", "--json").output)
    assert [(row["what"], row["undone"]) for row in rows] == [("correct", True), ("undo", False)]
    with open_decisions(place, read_only=True) as decisions:
        assert broken(decisions) == []


UNDOINGS = [
    ("9", "there is no such event"),
    ("2", "event 2 is 'undo'"),
    ("1", "was undone already"),
    ("0", "is not in the range"),
]


@pytest.mark.parametrize(("seq", "words"), UNDOINGS)
def test_what_cannot_be_taken_back(
    base: Path, place: Workspace, call: Call, seq: str, words: str
) -> None:
    call(base, "correct", "document", report(place).id, "--set", "kind=letter", *WHY)
    call(base, "correct", "undo", "1", *WHY)
    done = call(base, "correct", "undo", seq, *WHY)
    assert done.exit_code != 0
    assert words in done.output


SLIPS: list[tuple[list[str], str]] = [
    (["document", "{id}", "--set", "publshed=2019-02-01"], "these can: provider_urn"),
    (["document", "{id}", "--set", "published"], "write FIELD=VALUE"),
    (["document", "{id}", "--set", "kind=a", "--set", "kind=b"], "given twice"),
    (["document", "{id}", "--set", "published=May 2019"], "which is no date"),
    (["document", "nowhere.pdf", "--set", "kind=a"], "There is no document 'nowhere.pdf'"),
    (["document", "{id}", "--set", "published="], "it is shown like this already"),
    (["fact", "abcdef", "--set", "grade=Good"], "There is no fact 'abcdef'"),
    (["fact", "{fact}", "--set", "grade=Fine"], "add --as-printed"),
    (["fact", "a", "--set", "grade=Good"], "There is no fact 'a'"),
    (["fact", "{fact}", "--set", "text=x"], "quoted, never changed"),
]


@pytest.mark.parametrize(("words", "told"), SLIPS)
def test_a_slip_is_told_and_nothing_is_recorded(
    base: Path, place: Workspace, call: Call, fact: Fact, words: list[str], told: str
) -> None:
    names = {"id": report(place).id, "fact": fact.id}
    done = call(base, "correct", *(word.format(**names) for word in words), *WHY)
    assert done.exit_code in (1, 2)
    assert told in " ".join(done.output.split())
    assert standing(place, "correct") == ()


def test_why_and_who_are_not_blank(base: Path, place: Workspace, call: Call) -> None:
    given = ("correct", "document", report(place).id, "--set", "kind=letter")
    assert "--reason is empty" in call(base, *given, "--reason", " ").output
    assert "--who is empty" in call(base, *given, "--reason", "x", "--who", " ").output
    assert "Missing option '--reason'" in call(base, *given).output


def test_who_is_the_user_of_the_machine(
    base: Path, place: Workspace, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = ("correct", "document", report(place).id, "--reason", "x")
    monkeypatch.setattr(getpass, "getuser", lambda: "inspector7")
    call(base, *given, "--set", "kind=letter")
    assert [event.who for event in standing(place, "correct")] == ["inspector7"]

    def nobody() -> Any:
        raise OSError("no name")

    monkeypatch.setattr(getpass, "getuser", nobody)
    done = call(base, *given, "--set", "kind=report")
    assert "Add --who with your name" in done.output


def test_an_empty_list_says_so(base: Path, call: Call) -> None:
    assert call(base, "correct", "list").output == "Nothing was corrected yet.\n"
    assert json.loads(call(base, "correct", "list", "--json").output) == []
    assert "Nothing was corrected" in call(base, "correct", "undo", "1", *WHY).output


def test_a_restricted_document_is_corrected_too(base: Path, place: Workspace, call: Call) -> None:
    shown = json_lines(call(base, "export", "--what", "documents", "-").output)
    [masked] = [row["name"] for row in shown if row["sensitivity"] == "restricted"]
    done = call(base, "correct", "document", masked, "--set", "provider_urn=80999", *WHY)
    assert done.exit_code == 0, done.output
    rows = json_lines(call(base, "export", "--what", "documents", "-").output)
    [note] = [row for row in rows if row["name"] == masked]
    assert (note["provider_urn"], note["corrected"]) == ("80999", ["provider_urn"])
    assert note["sensitivity"] == "restricted"


def json_lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines() if line.startswith("{")]


def test_a_correction_shows_in_the_export_of_facts(
    base: Path, place: Workspace, call: Call, fact: Fact
) -> None:
    [before] = json_lines(call(base, "export", "--what", "judgements", "-").output)
    assert (before["grade"], before["corrected"]) == ("Good", [])
    call(base, "correct", "fact", before["fact_id"], "--set", "grade=Outstanding", *WHY)
    [after] = json_lines(call(base, "export", "--what", "judgements", "-").output)
    assert after == {
        **before,
        "grade": "Outstanding",
        "grade_normalised": "outstanding",
        "corrected": ["grade", "grade_normalised"],
    }


def test_events_are_exported_with_a_word_of_care(
    base: Path, place: Workspace, call: Call, tmp_path: Path
) -> None:
    call(base, "correct", "document", report(place).id, "--set", "kind=letter", *WHY)
    done = call(base, "export", "--what", "events", str(tmp_path / "events.csv"))
    assert "1 events written" in done.output
    assert "keep it as safe as the workspace" in " ".join(done.output.split())
    head, row = (tmp_path / "events.csv").read_text().splitlines()
    assert head.startswith(
        "seq,at,who,what,target_type,target_id,start,end,before,after,reason,hash"
    )
    assert ",Ann,correct,document," in row


def test_verify_names_a_broken_event(base: Path, place: Workspace, call: Call) -> None:
    call(base, "correct", "document", report(place).id, "--set", "kind=letter", *WHY)
    assert call(base, "verify").exit_code == 0
    with closing(sqlite3.connect(place.review)) as db, db:
        [(sql,)] = db.execute("SELECT sql FROM sqlite_master WHERE name = 'events_never_updated'")
        db.execute("DROP TRIGGER events_never_updated")
        db.execute("UPDATE events SET reason = 'Page 2 says so.'")
        db.execute(sql)
    done = call(base, "verify")
    assert done.exit_code == 1
    assert "event-edited (event 1): Event 1 is not as it was written" in done.output


def test_a_second_correction_sees_the_first(base: Path, place: Workspace, call: Call) -> None:
    document = report(place).id
    call(base, "correct", "document", document, "--set", "kind=letter", *WHY)
    again = call(base, "correct", "document", document, "--set", "kind=letter", *WHY)
    assert "it is shown like this already" in " ".join(again.output.split())
    done = call(base, "correct", "document", document, "--set", "kind=", *WHY)
    assert "kind: letter -> (nothing)" in done.output
    start = call(base, "correct", "document", document, "--set", "inspection_end=2019-01-05", *WHY)
    assert start.exit_code == 0, start.output
    late = call(base, "correct", "document", document, "--set", "inspection_start=2019-02-05", *WHY)
    assert "Correct both in one command" in late.output
    assert len(standing(place, "correct")) == 3


def test_several_documents_of_a_name_are_listed(
    base: Path, place: Workspace, call: Call, tmp_path: Path, in_process: None
) -> None:
    folder = tmp_path / "more"
    for name in ("x", "y"):
        (folder / name).mkdir(parents=True)
        (folder / name / "same.md").write_text(f"# A note of {name}\n\n1. Leaders act.\n")
    done = call(base, "ingest", str(folder), "--sensitivity", "public")
    assert done.exit_code == 0, done.output
    slip = call(base, "correct", "document", "same.md", "--set", "kind=letter", *WHY)
    assert "'same.md' may be any of 2 documents" in " ".join(slip.output.split())


def test_status_counts_the_corrections_that_hold(base: Path, place: Workspace, call: Call) -> None:
    name = report(place).name
    assert "corrections that hold" not in call(base, "status").output
    for day in ("2019-02-01", "2019-02-02"):
        made = call(base, "correct", "document", name, "--set", f"published={day}", *WHY)
        assert made.exit_code == 0, made.output
    assert "2 corrections that hold (vouch correct list)" in call(base, "status").output
    call(base, "correct", "undo", "2", *WHY)
    assert json.loads(call(base, "status", "--json").output)["corrections"] == 1
