"""`vouch train`, `vouch evaluate` and `vouch learn` told wrong, told too little, and run twice."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from corpus.evidence import open_evidence
from corpus.facts import Fact, Stated
from corpus.identity import passage_id, sha256_of, source_id, tag_id
from corpus.records import Document, Extraction, Passage, Reading, Source, Tag
from corpus.workspace import open_workspace, writing
from models.training.evaluation import (
    TASKS,
    Evaluation,
    Interval,
    Learnt,
    LearntDocument,
    Measured,
)
from models.training.material import Material
from models.training.scored import Item, scored
from pipelines import training
from pipelines.figures import FILE, HELD
from pipelines.main import vouch
from pipelines.promoting import MODEL, SHIPPED, in_use, promote, trained
from pipelines.training import Say

Call = Callable[..., Result]


@dataclass
class Made:
    """A fitting that is done in no time, with a figure of 0.9."""

    learnt: Learnt
    evaluation: Evaluation

    def save(self, folder: Path) -> None:
        (folder / MODEL).write_bytes(b"a model")
        (folder / "card.md").write_text("# Model card\n")


def fit(material: Material, say: Say) -> Made:
    say("Fitting")
    items = [
        Item(passage.id, document.group, ("HP",), ("HP",), (0.9,))
        for document in material.documents
        for passage in document.passages
    ]
    learnt = [LearntDocument(d.id, d.framework, d.group, None, 1) for d in material.documents]
    figure = Measured(TASKS[0], len(items), 6, Interval(0.9, 0.88, 0.92))
    answers = (scored("area ilacs-2023", items),)
    return Made(Learnt(tuple(learnt), ()), Evaluation(answers, (figure,), "."))


class Silent:
    """A tagger with nothing to say: what differs between models is not looked at here."""

    name = "lens/0"

    def tag(self, passages: object, extraction: object) -> tuple[Tag, ...]:
        return ()


@pytest.fixture
def fitted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipelines.figures.figures_shipped", lambda: None)
    monkeypatch.setattr(training, "fitting", lambda *_: fit)
    monkeypatch.setattr(training, "tagger_with", lambda *_: Silent())
    monkeypatch.setattr(training, "tagger_of", lambda *_: Silent())


def reading(number: int) -> Reading:
    """One report of an authority of its own, with one passage and one tag."""
    text = f"Children of place {number} are seen quickly by social workers."
    key = sha256_of(text.encode())
    name, path = f"r{number}.md", f"/in/r{number}.md"
    passage = Passage(passage_id(key, 0, len(text), text), key, 0, len(text), text)
    days = {"framework": "ilacs-2023", "start": "2024-03-04"}
    fact = Fact(f"f{number}", key, "inspection", days, 0, 3, text[:3], 1)
    tag = Tag(
        tag_id(passage.id, "ilacs-2023", "HP", "lens/1"), passage.id, key, "ilacs-2023", None, "HP",
        None, None, "strength", 0.9, False, 1, "lens/1",
    )  # fmt: skip
    return Reading(
        Source(source_id(path), path, key, str(80400 + number), "ok"),
        Document(key, name, "text/plain", 1, "public", str(80400 + number)),
        Extraction(key, "plain/1", text, (), ()),
        (passage,),
        (tag,),
        stated=Stated(key, "facts/1", "ilacs-2023", (fact,)),
    )


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A workspace with twelve reports of twelve authorities."""
    workspace = open_workspace(tmp_path / "ws", create=True)
    with writing(workspace), open_evidence(workspace) as evidence:
        evidence.save([reading(number) for number in range(12)])
    return tmp_path / "ws"


USAGE = [
    (("train", "--labels", "gone.csv"), "gone.csv", "a file that is not there"),
    (("train", "--labels", "."), "is a directory", "a folder for a file"),
    (("train", "--codebook", "ours/1"), "--decisions", "a codebook and no labels"),
    (("train", "--decisions"), "--codebook", "decisions and no codebook"),
    (("train", "--use", "x", "--decisions"), "leave the other options out", "use and learn"),
    (("train", "--use", "x", "--no-promote"), "leave the other", "use and do not use"),
    (("train", "--use", "x", "--out", "y"), "leave the other options out", "use and write"),
    (("train", "--use", "x", "--codebook", "y"), "leave the other options out", "and a codebook"),
    (("evaluate", "--codebook", "ours/1"), "no labels made by it", "evaluate by a codebook"),
    (("evaluate", "--decisions"), "No such option", "decisions are not measured on"),
    (("learn", "next", "--limit", "0"), "0 is not in the range", "nothing to list"),
    (("learn", "recall"), "Missing argument 'CODE'", "no code to find"),
    (("tag", "--jobs", "0"), "0 is not in the range", "no process to tag"),
]


