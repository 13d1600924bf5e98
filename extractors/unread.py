"""What a document holds beside its words, said as problems: nothing is left out in silence."""

from __future__ import annotations

from corpus.records import Problem


def pictures_unread(count: int, where: str = "The document") -> list[Problem]:
    """Say that pictures were not looked at; nothing where there are none."""
    if not count:
        return []
    held = "a picture, which was" if count == 1 else f"{count} pictures, which were"
    message = (
        f"{where} holds {held} not read. If words are to be seen in them (a scan, a photo of a "
        "page, messages on a telephone), save them as PDF and offer that file as well."
    )
    return [Problem("extract", "pictures-not-read", message)]


def embedded_unread(count: int, where: str = "The document") -> list[Problem]:
    """Say that files inside a document were not looked at; nothing where there are none."""
    if not count:
        return []
    held = "another file, which was" if count == 1 else f"{count} other files, which were"
    message = (
        f"{where} holds {held} not read. Open it, save what is embedded in it as files of their "
        "own, and offer these as well."
    )
    return [Problem("extract", "embedded-not-read", message)]
