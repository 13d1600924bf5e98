"""What the classifiers answer of one passage, before it becomes a tag.

Offsets of cues and sentences count from the start of the passage's own text.
"""

from __future__ import annotations

from dataclasses import dataclass

from corpus.records import Cue, Polarity, SentencePolarity

NONE = "NONE"  # the answer "fits no area of this framework", which is not the same as "not sure"


@dataclass(frozen=True, slots=True)
class AreaAnswer:
    """The likeliest area, or NONE; `probability` is calibrated; not `sure` means "not sure".

    `recognised` says that what the area was told by is sure, such as an area of another framework,
    even where several areas here answer to it and words alone divide them.
    """

    area: str
    probability: float
    sure: bool
    cues: tuple[Cue, ...] = ()
    recognised: bool = False


@dataclass(frozen=True, slots=True)
class Ranked:
    """One aspect or criterion that a passage speaks to, by its short code.

    `probability` is that of being among the codes a reader would give.
    """

    code: str
    probability: float
    cues: tuple[Cue, ...] = ()


@dataclass(frozen=True, slots=True)
class PolarityAnswer:
    """Whether a passage tells of a strength or a weakness, and each of its sentences."""

    polarity: Polarity
    probability: float
    sentences: tuple[SentencePolarity, ...] = ()
    cues: tuple[Cue, ...] = ()
