"""The vault of a workspace: made once, opened by its passphrase, never overwritten by half."""

from __future__ import annotations

import base64
import json
import os
import pickle
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import sealing
from corpus.problems import SealedError, SettingsError, VouchError, WorkspaceError
from corpus.sealing import Cost
from corpus.vault import (
    LOST,
    Sealer,
    Vault,
    change_passphrase,
    create_vault,
    open_vault,
    sealer,
    whole,
)
from corpus.workspace import Workspace, open_workspace, sweep, temporary_beside, writing

CHEAP = Cost(n=4, r=1, p=1)
PASSPHRASE = "otter lantern gravel spoon"  # noqa: S105 - guards nothing
OTHER = "badger velvet anchor plum"
NOTE = b"Sophie Larchwood was seen at home."

MAKE = """
import sys
from corpus.problems import SealedError
from corpus.sealing import Cost
from corpus.vault import create_vault
from corpus.workspace import Workspace
from pathlib import Path
try:
    create_vault(Workspace(Path(sys.argv[1])), sys.argv[2], Cost(n=4, r=1, p=1))
except SealedError:
    print("another was first")
else:
    print("made")
"""
CHANGE = """
import sys
from corpus.sealing import Cost
from corpus.vault import change_passphrase
from corpus.workspace import Workspace
from pathlib import Path
workspace, words = Workspace(Path(sys.argv[1])), sys.argv[2:]
print("begun", flush=True)
while True:
    change_passphrase(workspace, *words, Cost(n=4, r=1, p=1))
    words.reverse()
"""


@pytest.fixture
def vault(workspace: Workspace) -> Vault:
    return create_vault(workspace, PASSPHRASE, CHEAP)


def rewrite(workspace: Workspace, change: Callable[[dict[str, Any]], object]) -> None:
    values = json.loads(workspace.vault.read_bytes())
    change(values)
    workspace.vault.write_text(json.dumps(values))


def test_what_workers_seal_the_passphrase_opens(workspace: Workspace, vault: Vault) -> None:
    worker = sealer(workspace)
    assert worker is not None
    sealed = worker.seal(NOTE, "original")
    assert b"".join(worker.chunks(NOTE, "original"))[:8] == sealed[:8]
    with open_vault(workspace, PASSPHRASE) as opened:
        assert opened.unseal(sealed, "original") == NOTE
        assert opened.unseal(vault.seal(NOTE, "case"), "case") == NOTE


def test_a_workspace_without_a_vault_seals_nothing(workspace: Workspace) -> None:
    assert sealer(workspace) is None
    with pytest.raises(
        SealedError, match=r"has no vault.*`vouch users add NAME --role administrator`"
    ):
        open_vault(workspace, PASSPHRASE)


def test_the_file_is_its_owners_and_holds_no_secret(workspace: Workspace, vault: Vault) -> None:
    content = workspace.vault.read_bytes()
    key = vault._private_key
    assert key is not None
    for secret in (PASSPHRASE.encode(), key, base64.b64encode(key), key.hex().encode()):
        assert secret not in content
    values = json.loads(content)
    assert values["private_key"]["n"] == CHEAP.n
    assert set(values) == {"format", "written", "public_key", "private_key"}
    if os.name == "posix":
        assert stat.S_IMODE(workspace.vault.stat().st_mode) == 0o600
    assert [path.name for path in workspace.cache.iterdir()] == []


@settings(max_examples=20)
@given(st.text(st.characters(codec="utf-8"), min_size=12, max_size=40))
def test_no_file_holds_a_passphrase(
    tmp_path_factory: pytest.TempPathFactory, passphrase: str
) -> None:
    workspace = open_workspace(tmp_path_factory.mktemp("w") / "w", create=True)
    try:
        create_vault(workspace, passphrase, CHEAP).close()
    except SettingsError as error:
        assert passphrase not in str(error)
        assert not workspace.vault.exists()
        return
    with open_vault(workspace, passphrase) as opened:
        assert opened.unseal(opened.seal(NOTE, "case"), "case") == NOTE
    for path in workspace.root.rglob("*"):
        assert path.is_dir() or passphrase.encode() not in path.read_bytes()


def test_a_weak_passphrase_makes_no_vault(workspace: Workspace) -> None:
    with pytest.raises(SettingsError, match="needs at least 12"):
        create_vault(workspace, "short", CHEAP)
    assert not workspace.vault.exists()


def test_a_lost_passphrase_says_what_is_lost_and_what_is_not(
    workspace: Workspace, vault: Vault
) -> None:
    with pytest.raises(SealedError) as told:
        open_vault(workspace, OTHER)
    message = str(told.value)
    assert LOST in message
    assert str(workspace.root) in message
    for words in ("quarantine", "pseudonym", "Not lost", "tags", "decisions", "public documents"):
        assert words in message
    assert OTHER not in message


