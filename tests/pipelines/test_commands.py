"""The commands over one small evidence base."""

import json
import shlex
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
from pipelines.commands.search import shown
from pipelines.commands.showing import place
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


WHY_NOTHING = [
    # what is typed, a line of the answer, why
    (["***"], "There is no word to look for: type letters or digits.", "no word at all"),
    (["xyzzy"], "No passage holds all these words.", "a word that is nowhere"),
    (["xyzzy"], "Not searched: 1 restricted document.", "it may be in a restricted one"),
    (["missing", "--area", "FOO"], "--area: no framework has the code FOO. There are EXP", "slip"),
    (["missing", "--area", "FOO"], "Without --area: 1 passage.", "what the filter cost"),
    (["missing", "--framework", "x"], "--framework: there is no x. Known are sccif", "a slip"),
    (
        ["missing", "--provider", "Leeds", "--polarity", "weakness"],
        "Without --polarity and --provider: 1 passage.",
        "two filters",
    ),
]


@pytest.mark.parametrize(("arguments", "line", "why"), WHY_NOTHING)
def test_a_search_without_a_hit_says_why(
    base: Path, arguments: list[str], line: str, why: str
) -> None:
    result = call(base, "search", *arguments)

    assert result.exit_code == 0
    assert any(found.startswith(line) for found in result.output.splitlines()), why


@pytest.mark.parametrize("arguments", [["--area", "prot-1"], ["--framework", "SCCIF-ASA-2024"]])
def test_codes_are_known_however_they_are_written(base: Path, arguments: list[str]) -> None:
    assert "no framework" not in call(base, "search", "xyzzy", *arguments).output
    assert "there is no" not in call(base, "search", "xyzzy", *arguments).output


def test_a_search_that_reached_its_limit_says_so(base: Path) -> None:
    assert call(base, "search", "and", "--limit", "1").output.endswith(
        "1 passage; there may be more, see --limit 5.\n"
    )
    assert call(base, "search", "xyzzy", "--json").output == "[]\n"


def test_what_is_restricted_is_said_where_it_is_missed(base: Path, tmp_path: Path) -> None:
    passages = call(base, "export", "--what", "passages", str(tmp_path / "p.jsonl"))
    documents = call(base, "export", "--what", "documents", str(tmp_path / "d.jsonl"))

    assert "--sensitivity public" in call(base, "status").output
    assert "Left out: 1 restricted document." in passages.stderr
    assert "Left out" not in documents.stderr


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

    assert call(place, "tag").output.startswith("1 document gone over")
    tags = call(place, "export", "--what", "tags", "-").stdout
    assert tags
    assert call(place, "tag").output.startswith("0 documents gone over")
    assert call(place, "tag", "--reprocess").output.startswith("1 document gone over")
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
        pytest.param(["ingest", ""], 2, id="a variable of the shell that is not set"),
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


def test_a_path_that_is_not_there_is_shown_whole(tmp_path: Path) -> None:
    result = call(tmp_path, "ingest", str(tmp_path / "my reports\x1b[2J"))

    assert "%1B[2J" in result.output
    assert "quotation marks" in result.output
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_that_leads_nowhere_is_a_row_also_when_it_is_named(tmp_path: Path) -> None:
    (tmp_path / "circle.pdf").symlink_to("circle.pdf")
    (tmp_path / "gone.pdf").symlink_to("nowhere.pdf")
    place = tmp_path / "workspace"

    result = call(place, "ingest", str(tmp_path / "circle.pdf"), str(tmp_path / "gone.pdf"))

    assert result.exit_code == 0
    assert f"refused (unreadable): {tmp_path}/circle.pdf" in result.output
    assert "a link that leads in a circle" in result.output
    assert f"refused (missing): {tmp_path}/gone.pdf" in result.output


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        (["--provider", "80433"], "--provider: not applied to what is unchanged"),
        (["--provider", "1", "--kind", "x"], "--provider and --kind: not applied"),
        ([], None),
        (["--provider", "80433", "--reprocess"], None),
    ],
)
def test_a_provider_that_comes_too_late_is_not_passed_over_in_silence(
    tmp_path: Path, typed: list[str], line: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.md").write_text(REPORT)
    ingested(tmp_path / "workspace", tmp_path / "a.md")
    ingest = local.ingest
    monkeypatch.setattr(local, "ingest", lambda *a, **k: ingest(*a, **k, staff=Here))

    result = call(tmp_path / "workspace", "ingest", str(tmp_path / "a.md"), *typed)

    assert result.exit_code == 0
    assert ("not applied" in result.output) is (line is not None)
    assert (line or "") in result.output


def test_a_run_that_was_stopped_says_what_is_left(tmp_path: Path) -> None:
    for name in "abc":
        (tmp_path / f"{name}.md").write_text(REPORT + name)

    class Stopped(Here):
        def run(self, offers: Sequence[Offer]) -> Iterator[Reading]:
            yield read_offer(offers[0], self.settings)
            raise KeyboardInterrupt

    settings = Settings(workspace=tmp_path / "workspace")
    paths = [tmp_path / f"{name}.md" for name in "abc"]
    summary = local.ingest(paths, settings, staff=Stopped)

    assert (summary.interrupted, summary.offered, summary.left) == (True, 3, 2)
    assert summary.counts == {"ok": 1}
    assert not summary.clean


def test_the_demo_says_what_to_type_next_so_that_a_shell_takes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        local.ingest, "__kwdefaults__", {**local.ingest.__kwdefaults__, "staff": Here}
    )
    place = tmp_path / "my demo"

    lines = call(place, "demo").stdout.splitlines()
    after = lines[lines.index("What to type next") + 1 :]

    search, export, verify = (shlex.split(line) for line in after[:3])
    assert search == ["vouch", "search", "child*", "missing", "--workspace", str(place)]
    assert export[:2] == ["vouch", "export"]
    for command in (search, verify):
        assert CliRunner().invoke(vouch, command[1:]).exit_code == 0
    assert "vouch ingest FOLDER" in after[3]
