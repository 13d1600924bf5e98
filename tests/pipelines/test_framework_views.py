"""How a framework, and what the compiler found, read in the terminal."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import click
import pytest

from corpus.frameworks import Framework, load
from corpus.frameworks.compiler import Attachment, Compiled
from corpus.frameworks.compiler.attaching import Wording
from corpus.frameworks.compiler.compiled import (
    Anchor,
    Area,
    Dated,
    Descriptor,
    GradeGroup,
    Numbering,
    Part,
    Quote,
    Remark,
    ReportRow,
    Scale,
    Sentence,
)
from pipelines.commands.framework_views import (
    account,
    listed,
    still_to_write,
    strays,
    summary,
    tree,
)

AT = Anchor("d", 0, 4, page=3, paragraph="7")
QUOTE = Quote("Oars are whole", AT)
GROUP = GradeGroup("bright", (Descriptor(QUOTE, 1, "item"),))
FOUND = Compiled(
    document_id="d",
    extractor="markdown/1",
    text_sha256="0" * 64,
    title=Quote("Boats", AT),
    publisher="Coast Trust",
    published=Dated("March 2031", "2031-03-01", False, AT),
    in_force=None,
    scale=Scale(("bright", "dim"), "stated"),
    areas=(
        Area("Oars", AT, "2.1", evidence=(QUOTE,), groups=(GROUP,), parts=(Part("Blade", AT),)),
    ),
    judgements=(Part("oars", AT),),
    report=(ReportRow("Oars", "grade", AT), ReportRow("Next", "no grade", AT)),
    numbering=Numbering(80, "1", "80"),
    limits=(Sentence(QUOTE, ("always",), "always"),),
    deadlines=(Sentence(QUOTE, ("within 5 days",)),),
    unplaced=(Remark("unplaced", '"Rope" is no criterion', AT),),
    suspicions=(Remark("foreign-word", '"the home" is foreign', AT),),
    assumptions=(Remark("month-only", "Taken as the first day"),),
)


def plain(lines: Iterator[str]) -> list[str]:
    return [click.unstyle(line) for line in lines]


@pytest.fixture
def ours() -> Framework:
    return load("sccif-asa-2024")


def test_an_account_says_all_that_was_found() -> None:
    lines = plain(account(FOUND))

    assert lines == [
        "Boats",
        "Publisher: Coast Trust · published: March 2031 · in force: not stated",
        "Scale: bright > dim (stated)",
        "Areas: 1",
        "  Oars · paragraph 2.1 · 1 bright · 1 required evidence · 1 parts",
        "Judgements listed: 1",
        "Report headings: 1 grade, 1 no grade",
        "Numbered paragraphs: 80 (1 to 80)",
        "Sentences that tie grades: 1",
        "  (always; page 3, paragraph 7) Oars are whole",
        "Sentences with a time: 1",
        "  (page 3, paragraph 7) Oars are whole",
        "Likely faults of the document: 1",
        '  "the home" is foreign (page 3, paragraph 7)',
        "Assumed: 1",
        "  Taken as the first day",
        "Could not be placed: 1",
        '  "Rope" is no criterion (page 3, paragraph 7)',
    ]


def test_a_summary_counts(ours: Framework, tmp_path: Path) -> None:
    row = summary(ours, tmp_path)

    assert row["id"] == "sccif-asa-2024"
    assert (row["areas"], row["criteria"]) == (3, 47)
    assert row["rules"] == len(ours.rules)
    assert (row["from"], row["official_wordings"]) == ("Vouch", None)


def test_the_list_says_whether_wording_is_attached(ours: Framework, tmp_path: Path) -> None:
    row = summary(ours, tmp_path)
    bare = plain(listed([row]))
    with_words = plain(listed([row | {"official_wordings": 47}]))

    assert bare[1].endswith("no official wording")
    assert with_words[1].endswith("official wording of 47 criteria")


def test_a_tree_counts_criteria_by_grade_and_names_rules(ours: Framework) -> None:
    lines = plain(tree(ours, False, None))

    [area] = [line for line in lines if line.startswith("EXP ")]
    assert "2 outstanding, 9 good, 1 requires improvement to be good, 1 inadequate" in area
    assert ("Rules" in lines) is bool(ours.rules)
    for rule in ours.rules:
        assert any(line.startswith(f"  {rule.id}  ") and rule.force in line for line in lines)


def test_a_tree_of_elements_is_indented() -> None:
    lines = plain(tree(load("slac-2009"), False, None))

    [element] = [line for line in lines if line.startswith("SG ")]
    assert element
    assert any(line.startswith("  SG/") for line in lines)


def test_official_wording_stands_below_ours(ours: Framework) -> None:
    attached = Attachment(
        "sccif-asa-2024", "d", "x/1", "0", "A", (Wording("EXP-1", (QUOTE,), 1.0),)
    )
    lines = plain(tree(ours, True, attached))

    at = next(n for n, line in enumerate(lines) if line.startswith("  EXP-1  "))
    assert "    Official wording:" in lines[at : at + 6]
    assert "      Oars are whole" in lines[at : at + 6]
    assert sum("Official wording" in line for line in lines) == 1


def test_an_ungraded_framework_says_so() -> None:
    assert "Scale: ungraded" in plain(tree(load("jtai-2022"), False, None))


def test_what_the_compiler_leaves_to_people_is_counted() -> None:
    (line,) = still_to_write(FOUND)
    assert "1 sentence that may be rules and 1 sentence that may be deadlines" in line
    assert list(still_to_write(replace(FOUND, limits=(), deadlines=()))) == []


def test_duties_and_crosswalk_are_shown() -> None:
    lines = plain(tree(load("supported-accommodation-2023"), False, None))
    assert "Duties" in lines
    assert any(line.startswith("  P-04  A child protection concern goes at once") for line in lines)
    assert "  area EXP is narrower than EXP of sccif-asa-2024" in lines
    assert strays(load("supported-accommodation-2023"), Path("nowhere")) == []
