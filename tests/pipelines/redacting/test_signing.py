"""The gate: nothing of a case can be found before somebody signs, and then only without names."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.decisions import open_decisions
from corpus.evidence import open_evidence
from corpus.exports import write
from corpus.problems import AccessError
from corpus.search import search
from corpus.users import User
from corpus.vault import Vault
from corpus.verifying import verify
from corpus.workspace import open_workspace
from pipelines.redacting.cases import Case, Correction, open_cases, save_case
from pipelines.redacting.preparing import Texts, examined, prepare
from pipelines.redacting.signing import nameless, refuse, sign, states
from pipelines.settings import Settings
from pipelines.summary import Summary

SECRETS = ("Quillfeather", "Brackenreed", "Odile", "Tobin", "Mara", "900123", "4410023", "9920041")


def found(place: Path, words: str) -> int:
    with open_evidence(open_workspace(place), read_only=True) as evidence:
        return len(search(evidence, words))


def exported(place: Path) -> str:
    told = io.BytesIO()
    with open_evidence(open_workspace(place), read_only=True) as evidence:
        for table in ("documents", "passages", "tags"):
            write(evidence, table, "jsonl", told)
    return told.getvalue().decode()


def bare(place: Path) -> list[tuple[Path, str]]:
    """Secrets that stand in any file outside the vault's, in bytes of UTF-8 or UTF-16."""
    sealed = place / "sealed"
    return [
        (path.relative_to(place), secret)
        for path in sorted(place.rglob("*"))
        if path.is_file() and sealed not in path.parents
        for secret in SECRETS
        if secret.encode() in (content := path.read_bytes())
        or secret.lower().encode() in content
        or secret.encode("utf-16-le") in content
    ]


def test_before_anybody_signs_nothing_is_found_or_exported(
    cases: dict[str, Case], vault: Vault, place: Path
) -> None:
    assert set(states(vault, cases.values()).values()) == {"waiting"}
    assert found(place, "regular") == 0
    assert bare(place) == []
    assert "social worker" not in exported(place)


def test_a_signature_opens_the_text_without_names_and_tags_it(
    cases: dict[str, Case], vault: Vault, place: Path, signer: User, settings: Settings
) -> None:
    done = sign(vault, [cases["quill"]], signer, "read all", settings)

    assert done.notes == 2
    assert done.tags >= 2
    assert found(place, "regular") == 1
    assert found(place, "happy") == 0, "the other case waits"
    assert bare(place) == []
    told = exported(place)
    assert "likes school" in told
    assert '"sensitivity":"restricted"' in told.replace(" ", "")
    assert states(vault, cases.values()) == {
        cases["quill"].id: "signed", cases["brack"].id: "waiting",
    }  # fmt: skip


def test_what_is_stored_verifies(
    cases: dict[str, Case], vault: Vault, place: Path, signer: User, settings: Settings
) -> None:
    sign(vault, list(cases.values()), signer, "read all", settings)

    assert [finding.code for finding in verify(open_workspace(place))] == []


def test_the_event_says_who_and_why_and_no_word_of_the_case(
    cases: dict[str, Case], vault: Vault, signer: User, settings: Settings
) -> None:
    sign(vault, [cases["quill"]], signer, "read all", settings)

    with open_decisions(vault.workspace) as decisions:
        [event] = [one for one in decisions.events() if one.what == "sign"]
    assert (event.who, event.reason, event.target_id) == (
        "Qa-reviewer", "read all", cases["quill"].id,
    )  # fmt: skip
    assert event.after == {"digest": cases["quill"].digest, "notes": 2, "role": "qa-reviewer"}


@pytest.mark.parametrize("step", [sign, refuse], ids=["sign", "refuse"])
def test_who_may_not_decide_changes_nothing(
    cases: dict[str, Case],
    vault: Vault,
    place: Path,
    reader: User,
    settings: Settings,
    step: object,
) -> None:
    with pytest.raises(AccessError, match="Researcher"):
        if step is sign:
            sign(vault, [cases["quill"]], reader, "I like it", settings)
        else:
            refuse(vault, cases["quill"], reader, "I do not")
    assert states(vault, [cases["quill"]])[cases["quill"].id] == "waiting"
    assert found(place, "regular") == 0


