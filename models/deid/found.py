"""What one means found in one text, before all means are laid over each other."""

from __future__ import annotations

from typing import NamedTuple

from corpus.notes import IdentifierKind


class Found(NamedTuple):
    """Words that one means takes for an identifier: `text[start:end]`.

    `means` is the means and its rule ("context/title"). `role` is the kind of person that the words
    around speak of, where they do. `key` is filled by means that know who or what it is.
    """

    start: int
    end: int
    kind: IdentifierKind
    means: str
    role: str = ""
    key: str = ""
