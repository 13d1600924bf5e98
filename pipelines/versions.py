"""Which versions of the stages are current: what they read before need not be read again."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from extractors.formats import Options
from extractors.sniffing import formats
from pipelines.settings import Settings
from pipelines.stating import READER

DISTRIBUTION = "vouch-evidence"


def current_extractors(settings: Settings) -> frozenset[str]:
    """Return name and version of the extractor of every format under these settings."""
    return frozenset(_extractors(settings).values())


def stage_versions(settings: Settings) -> dict[str, str]:
    """Return the name and version of each extractor by its format, and of the reader of facts."""
    return {**_extractors(settings), "facts": READER}


def _extractors(settings: Settings) -> dict[str, str]:
    told = options(settings)
    return {format.name: format.version(told) for format in formats()}


def options(settings: Settings) -> Options:
    """Return what the formats are told of these settings."""
    return Options(pdf_engine=settings.pdf_engine, ocr=settings.ocr)


def vouch_version() -> str:
    """Return the version of the installed package, or a word that says it is not installed."""
    try:
        return version(DISTRIBUTION)
    except PackageNotFoundError:
        return "not installed"
