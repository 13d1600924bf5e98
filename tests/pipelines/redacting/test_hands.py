"""Many notes are worked on by processes; one that dies stops no other."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.evidence import open_evidence
from corpus.users import User
from corpus.vault import Vault
from corpus.workspace import open_workspace
from pipelines.offers import Offer
from pipelines.redacting import hands
from pipelines.redacting.cases import Case, open_cases
from pipelines.redacting.hands import by_many
from pipelines.redacting.preparing import prepare, unsort
from pipelines.redacting.signing import sign
from pipelines.settings import Settings
from pipelines.summary import Summary

HANDS = """
import dataclasses, os
from pipelines.rows import before_attempt
from corpus.records import Reading

def work(offer, settings):
    if offer.name == "deadly":
        os._exit(7)
    if offer.name.startswith("large"):
        return dataclasses.replace(Reading(before_attempt(offer)), extraction=offer.kind + "x")
    return Reading(before_attempt(offer), seconds=float(os.getpid()))
"""
ROWS = 24


@pytest.fixture
def reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    (tmp_path / "odd_hands.py").write_text(HANDS)
    monkeypatch.syspath_prepend(str(tmp_path))
    assert str(tmp_path) in sys.path, "a spawned process is told so"
    return "odd_hands:work"


def offers(*names: str) -> list[Offer]:
    return [Offer(path=name, name=name) for name in names]


def test_a_few_notes_are_worked_on_here(reader: str, vault: Vault, settings: Settings) -> None:
    import os  # noqa: PLC0415 - this process alone is asked for

    done = list(by_many(reader, "Working", offers("a", "b"), [1, 2], settings))

    assert [reading.source.path for reading in done] == ["a", "b"]
    assert {reading.seconds for reading in done} == {float(os.getpid())}


@pytest.mark.slow
def test_a_process_that_dies_takes_one_piece_of_work_with_it(
    reader: str, vault: Vault, settings: Settings
) -> None:
    wanted = offers("a", "deadly", "b", "c")

    done = list(by_many(reader, "Working", wanted, [hands.FEW] * 4, replace(settings, jobs=2)))

    assert sorted(reading.source.path for reading in done) == ["a", "b", "c", "deadly"]
    [dead] = [reading for reading in done if reading.problems]
    assert dead.source.path == "deadly"
    assert dead.problems[0].code == "worker-crashed"


@pytest.mark.slow
def test_work_that_is_larger_than_a_pipe_holds_goes_through(
    reader: str, vault: Vault, settings: Settings
) -> None:
    wanted = [Offer(path=f"large {n}", name=f"large {n}", kind="y" * 3_000_000) for n in range(6)]

    done = list(by_many(reader, "Working", wanted, [hands.FEW] * 6, replace(settings, jobs=2)))

    assert len(done) == 6


@pytest.mark.slow
def test_workers_find_and_release_what_one_process_does(
    vault: Vault,
    inbox: Path,
    signer: User,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    ingested: Callable[..., Summary],
) -> None:
    rows = ["Case Number,Child Name,Event Date,Case Note Type,Narrative"]
    for number in range(ROWS):
        whose = f"LCS-30000{number % 6:02d},Wenna Tregear"
        rows.append(f"{whose},2024-01-{number + 1:02d},Home visit,Wenna was seen at home with Odo.")
    (inbox / "many.csv").write_text("\n".join(rows) + "\n")
    ingested(vault.workspace.root, inbox, sensitivity="restricted")
    prepare(vault)
    here = {case.id: case for case in open_cases(vault)}
    # The same once more, by processes, out of cases in which nothing is hidden yet.
    monkeypatch.setattr(hands, "FEW", 1)
    for case in here.values():
        bare(vault, case)

    assert prepare(vault, replace(settings, jobs=2)).failed == ()
    found = {case.id: case for case in open_cases(vault)}
    assert {key: case.digest for key, case in found.items()} == {
        key: case.digest for key, case in here.items()
    }
    done = sign(vault, list(found.values()), signer, "read", replace(settings, jobs=2))
    assert done.notes == ROWS + 3
    with open_evidence(open_workspace(settings.workspace), read_only=True) as evidence:
        assert sum(one.signed for one in evidence.documents()) == ROWS + 3
        assert not any("Wenna" in one.text for one in evidence.passages(restricted=True))


def bare(vault: Vault, case: Case) -> None:
    """Seal a case as it would be if its notes had just been read otherwise."""
    from pipelines.redacting.cases import save_case  # noqa: PLC0415 - of this alone

    notes = tuple(replace(one, identifiers=(), check="0" * 16) for one in case.notes)
    save_case(vault, replace(case, notes=notes))
    unsort(vault, case.files)
