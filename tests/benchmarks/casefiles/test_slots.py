"""Slots are filled with what belongs to the case, in a form that its mark tells."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from benchmarks.casefiles.drafting import Bit, Draft
from benchmarks.casefiles.families import PARTS, Family, family, told
from benchmarks.casefiles.slots import DECOYS, Scene, Voice, named, voice
from benchmarks.casefiles.vocabulary import chance, words

OWN: Family = family("c1", words("development"), chance("slots"))
DAY = date(2024, 5, 3)
PLAIN = Voice("long", "given", "given")


def scene(manner: Voice = PLAIN, seed: int = 0) -> Scene:
    return Scene(OWN, DAY, manner, chance(seed))


def written(draft: Draft) -> str:
    return "".join(bit.text for bit in draft if isinstance(bit, Bit))


def only(draft: Draft) -> Bit:
    (bit,) = [bit for bit in draft if isinstance(bit, Bit) and bit.kind is not None]
    return bit


CHILD = replace(OWN.child, given="Keziah", surname="Stone", short="Kez", title="Miss", sex="f")
FORMS = [
    ("given", "Keziah", "Keziah", "the given name"),
    ("full", "Keziah Stone", "Keziah Stone", "both names are one identifier"),
    ("surname", "Stone", "Stone", "the surname"),
    ("title", "Miss Stone", "Stone", "a title identifies nobody"),
    ("nickname", "Kez", "Kez", "what friends say"),
    ("initial-surname", "K Stone", "K Stone", "as in minutes"),
    ("surname-first", "STONE, Keziah", "STONE, Keziah", "as in registers"),
    ("given-initial", "Keziah S", "Keziah S", "as among several of one name"),
    ("reversed", "Stone Keziah", "Stone Keziah", "as on lists, and in some languages"),
    ("full-capitals", "KEZIAH STONE", "KEZIAH STONE", "as on a police form"),
    ("lower", "keziah", "keziah", "as in a text message"),
    ("capitals", "KEZIAH", "KEZIAH", "as on a form"),
]


@pytest.mark.parametrize(("form", "text", "marked", "_why"), FORMS, ids=[row[0] for row in FORMS])
def test_forms_of_a_name(form: str, text: str, marked: str, _why: str) -> None:
    draft = named(CHILD, form, chance(0))
    assert written(draft) == text
    assert (only(draft).text, only(draft).who, only(draft).form) == (marked, CHILD.key, form)


def test_initials_are_written_in_several_ways() -> None:
    ways = {written(named(CHILD, "initials", chance(seed))) for seed in range(40)}
    assert ways == {"KS", "K.S.", "K.S"}


def test_a_misspelt_name_says_so() -> None:
    bit = only(named(CHILD, "misspelt", chance(2)))
    assert bit.text != "Keziah"
    assert bit.form == "misspelt"


def test_a_possessive_is_no_part_of_the_name() -> None:
    draft = scene().fill("child:full's")
    assert written(draft) == f"{OWN.child.given} {OWN.child.surname}'s"
    assert only(draft).text == f"{OWN.child.given} {OWN.child.surname}"


def test_who_has_no_nickname_is_called_by_the_given_name() -> None:
    plain = replace(OWN.child, short="")
    members = {**OWN.members, "child": plain}
    draft = Scene(replace(OWN, members=members), DAY, PLAIN, chance(0)).fill("child:nickname")
    assert written(draft) == plain.given


@pytest.mark.parametrize(
    ("slot", "sex", "word"),
    [
        ("sibling.he", "f", "she"),
        ("sibling.him", "f", "her"),
        ("sibling.his", "f", "her"),
        ("sibling.He", "m", "He"),
        ("sibling.his", "m", "his"),
        ("sibling.self", "m", "himself"),
        ("sibling.self", "f", "herself"),
    ],
)
def test_pronouns(slot: str, sex: str, word: str) -> None:
    members = {**OWN.members, "sibling": replace(OWN.members["sibling"], sex=sex)}
    assert written(Scene(replace(OWN, members=members), DAY, PLAIN, chance(0)).fill(slot)) == word


BELONGING = [
    ("phone:mother", "telephone", OWN.members["mother"].telephone),
    ("email:hv", "email", OWN.members["hv"].email),
    ("handle:child", "handle", OWN.child.handle),
    ("link:older", "link", OWN.members["older"].link),
    ("nhs", "nhs-number", OWN.child.nhs),
    ("nhs:baby", "nhs-number", OWN.members["baby"].nhs),
    ("nino:father", "nino", OWN.members["father"].nino),
    ("address", "address", OWN.address),
    ("oldaddress", "address", OWN.other_address),
    ("postcode", "postcode", OWN.postcode),
    ("town", "place", OWN.town),
    ("town2", "place", OWN.other_town),
    ("school", "school", OWN.school),
    ("school2", "school", OWN.other_school),
    ("upn", "upn", OWN.upn),
    ("case", "case-number", OWN.number),
    ("court", "court-number", OWN.court),
    ("reg", "vehicle", OWN.vehicle),
    ("surname", "name", OWN.child.surname),
]


@pytest.mark.parametrize(("slot", "kind", "text"), BELONGING, ids=[row[0] for row in BELONGING])
def test_what_belongs_to_the_case(slot: str, kind: str, text: str) -> None:
    bit = only(scene().fill(slot))
    assert (bit.kind, bit.text) == (kind, text)
    assert bit.who.startswith("c1.")


def test_a_whole_address_is_three_identifiers() -> None:
    draft = scene().fill("fulladdress")
    kinds = [bit.kind for bit in draft if isinstance(bit, Bit) and bit.kind is not None]
    assert kinds == ["address", "place", "postcode"]
    assert written(draft) == f"{OWN.address}, {OWN.town}, {OWN.postcode}"


def test_a_date_of_birth_is_told_in_the_style_of_the_author() -> None:
    for style in ("slashes", "iso", "ordinal"):
        bit = only(scene(Voice(style)).fill("dob:mother"))
        assert bit.kind == "date-of-birth"
        assert bit.text == scene(Voice(style)).printed(OWN.members["mother"].born)


@pytest.mark.parametrize(
    ("slot", "first", "last"),
    [("date", -16, 0), ("past", -400, -30), ("soon", 1, 30), ("today", 0, 1)],
)
def test_dates_lie_around_the_note(slot: str, first: int, last: int) -> None:
    for seed in range(40):
        bit = only(scene(seed=seed).fill(slot))
        day = date.fromisoformat(bit.who.partition(".")[2])
        assert first <= (day - DAY).days < last
        assert bit.kind == "date"


def test_a_chronology_goes_forward() -> None:
    own = Scene(OWN, DAY, Voice("iso"), chance(1), [900, 400, 31])
    days = [only(own.fill("past")).who for _ in range(3)]
    assert days == sorted(days)


@pytest.mark.parametrize("sort", DECOYS)
def test_decoys_are_marked_as_such(sort: str) -> None:
    (bit,) = scene().fill(sort)
    assert isinstance(bit, Bit)
    assert (bit.kind, bit.sort) == (None, sort)


def test_ages_are_decoys_and_right() -> None:
    (bit,) = scene().fill("age:child")
    assert isinstance(bit, Bit)
    assert bit.text == str((DAY - OWN.child.born).days // 365)
    assert bit.sort == "age"


@pytest.mark.parametrize("slot", ["n", "time", "weekday", "colour", "language", "year"])
def test_plain_words_have_no_mark(slot: str) -> None:
    (bit,) = scene().fill(slot)
    assert isinstance(bit, Bit)
    assert bit.plain
    assert bit.text


@pytest.mark.parametrize("slot", ["", "nobody", "phone:nobody", "child:backwards"])
def test_an_unknown_slot_is_an_error(slot: str) -> None:
    with pytest.raises((ValueError, KeyError)):
        scene().fill(slot)


def test_authors_differ() -> None:
    voices = {voice(chance(seed)) for seed in range(60)}
    assert len({one.dates for one in voices}) >= 5
    assert {one.shouting for one in voices} == {True, False}
    assert len({one.errors for one in voices}) >= 3
    assert "initials" in {one.children for one in voices}


def test_people_of_a_case_are_told_with_roles() -> None:
    people = {one.part: one for one in told(OWN)}
    assert people.keys() == PARTS.keys()
    assert people["child"].role == "child"
    assert people["sw"].role == "staff"
    assert people["carer"].role == "carer"
    assert f"{OWN.child.given} {OWN.child.surname}" in people["child"].names
