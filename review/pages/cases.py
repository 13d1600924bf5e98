"""Case notes: what waits sealed, the report on it, and the person's word that opens it or not.

Nothing is opened before somebody typed the workspace's passphrase in this session.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, get_args

from starlette.responses import Response

from corpus.notes import NoteKind
from corpus.problems import AccessError, SealedError, SettingsError, VouchError
from corpus.routing import DONE_WORDS
from corpus.users import require
from review.asking import Ask, NotThereError, go, local
from review.deciding import reason_of
from review.doorway import kept
from review.vaults import Opened, vaults_of
from review.viewed import viewed

if TYPE_CHECKING:
    from pipelines.redacting.cases import Case
    from pipelines.settings import Settings

_WITHOUT_NAMES = {"as": "without-names"}
_LONGEST_WORDS = 200
_TOO_MANY = (
    "This case has {count:,} notes, which the app would look through for too long. In a terminal: "
    "vouch redact {command}"
)


def show(ask: Ask) -> Response:
    """List the cases that the viewer may see."""
    from review.reading.cases import listed, new_files  # noqa: PLC0415 - slow, and few come here

    opened = _vault(ask)
    if opened is None:
        return _locked(ask)
    evidence = ask.stores.evidence
    found = listed(opened, evidence, ask.viewer)
    years = ask.asked("years")[:3]
    before = _before(int(years)) if years.isascii() and years.isdecimal() else None
    return ask.page(
        "cases.html", "Case notes", cases=found, years=years if before else "",
        due={one.head.id for one in found if before and one.head.due(before)},
        new=new_files(opened.vault, evidence) if ask.viewer.sees_all else None,
    )  # fmt: skip


def unlock(ask: Ask) -> Response:
    """Open the vault for this session with the passphrase, or close it."""
    vaults = vaults_of(ask.settings.workspace)
    if ask.said("do") == "close":
        vaults.drop(ask.session.id)
        return go("/cases")
    try:
        # As it was typed: blanks and line ends may be a part of it.
        passphrase = ask.form.get("passphrase")
        vaults.open(ask.session, passphrase if isinstance(passphrase, str) else "")
    except (SealedError, SettingsError) as error:
        # Without a vault there is nothing that anybody might not do.
        status = 403 if ask.settings.workspace.vault.exists() else 409
        return _locked(ask, str(error), local(ask.said("next") or "/cases"), status)
    return go(ask.said("next") or "/cases")


def prepare(ask: Ask) -> Response:
    """Look through files that came in since the last time, where that takes seconds."""
    from pipelines.redacting.preparing import prepare as look_through  # noqa: PLC0415
    from review.reading.cases import new_files  # noqa: PLC0415

    opened = _vault(ask)
    if opened is None:
        return _locked(ask)
    if not new_files(opened.vault, ask.stores.evidence).short:
        raise SettingsError(
            "So much came in that the app would look through it for too long. In a terminal: vouch "
            "redact list"
        )
    look_through(opened.vault, _settings(ask))
    return go("/cases")


def show_case(ask: Ask) -> Response:
    """Show a case: its signs of harm, the report, and its notes without names."""
    opened = _vault(ask)
    if opened is None:
        return _locked(ask)
    return _case_page(ask, opened, _case(ask, opened))


def act(ask: Ask) -> Response:
    """Do what the form of a case says."""
    opened = _vault(ask)
    if opened is None:
        return _locked(ask)
    act = _ACTS.get(ask.said("do"))
    if act is None:
        raise SettingsError("The form does not say what to do. Load the page again.")
    case = _case(ask, opened)
    try:
        return act(ask, opened, case)
    except AccessError:
        raise
    except VouchError as error:
        return _case_page(ask, opened, case, str(error))


def _vault(ask: Ask) -> Opened | None:
    return vaults_of(ask.settings.workspace).of(ask.session)


def _locked(
    ask: Ask, wrong: str | None = None, following: str | None = None, status: int = 200
) -> Response:
    # What was typed in a form when the vault had been closed is shown, to be sent again.
    typed = [] if ask.said("next") else [pair for pair in kept(ask.form) if pair[1]]
    return ask.page(
        "cases-locked.html", "Case notes", status, wrong=wrong,
        typed=[pair for pair in typed if pair[0] not in ("do", "seen")],
        vault=ask.settings.workspace.vault.exists(),
        following=following or local(ask.address if not typed else ask.address.partition("?")[0]),
    )  # fmt: skip


def _case(ask: Ask, opened: Opened) -> Case:
    from review.reading.cases import case_of  # noqa: PLC0415

    found = case_of(opened, ask.stores.evidence, ask.viewer, ask.path["case"])
    if found is None:
        raise NotThereError
    return found


def _case_page(ask: Ask, opened: Opened, case: Case, wrong: str | None = None) -> Response:
    from review.reading import cases  # noqa: PLC0415

    decisions, evidence = ask.stores.decisions, ask.stores.evidence
    one = cases.listed_as(opened, case)
    # A view before a signature and one after it are two, even within an hour.
    viewed(decisions, ask.viewer.user, "case", [case.id], {**_WITHOUT_NAMES, "state": one.state})
    few = len(case.notes) <= cases.MOST
    pages = max(1, -(-len(case.notes) // cases.A_PAGE))
    asked = ask.asked("page")[:6]
    page = min(max(1, int(asked)), pages) if asked.isdecimal() else 1
    return ask.page(
        "case.html", f"Case {case.shown}", 409 if wrong else 200, wrong=wrong, case=case,
        one=one, signs=cases.signs(opened, case),
        report=cases.reported(opened, evidence, ask.viewer, case) if few else None,
        notes=cases.notes(opened, case, page), page=page, pages=pages,
        events=decisions.about("case", case.id), done=DONE_WORDS, kinds=get_args(NoteKind),
        typed={name: ask.said(name) for name in ("identifying", "reason", "note", "do")},
    )  # fmt: skip


def _correct(ask: Ask, opened: Opened, case: Case) -> Response:
    from pipelines.redacting.looking import corrected  # noqa: PLC0415

    require(ask.viewer.user, "sign")
    _refuse_many(case, "correct {case} --name WORDS --as NAME --reason WORDS")
    words = [" ".join(line.split()) for line in ask.said("identifying").split("\n")]
    words = [one for one in dict.fromkeys(words) if one]
    if not words or any(len(one) > _LONGEST_WORDS or not one.isprintable() for one in words):
        raise SettingsError(
            f"Type the words, one name a line, each of at most {_LONGEST_WORDS} characters."
        )
    if ask.said("are") not in ("name", "none"):
        raise SettingsError("Say whether the words name somebody or nobody.")
    said = dict.fromkeys(words, ask.said("are") == "name")
    corrected(opened.vault, case, said, ask.viewer.user, _reason(ask), _settings(ask))
    return go(_address(case))


def _judge(ask: Ask, opened: Opened, case: Case) -> Response:
    from pipelines.redacting.cases import Judgement  # noqa: PLC0415
    from pipelines.redacting.looking import judged  # noqa: PLC0415

    require(ask.viewer.user, "sign")
    kind, day = ask.said("kind") or None, ask.said("day") or None
    if kind is not None and kind not in get_args(NoteKind):
        raise SettingsError("Choose a kind of the list.")
    if not kind and not day:
        raise SettingsError("Choose a kind, or type a day.")
    if not ask.said("note"):
        raise SettingsError("The form does not say which note it is about. Load the page again.")
    said = Judgement(
        ask.said("note"), kind, _day(day) if day else None, ask.viewer.user.name, _reason(ask)
    )
    judged(opened.vault, case, said, ask.viewer.user)
    return go(ask.address)


def _acknowledge(ask: Ask, opened: Opened, case: Case) -> Response:
    from pipelines.redacting.looking import Done, acknowledged  # noqa: PLC0415

    done = Done(ask.viewer.user, ask.said("done"), _reason(ask))
    if not ask.said("sign"):
        raise SettingsError("The form does not say which sign it is about. Load the page again.")
    acknowledged(opened.vault, [case], ask.said("sign"), done)
    return go(_address(case))


def _sign(ask: Ask, opened: Opened, case: Case) -> Response:
    from pipelines.redacting.signing import sign  # noqa: PLC0415

    require(ask.viewer.user, "sign")
    _refuse_many(case, "sign {case} --as NAME --reason WORDS")
    if ask.said("seen") != case.digest:
        raise SettingsError(
            "The case has changed since you loaded the page, and a signature holds for exactly "
            "what you saw. Nothing was signed: look at it again."
        )
    sign(opened.vault, [case], ask.viewer.user, _reason(ask), _settings(ask))
    return go(_address(case))


def _refuse(ask: Ask, opened: Opened, case: Case) -> Response:
    from pipelines.redacting.signing import refuse  # noqa: PLC0415

    require(ask.viewer.user, "refuse")
    refuse(opened.vault, case, ask.viewer.user, _reason(ask))
    return go(_address(case))


def _originals(ask: Ask, opened: Opened, case: Case) -> Response:
    from review.reading.cases import written  # noqa: PLC0415

    _refuse_many(case, "show {case} --original --as NAME")
    notes, stands = written(opened, case, ask.viewer.user, _reason(ask))
    title = f"Originals of case {case.shown}"
    return ask.page("case-originals.html", title, case=case, notes=notes, stands=stands)


def _refuse_many(case: Case, command: str) -> None:
    from review.reading.cases import MOST  # noqa: PLC0415

    if len(case.notes) > MOST:
        command = command.format(case=case.id[:8])
        raise SettingsError(_TOO_MANY.format(count=len(case.notes), command=command))


def _reason(ask: Ask) -> str:
    reason = reason_of(ask.said("reason"))
    if reason is None:
        raise SettingsError("Say in a few words why: it is kept with what you do. Write no name.")
    return reason


def _settings(ask: Ask) -> Settings:
    from pipelines.settings import load_settings  # noqa: PLC0415

    # No worker processes under a page: what would need them is for the command line.
    return replace(load_settings({"workspace": ask.settings.workspace.root}), jobs=1)


def _day(written: str) -> str:
    try:
        return date.fromisoformat(written).isoformat()
    except ValueError as error:
        raise SettingsError("Type the day like 2024-02-29.") from error


def _before(years: int) -> str | None:
    from pipelines.redacting.erasing import before_years  # noqa: PLC0415

    return before_years(datetime.now(UTC).date(), years).isoformat() if years else None


def _address(case: Case) -> str:
    return f"/cases/{case.id}"


_ACTS: dict[str, Callable[[Ask, Opened, Case], Response]] = {
    "correct": _correct, "judge": _judge, "acknowledge": _acknowledge, "sign": _sign,
    "refuse": _refuse, "originals": _originals,
}  # fmt: skip
