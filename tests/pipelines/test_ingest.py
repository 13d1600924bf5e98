"""Ingests one after the other, and what `vouch ingest` makes of what is typed."""

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner, Result

import pipelines
from corpus.evidence import Evidence, open_evidence
from corpus.problems import WorkspaceError
from corpus.records import Reading
from corpus.verifying import verify
from corpus.workspace import Workspace, open_workspace
from pipelines import local
from pipelines.main import vouch
from pipelines.offers import Offer
from pipelines.settings import Settings
from pipelines.stages import read_offer
from pipelines.summary import Summary

Call = Callable[..., Result]
Ingested = Callable[..., Summary]
Vaulted = Callable[[Path], Path]


def test_a_second_run_reads_nothing_and_changes_no_row(
    tmp_path: Path, call: Call, ingested: Ingested, here: type, report: str
) -> None:
    (tmp_path / "reports").mkdir()
    for name in ("a.md", "b.md", "empty.pdf"):
        (tmp_path / "reports" / name).write_text("" if name == "empty.pdf" else report + name)
    place = tmp_path / "workspace"
    first = ingested(place, tmp_path / "reports", sensitivity="public")
    before = call(place, "export", "--what", "documents", "-").stdout

    class Idle(here):
        def run(self, offers: Sequence[Offer]) -> Iterator[Reading]:
            raise AssertionError(f"{offers} are read again")

    second = local.ingest([tmp_path / "reports"], Settings(workspace=place), staff=Idle)

    assert first.counts == second.counts == {"ok": 2, "refused": 1}
    assert second.unchanged == 3
    assert call(place, "export", "--what", "documents", "-").stdout == before


def test_a_known_document_under_a_new_path_is_a_row_without_being_read(
    tmp_path: Path, call: Call, ingested: Ingested, report: str
) -> None:
    (tmp_path / "b.md").write_text(report)
    place = tmp_path / "workspace"
    ingested(place, tmp_path / "b.md", sensitivity="public")
    (tmp_path / "a.md").write_text(report)

    ingested(place, tmp_path / "a.md")

    rows = call(place, "export", "--what", "documents", "-").stdout.splitlines()
    found = {Path(row["source"]).name: row["status"] for row in map(json.loads, rows)}
    assert found == {"a.md": "ok", "b.md": "duplicate"}


def test_a_document_becomes_public_when_the_user_says_so(
    tmp_path: Path, call: Call, ingested: Ingested, report: str, vaulted: Vaulted
) -> None:
    (tmp_path / "a.md").write_text(report)
    place = vaulted(tmp_path / "workspace")
    ingested(place, tmp_path / "a.md", sensitivity="restricted")
    assert call(place, "search", "missing", "--json").output == "[]\n"

    ingested(place, tmp_path / "a.md", sensitivity="public")
    ingested(place, tmp_path / "a.md", reprocess=True)

    assert len(json.loads(call(place, "search", "missing", "--json").output)) == 1


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


def test_a_path_that_is_not_there_is_shown_whole(tmp_path: Path, call: Call) -> None:
    result = call(tmp_path, "ingest", str(tmp_path / "my reports\x1b[2J"))

    assert "%1B[2J" in result.output
    assert "quotation marks" in result.output
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_that_leads_nowhere_is_a_row_also_when_it_is_named(
    tmp_path: Path, call: Call
) -> None:
    (tmp_path / "circle.pdf").symlink_to("circle.pdf")
    (tmp_path / "gone.pdf").symlink_to("nowhere.pdf")
    place = tmp_path / "workspace"

    result = call(place, "ingest", str(tmp_path / "circle.pdf"), str(tmp_path / "gone.pdf"))

    assert result.exit_code == 0
    assert f"refused (unreadable): {tmp_path}/circle.pdf" in result.output
    assert "a link that leads in a circle" in result.output
    assert f"refused (missing): {tmp_path}/gone.pdf" in result.output


TOO_LATE = [
    # typed at the second ingest, what is said about it
    (["--provider", "80433"], "--provider: not applied to what is unchanged; add --reprocess."),
    (["--provider", "1", "--kind", "x"], "--provider and --kind: not applied"),
    ([], None),
    (["--provider", "80433", "--reprocess"], None),
]


def test_a_provider_that_comes_too_late_is_not_passed_over_in_silence(
    tmp_path: Path, call: Call, ingested: Ingested, report: str, in_process: None
) -> None:
    (tmp_path / "a.md").write_text(report)
    ingested(tmp_path / "workspace", tmp_path / "a.md", sensitivity="public")

    for typed, line in TOO_LATE:
        result = call(tmp_path / "workspace", "ingest", str(tmp_path / "a.md"), *typed)

        assert result.exit_code == 0
        assert ("not applied" in result.output) is (line is not None), typed
        assert (line or "") in result.output


def test_a_run_that_was_stopped_says_what_is_left(tmp_path: Path, here: type, report: str) -> None:
    for name in "abc":
        (tmp_path / f"{name}.md").write_text(report + name)

    class Stopped(here):
        def run(self, offers: Sequence[Offer]) -> Iterator[Reading]:
            yield read_offer(offers[0], self.settings)
            raise KeyboardInterrupt

    settings = Settings(workspace=tmp_path / "workspace", sensitivity="public")
    paths = [tmp_path / f"{name}.md" for name in "abc"]
    summary = local.ingest(paths, settings, staff=Stopped)

    assert (summary.interrupted, summary.offered, summary.left) == (True, 3, 2)
    assert summary.counts == {"ok": 1}
    assert not summary.clean


