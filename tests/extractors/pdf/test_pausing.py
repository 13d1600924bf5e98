"""The search for reference cycles rests while a document is read, and only then."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from extractors.formats import Options
from extractors.pdf import PDF, reading
from extractors.pdf.pausing import cycle_search_paused


@pytest.fixture(autouse=True)
def _search_on() -> Iterator[None]:
    gc.enable()
    yield
    gc.enable()


def test_search_rests_within_and_goes_on_after() -> None:
    with cycle_search_paused():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_search_goes_on_after_an_error() -> None:
    with pytest.raises(ValueError, match="damaged"), cycle_search_paused():
        raise ValueError("damaged")
    assert gc.isenabled()


def test_search_that_its_owner_turned_off_stays_off() -> None:
    gc.disable()
    with cycle_search_paused():
        pass
    assert not gc.isenabled()


def test_overlapping_pauses_end_with_the_search_on() -> None:
    first, second = ExitStack(), ExitStack()
    first.enter_context(cycle_search_paused())
    second.enter_context(cycle_search_paused())
    first.close()
    second.close()
    assert gc.isenabled()


@pytest.mark.parametrize(("engine", "searching"), [("fast", False), ("pdfplumber", True)])
def test_documents_are_read_in_a_pause_but_for_the_engine_that_leaves_cycles(
    engine: str, searching: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[bool] = []
    monkeypatch.setattr(reading, "read_pdf", lambda *_: seen.append(gc.isenabled()))
    PDF.extract(b"%PDF-", "document", Options(pdf_engine=engine))
    assert seen == [searching]
    assert gc.isenabled()
