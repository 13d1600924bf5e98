"""Cases: a child, the family, and those who work with them, all invented."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from benchmarks.casefiles import numbers
from benchmarks.casefiles.truth import PersonTruth
from benchmarks.casefiles.vocabulary import Words
from corpus.notes import PersonRole

# Part in the case: role, sex (None for either), youngest and oldest age in years.
PARTS: dict[str, tuple[PersonRole, str | None, int, int]] = {
    "child": ("child", None, 4, 17),
    "sibling": ("child", None, 3, 16),
    "baby": ("child", None, 0, 2),
    "friend": ("child", None, 9, 17),
    "mother": ("relative", "f", 24, 48),
    "father": ("relative", "m", 25, 52),
    "partner": ("relative", "m", 22, 50),
    "mgm": ("relative", "f", 50, 74),
    "grandad": ("relative", "m", 50, 79),
    "aunt": ("relative", "f", 20, 50),
    "uncle": ("relative", "m", 20, 50),
    "carer": ("carer", "f", 35, 66),
    "carer2": ("carer", "m", 35, 66),
    "older": ("other", "m", 19, 40),
    "neighbour": ("other", None, 25, 80),
    "sw": ("staff", None, 23, 62),
    "manager": ("staff", None, 33, 62),
    "iro": ("staff", None, 35, 64),
    "worker": ("staff", None, 22, 60),
    "hv": ("staff", "f", 26, 62),
    "teacher": ("staff", None, 24, 62),
    "police": ("staff", None, 23, 55),
    "gp": ("staff", None, 30, 64),
}
_FAMILY = ("child", "sibling", "baby", "father", "grandad", "uncle")
_OFFICES = {"police": "police", "teacher": "school", "hv": "nhs", "gp": "nhs"}
_MOTHERS = ("mother", "mgm", "aunt")


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of a case and everything that identifies them."""

    key: str
    part: str
    role: PersonRole
    sex: str
    given: str
    surname: str
    short: str
    title: str
    born: date
    telephone: str
    email: str
    handle: str
    link: str
    nhs: str
    nino: str

    @property
    def initials(self) -> str:
        """First letters of the given name and the surname."""
        return (self.given[0] + self.surname.lstrip("'")[0]).upper()


@dataclass(frozen=True, slots=True)
class Family:
    """One case: its people by part, its places and its numbers."""

    key: str
    members: dict[str, Member]
    address: str
    postcode: str
    other_address: str
    town: str
    other_town: str
    school: str
    other_school: str
    upn: str
    number: str
    court: str
    vehicle: str
    opened: date

    @property
    def child(self) -> Member:
        """The child whose case it is."""
        return self.members["child"]


def family(key: str, words: Words, rng: Random, namesake: str | None = None) -> Family:
    """Make a case. `namesake` is a given name that its child must bear as well."""
    opened = date(2023, 1, 9) + timedelta(days=rng.randrange(800))
    cultures = [culture for culture, names in words.surnames.items() if names]
    culture, other = rng.choice(cultures), rng.choice(cultures)
    names = {"family": _surname(words, culture, rng), "mothers": _surname(words, other, rng)}
    if rng.random() < 0.45:
        names["mothers"] = names["family"]
    members: dict[str, Member] = {}
    taken: set[str] = set()
    for part in PARTS:
        own = culture if part in _FAMILY else other if part in _MOTHERS else rng.choice(cultures)
        last = names["family"] if part in _FAMILY else names["mothers"] if part in _MOTHERS else ""
        given = namesake if part == "child" else None
        if part == "friend" and rng.random() < 0.3:
            given = members["child"].given  # two children with one name in one case
        member = _member(f"{key}.{part}", words, rng, (own, last, given, opened))
        while member.given in taken and given is None:
            member = _member(f"{key}.{part}", words, rng, (own, last, None, opened))
        taken.add(member.given)
        members[part] = member
    return _place(key, members, words, rng, opened)


def _place(key: str, members: dict[str, Member], words: Words, rng: Random, opened: date) -> Family:
    towns = rng.sample(words.places, 2)
    schools = rng.sample(words.schools, 2)
    town, other_town = towns
    school, other_school = (_school(name, rng, bool(words.buildings)) for name in schools)
    return Family(
        key, members, _street(words, rng), numbers.postcode(rng), _street(words, rng), town,
        other_town, school, other_school, numbers.upn(rng), numbers.case_number(rng),
        numbers.court_number(rng), numbers.vehicle(rng), opened,
    )  # fmt: skip


