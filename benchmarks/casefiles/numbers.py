"""Telephone, NHS and other numbers, from ranges that belong to nobody.

Ofcom's drama numbers, NHS test numbers (999), NINO prefixes and postcode areas that are never
issued, UPN with local authority 000, court codes and vehicle age identifiers not in use,
`example.org`. Each is printed in one of the ways that people write it.
"""

from __future__ import annotations

from random import Random
from unicodedata import normalize

_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
AREAS = ("XX", "QX", "ZZ")


def telephone(rng: Random, private: bool = False) -> str:
    """Return a drama number as written by hand; a private one is no freephone number."""
    last = f"{rng.randrange(1000):03}"
    sort = rng.random() * (0.9 if private else 1.0)
    if sort < 0.6:
        return rng.choice(("07700 900{0}", "07700900{0}", "07700-900-{0}", "+44 7700 900{0}",
                           "07700 900 {0}", "+447700900{0}")).format(last)  # fmt: skip
    if sort < 0.85:
        return rng.choice(
            ("01632 960{0}", "(01632) 960{0}", "01632 960 {0}", "01632960{0}")
        ).format(last)
    if sort < 0.95:
        return rng.choice(("020 7946 0{0}", "0207 946 0{0}", "(020) 7946 0{0}")).format(last)
    return f"0808 157 0{last}"


def nhs_number(rng: Random) -> str:
    """Return a test number with a right check digit."""
    while True:
        digits = [9, 9, 9, *(rng.randrange(10) for _ in range(6))]
        check = 11 - sum(digit * (10 - at) for at, digit in enumerate(digits)) % 11
        if check != 10:
            break
    printed = "".join(map(str, [*digits, check % 11]))
    parts = printed[:3], printed[3:6], printed[6:]
    return rng.choice((" ", " ", "", "-")).join(parts)


def nino(rng: Random) -> str:
    """Return a National Insurance number with a prefix that is never issued."""
    parts = [rng.choice(("QQ", "QX", "QV")), *(f"{rng.randrange(100):02}" for _ in range(3))]
    return rng.choice((" ", "")).join([*parts, rng.choice("ABCD")])


def upn(rng: Random) -> str:
    """Return a unique pupil number of the authority 000, which is none, with its check letter."""
    digits = f"000{rng.randrange(10000):04}{rng.randrange(10, 25)}{rng.randrange(1000):03}"
    letter = sum((at + 2) * int(digit) for at, digit in enumerate(digits)) % 23
    return _UPN_LETTERS[letter] + digits


def postcode(rng: Random) -> str:
    """Return a postcode of an area that does not exist."""
    inward = f"{rng.randrange(10)}{rng.choice('ABDEFGHJLN')}{rng.choice('PQRSTUWXYZ')}"
    printed = f"{rng.choice(AREAS)}{rng.randrange(1, 30)} {inward}"
    return rng.choices((printed, printed.replace(" ", ""), printed.lower()), (8, 1, 1))[0]


def case_number(rng: Random) -> str:
    """Return a case system's number."""
    number = rng.randrange(100000, 9999999)
    return rng.choice(("{0}", "{0}", "LCS-{0:07}", "ICS/{0}", "P{0:07}", "CF{0:06}")).format(number)


def court_number(rng: Random) -> str:
    """Return a family court's number with a court code that is not in use."""
    return f"ZZ{rng.randrange(19, 26)}{rng.choice('CPD')}{rng.randrange(100, 90000):05}"


def vehicle(rng: Random) -> str:
    """Return a registration with an age identifier that is not in use (00, 01, 50)."""
    letters = [rng.choice(_LETTERS) for _ in range(5)]
    front, back = "".join(letters[:2]), "".join(letters[2:])
    printed = f"{front}{rng.choice(('00', '01', '50'))}{rng.choice((' ', ' ', ''))}{back}"
    return rng.choice((printed, printed, printed.lower()))


def ascii_of(name: str) -> str:
    """Return a name's letters as they stand in addresses: a to z alone."""
    parted = normalize("NFKD", name.lower().translate(str.maketrans("łıøđ", "liod")))
    return "".join(letter for letter in parted if "a" <= letter <= "z") or "x"


def email(given: str, surname: str, rng: Random, work: str = "") -> str:
    """Return an e-mail address at example.com or .net, or at an office of example.org."""
    first, last = ascii_of(given), ascii_of(surname)
    if work:
        return f"{first}.{last}@{work}.example.org"
    form = rng.choice(("{0}.{1}", "{0}{1}{2}", "{0}_{2}", "{1}.{0}{2}"))
    return f"{form.format(first, last, rng.randrange(1, 99))}@example.{rng.choice(('com', 'net'))}"


def handle(short: str, rng: Random) -> str:
    """Return what somebody is called on an app."""
    name = ascii_of(short)
    form = rng.choice(
        ("@{0}_{1}x", "@lil.{0}{1}", "@{0}{0}_{1}", "@itz{0}{1}", "@{0}.x{1}x", "@_{0}{1}")
    )
    return form.format(name, rng.randrange(1, 99))


def link(short: str, rng: Random) -> str:
    """Return the address of somebody's page."""
    name = f"{ascii_of(short)}{rng.randrange(1, 999)}"
    return rng.choice(
        ("https://www.example.com/{0}", "www.example.net/u/{0}", "https://chat.example.org/profile/{0}",
         "http://example.com/watch?u={0}")
    ).format(name)  # fmt: skip
