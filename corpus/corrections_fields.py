"""Which fields may be corrected, and to what: words that a person typed become checked values.

What is refused is refused with the fields or values that are allowed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from corpus.facts import IMPROVEMENTS
from corpus.frameworks import Framework, known, load
from corpus.problems import FrameworkError, SettingsError

_LONGEST = 2000
_URN = re.compile(r"[A-Za-z0-9][A-Za-z0-9./_-]{0,39}")
_KIND = re.compile(r"[a-z][a-z0-9_-]{0,59}")
_YEARS = range(1900, 2101)


def _words(name: str, typed: str) -> str:
    if len(typed) > _LONGEST or not typed.isprintable():
        raise SettingsError(
            f"{name} must be one line of at most {_LONGEST} characters. Shorten it."
        )
    return typed


def _day(name: str, typed: str) -> str:
    try:
        day = date.fromisoformat(typed)
    except ValueError as error:
        raise SettingsError(
            f"{name} is {typed!r}, which is no date. Type year, month and day, as in 2019-02-01."
        ) from error
    if day.year not in _YEARS:
        raise SettingsError(f"{name} is {typed!r}: check the year.")
    return day.isoformat()


def _urn(name: str, typed: str) -> str:
    if not _URN.fullmatch(typed):
        raise SettingsError(
            f"{name} is {typed!r}; a URN is made of digits and letters, as in 80427. Names go "
            "into provider_name."
        )
    return typed


def _kind(name: str, typed: str) -> str:
    if not _KIND.fullmatch(typed):
        raise SettingsError(
            f"{name} is {typed!r}; a kind is written in small letters, as inspection_report or "
            "action_plan."
        )
    return typed


def _improvement(name: str, typed: str) -> str:
    if typed not in IMPROVEMENTS:
        raise SettingsError(f"{name} is {typed!r}; it may be {', '.join(IMPROVEMENTS)}.")
    return typed


def _list(name: str, typed: str) -> list[str]:
    return [part for part in (_words(name, part.strip()) for part in typed.split(";")) if part]


def _yes_or_no(name: str, typed: str) -> bool:
    if typed.lower() not in ("yes", "no"):
        raise SettingsError(f"{name} is {typed!r}; it is yes or no.")
    return typed.lower() == "yes"


Check = Callable[[str, str], Any]
_DOCUMENT: dict[str, Check] = {
    "provider_urn": _urn, "provider_name": _words, "kind": _kind, "framework": _words,
    "published": _day, "inspection_start": _day, "inspection_end": _day,
}  # fmt: skip
_INSPECTION: dict[str, Check] = {
    "framework": _words, "type": _words, "title": _words, "start": _day, "end": _day,
    "dated": _day, "published": _day, "notified": _day, "lead": _words, "role": _words,
    "provider_name": _words, "provider_urn": _urn,
}  # fmt: skip
_JUDGEMENT: dict[str, Check] = {
    "framework": _words, "area": _words, "label": _words, "grade": _words,
    "grade_normalised": _words,
}  # fmt: skip
_IMPROVEMENT: dict[str, Check] = {
    "kind": _improvement, "heading": _words, "body": _words, "references": _list, "due": _day,
    "band": _words,
}  # fmt: skip
_ACTION: dict[str, Check] = {
    "area": _words, "element": _words, "formal": _yes_or_no, "rag": _words, "plan_refs": _list,
    "see": _list, "theme": _words, "band": _words, "due": _day, "owners": _list,
    "status_text": _words,
}  # fmt: skip
FIELDS: dict[str, dict[str, Check]] = {
    "document": _DOCUMENT,
    "inspection": _INSPECTION,
    "judgement": _JUDGEMENT,
    **dict.fromkeys(IMPROVEMENTS, _IMPROVEMENT),
    "action": _ACTION,
}
# These are never absent: a judgement without a grade is none.
_NEVER_EMPTY = frozenset({"label", "grade", "status_text"})
_PERIODS = (("start", "end"), ("inspection_start", "inspection_end"))


def checked(
    kind: str, typed: Mapping[str, str], now: Mapping[str, Any], own: Path | None, as_printed: bool
) -> dict[str, Any]:
    """Return what fields shall hold, from what a person typed for them; empty clears a field.

    `kind` is "document" or the kind of a fact, `now` its fields as they are shown, `own` the folder
    of the workspace's own frameworks. A judgement's `grade_normalised` follows its `grade`; a grade
    in no scale is taken with `as_printed` alone. SettingsError says what is allowed.
    """
    allowed = FIELDS[kind]
    values: dict[str, Any] = {}
    for name, words in typed.items():
        if name not in allowed:
            named = kind.replace("_", " ")
            raise SettingsError(
                f"{name!r} of a {named} cannot be corrected; these can: {', '.join(allowed)}. "
                "What stands in the document itself is quoted, never changed."
            )
        values[name] = _value(name, words.strip(), allowed[name])
    framework = _framework(values.get("framework", now.get("framework")), own, values)
    if kind == "judgement":
        values |= _judged(values, framework, as_printed)
    _check_period({**now, **values})
    return values


def _value(name: str, words: str, check: Check) -> Any:
    if words:
        return check(name, words)
    if name in _NEVER_EMPTY:
        raise SettingsError(f"{name} cannot be empty. Type what is printed.")
    return [] if check is _list else None


def _framework(name: str | None, own: Path | None, typed: Mapping[str, Any]) -> Framework | None:
    """Load the framework that holds now; null where there is none, or one that is not known."""
    if name is None:
        return None
    try:
        return load(name, own)
    except FrameworkError as error:
        if "framework" not in typed:
            return None
        raise SettingsError(
            f"There is no framework {name!r}. Known are: {', '.join(known(own))}."
        ) from error


def _judged(
    values: Mapping[str, Any], framework: Framework | None, as_printed: bool
) -> dict[str, Any]:
    """Check a judgement's area and grade against its framework, and name the grade's step."""
    if framework is None or as_printed:
        return {"grade_normalised": None, **values} if "grade" in values else {}
    area = values.get("area")
    if area is not None and area not in framework.titles():
        codes = ", ".join(code for code in framework.titles())
        raise SettingsError(f"{framework.id} has no area {area!r}. It has: {codes}.")
    if "grade" in values:
        return {"grade_normalised": _step(values["grade"], framework), **values}
    if values.get("grade_normalised") is not None:
        return {"grade_normalised": _step(values["grade_normalised"], framework)}
    return {}


def _step(grade: str, framework: Framework) -> str | None:
    """Return the step of the scale that a printed grade is; null for words of no judgement."""
    said = " ".join(grade.lower().split())
    for step in framework.scale:
        if said in (step.name.lower(), *(alias.lower() for alias in step.aliases)):
            return step.name
    if said in (words.lower() for words in framework.not_judged):
        return None
    scale = ", ".join(step.name for step in framework.scale) or "none: it does not grade"
    raise SettingsError(
        f"{grade!r} is no grade of {framework.id}; its scale is {scale}. If the document does "
        "print it, add --as-printed."
    )


def _check_period(fields: Mapping[str, Any]) -> None:
    for first, last in _PERIODS:
        start, end = fields.get(first), fields.get(last)
        if start and end and end < start:
            raise SettingsError(
                f"{last} ({end}) is before {first} ({start}). Correct both in one command."
            )
