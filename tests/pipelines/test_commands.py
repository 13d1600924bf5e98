"""The commands over one small evidence base."""

import json
import shlex
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from corpus.evidence import open_evidence
from corpus.facts import Check, Fact, Stated
from corpus.identity import source_id
from corpus.records import Document, Extraction, Problem, Reading, Source
from corpus.search import Hit
from corpus.workspace import open_workspace, writing
from pipelines import local
from pipelines.commands.search import shown
from pipelines.commands.showing import place
from pipelines.main import vouch
from pipelines.offers import Offer
from pipelines.settings import Settings
from pipelines.stages import read_offer
from pipelines.summary import Summary

Call = Callable[..., Result]
Ingested = Callable[..., Summary]


@pytest.fixture
def graded(tmp_path: Path) -> Path:
    """A workspace with one report that states a grade, on which two rules had their say."""
    workspace = open_workspace(tmp_path / "graded", create=True)
    text = "Overall: Good"
    fields = {"label": "Overall", "grade": "Good", "area": "OE", "grade_normalised": "good"}
    facts = (
        Fact("f1", "d", "judgement", fields, 0, 13, text),
        Fact("f2", "d", "priority_action", {}, 9, 13, "Good"),
    )
    said = ("5.1", "departed from", "Leaders see to it.", "HP is inadequate, LEAD is good.")
    checks = (
        Check("d", "ilacs-2023", "L-01", "likely", *said),
        Check("d", "ilacs-2023", "L-02", "must", "5.2", "kept", "All is well.", "It is."),
    )
    reading = Reading(
        Source(source_id("/in/a.pdf"), "/in/a.pdf", "d", None, "ok"),
        Document("d", "a.pdf", "application/pdf", 13, "public"),
        Extraction("d", "pdf/1", text, (), ()),
        stated=Stated("d", "facts/1", "ilacs-2023", facts, checks),
    )
    with writing(workspace), open_evidence(workspace) as evidence:
        assert evidence.save([reading]) == []
    return workspace.root


def test_status_counts_files_and_names_what_was_not_read(base: Path, call: Call) -> None:
    found = json.loads(call(base, "status", "--json").output)

    assert {name: found["counts"][name] for name in ("ok", "duplicate", "refused", "failed")} == {
        "ok": 2,
        "duplicate": 1,
        "refused": 1,
        "failed": 0,
    }
    assert found["counts"]["restricted"] == 1
    assert found["problems"]["empty"] == 1
    [bad] = found["not_read"]
    assert (Path(bad["path"]).name, bad["code"]) == ("empty.pdf", "empty")


def test_status_tells_what_was_signed_from_what_is_sealed(
    base: Path, call: Call, tmp_path: Path
) -> None:
    root = tmp_path / "copy"
    shutil.copytree(base, root)
    lines = call(root, "status").output.splitlines()
    assert "        2 documents, 1 of them restricted" in lines
    assert "        1   sealed: neither tagged nor searched" in lines
    assert not any("signed notes" in line for line in lines)
    with open_evidence(open_workspace(root)) as evidence:
        evidence.db.execute("UPDATE documents SET signed = 1 WHERE sensitivity = 'restricted'")
    lines = call(root, "status").output.splitlines()
    assert "        2 documents, 1 of them restricted" in lines
    assert "        1   signed notes: tagged and searched, without names" in lines
    assert not any("neither tagged" in line for line in lines)


def test_status_reads_well(base: Path, call: Call) -> None:
    lines = call(base, "status").output.splitlines()

    assert lines[0] == f"Workspace {base}"
    assert "        4 files offered" in lines
    assert any(line.startswith("refused (empty): ") for line in lines)


