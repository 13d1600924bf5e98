"""Labels from Label Studio: our own export, annotated by people and exported again."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import pytest

from corpus.chain import Draft
from corpus.decisions import Decisions
from corpus.evidence import Evidence
from corpus.exports import write
from corpus.records import Passage
from models.training.material import Coding
from pipelines.labelled import Labels

Read = Callable[..., Labels]
Stored = Callable[..., tuple[Passage, ...]]
TEXT = "Leaders act swiftly. Plans drift."
CHOSEN = {"area": ["PROT"], "criteria": ["PROT-1", "LEAD-3"], "polarity": ["mixed"]}


def tasks(evidence: Evidence) -> list[dict[str, Any]]:
    out = io.BytesIO()
    write(evidence, "tags", "label-studio", out)
    return json.loads(out.getvalue())


def choose(name: str, chosen: list[str]) -> dict[str, Any]:
    return {
        "id": f"x-{name}", "from_name": name, "to_name": "text", "type": "choices",
        "origin": "manual", "value": {"choices": chosen},
    }  # fmt: skip


def mark(start: int, end: int, said: str, text: str = TEXT) -> dict[str, Any]:
    value = {"start": start, "end": end, "text": text[start:end], "labels": [said]}
    return {"id": f"s{start}", "from_name": "sentences", "type": "labels", "value": value}


def annotated(task: dict[str, Any], *results: dict[str, Any], **about: Any) -> dict[str, Any]:
    """A task as it comes back: Label Studio adds keys of its own."""
    annotation = {
        "id": 7, "completed_by": {"id": 3, "email": "ann@example.org"}, "result": list(results),
        "was_cancelled": False, "lead_time": 4.2, **about,
    }  # fmt: skip
    return {**task, "id": 1, "project": 2, "annotations": [*task["annotations"], annotation]}


def answers(**changes: Any) -> list[dict[str, Any]]:
    return [choose(name, chosen) for name, chosen in {**CHOSEN, **changes}.items() if chosen]


def test_what_people_annotate_comes_back_as_labels(
    read: Read, evidence: Evidence, stored: Stored
) -> None:
    first, second = stored()
    one, two = tasks(evidence)
    sentences = [mark(0, 20, "strength"), mark(21, 33, "weakness")]
    content = json.dumps([annotated(one, *answers(), *sentences), two])
    labels = read(content, evidence)
    assert labels.failed == ()
    [passage] = labels.coded
    assert (passage.id, passage.group, passage.text) == (first.id, "80427", first.text)
    assert passage.codings == (
        Coding(
            "ann@example.org", "gold/1", "sccif-asa-2024", "PROT", None, ("PROT-1", "LEAD-3"),
            "mixed", ("strength", "weakness"),
        ),
    )  # fmt: skip
    assert read(content).coded[0].group == "80427", "also without the workspace"
    assert second.id not in {coded.id for coded in labels.coded}, "nobody annotated it"


CODERS = [
    (5, "Label Studio user 5", "a number"),
    ({"id": 5}, "Label Studio user 5", "a user without an address"),
    ("ann", "ann", "a name"),
]


@pytest.mark.parametrize(("who", "coder", "why"), CODERS, ids=[row[2] for row in CODERS])
def test_the_annotator_is_the_coder(
    read: Read, evidence: Evidence, stored: Stored, who: Any, coder: str, why: str
) -> None:
    stored(TEXT)
    [task] = tasks(evidence)
    labels = read(json.dumps([annotated(task, *answers(), completed_by=who)]), evidence)
    assert [said.coder for said in labels.coded[0].codings] == [coder], why


SENTENCES = [
    ([mark(0, 20, "strength"), mark(21, 33, "weakness")], ("strength", "weakness"), "both"),
    ([mark(0, 33, "neutral")], ("neutral", "neutral"), "one mark over all"),
    ([mark(1, 18, "mixed"), mark(19, 33, "weakness")], ("mixed", "weakness"), "drawn roughly"),
    ([], None, "none"),
]


@pytest.mark.parametrize(("marks", "said", "why"), SENTENCES, ids=[row[2] for row in SENTENCES])
def test_sentences_are_told_by_the_marks_over_them(
    read: Read, evidence: Evidence, stored: Stored, marks: list[Any], said: Any, why: str
) -> None:
    stored(TEXT)
    [task] = tasks(evidence)
    labels = read(json.dumps([annotated(task, *answers(), *marks)]), evidence)
    assert labels.failed == ()
    assert labels.coded[0].codings[0].sentences == said, why


BAD = [
    (([mark(0, 20, "strength")], {}), "the sentence from 21 to 33 is not marked", "one forgotten"),
    (([mark(0, 20, "strength", "X" * 40)], {}), "does not stand at 0 to 20", "a changed text"),
    ((answers(area=["PROT", "EXP"]), {}), "2 answers are given for area", "two areas"),
    ((answers(area=["HP"]), {}), "'HP' is no area of sccif-asa-2024", "a code from elsewhere"),
    ((answers(), {"completed_by": None}), "nobody is named as the annotator", "no annotator"),
    (([], {}), "the row says nothing", "an empty annotation"),
]


@pytest.mark.parametrize(("made", "what", "why"), BAD, ids=[row[2] for row in BAD])
def test_a_bad_annotation_is_named(
    read: Read, evidence: Evidence, stored: Stored, made: Any, what: str, why: str
) -> None:
    stored(TEXT)
    [task] = tasks(evidence)
    results, about = made
    labels = read(json.dumps([{"data": 1}, annotated(task, *results, **about)]), evidence)
    assert labels.coded == (), why
    broken, failed = labels.failed
    assert (broken.line, failed.line) == (1, 2)
    assert what in failed.what


def test_what_was_given_up_is_no_label(read: Read, evidence: Evidence, stored: Stored) -> None:
    stored(TEXT)
    [task] = tasks(evidence)
    assert read(json.dumps([annotated(task, *answers(), was_cancelled=True)])) == Labels()


def test_our_own_decisions_do_not_come_back_as_somebody_elses(
    read: Read, evidence: Evidence, stored: Stored, decisions: Decisions
) -> None:
    [passage] = stored(TEXT)
    [tag] = evidence.tags()
    decisions.record(Draft("accept", "Ann", "tag", tag.id, passage.document_id))
    [task] = tasks(evidence)
    [own] = task["annotations"]
    back = [{**task, "annotations": [{**own, "completed_by": 1}]}]
    labels = read(json.dumps(back), evidence)
    assert labels.coded == ()
    assert "is a decision that Vouch exported" in labels.failed[0].what


BROKEN = [
    ('[{"data": ', "the file is no JSON", "cut short"),
    ('[{"text": "Act.", "area": "EXP", "annotator": 1}]', "the file is JSON-MIN", "JSON-MIN"),
    ('["Act."]', "the row is not as it should be", "no tasks"),
    ('[{"data": {"text": "Act."}}]', "data.framework is missing", "somebody else's tasks"),
]


@pytest.mark.parametrize(("content", "what", "why"), BROKEN, ids=[row[2] for row in BROKEN])
def test_a_broken_file_is_said_to_be(read: Read, content: str, what: str, why: str) -> None:
    labels = read(content)
    assert labels.coded == (), why
    assert what in labels.failed[0].what
