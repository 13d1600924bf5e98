"""Labels in the gold format: two readers, two frameworks, the authority from the folder."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from corpus.frameworks import Framework
from models.training.material import Coding
from pipelines.labelled import Labels, read_labels

Read = Callable[..., Labels]
GOLD = Path(__file__).parents[3].parent / "shared" / "gold" / "dev.jsonl"
ANN = {
    "slac": ["QP-ASSESS", "LM-EVAL"], "sccif": "PROT", "criteria": ["EXP-9"], "polarity": "M",
    "sentences": "SW", "grade_signal": "R",
}  # fmt: skip


def line(**changes: Any) -> str:
    plain = {
        "id": "d1", "file": "ilacs/80427_harrowmere/report.pdf", "page": 4,
        "text": "Leaders act swiftly. Plans drift.", "A": ANN, **changes,
    }  # fmt: skip
    return json.dumps({name: value for name, value in plain.items() if value is not None}) + "\n"


def test_a_reader_is_asked_through_both_frameworks(read: Read) -> None:
    ben = {**ANN, "sccif": "NONE", "slac": ["NONE"], "criteria": [], "polarity": "N"}
    labels = read(line(B=ben))
    assert labels.failed == ()
    [passage] = labels.coded
    assert (passage.id, passage.group) == ("d1", "80427")
    said = ("strength", "weakness")
    assert passage.codings == (
        Coding("A", "gold/1", "sccif-asa-2024", "PROT", None, ("EXP-9",), "mixed", said),
        Coding("A", "gold/1", "slac-2009", None, ("QP-ASSESS", "LM-EVAL"), None, "mixed", said),
        Coding("B", "gold/1", "sccif-asa-2024", "NONE", None, (), "neutral", said),
        Coding("B", "gold/1", "slac-2009", None, (), None, "neutral", said),
    )


def test_a_line_is_a_line_whatever_signs_stand_in_it(read: Read) -> None:
    odd = line(text="Leaders act\u2028swiftly.\x85Plans drift.", A={**ANN, "sentences": ""})
    raw = json.dumps(json.loads(odd), ensure_ascii=False)
    assert read(f"{raw}\n\n{line(id='d2')}").failed == ()


BAD = [
    (line(file="report.pdf"), "the authority of 'report.pdf' cannot be told", "no folder"),
    (line(file="ilacs/harrowmere/a.pdf"), "the authority of", "a folder without a URN"),
    (line(A=None), "no reader has said anything", "nobody read it"),
    (line(text=None), "text is missing", "no words"),
    (line(text=7), "text is not as it should be", "a number for words"),
    (line(A={**ANN, "sccif": "SAFE"}), "'SAFE' is no area", "a code of another framework"),
    (line(A={**ANN, "criteria": "EXP-9"}), "A: criteria is not as it should be", "no list"),
    (line(A={**ANN, "polarity": "good"}), "A: 'good' is no polarity", "no letter"),
    ('{"id": "d1", \n', "the line is no JSON", "a line cut short"),
    ("[" * 5000 + "\n", "no JSON", "brackets without end"),
]


@pytest.mark.parametrize(("bad", "what", "why"), BAD, ids=[row[2] for row in BAD])
def test_a_bad_line_is_named_and_the_others_are_taken(
    read: Read, bad: str, what: str, why: str
) -> None:
    labels = read(line(id="d0") + bad)
    assert "d0" in {passage.id for passage in labels.coded}, why
    assert {failed.line for failed in labels.failed} == {2}
    assert what in labels.failed[0].what


def test_a_miscount_is_said_once_a_reader(read: Read) -> None:
    labels = read(line(A={**ANN, "sentences": "SSW"}))
    assert [(failed.line, failed.partly) for failed in labels.failed] == [(1, True)]
    assert [said.sentences for said in labels.coded[0].codings] == [None, None]


@pytest.mark.skipif(not GOLD.exists(), reason="the gold labels are not beside the checkout")
def test_the_gold_file_is_read_whole(frameworks: dict[str, Framework]) -> None:
    labels = read_labels(GOLD, "gold/1", frameworks)
    assert len(labels.coded) == 232
    assert all(len(passage.codings) == 4 for passage in labels.coded)
    assert all(failed.partly for failed in labels.failed)
    assert len(labels.failed) == 6, "three passages whose sentences both readers counted otherwise"
