"""The vault of a workspace: the key that seals what is restricted, and the one that opens it.

`vault.json` holds the public key, which whoever ingests may use, and the private key wrapped under
the workspace's passphrase. The key stays the same for ever; the passphrase may be changed. The
passphrase itself is stored nowhere.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, NoReturn, Self

from corpus import sealing
from corpus.database import translated
from corpus.problems import SealedError
from corpus.sealing import Cost, Wrapped
from corpus.workspace import Workspace, place_new, replacing, temporary_beside, writing

FORMAT = 1
LOST = (
    "Nobody can find a lost passphrase again. Lost with it are the restricted documents as they "
    "were offered, what waits in the quarantine, and which pseudonym stands for whom. Not lost are "
    "the de-identified texts that were signed, their tags, all decisions and all public documents."
)
_RESTORE = "Bring it back from a backup with `vouch restore`."
_WAIT_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Sealer:
    """Seals for a vault and opens nothing: all that a worker needs, and fit to be handed to one."""

    public_key: bytes

    def seal(self, content: bytes, purpose: str) -> bytes:
        """Seal bytes for one purpose."""
        return sealing.seal(self.public_key, content, purpose)

    def chunks(self, content: bytes, purpose: str) -> Iterator[bytes]:
        """Seal bytes for one purpose, piece by piece."""
        return sealing.sealed_chunks(self.public_key, content, purpose)


class Vault:
    """An open vault. It holds the private key in memory until it is closed: use it with `with`."""

    __slots__ = ("_private_key", "sealer", "workspace")

    def __init__(self, workspace: Workspace, private_key: bytes) -> None:
        self.workspace = workspace
        self.sealer = Sealer(sealing.public_key_of(private_key))
        self._private_key: bytes | None = private_key

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        state = "closed" if self._private_key is None else "open"
        return f"<Vault of {self.workspace.root}, {state}>"

    def __reduce__(self) -> NoReturn:
        # Otherwise the key would travel to workers, or into a file, unnoticed.
        raise TypeError("An open vault stays in its process. Hand on its sealer instead.")

    def close(self) -> None:
        """Forget the private key."""
        self._private_key = None

    def seal(self, content: bytes, purpose: str) -> bytes:
        """Seal bytes for one purpose."""
        return self.sealer.seal(content, purpose)

    def unseal(self, sealed: bytes, purpose: str) -> bytes:
        """Return what was sealed for this vault and purpose, or raise SealedError."""
        if self._private_key is None:
            raise SealedError(f"The vault of {self.workspace.root} was closed. Open it again.")
        return sealing.unseal(self._private_key, sealed, purpose)


def create_vault(workspace: Workspace, passphrase: str, cost: Cost | None = None) -> Vault:
    """Make the vault of a workspace that has none, and return it open.

    SettingsError for a weak passphrase; SealedError where there is a vault, also where another
    program made one this moment, and where sealed items wait for a vault that is gone.
    """
    _refuse_second(workspace)
    private_key = sealing.new_private_key()
    wrapped = sealing.wrap(private_key, passphrase, cost)
    content = _written(sealing.public_key_of(private_key), wrapped)
    # In the cache, where no sweep of a running ingest comes by.
    temporary = temporary_beside(workspace.cache / workspace.vault.name)
    with translated(workspace.vault):
        workspace.cache.mkdir(mode=0o700, exist_ok=True)
        try:
            with replacing(temporary) as stream:
                stream.write(content)
            place_new(temporary, workspace.vault)
        except FileExistsError as error:
            raise _exists(workspace) from error
        finally:
            temporary.unlink(missing_ok=True)
    return Vault(workspace, private_key)


def open_vault(workspace: Workspace, passphrase: str) -> Vault:
    """Open the vault; takes a third of a second, which is what a guess costs.

    SealedError where there is none, where it is damaged, and where the passphrase is another.
    """
    return Vault(workspace, _unlocked(workspace, passphrase))


def sealer(workspace: Workspace) -> Sealer | None:
    """Return what seals for the workspace's vault, without a passphrase; null where there is none.

    SealedError where `vault.json` is damaged.
    """
    if not workspace.vault.exists():
        return None
    return Sealer(_read(workspace)[0])


def change_passphrase(
    workspace: Workspace, old: str, new: str, cost: Cost | None = None, wait: float = _WAIT_SECONDS
) -> None:
    """Wrap the private key under a new passphrase; sealed items stay as they are.

    Until the new `vault.json` is whole and on the disk the old one holds. A backup made before
    opens with the old passphrase. WorkspaceError where others write for longer than `wait` seconds.
    """
    with writing(workspace, wait=wait, purpose="changing the passphrase"):
        # Two that change it at once: the second must know what the first made of it.
        private_key = _unlocked(workspace, old)
        content = _written(sealing.public_key_of(private_key), sealing.wrap(private_key, new, cost))
        with translated(workspace.vault), replacing(workspace.vault) as stream:
            stream.write(content)


def whole(workspace: Workspace) -> str | None:
    """Say in a sentence what is wrong with `vault.json` as far as it shows; null: nothing."""
    try:
        _read(workspace)
    except SealedError as error:
        return str(error)
    return None


def _unlocked(workspace: Workspace, passphrase: str) -> bytes:
    """Return the private key."""
    public_key, wrapped = _read(workspace)
    try:
        private_key = sealing.unwrap(wrapped, passphrase)
    except SealedError as error:
        raise SealedError(
            f"The vault of {workspace.root} does not open: {error} Type it again, minding capitals "
            f"and the keyboard's language. {LOST}"
        ) from error
    if sealing.public_key_of(private_key) != public_key:
        raise SealedError(
            f"{workspace.vault} was changed: what it seals with does not belong to what it opens "
            f"with, so that somebody else may open what was sealed since. {_RESTORE}"
        )
    return private_key


def _refuse_second(workspace: Workspace) -> None:
    if workspace.vault.exists():
        raise _exists(workspace)
    waiting = next(workspace.sealed.glob("*/*.sealed"), None)
    if waiting is not None:
        raise SealedError(
            f"{workspace.sealed} holds what was sealed for a vault, and {workspace.vault} is gone: "
            f"a new one would not open it. {_RESTORE} To begin anew, move the folder elsewhere."
        )


def _exists(workspace: Workspace) -> SealedError:
    return SealedError(
        f"The workspace {workspace.root} has a vault already, and a second one would not open what "
        "the first has sealed. Run the same command again: it asks for the vault's passphrase."
    )


def _written(public_key: bytes, wrapped: Wrapped) -> bytes:
    values: dict[str, Any] = {
        "format": FORMAT,
        "written": datetime.now(UTC).isoformat(timespec="seconds"),
        "public_key": _text(public_key),
        "private_key": {
            "kdf": "scrypt",
            **asdict(wrapped.cost),
            "salt": _text(wrapped.salt),
            "nonce": _text(wrapped.nonce),
            "wrapped": _text(wrapped.key),
        },
    }
    return (json.dumps(values, indent=2) + "\n").encode()


def _read(workspace: Workspace) -> tuple[bytes, Wrapped]:
    """Return the public key and the wrapped private key, or raise SealedError."""
    path = workspace.vault
    try:
        values = json.loads(path.read_bytes())
        if int(values["format"]) > FORMAT:
            raise SealedError(
                f"{path} was written by a newer Vouch (format {int(values['format'])}). Install "
                "the newer Vouch."
            )
        return _bytes(values["public_key"], sealing.KEY_BYTES), _wrapped(values["private_key"])
    except FileNotFoundError as error:
        raise SealedError(
            f"The workspace {workspace.root} has no vault. `vouch users add NAME --role "
            f"administrator` makes one. If there was one, {path.name} is gone: bring it back from "
            "a backup with `vouch restore`."
        ) from error
    except OSError as error:
        raise SealedError(
            f"{path} cannot be read: {error.strerror or error}. Check your rights and the disk."
        ) from error
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise SealedError(f"{path} is damaged: it is not as Vouch writes it. {_RESTORE}") from error


def _wrapped(values: Mapping[str, Any]) -> Wrapped:
    if values["kdf"] != "scrypt":
        raise ValueError(values["kdf"])
    cost = Cost(*(_whole_number(values[name]) for name in ("n", "r", "p")))
    parts = (_bytes(values["salt"]), _bytes(values["nonce"]), _bytes(values["wrapped"]))
    return Wrapped(cost, *parts)


def _whole_number(value: object) -> int:
    if type(value) is not int:
        raise TypeError(value)
    return value


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode("ascii")


def _bytes(value: str, length: int | None = None) -> bytes:
    found = base64.b64decode(value, validate=True)
    if length is not None and len(found) != length:
        raise ValueError(length)
    return found
