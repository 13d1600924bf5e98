"""Trained components are one more means."""

from collections.abc import Sequence
from pathlib import Path

import pytest
import spacy

from corpus.problems import ModelError
from models.deid import MEANS, find
from models.deid.component import Pipeline, load
from models.deid.found import Found


class Fake:
    """Sees the word "kestrel" wherever it stands."""

    name = "fake-1"

    def find(self, texts: Sequence[str]) -> list[tuple[Found, ...]]:
        return [
            tuple(
                Found(at, at + 7, "name", f"component/{self.name}")
                for at in range(len(text))
                if text.startswith("kestrel", at)
            )
            for text in texts
        ]


def test_what_a_component_sees_is_found_and_named() -> None:
    (item,) = find(["so kestrel left"], components=[Fake()])[0]
    assert "component/fake-1" in item.means
    assert (item.start, item.end) == (3, 10)


def test_a_component_is_switched_off_like_any_means() -> None:
    without = MEANS - {"component"}
    assert find(["so kestrel left"], components=[Fake()], means=without) == [()]


def test_what_a_component_sees_spreads_through_the_case() -> None:
    class Once(Fake):
        def find(self, texts: Sequence[str]) -> list[tuple[Found, ...]]:
            return [super().find(texts)[0], *[()] * (len(texts) - 1)]

    found = find(["so Zqkestrel and kestrel left", "the kestrel slept"], components=[Once()])
    assert "component/fake-1" in found[0][-1].means


def pipeline(folder: Path) -> Path:
    language = spacy.blank("en")
    ruler = language.add_pipe("entity_ruler")
    ruler.add_patterns(  # type: ignore[attr-defined]
        [{"label": "PERSON", "pattern": "kestrel"}, {"label": "DRUG", "pattern": "kite"}]
    )
    language.meta["name"], language.meta["version"] = "birds", "2.0"
    language.to_disk(folder)
    return folder


def test_a_users_own_pipeline_is_loaded_from_its_folder(tmp_path: Path) -> None:
    component = load(pipeline(tmp_path / "birds"))
    assert component.name == "birds-2.0"
    assert component.find(["a kestrel, a kite"]) == [(Found(2, 9, "name", "component/birds-2.0"),)]


def test_labels_in_no_table_are_left_out(tmp_path: Path) -> None:
    language = spacy.load(pipeline(tmp_path / "birds"))
    component = Pipeline(language, "mine", {"DRUG": "handle"})
    ((item,),) = component.find(["a kestrel, a kite"])
    assert (item.kind, item.start) == ("handle", 13)


def test_a_folder_that_is_no_pipeline_is_refused_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="to_disk"):
        load(tmp_path / "nothing")
