"""Tags as exported: sentences on each row, decisions beside them; DocBin and Label Studio."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc, DocBin

from corpus.chain import Draft
from corpus.decisions import Decisions, open_decisions
from corpus.evidence import Evidence
from corpus.exports import write
from corpus.exports.docbin import _parted
from corpus.problems import SettingsError
from corpus.records import Cue, CueKind, Polarity, Reading, SentencePolarity, Tag

Report = Callable[..., Reading]
Tagging = Callable[..., Tag]
FIRST = "Leaders act swiftly. Some plans  drift\u2028and \U0001f9d2 wait."
SECOND = "• Carers' training isn't regular."
LABELS = ("framework", "area", "aspect", "criterion", "polarity", "rank", "abstained", "tagger")


def tags_of(reading: Reading, tag: Tagging) -> tuple[Tag, ...]:
    """Two lenses on the first passage, one on the second; offsets count in the frozen text."""
    first, second = reading.passages
    at = first.start
    sentences = (
        SentencePolarity(at, at + 20, "strength", 0.9),
        SentencePolarity(at + 21, first.end, "weakness", 0.654321987),
    )
    cues = (Cue("phrase", at + 8, at + 19, "act swiftly"), Cue("weight", at + 2, at + 5, "ade"))
    lens = {"tagger": "lens/2", "framework": "sccif-asa-2024", "polarity": "mixed"}
    slac = {"tagger": "lens/2", "framework": "slac-2009", "element": "SG"}
    blank = Cue("negation", second.start + 9, second.start + 19, "a blank before, and behind")
    return (
        tag(first, "LEAD", id="t1", criterion="LEAD-7", score=0.8, cues=cues,
            sentences=sentences, **lens),
        tag(first, "LEAD", id="t2", criterion="EXP-9", score=0.3, rank=2, **lens),
        tag(first, "LM", id="t3", aspect="LM-EVAL", score=1 / 3, **slac),
        tag(second, "NONE", id="t4", abstained=True, cues=(blank,), **lens),
    )  # fmt: skip


@pytest.fixture
def reading(evidence: Evidence, report: Report, tag: Tagging) -> Reading:
    made = report("/in/b.pdf", FIRST, SECOND, provider_urn="80000", tagger=None)
    made = replace(made, tags=tags_of(made, tag))
    note = report("/in/note.txt", "Sam said so.", sensitivity="restricted")
    plain = report("/in/c.pdf", "Nothing is tagged here.", tagger=None)
    evidence.save([made, note, plain])
    return made


@pytest.fixture
def decisions(evidence: Evidence) -> Iterator[Decisions]:
    with open_decisions(evidence.workspace) as opened:
        yield opened


def exported(evidence: Evidence, format: str) -> bytes:
    out = io.BytesIO()
    assert write(evidence, "tags", format, out) == len(list(evidence.tags()))
    return out.getvalue()


def rows(evidence: Evidence) -> dict[str, dict[str, Any]]:
    found = map(json.loads, exported(evidence, "jsonl").decode().splitlines())
    return {row["tag_id"]: row for row in found}


def docs(content: bytes) -> list[Doc]:
    """Read a DocBin as a labeller would: with plain spaCy and a vocabulary of its own."""
    return list(DocBin().from_bytes(content).get_docs(spacy.blank("en").vocab))


def test_each_row_of_a_passage_and_framework_has_its_sentences(
    evidence: Evidence, reading: Reading
) -> None:
    found = rows(evidence)
    start, end = reading.passages[0].start, reading.passages[0].end
    assert found["t1"]["sentences"] == [
        {"start": start, "end": start + 20, "polarity": "strength", "score": 0.9},
        {"start": start + 21, "end": end, "polarity": "weakness", "score": 0.654322},
    ]
    assert found["t2"]["sentences"] == found["t1"]["sentences"], "the second best has them too"
    assert found["t3"]["sentences"] == [], "another framework has its own, here none"
    assert (found["t3"]["element"], found["t3"]["aspect"]) == ("SG", "LM-EVAL")
    assert (found["t4"]["area"], found["t4"]["abstained"]) == ("NONE", True)


DECISIONS = [
    (["accept"], "accept", "what was decided"),
    (["accept", "reject"], "reject", "the last word counts"),
    (["reject", "change"], "change", "likewise"),
    (["accept", "reopen"], None, "what was opened again is not decided"),
    (["comment", "view"], None, "neither a comment nor a look is a decision"),
    ([], None, "nobody decided"),
]


@pytest.fixture(scope="session")
def english() -> Language:
    """One for all examples: making it costs more than they do."""
    return spacy.blank("en")


@pytest.mark.parametrize(("whats", "said", "why"), DECISIONS, ids=[row[2] for row in DECISIONS])
def test_the_last_standing_decision_stands_beside_the_tag(
    evidence: Evidence,
    reading: Reading,
    decisions: Decisions,
    whats: list[Any],
    said: str | None,
    why: str,
) -> None:
    for what in whats:
        decisions.record(Draft(what, "Ann", "tag", "t1", reading.passages[0].document_id))
    found = rows(evidence)
    assert found["t1"]["decision"] == said, why
    assert {found[tag]["decision"] for tag in ("t2", "t3", "t4")} == {None}


def test_a_decision_that_was_undone_gives_way_to_the_one_before(
    evidence: Evidence, reading: Reading, decisions: Decisions
) -> None:
    about = ("tag", "t1", reading.passages[0].document_id)
    decisions.record(Draft("accept", "Ann", *about))
    wrong = decisions.record(Draft("reject", "Ben", *about))
    assert rows(evidence)["t1"]["decision"] == "reject"
    decisions.record(Draft("undo", "Ben", *about, undoes=wrong.hash))
    assert rows(evidence)["t1"]["decision"] == "accept"


@pytest.mark.parametrize("format", ["docbin", "label-studio"])
def test_only_tags_are_written_for_labellers(evidence: Evidence, format: str) -> None:
    with pytest.raises(SettingsError, match=f"Only tags can be written as {format}, not passages"):
        write(evidence, "passages", format, io.BytesIO())


@pytest.mark.parametrize("format", ["docbin", "label-studio"])
def test_nothing_of_a_restricted_document_is_written(
    evidence: Evidence, reading: Reading, format: str
) -> None:
    content = exported(evidence, format)
    texts = (
        [doc.text for doc in docs(content)]
        if format == "docbin"
        else [task["data"]["text"] for task in json.loads(content)]
    )
    assert set(texts) == {FIRST, SECOND}


@pytest.mark.parametrize("format", ["docbin", "label-studio"])
def test_without_tags_the_file_is_whole_and_empty(evidence: Evidence, format: str) -> None:
    content = exported(evidence, format)
    assert (docs(content) if format == "docbin" else json.loads(content)) == []


def test_an_unknown_format_is_refused_with_all_there_are(evidence: Evidence) -> None:
    with pytest.raises(SettingsError, match="jsonl, csv, docbin, label-studio"):
        write(evidence, "tags", "xml", io.BytesIO())


class TestDocBin:
    """Export, read with plain spaCy: the same tags at the same places."""

    def test_a_round_trip_gives_the_same_tags(self, evidence: Evidence, reading: Reading) -> None:
        found: dict[str, Any] = {}
        for doc in docs(exported(evidence, "docbin")):
            start = doc.user_data["vouch"]["start"]
            for span in doc.spans["tags"]:
                assert span.text == doc.text
                found[span.id_] = (span.label_, span.kb_id_, [], [])
            for span in doc.spans["cues"]:
                place = (span.label_, start + span.start_char, start + span.end_char, span.kb_id_)
                found[span.id_][2].append(Cue(*place))
            scores = doc.spans["sentences"].attrs["scores"]
            for span, score in zip(doc.spans["sentences"], scores, strict=True):
                place = (start + span.start_char, start + span.end_char, span.label_, score)
                found[span.id_][3].append(SentencePolarity(*place))
        assert found == {
            tag.id: (
                tag.criterion or tag.aspect or tag.area,
                tag.framework,
                list(tag.cues),
                [replace(one, score=round(one.score, 6)) for one in tag.sentences],
            )
            for tag in reading.tags
        }

    def test_a_doc_says_where_it_is_from_and_holds_the_rows_of_its_tags(
        self, evidence: Evidence, reading: Reading, decisions: Decisions
    ) -> None:
        decisions.record(Draft("accept", "Ann", "tag", "t1", reading.passages[0].document_id))
        first, second = docs(exported(evidence, "docbin"))
        assert (first.text, second.text) == (FIRST, SECOND)
        # spaCy gives lists back as tuples.
        said = json.loads(json.dumps(first.user_data["vouch"]))
        assert said["passage_id"] == reading.passages[0].id
        assert (said["document"], said["provider_urn"], said["pages"]) == ("b.pdf", "80000", [1, 1])
        known = rows(evidence)
        assert said["tags"] == [known[tag["tag_id"]] for tag in said["tags"]]
        assert {tag["tag_id"] for tag in said["tags"] if tag["decision"] == "accept"} == {"t1"}

    def test_labels_are_categories(self, evidence: Evidence, reading: Reading) -> None:
        first, _ = docs(exported(evidence, "docbin"))
        assert first.cats == {
            "sccif-asa-2024/LEAD-7": 0.8,
            "sccif-asa-2024/LEAD": 1.0,
            "sccif-asa-2024/polarity/mixed": 1.0,
            "sccif-asa-2024/EXP-9": 0.3,
            "slac-2009/LM-EVAL": 0.333333,
            "slac-2009/LM": 1.0,
            "slac-2009/polarity/neutral": 1.0,
        }

    @settings(max_examples=60)
    @given(data=st.data(), text=st.text(st.sampled_from("ab. 'n t\n\u2028é-"), min_size=1))
    def test_any_place_in_any_text_is_a_span(
        self, english: Language, data: st.DataObject, text: str
    ) -> None:
        ends = st.integers(0, len(text))
        places = data.draw(
            st.lists(st.tuples(ends, ends).map(lambda ends: (min(ends), max(ends))), max_size=4)
        )
        doc = _parted(english, text, places)
        assert doc.text == text
        for start, end in places:
            if start < end:
                span = doc.char_span(start, end)
                assert span is not None and span.text == text[start:end]


SAVED = """
import io, sys
from pathlib import Path
from corpus.evidence import open_evidence
from corpus.exports import write
from corpus.workspace import open_workspace
out = io.BytesIO()
with open_evidence(open_workspace(Path(sys.argv[1])), read_only=True) as evidence:
    write(evidence, "tags", sys.argv[2], out)
