"""Entities, tokens and annotators are counted as the benchmark's own definitions have it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from benchmarks.yardsticks_spans import Span
from benchmarks.yardsticks_tab import Judgement, judged, measured, read, report

TEXT = "Mr Bo Lind of Oslo sued in 1999. Lind lost. The Board of Oslo paid."


def mention(words: str, entity: str, kind: str, need: str, last: bool = False) -> dict[str, object]:
    at = TEXT.rindex(words) if last else TEXT.index(words)
    return {
        "entity_type": kind, "identifier_type": need, "entity_id": entity,
        "start_offset": at, "end_offset": at + len(words),
    }  # fmt: skip


FIRST = [
    mention("Mr Bo Lind", "a1", "PERSON", "DIRECT"),
    mention("Lind", "a1", "PERSON", "DIRECT", last=True),
    mention("1999", "a2", "DATETIME", "QUASI"),
    mention("Board of Oslo", "a3", "ORG", "QUASI"),
]
SECOND = [
    mention("Bo Lind", "b1", "PERSON", "DIRECT"),
    mention("Oslo", "b2", "LOC", "NO_MASK"),
]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "echr_tiny.json"
    marks = {"one": {"entity_mentions": FIRST}, "two": {"entity_mentions": SECOND}}
    path.write_text(json.dumps([{"text": TEXT, "annotations": marks}]))
    return path


@pytest.fixture
def judgement(data: Path) -> Judgement:
    return read(data)[0]


def spans(words: Sequence[str]) -> list[Span]:
    found = []
    for word in words:
        at = TEXT.rindex(word[1:]) if word.startswith("<") else TEXT.index(word)
        found.append(Span(at, at + len(word.lstrip("<")), "name"))
    return found


Hits = tuple[int, int]
MASKED = [
    (["Bo Lind", "<Lind"], (2, 2), (0, 2), (5, 6), "a title says nothing"),
    (["Bo Lind"], (1, 2), (0, 2), (4, 4), "one mention was left for the first annotator"),
    (["Lind", "<Lind"], (0, 2), (0, 2), (3, 4), "a given name was left"),
    (["1999"], (0, 2), (1, 2), (1, 2), "only one annotator masked the year"),
    (["Board", "<Oslo"], (0, 2), (1, 2), (2, 4), "a word without content may stay"),
    (["sued"], (0, 2), (0, 2), (0, 2), "what nobody masked"),
    ([], (0, 2), (0, 2), (0, 0), "nothing"),
]


@pytest.mark.parametrize(
    ("words", "direct", "quasi", "precision", "_why"), MASKED, ids=[row[-1] for row in MASKED]
)
def test_an_entity_is_masked_if_all_its_mentions_are(
    judgement: Judgement,
    words: Sequence[str],
    direct: Hits,
    quasi: Hits,
    precision: Hits,
    _why: str,
) -> None:
    tally = judged(judgement, spans(words))
    names = ("entity recall/direct", "entity recall/quasi", "token precision")
    assert [(tally.hits[one], tally.tries[one]) for one in names] == [direct, quasi, precision]


def test_precision_is_the_word_of_every_annotator(judgement: Judgement) -> None:
    tally = judged(judgement, spans(["Bo Lind", "<Lind"]))
    # Bo and Lind by both, the second Lind by the first alone.
    assert (tally.hits["token precision"], tally.tries["token precision"]) == (5, 6)
    assert (tally.hits["mention precision"], tally.tries["mention precision"]) == (3, 4)


def test_what_needs_no_mask_is_no_entity(judgement: Judgement) -> None:
    assert [one.kind for one in judgement.entities] == ["PERSON", "DATETIME", "ORG", "PERSON"]
    assert judgement.annotators == 2


def test_types_that_are_not_claimed_are_apart(judgement: Judgement) -> None:
    tally = judged(judgement, spans(["1999"]))
    assert tally.hits["entity recall/quasi, claimed"] == 1
    assert tally.tries["entity recall/quasi, not claimed"] == 1
    assert tally.hits["token recall/DATETIME"] == 1


def test_the_report_says_how_many_people_marked(data: Path) -> None:
    judgements = read(data)
    figures = measured(judgements, lambda _: spans(["Bo Lind", "<Lind"]))
    lines = list(report(judgements, figures))
    assert lines[0] == "TAB: 1 judgements, 2 annotations of one by one person"
    assert any(line.startswith("token F1: ") for line in lines)
