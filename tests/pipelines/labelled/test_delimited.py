"""Labels as CSV: what is taken, what is not, and what is said of that."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.evidence import Evidence
from corpus.frameworks import Framework
from corpus.problems import SettingsError
from corpus.records import Passage
from models.training.material import CodedPassage, Coding
from pipelines.labelled import Failed, Labels, read_labels
from pipelines.labelled.delimited import COLUMNS

Read = Callable[..., Labels]
HEAD = "text,group,coder,framework,area,aspects,criteria,polarity,sentences\n"
ROW = '"Leaders act swiftly. Plans drift.",80427,Ann,sccif-asa-2024,LEAD,,LEAD-7;EXP-1,M,SW\n'


def test_a_row_is_a_coding_by_the_codebook_that_the_user_names(read: Read) -> None:
    labels = read(HEAD + ROW, codebook="ours/3")
    assert labels.failed == ()
    [passage] = labels.coded
    assert (passage.group, passage.source) == ("80427", "labels.txt")
    assert passage.text == "Leaders act swiftly. Plans drift."
    assert passage.codings == (
        Coding(
            "Ann", "ours/3", "sccif-asa-2024", "LEAD", None, ("LEAD-7", "EXP-1"), "mixed",
            ("strength", "weakness"),
        ),
    )  # fmt: skip


def test_several_people_and_frameworks_meet_on_one_passage(read: Read) -> None:
    text = "Leaders act.,80427"
    labels = read(
        HEAD
        + f"{text},Ann,sccif-asa-2024,LEAD,,,S,\n"
        + f"{text},Ben,sccif-asa-2024,none,,none,n,\n"
        + f"{text},Ann,SLAC-2009,,lm-eval SG/LM-AMB,,,\n"
    )
    [passage] = labels.coded
    assert [(said.coder, said.framework, said.area) for said in passage.codings] == [
        ("Ann", "sccif-asa-2024", "LEAD"),
        ("Ben", "sccif-asa-2024", "NONE"),
        ("Ann", "slac-2009", None),
    ]
    assert [said.criteria for said in passage.codings] == [None, (), None]
    assert passage.codings[2].aspects == ("LM-EVAL", "LM-AMB"), "written as the framework does"


SAME = [
    (HEAD.replace(",", ";") + ROW.replace(",", ";").replace("LEAD-7;", "LEAD-7 "), "semicolons"),
    (HEAD.replace(",", "\t") + ROW.replace(",", "\t"), "tabs"),
    ("\ufeff" + HEAD + ROW, "a byte order mark"),
    ((HEAD + ROW).replace("\n", "\r\n"), "line ends of Windows"),
    (HEAD.upper() + ROW, "capitals in the first line"),
    (HEAD + "\n,,,,,,,,\n" + ROW, "empty rows"),
    (HEAD + ROW.replace(",M,SW", ",mixed,strength; weakness"), "polarity in words"),
    (HEAD.replace("text", "note,text") + "seen," + ROW, "a column of their own"),
]


@pytest.mark.parametrize(("content", "why"), SAME, ids=[row[1] for row in SAME])
def test_spreadsheets_write_it_in_many_ways(read: Read, content: str, why: str) -> None:
    labels = read(content)
    assert labels.failed == (), why
    assert labels.coded == read(HEAD + ROW).coded, why


BAD_ROWS = [
    ("Act.,80427,Ann,sccif-asa-2024,LED,,,,", "'LED' is no area of sccif-asa-2024", "unknown area"),
    ("Act.,80427,Ann,sccif-asa-2024,,,LEAD-99,,", "'LEAD-99' is no criterion", "criterion"),
    ("Act.,80427,Ann,slac-2009,,LM-X,,,", "'LM-X' is no aspect of slac-2009", "unknown aspect"),
    ("Act.,80427,Ann,slac-2009,,LM-EVAL;NONE,,,", "NONE stands beside another", "none and one"),
    ("Act.,80427,Ann,sccif-1999,LEAD,,,,", "there is no framework 'sccif-1999'", "framework"),
    ("Act.,80427,Ann,sccif-asa-2024,LEAD,,,good,", "'good' is no polarity", "polarity"),
    ("Act.,80427,Ann,sccif-asa-2024,LEAD,,,,SX", "'X' is no polarity", "a sentence"),
    ("Act.,80427,,sccif-asa-2024,LEAD,,,,", "coder is missing", "nobody labelled it"),
    ("Act.,,Ann,sccif-asa-2024,LEAD,,,,", "the group of the passage is missing", "no authority"),
    (",80427,Ann,sccif-asa-2024,LEAD,,,,", "the passage has no words", "no text"),
    ("Act.,80427,Ann,sccif-asa-2024,,,,,", "the row says nothing", "no label"),
    ("Act.,80427,Ann,sccif-asa-2024,LEAD", "the row has 5 cells, the first line has 9", "cut"),
]


@pytest.mark.parametrize(("row", "what", "why"), BAD_ROWS, ids=[row[2] for row in BAD_ROWS])
def test_a_bad_row_is_named_and_the_others_are_taken(
    read: Read, row: str, what: str, why: str
) -> None:
    labels = read(f"{HEAD}{row}\n{ROW}")
    assert len(labels.coded) == 1, why
    [failed] = labels.failed
    assert (failed.file, failed.line) == ("labels.txt", 2)
    assert what in failed.what
    assert failed.remedy.endswith(".")
    assert str(failed).startswith("labels.txt, line 2: ")


def test_lines_are_counted_as_an_editor_does(read: Read) -> None:
    broken = ROW.replace("LEAD,", "LED,")
    labels = read(HEAD + ROW.replace(". P", ".\n\nP") + broken)
    assert [failed.line for failed in labels.failed] == [5]


def test_a_wrong_number_of_sentences_costs_the_sentences_alone(read: Read) -> None:
    labels = read(HEAD + ROW.replace("SW", "SWW"))
    [failed] = labels.failed
    assert failed.partly
    assert "3 sentences, but the passage has 2" in failed.what
    [coding] = labels.coded[0].codings
    assert (coding.area, coding.sentences) == ("LEAD", None)


def test_the_same_coder_twice_is_a_mistake(read: Read) -> None:
    labels = read(HEAD + ROW + ROW.replace("LEAD,", "EXP,"))
    assert [said.area for said in labels.coded[0].codings] == ["LEAD"]
    assert "has coded the passage" in labels.failed[0].what


BAD_FILES = [
    (b"", "the file is empty", "nothing"),
    (b" \n\n", "the file is empty", "white space"),
    ("text,coder\ncaf\u00e9,Ann".encode("cp1252"), "no UTF-8 text", "saved by an old program"),
    ((HEAD + ROW).encode("utf-16"), "no UTF-8 text", "another encoding"),
    (b"PK\x03\x04\x00\x00", "the file is no text", "a spreadsheet's own format"),
    (b"Leaders act swiftly.\nPlans drift.\n", "in no format", "mere text"),
    (b"text,group,coder\nAct.,1,Ann\n", "the column framework is missing", "a column"),
    (b"coder,framework\nAnn,x\n", "the column text or passage_id is missing", "no passage"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "what", "why"), BAD_FILES, ids=[row[2] for row in BAD_FILES])
def test_a_bad_file_is_a_failed_row(read: Read, content: bytes, what: str, why: str) -> None:
    labels = read(content)
    assert labels.coded == (), why
    [failed] = labels.failed
    assert failed.line is None
    assert what in failed.what
    assert "labels.txt: " in str(failed)


def test_a_quotation_that_never_ends_costs_what_follows(read: Read) -> None:
    labels = read(f'{HEAD}{ROW}"Act.,80427,Ann,sccif-asa-2024,LEAD,,,,\n')
    assert len(labels.coded) == 1
    assert "after line 2 the file is no CSV" in labels.failed[0].what


def test_a_file_that_is_missing_or_too_large_is_said_to_be(
    tmp_path: Path, frameworks: dict[str, Framework], monkeypatch: pytest.MonkeyPatch
) -> None:
    [failed] = read_labels(tmp_path / "no.csv", "gold/1", frameworks).failed
    assert "cannot be read (No such file" in failed.what
    monkeypatch.setattr("pipelines.labelled.reading.LARGEST", 10)
    (tmp_path / "big.csv").write_text(HEAD + ROW)
    [failed] = read_labels(tmp_path / "big.csv", "gold/1", frameworks).failed
    assert "larger than" in failed.what


@pytest.mark.parametrize("codebook", ["", "  ", "x" * 101])
def test_without_a_codebook_nothing_is_read(read: Read, codebook: str) -> None:
    with pytest.raises(SettingsError, match="codebook they were made by, with its version"):
        read(HEAD + ROW, codebook=codebook)


class TestPassagesOfTheWorkspace:
    """A row may name a passage; then words and authority are those of the store."""

    HEAD = "passage_id,text,group,coder,framework,area\n"

    def rows(self, passage: str, text: str = "", group: str = "") -> str:
        return f"{self.HEAD}{passage},{text},{group},Ann,sccif-asa-2024,LEAD\n"

    def test_it_is_found_by_its_id(
        self, read: Read, evidence: Evidence, stored: Callable[..., tuple[Passage, ...]]
    ) -> None:
        [passage] = stored("Leaders act.")
        labels = read(self.rows(passage.id, group="somewhere"), evidence)
        [coded] = labels.coded
        assert (coded.id, coded.text) == (passage.id, "Leaders act.")
        assert coded.group == "80427", "the authority of its document, whatever the row says"

    def test_other_words_are_no_match(
        self, read: Read, evidence: Evidence, stored: Callable[..., tuple[Passage, ...]]
    ) -> None:
        [passage] = stored("Leaders act.")
        labels = read(self.rows(passage.id, "Leaders wait."), evidence)
        assert labels.coded == ()
        assert "are not those of the workspace" in labels.failed[0].what

    def test_an_unknown_one_needs_words_and_group(self, read: Read, evidence: Evidence) -> None:
        labels = read(self.rows("p9"), evidence)
        assert "there is no passage p9" in labels.failed[0].what
        [coded] = read(self.rows("p9", "Leaders act.", "80500"), evidence).coded
        assert coded == CodedPassage("p9", "80500", "Leaders act.", "labels.txt", coded.codings)

    def test_a_restricted_one_is_not_learnt_from(
        self, read: Read, evidence: Evidence, stored: Callable[..., tuple[Passage, ...]]
    ) -> None:
        [passage] = stored("Sam said so.", sensitivity="restricted")
        labels = read(self.rows(passage.id), evidence)
        assert labels.coded == ()
        assert "restricted" in labels.failed[0].what
        assert "Sam" not in str(labels.failed[0])

    def test_one_id_means_one_text(self, read: Read) -> None:
        labels = read(
            self.rows("p1", "Leaders act.", "1") + "p1,Leaders wait.,1,Ben,sccif-asa-2024,EXP\n"
        )
        assert len(labels.coded) == 1
        assert labels.failed == (
            Failed(
                "labels.txt", 3, "the passage p1 has other words here than further up",
                "Give passages that differ ids that differ.",
            ),
        )  # fmt: skip


def test_a_text_that_our_export_guarded_is_taken_back(read: Read) -> None:
    labels = read(HEAD + "'-Leaders act.,80427,Ann,sccif-asa-2024,LEAD,,,,\n")
    assert labels.coded[0].text == "-Leaders act."


def test_every_column_is_documented() -> None:
    page = (Path(__file__).parents[3] / "docs" / "labels.md").read_text(encoding="utf-8")
    assert [name for name in COLUMNS if f"| `{name}` |" not in page] == []
