"""The order in which answers stand: that of their scale, of their numbers, else of the alphabet.

Never that of their counts: it would tell which of two suppressed counts is larger.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from typing import NamedTuple

_NUMBER = re.compile(r"\s*(?:under |over |less than |more than |[<>])?\s*(\d{1,4}(?:\.\d+)?)", re.I)
_POINT = re.compile(r"\d{1,2}")
_MOST_POINTS = 10  # of a scale of marks, from nought or one


class _Scales(NamedTuple):
    scales: tuple[Mapping[str, int], ...]
    last: Mapping[str, int]


@cache
def _known() -> _Scales:
    import yaml  # noqa: PLC0415 - who counts no survey reads none of it

    file = resources.files("extractors.surveys").joinpath("scales.yaml")
    data = yaml.safe_load(file.read_text(encoding="utf-8"))
    scales = []
    for steps in data["scales"].values():
        scale: dict[str, int] = {}
        for at, step in enumerate(steps):
            scale.update(dict.fromkeys([step] if isinstance(step, str) else step, at))
        scales.append(scale)
    return _Scales(tuple(scales), {word: at for at, word in enumerate(data["last"])})


def folded(answer: str) -> str:
    """Return an answer as answers are compared: case, curly marks and a full stop are nothing."""
    return " ".join(answer.replace("’", "'").split()).rstrip(".").casefold()


def in_order(answers: Iterable[str]) -> tuple[str, ...]:
    """Return answers in the order of their scale or of their numbers, else of the alphabet."""
    known = _known()
    given = sorted(set(answers), key=lambda one: (folded(one), one))
    last = sorted((one for one in given if folded(one) in known.last),
                  key=lambda one: known.last[folded(one)])  # fmt: skip
    rest = [one for one in given if folded(one) not in known.last]
    scale = _scale_of(rest)
    if scale is not None:
        rest.sort(key=lambda one: scale[folded(one)])
    elif all(_NUMBER.match(one) for one in rest):
        rest.sort(key=_number)
    return (*rest, *last)


def on_a_scale(answers: Iterable[str]) -> bool:
    """Say whether all answers are steps of one known scale, or marks such as 1 to 10."""
    rest = [one for one in answers if folded(one) not in _known().last]
    return not rest or _scale_of(rest) is not None or all(map(_is_mark, rest))


def said_by_anybody(answer: str) -> bool:
    """Say whether an answer is a step of some scale, which tells of nobody in particular."""
    known = _known()
    word = folded(answer)
    return word in known.last or any(word in scale for scale in known.scales) or _is_mark(answer)


def _scale_of(answers: list[str]) -> Mapping[str, int] | None:
    words = [folded(one) for one in answers]
    return next((scale for scale in _known().scales if all(one in scale for one in words)), None)


def _is_mark(answer: str) -> bool:
    return _POINT.fullmatch(answer) is not None and int(answer) <= _MOST_POINTS


def _number(answer: str) -> tuple[float, str]:
    found = _NUMBER.match(answer)
    return (float(found[1]) if found else 0.0, answer)
