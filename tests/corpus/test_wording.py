from datetime import date

import pytest

from corpus.wording import count_of, in_words


def test_a_day_is_written_in_english_whatever_the_machine_speaks() -> None:
    assert in_words(date(2013, 3, 1)) == "1 March 2013"
    months = {in_words(date(2024, month, 9)).split()[1] for month in range(1, 13)}
    assert len(months) == 12


@pytest.mark.parametrize(
    ("number", "words", "expected"),
    [
        (0, ("passage",), "0 passages"),
        (1, ("passage",), "1 passage"),
        (2, ("passage",), "2 passages"),
        (2300, ("passage",), "2,300 passages"),
        (1, ("enquiry", "enquiries"), "1 enquiry"),
        (12, ("enquiry", "enquiries"), "12 enquiries"),
    ],
)
def test_a_count_carries_its_noun(number: int, words: tuple[str, ...], expected: str) -> None:
    assert count_of(number, *words) == expected
