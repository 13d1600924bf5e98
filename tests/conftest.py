"""Documents with what they state, made by hand, and what work costs on any machine.

No test measures speed: it counts calls, or guards against a hang.
"""

import atexit
import gc
import os
import signal
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

# Numbers of tests are small: with several threads most time goes to waiting for one another. Read
# when numpy is first imported; processes that tests start inherit it.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import pytest
from hypothesis import HealthCheck, settings

from corpus.evidence import open_evidence
from corpus.facts import Check, Fact, Stated
from corpus.frameworks import Framework, known, load
from corpus.history import Recorded
from corpus.identity import fact_id, sha256_of, source_id
from corpus.records import Document, Extraction, Page, Reading, Run, Source
from corpus.workspace import open_workspace, writing

_STATUS = pytest.StashKey[int]()
# A property is no measure of speed: the first example may load a model while all is busy.
# Where examples share a folder or a workspace, they are meant to: each leaves it usable.
settings.register_profile(
    "vouch",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("vouch")


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Remember what the tests found."""
    session.config.stash[_STATUS] = int(exitstatus)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """End the process once all is said, with what the tests found.

    The native part of pydantic was seen to crash while the interpreter took down, after the last
    test, the thousands of modules that this suite loads: the result of a run is not to hang on it.
    """
    status = config.stash.get(_STATUS, None)
    if status is None or hasattr(config, "workerinput"):
        return
    atexit._run_exitfuncs()
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None:
        reporter.flush()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


Telling = Callable[..., Recorded]
NoHang = Callable[[], AbstractContextManager[None]]
_HANG = 60  # CPU-seconds; the work it guards takes about one
_INSPECTION: dict[str, Any] = {
    "framework": None,
    "type": None,
    "title": None,
    "start": None,
    "end": None,
    "ranges": [],
    "dated": None,
    "published": None,
    "notified": None,
    "lead": None,
    "role": None,
    "provider_name": None,
    "provider_urn": None,
}
_DOCUMENT = ("kind", "published", "supersedes", "provider_urn", "provider_name", "sensitivity")


def tell(
    name: str,
    framework: str | None = "ilacs-2023",
    grades: Mapping[str, str] | None = None,
    improve: Sequence[str] = (),
    checks: Sequence[Check] = (),
    **stated: Any,
) -> Recorded:
    """Make a report of one inspection: grades by area as printed, improvements as texts.

    `stated` holds fields of the inspection and of the document; without `start`, `end` and `dated`
    it states no inspection. A grade may be printed on a page: ("good", 2).
    """
    document_id = sha256_of(name.encode())
    about = {key: stated.pop(key) for key in _DOCUMENT if key in stated}
    document = Document(
        document_id,
        name,
        "application/pdf",
        len(name),
        about.get("sensitivity", "public"),
        about.get("provider_urn", "9900001"),
        about.get("provider_name", "Harrowmere"),
        about.get("kind", "inspection_report"),
        about.get("published"),
        about.get("supersedes"),
    )
    facts, at = [], 0

    def add(kind: str, text: str, page: int = 1, **fields: Any) -> None:
        nonlocal at
        key = fact_id(document_id, kind, str(fields.get("area")), at, at + len(text))
        facts.append(Fact(key, document_id, kind, fields, at, at + len(text), text, page))  # type: ignore[arg-type]
        at += len(text) + 1

    if stated:
        dates = f"{stated.get('start')} to {stated.get('end')}"
        add("inspection", dates, **{**_INSPECTION, "framework": framework, **stated})
    for area, printed in (grades or {}).items():
        grade, page = printed if isinstance(printed, tuple) else (printed, 1)
        add(
            "judgement", grade, page, framework=framework, area=area, label=f"Label of {area}",
            grade=grade, grade_normalised=normalised(framework, grade), how="table", agrees=[],
        )  # fmt: skip
    for order, text in enumerate(improve, start=1):
        add(
            "area_for_improvement", text, 2, order=order, heading="What needs to improve",
            body=None, references=[], due=None, band=None,
        )  # fmt: skip
    own = tuple(replace(check, document_id=document_id) for check in checks)
    return Recorded(document, tuple(facts), own)


def normalised(framework: str | None, grade: str) -> str | None:
    """Return a grade's name on its framework's scale."""
    scale = load(framework).scale if framework else ()
    names = {alias.casefold(): step.name for step in scale for alias in (*step.aliases, step.name)}
    return names.get(grade.casefold())


@pytest.fixture
def told() -> Telling:
    return tell


@pytest.fixture(scope="session")
def frameworks() -> dict[str, Framework]:
    return {name: load(name) for name in known()}


def store(place: Path, *recorded: Recorded) -> Path:
    """Keep documents with what they state in a new workspace."""
    workspace = open_workspace(place, create=True)
    readings = [_reading(one) for one in recorded]
    run = Run("run", "2026-01-01T00:00:00Z")
    with writing(workspace), open_evidence(workspace) as evidence:
        evidence.start(run, [one.source for one in readings])
        assert evidence.save(readings, run.id) == []
        evidence.finish(run)
    return place


def _reading(one: Recorded) -> Reading:
    text = "\n".join(fact.text for fact in one.facts) or "Nothing."
    document = one.document
    path = f"/reports/{document.name}"
    stated = Stated(document.id, "facts/1", None, one.facts, one.checks)
    return Reading(
        Source(source_id(path), path, document.id, document.provider_urn, "ok"),
        document,
        Extraction(document.id, "pdf/1", text, (Page(1, 0, len(text), 595, 842),), ()),
        stated=stated if document.sensitivity == "public" else None,
    )


@pytest.fixture
def stored() -> Callable[..., Path]:
    return store


def calls(work: Callable[[], object]) -> int:
    """Count the functions of Python and of C that some work calls: the same on any machine."""
    counted = 0

    def count(_frame: object, event: str, _about: object) -> None:
        nonlocal counted
        counted += event in ("call", "c_call")

    before = sys.getprofile()
    gc.disable()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
        gc.enable()
    return counted


@pytest.fixture
def check_effort() -> Callable[..., None]:
    """Check that work on eight times as much makes eight times the calls; quadratic makes 64.

    Where a step that costs next to nothing is quadratic, its test allows `most` times as many.
    """

    def check(
        work: Callable[[Any], object], some: Any, eightfold: Any, why: str = "", most: int = 10
    ) -> None:
        work(some)  # what is kept for good after a first call is paid
        few, many = calls(lambda: work(some)), calls(lambda: work(eightfold))
        assert few > 0
        assert many <= most * few, (
            f"{why}: {few} calls became {many}, {many / few:.1f} times as many"
        )

    return check


@pytest.fixture
def no_hang() -> NoHang:
    """Stop what burns a minute of CPU where a moment is honest: a guard, no measure of speed.

    It is for what no count of calls shows, as backtracking inside one regular expression; the text
    must be so long that quadratic work on it takes minutes. Windows has no such timer: no guard.
    """

    def stop(_signal: int, _frame: object) -> None:
        pytest.fail(f"hangs: not done after {_HANG} seconds of CPU")

    @contextmanager
    def guard() -> Iterator[None]:
        if not hasattr(signal, "setitimer"):
            yield
            return
        before = signal.signal(signal.SIGPROF, stop)
        gc.disable()
        signal.setitimer(signal.ITIMER_PROF, _HANG)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
            gc.enable()
            signal.signal(signal.SIGPROF, before)

    return guard
