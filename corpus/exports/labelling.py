"""Formats for people who label: tags with the words they are about, to look at and to correct.

A format writes a whole file at once and returns how many tags it holds. Its module, and what that
needs, is imported when the format is asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from corpus.evidence import Evidence


@dataclass(frozen=True, slots=True)
class Labelling:
    """One format: its name on the command line and what writes it."""

    name: str
    write: Callable[[Evidence, BinaryIO], int]


def _docbin(evidence: Evidence, out: BinaryIO) -> int:
    # spaCy takes most of a second to import, and only this format needs it.
    from corpus.exports.docbin import write  # noqa: PLC0415

    return write(evidence, out)


def _label_studio(evidence: Evidence, out: BinaryIO) -> int:
    # It needs the frameworks, and with them YAML.
    from corpus.exports.label_studio import write  # noqa: PLC0415

    return write(evidence, out)


DOCBIN = Labelling("docbin", _docbin)
LABEL_STUDIO = Labelling("label-studio", _label_studio)
