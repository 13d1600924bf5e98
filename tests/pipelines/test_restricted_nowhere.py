"""A document that is public no longer: not a word of it leaves by tags, labels or training."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import spacy
from click.testing import Result
from spacy.tokens import DocBin

from corpus.chain import Draft
from corpus.decisions import open_decisions
from corpus.evidence import open_evidence
from corpus.orphans import orphans
from corpus.past_tags import past_tags
from corpus.verifying import verify
from corpus.workspace import open_workspace, writing
from pipelines import local
from pipelines.figures import Held, write_held
from pipelines.history import frameworks_of
from pipelines.labelled import labels_of_decisions
from pipelines.promoting import MODEL, promote
from pipelines.settings import Settings
from pipelines.tagging import tag_stored
from pipelines.training import material_of

Call = Callable[..., Result]
NAME = "Mara"
NOTE = f"# Notes\n\nLeaders say that {NAME} was found safe. Supervision of {NAME} is regular.\n"
REPORT = "# Inspection\n\nSupervision of social workers is regular and reflective.\n"
CODE = "LEAD"


@pytest.fixture(scope="module")
def passage(place: Path) -> str:
    """The id of the passage that was public once."""
    return PASSAGES[0]


PASSAGES: list[str] = []


FILE = f"{NAME} at home.md"  # names of files name people, too


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, vaulted: Callable[[Path], Path]) -> Path:
    """A report, and a note that was taken for public: tagged twice, decided on, then restricted."""
    root = tmp_path_factory.mktemp("restricted")
    (root / "report.md").write_text(REPORT)
    (root / FILE).write_text(NOTE)
    workspace = open_workspace(vaulted(root / "ws"))
    settings = Settings(workspace=root / "ws", sensitivity="public", frameworks=("slac-2009",))
    local.ingest([root / "report.md", root / FILE], settings)
    with writing(workspace), open_evidence(workspace) as evidence:
        [note] = [one.id for one in evidence.documents() if one.name == FILE]
        PASSAGES[:] = [one.id for one in evidence.passages(note) if NAME in one.text]
        found = list(evidence.tags(note))
        # An earlier version had its say, too.
        for framework in {tag.framework for tag in found}:
            earlier = [
                replace(tag, tagger="lens/earlier") for tag in found if tag.framework == framework
            ]
            evidence.save_tags(note, earlier, [(framework, "lens/earlier")])
        tag_stored(evidence, settings)
        found = list(evidence.tags(note))
        assert found and list(past_tags(evidence, note))
        with open_decisions(workspace) as decisions:
            for tag in found:
                decisions.record(Draft("accept", "Ada", "tag", tag.id, note))
            added = {"framework": "sccif-asa-2024", "area": "LEAD", "criterion": "LEAD-7"}
            decisions.record(Draft("add", "Ada", "passage", PASSAGES[0], note, after=added))
    local.ingest(
        [root / FILE],
        Settings(workspace=root / "ws", sensitivity="restricted", reprocess=True),
    )
    folder = workspace.models / "m1"
    folder.mkdir(parents=True)
    (folder / MODEL).write_bytes(b"a model")
    promote(workspace, "m1")
    known = [Held("area x", f"p{number}", ("HP",), ("HP",), (0.9,)) for number in range(4)]
    known += [Held("area x", f"q{number}", ("LEAD",), ("LEAD",), (0.9,)) for number in range(4)]
    write_held(folder, [*known, Held("area x", PASSAGES[0], ("HP",), ("LEAD",), (0.99,))])
    return root / "ws"


def test_the_note_is_restricted_now_and_had_been_tagged(place: Path) -> None:
    with open_evidence(open_workspace(place), read_only=True) as evidence:
        [note] = [one for one in evidence.documents() if one.name != "report.md"]
    assert note.sensitivity == "restricted"
    assert PASSAGES


def test_no_file_of_the_workspace_holds_a_word_or_the_name_of_it(
    place: Path, held: Callable[..., set[tuple[str, str]]]
) -> None:
    assert held(place, ["was found safe", NAME]) == set()
    assert ("evidence.db", "reflective") in held(place, ["reflective"]), "the report's are there"


def test_what_was_decided_on_stays_and_says_nothing(place: Path, passage: str) -> None:
    workspace = open_workspace(place)
    with open_evidence(workspace, read_only=True) as evidence:
        kept = list(evidence.query("SELECT id, text, headings, locator FROM passages"))
        tags = list(evidence.query("SELECT id FROM tags WHERE NOT current"))
    with open_decisions(workspace, read_only=True) as decisions:
        decided = {event.target_id for event in decisions.events()}

    assert (passage, "", "[]", None) in kept
    assert {tag for (tag,) in tags} | {passage} == decided
    assert {found.code for found in verify(workspace)} == {"orphan"}, "decided, and read no more"
    assert {orphan.kept for orphan in orphans(workspace)} == {True}


WRITTEN = [
    ("passages", "jsonl"), ("passages", "csv"), ("tags", "jsonl"), ("tags", "csv"),
    ("tags", "docbin"), ("tags", "label-studio"),
]  # fmt: skip


@pytest.mark.parametrize(("what", "form"), WRITTEN, ids=[" as ".join(row) for row in WRITTEN])
def test_no_file_of_passages_or_tags_holds_a_word_or_an_id_of_it(
    place: Path, call: Call, tmp_path: Path, passage: str, what: str, form: str
) -> None:
    out = tmp_path / "out"

    done = call(place, "export", "--what", what, "--format", form, str(out))

    assert "Left out: 1 restricted document" in done.stderr
    content = out.read_bytes()
    if form == "docbin":
        docs = DocBin().from_bytes(content).get_docs(spacy.blank("en").vocab)
        content = repr([(doc.text, doc.user_data) for doc in docs]).encode()
    assert b"reflective" in content or what == "tags", "the report is there"
    assert NAME.encode() not in content
    assert passage.encode() not in content


def test_none_of_its_tags_stands_not_even_a_past_one(place: Path, passage: str) -> None:
    with open_evidence(open_workspace(place), read_only=True) as evidence:
        assert passage not in {tag.passage_id for tag in evidence.tags()}
        assert passage not in {tag.passage_id for tag in past_tags(evidence)}


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(("learn", "next", "--limit", "1000"), id="what to review"),
        pytest.param(("learn", "doubtful"), id="what is doubtful"),
        pytest.param(("learn", "recall", CODE, "--limit", "1000"), id="what is still to find"),
        pytest.param(("search", NAME), id="a search for the name"),
    ],
)
def test_no_list_shows_a_word_of_it(
    place: Path, call: Call, passage: str, command: tuple[str, ...]
) -> None:
    shown = call(place, *command)
    told = call(place, *command, "--json")

    assert shown.exit_code in (0, 1) and "Traceback" not in shown.output
    assert "was found safe" not in shown.output + told.output
    if command[0] == "learn" and command[1] != "doubtful":
        assert passage not in shown.output + told.output


def test_it_is_nothing_to_learn_from(place: Path) -> None:
    with open_evidence(open_workspace(place), read_only=True) as evidence:
        material = material_of(evidence)
    assert [len(one.passages) > 0 for one in material.documents] == [True]
    assert NAME not in repr(material)


def test_decisions_on_it_are_no_labels_and_the_reason_has_no_word_of_it(place: Path) -> None:
    with open_evidence(open_workspace(place), read_only=True) as evidence:
        labels = labels_of_decisions(evidence, "ours/1", frameworks_of(evidence))
    assert labels.coded == ()
    assert labels.failed
    assert NAME not in repr(labels)


def in_csv(key: str) -> str:
    return f"passage_id,coder,framework,area\n{key},Ann,sccif-asa-2024,LEAD\n"


def in_label_studio(key: str) -> str:
    data = {"text": "Leaders", "framework": "sccif-asa-2024", "passage_id": key}
    chosen = [{"from_name": "area", "value": {"choices": ["LEAD"]}}]
    return json.dumps([{"data": data, "annotations": [{"completed_by": 1, "result": chosen}]}])


def in_gold(key: str) -> str:
    said = {"id": key, "file": "80427_harrowmere/r.pdf", "text": "Leaders", "A": {"sccif": "LEAD"}}
    return json.dumps(said) + "\n"


@pytest.mark.parametrize("written", [in_csv, in_label_studio, in_gold])
def test_labels_that_name_it_are_refused_in_every_format(
    place: Path, call: Call, tmp_path: Path, passage: str, written: Callable[[str], str]
) -> None:
    path = tmp_path / "labels"
    path.write_text(written(passage))

    done = call(place, "train", "--labels", str(path), "--codebook", "ours/1")

    assert done.exit_code == 1, "there is too little to train on anyway"
    assert "stands in a restricted document" in done.stderr
    assert "0 passages coded by people." in done.stdout
    assert NAME not in done.output


def test_a_list_of_passages_filled_in_by_a_labeller_comes_back_whole(
    place: Path, call: Call, tmp_path: Path
) -> None:
    """What `vouch export --what passages` writes is what a labeller adds columns to."""
    out = tmp_path / "passages.csv"
    call(place, "export", "--what", "passages", str(out))
    with out.open(encoding="utf-8-sig", newline="") as lines:
        rows: list[dict[str, Any]] = list(csv.DictReader(lines))
    said = {"coder": "Ann", "framework": "sccif-asa-2024", "area": "lead", "polarity": "S"}
    with out.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, [*rows[0], *said])
        writer.writeheader()
        writer.writerows({**row, **said} for row in rows)

    done = call(place, "train", "--labels", str(out), "--codebook", "ours/1")

    assert f"{len(rows)} passage" in done.stdout
    assert "by the codebook ours/1" in done.stdout
    assert "line 2" not in done.stderr
