"""Exports of questionnaires, typed as separated values."""

from collections.abc import Callable

import pytest

from corpus.records import Extraction
from extractors.formats import Options
from extractors.sheets.delimited import CSV


def _sheet(text: str) -> Extraction:
    return CSV.extract(text.encode(), "d" * 64, Options())


@pytest.fixture
def sheet() -> Callable[[str], Extraction]:
    """A function: the extraction of separated values."""
    return _sheet
