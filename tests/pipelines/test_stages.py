"""The stages over one offered file: what a Reading holds, and how what goes wrong becomes a row."""

import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from corpus.problems import WorkspaceError
from corpus.records import Reading
from corpus.workspace import open_workspace, original_path
from pipelines import quarantine, stages
from pipelines.logs import logging_to
from pipelines.offers import gather
from pipelines.settings import Settings

TEXT = "# Supervision\n\nSupervision of social workers is regular and reflective.\n"


@pytest.fixture
def place(tmp_path: Path, vaulted: Callable[[Path], Path]) -> Path:
    return vaulted(tmp_path / "workspace")


def read(place: Path, text: str | bytes = TEXT, at: str = "a.md", **given: object) -> Reading:
    path = place.parent / "offered" / at
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    settings = Settings(workspace=place, **given)  # type: ignore[arg-type]
    [offer] = gather([path], settings).offers
    return stages.read_offer(offer, settings)


def test_a_document_passes_every_stage(place: Path) -> None:
    reading = read(place, sensitivity="public")

    assert reading.source.status == "ok"
    assert reading.document is not None
    assert reading.extraction is not None
    assert reading.document.id == reading.source.sha256 == reading.extraction.document_id
    assert original_path(open_workspace(place), reading.document.id).read_text() == TEXT
    text = reading.extraction.text
    assert reading.passages
    assert all(text[cut.start : cut.end] == cut.text for cut in reading.passages)
    assert {tag.passage_id for tag in reading.tags} <= {cut.id for cut in reading.passages}
    assert reading.tags
    assert reading.seconds > 0


@pytest.mark.parametrize(
    ("given", "sensitivity", "tagged"),
    [
        pytest.param({}, "restricted", False, id="unknown is restricted"),
        pytest.param({"sensitivity": "public"}, "public", True, id="the user says so"),
        pytest.param({"sensitivity": "restricted"}, "restricted", False, id="or so"),
        pytest.param({"sensitivity": "public", "tag": False}, "public", False, id="not wanted"),
    ],
)
def test_only_public_documents_are_tagged(
    place: Path, given: dict[str, object], sensitivity: str, tagged: bool
) -> None:
    reading = read(place, **given)

    assert reading.document is not None
    assert reading.document.sensitivity == sensitivity
    assert bool(reading.tags) is tagged
    assert bool(reading.passages) is (sensitivity == "public"), "what is sealed leaves no word"


def test_the_provider_is_the_users_word_then_the_folders(place: Path) -> None:
    at = "80433_Harrowmere/a.md"

    assert [
        reading.source.provider
        for reading in (read(place, at=at, provider="99"), read(place, at=at), read(place))
    ] == ["99", "80433", None]


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        pytest.param(b"", "a.pdf", "empty", id="nothing in it"),
        pytest.param(
            b"<html><body>Not found</body></html>", "a.pdf", "html-as-pdf", id="a web page"
        ),
        pytest.param(
            b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "a.pdf", "unknown-format", id="picture"
        ),
    ],
)
def test_a_refused_document_is_a_row_and_leaves_nothing(
    place: Path, content: bytes, name: str, code: str
) -> None:
    reading = read(place, content, name)

    assert reading.source.status == "refused"
    assert reading.source.problem is not None
    assert reading.source.problem.code == code
    assert reading.problems == (reading.source.problem,)
    assert reading.document is None
    assert not list((place / "originals").rglob("*"))


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (KeyError("Mara was found"), "failed", "internal-error"),
        (RecursionError("Mara was found"), "refused", "nested-too-deep"),
        (MemoryError("Mara was found"), "failed", "too-much-memory"),
    ],
)
def test_a_defect_is_a_row_and_the_log_says_where_but_not_what(
    place: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, status: str, code: str
) -> None:
    def broken(*_: object) -> None:
        raise error

    monkeypatch.setattr(stages, "printed", broken)
    with logging_to(place / "logs") as log:
        reading = read(place)

    assert reading.source.status == status
    assert reading.source.problem is not None
    assert reading.source.problem.code == code
    assert "Mara" not in repr(reading)
    written = log.read_text() if log.exists() else ""
    assert "Mara" not in written
    assert "offered" not in written, "nobody has called it public: its path may name somebody"
    if code == "internal-error":
        line = json.loads(written)
        assert line["error"] == "KeyError"
        assert "in broken" in line["trace"][-1] or line["trace"][-1].endswith(" broken")


@pytest.mark.parametrize(
    ("sensitivity", "module", "keeps"),
    [
        pytest.param("public", stages, "keep_original", id="as it is"),
        pytest.param("restricted", quarantine, "put", id="sealed"),
    ],
)
def test_an_unusable_workspace_is_no_fault_of_the_document(
    place: Path,
    monkeypatch: pytest.MonkeyPatch,
    sensitivity: str,
    module: ModuleType,
    keeps: str,
) -> None:
    def full(*_: object) -> None:
        raise WorkspaceError("The disk is full.")

    monkeypatch.setattr(module, keeps, full)

    with pytest.raises(WorkspaceError, match="full"):
        read(place, sensitivity=sensitivity)
