"""Labels that a user names for a training, each with the codebook that it was made by."""

from pathlib import Path

import pytest

from corpus.evidence import Evidence, open_evidence
from corpus.problems import SettingsError
from corpus.workspace import open_workspace
from models.training.material import CodedPassage, Coding
from pipelines import labels_given as module
from pipelines.labelled import Failed, Frameworks, Labels
from pipelines.labels_given import codebook_of_each, labels_given


@pytest.mark.parametrize(
    ("files", "codebooks", "decisions", "each"),
    [
        pytest.param([], [], False, (), id="no labels"),
        pytest.param(["a"], ["x/1"], False, ("x/1",), id="a file"),
        pytest.param([], ["x/1"], True, ("x/1",), id="decisions alone"),
        pytest.param(["a", "b"], ["x/1"], True, ("x/1",) * 3, id="one for all"),
        pytest.param(["a", "b"], ["x/1", "y/2", "z/3"], True, ("x/1", "y/2", "z/3"), id="each"),
    ],
)
def test_each_source_has_its_codebook(
    files: list[str], codebooks: list[str], decisions: bool, each: tuple[str, ...]
) -> None:
    assert codebook_of_each(files, codebooks, decisions) == each


@pytest.mark.parametrize(
    ("files", "codebooks", "decisions", "words"),
    [
        pytest.param(["a"], [], False, "1 source of labels and 0 codebooks", id="none"),
        pytest.param([], [], True, "1 source of labels and 0 codebooks", id="none of decisions"),
        pytest.param(["a", "b"], ["x", "y"], True, "3 sources of labels and 2 codebooks", id="two"),
        pytest.param(["a"], ["x", "y"], False, "1 source of labels and 2 codebooks", id="too many"),
    ],
)
def test_a_missing_codebook_is_asked_for(
    files: list[str], codebooks: list[str], decisions: bool, words: str
) -> None:
    with pytest.raises(SettingsError, match=f"{words}: name with --codebook"):
        codebook_of_each(files, codebooks, decisions)


def test_a_codebook_of_nothing_is_not_passed_over() -> None:
    with pytest.raises(SettingsError, match=r"'x/1' is named, but no labels .*--decisions"):
        codebook_of_each([], ["x/1"], False)


def coded(name: str, codebook: str) -> CodedPassage:
    coding = Coding("Ada", codebook, "sccif-asa-2024", "LEAD")
    return CodedPassage(name, "80000", "Leaders know.", name, (coding,))


@pytest.fixture
def evidence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Evidence:
    """A workspace of which one decision is a label; files hold one label and one bad row each."""

    def read(path: Path, codebook: str, frameworks: Frameworks, evidence: Evidence) -> Labels:
        assert "sccif-asa-2024" in frameworks
        return Labels(
            (coded(path.name, codebook),), (Failed(path.name, 2, "no area", "Name one."),)
        )

    def decided(evidence: Evidence, codebook: str, frameworks: Frameworks) -> Labels:
        return Labels((coded("decided", codebook),))

    monkeypatch.setattr(module, "read_labels", read)
    monkeypatch.setattr(module, "labels_of_decisions", decided)
    return open_evidence(open_workspace(tmp_path / "ws", create=True))


def test_labels_of_all_sources_are_put_together_in_their_order(evidence: Evidence) -> None:
    with evidence:
        found = labels_given(evidence, [Path("a.csv"), Path("b.json")], ("x/1", "y/2", "z/3"))

    assert [(one.id, one.codings[0].codebook) for one in found.coded] == [
        ("a.csv", "x/1"), ("b.json", "y/2"), ("decided", "z/3"),
    ]  # fmt: skip
    assert [failed.file for failed in found.failed] == ["a.csv", "b.json"]


def test_decisions_are_no_labels_unless_they_have_a_codebook(evidence: Evidence) -> None:
    with evidence:
        assert [one.id for one in labels_given(evidence, [Path("a.csv")], ("x/1",)).coded] == [
            "a.csv"
        ]
        assert labels_given(evidence, [], ()) == Labels()
