"""Files are sorted into cases once; what stopped half way or was read anew is sorted again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.evidence import open_evidence
from corpus.problems import SealedError
from corpus.sealed_items import destroy, ids, put
from corpus.users import User
from corpus.vault import Vault
from pipelines.plain import written
from pipelines.quarantine import READING, SORTED, opened
from pipelines.redacting.cases import CASE, Case, Judgement, open_case, open_cases, save_case
from pipelines.redacting.preparing import prepare, unsort
from pipelines.redacting.signing import sign, states
from pipelines.redacting.texts import Texts, check_of
from pipelines.settings import Settings
from pipelines.summary import Summary

Ingested = Callable[..., Summary]


def read_anew(vault: Vault, case: Case, text: Callable[[str], str]) -> None:
    """Seal a file of a case as if another version of Vouch had read other words in it."""
    [file] = case.files
    waiting = opened(vault, file)
    [part] = waiting.parts
    moved = replace(part, extraction=replace(part.extraction, text=text(part.extraction.text)))
    destroy(vault.workspace, SORTED, file)
    put(vault.workspace, vault.sealer, READING, file, written(replace(waiting, parts=(moved,))))


def test_a_sorted_file_is_marked_and_not_opened_again(
    cases: dict[str, Case], vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ids(vault.workspace, SORTED) == ids(vault.workspace, READING)

    def none_is_opened(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr("pipelines.redacting.preparing.open_cases", none_is_opened)
    assert prepare(vault).files == 0


def test_what_was_stopped_half_way_goes_on_and_costs_nothing(
    cases: dict[str, Case], vault: Vault
) -> None:
    # As a run leaves it that was killed after the first case: no mark, and the second not there.
    unsort(vault, ids(vault.workspace, READING))
    destroy(vault.workspace, CASE, cases["brack"].id)

    done = prepare(vault)

    assert (done.files, done.cases, done.notes) == (2, 1, 1)
    assert open_case(vault, cases["quill"].id) == cases["quill"], "it was there, and stays"
    assert {case.label for case in open_cases(vault)} == {case.label for case in cases.values()}


def test_sorting_again_changes_no_signature(
    cases: dict[str, Case], vault: Vault, signer: User, settings: Settings
) -> None:
    sign(vault, list(cases.values()), signer, "read", settings)
    unsort(vault, ids(vault.workspace, READING))

    assert prepare(vault).cases == 0
    assert set(states(vault, open_cases(vault)).values()) == {"signed"}


def test_nothing_is_signed_of_a_file_that_was_read_otherwise_since(
    cases: dict[str, Case], vault: Vault, signer: User, settings: Settings
) -> None:
    read_anew(vault, cases["quill"], lambda text: text.replace("Mara", "Maraline"))

    with pytest.raises(SealedError, match="vouch redact list"):
        sign(vault, [cases["quill"]], signer, "read", settings)
    with pytest.raises(SealedError, match="read anew"):
        Texts(vault).of(cases["quill"].notes[0])


def test_a_file_that_was_read_otherwise_is_looked_at_again(
    cases: dict[str, Case], vault: Vault, signer: User, settings: Settings
) -> None:
    sign(vault, [cases["quill"]], signer, "read", settings)
    read_anew(vault, cases["quill"], lambda text: text.replace("Odile", "Odiline"))

    assert prepare(vault).cases == 1
    case = open_case(vault, cases["quill"].id)

    texts = Texts(vault)
    hidden = {texts.of(one)[i.start : i.end] for one in case.notes for i in one.identifiers}
    assert any("Odiline" in words for words in hidden)
    assert not any("Odile" in words for words in hidden)
    assert states(vault, [case])[case.id] == "changed"


def test_a_note_that_is_no_longer_there_is_closed(
    cases: dict[str, Case], vault: Vault, signer: User, settings: Settings
) -> None:
    sign(vault, [cases["quill"]], signer, "read", settings)
    second = cases["quill"].notes[1]
    read_anew(vault, cases["quill"], lambda text: text[: second.note.start].rstrip())

    prepare(vault)

    assert len(open_case(vault, cases["quill"].id).notes) == 1
    with open_evidence(vault.workspace, read_only=True) as evidence:
        assert second.note.id not in {one.id for one in evidence.documents()}


def test_a_case_without_any_note_left_is_forgotten(cases: dict[str, Case], vault: Vault) -> None:
    read_anew(vault, cases["brack"], lambda _: "")

    prepare(vault)

    assert cases["brack"].id not in ids(vault.workspace, CASE)


def test_what_people_said_of_a_note_holds_when_its_file_is_sorted_again(
    cases: dict[str, Case], vault: Vault
) -> None:
    first = cases["quill"].notes[0]
    said = Judgement(first.note.id, "complaint", "2024-03-11", "Ada", "it is one")
    case = replace(cases["quill"], judgements=(said,))
    save_case(vault, replace(case, notes=tuple(map(case.judged, case.notes))))
    unsort(vault, ids(vault.workspace, READING))

    assert prepare(vault).cases == 0
    note = open_case(vault, case.id).notes[0].note
    assert (note.kind, note.date) == ("complaint", "2024-03-11")


TOP = "Case: LCS-6650012\nChild: Wenna Tregear\n\n"
FIRST = "Date: 02/02/2024\n{}Type: Home visit\nAuthor: Social Worker\n\nWenna was at home.\n\n"
SECOND = "Date: 09/02/2024\n{}Type: Home visit\nAuthor: Social Worker\n\nWenna was at school.\n"
ON_TOP = [
    pytest.param(
        TOP + FIRST.format("") + SECOND.format(""), ["LCS-6650012"],
        id="notes without a case have the one on top",
    ),
    pytest.param(
        TOP + FIRST.format("") + SECOND.format("Case: LCS-7770013\n"),
        ["LCS-6650012", "LCS-7770013"],
        id="a note that names its own keeps it",
    ),
    pytest.param(
        FIRST.format("Case: LCS-7770013\n") + SECOND.format(""), ["LCS-7770013"],
        id="the one case that a file names is that of all its notes",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("record", "labels"), ON_TOP)
def test_a_case_that_stands_above_all_notes_is_theirs(
    vault: Vault,
    tmp_path: Path,
    ingested: Ingested,
    record: str,
    labels: list[str],
) -> None:
    file = tmp_path / "record.txt"
    file.write_text(record)
    ingested(vault.workspace.root, file, sensitivity="restricted")
    prepare(vault)

    found = [case.label for case in open_cases(vault) if case.label.startswith(("LCS-6", "LCS-7"))]

    assert sorted(found) == labels


def test_words_are_known_again_by_a_short_check() -> None:
    assert check_of("Mara was seen.") == check_of("Mara was seen.")
    assert check_of("Mara was seen.") != check_of("Mara was seen!")
    assert len(check_of("\ud800")) == 16, "half a character does no harm"
