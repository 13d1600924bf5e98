"""The whole path of generated case files: nothing leaks on the way, and every citation leads back.

`python -m benchmarks.casefiles.proving` and `.opening` do the same with more files.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.casefiles import ALL, generate
from benchmarks.casefiles.opening import Opened, open_all
from benchmarks.casefiles.proving import Journey, Proof
from models.deid import redact, to_original, to_redacted
from pipelines.settings import Settings

pytestmark = pytest.mark.slow
STEPS = ["killed half way", "read", "prepared", "signed", "corrected", "signed again",
         "refused and erased"]  # fmt: skip


def check_nothing_leaked(proof: Proof, steps: list[str]) -> None:
    assert [step.name for step in proof.steps] == steps
    assert proof.leaks == []
    assert proof.open_files == []
    assert proof.searched > 200
    assert all(step.files > 5 for step in proof.steps)


def test_nothing_of_a_case_lies_outside_its_vault_at_any_step(tmp_path: Path) -> None:
    proof = Journey(tmp_path, seeds=[1], thorough=False).run(prefect=False)
    check_nothing_leaked(proof, STEPS)


@pytest.mark.prefect
def test_nor_does_it_where_prefect_reads(tmp_path: Path) -> None:
    journey = Journey(tmp_path, seeds=[2], formats=("txt", "docx", "csv", "zip"))

    journey.begin()
    with journey.desk.watched():
        journey.read_with_prefect(journey.sets.items())

    check_nothing_leaked(journey.proof, ["read with Prefect"])
    sealed = list((tmp_path / "ws" / "sealed" / "reading").iterdir())
    assert len(sealed) == 4
    assert (tmp_path / "prefect" / "prefect.db").stat().st_size > 100_000, "it kept its history"


def test_the_search_would_have_found_it(tmp_path: Path) -> None:
    journey = Journey(tmp_path, seeds=[1], formats=("txt",))
    words = next(text for kind, text in sorted(journey.terms) if kind == "name" and len(text) > 8)
    (tmp_path / "prefect" / "run.log").write_text(f"could not read {words}")

    journey.look("nothing done")

    assert {leak.file for _, leak in journey.proof.leaks} == {"prefect/run.log"}


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Opened:
    """What came of opening every citation of one set, in files of all formats."""
    folder = tmp_path_factory.mktemp("opened")
    given = Settings(workspace=folder / "ws", sensitivity="restricted", jobs=1, tag=False)
    return open_all(generate(3, formats=ALL), folder, given)


def test_every_citation_opens_the_right_words_of_the_original(opened: Opened) -> None:
    assert opened.wrong == []
    assert set(opened.citations) == set(ALL)
    assert opened.citations.total() > 150


LOOKED_UP = ["txt, line", "md, line", "csv, row", "survey, row", "xlsx, row", "ods, row",
             "pdf, boxes"]  # fmt: skip


@pytest.mark.parametrize("what", LOOKED_UP)
def test_places_were_looked_up_in_the_file_itself(opened: Opened, what: str) -> None:
    assert opened.looked_up[what] > 0


@settings(max_examples=300)
@given(data=st.data())
def test_any_words_of_a_signed_note_lead_back_and_forth(
    opened: Opened, data: st.DataObject
) -> None:
    text, identifiers = data.draw(st.sampled_from(opened.notes))
    shown = redact(text, identifiers)
    start = data.draw(st.integers(0, len(shown.text) - 1))
    end = data.draw(st.integers(start + 1, len(shown.text)))

    first, last = to_original(shown, start, end)
    again, behind = to_redacted(shown, first, last)

    assert again <= start < end <= behind
    inside = [one for one in identifiers if one.start < last and one.end > first]
    moved = [replace(one, start=one.start - first, end=one.end - first) for one in inside]
    assert redact(text[first:last], moved).text == shown.text[again:behind]