@pytest.mark.parametrize(("command", "words", "why"), USAGE, ids=[row[2] for row in USAGE])
def test_wrong_options_are_named_and_nothing_is_begun(
    place: Path, call: Call, fitted: None, command: tuple[str, ...], words: str, why: str
) -> None:
    done = call(place, *command)

    assert done.exit_code == 2, why
    assert words in done.stderr
    assert trained(open_workspace(place)) == ()
    assert in_use(open_workspace(place)) == SHIPPED


def never(material: Material, say: Say) -> Made:
    raise AssertionError("fitting was begun")


@pytest.mark.parametrize("out", ["mine", "mine/thesis.txt"])
def test_out_must_be_new_or_empty_which_is_seen_before_fitting(
    place: Path, call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, out: str
) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("Years of work.")
    monkeypatch.setattr(training, "fitting", lambda *_: never)

    done = call(place, "train", "--out", str(tmp_path / out))

    assert done.exit_code == 1
    assert f"The folder {tmp_path / out} is not empty. Name a new one" in done.stderr
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["thesis.txt"]
    assert (tmp_path / "mine" / "thesis.txt").read_text() == "Years of work."


def test_out_may_be_below_folders_that_are_not_there_yet(
    place: Path, call: Call, fitted: None, tmp_path: Path
) -> None:
    done = call(place, "train", "--out", str(tmp_path / "new" / "model"))

    assert done.exit_code == 0, done.output
    assert f"Model, card and figures: {tmp_path / 'new' / 'model'}" in done.stdout
    assert in_use(open_workspace(place)) == SHIPPED
    models = open_workspace(place).models
    assert f"copy that folder into {models} and run `vouch train --use model`." in done.stdout
    (tmp_path / "new" / "model").rename(models / "model")
    assert call(place, "train", "--use", "model").exit_code == 0, "as it says"


@pytest.mark.parametrize("command", [("train",), ("evaluate",), ("evaluate", "--json")])
def test_an_empty_workspace_is_told_what_is_needed(
    tmp_path: Path, call: Call, command: tuple[str, ...]
) -> None:
    place = tmp_path / "empty"
    workspace = open_workspace(place, create=True)
    with writing(workspace), open_evidence(workspace):
        pass

    done = call(place, *command)

    assert done.exit_code == 1
    assert "0 such reports of 0 authorities (0 public documents in all)" in done.stderr
    assert "Ingest more reports" in done.stderr


@pytest.mark.parametrize("command", [("next",), ("doubtful",), ("next", "--json")])
def test_an_empty_workspace_has_nothing_to_review(
    tmp_path: Path, call: Call, command: tuple[str, ...]
) -> None:
    workspace = open_workspace(tmp_path / "empty", create=True)
    with writing(workspace), open_evidence(workspace):
        pass

    done = call(workspace.root, "learn", *command)

    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.strip()


