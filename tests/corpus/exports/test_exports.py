"""Exports: the contract's columns, in one order, to the same bytes every time."""

from __future__ import annotations

import csv
import io
import json
import os
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.evidence import Evidence
from corpus.exports import FORMATS, TABLES, write
from corpus.exports.delimited import guarded
from corpus.problems import SettingsError, WorkspaceError
from corpus.records import Cue, Reading, Tag

Report = Callable[..., Reading]
CONTRACT = {
    "documents": "document_id name source media_type kind framework provider_urn provider_name "
    "inspection_start inspection_end published pages status problem_code problem duplicate_of "
    "sensitivity corrected",
    "passages": "passage_id document_id page_first page_last number headings start end text boxes "
    "locator",
    "tags": "tag_id passage_id document_id framework element area aspect criterion polarity score "
    "abstained rank cues sentences tagger decision",
}


@pytest.fixture
def filled(
    evidence: Evidence, report: Report, tag: Callable[..., Tag], refusal: Callable[..., Reading]
) -> Evidence:
    made = report("/in/b.pdf", "Leaders act.", "=1+1", kind="report", provider_urn="80000")
    first = made.passages[0]
    second = tag(first, "LEAD", rank=2, score=1 / 3, criterion="LEAD-7")
    sure = replace(made.tags[0], cues=(Cue("phrase", 0, 7, "leaders"),))
    copy = replace(made.source, id="copy", path="/in/c.pdf", status="duplicate")
    evidence.save([
        replace(made, tags=(second, made.tags[1], sure)),
        Reading(copy),
        refusal("/in/a.pdf"),
        refusal("/in/lost.pdf", "missing", sha256=None),
        report("/in/note.txt", "Sam said so.", sensitivity="restricted"),
    ])  # fmt: skip
    return evidence


def rows(evidence: Evidence, what: str) -> list[dict[str, Any]]:
    out = io.BytesIO()
    count = write(evidence, what, "jsonl", out)
    found = [json.loads(line) for line in out.getvalue().decode().splitlines()]
    assert count == len(found)
    return found


@pytest.mark.parametrize("what", CONTRACT)
def test_columns_are_those_of_the_contract(filled: Evidence, what: str) -> None:
    assert {tuple(row) for row in rows(filled, what)} == {tuple(CONTRACT[what].split())}
    out = io.BytesIO()
    write(filled, what, "csv", out)
    assert out.getvalue().decode().splitlines()[0].split(",") == CONTRACT[what].split()


def test_documents_has_a_row_for_every_file(filled: Evidence) -> None:
    found = rows(filled, "documents")
    assert [(row["name"], row["status"], row["problem_code"]) for row in found] == [
        ("a.pdf", "refused", "encrypted"),
        ("b.pdf", "ok", None),
        ("c.pdf", "duplicate", None),
        ("lost.pdf", "refused", "missing"),
        ("note.txt", "ok", None),
    ]
    assert [row["duplicate_of"] for row in found] == [None, None, "/in/b.pdf", None, None]
    assert found[1]["document_id"] == found[2]["document_id"]
    assert found[3]["document_id"] is None
    assert [row["sensitivity"] for row in found[1:]] == ["public", "public", None, "restricted"]
    assert (found[1]["pages"], found[1]["kind"], found[1]["framework"]) == (1, "report", None)


def test_passages_and_tags_leave_restricted_documents_out(filled: Evidence) -> None:
    texts = [row["text"] for row in rows(filled, "passages")]
    assert texts == ["Leaders act.", "=1+1"]
    assert "Sam" not in json.dumps(rows(filled, "tags"))
    found = rows(filled, "passages")[0]
    assert found["boxes"] == [[1, 72.0, 700.25, 523.5, 712.0]]
    assert found["headings"] == ["Findings"]


def test_tags_go_by_place_then_rank(filled: Evidence) -> None:
    found = rows(filled, "tags")
    assert [(row["area"], row["rank"]) for row in found] == [("EXP", 1), ("LEAD", 2), ("EXP", 1)]
    assert found[0]["cues"] == [{"kind": "phrase", "start": 0, "end": 7, "rule": "leaders"}]
    assert (found[1]["score"], found[1]["criterion"]) == (0.333333, "LEAD-7")
    assert {row["decision"] for row in found} == {None}
    assert all(row["sentences"] == [] and row["abstained"] is False for row in found)


def test_csv_says_the_same_as_json(filled: Evidence) -> None:
    for table in TABLES:
        out = io.BytesIO()
        write(filled, table.name, "csv", out)
        lines = list(csv.DictReader(io.StringIO(out.getvalue().decode(), newline="")))
        for line, row in zip(lines, rows(filled, table.name), strict=True):
            for column, value in row.items():
                text = "" if value is None else value
                if not isinstance(text, str):
                    text = json.dumps(text, ensure_ascii=False, separators=(",", ":"))
                assert unguarded(line[column]) == text, column


