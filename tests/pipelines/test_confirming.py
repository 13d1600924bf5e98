"""What confirming columns does to cases: rows move, corrections follow, nothing is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from corpus.problems import AccessError
from corpus.users import User
from corpus.vault import Vault, open_vault
from corpus.workspace import open_workspace
from extractors.sheets.mapping import Column, Mapping, fingerprint
from pipelines.columns import confirmed, sheet_in, stored
from pipelines.confirming import confirm
from pipelines.redacting.cases import Case, open_cases
from pipelines.redacting.erasing import erase_case
from pipelines.redacting.looking import corrected
from pipelines.redacting.preparing import Texts, prepare
from pipelines.summary import Summary

HEAD = "File,Child ID,Date,Narrative\n"
ROWS = HEAD + (
    "F-1,C-204,12/03/2024,The kestrel was seen at home and is well.\n"
    "F-1,C-311,13/03/2024,Rang the school about the kestrel.\n"
    "F-2,C-311,14/03/2024,No further action was taken this week.\n"
)
KEY = fingerprint(HEAD.strip().split(","))
BY_FILE = Mapping(
    (Column("File", "case"), Column("Child ID", "identifier"), Column("Date", "date"),
     Column("Narrative", "text"))
)  # fmt: skip
SIGNER = User("sal", "Sal", "qa-reviewer", "2024-01-01T00:00:00+00:00")
KEEPER = User("kit", "Kit", "administrator", "2024-01-01T00:00:00+00:00")
READER = User("rae", "Rae", "researcher", "2024-01-01T00:00:00+00:00")


@pytest.fixture
def vault(
    tmp_path: Path, vaulted: Callable[[Path], Path], ingested: Callable[..., Summary],
    passphrase: str,
) -> Iterator[Vault]:  # fmt: skip
    (tmp_path / "rows.csv").write_text(ROWS)
    root = vaulted(tmp_path / "ws")
    ingested(root, tmp_path / "rows.csv", sensitivity="restricted")
    with open_vault(open_workspace(root), passphrase) as opened:
        prepare(opened)
        yield opened


def labelled(vault: Vault) -> dict[str, Case]:
    return {case.label: case for case in open_cases(vault)}


def test_rows_move_to_the_cases_of_another_column(vault: Vault) -> None:
    assert {label: len(case.notes) for label, case in labelled(vault).items()} == {
        "C-204": 1, "C-311": 2,
    }  # fmt: skip
    before = {one.note.id for case in open_cases(vault) for one in case.notes}

    done = confirm(vault, {KEY: BY_FILE}, SIGNER, "cases go by file")

    assert (done.files, done.notes) == (1, 3)
    assert {label: len(case.notes) for label, case in labelled(vault).items()} == {
        "F-1": 2, "F-2": 1,
    }  # fmt: skip
    assert {one.note.id for case in open_cases(vault) for one in case.notes} == before


def test_corrections_follow_the_rows(vault: Vault) -> None:
    corrected(vault, labelled(vault)["C-204"], {"kestrel": True}, SIGNER, "a by-name")

    confirm(vault, {KEY: BY_FILE}, SIGNER, "cases go by file")

    case = labelled(vault)["F-1"]
    assert [one.words for one in case.corrections] == ["kestrel"]
    hidden = {
        Texts(vault).of(one)[item.start : item.end] for one in case.notes
        for item in one.identifiers
    }  # fmt: skip
    assert "kestrel" in hidden
    assert labelled(vault)["F-2"].corrections == ()


def test_a_case_that_keeps_its_rows_keeps_its_key(vault: Vault) -> None:
    key = labelled(vault)["C-204"].id
    only_text = Mapping((Column("Child ID", "case"), Column("Narrative", "text")))

    confirm(vault, {KEY: only_text}, SIGNER, "the dates are wrong")

    case = labelled(vault)["C-204"]
    assert case.id == key
    assert case.notes[0].note.date is None


def test_the_same_again_changes_nothing(vault: Vault) -> None:
    confirm(vault, {KEY: BY_FILE}, SIGNER, "cases go by file")
    digests = {case.id: case.digest for case in open_cases(vault)}

    assert confirm(vault, {KEY: BY_FILE}, SIGNER, "once more").files == 0
    assert {case.id: case.digest for case in open_cases(vault)} == digests


def test_what_was_erased_does_not_come_back_as_notes(vault: Vault) -> None:
    erase_case(vault, labelled(vault)["C-311"], KEEPER, "kept long enough")

    done = confirm(vault, {KEY: BY_FILE}, SIGNER, "cases go by file")

    assert done.notes == 1
    assert list(labelled(vault)) == ["F-1"]


def test_who_may_not_decide_changes_nothing(vault: Vault) -> None:
    with pytest.raises(AccessError, match="Rae"):
        confirm(vault, {KEY: BY_FILE}, READER, "I like it")
    assert stored(vault, KEY) is None
    assert "C-204" in labelled(vault)


def test_a_mapping_is_for_any_sheet_with_these_columns(vault: Vault, tmp_path: Path) -> None:
    named = Mapping(BY_FILE.columns, sheet="Contacts of May")
    confirm(vault, {KEY: named}, SIGNER, "cases go by file")
    (tmp_path / "other.csv").write_text("Date,File,Child ID,Narrative\n1/2/24,F-9,C-1,Rang.\n")

    assert confirmed(vault, sheet_in(tmp_path / "other.csv")) == (BY_FILE,)
    (tmp_path / "more.csv").write_text("Date,File,Child,Narrative\n1/2/24,F-9,C-1,Rang.\n")
    assert confirmed(vault, sheet_in(tmp_path / "more.csv")) == ()
