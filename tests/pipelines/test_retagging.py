"""Another model comes and goes: what becomes of ids, decisions and tags, and what is refused."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import Result

from corpus.chain import Draft
from corpus.decisions import open_decisions
from corpus.evidence import open_evidence
from corpus.identity import tag_id
from corpus.past_tags import past_tags, tagger_counts
from corpus.records import Extraction, Passage, Tag
from corpus.verifying import verify
from corpus.workspace import open_workspace, writing
from models import model_file
from pipelines import lenses, tagging
from pipelines.lenses import STAND_IN
from pipelines.promoting import MODEL, SHIPPED, in_use, promote
from pipelines.settings import Settings

Call = Callable[..., Result]
REPORT = """# Inspection of Harrowmere

Supervision of social workers is regular and reflective.

Children are seen quickly.
"""


class Named:
    """A tagger that is of a model: by its name it versions tags, and by it the polarity turns."""

    def __init__(self, model: str, framework: str) -> None:
        self.framework = framework
        self.name = f"lens/{model}"
        self.polarity: Any = {SHIPPED: "neutral", "first": "strength"}.get(model, "weakness")
        # The second model finds nothing in a passage without supervision.
        self.needs = "Supervision" if model == "second" else ""

    def tag(self, passages: Sequence[Passage], extraction: Extraction) -> tuple[Tag, ...]:
        return tuple(
            Tag(
                tag_id(one.id, self.framework, "LEAD", self.name), one.id, one.document_id,
                self.framework, None, "LEAD", None, None, self.polarity, 0.5, False, 1, self.name,
            )
            for one in passages
            if self.needs in one.text
        )  # fmt: skip


@pytest.fixture
def named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Taggers are called by the model in use, which is looked up as always."""

    def tagger_of(framework: str, settings: Settings) -> Named:
        return Named(in_use(open_workspace(settings.workspace)), framework)

    monkeypatch.setattr(tagging, "tagger_of", tagger_of)
    monkeypatch.setattr(tagging, "check_model", lambda _settings: None)
    monkeypatch.setattr(
        tagging,
        "tagger_names",
        lambda all_, given: {one: tagger_of(one, given).name for one in all_},
    )


@pytest.fixture
def place(tmp_path: Path, ingested: Callable[..., object]) -> Path:
    """A workspace with an untagged public report and two model folders."""
    (tmp_path / "report.md").write_text(REPORT)
    ingested(tmp_path / "ws", tmp_path / "report.md", sensitivity="public", tag=False)
    for name in ("first", "second"):
        folder = open_workspace(tmp_path / "ws").models / name
        folder.mkdir(parents=True)
        (folder / MODEL).write_bytes(b"a model")
    return tmp_path / "ws"


def tags(place: Path) -> dict[str, Tag]:
    with open_evidence(open_workspace(place), read_only=True) as evidence:
        return {tag.id: tag for tag in evidence.tags()}


def past(place: Path) -> list[Tag]:
    with open_evidence(open_workspace(place), read_only=True) as evidence:
        return list(past_tags(evidence))


def use(call: Call, place: Path, model: str) -> None:
    done = call(place, "train", "--use", model)
    assert done.exit_code == 0, done.output


def accept(place: Path, tag: Tag) -> None:
    with open_decisions(open_workspace(place)) as decisions:
        decisions.record(Draft("accept", "Ada", "tag", tag.id, tag.document_id))


def exported(call: Call, place: Path) -> dict[str, dict[str, Any]]:
    found = call(place, "export", "--what", "tags", "-").stdout.splitlines()
    return {row["tag_id"]: row for row in map(json.loads, found)}


