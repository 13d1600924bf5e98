"""A model from its file: it tags as before it was saved, and what was changed is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.frameworks import load
from corpus.problems import ModelError
from corpus.records import Extraction, Passage, Tag
from models.answers import NONE
from models.instruments import instruments, phrases
from models.lenses import tagger
from models.model import Model, load_model, probe
from models.model_file import read, write
from models.training.fitting import Fitted

NOTHING = Extraction("d", "text/1", "", (), ())
FRAMEWORKS = ("ilacs-2023", "ilacs-2026", "sccif-asa-2024", "slac-2009", "jtai-2016", "asa-2015")
Change = Callable[[Path], object]


@pytest.fixture(scope="module")
def passages(small_model: Fitted) -> tuple[Passage, ...]:
    return small_model.ready.documents[0].passages


def tags(model: Model, framework: str, passages: tuple[Passage, ...]) -> list[Tag]:
    """Tags without the tagger's name, which bears the digest of the file."""
    rows = tagger(load(framework), model).tag(passages, NOTHING)
    return [replace(row, id="", tagger="") for row in rows]


def said(row: Tag) -> tuple[object, ...]:
    """What a user sees of a tag, but for its score."""
    sides = tuple(sentence.polarity for sentence in row.sentences)
    labels = (row.area, row.element, row.aspect, row.criterion, row.polarity)
    return (row.passage_id, row.rank, row.abstained, *labels, *sides)


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_a_saved_model_tags_as_before(
    small_model: Fitted, model_file: Path, passages: tuple[Passage, ...], framework: str
) -> None:
    before = tags(small_model.model, framework, passages)
    assert {row.passage_id for row in before} == {one.id for one in passages}
    after = tags(load_model(model_file), framework, passages)
    assert [said(row) for row in after] == [said(row) for row in before]
    # Weights of polarity are stored in fewer digits than they are learnt with.
    assert [row.score for row in after] == pytest.approx([row.score for row in before], abs=1e-3)


def test_a_lens_that_serves_two_frameworks_is_kept_once(model_file: Path) -> None:
    model = load_model(model_file)
    assert model.areas["ilacs-2026"] is model.areas["ilacs-2023"]
    assert "same/ilacs-2026" in read(model_file).arrays


def test_a_model_says_what_it_is(model_file: Path) -> None:
    model = load_model(model_file)
    assert model.meta["words"] == probe()
    assert model.meta["lenses"] == sorted(model.areas)
    assert (model.meta["letters"], model.meta["taught"]) == ([], [])


def copied(file: Path, folder: Path, **meta: object) -> Path:
    """Write the model again with something else said of it."""
    kept = read(file)
    path = folder / "model.skops"
    write(path, dict(kept.arrays), {**kept.meta, **meta})
    return path


def without(file: Path, folder: Path, start: str) -> Path:
    kept = read(file)
    path = folder / "model.skops"
    arrays = {name: one for name, one in kept.arrays.items() if not name.startswith(start)}
    write(path, arrays, kept.meta)
    return path


def test_a_model_of_another_spacy_is_refused(model_file: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cuts words otherwise"):
        load_model(copied(model_file, tmp_path, words="0" * 16))


@pytest.mark.parametrize("start", ["gate/", "vocabulary/ids", "polarity/", "areas/three/head"])
def test_a_model_that_lacks_a_part_is_refused(model_file: Path, tmp_path: Path, start: str) -> None:
    with pytest.raises(ModelError, match="made by another version of Vouch"):
        load_model(without(model_file, tmp_path, start))


def test_a_model_of_another_format_or_tampered_is_refused(model_file: Path, tmp_path: Path) -> None:
    path = copied(model_file, tmp_path)
    beside = path.with_suffix(".json")
    told = json.loads(beside.read_text())
    beside.write_text(json.dumps({**told, "digest": "0" * 64}))
    with pytest.raises(ModelError):
        load_model(path)
    beside.write_text(json.dumps(told))
    assert load_model(path).digest == told["digest"]
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    with pytest.raises(ModelError):
        load_model(path)


def test_instruments_are_built_once(small_model: Fitted) -> None:
    tools = instruments(small_model.model)
    assert instruments(small_model.model) is tools
    assert set(tools.rankings) == {"sccif-asa-2024", "slac-2009"}


def test_the_reader_looks_for_every_phrase(small_model: Fitted) -> None:
    rankers = small_model.model.rankers.values()
    listed = phrases(one.rules for one in rankers)
    assert len(listed) == len(set(listed))
    assert {phrase for one in rankers for phrase in one.rules.phrases} <= set(listed)


def test_shares_beside_words_are_shares(small_model: Fitted) -> None:
    tools = instruments(small_model.model)
    reads = tuple(tools.reader.read(one.text) for one in small_model.ready.coded[:6])
    groups, shares = tools.rankings["sccif-asa-2024"].shares(reads)
    assert groups == ("EXP", "PROT", "LEAD")
    assert shares.sum(axis=1) == pytest.approx(1.0)
    names, values = tools.beside.columns(reads)
    assert values.shape == (6, len(names))


def test_own_genre_is_no_stranger_and_what_was_taught_leads_nowhere(
    small_model: Fitted, passages: tuple[Passage, ...]
) -> None:
    model = small_model.model
    strict = replace(model, gate=replace(model.gate, other=-1.0))  # everything is a stranger
    own = replace(strict, meta={**model.meta, "letters": ["ilacs-2023"]})
    told = [row for row in tags(strict, "ilacs-2023", passages) if row.area != NONE]
    assert told
    assert all(row.abstained for row in told)
    assert not all(row.abstained for row in tags(own, "ilacs-2023", passages))
    taught = replace(model, meta={**model.meta, "taught": sorted(model.areas)})
    linked, alone = (tags(one, "asa-2015", passages) for one in (model, taught))
    assert linked != alone, "what was taught without labels is no ground for a crosswalk"
