"""Which classifiers read through which framework: what was learnt, else the next best thing.

A framework with a lens of its own is read by that. Another is reached through the crosswalk from
one that has, where every area is linked. What nothing links is read by its wording alone.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache, cached_property

from corpus.frameworks import Framework, known, load
from models.areas import LensAreas
from models.context import InContext
from models.instruments import Instruments, Ranking, instruments
from models.model import Model
from models.tagger import Areas, Labels, Lens, LensTagger
from models.tagging import Tagger
from models.transfer import Transferred, route
from models.versions import rules_digest, tagger_name
from models.wording import items
from models.zero import ZeroLabels, ZeroLens, zero_lens

_NEVER = 2.0  # no probability is as high


def tagger(
    framework: Framework, model: Model, context: bool = False, name: str | None = None
) -> Tagger:
    """Build the tagger of a framework, shipped or of a workspace; do it once a process.

    With `context` the areas of a document's passages also depend on each other. `name` is what the
    caller knows it by; without one it follows from model, rules and framework. FrameworkError
    where the framework has no areas.
    """
    parts = _Parts(framework, model, instruments(model))
    areas = parts.areas()
    if context and isinstance(areas, LensAreas):
        areas = InContext(areas)
    criteria, aspects = parts.labels("criterion"), parts.labels("aspect")
    made_of = (model.digest, rules_digest(), repr(framework), repr(context))
    lens = Lens(framework, areas, criteria, aspects, name or tagger_name(made_of))
    return LensTagger(lens, parts.tools.batches)


class _Parts:
    """Finds the parts of one lens; likeness to the wording is built only where it is needed."""

    def __init__(self, framework: Framework, model: Model, tools: Instruments) -> None:
        self.framework = framework
        self.model = model
        self.tools = tools

    @cached_property
    def wording(self) -> ZeroLens:
        tools = self.tools
        return zero_lens(self.framework, tools.reader, self.model.vocabulary, tools.concepts)

    def areas(self) -> Areas:
        """Return what tells areas."""
        own = self.model.areas.get(self.framework.id)
        if own is not None and set(own.codes) <= set(self.framework.codes()):
            return self._learnt(self.framework.id)
        shipped = _shipped()
        # What was taught without a label is no ground to build on.
        firm = set(self.model.areas) - set(self.model.meta.get("taught", ()))
        learnt = [one for one in shipped if one.id in firm]
        found = route(self.framework, learnt, shipped)
        if found is None:
            return self.wording
        sure = self.model.areas[found.learnt].sureness.threshold
        return Transferred(found, self._learnt(found.learnt), sure, self.wording)

    def labels(self, kind: str) -> Labels | None:
        """Return what ranks aspects or criteria: what was learnt, else likeness of wording."""
        codes = {item.plain for item in items(self.framework) if item.kind == kind}
        ranking: Ranking | None = self.tools.rankings.get(self.framework.id)
        if not codes:
            return None
        if ranking is not None and codes & set(ranking.ranker.codes):
            return ranking
        return ZeroLabels(self.wording, kind)

    def _learnt(self, name: str) -> LensAreas:
        return learnt_areas(self.model, name)


@cache
def learnt_areas(model: Model, name: str) -> LensAreas:
    """Return a learnt lens at work, once a process: frameworks that share it share its answers."""
    tools, lens, gate = instruments(model), model.areas[name], model.gate
    # Letters on other subjects than the reports are no strangers to lenses learnt from them.
    if name in model.meta.get("letters", ()):
        gate = replace(gate, other=_NEVER)
    return LensAreas(lens, gate, tools.spotter, tools.beside if lens.beside else None)


@cache
def _shipped() -> tuple[Framework, ...]:
    return tuple(load(name) for name in known())
