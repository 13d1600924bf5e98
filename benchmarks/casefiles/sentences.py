"""Sentences of our own, and the little grammar they are written in.

A file of `phrases/` has sections "# kind part", then one template a line (`\\n` is a line break).
In a template

- `<a|b|c>` is one of the alternatives, which may be empty and may hold others;
- `{mother}` is a slot (`benchmarks.casefiles.slots` lists them); `{mother's}` adds the possessive,
  `{child.he}`, `.him`, `.his` and `.He` are pronouns;
- `[child past: words]` says who says so and of which time the words speak;
- `[! abuse: words]` is an explicit sign of harm, `[~ history: words]` only looks like one.

Each template belongs to one half of the vocabulary for good, told by the hash of its text. Signs of
harm and what looks like them are parted by file instead: rules were measured on all of the first
ones, so they are for development; those of `judgement.txt`, written later, for judgement alone.
NOBODY WHO WRITES RULES READS `phrases/judgement.txt` or tunes on what it gives. The rehearsal uses
those of `phrases/rehearsal` and no others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from benchmarks.casefiles.truth import Vocabulary
from benchmarks.casefiles.vocabulary import half

FOLDER = Path(__file__).parent / "phrases"
Section = tuple[str, str]
_TOKEN = re.compile(r"[<>|\]]|\[[!~]? ?[a-z-]+(?: [a-z]+)?: ?|\{[^{}]+\}|[^<>|\[\]{}]+")


def written(folder: Path = FOLDER) -> Iterator[tuple[Section, str]]:
    """Yield every template of a folder with its section."""
    for path in sorted(folder.glob("*.txt")):
        section = ("", "")
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("# "):
                kind, _, part = line[2:].partition(" ")
                section = (kind, part)
            elif line.strip():
                yield section, line.strip().replace("\\n", "\n")


@cache
def _held_back() -> frozenset[str]:
    """Return the lines that are for judgement alone."""
    text = (FOLDER / "judgement.txt").read_text(encoding="utf-8")
    return frozenset(line.strip() for line in text.splitlines())


def belongs(section: Section, template: str) -> Vocabulary:
    """Return the half of the vocabulary that uses a template."""
    if section[1] in ("harm", "near"):
        return "judgement" if template in _held_back() else "development"
    return half(template)


@cache
def sentences(vocabulary: Vocabulary) -> dict[Section, tuple[str, ...]]:
    """Return the templates of one vocabulary by section."""
    found: dict[Section, list[str]] = {}
    rehearsed = vocabulary == "rehearsal"
    for section, template in written(FOLDER / "rehearsal" if rehearsed else FOLDER):
        if rehearsed or belongs(section, template) == vocabulary:
            found.setdefault(section, []).append(template)
    return {section: tuple(templates) for section, templates in found.items()}


@cache
def tokens(template: str) -> tuple[str, ...]:
    """Part a template into its marks, slots and text. ValueError where it does not parse."""
    parts = tuple(_TOKEN.findall(template))
    if "".join(parts) != template:
        raise ValueError(f"the template {template!r} has a mark that is none of the grammar")
    return parts
