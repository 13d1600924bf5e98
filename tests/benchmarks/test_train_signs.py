"""What is learnt of signs is learnt from sentences in order, and the file that ships is of them."""

import json
import re
from collections import Counter
from importlib import resources
from pathlib import Path

import numpy as np
import pytest

from benchmarks.train_signs import __main__ as training
from benchmarks.train_signs.__main__ import Example, plain, written
from models.signs.learnt import TOPICS, read

FOLDER = Path(training.__file__).parent


def lines(pattern: str) -> list[list[str]]:
    paths = sorted(FOLDER.glob(pattern))
    texts = [path.read_text(encoding="utf-8") for path in paths]
    return [line.split("\t") for text in texts for line in text.splitlines()]


LINES = lines("*.tsv")
WHY_NOT = {"negated", "history", "hypothetical", "policy", "training", "fiction", "ordinary"}


def test_each_line_is_a_label_a_topic_or_reason_and_words() -> None:
    assert len(LINES) > 10_000
    for label, topic, words in LINES:
        assert topic in (TOPICS if label == "SIGN" else WHY_NOT), words
        assert len(words.split()) > 1


def test_no_sentence_stands_twice() -> None:
    twice = [words for words, times in Counter(line[2] for line in LINES).items() if times > 1]
    assert twice == []


def test_nothing_in_the_sentences_could_reach_anybody() -> None:
    long_numbers = [line[2] for line in LINES if re.search(r"\d{7,}|@|https?:", line[2])]
    assert long_numbers == []


def test_topics_are_there_in_about_equal_measure() -> None:
    topics = Counter(topic for label, topic, _ in LINES if label == "SIGN")
    assert set(topics) == set(TOPICS)
    assert max(topics.values()) < 1.25 * min(topics.values())


def test_what_ships_is_what_these_sentences_gave() -> None:
    data = json.loads(resources.files("models.signs").joinpath("learnt.json").read_text("utf-8"))
    assert data["about"]["signs"]["n"] == sum(line[0] == "SIGN" for line in LINES)
    misleading = sum(line[0] == "NOT" for line in LINES) - len(lines("ordinary-*.tsv"))
    assert data["about"]["only look like one"]["n"] == misleading
    assert read(data).routes


def example(words: str, topic: str = "", looks_so: bool = True) -> Example:
    return Example(frozenset(f"word:{word}" for word in words.split()), topic, looks_so)


SMALL = [
    *[example("knife bag", "exploitation") for _ in range(4)],
    *[example("tablets drawer", "self-harm") for _ in range(4)],
    *[example("football match") for _ in range(4)],
    *[example("meeting minutes", looks_so=False) for _ in range(4)],
]


def test_what_is_seen_once_is_no_feature() -> None:
    columns = training._columns([*SMALL, example("once")])
    assert "word:once" not in columns
    assert sorted(columns.values()) == list(range(len(columns)))


def test_rows_are_scaled_by_the_root_of_their_number() -> None:
    rows = training._matrix([example("knife bag never")], {"word:bag": 0, "word:knife": 1})
    assert rows.toarray() == pytest.approx(np.array([[2**-0.5, 2**-0.5]]))


def test_signs_weigh_for_a_route_and_others_against() -> None:
    rule, _ = training._learnt(SMALL)
    assert rule["word:knife"] > 0 > rule["word:football"]


def test_topics_are_told_from_one_another() -> None:
    weights = training._topic("self-harm", SMALL)
    assert weights["word:tablets"] > 0 > weights["word:knife"]


def test_the_bound_lets_the_asked_share_pass() -> None:
    sums = np.arange(12.0)
    near = [example("x") for _ in range(10)] + [example("x", looks_so=False)] * 2
    bound = training._bound(sums, near, 0.2)
    assert sum(total > bound for total in sums[:10]) == 2


def test_each_sentence_is_judged_by_what_was_learnt_without_it() -> None:
    lone = [example("lone", "abuse"), *SMALL * 2]
    sums = training._judged_apart(lone)
    assert len(sums) == len(lone)
    assert sums[0] < max(sums), "its only word was not known to those that judged it"


def test_sentences_of_notes_that_patterns_route_teach_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(training, "_SEEDS", range(7_000, 7_001))
    found = list(plain())
    assert found
    assert all("pattern" not in one.features and not one.topic for one in found)


def test_written_sentences_keep_their_topic(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "own.tsv").write_text("SIGN\tneglect\tNo food in.\nNOT\tordinary\tTea at six.\n")
    monkeypatch.setattr(training, "_FOLDER", tmp_path)
    assert [(one.topic, one.looks_so) for one in written()] == [("neglect", True), ("", True)]
