"""An inspection as its rules see it: grades, dates, facts, evidence, requirements and cases.

These records are the shape of the small YAML file that people write for `vouch rules check`; the
app and the provider page fill the same records from what they hold. All parts may be left out:
what is not stated is unknown, never assumed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Literal

from annotated_types import Ge, MinLen

Words = Annotated[str, MinLen(1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceSource:
    """Where a piece of evidence comes from: its type in the framework's vocabulary, its document.

    `child` says that it carries a child's own voice; null where the type alone decides.
    """

    type: Words
    document: str | None = None
    child: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something found, with the sources that bear it: none where empty, unknown where null."""

    text: Words
    area: str | None = None
    sources: tuple[EvidenceSource, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Improvement:
    """A requirement or recommendation as written; `cites` holds what its text cites, if apart.

    `detailed` is a reader's answer to "is it clear what must be done?", null where nobody said.
    `sources` that are empty say that it has none; null, that nobody said.
    """

    text: Words
    cites: str | None = None
    due: date | None = None
    impact: str | None = None
    detailed: bool | None = None
    sources: tuple[EvidenceSource, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """An item of a required list that is there: its code, how many, and the date of the newest."""

    item: Words
    number: Annotated[int, Ge(0)] | None = None
    dated: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """A case that inspectors chose: its element and stage, and the fields that are filled.

    `flags` that are empty say that none applies; left out, nobody has said.
    """

    element: Words
    stage: Words
    fields: tuple[str, ...] | None = None
    flags: tuple[str, ...] | None = None
    placement: str | None = None
    audited: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One row of an action plan. `refs` are its own plan references, `text` its progress.

    `element` is the code of the part of the framework under which the plan has it.
    """

    area: Words
    element: str | None = None
    band: str | None = None
    due: date | None = None
    rag: Literal["red", "amber", "green"] | None = None
    refs: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """How many inspectors of each body took part, and the conflicts of interest they declared."""

    inspectors: dict[str, Annotated[int, Ge(0)]] = field(default_factory=dict)
    declared: bool | None = None
    conflicts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """Everything about one inspection that its framework's rules can be asked about.

    `grades` and `provisional` hold grade by code of area or aspect; `dates` day by milestone;
    `facts` yes or no by code; `duties` by a duty's id whether it was done. `as_of` is the day on
    which deadlines are looked at.
    """

    framework: Words
    provider: str | None = None
    type: str | None = None
    with_types: tuple[str, ...] = ()
    as_of: date | None = None
    grades: dict[str, str] = field(default_factory=dict)
    provisional: dict[str, str] = field(default_factory=dict)
    dates: dict[str, date] = field(default_factory=dict)
    facts: dict[str, bool] = field(default_factory=dict)
    duties: dict[str, bool] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    requirements: tuple[Improvement, ...] = ()
    recommendations: tuple[Improvement, ...] = ()
    priorities: tuple[str, ...] | None = None
    outstanding_practice: tuple[str, ...] | None = None
    documents: tuple[Held, ...] | None = None
    lists: tuple[str, ...] | None = None
    cases: tuple[CaseFile, ...] | None = None
    actions: tuple[Action, ...] = ()
    team: Team | None = None
