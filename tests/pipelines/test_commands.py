"""The commands over one small evidence base."""

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Self

import click
import pytest
from click.testing import CliRunner, Result

import pipelines
from corpus.records import Reading
from corpus.search import Hit
from pipelines import local
from pipelines.commands.search import place, shown
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
NOTE = "Case note\n\nThe social worker visited Mara at home. She was found safe and well.\n"


class Here:
    """Staff that reads in this process: the commands are tested here, not the pool."""

    def __init__(self, settings: Settings, temporary: Path, reader: str) -> None:
        self.settings = settings

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        return None

    def run(self, offers: Sequence[Offer]) -> Iterator[Reading]:
        return (read_offer(offer, self.settings) for offer in offers)


def ingested(place: Path, folder: Path, **settings: object) -> local.Summary:
    given = Settings(workspace=place, **settings)  # type: ignore[arg-type]
    return local.ingest([folder], given, staff=Here)


@pytest.fixture(scope="module")
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
    ingested(folder / "workspace", folder / "reports", sensitivity="public")
    ingested(folder / "workspace", folder / "notes")
    return folder / "workspace"


def call(workspace: Path, *arguments: str) -> Result:
    return CliRunner().invoke(vouch, ["--workspace", str(workspace), *arguments])


def test_status_counts_files_and_names_what_was_not_read(base: Path) -> None:
    found = json.loads(call(base, "status", "--json").output)

    assert {name: found["counts"][name] for name in ("ok", "duplicate", "refused", "failed")} == {
        "ok": 2,
        "duplicate": 1,
        "refused": 1,
        "failed": 0,
    }
    assert found["counts"]["restricted"] == 1
    assert found["problems"] == {"empty": 1}
    [bad] = found["not_read"]
    assert (Path(bad["path"]).name, bad["code"]) == ("empty.pdf", "empty")


def test_status_reads_well(base: Path) -> None:
    lines = call(base, "status").output.splitlines()

    assert lines[0] == f"Workspace {base}"
    assert "        4 files offered" in lines
    assert any(line.startswith("refused (empty): ") for line in lines)


def test_search_finds_public_passages_only(base: Path) -> None:
    found = json.loads(call(base, "search", "found", "--json").output)

    [hit] = found
    assert hit["provider"] == "Harrowmere"
    assert "return home interviews" in hit["snippet"]
    assert call(base, "search", "Mara").output.startswith("No passage holds all these words")


def test_search_reads_well_without_a_terminal(base: Path) -> None:
    output = call(base, "search", "missing").output

    assert "Harrowmere · a report.md" in output
    assert "\x1b" not in output
    assert output.endswith("1 passage.\n")


def test_words_that_matched_are_bold_and_wrapping_does_not_count_the_marks() -> None:
    snippet = "word " * 30 + "missing children " + "word " * 30
    at = snippet.index("missing")
    hit = Hit(
        passage_id="p",
        document_id="d",
        document="report.pdf",
        provider=None,
        snippet=snippet,
        marks=((at, at + len("missing children")),),
        pages=(2, 3),
        number="47",
        locator=None,
        headings=("Help",),
        framework="f",
        area="PROT",
        criterion="PROT-1",
        polarity="neutral",
        score=1.0,
    )

    lines = list(shown(hit))

    assert "\x1b[1mmissing\x1b[0m \x1b[1mchildren\x1b[0m" in " ".join(lines)
    assert max(len(click.unstyle(line)) for line in lines) <= 98
    assert click.unstyle(lines[0]) == "report.pdf · pages 2-3, paragraph 47"
    assert place(hit) == "pages 2-3, paragraph 47"


def test_export_goes_to_a_file_by_its_ending_or_to_the_screen(base: Path, tmp_path: Path) -> None:
    done = call(base, "export", "--what", "documents", str(tmp_path / "documents.csv"))
    screen = call(base, "export", "--what", "documents", "-")

    assert done.exit_code == 0
    assert (tmp_path / "documents.csv").read_text().count("\n") >= 5
    rows = [json.loads(line) for line in screen.stdout.splitlines()]
    assert [Path(row["source"]).name for row in rows] == [
        "empty.pdf",
        "note.txt",
        "a report.md",
        "b again.md",
    ]
    assert Path(rows[3]["duplicate_of"]).name == "a report.md"


def test_export_writes_no_word_of_a_restricted_document(base: Path) -> None:
    for what in ("passages", "tags"):
        assert "Mara" not in call(base, "export", "--what", what, "-").output


def test_tag_goes_over_what_is_untagged_and_again_when_asked(tmp_path: Path) -> None:
    (tmp_path / "report.md").write_text(REPORT)
    place = tmp_path / "workspace"
    ingested(place, tmp_path / "report.md", sensitivity="public", tag=False)
    assert call(place, "export", "--what", "tags", "-").stdout == ""

    assert call(place, "tag").output.startswith("1 documents gone over")
    tags = call(place, "export", "--what", "tags", "-").stdout
    assert tags
    assert call(place, "tag").output.startswith("0 documents gone over")
    assert call(place, "tag", "--reprocess").output.startswith("1 documents gone over")
    assert call(place, "export", "--what", "tags", "-").stdout == tags


