"""How things stand: what is open, and which rules an inspection's grades depart from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from corpus.facts import Check
from corpus.frameworks.answers import Answer
from corpus.frameworks.framework import Framework
from corpus.frameworks.inspections import Inspection
from corpus.frameworks.limits import answers
from corpus.history.changes import families
from corpus.history.records import Departure, Inspected, OpenItem, Recorded

# What a rule's answer is called where the grades do not simply keep it.
_DEPARTING = frozenset({"broken", "departed from", "to weigh"})
_NONE: Mapping[str, Framework] = {}
_LAST = "Raised at the latest inspection of its kind; no inspection has followed it up yet."
_WHOLE = "overall effectiveness"  # how reports title the grade of the whole, whatever their form
_VISITED = "Raised before a visit, which looks at some things only; no inspection has followed."


def open_items(
    inspected: Sequence[Inspected], frameworks: Mapping[str, Framework]
) -> tuple[OpenItem, ...]:
    """Return the improvements that no later inspection of their family followed, newest first.

    A visit, focused or monitoring, closes nothing: it looks at some things only. Nothing is said
    about whether an improvement was made, for no document that is read here decides that. Where the
    form of an inspection is not known, the next one with an overall grade follows one that had one.
    """
    kin = families(frameworks.values())
    found: list[OpenItem] = []
    for one in reversed(inspected):
        later = [
            other
            for other in inspected
            if _follows(other, one, kin) or _succeeds(other, one, frameworks)
        ]
        if any(not is_visit(other) for other in later):
            continue
        reason = _VISITED if later else _LAST
        found += [OpenItem(item, one.on, reason) for item in one.improvements]
    return tuple(found)


def is_visit(inspected: Inspected) -> bool:
    """Say whether an inspection was a focused or monitoring visit, which judges no whole area."""
    words = (inspected.type or "").casefold()
    return "visit" in words or "monitoring" in words


def departures(
    inspected: Iterable[Inspected],
    recorded: Iterable[Recorded],
    frameworks: Mapping[str, Framework] = _NONE,
) -> tuple[Departure, ...]:
    """Return the rules that stated grades do not keep, in the order of the inspections.

    Where a person corrected a grade, the rules are put to the grades as they are shown.
    """
    checks = {one.document.id: one.checks for one in recorded}
    return tuple(
        Departure(
            inspection=one.id,
            document_id=one.document_id,
            document=one.document,
            framework=one.framework or "",
            rule=check.rule,
            force=check.force,
            paragraph=check.paragraph,
            outcome=check.outcome,
            text=check.text,
            reason=check.reason,
        )
        for one in inspected
        for check in _checks(one, checks, frameworks)
        if check.outcome in _DEPARTING
    )


def _checks(
    one: Inspected,
    checks: Mapping[str, tuple[Check, ...]],
    frameworks: Mapping[str, Framework],
) -> Iterable[Check | Answer]:
    """Give what rules say of an inspection's grades: as they were read, or anew if corrected."""
    framework = frameworks.get(one.framework or "")
    if framework is None or not any(judged.cited.corrected for judged in one.judgements):
        stored = checks.get(one.document_id, ())
        return [check for check in stored if check.framework == one.framework]
    grades: dict[str, str] = {}
    for judged in one.judgements:
        if judged.area and judged.grade_normalised:
            grades.setdefault(judged.area, judged.grade_normalised)
    return answers(framework, Inspection(framework=framework.id, grades=grades))


def _is_later(later: Inspected, earlier: Inspected) -> bool:
    return later.on is not None and earlier.on is not None and later.on > earlier.on


def _succeeds(later: Inspected, earlier: Inspected, frameworks: Mapping[str, Framework]) -> bool:
    """Say whether both judged a whole service, the earlier in a form that is not known here."""
    if earlier.framework is not None or not _is_later(later, earlier):
        return False
    known = frameworks.get(later.framework or "")
    return (
        known is not None
        and known.overall is not None
        and any(one.area == known.overall for one in later.judgements)
        and any(one.title.casefold().startswith(_WHOLE) for one in earlier.judgements)
    )


def _follows(later: Inspected, earlier: Inspected, kin: Mapping[str, frozenset[str]]) -> bool:
    if not _is_later(later, earlier):
        return False
    if later.framework is None or earlier.framework is None:
        return False
    return later.framework in kin.get(earlier.framework, frozenset({earlier.framework}))