def test_an_open_vault_stays_in_its_process(vault: Vault) -> None:
    with pytest.raises(TypeError, match="Hand on its sealer"):
        pickle.dumps(vault)
    worker: Sealer = pickle.loads(pickle.dumps(vault.sealer))  # noqa: S301
    assert vault.unseal(worker.seal(NOTE, "case"), "case") == NOTE
    assert "open" in repr(vault)
    assert str(vault._private_key) not in repr(vault)


def test_a_closed_vault_opens_nothing_more(workspace: Workspace, vault: Vault) -> None:
    sealed = vault.seal(NOTE, "case")
    with vault:
        pass
    with pytest.raises(SealedError, match="was closed"):
        vault.unseal(sealed, "case")
    assert "closed" in repr(vault)
    # Sealing needs no secret.
    with open_vault(workspace, PASSPHRASE) as again:
        assert again.unseal(vault.seal(NOTE, "x"), "x") == NOTE


# There is one


def test_a_second_vault_is_never_made(workspace: Workspace, vault: Vault) -> None:
    before = workspace.vault.read_bytes()
    with pytest.raises(SealedError, match="has a vault already"):
        create_vault(workspace, OTHER, CHEAP)
    assert workspace.vault.read_bytes() == before


def test_no_vault_is_made_over_items_of_one_that_is_gone(
    workspace: Workspace, vault: Vault
) -> None:
    place = workspace.sealed / "case"
    place.mkdir()
    (place / "0a.sealed").write_bytes(vault.seal(NOTE, "case"))
    workspace.vault.unlink()
    with pytest.raises(SealedError, match="a new one would not open it"):
        create_vault(workspace, OTHER, CHEAP)
    assert not workspace.vault.exists()


def test_of_programs_that_make_it_at_once_one_succeeds(workspace: Workspace) -> None:
    words = [f"{PASSPHRASE} {at}" for at in range(4)]
    commands = [[sys.executable, "-c", MAKE, str(workspace.root), one] for one in words]
    runs = [subprocess.Popen(line, stdout=subprocess.PIPE, text=True) for line in commands]
    said = [run.communicate(timeout=60)[0].strip() for run in runs]
    assert sorted(said) == ["another was first"] * 3 + ["made"]
    with open_vault(workspace, words[said.index("made")]) as opened:
        assert opened.unseal(opened.seal(NOTE, "x"), "x") == NOTE


def test_a_vault_is_made_while_an_ingest_sweeps(workspace: Workspace) -> None:
    with writing(workspace):
        sweep(workspace)
        create_vault(workspace, PASSPHRASE, CHEAP)
        left = workspace.sealed / "case" / "0a.sealed"
        left.parent.mkdir()
        temporary_beside(left).touch()
        assert sweep(workspace) == 1
    assert whole(workspace) is None


# Another passphrase


def test_a_changed_passphrase_opens_what_was_sealed_before(
    workspace: Workspace, vault: Vault
) -> None:
    sealed = vault.seal(NOTE, "original")
    change_passphrase(workspace, PASSPHRASE, OTHER, CHEAP)
    with open_vault(workspace, OTHER) as opened:
        assert opened.unseal(sealed, "original") == NOTE
    with pytest.raises(SealedError, match="does not open"):
        open_vault(workspace, PASSPHRASE)
    if os.name == "posix":
        assert stat.S_IMODE(workspace.vault.stat().st_mode) == 0o600


REFUSED = [
    (OTHER, "ferret marble copper sail", "does not open", "the wrong old one"),
    (PASSPHRASE, "short", "needs at least 12", "a weak new one"),
]


@pytest.mark.usefixtures("vault")
@pytest.mark.parametrize(("old", "new", "words", "why"), REFUSED, ids=[row[3] for row in REFUSED])
def test_a_change_that_is_refused_changes_nothing(
    workspace: Workspace, old: str, new: str, words: str, why: str
) -> None:
    before = workspace.vault.read_bytes()
    with pytest.raises(VouchError, match=words):
        change_passphrase(workspace, old, new, CHEAP)
    assert workspace.vault.read_bytes() == before, why


def test_a_change_waits_for_whoever_writes(workspace: Workspace, vault: Vault) -> None:
    with writing(workspace), pytest.raises(WorkspaceError, match="is being written by"):
        change_passphrase(workspace, PASSPHRASE, OTHER, CHEAP, wait=0)
    with open_vault(workspace, PASSPHRASE) as opened:
        assert opened.sealer == vault.sealer


