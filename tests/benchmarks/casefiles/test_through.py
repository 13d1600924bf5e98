"""Case files go through the product and come out judged: small sets, every sort of format."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.casefiles import generate
from benchmarks.casefiles.scoring import Tally
from benchmarks.casefiles.through import AS_SHIPPED, Way, through
from models.deid import MEANS

FORMATS = ("txt", "csv", "eml")
OFF = {"without patterns": Way(MEANS - {"patterns"}), "nobody": Way(MEANS, people=False)}


@pytest.fixture(scope="module")
def tallies(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Tally]:
    return through(generate(5, formats=FORMATS), tmp_path_factory.mktemp("set"), OFF)


def share(tally: Tally, name: str) -> float:
    assert tally.tries[name] > 0, name
    return tally.hits[name] / tally.tries[name]


def test_files_are_read_split_and_looked_through(tallies: dict[str, Tally]) -> None:
    whole = tallies[AS_SHIPPED]
    assert whole.tries["files read"] == whole.hits["files read"] == len(FORMATS)
    assert share(whole, "notes found") == share(whole, "case right") == 1.0
    assert share(whole, "recall") > 0.95
    assert share(whole, "notes bare") > 0.9
    assert {f"recall/format/{name}" for name in FORMATS} <= set(whole.tries)
    assert whole.tries["signs routed"] + whole.tries["near-misses kept"] > 0


def test_attachments_are_judged_with_their_mail(tallies: dict[str, Tally]) -> None:
    whole = tallies[AS_SHIPPED]
    assert whole.tries["notes found/format/eml"] > 1
    assert share(whole, "notes found/format/eml") == 1.0


def test_a_way_without_a_means_finds_less(tallies: dict[str, Tally]) -> None:
    assert share(tallies["without patterns"], "recall") < share(tallies[AS_SHIPPED], "recall")
    assert share(tallies["without patterns"], "gone/kind/telephone") < 1
    assert tallies["nobody"].tries["recall"] == tallies[AS_SHIPPED].tries["recall"]


def test_signs_and_files_are_of_the_product_alone(tallies: dict[str, Tally]) -> None:
    assert tallies["nobody"].tries["routes right"] == tallies["nobody"].tries["files read"] == 0


def test_what_stands_outside_notes_is_withheld(tallies: dict[str, Tally]) -> None:
    whole = tallies[AS_SHIPPED]
    # The title of a text file names the child, and is no part of any note.
    assert whole.hits["withheld/format/txt"] >= 1
    assert whole.tries["withheld"] == whole.hits["withheld"] + whole.tries["recall"]


def test_a_file_that_cannot_be_read_is_counted(tmp_path: Path) -> None:
    made = generate(6, formats=("docx",))
    broken = type(made.files[0])(made.files[0].name, b"PK\x03\x04 no archive", "docx")
    tally = through(type(made)((broken,), made.truth), tmp_path, {})[AS_SHIPPED]
    assert (tally.hits["files read"], tally.tries["files read"]) == (0, 1)
    assert tally.tries["recall"] == 0