def test_status_counts_facts_and_names_departures_when_asked(graded: Path, call: Call) -> None:
    plain = call(graded, "status").output
    named = call(graded, "status", "--checks").output

    assert "        2 facts that documents state" in plain.splitlines()
    assert "        1   priority action" in plain.splitlines()
    assert "        1   departed from (--checks names them)" in plain.splitlines()
    assert "LEAD is good" not in plain
    assert "departed from: rule L-01 (likely) of ilacs-2023, 5.1: /in/a.pdf" in named.splitlines()
    assert "    Leaders see to it. HP is inadequate, LEAD is good." in named.splitlines()
    assert "L-02" not in named, "a rule that was kept needs no naming"


def test_status_tells_programs_of_facts_and_departures(graded: Path, call: Call) -> None:
    plain = json.loads(call(graded, "status", "--json").output)
    named = json.loads(call(graded, "status", "--json", "--checks").output)

    assert (plain["facts"]["judgement"], plain["facts"]["action"]) == (1, 0)
    assert plain["checks"] == {"departed from": 1, "kept": 1}
    assert "departures" not in plain
    [found] = named["departures"]
    assert (found["path"], found["rule"], found["force"]) == ("/in/a.pdf", "L-01", "likely")


def test_status_says_so_where_no_rule_is_departed_from(base: Path, call: Call) -> None:
    lines = call(base, "status", "--checks").output.splitlines()

    assert "No rule on printed grades is broken or departed from." in lines


def test_export_writes_what_documents_state(graded: Path, tmp_path: Path, call: Call) -> None:
    done = call(graded, "export", "--what", "judgements", str(tmp_path / "grades.csv"))
    overdue = call(graded, "export", "--what", "actions", "--as-of", "2013-06-16", "-")

    assert done.stderr == f"1 judgements written to {tmp_path / 'grades.csv'}\n"
    assert "Overall,Good" in (tmp_path / "grades.csv").read_text()
    assert (overdue.exit_code, overdue.stdout) == (0, "")


AS_OF = [
    (["--what", "actions", "--as-of", "16.6.2013"], 2, "is no date"),
    (["--what", "tags", "--as-of", "2013-06-16"], 1, "Leave --as-of out, or ask for: actions."),
]


@pytest.mark.parametrize(("arguments", "status", "words"), AS_OF)
def test_a_day_that_cannot_be_used_is_refused(
    graded: Path, arguments: list[str], status: int, words: str, call: Call
) -> None:
    done = call(graded, "export", *arguments, "-")

    assert done.exit_code == status
    assert words in " ".join(done.stderr.replace("│", " ").split())


def test_search_finds_public_passages_only(base: Path, call: Call) -> None:
    found = json.loads(call(base, "search", "found", "--json").output)

    [hit] = found
    assert hit["provider"] == "Harrowmere"
    assert "return home interviews" in hit["snippet"]
    assert call(base, "search", "Mara").output.startswith("No passage holds all these words")


def test_status_names_what_was_read_in_part(tmp_path: Path, here: type, report: str) -> None:
    (tmp_path / "a.md").write_text(report)
    problem = Problem("extract", "damaged-page", "Page 3 could not be read.", 3)

    class InPart(here):
        def run(self, offers: Sequence[Offer]) -> Iterator[Reading]:
            reading = read_offer(offers[0], self.settings)
            source = replace(reading.source, status="partial", problem=problem)
            yield replace(reading, source=source, problems=(problem,))

    place = tmp_path / "workspace"
    settings = Settings(workspace=place, sensitivity="public")
    local.ingest([tmp_path / "a.md"], settings, staff=InPart)
    arguments = ["status", "--workspace", str(place)]

    text = CliRunner().invoke(vouch, arguments).output
    found = json.loads(CliRunner().invoke(vouch, [*arguments, "--json"]).output)

    assert f"partial (damaged-page): {tmp_path / 'a.md'}\n    Page 3 could not be read." in text
    assert [row["code"] for row in found["read_in_part"]] == ["damaged-page"]
    assert found["not_read"] == []


