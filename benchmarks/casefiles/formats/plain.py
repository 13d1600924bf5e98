"""Plain text and Markdown, in the encodings and line ends that systems export."""

from __future__ import annotations

from random import Random

from benchmarks.casefiles.truth import FileTruth


def text(file: FileTruth, separator: str, rng: Random) -> bytes:
    """Return a text file; its asides stand above the notes."""
    parts = [aside.piece.text for aside in file.asides if not aside.hidden]
    whole = "\n\n".join([*parts, separator.join(note.piece.text for note in file.notes)]) + "\n"
    if rng.random() < 0.3:
        whole = whole.replace("\n", "\r\n")
    if rng.random() < 0.1:
        return whole.encode("utf-16")
    return whole.encode("utf-8-sig" if rng.random() < 0.2 else "utf-8")


def markdown(file: FileTruth, separator: str, _rng: Random) -> bytes:
    """Return a Markdown file; the text of its notes holds no mark-up but the header's."""
    parts = [f"# {aside.piece.text}" for aside in file.asides if not aside.hidden]
    return ("\n\n".join([*parts, separator.join(n.piece.text for n in file.notes)]) + "\n").encode()
