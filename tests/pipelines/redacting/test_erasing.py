"""Retention: which cases are due, and that nothing is left of one that was erased but the event."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from corpus.decisions import open_decisions
from corpus.evidence import open_evidence
from corpus.problems import AccessError, SealedError
from corpus.sealed_items import destroy, ids
from corpus.search import search
from corpus.users import User
from corpus.vault import Vault
from corpus.verifying import verify
from corpus.workspace import open_workspace
from pipelines.quarantine import opened, original
from pipelines.redacting.cases import Case, open_cases
from pipelines.redacting.erasing import before_years, due, erase_case
from pipelines.redacting.preparing import Texts, prepare
from pipelines.redacting.signing import sign
from pipelines.settings import Settings
from pipelines.summary import Summary


def test_an_erased_case_leaves_one_event(
    cases: dict[str, Case],
    vault: Vault,
    place: Path,
    keeper: User,
    settings: Settings,
) -> None:
    sign(vault, list(cases.values()), keeper, "read", settings)

    done = erase_case(vault, cases["brack"], keeper, "six years have passed")

    assert (done.notes, done.files, done.shared) == (1, 1, 0)
    assert [case.id for case in open_cases(vault)] == [cases["quill"].id]
    [file] = cases["brack"].files
    assert file not in ids(vault.workspace, "original")
    assert file not in ids(vault.workspace, "reading")
    with open_evidence(vault.workspace, read_only=True) as evidence:
        assert search(evidence, "happy") == []
        assert len(search(evidence, "regular")) == 1
        assert cases["brack"].notes[0].note.id not in {one.id for one in evidence.documents()}
    with open_decisions(vault.workspace) as decisions:
        [event] = [one for one in decisions.events() if one.what == "erase"]
    assert (event.who, event.reason) == ("Administrator", "six years have passed")
    assert event.after == {"notes": 1, "files": 1, "documents": [file]}
    assert [finding.code for finding in verify(open_workspace(place))] == []


def test_only_a_keeper_erases(cases: dict[str, Case], vault: Vault, signer: User) -> None:
    with pytest.raises(AccessError, match="Qa-reviewer"):
        erase_case(vault, cases["brack"], signer, "why not")
    assert len(list(open_cases(vault))) == 2


def test_a_file_of_two_cases_keeps_the_words_of_the_other(
    vault: Vault, place: Path, inbox: Path, keeper: User, ingested: Callable[..., Summary]
) -> None:
    rows = [
        "Case Number,Event Date,Case Note Type,Worker Role,Narrative",
        "LCS-1000001,2024-01-02,Home visit,Social Worker,Yanni was seen at home and is well.",
        "LCS-2000002,2024-01-03,Home visit,Social Worker,Wenna was seen at school and is well.",
    ]
    (inbox / "export.csv").write_text("\n".join(rows) + "\n")
    ingested(place, inbox, sensitivity="restricted")
    prepare(vault)
    first, second = (
        next(case for case in open_cases(vault) if number in case.label)
        for number in ("1000001", "2000002")
    )
    [file] = first.files
    assert second.files == (file,)

    done = erase_case(vault, first, keeper, "asked for")

    assert (done.files, done.shared) == (0, 1)
    with pytest.raises(SealedError):
        original(vault, file)
    text = opened(vault, file).parts[0].extraction.text
    assert "Yanni" not in text
    assert "Wenna was seen" in text
    assert "Wenna was seen" in Texts(vault).of(second.notes[0]), "offsets hold"
    assert verify(open_workspace(place)) == [], "nobody is told to bring the original back"
    with open_decisions(vault.workspace) as decisions:
        [event] = [one for one in decisions.events() if one.what == "erase"]
    assert event.after == {"notes": 1, "files": 0, "shared": [file]}
    destroy(vault.workspace, "original", cases_of(vault, "4410023").files[0])
    assert [one.code for one in verify(open_workspace(place))] == ["original-missing"]


def cases_of(vault: Vault, number: str) -> Case:
    return next(case for case in open_cases(vault) if number in case.label)


def test_cases_are_due_by_their_latest_note(cases: dict[str, Case]) -> None:
    both = list(cases.values())

    assert [(case.id, day) for case, day in due(both, date(2020, 1, 1))] == [
        (cases["brack"].id, "2017-02-02")
    ]
    assert [case.id for case, _ in due(both, date(2030, 1, 1))] == [
        cases["brack"].id, cases["quill"].id,
    ]  # fmt: skip
    assert list(due(both, date(2017, 2, 2))) == [], "not on the day itself"


def test_a_case_with_an_undated_note_is_for_somebody_to_judge(cases: dict[str, Case]) -> None:
    case = cases["quill"]
    first = replace(case.notes[0], note=replace(case.notes[0].note, date=None))

    assert list(due([replace(case, notes=(first, *case.notes[1:]))], date(2040, 1, 1))) == []
    assert list(due([replace(case, notes=())], date(2040, 1, 1))) == []


@pytest.mark.parametrize(
    ("years", "day"),
    [
        pytest.param(6, date(2018, 3, 1), id="whole years"),
        pytest.param(0.5, date(2023, 8, 31), id="half a year"),
        pytest.param(0, date(2024, 2, 29), id="today"),
    ],
)
def test_years_before_a_day(years: float, day: date) -> None:
    assert abs((before_years(date(2024, 2, 29), years) - day).days) <= 1
