"""What conformance checks look at: the shipped frameworks and, where given, the documents."""

from __future__ import annotations

import hashlib
import re
from functools import cached_property
from pathlib import Path

from corpus.frameworks import Framework, known, load
from corpus.frameworks.compiler import Area, Compiled, attach, compile_document, matched_areas
from corpus.problems import SettingsError
from corpus.records import Extraction, Passage
from extractors import extract, passages, sniff

_PREFIX = re.compile(r"(\d{3})(?!\d)")


class World:
    """Frameworks by id and source documents by their number ("000"), each read once."""

    def __init__(self, seeds: Path | None = None) -> None:
        """Take the folder of source documents. SettingsError where it holds none."""
        self._seeds = seeds
        self._read: dict[str, Seed] = {}
        self._compiled: dict[str, Compiled] = {}
        if seeds is not None and not self.files:
            raise SettingsError(
                f"{seeds} holds no source documents. Their names begin with a number of three "
                "digits, such as 000_name.txt. Give the folder that holds them."
            )

    @cached_property
    def files(self) -> dict[str, Path]:
        """Paths by number; empty where no folder was given."""
        if self._seeds is None:
            return {}
        found = sorted(path for path in self._seeds.iterdir() if path.is_file())
        numbered = [(match[1], path) for path in found if (match := _PREFIX.match(path.name))]
        return dict(reversed(numbered))

    def framework(self, framework_id: str) -> Framework:
        """Return a shipped framework. FrameworkError where its file does not hold together."""
        return load(framework_id)

    def every(self) -> tuple[Framework, ...]:
        """Return all shipped frameworks."""
        return tuple(load(framework_id) for framework_id in known())

    def seed(self, number: str) -> Seed | None:
        """Return a source document; null where it was not given."""
        path = self.files.get(number)
        if path is None:
            return None
        if number not in self._read:
            self._read[number] = Seed(path)
        return self._read[number]

    def compiled(self, number: str) -> Compiled | None:
        """Return what the compiler makes of a source document; null where it was not given."""
        document = self.seed(number)
        if document is None:
            return None
        if number not in self._compiled:
            self._compiled[number] = compile_document(document.extraction)
        return self._compiled[number]

    def attached(self, number: str, framework_id: str) -> dict[str, Area] | None:
        """Return the areas that the compiler finds, by the code of the framework's own area."""
        compiled = self.compiled(number)
        if compiled is None:
            return None
        return dict(matched_areas(compiled, self.framework(framework_id)))

    def wordings(self, number: str, framework_id: str) -> dict[str, str] | None:
        """Return the official wording of each criterion that could be attached, by code."""
        compiled = self.compiled(number)
        if compiled is None:
            return None
        found = attach(compiled, self.framework(framework_id))
        return {row.code: row.text for row in found.wordings}


class Seed:
    """One source document, read as any document is read."""

    def __init__(self, path: Path) -> None:
        """Read and cut a file; RefusedError where it cannot be read."""
        content = path.read_bytes()
        document_id = hashlib.sha256(content).hexdigest()
        self.lines = content.decode("utf-8", "replace").splitlines()
        self.extraction: Extraction = extract(content, document_id, sniff(content, path.name))
        self.passages: tuple[Passage, ...] = passages(self.extraction)

    def paragraph(self, number: str) -> tuple[Passage, ...]:
        """Return the passages of a numbered paragraph: it, and what has no number below it."""
        found: list[Passage] = []
        for passage in self.passages:
            if passage.number == number:
                found.append(passage)
            elif found and passage.number is not None and passage.number.rstrip(".").isdigit():
                break
            elif found:
                found.append(passage)
        return tuple(found)

    def between(self, first: int, last: int) -> tuple[Passage, ...]:
        """Return the passages that begin on these lines of the file, counted from 1."""
        return tuple(
            passage
            for passage in self.passages
            if (line := _first_line(passage)) is not None and first <= line <= last
        )


def _first_line(passage: Passage) -> int | None:
    match = re.match(r"lines? (\d+)", passage.locator or "")
    return int(match[1]) if match else None
