"""What the slots of a sentence are filled with, in the voice of one author.

`{mother}` and the other parts of a case (`families.PARTS`) are names in a form of the author's
choice; `{mother:full}` asks for a form, `{mother's}` is possessive. `{phone:mother}`, `email`,
`handle`, `link`, `nhs`, `nino`, `dob` and `age` belong to a person; `{address}`, `{oldaddress}`,
`{fulladdress}`, `{postcode}`, `{town}`, `{town2}`, `{school}`, `{school2}`, `{upn}`, `{case}`,
`{court}`, `{reg}` to the case; `{date}` lies days before the note, `{past}` months,
`{soon}` days after. The rest are decoys and plain words.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from benchmarks.casefiles.dates import SHORT, STYLES
from benchmarks.casefiles.drafting import Bit, Draft
from benchmarks.casefiles.families import Family, Member
from benchmarks.casefiles.numbers import telephone
from benchmarks.casefiles.vocabulary import misspelt

_PRONOUNS = {"f": ("she", "her", "her"), "m": ("he", "him", "his")}
DECOYS: dict[str, Sequence[str]] = {
    "statute": ("Section 47", "s47", "Section 17", "s.20", "Section 31", "the Children Act 1989",
                "Children Act 2004", "Working Together 2023", "the Care Act 2014",
                "the Data Protection Act 2018", "Regulation 44", "Schedule 2", "reg 40",
                "the Equality Act 2010", "Article 8"),
    "org": ("CAMHS", "MASH", "Cafcass", "the Youth Justice Service", "the NSPCC", "Barnardo's",
            "Women's Aid", "MARAC", "the Virtual School", "Ofsted", "Early Help", "A&E", "the DWP",
            "Housing Options", "Turning Point", "the Family Hub", "SENDIASS", "the LADO", "EDT"),
    "drug": ("sertraline", "methadone", "melatonin", "fluoxetine 20mg", "Ritalin",
             "paracetamol", "Calpol", "diazepam 5mg", "Concerta XL",
             "insulin", "an EpiPen", "Ventolin"),
    "substance": ("cannabis", "ketamine", "Xanax", "nitrous oxide", "spice", "crack", "heroin"),
    "enquiry": ("Section 47", "s47", "Section 17", "s.17", "S47 of the Children Act 1989"),
    "money": ("£20", "£7.50", "£350", "£1,200", "£45 a week", "£60.00"),
    "month": ("January", "March", "April", "August", "June", "May", "September", "December"),
    "form": ("C1A", "EHCP", "PEP", "SDQ", "IHA", "DASH", "PLO", "CIN plan", "CPP", "EHA", "PR1",
             "Form F", "SIF", "IRO report", "S20 agreement"),
}  # fmt: skip
_LANGUAGES = ("Sorani", "Romanian", "Tigrinya", "BSL", "Somali", "Pashto", "Punjabi", "Polish")
_MINUTES = ("00", "05", "10", "15", "20", "30", "45", "50")
_COLOURS = ("silver", "white", "black", "dark blue", "red", "grey")
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_FAMILIAR = {"given": 12, "nickname": 3, "full": 3, "misspelt": 0.5, "initials": 0.3}
_FORMAL = {"title": 8, "full": 4, "given": 2, "initial-surname": 0.7, "misspelt": 0.3}


@dataclass(frozen=True, slots=True)
class Voice:
    """How one author writes: style of dates, form of children's and of adults' names."""

    dates: str
    children: str = ""
    adults: str = ""
    shouting: bool = False
    errors: float = 0.0
    abbreviating: float = 0.0


def voice(rng: Random) -> Voice:
    """Return an author's habits."""
    return Voice(
        rng.choice(tuple(STYLES)),
        rng.choices(("", "initials", "nickname", "full"), (14, 2, 2, 1))[0],
        rng.choices(("", "given", "initials"), (14, 4, 1))[0],
        rng.random() < 0.05,
        rng.choice((0.0, 0.0, 0.004, 0.02, 0.05)),
        rng.choice((0.0, 0.0, 0.3, 0.8)),
    )


@dataclass(frozen=True, slots=True)
class Scene:
    """A case on a day, as one author tells it: `fill` gives the words of a slot."""

    family: Family
    day: date
    voice: Voice
    rng: Random
    # Days before the note that {past} takes next, the longest ago first; drawn where it is empty.
    ago: list[int] = field(default_factory=list)

    def fill(self, slot: str) -> Draft:
        """Return the words for a slot. ValueError for a slot that is not known."""
        possessive = slot.endswith("'s")
        name, _, about = slot.removesuffix("'s").partition(":")
        part, _, pronoun = name.partition(".")
        if part in self.family.members:
            member = self.family.members[part]
            if pronoun:
                return [Bit(_pronoun(member, pronoun))]
            return self._name(member, about) + ([Bit("'s")] if possessive else [])
        if name in DECOYS:
            return [Bit(self.rng.choice(DECOYS[name]), sort=name)]
        if name in _OWN:
            return _OWN[name](self, self.family.members[about or "child"])
        if name in _CASE:
            return _CASE[name](self)
        raise ValueError(f"no slot is called {slot!r}")

    def _name(self, member: Member, wanted: str) -> Draft:
        form = wanted or self._form(member)
        if form == "nickname" and not member.short:
            form = "given"
        return named(member, form, self.rng)

    def _form(self, member: Member) -> str:
        young = member.role == "child"
        habit = self.voice.children if young else self.voice.adults
        if habit and self.rng.random() < 0.8:
            return habit
        forms = _FAMILIAR if young else _FORMAL
        return self.rng.choices(list(forms), list(forms.values()))[0]

    def printed(self, day: date, short: bool = False) -> str:
        """Return a date in the author's style."""
        return (SHORT if short else STYLES)[self.voice.dates](day)


