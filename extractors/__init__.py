"""Bytes to Extraction to passages: pure, without a database, Prefect or the web.

The verbs, in the order of the work: `sniff` says which format the bytes are, `extract` reads them
into blocks over one frozen text, `passages` cuts the blocks into what evidence is quoted from.
"""

from __future__ import annotations

from dataclasses import replace

from corpus.records import Extraction
from extractors.formats import Format, Options
from extractors.passages import passages
from extractors.sniffing import mismatch, sniff

__all__ = ["extract", "mismatch", "passages", "sniff"]


def extract(
    content: bytes,
    document_id: str,
    format: Format,
    options: Options | None = None,
    name: str | None = None,
) -> Extraction:
    """Read bytes as the format that `sniff` found.

    With `name`, a file name that promises another format adds the problem "name-mismatch".
    RefusedError, with a code and a sentence for the user, where the bytes cannot be read.
    """
    extraction = format.extract(content, document_id, options or Options())
    problem = mismatch(format, name) if name else None
    if problem is None:
        return extraction
    return replace(extraction, problems=(problem, *extraction.problems))
