"""Attached wording as a JSON file and back: what a workspace keeps of a user's own copy."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from corpus.frameworks.compiler.attaching import Attachment, Wording
from corpus.frameworks.compiler.compiled import Anchor, Quote
from corpus.problems import FrameworkError

SUFFIX = ".wording.json"
_FORMAT = 1


def write_wordings(attachment: Attachment) -> str:
    """Return the content of `<framework>.wording.json`; the same attachment, the same bytes."""
    content = {"format": _FORMAT, **asdict(attachment)}
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def read_wordings(content: str, name: str) -> Attachment:
    """Read such a file back. FrameworkError, with its name and a remedy, where it is damaged."""
    try:
        data = json.loads(content)
        if data.pop("format") > _FORMAT:
            raise FrameworkError(f"{name} was written by a newer Vouch. Install that one.")
        data["wordings"] = tuple(_wording(row) for row in data["wordings"])
        data["beside"] = tuple(_wording(row) for row in data["beside"])
        data["unmatched"] = tuple(str(line) for line in data["unmatched"])
        return Attachment(**data)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise FrameworkError(
            f"{name} is damaged. Remove it and run `vouch frameworks compile` on the document "
            "again."
        ) from error


def _wording(row: dict[str, Any]) -> Wording:
    quotes = tuple(Quote(quote["text"], Anchor(**quote["anchor"])) for quote in row["quotes"])
    return Wording(row["code"], quotes, float(row["likeness"]), row["doubt"])
