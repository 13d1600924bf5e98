"""How a provider's history reads: kinds of inspections, grades and what became of them."""

from __future__ import annotations

from collections.abc import Callable

from corpus.history import Change, Inspected, Judged
from pipelines.periods import overall, period

_SIGNS = {"better": "↑ better", "worse": "↓ worse", "the same": "= the same"}
_LINKS = {"narrower": "only a part of", "broader": "takes in more than"}
IMPROVEMENTS = {
    "area_for_improvement": "area for improvement",
    "requirement": "requirement",
    "recommendation": "recommendation",
    "priority_action": "priority action",
}
OUTCOMES = {"kept": "kept", "broken": "not kept", "departed from": "not kept", "to weigh": "late"}


def kind(one: Inspected) -> str:
    """Return what kind of inspection it was: "Re-inspection", "Standard inspection"."""
    words = (one.type or "inspection").replace("re-inspection", "re\0inspection")
    words = words.replace("-", " ").replace("\0", "-")
    named = any(word in words for word in ("inspection", "visit", "review"))
    full = words if named else f"{words} inspection"
    return full[:1].upper() + full[1:]


def grade(judged: Judged) -> str:
    """Return a grade as printed, its first letter a capital; with a mark where it was corrected."""
    words = f"{judged.grade[:1].upper()}{judged.grade[1:]}"
    return f"{words} (corrected)" if judged.cited.corrected else words


def sign(change: Change | None) -> str:
    """Return what became of a judgement since the one before: "↑ better", or nothing."""
    return _SIGNS.get(change.verdict, "") if change else ""


def since(change: Change | None) -> str:
    """Return the same with what stood before, and why it is not comparable."""
    if change is None or not change.against:
        return ""
    if change.verdict != "not comparable":
        best = change.against[0]
        return f"{_SIGNS[change.verdict]}: {best.grade} in {best.on[:4]}"
    stood = "; ".join(f"“{one.title}: {one.grade} in {one.on[:4]}”" for one in change.against)
    why = _LINKS.get(change.against[0].relation, change.reason)
    return f"not comparable: {why} {stood}"


def year(one: Inspected) -> str:
    """Return the year of an inspection, "?" where its day is not known."""
    return (one.on or "?")[:4]


def month(one: Inspected) -> str:
    """Return month and year in three letters and four digits: "Jul 2023"."""
    return f"{_MONTHS[int(one.on[5:7]) - 1]} {one.on[:4]}" if one.on else "day unknown"


_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
WORDS: dict[str, Callable[..., str]] = {
    "period": period, "kind": kind, "grade": grade, "sign": sign, "since": since, "month": month,
    "overall": overall,
}  # fmt: skip
