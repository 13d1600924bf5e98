"""Ways of working are shown by a test that is there and says through which page it goes."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.conformance import showing
from pipelines.conformance.showing import shown
from pipelines.conformance.world import World

TESTS = '''
def test_somebody_signs(browser) -> None:
    """A sign-off names who looked: /evidence/{key}/sign-off"""


def test_two_pages(browser) -> None:
    """It begins on one page and ends on another:
    /evidence/{key} /evidence/{key}/changes
    """


def test_says_nothing(browser) -> None:
    assert browser


class TestInside:
    def test_hidden(self) -> None:
        """Nobody calls it by this name alone: /evidence/{key}"""
'''


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_rows.py").write_text(TESTS, encoding="utf-8")
    monkeypatch.setattr(showing, "_ROOT", tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("test", "page", "fault", "why"),
    [
        ("test_somebody_signs", "/evidence/{key}/sign-off", "", "named, and told by the test"),
        ("test_two_pages", "/evidence/{key}", "", "the first of two"),
        ("test_two_pages", "/evidence/{key}/changes", "", "the second, on another line"),
        ("test_somebody_signs", "/evidence/{key}", "does not say", "a part of an address is none"),
        ("test_says_nothing", "/evidence/{key}", "does not say", "without a word of its own"),
        ("test_of_nobody", "/evidence/{key}", "there is no test", "renamed or deleted"),
        ("test_hidden", "/evidence/{key}", "there is no test", "only tests of the module count"),
    ],
)
def test_a_page_is_shown_by_a_test_that_says_so(
    root: Path, test: str, page: str, fault: str, why: str
) -> None:
    found = shown(World(), page, f"tests/test_rows.py::{test}")
    assert found is not None
    assert [fault in one for one in found] == ([True] if fault else []), why


def test_a_file_that_is_gone_shows_nothing(root: Path) -> None:
    assert shown(World(), "/", "tests/test_gone.py::test_a") == [
        "there is no test tests/test_gone.py::test_a"
    ]


def test_where_vouch_came_without_its_tests_nothing_can_be_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(showing, "_ROOT", tmp_path / "installed")
    assert shown(World(), "/", "tests/test_rows.py::test_somebody_signs") is None
