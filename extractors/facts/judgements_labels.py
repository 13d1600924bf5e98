"""The words of judgements: which area a printed label names, and which grade printed words are.

Driven by the framework's own data: titles and aliases of its areas, aliases of its grades, and the
words for an area that was not judged. A label may carry more than the alias: a printed number,
"the graded judgement for", a place, but no words that would make another sentence of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from corpus.frameworks import load
from corpus.frameworks.framework import Framework
from corpus.frameworks.records import Aspect, JudgementArea

_BEFORE = re.compile(
    r"(?i:(?:\d+(?:\.\d+)*\.?\s+)?(?:(?:the|our)\s+)?(?:(?:overall|graded|key)\s+)*"
    r"(?:judge?ments?\s+)?(?:(?:for|about|on|of|that)\s+)?(?:the\s+)?"
    r"(?:(?:effectiveness|quality|impact|experiences?(?:\s+and\s+progress)?)\s+of\s+)?(?:the\s+)?)"
    # A place: "Swindon Safeguarding Children Board", but no other: "In Swindon the ...".
    r"(?:(?!Children|(?:In|At|Since|When|If|Where|While|Although|Previously)\b)[A-Z][\w’'-]*\s+(?:(?:and|&|upon|of|the|on|with|under)\s+)*)*(?:local\s+)?",
)
_AFTER = re.compile(
    r"\.?(?i:(?:\s+judge?ment)?(?:\s+on\s+social\s+work\s+practice)?"
    r"(?:\s+with\s+children\s+and\s+families)?"
    r"(?:\s+(?:of|for)\s+(?:the\s+)?(?:services?|provision|arrangements))?"
    r"(?:\s+(?:of|for|to)\s+(?:looked\s+after\s+)?children)?(?:\s+and\s+young\s+people)?"
    r"(?:\s+is\s+that\s+(?:the\s+)?children['’]s\s+services)?)"
    r"(?:\s*\([A-Z]+\))?"
    r"(?:,?\s+(?:(?:in|of|the|and|&|upon|on|for|with|under|next|by|le)\s+)*"
    r"(?:[A-Z][\w’'.-]*|area|council|borough|city|county|local\s+authority))*[,:]?\d{0,2}\.?",
)
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'"})


class Area(NamedTuple):
    """An area that a label named: its code, and the element that has it, where there is one."""

    code: str
    element: str | None


class Labels:
    """The labels and grades of one framework; `element` limits them to one part of it."""

    def __init__(self, framework: Framework, element: str | None = None) -> None:
        self.framework = framework
        self._element = element
        self._aliases = _longest_first(framework)
        self.grades = Grades(framework)
        self.elements = {
            area.code: tuple(_folded(alias) for alias in (area.title, *area.aliases))
            for area in framework.areas
            if area.areas and "/" not in area.code
        }
        self.qualified = any("/" in code for code in framework.codes())

    def area(self, label: str, element: str | None = None) -> str | None:
        """Return the code of the area that a label names, in `element` where areas repeat."""
        words = " ".join(label.split()).strip(" •")
        folded = _folded(words)
        for alias, code in self._aliases:
            if alias not in folded or not self._in(code, element):
                continue
            at = folded.index(alias)
            after = words[at + len(alias) :]
            if _BEFORE.fullmatch(words[:at]) and _AFTER.fullmatch(after):
                return code.partition("/")[2] if self._element else code
        return None

    def ends_in(self, label: str, code: str) -> bool:
        """Say whether the last words of a label are an alias of the area of this code."""
        folded = _folded(label)
        return any(named == code and folded.endswith(alias) for alias, named in self._aliases)

    def element(self, words: str) -> str | None:
        """Return the code of the element that a column's heading or a section's title names."""
        folded = _folded(words)
        found = [
            (max(map(len, named)), code)
            for code, aliases in self.elements.items()
            if (named := [alias for alias in aliases if alias in folded])
        ]
        # "Services for looked after children" holds no other's alias; a title of both names none.
        return found[0][1] if len(found) == 1 else None

    def _in(self, code: str, element: str | None) -> bool:
        if not self.qualified:
            return True
        wanted = element or self._element
        return wanted is not None and code.startswith(f"{wanted}/")


class Grades:
    """How the grades of a framework are printed: `pattern` finds them, `named` says which it is."""

    def __init__(self, framework: Framework) -> None:
        self._names: dict[str, str | None] = {}
        for step in framework.scale:
            self._names |= {_folded(alias): step.name for alias in (step.name, *step.aliases)}
        self._names |= {_folded(words): None for words in framework.not_judged}
        words = sorted(self._names, key=len, reverse=True)
        # Long aliases are phrases of a sentence; the short ones stand alone in a cell or heading.
        self.phrases = _either([alias for alias in words if len(alias.split()) > 3])
        self.pattern = _either(words)
        self._alone = re.compile(
            rf"(?:grade\s*\d\s*[:(–-]?\s*)?({self.pattern.pattern})\)?\W*(?:\(?grade\s*\d\)?)?"
            r"[.\d]{0,3}",
            re.IGNORECASE,
        )

    def alone(self, words: str) -> str | None:
        """Return the grade as printed where the words are nothing but a grade, or null."""
        match = self._alone.fullmatch(words.strip())
        return match[1] if match else None

    def named(self, printed: str) -> str | None:
        """Return the scale's name of a printed grade; null for "not judged" and for no grade."""
        return self._names.get(_folded(printed))

    def known(self, printed: str) -> bool:
        """Say whether printed words are a grade of the scale, or those for not judged."""
        return _folded(printed) in self._names


@cache
def labels_of(framework_id: str, element: str | None = None) -> Labels:
    """Return the labels of a shipped framework, made once a process."""
    return Labels(load(framework_id), element)


# Ways to print an area that its framework's file does not list: the form of 2013 has a name of its
# own for the outcomes, and boards are not of one mind on the apostrophe.
_ALSO: Mapping[str, tuple[str, ...]] = {
    "LAC/OUT": ("outcomes for looked after children and young people",),
    "LSCB": ("safeguarding children's board", "safeguarding childrens board"),
}


def _longest_first(framework: Framework) -> list[tuple[str, str]]:
    return sorted(
        {(_folded(alias), code) for code, alias in _named(framework)},
        key=lambda pair: (-len(pair[0]), pair),
    )


def _named(framework: Framework) -> Iterator[tuple[str, str]]:
    for area in framework.walk():
        parts: tuple[JudgementArea | Aspect, ...] = (area, *area.aspects)
        for part in parts:
            also = _ALSO.get(part.code, ())
            for alias in (part.title, *part.aliases, *also):
                yield part.code, alias


def _either(words: list[str]) -> re.Pattern[str]:
    spaced = (re.escape(alias).replace(r"\ ", r"\s+") for alias in words)
    return re.compile(rf"\b(?:{'|'.join(spaced) or '(?!)'})\b", re.IGNORECASE)


def _folded(words: str) -> str:
    return " ".join(words.lower().translate(_APOSTROPHES).split())
