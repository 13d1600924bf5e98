"""Every number, address and link belongs to nobody: it lies in a range that is kept free."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.casefiles import generate, numbers
from benchmarks.casefiles.truth import Occurrence, Vocabulary, pieces
from benchmarks.casefiles.vocabulary import chance

SEEDS = st.integers(0, 10**9)


def digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdigit())


def safe_telephone(text: str) -> bool:
    number = digits(text)
    number = "0" + number[2:] if number.startswith("44") else number
    return bool(re.fullmatch(r"07700900\d{3}|01632960\d{3}|02079460\d{3}|08081570\d{3}", number))


def safe_nhs_number(text: str) -> bool:
    number = digits(text)
    check = 11 - sum(int(digit) * (10 - at) for at, digit in enumerate(number[:9])) % 11
    return len(number) == 10 and number.startswith("999") and check % 11 == int(number[9])


def safe_nino(text: str) -> bool:
    return bool(re.fullmatch(r"Q[QXV]\d{6}[A-D]", text.replace(" ", "")))


def safe_upn(text: str) -> bool:
    return bool(re.fullmatch(r"[A-Z]000\d{9}", text))


def safe_postcode(text: str) -> bool:
    return bool(re.fullmatch(r"(XX|QX|ZZ)\d{1,2} ?\d[A-Z]{2}", text.upper()))


def safe_court_number(text: str) -> bool:
    return bool(re.fullmatch(r"ZZ\d\d[CPD]\d{5}", text))


def safe_vehicle(text: str) -> bool:
    return bool(re.fullmatch(r"[A-Z]{2}(00|01|50) ?[A-Z]{3}", text.upper()))


def safe_email(text: str) -> bool:
    return bool(re.fullmatch(r"[a-z0-9._]+@([a-z]+\.)?example\.(org|com|net)", text.lower()))


def safe_link(text: str) -> bool:
    return bool(re.match(r"(https?://)?(www\.|chat\.)?example\.(org|com|net)/", text.lower()))


SAFE: list[tuple[str, Callable[[Random], str], Callable[[str], bool], str]] = [
    ("telephone", numbers.telephone, safe_telephone, "Ofcom keeps these for drama"),
    ("nhs-number", numbers.nhs_number, safe_nhs_number, "999 is for tests"),
    ("nino", numbers.nino, safe_nino, "no prefix begins with Q"),
    ("upn", numbers.upn, safe_upn, "no authority is 000"),
    ("postcode", numbers.postcode, safe_postcode, "no area is XX, QX or ZZ"),
    ("court-number", numbers.court_number, safe_court_number, "no family court is ZZ"),
    ("vehicle", numbers.vehicle, safe_vehicle, "00, 01 and 50 were never issued"),
    ("email", lambda rng: numbers.email("Ana", "Ny", rng), safe_email, "example is reserved"),
    ("link", lambda rng: numbers.link("Ana", rng), safe_link, "example is reserved"),
]


@pytest.mark.parametrize(("_kind", "make", "safe", "_why"), SAFE, ids=[row[0] for row in SAFE])
@given(seed=SEEDS)
@settings(max_examples=60)
def test_numbers_lie_in_ranges_of_nobody(
    _kind: str, make: Callable[[Random], str], safe: Callable[[str], bool], _why: str, seed: int
) -> None:
    text = make(chance(seed))
    assert safe(text), text


def identifiers(seed: int, half: Vocabulary) -> Iterator[Occurrence]:
    formats = ("txt", "docx", "eml", "csv")
    for file in generate(seed, half, formats).truth.files:
        for piece in pieces(file):
            yield from piece.occurrences


@given(seed=SEEDS, half=st.sampled_from(["development", "judgement"]))
@settings(max_examples=6)
def test_whole_files_hold_numbers_of_nobody(seed: int, half: Vocabulary) -> None:
    safe = {kind: test for kind, _, test, _ in SAFE}
    found = [one for one in identifiers(seed, half) if one.kind in safe]
    assert found
    assert [one.text for one in found if not safe[one.kind](one.text)] == []


@given(seed=SEEDS)
@settings(max_examples=60)
def test_a_upn_has_the_letter_of_its_digits(seed: int) -> None:
    text = numbers.upn(chance(seed))
    weighed = sum((at + 2) * int(digit) for at, digit in enumerate(text[1:]))
    assert text[0] == "ABCDEFGHJKLMNPQRTUVWXYZ"[weighed % 23]


@pytest.mark.parametrize(
    ("name", "letters", "_why"),
    [
        ("Čelik", "celik", "a caron"),
        ("Małgorzata", "malgorzata", "a stroke is no accent"),
        ("Yıldız", "yildiz", "a dotless i"),
        ("O'Hara-Lee", "oharalee", "marks go"),
        ("李", "x", "nothing is left"),
    ],
)
def test_addresses_have_plain_letters(name: str, letters: str, _why: str) -> None:
    assert numbers.ascii_of(name) == letters
