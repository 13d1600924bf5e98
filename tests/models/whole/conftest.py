"""A whole model, set by hand and small enough to check: for tests of all classifiers together."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from corpus.frameworks import load
from corpus.records import Extraction, Passage, Tag
from models.areas import AreaLens, Gate, Sureness
from models.lenses import tagger
from models.model import Model
from models.polarity import Polarities, bind, phrases
from models.polarity.answering import evident
from models.polarity.evidence import SIZE
from models.polarity.logit import Logit
from models.polarity.terms import Wording, terms_of
from models.ranking import Ranker, WordWeights
from models.reading import Reader
from models.rulesets import load_rule_set
from models.training.areas import learn_vocabulary

Tagging = Callable[..., dict[str, list[list[Tag]]]]
FRAMEWORKS = ("ilacs-2023", "sccif-asa-2024", "slac-2009")
NOTHING = Extraction("d", "text/1", "", (), ())
BY_AREA = {
    "HP": "Strategy meetings protect children at risk of harm. Referrals to the hub are triaged "
    "in a timely way, and child protection plans are clear. Police and social workers visit.",
    "CIC": "Foster carers look after children in stable homes. Reviews of care plans are "
    "effective and children in care enjoy school. Life-story work is not timely.",
    "CL": "Personal advisers keep in touch with care leavers. Pathway plans are weak, and "
    "accommodation for young adults is not suitable. Some wait too long for a tenancy.",
    "LEAD": "Leaders know their services well. Supervision is regular, audits are thorough and "
    "caseloads are manageable. Training is good, but oversight by managers is inconsistent.",
}
IMPRINT = "Crown copyright. This document is published under the open government licence."
SPEECH = "Therapists in special schools assess speech and language without delay."


def _vocabulary(reader: Reader) -> Any:
    return learn_vocabulary(
        [reader.read(text) for text in (*BY_AREA.values(), IMPRINT, SPEECH)] * 8
    )


def _speaking(reader: Reader, vocabulary: Any, *texts: str) -> np.ndarray:
    """Weights by which each text's own words speak for its column."""
    weights = np.zeros((len(vocabulary.ids), len(texts)), dtype=np.float16)
    for column, text in enumerate(texts):
        weights[vocabulary.weigh([reader.read(text)]).columns, column] = 2.0
    return weights


def _ranker(name: str) -> Ranker:
    """A ranker by phrases alone."""
    rules = load_rule_set(name)
    none = WordWeights(
        np.empty(0, dtype=np.uint64), np.zeros((0, len(rules.groups)), dtype=np.float32)
    )
    return Ranker(rules, {}, 3.0, none, np.zeros(len(rules.groups)), np.array([1.0, 1.5, 1.0]))


def _step(size: int, bias: tuple[float, ...], weights: dict[tuple[int, int], float]) -> Logit:
    table = np.zeros((size, len(bias)))
    for (feature, label), weight in weights.items():
        table[feature, label] = weight
    return Logit(np.zeros(size), np.ones(size), table, np.array(bias))


def _polarities() -> Polarities:
    """One that trusts the edited phrases alone."""
    reader = Reader(phrases())
    lexicon = bind(reader.numbers)
    seen = evident([reader.read(text) for text in BY_AREA.values()], lexicon)
    ids = np.unique(terms_of(seen.layout, seen.scope).ids)
    ones = np.ones(len(ids), dtype=np.float32)
    return Polarities(
        Wording(ids, ones, ones * 0, 0.0),
        _step(SIZE + 10, (0.0, 0.0, 1.0, 1.0), {(5, 0): 8.0, (5, 1): -8.0}),
        _step(4, (0.0, 0.0), {(2, 0): 8.0, (2, 1): -8.0}),
        _step(13, (3.0, -3.0), {(6, 0): -9.0, (6, 1): 9.0}),
        np.ones(4),
    )


@pytest.fixture(scope="session")
def small_model() -> Model:
    """A model with one lens, two rankers and a sense of polarity."""
    reader = Reader()
    vocabulary = _vocabulary(reader)
    areas = AreaLens(
        codes=tuple(BY_AREA),
        weights=_speaking(reader, vocabulary, *BY_AREA.values()),
        bias=np.zeros(4),
        mean=np.zeros(4),
        scale=np.ones(4),
        head=np.eye(4),
        head_bias=np.zeros(4),
        sureness=Sureness(wanted=0.95, threshold=0.8, precision=0.96, coverage=0.9),
    )
    gate = Gate(_speaking(reader, vocabulary, IMPRINT, SPEECH), np.full(2, -4.0), other=0.5)
    rankers = {
        "sccif-asa-2024": _ranker("sccif-asa-2024-criteria"),
        "slac-2009": _ranker("slac-2009-aspects"),
    }
    return Model("small", vocabulary, gate, {"ilacs-2023": areas}, rankers, _polarities(), {})


@pytest.fixture(scope="session")
def tag_with() -> Callable[[Model], Tagging]:
    """Tag texts, each a passage of one document, through the three frameworks, by framework."""

    def build(model: Model) -> Tagging:
        lenses = {name: tagger(load(name), model) for name in FRAMEWORKS}

        def tag(*texts: str, headings: tuple[str, ...] = ()) -> dict[str, list[list[Tag]]]:
            made = passages(texts, headings)
            found = {}
            for name, lens in lenses.items():
                rows: dict[str, list[Tag]] = {one.id: [] for one in made}
                for row in lens.tag(made, NOTHING):
                    rows[row.passage_id].append(row)
                found[name] = list(rows.values())
            return found

        return tag

    return build


def passages(texts: tuple[str, ...], headings: tuple[str, ...]) -> tuple[Passage, ...]:
    """Lay texts end to end, as passages of one document."""
    made, start = [], 0
    for number, text in enumerate(texts):
        made.append(Passage(f"p{number}", "d", start, start + len(text), text, headings))
        start += len(text) + 1
    return tuple(made)
