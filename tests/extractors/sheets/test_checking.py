"""A mapping that does not fit its sheet is refused with column, file and remedy."""

import pytest

from corpus.problems import SettingsError
from extractors.formats import Options
from extractors.sheets.checking import check
from extractors.sheets.delimited import CSV
from extractors.sheets.mapping import Column, Mapping, tables

TEXT = (
    "Event Date,Recorded,Worker,Narrative\n"
    "12/03/2024,soon,Mara Quill,She was well.\n"
    "13/03/2024,later,Odo Penn,He was well.\n"
)
FILES = ("mapping.yaml", "contacts.csv")


def held(*columns: Column) -> None:
    extraction = CSV.extract(TEXT.encode(), "d" * 64, Options())
    (table,) = tables(extraction)
    check(Mapping(columns), extraction, table, FILES)


FAULTS = [
    ([Column("Event Dates", "date")],
     "mapping.yaml: the column 'Event Dates' is not in contacts.csv; is 'Event Date' meant?",
     "a slip of the pen"),
    ([Column("Colour", "other")],
     "its columns are 'Event Date', 'Recorded', 'Worker', 'Narrative'", "of another system"),
    ([Column("Worker", "author"), Column("worker", "child")],
     "the column 'worker' stands more often than in contacts.csv", "one column with two roles"),
    ([Column("Recorded", "date")],
     "the column 'Recorded' is 'date', but none of its first 2 values in contacts.csv is a date",
     "a day that is none"),
]  # fmt: skip


@pytest.mark.parametrize(("columns", "message", "why"), FAULTS)
def test_what_does_not_fit_is_named(columns: list[Column], message: str, why: str) -> None:
    with pytest.raises(SettingsError) as caught:
        held(*columns)
    assert message in str(caught.value), why
    assert "Mara" not in str(caught.value), "values are never quoted"


def test_all_faults_are_named_at_once() -> None:
    with pytest.raises(SettingsError) as caught:
        held(Column("Blue", "text"), Column("Green", "date"))
    assert str(caught.value).count("is not in contacts.csv") == 2


def test_what_fits_passes_whatever_it_leaves_out() -> None:
    held(Column("narrative", "text"), Column("EVENT_DATE", "date"), Column("", "other"))
    assert True, "names are compared without case and signs"
