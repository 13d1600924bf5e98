"""Names, roles, numbers and days as printed, and against what file and folder say."""

from collections.abc import Callable

import pytest

from corpus.facts import Stated

Read = Callable[..., Stated]
TITLE = "Inspection of Westshire local authority children’s services"

LEADS = [
    # (line, name, role)
    ("Lead inspector: Ann Ex, Her Majesty’s Inspector", "Ann Ex", "Her Majesty’s Inspector"),
    ("Lead inspector: Ann Example HMI", "Ann Example", "HMI"),
    ("Lead inspector: Ann J Example, Senior HMI", "Ann J Example", "Senior HMI"),
    ("Lead inspector on site: Ann Example", "Ann Example", None),
    ("Reporting inspector Ann Example HMI", "Ann Example", "HMI"),
    ("Ann Example HMI, Ofsted Lead inspector", "Ann Example", "HMI, Ofsted Lead inspector"),
    ("Ann Example, Ofsted HMI lead inspector", "Ann Example", "Ofsted HMI lead inspector"),
    ("Deputy lead inspector: Bob Other", None, None),
    ("The lead inspector spoke with children.", None, None),
]  # fmt: skip


@pytest.mark.parametrize(("line", "name", "role"), LEADS)
def test_who_led(read_text: Read, line: str, name: str | None, role: str | None) -> None:
    found = read_text(TITLE, "", "Inspection dates: 2 to 6 December 2024", "", line)
    fields = found.of_kind("inspection")[0].fields
    assert (fields["lead"], fields["role"]) == (name, role)


LABELS = ["Inspection date:", "Inspection dates:", "Inspection dates:\t", "Dates of inspection:"]


@pytest.mark.parametrize("label", LABELS)
def test_labels_of_dates(read_text: Read, label: str) -> None:
    found = read_text(TITLE, "", f"{label} 2 to 6 December 2024", "", "Text.")
    assert found.of_kind("inspection")[0].fields["end"] == "2024-12-06"


def test_the_date_of_the_previous_inspection_is_not_that_of_this(read_text: Read) -> None:
    dates = [
        "Inspection dates: 2 to 6 December 2024",
        "",
        "Date of previous inspection: 3 June 2019",
    ]
    found = read_text(TITLE, "", *dates)
    assert found.of_kind("inspection")[0].fields["ranges"] == [["2024-12-02", "2024-12-06"]]


def test_dates_read_in_part_are_said(read_text: Read) -> None:
    line = "Inspection dates: 2 to 6 December 2024 then once more on 9 January 2025"
    found = read_text(TITLE, "", line, "", "Text.")
    assert "dates-in-part" in [problem.code for problem in found.problems]
