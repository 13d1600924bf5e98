"""A framework file either holds together or says where it does not."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from corpus.frameworks import known, load
from corpus.frameworks.loading import read
from corpus.frameworks.provisions import Condition
from corpus.problems import FrameworkError

SEEDS = Path(__file__).parents[2].parent / "shared" / "seeds"

SOUND = """\
id: canteen-2024
title: Canteen inspections
publisher: A ministry of lunch
in_force:
  from: 2024-01-15
source: "Lunch handbook, section 2"
scale:
  - {grade: good, aliases: [good]}
  - {grade: poor, aliases: [poor, below standard]}
areas:
  - code: FOOD
    title: What is served
    paragraph: "2.1"
    aspects:
      - {code: FOOD-HOT, title: Served hot, paragraph: "2.1.1"}
  - code: STAFF
    title: Who serves it
    paragraph: "2.2"
criteria:
  good:
    - code: FOOD-1
      area: FOOD
      title: Warm soup
      text: "Soup is warm."
      paragraph: "2.1 Good, paragraph 1"
      aspect: FOOD-HOT
    - {code: STAFF-1, area: STAFF, title: Friendly, text: Kind., paragraph: "2.2 Good, paragraph 1"}
"""


def test_a_sound_file_becomes_frozen_records() -> None:
    framework = read(SOUND, "canteen.yaml")

    assert framework.in_force_from == date(2024, 1, 15)
    assert framework.in_force_to is None
    assert [grade.name for grade in framework.scale] == ["good", "poor"]
    assert [(row.code, row.grade, row.force) for row in framework.criteria] == [
        ("FOOD-1", "good", "descriptor"),
        ("STAFF-1", "good", "descriptor"),
    ]
    with pytest.raises(AttributeError):
        framework.title = "Other"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        # a typing error in a key: the keys that are allowed there are named
        ("title: Warm soup", "titel: Warm soup", 23, "unknown key 'titel'; allowed here: code"),
        ("publisher: A", "publishers: A", 3, "unknown key 'publishers'; allowed here: id, title"),
        ("  from: 2024", "  since: 2024", 5, "unknown key 'since'; allowed here: from, to"),
        # a paragraph left out: nobody could check the wording against its source
        ('    paragraph: "2.2"\n', "", 16, "the key 'paragraph' is missing"),
        # YAML reads 2.2 as a number, and 5.10 would become 5.1
        ('paragraph: "2.2"\n', "paragraph: 2.2\n", 18, "'paragraph' must be words; put"),
        ("from: 2024-01-15", "from: soon", 5, "'from' must be a date"),
        # codes are hashed into tag ids, so each must be there once
        ("code: STAFF-1", "code: FOOD-1", 27, "'FOOD-1' stands twice"),
        ("code: STAFF\n", "code: FOOD\n", 16, "'FOOD' stands twice"),
        ("grade: poor,", "grade: good,", 9, "'good' stands twice"),
        # places that do not exist
        ("area: STAFF,", "area: COOKS,", 27, "no area 'COOKS'; allowed: FOOD, STAFF"),
        ("aspect: FOOD-HOT", "aspect: FOOD-COLD", 26, "no aspect 'FOOD-COLD' here; allowed"),
        ("  good:\n", "  splendid:\n", 20, "no grade 'splendid' in the scale; allowed: good, poor"),
        ("aspect: FOOD-HOT", "force: surely", 26, "'force' is 'surely'; allowed: always, must"),
        ("from: 2024-01-15", "from: 2024-01-15\n  to: 2023-01-01", 6, "lies before 'from'"),
        # codes and ids keep one shape, for they stand in exports
        ("code: FOOD-1", "code: soup 1", 21, "'code' is 'soup 1', which does not look like"),
        ("id: canteen-2024", "id: Canteen", 1, "'id' is 'Canteen', which does not look like"),
        # YAML would let the second list win without a word
        ("title: Canteen inspections", "title: A\ntitle: B", 3, "the key 'title' stands twice"),
        # not YAML at all
        ("areas:\n", "areas: [\n", 11, "a bracket does not close, here or above"),
        ("title: Warm soup", "title: ''", 23, "'title' must not be empty"),
    ],
)  # fmt: skip
def test_a_broken_file_says_where_and_what_is_allowed(
    old: str, new: str, line: int, words: str
) -> None:
    assert old in SOUND
    with pytest.raises(FrameworkError) as caught:
        read(SOUND.replace(old, new, 1), "canteen.yaml")
    findings = str(caught.value).splitlines()
    place = f"canteen.yaml, line {line}: "
    assert any(row.startswith(place) and words in row for row in findings), findings


def test_all_findings_are_listed_at_once_in_the_order_of_the_file() -> None:
    broken = SOUND.replace("area: STAFF", "area: COOKS").replace("area: FOOD", "area: MEALS")
    with pytest.raises(FrameworkError) as caught:
        read(broken, "canteen.yaml")
    found = [int(line) for line in re.findall(r"line (\d+)", str(caught.value))]
    assert len(found) == 2
    assert found == sorted(found)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "- a list",
        "just words",
        "!!python/object:os.system {}",  # a tag that would run code in an unsafe loader
        "id: &a [*a]",  # a list inside itself
        "in_force: {from: 2024-13-45}",  # a day that no calendar has
        "? [a, b]\n: c",  # a key that is a list
        "[" * 5000,
        "id: \x00",
    ],
)
def test_what_is_no_framework_file_is_refused(content: str) -> None:
    with pytest.raises(FrameworkError, match=r"x\.yaml"):
        read(content, "x.yaml")


def test_elements_hold_areas_and_codes_may_say_so() -> None:
    nested = SOUND.replace(
        "areas:\n",
        "areas:\n  - code: SG\n    title: Element\n    paragraph: '1'\n    areas:\n"
        "      - {code: SG/FOOD, title: Inner, paragraph: '1.1'}\n",
    )
    element = read(nested, "canteen.yaml").areas[0]
    assert [area.code for area in element.areas] == ["SG/FOOD"]


def test_known_frameworks_load_and_an_unknown_one_is_named() -> None:
    assert "sccif-asa-2024" in known()
    assert [load(framework_id).id for framework_id in known()] == list(known())
    with pytest.raises(FrameworkError, match=r"There is no framework 'nonsense-1066'.*sccif"):
        load("nonsense-1066")


def test_the_2024_criteria_stand_under_their_areas_and_paragraphs() -> None:
    framework = load("sccif-asa-2024")
    good = [row for row in framework.criteria if row.grade == "good"]

    assert [area.code for area in framework.areas] == ["EXP", "PROT", "LEAD"]
    assert [len(area.evidence) for area in framework.areas] == [3, 3, 7]
    assert [row.code for row in good] == [
        *(f"EXP-{n}" for n in range(1, 10)),
        *(f"PROT-{n}" for n in range(1, 8)),
        *(f"LEAD-{n}" for n in range(1, 16)),
    ]
    section = {"EXP": "5.1", "PROT": "5.2", "LEAD": "5.3"}
    for row in good:
        number = row.code.partition("-")[2]
        assert row.paragraph == f"{section[row.area]} Good, paragraph {number}"
    # only two sentences of the source tie a grade firmly; the rest say "likely" or more softly
    assert [row.code for row in framework.criteria if row.force == "is"] == [
        "LEAD-IN-1",
        "LEAD-IN-2",
    ]


def test_our_wording_is_not_the_sources() -> None:
    if not SEEDS.is_dir():
        pytest.skip("the source documents are not beside this checkout")
    official = set[tuple[str, ...]]()
    for file in SEEDS.glob("0*.txt"):
        official |= _runs(file.read_text(encoding="utf-8"))
    framework = load("sccif-asa-2024")
    ours = [row.text for row in framework.criteria] + [row.title for row in framework.criteria]
    ours += [area.title for area in framework.areas] + [framework.title, framework.source]
    ours += [item.text for area in framework.areas for item in area.evidence]
    assert {run for text in ours for run in _runs(text) & official} == set()


def _runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"[a-z0-9]+", text.lower().replace("’", "'").replace("'s", "s"))
    return {tuple(words[at : at + 5]) for at in range(len(words) - 4)}


def test_naming_frameworks_imports_neither_yaml_nor_pydantic() -> None:
    code = (
        "import sys; from corpus.frameworks import known; known();"
        "print(sorted({'yaml', 'pydantic'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


PROVISIONS = (
    SOUND
    + """\
