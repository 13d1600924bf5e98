"""`vouch clock`: dates in, deadlines out."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipelines.main import vouch

CANTEENS = """\
id: canteens-2025
title: School canteens
publisher: Council of Example
source: Canteen handbook
in_force: {from: 2025-04-01}
areas:
  - {code: FOOD, title: What is served, paragraph: "3"}
milestones:
  - {code: notified, title: Letter of announcement}
  - {code: on-site, title: First day of the visit}
clocks:
  - {id: T-1, force: will, text: Soon., paragraph: "5", start: notified, end: on-site, bound: at most, count: 4, unit: working days}
"""  # noqa: E501 - one provision, one line


def clock(*arguments: str) -> Result:
    return CliRunner().invoke(vouch, ["clock", *arguments])


def test_a_date_alone_is_the_notification_and_gives_the_whole_timetable() -> None:
    result = clock("slac-2009", "--event", "2012-02-06")

    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert lines[0] == "Notification of the inspection (notified), 6 February 2012"
    assert any("by 20 February 2012 (at most 10 working days" in line for line in lines)
    days = [line.strip() for line in lines if "(day" in line]
    assert len(days) == 13
    assert days[0] == "on 6 February 2012 (day 1) · in fact 6 February 2012"
    assert days[-1] == "on 30 March 2012 (day 40)"
    assert "OVERDUE" not in result.output
    assert "T-18: Day 5" in result.output  # the timetable's own fault is told, not mended


def test_what_has_passed_on_a_day_is_overdue() -> None:
    result = clock("slac-2009", "--event", "end=2013-02-14", "--as-of", "2013-04-03")

    assert "OVERDUE: Report published: by 14 March 2013" in result.output
    assert "overdue by 12 working days on 3 April 2013" in " ".join(result.output.split())


def test_what_lies_before_a_later_date_is_not_called_overdue() -> None:
    events = ("--event", "2011-02-28", "--event", "end=2011-03-25")
    result = clock("slac-2009", *events, "--as-of", "2011-03-28")

    assert "OVERDUE" not in result.output
    shown = " ".join(result.output.split())
    assert "its date is not given, but 'End of the inspection' came on 25 March 2011" in shown
    # the timetable is a plan: its days pass, whether or not their dates are given
    assert "on 4 March 2011 (day 5) · passed" in result.output
    assert "on 25 March 2011 (day 20) · in fact 25 March 2011" in result.output


def test_what_applies_to_some_inspections_only_is_overdue_only_if_it_applies() -> None:
    result = clock("asa-2015", "--event", "end=2016-02-17", "--as-of", "2018-02-20")
    assert "  OVERDUE, IF IT APPLIES: Next inspection after an inadequate one:" in result.output
    assert "  OVERDUE: Report published:" in result.output
    assert max(map(len, result.output.splitlines())) <= 100


def test_clocks_of_your_own_are_found_in_the_workspace(tmp_path: Path) -> None:
    (tmp_path / "frameworks").mkdir()
    (tmp_path / "frameworks" / "canteens-2025.yaml").write_text(CANTEENS, encoding="utf-8")
    event = ("--event", "2025-05-01")

    assert (
        "First day of the visit: by 8 May 2025"
        in clock("canteens-2025", *event, "--workspace", str(tmp_path)).output
    )
    before = CliRunner().invoke(
        vouch, ["--workspace", str(tmp_path), "clock", "canteens-2025", *event]
    )
    assert before.exit_code == 0
    assert "canteens-2025" in clock("x-1999", *event, "--workspace", str(tmp_path)).output


def test_two_events_are_ruled_on() -> None:
    result = clock("slac-2009", "--event", "end=2013-02-14", "--event", "published=2013-04-03")
    before, ruled = result.output.split("Between these dates\n")

    assert "T-16" not in before  # what has come is no longer due
    assert ruled.lstrip().startswith("departed from       T-16 (will; paragraph 59")
    assert "12 working days late" in " ".join(ruled.split())
    assert "T-13" not in ruled  # the draft's date is not given, so nothing is said of it there


def test_the_notice_of_february_2013_is_ten_working_days() -> None:
    events = ("--event", "2013-01-28", "--event", "on-site=2013-02-11")
    found = json.loads(clock("asa-2015", *events, "--json").output)

    assert found["events"] == {"notified": "2013-01-28", "on-site": "2013-02-11"}
    notice = {answer["rule"]: answer for answer in found["between"]}["T-02"]
    # whether the provider works alone is not known, and an answer says what it would be if so
    assert notice["outcome"] == "cannot be evaluated"
    assert "10 working days; asked for: exactly 10 working days" in notice["reason"]
    assert notice["reason"].endswith("kept, to the day.")


def test_programs_get_plain_dates() -> None:
    found = json.loads(
        clock("slac-2009", "--event", "end=2013-02-14", "--as-of", "2013-03-01", "--json").output
    )
    assert (found["framework"], found["as_of"]) == ("slac-2009", "2013-03-01")
    due = {row["rule"]: row for row in found["due"]}
    assert due["T-16"]["latest"] == "2013-03-14"
    assert due["T-16"]["overdue"] is False
    assert due["T-13"]["overdue"] is True
    assert found["between"] == []


def test_a_framework_without_a_notification_starts_with_its_first_milestone() -> None:
    result = clock("supported-accommodation-2023", "--event", "2024-03-01")
    assert result.output.startswith("End of the inspection (end), 1 March 2024\n")


def test_a_clock_in_days_of_no_stated_kind_stands_twice() -> None:
    result = clock("supported-accommodation-2023", "--event", "draft-sent=2024-03-28")
    assert "by 2 April 2024 (at most 5 calendar days" in result.output
    assert "by 8 April 2024 (at most 5 working days" in result.output


def test_nothing_counted_is_said() -> None:
    assert (
        "Nothing is counted from it." in clock("asa-2015", "--event", "on-site=2013-02-11").output
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ("x-1999", "--event", "2013-02-14"),
            "there is no framework 'x-1999'; known are: adoption",
        ),
        (
            ("jtai-2016", "--event", "2013-02-14"),
            "states no deadlines; those that do are: adoption",
        ),
        (("slac-2009", "--event", "lunch=2013-02-14"), "no milestone 'lunch'; allowed: period-st"),
        (("slac-2009", "--event", "14/02/2013"), "'14/02/2013' is no date; write year, month and"),
        (("slac-2009", "--event", "end=2013-02-30"), "'2013-02-30' is no date"),
        (("slac-2009", "--event", "end="), "'' is no date"),
        (("slac-2009", "--event", "2013-02-14", "--as-of", "soon"), "--as-of: 'soon' is no date"),
        (("slac-2009", "--event", "2013-02-14", "--event", "notified=2013-02-15"), "given twice"),
        (("slac-2009",), "Missing option '--event'"),
    ],
)
def test_slips_of_the_pen_are_explained(arguments: tuple[str, ...], message: str) -> None:
    result = clock(*arguments)
    assert result.exit_code == 2
    assert message in " ".join(result.output.split())


def test_years_without_known_bank_holidays_are_refused() -> None:
    result = clock("slac-2009", "--event", "1999-02-15")
    assert result.exit_code == 1
    assert "working days are counted in the years 2005 to 2100 only" in result.output


def test_help_needs_no_calendar() -> None:
    code = (
        "import sys; from click.testing import CliRunner; from pipelines.main import vouch;"
        "print(CliRunner().invoke(vouch, ['clock', '--help']).exit_code);"
        "print(sorted({'yaml', 'pydantic', 'holidays'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["0", "[]"]
