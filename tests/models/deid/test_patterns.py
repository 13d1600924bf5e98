"""Identifiers that their shape tells, and what only looks like them."""

from collections.abc import Callable

import pytest

from models.deid import find
from models.deid.patterns.figures import nhs_number_is_right, upn_is_right

PATTERNS = frozenset({"patterns"})
ROWS = [
    # telephone
    ("Ring <telephone>07700 900 123</telephone> first.", "mobile in three groups"),
    ("Ring <telephone>07700900123</telephone> first.", "mobile in one"),
    ("Ring <telephone>(01632) 960983</telephone>.", "area code in brackets"),
    ("Ring <telephone>01632 960 983</telephone> today.", "area code in groups"),
    ("Ring <telephone>020 7946 0123</telephone>.", "London"),
    ("Ring <telephone>+44 7700 900123</telephone>.", "international"),
    ("Ring <telephone>+44 (0)7700 900123</telephone>.", "international with the nought"),
    ("Ring <telephone>01632 960983 ext. 12</telephone>.", "extension"),
    ("Ring <telephone>0808 157 0123</telephone>.", "freephone"),
    ("Her mobile is <telephone>960983</telephone>.", "local number by context"),
    # postcode
    ("She lives in <postcode>XX1 4AB</postcode>.", "spaced"),
    ("She lives in <postcode>XX14AB</postcode>.", "unspaced"),
    ("she lives in <postcode>xx1 4ab</postcode>.", "lower case"),
    ("She lives in <postcode>XX1O 4AB</postcode>.", "a letter O for a nought"),
    ("She lives in <postcode>QX11 8FT</postcode>.", "ends like feet, in capitals"),
    ("Given 5mg at 3pm on the 2nd.", "measures are no postcodes"),
    ("Vitamin B12 5mg daily.", "a vitamin and its dose"),
    ("The <postcode>XX4</postcode> area is known to her.", "outward half by context"),
    # numbers
    ("NHS number <nhs-number>999 484 3923</nhs-number>.", "3-3-4 by context"),
    ("NHS no: <nhs-number>9994843923</nhs-number>.", "in one by context"),
    ("NHS number <nhs-number>999 484 3924</nhs-number>.", "mistyped, but named"),
    ("NHS <nhs-number>999 484 3923</nhs-number>, seen today.", "a comma follows"),
    ("NI <nino>QQ 12 34 56 C</nino>.", "National Insurance in pairs"),
    ("NI <nino>qq123456c</nino>.", "National Insurance, lower case"),
    ("UPN <upn>A123456789012</upn>.", "pupil number"),
    ("Court ref <court-number>ZZ24P00123</court-number>.", "family court"),
    ("Case no. <case-number>554433</case-number>.", "case number by context"),
    ("Case <case-number>LCS-1234567</case-number> is open.", "case number by shape"),
    ("Ref <case-number>CF/2024/0123</case-number>.", "case number in parts"),
    ("Grading: reg 44, room 14, bus 42.", "short numbers name nobody"),
    ("She has £120,000 and 65% of 1,500 hours.", "money and shares"),
    ("Section 47 of the Children Act 1989.", "statutes"),
    ("BP was 120/80 and SATS 98.", "measurements"),
    # vehicles
    ("A car, <vehicle>AB12 CDE</vehicle>, waited.", "registration"),
    ("a van, <vehicle>ab12cde</vehicle>, waited.", "registration in lower case"),
    ("a ford, <vehicle>a123 bcd</vehicle>, waited.", "old style by context"),
    ("we met at 14 she said", "a time and a word"),
    # online
    ("Mail <email>jo.bloggs@example.org</email> now.", "e-mail"),
    ("Mail <email>jo.bloggs @ example.org</email> now.", "e-mail with spaces"),
    ("He is <handle>@jo_x99</handle> there.", "handle"),
    ("Snapchat: <handle>jo.x99</handle> is hers.", "handle by context"),
    ("See <link>https://www.example.org/a?b=1</link>.", "link, without the full stop"),
    ("See <link>www.example.com</link>.", "link without a scheme"),
    ("She uses Snapchat daily.", "the name of a service"),
    # dates
    ("Seen <date>12/03/2024</date>.", "slashes"),
    ("Seen <date>12.3.24</date>.", "dots"),
    ("Seen <date>2024-03-12</date>.", "ISO"),
    ("Seen <date>12-Mar-24</date>.", "dashes"),
    ("Seen on <date>12 March 2024</date>.", "long"),
    ("Seen on <date>12th Aug</date>.", "ordinal, no year"),
    ("Seen on <date>the 12th of March</date>.", "the day of the month"),
    ("Seen on <date>March 12, 2024</date>.", "month first"),
    ("Seen on <date>12/3</date> at school.", "day and month by context"),
    ("<date>07/09</date> Call to school.", "an entry of a chronology"),
    ("She was born on <date-of-birth>4/5/2012</date-of-birth>.", "birth"),
    ("DOB: <date-of-birth>04052012</date-of-birth>.", "birth, packed"),
    ("Seen last Tuesday, again in March.", "no dates"),
    ("Seen at 10.30 and at 21.05 again.", "times"),
    ("She rated it 8/10, then 9/10.", "scores"),
    ("Support is there 24/7.", "always"),
    ("On 31/02/2024 there was no such day.", "the calendar has none"),
    # addresses
    ("He is at <address>14 Kirton Road</address> now.", "house number and street"),
    ("He is at <address>Flat 3, 14 Kirton Road</address> now.", "flat"),
    ("he is at <address>14b kirton road</address> now", "lower case"),
    ("HE IS AT <address>14 KIRTON ROAD</address> NOW", "capitals"),
    ("He is at <address>13A Quarry Bank Walk</address> now.", "words of two types"),
    ("He ran along <address>Kirton Lane</address> alone.", "street without a number"),
    ("He moved 3 times in the street last year.", "a number and a street, no address"),
    ("It is 5 minutes down the road.", "a distance"),
    # settings
    ("At <school>Oakfield Primary School</school>.", "primary school"),
    ("At <school>St Mary's C of E Primary School</school>.", "church school"),
    ("At <school>Oakfield Academy</school> she is well.", "academy"),
    ("Seen at <school>Larkhill Surgery</school>.", "surgery"),
    ("He is at <school>Birchwood Children's Home</school>.", "children's home"),
    ("she goes to <school>zyphfield high school</school>", "lower case"),
    ("Her new school and the Virtual School met.", "schools without a name"),
]