overall: FOOD
not_judged: [closed that day]
counts: {FOOD: {good: 1, required evidence: 0}}
facts:
  - {code: mouse-seen, text: Was there a mouse?, paragraph: "9"}
  - {code: rain, text: Did it rain?, paragraph: "9"}
rules:
  - id: L-1
    force: unlikely
    text: "A canteen with poor staff is unlikely to be good."
    paragraph: "3"
    when: {some: [{any_area: [STAFF], at_most: poor}, {fact: mouse-seen, answer: yes}]}
    then: {any_area: [FOOD], at_least: good}
milestones:
  - {code: notified, title: Letter}
  - {code: lunch, title: First lunch}
clocks:
  - {id: T-1, force: will, text: Ten days., paragraph: "4", start: notified, end: lunch, bound: at most, count: 10, unit: working days}
timetable:
  id: TT
  title: Days
  paragraph: "5"
  start: notified
  entries:
    - {day: 1, text: Letter, milestone: notified}
    - {day: 2, until: 4, text: Cooking, milestone: lunch, falls: 4}
lists:
  - id: C-1
    kind: core documents
    title: Papers
    paragraph: "6"
    force: must
    count: 2
    items:
      - {code: menu, text: The menu, within_months: 1}
      - {code: bills, text: Bills}
