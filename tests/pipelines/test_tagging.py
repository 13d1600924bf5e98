"""Tags: of a document just read, of those that are stored, through its own framework and others."""

import signal
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

import pytest
from click.testing import Result

from corpus.chain import Draft
from corpus.decisions import open_decisions
from corpus.evidence import Evidence, open_evidence
from corpus.facts import Stated
from corpus.identity import tag_id
from corpus.problems import FrameworkError
from corpus.records import Extraction, Passage, Reading, Tag
from corpus.workspace import open_workspace, writing
from pipelines import tagging
from pipelines.lenses import STAND_IN
from pipelines.logs import logging_to
from pipelines.offers import Offer, gather
from pipelines.settings import Settings
from pipelines.stages import read_offer
from pipelines.tagging import Stored, Tagged, tag_offer, tag_stored, tags_of

REPORT = "# Inspection\n\nSupervision of social workers is regular and reflective.\n"
Call = Callable[..., Result]


@dataclass
class Asked:
    """A tagger that tags each passage LEAD and remembers through which framework it read what."""

    framework: str
    asked: list[tuple[str, str]]
    version: list[str]
    error: list[Exception]

    @property
    def name(self) -> str:
        return f"asked/{self.version[0]}"

    def tag(self, passages: Sequence[Passage], extraction: Extraction) -> tuple[Tag, ...]:
        self.asked.append((extraction.document_id, self.framework))
        for error in self.error:
            raise error
        return tuple(
            Tag(
                tag_id(one.id, self.framework, "LEAD", self.name), one.id, one.document_id,
                self.framework, None, "LEAD", None, None, "neutral", 0.5, False, 1, self.name,
            )
            for one in passages
        )  # fmt: skip


class Asking:
    """The taggers of a test: what they were asked, their version, the error they fail with."""

    def __init__(self) -> None:
        self.log: list[tuple[str, str]] = []
        self.version = ["1"]
        self.error: list[Exception] = []

    def __call__(self, framework: str, settings: Settings) -> Asked:
        return Asked(framework, self.log, self.version, self.error)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asking:
    asking = Asking()
    monkeypatch.setattr(tagging, "tagger_of", asking)
    monkeypatch.setattr(tagging, "check_model", lambda _settings: None)
    monkeypatch.setattr(
        tagging, "tagger_names", lambda all_, given: {one: asking(one, given).name for one in all_}
    )
    return asking


def stored(root: Path, name: str, text: str, own: str | None, **given: object) -> Reading:
    path = root / name
    path.write_text(text)
    settings = Settings(workspace=root / "workspace", tag=False, **given)  # type: ignore[arg-type]
    [offer] = gather([path], settings).offers
    reading = read_offer(offer, settings)
    return replace(reading, stated=Stated(offer.sha256 or "", "facts/1", own))


@pytest.fixture
def evidence(tmp_path: Path, vaulted: Callable[[Path], Path]) -> Iterator[Evidence]:
    """A report under ILACS, one under no known framework, and a restricted note; none tagged."""
    workspace = open_workspace(vaulted(tmp_path / "workspace"))
    with writing(workspace), open_evidence(workspace) as opened:
        opened.save(
            [
                stored(tmp_path, "a.md", REPORT + "A.\n", "ilacs-2023", sensitivity="public"),
                stored(tmp_path, "b.md", REPORT + "B.\n", None, sensitivity="public"),
                stored(tmp_path, "note.md", REPORT + "C.\n", "ilacs-2023"),
            ]
        )
        yield opened


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(workspace=tmp_path / "workspace", jobs=1)


def ids(evidence: Evidence, *names: str) -> list[str]:
    found = {document.name: document.id for document in evidence.documents()}
    return [found[name] for name in names]


def test_each_public_document_is_read_once_through_its_own_framework(
    evidence: Evidence, settings: Settings, asked: Asking
) -> None:
    first, second = tag_stored(evidence, settings), tag_stored(evidence, settings)

    a, b = ids(evidence, "a.md", "b.md")
    assert asked.log == [(a, "ilacs-2023"), (b, STAND_IN)]
    assert first == Tagged(2, 4, ("ilacs-2023", STAND_IN))
    assert second == Tagged(0, 0, ("ilacs-2023", STAND_IN))


