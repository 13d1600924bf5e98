"""The progress bar of a long run: on stderr, and only where somebody is looking."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol


class Step(Protocol):
    """Told that so many more documents are stored."""

    def __call__(self, count: int) -> None:
        """Move the bar on."""


def _silent(count: int) -> None:
    """Move nothing: nobody is looking."""


@contextmanager
def bar(total: int, what: str) -> Iterator[Step]:
    """Show a bar while the block runs; yields the function that moves it on."""
    if total == 0 or not sys.stderr.isatty():
        yield _silent
        return
    # Rich takes a tenth of a second to load, too much where there is no bar to show.
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, MofNCompleteColumn, Progress  # noqa: PLC0415

    columns = (what, BarColumn(), MofNCompleteColumn(), "{task.percentage:>3.0f} %")
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(what, total=total)

        def step(count: int) -> None:
            progress.advance(task, count)

        yield step
