"""What label files are read into: labels that can be used, and rows that cannot, with why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from corpus.frameworks import Framework
from models.training.material import CodedPassage

Frameworks = Mapping[str, Framework]  # all that labels may name, by id


@dataclass(frozen=True, slots=True)
class Failed:
    """A row that cannot be used: where it stands, what is the matter, what to do.

    `line` counts from 1; null where the whole file is meant or lines mean nothing. With `partly`
    the row was used, but for the part that is named.
    """

    file: str
    line: int | None
    what: str
    remedy: str
    partly: bool = False

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}, line {self.line}"
        return f"{place}: {self.what}. {self.remedy}"


@dataclass(frozen=True, slots=True)
class Labels:
    """Passages that people coded, in the order of their first row, and the rows that failed."""

    coded: tuple[CodedPassage, ...] = ()
    failed: tuple[Failed, ...] = ()


class Unfit(Exception):  # noqa: N818 - it never leaves this package: each becomes a failed row
    """Something in a row that cannot be used: what it is, and what to do."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy
