"""`vouch surveys`: looked at, stored by who may sign, found, exported, erased."""

from __future__ import annotations

import csv
import io
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

Run = Callable[..., Result]
PASSWORD = "a drawer of nine spoons"  # noqa: S105 - of people who are made up
AS_SAL = ("--as", "Sal", "--reason", "read the questions and answers")
HEADER = ("Respondent ID", "Submitted", "Name", "Home", "Do you feel safe at home?",
          "What helps you?", "Who is your worker?", "Anything else?")  # fmt: skip
HOMES = ["Oak"] * 22 + ["Elm"] * 17 + ["Ash"] * 2
SAFE = ["Yes"] * 16 + ["No"] * 6 + ["Yes"] * 11 + ["No"] * 6 + ["Yes", ""]
HELPS = ["Music; Sport", "Music", "Sport", "Talking;"]
WORKERS = ["Odile Brackenreed", "Farid Quillfeather", "Odile Brackenreed"]
SECRETS = ("Brackenreed", "Quillfeather", "Pennyworth", "draughty", "Respondent ID")


def responses() -> list[tuple[str, ...]]:
    return [
        (f"R{at:03}", f"{at % 27 + 1:02}/05/2024", "Ann Pennyworth", home, safe, HELPS[at % 4],
         WORKERS[at % 3], "My room is draughty, says Tobin Quillfeather." if at % 20 == 0 else "")
        for at, (home, safe) in enumerate(zip(HOMES, SAFE, strict=True))
    ]  # fmt: skip


@pytest.fixture
def survey(tmp_path: Path) -> Path:
    path = tmp_path / "what brackenreed asked.csv"
    with path.open("w", newline="") as stream:
        csv.writer(stream).writerows([HEADER, *responses()])
    return path


@pytest.fixture
def place(tmp_path: Path, vaulted: Callable[[Path], Path]) -> Path:
    root = vaulted(tmp_path / "ws")
    with open_decisions(open_workspace(root)) as decisions:
        users = Users(decisions, PasswordCost(1, 8, 1))
        keeper = users.add("Kit", "administrator", PASSWORD)
        users.add("Sal", "qa-reviewer", PASSWORD, keeper)
        users.add("Ivy", "inspector", PASSWORD, keeper)
    return root


@pytest.fixture
def run(place: Path, passphrase: str) -> Run:
    def call(*arguments: str) -> Result:
        given = {"VOUCH_PASSPHRASE": passphrase, "VOUCH_PASSWORD": PASSWORD}
        return CliRunner().invoke(vouch, ["--workspace", str(place), *arguments], env=given)

    return call


@pytest.fixture
def stored(run: Run, survey: Path) -> Result:
    done = run("surveys", "import", str(survey), "--title", "Children's survey 2024", "--group-by",
               "Home", "--provider", "URN7", "--framework", "ilacs-2023", *AS_SAL)  # fmt: skip
    assert done.exit_code == 0, done.output
    return done


def test_a_survey_is_looked_at_before_anything_is_stored(
    run: Run, survey: Path, place: Path
) -> None:
    done = run("surveys", "import", str(survey), "--group-by", "Home")

    assert done.exit_code == 0, done.output
    assert "question    Do you feel safe at home?: 2 answers on a scale" in done.stdout
    assert "multiple    What helps you?" in done.stdout
    assert "text        Who is your worker?" in done.stdout
    assert "ignore      Name" in done.stdout
    assert "Yes 28 of 40 (70 %), No 12 of 40 (30 %); no answer 1." in done.stdout
    assert "Nothing is stored yet" in done.stdout
    assert "Brackenreed" not in done.stdout
    assert list((place / "sealed").rglob("*.sealed")) == []


def test_counts_are_stored_found_and_shown(stored: Result, run: Run, place: Path) -> None:
    assert "passages with counts" in stored.stderr
    assert "URN7" in run("surveys", "list").stdout
    shown = run("surveys", "show", "Children's survey 2024").stdout
    assert "Ash and Elm (Home)" in shown, "two of one home are put together with the next"
    assert "Yes 28 of 40" in run("search", "feel safe").stdout.replace("**", "")
    (one,) = json.loads(run("surveys", "list", "--json").stdout)
    rows = json.loads(run("surveys", "show", one["document_id"][:8], "--json").stdout)
    assert rows[0]["question"] == "Do you feel safe at home?"
    assert (rows[0]["answer"], rows[0]["count"], rows[0]["answered"]) == ("Yes", 28, 40)
    assert verify(open_workspace(place)) == []


def test_nothing_of_the_answers_lies_about(
    stored: Result, run: Run, place: Path, held: Callable[..., set[tuple[str, str]]]
) -> None:
    run("redact", "list")
    assert held(place, SECRETS) == set()
    assert "Brackenreed" not in run("export", "-", "--what", "documents").stdout


def test_free_answers_go_the_way_of_case_notes(stored: Result, run: Run) -> None:
    (case,) = json.loads(run("redact", "list", "--json").stdout)
    assert (case["state"], case["notes"]) == ("waiting", 44)
    assert case["kinds"] == {"survey-response": 44}
    assert run("search", "draughty").stdout.count("draughty") == 0

    assert run("redact", "sign", case["id"], *AS_SAL).exit_code == 0

    found = run("search", "draughty").stdout.replace("**", "")
    assert "draughty" in found
    assert "Quillfeather" not in found


