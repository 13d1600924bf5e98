"""Damaged workbooks and tables are read or refused, whatever was damaged."""

import random
from collections.abc import Callable

import pytest

from corpus.problems import RefusedError
from extractors import extract, passages, sniff
from extractors.notes import notes_of, people_of

ROWS = [["Event Date", "Type", "Narrative"], ["12/03/2024", "Visit", "All well, at home."]] * 3
CSV = b'Event Date,Type,Narrative\r\n12/03/2024,"Home ""visit""","All well,\nat home."\r\n' * 3


def damaged(content: bytes, chance: random.Random) -> bytes:
    """Flip bytes, cut the end off, take a slice out or put one in twice."""
    mutable = bytearray(content)
    for _ in range(chance.randint(1, 8)):
        mutable[chance.randrange(len(mutable))] = chance.randrange(256)
    first, second = sorted(chance.randrange(len(mutable)) for _ in range(2))
    how = chance.randrange(4)
    if how == 1:
        return bytes(mutable[:second])
    if how == 2:
        return bytes(mutable[:first] + mutable[second:])
    if how == 3:
        return bytes(mutable[:second] + mutable[first:])
    return bytes(mutable)


def is_read_or_refused(content: bytes) -> bool:
    try:
        extraction = extract(content, "d" * 64, sniff(content, "a"))
    except RefusedError as refused:
        return bool(refused.problem.code and refused.problem.message)
    notes = notes_of(extraction)
    people_of(extraction, notes)
    ends = [0, *(note.end for note in notes)]
    in_order = all(end <= note.start < note.end for end, note in zip(ends, notes, strict=False))
    cited = all(extraction.text[p.start : p.end] == p.text for p in passages(extraction))
    return in_order and cited


@pytest.mark.parametrize("seed", range(4))
def test_damaged_workbooks(
    xlsx: Callable[..., bytes], sheet_of: Callable[..., str], seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
    content = xlsx(("Contacts", sheet_of(ROWS)))
    for _ in range(40):
        assert is_read_or_refused(damaged(content, chance))


@pytest.mark.parametrize("seed", range(4))
def test_damaged_parts_of_whole_workbooks(
    xlsx: Callable[..., bytes], sheet_of: Callable[..., str], seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
    for _ in range(30):
        inside = damaged(sheet_of(ROWS).encode(), chance).decode("utf-8", "replace")
        assert is_read_or_refused(xlsx(("Contacts", inside)))


@pytest.mark.parametrize("seed", range(4))
def test_damaged_tables_of_opendocument(ods: Callable[..., bytes], seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
    row = (
        '<table:table-row table:number-rows-repeated="2"><table:table-cell '
        'office:value-type="string"><text:p>Visit</text:p></table:table-cell></table:table-row>'
    )
    whole = f'<table:table table:name="S">{row * 3}</table:table>'
    for _ in range(30):
        assert is_read_or_refused(ods(damaged(whole.encode(), chance).decode("utf-8", "replace")))


@pytest.mark.parametrize("seed", range(6))
def test_damaged_separated_values(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
    for _ in range(60):
        assert is_read_or_refused(damaged(CSV, chance))