minima:
  - {id: M-1, of: case files, count: 2, force: expected, text: Two., paragraph: "7", audited: yes}
instruments:
  - code: LAW
    title: Lunch regulations
    kind: regulations
    parts: [{number: 27, title: Mice, aliases: [27s]}]
bands:
  - {name: immediately, aliases: [at once], months: 0, source: "A menu, page 1"}
demands:
  - {id: R-1, of: report, needs: date, force: must, text: Dated., paragraph: "8", when: {fact: rain}}
substitutions:
  - {id: J-1, fact: rain, words: [terrace], read_as: hall, paragraph: "9", force: may}
crosswalk:
  - {framework: other-2020, kind: grade, own: poor, relation: none}
"""  # noqa: E501 - one clock, one line
)


def test_provisions_become_the_records_that_rules_run_on() -> None:
    framework = read(PROVISIONS, "canteen.yaml")

    rule = framework.rules[0]
    assert rule.when.some[1].fact == "mouse-seen"
    assert rule.then is not None
    assert (rule.force, rule.then.at_least) == ("unlikely", "good")
    assert framework.clocks[0].unit == "working days"
    assert framework.timetable is not None
    assert [entry.until for entry in framework.timetable.entries] == [None, 4]
    assert framework.timetable.entries[1].falls == 4
    assert framework.lists[0].items[0].within_months == 1
    assert framework.clocks[0].inclusive is False
    assert framework.minima[0].audited is True
    assert [part.aliases for part in framework.instruments[0].parts] == [("27s",)]
    assert framework.bands[0].source == "A menu, page 1"
    assert framework.codes() == ("FOOD", "FOOD-HOT", "STAFF")
    assert framework.rank("good") == 1
    assert framework.not_judged == ("closed that day",)  # a printed cell that is no grade
    assert framework.demands[0].when == Condition(fact="rain")
    assert framework.substitutions[0].force == "may"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("any_area: [STAFF]", "any_area: [COOKS]", "no area 'COOKS'; allowed: FOOD, STAFF"),
        ("at_most: poor", "at_most: bad", "no grade 'bad'; allowed: good, poor"),
        ("fact: mouse-seen", "fact: rat-seen", "no fact 'rat-seen'; allowed: mouse-seen, rain"),
        ("end: lunch", "end: dinner", "no milestone 'dinner'; allowed: notified, lunch"),
        ("count: 2", "count: 3", "C-1; 2 are written: correct this count, or the items"),
        ("FOOD: {good: 1", "FOOD: {good: 2", "the source has 2 criteria for FOOD good; 1 are"),
        ("evidence: 0}", "evidence: 3}", "3 items of required evidence for FOOD; 0 are written"),
        ("{fact: rain}", "{fact: sun}", "no fact 'sun'; allowed: mouse-seen, rain"),
        ("force: may", "force: might", "'force' is 'might'; allowed: always"),
        ("{day: 2,", "{day: 5,", "day 5 is out of order"),
        ("falls: 4", "falls: 5", "day 5 does not lie within days 2 to 4"),
        ("number: 27", "number: '0'", "'number' must be more than 0"),
        ("bound: at most", "bound: about", "allowed: exactly, at least, at most, between, every"),
        ("unit: working days", "unit: weeks", "allowed: working days, calendar days, days"),
        ("bound: at most", "bound: between", "'most' stands with the bound 'between'"),
        ("relation: none", "relation: exact", "'to' stands with every relation but 'none'"),
        ("answer: yes", "answers: yes", "unknown key 'answers'; allowed here: any_area"),
        ("answer: yes", "answer: perhaps", "'answer' must be yes or no"),
        ("count: 10", "count: ten", "'count' must be a whole number"),
        ("count: 10", "count: 0", "'count' must be more than 0"),
        ("force: unlikely", "force: surely", "'force' is 'surely'; allowed: always, must, is"),
        (", at_most: poor", "", "goes with 'at_least' or 'at_most'"),
        ("fact: mouse-seen,", "fact: mouse-seen, changed: FOOD,", "a condition has just one of"),
        ("fact: mouse-seen, answer: yes", "type: feast", "no inspection type 'feast'; allowed"),
        ("id: T-1", "id: L-1", "'L-1' stands twice"),
        ("    paragraph: \"3\"\n", "", "the key 'paragraph' is missing"),
        ("kind: grade", "kind: fish", "'kind' is 'fish'; allowed: area, grade"),
    ],
)  # fmt: skip
def test_a_broken_provision_says_where_and_what_is_allowed(old: str, new: str, words: str) -> None:
    assert old in PROVISIONS
    with pytest.raises(FrameworkError) as caught:
        read(PROVISIONS.replace(old, new, 1), "canteen.yaml")
    findings = str(caught.value).splitlines()
    assert any(words in row for row in findings), findings
    assert all(re.match(r"canteen\.yaml, line \d+: ", row) for row in findings)
