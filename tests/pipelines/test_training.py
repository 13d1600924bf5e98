"""Training on a workspace: what it learns from, what it needs, the gate, the model in use."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from click.testing import Result

from corpus.evidence import open_evidence
from corpus.facts import Fact, Stated
from corpus.identity import passage_id, sha256_of, source_id, tag_id
from corpus.problems import SettingsError
from corpus.records import Document, Extraction, Passage, Reading, Source, Tag
from corpus.workspace import open_workspace
from models.training.evaluation import (
    TASKS,
    CodedSource,
    Evaluation,
    Interval,
    Learnt,
    LearntDocument,
    Measured,
)
from models.training.material import CodedPassage, Coding, Material, StudyDocument
from models.training.scored import Item, scored
from pipelines import labels_given, training
from pipelines.figures import figures_in_use, read_held
from pipelines.labelled import Failed, Labels
from pipelines.promoting import MODEL, SHIPPED, in_use, promote, trained
from pipelines.settings import Settings
from pipelines.training import Fit, Say, Trained, Wish, material_of, refuse_too_little, train

Call = Callable[..., Result]
AREAS = ("HP", "LEAD")


def silent(_: str) -> None:
    return None


@dataclass
class Fake:
    """A fitting that knows every area right, or none, and reached a figure that the test sets."""

    learnt: Learnt
    evaluation: Evaluation

    def save(self, folder: Path) -> None:
        (folder / MODEL).write_bytes(b"a model")
        (folder / "card.md").write_text("# Model card\n")


def area_of(passage: Passage) -> str:
    return AREAS["leaders" in passage.text.lower()]


def fit_to(value: float, right: bool = True) -> Fit:
    """Make a fitting: macro-F1 of that value; held-out answers all right or all wrong."""

    def fit(material: Material, say: Say) -> Fake:
        say("Fitting")
        items = [
            Item(one.id, document.group, (area_of(one),),
                 (area_of(one) if right else "NONE",), (0.9,))
            for document in material.documents
            for one in document.passages
        ]  # fmt: skip
        learnt = [
            LearntDocument(one.id, one.framework, one.group, None, len(one.passages))
            for one in material.documents
        ]
        coded = [CodedSource(one.source, "book/1", "f", 1, 1) for one in material.coded]
        reached = Interval(value, value - 0.01, value + 0.01)
        evaluation = Evaluation(
            (scored("area ilacs-2023", items),), (Measured(TASKS[0], len(items), 6, reached),), "."
        )
        return Fake(Learnt(tuple(learnt), tuple(coded)), evaluation)

    return fit


class Lead:
    """A tagger that calls everything LEAD with the model's name in its version."""

    def __init__(self, model: Path | None, framework: str) -> None:
        self.framework = framework
        self.name = f"lens/{model.parent.name if model else SHIPPED}"
        self.polarity = "weakness" if model else "strength"

    def tag(self, passages: Sequence[Passage], extraction: Extraction) -> tuple[Tag, ...]:
        return tuple(
            Tag(tag_id(one.id, self.framework, "LEAD", self.name), one.id, one.document_id,
                self.framework, None, "LEAD", None, None, self.polarity, 0.9, False, 1, self.name)
            for one in passages
        )  # type: ignore[arg-type] # fmt: skip


@pytest.fixture(autouse=True)
def taggers(monkeypatch: pytest.MonkeyPatch) -> None:
    def with_model(model: Path | None, framework: str, settings: Settings) -> Lead:
        return Lead(model, framework)

    def in_use_now(framework: str, settings: Settings) -> Lead:
        return Lead(training.model_path(open_workspace(settings.workspace)), framework)

    # What the shipped model reached would hold back every model of a handful of reports.
    monkeypatch.setattr("pipelines.figures.figures_shipped", lambda: None)
    monkeypatch.setattr(training, "tagger_with", with_model)
    monkeypatch.setattr(training, "tagger_of", in_use_now)


def reading(name: str, urn: str, texts: Sequence[str], public: bool = True) -> Reading:
    text = "\n".join(texts)
    key = sha256_of(f"{urn}/{name}".encode())
    passages, at = [], 0
    for one in texts:
        end = at + len(one)
        passages.append(Passage(passage_id(key, at, end, one), key, at, end, one, ("A heading",)))
        at = end + 1
    days = {"framework": "ilacs-2023", "start": "2024-03-04"}
    fact = Fact(f"f{key[:8]}", key, "inspection", days, 0, 3, text[:3], 1)
    return Reading(
        Source(source_id(f"/{urn}/{name}"), f"/{urn}/{name}", key, urn, "ok"),
        Document(key, name, "text/plain", 1, "public" if public else "restricted", urn),
        Extraction(key, "plain/1", text, (), ()),
        tuple(passages),
        stated=Stated(key, "facts/1", "ilacs-2023", (fact,)) if public else None,
    )


