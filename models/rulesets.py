"""Phrase rules that experts edit: `rulesets/<name>.yaml` to frozen records, cross-checked.

A file has the key `phrases` with one group a code (of the framework named by `framework`) or, for
files without a framework, one group a kind of word. A group is a list of phrases, or three lists:

    EXP-1:
      decides: [trusting relationship]   # nearly decides
      often: [visit children]            # often, not always
      beside: [visits]                   # counts only beside others

A plain list is one of phrases that decide. Matching ignores case and plural endings. `include`
names shipped rule sets whose groups come after the file's own. The group NONE fits every
framework: its phrases speak for no code at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from corpus.frameworks import Framework, load
from corpus.problems import FrameworkError
from models.answers import NONE
from models.forms import form

if TYPE_CHECKING:
    from corpus.frameworks.yaml_lines import Finding

STRENGTHS = MappingProxyType({"decides": 1.0, "often": 0.5, "beside": 0.15})
_KEYS = ("framework", "include", "phrases")
_OPENING = "a rule set starts with the key framework: or phrases:"
_REMEDY = "put odd ones, such as yes, no and numbers, in quotes"


class Phrase(NamedTuple):
    """One phrase of a group and what a match of it weighs (see `STRENGTHS`)."""

    text: str
    weight: float

    @property
    def strength(self) -> str:
        """The key under which the phrase stands in its file."""
        return next(key for key, weight in STRENGTHS.items() if weight == self.weight)


@dataclass(frozen=True, slots=True)
class RuleSet:
    """The phrases of each code, or group, in the order of their file.

    `phrases` lists every spelling of every phrase once: what a `models.reading.Reader` is to find.
    """

    name: str
    framework: str | None
    groups: Mapping[str, tuple[Phrase, ...]]

    @property
    def phrases(self) -> tuple[str, ...]:
        """Every spelling of every phrase, each once, in the order of the file."""
        listed = (way for group in self.groups.values() for row in group for way in spellings(row))
        return tuple(dict.fromkeys(listed))


def spellings(phrase: Phrase) -> tuple[str, ...]:
    """Return how a phrase may be printed: "well-matched" also without its hyphen."""
    if "-" in phrase.text:
        return (phrase.text, phrase.text.replace("-", " "))
    return (phrase.text,)


@cache
def load_rule_set(name: str) -> RuleSet:
    """Load a rule set that Vouch ships, by the name of its file without ending; read once.

    FrameworkError where there is none of the name.
    """
    folder = resources.files("models").joinpath("rulesets")
    file = folder.joinpath(f"{name}.yaml")
    if not file.is_file():
        raise FrameworkError(f"There is no rule set {name!r} in {folder}.")
    return read_rule_set(file.read_text(encoding="utf-8"), f"rulesets/{name}.yaml")


def read_rule_set(
    content: str, name: str, framework_of: Callable[[str], Framework] = load
) -> RuleSet:
    """Read the text of a rule set; `name` stands in messages and, without folder and ending, in it.

    `framework_of` finds the framework that a file names: give one that knows a workspace's own.
    FrameworkError lists all findings with their lines.
    """
    # Here, because YAML and pydantic cost more than most commands do in all.
    from corpus.frameworks.yaml_lines import parse  # noqa: PLC0415

    file = parse(content, name, _OPENING, FrameworkError)
    file.check(_shape(file.data))
    framework = file.data.get("framework")
    if framework is not None:
        file.check(_strangers(file.data["phrases"], framework_of(framework)))
    file.check(_repeated(file.data["phrases"]))
    groups = {code: tuple(_phrases(group)) for code, group in file.data["phrases"].items()}
    for other in file.data.get("include", ()):
        groups |= load_rule_set(other).groups
    short = name.rpartition("/")[2].removesuffix(".yaml")
    return RuleSet(short, framework, groups)


def codes_of(framework: Framework) -> tuple[str, ...]:
    """Return the codes that a rule set of a framework may have: areas, aspects, criteria, NONE.

    Those of areas and aspects within an element stand without it, as in tags: LM-AMB for SG/LM-AMB.
    """
    codes = (*framework.codes(), *(row.code for row in framework.criteria))
    return tuple(dict.fromkeys((*(code.rpartition("/")[2] for code in codes), NONE)))


def _shape(data: Mapping[str, Any]) -> Iterator[Finding]:
    """Find what is not keys, lists and words where these must stand."""
    for key in data:
        if key not in _KEYS:
            yield (key,), f"unknown key {key!r}; allowed here: {', '.join(_KEYS)}"
    if not isinstance(data.get("framework"), str | None):
        yield ("framework",), "'framework' must be the id of a framework, such as sccif-asa-2024"
    if not isinstance(data.get("include", []), list):
        yield ("include",), "'include' must be a list of the names of rule sets"
    groups = data.get("phrases")
    if not isinstance(groups, dict) or not groups:
        yield ("phrases",), "the key 'phrases' with one list for each code is missing"
        return
    for code, group in groups.items():
        yield from _group_shape(code, group)


def _group_shape(code: str, group: object) -> Iterator[Finding]:
    lists = group if isinstance(group, dict) else {"decides": group}
    for key, words in lists.items():
        place = ("phrases", code, key) if isinstance(group, dict) else ("phrases", code)
        if key not in STRENGTHS:
            allowed = ", ".join(STRENGTHS)
            yield place, f"{code}: unknown key {key!r}; allowed here: {allowed}"
        elif not isinstance(words, list):
            yield place, f"{code}: must be a list of phrases, or the lists {', '.join(STRENGTHS)}"
        else:
            for at, phrase in enumerate(words):
                if not isinstance(phrase, str):
                    yield (*place, at), f"{code}: {phrase!r} is no phrase; {_REMEDY}"
                elif not phrase.strip():
                    yield (*place, at), f"{code}: a phrase must not be empty"


def _strangers(groups: Mapping[str, Any], framework: Framework) -> Iterator[Finding]:
    codes = codes_of(framework)
    for code in groups:
        if code not in codes:
            allowed = ", ".join(codes)
            yield ("phrases", code), f"{framework.id} has no code {code!r}; allowed: {allowed}"


def _repeated(groups: Mapping[str, Any]) -> Iterator[Finding]:
    """Find phrases that match the same words as an earlier one of their code."""
    for code, group in groups.items():
        seen: dict[str, str] = {}
        for place, phrase in _places(code, group):
            plain = " ".join(form(word) for word in phrase.replace("-", " ").split())
            if plain in seen:
                yield place, f"{code}: {phrase!r} matches the same words as {seen[plain]!r}"
            seen.setdefault(plain, phrase)


def _places(code: str, group: Any) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(group, dict):
        for key, words in group.items():
            yield from (((("phrases", code, key, at), word)) for at, word in enumerate(words))
    else:
        yield from (((("phrases", code, at), word)) for at, word in enumerate(group))


def _phrases(group: Any) -> Iterator[Phrase]:
    lists = group if isinstance(group, dict) else {"decides": group}
    for key, words in lists.items():
        yield from (Phrase(word.strip(), STRENGTHS[key]) for word in words)
