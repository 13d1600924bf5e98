"""`vouch users`: the first administrator and the vault, others by one, no secret anywhere."""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from corpus.decisions import open_decisions
from corpus.problems import AccessError
from corpus.sealing import Cost
from corpus.users import REFUSED, PasswordCost, Users, unrecorded
from corpus.vault import create_vault, open_vault
from corpus.workspace import Workspace, open_workspace
from pipelines.commands.secrets_asked import signed_in
from pipelines.main import vouch
from pipelines.settings import SECRETS, unknown_variables

WORDS = "otter lantern gravel spoon"
OTHER = "badger velvet anchor plum"
THIRD = "ferret marble copper sail"
VAULT = "juniper harbour window oat"
FIRST = {"VOUCH_PASSWORD": WORDS, "VOUCH_PASSPHRASE": VAULT}
Run = Callable[..., Result]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "workspace"


@pytest.fixture
def place(root: Path) -> Workspace:
    """A workspace with a vault, the administrator Ann and the QA reviewer Ben, made cheaply."""
    made = open_workspace(root, create=True)
    create_vault(made, VAULT, Cost(n=4, r=1, p=1)).close()
    with open_decisions(made) as decisions:
        users = Users(decisions, PasswordCost(1, 8, 1))
        ann = users.add("Ann", "administrator", WORDS)
        users.add("Ben", "qa-reviewer", OTHER, by=ann)
    return made


@pytest.fixture
def run(root: Path) -> Run:
    def call(*arguments: str, typed: str | None = None, **environ: str) -> Result:
        clean = dict.fromkeys(SECRETS) | environ
        line = ["--workspace", str(root), "users", *arguments]
        result = CliRunner().invoke(vouch, line, env=clean, input=typed)
        for secret in (WORDS, OTHER, THIRD, VAULT):
            assert secret not in result.output
        return result

    return call


def names(place: Workspace) -> dict[str, str]:
    with open_decisions(place, read_only=True) as decisions:
        assert list(unrecorded(decisions)) == []
        return {user.name: user.role for user in Users(decisions).all() if not user.disabled}


def lets_in(place: Workspace, name: str, password: str) -> bool:
    with open_decisions(place) as decisions:
        try:
            Users(decisions, PasswordCost(1, 8, 1)).check(name, password)
        except AccessError:
            return False
    return True


# The first


def test_the_first_user_comes_with_the_vault(root: Path, run: Run) -> None:
    done = run("add", "Ann", "--role", "administrator", **FIRST)
    assert done.exit_code == 0, done.output
    place = open_workspace(root)
    assert names(place) == {"Ann": "administrator"}
    assert lets_in(place, "Ann", WORDS)
    with open_vault(place, VAULT) as vault:
        assert vault.unseal(vault.seal(b"note", "case"), "case") == b"note"
    assert "Made" in done.output
    assert "Not lost are" in done.output
    for path in root.rglob("*"):
        for secret in (WORDS, VAULT):
            assert path.is_dir() or secret.encode() not in path.read_bytes()


NOT_FIRST = [
    (("Ann", "--role", "qa-reviewer"), FIRST, "type --role administrator", "no administrator"),
    (("Ann", "--role", "administrator", "--as", "Ann"), FIRST, "without --as", "added by nobody"),
    (("--", "-x"), FIRST, "Missing option '--role'", "no role"),
    (("A\x1bnn", "--role", "administrator"), FIRST, "is no name for a user", "an odd name"),
    (("Ann", "--role", "administrator"), {**FIRST, "VOUCH_PASSWORD": "short"},
     "password has 5 characters", "a weak password"),
    (("Ann", "--role", "administrator"), {**FIRST, "VOUCH_PASSPHRASE": "short"},
     "passphrase has 5 characters", "a weak passphrase"),
    (("Ann", "--role", "administrator"), {"VOUCH_PASSWORD": WORDS},
     "Set the variable VOUCH_PASSPHRASE", "nobody to ask for the passphrase"),
    (("Ann", "--role", "administrator"), {}, "Set the variable VOUCH_NEW_PASSWORD",
     "nobody to ask for the password"),
    (("Ann", "--role", "owner"), FIRST, "is not one of", "no such role"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "environ", "words", "why"), NOT_FIRST, ids=[row[3] for row in NOT_FIRST]
)
def test_a_first_user_that_is_refused_leaves_no_trace(
    root: Path, run: Run, arguments: tuple[str, ...], environ: dict[str, str], words: str, why: str
) -> None:
    done = run("add", *arguments, **environ)
    assert done.exit_code != 0, why
    assert words in " ".join(done.output.split())
    assert not root.exists()


