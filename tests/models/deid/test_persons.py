"""People of a case who stand where schools and places stand."""

import pytest

from corpus.notes import Person
from models.deid import MEANS, find

CHILD = (Person(("Zyphora Vrenka",), "child"),)
MET = "Her sister Zyphora was late. Sister Zyphora said sorry."


def kinds(note: str, people: tuple[Person, ...] = (), other: str = MET) -> list[tuple[str, str]]:
    """Kind and words of what is found in a note; the other note of the case knows more."""
    return [(item.kind, note[item.start : item.end]) for item in find([note, other], people)[0]]


@pytest.mark.parametrize(
    ("note", "wanted", "reason"),
    [
        ("School: Zyphora reported well.", [("name", "Zyphora")], "behind a label"),
        ("She attends Zyphora Academy.", [("school", "Zyphora Academy")], "a longer name"),
        ("I rang Zyphora's school.", [("name", "Zyphora")], "a general word"),
        ("I RANG ZYPHORA'S SCHOOL ABOUT HER.", [("name", "ZYPHORA")], "a general word, loud"),
        (
            "From Zyphora's sch (Oakfield Academy) today.",
            [("name", "Zyphora"), ("school", "Oakfield Academy")],
            "a person and a school",
        ),
        ("He attends Turnaround now.", [("school", "Turnaround")], "nobody is called so"),
    ],
)
def test_who_the_case_knows_is_no_school(
    note: str, wanted: list[tuple[str, str]], reason: str
) -> None:
    assert kinds(note) == wanted, reason


def test_a_slip_in_one_note_makes_no_school_of_a_child_in_another() -> None:
    notes = ["School: Zyphora reported well.", MET, "I saw Zyphora."]
    assert {item.key for items in find(notes) for item in items} == {"relative:zyphora"}


@pytest.mark.parametrize(("met", "kind"), [(3, "school"), (6, "name")])
def test_capitals_alone_must_tell_more_often_that_a_school_is_a_person(met: int, kind: str) -> None:
    assert kinds("School: Zyphora reported well.", (), "I saw Zyphora. " * met)[0][0] == kind


@pytest.mark.parametrize("note", ["School: Zyphora reported well.", "Paid via Zyphora Vrenka."])
def test_who_is_listed_is_no_school_where_nothing_else_is_known(note: str) -> None:
    assert [kind for kind, _ in kinds(note, CHILD, "Rang.")] == ["name"]
    assert [kind for kind, _ in kinds(note, (), "Rang.")] == ["school"], "nobody knows better"


def test_a_given_and_a_family_name_of_the_case_are_no_school() -> None:
    other = "Mrs Vrenka rang. Her sister Zyphora was late."
    assert kinds("Paid via Zyphora Vrenka.", (), other) == [("name", "Zyphora Vrenka")]


def test_a_name_found_as_a_school_is_found_again_without_capitals() -> None:
    notes = ["Paid via Wing Kin Ip.", "log: give the sheet to wing kin ip please today then"]
    found = find(notes, (Person(("Wing Kin Ip",), "relative"),))
    assert notes[1][found[1][0].start : found[1][0].end] == "wing kin ip"


def test_who_the_case_knows_is_no_place() -> None:
    other = "Dad, Vinh, rang. Told dad Vinh. Dad Vinh came."
    assert kinds("She is exploited by Vinh, he said.", (), other) == [("name", "Vinh")]


def test_a_place_whose_name_was_once_taken_for_a_person_stays_one() -> None:
    other = "Went to 12 Mill Lane, Tollerby, QX1 2AB. The Tollerby bus is late."
    assert ("place", "Tollerby") in kinds("The family lives in Tollerby.", (), other)


def test_without_propagation_each_note_stands_for_itself() -> None:
    notes = ["School: Zyphora reported well.", MET]
    [first, *_] = find(notes, means=MEANS - {"propagation"})[0]
    assert first.kind == "school"