def filled(root: Path, authorities: int, each: int = 2, passages: int = 2) -> Path:
    workspace = open_workspace(root, create=True)
    words = ("Leaders know about {} well.", "Children of {} are safe.")
    with training.writing(workspace), open_evidence(workspace) as evidence:
        evidence.save(
            [
                reading(f"r{number}.md", f"8{urn:04}",
                        [words[n % 2].format(f"{urn}-{number}-{n}") for n in range(passages)])
                for urn in range(authorities)
                for number in range(each)
            ]
        )  # fmt: skip
        evidence.save([reading("note.md", "80000", ["Mara is safe."], public=False)])
    return root


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return filled(tmp_path / "ws", authorities=6)


def trained_on(place: Path, fit: Fit, wish: Wish = Wish()) -> Trained:  # noqa: B008 - frozen
    with open_evidence(open_workspace(place), read_only=True) as evidence:
        return train(evidence, Settings(workspace=place), material_of(evidence), wish, silent, fit)


def test_material_is_every_public_document_with_its_authority_and_framework(place: Path) -> None:
    label = CodedPassage("c1", "80000", "Leaders know.", "file", ())
    with open_evidence(open_workspace(place), read_only=True) as evidence:
        found = material_of(evidence, [label])

    assert len(found.documents) == 12
    assert {one.group for one in found.documents} == {f"8{number:04}" for number in range(6)}
    assert {(one.framework, one.inspected) for one in found.documents} == {
        ("ilacs-2023", "2024-03-04")
    }
    assert all(one.headings == ("A heading",) for d in found.documents for one in d.passages)
    assert "Mara" not in str(found)
    assert found.coded == (label,)


@pytest.mark.parametrize(
    ("authorities", "each", "words"),
    [
        pytest.param(0, 0, "0 such reports of 0 authorities", id="nothing"),
        pytest.param(1, 1, "1 such report of 1 authority", id="one report"),
        pytest.param(1, 20, "20 such reports of 1 authority", id="one authority"),
        pytest.param(5, 1, "5 such reports of 5 authorities", id="too few reports"),
    ],
)
def test_too_little_to_learn_from_is_named_with_what_is_needed(
    authorities: int, each: int, words: str
) -> None:
    documents = tuple(
        StudyDocument(
            f"{group}-{n}", str(group), "ilacs-2023", None, (Passage("p", "d", 0, 1, "a"),)
        )
        for group in range(authorities)
        for n in range(each)
    )

    with pytest.raises(SettingsError, match=r"at least 10 published reports .* 5 authorities") as e:
        refuse_too_little(Material(documents))
    assert words in str(e.value)


def test_documents_under_no_known_framework_do_not_count() -> None:
    passage = Passage("p", "d", 0, 1, "a")
    documents = [StudyDocument(str(n), str(n), "ilacs-2023", None, (passage,)) for n in range(10)]
    refuse_too_little(Material(tuple(documents)))
    documents[0] = replace(documents[0], framework=None)

    with pytest.raises(SettingsError, match="9 such reports of 9 authorities"):
        refuse_too_little(Material(tuple(documents)))


def test_the_first_model_is_kept_and_used(place: Path) -> None:
    done = trained_on(place, fit_to(0.9))
    workspace = open_workspace(place)

    assert done.promoted
    assert in_use(workspace) == done.id == done.folder.name
    assert {path.name for path in done.folder.iterdir()} == {
        MODEL, "card.md", "figures.json", "held.jsonl",
    }  # fmt: skip
    assert figures_in_use(workspace) == done.figures
    assert len(read_held(workspace)) == 24
    assert "safe" not in (done.folder / "held.jsonl").read_text()


def test_it_is_told_what_is_tagged_otherwise(place: Path) -> None:
    done = trained_on(place, fit_to(0.9))

    assert done.differs is not None
    assert (done.differs.sample, done.differs.counts) == (24, {"polarity": 24})


def test_a_model_that_is_worse_is_kept_but_not_used(place: Path) -> None:
    first = trained_on(place, fit_to(0.9))
    second = trained_on(place, fit_to(0.7))

    assert not second.promoted
    assert "0.700, worse than 0.900" in second.verdict.reasons[0]
    assert in_use(open_workspace(place)) == first.id
    assert trained(open_workspace(place)) == (first.id, second.id)


