"""`vouch rules`: fictional inspections put to the rules, and the file that states one."""

from __future__ import annotations

import dataclasses
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from corpus.frameworks import known
from corpus.frameworks.inspections import Inspection
from pipelines.main import vouch

# Nobody's inspection: the agency, the days and the grades are made up.
HARROWMERE = """\
framework: asa-2015
provider: Harrowmere Adoption Support
type: scheduled
grades:
  OE: requires improvement
  EXP: good
  QUAL: good
  SAFE: good
  LEAD: Inadequate
provisional: {OE: inadequate}
dates:
  notified: 2016-02-01
  on-site: 2016-02-15
  end: 2016-02-17
  draft-sent: 2016-03-04
facts: {individual-provider: no}
"""


PAGE = (Path(__file__).parents[2] / "docs" / "rules.md").read_text(encoding="utf-8")


@pytest.fixture
def visit(tmp_path: Path) -> Path:
    file = tmp_path / "visit.yaml"
    file.write_text(HARROWMERE, encoding="utf-8")
    return file


def rules(*arguments: str | Path) -> Result:
    return CliRunner().invoke(vouch, ["rules", *map(str, arguments)])


def test_broken_rules_come_first_with_force_paragraph_and_reason(visit: Path) -> None:
    result = rules("check", visit)

    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert lines[0] == "Harrowmere Adoption Support · asa-2015"
    assert lines[1].split(maxsplit=1)[1].endswith("(provisionally inadequate)")
    assert lines[lines.index("Grades") + 1] == "  broken              L-01 (always; paragraph 18)"
    assert "      LEAD is inadequate, yet OE is requires improvement." in lines
    # a change away from overall inadequate: who decides
    assert any("Q-04" in line and "Regional Director" in line for line in lines)
    # the draft came twelve working days after the end
    assert lines[lines.index("Dates") + 1].startswith("  departed from       T-06 (")


def test_what_cannot_be_told_is_counted_and_listed_on_demand(visit: Path) -> None:
    short, full = rules("check", visit).output, rules("check", visit, "--all").output

    assert "  cannot be evaluated " not in short
    assert "--all lists them" in short
    assert "  cannot be evaluated " in full
    assert "Not stated: the fact breach-of-regulations" in full
    assert "  does not apply " in full
    assert "--all lists them" not in full


def test_the_counts_add_up(visit: Path) -> None:
    found = json.loads(rules("check", visit, "--json").output)
    lines = rules("check", visit).output.splitlines()

    counts = found["counts"]
    assert sum(counts.values()) == len(found["answers"])
    assert counts["broken"] == 3  # one rule, which the source states three times
    assert f"{len(found['answers'])} answers:" in lines
    assert f"{counts['broken']:>7} broken" in lines
    assert f"{counts['does not apply']:>7} do not apply" in lines


def test_programs_get_every_answer_whole(visit: Path) -> None:
    found = json.loads(rules("check", visit, "--json").output)

    assert (found["framework"], found["provider"]) == ("asa-2015", "Harrowmere Adoption Support")
    first = found["answers"][0]
    assert first == {
        "topic": "grades",
        "rule": "L-01",
        "force": "always",
        "paragraph": "18",
        "outcome": "broken",
        "text": first["text"],
        "reason": "LEAD is inadequate, yet OE is requires improvement.",
        "about": None,
    }


def test_likely_rules_of_2009_are_departed_from_and_never_broken(tmp_path: Path) -> None:
    file = tmp_path / "visit.yaml"
    file.write_text(
        "framework: slac-2009\ngrades: {SG/SO-SAFE: inadequate, SG/SO-FEEL: good, SG/OE: good}\n"
    )
    found = json.loads(rules("check", file, "--json").output)

    outcomes = {answer["rule"]: answer["outcome"] for answer in found["answers"]}
    assert (outcomes["L-04"], outcomes["L-05"]) == ("departed from", "departed from")
    assert outcomes["L-07"] == "cannot be evaluated"
    assert found["counts"]["broken"] == 0


