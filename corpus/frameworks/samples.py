"""Case files: enough of each element at each stage, in balance, and what is told of every child."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from corpus.frameworks.answers import Answer, outcome
from corpus.frameworks.framework import Framework
from corpus.frameworks.inspections import CaseFile, Inspection
from corpus.frameworks.provisions import ListKind, Minimum, RequiredList
from corpus.wording import count_of

TOPIC = "cases"
_OTHER = "other"
# Whether a case file has what a list asks for (null: not known), and why.
_Judged = tuple[bool | None, str]
_NOT_STATED = "Which case files were chosen is not stated."


def answers(framework: Framework, inspection: Inspection) -> tuple[Answer, ...]:
    """Say whether enough case files were chosen, in balance, and what each of them lacks."""
    return (
        *(
            _enough(minimum, inspection.cases)
            for minimum in framework.minima
            if minimum.of == "case files"
        ),
        *_balances(framework, inspection.cases or ()),
        *_children(framework, inspection.cases),
    )


def _enough(minimum: Minimum, cases: Sequence[CaseFile] | None) -> Answer:
    if cases is None:
        return _minimum(minimum, None, _NOT_STATED)
    chosen = [case for case in cases if _counts(case, minimum)]
    sure = [case for case in chosen if case.audited or not minimum.audited]
    unclear = [case for case in chosen if case.audited is None] if minimum.audited else []
    # All that were chosen are audited, the eight or more, not eight of them.
    wanted = max(minimum.count, len(chosen)) if minimum.audited else minimum.count
    lacking = wanted - len(sure)
    what = " audited by the authority" if minimum.audited else ""
    reason = f"{count_of(len(sure), 'case file')}{what}, and {minimum.count} are the least."
    if minimum.audited:
        unaudited = len(chosen) - len(sure) - len(unclear)
        unsaid = f", {len(unclear)} not stated" if unclear else ""
        reason += f" Of {len(chosen)} chosen: {unaudited} not audited{unsaid}."
    if lacking > 0:
        reason += f" Missing: {lacking}."
    return _minimum(minimum, None if 0 < lacking <= len(unclear) else lacking <= 0, reason)


def _counts(case: CaseFile, minimum: Minimum) -> bool:
    return minimum.element in (None, case.element) and minimum.stage in (None, case.stage)


def _minimum(minimum: Minimum, met: bool | None, reason: str) -> Answer:
    return Answer(
        topic=TOPIC,
        rule=minimum.id,
        force=minimum.force,
        paragraph=minimum.paragraph,
        outcome=outcome(minimum.force, met),
        text=minimum.text,
        reason=reason,
        about=" ".join(filter(None, (minimum.element, minimum.stage))) or None,
    )


def _balances(framework: Framework, cases: Sequence[CaseFile]) -> Iterator[Answer]:
    """Set the elements of a stage side by side, where the source asks for as many of each."""
    minima = [
        row
        for row in framework.minima
        if row.of == "case files" and row.element is not None and not row.audited
    ]
    for stage, grouped in groupby(minima, key=lambda row: row.stage):
        rows = list(grouped)
        if len(rows) < 2 or len({row.count for row in rows}) > 1:
            continue
        found = [sum(_counts(case, row) for case in cases) for row in rows]
        if not any(found):
            continue
        # One more of one element, as an odd number must have, is no imbalance.
        balanced = max(found) - min(found) <= 1
        named = ", ".join(
            f"{number} {row.element}" for number, row in zip(found, rows, strict=True)
        )
        yield Answer(
            topic=TOPIC,
            rule=rows[0].id.rstrip("abcdefgh"),
            force="descriptor",
            paragraph=rows[0].paragraph,
            outcome=outcome("descriptor", balanced),
            text="Case files are balanced between the elements.",
            reason=f"{named}.",
            about=f"balance {stage}" if stage else "balance",
        )


def _children(framework: Framework, cases: Sequence[CaseFile] | None) -> Iterator[Answer]:
    """Put every case file to the lists that say what is told of a child."""
    for required in framework.lists:
        judge = _JUDGES.get(required.kind)
        if judge is None:
            continue
        if cases is None:
            yield _list(required, (None, _NOT_STATED), required.element)
            continue
        whose = [
            (number, case)
            for number, case in enumerate(cases, 1)
            if required.element in (None, case.element)
        ]
        yield from _each(required, whose, judge)


def _each(
    required: RequiredList,
    cases: Sequence[tuple[int, CaseFile]],
    judge: Callable[[RequiredList, CaseFile], _Judged],
) -> Iterator[Answer]:
    """Answer apart for each case file that lacks something, and once for all that do not."""
    kept = 0
    for number, case in cases:
        judged = judge(required, case)
        if judged[0]:
            kept += 1
        else:
            yield _list(required, judged, f"case {number} ({case.element}, {case.stage})")
    if kept:
        reason = f"Stated in full in {kept} of {count_of(len(cases), 'case file')}."
        yield _list(required, (True, reason), count_of(kept, "case file"))


def _fields(required: RequiredList, case: CaseFile) -> _Judged:
    if case.fields is None:
        return None, "Which fields are filled is not stated."
    missing = [item for item in required.items if item.code not in case.fields]
    named = ", ".join(f"{item.code} ({item.text.rstrip('.')})" for item in missing)
    strange = not_listed("field", case.fields, required)
    return not missing and not strange, " ".join(
        filter(None, (f"Missing: {named}." if missing else "", strange))
    )


def _flags(required: RequiredList, case: CaseFile) -> _Judged:
    if case.flags is None:
        named = ", ".join(item.code for item in required.items)
        return None, f"Nothing is stated of: {named}. Write `flags: []` if none applies."
    if strange := not_listed("flag", case.flags, required):
        return False, strange
    return True, ""


def _placement(required: RequiredList, case: CaseFile) -> _Judged:
    if case.placement is None:
        return None, "The placement is not stated."
    # "other: with a family friend abroad" says which, as the source asks.
    category, _, which = case.placement.partition(":")
    category = category.strip()
    if strange := not_listed("category", (category,), required):
        return False, strange
    if category == _OTHER and not which.strip():
        return None, "The placement is 'other'; say which, such as 'other: with a family friend'."
    return True, ""


def not_listed(what: str, codes: Sequence[str], required: RequiredList) -> str:
    """Name codes that a list does not have, with those allowed; empty where it has them all."""
    known = [item.code for item in required.items]
    unknown = [repr(code) for code in codes if code not in known]
    return f"No {what} {', '.join(unknown)}; allowed: {', '.join(known)}." if unknown else ""


def _list(required: RequiredList, judged: _Judged, about: str | None) -> Answer:
    met, reason = judged
    return Answer(
        topic=TOPIC,
        rule=required.id,
        force=required.force,
        paragraph=required.paragraph,
        outcome=outcome(required.force, met),
        text=f"{required.title}: {', '.join(item.code for item in required.items)}.",
        reason=reason,
        about=about,
    )


_JUDGES: dict[ListKind, Callable[[RequiredList, CaseFile], _Judged]] = {
    "child fields": _fields,
    "safeguarding flags": _flags,
    "placement categories": _placement,
}
