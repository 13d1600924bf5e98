"""An endless supply of names, streets, schools and places, most of which no list has.

Names come from lists of many countries, from plain words and from syllables thrown together, so
that a component which learns on them cannot learn the names, and must learn what stands around.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from random import Random

from models.deid.listed import names, places, plain_words

_ONSETS = ("", "b", "br", "c", "ch", "d", "dr", "f", "g", "gr", "h", "j", "k", "kh", "l", "m", "n",
           "ng", "p", "r", "s", "sh", "st", "t", "th", "tr", "v", "w", "x", "y", "z", "zh", "sz",
           "gw", "ll", "qu", "ts")  # fmt: skip
_VOWELS = ("a", "e", "i", "o", "u", "aa", "ai", "ee", "ia", "ou", "ie", "á", "é", "ö", "ı", "y")
_CODAS = (
    "",
    "",
    "",
    "n",
    "r",
    "s",
    "l",
    "m",
    "k",
    "t",
    "d",
    "sh",
    "th",
    "nd",
    "rt",
    "ck",
    "v",
    "z",
)
_TAILS = ("son", "ley", "ton", "ford", "ski", "wicz", "ova", "escu", "oglu", "yan", "idze", "well",
          "worth", "field", "by", "ham", "kumar", "zadeh", "wala", "stad")  # fmt: skip
_BEFORE = ("O'", "Mc", "Mac", "de ", "van der ", "Al-", "El ", "Ó ", "Ní ", "D'", "St ", "bin ",
           "ap ", "Le ", "da ")  # fmt: skip
_STREETS = ("Road", "Street", "Lane", "Close", "Avenue", "Crescent", "Drive", "Court", "Rd", "St",
            "Gardens", "Terrace", "Way", "Walk", "Grove", "Place", "Hill", "Mews", "Rise", "View",
            "Square", "Parade", "Row", "Green", "Park", "Wharf", "Ave", "Ln", "Cres", "Dr",
            "Gate", "Fold", "Croft", "Mount", "Meadow", "Path", "Bank", "Vale", "Yard", "Quay",
            "Gdns", "Tce", "Broadway", "Approach", "Villas", "Mead", "Side", "End")  # fmt: skip
_SCHOOLS = ("Primary School", "Primary", "Academy", "High School", "College", "Junior School",
            "School", "C of E Primary", "Secondary", "Infant School", "Infants", "Nursery",
            "Community School", "Grammar School", "Catholic Primary", "RC Primary School",
            "Sixth Form", "Sixth Form College", "Pre-School", "Comprehensive", "Free School",
            "Special School", "UTC", "Pupil Referral Unit", "PRU", "High", "Middle School",
            "Girls' School", "Boys' School", "Secondary School", "CE Primary School",
            "Church of England Primary School", "Primary Academy", "Juniors")  # fmt: skip
_HOUSES = ("House", "Cottage", "Farm", "Court", "Lodge", "Mill", "Barn", "Tower", "Point",
           "Villa")  # fmt: skip
_TOWNS = ("ford", "thorpe", "ham", "ton", "wick", "bury", "by", "worth", "stead", "mouth", "combe",
          "ley", "den", "well", "chester", "minster", "borough", "gate", "hurst",
          "side")  # fmt: skip
_COMPOUND = ("Park", "Green", "End", "Bay", "Moor", "Heath", "Hill", "Common", "Cross", "Mount",
             "Vale", "on Sea", "Bridge", "Estate", "under Lyne", "St Mary", "Magna")  # fmt: skip
_BODIES = ("Service", "Team", "Panel", "Programme", "Charity", "Partnership", "Board", "Group",
           "Course", "Framework", "Assessment", "Fund", "Scheme", "Pathway", "Protocol", "Network",
           "Plan", "Meeting", "Order", "Policy", "Act", "Conference", "Checklist")  # fmt: skip
_SETTINGS = ("House", "Hub", "Trust", "Centre", "Unit", "Playgroup", "Tots", "Childcare",
             "Kindergarten", "Day Nursery", "Children's Centre", "Learning Centre", "Base",
             "Federation", "Prep", "Campus", "Studio", "Preparatory")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person who was never there: given name, short form of it, family name."""

    given: str
    short: str
    family: str

    @property
    def letters(self) -> tuple[str, str]:
        """First letters of both names."""
        return _letter(self.given), _letter(self.family)


def _letter(name: str) -> str:
    return next((sign for sign in name if sign.isalpha()), "X").upper()


@cache
def _listed(part: str) -> tuple[str, ...]:
    """Return lists in a fixed order: sets have another one in each process."""
    if part == "places":
        return tuple(sorted(places()))
    if part == "words":
        return tuple(sorted(word for word in plain_words()[0] if 3 <= len(word) <= 10))
    return tuple(sorted(names(part)))


def capitalised(name: str) -> str:
    """Return a name with capitals where names have them."""
    return re.sub(r"(^|[\s-]|\b[od]['’])([^\W\d_])", lambda m: m[1] + m[2].upper(), name)


def word(rng: Random) -> str:
    """Return a plain word."""
    return rng.choice(_listed("words"))


def made_up(rng: Random) -> str:
    """Return a word that means nothing anywhere."""
    parts = [
        rng.choice(_ONSETS) + rng.choice(_VOWELS) + rng.choice(_CODAS)
        for _ in range(rng.choices((1, 2, 3), (2, 6, 2))[0])
    ]
    found = "".join(parts) + (rng.choice(_TAILS) if rng.random() < 0.2 else "")
    return found.capitalize() if len(found) > 2 else (found + "na").capitalize()


