"""What options said of documents holds when they are read again without them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from corpus.chain import Draft
from corpus.decisions import open_decisions, standing
from corpus.evidence import open_evidence
from corpus.records import Document
from corpus.workspace import Workspace, open_workspace
from pipelines.summary import Summary

Ingested = Callable[..., Summary]


@pytest.fixture
def ingested(ingested: Ingested) -> Ingested:
    """A function: ingest published reports."""
    return partial(ingested, sensitivity="public")


@pytest.fixture
def folder(tmp_path: Path, report: str) -> Path:
    reports = tmp_path / "reports" / "80433_Harrowmere"
    reports.mkdir(parents=True)
    (reports / "a.md").write_text(report)
    return tmp_path / "reports"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "workspace"


def stored(place: Path) -> Document:
    with open_evidence(open_workspace(place), read_only=True) as evidence:
        [document] = evidence.documents()
    return document


def told(place: Path) -> list[tuple[object, object]]:
    return [(event.before, event.after) for event in standing(Workspace(place), "state")]


def test_provider_and_kind_hold_when_a_document_is_read_again(
    place: Path, folder: Path, ingested: Ingested
) -> None:
    ingested(place, folder, provider="80999", kind="letter")
    ingested(place, folder, reprocess=True)
    again = stored(place)
    assert (again.provider_urn, again.kind) == ("80999", "letter")
    assert again.provider_name != "Harrowmere", "the folder's name is another provider's"
    assert len(told(place)) == 1, "a run that says nothing adds nothing"


def test_another_option_replaces_what_was_said_and_leaves_the_rest(
    place: Path, folder: Path, ingested: Ingested
) -> None:
    ingested(place, folder, provider="80999", kind="letter")
    ingested(place, folder, provider="80998", reprocess=True)
    ingested(place, folder, provider="80998", reprocess=True)
    ingested(place, folder, reprocess=True)
    again = stored(place)
    assert (again.provider_urn, again.kind) == ("80998", "letter")
    assert told(place) == [
        ({"provider_urn": None, "kind": None}, {"provider_urn": "80999", "kind": "letter"}),
        ({"provider_urn": "80999"}, {"provider_urn": "80998"}),
    ]


def test_it_holds_where_the_evidence_is_made_anew(
    place: Path, folder: Path, ingested: Ingested
) -> None:
    ingested(place, folder, kind="letter")
    for path in place.glob("evidence.db*"):
        path.unlink()
    shutil.rmtree(place / "originals")
    ingested(place, folder)
    assert stored(place).kind == "letter"


def test_without_options_nothing_is_recorded_and_no_file_made(
    place: Path, folder: Path, ingested: Ingested
) -> None:
    ingested(place, folder)
    assert stored(place).provider_urn == "80433"
    assert not (place / "review.db").exists()


def test_what_was_said_can_be_taken_back(place: Path, folder: Path, ingested: Ingested) -> None:
    ingested(place, folder, provider="80999")
    document = stored(place).id
    with open_decisions(open_workspace(place)) as decisions:
        [event] = decisions.standing("state")
        decisions.record(Draft("undo", "Ann", "document", document, document, undoes=event.hash))
    ingested(place, folder, reprocess=True)
    assert stored(place).provider_urn == "80433"
