"""The log file of a workspace: JSON lines about runs and documents, never about what they say."""

from __future__ import annotations

import json
import logging
import logging.handlers
import os
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from io import TextIOWrapper
from pathlib import Path

FILE_NAME = "vouch.jsonl"
ROOT = "vouch"
_LARGEST = 5_000_000
_KEPT = 3


class JsonLines(logging.Formatter):
    """Writes one JSON object a record: time, level, what, and the record's `details`."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of a record."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        details = getattr(record, "details", {})
        line = {"at": at, "level": record.levelname.lower(), "what": record.getMessage(), **details}
        return json.dumps(line, default=str)


class _LogFile(logging.handlers.RotatingFileHandler):
    """The log file; a full disk is told by what matters more, not by the log."""

    def _open(self) -> TextIOWrapper:
        # Names of files can name people: the log is for its owner alone, like all of a workspace.
        descriptor = os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        return TextIOWrapper(os.fdopen(descriptor, "ab"), encoding=self.encoding)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """Leave out what cannot be written."""


def log(what: str, level: int = logging.INFO, **details: object) -> None:
    """Write one event to the log, if a log file is open. Details hold no text of a document."""
    logging.getLogger(f"{ROOT}.pipelines").log(level, what, extra={"details": details})


def log_defect(error: Exception, **details: object) -> None:
    """Log where our own code failed, without the error's text, which may quote a document."""
    frames = traceback.extract_tb(error.__traceback__)
    trace = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    log("internal-error", logging.ERROR, **details, error=type(error).__name__, trace=trace)


@contextmanager
def logging_to(folder: Path) -> Iterator[Path]:
    """Send Vouch's log records to the log file in a folder while the block runs."""
    path = folder / FILE_NAME
    folder.mkdir(parents=True, exist_ok=True)
    handler = _LogFile(path, maxBytes=_LARGEST, backupCount=_KEPT, encoding="utf-8", delay=True)
    handler.setFormatter(JsonLines())
    logger = logging.getLogger(ROOT)
    before = (logger.level, logger.propagate)
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    try:
        yield path
    finally:
        logger.removeHandler(handler)
        logger.setLevel(before[0])
        logger.propagate = before[1]
        handler.close()
