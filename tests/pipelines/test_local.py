"""The local engine with real worker processes: bad input, other runs, interruptions, no network."""

import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pikepdf
import psutil
import pytest
from click.testing import CliRunner
from reportlab.pdfgen import canvas

from corpus.problems import WorkspaceError
from corpus.verifying import verify
from corpus.workspace import open_workspace, writing
from pipelines.local import ingest
from pipelines.main import vouch
from pipelines.settings import Settings

ROOT = Path(__file__).parents[2]
posix = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")

# A run whose documents take their time, and its reader; both in one module that workers import.
SLOW_RUN = """
import os, signal, sys, time
from pathlib import Path

def read(offer, settings):
    from pipelines.stages import read_offer
    time.sleep(float(os.environ["SECONDS_A_DOCUMENT"]))
    return read_offer(offer, settings)

if __name__ == "__main__":
    # What a script starts in the background ignores Ctrl-C; this run is to hear it.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    from pipelines.commands.options import show_summary
    from pipelines.local import ingest
    from pipelines.settings import Settings
    settings = Settings(workspace=Path(sys.argv[1]), jobs=2, batch_size=2, sensitivity="public")
    show_summary(ingest([Path(sys.argv[2])], settings, reader="slow_run:read"), settings)
"""


def drawn(path: Path, words: str = "Leaders act swiftly.", **how: object) -> None:
    page = canvas.Canvas(str(path), invariant=True)
    page.drawString(72, 720, words)
    page.save()


def encrypted(path: Path) -> None:
    drawn(path)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.save(path, encryption=pikepdf.Encryption(owner="o", user="u"))


def without_pages(path: Path) -> None:
    pdf = pikepdf.new()
    pdf.save(path)


def cut_short(path: Path) -> None:
    drawn(path)
    path.write_bytes(path.read_bytes()[:300])


def bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b" " * 400_000_000)


def pipe(path: Path) -> None:
    os.mkfifo(path)


def sparse(path: Path) -> None:
    with path.open("wb") as stream:
        stream.truncate(2_000_000_000)


def web_page(path: Path) -> None:
    path.write_text("<!DOCTYPE html><html><body><h1>404</h1></body></html>")


def word_document(
    path: Path, body: str = "<w:p><w:r><w:t>Staff are kind.</w:t></w:r></w:p>"
) -> None:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        document = f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>'
        archive.writestr("word/document.xml", document)


def deep_word_document(path: Path) -> None:
    word_document(path, "<w:tbl><w:tr><w:tc>" * 4000 + "</w:tc></w:tr></w:tbl>" * 4000)


def word_document_cut_short(path: Path) -> None:
    word_document(path, "<w:p/>" * 1000)
    path.write_bytes(path.read_bytes()[:150])


def protected_word_document(path: Path) -> None:
    stream = "EncryptedPackage".encode("utf-16-le")
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + stream + bytes(64))


def with_many_pages(path: Path) -> None:
    pdf = pikepdf.new()
    page = pdf.add_blank_page().obj
    pdf.Root.Pages.Kids = pikepdf.Array([page] * 10_000)
    pdf.Root.Pages.Count = 10_000
    pdf.save(path)


def with_a_deep_tree_of_pages(path: Path) -> None:
    drawn(path)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        node = pdf.Root.Pages
        for _ in range(5_000):
            kids = pikepdf.Array([node])
            above = pikepdf.Dictionary(Type=pikepdf.Name.Pages, Count=1, Kids=kids)
            node.Parent = pdf.make_indirect(above)
            node = node.Parent
        pdf.Root.Pages = node
        pdf.save(path)


def with_a_deep_tree_of_tags(path: Path) -> None:
    drawn(path, "Tags stand in tags.")
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        page = pdf.pages[0].obj
        element = {"Type": pikepdf.Name.StructElem, "Pg": page}
        node = pdf.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.P, K=0, **element))
        for _ in range(5_000):
            above = pikepdf.Dictionary(S=pikepdf.Name.Sect, K=pikepdf.Array([node]), **element)
            node.P = pdf.make_indirect(above)
            node = node.P
        root = pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot, K=node)
        pdf.Root.StructTreeRoot = pdf.make_indirect(root)
        pdf.Root.MarkInfo = pikepdf.Dictionary(Marked=True)
        words = pdf.pages[0].Contents.read_bytes()
        pdf.pages[0].Contents = pdf.make_stream(b"/P <</MCID 0>> BDC\n" + words + b"\nEMC")
        pdf.save(path)


def deep_web_page(path: Path) -> None:
    path.write_text("<html><body>" + "<div>" * 100_000 + "Deep words.")


def link_to_itself(path: Path) -> None:
    path.symlink_to(path)


