"""Check the documentation: links lead somewhere, nothing that a user meets is left undocumented.

Run from anywhere: `python docs/check.py`. Prints what is missing and exits with 1, or says how much
it checked and exits with 0.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")
_CODE = re.compile(r"^```.*?^```", re.M | re.S)


def broken_links() -> list[str]:
    """Name every relative link, in any page, whose target does not exist."""
    missing = []
    for page in PAGES:
        for target in _LINK.findall(_CODE.sub("", page.read_text(encoding="utf-8"))):
            if "://" not in target and not (page.parent / target).exists():
                missing.append(f"{page.relative_to(ROOT)}: the link to {target} leads nowhere")
    return missing


def unlisted_pages() -> list[str]:
    """Name every page that the index does not link to."""
    index = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    linked = set(_LINK.findall(index))
    pages = [page.relative_to(ROOT / "docs").as_posix() for page in PAGES[2:]]
    return [
        f"docs/index.md: does not link to {page}"
        for page in pages
        if page not in linked and page != "index.md"
    ]


def misnumbered_decisions() -> list[str]:
    """Name decisions whose number is used twice or whose file name has none."""
    seen: dict[str, str] = {}
    wrong = []
    for page in sorted((ROOT / "docs" / "decisions").glob("*.md")):
        match = re.match(r"(\d{4})-[a-z0-9-]+\.md$", page.name)
        if not match:
            wrong.append(f"docs/decisions/{page.name}: name it NNNN-title.md")
        elif match[1] in seen:
            wrong.append(f"docs/decisions/{page.name}: {match[1]} is taken by {seen[match[1]]}")
        else:
            seen[match[1]] = page.name
    return wrong


def codes_in(path: Path) -> set[str]:
    """Return the problem codes that a module writes out: the second argument of the two makers."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"refuse", "Problem"}:
            given = [*node.args[1:2], *(word.value for word in node.keywords if word.arg == "code")]
            found |= {arg.value for arg in given if isinstance(arg, ast.Constant)}
    return {code for code in found if isinstance(code, str)}


def undocumented_codes() -> tuple[list[str], int]:
    """Name every problem code in the source that no page explains, and count the codes."""
    prose = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    found: dict[str, Path] = {}
    for package in ("corpus", "extractors", "models", "pipelines"):
        for path in sorted((ROOT / package).rglob("*.py")):
            for code in codes_in(path):
                found.setdefault(code, path)
    missing = [
        f"{path.relative_to(ROOT)}: the problem code {code} is explained on no page"
        for code, path in sorted(found.items())
        if f"`{code}`" not in prose
    ]
    return missing, len(found)


def stale_reference() -> list[str]:
    """Say whether the command-line reference differs from what the commands print today."""
    script = ROOT / "docs" / "make_cli_reference.py"
    run = subprocess.run([sys.executable, str(script), "--check"], check=False)  # noqa: S603
    return [] if run.returncode == 0 else ["docs/cli.md: run python docs/make_cli_reference.py"]


def stale_conformance() -> list[str]:
    """Say whether the conformance page lacks a row of the list, or shows an older one."""
    script = ROOT / "docs" / "make_conformance.py"
    run = subprocess.run([sys.executable, str(script), "--check"], check=False)  # noqa: S603
    return [] if run.returncode == 0 else ["docs/conformance.md: see docs/make_conformance.py"]


def main() -> int:
    """Run every check; 0 where all is well."""
    codes, count = undocumented_codes()
    wrong = [
        *broken_links(),
        *unlisted_pages(),
        *misnumbered_decisions(),
        *codes,
        *stale_reference(),
        *stale_conformance(),
    ]
    for line in wrong:
        print(line)  # noqa: T201
    print(f"{len(PAGES)} pages, {count} problem codes: {len(wrong)} things to mend")  # noqa: T201
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
