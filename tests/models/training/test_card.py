"""The model card: complete, the same for the same training, and readable by people and programs."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from models.training.card import as_json, card
from models.training.card_text import NOT_FOR, documents_digest, figure, markdown, table
from models.training.evaluation import (
    TASKS,
    CardData,
    CodedSource,
    Evaluation,
    Interval,
    Learnt,
    LearntDocument,
    Threshold,
    TopTerms,
)
from models.training.metrics import measured
from models.training.scored import Item, Scored, scored


def answers(task: str, wrong_each: int) -> Scored:
    """Sixty answers of six authorities, one in `wrong_each` wrong."""
    labels = ("CIC", "HP", "LEAD")
    return scored(
        task,
        [
            Item(
                str(at),
                str(at % 6),
                [labels[at % 3]],
                [labels[(at + (at % wrong_each == 0)) % 3]],
                [0.5 + at / 120],
            )
            for at in range(60)
        ],
    )


ILACS, CRITERIA = answers("area ilacs-2023", 20), answers("criterion coded", 4)
MAJORITY = answers("majority", 2)
LEARNT = Learnt(
    documents=(
        LearntDocument("b" * 64, "sif-2013", "80418", "2015", 90),
        LearntDocument("a" * 64, "ilacs-2023", "80473", "2024", 40),
        LearntDocument("c" * 64, None, "80473", None, 3),
    ),
    coded=(CodedSource("gold", "gold/1", "slac-2009", 154, 308),),
    duplicate_documents=2,
    duplicate_passages=31,
    left_out=(("reports without all area headings", 5),),
)
DATA = CardData(
    name="lens/1",
    digest="d" * 64,
    size=2_250_000,
    seconds=61.4,
    command="vouch train --reports ../shared/reports",
    learnt=LEARNT,
    evaluation=Evaluation(
        answers=(ILACS, CRITERIA),
        measured=(
            measured(TASKS[0], ILACS, {"majority": MAJORITY}, draws=50),
            measured(TASKS[6], CRITERIA, {}, draws=50),
            measured(TASKS[11], ILACS, {}, draws=50),
        ),
        split="Ten folds by authority; headings are never an input.",
        thresholds=(Threshold("ilacs-2023", 0.712, 0.95, 0.961, 0.87),),
    ),
    versions=(("Python", "3.11.7"), ("spaCy", "3.8.18")),
    terms=(TopTerms("ilacs-2023", "HP", ("child protection", "a|b")),),
    failures=("Summaries of a section are read as the section.",),
)
TEXT = markdown(DATA)


SAID = [
    # (what the card says, reason)
    ("# Model card: lens/1", "its name and version"),
    ("no grade to a passage", "what it is not for: grades"),
    ("nothing about the risk to any child or adult", "what it is not for: people"),
    ("Open Government Licence v3.0", "the licence of what it learnt from"),
    ("3 documents of 2 authorities, 133 passages", "how much it learnt from"),
    (f"`{documents_digest(LEARNT)}`", "the digest of the documents"),
    ("| ilacs-2023 | 1 | 1 | 40 |", "counts by framework"),
    ("| not known | 1 | 1 | 3 |", "a document without a framework"),
    ("| 2015 | 1 |", "counts by year"),
    ("2 documents and 31 passages", "duplicates"),
    ("Left out, reports without all area headings: 5.", "what was left out"),
    ("| gold | gold/1 | slac-2009 | 154 | 308 |", "coded passages with codebook and version"),
    ("Ten folds by authority", "the rule of the split"),
    ("| area, ILACS from 2023, four areas | macro-F1 | 0.940 | 0.955 | 0.95", "a target met"),
    ("not reached", "a target that was missed"),
    ("| HP | 20 | ", "figures by label"),
    ("![Calibration curve: area, ILACS from 2023, four areas](calibration-area-", "the picture"),
    ("Calibration error ", "its error"),
    ("| ilacs-2023 | 0.712 | 0.950 | 0.961 | 0.870 |", "the threshold"),
    ("| ilacs-2023 | HP | child protection, a\\|b |", "top terms, bars escaped"),
    ("- Summaries of a section are read as the section.", "known failures"),
    ("2.25 MB", "size"),
    ("61 CPU-seconds", "time of training"),
    ("```\nvouch train --reports ../shared/reports\n```", "the command"),
    ("| spaCy | 3.8.18 |", "versions"),
]


@pytest.mark.parametrize(("said", "reason"), SAID)
def test_what_the_card_says(said: str, reason: str) -> None:
    assert said in TEXT, reason


def test_baselines_stand_beside_with_the_difference() -> None:
    row = next(line for line in TEXT.splitlines() if line.startswith("| area, ILACS from 2023"))
    assert "0.5" in row.split("|")[-2]
    assert re.search(r"\| \+0\.\d{3} \(\+0\.\d{3} to \+0\.\d{3}\) \|", TEXT)
    assert "How far this model is above" in TEXT
    alone = replace(DATA.evaluation, measured=DATA.evaluation.measured[1:])
    assert "How far this model is above" not in markdown(replace(DATA, evaluation=alone))


def test_every_table_has_as_many_cells_in_each_row() -> None:
    for block in re.findall(r"(?:^\|.*\n)+", TEXT, re.M):
        widths = {len(re.findall(r"(?<!\\)\|", line)) for line in block.splitlines()}
        assert len(widths) == 1, block


def test_numbers_are_set_to_the_right() -> None:
    lines = table(("Label", "n"), [("HP", 1200), ("LEAD\nx", 3)])
    assert lines == ["| Label | n |", "| --- | ---: |", "| HP | 1,200 |", "| LEAD x | 3 |"]
    assert table(("a", "b"), []) == ["| a | b |", "| --- | --- |"]


def test_a_figure_is_printed_with_its_interval() -> None:
    assert figure(Interval(0.94312, 0.9331, 0.9529)) == "0.943 (0.933 to 0.953)"


def test_the_files_of_the_card() -> None:
    files = card(DATA)
    assert sorted(files) == ["calibration-area-ilacs-2023.svg", "card.json", "card.md"]
    for name in re.findall(r"\]\(([^)]+)\)", files["card.md"]):
        assert name in files


def test_programs_read_all_of_it() -> None:
    told = json.loads(as_json(DATA))
    assert told["learnt"]["documents_digest"] == documents_digest(LEARNT)
    assert [one["id"][0] for one in told["learnt"]["documents"]] == ["a", "b", "c"]
    first = told["measured"][0]
    assert first["task"]["least"] == 0.94
    assert first["rivals"][0]["name"] == "majority"
    assert set(first["reached"]) == {"value", "low", "high"}
    assert first["holds"] is True
    assert told["measured"][1]["holds"] is True
    assert [row["label"] for row in told["classes"]["criterion coded"]] == ["CIC", "HP", "LEAD"]
    assert list(told["calibration"]) == ["area ilacs-2023"]
    assert sum(step["n"] for step in told["calibration"]["area ilacs-2023"]) == 60
    assert told["versions"]["Python"] == "3.11.7"
    assert told["thresholds"][0]["probability"] == 0.712


def test_only_times_vary_between_two_trainings() -> None:
    other = replace(DATA, seconds=88.8, learnt=replace(LEARNT, documents=LEARNT.documents[::-1]))
    first, second = json.loads(as_json(DATA)), json.loads(as_json(other))
    assert first.pop("times") == {"training_cpu_seconds": 61.4}
    assert second.pop("times") == {"training_cpu_seconds": 88.8}
    assert first == second
    assert markdown(other) == TEXT.replace("61 CPU-seconds", "89 CPU-seconds")


def test_other_documents_have_another_digest() -> None:
    fewer = replace(LEARNT, documents=LEARNT.documents[1:])
    assert documents_digest(fewer) != documents_digest(LEARNT)


def test_a_card_of_little_is_still_whole() -> None:
    bare = replace(
        DATA,
        learnt=Learnt(()),
        terms=(),
        failures=(),
        evaluation=Evaluation((CRITERIA,), (), "No split."),
    )
    text = markdown(bare)
    assert "0 documents of 0 authorities" in text
    assert "No threshold was set: it always answers." in text
    assert "Nothing has been recorded yet." in text
    assert "### criterion coded" in text
    assert all(line in text for line in NOT_FOR)


def test_a_card_holds_no_path_of_this_machine() -> None:
    assert str(Path(__file__).parents[3]) not in "".join(card(DATA).values())
