"""Rows of files that were not read: each problem names the file and what to do about it."""

from dataclasses import fields

import pytest

from corpus.identity import source_id
from corpus.records import Problem
from pipelines import rows
from pipelines.offers import Offer
from pipelines.settings import Settings

OFFER = Offer("/in/report.pdf", "report.pdf", sha256="0" * 64, provider="80433")
SETTINGS = Settings(seconds_per_document=0.5, memory_per_worker_mb=1500)

SENTENCES = [
    # problem, code, words that it must hold
    (
        rows.too_slow(OFFER.path, SETTINGS),
        "too-slow",
        ("0.5 seconds", "VOUCH_SECONDS_PER_DOCUMENT", "Split"),
    ),
    (
        rows.too_much_memory("pool", OFFER.path, SETTINGS),
        "too-much-memory",
        ("1,500 MB", "VOUCH_MEMORY_PER_WORKER_MB", "Split"),
    ),
    (rows.crashed(OFFER.path, -11), "worker-crashed", ("code -11", "save it anew")),
    (rows.crashed(OFFER.path, None), "worker-crashed", ("code None", "save it anew")),
]


@pytest.mark.parametrize(("problem", "code", "words"), SENTENCES)
def test_a_sentence_names_the_file_and_the_remedy(
    problem: Problem, code: str, words: tuple[str, ...]
) -> None:
    assert problem.code == code
    assert OFFER.path in problem.message
    assert [word for word in words if word not in problem.message] == []


@pytest.mark.parametrize("variable", ["SECONDS_PER_DOCUMENT", "MEMORY_PER_WORKER_MB"])
def test_the_variables_that_sentences_name_are_settings(variable: str) -> None:
    assert variable.lower() in {entry.name for entry in fields(Settings)}


def test_a_row_before_the_attempt_is_one_of_an_interrupted_run() -> None:
    row = rows.before_attempt(OFFER)

    assert (row.id, row.path, row.sha256) == (source_id(OFFER.path), OFFER.path, OFFER.sha256)
    assert (row.provider, row.status, row.problem) == ("80433", "failed", rows.INTERRUPTED)


def test_a_duplicate_has_no_problem_of_its_own() -> None:
    row = rows.duplicate(OFFER)

    assert (row.status, row.problem) == ("duplicate", None)


def test_what_is_refused_or_failed_holds_its_problem_twice() -> None:
    problem = Problem("offers", "missing", "It is not there.")
    refused, failed = rows.refused(OFFER, problem), rows.failed(OFFER, problem, 2.5)

    assert (refused.source.status, failed.source.status) == ("refused", "failed")
    for reading in (refused, failed):
        assert reading.source.problem == problem
        assert reading.problems == (problem,)
        assert reading.document is None
    assert failed.seconds == 2.5
