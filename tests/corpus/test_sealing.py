"""Sealed boxes open for one key and one purpose, whole or not at all."""

from __future__ import annotations

import pickle
import subprocess
import sys
import tracemalloc
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.problems import SealedError, SettingsError
from corpus.sealing import (
    HEAD_BYTES,
    KEY_BYTES,
    MAGIC,
    Cost,
    key_id,
    new_private_key,
    public_key_of,
    read_head,
    refuse_weak,
    seal,
    sealed_chunks,
    typed_bytes,
    unseal,
    unwrap,
    wrap,
)

CHEAP = Cost(n=4, r=1, p=1)
KEY = new_private_key()
PUBLIC = public_key_of(KEY)
NOTE = b"Sophie Larchwood said that she felt safe at 14 Juniper Row."
PASSPHRASE = "otter lantern gravel spoon"  # noqa: S105 - guards nothing
CHUNK = 1 << 20


@given(st.binary(max_size=4096), st.text(st.characters(codec="utf-8"), max_size=40))
def test_what_was_sealed_comes_back(content: bytes, purpose: str) -> None:
    assert unseal(KEY, seal(PUBLIC, content, purpose), purpose) == content


LENGTHS = [
    (0, "nothing is something that can be sealed"),
    (1, "a byte"),
    (CHUNK - 1, "almost a chunk"),
    (CHUNK, "a chunk, and none behind it"),
    (CHUNK + 1, "a chunk and a byte"),
    (3 * CHUNK, "several chunks"),
]


