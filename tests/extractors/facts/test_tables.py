"""Tables of judgements as they are printed: on two lines, over pages, with gaps."""

import pytest

from corpus.records import Extraction
from extractors.drafting import Draft, DraftCell, freeze
from extractors.facts.anchors import Anchors
from extractors.facts.judgements_labels import labels_of
from extractors.facts.judgements_statements import Context
from extractors.facts.judgements_tables import Table


def table(*rows: tuple[str, ...]) -> Draft:
    cells = tuple(
        DraftCell(at, column, words)
        for at, row in enumerate(rows)
        for column, words in enumerate(row)
    )
    return Draft("table", cells=cells, locator="table 1")


def stated(*drafts: Draft, framework: str = "sif-2013") -> tuple[dict[str | None, str], list[str]]:
    extraction: Extraction = freeze("d", "t/1", drafts)
    context = Context(extraction.text, labels_of(framework), Anchors(extraction))
    found = Table(context, extraction.blocks).read()
    return {row.area: row.grade for row in found}, [problem.code for problem in context.problems]


TABLES = [
    # (rows, grades, problems, reason)
    ([("2.1 Adoption performance", "Good")], {"ADOPT": "Good"}, [], "one row"),
    ([("2.", "Children looked after and achieving permanence", "Good")], {"CICL": "Good"}, [],
     "the number in a cell of its own"),
    ([("Children looked after and", ""), ("achieving permanence", "Good")], {"CICL": "Good"}, [],
     "a label on two lines"),
    ([("2.1 Adoption performance", ""), ("", "Good")], {"ADOPT": "Good"}, [], "its grade below it"),
    ([("Children’s services in Westshire are good",), ("2.1 Adoption performance", "Good")],
     {"OE": "good", "ADOPT": "Good"}, [], "a sentence over the whole width"),
    ([("2.1 Adoption performance", "Good"), ("2.2 Experiences and progress of care leavers", "")],
     {"ADOPT": "Good"}, ["missing-grade"], "a gap is no grade"),
    ([("Judgement", "Grade"), ("Adoption performance", "Fair")], {"ADOPT": "Fair"},
     ["unknown-grade"], "no grade of the scale"),
    ([("Adoption performance", "12 children")], {}, [], "a table of other things"),
    ([("Judgement", "2012", "2015"), ("Adoption performance", "Good", "Inadequate")], {},
     ["unclear-column"], "two grades, and no word of what each is"),
    ([("", "")], {}, [], "nothing"),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "grades", "problems", "reason"), TABLES)
def test_rows_are_told_by_label(
    rows: list[tuple[str, ...]], grades: dict[str, str], problems: list[str], reason: str
) -> None:
    assert stated(table(*rows)) == (grades, problems), reason


def test_a_table_goes_on_in_another_block() -> None:
    first = table(("2.1 Adoption performance", "Good"), ("Children looked after and", ""))
    rest = table(("achieving permanence", "Inadequate"), ("3. Leadership and management", "Good"))
    assert stated(first, rest) == ({"ADOPT": "Good", "CICL": "Inadequate", "LEAD": "Good"}, [])
