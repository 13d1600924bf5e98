"""The lenses of a model put together: from headings, from coded passages, and without a label."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from models.areas import AreaLens
from models.instruments import AREA_RULES, Beside, Ranking
from models.model import THREE
from models.phrases import bind
from models.ranking import Ranker
from models.rulesets import load_rule_set
from models.training import tasks
from models.training.areas import RECIPES, SAME, FittedLens, Study
from models.training.gates import REPORTS
from models.training.preparing import Prepared
from models.training.scored import Scored
from models.training.stacked import train_stacked
from models.training.taught import taught_lenses


@dataclass(frozen=True, slots=True, eq=False)
class Areas:
    """Lenses by framework: `fitted` with labels and held-out answers, `taught` without.

    `told` has a sentence for each kind; `meta` names the lenses learnt from letters, whose own
    genre is no stranger to them, and those taught without labels.
    """

    fitted: Mapping[str, FittedLens]
    taught: Mapping[str, AreaLens]
    told: tuple[str, ...]

    @property
    def lenses(self) -> dict[str, AreaLens]:
        """Return all lenses by framework."""
        return {**{name: one.lens for name, one in self.fitted.items()}, **self.taught}

    @property
    def meta(self) -> dict[str, Any]:
        """Return what a tagger has to know of where lenses are from."""
        other = {
            name
            for name, recipe in RECIPES.items()
            if name in self.fitted and not set(recipe.own) & set(REPORTS)
        }
        return {"letters": sorted(other | set(self.taught)), "taught": sorted(self.taught)}

    def held_out(self, ready: Prepared, study: Study) -> Iterator[Scored]:
        """Give the held-out answers of each lens once, though it may serve several frameworks."""
        for one in {id(one): one for one in self.fitted.values()}.values():
            yield tasks.by_passage(one.held_out, ready, study)


def learn_areas(
    headed: Mapping[str, FittedLens], study: Study, ready: Prepared, rankers: Mapping[str, Ranker]
) -> Areas:
    """Add to lenses learnt from headings those of frameworks without reports or without labels.

    ValueError: no area of any framework can be learnt.
    """
    rankings = {name: Ranking(one, one.bind(ready.reader.numbers)) for name, one in rankers.items()}
    fitted = {name: headed[name] for name in (*RECIPES, *SAME) if name in headed}
    named = ", ".join(name for name in fitted if name != THREE) or "none"
    told = [f"Areas learnt here from headings: {named}."]
    stacked = _stacked(study, ready, rankings)
    if stacked is not None:
        fitted[tasks.SCCIF] = stacked
        told.append(f"Areas of {tasks.SCCIF}: learnt here, from headings and coded passages.")
    elif THREE in fitted:
        fitted[tasks.SCCIF] = fitted[THREE]
        told.append(f"Areas of {tasks.SCCIF}: the three areas of reports, learnt here.")
    taught, lost = taught_lenses(study, ready, rankings, fitted)
    if taught:
        told.append(
            f"Areas learnt here without labels, from the order of passages: {', '.join(taught)}. "
            "Their thresholds rest on agreement with that order, not on labels."
        )
    told += [f"Areas of {name}: not to be learnt without labels; by wording." for name in lost]
    if not fitted and not taught:
        raise ValueError(
            "no area can be learnt: of no framework have the headings of at least five "
            "authorities' reports named every area, for forty passages each"
        )
    return Areas(fitted, taught, tuple(told))


def _stacked(study: Study, ready: Prepared, rankings: Mapping[str, Ranking]) -> FittedLens | None:
    """Fit the lens of a framework without reports of its own, from coded passages."""
    reads = ready.coded_reads()
    if not reads:
        return None
    beside = Beside(rankings, bind(load_rule_set(AREA_RULES), ready.reader.numbers))
    return train_stacked(study, ready.coded, reads, beside.columns(reads))