def test_a_foreign_folder_is_refused_before_anything_is_asked(root: Path, run: Run) -> None:
    root.mkdir()
    (root / "holiday.jpg").touch()
    done = run("add", "Ann", "--role", "administrator")
    assert (done.exit_code, "no workspace of Vouch" in done.output) == (1, True)


def test_with_a_vault_there_the_first_user_must_know_its_passphrase(root: Path, run: Run) -> None:
    """So it is after an addition that ended half way, and where review.db was lost."""
    place = open_workspace(root, create=True)
    create_vault(place, VAULT, Cost(n=4, r=1, p=1)).close()
    before = place.vault.read_bytes()
    wrong = run(
        "add", "Mal", "--role", "administrator", VOUCH_PASSWORD=WORDS, VOUCH_PASSPHRASE=OTHER
    )
    assert (wrong.exit_code, "does not open" in wrong.output) == (1, True)
    assert not place.review.exists()
    done = run("add", "Ann", "--role", "administrator", **FIRST)
    assert done.exit_code == 0, done.output
    assert "Opened" in done.output
    assert names(place) == {"Ann": "administrator"}
    assert place.vault.read_bytes() == before


def test_of_two_first_users_at_once_one_is_told_to_begin_again(root: Path) -> None:
    command = [sys.executable, "-m", "pipelines.main", "--workspace", str(root), "users", "add"]
    environ = {**os.environ, **FIRST}
    runs = [
        subprocess.Popen(
            [*command, name, "--role", "administrator"],
            env={**environ, "VOUCH_PASSPHRASE": f"{VAULT} {name}"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for name in ("Ann", "Eve")
    ]
    outputs = [one.communicate(timeout=120) for one in runs]
    codes = [one.returncode for one in runs]
    assert sorted(codes) == [0, 1], outputs
    winner = ("Ann", "Eve")[codes.index(0)]
    place = open_workspace(root)
    assert names(place) == {winner: "administrator"}
    open_vault(place, f"{VAULT} {winner}").close()


# Others


def test_a_keeper_adds_others(place: Workspace, run: Run) -> None:
    done = run(
        "add", "Eve", "--role", "researcher", "--as", "ann",
        VOUCH_PASSWORD=WORDS, VOUCH_NEW_PASSWORD=THIRD,
    )  # fmt: skip
    assert (done.exit_code, done.output) == (0, "Eve was added as researcher.\n")
    assert lets_in(place, "Eve", THIRD)


@pytest.mark.parametrize("end", ["\n", "\r\n", "", "\nmore\n"])
def test_a_program_may_write_the_new_password(place: Workspace, run: Run, end: str) -> None:
    line = ("add", "Eve", "--role", "researcher", "--as", "Ann", "--password-stdin")
    done = run(*line, typed=THIRD + end, VOUCH_PASSWORD=WORDS)
    assert done.exit_code == 0, done.output
    assert lets_in(place, "Eve", THIRD)


REFUSALS = [
    (("add", "Eve", "--role", "administrator"), {}, "type --as ADMINISTRATOR", "nobody adds"),
    (("add", "Eve", "--role", "administrator", "--as", "Ben"), {"VOUCH_PASSWORD": OTHER},
     "Ben (QA reviewer) may not add or change users", "a QA reviewer adds"),
    (("add", "Eve", "--role", "administrator", "--as", "Ann"), {"VOUCH_PASSWORD": OTHER}, REFUSED,
     "the wrong password"),
    (("add", "Eve", "--role", "administrator", "--as", "Nobody"), {"VOUCH_PASSWORD": WORDS},
     REFUSED, "the wrong name"),
    (("add", "BEN", "--role", "researcher", "--as", "Ann"), {"VOUCH_PASSWORD": WORDS},
     "There is a user BEN already", "a name that is taken"),
    (("add", "Eve", "--role", "researcher", "--as", "Ann"), {}, "Set the variable VOUCH_PASSWORD",
     "nobody to ask"),
    (("disable", "Ben"), {"VOUCH_PASSWORD": WORDS}, "Missing option '--as'", "nobody disables"),
    (("disable", "Ann", "--as", "Ann"), {"VOUCH_PASSWORD": WORDS}, "the last admin", "last"),
    (("disable", "Ann", "--as", "Ben"), {"VOUCH_PASSWORD": OTHER}, "may not", "QA disables"),
    (("enable", "Nobody", "--as", "Ann"), {"VOUCH_PASSWORD": WORDS}, "There is no user", "nobody"),
    (("role", "Ben", "administrator", "--as", "Ben"), {"VOUCH_PASSWORD": OTHER}, "may", "rises"),
    (("passwd", "Ann", "--as", "Ben"), {"VOUCH_PASSWORD": OTHER}, "may not", "sets Ann's"),
    (("passwd", "Ann"), {"VOUCH_PASSWORD": OTHER}, REFUSED, "does not know the old one"),
    (("passphrase",), {"VOUCH_PASSPHRASE": OTHER}, "does not open", "the wrong passphrase"),
    (("passphrase",), {"VOUCH_PASSPHRASE": VAULT, "VOUCH_NEW_PASSPHRASE": "short"},
     "passphrase has 5 characters", "a weak passphrase"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "environ", "words", "why"), REFUSALS, ids=[row[3] for row in REFUSALS]
)
def test_what_is_refused_changes_nothing(
    place: Workspace,
    run: Run,
    arguments: tuple[str, ...],
    environ: dict[str, str],
    words: str,
    why: str,
) -> None:
    new = {"VOUCH_NEW_PASSWORD": THIRD} | environ
    before = place.vault.read_bytes()
    done = run(*arguments, **new)
    assert done.exit_code != 0, why
    assert words in " ".join(done.output.split())
    assert names(place) == {"Ann": "administrator", "Ben": "qa-reviewer"}
    assert place.vault.read_bytes() == before
    with open_decisions(place, read_only=True) as decisions:
        assert len(list(decisions.events())) == 2


def test_a_lost_vault_without_items_is_made_again_by_a_keeper(place: Workspace, run: Run) -> None:
    place.vault.unlink()
    keeper = {"VOUCH_PASSWORD": WORDS, "VOUCH_NEW_PASSWORD": THIRD, "VOUCH_PASSPHRASE": OTHER}
    done = run("add", "Eve", "--role", "researcher", "--as", "Ann", **keeper)
    assert done.exit_code == 0, done.output
    open_vault(place, OTHER).close()


def test_a_user_is_disabled_enabled_and_given_a_role(place: Workspace, run: Run) -> None:
    keeper = {"VOUCH_PASSWORD": WORDS}
    assert run("disable", "Ben", "--as", "Ann", **keeper).output == "Ben is disabled.\n"
    assert names(place) == {"Ann": "administrator"}
    assert "disabled 20" in run("list").output
    assert run("enable", "ben", "--as", "Ann", **keeper).exit_code == 0
    done = run("role", "Ben", "inspector", "--as", "Ann", **keeper)
    assert done.output == "Ben is inspector now.\n"
    assert names(place) == {"Ann": "administrator", "Ben": "inspector"}


def test_passwords_are_changed_by_their_owner_and_by_a_keeper(place: Workspace, run: Run) -> None:
    done = run("passwd", "Ben", VOUCH_PASSWORD=OTHER, VOUCH_NEW_PASSWORD=THIRD)
    assert (done.exit_code, done.output) == (0, "Ben has another password.\n")
    assert lets_in(place, "Ben", THIRD)
    done = run(
        "passwd", "Ben", "--as", "Ann", "--password-stdin", typed=OTHER, VOUCH_PASSWORD=WORDS
    )
    assert done.exit_code == 0, done.output
    assert (lets_in(place, "Ben", OTHER), lets_in(place, "Ben", THIRD)) == (True, False)


def test_the_passphrase_is_changed(place: Workspace, run: Run) -> None:
    done = run("passphrase", VOUCH_PASSPHRASE=VAULT, VOUCH_NEW_PASSPHRASE=THIRD)
    assert done.exit_code == 0, done.output
    open_vault(place, THIRD).close()


@pytest.mark.parametrize(
    "line",
    [("add", "Eve", "--role", "keeper", "--as", "Ann"), ("role", "Ben", "keeper", "--as", "Ann")],
    ids=["added", "changed"],
)
def test_a_role_typed_by_its_former_name_is_told_the_one_of_today(
    place: Workspace, run: Run, line: tuple[str, ...]
) -> None:
    done = run(*line, VOUCH_PASSWORD=WORDS, VOUCH_NEW_PASSWORD=THIRD)
    assert done.exit_code == 2
    assert "the role keeper is called administrator now" in done.output
    assert names(place) == {"Ann": "administrator", "Ben": "qa-reviewer"}


# Listing


def test_the_list_holds_no_hash(place: Workspace, run: Run) -> None:
    done = run("list", "--json")
    listed = json.loads(done.output)
    assert [sorted(user) for user in listed] == [["added", "disabled", "name", "role"]] * 2
    assert [(user["name"], user["role"], user["disabled"]) for user in listed] == [
        ("Ann", "administrator", None),
        ("Ben", "qa-reviewer", None),
    ]
    plain = run("list").output
    assert plain.startswith("Ann: administrator, added 20")
    assert "argon2" not in plain + done.output


def test_where_nobody_is_yet_the_list_says_how_to_begin(root: Path, run: Run) -> None:
    open_workspace(root, create=True)
    assert "vouch users add NAME --role administrator" in run("list").output
    assert json.loads(run("list", "--json").output) == []
    assert not (root / "review.db").exists()
    done = run("passwd", "Ann", VOUCH_PASSWORD=WORDS)
    assert (done.exit_code, "has no users yet" in done.output) == (1, True)


def test_the_variables_are_no_slips_of_the_pen() -> None:
    assert unknown_variables(dict.fromkeys(SECRETS, "x")) == ()


def test_other_commands_ask_who_acts(place: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOUCH_PASSWORD", OTHER)
    assert signed_in(place, "ben").role == "qa-reviewer"
    monkeypatch.setenv("VOUCH_PASSWORD", WORDS)
    with pytest.raises(AccessError):
        signed_in(place, "Ben")


# A real terminal


# What a script starts in the background ignores Ctrl-C; this command is to hear it.
HEARING = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
from pipelines.main import main
main()
"""


class Terminal:
    """A command at a terminal of its own."""

    def __init__(self, root: Path, *arguments: str) -> None:
        import pty  # noqa: PLC0415 - POSIX alone

        environ = {name: value for name, value in os.environ.items() if name not in SECRETS}
        self.screen, inner = pty.openpty()
        command = [sys.executable, "-c", HEARING, "--workspace", str(root), "users"]
        self.process = subprocess.Popen(
            [*command, *arguments], stdin=inner, stdout=inner, stderr=inner, env=environ,
            start_new_session=True,
        )  # fmt: skip
        os.close(inner)
        self.seen = ""

    def wait_for(self, words: str) -> None:
        end = time.monotonic() + 60
        while words not in self.seen and time.monotonic() < end:
            if not select.select([self.screen], [], [], 1)[0]:
                continue
            try:
                self.seen += os.read(self.screen, 4096).decode()
            except OSError:
                break
        assert words in self.seen

    def answer(self, question: str, words: str) -> None:
        """Wait for a question, forget the screen, and type."""
        self.wait_for(question)
        self.seen = ""
        time.sleep(0.1)
        os.write(self.screen, (words + "\n").encode())

    def end(self) -> int:
        with contextlib.suppress(AssertionError):
            self.wait_for("\0")
        return self.process.wait(timeout=60)


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="pseudo-terminals")
def test_at_a_terminal_each_is_asked_twice_and_never_shown(root: Path) -> None:
    terminal = Terminal(root, "add", "Ann", "--role", "administrator")
    terminal.answer("New password of Ann", WORDS)
    terminal.answer("Repeat for confirmation", OTHER)
    terminal.answer("New password of Ann", WORDS)
    terminal.answer("Repeat for confirmation", WORDS)
    terminal.answer("New passphrase", VAULT)
    terminal.answer("Repeat for confirmation", VAULT)
    terminal.wait_for("Ann was added as administrator.")
    assert WORDS not in terminal.seen
    assert VAULT not in terminal.seen
    assert terminal.end() == 0
    assert lets_in(open_workspace(root), "Ann", WORDS)


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="pseudo-terminals")
def test_who_stops_at_a_question_leaves_no_trace(root: Path) -> None:
    terminal = Terminal(root, "add", "Ann", "--role", "administrator")
    terminal.answer("New password of Ann", WORDS)
    terminal.answer("Repeat for confirmation", WORDS)
    terminal.wait_for("New passphrase")
    terminal.process.send_signal(signal.SIGINT)
    assert terminal.end() == 1
    assert "Aborted" in terminal.seen
    assert not root.exists()