def named(member: Member, form: str, rng: Random) -> Draft:
    """Return a name in one form; a title before it does not identify and stays without mark."""

    def bit(text: str, form: str = form) -> Bit:
        return Bit(text, "name", member.key, form)

    if form == "title":
        return [Bit(f"{member.title} "), bit(member.surname)]
    if form == "misspelt":
        return [bit(misspelt(member.given, rng))]
    first, last = member.initials[0], member.initials[1]
    texts = {
        "given": member.given,
        "surname": member.surname,
        "nickname": member.short,
        "full": f"{member.given} {member.surname}",
        "initials": rng.choice((f"{first}{last}", f"{first}.{last}.", f"{first}.{last}")),
        "initial-surname": f"{first} {member.surname}",
        "surname-first": f"{member.surname.upper()}, {member.given}",
        "given-initial": f"{member.given} {last}",
        "reversed": f"{member.surname} {member.given}",
        "full-capitals": f"{member.given} {member.surname}".upper(),
        "lower": member.given.lower(),
        "capitals": member.given.upper(),
    }
    return [bit(texts[form])]


def _pronoun(member: Member, wanted: str) -> str:
    he, him, his = _PRONOUNS[member.sex]
    word = {"he": he, "him": him, "his": his, "self": f"{him}self"}[wanted.lower()]
    return word.capitalize() if wanted[0].isupper() else word


def _born(scene: Scene, member: Member) -> Draft:
    return [Bit(scene.printed(member.born), "date-of-birth", f"{member.key}.dob")]


def _age(scene: Scene, member: Member) -> Draft:
    return [Bit(str((scene.day - member.born).days // 365), sort="age")]


_OWN: dict[str, Callable[[Scene, Member], Draft]] = {
    "phone": lambda _, who: [Bit(who.telephone, "telephone", f"{who.key}.phone")],
    "email": lambda _, who: [Bit(who.email, "email", f"{who.key}.email")],
    "handle": lambda _, who: [Bit(who.handle, "handle", f"{who.key}.handle")],
    "link": lambda _, who: [Bit(who.link, "link", f"{who.key}.link")],
    "nhs": lambda _, who: [Bit(who.nhs, "nhs-number", f"{who.key}.nhs")],
    "nino": lambda _, who: [Bit(who.nino, "nino", f"{who.key}.nino")],
    "dob": _born,
    "age": _age,
}


def _near(first: int, last: int) -> Callable[[Scene], Draft]:
    def fill(scene: Scene) -> Draft:
        drawn = scene.rng.randrange(first, last)
        days = -scene.ago.pop(0) if scene.ago and last < 0 else drawn
        day = scene.day + timedelta(days=days)
        text = scene.printed(day, short=scene.rng.random() < 0.6)
        return [Bit(text, "date", f"{scene.family.key}.{day.isoformat()}")]

    return fill


def _fixed(kind: str, field: str) -> Callable[[Scene], Draft]:
    def fill(scene: Scene) -> Draft:
        key = f"{scene.family.key}.{field}"
        return [Bit(getattr(scene.family, field), kind, key)]  # type: ignore[arg-type]

    return fill


def _whole_address(scene: Scene) -> Draft:
    family, comma = scene.family, Bit(", ")
    return [
        Bit(family.address, "address", f"{family.key}.address"), comma,
        Bit(family.town, "place", f"{family.key}.town"), comma,
        Bit(family.postcode, "postcode", f"{family.key}.postcode"),
    ]  # fmt: skip


def _stray(scene: Scene) -> Draft:
    number = telephone(scene.rng)
    return [Bit(number, "telephone", f"{scene.family.key}.{number}")]


_CASE: dict[str, Callable[[Scene], Draft]] = {
    "address": _fixed("address", "address"),
    "oldaddress": _fixed("address", "other_address"),
    "fulladdress": _whole_address,
    "postcode": _fixed("postcode", "postcode"),
    "town": _fixed("place", "town"),
    "town2": _fixed("place", "other_town"),
    "school": _fixed("school", "school"),
    "school2": _fixed("school", "other_school"),
    "upn": _fixed("upn", "upn"),
    "case": _fixed("case-number", "number"),
    "court": _fixed("court-number", "court"),
    "reg": _fixed("vehicle", "vehicle"),
    "stray": _stray,
    "date": _near(-16, 0),
    "past": _near(-400, -30),
    "soon": _near(1, 30),
    "today": lambda scene: [
        Bit(scene.printed(scene.day), "date", f"{scene.family.key}.{scene.day.isoformat()}")
    ],
    "n": lambda scene: [Bit(str(scene.rng.randrange(2, 9)))],
    "time": lambda scene: [
        Bit(f"{scene.rng.randrange(8, 23):02}{scene.rng.choice(':.')}{scene.rng.choice(_MINUTES)}")
    ],
    "surname": lambda scene: named(scene.family.child, "surname", scene.rng),
    "colour": lambda scene: [Bit(scene.rng.choice(_COLOURS))],
    "language": lambda scene: [Bit(scene.rng.choice(_LANGUAGES))],
    "year": lambda scene: [Bit(str(scene.rng.randrange(1, 12)))],
    "weekday": lambda scene: [Bit(scene.rng.choice(_WEEKDAYS))],
}  # fmt: skip