BAD_INPUT: dict[str, tuple[Callable[[Path], object], str, str | None]] = {
    # name: how it is made, status, code
    "good.pdf": (drawn, "ok", None),
    "again.pdf": (drawn, "duplicate", None),
    "bomb.docx": (bomb, "refused", "unpacks-too-large"),
    "cut.pdf": (cut_short, "refused", "damaged-pdf"),
    "empty.pdf": (Path.touch, "refused", "empty"),
    "huge.pdf": (sparse, "refused", "too-large"),
    "locked.pdf": (encrypted, "refused", "encrypted"),
    "page.pdf": (web_page, "refused", "html-as-pdf"),
    "page2.pdf": (web_page, "duplicate", None),
    "pipe.pdf": (pipe, "refused", "not-a-file"),
    "noise.pdf": (
        lambda path: path.write_bytes(bytes(range(256)) * 40),
        "refused",
        "unknown-format",
    ),
    "nothing.pdf": (without_pages, "refused", "no-pages"),
    "cut.docx": (word_document_cut_short, "refused", "damaged-word"),
    "deep.docx": (deep_word_document, "refused", "too-deep"),
    "deep.html": (deep_web_page, "refused", "too-deep"),
    "deep-pages.pdf": (with_a_deep_tree_of_pages, "refused", "damaged-page"),
    "deep-tags.pdf": (with_a_deep_tree_of_tags, "ok", None),
    "circle.pdf": (link_to_itself, "refused", "unreadable"),
    "long.pdf": (with_many_pages, "refused", "too-many-pages"),
    "password.docx": (protected_word_document, "refused", "encrypted"),
    "word.pdf": (word_document, "ok", "name-mismatch"),
    "odd\nname.txt": (lambda path: path.write_text("Staff are kind."), "ok", None),
}


@posix
@pytest.mark.slow
def test_every_file_offered_is_a_row_with_a_reason(tmp_path: Path) -> None:
    folder = tmp_path / "offered"
    folder.mkdir()
    for name, (make, _, _) in BAD_INPUT.items():
        make(folder / name)
    (folder / "loop").symlink_to(folder)

    settings = Settings(workspace=tmp_path / "workspace", jobs=2, sensitivity="public")
    summary = ingest([folder], settings)

    rows = exported(tmp_path / "workspace", "documents")
    found = {
        Path(row["source"]).name.replace("%0A", "\n"): (row["status"], row["problem_code"])
        for row in map(json.loads, rows.splitlines())
    }
    # again.pdf has the bytes of good.pdf and comes first by its path: it is the one that is read.
    expected = {name: (status, code) for name, (_, status, code) in BAD_INPUT.items()}
    expected["good.pdf"], expected["again.pdf"] = expected["again.pdf"], expected["good.pdf"]
    assert found == expected
    assert summary.offered == len(BAD_INPUT)
    assert verify(open_workspace(tmp_path / "workspace")) == []
    assert all(bad.message.endswith(".") and "Error" not in bad.message for bad in summary.bad)