def _surname(words: Words, culture: str, rng: Random) -> str:
    return rng.choice(words.surnames[culture])


def _member(
    key: str, words: Words, rng: Random, wanted: tuple[str, str, str | None, date]
) -> Member:
    culture, last, name, opened = wanted
    part = key.partition(".")[2]
    role, sex, youngest, oldest = PARTS[part]
    pool = [one for one in words.given if one.name == name] if name else [
        one for one in words.given
        if (sex is None or one.sex == sex) and (one.culture == culture or rng.random() < 0.01)
    ] or [one for one in words.given if sex is None or one.sex == sex]  # fmt: skip
    chosen = rng.choice(pool)
    surname = last or _surname(words, culture, rng)
    while surname == chosen.name:
        surname = rng.choice(words.surnames["british"])
    short = rng.choice(chosen.short) if chosen.short else ""
    title = _title(part, chosen.sex, rng)
    office = _OFFICES.get(part, "council" if role == "staff" else "")
    born = opened - timedelta(days=rng.randrange(youngest * 365 + 30, oldest * 365 + 360))
    return Member(
        key, part, role, chosen.sex, chosen.name, surname, short, title, born,
        numbers.telephone(rng, private=True), numbers.email(chosen.name, surname, rng, office),
        numbers.handle(short or chosen.name, rng), numbers.link(short or chosen.name, rng),
        numbers.nhs_number(rng), numbers.nino(rng),
    )  # fmt: skip


def _title(part: str, sex: str, rng: Random) -> str:
    if part == "gp":
        return "Dr"
    if part == "police":
        return rng.choice(("PC", "DC", "DS", "PS"))
    return "Mr" if sex == "m" else rng.choice(("Mrs", "Ms", "Miss", "Ms"))


def _street(words: Words, rng: Random) -> str:
    if words.buildings:
        return _dwelling(rng.choice(words.streets), rng.choice(words.buildings), rng)
    number = rng.choice((str(rng.randrange(1, 190)), f"{rng.randrange(1, 90)}{rng.choice('ABC')}",
                         f"Flat {rng.randrange(1, 30)}, {rng.randrange(1, 190)}"))  # fmt: skip
    kind = rng.choice(("Road", "Street", "Lane", "Close", "Avenue", "Crescent", "Drive", "Court",
                       "Rd", "St", "Gardens", "Terrace", "Way", "Walk", "Grove"))  # fmt: skip
    return f"{number} {rng.choice(words.streets)} {kind}"


def _dwelling(street: str, building: str, rng: Random) -> str:
    """Return a street or a building with whatever people write before it."""
    number, flat = rng.randrange(1, 160), rng.randrange(1, 60)
    letter = rng.choice("abcdABC")
    return rng.choices(
        (
            f"{number} {street}", f"{number}{letter} {street}", f"No. {number} {street}",
            f"flat {flat}{letter}, {building}", f"Flat {flat}, {building}, {street}",
            f"Apt {flat}, {building}", f"{flat} {building}, {street}", f"{building}, {street}",
            f"{rng.choice(('Top', 'Basement', 'Ground Floor'))} Flat, {number} {street}",
            f"Room {flat}, {number} {street}", f"{number}-{number + 2} {street}",
            f"{rng.randrange(4)}/{rng.randrange(1, 5)}, {number} {street}",
        ),
        (10, 3, 1, 3, 2, 1, 2, 1, 1, 1, 0.5, 0.5),
    )[0]  # fmt: skip


def _school(name: str, rng: Random, whole: bool) -> str:
    if whole:
        return name
    kind = rng.choice(("Primary School", "Primary", "Academy", "High School", "College",
                       "Junior School", "School", "C of E Primary", "Secondary"))  # fmt: skip
    return f"{name} {kind}".replace("Saint ", rng.choice(("St ", "St. ", "Saint ")))


def told(family: Family) -> list[PersonTruth]:
    """Return the people of a case as the truth lists them."""
    rows = []
    for member in family.members.values():
        full = f"{member.given} {member.surname}"
        names = tuple(name for name in (full, member.given, member.short) if name)
        born = member.born.isoformat()
        rows.append(PersonTruth(member.key, member.role, member.part, names, born))
    return rows
