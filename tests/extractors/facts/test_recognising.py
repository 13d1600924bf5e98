"""Which framework and type a title, its labels and its dates are of."""

from datetime import date

import pytest

from extractors.facts.recognising import form_of, recognise

NEED = "nspection of services for children in need of help and protection, children looked after"
TITLES = [
    # (title, first day, framework, type)
    (f"I{NEED} and care leavers", date(2015, 7, 6), "sif-2013", "full"),
    (f"Re-i{NEED} and care leavers", date(2017, 11, 13), "sif-2013", "re-inspection"),
    ("Review of the effectiveness of the Local Safeguarding Children Board", date(2015, 6, 15),
     "sif-2013", "board review"),
    ("Inspection of Westshire local authority children’s services", date(2019, 5, 13),
     "ilacs-2018", "short"),
    ("Inspection of children's social care services", date(2024, 5, 13), "ilacs-2023", "short"),
    ("Focused visit to Westshire children’s services", date(2022, 5, 4), "ilacs-2018",
     "focused visit"),
    ("Monitoring visit to Westshire children’s services", date(2024, 5, 4), "ilacs-2023",
     "monitoring visit"),
    ("Joint targeted area inspection of Westshire", date(2019, 3, 4), "jtai-2016", "joint"),
    ("Joint targeted area inspection of Westshire", date(2024, 3, 4), "jtai-2022", "joint"),
    ("Area SEND inspection of Westshire Local Area Partnership", date(2024, 3, 4), "send-2023",
     "area SEND"),
    ("Inspection of looked after children services", date(2013, 7, 8), None, "full"),
    ("Inspections of safeguarding and looked after children services", date(2012, 2, 20),
     "slac-2009", "full"),
    ("Inspection of Westshire adoption service", date(2013, 2, 11), "adoption-2012",
     "adoption service"),
]  # fmt: skip


@pytest.mark.parametrize(("title", "first", "framework", "kind"), TITLES)
def test_titles_then_dates(title: str, first: date, framework: str | None, kind: str) -> None:
    found = recognise(title, "", [(first, first)], 1)
    assert (found.framework, found.type) == (framework, kind)
    assert bool(found.problems) is (framework is None)


def test_between_versions_without_labels_or_dates_nothing_is_guessed() -> None:
    found = recognise("Joint targeted area inspection of Westshire", "", [], 1)
    assert found.framework is None
    assert found.type == "joint"
    assert "jtai-2016, jtai-2022" in found.problems[0].message


@pytest.mark.parametrize("title", [None, "Inspection of lighthouses", "A visit to the sea"])
def test_unknown_titles_have_no_framework(title: str | None) -> None:
    found = recognise(title, "", [], None)
    assert (found.framework, found.judged_by, found.type) == (None, None, None)
    assert [problem.code for problem in found.problems] == ["unknown-framework"]
    assert title is None or form_of(title) is None
