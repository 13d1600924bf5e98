"""Decisions of reviewers become labels; a rejection gives none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from corpus.chain import Draft
from corpus.decisions import Decisions
from corpus.evidence import Evidence
from corpus.frameworks import Framework
from corpus.problems import SettingsError
from corpus.records import Passage, Tag
from models.training.material import Coding
from pipelines.labelled import Labels, groups, labels_of_decisions

Stored = Callable[..., tuple[Passage, ...]]
SCCIF = "sccif-asa-2024"


@pytest.fixture
def tag(evidence: Evidence, stored: Stored) -> Tag:
    stored("Leaders act swiftly.")
    [found] = evidence.tags()
    return found


@pytest.fixture
def labels(evidence: Evidence, frameworks: dict[str, Framework]) -> Callable[[], Labels]:
    return lambda: labels_of_decisions(evidence, "ours/2", frameworks)


def draft(what: Any, tag: Tag, who: str = "Ann", **more: Any) -> Draft:
    return Draft(what, who, "tag", tag.id, tag.document_id, **more)


DECIDED: list[tuple[list[Any], Any, str]] = [
    (["accept"], ("LEAD", None, "strength"), "what the machine said"),
    (["reject"], None, "what is right instead nobody said"),
    (["accept", "reject"], None, "the last word counts"),
    (["reject", "accept"], ("LEAD", None, "strength"), "likewise"),
    (["accept", "reopen"], None, "opened again is not decided"),
    (["comment"], None, "a comment is no decision"),
    (
        [("change", {"area": "PROT", "criterion": "PROT-1", "polarity": "weakness"})],
        ("PROT", ("PROT-1",), "weakness"),
        "what it was changed to",
    ),
    ([("change", {"polarity": "mixed"})], ("LEAD", None, "mixed"), "the rest stays"),
]


@pytest.mark.parametrize(("steps", "said", "why"), DECIDED, ids=[row[2] for row in DECIDED])
def test_what_a_reviewer_said(
    decisions: Decisions, tag: Tag, labels: Callable[[], Labels], steps: Any, said: Any, why: str
) -> None:
    for step in steps:
        what, after = step if isinstance(step, tuple) else (step, None)
        decisions.record(draft(what, tag, after=after))
    found = labels()
    assert found.failed == ()
    if said is None:
        assert found.coded == (), why
        return
    [passage] = found.coded
    area, criteria, polarity = said
    assert passage.codings == (Coding("Ann", "ours/2", SCCIF, area, None, criteria, polarity),)
    assert (passage.group, passage.source, passage.text) == (
        "80427",
        "decisions",
        "Leaders act swiftly.",
    )


def test_an_undone_decision_gives_no_label(
    decisions: Decisions, tag: Tag, labels: Callable[[], Labels]
) -> None:
    event = decisions.record(draft("accept", tag))
    decisions.record(draft("undo", tag, undoes=event.hash))
    assert labels() == Labels()


def test_what_was_added_is_a_label_too(
    decisions: Decisions, tag: Tag, labels: Callable[[], Labels]
) -> None:
    decisions.record(draft("accept", tag))
    added = {"framework": SCCIF, "criterion": "LEAD-3", "passage_id": tag.passage_id}
    decisions.record(Draft("add", "Ann", "tag", "new", tag.document_id, after=added))
    slac = {"framework": "slac-2009", "aspect": "LM-EVAL"}
    decisions.record(Draft("add", "Ben", "passage", tag.passage_id, tag.document_id, after=slac))
    [passage] = labels().coded
    assert [(said.coder, said.framework, said.area) for said in passage.codings] == [
        ("Ann", SCCIF, "LEAD"),
        ("Ben", "slac-2009", None),
    ]
    assert [said.criteria for said in passage.codings] == [("LEAD-3",), None]
    assert passage.codings[1].aspects == ("LM-EVAL",)


def test_a_tag_that_was_taken_back_still_says_what_the_reviewer_accepted(
    evidence: Evidence, decisions: Decisions, tag: Tag, labels: Callable[[], Labels]
) -> None:
    decisions.record(draft("accept", tag))
    evidence.save_tags(tag.document_id, [], [(SCCIF, "lens/2")])
    assert list(evidence.tags()) == []
    assert [said.area for said in labels().coded[0].codings] == ["LEAD"]


def test_what_the_reviewer_saw_counts_not_what_was_suggested_since(
    decisions: Decisions, tag: Tag, labels: Callable[[], Labels]
) -> None:
    decisions.record(draft("accept", tag, before={"polarity": "weakness"}))
    assert labels().coded[0].codings[0].polarity == "weakness"


def test_decisions_on_what_is_gone_are_named(
    decisions: Decisions, tag: Tag, labels: Callable[[], Labels]
) -> None:
    decisions.record(Draft("accept", "Ann", "tag", "gone", tag.document_id))
    decisions.record(draft("accept", tag))
    found = labels()
    assert len(found.coded) == 1
    assert "decision 1 is on a tag that is not stored any more" in found.failed[0].what


def test_a_code_that_no_framework_knows_is_named(
    decisions: Decisions, tag: Tag, labels: Callable[[], Labels]
) -> None:
    decisions.record(draft("change", tag, after={"area": "SAFE"}))
    assert "'SAFE' is no area" in labels().failed[0].what


def test_without_decisions_or_codebook_there_are_no_labels(
    evidence: Evidence, frameworks: dict[str, Framework], labels: Callable[[], Labels]
) -> None:
    assert labels() == Labels()
    assert not evidence.workspace.review.exists(), "and no file is made"
    with pytest.raises(SettingsError, match="codebook"):
        labels_of_decisions(evidence, " ", frameworks)


GROUPS = [
    ({"provider_urn": "80427"}, "80427", "the URN"),
    ({"provider_urn": None, "provider_name": " Harrow  Mere "}, "harrow mere", "else the name"),
]


@pytest.mark.parametrize(("about", "group", "why"), GROUPS, ids=[row[2] for row in GROUPS])
def test_documents_are_grouped_by_authority(
    evidence: Evidence, stored: Stored, about: dict[str, Any], group: str, why: str
) -> None:
    [passage] = stored("Leaders act.", **about)
    assert groups(evidence) == {passage.document_id: group}, why


def test_a_document_of_nobody_is_its_own_group_until_somebody_corrects_it(
    evidence: Evidence, stored: Stored, decisions: Decisions
) -> None:
    [passage] = stored("Leaders act.", provider_urn=None)
    document = passage.document_id
    assert groups(evidence) == {document: document}
    after = {"provider_urn": "80500"}
    decisions.record(Draft("correct", "Ann", "document", document, document, after=after))
    assert groups(evidence) == {document: "80500"}
