"""Named officials in a public role, who are exempt; each exemption names its rule.

Only the mention that stands with the office is exempt. The same family name alone, elsewhere in the
case, may be a child's.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

_HONOURS = r"(?:(?:the )?(?:rt\.? )?(?:hon(?:ourable)?\.? ))?"


class Rule(NamedTuple):
    """An office: what stands before the name, or after it."""

    name: str
    before: re.Pattern[str]
    after: re.Pattern[str]


def _rule(name: str, before: str, after: str) -> Rule:
    return Rule(
        name,
        re.compile(
            rf"(?<![\w’'])(?:{before})[,:]?\s+{_HONOURS}(?:mr|mrs|ms|sir|dame)?\.?\s*$",
            re.IGNORECASE,
        ),
        re.compile(
            rf"^(?:,| \(|\s[-–])\s*(?:the |his |her )?(?:majesty['’]s )?(?:{after})(?!\w)",
            re.IGNORECASE,
        ),
    )


_JUDGE = (
    r"(?:his|her) honou?r(?: judge)?|hhj|h\.h\.j\.|judge|district judge|dj|recorder|"
    r"mr justice|mrs justice|"
    r"lord justice|lady justice|deputy district judge|magistrate|coroner"
)
_DIRECTOR = (
    r"(?:corporate |executive |strategic )?director (?:of|"
    r"for) (?:children(?:['’]?s)?(?: and [a-z]+| & [a-z]+)?"
    r"(?: services)?|children and families)|dcs"
)
RULES = (
    _rule("judge", _JUDGE, r"(?:district |circuit |high court )?judge|coroner|recorder of \w+"),
    _rule(
        "chief inspector",
        r"(?:hm|his majesty['’]s|her majesty['’]s|ofsted['’]?s?)\s+chief inspector|hmci|"
        r"chief inspector of \w+|chief inspector",
        r"(?:hm |his majesty['’]s |her majesty['’]s )?chief inspector(?: of [a-z]+)?|hmci",
    ),
    _rule("director of children's services", _DIRECTOR, _DIRECTOR),
    _rule(
        "member of parliament",
        r"(?:our |the |local )?(?:mp|member of parliament)(?: for [A-Za-z]+)?",
        r"mp|member of parliament",
    ),
    _rule(
        "minister",
        r"(?:prime minister|secretary of state(?: for [a-z]+)?|children['’]s minister|"
        r"education secretary|home secretary)",
        r"(?:the )?(?:prime minister|secretary of state|children['’]s minister|"
        r"education secretary|home secretary)",
    ),
    _rule(
        "children's commissioner",
        r"children['’]s commissioner",
        r"(?:the )?children['’]s commissioner",
    ),
    _rule("chief executive or chief constable", r"chief (?:executive|"
    r"constable)", r"chief (?:executive|constable)"),
)  # fmt: skip
_OFFICE = re.compile(
    r"(?i:judge|honou?r|justice|recorder|magistrate|coroner|inspector|director|minister|secretary|"
    r"commissioner|chief|parliament)|\b(?i:hhj|h\.h\.j|dj|dcs|hmci|mp)\b"
)
# Quick, and true of every text in which `_OFFICE` stands: asked once of a text, not of each name.
_OFFICES = re.compile(
    r"judge|hono|justice|recorder|magistrate|coroner|inspector|director|minister|secretary|"
    r"commissioner|chief|parliament|hhj|h\.h\.j|dcs|hmci|(?:dj|mp)\b(?<!\w..)"
)
_JUDGE_INSIDE = re.compile(r"(?:honou?r\s+)?(?:judge|justice|recorder)\s", re.IGNORECASE)
_MP_AFTER = re.compile(r"^ MP\b")
_REACH = 64


def exemption(text: str, start: int, end: int) -> str | None:
    """Return the rule that exempts the name at `text[start:end]`, or null."""
    if not _has_office(text) or not _OFFICE.search(text, max(0, start - _REACH), end + _REACH):
        return None
    before = text[max(0, start - _REACH) : start]
    after = text[end : end + _REACH]
    if _JUDGE_INSIDE.match(text, start, end):
        return "judge"
    if _MP_AFTER.match(after):
        return "member of parliament"
    for rule in RULES:
        if rule.before.search(before) or rule.after.match(after):
            return rule.name
    return None


@lru_cache(maxsize=1)
def _has_office(text: str) -> bool:
    """Say whether a text names any office; its names are asked about one after the other."""
    return _OFFICES.search(text.casefold()) is not None