def test_a_framework_of_the_settings_is_a_lens_besides_the_own_one(
    evidence: Evidence, settings: Settings, asked: Asking
) -> None:
    tag_stored(evidence, replace(settings, frameworks=("slac-2009", "ilacs-2023")))

    a, b = ids(evidence, "a.md", "b.md")
    assert asked.log == [
        (a, "ilacs-2023"), (a, "slac-2009"),
        (b, STAND_IN), (b, "slac-2009"), (b, "ilacs-2023"),
    ]  # fmt: skip


def test_a_framework_asked_for_alone_is_the_only_lens(
    evidence: Evidence, settings: Settings, asked: Asking
) -> None:
    done = tag_stored(evidence, replace(settings, frameworks=("slac-2009",)), alone=True)

    assert {framework for _, framework in asked.log} == {"slac-2009"}
    assert done == Tagged(2, 4, ("slac-2009",))


def test_only_the_lens_that_is_missing_is_read_through(
    evidence: Evidence, settings: Settings, asked: Asking
) -> None:
    further = replace(settings, frameworks=("slac-2009",))
    tag_stored(evidence, further, alone=True)
    asked.log.clear()

    tag_stored(evidence, further)

    a, b = ids(evidence, "a.md", "b.md")
    assert asked.log == [(a, "ilacs-2023"), (b, STAND_IN)]
    assert len(list(evidence.tags(a))) == 4, "the tags of the other lens stay"


def test_a_corrected_framework_is_the_own_one(
    evidence: Evidence, settings: Settings, asked: Asking
) -> None:
    [b] = ids(evidence, "b.md")
    with open_decisions(evidence.workspace) as decisions:
        decisions.record(Draft("correct", "Ada", "document", b, b, after={"framework": "sif-2013"}))

    tag_stored(evidence, settings, {b})

    assert asked.log == [(b, "sif-2013")]


def test_reprocess_goes_over_them_again_and_never_over_a_restricted_one(
    evidence: Evidence, settings: Settings, asked: Asking
) -> None:
    tag_stored(evidence, settings)
    asked.log.clear()

    tag_stored(evidence, replace(settings, reprocess=True))

    assert [document for document, _ in asked.log] == ids(evidence, "a.md", "b.md")


def test_only_the_documents_named_are_looked_at(
    evidence: Evidence, settings: Settings, asked: Asking
) -> None:
    [wanted] = ids(evidence, "b.md")

    assert tag_stored(evidence, settings, {wanted}).documents == 1
    assert tag_stored(evidence, settings, set()).documents == 0
    assert [document for document, _ in asked.log] == [wanted]


def test_another_tagger_goes_over_what_the_first_has_done_and_keeps_ids(
    evidence: Evidence, settings: Settings, asked: Asking
) -> None:
    tag_stored(evidence, settings)
    before = [tag.id for tag in evidence.tags()]
    asked.version[0] = "2"

    assert tag_stored(evidence, settings).documents == 2
    assert [tag.id for tag in evidence.tags()] == before
    assert {tag.tagger for tag in evidence.tags()} == {"asked/2"}


def test_a_document_without_passages_is_not_worth_a_tagger(
    evidence: Evidence, settings: Settings, asked: Asking
) -> None:
    [document] = ids(evidence, "a.md")
    extraction = evidence.extraction(document)
    assert extraction is not None

    assert tags_of((), extraction, settings).tags == ()
    assert asked.log == []


def test_stored_tags_equal_those_of_a_run_that_tags(evidence: Evidence, settings: Settings) -> None:
    tag_stored(evidence, settings)
    [document] = ids(evidence, "b.md")
    extraction = evidence.extraction(document)
    assert extraction is not None

    fresh = tags_of(tuple(evidence.passages(document)), extraction, settings)

    assert [tag.id for tag in evidence.tags(document)] == [tag.id for tag in fresh.tags]
    assert fresh.tags and not fresh.problems


def test_a_document_on_which_the_tagger_fails_keeps_its_tags_and_stops_no_run(
    evidence: Evidence, settings: Settings, asked: Asking
) -> None:
    tag_stored(evidence, settings)
    asked.version[0] = "2"
    asked.error.append(ValueError("Supervision of social workers"))

    with logging_to(evidence.workspace.logs) as log:
        done = tag_stored(evidence, settings)

    assert (done.documents, done.tags) == (0, 0)
    assert [problem.code for problem in done.failed] == ["not-tagged", "not-tagged"]
    assert done.failed[0].message.startswith("a.md was not tagged")
    assert {tag.tagger for tag in evidence.tags()} == {"asked/1"}
    assert "Supervision" not in log.read_text() and "ValueError" in log.read_text()


