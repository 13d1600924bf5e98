"""The command line as a whole: help is cheap, mistakes are messages, nothing heavy is loaded."""

import errno
import json
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from corpus.problems import VouchError, WorkspaceError
from pipelines.main import COMMANDS, Commands, vouch

ROOT = Path(__file__).parents[2]
HEAVY = ("prefect", "numpy", "sklearn", "pydantic", "pypdfium2", "spacy", "sqlite_utils", "rich")


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pipelines.main", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("name", list(COMMANDS))
def test_help_says_of_a_command_what_the_command_says_of_itself(name: str) -> None:
    command = vouch.get_command(click.Context(vouch), name)

    assert command is not None
    assert command.name == name
    assert (command.help or "").partition("\n\n")[0] == COMMANDS[name]


def test_help_imports_nothing_heavy_and_no_command() -> None:
    script = (
        "import sys\n"
        "from click.testing import CliRunner\n"
        "from pipelines.main import vouch\n"
        "sys.exit(CliRunner().invoke(vouch, ['--help']).exit_code)\n"
    )
    loaded = imported_by(script)

    assert "pipelines.main" in loaded
    assert [name for name in HEAVY if name in loaded] == []
    assert [name for name in loaded if name.startswith("pipelines.commands.")] == []


def imported_by(script: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", script],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}


@pytest.mark.skipif(sys.platform == "win32", reason="needs the times of a child process")
def test_help_is_cheap() -> None:
    before = os.times()
    assert run("--help").returncode == 0
    after = os.times()

    spent = after.children_user + after.children_system
    spent -= before.children_user + before.children_system
    # The aim is 0.3 s of a free core; a busy one takes up to three times as long for the same.
    assert spent < 0.9


def test_a_command_that_is_not_there_is_a_usage_mistake() -> None:
    result = CliRunner().invoke(vouch, ["elsewhere", "80433"])

    assert result.exit_code == 2
    assert "No such command" in result.output


@pytest.mark.parametrize("name", ["status", "search", "export", "tag", "verify", "backup"])
def test_a_workspace_that_is_not_there_is_a_message_and_status_1(name: str, tmp_path: Path) -> None:
    rest = {"search": ["x"], "export": ["--what", "tags", "-"], "backup": [str(tmp_path / "b.zip")]}
    at = ["--workspace", str(tmp_path / "nowhere")]

    result = CliRunner().invoke(vouch, [name, *at, *rest.get(name, [])])

    assert result.exit_code == 1
    assert "There is no workspace" in result.output
    assert "Traceback" not in result.output


def test_errors_on_purpose_are_messages_and_defects_are_not_hidden() -> None:
    @click.command(cls=Commands)
    def group() -> None:
        """Hold the two commands."""

    def raising(error: Exception) -> click.Command:
        def callback() -> None:
            raise error

        return click.Command("x", callback=callback)

    class Own(Commands):
        def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command:
            errors = {
                "told": WorkspaceError("told"),
                "gone": BrokenPipeError(errno.EPIPE, "Broken pipe"),
                "full": OSError(errno.ENOSPC, "No space left on device", "/w/cache"),
            }
            return raising(errors.get(cmd_name, KeyError("defect")))

    told = CliRunner().invoke(Own("own"), ["told"])
    assert (told.exit_code, told.output) == (1, "Error: told\n")
    full = CliRunner().invoke(Own("own"), ["full"])
    assert (full.exit_code, full.output.count("\n")) == (1, 1)
    assert full.output.startswith("Error: /w/cache: No space left on device. Check the disk")
    # click ends quietly where a reader such as `head` has gone away.
    gone = CliRunner().invoke(Own("own"), ["gone"])
    assert (gone.exit_code, gone.output) == (1, "")
    defect = CliRunner().invoke(Own("own"), ["other"])
    assert isinstance(defect.exception, KeyError)
    assert not isinstance(defect.exception, VouchError)


def test_the_workspace_may_stand_before_or_after_the_command_or_in_a_variable(
    tmp_path: Path,
) -> None:
    place = str(tmp_path / "nowhere")
    spellings: list[tuple[list[str], dict[str, str]]] = [
        (["--workspace", place, "status"], {}),
        (["status", "--workspace", place], {}),
        (["status"], {"VOUCH_WORKSPACE": place}),
    ]
    for arguments, environ in spellings:
        assert place in CliRunner().invoke(vouch, arguments, env=environ).output


def test_the_reference_is_up_to_date() -> None:
    script = ROOT / "docs" / "make_cli_reference.py"
    done = subprocess.run([sys.executable, str(script), "--check"], check=False)

    assert done.returncode == 0, "run python docs/make_cli_reference.py"


def test_doctor_prints_json_and_says_what_is_there(tmp_path: Path) -> None:
    arguments = ["doctor", "--json", "--workspace", str(tmp_path / "new")]
    result = CliRunner().invoke(vouch, arguments, env={"VOUCH_JOB": "3"})

    checks = {check["name"]: check for check in json.loads(result.output)}
    assert checks["SQLite"]["state"] == "ok"
    assert "is not there yet" in checks["Workspace"]["found"]
    assert checks["VOUCH_JOB"]["state"] == "optional"
    assert result.exit_code == int(any(check["state"] == "missing" for check in checks.values()))


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    done = subprocess.run(  # noqa: S602 - a pipe is what is tested
        f'"{sys.executable}" -m pipelines.main doctor --workspace "{tmp_path}/new" | head -c 1',
        cwd=ROOT,
        shell=True,
        capture_output=True,
        text=True,
        check=False,
    )

    assert "Traceback" not in done.stderr
    assert "BrokenPipe" not in done.stderr