WHY_NOTHING = [
    # what is typed, a line of the answer, why
    (["***"], "There is no word to look for: type letters or digits.", "no word at all"),
    (["xyzzy"], "No passage holds all these words.", "a word that is nowhere"),
    (["xyzzy"], "Not searched: 1 restricted document.", "it may be in a restricted one"),
    (["missing", "--area", "FOO"], "--area: no framework has the code FOO. There are", "slip"),
    (["missing", "--area", "FOO"], "Without --area: 1 passage.", "what the filter cost"),
    (
        ["missing", "--framework", "x"],
        "--framework: there is no x. Known are adoption-2012",
        "a slip",
    ),
    (
        ["missing", "--provider", "Leeds", "--polarity", "weakness"],
        "Without --polarity and --provider: 1 passage.",
        "two filters",
    ),
]


@pytest.mark.parametrize(("arguments", "line", "why"), WHY_NOTHING)
def test_a_search_without_a_hit_says_why(
    base: Path, arguments: list[str], line: str, why: str, call: Call
) -> None:
    result = call(base, "search", *arguments)

    assert result.exit_code == 0
    assert any(found.startswith(line) for found in result.output.splitlines()), why


@pytest.mark.parametrize("arguments", [["--area", "prot-1"], ["--framework", "SCCIF-ASA-2024"]])
def test_codes_are_known_however_they_are_written(
    base: Path, arguments: list[str], call: Call
) -> None:
    assert "no framework" not in call(base, "search", "xyzzy", *arguments).output
    assert "there is no" not in call(base, "search", "xyzzy", *arguments).output


def test_a_search_that_reached_its_limit_says_so(base: Path, call: Call) -> None:
    assert call(base, "search", "and", "--limit", "1").output.endswith(
        "1 passage; there may be more, see --limit 5.\n"
    )
    assert call(base, "search", "xyzzy", "--json").output == "[]\n"


def test_what_is_restricted_is_said_where_it_is_missed(
    base: Path, tmp_path: Path, call: Call
) -> None:
    passages = call(base, "export", "--what", "passages", str(tmp_path / "p.jsonl"))
    documents = call(base, "export", "--what", "documents", str(tmp_path / "d.jsonl"))

    assert "--sensitivity public" in call(base, "status").output
    assert "Left out: 1 restricted document." in passages.stderr
    assert "Left out" not in documents.stderr


def test_search_reads_well_without_a_terminal(base: Path, call: Call) -> None:
    output = call(base, "search", "missing").output

    assert "Harrowmere · a report.md" in output
    assert "\x1b" not in output
    assert output.endswith("1 passage.\n")


def test_words_that_matched_are_bold_and_wrapping_does_not_count_the_marks() -> None:
    snippet = "word " * 30 + "missing children " + "word " * 30
    at = snippet.index("missing")
    hit = Hit(
        passage_id="p",
        document_id="d",
        document="report.pdf",
        provider=None,
        snippet=snippet,
        marks=((at, at + len("missing children")),),
        pages=(2, 3),
        number="47",
        locator=None,
        headings=("Help",),
        framework="f",
        area="PROT",
        criterion="PROT-1",
        polarity="neutral",
        score=1.0,
    )

    lines = list(shown(hit))

    assert "\x1b[1mmissing\x1b[0m \x1b[1mchildren\x1b[0m" in " ".join(lines)
    assert max(len(click.unstyle(line)) for line in lines) <= 98
    assert click.unstyle(lines[0]) == "report.pdf · pages 2-3, paragraph 47"
    assert place(hit) == "pages 2-3, paragraph 47"


def test_export_goes_to_a_file_by_its_ending_or_to_the_screen(
    base: Path, tmp_path: Path, call: Call
) -> None:
    done = call(base, "export", "--what", "documents", str(tmp_path / "documents.csv"))
    screen = call(base, "export", "--what", "documents", "-")

    assert done.exit_code == 0
    assert (tmp_path / "documents.csv").read_text().count("\n") >= 5
    rows = [json.loads(line) for line in screen.stdout.splitlines()]
    *names, masked = [Path(row["source"]).name for row in rows]
    assert names == ["empty.pdf", "a report.md", "b again.md"]
    assert masked == rows[3]["name"] == f"{rows[3]['document_id'][:12]}.txt", "it may name somebody"
    assert "note.txt" not in screen.stdout
    assert Path(rows[2]["duplicate_of"]).name == "a report.md"


