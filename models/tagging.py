"""What a tagger is: it reads passages through one framework and suggests, never decides."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from corpus.records import Extraction, Passage, Tag
from models.answers import NONE

__all__ = ["NONE", "Tagger"]


class Tagger(Protocol):
    """One classifier in one version, bound to one framework."""

    @property
    def name(self) -> str:
        """Family and version: "baseline/1". Tag ids depend on the family alone."""

    def tag(self, passages: Sequence[Passage], extraction: Extraction) -> tuple[Tag, ...]:
        """Tag all passages of one document: one to three rows each, in the order given."""
