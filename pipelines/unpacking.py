"""Files that hold files: what stands in an archive or is attached to a mail is read with it.

Such files are restricted: nobody publishes a report as an attachment. What is inside shares the
quarantine, the original and the fate of the file that it came in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus.problems import RefusedError, refuse
from corpus.records import Problem
from extractors import extract, sniff
from extractors.formats import Options
from pipelines.quarantine import Part, Unpacked

ARCHIVE = "application/zip"


def unpacked(content: bytes, document_id: str, name: str, options: Options) -> Unpacked | None:
    """Read a file that holds files; null where it is none, as a report and a note are.

    What cannot be read inside is a problem of the whole. RefusedError where nothing can.
    """
    from extractors.containers import is_container, parts  # noqa: PLC0415 - not for a PDF

    if content.startswith(b"%PDF-") or not is_container(content):
        return None
    problems: list[Problem] = []
    own = _own(content, document_id, name, options)
    found = list(own)
    for inner in parts(content, name, options):
        try:
            format = sniff(inner.content, inner.name)
            extraction = extract(inner.content, document_id, format, options, inner.name)
        except RefusedError as error:
            told = f"{inner.locator}: {error.problem.message}"
            problems.append(replace(error.problem, message=told))
        else:
            found.append(Part(inner.locator, inner.name, format.media_type, extraction))
    if not found:
        raise _nothing(problems)
    return Unpacked(own[0].media_type if own else ARCHIVE, tuple(found), tuple(problems))


def _own(content: bytes, document_id: str, name: str, options: Options) -> Sequence[Part]:
    """Return the words of a mail itself; an archive has none."""
    try:
        format = sniff(content, name)
    except RefusedError:
        return ()
    extraction = extract(content, document_id, format, options, name)
    return (Part("", name, format.media_type, extraction),)


def _nothing(problems: Sequence[Problem]) -> RefusedError:
    """Say why there is nothing to read: the only reason, or that there was none at all."""
    if len(problems) == 1:
        return RefusedError(problems[0])
    told = f" ({len(problems)} files, none of which can be read)" if problems else ""
    message = f"The archive holds no document that Vouch reads{told}. Offer the files one by one."
    return refuse("stages", "nothing-inside", message)
