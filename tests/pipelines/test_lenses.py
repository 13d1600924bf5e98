"""Which frameworks a document is read through."""

from pathlib import Path

import pytest

from corpus.frameworks import shipped_text
from corpus.problems import ModelError, SettingsError
from corpus.records import Extraction, Passage
from corpus.workspace import open_workspace
from pipelines.lenses import STAND_IN, asked_for, lenses_of, tagger_names, tagger_of
from pipelines.promoting import MODEL, SHIPPED, promote
from pipelines.settings import Settings
from pipelines.tagging import tags_of


def own_framework(root: Path, name: str, text: str) -> Settings:
    folder = root / "ws" / "frameworks"
    folder.mkdir(parents=True)
    (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return Settings(workspace=root / "ws", frameworks=(name,))


@pytest.mark.parametrize(
    ("own", "asked", "lenses"),
    [
        pytest.param("ilacs-2023", (), ("ilacs-2023",), id="areas and no criteria are enough"),
        pytest.param(None, (), (STAND_IN,), id="a document that says nothing"),
        pytest.param("ilacs-1990", (), (STAND_IN,), id="a framework that is not there"),
        pytest.param("jtai-2016", ("slac-2009",), ("jtai-2016", "slac-2009"), id="own one first"),
        pytest.param("sif-2013", ("sif-2013",), ("sif-2013",), id="each once"),
        pytest.param(None, ("asa-2015", STAND_IN), (STAND_IN, "asa-2015"), id="the one stood in"),
    ],
)
def test_a_document_is_read_through_its_own_framework_and_those_asked_for(
    tmp_path: Path, own: str | None, asked: tuple[str, ...], lenses: tuple[str, ...]
) -> None:
    assert lenses_of(own, Settings(workspace=tmp_path, frameworks=asked)) == lenses


def test_an_unknown_framework_is_named_with_those_there_are() -> None:
    with pytest.raises(SettingsError, match=r"'nonsense'.*sccif-asa-2024"):
        asked_for(Settings(frameworks=("sccif-asa-2024", "nonsense")))


def test_a_framework_with_neither_areas_nor_criteria_is_no_lens(tmp_path: Path) -> None:
    settings = own_framework(tmp_path, "bare-2030", BARE)

    with pytest.raises(SettingsError, match=r"'bare-2030' holds neither areas nor criteria"):
        asked_for(settings)
    assert lenses_of("bare-2030", Settings(workspace=tmp_path / "ws")) == (STAND_IN,)


def test_a_framework_of_the_workspace_is_a_lens(tmp_path: Path) -> None:
    text = shipped_text("asa-2015").replace("id: asa-2015", "id: asa-2099", 1)
    settings = own_framework(tmp_path, "asa-2099", text)

    assert asked_for(settings) == ("asa-2099",)
    words = "Supervision of staff is regular and reflective."
    passage = Passage("p1", "d1", 0, len(words), words)
    found = tags_of((passage,), Extraction("d1", "plain/1", words, (), ()), settings)
    assert {tag.framework for tag in found.tags} == {"asa-2099", STAND_IN}


def test_a_tagger_is_built_once_a_process(tmp_path: Path) -> None:
    settings = Settings(workspace=tmp_path)

    assert tagger_of(STAND_IN, settings) is tagger_of(STAND_IN, settings)
    assert tagger_of(STAND_IN, settings) is not tagger_of("asa-2015", settings)


BARE = """\
id: bare-2030
title: An overall grade and nothing else
publisher: A county
source: A leaflet
in_force:
  from: 2030-01-01
overall: OE
scale:
  - {grade: good, aliases: [good], paragraph: "1"}
areas:
  - {code: OE, title: Overall, paragraph: "1", aliases: [overall]}
"""


def test_a_model_that_cannot_be_used_is_refused_with_the_reason_and_the_way_back(
    tmp_path: Path,
) -> None:
    workspace = open_workspace(tmp_path / "ws", create=True)
    folder = workspace.models / "20260101"
    folder.mkdir()
    (folder / MODEL).write_bytes(b"PK tampered with")
    (folder / "model.json").write_text("{}")
    promote(workspace, "20260101")
    settings = Settings(workspace=workspace.root)

    with pytest.raises(ModelError, match=r"model\.skops .*vouch train"):
        tagger_of(STAND_IN, settings)
    promote(workspace, SHIPPED)
    assert tagger_of(STAND_IN, settings).name


def test_a_tagger_has_the_name_that_was_foretold(tmp_path: Path) -> None:
    settings = Settings(workspace=tmp_path)
    for framework, name in tagger_names((STAND_IN, "slac-2009"), settings).items():
        assert tagger_of(framework, settings).name == name


def test_context_and_an_edited_framework_of_ones_own_make_other_names(tmp_path: Path) -> None:
    plain, near = Settings(workspace=tmp_path), Settings(workspace=tmp_path, context=True)
    assert tagger_names((STAND_IN,), plain) != tagger_names((STAND_IN,), near)
    folder = tmp_path / "frameworks"
    folder.mkdir()
    (folder / "bare-2030.yaml").write_text(BARE)
    before = tagger_names(("bare-2030", STAND_IN), plain)
    (folder / "bare-2030.yaml").write_text(BARE.replace("Overall", "In all"))
    after = tagger_names(("bare-2030", STAND_IN), plain)
    assert before["bare-2030"] != after["bare-2030"]
    assert before[STAND_IN] == after[STAND_IN]
