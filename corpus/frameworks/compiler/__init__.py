"""Reads a published framework document into structure, with its official wording and anchors.

The verbs: `compile_document` reads an Extraction, `attach` finds which official wording belongs to
which criterion of a known framework, `to_yaml` writes a new framework file. All are pure.
"""

from __future__ import annotations

from corpus.frameworks.compiler.compiled import Compiled
from corpus.frameworks.compiler.compiling import compile_document

__all__ = ["Compiled", "compile_document"]
