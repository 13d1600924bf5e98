"""Seals bytes for the holder of a private key, and wraps that key under a passphrase; no files.

Anybody with the public key can seal, and cannot open again what they sealed. A sealed box is a head
(what it is, for which key, how long the content is, the sender's one-time key) and the content in
chunks, each encrypted and authenticated together with the head and the purpose. Nothing in it is
pickled, and no part of it can be changed, cut, moved or used for another purpose unnoticed.
"""

from __future__ import annotations

import hashlib
import os
import struct
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from corpus.problems import SealedError, SettingsError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

KEY_BYTES = 32
SHORTEST = 12
# The last figure is the version of the format.
MAGIC = b"VOUCHSL1"
_HEAD = struct.Struct(f">8s8sQ{KEY_BYTES}s")
HEAD_BYTES = _HEAD.size
_CHUNK = 1 << 20
_TAG = 16
_SALT_BYTES = 16
_NONCE_BYTES = 12
_INFO = b"vouch sealed box 1"
_FEWEST_DIFFERENT = 5
# A file that asks for more than this was not written by Vouch: 1 GiB, a minute.
_DEAREST = {"n": 1 << 20, "r": 8, "p": 16}


@dataclass(frozen=True, slots=True)
class Cost:
    """What a guess at the passphrase costs: the parameters of scrypt (128 * n * r bytes, p times).

    As given, 64 MiB and a third of a second.
    """

    n: int = 1 << 16
    r: int = 8
    p: int = 1


@dataclass(frozen=True, slots=True)
class Wrapped:
    """A private key under a passphrase; under a later passphrase it is the same key."""

    cost: Cost
    salt: bytes
    nonce: bytes
    key: bytes


@dataclass(frozen=True, slots=True)
class Head:
    """What a sealed box says of itself without being opened: for which key, how many bytes."""

    key_id: bytes
    length: int

    @property
    def size(self) -> int:
        """How many bytes the whole box must have."""
        return _HEAD.size + self.length + _TAG * _chunks(self.length)


def new_private_key() -> bytes:
    """Make a private key, 32 bytes that nobody can guess."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey  # noqa: PLC0415

    return X25519PrivateKey.generate().private_bytes_raw()


def public_key_of(private_key: bytes) -> bytes:
    """Return the public key, 32 bytes, that belongs to a private key."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey  # noqa: PLC0415

    return X25519PrivateKey.from_private_bytes(private_key).public_key().public_bytes_raw()


def key_id(public_key: bytes) -> bytes:
    """Return the 8 bytes by which a sealed box says for which key it is."""
    return hashlib.sha256(public_key).digest()[:8]


def seal(public_key: bytes, content: bytes, purpose: str) -> bytes:
    """Seal bytes so that only the holder of the private key can open them, for one purpose."""
    return b"".join(sealed_chunks(public_key, content, purpose))


def sealed_chunks(public_key: bytes, content: bytes, purpose: str) -> Iterator[bytes]:
    """Yield a sealed box piece by piece, so that a large one is never in memory twice.

    SealedError where the public key is none.
    """
    one_time = new_private_key()
    sender = public_key_of(one_time)
    head = _HEAD.pack(MAGIC, key_id(public_key), len(content), sender)
    cipher = _cipher(one_time, public_key, sender + public_key, purpose)
    yield head
    view = memoryview(content)
    for number in range(_chunks(len(content))):
        chunk = view[number * _CHUNK : (number + 1) * _CHUNK]
        yield cipher.encrypt(_nonce(number), chunk, _bound(head, purpose))


def unseal(private_key: bytes, sealed: bytes, purpose: str) -> bytes:
    """Return what was sealed, whole and for this purpose and key, or raise SealedError."""
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415

    said = read_head(sealed)
    public_key = public_key_of(private_key)
    if said is None:
        raise _refused(purpose, "it is no sealed box of this version of Vouch")
    if said.key_id != key_id(public_key):
        raise _refused(purpose, "it was sealed for the vault of another workspace, or changed")
    if said.size != len(sealed):
        raise _refused(purpose, f"it has {len(sealed):,} bytes and should have {said.size:,}")
    view = memoryview(sealed)
    head = bytes(view[: _HEAD.size])
    sender = _HEAD.unpack(head)[3]
    cipher = _cipher(private_key, sender, sender + public_key, purpose)
    edges = [_HEAD.size + at * (_CHUNK + _TAG) for at in range(_chunks(said.length))]
    try:
        return b"".join(
            cipher.decrypt(_nonce(number), view[start:end], _bound(head, purpose))
            for number, (start, end) in enumerate(pairwise([*edges, len(sealed)]))
        )
    except InvalidTag as error:
        raise _refused(purpose, "it was changed, or sealed for another purpose") from error