def test_export_writes_no_word_of_a_restricted_document(base: Path, call: Call) -> None:
    for what in ("passages", "tags"):
        assert "Mara" not in call(base, "export", "--what", what, "-").output


def test_tag_goes_over_what_is_untagged_and_again_when_asked(
    tmp_path: Path, call: Call, ingested: Ingested, report: str
) -> None:
    (tmp_path / "report.md").write_text(report)
    place = tmp_path / "workspace"
    ingested(place, tmp_path / "report.md", sensitivity="public", tag=False)
    assert call(place, "export", "--what", "tags", "-").stdout == ""

    assert call(place, "tag").output.startswith("1 document gone over")
    tags = call(place, "export", "--what", "tags", "-").stdout
    assert tags
    assert call(place, "tag").output.startswith("0 documents gone over")
    assert call(place, "tag", "--reprocess").output.startswith("1 document gone over")
    assert call(place, "export", "--what", "tags", "-").stdout == tags


def test_tag_through_an_unknown_framework_names_the_known(base: Path, call: Call) -> None:
    result = call(base, "tag", "--framework", "nonsense")

    assert result.exit_code == 1
    assert "sccif-asa-2024" in result.output


def test_verify_finds_nothing_then_finds_a_lost_original(base: Path, call: Call) -> None:
    assert call(base, "verify").exit_code == 0
    original = next(path for path in (base / "originals").rglob("*") if path.is_file())
    content = original.read_bytes()
    original.unlink()
    try:
        result = call(base, "verify", "--json")
    finally:
        original.write_bytes(content)

    assert result.exit_code == 1
    assert len(json.loads(result.output)) == 1


def test_a_backup_comes_back_as_it_was(base: Path, tmp_path: Path, call: Call) -> None:
    assert call(base, "backup", str(tmp_path / "b.zip")).exit_code == 0

    assert call(tmp_path / "new", "restore", str(tmp_path / "b.zip")).exit_code == 0

    for what in ("documents", "passages", "tags"):
        arguments = ["export", "--what", what, "-"]
        assert call(tmp_path / "new", *arguments).stdout == call(base, *arguments).stdout


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        pytest.param(["ingest"], 2, id="nothing offered"),
        pytest.param(["ingest", "/no/such/file"], 2, id="a mistyped path"),
        pytest.param(["ingest", ""], 2, id="a variable of the shell that is not set"),
        pytest.param(["ingest", ".", "--jobs", "0"], 2, id="no workers"),
        pytest.param(["ingest", ".", "--sensitivity", "secret"], 2, id="an unknown choice"),
        pytest.param(["search"], 2, id="no words"),
        pytest.param(["export", "-"], 2, id="not said what"),
    ],
)
def test_what_is_typed_wrongly_ends_with_status_2(
    base: Path, arguments: list[str], status: int, call: Call
) -> None:
    assert call(base, *arguments).exit_code == status


def test_the_demo_says_what_to_type_next_so_that_a_shell_takes_it(
    tmp_path: Path, call: Call, in_process: None
) -> None:
    place = tmp_path / "my demo"

    lines = call(place, "demo").stdout.splitlines()
    after = lines[lines.index("What to type next") + 1 :]

    search, provider, export, verify = (shlex.split(line) for line in after[:4])
    assert search == ["vouch", "search", "child*", "missing", "--workspace", str(place)]
    assert export[:2] == ["vouch", "export"]
    for command in (search, provider, verify):
        assert CliRunner().invoke(vouch, command[1:]).exit_code == 0
    assert "vouch ingest FOLDER" in after[4]
