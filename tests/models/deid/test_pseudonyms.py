"""What stands in the place of people, places, numbers and dates."""

import json
import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.notes import Identifier, Person
from corpus.problems import SealedError
from models.deid import Pseudonyms, find, redact
from models.deid.patterns.dates import dates
from models.deid.pseudonyms import letters
from models.deid.shifting import days_of, ordinal, shifted

SECRET = b"a secret of thirty-two bytes....."
PEOPLE = (
    Person(("Aisha Khan",), "child", "2012-05-04"),
    Person(("Grace Khan",), "relative"),
    Person(("Tomasz Nowak",), "staff"),
)


def redacted(texts: list[str], pseudonyms: Pseudonyms | None = None) -> list[str]:
    pseudonyms = pseudonyms or Pseudonyms(SECRET)
    assigned = pseudonyms.assign(texts, find(texts, PEOPLE))
    return [redact(text, items).text for text, items in zip(texts, assigned, strict=True)]


@pytest.mark.parametrize(
    ("text", "wanted", "reason"),
    [
        ("Aisha Khan met Tomasz.", "Child A met Staff B.", "roles of the list"),
        ("Tomasz met Grace Khan.", "Staff A met Relative B.", "letters in order of meeting"),
        ("AISHA's room; aisha slept.", "Child A's room; Child A slept.", "one person, one label"),
        ("Mum, Zyphora, rang.", "Mum, Parent A, rang.", "a role by the words around"),
        ("I saw Zyphora Quill.", "I saw Person A.", "nobody knows who it is"),
        ("Ring 07700 900 123.", "Ring [telephone].", "a number"),
        ("Mail jo@example.org.", "Mail [e-mail].", "an address on the net"),
        ("UPN A123456789012.", "UPN [UPN].", "a pupil number"),
        ("At Oakfield Academy.", "At School 1.", "a school"),
        ("She moved to Wickenden in spring.", "She moved to Place 1 in spring.", "a place"),
        ("He is at 14 Kirton Road now.", "He is at Address 1 now.", "an address"),
        ("Born on 3/2/2011.", "Born on [born 2011].", "a birth keeps its year alone"),
        ("Aisha, 4 May 2012, slept.", "Child A, [born 2012], slept.", "a listed birth, unnamed"),
    ],
)
def test_what_stands_in_its_place(text: str, wanted: str, reason: str) -> None:
    assert redacted([text]) == [wanted], reason


def test_the_same_case_gets_the_same_pseudonyms() -> None:
    texts = ["Aisha Khan met Zyphora on 12/03/2024.", "Zyphora rang on 13/03/2024."]
    assert redacted(texts) == redacted(texts)


def test_notes_that_come_later_keep_the_pseudonyms_of_a_sealed_key() -> None:
    first = Pseudonyms(SECRET)
    before = redacted(["Aisha met Zyphora at Oakfield Academy."], first)
    again = Pseudonyms.from_json(first.to_json())
    assert redacted(["Zyphora met Aisha at Oakfield Academy."], again) == [
        "Person B met Child A at School 1."
    ]
    assert before == ["Child A met Person B at School 1."]


def test_a_person_known_by_one_name_keeps_the_label_when_the_full_name_turns_up() -> None:
    pseudonyms = Pseudonyms(SECRET)
    assert redacted(["I saw Zyphora."], pseudonyms) == ["I saw Person A."]
    assert redacted(["I saw Zyphora Quill."], pseudonyms) == ["I saw Person A."]


def test_two_possible_earlier_people_are_not_guessed_at() -> None:
    pseudonyms = Pseudonyms(SECRET, {"person:zyphora": "Person A", "person:quill": "Person B"})
    assert redacted(["I saw Zyphora Quill."], pseudonyms) == ["I saw Person C."]


def test_a_family_does_not_share_the_label_of_its_family_name() -> None:
    notes = [
        "Ms Vrenka rang.",
        "Zyphora Vrenka and Quillon Vrenka separate.",
        "Her brother Tarquel Vrenka speaks late. Trinka Vrenka broke her wrist.",
    ]
    labels = re.findall(r"(?:Person|Relative) [A-Z]", " ".join(redacted(notes)))
    assert len(labels) == len(set(labels)) == 5


def test_two_full_names_that_come_later_do_not_share_an_earlier_label() -> None:
    pseudonyms = Pseudonyms(SECRET, {"person:vrenka": "Person A"})
    assert redacted(["Zyphora Vrenka met Quillon Vrenka."], pseudonyms) == [
        "Person B met Person C."
    ]


def test_a_second_full_name_does_not_take_over_a_label_that_the_first_has_taken() -> None:
    pseudonyms = Pseudonyms(SECRET, {"person:vrenka": "Person A"})
    assert redacted(["I saw Zyphora Vrenka."], pseudonyms) == ["I saw Person A."]
    assert redacted(["I saw Quillon Vrenka."], pseudonyms) == ["I saw Person B."]


