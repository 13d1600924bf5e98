"""The residual-risk report: enough to judge a case by, and short enough to be read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.vault import Vault
from pipelines.redacting.cases import Case, Correction, find_case, open_cases
from pipelines.redacting.examining import examined
from pipelines.redacting.preparing import prepare
from pipelines.redacting.reporting import key, report
from pipelines.redacting.texts import Texts
from pipelines.summary import Summary


def told(vault: Vault, case: Case, *, full: bool = False) -> str:
    return "\n".join(report(vault, case, full=full))


def part(report: str, title: str) -> list[str]:
    """The rows of one part of a report."""
    rows = report.split("\n")
    first = next(at for at, row in enumerate(rows) if row.startswith(title))
    found = []
    for row in rows[first + 1 :]:
        if not row.startswith("    "):
            break
        found.append(row.strip())
    return found


def test_a_report_says_what_was_found_by_which_means(cases: dict[str, Case], vault: Vault) -> None:
    found = told(vault, cases["quill"])
    kinds = [row for row in found.split("\n") if " name: " in row]
    assert len(kinds) == 1
    assert "people" in kinds[0]
    assert "2 notes in 1 files (1 visit, 1 supervision)" in found


def test_a_report_quotes_nothing_that_is_hidden(cases: dict[str, Case], vault: Vault) -> None:
    found = told(vault, cases["quill"])

    assert not any(word in found for word in ("Mara", "Odile", "07700", "12/03/2024"))
    rows = part(found, "What stands in their place")
    assert "[telephone]: 1 place, 1 spelling" in rows
    assert any(" A: " in row for row in rows)


def test_the_key_says_what_each_pseudonym_stands_for(cases: dict[str, Case], vault: Vault) -> None:
    texts = Texts(vault)

    rows = list(key(cases["quill"], [texts.of(one) for one in cases["quill"].notes]))

    assert any("Mara Quillfeather (" in row for row in rows)
    assert "    [telephone]: 07700 900123 (1)" in rows
    assert not any("12/03/2024" in row for row in rows), "days are only moved"


def test_what_is_in_doubt_stands_once_with_the_words_around_it(
    cases: dict[str, Case], vault: Vault
) -> None:
    said = (Correction("Mara", False, "Ada", "a kind of hare"),)
    case = examined(replace(cases["quill"], corrections=said), Texts(vault))

    doubts = part(told(vault, case), "Looks like a name or number")

    [row] = [row for row in doubts if row.startswith("Mara (")]
    assert "likes" in row or "is safe" in row
    assert row.endswith("[somebody listed in this case is called so]")


def test_rare_facts_are_counted_in_the_whole_batch(
    vault: Vault, place: Path, inbox: Path, ingested: Callable[..., Summary]
) -> None:
    head = "Date: 02/02/2024\nCase: LCS-{}\nType: Home visit\n\n"
    rare = "The family speaks Tigrinya and she is 14 years old. She has epilepsy.\n"
    for number in (5550001, 5550002):
        (inbox / f"{number}.txt").write_text(head.format(number) + rare)
    ingested(place, inbox, sensitivity="restricted")
    prepare(vault)

    [row] = part(told(vault, find_case(vault, "LCS-5550001")), "Rare together")

    assert "14 years old" in row
    assert "tigrinya" in row
    assert row.endswith("1 of this case's notes, 2 in all")


@pytest.mark.parametrize(("full", "rows"), [(False, 41), (True, 60)], ids=["usual", "full"])
def test_a_large_case_has_a_report_that_can_be_read(
    cases: dict[str, Case], vault: Vault, full: bool, rows: int
) -> None:
    one = cases["quill"].notes[0]
    item = next(item for item in one.identifiers if item.kind == "name")
    many = tuple(
        replace(one, identifiers=(replace(item, replacement=f"Person {number}"),))
        for number in range(60)
    )

    found = told(vault, replace(cases["quill"], notes=many), full=full)

    assert len(part(found, "What stands in their place")) == rows
    assert ("--full shows all" in found) is not full


def test_a_folder_is_shown_by_its_own_name_alone(
    tmp_path: Path, vault: Vault, ingested: Callable[..., Summary]
) -> None:
    folder = tmp_path / "teams" / "north" / "october"
    folder.mkdir(parents=True)
    (folder / "a.txt").write_text("Ysolde was seen at home. She is well.")
    ingested(vault.workspace.root, folder, sensitivity="restricted")
    prepare(vault)

    [case] = [case for case in open_cases(vault) if case.label.startswith("folder ")]

    assert case.shown == "folder october"
    assert "north" not in told(vault, case)


def test_what_was_not_read_of_a_file_is_said_once(cases: dict[str, Case], vault: Vault) -> None:
    found = told(vault, cases["quill"])

    assert "Not read: nothing" in found
    assert found.endswith("--text).")
