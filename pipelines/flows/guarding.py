"""Keeps what documents say out of Prefect's logs and states, where an error would put it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from corpus.problems import VouchError
from pipelines.logs import log_defect


@contextmanager
def without_words(doing: str) -> Iterator[None]:
    """Let our own errors and those of the disk through; of any other only its kind.

    Prefect stores an error's text and trace in its database. The text of an error from a parser or
    a database may quote a case note; where it happened stands in the workspace's log file.
    """
    try:
        yield
    except (VouchError, OSError):
        raise
    except Exception as error:  # noqa: BLE001 - the border to Prefect: see above
        log_defect(error, doing=doing)
        # `from None`: a trace that Prefect prints must not go on to the error itself.
        raise VouchError(
            f"Vouch itself failed while {doing} ({type(error).__name__}). "
            "The log file in the workspace says where: please report it."
        ) from None
