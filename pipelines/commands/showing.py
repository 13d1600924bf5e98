"""How commands word things: places in a document, labels of tags, and commands to type next."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Protocol

from corpus.frameworks import known, load
from corpus.problems import FrameworkError


class Placed(Protocol):
    """What stands somewhere in a document: a passage, or a search's hit."""

    @property
    def pages(self) -> tuple[int, int] | None:
        """First and last page; null without pages."""

    @property
    def number(self) -> str | None:
        """Printed number."""

    @property
    def locator(self) -> str | None:
        """Line, row or part where there are no pages."""


def place(found: Placed) -> str:
    """Say where in its document a passage stands: page and number, or line, row or part."""
    number = f"paragraph {found.number}" if found.number else None
    if found.pages is None:
        return ", ".join(filter(None, (found.locator, number)))
    first, last = found.pages
    page = f"page {first}" if first == last else f"pages {first}-{last}"
    return ", ".join(filter(None, (page, number)))


def label(framework: str, *codes: str | None, folder: Path | None = None) -> str:
    """Name areas and criteria by code and title: "PROT Help and protection · PROT-1 …".

    `folder` holds the workspace's own frameworks.
    """
    titles = titles_of(framework, folder)
    named = dict.fromkeys(filter(None, codes))
    return " · ".join(f"{code} {titles.get(code, '')}".strip() for code in named)


@cache
def titles_of(framework: str, folder: Path | None = None) -> dict[str, str]:
    """Return the titles of a framework's areas, aspects and criteria by code; none if unknown."""
    try:
        found = load(framework, folder)
    except FrameworkError:
        return {}
    titles = found.titles()
    # Tags carry the plain code, what is qualified by its element is the same thing there.
    plain = {code.rpartition("/")[2]: title for code, title in titles.items()}
    return plain | titles | {criterion.code: criterion.title for criterion in found.criteria}


def codes(folder: Path | None = None) -> tuple[str, ...]:
    """Return every code of every framework once; the same code may stand in several."""
    return tuple(dict.fromkeys(code for name in known(folder) for code in titles_of(name, folder)))


def program() -> str:
    """Return the program as it was called: by its path where a shell would not find it."""
    called = Path(sys.argv[0])
    if called.stem.lower() != "vouch" or not called.exists():
        return "vouch"
    found = shutil.which("vouch")
    return "vouch" if found and called.samefile(found) else str(called)


def typed(*words: str) -> str:
    """Write a command of Vouch so that it can be pasted into a shell."""
    line = [program(), *words]
    return subprocess.list2cmdline(line) if os.name == "nt" else shlex.join(line)
