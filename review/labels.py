"""What codes stand for: titles and wording of areas, aspects and criteria, loaded once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from corpus.frameworks import Framework, known, load
from corpus.problems import FrameworkError

NONE = "NONE"  # the answer of a tagger to which no area fits
FIRST_LENS = "sccif-asa-2024"  # where nothing is tagged yet
_NONE_FITS = "None of the areas"


@dataclass(frozen=True, slots=True)
class Label:
    """A code that a tag can carry. `level` is area, aspect or criterion; `area` is where it stands.

    `grade` is that of a criterion, `paragraph` where its source says so.
    """

    code: str
    level: str
    title: str
    text: str
    area: str
    grade: str | None = None
    paragraph: str | None = None


@dataclass(frozen=True, slots=True)
class Lens:
    """A framework as people read tags through it: its labels by plain code, in its own order."""

    id: str
    title: str
    labels: Mapping[str, Label]

    def label(self, code: str | None) -> Label | None:
        """Return the label of a code; one that the framework does not have is shown as it is."""
        if not code:
            return None
        return self.labels.get(code) or Label(code, "area", "", "", code)

    @property
    def choices(self) -> tuple[tuple[str, str, str], ...]:
        """All labels as options of a list: code, what is read there, and the wording."""
        return tuple(
            (one.code, f"{'' if one.level == 'area' else '– '}{one.code} {one.title}", one.text)
            for one in self.labels.values()
        )

    @property
    def areas(self) -> tuple[Label, ...]:
        """The areas, in the order of the framework, without the answer that none fits."""
        return tuple(
            one for one in self.labels.values() if one.level == "area" and one.code != NONE
        )


def lenses(folder: Path) -> tuple[Lens, ...]:
    """Return every framework that Vouch ships or the workspace holds."""
    return tuple(lens(name, folder) for name in known(folder))


@cache
def lens(framework: str, folder: Path) -> Lens:
    """Return a framework's labels; none of them where it is unknown."""
    try:
        found = load(framework, folder)
    except FrameworkError:
        return Lens(framework, framework, {})
    return Lens(framework, found.title, {one.code: one for one in _labels(found)})


def _labels(framework: Framework) -> list[Label]:
    found: list[Label] = []
    for area in framework.walk():
        code = _plain(area.code)
        found.append(Label(code, "area", area.title, "", code))
        for aspect in area.aspects:
            found.append(Label(_plain(aspect.code), "aspect", aspect.title, "", code))
    found += [
        Label(one.code, "criterion", one.title, one.text, _plain(one.area), one.grade,
              one.paragraph)
        for one in framework.criteria
    ]  # fmt: skip
    return [*found, Label(NONE, "area", _NONE_FITS, "", NONE)]


def _plain(code: str) -> str:
    # Tags carry the plain code; what is qualified by its element is the same thing there.
    return code.rpartition("/")[2]