def exported(workspace: Path, what: str) -> str:
    arguments = ["--workspace", str(workspace), "export", "--what", what, "-"]
    result = CliRunner().invoke(vouch, arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_a_second_run_waits_and_then_says_who_holds_the_workspace(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Staff are kind.")
    workspace = open_workspace(tmp_path / "workspace", create=True)
    waited: list[object] = []
    with (
        writing(workspace, purpose="nightly run"),
        pytest.raises(WorkspaceError, match=rf"process {os.getpid()} \(nightly run"),
    ):
        settings = Settings(workspace=workspace.root, wait_seconds=0.2)
        ingest([tmp_path / "a.txt"], settings, on_wait=waited.append)

    assert len(waited) == 1


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that runs read and leave as it is."""
    folder = tmp_path_factory.mktemp("many")
    for number in range(12):
        (folder / f"{number:02}.txt").write_text(f"Leaders visit team {number} in every week.")
    (folder / "12 again.txt").write_text("Leaders visit team 0 in every week.")
    return folder


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory, many: Path) -> dict[str, str]:
    """What one run that nothing interrupts stores of them."""
    workspace = tmp_path_factory.mktemp("undisturbed") / "workspace"
    check_a_run_finishes(workspace, many)
    return {what: exported(workspace, what) for what in ("documents", "passages", "tags")}


def started(
    tmp_path: Path, many: Path, workspace: Path, seconds: float = 0.8
) -> subprocess.Popen[str]:
    """Start a run that takes so long over each document that a busy machine can interrupt it."""
    (tmp_path / "slow_run.py").write_text(SLOW_RUN)
    return subprocess.Popen(
        [sys.executable, str(tmp_path / "slow_run.py"), str(workspace), str(many)],
        cwd=tmp_path,
        env={
            **os.environ,
            "PYTHONPATH": f"{ROOT}{os.pathsep}{tmp_path}",
            "SECONDS_A_DOCUMENT": str(seconds),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def after_some_are_stored(run: subprocess.Popen[str], workspace: Path) -> list[psutil.Process]:
    """Wait until the run has stored a few documents; return it and its workers."""
    for _ in range(2_400):  # two minutes on a machine that is slow to start it
        if len(list((workspace / "originals").glob("*/*"))) >= 5:
            process = psutil.Process(run.pid)
            return [process, *process.children(recursive=True)]
        time.sleep(0.05)
    pytest.fail("the run stored nothing")


@posix
@pytest.mark.slow
def test_two_runs_at_once_follow_each_other(tmp_path: Path, many: Path) -> None:
    runs = [started(tmp_path, many, tmp_path / "workspace", 0.1) for _ in range(2)]
    outputs = [run.communicate(timeout=120) for run in runs]

    assert [run.returncode for run in runs] == [0, 0], outputs
    assert sorted("12 of these had been read before" in out for out, _ in outputs) == [False, True]


@posix
@pytest.mark.slow
def test_ctrl_c_keeps_what_is_stored_and_the_next_run_goes_on(
    tmp_path: Path, many: Path, undisturbed: dict[str, str]
) -> None:
    run = started(tmp_path, many, tmp_path / "workspace")
    processes = after_some_are_stored(run, tmp_path / "workspace")
    os.killpg(run.pid, signal.SIGINT)  # as a terminal does: the run and its workers
    out, err = run.communicate(timeout=120)

    assert run.returncode == 1
    assert "type the same command to go on" in err
    assert "Traceback" not in err + out
    check_they_end(processes)
    statuses = [
        json.loads(row)["status"]
        for row in exported(tmp_path / "workspace", "documents").splitlines()
    ]
    assert {"ok", "failed"} <= set(statuses)
    check_the_next_run_finishes(tmp_path / "workspace", many, undisturbed)


@posix
@pytest.mark.slow
def test_a_killed_run_leaves_no_process_and_the_next_run_goes_on(
    tmp_path: Path, many: Path, undisturbed: dict[str, str]
) -> None:
    run = started(tmp_path, many, tmp_path / "workspace")
    processes = after_some_are_stored(run, tmp_path / "workspace")
    run.kill()
    run.communicate(timeout=120)

    check_they_end(processes)
    check_the_next_run_finishes(tmp_path / "workspace", many, undisturbed)


def check_they_end(processes: list[psutil.Process]) -> None:
    """Wait for the end of processes; one whose new parent has not noticed yet has ended too."""
    _, alive = psutil.wait_procs(processes, timeout=60)
    assert not [process for process in alive if process.status() != psutil.STATUS_ZOMBIE]


def check_the_next_run_finishes(workspace: Path, many: Path, undisturbed: dict[str, str]) -> None:
    """Run again on the same workspace: nobody can tell it from one that was never interrupted."""
    check_a_run_finishes(workspace, many)
    for what, stored in undisturbed.items():
        assert exported(workspace, what) == stored
    assert not list((workspace / "cache").iterdir())


def check_a_run_finishes(workspace: Path, many: Path) -> None:
    summary = ingest([many], Settings(workspace=workspace, sensitivity="public", jobs=1))
    assert summary.counts == {"ok": 12, "duplicate": 1}


NO_NETWORK = """
import socket, sys

def refuse(event, arguments):
    if event in ("socket.getaddrinfo", "socket.gethostbyname"):
        attempted(event, arguments)
    if event in ("socket.connect", "socket.sendto") and arguments[0].family != socket.AF_UNIX:
        attempted(event, arguments)

def attempted(event, arguments):
    with open({log!r}, "a") as log:
        log.write(repr((sys.argv, event, arguments)))
    raise OSError("there is no network")

sys.addaudithook(refuse)
"""


@posix
@pytest.mark.slow
def test_nothing_leaves_the_machine_and_prefect_is_not_imported(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        NO_NETWORK.format(log=str(tmp_path / "attempts.log"))
    )
    environ = {
        **{name: value for name, value in os.environ.items() if name != "PREFECT_API_URL"},
        "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}",
        "HOME": str(tmp_path / "home"),
    }
    (tmp_path / "home").mkdir()

    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "pipelines.main", "demo"],
        cwd=tmp_path,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr[-2000:]
    assert "What to type next" in done.stdout
    assert not (tmp_path / "attempts.log").exists()
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "pipelines.local" in loaded
    assert not loaded & {"prefect", "sklearn", "spacy"}
    assert not list((tmp_path / "home").iterdir())


@pytest.mark.slow
def test_the_demo_shows_tagged_passages_with_page_and_cues(tmp_path: Path) -> None:
    result = CliRunner().invoke(vouch, ["--workspace", str(tmp_path / "demo"), "demo"])

    assert result.exit_code == 0
    assert "3 documents read in full" in result.output
    assert result.output.count("because of: ") == 4
    assert "Latest inspection: 3 to 14 March 2025. Overall effectiveness: Good." in result.output
    assert "Raised again in 2025, first in 2022" in result.output
    assert "page " in result.output
    assert (
        CliRunner().invoke(vouch, ["--workspace", str(tmp_path / "demo"), "verify"]).exit_code == 0
    )
