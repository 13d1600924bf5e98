"""Who reads for a run: worker processes, the tasks of a flow, or this process itself."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

from corpus.records import Reading
from corpus.workspace import Holder, Workspace
from pipelines.offers import Offer
from pipelines.settings import Settings


class Reads(Protocol):
    """What reads offers: `pipelines.pool.Pool` fits, and so do the tasks of the Prefect engine."""

    def run(self, offers: Sequence[Offer]) -> Iterator[Reading]:
        """Yield a Reading for every offer."""


# Makes what reads from the settings, a folder for temporary files and the reader's name.
Staff = Callable[[Settings, Path, str], AbstractContextManager[Reads]]

# Told once who holds the workspace while a run waits for it.
OnWait = Callable[[Holder | None], None]


@contextmanager
def temporary(workspace: Workspace) -> Iterator[Path]:
    """Make the folder for what workers and tesseract put aside; nothing of it outlives the run."""
    folder = workspace.cache / "temporary"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