FORMULAS = [
    ("=1+1", "'=1+1", "a formula"),
    ("+44 20", "'+44 20", "a formula for old spreadsheets"),
    ("-1", "'-1", "likewise"),
    ("@SUM(A1)", "'@SUM(A1)", "likewise"),
    ("\t=1+1", "'\t=1+1", "a tab before a formula is cut away"),
    ("\r=1+1", "'\r=1+1", "so is a carriage return"),
    ("'=1+1", "''=1+1", "an apostrophe that stood there can be told from ours"),
    ("\n=1+1", "'\n=1+1", "so is a line feed"),
    ("＝1＋1", "'＝1＋1", "a wide sign is a formula in Japanese spreadsheets"),
    ("'tis", "'tis", "an apostrophe alone is nothing"),
    ("• act", "• act", "a bullet is nothing"),
    ("2=1+1", "2=1+1", "a sign inside is nothing"),
    ("", "", "nothing"),
]


@pytest.mark.parametrize(("text", "field", "why"), FORMULAS, ids=[row[2] for row in FORMULAS])
def test_no_field_is_a_formula(text: str, field: str, why: str) -> None:
    assert guarded(text) == field, why


def unguarded(field: str) -> str:
    return field[1:] if re.match(r"'+[=+\-@＝＋－＠\t\r\n]", field) else field


@given(st.text(st.sampled_from("'=+-@＝＋－＠\t\r\n ax"), max_size=6))
def test_the_guard_can_be_taken_off(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(tuple("=+-@＝＋－＠\t\r\n"))


@settings(max_examples=40)
@given(
    # Any text, and often the signs that matter: line ends of Unicode, quotes, formulas.
    texts=st.lists(
        st.text(max_size=12) | st.text("\x85\u2028\u2029\r\n\t,\"'=＝a", max_size=5),
        min_size=1,
        max_size=3,
    ),
    name=st.text(max_size=5),
)
def test_any_text_comes_back_from_both_formats(
    evidence: Evidence, report: Report, texts: list[str], name: str
) -> None:
    evidence.save([report("/in/a.pdf", *texts, content=b"%PDF", provider_name=name)])
    for table in TABLES:
        lines, rows = io.BytesIO(), io.BytesIO()
        write(evidence, table.name, "jsonl", lines)
        write(evidence, table.name, "csv", rows)
        # Unicode knows more line ends than a line feed; none of them may part a line.
        objects = [json.loads(line) for line in lines.getvalue().decode().splitlines()]
        fields = list(csv.DictReader(io.StringIO(rows.getvalue().decode(), newline="")))
        for found, row in zip(objects, fields, strict=True):
            assert {key: value for key, value in found.items() if isinstance(value, str)} == {
                key: unguarded(row[key]) for key, value in found.items() if isinstance(value, str)
            }
    out = io.BytesIO()
    write(evidence, "passages", "jsonl", out)
    found = [json.loads(line)["text"] for line in out.getvalue().splitlines()]
    assert found == [passage.text for passage in evidence.passages()]
    assert sorted(found) == sorted(texts)


def test_the_same_documents_give_the_same_bytes(filled: Evidence, tmp_path: Path) -> None:
    for at in ("1", "2"):
        for table in TABLES:
            for interchange in FORMATS:
                write(
                    filled,
                    table.name,
                    interchange.name,
                    tmp_path / f"{table.name}.{interchange.name}{at}",
                )
    for path in tmp_path.glob("*1"):
        assert path.read_bytes() == path.with_name(path.name[:-1] + "2").read_bytes()


def test_a_file_is_replaced_only_when_all_is_written(
    filled: Evidence, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "passages.jsonl"
    out.write_text("old")
    monkeypatch.setattr(filled, "passages", lambda: (_ for _ in ()).throw(KeyError))
    with pytest.raises(KeyError):
        write(filled, "passages", "jsonl", out)
    assert [(path.name, path.read_text()) for path in tmp_path.glob("*.jsonl*")] == [
        (out.name, "old")
    ]
    assert not filled.db.in_transaction


@pytest.mark.parametrize(
    ("what", "form", "words"),
    [
        ("findings", "jsonl", "There are: documents, passages, tags."),
        ("tags", "xml", "There are: jsonl, csv."),
    ],
)
def test_unknown_exports_are_refused(filled: Evidence, what: str, form: str, words: str) -> None:
    with pytest.raises(SettingsError, match=words):
        write(filled, what, form, io.BytesIO())


@pytest.mark.skipif(os.name != "posix", reason="named pipes")
def test_a_pipe_or_device_is_written_to_and_stays(filled: Evidence, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write(filled, "tags", "csv", pipe)
    assert os.read(reader, 6) == b"tag_id"
    os.close(reader)
    assert pipe.is_fifo()


def test_an_export_never_lands_in_the_workspace(filled: Evidence) -> None:
    with pytest.raises(WorkspaceError, match="Name a file outside of it"):
        write(filled, "tags", "csv", filled.workspace.review)
    assert not filled.workspace.review.exists()


def test_a_place_that_cannot_be_written_says_so(filled: Evidence, tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match=r"cannot be written to .*nowhere"):
        write(filled, "tags", "csv", tmp_path / "nowhere" / "tags.csv")