import hashlib
print(hashlib.sha256(out.getvalue()).hexdigest(), "spacy" in sys.modules)
"""


@pytest.mark.parametrize(("format", "spacy_too"), [("docbin", True), ("label-studio", False)])
def test_the_bytes_are_the_same_in_every_process_and_spacy_stays_out(
    evidence: Evidence, reading: Reading, format: str, spacy_too: bool
) -> None:
    digest = hashlib.sha256(exported(evidence, format)).hexdigest()
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", SAVED, str(evidence.workspace.root), format],
            capture_output=True, text=True, check=True, env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=Path(__file__).parents[3],
        )  # fmt: skip
        assert done.stdout.split() == [digest, str(spacy_too)]


class TestLabelStudio:
    """Export, read the predictions: the same tags at the same places."""

    def test_a_round_trip_gives_the_same_tags(self, evidence: Evidence, reading: Reading) -> None:
        by_id = {tag.id: tag for tag in reading.tags}
        for task in json.loads(exported(evidence, "label-studio")):
            data = task["data"]
            known = [by_id.pop(said["tag_id"]) for said in data["tags"]]
            assert [tuple(said[name] for name in LABELS) for said in data["tags"]] == [
                tuple(getattr(tag, name) for name in LABELS) for tag in known
            ]
            [prediction] = task["predictions"]
            assert prediction["model_version"] == known[0].tagger
            marked = [item for item in prediction["result"] if item["type"] == "labels"]
            for name, wanted in (
                ("sentences", [(s.start, s.end, s.polarity) for t in known for s in t.sentences]),
                ("cues", [(c.start, c.end, c.kind) for t in known for c in t.cues]),
            ):
                values = [item["value"] for item in marked if item["from_name"] == name]
                start = data["start"]
                places = [(start + v["start"], start + v["end"], *v["labels"]) for v in values]
                assert places == wanted
                assert all(data["text"][v["start"] : v["end"]] == v["text"] for v in values)
        assert by_id == {}, "every tag is in one task"

    def test_a_task_offers_the_codes_of_its_framework(
        self, evidence: Evidence, reading: Reading
    ) -> None:
        tasks = json.loads(exported(evidence, "label-studio"))
        sccif, slac, _ = (task["data"] for task in tasks)
        assert {"value": "NONE"} in sccif["areas"]
        assert {"value": "LEAD-15"} in sccif["criteria"]
        assert {"value": "LM-EVAL"} in slac["aspects"], "without its element"
        assert slac["criteria"] == []
        values = [code["value"] for code in slac["aspects"]]
        assert len(values) == len(set(values))

    def test_choices_are_in_the_order_of_their_rank(
        self, evidence: Evidence, reading: Reading
    ) -> None:
        task = json.loads(exported(evidence, "label-studio"))[0]
        choices = {
            item["from_name"]: item["value"]["choices"]
            for item in task["predictions"][0]["result"]
            if item["type"] == "choices"
        }
        assert choices == {
            "area": ["LEAD"], "criteria": ["LEAD-7", "EXP-9"], "polarity": ["mixed"],
        }  # fmt: skip

    def test_decisions_are_annotations_without_a_name(
        self, evidence: Evidence, reading: Reading, decisions: Decisions
    ) -> None:
        document = reading.passages[0].document_id
        change = {"criterion": "LEAD-3", "polarity": "weakness"}
        decisions.record(Draft("accept", "Ann", "tag", "t1", document))
        decisions.record(Draft("change", "Ann", "tag", "t2", document, after=change))
        decisions.record(Draft("reject", "Ann", "tag", "t3", document))
        content = exported(evidence, "label-studio")
        first, slac, _ = json.loads(content)
        [annotation] = first["annotations"]
        said = {item["from_name"]: item["value"]["choices"] for item in annotation["result"]}
        assert said == {
            "area": ["LEAD"], "criteria": ["LEAD-7", "LEAD-3"], "polarity": ["weakness"],
        }  # fmt: skip
        assert slac["annotations"] == [], "a rejected tag says nothing"
        assert [tag["decision"] for tag in slac["data"]["tags"]] == ["reject"]
        assert b"Ann" not in content

    @pytest.mark.parametrize(("start", "end"), [(0, 7), (15, 15), (20, 99)])
    def test_a_cue_outside_the_passage_is_left_out_of_it(
        self, evidence: Evidence, report: Report, tag: Tagging, start: int, end: int
    ) -> None:
        made = report("/in/x.pdf", "Needs to do", "Staff listen.", tagger=None)
        heading = tag(made.passages[1], "CARE", cues=(Cue("heading", start, end, "needs to"),))
        evidence.save([replace(made, tags=(heading,))])
        [task] = json.loads(exported(evidence, "label-studio"))
        assert {item["from_name"] for item in task["predictions"][0]["result"]} == {
            "area", "polarity",
        }  # fmt: skip
        [doc] = docs(exported(evidence, "docbin"))
        assert len(doc.spans["cues"]) == 0
        assert doc.user_data["vouch"]["tags"][0]["cues"][0]["start"] == start, "yet it is told"

    def test_the_documented_configuration_shows_all_that_a_task_holds(
        self, evidence: Evidence, reading: Reading
    ) -> None:
        page = (Path(__file__).parents[3] / "docs" / "labels.md").read_text(encoding="utf-8")
        found = re.search(r"```xml\n(.*?)```", page, re.S)
        assert found is not None
        config = found[1]
        for task in json.loads(exported(evidence, "label-studio")):
            for item in task["predictions"][0]["result"]:
                assert f'name="{item["from_name"]}"' in config
                assert all(f'value="{one}"' in config for one in item["value"].get("labels", ()))
            used = set(re.findall(r"\$(\w+)", config))
            assert used <= set(task["data"])
        kinds = {*get_args(CueKind), *get_args(Polarity)}
        assert kinds <= set(re.findall(r'<Label value="(\w+)"', config))

    def test_a_framework_that_is_gone_offers_what_its_tags_have(
        self, evidence: Evidence, report: Report, tag: Tagging
    ) -> None:
        made = report("/in/x.pdf", "Staff listen.", tagger=None)
        own = tag(made.passages[0], "CARE", framework="ours-2020", criterion="CARE-1")
        evidence.save([replace(made, tags=(own,))])
        [task] = json.loads(exported(evidence, "label-studio"))
        assert (task["data"]["areas"], task["data"]["aspects"], task["data"]["criteria"]) == (
            [{"value": "CARE"}], [], [{"value": "CARE-1"}],
        )  # fmt: skip