def test_a_document_just_read_keeps_its_text_where_the_tagger_fails(
    tmp_path: Path, asked: Asking
) -> None:
    asked.error.append(ZeroDivisionError())
    (tmp_path / "a.md").write_text(REPORT)
    settings = Settings(workspace=tmp_path / "ws", sensitivity="public")
    open_workspace(settings.workspace, create=True)
    [offer] = gather([tmp_path / "a.md"], settings).offers

    reading = read_offer(offer, settings)

    assert (reading.source.status, reading.tags) == ("ok", ())
    assert [problem.code for problem in reading.problems] == ["not-tagged"]
    assert reading.passages


@pytest.mark.parametrize("error", [FrameworkError("the file is wrong"), MemoryError()])
def test_what_concerns_every_document_ends_the_round(
    evidence: Evidence, settings: Settings, asked: Asking, error: Exception
) -> None:
    asked.error.append(error)

    with pytest.raises(type(error)):
        tag_stored(evidence, settings)
    assert list(evidence.tags()) == []


class Stopped:
    """Staff that tags one document and is then interrupted, as by Ctrl-C."""

    def __init__(self, settings: Settings, temporary: Path, reader: str) -> None:
        assert temporary.is_dir()
        self.settings = settings

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        return None

    def run(self, offers: Sequence[Offer]) -> Iterator[Reading]:
        yield tag_offer(offers[0], self.settings)
        raise KeyboardInterrupt


def test_a_stopped_round_keeps_what_it_has_and_the_next_goes_on(
    evidence: Evidence, settings: Settings, asked: Asking
) -> None:
    done = tag_stored(evidence, settings, staff=Stopped)

    a, b = ids(evidence, "a.md", "b.md")
    assert (done.documents, done.interrupted) == (1, True)
    assert {tag.document_id for tag in evidence.tags()} == {a}
    assert not (evidence.workspace.cache / "temporary").exists()
    assert tag_stored(evidence, settings).documents == 1
    assert asked.log[-1] == (b, STAND_IN)


def test_a_restricted_document_is_not_tagged_even_where_it_is_offered(
    evidence: Evidence, settings: Settings, asked: Asking
) -> None:
    [note] = [one.id for one in evidence.documents() if one.sensitivity == "restricted"]

    reading = tag_offer(Stored(note, note, sha256=note, lenses=("ilacs-2023",)), settings)

    assert (reading.tags, asked.log) == ((), [])


@pytest.mark.slow
def test_workers_suggest_what_this_process_would(evidence: Evidence, settings: Settings) -> None:
    tag_stored(evidence, settings)
    here = list(evidence.tags())

    done = tag_stored(evidence, replace(settings, reprocess=True, jobs=2), staff=tagging.Pool)

    assert (done.documents, done.failed) == (2, ())
    assert list(evidence.tags()) == here


def kill_a_document(offer: Offer, settings: Settings) -> Reading:
    """Stand in for a tagger that takes its whole process down on one document."""
    if isinstance(offer, Stored) and offer.lenses == ("ilacs-2023",):
        signal.raise_signal(signal.SIGTERM)
    return tag_offer(offer, settings)


@pytest.mark.slow
def test_a_worker_that_is_killed_costs_one_document(
    evidence: Evidence, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tagging, "READER", f"{__name__}:kill_a_document")
    monkeypatch.syspath_prepend(str(Path(__file__).parent))

    done = tag_stored(evidence, settings, staff=tagging.Pool)

    assert [problem.code for problem in done.failed] == ["worker-crashed"]
    assert done.documents == 1


def test_the_command_tags_through_what_it_is_told(base: Path, call: Call) -> None:
    own = call(base, "tag", "--reprocess")
    other = call(base, "tag", "--framework", "slac-2009", "--framework", "asa-2015")
    again = call(base, "tag", "--framework", "slac-2009", "--framework", "asa-2015")

    assert (own.exit_code, other.exit_code) == (0, 0)
    assert own.output.startswith("1 document gone over, ")
    assert own.output.endswith(f"({STAND_IN}).\n")
    assert other.output.endswith("(asa-2015, slac-2009).\n")
    assert again.output == "0 documents gone over, 0 tags (asa-2015, slac-2009).\n"


def test_the_command_names_documents_on_which_it_failed(
    base: Path, call: Call, asked: Asking
) -> None:
    asked.error.append(ValueError())

    done = call(base, "tag", "--reprocess")

    assert done.exit_code == 1
    assert "a report.md was not tagged (not-tagged); its text and earlier tags stay" in done.output
