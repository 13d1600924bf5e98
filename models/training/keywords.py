"""What a user has in hand before any training: a few words a label, and our wording of each label.

Both feed the baselines alone. The lists are short and naive on purpose: what somebody writes down
in five minutes. The tuned phrases of `models/rulesets` are no baseline.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from corpus.frameworks import Framework, load

_HELP = ("help and protection", "child protection", "early help", "referral", "children in need")
_CARE = ("children in care", "looked after", "placement", "foster", "permanence")
_LEAVERS = ("care leaver", "care leavers", "pathway plan", "personal adviser", "independence")
_ADOPTION = ("adoption", "adopters", "adopted", "adoptive", "matching")
_LEADERS = ("leaders", "senior managers", "workforce", "audit", "performance", "scrutiny")
AREAS: Mapping[str, tuple[str, ...]] = {
    "HP": _HELP,
    "CIC": _CARE,
    "CICL": _CARE,
    "CL": _LEAVERS,
    "ADOPT": _ADOPTION,
    "LEAD": _LEADERS,
    "PROT": _HELP,
    "EXP": (*_CARE, *_LEAVERS, *_ADOPTION),
}
POLARITY: Mapping[str, tuple[str, ...]] = {
    "strength": ("good", "strong", "effective", "well", "improved", "positive", "timely", "clear"),
    "weakness": ("not", "weak", "poor", "inconsistent", "delay", "delays", "insufficient", "lack"),
}
_GOOD = {"good", "outstanding"}
_SMALL = {"and", "including", "with", "that", "from", "their", "people", "young", "children"}


@dataclass(frozen=True, slots=True)
class Guide:
    """For each label, the words that would be searched for and our wording of what it means."""

    words: Mapping[str, tuple[str, ...]]
    wording: Mapping[str, str]


def guide(task: str) -> Guide:
    """Return the guide of the answers of a task, as `models.training.evaluation.TASKS` names them.

    KeyError: there is none of that name.
    """
    if task.startswith("area "):
        own = {"area ilacs-2023": "ilacs-2023", "area sif-2013": "sif-2013"}.get(task)
        return _areas(load(own)) if own else _three(load("sccif-asa-2024"))
    if task.startswith(("polarity ", "sentence ")):
        return _polarity(load("sccif-asa-2024"))
    return {"aspect coded": _aspects, "criterion coded": _criteria}[task]()


def title_words(title: str) -> tuple[str, ...]:
    """Return the words of a title that somebody would search for."""
    words = re.findall(r"[a-z]{4,}", title.lower())
    return tuple(dict.fromkeys(word for word in words if word not in _SMALL))


def _areas(framework: Framework) -> Guide:
    titles = {
        area.code: f"{area.title} {' '.join(area.aliases)}"
        for area in framework.walk()
        if area.code in AREAS
    }
    return Guide({code: AREAS[code] for code in titles}, titles)


def _three(framework: Framework) -> Guide:
    titles = {area.code: area.title for area in framework.walk() if area.code in AREAS}
    wording = {
        code: _joined(
            (
                title,
                *(
                    row.text
                    for row in framework.criteria
                    if row.area == code and row.grade == "good"
                ),
            )
        )
        for code, title in titles.items()
    }
    return Guide({code: AREAS[code] for code in titles}, wording)


def _aspects() -> Guide:
    titles = {
        aspect.code.split("/")[-1]: aspect.title
        for area in load("slac-2009").walk()
        for aspect in area.aspects
    }
    return Guide({code: title_words(title) for code, title in titles.items()}, titles)


def _criteria() -> Guide:
    good = [row for row in load("sccif-asa-2024").criteria if row.grade == "good"]
    return Guide(
        {row.code: title_words(row.title) for row in good},
        {row.code: f"{row.title}. {row.text}" for row in good},
    )


def _polarity(framework: Framework) -> Guide:
    rows = framework.criteria
    wording = {
        "strength": _joined(row.text for row in rows if row.grade in _GOOD),
        "weakness": _joined(row.text for row in rows if row.grade not in _GOOD),
    }
    return Guide(POLARITY, wording)


def _joined(texts: Iterable[str]) -> str:
    return " ".join(texts)
