"""What people write about an inspection is read whole, or refused with the line and the remedy."""

from __future__ import annotations

import re
from datetime import date

import pytest

from corpus.frameworks import known, load
from corpus.frameworks.framework import Framework
from corpus.frameworks.inspection_file import read
from corpus.frameworks.inspections import CaseFile, Held
from corpus.frameworks.loading import read as read_framework
from corpus.problems import FrameworkError, InspectionError

CANTEEN = """\
id: canteen-2024
title: Canteen inspections
publisher: A ministry of lunch
in_force: {from: 2024-01-15}
source: "Lunch handbook"
scale:
  - {grade: good, aliases: [good]}
  - {grade: poor, aliases: [poor, below standard]}
areas:
  - {code: OE, title: Overall, paragraph: "1"}
  - {code: FOOD, title: What is served, paragraph: "2"}
types:
  - {code: full, title: Full visit, graded: yes, paragraph: "3"}
facts:
  - {code: mouse-seen, text: Was there a mouse?, paragraph: "4"}
milestones:
  - {code: notified, title: Letter}
  - {code: on-site, title: First lunch}
  - {code: end, title: Last lunch}
  - {code: published, title: Report}
lists:
  - {id: C-1, kind: core documents, title: Papers, paragraph: "5", force: must, count: 1, items: [{code: menu, text: The menu}]}
  - {id: C-2, kind: case lists, title: Guests, paragraph: "6", force: must, count: 1, items: [{code: all-guests, text: All}]}
  - {id: C-3, kind: child fields, title: Of a guest, paragraph: "7", force: must, count: 1, items: [{code: hunger, text: Hunger}]}
  - {id: C-4, kind: safeguarding flags, title: Flags, paragraph: "7", force: must, count: 1, items: [{code: nut-free, text: No nuts}]}
  - {id: C-5, kind: placement categories, title: Seats, paragraph: "7", force: must, count: 1, items: [{code: window, text: Window}]}
  - {id: E-1, kind: source types, title: Sources, paragraph: "8", force: is, count: 1, items: [{code: tasting, text: A taste}]}
minima:
  - {id: C-6, of: case files, element: FOOD, stage: before, count: 2, force: must, text: Two., paragraph: "9"}
  - {id: C-7, of: inspectors, body: Ministry, count: 1, force: must, text: One., paragraph: "9"}
duties:
  - {id: Q-1, force: must, text: Tell., paragraph: "10", when: {fact: mouse-seen}, who: [cat], act: inform}
bands:
  - {name: at once, aliases: [immediately], months: 0}
"""  # noqa: E501 - one provision, one line

SOUND = """\
framework: canteen-2024
provider: Anytown Canteen
type: full
as_of: 2024-06-01
grades:
  OE: Below Standard
  FOOD: good
provisional: {OE: good}
dates:
  notified: 2024-05-01
  on-site: 2024-05-13
  end: 2024-05-13
facts: {mouse-seen: yes}
duties: {Q-1: no}
findings:
  - text: The soup was cold.
    area: FOOD
    sources: [{type: Tasting, document: notes of 13 May}]
documents:
  - {item: menu, dated: 2024-05-01}
lists: [all-guests]
cases:
  - {element: FOOD, stage: before, fields: [hunger], flags: [nut-free], placement: "window: door"}
actions:
  - {area: Soup, element: FOOD, band: Immediately, rag: amber}
team: {inspectors: {Ministry: 1}}
"""


def find(framework_id: str) -> Framework:
    if framework_id != "canteen-2024":
        return load(framework_id)
    return read_framework(CANTEEN, "canteen-2024.yaml")


def test_what_is_written_becomes_an_inspection() -> None:
    inspection = read(SOUND, "visit.yaml", find)

    assert inspection.grades == {"OE": "Below Standard", "FOOD": "good"}
    assert inspection.dates["on-site"] == date(2024, 5, 13)
    assert inspection.facts == {"mouse-seen": True}
    assert inspection.duties == {"Q-1": False}
    assert inspection.documents == (Held(item="menu", dated=date(2024, 5, 1)),)
    assert inspection.cases is not None
    assert inspection.cases[0] == CaseFile(
        element="FOOD",
        stage="before",
        fields=("hunger",),
        flags=("nut-free",),
        placement="window: door",
    )


