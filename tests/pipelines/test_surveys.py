"""Surveys as they come: generated exports, workbooks with merged names, odd and bad files."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.casefiles import generate
from corpus.exports.surveys import counts_in
from corpus.problems import SettingsError, VouchError
from extractors import passages
from pipelines.surveys import Looked, Wanted, answers_id, look

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEADER = ("Home", "Do you feel safe?", "Anything else?")


def saved(folder: Path, rows: Sequence[Sequence[str]], mark: str = ",") -> Path:
    path = folder / "survey.csv"
    with path.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream, delimiter=mark).writerows(rows)
    return path


def roles(looked: Looked) -> dict[str, str]:
    return {one.header: one.role for one in looked.columns}


def test_a_generated_export_is_counted_without_its_words(tmp_path: Path) -> None:
    seen = 0
    for seed in range(1, 12):
        for file in generate(seed, "development", ("survey",)).files:
            (tmp_path / "survey.csv").write_bytes(file.content)
            try:
                looked = look(tmp_path / "survey.csv", Wanted())
            except SettingsError as error:
                assert "nothing is told of fewer" in str(error)
                continue
            seen += 1
            shown = looked.extraction.text
            assert all(one.text not in shown for one in looked.counted.texts if len(one.text) > 30)
            for count in counts_in(looked.extraction):
                assert count.answer == "no answer" or not 0 < (count.count or 0) < 5
    assert seen > 3


def workbook(path: Path, rows: Sequence[Sequence[str]], merged: str) -> Path:
    """An XLSX of words whose cells are merged in one place."""
    cells = "".join(
        f'<row r="{at}">' + "".join(
            f'<c r="{chr(64 + column)}{at}" t="inlineStr"><is><t>{text}</t></is></c>'
            for column, text in enumerate(row, 1) if text
        ) + "</row>"
        for at, row in enumerate(rows, 1)
    )  # fmt: skip
    files = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/s1.xml"/>'
        "</Relationships>",
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="Responses" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/worksheets/s1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData>'
        f'<mergeCells count="1"><mergeCell ref="{merged}"/></mergeCells></worksheet>',
    }
    with zipfile.ZipFile(path, "w") as packed:
        for name, text in files.items():
            packed.writestr(name, text)
    return path


def test_names_that_are_merged_over_options_stand_for_all_of_them(tmp_path: Path) -> None:
    rows = [["Number", "What helps you?", "", "Safe?"], ["", "Music", "Sport", "Response"]]
    rows += [[f"n{at}", "Music" if at % 2 else "", "" if at % 3 else "Sport", "Yes"]
             for at in range(1, 25)]  # fmt: skip
    looked = look(workbook(tmp_path / "a.xlsx", rows, "B1:C1"), Wanted())

    assert [one.name for one in looked.counted.questions] == [
        "What helps you?: Music", "What helps you?: Sport", "Safe?",
    ]  # fmt: skip
    assert "What helps you?: Music: chosen 12 of 24 (50 %)" in looked.extraction.text
    assert "Sport: chosen 8 of 24" in looked.extraction.text


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_any_separator_will_do(tmp_path: Path, mark: str) -> None:
    rows = [HEADER, *([("Oak", "Yes", "")] * 6), *([("Elm", "No", "")] * 7)]
    looked = look(saved(tmp_path, rows, mark), Wanted(roles={"Home": "group"}))
    assert looked.counted.responses == 13
    assert roles(looked)["Do you feel safe?"] == "question"


def test_the_same_bytes_are_the_same_survey(tmp_path: Path) -> None:
    path = saved(tmp_path, [HEADER, *([("Oak", "Yes", "")] * 6)])
    one, other = look(path, Wanted()), look(path, Wanted(title="Of May", smallest=3))
    assert one.document.id == other.document.id
    assert other.document.name == "Of May"
    assert one.document.name == f"Survey {one.document.id[:8]}", "not the name of the file"
    assert answers_id(one.document.id) not in (one.document.id, "")


def test_a_title_that_names_somebody_is_said_to(tmp_path: Path) -> None:
    path = saved(tmp_path, [HEADER, *([("Oak", "Yes", "")] * 6)])
    looked = look(path, Wanted(title="What Odile Brackenreed asked"))
    assert looked.names == ("What Odile Brackenreed asked",)


BAD: list[tuple[list[Sequence[str]], Wanted, str, str]] = [
    ([HEADER, ("Oak", "Yes", "")], Wanted(), "1 responses", "one response"),
    ([HEADER], Wanted(), "no row of questions", "names alone"),
    ([("Name", "Email"), *([("Ann Doe", "a@example.org")] * 6)], Wanted(),
     "no column that was taken for a question", "who answered, and nothing asked"),
    ([HEADER, *([("Oak", "Yes", "")] * 6)], Wanted(smallest=1), "suppresses nothing", "no set"),
    ([HEADER, *([("Oak", "Yes", "")] * 6)], Wanted(roles={"Hme": "group"}), "'Hme'", "a slip"),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "wanted", "message", "why"), BAD)
def test_what_cannot_be_counted_is_said(
    tmp_path: Path, rows: list[Sequence[str]], wanted: Wanted, message: str, why: str
) -> None:
    with pytest.raises(VouchError) as caught:
        look(saved(tmp_path, rows), wanted)
    assert message in str(caught.value), why
    assert "Ann" not in str(caught.value).replace(str(tmp_path), "")


FILES = [
    ("survey.pdf", b"%PDF-1.4 nothing", "survey.pdf"),
    ("survey.csv", b"", "empty"),
    ("survey.xlsx", b"PK\x03\x04 broken", "survey.xlsx"),
    ("survey.txt", b"She said that she feels safe.", "is no spreadsheet"),
]


@pytest.mark.parametrize(("name", "content", "message"), FILES)
def test_what_is_no_sheet_is_refused(
    tmp_path: Path, name: str, content: bytes, message: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(SettingsError, match=message):
        look(tmp_path / name, Wanted())


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"absent\.csv cannot be read: No such file"):
        look(tmp_path / "absent.csv", Wanted())


ANSWERS = st.sampled_from(("Yes", "No", "Sometimes", ""))
ROWS = st.lists(st.tuples(st.sampled_from(("Oak", "Elm", "Ash", "")), ANSWERS), min_size=5,
                max_size=60)  # fmt: skip


@settings(max_examples=25)
@given(ROWS)
def test_no_small_count_is_shown_whatever_was_answered(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]]
) -> None:
    path = saved(tmp_path_factory.mktemp("survey"), [HEADER, *((*row, "x") for row in rows)])
    wanted = Wanted(
        roles={"Home": "group", "Do you feel safe?": "question", "Anything else?": "ignore"}
    )
    looked = look(path, wanted)
    for count in counts_in(looked.extraction):
        assert count.answer == "no answer" or count.count is None or not 0 < count.count < 5
        assert count.answered is None or count.answered >= 5 or count.answered == 0
    for passage in passages(looked.extraction):
        assert looked.extraction.text[passage.start : passage.end] == passage.text
    assert looked.extraction == look(path, replace(wanted)).extraction, "the same each time"