def test_documents_that_are_new_decide_over_the_figures_of_the_cards(tmp_path: Path) -> None:
    place = filled(tmp_path / "ws", authorities=6, passages=4)
    first = trained_on(place, fit_to(0.9))
    filled(place, authorities=16, passages=10)

    worse_by_its_card = trained_on(place, fit_to(0.8))
    promote(open_workspace(place), first.id)
    wrong_on_new_ones = trained_on(place, fit_to(0.99, right=False))

    # The model in use calls everything LEAD: right half of the time on 200 new passages.
    assert worse_by_its_card.verdict.reasons[0].startswith("On 200 passages of 10 authorities")
    assert "+50.0% as often" in worse_by_its_card.verdict.reasons[0]
    assert worse_by_its_card.promoted
    assert not wrong_on_new_ones.promoted


def test_a_model_may_be_kept_without_being_used(place: Path) -> None:
    done = trained_on(place, fit_to(0.9), Wish(promoting=False))

    assert done.verdict.passes and not done.promoted
    assert in_use(open_workspace(place)) == SHIPPED


def test_a_model_may_be_written_elsewhere(place: Path, tmp_path: Path) -> None:
    out = tmp_path / "elsewhere"
    out.mkdir()
    done = trained_on(place, fit_to(0.9), Wish(out))

    assert {path.name for path in out.iterdir()} == {MODEL, "card.md", "figures.json"}
    assert (done.promoted, done.differs, trained(open_workspace(place))) == (False, None, ())
    with pytest.raises(SettingsError, match="is not empty"):
        trained_on(place, fit_to(0.9), Wish(out))


def test_a_fitting_that_fails_leaves_nothing_behind(place: Path) -> None:
    class Unsaved(Fake):
        def save(self, folder: Path) -> None:
            (folder / MODEL).write_bytes(b"half")
            raise OSError(28, "No space left on device")

    def fit(material: Material, say: Say) -> Unsaved:
        made = fit_to(0.9)(material, say)
        return Unsaved(made.learnt, made.evaluation)

    with pytest.raises(OSError, match="No space"):
        trained_on(place, fit)
    assert list(open_workspace(place).models.iterdir()) == []


def test_too_little_of_one_kind_is_told_as_such(place: Path) -> None:
    def fit(material: Material, say: Say) -> Fake:
        raise ValueError("no report has passages of every area")

    with pytest.raises(SettingsError, match=r"no report has passages of every area\. Ingest more"):
        trained_on(place, fit)


