"""Findings in a YAML file name the line, the key and what is allowed there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

import pytest

from corpus.frameworks.shapes import keys_allowed, values_allowed
from corpus.frameworks.yaml_lines import parse, record
from corpus.problems import InspectionError, VouchError


@dataclass(frozen=True)
class Dish:
    name: str
    heat: Literal["hot", "cold"] = "hot"


@dataclass(frozen=True)
class Menu:
    day: date
    dishes: tuple[Dish, ...] = ()
    vegan: bool | None = None


SOUND = """\
day: 2024-05-01
dishes:
  - name: soup
  - {name: pie, heat: cold}
vegan: no
"""


def menu(content: str) -> Menu:
    return record(parse(content, "menu.yaml", "a menu starts with day:", InspectionError), Menu)


def test_a_sound_file_becomes_records() -> None:
    assert menu(SOUND) == Menu(date(2024, 5, 1), (Dish("soup"), Dish("pie", "cold")), vegan=False)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("day: 2024-05-01", "day: 1 May", "line 1: 'day' must be a date such as 2024-04-05"),
        (
            "day: 2024-05-01",
            "day: 2024-13-01",
            "line 1: '2024-13-01' cannot be read: month must be",
        ),
        ("vegan: no", "vegan: 2024-02-30", "line 5: '2024-02-30' cannot be read: day is out of"),
        ("vegan: no", "2024: no", "line 5: the key '2024' must be words; put it in quotes"),
        ("vegan: no", "yes: no", "line 5: the key 'yes' must be words; put it in quotes"),
        ("heat: cold", "heat: warm", "line 4: 'heat' is 'warm'; allowed: hot, cold"),
        ("heat: cold", "heart: cold", "line 4: unknown key 'heart'; allowed here: name, heat"),
        ("vegan: no", "vegans: no", "line 5: unknown key 'vegans'; allowed here: day, dishes"),
        ("vegan: no", "vegan: rather", "line 5: 'vegan' must be yes or no"),
        ("name: soup", "name: 5", "line 3: 'name' must be words; put the value in quotes"),
        ("- name: soup", "- soup", "line 3: 'dishes' must hold keys and values"),
        ("{name: pie, heat: cold}", "{heat: cold}", "line 4: the key 'name' is missing"),
        ("vegan: no", "day: 2024-05-02", "line 5: the key 'day' stands twice; join the two"),
        ("vegan: no", "vegan: [", "line 6: a bracket does not close, here or above"),
        ("vegan: no", "vegen: no", "day, dishes, vegan; perhaps 'vegan' is meant"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(old: str, new: str, words: str) -> None:
    assert old in SOUND
    with pytest.raises(InspectionError) as caught:
        menu(SOUND.replace(old, new, 1))
    assert str(caught.value).startswith("menu.yaml")
    assert words in str(caught.value)


def test_findings_stand_in_the_order_of_the_file() -> None:
    file = parse(SOUND, "menu.yaml", "", VouchError)
    with pytest.raises(VouchError) as caught:
        file.check([(("vegan",), "second"), (("dishes", 1, "heat"), "first")])
    assert str(caught.value) == "menu.yaml, line 4: first\nmenu.yaml, line 5: second"
    file.check([])


@pytest.mark.parametrize("content", ["", "- a", "soup"])
def test_what_has_no_keys_is_told_how_such_a_file_starts(content: str) -> None:
    with pytest.raises(InspectionError, match=r"menu\.yaml, line 1: a menu starts with day:"):
        menu(content)


def test_a_list_inside_itself_keeps_nobody_from_the_finding() -> None:
    with pytest.raises(InspectionError, match="line 2: '2024-02-30' cannot be read"):
        menu("dishes: &dishes [*dishes]\nday: 2024-02-30")


def test_a_place_below_an_unknown_key_has_the_line_of_the_last_known_one() -> None:
    assert parse(SOUND, "menu.yaml", "", VouchError).line(("dishes", 1, "price", 3)) == 4


def test_shapes_tell_what_may_stand_where() -> None:
    assert keys_allowed(Menu, ()) == ("day", "dishes", "vegan")
    assert keys_allowed(Menu, ("dishes", 0)) == ("name", "heat")
    assert values_allowed(Menu, ("dishes", 0, "heat")) == ("hot", "cold")
    assert values_allowed(Menu, ("day",)) == ()
