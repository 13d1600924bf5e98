"""What external yardsticks have in common: systems that mark spans, and letters that are covered.

A system is asked text by text, each a case of its own. Another program's spans come from a file:
one JSON list a line, in the order of the data's texts, of `[start, end, kind]`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.casefiles.scoring import Rate
from benchmarks.casefiles.through import trained
from models.deid import MEANS, find


@dataclass(frozen=True, slots=True)
class Span:
    """A marked stretch of a text; `kind` is the system's or the data's own word for it."""

    start: int
    end: int
    kind: str


System = Callable[[str], Sequence[Span]]


def ours(means: frozenset[str] = MEANS) -> System:
    """Return the identifiers that `models.deid.find` sees, nobody listed."""

    def found(text: str) -> list[Span]:
        seen = find([text], means=means, components=trained())[0]
        return [Span(one.start, one.end, one.kind) for one in seen]

    return found


def theirs(path: Path) -> System:
    """Return what another program found, from a file. ValueError once its lines are used up."""
    lines = iter(path.read_text(encoding="utf-8").splitlines())

    def found(_text: str) -> list[Span]:
        line = next(lines, None)
        if line is None:
            raise ValueError(f"{path.name} has fewer lines than the data has texts")
        return [Span(*one) for one in json.loads(line)]

    return found


def read_json(path: Path) -> list[dict[str, Any]]:
    """Read a file that is one JSON list. ValueError where it is something else."""
    content = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(content, list):
        raise ValueError(f"{path.name} is no JSON list of texts with their marks")
    return content


def letters(text: str, spans: Iterable[Span]) -> set[int]:
    """Return the offsets of the letters and digits inside spans."""
    return {at for one in spans for at in range(one.start, one.end) if text[at].isalnum()}


def f_beta(precision: float, recall: float, beta: float = 2.0) -> float:
    """Return the F score that holds recall `beta` times as important as precision."""
    below = beta * beta * precision + recall
    return (1 + beta * beta) * precision * recall / below if below else 0.0


def lines(figures: dict[str, Rate]) -> Iterator[str]:
    """Yield figures as lines: value, 95 % interval over texts, n."""
    width = max(map(len, figures), default=0)
    for name, rate in figures.items():
        yield f"{name:{width}}  {rate.value:.3f}  [{rate.low:.3f}, {rate.high:.3f}]  n {rate.n:,}"
