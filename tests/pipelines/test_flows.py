"""The Prefect engine: the same evidence as the local engine, and nothing of it in Prefect."""

from __future__ import annotations

import importlib
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from corpus.evidence import open_evidence
from corpus.exports import write
from corpus.problems import SettingsError, VouchError
from corpus.workspace import open_workspace
from pipelines import local, prefect_engine
from pipelines.batches import Batch, dismiss
from pipelines.figures import Figure, Figures
from pipelines.gating import Verdict
from pipelines.orders import Order, TagOrder, TrainOrder, WatchOrder, paths_of, settings_of
from pipelines.parts import read_part
from pipelines.prefect_environment import VARIABLES, prepare
from pipelines.settings import Settings
from pipelines.summary import Bad, Summary
from pipelines.training import Trained

pytestmark = pytest.mark.prefect

ROOT = Path(__file__).parents[2]
WORDS = "Alexandra was visited weekly"
NOTE = f"1. Leaders act swiftly and children are safe.\n\n2. {WORDS} by her social worker.\n"


@pytest.fixture(scope="session")
def flows(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The flows, on a server of their own; starting it takes 10 to 30 seconds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PREFECT_HOME", str(tmp_path_factory.mktemp("prefect")))
        for name, value in VARIABLES.items():
            patch.setenv(name, value)
        module = importlib.import_module("pipelines.flows")
        prefect_settings = importlib.import_module("prefect.settings")
        harness = importlib.import_module("prefect.testing.utilities").prefect_test_harness
        heartbeat = prefect_settings.PREFECT_FLOWS_HEARTBEAT_FREQUENCY
        with (
            harness(server_startup_timeout=120),
            prefect_settings.temporary_settings({heartbeat: None}),
        ):
            yield module


@pytest.fixture(scope="session")
def tasking(flows: Any) -> Any:
    return importlib.import_module("pipelines.flows.tasking")


@pytest.fixture(scope="session")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case note, its copy, further notes, and an error page that is called a PDF."""
    folder = tmp_path_factory.mktemp("inbox")
    (folder / "alexandra.txt").write_text(NOTE)
    (folder / "copy.txt").write_text(NOTE)
    for number in range(3):
        (folder / f"note {number}.md").write_text(f"# Visit {number}\n\n- {WORDS}.\n- She is safe.")
    (folder / "report.pdf").write_text("<html><body>404 Not Found</body></html>")
    return folder


@pytest.fixture(scope="session")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("ingested") / "evidence"


@pytest.fixture(scope="session")
def summary(flows: Any, inbox: Path, workspace: Path) -> Summary:
    """The account of one run of the flow over the inbox, which the tests below look at."""
    order = Order(paths=(str(inbox),), workspace=str(workspace), jobs=2, sensitivity="public")
    found: Summary = flows.ingest(order)
    return found


def exported(workspace: Path, out: Path) -> dict[str, bytes]:
    found = {}
    out.mkdir()
    with open_evidence(open_workspace(workspace), read_only=True) as evidence:
        for what in ("documents", "passages", "tags"):
            write(evidence, what, "jsonl", out / what)
            found[what] = (out / what).read_bytes()
    return found


def what_prefect_holds() -> str:
    """Return all that is in the database of the server, once the logs have arrived there."""
    importlib.import_module("prefect.logging.handlers").APILogWorker.drain_all()
    importlib.import_module("prefect.events.worker").EventsWorker.drain_all()
    url = importlib.import_module("prefect.settings").PREFECT_SERVER_DATABASE_CONNECTION_URL
    database = Path(url.value().partition("///")[2])
    files = [database, *database.parent.glob(f"{database.name}-*")]
    return "".join(path.read_bytes().decode("latin-1") for path in files)


def test_the_flow_accounts_for_every_file(summary: Summary) -> None:
    assert summary.counts == {"ok": 4, "duplicate": 1, "refused": 1}
    assert [bad.code for bad in summary.bad] == ["html-as-pdf"]


def test_its_evidence_is_that_of_the_local_engine(
    summary: Summary, inbox: Path, workspace: Path, tmp_path: Path
) -> None:
    settings = Settings(workspace=tmp_path / "local", jobs=1, sensitivity="public")
    local.ingest([inbox], settings)
    assert exported(workspace, tmp_path / "a") == exported(tmp_path / "local", tmp_path / "b")


def test_nothing_is_left_between_tasks_and_store(summary: Summary, workspace: Path) -> None:
    assert [path.name for path in (workspace / "cache").rglob("*")] == []


def test_prefect_holds_the_figures_but_no_word_and_no_name(summary: Summary) -> None:
    held = what_prefect_holds()
    assert f"Run {summary.run_id}: 4 ok, 0 partial, 1 duplicate, 1 refused, 0 failed." in held
    assert "| html-as-pdf | 1 |" in held
    for secret in (WORDS, "social worker", "act swiftly", "alexandra", "Visit 1", "404 Not"):
        assert secret not in held


def test_no_result_is_kept(summary: Summary) -> None:
    storage = importlib.import_module("prefect.settings").PREFECT_LOCAL_STORAGE_PATH.value()
    assert not list(Path(storage).rglob("*"))


def test_the_same_order_again_reads_nothing(
    flows: Any, summary: Summary, inbox: Path, workspace: Path
) -> None:
    order = Order(paths=(str(inbox),), workspace=str(workspace), jobs=1, sensitivity="public")
    again = flows.ingest(order)
    assert again.unchanged == 5
    assert again.counts == summary.counts


def test_reprocessing_keeps_every_id(
    flows: Any, summary: Summary, inbox: Path, workspace: Path, tmp_path: Path
) -> None:
    before = exported(workspace, tmp_path / "before")
    order = Order(paths=(str(inbox),), workspace=str(workspace), jobs=1, sensitivity="public")
    assert flows.reprocess(order).unchanged == 0
    assert exported(workspace, tmp_path / "after") == before


def test_tagging_again_keeps_every_id_and_tells_prefect_counts(
    flows: Any, summary: Summary, workspace: Path, tmp_path: Path
) -> None:
    before = exported(workspace, tmp_path / "before")
    order = TagOrder(workspace=str(workspace), jobs=2, reprocess=True)

    counts = flows.retag(order)

    assert counts["documents"] == 4
    assert counts["tags"] == before["tags"].count(b"\n")
    assert exported(workspace, tmp_path / "after") == before
    assert [path.name for path in (workspace / "cache").rglob("*")] == []
    assert flows.retag(TagOrder(workspace=str(workspace))) == dict.fromkeys(counts, 0)
    held = what_prefect_holds()
    assert f"Tagged: 4 documents, {counts['tags']} tags, 0 failed." in held
    for secret in (WORDS, "social worker", "act swiftly", "alexandra"):
        assert secret not in held


def test_tagging_through_an_unknown_framework_fails_with_the_reason(
    flows: Any, summary: Summary, workspace: Path
) -> None:
    with pytest.raises(SettingsError, match="There is no framework 'nonsense'"):
        flows.retag(TagOrder(workspace=str(workspace), frameworks=("nonsense",)))


def test_training_on_too_little_fails_with_what_it_needs(
    flows: Any, summary: Summary, workspace: Path
) -> None:
    with pytest.raises(SettingsError, match="Training needs at least 10 published reports"):
        flows.train(TrainOrder(workspace=str(workspace)))


def test_the_training_flow_tells_prefect_figures_and_the_verdict(
    flows: Any, summary: Summary, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = importlib.import_module("pipelines.flows.training")
    asked: list[tuple[int, bool]] = []

    def train_on(evidence: Any, settings: Settings, material: Any, wish: Any, say: Any) -> Trained:
        say("Fitting")
        asked.append((len(material.documents), wish.promoting))
        figure = Figure("area", "macro-F1", 0.9414, 0.93, 0.95, 2000, 60)
        figures = Figures({"d1": "north"}, 10, {}, (figure,))
        return Trained("m1", workspace, figures, Verdict(False, ("It is worse.",)), False)

    monkeypatch.setattr(module, "train_on", train_on)

    told = flows.train(TrainOrder(workspace=str(workspace)))

    assert asked == [(4, True)]
    assert (told["model"], told["promoted"], told["reasons"]) == ("m1", False, ["It is worse."])
    held = what_prefect_holds()
    assert "Model m1 is kept and not used." in held
    assert "| area | macro-F1 | 0.941 |" in held
    assert WORDS not in held


def test_labels_for_a_flow_have_whole_paths(flows: Any, workspace: Path, summary: Summary) -> None:
    order = TrainOrder(workspace=str(workspace), labels=("a.csv",), codebooks=("x/1",))
    with pytest.raises(SettingsError, match=r"The path a\.csv is not absolute"):
        flows.train(order)


def test_a_dask_cluster_reads_the_same(
    flows: Any, summary: Summary, inbox: Path, workspace: Path, tmp_path: Path
) -> None:
    pytest.importorskip("prefect_dask", reason="the extra 'scale' is not installed")
    there = tmp_path / "evidence"
    order = Order(
        paths=(str(inbox),), workspace=str(there), jobs=1, sensitivity="public", dask="local"
    )
    assert flows.ingest(order).counts == summary.counts
    assert exported(there, tmp_path / "a") == exported(workspace, tmp_path / "b")


def test_a_strict_run_fails_with_the_reason(flows: Any, inbox: Path, tmp_path: Path) -> None:
    paths = (str(inbox / "report.pdf"),)
    order = Order(paths=paths, workspace=str(tmp_path / "evidence"), jobs=1, strict=True)
    with pytest.raises(VouchError, match="1 of 1 files are not in order"):
        flows.ingest(order)


def test_what_is_restricted_is_sealed_and_prefect_holds_no_word_and_no_name(
    flows: Any, tmp_path: Path, vaulted: Callable[[Path], Path], held: Callable[..., object]
) -> None:
    # What an order names is a parameter of its run: Prefect keeps it.
    folder = tmp_path / "inbox" / "Thistlemere"
    folder.mkdir(parents=True)
    (folder / "Osgood.txt").write_text("Osgood Quillfeather keeps a sandalwood box.")
    (folder / "Osgood locked.pdf").write_text("")
    place = vaulted(tmp_path / "evidence")
    named = (str(tmp_path / "inbox"),)
    order = Order(paths=named, workspace=str(place), jobs=1, sensitivity="restricted")

    assert flows.ingest(order).counts == {"ok": 1, "refused": 1}

    secrets = ("Quillfeather", "sandalwood", "Thistlemere", "Osgood")
    kept = what_prefect_holds()
    assert not [secret for secret in secrets if secret in kept]
    assert held(place, secrets) == set()


def test_a_watched_folder_is_read_once_its_files_rest(
    flows: Any, tmp_path: Path, vaulted: Callable[[Path], Path]
) -> None:
    vaulted(tmp_path / "evidence")
    folder = tmp_path / "inbox"
    folder.mkdir()
    (folder / "note.txt").write_text(NOTE)
    order = WatchOrder(
        paths=(str(folder),), workspace=str(tmp_path / "evidence"), jobs=1, settle_seconds=1000
    )
    assert flows.watch(order) is None
    resting = order.model_copy(update={"settle_seconds": 0})
    assert flows.watch(resting).counts == {"ok": 1}
    assert flows.watch(resting) is None


def test_a_run_that_cannot_read_at_all_fails_and_leaves_no_parts(
    flows: Any, tasking: Any, inbox: Path, tmp_path: Path
) -> None:
    settings = Settings(workspace=tmp_path / "evidence", jobs=1, sensitivity="public")

    def broken() -> Summary:
        reader = "no_such_module:read"
        return local.ingest([inbox], settings, reader=reader, staff=tasking.TaskPool)

    flow = importlib.import_module("prefect").flow
    with pytest.raises(VouchError, match="no_such_module"):
        flow(broken)()
    assert not open_workspace(settings.workspace).parts.exists()
    # What it had begun is told, and the next run takes it up.
    assert local.ingest([inbox], settings).counts["ok"] == 4


def test_the_command_lines_engine_runs_the_flow(flows: Any, inbox: Path, tmp_path: Path) -> None:
    settings = Settings(workspace=tmp_path / "evidence", jobs=1, sensitivity="public")
    assert prefect_engine.ingest([inbox / "alexandra.txt"], settings).counts == {"ok": 1}


def test_a_server_that_does_not_answer_is_named(
    flows: Any, inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nobody = "http://127.0.0.1:9/api"
    monkeypatch.setenv("PREFECT_API_URL", nobody)
    settings = importlib.import_module("prefect.settings")
    with (
        settings.temporary_settings({settings.PREFECT_API_URL: nobody}),
        pytest.raises(SettingsError, match=r"at http://127.0.0.1:9/api does not answer"),
    ):
        prefect_engine.ingest([inbox], Settings(workspace=tmp_path))


def test_the_task_alone_needs_no_server(tasking: Any, tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text(NOTE)
    settings = Settings(workspace=tmp_path / "evidence", jobs=1, sensitivity="public")
    parts = open_workspace(settings.workspace, create=True).parts
    parts.mkdir()
    gathered = local.gather([note], settings)
    batch = Batch(
        gathered.offers, parts / "1.jsonl", settings, tmp_path / "temporary", local.READER
    )
    assert tasking.read_batch_task.fn(batch) == {"ok": 1}
    dismiss()
    (reading,) = read_part(batch.part)
    assert WORDS in reading.passages[1].text


@pytest.mark.parametrize(
    ("error", "again"),
    [
        pytest.param(PermissionError("a network drive that is away"), True, id="I/O"),
        pytest.param(VouchError("an unknown framework"), False, id="ours: the same every time"),
        pytest.param(ValueError("a defect"), False, id="a defect"),
    ],
)
def test_only_io_is_tried_again(tasking: Any, error: Exception, again: bool) -> None:
    failed = importlib.import_module("prefect.states").Failed(data=error)
    assert tasking.is_io(None, None, failed) is again


def test_an_error_that_quotes_a_document_reaches_prefect_without_its_words(flows: Any) -> None:
    without_words = importlib.import_module("pipelines.flows.guarding").without_words
    with pytest.raises(VouchError) as caught, without_words("reading a batch"):
        raise ValueError(f"cannot parse {WORDS!r}")
    assert "ValueError" in str(caught.value)
    assert WORDS not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize("dask", ["local", "tcp://10.0.0.1:8786"])
def test_dask_without_a_server_is_refused(flows: Any, tasking: Any, dask: str) -> None:
    settings = importlib.import_module("prefect.settings")
    with (
        settings.temporary_settings({settings.PREFECT_API_URL: None}),
        pytest.raises(SettingsError, match="Dask needs a running Prefect server"),
    ):
        tasking.task_runner(dask, 2, {})


@pytest.mark.parametrize(
    ("offers", "jobs", "dask", "size"),
    [
        pytest.param(349, 2, None, 64, id="all reports"),
        pytest.param(66, 2, None, 33, id="shared out between the workers"),
        pytest.param(5000, 4, "local", 200, id="a task costs more on Dask"),
        pytest.param(1, 8, None, 1, id="a single file"),
        pytest.param(0, 2, None, 1, id="nothing to read"),
    ],
)
def test_batches_are_worth_their_task(
    tasking: Any, offers: int, jobs: int, dask: str | None, size: int
) -> None:
    assert tasking.batch_size(offers, jobs, dask) == size


def test_the_artifact_counts_problems_by_code(flows: Any) -> None:
    markdown = importlib.import_module("pipelines.flows.reporting").markdown
    bad = [Bad("/in/Alexandra.pdf", "refused", code, WORDS) for code in ("empty", "empty", "x")]
    text = "\n".join(markdown(Summary("r1", {"ok": 1200, "refused": 3}, bad=tuple(bad))))
    assert "| ok | 1,200 |" in text
    assert "| empty | 2 |\n| x | 1 |" in text
    assert "Alexandra" not in text


DEPLOYMENTS = yaml.safe_load((ROOT / "prefect.yaml").read_text())["deployments"]


@pytest.mark.parametrize("deployment", DEPLOYMENTS, ids=lambda found: found["name"])
def test_a_deployment_finds_its_flow_and_parameters(flows: Any, deployment: dict[str, Any]) -> None:
    load = importlib.import_module("prefect.flows").load_flow_from_entrypoint
    flow = load(deployment["entrypoint"])
    assert flow is getattr(flows, flow.name)
    assert flow.validate_parameters(dict(deployment["parameters"])) is not None
    assert flow.persist_result is False


@pytest.mark.parametrize("deployment", DEPLOYMENTS, ids=lambda found: found["name"])
def test_a_deployment_is_one_writer_and_quiet(deployment: dict[str, Any]) -> None:
    assert deployment["concurrency_limit"] == {"limit": 1, "collision_strategy": "ENQUEUE"}
    environment = deployment["work_pool"]["job_variables"]["env"]
    assert environment.items() <= VARIABLES.items()


def test_deployments_fetch_nothing_and_keep_their_hours() -> None:
    plan = yaml.safe_load((ROOT / "prefect.yaml").read_text())
    assert (plan["build"], plan["push"], plan["pull"]) == (None, None, [])
    schedules = {entry["name"]: entry.get("schedules", []) for entry in plan["deployments"]}
    assert set(schedules) == {
        "ad-hoc", "nightly", "watch-folder", "watch-case-notes", "re-process", "re-tag", "train",
    }  # fmt: skip
    assert schedules["nightly"][0]["cron"] == "0 2 * * *"
    assert schedules["watch-folder"][0]["interval"] == 600


def test_case_notes_are_watched_as_restricted_and_in_a_folder_of_their_own() -> None:
    [order] = [
        entry["parameters"]["order"] for entry in DEPLOYMENTS if entry["name"] == "watch-case-notes"
    ]
    assert settings_of(WatchOrder(workspace="/srv/vouch", **order)).sensitivity == "restricted"
    # Whatever stands for a folder that nobody named: never the folders of the reports.
    for nothing in ("", *order["paths"]):
        with pytest.raises(SettingsError, match="not absolute"):
            paths_of(WatchOrder(paths=(nothing,)), {"VOUCH_FOLDERS": "/srv/reports"})


def test_what_the_user_chose_for_prefect_stays() -> None:
    environ = {"PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "300"}
    prepare(environ)
    assert environ == {**VARIABLES, "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "300"}