@pytest.mark.skipif(os.name != "posix", reason="kills with a signal")
def test_a_change_that_is_killed_leaves_a_vault_that_opens(
    workspace: Workspace, vault: Vault
) -> None:
    for attempt in range(6):
        command = [sys.executable, "-c", CHANGE, str(workspace.root)]
        now = PASSPHRASE if opens(workspace, PASSPHRASE) else OTHER
        words = [now, OTHER if now == PASSPHRASE else PASSPHRASE]
        run = subprocess.Popen([*command, *words], stdout=subprocess.PIPE, text=True)
        assert run.stdout is not None
        assert run.stdout.readline() == "begun\n"
        time.sleep(0.005 * attempt)
        run.send_signal(signal.SIGKILL)
        run.wait()
        run.stdout.close()
        assert opens(workspace, PASSPHRASE) != opens(workspace, OTHER)


def opens(workspace: Workspace, passphrase: str) -> bool:
    try:
        open_vault(workspace, passphrase).close()
    except SealedError as error:
        assert "does not open" in str(error)
        return False
    return True


# Damage


def swap_keys(values: dict[str, Any]) -> None:
    other = sealing.public_key_of(sealing.new_private_key())
    values["public_key"] = base64.b64encode(other).decode()


def test_a_public_key_that_was_slipped_in_is_noticed(workspace: Workspace, vault: Vault) -> None:
    rewrite(workspace, swap_keys)
    with pytest.raises(SealedError, match="somebody else may open what was sealed since"):
        open_vault(workspace, PASSPHRASE)


DAMAGE = [
    (lambda v: v.pop("public_key"), "damaged", "no public key"),
    (lambda v: v.update(public_key="AAAA"), "damaged", "a public key too short"),
    (lambda v: v.update(public_key="!!"), "damaged", "no base64"),
    (lambda v: v.update(public_key=7), "damaged", "a number for a key"),
    (lambda v: v.update(public_key="é"), "damaged", "no ASCII"),
    (lambda v: v.update(private_key=None), "damaged", "no private key"),
    (lambda v: v["private_key"].update(kdf="md5"), "damaged", "another way to derive keys"),
    (lambda v: v["private_key"].update(n="4"), "damaged", "words for a number"),
    (lambda v: v["private_key"].update(n=True), "damaged", "a truth for a number"),
    (lambda v: v.update(format=99), r"newer Vouch \(format 99\)", "a format to come"),
    (lambda v: v.update(format="x"), "damaged", "no format"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "words", "why"), DAMAGE, ids=[row[2] for row in DAMAGE])
def test_a_damaged_file_is_named(
    workspace: Workspace,
    vault: Vault,
    change: Callable[[dict[str, Any]], object],
    words: str,
    why: str,
) -> None:
    rewrite(workspace, change)
    for attempt in (lambda: open_vault(workspace, PASSPHRASE), lambda: sealer(workspace)):
        with pytest.raises(SealedError, match=words) as told:
            attempt()
        assert str(workspace.vault) in str(told.value), why
    assert whole(workspace) is not None


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 100_000])
def test_a_file_of_something_else_is_named(workspace: Workspace, content: bytes) -> None:
    workspace.vault.write_bytes(content)
    with pytest.raises(SealedError, match=r"vault\.json is damaged.*`vouch restore`"):
        sealer(workspace)


@settings(max_examples=60)
@given(st.data())
def test_a_flipped_byte_never_opens_another_key(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    workspace = open_workspace(tmp_path_factory.mktemp("w") / "w", create=True)
    key = create_vault(workspace, PASSPHRASE, CHEAP).sealer
    content = bytearray(workspace.vault.read_bytes())
    at = data.draw(st.integers(0, len(content) - 1))
    content[at] ^= 1 << data.draw(st.integers(0, 7))
    workspace.vault.write_bytes(content)
    try:
        opened = open_vault(workspace, PASSPHRASE)
    except SealedError:
        return
    # What does not matter was changed: the date, a blank.
    assert opened.sealer == key


def test_a_folder_in_its_place_is_named(workspace: Workspace) -> None:
    workspace.vault.mkdir()
    with pytest.raises(SealedError, match="cannot be read"):
        sealer(workspace)
    with pytest.raises(SealedError, match="has a vault already"):
        create_vault(workspace, PASSPHRASE, CHEAP)


def test_a_folder_that_cannot_be_written_leaves_no_half_vault(workspace: Workspace) -> None:
    workspace.cache.rmdir()
    workspace.cache.write_text("no folder")
    with pytest.raises(WorkspaceError, match=r"vault\.json cannot be used"):
        create_vault(workspace, PASSPHRASE, CHEAP)
    assert not workspace.vault.exists()