def test_tag_through_an_unknown_framework_names_the_known(base: Path) -> None:
    result = call(base, "tag", "--framework", "nonsense")

    assert result.exit_code == 1
    assert "sccif-asa-2024" in result.output


def test_verify_finds_nothing_then_finds_a_lost_original(base: Path) -> None:
    assert call(base, "verify").exit_code == 0
    original = next(path for path in (base / "originals").rglob("*") if path.is_file())
    content = original.read_bytes()
    original.unlink()
    try:
        result = call(base, "verify", "--json")
    finally:
        original.write_bytes(content)

    assert result.exit_code == 1
    assert len(json.loads(result.output)) == 1


def test_a_backup_comes_back_as_it_was(base: Path, tmp_path: Path) -> None:
    assert call(base, "backup", str(tmp_path / "b.zip")).exit_code == 0

    assert call(tmp_path / "new", "restore", str(tmp_path / "b.zip")).exit_code == 0

    for what in ("documents", "passages", "tags"):
        arguments = ["export", "--what", what, "-"]
        assert call(tmp_path / "new", *arguments).stdout == call(base, *arguments).stdout


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        pytest.param(["ingest"], 2, id="nothing offered"),
        pytest.param(["ingest", "/no/such/file"], 2, id="a mistyped path"),
        pytest.param(["ingest", ".", "--jobs", "0"], 2, id="no workers"),
        pytest.param(["ingest", ".", "--sensitivity", "secret"], 2, id="an unknown choice"),
        pytest.param(["search"], 2, id="no words"),
        pytest.param(["export", "-"], 2, id="not said what"),
    ],
)
def test_what_is_typed_wrongly_ends_with_status_2(
    base: Path, arguments: list[str], status: int
) -> None:
    assert call(base, *arguments).exit_code == status


def test_a_second_run_reads_nothing_and_changes_no_row(tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    for name in ("a.md", "b.md", "empty.pdf"):
        (tmp_path / "reports" / name).write_text("" if name == "empty.pdf" else REPORT + name)
    place = tmp_path / "workspace"
    first = ingested(place, tmp_path / "reports")
    before = call(place, "export", "--what", "documents", "-").stdout

    class Idle(Here):
        def run(self, offers: Sequence[Offer]) -> Iterator[Reading]:
            raise AssertionError(f"{offers} are read again")

    second = local.ingest([tmp_path / "reports"], Settings(workspace=place), staff=Idle)

    assert first.counts == second.counts == {"ok": 2, "refused": 1}
    assert second.unchanged == 3
    assert call(place, "export", "--what", "documents", "-").stdout == before


def test_a_known_document_under_a_new_path_is_a_row_without_being_read(tmp_path: Path) -> None:
    (tmp_path / "b.md").write_text(REPORT)
    place = tmp_path / "workspace"
    ingested(place, tmp_path / "b.md")
    (tmp_path / "a.md").write_text(REPORT)

    ingested(place, tmp_path / "a.md")

    rows = call(place, "export", "--what", "documents", "-").stdout.splitlines()
    found = {Path(row["source"]).name: row["status"] for row in map(json.loads, rows)}
    assert found == {"a.md": "ok", "b.md": "duplicate"}


def test_a_document_becomes_public_when_the_user_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(REPORT)
    place = tmp_path / "workspace"
    ingested(place, tmp_path / "a.md", sensitivity="restricted")
    assert call(place, "search", "missing", "--json").output == "[]\n"

    ingested(place, tmp_path / "a.md", sensitivity="public")
    ingested(place, tmp_path / "a.md", reprocess=True)

    assert len(json.loads(call(place, "search", "missing", "--json").output)) == 1
    assert "prefect" not in sys.modules


@pytest.mark.parametrize(
    ("engine", "url", "used"),
    [
        pytest.param("auto", None, "local", id="no server is named"),
        pytest.param("auto", "http://127.0.0.1:4200/api", "prefect", id="a server is named"),
        pytest.param("local", "http://127.0.0.1:4200/api", "local", id="the user says local"),
        pytest.param("prefect", None, "prefect", id="the user says Prefect"),
    ],
)
def test_who_runs_the_stages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, engine: str, url: str | None, used: str
) -> None:
    summary = Summary(run_id="1", counts={"partial": 1})
    calls: list[str] = []

    def engine_called(name: str) -> ModuleType:
        module = ModuleType(name)

        def ingest(paths: object, settings: object, **_: object) -> Summary:
            calls.append(name)
            return summary

        module.ingest = ingest  # type: ignore[attr-defined]
        return module

    for name in ("local", "prefect_engine"):
        monkeypatch.setitem(sys.modules, f"pipelines.{name}", engine_called(name))
        monkeypatch.setattr(pipelines, name, sys.modules[f"pipelines.{name}"], raising=False)
    arguments = ["ingest", str(tmp_path), "--engine", engine]

    plain = CliRunner().invoke(vouch, arguments, env={"PREFECT_API_URL": url})
    strict = CliRunner().invoke(vouch, [*arguments, "--strict"], env={"PREFECT_API_URL": url})

    assert {name.partition("_")[0] for name in calls} == {used}
    assert (plain.exit_code, strict.exit_code) == (0, 1)
    assert "1 document read in part" in plain.output