def test_two_trainings_at_once_give_two_whole_models(
    place: Path, fitted: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = threading.Barrier(2, timeout=20)

    def fit_together(material: Material, say: Say) -> Made:
        both.wait()
        return fit(material, say)

    monkeypatch.setattr(training, "fitting", lambda *_: fit_together)
    done: list[Trained] = []

    def run() -> None:
        with open_evidence(open_workspace(place), read_only=True) as evidence:
            settings = training.Settings(workspace=place, wait_seconds=20)
            done.append(training.train(
                evidence, settings, training.material_of(evidence), training.Wish(), lambda _: None
            ))  # fmt: skip

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    workspace = open_workspace(place)
    assert sorted(one.id for one in done) == list(trained(workspace))
    assert len(set(trained(workspace))) == 2
    assert in_use(workspace) in trained(workspace)
    for name in trained(workspace):
        kept = {path.name for path in (workspace.models / name).iterdir()}
        assert kept == {MODEL, "card.md", FILE, HELD}
    assert not [path for path in workspace.models.iterdir() if path.name.startswith((".", "tmp"))]


Trained = training.Trained


def test_a_training_while_another_writes_keeps_its_model(
    place: Path, call: Call, fitted: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VOUCH_WAIT_SECONDS", "0")
    with writing(open_workspace(place), purpose="ingest"):
        done = call(place, "train")

    assert done.exit_code == 1
    assert "(ingest, since" in done.stderr
    [name] = trained(open_workspace(place))
    assert in_use(open_workspace(place)) == SHIPPED
    assert call(place, "train", "--use", name).exit_code == 0


DAMAGED = [
    ("", "nothing in it"),
    ("[]", "a list"),
    ('{"format": "vouch-figures/9", "figures": []}', "of a later version"),
    ('{"format": "vouch-figures/1", "figures": [{"task": 1}]}', "a figure that lacks its value"),
]


@pytest.mark.parametrize(("text", "why"), DAMAGED, ids=[row[1] for row in DAMAGED])
def test_figures_that_are_damaged_are_found_out_before_minutes_of_fitting(
    place: Path, call: Call, monkeypatch: pytest.MonkeyPatch, text: str, why: str
) -> None:
    folder = open_workspace(place).models / "m1"
    folder.mkdir(parents=True)
    (folder / MODEL).write_bytes(b"a model")
    (folder / FILE).write_text(text)
    promote(open_workspace(place), "m1")

    monkeypatch.setattr(training, "fitting", lambda *_: never)
    for command in ("evaluate", "train"):
        done = call(place, command)
        assert done.exit_code == 1, why
        assert str(folder / FILE) in done.stderr
        assert "vouch train --use shipped" in done.stderr
    assert call(place, "train", "--use", SHIPPED).exit_code == 0


@pytest.mark.parametrize("text", ["{", "[1]\n", '{"task": "t"}\n', "null\n"])
def test_answers_that_are_damaged_are_named_with_the_way_on(
    place: Path, call: Call, text: str
) -> None:
    folder = open_workspace(place).models / "m1"
    folder.mkdir(parents=True)
    (folder / MODEL).write_bytes(b"a model")
    (folder / HELD).write_text(text)
    promote(open_workspace(place), "m1")

    done = call(place, "learn", "doubtful")

    assert done.exit_code == 1
    assert f"{folder / HELD} is damaged" in done.stderr
    (folder / HELD).unlink()
    assert call(place, "learn", "doubtful").exit_code == 0, "as the message said"


UNKNOWN = [
    (("next", "--framework", "nonsense"), "There is no framework 'nonsense'", "a slip"),
    (("next", "--framework", "sif-2013"), "vouch tag --framework sif-2013", "not tagged yet"),
    (("next", "--provider", "1"), "No tagged document is of the provider '1'", "a provider"),
    (("recall", "HQ", "--framework", "ilacs-2023"), "'HQ' is no criterion, aspect or area", "code"),
    (("recall", "HP", "--framework", "ilacs"), "There is no framework 'ilacs'", "half a name"),
    (("recall", "HP"), "vouch tag --framework sccif-asa-2024", "the default, not tagged yet"),
]


@pytest.mark.parametrize(("command", "words", "why"), UNKNOWN, ids=[row[2] for row in UNKNOWN])
def test_a_slip_is_not_answered_as_if_all_were_reviewed(
    place: Path, call: Call, command: tuple[str, ...], words: str, why: str
) -> None:
    for given in (command, (*command, "--json")):
        done = call(place, "learn", *given)
        assert (done.exit_code, done.stdout) == (1, ""), why
        assert words in done.stderr


def test_providers_there_are_are_listed_but_not_endlessly(place: Path, call: Call) -> None:
    message = call(place, "learn", "next", "--provider", "x").stderr

    assert "80400, 80401" in message
    assert message.count("804") == 12


def test_what_is_to_review_is_named_with_its_document(place: Path, call: Call) -> None:
    listed = call(place, "learn", "next", "--provider", "80403").stdout

    assert "r3.md: Children of place 3 are seen" in listed
    recalled = call(place, "learn", "recall", "hp", "--framework", "ilacs-2023").stdout
    assert "r3.md: Children of place 3 are seen" in recalled


def test_learning_lists_are_json_that_names_passages(place: Path, call: Call) -> None:
    found = json.loads(call(place, "learn", "next", "--limit", "3", "--json").stdout)

    assert [one["why"] for one in found] == ["random"] * 3
    assert {one["framework"] for one in found} == {"ilacs-2023"}
    assert len({one["provider"] for one in found}) == 3, "providers take turns"


@pytest.mark.parametrize("command", ["train", "evaluate", "tag", "learn"])
def test_help_says_in_a_line_what_a_command_is_for(command: str) -> None:
    text = CliRunner().invoke(vouch, [command, "--help"]).output

    assert text.startswith("Usage: vouch")
    assert len(text.splitlines()) > 5