def test_initials_the_other_way_round_are_somebody_elses() -> None:
    pseudonyms = Pseudonyms(SECRET, {"person:t h": "Person A"})
    found = Identifier(0, 4, "name", ("context/initials",), "person:h t")
    [[item]] = pseudonyms.assign(["H.T. rang."], [[found]])
    assert item.replacement == "Person B"


def test_the_key_of_a_case_is_json_and_a_damaged_one_is_refused() -> None:
    content = Pseudonyms(SECRET, {"child:aisha": "Child A"}).to_json()
    assert json.loads(content)["labels"] == {"child:aisha": "Child A"}
    for damaged in ("", "[]", "{}", '{"secret": "zz", "labels": {}}', '{"labels": 3}'):
        with pytest.raises(SealedError, match="restore"):
            Pseudonyms.from_json(damaged)


@pytest.mark.parametrize(
    ("number", "wanted"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ")]
)
def test_letters_go_on_after_z(number: int, wanted: str) -> None:
    assert letters(number) == wanted


@pytest.mark.parametrize(
    ("printed", "days", "wanted", "reason"),
    [
        ("12/03/2024", 7, "19/03/2024", "slashes"),
        ("12/3/2024", 7, "19/3/2024", "no nought before the month"),
        ("3/12/2024", 35, "7/1/2025", "no noughts, over the year's end"),
        ("03/12/24", 35, "07/01/25", "two digits of the year"),
        ("12.3.24", 7, "19.3.24", "dots"),
        ("2024-03-12", 7, "2024-03-19", "ISO"),
        ("2024-12-30", 7, "2025-01-06", "ISO over the year's end"),
        ("12-Mar-24", 7, "19-Mar-24", "short month"),
        ("12 March 2024", 28, "9 April 2024", "long month"),
        ("12 MARCH 2024", 28, "9 APRIL 2024", "capitals"),
        ("12 mar 2024", 28, "9 apr 2024", "lower case"),
        ("12th Mar 2024", 14, "26th Mar 2024", "ordinal"),
        ("22nd March 2024", 14, "5th April 2024", "another ordinal"),
        ("the 12th of March", 14, "the 26th of March", "the day of the month"),
        ("March 12, 2024", 14, "March 26, 2024", "month first"),
        ("12/3", 7, "19/3", "no year"),
        ("29/02", 7, "07/03", "a leap day without a year"),
        ("soon", 7, None, "no date"),
    ],
)
def test_dates_move_in_their_own_style(
    printed: str, days: int, wanted: str | None, reason: str
) -> None:
    assert shifted(printed, days, 2024) == wanted, reason


@pytest.mark.parametrize(("day", "wanted"), [(1, "st"), (2, "nd"), (3, "rd"), (4, "th")])
def test_ordinals(day: int, wanted: str) -> None:
    assert (ordinal(day), ordinal(day + 20)) == (wanted, wanted)
    assert ordinal(day + 10) == "th"


STYLES = ("%d/%m/%Y", "%d.%m.%y", "%Y-%m-%d", "%d %B %Y", "%d-%b-%y")


@given(
    st.dates(date(2001, 1, 1), date(2040, 12, 31)),
    st.sampled_from(STYLES),
    st.binary(min_size=16, max_size=16),
)
def test_a_moved_date_reads_as_the_day_so_many_days_later(
    day: date, style: str, secret: bytes
) -> None:
    days = days_of(secret)
    moved = shifted(day.strftime(style), days, 2024)
    wanted = day + timedelta(days=days)
    assert moved is not None
    (read,) = dates(moved)
    assert (read.year, read.month, read.day) == (wanted.year, wanted.month, wanted.day)


@given(st.binary(min_size=1, max_size=64))
def test_the_secret_moves_by_whole_weeks_and_by_five_at_least(secret: bytes) -> None:
    days = days_of(secret)
    assert days % 7 == 0
    assert 35 <= abs(days) <= 364


def test_weekdays_stay_and_gaps_between_dates_stay() -> None:
    pseudonyms = Pseudonyms(SECRET)
    (text,) = redacted(["Seen 11/03/2024 and 25/03/2024."], pseudonyms)
    first, second = dates(text)
    one, other = (date(d.year or 0, d.month, d.day) for d in (first, second))
    assert (other - one).days == 14
    assert one.weekday() == date(2024, 3, 11).weekday()


def test_a_date_without_its_year_moves_with_the_year_printed_nearest() -> None:
    pseudonyms = Pseudonyms(SECRET)
    (text,) = redacted(["Seen 12/03/2024, then on 26/3 again."], pseudonyms)
    full, short = dates(text)
    moved = date(2024, 3, 26) + timedelta(days=pseudonyms.days)
    assert (short.day, short.month) == (moved.day, moved.month)
    assert full.year is not None


def test_the_notes_own_date_moves_alike() -> None:
    pseudonyms = Pseudonyms(SECRET)
    (text,) = redacted(["Seen 2024-03-12."], pseudonyms)
    assert text == f"Seen {pseudonyms.shifted('2024-03-12')}."
