"""Which day a sign of harm is told to be of."""

from dataclasses import replace

import pytest

from corpus.notes import Note
from models.deid import Pseudonyms
from pipelines.redacting.cases import CaseNote
from review.reading.cases import day_told

KEY = Pseudonyms(b"a secret of some bytes")
NOTE = Note("n1", 0, 100, "row 1", "2024-12-12", "chronology")


@pytest.mark.parametrize(
    ("kind", "day", "before", "wanted", "reason"),
    [
        ("chronology", "2024-12-12", "02.01.20 - Moved. 12.6.2019. He ", "2019-06-12", "its entry"),
        ("chronology", "2024-12-12", "12.6.2019. On 3/7 he ", "2019-06-12", "the last in full"),
        ("chronology", "2024-12-12", "He ", KEY.shifted("2024-12-12"), "no entry has a day"),
        ("visit", "2024-12-12", "Of 12.6.2019: he ", KEY.shifted("2024-12-12"), "the note's own"),
        ("visit", None, "He ", None, "none is known"),
    ],
)
def test_a_sign_has_the_day_of_its_entry_or_note(
    kind: str, day: str | None, before: str, wanted: str | None, reason: str
) -> None:
    note = CaseNote("d1", 0, replace(NOTE, kind=kind, date=day))
    assert day_told(note, before, KEY) == wanted, reason
