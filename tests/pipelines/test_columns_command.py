"""`vouch columns`: guessed, shown, confirmed, and then used by every export with these columns."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from corpus.decisions import open_decisions
from corpus.users import PasswordCost, Users
from corpus.verifying import verify
from corpus.workspace import open_workspace
from pipelines.main import vouch
from pipelines.summary import Summary

Run = Callable[..., Result]
PASSWORD = "a drawer of nine spoons"  # noqa: S105 - of people who are made up
HEAD = "Child ID,Event Date,Recorded on,Type,Friend,Narrative\n"
MAY = HEAD + (
    "C-204,12/03/2024,2/4/2024,Home visit,Kestrel,"
    '"Mara was seen at home and likes school; the Kestrel came along."\n'
    'C-311,13/03/2024,3/4/2024,Phone call,Otter,"Rang the school about the Otter."\n'
)
JUNE = HEAD + 'C-204,20/06/2024,1/7/2024,Home visit,Heron,"She said that the Heron was there."\n'
RIGHT = """columns:
- {header: Child ID, role: case}
- {header: Recorded on, role: date}
- {header: Type, role: kind}
- {header: Friend, role: person}
- {header: Narrative, role: text}
"""
AS_SAL = ("--as", "Sal", "--reason", "looked at the export")


@pytest.fixture
def may(tmp_path: Path) -> Path:
    folder = tmp_path / "exports"
    folder.mkdir()
    (folder / "may.csv").write_text(MAY)
    return folder / "may.csv"


@pytest.fixture
def right(tmp_path: Path) -> Path:
    (tmp_path / "mapping.yaml").write_text(RIGHT)
    return tmp_path / "mapping.yaml"


@pytest.fixture
def place(
    tmp_path: Path, may: Path, vaulted: Callable[[Path], Path], ingested: Callable[..., Summary]
) -> Path:
    """A workspace with a vault and users, into which the export of May was read."""
    root = vaulted(tmp_path / "ws")
    ingested(root, may, sensitivity="restricted")
    with open_decisions(open_workspace(root)) as decisions:
        users = Users(decisions, PasswordCost(1, 8, 1))
        keeper = users.add("Kit", "administrator", PASSWORD)
        users.add("Sal", "qa-reviewer", PASSWORD, keeper)
        users.add("Rae", "researcher", PASSWORD, keeper)
    return root


@pytest.fixture
def run(place: Path, passphrase: str) -> Run:
    def call(*arguments: str) -> Result:
        given = {"VOUCH_PASSPHRASE": passphrase, "VOUCH_PASSWORD": PASSWORD}
        return CliRunner().invoke(vouch, ["--workspace", str(place), *arguments], env=given)

    return call


def shown(run: Run, label: str) -> str:
    rows = json.loads(run("redact", "list", "--json").stdout)
    case = next(str(row["id"]) for row in rows if row["label"] == label)
    return run("redact", "show", case, "--text").stdout


def test_a_guess_is_shown_with_reasons_and_without_a_word_of_the_rows(may: Path) -> None:
    done = CliRunner().invoke(vouch, ["columns", str(may)])

    assert done.exit_code == 0, done.output
    assert "2 rows, columns guessed, not confirmed" in done.stdout
    assert "its name is “event date”; 2 of 2 values are dates" in done.stdout
    assert "such as 99/99/9999" in done.stdout
    assert "it might be 'date' as well, which is “Event Date” now" in done.stdout
    for word in ("Mara", "Kestrel", "school", "C-204", "2024"):
        assert word not in done.stdout


def test_programs_get_the_same(may: Path) -> None:
    (sheet,) = json.loads(CliRunner().invoke(vouch, ["columns", str(may), "--json"]).stdout)
    assert (sheet["rows"], sheet["confirmed"]) == (2, False)
    assert [column["role"] for column in sheet["columns"]] == [
        "case", "date", "other", "kind", "other", "text",
    ]  # fmt: skip
    assert sheet["columns"][4]["shapes"] == ["Aaaaa"]


def test_status_says_so_until_somebody_confirms(run: Run, may: Path, right: Path) -> None:
    assert "Columns guessed, not confirmed: vouch columns FILE" in run("status").stdout
    assert run("columns", str(may), "--use", str(right), *AS_SAL).exit_code == 0
    assert "columns-guessed" not in run("status").stdout
    assert "a mapping of these columns is confirmed" in run("columns", str(may)).stdout


def test_a_written_guess_can_be_confirmed_as_it_is(run: Run, may: Path, tmp_path: Path) -> None:
    run("redact", "list")
    run("redact", "sign", "--all", "--yes", *AS_SAL)
    out = tmp_path / "guess.yaml"

    assert run("columns", str(may), "--write", str(out)).exit_code == 0
    assert "Mara" not in out.read_text()
    done = run("columns", str(may), "--use", str(out), *AS_SAL)

    assert done.exit_code == 0, done.output
    assert "read anew" not in done.stdout, "it changes nothing"
    assert "signed" in run("redact", "list").stdout


def test_a_corrected_mapping_reads_notes_anew_and_closes_what_was_signed(
    run: Run, may: Path, right: Path, place: Path
) -> None:
    run("redact", "list")
    run("redact", "sign", "--all", "--yes", *AS_SAL)
    assert "likes school" in run("search", "likes").stdout.replace("**", "")

    done = run("columns", str(may), "--use", str(right), *AS_SAL)

    assert done.exit_code == 0, done.output
    assert "Confirmed by Sal" in done.stdout
    assert "1 files had been read otherwise and were read anew: 2 notes" in done.stdout
    assert "likes school" not in run("search", "likes").stdout.replace("**", "")
    assert "Kestrel" not in shown(run, "C-204")
    assert run("redact", "list").stdout.count("changed") == 2
    assert verify(open_workspace(place)) == []


def test_later_exports_with_these_columns_go_by_it(
    run: Run, may: Path, right: Path, place: Path, ingested: Callable[..., Summary]
) -> None:
    run("columns", str(may), "--use", str(right), *AS_SAL)
    june = may.with_name("june.csv")
    june.write_text(JUNE)
    ingested(place, june, sensitivity="restricted")

    assert "columns-guessed" not in run("status").stdout
    assert "Heron" not in shown(run, "C-204")


def test_the_event_and_the_files_name_no_column(
    run: Run, may: Path, right: Path, place: Path, held: Callable[..., set[tuple[str, str]]]
) -> None:
    run("columns", str(may), "--use", str(right), *AS_SAL)

    with open_decisions(open_workspace(place)) as decisions:
        (event,) = [one for one in decisions.events() if one.what == "confirm"]
    assert (event.who, event.target_type, event.reason) == ("Sal", "columns", AS_SAL[3])
    assert held(place, ["Recorded on", "Narrative", "Event Date"]) == set()


REFUSED = [
    (["--use", "absent.yaml"], "absent.yaml cannot be read", "no such file"),
    (["--use", "{}", "--as", "Rae", "--reason", "so"], "Rae (researcher) may not", "no right"),
    (["--use", "{}"], "--as NAME --reason WORDS", "nobody says who"),
    (["--sheet", "May"], "has no sheet 'May'", "another sheet"),
]


@pytest.mark.parametrize(("options", "message", "why"), REFUSED)
def test_what_cannot_be_done_is_said(
    run: Run, may: Path, right: Path, options: list[str], message: str, why: str
) -> None:
    done = run("columns", str(may), *(str(right) if one == "{}" else one for one in options))
    assert done.exit_code != 0, why
    assert message in done.output
    assert "Traceback" not in done.output


FILES = [
    ("visit.txt", "Mara was seen at home.\n", "is no spreadsheet", "a note"),
    ("rows.csv", "sep=;\n1;2\n3;4\n", "has no row that names its columns", "no names"),
    ("empty.csv", "", "empty", "an empty file"),
]


@pytest.mark.parametrize(("name", "text", "message", "why"), FILES)
def test_a_file_without_columns_is_said_to_be_so(
    tmp_path: Path, name: str, text: str, message: str, why: str
) -> None:
    (tmp_path / name).write_text(text)
    done = CliRunner().invoke(vouch, ["columns", str(tmp_path / name)])
    assert done.exit_code == 1, why
    assert message in done.output


def test_a_mapping_that_does_not_fit_is_refused_before_anybody_is_asked(
    run: Run, may: Path, right: Path
) -> None:
    right.write_text(RIGHT.replace("Recorded on", "Recorded by"))
    done = run("columns", str(may), "--use", str(right))
    assert done.exit_code == 1
    assert "'Recorded by' is not in" in done.output
    assert "is 'Recorded on' meant?" in done.output
