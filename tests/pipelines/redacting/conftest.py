"""Two families in a quarantine, as an ingest leaves them, and those who may decide about them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from corpus.users import User
from corpus.vault import Vault, open_vault
from corpus.workspace import open_workspace
from pipelines.redacting.cases import Case, open_cases
from pipelines.redacting.preparing import prepare
from pipelines.settings import Settings
from pipelines.summary import Summary

QUILL = """Child: Mara Quillfeather
DOB: 04/05/2014

Date: 12/03/2024
Case: LCS-4410023
Type: Home visit
Author: Social Worker

Mara Quillfeather was seen at home with her mother, Odile Quillfeather. Mara said that she likes \
school. Odile can be rung on 07700 900123.

Date: 19/03/2024
Type: Supervision
Author: Team Manager

Supervision of the social worker was regular. Mara is safe at home and Odile works with the plan.
"""
BRACK = """Child: Tobin Brackenreed

Date: 02/02/2017
Case: LCS-9920041
Type: Home visit
Author: Social Worker

Tobin Brackenreed told the social worker that he is happy with his carer. Leaders visit often.
"""


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    (folder / "mara quillfeather.txt").write_text(QUILL)
    (folder / "tobin.txt").write_text(BRACK)
    return folder


@pytest.fixture
def place(
    tmp_path: Path,
    inbox: Path,
    vaulted: Callable[[Path], Path],
    ingested: Callable[..., Summary],
) -> Path:
    """A workspace with a vault, into which the inbox was read."""
    root = vaulted(tmp_path / "ws")
    ingested(root, inbox, sensitivity="restricted")
    return root


@pytest.fixture
def vault(place: Path, passphrase: str) -> Iterator[Vault]:
    with open_vault(open_workspace(place), passphrase) as opened:
        yield opened


@pytest.fixture
def cases(vault: Vault) -> dict[str, Case]:
    """The two cases, looked through, by the family's name."""
    prepare(vault)
    found = {case.label: case for case in open_cases(vault)}
    return {
        "quill": next(case for label, case in found.items() if "4410023" in label),
        "brack": next(case for label, case in found.items() if "9920041" in label),
    }


@pytest.fixture
def settings(place: Path) -> Settings:
    return Settings(workspace=place, frameworks=("ilacs-2023",))


def user(role: str) -> User:
    return User(role, role.capitalize(), role, "2024-01-01T00:00:00+00:00")  # type: ignore[arg-type]


@pytest.fixture
def signer() -> User:
    return user("qa-reviewer")


@pytest.fixture
def keeper() -> User:
    return user("administrator")


@pytest.fixture
def reader() -> User:
    return user("researcher")
