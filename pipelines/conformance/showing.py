"""The check of ways of working: a page of the app, and the test that goes through it.

The app stands above the pipelines, so that nothing of it is imported here: what is looked at is
that the named test is there and says which page it goes through. That it passes, the suite shows.
"""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

from pipelines.conformance.registry import Faults, named
from pipelines.conformance.world import World

_ROOT = Path(__file__).parents[2]


@named("shown")
def shown(world: World, page: str, test: str) -> Faults | None:
    """A test of this name goes through this page; null where Vouch came without its tests."""
    file, _, function = test.partition("::")
    path = _ROOT / file
    if not (_ROOT / "tests").is_dir():
        return None
    told = _told(path) if path.is_file() else {}
    if function not in told:
        return [f"there is no test {test}"]
    return [] if page in told[function].split() else [f"{test} does not say that it shows {page}"]


@cache
def _told(path: Path) -> dict[str, str]:
    """Return what each test of a file says of itself, by its name."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {
        node.name: ast.get_docstring(node) or ""
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
    }
