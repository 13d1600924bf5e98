"""What a training takes over from the model that comes with Vouch, for want of labels of its own.

Rankers and polarity stand on phrases and hashed words of their own, and so fit any model; lenses of
areas stand on the vocabulary that they were learnt with, and cannot be taken over.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from corpus.problems import ModelError
from models.model import Model, load_model
from models.polarity import Polarities
from models.ranking import RULE_SETS, Ranker
from models.rulesets import RuleSet, load_rule_set
from models.training.material import CodedPassage
from models.training.polarity_apart import ANSWERED, Learnt
from models.training.rankers import FEWEST_CODED

Lending = Callable[[], Model | None]


def shipped_model() -> Model | None:
    """Return the model that comes with Vouch; null where none is built yet."""
    try:
        return load_model(None)
    except ModelError:
        return None


@dataclass(frozen=True, slots=True)
class Lent:
    """Rankers taken over by framework, the rule sets still to learn by, and sentences on both."""

    rankers: Mapping[str, Ranker]
    learning: Mapping[str, RuleSet]
    told: tuple[str, ...]


def lent_rankers(coded: Sequence[CodedPassage], lending: Lending) -> Lent:
    """Take over the ranker of each framework that too few coded passages are there for."""
    rankers, learning, told = {}, {}, []
    for framework, name in RULE_SETS.items():
        count = sum(_asked(passage, framework) for passage in coded)
        model = None if count >= FEWEST_CODED else lending()
        kind = f"Aspects or criteria of {framework}"
        if model is not None and framework in model.rankers:
            rankers[framework] = model.rankers[framework]
            told.append(
                f"{kind}: taken over from the model that comes with Vouch, for people have coded "
                f"{count} passages, and it takes {FEWEST_CODED} to learn."
            )
            continue
        learning[framework] = load_rule_set(name)
        by = "coded passages and phrases" if count >= FEWEST_CODED else "phrases alone"
        told.append(f"{kind}: learnt here, from {by}.")
    return Lent(rankers, learning, tuple(told))


def lent_polarity(learnt: Learnt, lending: Lending) -> tuple[Polarities, str, tuple[str, ...]]:
    """Return polarity, a sentence on where it is from, and the answers not measured if taken over.

    ValueError: it can neither be learnt nor taken over, with what is missing.
    """
    if learnt.polarities is not None:
        return learnt.polarities, "Polarity: learnt here.", ()
    model = lending()
    if model is None:
        raise ValueError(learnt.lack)
    told = f"Polarity: taken over from the model that comes with Vouch. {learnt.lack}"
    return model.polarities, told, ANSWERED


def _asked(passage: CodedPassage, framework: str) -> bool:
    return any(
        coding.framework == framework
        and (coding.criteria is not None or coding.aspects is not None)
        for coding in passage.codings
    )
