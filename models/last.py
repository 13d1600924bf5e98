"""Keeps the last answer: lenses ask the same of one batch, and only the first need work it out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

Answer = TypeVar("Answer")


class Last(Generic[Answer]):
    """The answer to the last question, for as long as the very same object is asked about.

    Only what cannot change may be a question, such as a tuple: of a list nothing is kept.
    """

    __slots__ = ("_kept",)

    def __init__(self) -> None:
        self._kept: tuple[object, Answer] | None = None

    def __call__(self, question: object, answer: Callable[[], Answer]) -> Answer:
        """Return the answer kept for this question, else make and keep it."""
        if self._kept is not None and self._kept[0] is question:
            return self._kept[1]
        made = answer()
        if not isinstance(question, list):
            self._kept = (question, made)
        return made