def test_the_export_has_every_count_once(stored: Result, run: Run) -> None:
    table = list(csv.DictReader(io.StringIO(
        run("export", "-", "--what", "surveys", "--format", "csv").stdout
    )))  # fmt: skip
    whole = [row for row in table if not row["group_by"]]
    assert [(row["answer"], row["count"], row["answered"]) for row in whole[:3]] == [
        ("Yes", "28", "40"), ("No", "12", "40"), ("no answer", "1", "40"),
    ]  # fmt: skip
    assert {row["group"] for row in table if row["group_by"]} == {"Ash and Elm", "Oak"}
    assert all(not row["count"] or int(row["count"]) >= 5 or row["answer"] == "no answer"
               or row["count"] == "0" for row in table)  # fmt: skip


def test_the_event_says_who_let_the_counts_out(stored: Result, place: Path) -> None:
    with open_decisions(open_workspace(place)) as decisions:
        (event,) = [one for one in decisions.events() if one.what == "sign"]
    assert (event.who, event.target_type) == ("Sal", "survey")
    assert event.after is not None
    assert (event.after["responses"], event.after["role"]) == (41, "qa-reviewer")


def test_the_same_again_leaves_signed_answers_alone(stored: Result, run: Run, survey: Path) -> None:
    (case,) = json.loads(run("redact", "list", "--json").stdout)
    assert run("redact", "sign", case["id"], *AS_SAL).exit_code == 0
    said = ("--provider", "URN7", "--group-by", "Home")
    options = ("surveys", "import", str(survey), *said, *AS_SAL)

    assert run(*options).exit_code == 0
    assert json.loads(run("redact", "list", "--json").stdout)[0]["state"] == "signed"
    assert len(json.loads(run("surveys", "list", "--json").stdout)) == 1

    assert run(*options, "--ignore", "Anything else?").exit_code == 0
    (case,) = json.loads(run("redact", "list", "--json").stdout)
    assert (case["state"], case["notes"]) == ("changed", 41)
    assert "draughty" not in run("search", "draughty").stdout


def test_a_survey_is_erased_after_its_free_answers(stored: Result, run: Run, place: Path) -> None:
    (case,) = json.loads(run("redact", "list", "--json").stdout)
    as_kit = ("--as", "Kit", "--reason", "kept long enough")

    early = run("surveys", "erase", "Children's survey 2024", *as_kit)
    assert early.exit_code == 1
    assert f"vouch retention erase {case['id'][:8]}" in early.output

    assert run("retention", "erase", case["id"], *as_kit).exit_code == 0
    assert run("surveys", "erase", "Children's survey 2024", *as_kit).exit_code == 0
    assert list((place / "sealed").rglob("*.sealed")) == []
    assert "There is no survey here" in run("surveys", "list").stdout
    assert verify(open_workspace(place)) == []


def test_a_table_of_counts_is_stored_without_a_response(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "counts.csv"
    path.write_text("Question,Answer,Oak,Elm\nSafe?,Yes,20,13\nSafe?,No,9,8\n")

    done = run("surveys", "import", str(path), "--counted", "--group-by", "Home", *AS_SAL)

    assert done.exit_code == 0, done.output
    assert "Safe? Oak (Home): Yes 20 of 29 (69 %), No 9 of 29 (31 %)." in done.stdout
    assert "No case" not in run("redact", "list").output
    assert json.loads(run("redact", "list", "--json").stdout) == []


REFUSED = [
    (["--as", "Ivy", "--reason", "so"], "Ivy (inspector) may not sign", "no right to let it out"),
    (["--as", "Sal"], "--as NAME --reason WORDS", "no reason"),
    (["--group-by", "Colour"], "'Colour', said to be 'group', is not in", "no such column"),
    (["--group-by", "Home", "--question", "Home"], "two things", "one column, two meanings"),
    (["--set-size", "1"], "Invalid value", "suppresses nothing"),
    (["--counted"], "is no table of counts", "a row each response"),
    (["--sheet", "May"], "has no sheet called 'May'", "another sheet"),
    (["--set-size", "50"], "has 41 responses, and nothing is told of fewer than 50", "too few"),
]


@pytest.mark.parametrize(("options", "message", "why"), REFUSED)
def test_what_cannot_be_done_is_said(
    run: Run, survey: Path, options: list[str], message: str, why: str
) -> None:
    done = run("surveys", "import", str(survey), *options)
    assert done.exit_code != 0, why
    assert message in done.output
    assert "Brackenreed" not in done.output.replace(str(survey), "")


def test_words_that_look_like_names_are_put_before_who_stores_them(run: Run, survey: Path) -> None:
    done = run("surveys", "import", str(survey), "--question", "Who is your worker?")
    (told,) = [line for line in done.stdout.splitlines() if line.startswith("Look like names")]
    assert "Odile Brackenreed" in told
    assert "Farid Quillfeather" in told
    assert "Elm" not in told


def test_an_unknown_survey_is_said_to_be_so(stored: Result, run: Run) -> None:
    done = run("surveys", "show", "Parents")
    assert done.exit_code == 1
    assert "No survey is called 'Parents'" in done.output