class TestAnotherModel:
    """Chosen with `vouch train --use`, put to work with `vouch tag`."""

    def test_choosing_one_changes_no_tag(self, place: Path, call: Call, named: None) -> None:
        call(place, "tag")
        before = tags(place)
        use(call, place, "first")
        assert tags(place) == before
        assert {tag.tagger for tag in before.values()} == {"lens/shipped"}

    def test_tagging_with_it_keeps_ids_and_decisions(
        self, place: Path, call: Call, named: None
    ) -> None:
        call(place, "tag")
        before = tags(place)
        accept(place, next(iter(before.values())))
        use(call, place, "first")
        done = call(place, "tag")
        assert done.stdout.startswith("1 document gone over")
        assert tags(place).keys() == before.keys()
        rows = exported(call, place)
        assert {row["tagger"] for row in rows.values()} == {"lens/first"}
        assert [row["decision"] for row in rows.values()].count("accept") == 1
        assert verify(open_workspace(place)) == []

    def test_what_the_first_said_is_kept_with_its_version(
        self, place: Path, call: Call, named: None
    ) -> None:
        call(place, "tag")
        before = tags(place)
        use(call, place, "first")
        call(place, "tag")
        assert {tag.id: tag for tag in past(place)} == before

    def test_going_back_is_one_command_and_one_round(
        self, place: Path, call: Call, named: None
    ) -> None:
        call(place, "tag")
        before = tags(place)
        use(call, place, "second")
        call(place, "tag")
        assert len(tags(place)) < len(before), "the second model says less"
        use(call, place, SHIPPED)
        assert call(place, "tag").stdout.startswith("1 document gone over")
        assert tags(place) == before
        assert {tag.tagger for tag in past(place)} == {"lens/second"}

    def test_a_second_round_finds_nothing_to_do(self, place: Path, call: Call, named: None) -> None:
        use(call, place, "first")
        call(place, "tag")
        assert call(place, "tag").stdout.startswith("0 documents gone over, 0 tags")
        again = call(place, "tag", "--reprocess")
        assert again.stdout.startswith("1 document gone over")
        assert past(place) == [], "a version that speaks again replaces its own words"

    def test_pruning_deletes_what_is_past_and_nothing_else(
        self, place: Path, call: Call, named: None
    ) -> None:
        call(place, "tag")
        old = tags(place)
        use(call, place, "second")
        call(place, "tag")
        now = tags(place)
        done = call(place, "tag", "--prune")
        assert done.stdout == f"{len(old)} tags of earlier versions deleted; decisions stay.\n"
        assert (tags(place), past(place)) == (now, [])
        assert call(place, "tag", "--prune").stdout.startswith("0 tags of earlier")

    def test_the_status_counts_past_tags_until_they_are_pruned(
        self, place: Path, call: Call, named: None
    ) -> None:
        call(place, "tag")
        number = len(tags(place))
        assert "earlier taggers" not in call(place, "status").stdout
        use(call, place, "first")
        call(place, "tag")
        shown = call(place, "status").stdout
        assert f"{number} tags of earlier taggers, kept beside (vouch tag --prune)" in shown
        assert json.loads(call(place, "status", "--json").stdout)["past_tags"] == number
        call(place, "tag", "--prune")
        assert "earlier taggers" not in call(place, "status").stdout

    def test_pruning_leaves_a_tag_that_somebody_decided_on(
        self, place: Path, call: Call, named: None
    ) -> None:
        call(place, "tag")
        gone = next(tag for tag in tags(place).values() if tag.polarity == "neutral")
        for tag in tags(place).values():
            accept(place, tag)
        use(call, place, "second")
        call(place, "tag")
        call(place, "tag", "--prune")
        assert gone.id in {tag.id for tag in past(place)} | tags(place).keys()
        with open_decisions(open_workspace(place), read_only=True) as decisions:
            assert {event.what for event in decisions.current("tag")} == {"accept"}

    def test_versions_are_counted_side_by_side(self, place: Path, call: Call, named: None) -> None:
        for model in (SHIPPED, "first", "second"):
            use(call, place, model)
            call(place, "tag")
        with open_evidence(open_workspace(place), read_only=True) as evidence:
            counted = {
                one.tagger: (one.current > 0, one.past > 0) for one in tagger_counts(evidence)
            }
        assert counted == {
            "lens/second": (True, False),
            "lens/first": (False, True),
            "lens/shipped": (False, True),
        }