def test_a_disk_that_fills_up_takes_nothing_that_was_stored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ingested: Ingested, report: str
) -> None:
    place, offered = tmp_path / "workspace", tmp_path / "offered"
    offered.mkdir()
    (offered / "first.md").write_text(report)
    ingested(place, offered, sensitivity="public")
    before = sorted(path.name for path in place.rglob("*"))
    for number in range(200):
        (offered / f"{number}.md").write_text(f"{report}\n" + f"{number} " * 2000)
    with monkeypatch.context() as small:
        small.setattr(local, "open_evidence", on_a_full_disk)
        with pytest.raises(WorkspaceError, match="the disk is full"):
            ingested(place, offered, sensitivity="public")

    assert verify(open_workspace(place)) == []
    with open_evidence(open_workspace(place), read_only=True) as evidence:
        known = {source.path: source for source in evidence.sources()}
    assert known[str(offered / "first.md")].status == "ok"
    assert {source.problem.code for source in known.values() if source.problem} <= {"interrupted"}
    assert sorted(path.name for path in (place / "cache").rglob("*")) == []
    assert ingested(place, offered, sensitivity="public").counts == {"ok": 201}
    assert set(before) <= {path.name for path in place.rglob("*")}


@contextmanager
def on_a_full_disk(workspace: Workspace) -> Iterator[Evidence]:
    with open_evidence(workspace) as evidence:
        # SQLite itself says "full": the file may grow by some pages only.
        [(pages,)] = evidence.query("PRAGMA page_count")
        evidence.db.execute(f"PRAGMA max_page_count = {pages + 60}")
        yield evidence


def test_slow_documents_are_saved_before_their_batch_is_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, here: type, report: str
) -> None:
    for name in "abc":
        (tmp_path / f"{name}.md").write_text(report + name)
    place = tmp_path / "workspace"
    stored: list[int] = []

    class Watched(here):
        def run(self, offers: Sequence[Offer]) -> Iterator[Reading]:
            for offer in offers:
                yield read_offer(offer, self.settings)
                with open_evidence(open_workspace(place), read_only=True) as evidence:
                    stored.append(evidence.counts()["ok"])

    settings = Settings(workspace=place, batch_size=2, sensitivity="public")
    paths = [tmp_path / f"{name}.md" for name in "abc"]
    local.ingest(paths, settings, staff=Watched)
    monkeypatch.setattr(local, "_SAVE_AFTER", 0.0)
    local.ingest(paths, replace(settings, reprocess=True), staff=Watched)

    assert stored[:3] == [0, 2, 2]
    assert stored[3:] == [1, 2, 3]


def test_what_cannot_be_stored_is_counted_as_failed(
    tmp_path: Path, here: type, report: str
) -> None:
    for name in "ab":
        (tmp_path / f"{name}.md").write_text(report + name)

    class Garbled(here):
        def run(self, offers: Sequence[Offer]) -> Iterator[Reading]:
            first, second = (read_offer(offer, self.settings) for offer in offers)
            yield replace(first, passages=(replace(first.passages[0], text="not its slice"),))
            yield second

    paths = [tmp_path / "a.md", tmp_path / "b.md"]
    settings = Settings(workspace=tmp_path / "workspace", sensitivity="public")
    summary = local.ingest(paths, settings, staff=Garbled)

    assert summary.counts == {"failed": 1, "ok": 1}
    assert [(Path(bad.path).name, bad.code) for bad in summary.bad] == [("a.md", "unstorable")]


def test_what_was_not_tagged_is_tagged_by_the_next_ingest(
    tmp_path: Path, call: Call, ingested: Ingested, report: str
) -> None:
    (tmp_path / "a.md").write_text(report)
    place = tmp_path / "workspace"
    ingested(place, tmp_path / "a.md", sensitivity="public", tag=False)
    assert call(place, "export", "--what", "tags", "-").stdout == ""

    summary = ingested(place, tmp_path / "a.md")

    assert summary.unchanged == 1
    assert call(place, "export", "--what", "tags", "-").stdout


def test_the_summary_counts_restricted_documents_read_now_or_before(
    tmp_path: Path, ingested: Ingested, report: str, vaulted: Vaulted
) -> None:
    (tmp_path / "a.md").write_text(report)
    place = vaulted(tmp_path / "workspace")

    assert ingested(place, tmp_path / "a.md").restricted == 1
    assert ingested(place, tmp_path / "a.md").restricted == 1
    assert ingested(place, tmp_path / "a.md", sensitivity="public").restricted == 0


def test_leftovers_of_a_killed_run_are_gone_after_the_next(
    tmp_path: Path, ingested: Ingested, report: str
) -> None:
    (tmp_path / "a.md").write_text(report)
    place = tmp_path / "workspace"
    ingested(place, tmp_path / "a.md")
    for left in (
        "cache/temporary/tess_1.png",
        "cache/parts/000001.jsonl",
        "originals/aa/.part-1-x",
    ):
        (place / left).parent.mkdir(parents=True, exist_ok=True)
        (place / left).write_text("half a file")
    (tmp_path / "b.md").write_text(report + "b")

    ingested(place, tmp_path / "b.md")

    left = [path.name for path in place.rglob("*") if path.is_file()]
    assert not {"tess_1.png", "000001.jsonl", ".part-1-x"} & set(left)