def _given(rng: Random) -> str:
    sort = rng.random()
    if sort < 0.45:
        found = capitalised(rng.choice(_listed("first")))
    elif sort < 0.6:
        found = word(rng).capitalize()
    elif sort < 0.65:
        found = capitalised(rng.choice(_listed("last")))
    else:
        found = made_up(rng)
    if rng.random() < 0.04:
        return f"{found}{rng.choice('- ')}{capitalised(rng.choice(_listed('first')))}"
    return found


def _family(rng: Random) -> str:
    sort = rng.random()
    if sort < 0.4:
        found = capitalised(rng.choice(_listed("last")))
    elif sort < 0.55:
        found = word(rng).capitalize()
    elif sort < 0.6:
        found = capitalised(rng.choice(_listed("first")))
    elif sort < 0.65:
        found = capitalised(rng.choice(_listed("places")).split()[0])
    else:
        found = made_up(rng)
    sort = rng.random()
    if sort < 0.06:
        return rng.choice(_BEFORE) + found
    return f"{found}-{capitalised(rng.choice(_listed('last')))}" if sort < 0.12 else found


def somebody(rng: Random) -> Somebody:
    """Return a person."""
    given = _given(rng)
    short = given[: rng.randrange(2, 5)].strip(" -'") or given
    ends: Sequence[Callable[[], str]] = (
        lambda: short + rng.choice(("y", "ie", "s", "z", "o", "a")), lambda: short,
        lambda: made_up(rng), lambda: word(rng).capitalize(),
    )  # fmt: skip
    return Somebody(given, rng.choice(ends)(), _family(rng))


def _called(rng: Random) -> str:
    """Return what a street, school or place may be called after."""
    ways: Sequence[Callable[[], str]] = (
        lambda: capitalised(rng.choice(_listed("last"))), lambda: made_up(rng),
        lambda: word(rng).capitalize(), lambda: word(rng).capitalize(),
        lambda: word(rng).capitalize() + rng.choice(_TOWNS),
        lambda: f"{word(rng).capitalize()} {word(rng).capitalize()}",
        lambda: capitalised(rng.choice(_listed("places"))),
        lambda: f"St {capitalised(rng.choice(_listed('first')))}'s",
        lambda: f"{capitalised(rng.choice(_listed('first')))} {made_up(rng)}",
    )  # fmt: skip
    return rng.choice(ways)()


def street(rng: Random) -> str:
    """Return an address without its town."""
    sort = rng.random()
    number = _number(rng)
    kind = rng.choice(_STREETS) if rng.random() < 0.85 else word(rng).capitalize()
    if sort < 0.72:
        return f"{number} {_called(rng)} {kind}"
    if sort < 0.78:
        return f"{number} The {word(rng).capitalize()}{rng.choice(('', 's'))}"
    if sort < 0.84:
        return f"{number} {_called(rng)}"
    within = rng.choice(("Flat", "Apt", "Apartment", "Unit", "Room", "Floor", "Plot"))
    house = f"{_called(rng)} {rng.choice(_HOUSES)}"
    if sort < 0.9:
        return f"{within} {number}, {house}"
    return f"{rng.choice(('', f'{number} '))}{house}, {_called(rng)} {kind}"


def _number(rng: Random) -> str:
    plain = str(rng.randrange(1, 240))
    return rng.choice(
        (
            plain, plain, plain, f"{plain}{rng.choice('ABCabc')}", f"No. {plain}", f"{plain},",
            f"Flat {rng.randrange(1, 60)}, {plain}", f"{plain}/{rng.randrange(1, 9)}",
            f"{plain}-{rng.randrange(200, 300)}", f"Flat {rng.choice('ABC')} {plain}",
        )
    )  # fmt: skip


def school(rng: Random) -> str:
    """Return a school, nursery or the like."""
    sort = rng.random()
    if sort < 0.1:
        return _called(rng)
    if sort < 0.22:
        return f"{_called(rng)} {rng.choice(_SETTINGS)}"
    return f"{_called(rng)} {rng.choice(_SCHOOLS)}"


def place(rng: Random) -> str:
    """Return a town or quarter."""
    sort = rng.random()
    if sort < 0.45:
        return capitalised(rng.choice(_listed("places")))
    if sort < 0.75:
        base = rng.choice((made_up(rng), word(rng).capitalize()))
        return base + rng.choice(_TOWNS)
    if sort < 0.9:
        return f"{rng.choice((made_up(rng), word(rng).capitalize()))} {rng.choice(_COMPOUND)}"
    return made_up(rng)


def body(rng: Random) -> str:
    """Return an organisation, which identifies nobody."""
    first = rng.choice((word(rng).capitalize(), made_up(rng), word(rng).upper()[:4]))
    second = f" {word(rng).capitalize()}" if rng.random() < 0.3 else ""
    return f"{rng.choice(('the ', ''))}{first}{second} {rng.choice(_BODIES)}"


def drug(rng: Random) -> str:
    """Return a drug, which identifies nobody."""
    found = made_up(rng) + rng.choice(("ine", "ol", "am", "one", "ide", "pam", "tin", ""))
    return rng.choice((found, found.lower())) + rng.choice(("", "", " 20mg", " 5mg", " XL"))


def letters(rng: Random) -> str:
    """Return letters that stand for a form, a team or a system, and identify nobody."""
    count = rng.choices((2, 3, 4, 5), (1, 4, 4, 2))[0]
    between = rng.choice("&/") if rng.random() < 0.15 else ""
    count = 2 if between else count
    return between.join(rng.choice("ABCDEFGHILMNOPRSTUVW") for _ in range(count))