REFUSED = [
    pytest.param(
        b"PK tampered with",
        b'{"digest": "0000"}',
        "it is no model file",
        id="bytes that are no archive",
    ),
    pytest.param(b"", b'{"digest": "0000"}', "it is no model file", id="an empty file"),
    pytest.param(None, b"{}", "holds no digest", id="without its digest"),
    pytest.param(None, b'{"digest": "0000"}', "not those it was written with", id="tampered with"),
    pytest.param(None, None, "model.json is absent", id="without the file beside it"),
]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A whole model file that holds next to nothing."""
    path = tmp_path_factory.mktemp("model") / MODEL
    model_file.write(path, {"weights": np.zeros(3, dtype=np.float32)}, {"words": "abc"})
    return path


class TestModelThatCannotBeUsed:
    """Refused with the reason and the way back; nothing that is stored is lost."""

    @pytest.fixture(autouse=True)
    def _whole(self, written: Path) -> None:
        self.whole = written.read_bytes()

    def put(self, place: Path, model: bytes, beside: bytes | None) -> None:
        folder = open_workspace(place).models / "first"
        (folder / MODEL).write_bytes(model)
        (folder / "model.json").unlink(missing_ok=True)
        if beside is not None:
            (folder / "model.json").write_bytes(beside)
        promote(open_workspace(place), "first")
        lenses._model.cache_clear()
        lenses._tagger.cache_clear()

    @pytest.mark.parametrize(("model", "beside", "reason"), REFUSED)
    def test_it_is_refused_before_anything_is_tagged(
        self, place: Path, call: Call, model: bytes | None, beside: bytes | None, reason: str,
    ) -> None:  # fmt: skip
        call(place, "tag", "--framework", STAND_IN)
        before = tags(place)
        self.put(place, self.whole if model is None else model, beside)

        done = call(place, "tag")

        assert done.exit_code == 1
        assert reason in done.stderr and str(open_workspace(place).models) in done.stderr
        assert "vouch train" in done.stderr and "Traceback" not in done.output
        assert tags(place) == before
        assert past(place) == []

    def test_one_of_another_version_is_refused(
        self, place: Path, call: Call, written: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.put(place, written.read_bytes(), written.with_suffix(".json").read_bytes())
        monkeypatch.setattr(model_file, "FORMAT", 2)

        done = call(place, "tag")

        assert done.exit_code == 1
        assert "it is of format 1, and this version of Vouch reads 2" in done.stderr

    def test_one_that_lacks_its_parts_is_refused(
        self, place: Path, call: Call, written: Path
    ) -> None:
        self.put(place, written.read_bytes(), written.with_suffix(".json").read_bytes())

        done = call(place, "tag")

        assert done.exit_code == 1
        assert MODEL in done.stderr and "Traceback" not in done.output

    def test_an_administrator_goes_back_to_the_shipped_one(self, place: Path, call: Call) -> None:
        call(place, "tag")
        before = tags(place)
        self.put(place, b"PK", b"{}")
        assert call(place, "tag").exit_code == 1
        use(call, place, SHIPPED)
        done = call(place, "tag")
        assert (done.exit_code, tags(place)) == (0, before)

    def test_what_needs_no_model_works_all_the_same(self, place: Path, call: Call) -> None:
        call(place, "tag")
        self.put(place, b"PK", b"{}")
        for command in (
            ("status",), ("search", "supervision"), ("learn", "next"), ("learn", "doubtful"),
            ("export", "--what", "tags", "-"), ("tag", "--prune"),
        ):  # fmt: skip
            assert call(place, *command).exit_code == 0, command


POINTERS = [
    (b"gone\n", "'gone'", "a model that was deleted"),
    (b"", "''", "nothing"),
    (b"../../elsewhere\n", "'../../elsewhere'", "a path out of the workspace"),
    (b"\xff\xfe", "''", "no text"),
    (b"x" * 500, "'xxx", "a name that is too long"),
]


@pytest.mark.parametrize(("pointer", "said", "why"), POINTERS, ids=[row[2] for row in POINTERS])
def test_a_pointer_to_no_model_names_the_way_back(
    place: Path, call: Call, pointer: bytes, said: str, why: str
) -> None:
    call(place, "tag")
    before = tags(place)
    (open_workspace(place).models / "current").write_bytes(pointer)

    done = call(place, "tag")

    assert done.exit_code == 1, why
    assert said in done.stderr
    assert "vouch train --use shipped" in done.stderr
    assert tags(place) == before
    use(call, place, SHIPPED)
    assert call(place, "tag").exit_code == 0


HOLDING = """
import sys, time
from pathlib import Path
from corpus.workspace import open_workspace, writing
with writing(open_workspace(Path(sys.argv[1])), purpose="ingest"):
    print("held", flush=True)
    time.sleep(60)
"""


@contextmanager
def held(place: Path) -> Iterator[subprocess.Popen[str]]:
    """Let another process write in the workspace."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDING, str(place)], stdout=subprocess.PIPE, text=True,
        cwd=Path(__file__).parents[2],
    ) as other:  # fmt: skip
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        try:
            yield other
        finally:
            other.kill()


@pytest.mark.skipif(os.name != "posix", reason="kill -9")
def test_of_two_writers_the_second_is_told_who_writes_and_a_killed_one_is_in_nobodys_way(
    place: Path, call: Call, named: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VOUCH_WAIT_SECONDS", "0")
    with held(place) as other:
        for command in (("tag",), ("tag", "--prune"), ("train", "--use", "first")):
            done = call(place, *command)
            assert done.exit_code == 1, command
            assert f"process {other.pid} (ingest, since " in done.stderr
        assert call(place, "learn", "next").exit_code == 0, "readers need not wait"
        other.send_signal(signal.SIGKILL)
        other.wait(60)

    assert call(place, "tag").exit_code == 0
    assert tags(place)


def test_a_writer_waits_for_another_as_long_as_it_may(
    place: Path, call: Call, named: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VOUCH_WAIT_SECONDS", "0.3")
    with writing(open_workspace(place), purpose="a long ingest"):
        began = time.monotonic()
        done = call(place, "tag")
        waited = time.monotonic() - began

    assert done.exit_code == 1
    assert waited >= 0.3
    assert "a long ingest" in done.stderr
    assert tags(place) == {}