@pytest.fixture
def fitted(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(training, "fitting", lambda _full=False: fit_to(0.9))
    return None


def test_the_command_says_what_it_used_and_what_came_of_it(
    place: Path, call: Call, fitted: None
) -> None:
    done = call(place, "train")

    assert done.exit_code == 0
    lines = done.stdout.splitlines()
    assert lines[0] == "12 public documents of 6 authorities, 24 passages."
    assert lines[1:3] == ["  12 documents under ilacs-2023", "0 passages coded by people."]
    assert any("macro-F1: 0.900 (0.890 to 0.910; n 24, 6 authorities)" in line for line in lines)
    assert "24 of 24 readings of the sample changed." in done.stdout
    assert lines[-1].startswith("The workspace now tags with ")
    assert "Fitting ..." in done.stderr


def test_the_command_goes_back_and_forth_between_models(
    place: Path, call: Call, fitted: None
) -> None:
    call(place, "train")
    [name] = trained(open_workspace(place))

    back = call(place, "train", "--use", "shipped")
    assert back.stdout.startswith(f"The workspace now tags with: shipped. Trained here: {name}.")
    assert call(place, "train", "--use", name).exit_code == 0
    assert in_use(open_workspace(place)) == name
    unknown = call(place, "train", "--use", "best")
    assert (unknown.exit_code, "There is no model 'best'" in unknown.stderr) == (1, True)


def test_the_command_keeps_a_model_unused_if_told_to(place: Path, call: Call, fitted: None) -> None:
    done = call(place, "train", "--no-promote")

    assert in_use(open_workspace(place)) == SHIPPED
    assert "It is not used. `vouch train --use" in done.stdout


def test_status_names_a_model_that_was_trained_here(place: Path, call: Call, fitted: None) -> None:
    before = call(place, "status").stdout
    call(place, "train")
    name = in_use(open_workspace(place))

    assert "Tags with the model" not in before
    assert f"Tags with the model {name}, trained here" in call(place, "status").stdout
    assert json.loads(call(place, "status", "--json").stdout)["model"] == name


def test_a_workspace_with_one_report_is_told_what_training_needs(
    tmp_path: Path, call: Call
) -> None:
    for name in ("train", "evaluate"):
        done = call(filled(tmp_path / "small", 1, 1), name)
        assert done.exit_code == 1
        assert "This workspace has 1 such report of 1 authority" in done.stderr


CODINGS = (Coding("A", "book/1", "sccif-asa-2024", "LEAD"),)


@pytest.fixture
def labels(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """Label files and decisions as read, with their codebooks."""
    asked: list[tuple[str, str]] = []

    def read(path: Path, codebook: str, frameworks: object, evidence: object) -> Labels:
        asked.append((path.name, codebook))
        coded = CodedPassage("c1", "80000", "Leaders know.", path.name, CODINGS)
        return Labels((coded,), (Failed(path.name, 3, "the area XX is unknown", "Mend it."),))

    def decided(evidence: object, codebook: str, frameworks: object) -> Labels:
        asked.append(("decisions", codebook))
        return Labels()

    monkeypatch.setattr(labels_given, "read_labels", read)
    monkeypatch.setattr(labels_given, "labels_of_decisions", decided)
    return asked


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        pytest.param([], [], id="no labels unless asked for"),
        pytest.param(["--labels", "a.csv", "--codebook", "x/1"], [("a.csv", "x/1")], id="a file"),
        pytest.param(["--decisions", "--codebook", "x/1"], [("decisions", "x/1")], id="decisions"),
        pytest.param(
            ["--labels", "a.csv", "--labels", "b.csv", "--decisions", "--codebook", "x/1"],
            [("a.csv", "x/1"), ("b.csv", "x/1"), ("decisions", "x/1")],
            id="one codebook for all",
        ),
        pytest.param(
            ["--labels", "a.csv", "--decisions", "--codebook", "x/1", "--codebook", "y/2"],
            [("a.csv", "x/1"), ("decisions", "y/2")],
            id="one each",
        ),
    ],
)
def test_labels_are_used_where_they_are_named(
    place: Path, call: Call, fitted: None, labels: list[tuple[str, str]],
    given: list[str], asked: list[tuple[str, str]],
) -> None:  # fmt: skip
    for name in ("a.csv", "b.csv"):
        (place.parent / name).write_text("")
    done = call(place, "train", *(str(place.parent / g) if g.endswith("csv") else g for g in given))

    assert done.exit_code == 0
    assert labels == asked
    files = [name for name, _ in asked if name != "decisions"]
    assert done.stderr.count("line 3: the area XX is unknown. Mend it.") == len(files)
    by = f", by the codebook book/1 ({len(files)} label" if files else "."
    assert f"coded by people{by}" in done.stdout


@pytest.mark.parametrize(
    "given", [["--labels", "a.csv"], ["--decisions"], ["--codebook", "x", "--codebook", "y"]]
)
def test_labels_without_a_codebook_are_refused(
    place: Path, call: Call, labels: list[tuple[str, str]], given: list[str]
) -> None:
    (place.parent / "a.csv").write_text("")
    done = call(place, "train", *(str(place.parent / g) if g.endswith("csv") else g for g in given))

    assert (done.exit_code, labels) == (2, [])
    assert "--codebook" in done.stderr


def test_evaluate_reproduces_the_figures_and_says_that_the_data_are_the_same(
    place: Path, call: Call, fitted: None
) -> None:
    call(place, "train")
    kept = sorted(path.name for path in open_workspace(place).models.iterdir())

    done = call(place, "evaluate")
    told = json.loads(call(place, "evaluate", "--json").stdout)

    assert "macro-F1: 0.900 (0.890 to 0.910; n 24); card 0.900" in done.stdout
    assert "differs" not in done.stdout
    assert done.stdout.endswith("Documents and labels are those of the card.\n")
    assert (told["figures"][0]["same"], told["same_labels"]) == (True, True)
    assert sorted(path.name for path in open_workspace(place).models.iterdir()) == kept


def test_evaluate_says_in_what_the_data_differ(place: Path, call: Call, fitted: None) -> None:
    call(place, "train")
    filled(place, authorities=7)

    done = call(place, "evaluate")

    assert (
        "The data differ: 0 documents of the card are not here, 2 documents here are not on the "
        "card; the labels are the same."
    ) in done.stdout


def test_evaluate_without_a_card_gives_the_figures_alone(
    place: Path, call: Call, fitted: None
) -> None:
    done = call(place, "evaluate")

    assert "not on the card" in done.stdout
    assert "Model in use: shipped." in done.stdout
