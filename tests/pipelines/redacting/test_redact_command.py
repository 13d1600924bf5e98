"""`vouch redact` and `vouch retention`, as a social worker and an administrator type them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from corpus.decisions import open_decisions
from corpus.users import PasswordCost, Users
from corpus.workspace import open_workspace
from pipelines.main import vouch

Run = Callable[..., Result]
PASSWORD = "a drawer of nine spoons"  # noqa: S105 - of people who are made up


@pytest.fixture
def run(place: Path, passphrase: str) -> Run:
    """A function: run a command in the workspace; `passphrase=None` leaves it out."""
    with open_decisions(open_workspace(place)) as decisions:
        users = Users(decisions, PasswordCost(1, 8, 1))
        keeper = users.add("Kit", "administrator", PASSWORD)
        users.add("Sal", "qa-reviewer", PASSWORD, keeper)
        users.add("Rae", "researcher", PASSWORD, keeper)

    def call(*arguments: str, typed: str | None = None, **env: str) -> Result:
        given = {"VOUCH_PASSPHRASE": passphrase, "VOUCH_PASSWORD": PASSWORD, **env}
        command = ["--workspace", str(place), *arguments]
        return CliRunner().invoke(vouch, command, env=given, input=typed)

    return call


def case_of(run: Run, number: str) -> str:
    rows = json.loads(run("redact", "list", "--json").stdout)
    return next(str(row["id"]) for row in rows if number in row["label"])


AS_SAL = ("--as", "Sal", "--reason", "read every note")


def test_a_case_from_list_to_search(run: Run) -> None:
    listed = run("redact", "list")
    assert listed.exit_code == 0, listed.output
    assert listed.stdout.count("waiting") == 2
    case = case_of(run, "4410023")

    shown = run("redact", "show", case[:8], "--text")
    assert "07700" not in shown.stdout
    assert "places hidden" in shown.stdout
    assert "likes school" in shown.stdout
    assert "Odile" not in shown.stdout

    signed = run("redact", "sign", case[:8], *AS_SAL, "--framework", "ilacs-2023")
    assert signed.exit_code == 0, signed.output
    assert "Signed by Sal: 2 notes" in signed.stdout
    assert "likes school" in run("search", "likes school").stdout.replace("**", "")
    assert "signed" in run("redact", "list").stdout
    told = " ".join(run("search", "--help").stdout.split())
    assert "Case notes are searched once they are signed, without names" in told


def test_a_correction_is_remembered_and_asks_for_another_signature(run: Run) -> None:
    case = case_of(run, "4410023")
    run("redact", "sign", case, *AS_SAL)

    done = run("redact", "correct", case, "--name", "plan", *AS_SAL)

    assert done.exit_code == 0, done.output
    assert "changed" in run("redact", "list").stdout
    assert "likes school" not in run("search", "likes school").stdout.replace("**", "")
    assert "the plan" not in run("redact", "show", case, "--text").stdout
    assert "Signed by Sal" in run("redact", "sign", "--all", "--yes", *AS_SAL).stdout
    assert "changed" not in run("redact", "list").stdout


ALL_AT_ONCE = [
    pytest.param(("--all-waiting",), "2\n", 0, "3 notes can be searched", id="counted"),
    pytest.param(("--all-waiting",), "3\n", 1, "nothing was signed", id="counted wrongly"),
    pytest.param(("--all-waiting",), "", 1, "2 cases with 3 notes wait", id="nobody there"),
    pytest.param(("--all-waiting", "--yes"), "", 0, "3 notes can be searched", id="asked nothing"),
]


@pytest.mark.parametrize(("options", "typed", "code", "words"), ALL_AT_ONCE)
def test_all_that_waits_is_signed_by_somebody_who_knows_how_much(
    run: Run, options: tuple[str, ...], typed: str, code: int, words: str
) -> None:
    run("redact", "list")

    done = run("redact", "sign", *options, *AS_SAL, typed=typed)

    assert done.exit_code == code, done.output
    assert words in done.output
    assert run("redact", "list").stdout.count("waiting") == (2 if code else 0)


def test_a_note_is_of_the_kind_and_day_that_a_person_says(run: Run) -> None:
    case = case_of(run, "4410023")
    run("redact", "sign", case, *AS_SAL)
    text = run("redact", "show", case, "--text").stdout
    note = next(row.split()[2] for row in text.split("\n") if row.startswith("--- visit"))

    done = run("redact", "judge", case, note, "--kind", "complaint", "--day", "2024-03-11", *AS_SAL)

    assert done.exit_code == 0, done.output
    rows = json.loads(run("redact", "list", "--json").stdout)
    [row] = [row for row in rows if row["id"] == case]
    assert row["kinds"] == {"complaint": 1, "supervision": 1}
    assert row["state"] == "changed"
    assert f"--- complaint {note}" in run("redact", "show", case, "--text").stdout


def test_originals_are_shown_to_those_who_may_and_that_is_recorded(run: Run, place: Path) -> None:
    case = case_of(run, "4410023")

    shown = run("redact", "show", case, "--original", "--as", "Sal")

    assert "Odile Quillfeather" in shown.stdout
    with open_decisions(open_workspace(place)) as decisions:
        views = [event for event in decisions.events() if event.what == "view"]
    assert [(event.who, event.target_id) for event in views] == [("Sal", case)]


REFUSED = [
    pytest.param(
        ("redact", "sign", "CASE", "--as", "Rae", "--reason", "why not"), {}, "may not",
        id="a reader signs nothing",
    ),
    pytest.param(
        ("redact", "show", "CASE", "--original", "--as", "Rae"), {}, "may not",
        id="nor sees an original",
    ),
    pytest.param(
        ("retention", "erase", "CASE", *AS_SAL), {}, "may not", id="only an administrator erases",
    ),
    pytest.param(
        ("redact", "sign", "CASE", *AS_SAL), {"VOUCH_PASSWORD": "another of her own"},
        "do not belong together", id="not her password",
    ),
    pytest.param(
        ("redact", "list"), {"VOUCH_PASSPHRASE": "some other passphrase"},
        "Nobody can find a lost passphrase again", id="not the passphrase",
    ),
    pytest.param(
        ("redact", "sign", "00000000", *AS_SAL), {}, "No case is called", id="no such case",
    ),
    pytest.param(
        ("redact", "judge", "CASE", "zzzz", "--kind", "visit", *AS_SAL), {}, "0 notes",
        id="no such note",
    ),
    pytest.param(
        ("redact", "acknowledge", "ffff", "--done", "passed-on", *AS_SAL), {}, "0 signs",
        id="no such statement",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "env", "words"), REFUSED)
def test_what_is_refused_says_why_and_changes_nothing(
    run: Run, arguments: tuple[str, ...], env: dict[str, str], words: str
) -> None:
    case = case_of(run, "4410023")

    done = run(*(case if one == "CASE" else one for one in arguments), **env)

    assert done.exit_code == 1
    assert words in done.stderr
    assert run("redact", "list").stdout.count("waiting") == 2


WRONG = [
    (("redact", "sign", *AS_SAL), "Name cases, or say --all"),
    (("redact", "sign", "abcd", "--all", *AS_SAL), "Name cases, or say --all"),
    (("redact", "correct", "abcd", *AS_SAL), "Give --name or --not-name"),
    (("redact", "judge", "CASE", "abcd", *AS_SAL), "Give --kind or --day"),
    (("redact", "judge", "CASE", "abcd", "--day", "May", *AS_SAL), "is no date"),
    (("redact", "show", "CASE", "--original"), "Say who you are"),
    (("redact", "refuse", "CASE", "--as", "Sal"), "--reason"),
]


@pytest.mark.parametrize(("arguments", "words"), WRONG, ids=[words for _, words in WRONG])
def test_a_slip_of_the_pen_is_a_matter_of_usage(
    run: Run, arguments: tuple[str, ...], words: str
) -> None:
    case = case_of(run, "4410023")

    done = run(*(case if one == "CASE" else one for one in arguments))

    assert done.exit_code == 2
    assert words in done.stderr


def test_a_refusal_is_listed(run: Run) -> None:
    case = case_of(run, "9920041")

    assert "stay sealed" in run("redact", "refuse", case, *AS_SAL).stdout
    assert run("redact", "list").stdout.count("refused") == 1


def test_statements_of_risk_wait_until_somebody_says_what_was_done(
    run: Run, place: Path, inbox: Path, ingested: Callable[..., object]
) -> None:
    (inbox / "risk.txt").write_text(
        "Date: 01/04/2024\nCase: LCS-4410023\nType: Contact\nAuthor: Social Worker\n\n"
        "Mara Quillfeather disclosed that her uncle hit her with a belt last night.\n"
    )
    ingested(place, inbox, sensitivity="restricted")
    assert "may be at risk" in run("redact", "list").stdout
    [sign] = json.loads(run("redact", "signs", "--json").stdout)
    assert "hit her" in sign["words"]
    told = run("redact", "signs").stdout
    assert sign["id"][:8] in told
    assert "children's services" in told

    done = run("redact", "acknowledge", sign["id"][:8], "--done", "passed-on", *AS_SAL)

    assert done.exit_code == 0, done.output
    assert "No statement waits" in run("redact", "signs").stdout
    assert "may be at risk" not in run("redact", "list").stdout, "it was answered"


def test_what_is_due_is_listed_and_erased_by_a_keeper(run: Run) -> None:
    run("redact", "list")
    due = run("retention", "list", "--years", "6", "--as-of", "2025-01-01")
    assert "9920041" in due.stdout
    assert "4410023" not in due.stdout
    case = case_of(run, "9920041")

    done = run("retention", "erase", case, "--as", "Kit", "--reason", "kept long enough")

    assert "Erased: 1 notes and 1 files" in done.stdout
    assert "9920041" not in run("redact", "list").stdout
    assert (
        "Nothing is due" in run("retention", "list", "--years", "6", "--as-of", "2025-01-01").stdout
    )
    rows = json.loads(
        run("retention", "list", "--years", "0", "--as-of", "2030-01-01", "--json").stdout
    )
    assert [row["latest"] for row in rows] == ["2024-03-19"]


def test_an_empty_quarantine_says_so(
    tmp_path: Path, vaulted: Callable[[Path], Path], passphrase: str
) -> None:
    place = vaulted(tmp_path / "empty")

    done = CliRunner().invoke(
        vouch, ["--workspace", str(place), "redact", "list"], env={"VOUCH_PASSPHRASE": passphrase}
    )

    assert "Nothing restricted waits here." in done.stdout