def test_a_framework_is_enough_and_the_rest_is_unknown() -> None:
    inspection = read("framework: canteen-2024", "visit.yaml", find)
    assert inspection.grades == {}
    assert inspection.cases is None


def test_a_heading_with_nothing_below_it_states_nothing() -> None:
    inspection = read("framework: canteen-2024\ngrades:\ncases:\n", "visit.yaml", find)
    assert (inspection.grades, inspection.cases) == ({}, None)


@pytest.mark.parametrize("content", ["framework:", "provider: Anytown", "framework: 2024"])
def test_the_framework_must_be_named(content: str) -> None:
    with pytest.raises(InspectionError, match=r"visit\.yaml, line 1: .*'framework'"):
        read(content, "visit.yaml", find)


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        # a typing error in a key: the keys that are allowed there
        ("provider:", "providers:", 2, "unknown key 'providers'; allowed here: framework"),
        ("dated:", "date:", 20, "unknown key 'date'; allowed here: item, number, dated"),
        # codes and words that the framework does not know
        ("framework: canteen-2024", "framework: canteen-1066", 1, "Known are: "),
        ("type: full", "type: half", 3, "no inspection type 'half'; allowed: full"),
        ("  FOOD: good", "  SOUP: good", 7, "no area 'SOUP'; allowed: OE, FOOD"),
        ("  FOOD: good", "  FOOD: blue", 7, "no grade 'blue'; allowed: good, poor"),
        ("provisional: {OE: good}", "provisional: {OE: fair}", 8, "no grade 'fair'; allowed: good"),
        ("  end:", "  stop:", 12, "no milestone 'stop'; allowed: notified, on-site"),
        ("mouse-seen: yes", "rat-seen: yes", 13, "no fact 'rat-seen'; allowed: mouse-seen"),
        ("Q-1: no", "Q-2: no", 14, "no duty 'Q-2'; allowed: Q-1"),
        ("area: FOOD", "area: SOUP", 17, "no area 'SOUP'; allowed: OE, FOOD"),
        ("type: Tasting", "type: rumour", 18, "no source type 'rumour'; allowed: tasting"),
        ("item: menu", "item: bill", 20, "no document 'bill'; allowed: menu"),
        ("[all-guests]", "[no-guests]", 21, "no list 'no-guests'; allowed: all-guests"),
        ("element: FOOD", "element: OE", 23, "no element 'OE'; allowed: FOOD"),
        ("stage: before", "stage: after", 23, "no stage 'after'; allowed: before"),
        ("fields: [hunger]", "fields: [thirst]", 23, "no field 'thirst'; allowed: hunger"),
        ("flags: [nut-free]", "flags: [red]", 23, "no flag 'red'; allowed: nut-free"),
        ("\"window: door\"", "roof", 23, "no placement category 'roof'; allowed: win"),
        ("band: Immediately", "band: soon", 25, "no time band 'soon'; allowed: at once, immediat"),
        ("area: Soup, element: FOOD", "area: Soup, element: SOUP", 25, "no area 'SOUP'; allowed"),
        ("rag: amber", "rag: blue", 25, "'rag' is 'blue'; allowed: red, amber, green"),
        ("{Ministry: 1}", "{Police: 1}", 26, "no body of inspectors 'Police'; allowed: Ministry"),
        # a line whose heading was left out has slipped under the one before
        ("dates:\n", "", 9, "does not start in the same column as those that it belongs to"),
        ("dates:\n", "#dates:  # when\n", 10, "belongs to 'dates', which is still switched off in"),
        ("dates:\n", "#dates:\n#  end: 2024-05-02\n", 11, "switched off in line 9; take the"),
        # codes that have lost their place below the heading
        ("grades:\n  OE: Below Standard\n  FOOD: good", "OE: good", 5, "'OE' is an area: it"),
        ("provisional: {OE: good}\ndates:\n", "", 8, "'notified' is a milestone: it stands under"),
        ("facts: {", "dates2: {", 13, "unknown key 'dates2'"),
        ("{Q-1: no}", "{mouse-seen: no}", 14, "'mouse-seen' is a fact: it stands under `facts:`"),
        # dates: not a date, and out of order
        ("notified: 2024-05-01", "notified: 2024-04-31", 10, "'2024-04-31' cannot be read"),
        ("notified: 2024-05-01", "notified: 1 May 2024", 10, "'notified' must be a date such as"),
        ("end: 2024-05-13", "end: 2024-05-12", 12, "'end' (2024-05-12) lies before 'on-site'"),
        ("notified: 2024-05-01", "notified: 2024-05-14", 11, "'on-site' (2024-05-13) lies before"),
        # values of the wrong kind
        ("mouse-seen: yes", "mouse-seen: perhaps", 13, "'mouse-seen' must be yes or no"),
        ("provider: Anytown Canteen", "provider: 17", 2, "'provider' must be words; put the"),
        ("{Ministry: 1}", "{Ministry: -1}", 26, "'Ministry' must be 0 or more"),
        ("{Ministry: 1}", "{Ministry: many}", 26, "'Ministry' must be a whole number"),
        # YAML would keep the second without a word
        ("  FOOD: good", "  OE: good", 7, "the key 'OE' stands twice"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_line_and_what_is_allowed(
    old: str, new: str, line: int, words: str
) -> None:
    assert old in SOUND
    with pytest.raises(InspectionError) as caught:
        read(SOUND.replace(old, new, 1), "visit.yaml", find)
    findings = str(caught.value).splitlines()
    place = f"visit.yaml, line {line}: "
    assert any(row.startswith(place) and words in row for row in findings), findings


def test_all_findings_are_listed_at_once_and_each_date_once() -> None:
    broken = SOUND.replace("FOOD: good", "SOUP: good").replace("on-site: 2024", "on-site: 2023")
    with pytest.raises(InspectionError) as caught:
        read(broken, "visit.yaml", find)
    assert re.findall(r"line (\d+)", str(caught.value)) == ["7", "11"]


def test_an_unknown_framework_is_told_the_known_ones() -> None:
    with pytest.raises(InspectionError) as caught:
        read("framework: nonsense-1066", "visit.yaml")
    assert "line 1: There is no framework 'nonsense-1066'. Known are: " in str(caught.value)
    assert all(name in str(caught.value) for name in known())
    assert isinstance(caught.value.__cause__, FrameworkError)


def test_an_ungraded_framework_takes_no_grades() -> None:
    ungraded = re.sub(r"^scale:\n(  -.*\n)+", "", CANTEEN, flags=re.M)
    framework = read_framework(ungraded, "canteen-2024.yaml")
    with pytest.raises(InspectionError, match="line 2: canteen-2024 gives no grades; leave"):
        read("framework: canteen-2024\ngrades: {OE: good}", "v.yaml", lambda _: framework)


def test_a_framework_without_milestones_still_has_days_of_its_visit() -> None:
    bare = re.sub(r"^milestones:\n(  -.*\n)+", "", CANTEEN, flags=re.M)
    framework = read_framework(bare, "canteen-2024.yaml")
    content = "framework: canteen-2024\ndates: {on-site: 2024-05-13}"
    assert read(content, "v.yaml", lambda _: framework).dates == {"on-site": date(2024, 5, 13)}


def test_what_is_printed_for_an_area_without_a_grade_is_no_mistake() -> None:
    framework = read_framework(CANTEEN + "not_judged: [Not judged]\n", "canteen-2024.yaml")
    content = "framework: canteen-2024\ngrades: {OE: not judged}"
    assert read(content, "v.yaml", lambda _: framework).grades == {"OE": "not judged"}


def test_what_is_no_inspection_file_is_told_how_one_starts() -> None:
    with pytest.raises(InspectionError, match=r"starts with the key framework:.*rules template"):
        read("- a list", "visit.yaml")