def test_a_framework_out_of_force_is_a_row_and_the_rules_run_all_the_same(visit: Path) -> None:
    visit.write_text(HARROWMERE.replace("2016-", "2012-"))
    result = rules("check", visit)

    assert result.exit_code == 0
    assert "2012-02-15 is outside that time; it is evaluated all the same." in result.output
    assert "L-01" in result.output


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("LEAD: Inadequate", "LEED: Inadequate", "visit.yaml, line 9: no area 'LEED'; allowed: OE"),
        ("LEAD: Inadequate", "LEAD: poor", "visit.yaml, line 9: no grade 'poor'; allowed: outst"),
        ("end: 2016-02-17", "end: 2016-02-07", "line 14: 'end' (2016-02-07) lies before 'on-site'"),
        ("asa-2015", "asa-1915", "line 1: There is no framework 'asa-1915'. Known are: "),
        ("provider:", "supplier:", "line 2: unknown key 'supplier'; allowed here: framework"),
        (HARROWMERE, "just words", "vouch rules template"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_line_and_remedy(
    visit: Path, old: str, new: str, words: str
) -> None:
    assert old in HARROWMERE
    visit.write_text(HARROWMERE.replace(old, new))
    result = rules("check", visit)

    assert result.exit_code == 1
    assert words in result.output
    assert "Traceback" not in result.output


def test_what_an_old_windows_shell_writes_is_read_and_other_bytes_are_refused(visit: Path) -> None:
    expected = rules("check", visit).output
    for coding in ("utf-16", "utf-8-sig"):
        visit.write_bytes(HARROWMERE.encode(coding))
        assert rules("check", visit).output == expected
    visit.write_bytes(HARROWMERE.replace("Harrowmere", "Härrowmere").encode("latin-1"))
    refused = rules("check", visit)
    assert refused.exit_code == 1
    assert "save it as UTF-8" in refused.output


CANTEENS = """\
id: canteens-2025
title: School canteens
publisher: Council of Example
source: "Canteen handbook"
in_force: {from: 2025-04-01}
areas: [{code: OE, title: Overall, paragraph: "2"}]
scale: [{grade: good, aliases: [good]}, {grade: poor, aliases: [poor]}]
facts: [{code: mouse-seen, text: Was there a mouse?, paragraph: "4"}]
rules:
  - id: L-1
    force: likely
    text: "A canteen with a mouse is likely to be poor."
    paragraph: "4"
    when: {fact: mouse-seen}
    then: {every_area: [OE], at_most: poor}
"""


def test_a_framework_of_ones_own_is_found_in_the_workspace(tmp_path: Path, visit: Path) -> None:
    place = tmp_path / "workspace"
    (place / "frameworks").mkdir(parents=True)
    (place / "frameworks" / "canteens-2025.yaml").write_text(CANTEENS)
    visit.write_text("framework: canteens-2025\ngrades: {OE: good}\nfacts: {mouse-seen: yes}")

    written = rules("template", "canteens-2025", "--workspace", place)
    assert "#  mouse-seen: no  # Was there a mouse?\n" in written.output
    result = rules("check", visit, "--workspace", place)
    assert "departed from       L-1 (likely; paragraph 4)" in result.output
    # without that workspace nobody knows it
    assert rules("check", visit, "--workspace", tmp_path / "nowhere").exit_code == 1
    assert not (tmp_path / "nowhere").exists()


def test_a_file_that_states_nothing_is_told_so(tmp_path: Path) -> None:
    file = tmp_path / "visit.yaml"
    file.write_text("framework: asa-2015")
    result = rules("check", file)
    assert result.exit_code == 0
    assert "0 answers:" in result.output
    assert "The file states nothing but its framework" in result.output


@pytest.mark.parametrize("name", known())
def test_the_template_of_every_framework_can_be_checked_as_it_is(name: str, tmp_path: Path) -> None:
    written = rules("template", name)
    assert written.exit_code == 0
    file = tmp_path / "visit.yaml"
    file.write_text(written.output, encoding="utf-8")
    assert rules("check", file).exit_code == 0


@pytest.mark.parametrize(
    "arguments", [("check",), ("check", "nowhere.yaml"), ("template", "asa-1915"), ("weigh",)]
)
def test_what_was_typed_wrongly_ends_with_status_2(arguments: tuple[str, ...]) -> None:
    assert rules(*arguments).exit_code == 2


def test_an_unknown_framework_is_told_the_known_ones() -> None:
    assert all(name in " ".join(rules("template", "nonsense").output.split()) for name in known())


def test_help_needs_neither_yaml_nor_pydantic() -> None:
    code = (
        "import sys; from click.testing import CliRunner; from pipelines.main import vouch;"
        "assert CliRunner().invoke(vouch, ['rules', '--help']).exit_code == 0;"
        "print(sorted({'yaml', 'pydantic', 'holidays'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_the_page_shows_what_the_command_answers(visit: Path) -> None:
    [example] = re.findall(r"```yaml\n(.*?)```", PAGE, re.S)
    [*_, shown] = re.findall(r"```text\n(.*?)```", PAGE, re.S)
    visit.write_text(example, encoding="utf-8")
    result = rules("check", visit)

    assert result.output.startswith(shown)
    for rule, outcome in (("Q-04", "to weigh"), ("T-06", "departed from"), ("T-02", "kept")):
        assert re.search(rf"^  {outcome} +{rule} ", result.output, re.M)


def test_the_page_shows_how_mistakes_are_named(visit: Path) -> None:
    [shown, *_] = re.findall(r"```text\n(.*?)```", PAGE, re.S)
    broken = HARROWMERE.replace("LEAD:", "LEED:").replace("end: 2016-02-17", "end: 2016-02-07")
    visit.write_text(broken, encoding="utf-8")
    assert rules("check", visit).output == shown


def test_the_page_names_every_key_of_the_file() -> None:
    table = "\n".join(line for line in PAGE.splitlines() if line.startswith("| `"))
    keys = [field.name for field in dataclasses.fields(Inspection)]
    assert [key for key in keys if f"`{key}`" not in table] == []
