"""A second process: the same answers as without, and errors come back."""

from __future__ import annotations

import os

import pytest

from models.training.second import Second


def test_jobs_are_done_elsewhere_and_answers_come_back() -> None:
    with Second(beside=True) as second:
        where = second.start(os.getpid)
        total = second.start(sum, [1, 2, 3])
        refused = second.start(int, "seven")
        assert where() != os.getpid()
        assert total() == 6
        with pytest.raises(ValueError, match="seven"):
            refused()
    assert second.seconds > 0


def test_with_one_process_a_job_is_done_when_it_is_asked_for() -> None:
    done: list[int] = []
    with Second(beside=False) as second:
        ask = second.start(done.append, 1)
        assert done == []
        ask()
    assert done == [1]
    assert second.seconds == 0
