"""Sealed items: put without the passphrase, got with it, destroyed, backed up, verified."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import backup as backing
from corpus.backup import backup, restore
from corpus.evidence import open_evidence
from corpus.problems import SealedError, WorkspaceError
from corpus.sealed_items import KINDS, Kind, destroy, exists, faults, get, ids, path_of, put
from corpus.sealing import Cost
from corpus.vault import Vault, create_vault, open_vault, sealer
from corpus.verifying import verify
from corpus.workspace import Workspace, open_workspace, sweep, temporary_beside, writing

CHEAP = Cost(n=4, r=1, p=1)
PASSPHRASE = "otter lantern gravel spoon"  # noqa: S105 - guards nothing
NOTE = b"Sophie Larchwood was seen at 14 Juniper Row."
ITEM = "0a1b2c3d4e5f"
posix = pytest.mark.skipif(os.name != "posix", reason="POSIX modes")

# A worker: it has the public key and puts; no passphrase comes near it.
WORKER = """
import pathlib, sys
from corpus.sealed_items import put
from corpus.vault import sealer
from corpus.workspace import Workspace
workspace = Workspace(pathlib.Path(sys.argv[1]))
for at in range(20):
    put(workspace, sealer(workspace), "original", "0a", sys.argv[2].encode() * 5000)