@pytest.mark.parametrize(("sentence", "reason"), ROWS, ids=[reason for _, reason in ROWS])
def test_shapes_tell(judged: Callable[..., object], sentence: str, reason: str) -> None:
    found, wanted = judged(sentence, (), PATTERNS)  # type: ignore[misc]
    assert found == wanted, reason


@pytest.mark.parametrize(
    ("digits", "right"),
    [
        ("9994843923", True),
        ("9994843924", False),
        ("9434765919", True),
        ("9434765918", False),
    ],
)
def test_check_digits_of_nhs_numbers(digits: str, right: bool) -> None:
    assert nhs_number_is_right(digits) is right


def test_every_first_nine_digits_have_at_most_one_check_digit() -> None:
    for stem in ("999000000", "999123456", "999765432", "999111111"):
        fitting = [last for last in "0123456789" if nhs_number_is_right(stem + last)]
        assert len(fitting) <= 1


def test_check_letter_of_pupil_numbers() -> None:
    digits = "000123456789"
    fitting = [letter for letter in "ABCDEFGHJKLMNPQRTUVWXYZ" if upn_is_right(letter + digits)]
    assert len(fitting) == 1


def test_what_was_found_names_its_rule(plain: Callable[[str], str]) -> None:
    (item,) = find([plain("Ring <telephone>07700 900 123</telephone>.")])[0]
    assert item.means == ("patterns/telephone",)
    assert item.key == "telephone:07700900123"
