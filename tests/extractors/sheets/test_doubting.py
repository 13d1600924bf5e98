"""What somebody should look at before confirming what columns mean."""

import pytest

from extractors.sheets.doubting import doubts, place_of
from extractors.sheets.mapping import Column, Mapping, guess, letters

LONG = "Visited the family at home and saw both children, who were playing in the garden."

DOUBTS = [
    (["Date", "Notes"], [["12/03/2024", LONG]], [], "nothing is unsure"),
    (["Date", "Notes"], [["12/03/2024", LONG], ["soon", LONG], ["1/2/24", LONG]],
     ["Date: 1 of 3 values are no dates"], "a word among days"),
    (["Event date", "Date recorded", "Notes"], [["12/03/2024", "13/03/2024", LONG]],
     ["Date recorded: it might be 'date' as well, which is “Event date” now"], "two days"),
    (["Date", "Friend", "Notes"], [["1/2/24", "Odo Penn", LONG], ["1/2/24", "Ina O'Roe", LONG]],
     ["Friend: its values look like names: 'child', 'person', 'author', if they are"], "names"),
    (["Date", "Setting", "Notes"], [["1/2/24", "Oak House", LONG], ["1/2/24", "Oak House", LONG]],
     [], "one value for all names nobody in particular"),
    (["Date", "Blue", "Notes"], [["1/2/24", "", LONG]],
     ["Blue: it has no values in the first rows"], "an empty column"),
    (["Date", "Notes", "Notes"], [["1/2/24", LONG, LONG]],
     ["Notes: another column has the same name: they take their turns"] * 2, "a name twice"),
    (["Date", "Blue"], [["1/2/24", LONG]], ["Blue: its name does not say so"], "a text by length"),
    (["Contact start date", "Notes"], [["1/2/24", LONG]],
     ["Contact start date: its name only contains “start date”"], "a part of a name"),
    (["Date", "12/03/2024", "Notes"], [["1/2/24", "x", LONG]],
     ["12/03/2024: its name looks like a value: is this the row of names?"], "no row of names"),
    (["Blue", "Green"], [["a", "b"]],
     ["no column is 'text': give that role to the one with the narrative",
      "no column is 'date': the notes would have no day"], "a sheet that tells nothing"),
]  # fmt: skip


@pytest.mark.parametrize(("header", "rows", "unsure", "why"), DOUBTS)
def test_what_is_unsure_is_said(
    header: list[str], rows: list[list[str]], unsure: list[str], why: str
) -> None:
    found = doubts(guess(header, rows), rows)
    told = [f"{one.column.header}: {one.words}" if one.column else one.words for one in found]
    assert told == unsure, why


@pytest.mark.parametrize("at", [0, 1, 25, 26, 27, 701, 702])
def test_letters_tell_the_place(at: int) -> None:
    assert place_of(letters(at)) == at
    assert place_of(letters(at).lower()) == at


@pytest.mark.parametrize("written", ["", "A1", "?"])
def test_what_are_no_letters_tells_no_place(written: str) -> None:
    assert place_of(written) is None


def test_a_column_without_letters_is_not_looked_up() -> None:
    mapping = Mapping((Column("Date", "date"), Column("Notes", "text")))
    words = [doubt.words for doubt in doubts(mapping, [["1/2/24", LONG]])]
    assert words == ["it has no values in the first rows"] * 2
