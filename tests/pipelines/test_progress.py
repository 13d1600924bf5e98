"""The progress bar: there where somebody is looking, and nowhere else."""

import io
import sys

import pytest

from pipelines.progress import bar


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_nothing_is_drawn_where_nobody_is_looking(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    with bar(3, "Reading") as step:
        step(3)

    assert sys.stderr.getvalue() == ""  # type: ignore[attr-defined]


def test_nothing_is_drawn_where_there_is_nothing_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", Terminal())
    with bar(0, "Reading") as step:
        step(0)

    assert sys.stderr.getvalue() == ""  # type: ignore[attr-defined]


def test_a_terminal_sees_what_is_done_how_far(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "stderr", Terminal())
    with bar(4, "Reading") as step:
        step(1)
        step(2)

    drawn = sys.stderr.getvalue()  # type: ignore[attr-defined]
    assert "Reading" in drawn
    assert "3/4" in drawn
    assert "75" in drawn


def test_an_error_inside_comes_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", Terminal())
    with pytest.raises(KeyboardInterrupt), bar(4, "Reading"):
        raise KeyboardInterrupt
