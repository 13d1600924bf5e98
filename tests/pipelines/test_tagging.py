"""Tags through frameworks: which ones, of which stored documents, and when again."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from corpus.evidence import Evidence, open_evidence
from corpus.frameworks import shipped_text
from corpus.problems import SettingsError
from corpus.records import Extraction, Passage, Reading, Tag
from corpus.workspace import open_workspace, writing
from pipelines import tagging
from pipelines.offers import gather
from pipelines.settings import Settings
from pipelines.stages import read_offer
from pipelines.tagging import DEFAULT_LENSES, Tagged, lenses, tag_stored, tags_of

REPORT = "# Inspection\n\nSupervision of social workers is regular and reflective.\n"


class Asked:
    """A tagger that says nothing and remembers which documents it was asked about."""

    name = "asked/1"

    def __init__(self) -> None:
        self.documents: list[str] = []

    def tag(self, passages: Sequence[Passage], extraction: Extraction) -> tuple[Tag, ...]:
        assert all(passage.document_id == extraction.document_id for passage in passages)
        self.documents.append(extraction.document_id)
        return ()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    tagger = Asked()
    monkeypatch.setattr(tagging, "_tagger", lambda framework, folder: tagger)
    return tagger


def stored(root: Path, name: str, text: str, **given: object) -> Reading:
    path = root / name
    path.write_text(text)
    settings = Settings(workspace=root / "workspace", tag=False, **given)  # type: ignore[arg-type]
    [offer] = gather([path], settings).offers
    return read_offer(offer, settings)


@pytest.fixture
def evidence(tmp_path: Path) -> Iterator[Evidence]:
    """Two public reports and a restricted note, none of them tagged."""
    workspace = open_workspace(tmp_path / "workspace", create=True)
    with writing(workspace), open_evidence(workspace) as opened:
        opened.save(
            [
                stored(tmp_path, "a.md", REPORT + "A.\n", sensitivity="public"),
                stored(tmp_path, "b.md", REPORT + "B.\n", sensitivity="public"),
                stored(tmp_path, "note.md", REPORT + "C.\n"),
            ]
        )
        yield opened


def ids(evidence: Evidence, *names: str) -> list[str]:
    found = {document.name: document.id for document in evidence.documents()}
    return [found[name] for name in names]


def test_without_a_choice_every_framework_is_a_lens() -> None:
    assert lenses(Settings()) == DEFAULT_LENSES
    assert lenses(Settings(frameworks=("sccif-asa-2024",))) == ("sccif-asa-2024",)


def test_an_unknown_framework_is_named_with_those_there_are() -> None:
    with pytest.raises(SettingsError, match=r"'nonsense'.*sccif-asa-2024"):
        lenses(Settings(frameworks=("sccif-asa-2024", "nonsense")))


def test_a_framework_without_criteria_is_no_lens_and_the_message_says_where_to_look() -> None:
    with pytest.raises(SettingsError, match=r"'slac-2009' holds no criteria .* frameworks list"):
        lenses(Settings(frameworks=("slac-2009",)))


def test_a_framework_of_the_workspace_is_a_lens(tmp_path: Path) -> None:
    folder = tmp_path / "ws" / "frameworks"
    folder.mkdir(parents=True)
    own = shipped_text("asa-2015").replace("id: asa-2015", "id: asa-2099", 1)
    (folder / "asa-2099.yaml").write_text(own, encoding="utf-8")
    settings = Settings(workspace=tmp_path / "ws", frameworks=("asa-2099",))

    assert lenses(settings) == ("asa-2099",)
    words = "Supervision of staff is regular and reflective."
    passage = Passage("p1", "d1", 0, len(words), words)
    tags = tags_of((passage,), Extraction("d1", "plain/1", words, (), ()), settings)
    assert {tag.framework for tag in tags} == {"asa-2099"}


def test_public_documents_are_gone_over_once(evidence: Evidence, asked: Asked) -> None:
    first, second = tag_stored(evidence, Settings()), tag_stored(evidence, Settings())

    assert asked.documents == ids(evidence, "a.md", "b.md")
    assert (first, second) == (Tagged(2, 0, DEFAULT_LENSES), Tagged(0, 0, DEFAULT_LENSES))


def test_reprocess_goes_over_them_again_and_never_over_a_restricted_one(
    evidence: Evidence, asked: Asked
) -> None:
    tag_stored(evidence, Settings())
    asked.documents.clear()

    tag_stored(evidence, Settings(reprocess=True))

    assert asked.documents == ids(evidence, "a.md", "b.md")


def test_only_the_documents_named_are_looked_at(evidence: Evidence, asked: Asked) -> None:
    [wanted] = ids(evidence, "b.md")

    assert tag_stored(evidence, Settings(), {wanted}).documents == 1
    assert tag_stored(evidence, Settings(), set()).documents == 0
    assert asked.documents == [wanted]


def test_another_tagger_goes_over_what_the_first_has_done(evidence: Evidence, asked: Asked) -> None:
    tag_stored(evidence, Settings())
    asked.name = "asked/2"

    assert tag_stored(evidence, Settings()).documents == 2


def test_a_document_without_passages_is_not_worth_a_tagger(
    tmp_path: Path, evidence: Evidence, asked: Asked
) -> None:
    [document] = ids(evidence, "a.md")
    extraction = evidence.extraction(document)
    assert extraction is not None

    assert tags_of((), extraction, Settings(frameworks=("nonsense",))) == ()
    assert asked.documents == []


def test_stored_tags_equal_those_of_a_run_that_tags(tmp_path: Path, evidence: Evidence) -> None:
    tag_stored(evidence, Settings())
    [document] = ids(evidence, "a.md")
    extraction = evidence.extraction(document)
    assert extraction is not None

    fresh = tags_of(tuple(evidence.passages(document)), extraction, Settings())

    assert [tag.id for tag in evidence.tags(document)] == [tag.id for tag in fresh]
    assert fresh
