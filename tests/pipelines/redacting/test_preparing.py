"""Files in the quarantine become cases: whose notes they are, and what identifies in them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.problems import SettingsError
from corpus.vault import Vault
from pipelines.redacting.cases import Case, Correction, find_case, new_case, open_cases, save_case
from pipelines.redacting.preparing import Texts, examined, prepare
from pipelines.summary import Summary


def hidden(case: Case, vault: Vault) -> set[str]:
    """The words that a case's notes hide."""
    texts = Texts(vault)
    return {texts.of(one)[item.start : item.end] for one in case.notes for item in one.identifiers}


def test_a_file_of_two_notes_is_one_case_of_two_notes(cases: dict[str, Case]) -> None:
    quill, brack = cases["quill"], cases["brack"]

    assert [one.note.date for one in quill.notes] == ["2024-03-12", "2024-03-19"]
    assert [one.note.kind for one in quill.notes] == ["visit", "supervision"]
    assert [one.note.date for one in brack.notes] == ["2017-02-02"]
    assert not set(quill.files) & set(brack.files)


def test_what_identifies_is_found_with_what_stands_for_it(
    cases: dict[str, Case], vault: Vault
) -> None:
    words = hidden(cases["quill"], vault)

    assert {"Mara Quillfeather", "07700 900123"} <= words
    assert any("Odile" in one for one in words)
    assert not {"school", "Supervision", "social worker"} & words
    names = {
        item.replacement
        for one in cases["quill"].notes
        for item in one.identifiers
        if item.kind == "name"
    }
    assert names
    assert all("Mara" not in one and "Odile" not in one for one in names)


def test_one_person_has_one_pseudonym_in_all_notes(cases: dict[str, Case], vault: Vault) -> None:
    texts = Texts(vault)
    told: dict[str, set[str]] = {}
    for one in cases["quill"].notes:
        for item in one.identifiers:
            told.setdefault(texts.of(one)[item.start : item.end], set()).add(item.replacement)

    assert {len(told[name]) for name in ("Mara",) if name in told} <= {1}
    assert told["Mara Quillfeather"] == told.get("Mara", told["Mara Quillfeather"])


def test_a_second_look_finds_nothing_new(cases: dict[str, Case], vault: Vault) -> None:
    done = prepare(vault)

    assert (done.files, done.notes, done.cases) == (0, 0, 0)
    assert {case.id for case in open_cases(vault)} == {case.id for case in cases.values()}


def test_a_later_file_of_a_case_joins_it_and_keeps_its_pseudonyms(
    cases: dict[str, Case],
    vault: Vault,
    inbox: Path,
    place: Path,
    ingested: Callable[..., Summary],
) -> None:
    before = {
        item.key: item.replacement for one in cases["quill"].notes for item in one.identifiers
    }
    (inbox / "later.txt").write_text(
        "Date: 26/03/2024\nCase: LCS-4410023\nType: Home visit\nAuthor: Social Worker\n\n"
        "Mara Quillfeather was seen at school. Mara was cheerful.\n"
    )
    ingested(place, inbox, sensitivity="restricted")

    assert prepare(vault).files == 1
    after = find_case(vault, cases["quill"].id)

    assert len(after.notes) == len(cases["quill"].notes) + 1
    told = {item.key: item.replacement for one in after.notes for item in one.identifiers}
    assert {key: told[key] for key in before if key in told} == {
        key: label for key, label in before.items() if key in told
    }
    assert set(before) & set(told)


def test_what_a_person_says_of_words_holds_in_all_notes(
    cases: dict[str, Case], vault: Vault
) -> None:
    said = (
        Correction("cheerful", True, "Ada", "a nickname"),
        Correction("school", True, "Ada", "it is named so"),
        Correction("school", False, "Ada", "it is not"),
    )

    case = examined(replace(cases["quill"], corrections=said), Texts(vault))

    assert "school" not in hidden(case, vault), "the last word holds"
    named = examined(
        replace(cases["quill"], corrections=(Correction("plan", True, "Ada", "a name"),)),
        Texts(vault),
    )
    assert "plan" in hidden(named, vault)


def test_notes_without_a_case_number_belong_to_their_folder(
    tmp_path: Path,
    vault: Vault,
    place: Path,
    ingested: Callable[..., Summary],
) -> None:
    for folder, name in (("one", "a"), ("one", "b"), ("two", "c")):
        (tmp_path / folder).mkdir(exist_ok=True)
        words = f"Ysolde was seen at home on day {name}. She is well."
        (tmp_path / folder / f"{name}.txt").write_text(words)
        ingested(place, tmp_path / folder, sensitivity="restricted")
    prepare(vault)

    sizes = {
        Path(case.label.removeprefix("folder ")).name: len(case.notes)
        for case in open_cases(vault)
        if case.label.startswith("folder ")
    }
    assert sizes == {"one": 2, "two": 1}


@pytest.mark.parametrize(
    ("named", "words"),
    [
        pytest.param("0000ffff", "No case is called '0000ffff'", id="an id that is none"),
        pytest.param("ab", "No case is called 'ab'", id="too short to mean one"),
    ],
)
def test_a_case_that_is_none_is_named(vault: Vault, named: str, words: str) -> None:
    with pytest.raises(SettingsError, match=words):
        find_case(vault, named)


def test_the_beginning_of_an_id_is_enough_if_it_is_one_cases(vault: Vault) -> None:
    case = new_case("LCS-1")
    save_case(vault, case)
    twin = replace(new_case("LCS-2"), id=case.id[:6] + "0" * 26)
    save_case(vault, twin)

    assert find_case(vault, case.id) == case
    assert find_case(vault, "LCS-2") == twin, "the label does, too"
    with pytest.raises(SettingsError, match="2 cases are called"):
        find_case(vault, case.id[:6])


def test_a_case_of_a_sheet_knows_its_own_people_and_no_others(
    vault: Vault, place: Path, inbox: Path, ingested: Callable[..., Summary]
) -> None:
    rows = [
        "Case Number,Child Name,Event Date,Case Note Type,Worker,Narrative",
        "LCS-3000001,Yanni Okoro,2024-01-02,Home visit,Pia Larkspur,Yanni was seen at home.",
        "LCS-3000002,Wenna Tregear,2024-01-03,Home visit,Olu Benn,Wenna was seen at school.",
    ]
    (inbox / "two.csv").write_text("\n".join(rows) + "\n")
    ingested(place, inbox, sensitivity="restricted")
    prepare(vault)

    people = {
        case.label: {name for person in case.people for name in person.names}
        for case in open_cases(vault)
        if "300000" in case.label
    }

    first, second = (people[f"LCS-300000{number}"] for number in (1, 2))
    assert "Yanni Okoro" in first
    assert "Wenna Tregear" not in first
    assert "Wenna Tregear" in second
    assert "Yanni Okoro" not in second
