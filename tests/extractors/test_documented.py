"""Every code that an extractor may give has a line in docs/formats.md."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
MAKERS = {"refuse", "Problem", "_problem"}


def codes() -> dict[str, str]:
    """Find the codes in the source: the second argument of what builds a problem."""
    found: dict[str, str] = {}
    for path in sorted((ROOT / "extractors").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            if node.func.id in MAKERS and len(node.args) > 1:
                code = node.args[1]
                if isinstance(code, ast.Constant) and isinstance(code.value, str):
                    found[code.value] = f"{path.name}:{node.lineno}"
    return found


def test_codes_are_documented() -> None:
    pages = (ROOT / "docs" / name for name in ("formats.md", "facts.md", "improvements.md"))
    page = "\n".join(path.read_text(encoding="utf-8") for path in pages)
    missing = {code: place for code, place in codes().items() if f"`{code}`" not in page}
    assert len(codes()) > 10
    assert missing == {}
