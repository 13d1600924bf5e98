"""A small evidence base, read in this process, and the command line over it."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Self

import pytest
from click.testing import CliRunner, Result

from corpus.records import Reading
from corpus.sealing import Cost
from corpus.vault import create_vault
from corpus.workspace import open_workspace
from pipelines import local
from pipelines.main import vouch
from pipelines.offers import Offer
from pipelines.settings import Settings
from pipelines.stages import read_offer
from pipelines.summary import Summary

REPORT = """# Inspection of Harrowmere children's services

## Help and protection

1. Children who go missing are found quickly, and return home interviews are offered in good time.

2. Leaders know their services well. Supervision of social workers is regular and reflective.
"""
OPENS_ALL = "a ferry of seven lanterns"
NOTE = "Case note\n\nThe social worker visited Mara at home. She was found safe and well.\n"


class Here:
    """Staff that reads in this process: what surrounds the pool is tested, not the pool."""

    def __init__(self, settings: Settings, temporary: Path, reader: str) -> None:
        self.settings = settings

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        return None

    def run(self, offers: Sequence[Offer]) -> Iterator[Reading]:
        return (read_offer(offer, self.settings) for offer in offers)


def _ingested(place: Path, folder: Path, **settings: object) -> Summary:
    given = Settings(workspace=place, **settings)  # type: ignore[arg-type]
    return local.ingest([folder], given, staff=Here)


def _call(workspace: Path, *arguments: str) -> Result:
    return CliRunner().invoke(vouch, ["--workspace", str(workspace), *arguments])


def _vaulted(place: Path) -> Path:
    create_vault(open_workspace(place, create=True), OPENS_ALL, Cost(n=16, r=1, p=1)).close()
    return place


@pytest.fixture(scope="session")
def passphrase() -> str:
    """What opens every vault of these tests."""
    return OPENS_ALL


@pytest.fixture(scope="session")
def vaulted() -> Callable[[Path], Path]:
    """A function: make a workspace whose vault costs next to nothing to open; its place."""
    return _vaulted


def _held(place: Path, words: Sequence[str]) -> set[tuple[str, str]]:
    found = set()
    for path in place.rglob("*"):
        name = path.relative_to(place).as_posix()
        content = name.encode() + (path.read_bytes() if path.is_file() else b"")
        for word in words:
            coded = [word.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be")]
            if any(one.lower() in content.lower() for one in coded):
                found.add((name, word))
    return found


@pytest.fixture(scope="session")
def held() -> Callable[[Path, Sequence[str]], set[tuple[str, str]]]:
    """A function: which files under a folder hold or are called which of these words, in bytes."""
    return _held


@pytest.fixture
def here() -> type[Here]:
    """The staff, for runs that a test starts itself."""
    return Here


@pytest.fixture
def ingested() -> Callable[..., Summary]:
    """A function: ingest a path into a workspace, under these settings."""
    return _ingested


@pytest.fixture
def in_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands read documents in this process, without workers."""
    defaults = {**(local.ingest.__kwdefaults__ or {}), "staff": Here}
    monkeypatch.setattr(local.ingest, "__kwdefaults__", defaults)


@pytest.fixture
def call() -> Callable[..., Result]:
    """A function: call the command line over a workspace."""
    return _call


@pytest.fixture
def report() -> str:
    """The text of a report with two numbered paragraphs."""
    return REPORT


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a public report, its duplicate, a case note and an empty file."""
    folder = tmp_path_factory.mktemp("base")
    reports = folder / "reports" / "80433_Harrowmere"
    reports.mkdir(parents=True)
    (reports / "a report.md").write_text(REPORT)
    (reports / "b again.md").write_text(REPORT)
    (folder / "notes").mkdir()
    (folder / "notes" / "note.txt").write_text(NOTE)
    (folder / "notes" / "empty.pdf").write_text("")
    _vaulted(folder / "workspace")
    _ingested(folder / "workspace", folder / "reports", sensitivity="public")
    _ingested(folder / "workspace", folder / "notes")
    return folder / "workspace"
