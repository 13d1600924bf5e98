"""The house rules, read off the source itself: sizes, names, docstrings, imports."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("corpus", "extractors", "models", "pipelines", "review")
SOURCES = sorted(path for name in PACKAGES for path in (ROOT / name).rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
FORBIDDEN_NAMES = {"utils", "helpers", "manager", "common", "base"}
Function = ast.FunctionDef | ast.AsyncFunctionDef


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def functions(path: Path) -> Iterator[Function]:
    for node in ast.walk(tree(path)):
        if isinstance(node, Function):
            yield node


def body_lines(node: Function) -> int:
    """Lines of a function below its docstring."""
    body = node.body
    if ast.get_docstring(node) is not None:
        body = body[1:]
    if not body:
        return 0
    return (body[-1].end_lineno or 0) - body[0].lineno + 1


def where(path: Path, node: ast.AST | None = None) -> str:
    line = f":{node.lineno}" if node is not None and hasattr(node, "lineno") else ""
    return f"{path.relative_to(ROOT)}{line}"


def test_there_is_source_to_judge() -> None:
    assert len(SOURCES) > 30
    assert sum(1 for path in SOURCES for _ in functions(path)) > 200


def test_no_module_is_two_things() -> None:
    long = {where(path): count for path in SOURCES if (count := length(path)) > 400}
    assert long == {}


def length(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_functions_are_short() -> None:
    sizes = sorted(body_lines(node) for path in SOURCES for node in functions(path))
    long = [
        where(path, node) for path in SOURCES for node in functions(path) if body_lines(node) > 60
    ]
    assert long == []
    assert sizes[len(sizes) // 2] <= 12
    assert sizes[int(len(sizes) * 0.95)] <= 40


def test_functions_take_few_arguments() -> None:
    crowded = [
        where(path, node)
        for path in SOURCES
        for node in functions(path)
        if len([*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]) > 7
    ]
    assert crowded == []


def test_nine_in_ten_public_functions_say_what_they_do() -> None:
    public = [node for path in SOURCES for node in functions(path) if not node.name.startswith("_")]
    told = [node for node in public if ast.get_docstring(node)]
    assert len(told) / len(public) >= 0.9


@pytest.mark.parametrize("path", SOURCES, ids=where)
def test_every_module_says_what_it_is(path: Path) -> None:
    assert ast.get_docstring(tree(path)), f"{where(path)} has no docstring"


def test_names_say_what_is_inside() -> None:
    vague = [
        where(path)
        for path in SOURCES
        if FORBIDDEN_NAMES & {path.stem, *path.relative_to(ROOT).parts}
    ]
    assert vague == []


def test_no_module_shadows_the_standard_library() -> None:
    # Inside a package it is legal, yet one `python extractors/word.py` puts the folder on sys.path.
    shadows = [where(path) for path in SOURCES if path.stem in sys.stdlib_module_names]
    assert [name for name in shadows if "__init__" not in name] == []


def test_broad_excepts_stand_at_stage_borders_only() -> None:
    broad = [
        where(path, node)
        for path in SOURCES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ExceptHandler) and swallows_everything(node)
    ]
    assert len(broad) <= 6, broad


def swallows_everything(handler: ast.ExceptHandler) -> bool:
    """A handler of any error that does not raise it again after tidying up."""
    named = handler.type.id if isinstance(handler.type, ast.Name) else None
    broad = handler.type is None or named in {"Exception", "BaseException"}
    last = handler.body[-1]
    return broad and not (isinstance(last, ast.Raise) and last.exc is None)


def test_tests_use_fakes_and_every_test_asserts() -> None:
    mocks = [
        where(path)
        for path in TESTS
        if re.search(r"^(from|import) unittest.mock", path.read_text(), re.M)
    ]
    assert mocks == []
    idle = [
        where(path, node)
        for path in TESTS
        for node in functions(path)
        if node.name.startswith("test_") and not asserts(node)
    ]
    assert idle == []


def asserts(node: Function) -> bool:
    """A test asserts, expects an exception, or calls a checker (named assert_... or check_...)."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.Assert):
            return True
        if isinstance(inner, ast.Call):
            name = ast.unparse(inner.func)
            if name in {"pytest.raises", "pytest.fail"} or re.search(
                r"\b(assert|check)_\w+$", name
            ):
                return True
    return False


def test_there_are_as_many_lines_of_tests_as_of_source() -> None:
    source = sum(length(path) for path in SOURCES)
    tests = sum(length(path) for path in TESTS)
    assert tests >= source


def test_the_five_packages_import_from_anywhere_and_are_ours(tmp_path: Path) -> None:
    code = "import corpus, extractors, models, pipelines, review\n" + "\n".join(
        f"print({name}.__file__)" for name in PACKAGES
    )
    run = subprocess.run(
        [sys.executable, "-I", "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    found = [Path(line).resolve() for line in run.stdout.split("\n") if line]
    assert found == [ROOT / name / "__init__.py" for name in PACKAGES]


def test_nothing_names_a_package_registry_or_a_machine() -> None:
    # "house/home/flat" is no folder of a machine.
    hosts = re.compile(r"pypi\.org|pythonhosted|registry\.npmjs|(?<!\w)/(?:root|home/\w+)/", re.I)
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True
    ).stdout.split(b"\0")
    found = []
    for name in filter(None, listed):
        path = ROOT / name.decode()
        if path == Path(__file__) or not path.is_file():
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        if hosts.search(text):
            found.append(str(path.relative_to(ROOT)))
    assert found == []
