"""Versions of the stages: what was read by another one is read again."""

from importlib.metadata import PackageNotFoundError

import pytest

from extractors.sniffing import formats
from pipelines import versions
from pipelines.settings import Settings
from pipelines.stating import READER
from pipelines.versions import current_extractors, options, stage_versions, vouch_version


def test_every_format_and_the_reader_of_facts_have_their_versions() -> None:
    found = stage_versions(Settings())

    assert set(found) == {format.name for format in formats()} | {"facts"}
    assert found["facts"] == READER


def test_another_pdf_engine_is_another_version_of_pdf_alone() -> None:
    fast, plumber = stage_versions(Settings()), stage_versions(Settings(pdf_engine="pdfplumber"))

    assert {name for name in fast if fast[name] != plumber[name]} == {"PDF"}
    assert current_extractors(Settings()) == set(fast.values()) - {READER}


def test_the_settings_that_change_the_reading_reach_the_formats() -> None:
    told = options(Settings(pdf_engine="pdfplumber", ocr=False))

    assert (told.pdf_engine, told.ocr) == ("pdfplumber", False)
    assert options(Settings()).ocr


def test_a_checkout_that_is_not_installed_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> str:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(versions, "version", missing)

    assert vouch_version() == "not installed"
