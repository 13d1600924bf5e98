"""Reads a published framework document into structure, with its official wording and anchors.

The verbs: `compile_document` reads an Extraction, `attach` finds which official wording belongs to
which criterion of a known framework, `to_yaml` writes a new framework file. All are pure.
"""

from __future__ import annotations

from corpus.frameworks.compiler.attaching import Attachment, attach, matched_areas
from corpus.frameworks.compiler.compiled import Area, Compiled
from corpus.frameworks.compiler.compiling import compile_document
from corpus.frameworks.compiler.wordings import read_wordings, write_wordings
from corpus.frameworks.compiler.writing import suggested_id, to_yaml

__all__ = [
    "Area",
    "Attachment",
    "Compiled",
    "attach",
    "compile_document",
    "matched_areas",
    "read_wordings",
    "suggested_id",
    "to_yaml",
    "write_wordings",
]
