"""Confirmed mappings: sealed under what the columns are called, known without the passphrase."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from corpus.problems import SettingsError
from corpus.sealed_items import put
from corpus.vault import Vault, open_vault
from corpus.workspace import open_workspace
from extractors.sheets.mapping import Column, Mapping
from pipelines.columns import COLUMNS, confirmed, guessed, keys, sheet_in, stored
from pipelines.plain import written

CONTACTS = "Child ID,Date,Narrative\nC-1,12/03/2024,Rang the school.\n"
MOVED = "Narrative,Child_ID,DATE\nRang the school.,C-1,12/03/2024\n"
MORE = "Child ID,Date,Team,Narrative\nC-1,12/03/2024,North,Rang the school.\n"
MAPPING = Mapping((Column("Date", "date"), Column("Narrative", "text")))


@pytest.fixture
def vault(tmp_path: Path, vaulted: Callable[[Path], Path], passphrase: str) -> Iterator[Vault]:
    with open_vault(open_workspace(vaulted(tmp_path / "ws"), create=True), passphrase) as opened:
        yield opened


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., Path]:
    def write(text: str, name: str = "export.csv") -> Path:
        (tmp_path / name).write_text(text)
        return tmp_path / name

    return write


def test_a_mapping_is_known_by_the_names_of_columns(
    vault: Vault, file: Callable[..., Path]
) -> None:
    extraction = sheet_in(file(CONTACTS))
    (key,) = keys(extraction)
    assert guessed(vault.workspace, [extraction])
    assert (stored(vault, key), confirmed(vault, extraction)) == (None, ())

    put(vault.workspace, vault.sealer, COLUMNS, key, written(MAPPING))

    assert not guessed(vault.workspace, [extraction])
    assert confirmed(vault, extraction) == (MAPPING,)


SAME = [(MOVED, True, "in another order and writing"), (MORE, False, "a column more")]


@pytest.mark.parametrize(("text", "same", "why"), SAME)
def test_later_exports_are_told_apart(
    file: Callable[..., Path], text: str, same: bool, why: str
) -> None:
    first = list(keys(sheet_in(file(CONTACTS))))
    assert (list(keys(sheet_in(file(text)))) == first) is same, why


def test_no_sheet_has_no_columns_to_guess(vault: Vault, file: Callable[..., Path]) -> None:
    bare = sheet_in(file("sep=;\n1;2\n3;4\n"))
    assert list(keys(bare)) == []
    assert not guessed(vault.workspace, [bare])


def test_a_table_by_its_name_is_read_as_one(file: Callable[..., Path]) -> None:
    extraction = sheet_in(file("Question,Yes,No\nSafe?,9,8\n"))
    assert extraction.extractor.startswith("csv/"), "its bytes alone do not tell for certain"
    with pytest.raises(SettingsError, match="is no spreadsheet"):
        sheet_in(file("Question,Yes,No\nSafe?,9,8\n", "table.txt"))
