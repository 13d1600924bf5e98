"""The conformance list: what the source documents state, row by row, and the check that proves it.

The rows stand in `conformance.yaml` beside this module. A row names where it is met and holds
checks by name with their expected values, so that what is expected never comes from the data that
is checked. Running the checks needs the documents, so it lives in `pipelines.conformance`.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources
from typing import Annotated, Any, Literal

from annotated_types import MinLen

from corpus.problems import FrameworkError

Words = Annotated[str, MinLen(1)]
MetBy = Literal["data", "rule", "parser", "workflow", "context"]

FILE = "conformance.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row. `later` names the work that a row waits for; such a row has no checks yet.

    Each check is a mapping: `do` names it, the other keys are what it expects.
    """

    id: Words
    met_by: MetBy
    says: Words
    source: Words
    met: Words
    checks: tuple[dict[str, Any], ...] = ()
    later: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    rows: tuple[Row, ...]


def rows() -> tuple[Row, ...]:
    """Read the list. FrameworkError names each line of its file that is wrong."""
    # Here, because YAML and pydantic cost more than most commands do in all.
    from corpus.frameworks.yaml_lines import parse, record  # noqa: PLC0415

    content = resources.files("corpus.frameworks").joinpath(FILE).read_text(encoding="utf-8")
    return record(
        parse(content, FILE, "the conformance list has rows:", FrameworkError), _File
    ).rows