@pytest.mark.parametrize(("length", "why"), LENGTHS, ids=[row[1] for row in LENGTHS])
def test_any_length_comes_back(length: int, why: str) -> None:
    content = bytes(range(256)) * (length // 256 + 1)
    sealed = seal(PUBLIC, content[:length], "original")
    assert unseal(KEY, sealed, "original") == content[:length], why
    head = read_head(sealed[:HEAD_BYTES])
    assert head is not None
    assert (head.length, head.size, head.key_id) == (length, len(sealed), key_id(PUBLIC))


@settings(max_examples=300)
@given(st.data())
def test_any_flipped_bit_is_refused(data: st.DataObject) -> None:
    sealed = bytearray(seal(PUBLIC, NOTE, "case"))
    at = data.draw(st.integers(0, len(sealed) - 1))
    sealed[at] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(SealedError):
        unseal(KEY, bytes(sealed), "case")


def test_every_byte_counts() -> None:
    """Also the bit of the sender's key that the arithmetic of X25519 ignores."""
    sealed = seal(PUBLIC, NOTE, "case")
    opened = []
    for at in range(len(sealed)):
        changed = bytearray(sealed)
        changed[at] ^= 0x80
        try:
            opened.append((at, unseal(KEY, bytes(changed), "case")))
        except SealedError:
            continue
    assert opened == []


@given(st.integers(0, 200))
def test_a_box_cut_short_is_refused(left: int) -> None:
    sealed = seal(PUBLIC, NOTE, "case")
    with pytest.raises(SealedError):
        unseal(KEY, sealed[: min(left, len(sealed) - 1)], "case")


@given(st.binary(min_size=1, max_size=80))
def test_a_box_with_something_behind_it_is_refused(more: bytes) -> None:
    with pytest.raises(SealedError, match="bytes and should have"):
        unseal(KEY, seal(PUBLIC, NOTE, "case") + more, "case")


@given(st.binary(max_size=400))
def test_any_other_bytes_are_refused(noise: bytes) -> None:
    with pytest.raises(SealedError, match="no sealed box"):
        unseal(KEY, noise, "case")
    with pytest.raises(SealedError):
        unseal(KEY, MAGIC + noise, "case")


def test_chunks_cannot_change_places_or_boxes() -> None:
    first, second = (seal(PUBLIC, bytes([fill]) * 2 * CHUNK, "original") for fill in (1, 2))
    step = CHUNK + 16
    a, b = HEAD_BYTES, HEAD_BYTES + step
    swapped = first[:a] + first[b : b + step] + first[a : a + step]
    mixed = first[:b] + second[b:]
    twice = first[:b] + first[a:b]
    for forged in (swapped, mixed, twice):
        assert len(forged) == len(first)
        with pytest.raises(SealedError, match="it was changed"):
            unseal(KEY, forged, "original")


OTHER_PURPOSES = ["", "cas", "case ", "Case", "original", "case/0a"]


@pytest.mark.parametrize("purpose", OTHER_PURPOSES)
def test_another_purpose_does_not_open(purpose: str) -> None:
    with pytest.raises(SealedError, match="another purpose"):
        unseal(KEY, seal(PUBLIC, NOTE, "case"), purpose)


def test_another_key_does_not_open() -> None:
    with pytest.raises(SealedError, match="another workspace"):
        unseal(new_private_key(), seal(PUBLIC, NOTE, "case"), "case")


@pytest.mark.parametrize(
    "bad",
    [
        pytest.param(bytes(KEY_BYTES), id="a key that agrees on the same with everybody"),
        pytest.param(b"\x01" + bytes(KEY_BYTES - 1), id="another of these"),
        pytest.param(PUBLIC[:-1], id="too short"),
        pytest.param(PUBLIC + b"x", id="too long"),
        pytest.param(b"", id="none"),
    ],
)
def test_nothing_is_sealed_for_a_key_that_is_none(bad: bytes) -> None:
    with pytest.raises(SealedError, match="one of its keys is none"):
        seal(bad, NOTE, "case")


def test_two_boxes_of_the_same_are_not_alike() -> None:
    first, second = (seal(PUBLIC, NOTE, "case") for _ in range(2))
    assert first[HEAD_BYTES:] != second[HEAD_BYTES:]
    assert first[: len(MAGIC)] == second[: len(MAGIC)] == MAGIC


@given(st.binary(min_size=8, max_size=300))
def test_no_piece_of_the_content_stands_in_the_box(content: bytes) -> None:
    sealed = seal(PUBLIC, content, "original")[HEAD_BYTES:]
    assert content not in sealed


def test_messages_never_quote_what_is_sealed() -> None:
    sealed = bytearray(seal(PUBLIC, NOTE, "case"))
    sealed[-1] ^= 1
    with pytest.raises(SealedError) as told:
        unseal(KEY, bytes(sealed), "case")
    assert "Larchwood" not in str(told.value)
    assert "`vouch restore`" in str(told.value)
    # Errors cross from workers.
    assert str(pickle.loads(pickle.dumps(told.value))) == str(told.value)  # noqa: S301


def test_a_large_document_is_sealed_a_piece_at_a_time() -> None:
    content = bytes(24 * CHUNK)
    tracemalloc.start()
    size = sum(len(piece) for piece in sealed_chunks(PUBLIC, content, "original"))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size == HEAD_BYTES + len(content) + 24 * 16
    assert peak < 4 * CHUNK


@pytest.mark.slow
def test_three_hundred_megabytes_come_back() -> None:
    content = b"Case file. " * (300_000_000 // 11)
    assert unseal(KEY, seal(PUBLIC, content, "original"), "original") == content


# The key under the passphrase


def test_a_key_opens_with_its_passphrase() -> None:
    assert unwrap(wrap(KEY, PASSPHRASE, CHEAP), PASSPHRASE) == KEY


@given(st.text(max_size=60))
def test_no_other_passphrase_opens_it(other: str) -> None:
    wrapped = wrap(KEY, PASSPHRASE, CHEAP)
    with pytest.raises((SealedError, SettingsError)) as told:
        unwrap(wrapped, other)
    assert PASSPHRASE not in str(told.value)


def test_the_same_passphrase_twice_leads_to_different_files() -> None:
    first, second = (wrap(KEY, PASSPHRASE, CHEAP) for _ in range(2))
    assert len({first.salt, second.salt, first.key, second.key}) == 4
    assert PASSPHRASE.encode() not in first.salt + first.nonce + first.key


def test_accents_may_be_composed_in_either_way() -> None:
    composed, apart = "vingt-trois cafés", "vingt-trois cafe\u0301s"
    assert composed != apart
    assert unwrap(wrap(KEY, composed, CHEAP), apart) == KEY


@pytest.mark.parametrize("part", ["salt", "nonce", "key"])
def test_a_changed_wrapping_is_refused(part: str) -> None:
    wrapped = wrap(KEY, PASSPHRASE, CHEAP)
    value = getattr(wrapped, part)
    with pytest.raises(SealedError):
        unwrap(replace(wrapped, **{part: bytes([value[0] ^ 1]) + value[1:]}), PASSPHRASE)


COSTS = [
    (Cost(n=8, r=1, p=1), "is not the one", "another cost is another key"),
    (Cost(n=1 << 30, r=8, p=1), "whole memory", "a terabyte"),
    (Cost(n=4, r=1 << 20, p=1), "whole memory", "wide"),
    (Cost(n=4, r=1, p=1 << 20), "whole memory", "often"),
    (Cost(n=5, r=1, p=1), "does not know", "no power of two"),
    (Cost(n=0, r=1, p=1), "does not know", "nothing"),
    (Cost(n=4, r=0, p=1), "does not know", "no width"),
    (Cost(n=4, r=1, p=-1), "does not know", "less than never"),
]


@pytest.mark.parametrize(("cost", "words", "why"), COSTS, ids=[row[2] for row in COSTS])
def test_costs_that_nobody_wrote_are_refused(cost: Cost, words: str, why: str) -> None:
    wrapped = replace(wrap(KEY, PASSPHRASE, CHEAP), cost=cost)
    with pytest.raises(SealedError, match=words):
        unwrap(wrapped, PASSPHRASE)
    assert why


def test_a_guess_is_dear_unless_somebody_says_otherwise() -> None:
    cost = Cost()
    assert 128 * cost.n * cost.r == 64 << 20
    assert wrap(KEY, PASSPHRASE).cost == cost


WEAK = [
    ("", "has 0 characters and needs at least 12", "nothing"),
    ("hunter2", "has 7 characters", "a password of old"),
    ("elevenchars", "has 11 characters", "one too few"),
    ("cafe\u0301 noirs!", "has 11 characters", "an accent is part of its letter"),
    (" " * 40, "only 1 different", "blanks"),
    ("abababababab", "only 2 different", "two keys"),
]


@pytest.mark.parametrize(("words", "message", "why"), WEAK, ids=[row[2] for row in WEAK])
def test_weak_passphrases_are_refused(words: str, message: str, why: str) -> None:
    with pytest.raises(SettingsError, match=message):
        wrap(KEY, words, CHEAP)
    with pytest.raises(SettingsError, match=f"password .*{message}"):
        refuse_weak("password", words)
    assert why


def test_what_no_file_can_hold_is_refused_without_quoting_it() -> None:
    words = "otter lantern \udcff gravel"
    with pytest.raises(SettingsError, match="Type it again") as told:
        wrap(KEY, words, CHEAP)
    assert "otter" not in str(told.value)
    assert told.value.__cause__ is None
    assert typed_bytes("passphrase", "otter") == b"otter"


IMPORTS = """
import sys
from corpus import sealing
loaded = {"cryptography", "argon2"} & set(sys.modules)
assert not loaded, loaded
sealing.new_private_key()
assert "cryptography" in sys.modules
"""


def test_the_package_is_imported_when_something_is_sealed_and_not_before() -> None:
    done = subprocess.run(
        [sys.executable, "-c", IMPORTS], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
