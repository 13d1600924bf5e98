"""Which inspection a report is of: framework and type, by printed title, then form, then dates.

A title that no framework has gives no framework: an unknown one is said, not guessed. The versions
of a framework are told apart by the labels of their judgements, then by the day they came into
force. Types that no report prints are inferred only as the framework's file says, and named so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from corpus.frameworks import load
from corpus.frameworks.framework import Framework
from corpus.records import Problem

_CHILDRENS = r"children['’]s (?:social care |social work )?services"
_BOARD = r"effectiveness of the local safeguarding children board"
_WEEK = timedelta(days=7)
_LONGEST = 1000  # characters of a line within which its title stands


@dataclass(frozen=True, slots=True)
class Form:
    """One printed form: its title, the frameworks it may be of, and the type its title names.

    `judged_by` names a framework whose labels and grades the form shares without being of it;
    `element` is the part of that framework which the form covers.
    """

    title: re.Pattern[str]
    frameworks: tuple[str, ...]
    type: str | None = None
    judged_by: str | None = None
    element: str | None = None


def _form(
    title: str,
    frameworks: tuple[str, ...],
    type: str | None = None,
    judged_by: str | None = None,
    element: str | None = None,
) -> Form:
    return Form(re.compile(title, re.IGNORECASE), frameworks, type, judged_by, element)


_ILACS = ("ilacs-2018", "ilacs-2023", "ilacs-2026")
_NEED = r"inspection of services for children in need of help and protection"
# The first title that fits is the one; so the narrower wording stands before the wider.
FORMS: tuple[Form, ...] = (
    _form(r"joint targeted area inspection", ("jtai-2016", "jtai-2022"), "joint"),
    _form(r"\bSEND\b[^\n]*monitoring|monitoring[^\n]*\bSEND\b", ("send-2023",), "monitoring visit"),
    _form(r"\bSEND\b", ("send-2023",), "area SEND"),
    _form(rf"re-?{_NEED}", ("sif-2013",), "re-inspection"),
    _form(_NEED, ("sif-2013",), "full"),
    _form(rf"(?:review|inspection) of the {_BOARD}", ("sif-2013",), "board review"),
    _form(r"inspections? of safeguarding and looked after children", ("slac-2009",), "full"),
    _form(r"inspection of (?:services for )?looked after children", (), "full", "slac-2009", "LAC"),
    _form(r"focused visit\b", _ILACS, "focused visit"),
    _form(
        r"monitoring visit\b[^\n]*(?:children|council|authority)",
        ("sif-2013", *_ILACS),
        "monitoring visit",
    ),
    _form(r"adoption support agenc", ("asa-2015", "sccif-asa-2024")),
    _form(r"adoption service", ("adoption-2012",), "adoption service"),
    _form(r"supported accommodation", ("supported-accommodation-2023",)),
    _form(rf"inspection of [^\n]*{_CHILDRENS}", _ILACS),
)


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a report is of. `judged_by` is the framework by which its judgements are read.

    `inferred` names what no words of the report say: "type" where the days on site tell it.
    """

    framework: str | None
    type: str | None
    judged_by: str | None
    element: str | None = None
    inferred: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def form_of(title: str) -> Form | None:
    """Return the form that a printed title is of, or null."""
    words = title[:_LONGEST]
    return next((form for form in FORMS if form.title.search(words)), None)


def recognise(
    title: str | None, text: str, ranges: Sequence[tuple[date, date]], page: int | None
) -> Recognised:
    """Say which framework and type a report is of; `text` is its body, `page` that of its title."""
    form = form_of(title) if title else None
    if form is None:
        return Recognised(None, None, None, problems=(_unknown(title, page),))
    if form.judged_by:
        return Recognised(
            None, form.type, form.judged_by, form.element, problems=(_shared(form, title, page),)
        )
    start = ranges[0][0] if ranges else None
    framework = _version(form.frameworks, text, start)
    if framework is None:
        return Recognised(None, form.type, None, problems=(_between(form, page),))
    problems = () if start is None or framework.in_force_on(start) else (_late(framework, page),)
    kind = form.type
    inferred: tuple[str, ...] = ()
    if kind is None and framework.id in _ILACS:
        kind = _by_days(ranges)
        inferred = ("type",) if kind else ()
    return Recognised(framework.id, kind, framework.id, None, inferred, problems)


def _version(names: Sequence[str], text: str, start: date | None) -> Framework | None:
    """Choose among versions: by the labels that are printed, then by the day they are in force."""
    versions = [load(name) for name in names]
    if len(versions) == 1:
        return versions[0]
    found = {label: bool(_label(label).search(text)) for v in versions for label in _labels(v)}
    printed = {label for label, there in found.items() if there}
    in_force = [v for v in versions if start is not None and v.in_force_on(start)]
    if not printed:
        return in_force[0] if len(in_force) == 1 else None

    def differences(version: Framework) -> tuple[int, bool]:
        late = start is not None and version not in in_force
        return len(printed ^ _labels(version)) + late, late

    ranked = sorted(versions, key=differences)
    if differences(ranked[0]) == differences(ranked[1]):
        return None
    return ranked[0]


@cache
def _label(words: str) -> re.Pattern[str]:
    # "children in care" is not the label where "and care leavers" follows.
    return re.compile(rf"^\W{{0,8}}(?:\d[\d.]* )?{re.escape(words)}(?! and\b)", re.I | re.M)


def _labels(framework: Framework) -> set[str]:
    return {row.text for row in framework.report if row.cell == "grade"}


def _by_days(ranges: Sequence[tuple[date, date]]) -> str | None:
    """Infer standard or short as the ILACS files say: two weeks on site, or one week or less."""
    if not ranges:
        return None
    longest = max(last - first for first, last in ranges)
    if longest < _WEEK:
        return "short"
    return "standard" if longest < 2 * _WEEK else None


def _problem(code: str, message: str, page: int | None) -> Problem:
    return Problem("facts", code, message, page)


def _unknown(title: str | None, page: int | None) -> Problem:
    named = f"The title “{title}” is of no framework" if title else "No title of an inspection"
    ending = " that Vouch knows" if title else " was found"
    return _problem(
        "unknown-framework",
        f"{named}{ending}, so its judgements have no framework. "
        "Name the framework by hand if you know it.",
        page,
    )


def _shared(form: Form, title: str | None, page: int | None) -> Problem:
    return _problem(
        "unknown-framework",
        f"The form “{title}” has no framework of its own in Vouch; its labels and grades are read "
        f"as those of {form.judged_by}, of which it is no inspection. Treat comparisons with care.",
        page,
    )


def _between(form: Form, page: int | None) -> Problem:
    return _problem(
        "unknown-framework",
        "Neither labels nor dates tell which of these frameworks the report is of: "
        f"{', '.join(form.frameworks)}. Name the framework by hand.",
        page,
    )


def _late(framework: Framework, page: int | None) -> Problem:
    until = f" to {framework.in_force_to}" if framework.in_force_to else ""
    return _problem(
        "not-in-force",
        f"By title and labels the report is of {framework.id}, which was in force from "
        f"{framework.in_force_from}{until}; the printed dates lie outside. Check the dates.",
        page,
    )
