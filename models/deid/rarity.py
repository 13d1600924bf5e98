"""Facts that name nobody alone and together may: counted for each note and within a batch.

Only what a note says outright is read: an age, a language, a faith. The rarer a combination within
the batch, the more likely somebody knows who is meant.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_TRAITS = {
    "age": r"\b(?:aged? (?:of )?\d{1,2}|\d{1,2}[ -]?(?:years?|yrs?)[ -]?old|\d{1,2} ?y\.?o\b)",
    "ethnicity": (
        r"\b(?:white british|white irish|black african|black caribbean|mixed heritage|"
        r"dual heritage|"
        r"asian|bangladeshi|pakistani|indian|chinese|afghan|kurdish|somali|eritrean|sudanese|"
        r"syrian|"
        r"albanian|vietnamese|romanian|polish|nigerian|ghanaian|jamaican|turkish|iraqi|iranian|"
        r"irish traveller|gypsy|roma|traveller)\b"
    ),
    "religion": (
        r"\b(?:muslim|christian|catholic|sikh|hindu|jewish|buddhist|jehovah['’]?s witness|"
        r"pentecostal|"
        r"mormon|quaker|orthodox)\b"
    ),
    "language": (
        r"\b(?:interpreter|bsl|sign language|urdu|punjabi|bengali|sylheti|arabic|farsi|dari|pashto|"
        r"tigrinya|amharic|kurmanji|sorani|mandarin|cantonese|portuguese|lithuanian|tamil|"
        r"yoruba|twi)\b"
    ),
    "disability or condition": (
        r"\b(?:autis\w+|asd|adhd|wheelchair|cerebral palsy|down['’]?s syndrome|epilep\w+|"
        r"deaf|blind|"
        r"visually impaired|cystic fibrosis|sickle cell|muscular dystrophy|foetal alcohol|fasd|"
        r"tourette\w*|selective mut\w+|brain injury|leukaemia|diabet\w+|hiv|spina bifida|"
        r"learning disabilit\w+|feeding tube|tracheostomy)\b"
    ),
    "work": (
        r"\b(?:works? as an? [\w ]{3,24}|employed as an? [\w ]{3,24}|(?:soldier|paramedic|"
        r"pilot|vicar|"
        r"imam|councillor|footballer|firefighter|police officer|prison officer|fisherman|"
        r"fairground))\b"
    ),
    "siblings": (
        r"\b(?:(?:one|two|three|four|five|six|seven|eight|nine|\d) (?:\w+ )?(?:siblings|brothers|"
        r"sisters)|twins?|triplets?|only child|eldest of \w+|youngest of \w+)\b"
    ),
    "care": (
        r"\b(?:unaccompanied|uasc|adopted|trafficked|refugee|asylum|in custody|secure unit|"
        r"pregnant|"
        r"young carer|care leaver)\b"
    ),
}
_SHAPES = {trait: re.compile(shape, re.IGNORECASE) for trait, shape in _TRAITS.items()}


Fact = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Rare:
    """What one note tells of these facts, and in how many notes of the batch all of it is told.

    `note` counts from 0. `facts` are (trait, words), sorted. `k` is 1 where no other note tells it.
    """

    note: int
    facts: tuple[Fact, ...]
    k: int
    explanation: str


def facts(text: str) -> tuple[Fact, ...]:
    """Return what a text tells of age, ethnicity, faith, language, disability, work, siblings."""
    found = {
        (trait, " ".join(match[0].lower().split()))
        for trait, shape in _SHAPES.items()
        for match in shape.finditer(text)
    }
    return tuple(sorted(found))


def rare(texts: Sequence[str], fewest: int = 2, below: int = 5) -> tuple[Rare, ...]:
    """Return the notes that tell `fewest` traits or more which fewer than `below` notes share.

    `texts` are the de-identified notes of the whole batch; rarest first.
    """
    told = [frozenset(facts(text)) for text in texts]
    holding: dict[Fact, set[int]] = {}
    for note, each in enumerate(told):
        for fact in each:
            holding.setdefault(fact, set()).add(note)
    sizes = {each: _sharing(each, holding) for each in set(told) if each}
    found = [
        Rare(note, tuple(sorted(each)), sizes[each], _explained(each, sizes[each]))
        for note, each in enumerate(told)
        if len({trait for trait, _ in each}) >= fewest and sizes[each] < below
    ]
    return tuple(sorted(found, key=lambda item: (item.k, item.note)))


def _sharing(each: frozenset[Fact], holding: dict[Fact, set[int]]) -> int:
    """Return how many notes tell all of some facts; the rarest fact is asked first."""
    sets = sorted((holding[fact] for fact in each), key=len)
    return sum(all(note in other for other in sets[1:]) for note in sets[0])


def _explained(told: frozenset[Fact], k: int) -> str:
    words = ", ".join(words for _, words in sorted(told))
    others = "no other note" if k == 1 else "only one other note" if k == 2 else f"{k - 1} others"
    return f"This note says: {words}. In this batch {others} say all of it together."
