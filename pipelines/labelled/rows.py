"""One row as outsiders write it, whatever file it came from, checked for its shape by pydantic."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from corpus.records import Polarity
from pipelines.labelled.records import Unfit

_Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
_POLARITIES: dict[str, Polarity] = {
    "s": "strength", "strength": "strength",
    "w": "weakness", "weakness": "weakness",
    "m": "mixed", "mixed": "mixed",
    "n": "neutral", "neutral": "neutral",
}  # fmt: skip
_NOT_ASKED = frozenset({"", "-"})


class Row(BaseModel):
    """What one person said of one passage through one framework, before its codes are checked.

    Null is what the person was not asked; an empty tuple of aspects or criteria, that none fits.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    coder: _Word
    framework: _Word
    passage_id: _Word | None = None
    text: str | None = None
    group: _Word | None = None
    area: _Word | None = None
    aspects: tuple[_Word, ...] | None = None
    criteria: tuple[_Word, ...] | None = None
    polarity: Polarity | None = None
    sentences: tuple[Polarity, ...] | None = None


def row_of(values: Mapping[str, Any]) -> Row:
    """Return a row of values by field. Unfit names the first field that is wrong."""
    try:
        return Row.model_validate(values)
    except ValidationError as error:
        raise unfit(error) from error


def unfit(error: ValidationError) -> Unfit:
    """Say in plain words what pydantic found first."""
    first = error.errors(include_url=False, include_input=False)[0]
    place = ".".join(str(part) for part in first["loc"]) or "the row"
    if first["type"] in ("missing", "string_too_short"):
        return Unfit(f"{place} is missing", "Fill it in.")
    if first["type"] == "extra_forbidden":
        return Unfit(f"{place} is not known here", "Leave it out.")
    return Unfit(f"{place} is not as it should be ({first['msg']})", "Correct it.")


def polarity_of(written: str) -> Polarity | None:
    """Read one polarity, by its word or its letter; null where nothing is written.

    Unfit where it is neither.
    """
    word = written.strip().casefold()
    if word in _NOT_ASKED:
        return None
    if word not in _POLARITIES:
        raise Unfit(
            f"{written!r} is no polarity",
            "Write strength, weakness, mixed or neutral, or their first letters.",
        )
    return _POLARITIES[word]


def polarities_of(written: str) -> tuple[Polarity, ...] | None:
    """Read the polarity of each sentence: "SSWN", or words with blanks or semicolons between."""
    words = written.replace(";", " ").replace(",", " ").split()
    if not words or written.strip() in _NOT_ASKED:
        return None
    if len(words) == 1 and words[0].casefold() not in _POLARITIES:
        words = list(words[0])
    found = tuple(polarity_of(word) for word in words)
    return tuple(one for one in found if one is not None)