"""


@pytest.fixture
def vault(workspace: Workspace) -> Vault:
    with writing(workspace), open_evidence(workspace):
        pass
    return create_vault(workspace, PASSPHRASE, CHEAP)


@pytest.mark.parametrize("kind", KINDS)
def test_an_item_comes_back_from_its_kind_alone(vault: Vault, kind: Kind) -> None:
    workspace = vault.workspace
    path = put(workspace, vault.sealer, kind, ITEM, NOTE)
    assert path == workspace.sealed / kind / f"{ITEM}.sealed"
    assert get(vault, kind, ITEM) == NOTE
    assert exists(workspace, kind, ITEM)
    assert {name: ids(workspace, name) for name in KINDS} == {
        name: [ITEM] if name == kind else [] for name in KINDS
    }
    for other in set(KINDS) - {kind}:
        with pytest.raises(SealedError, match="cannot be read"):
            get(vault, other, ITEM)


@settings(max_examples=30)
@given(st.binary(max_size=2000))
def test_any_content_comes_back_and_shows_in_no_file(vault: Vault, content: bytes) -> None:
    # The mark keeps contents apart that a database holds anyway, as a run of zeros is.
    marked = b"\x9d said in private \xf1" + content
    put(vault.workspace, vault.sealer, "reading", ITEM, marked)
    assert get(vault, "reading", ITEM) == marked
    for path in vault.workspace.root.rglob("*"):
        assert path.is_dir() or marked not in path.read_bytes()


def test_ids_are_in_order_and_nothing_else_is_one(vault: Vault) -> None:
    workspace = vault.workspace
    for item in ("ff", "0a", "a0"):
        put(workspace, vault.sealer, "case", item, NOTE)
    for stray in ("note.sealed", "0A.sealed", "0b.txt", ".part-x-1-2.sealed"):
        (workspace.sealed / "case" / stray).touch()
    assert ids(workspace, "case") == ["0a", "a0", "ff"]
    assert ids(workspace, "original") == []


@posix
def test_files_and_folders_are_their_owners_alone(vault: Vault) -> None:
    old = os.umask(0)
    try:
        path = put(vault.workspace, vault.sealer, "original", ITEM, NOTE)
    finally:
        os.umask(old)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(path.parent.parent.stat().st_mode) == 0o700


NO_IDS = ["", "Sophie", "0a/../../x", "../0a", "0A", "0a.sealed", "0a\n", "0" * 129, "é", "0a\x00"]


@pytest.mark.parametrize("item", NO_IDS)
def test_what_is_no_id_is_refused_and_not_quoted(vault: Vault, item: str) -> None:
    for attempt in (
        lambda: put(vault.workspace, vault.sealer, "case", item, NOTE),
        lambda: get(vault, "case", item),
        lambda: destroy(vault.workspace, "case", item),
        lambda: exists(vault.workspace, "case", item),
    ):
        with pytest.raises(SealedError, match="an id in the digits") as told:
            attempt()
        assert "Sophie" not in str(told.value)


def test_a_kind_that_is_none_is_refused(workspace: Workspace) -> None:
    kind: Any = "../originals"
    with pytest.raises(SealedError, match="is one of original, reading, case"):
        path_of(workspace, kind, ITEM)


def test_one_item_cannot_stand_in_for_another(vault: Vault) -> None:
    workspace = vault.workspace
    first = put(workspace, vault.sealer, "case", "0a", b"the pseudonyms of one case")
    second = put(workspace, vault.sealer, "case", "0b", b"those of another")
    third = put(workspace, vault.sealer, "reading", "0a", b"what was read")
    for other in (second, third):
        first.write_bytes(other.read_bytes())
        with pytest.raises(SealedError, match="another purpose") as told:
            get(vault, "case", "0a")
        assert str(first) in str(told.value)


def test_a_changed_file_is_named_with_its_remedy(vault: Vault) -> None:
    path = put(vault.workspace, vault.sealer, "original", ITEM, NOTE)
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    with pytest.raises(SealedError, match=r"was changed.*`vouch restore`") as told:
        get(vault, "original", ITEM)
    assert str(path) in str(told.value)


def test_without_the_passphrase_nothing_opens(vault: Vault) -> None:
    put(vault.workspace, vault.sealer, "original", ITEM, NOTE)
    vault.close()
    with pytest.raises(SealedError, match="was closed"):
        get(vault, "original", ITEM)


def test_putting_again_replaces(vault: Vault) -> None:
    for content in (NOTE, b"corrected"):
        put(vault.workspace, vault.sealer, "case", ITEM, content)
    assert get(vault, "case", ITEM) == b"corrected"
    assert len(list((vault.workspace.sealed / "case").iterdir())) == 1


def test_workers_that_put_the_same_item_leave_one_of_them_whole(vault: Vault) -> None:
    root = str(vault.workspace.root)
    runs = [subprocess.Popen([sys.executable, "-c", WORKER, root, word]) for word in ("one", "two")]
    assert [run.wait(timeout=60) for run in runs] == [0, 0]
    assert get(vault, "original", "0a") in (b"one" * 5000, b"two" * 5000)
    assert len(list((vault.workspace.sealed / "original").iterdir())) == 1


def test_a_folder_that_cannot_be_written_is_named(vault: Vault) -> None:
    (vault.workspace.sealed / "case").write_text("no folder")
    with pytest.raises(WorkspaceError, match=r"0a1b2c3d4e5f\.sealed cannot be used"):
        put(vault.workspace, vault.sealer, "case", ITEM, NOTE)


# Destroying


def test_a_destroyed_item_is_gone_and_was_overwritten(vault: Vault, tmp_path: Path) -> None:
    workspace = vault.workspace
    path = put(workspace, vault.sealer, "original", ITEM, NOTE * 60_000)
    # A second name of the same file shows what became of its bytes.
    os.link(path, tmp_path / "seen")
    size = path.stat().st_size
    assert destroy(workspace, "original", ITEM)
    assert (tmp_path / "seen").read_bytes() == bytes(size)
    assert not exists(workspace, "original", ITEM)
    assert not destroy(workspace, "original", ITEM)
    with pytest.raises(SealedError, match="cannot be read"):
        get(vault, "original", ITEM)


def test_destroying_where_nothing_was_ever_sealed_is_no_error(workspace: Workspace) -> None:
    assert not destroy(workspace, "case", ITEM)


def test_what_a_killed_run_left_is_swept(vault: Vault) -> None:
    workspace = vault.workspace
    path = put(workspace, vault.sealer, "case", ITEM, NOTE)
    temporary_beside(path).write_bytes(b"half")
    with writing(workspace):
        assert sweep(workspace) == 1
    assert get(vault, "case", ITEM) == NOTE


# Backup


@pytest.fixture
def filled(vault: Vault) -> Workspace:
    for kind in KINDS:
        put(vault.workspace, vault.sealer, kind, ITEM, NOTE)
    temporary_beside(vault.workspace.sealed / "case" / "x").write_bytes(b"half")
    return vault.workspace


def test_a_restored_workspace_opens_with_its_passphrase(filled: Workspace, tmp_path: Path) -> None:
    held = backup(filled, tmp_path / "vouch.zip")
    assert NOTE not in (tmp_path / "vouch.zip").read_bytes()
    assert restore(tmp_path / "vouch.zip", tmp_path / "again") == held
    again = open_workspace(tmp_path / "again")
    with open_vault(again, PASSPHRASE) as opened:
        assert [get(opened, kind, ITEM) for kind in KINDS] == [NOTE] * len(KINDS)
    assert verify(again) == []
    if os.name == "posix":
        files = [again.vault, *again.sealed.glob("*/*")]
        assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}


def test_the_vault_is_packed_behind_what_it_opens(filled: Workspace, tmp_path: Path) -> None:
    backup(filled, tmp_path / "vouch.zip")
    with zipfile.ZipFile(tmp_path / "vouch.zip") as packed:
        assert packed.namelist() == [
            "evidence.db",
            f"sealed/case/{ITEM}.sealed",
            f"sealed/columns/{ITEM}.sealed",
            f"sealed/original/{ITEM}.sealed",
            f"sealed/reading/{ITEM}.sealed",
            f"sealed/sorted/{ITEM}.sealed",
            "vault.json",
            "manifest.json",
        ]


def test_what_is_erased_during_a_backup_is_not_in_it(
    filled: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = backing._pack_file

    def erased_meanwhile(packed: zipfile.ZipFile, path: Path, *rest: Any) -> Any:
        if path.parent.name == "reading":
            destroy(filled, "reading", ITEM)
        return pack(packed, path, *rest)

    monkeypatch.setattr(backing, "_pack_file", erased_meanwhile)
    backup(filled, tmp_path / "vouch.zip")
    restore(tmp_path / "vouch.zip", tmp_path / "again")
    again = open_workspace(tmp_path / "again")
    assert (ids(again, "case"), ids(again, "reading")) == ([ITEM], [])


# Verify


def found(workspace: Workspace) -> list[tuple[str, str]]:
    return [(finding.code, Path(finding.about).name) for finding in verify(workspace)]


def test_sealed_items_in_order_have_no_findings(filled: Workspace) -> None:
    # Not even what another run is writing now.
    assert verify(filled) == []


def test_a_workspace_without_case_notes_has_no_findings(workspace: Workspace) -> None:
    assert list(faults(workspace)) == []


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def extend(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"x")


def overwrite(path: Path) -> None:
    path.write_bytes(bytes(path.stat().st_size))


def for_another(path: Path) -> None:
    with_another = bytearray(path.read_bytes())
    with_another[8:16] = b"strange!"
    path.write_bytes(with_another)


def rename(path: Path) -> None:
    path.rename(path.with_name("Sophie.txt"))


def point_elsewhere(path: Path) -> None:
    path.unlink()
    path.symlink_to("/nowhere")


SPOILT = [
    (cut, "sealed-damaged", "a byte short"),
    (extend, "sealed-damaged", "a byte too many"),
    (overwrite, "sealed-damaged", "erased by half: overwritten and not removed"),
    (lambda path: path.write_bytes(b""), "sealed-damaged", "emptied"),
    (lambda path: path.write_bytes(NOTE), "sealed-damaged", "not sealed at all"),
    (for_another, "sealed-elsewhere", "of another workspace"),
    (rename, "sealed-stray", "what is no item"),
    pytest.param(point_elsewhere, "sealed-stray", "a link", marks=posix),
    pytest.param(lambda path: path.chmod(0o640), "sealed-mode", "open to a group", marks=posix),
]


@pytest.mark.parametrize(("spoil", "code", "why"), SPOILT)
def test_verify_finds_what_shows_without_the_passphrase(
    filled: Workspace, spoil: Callable[[Path], object], code: str, why: str
) -> None:
    path = path_of(filled, "reading", ITEM)
    spoil(path)
    [(told, name)] = found(filled)
    assert told == code, why
    assert name in (path.name, "Sophie.txt")
    [fault] = faults(filled)
    assert "Sophie Larchwood" not in fault.message
    assert fault.remedy


def test_a_file_beside_the_kinds_is_a_stray(filled: Workspace) -> None:
    (filled.sealed / "notes.txt").write_text("x")
    (filled.sealed / "letters").mkdir()
    (filled.sealed / "letters" / f"{ITEM}.sealed").write_text("x")
    assert found(filled) == [("sealed-stray", f"{ITEM}.sealed"), ("sealed-stray", "notes.txt")]


def test_sealed_items_without_a_vault_are_found(filled: Workspace) -> None:
    filled.vault.unlink()
    assert found(filled) == [("vault", "vault.json")]
    assert sealer(filled) is None


def test_a_damaged_vault_is_found(filled: Workspace) -> None:
    filled.vault.write_bytes(b"{}")
    assert found(filled) == [("vault", "vault.json")]


@posix
def test_a_vault_open_to_others_is_found(filled: Workspace) -> None:
    filled.vault.chmod(0o644)
    [fault] = faults(filled)
    assert (fault.code, fault.path) == ("sealed-mode", filled.vault)
    assert f"chmod 600 '{filled.vault}'" in fault.remedy