def read_head(sealed: bytes) -> Head | None:
    """Read what a sealed box says of itself, from its first bytes; null where it is none."""
    if len(sealed) < _HEAD.size:
        return None
    magic, key, length, _ = _HEAD.unpack_from(sealed)
    return Head(key, length) if magic == MAGIC else None


def wrap(private_key: bytes, passphrase: str, cost: Cost | None = None) -> Wrapped:
    """Encrypt a private key under a passphrase; SettingsError where the passphrase is too weak."""
    refuse_weak("passphrase", passphrase)
    cost, salt, nonce = cost or Cost(), os.urandom(_SALT_BYTES), os.urandom(_NONCE_BYTES)
    cipher = _from_passphrase(passphrase, salt, cost)
    return Wrapped(cost, salt, nonce, cipher.encrypt(nonce, private_key, MAGIC))


def unwrap(wrapped: Wrapped, passphrase: str) -> bytes:
    """Return the private key; SealedError where the passphrase is wrong or the rest was changed."""
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415

    cipher = _from_passphrase(passphrase, wrapped.salt, wrapped.cost)
    try:
        return cipher.decrypt(wrapped.nonce, wrapped.key, MAGIC)
    except (InvalidTag, ValueError) as error:
        raise SealedError("The passphrase is not the one that the key is kept under.") from error


def refuse_weak(what: str, words: str) -> None:
    """Raise SettingsError where a passphrase or password is too easily guessed, saying why."""
    length, different = len(_typed(words)), len(set(_typed(words)))
    if length < SHORTEST:
        raise SettingsError(
            f"The {what} has {length} characters and needs at least {SHORTEST}. Take four words "
            "that nobody would guess together."
        )
    if different < _FEWEST_DIFFERENT:
        raise SettingsError(
            f"The {what} has only {different} different characters and needs at least "
            f"{_FEWEST_DIFFERENT}. Take four words that nobody would guess together."
        )


def typed_bytes(what: str, words: str) -> bytes:
    """Return a passphrase or password as bytes, the same however a keyboard composes accents."""
    try:
        return _typed(words).encode()
    except UnicodeEncodeError:
        # The error itself would quote what was typed.
        raise SettingsError(
            f"The {what} holds characters that cannot be stored. Type it again, in UTF-8."
        ) from None


def _typed(words: str) -> str:
    return unicodedata.normalize("NFC", words)


def _from_passphrase(passphrase: str, salt: bytes, cost: Cost) -> ChaCha20Poly1305:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305  # noqa: PLC0415
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt  # noqa: PLC0415

    if any(getattr(cost, name) > most for name, most in _DEAREST.items()):
        raise SealedError("The key is kept in a way that would take this machine's whole memory.")
    secret = typed_bytes("passphrase", passphrase)
    try:
        kdf = Scrypt(salt=salt, length=KEY_BYTES, n=cost.n, r=cost.r, p=cost.p)
    except (ValueError, OverflowError) as error:
        raise SealedError("The key is kept in a way that Vouch does not know.") from error
    return ChaCha20Poly1305(kdf.derive(secret))


def _cipher(own: bytes, other: bytes, both: bytes, purpose: str) -> ChaCha20Poly1305:
    """Agree on the key of one box. `both` are the public keys: no other pair leads to this key."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import (  # noqa: PLC0415
        X25519PrivateKey,
        X25519PublicKey,
    )
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305  # noqa: PLC0415
    from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF  # noqa: PLC0415

    try:
        shared = X25519PrivateKey.from_private_bytes(own).exchange(
            X25519PublicKey.from_public_bytes(other)
        )
    except ValueError as error:
        # Keys of the wrong length, and those that would agree on the same with everybody.
        raise _refused(purpose, "one of its keys is none") from error
    return ChaCha20Poly1305(HKDF(SHA256(), KEY_BYTES, None, _INFO + both).derive(shared))


def _chunks(length: int) -> int:
    """How many chunks a content has; an empty one has one, which proves that it is empty."""
    return max(1, -(-length // _CHUNK))


def _nonce(number: int) -> bytes:
    # Each box has a key of its own, so that the number of the chunk is never used twice with one.
    return number.to_bytes(_NONCE_BYTES)


def _bound(head: bytes, purpose: str) -> bytes:
    return head + purpose.encode()


def _refused(purpose: str, reason: str) -> SealedError:
    return SealedError(
        f"What is sealed as {purpose!r} cannot be used: {reason}. Bring it back from a backup "
        "with `vouch restore`, or offer the document again with `vouch ingest`."
    )
