"""The source documents beside the checkout, and what a framework file has copied from them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
import yaml

SEEDS = Path(__file__).parents[3].parent / "shared" / "seeds"
RUN = 7
# Printed names carry over as they are: of frameworks, areas, grades, headings and laws.
NAMES = {"aliases", "code", "id", "grade", "paragraph", "publisher", "source", "words", "read_as"}
NAMED = {"areas", "aspects", "report", "instruments", "parts"}


@pytest.fixture
def seeds() -> Path:
    """Give the folder of the source documents, or skip where it is absent."""
    if not SEEDS.is_dir():
        pytest.skip("the source documents are not beside this checkout")
    return SEEDS


@pytest.fixture
def copied(seeds: Path) -> Callable[[str], list[str]]:
    """Give a check of one framework: every run of seven words that a source document has too."""

    def check(framework_id: str) -> list[str]:
        official = _official(seeds)
        ours = _wording(_file(framework_id))
        return [f"{place}: {run}" for place, text in ours for run in _runs(text) if run in official]

    return check


@cache
def _official(seeds: Path) -> frozenset[str]:
    texts = [file.read_text(encoding="utf-8") for file in seeds.glob("0*.txt")]
    return frozenset(run for text in texts for run in _runs(text))


def _file(framework_id: str) -> Any:
    file = resources.files("corpus.frameworks").joinpath(f"{framework_id}.yaml")
    return yaml.safe_load(file.read_text(encoding="utf-8"))


def _wording(value: Any, place: str = "", name: str = "") -> Iterator[tuple[str, str]]:
    """Give every text of ours with its place; what only carries a printed name over is left out."""
    if isinstance(value, dict):
        for key, inner in value.items():
            printed = (name in NAMED or not place) and key in {"title", "text"}
            # Required evidence stands below an area and is ours; its key is not among NAMED.
            if key not in NAMES and not printed:
                yield from _wording(inner, f"{place}/{key}", str(key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            known = isinstance(inner, dict) and (inner.get("id") or inner.get("code"))
            yield from _wording(inner, f"{place}/{known or number}", name)
    elif isinstance(value, str):
        yield place, value


def _runs(text: str) -> Iterator[str]:
    words = re.findall(r"[a-z0-9]+", text.lower().replace("’", "'").replace("'s", "s"))
    for at in range(len(words) - RUN + 1):
        yield " ".join(words[at : at + RUN])
