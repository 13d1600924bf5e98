"""Labels in the gold format: JSON lines, one passage each, with what every reader said of it.

`file` is the path of the report, in a folder named by URN and name of its authority. Every object
with "sccif" or "slac" in it is one reader's: {"sccif": code, "criteria": [...], "slac": [...],
"polarity": "M", "sentences": "SSWM"}.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from models.answers import NONE
from pipelines.labelled.checking import Found
from pipelines.labelled.records import Unfit
from pipelines.labelled.rows import polarities_of, polarity_of, row_of, unfit

SCCIF, SLAC = "sccif-asa-2024", "slac-2009"
_FOLDER = re.compile(r"(?:^|/)([A-Za-z0-9-]+)_[^/]*/[^/]*$")
_Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Passage(BaseModel):
    """What a line says of its passage; readers stand beside it under names of their own."""

    model_config = ConfigDict(frozen=True, extra="allow")

    id: _Words
    file: _Words
    text: _Words


class Reader(BaseModel):
    """What one reader said; other keys are passed by."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    slac: tuple[str, ...] | None = None
    sccif: str | None = None
    criteria: tuple[str, ...] | None = None
    polarity: str = ""
    sentences: str = ""


def bids(text: str) -> bool:
    """Say whether the first line is an object with the keys of this format."""
    first = text.lstrip().partition("\n")[0]
    try:
        found = json.loads(first)
    except (ValueError, RecursionError):
        return first.startswith("{")
    return isinstance(found, dict)


def rows(text: str) -> Iterator[Found]:
    """Yield two rows a reader, one through each framework that the reader was asked about."""
    # Not splitlines(): signs such as U+2028 may stand inside a text.
    for line, written in enumerate(text.split("\n"), start=1):
        if not written.strip():
            continue
        try:
            yield from ((line, row) for row in _rows(written))
        except Unfit as error:
            yield line, error
        except ValidationError as error:
            yield line, unfit(error)


def _rows(written: str) -> Iterator[Any]:
    try:
        found = json.loads(written)
    except (ValueError, RecursionError) as error:
        raise Unfit(f"the line is no JSON ({error})", "Write one whole object a line.") from error
    passage = Passage.model_validate(found)
    folder = _FOLDER.search(passage.file)
    if folder is None:
        raise Unfit(
            f"the authority of {passage.file!r} cannot be told",
            "Name its folder by URN and name, as in 80427_harrowmere/report.pdf.",
        )
    readers = {
        name: said
        for name, said in (passage.model_extra or {}).items()
        if isinstance(said, dict) and {"sccif", "slac"} & said.keys()
    }
    if not readers:
        raise Unfit("no reader has said anything of the passage", "Add a reader, or take it out.")
    for coder, said in readers.items():
        common = {
            "coder": coder, "passage_id": passage.id, "text": passage.text, "group": folder[1],
        }  # fmt: skip
        try:
            yield from _through(Reader.model_validate(said), common)
        except Unfit as error:
            yield Unfit(f"{coder}: {error.what}", error.remedy)
        except ValidationError as error:
            wrong = unfit(error)
            yield Unfit(f"{coder}: {wrong.what}", wrong.remedy)


def _through(reader: Reader, common: dict[str, Any]) -> Iterator[Any]:
    polarity = polarity_of(reader.polarity)
    sentences = polarities_of(reader.sentences)
    common = {**common, "polarity": polarity, "sentences": sentences}
    if reader.sccif is not None:
        yield row_of(
            {**common, "framework": SCCIF, "area": reader.sccif, "criteria": reader.criteria}
        )
    if reader.slac is not None:
        aspects = () if reader.slac == (NONE,) else reader.slac
        yield row_of({**common, "framework": SLAC, "aspects": aspects})