def test_a_refusal_keeps_a_case_closed_and_closes_one_that_was_open(
    cases: dict[str, Case], vault: Vault, place: Path, signer: User, settings: Settings
) -> None:
    refuse(vault, cases["brack"], signer, "a rare illness")
    sign(vault, [cases["quill"]], signer, "read all", settings)
    refuse(vault, cases["quill"], signer, "overlooked a name")

    assert set(states(vault, cases.values()).values()) == {"refused"}
    assert found(place, "regular") == 0
    assert "likes school" not in exported(place)
    assert [finding.code for finding in verify(open_workspace(place))] == []


def test_a_signature_holds_for_what_was_shown_and_for_nothing_else(
    cases: dict[str, Case], vault: Vault, signer: User, settings: Settings
) -> None:
    sign(vault, [cases["quill"]], signer, "read all", settings)
    said = (Correction("plan", True, "Ada", "a name"),)
    changed = examined(replace(cases["quill"], corrections=said), Texts(vault))
    save_case(vault, changed)

    assert states(vault, [changed])[changed.id] == "changed"
    sign(vault, [changed], signer, "again", settings)
    assert states(vault, [changed])[changed.id] == "signed"


def test_signing_again_replaces_what_was_released(
    cases: dict[str, Case], vault: Vault, place: Path, signer: User, settings: Settings
) -> None:
    sign(vault, [cases["quill"]], signer, "read all", settings)
    assert found(place, "plan") == 1
    said = (Correction("plan", True, "Ada", "a name"),)
    changed = examined(replace(cases["quill"], corrections=said), Texts(vault))

    sign(vault, [changed], signer, "again", settings)

    assert found(place, "plan") == 0
    assert found(place, "regular") == 1
    assert [finding.code for finding in verify(open_workspace(place))] == []


def test_days_are_moved_together_and_stay_days(
    cases: dict[str, Case], vault: Vault, place: Path, signer: User, settings: Settings
) -> None:
    sign(vault, [cases["quill"]], signer, "read all", settings)

    with open_evidence(open_workspace(place), read_only=True) as evidence:
        days = sorted(one.published for one in evidence.documents() if one.published)
    assert len(days) == 2
    assert "2024-03-12" not in days
    first, second = (int(day[8:]) + 31 * int(day[5:7]) for day in days)
    assert second != first
    assert "12/03/2024" not in exported(place)


def test_without_a_lens_a_case_is_searched_and_not_tagged(
    cases: dict[str, Case], vault: Vault, place: Path, signer: User
) -> None:
    done = sign(vault, [cases["quill"]], signer, "read", Settings(workspace=place, tag=False))

    assert (done.notes, done.tags) == (2, 0)
    assert found(place, "regular") == 1


PLACES = [
    ("line 12", "line 12", "lines are counted"),
    ("lines 3-14", "lines 3-14", "a paragraph has several"),
    ("sheet Mara Quillfeather, row 7", "row 7", "a sheet may be called like a child"),
    ("part document.xml, paragraph 7", "paragraph 7", "parts of Word say nothing"),
    ("comment 2 by Odile, paragraph 3", "comment 2, paragraph 3", "nor who commented"),
    ("file 3: mara.eml, attachment 2: plan.docx, line 4", "line 4", "nor what a file is called"),
    ("header From", "in the file", "what is left must say something"),
    ("sheet row 7 of Mara, row 9", "row 7, row 9", "digits identify nobody"),
]


@pytest.mark.parametrize(("told", "kept", "why"), PLACES)
def test_a_place_names_nobody(told: str, kept: str, why: str) -> None:
    assert nameless(told) == kept, why


def test_a_page_needs_no_other_place() -> None:
    assert nameless(None) is None


def test_a_sheet_called_like_a_child_is_called_nothing_once_signed(
    place: Path,
    vault: Vault,
    inbox: Path,
    signer: User,
    settings: Settings,
    ingested: Callable[..., Summary],
) -> None:
    rows = [
        "Case Number,Event Date,Case Note Type,Worker Role,Narrative",
        "LCS-7770001,2024-01-02,Home visit,Social Worker,Mara was seen at home and is well.",
    ]
    (inbox / "mara.csv").write_text("\n".join(rows) + "\n")
    ingested(place, inbox, sensitivity="restricted")
    prepare(vault)
    [case] = [one for one in open_cases(vault) if "7770001" in one.label]

    sign(vault, [case], signer, "read", settings)

    with open_evidence(open_workspace(place), read_only=True) as evidence:
        places = {passage.locator for passage in evidence.passages(case.notes[0].note.id)}
    assert places
    assert all("Mara" not in str(one) and "mara" not in str(one) for one in places)
    assert bare(place) == []
