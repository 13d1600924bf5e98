"""`vouch provider`: a history that somebody who has never seen the tool can read and trace."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import Result
from rich.console import Console

from corpus.chain import Draft
from corpus.decisions import open_decisions
from corpus.facts import Check
from corpus.frameworks import Framework
from corpus.history import History, Provider, Recorded, Related, inspections
from corpus.providers import load as load_providers
from corpus.workspace import open_workspace
from pipelines.commands.provider_view import show
from pipelines.history import history, related
from pipelines.periods import period

Telling = Callable[..., Recorded]
Call = Callable[..., Result]
RI = "Requires improvement to be good"
SUPERVISION = "Regular and reflective supervision of practitioners."
OWN = """\
providers:
  - {id: old-mere, name: Old Mere}
changes:
  - {day: 2020-04-01, kind: merged, before: [old-mere], after: ["2532287"], note: By order.}
"""
HARROWMERE = Provider("9900001", "Harrowmere", ("Harrowmere Council",))


@pytest.fixture
def reports(told: Telling) -> tuple[Recorded, ...]:
    """Three inspections of one authority, a newer edition, and a restricted note."""
    rule = Check(
        "", "ilacs-2023", "L-9", "likely", "7", "departed from", "Likely so.", "It is not."
    )
    first = told(
        "report 2014.pdf", "sif-2013", {"OE": "Inadequate", "LSCB": ("Good", 34)},
        ["Supervision of practitioners that is regular and reflective."],
        start="2014-03-04", end="2014-03-26", type="full", published="2014-05-09",
    )  # fmt: skip
    second = told(
        "report 2019.pdf", "ilacs-2018", {"OE": RI, "CICL": "Good"}, ["Thresholds."],
        start="2019-02-25", end="2019-03-08", type="standard", lead="A. Example",
    )  # fmt: skip
    third = told(
        "report 2024.pdf", "ilacs-2023", {"OE": "Good", "CIC": "Good"}, [SUPERVISION, "Plans."],
        checks=[rule], start="2024-01-15", end="2024-01-26", type="standard",
        ranges=[["2024-01-15", "2024-01-19"], ["2024-01-25", "2024-01-26"]],
    )  # fmt: skip
    again = told(
        "report 2024, corrected.pdf", "ilacs-2023", {"OE": "Good", "CIC": "Good"},
        [SUPERVISION, "Plans."], start="2024-01-15", end="2024-01-26", type="standard",
        supersedes=third.document.id,
        ranges=[["2024-01-15", "2024-01-19"], ["2024-01-25", "2024-01-26"]], checks=[rule],
    )  # fmt: skip
    note = told("note.docx", sensitivity="restricted", kind=None)
    return first, second, third, again, note


@pytest.fixture
def harrowmere(
    reports: tuple[Recorded, ...], frameworks: dict[str, Framework]
) -> Callable[..., History]:
    def run(as_of: str = "2025-06-01", **more: object) -> History:
        day = date.fromisoformat(as_of)
        return history(HARROWMERE, reports, frameworks, day, **more)  # type: ignore[arg-type]

    return run


def shown(told: History, width: int = 80) -> str:
    console = Console(width=width, record=True, highlight=False, emoji=False, markup=False)
    with console.capture() as captured:
        show(told, console)
    return captured.get()


class TestHistory:
    def test_the_newest_inspection_comes_first_and_each_counts_once(
        self, harrowmere: Callable[..., History]
    ) -> None:
        told = harrowmere()
        assert [one.start for one in told.inspections] == ["2024-01-15", "2019-02-25", "2014-03-04"]
        assert told.inspections[0].editions == ("report 2024.pdf",)
        assert told.counts["superseded_editions"] == 1
        assert (told.counts["inspections"], told.counts["documents"]) == (3, 5)
        assert told.counts["restricted_documents"] == 1

    def test_what_was_raised_again_names_both_years(
        self, harrowmere: Callable[..., History]
    ) -> None:
        (again,) = harrowmere().raised_again
        assert again.words == "raised again in 2024, first in 2014"
        assert [one.cited.document for one in (*again.earlier, again.latest)] == [
            "report 2014.pdf", "report 2024, corrected.pdf",
        ]  # fmt: skip

    def test_open_is_what_no_later_inspection_followed(
        self, harrowmere: Callable[..., History]
    ) -> None:
        assert [item.improvement.text for item in harrowmere().open] == [SUPERVISION, "Plans."]

    def test_an_earlier_day_leaves_out_what_came_after_and_says_so(
        self, harrowmere: Callable[..., History]
    ) -> None:
        told = harrowmere("2020-01-01")
        assert [item.improvement.text for item in told.open] == ["Thresholds."]
        assert "1 inspection after this day, left out." in told.notes

    def test_a_rule_is_told_once_though_two_editions_have_it(
        self, harrowmere: Callable[..., History]
    ) -> None:
        assert [one.rule for one in harrowmere().departures] == ["L-9"]

    def test_nothing_at_all_is_a_history_too(self, frameworks: dict[str, Framework]) -> None:
        told = history(HARROWMERE, (), frameworks, date(2025, 6, 1))
        assert told.inspections == ()
        assert "No inspection could be read" in shown(told)


class TestShown:
    @pytest.mark.parametrize(
        "words",
        [
            "Harrowmere (number 9900001)",
            "Also called: Harrowmere Council",
            "As of 1 June 2025.",
            "Overall effectiveness: Good.",
            "3 inspections since 2014. Still open: 2 improvements, 1 of them raised before.",
            "15 to 19 January 2024, and 25 to 26 January 2024",
            "25 February to 8 March 2019",
            "↑ better: Inadequate in 2014",
            "not comparable: only a part",
            "Led by A. Example",
            "Another edition of the same report, not counted again: report 2024.pdf",
            "Raised again in 2024, first in 2014",
            "departed from; the source says “likely”, paragraph 7",
            "1 restricted document: kept, but not read for facts.",
            "3 of 3 inspections gave grades: 6 judgements",
        ],
    )
    def test_it_reads_in_plain_words(self, harrowmere: Callable[..., History], words: str) -> None:
        assert words in " ".join(shown(harrowmere()).split()).replace("  ", " ")

    def test_no_line_is_wider_than_the_terminal(self, harrowmere: Callable[..., History]) -> None:
        assert max(len(line.rstrip()) for line in shown(harrowmere()).splitlines()) <= 80

    def test_no_code_of_an_area_or_framework_is_shown(
        self, harrowmere: Callable[..., History]
    ) -> None:
        words = shown(harrowmere()).split()
        assert not {"OE", "CIC", "CICL", "LSCB", "ilacs-2023", "sif-2013"} & set(words)

    def test_every_judgement_has_its_page(self, harrowmere: Callable[..., History]) -> None:
        (line,) = [x for x in shown(harrowmere()).splitlines() if x.endswith(" 34")]
        assert line.strip().startswith("Effectiveness of")

    def test_square_brackets_of_a_report_are_no_markup(
        self, told: Telling, frameworks: dict[str, Framework]
    ) -> None:
        report = told("a.pdf", improve=["Plans [bold]by[/bold] June."], start="2024-01-15")
        shown_text = shown(history(HARROWMERE, [report], frameworks, date(2025, 6, 1)))
        assert "Plans [bold]by[/bold] June." in shown_text

    def test_a_predecessor_stands_apart(
        self, harrowmere: Callable[..., History], reports: tuple[Recorded, ...]
    ) -> None:
        old = Related(
            Provider(None, "Old Mere"), "predecessor", "2009-04-01", "merged", "By order."
        )
        told = harrowmere(kin=[old])
        words = shown(told)
        assert "BEFORE: OLD MERE" in words
        assert "Merged on 1 April 2009. By order." in words
        part = replace(old, how="merged, a part of its area only")
        assert "Merged on 1 April 2009, a part of its area only. By order." in shown(
            harrowmere(kin=[part])
        )
        assert "None of its documents are here." in words


class TestOneDay:
    """Two inspections on one day are two, in no order: neither follows the other."""

    def told_of(self, told: Telling, frameworks: dict[str, Framework], *names: str) -> History:
        days = {"start": "2025-06-09", "end": "2025-06-13"}
        made = [
            told(name, grades={"OE": grade}, improve=[SUPERVISION], type=kind, **days)
            for name, grade, kind in zip(names, ("Good", RI), ("standard", "short"), strict=True)
        ]
        return history(HARROWMERE, made, frameworks, date(2025, 7, 1))

    def test_both_are_told_and_nothing_is_said_of_one_against_the_other(
        self, told: Telling, frameworks: dict[str, Framework]
    ) -> None:
        found = self.told_of(told, frameworks, "a.pdf", "b.pdf")
        assert len(found.inspections) == 2
        assert [j.change for one in found.inspections for j in one.judgements] == [None, None]
        assert (len(found.open), found.raised_again) == (2, ())

    @pytest.mark.parametrize("width", [30, 40, 80, 300])
    def test_a_name_of_any_length_fits_a_terminal_of_any_width(
        self, told: Telling, frameworks: dict[str, Framework], width: int
    ) -> None:
        long = "report-" * 60 + ".pdf"
        found = self.told_of(told, frameworks, long, f"[red]{long}")
        lines = shown(replace(found, provider=Provider("1", "Mere" * 200)), width).splitlines()
        assert max(map(len, lines)) <= min(width, 96)
        assert "[red]report-" in "".join(line.strip() for line in lines)


class TestCommand:
    @pytest.fixture
    def workspace(
        self,
        stored: Callable[..., Path],
        told: Telling,
        reports: tuple[Recorded, ...],
        tmp_path: Path,
    ) -> Path:
        others = [
            told(f"{name}.pdf", provider_urn=urn, provider_name=name, start="2024-01-15")
            for urn, name in (("9900002", "North Fen"), ("9900003", "West Fen"))
        ]
        return stored(tmp_path / "workspace", *reports, *others)

    def test_a_part_of_the_name_will_do(self, workspace: Path, call: Call) -> None:
        result = call(workspace, "provider", "harrow")
        assert result.exit_code == 0, result.output
        assert "Harrowmere  (number 9900001)" in result.output

    def test_json_holds_the_whole_history_with_its_places(
        self, workspace: Path, call: Call
    ) -> None:
        result = call(workspace, "provider", "9900001", "--json", "--as-of", "2025-06-01")
        told = json.loads(result.output)
        assert told["as_of"] == "2025-06-01"
        judged = told["inspections"][0]["judgements"][0]
        assert (judged["grade"], judged["cited"]["page"]) == ("Good", 1)
        assert judged["change"]["verdict"] == "better"

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (["fen"], "2 providers fit “fen”. Type the number of one:"),
            (["Harowmere"], "9900001  Harrowmere"),
            (["xyzzy"], "To read its reports in, type:"),
        ],
    )
    def test_what_is_not_one_provider_is_a_choice(
        self, workspace: Path, call: Call, words: list[str], said: str
    ) -> None:
        result = call(workspace, "provider", *words)
        assert result.exit_code == 1
        assert said in result.output

    def test_a_corrected_grade_is_shown_as_corrected(
        self, workspace: Path, call: Call, reports: tuple[Recorded, ...]
    ) -> None:
        fact = next(one for one in reports[1].facts if one.fields.get("area") == "OE")
        draft = Draft(
            "correct", "Ann", "fact", fact.id, before={"grade": RI}, after={"grade": "Good"},
            reason="Page 1 says so.",
        )  # fmt: skip
        with open_decisions(open_workspace(workspace)) as decisions:
            decisions.record(draft)
        result = call(workspace, "provider", "9900001")
        assert "(corrected)" in result.output

    @pytest.mark.parametrize("target", ["document", "fact"])
    def test_a_corrected_day_moves_the_inspection(
        self, workspace: Path, call: Call, reports: tuple[Recorded, ...], target: str
    ) -> None:
        before = json.loads(call(workspace, "provider", "9900001", "--json").output)
        oldest = before["inspections"][-1]
        inspection = next(fact for one in reports for fact in one.facts if fact.id == oldest["id"])
        prefix, meant = (
            ("inspection_", inspection.document_id) if target == "document" else ("", inspection.id)
        )
        days = ("--set", f"{prefix}start=2025-09-01", "--set", f"{prefix}end=2025-09-12")
        made = call(
            workspace, "correct", target, meant, *days, "--reason", "Page 1.", "--who", "Ann"
        )
        assert made.exit_code == 0, made.output
        words = call(workspace, "provider", "9900001").output
        assert "Latest inspection: 1 to 12 September 2025." in words
        assert "(end, start corrected)" in words
        after = json.loads(call(workspace, "provider", "9900001", "--json").output)
        assert after["inspections"][0]["ranges"] == [["2025-09-01", "2025-09-12"]]
        assert call(workspace, "correct", "undo", "1", "--reason", "No.").exit_code == 0
        assert json.loads(call(workspace, "provider", "9900001", "--json").output) == before

    def test_a_restricted_document_is_counted_and_quoted_nowhere(
        self, stored: Callable[..., Path], told: Telling, tmp_path: Path, call: Call
    ) -> None:
        words_kept = "Words of a case that nobody may read."
        kept = told("case.pdf", improve=[words_kept], start="2024-01-15", sensitivity="restricted")
        place = stored(tmp_path / "kept", kept)
        table = tmp_path / "table.csv"
        table.write_text("urn,overall\n9900001,good\n", encoding="utf-8")
        for words in (["provider", "9900001"], ["compare", str(table)]):
            for more in ([], ["--json"]):
                result = call(place, *words, *more)
                assert result.exit_code == 0, result.output
                assert words_kept not in result.output
                assert "15 January" not in result.output
        assert "1 restricted document" in call(place, "provider", "9900001").output

    def test_an_empty_workspace_says_what_to_do(self, tmp_path: Path, call: Call) -> None:
        open_workspace(tmp_path, create=True)
        assert "vouch ingest" in call(tmp_path, "provider", "any").output


@pytest.mark.parametrize(
    ("stated", "words", "why"),
    [
        ({"start": "2025-06-09", "end": "2025-06-13"}, "9 to 13 June 2025", "one month"),
        ({"start": "2025-05-26", "end": "2025-06-06"}, "26 May to 6 June 2025", "two months"),
        (
            {"start": "2024-12-30", "end": "2025-01-10"},
            "30 December 2024 to 10 January 2025",
            "two years",
        ),
        ({"start": "2025-06-09", "end": "2025-06-09"}, "9 June 2025", "one day"),
        ({"start": "2025-06-09"}, "9 June 2025", "no last day"),
        ({"dated": "2017-05-03"}, "letter of 3 May 2017", "a letter"),
        ({"title": "Inspection", "published": "2017-05-03"}, "published 3 May 2017", "no days"),
        ({"title": "Inspection"}, "day unknown", "nothing"),
    ],
)
def test_when_an_inspection_was_is_said_in_words(
    told: Telling,
    frameworks: dict[str, Framework],
    stated: dict[str, str],
    words: str,
    why: str,
) -> None:
    (one,) = inspections([told("a.pdf", **stated)], frameworks)
    assert period(one) == words, why


@pytest.mark.parametrize(
    ("printed", "words"),
    [
        ("standard", "Standard inspection"),
        ("re-inspection", "Re-inspection"),
        ("focused visit", "Focused visit"),
        ("monitoring-visit", "Monitoring visit"),
        ("board review", "Board review"),
        ("area SEND", "Area SEND inspection"),
        (None, "Inspection"),
    ],
)
def test_what_kind_an_inspection_was(
    told: Telling, frameworks: dict[str, Framework], printed: str | None, words: str
) -> None:
    report = told("a.pdf", start="2025-06-09", end="2025-06-13", type=printed)
    told_of = shown(history(HARROWMERE, [report], frameworks, date(2026, 1, 1)))
    assert f"9 to 13 June 2025  {words}\n" in told_of


class TestLineage:
    def test_who_came_before_is_named_with_day_and_reason(self) -> None:
        data = load_providers()
        one = next(related(data.lineage("2532283")))
        assert (one.provider.name, one.relation) == ("Dorset County Council", "predecessor")
        assert (one.on, one.how) == ("2019-04-01", "replaced")
        assert one.source

    def test_a_part_of_an_area_is_said_to_be_one(self) -> None:
        data = load_providers()
        parts = [one.how for one in related(data.lineage("2532287"))]
        assert "merged, a part of its area only" in parts

    def test_who_is_not_known_has_neither_before_nor_after(self) -> None:
        assert list(related(load_providers().lineage("Atlantis"))) == []

    def test_a_company_that_runs_services_is_named_with_its_months(
        self, stored: Callable[..., Path], told: Telling, tmp_path: Path, call: Call
    ) -> None:
        report = told("a.pdf", provider_urn="80553", provider_name="Slough", start="2023-01-23")
        place = stored(tmp_path / "workspace", report)
        words = " ".join(call(place, "provider", "slough").output.split())
        assert "Slough Children First, from April 2021. The council stays responsible." in words

    def test_the_name_of_one_before_leads_to_the_one_after(
        self, stored: Callable[..., Path], told: Telling, tmp_path: Path, call: Call
    ) -> None:
        bcp = {"provider_urn": "2532287", "provider_name": "Bournemouth, Christchurch and Poole"}
        place = stored(tmp_path / "workspace", told("a.pdf", start="2023-01-23", **bcp))
        result = call(place, "provider", "Northamptonshire")
        assert "Before or after it" not in result.output
        (tmp_path / "workspace" / "providers.yaml").write_text(OWN, encoding="utf-8")
        result = call(place, "provider", "Old Mere")
        assert result.exit_code == 1
        assert "Before or after it is:\n     2532287  Bournemouth" in result.output
