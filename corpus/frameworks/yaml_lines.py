"""YAML that people write, read with the line of every value, so that findings can name it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache
from typing import Any, TypeVar, cast

import yaml
from pydantic import ConfigDict, TypeAdapter, ValidationError

from corpus.frameworks.broken_yaml import broken
from corpus.frameworks.shapes import Place, keys_allowed, values_allowed
from corpus.problems import VouchError

Finding = tuple[Place, str]
Record = TypeVar("Record")

_Loader = yaml.SafeLoader | yaml.CSafeLoader
# The C loader gives the same nodes and marks five times faster, where libyaml is there.
_SafeLoader: type[_Loader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# What YAML takes an unquoted key for when it looks like a number, a date, or yes and no.
_NO_WORDS = {f"tag:yaml.org,2002:{kind}" for kind in ("int", "float", "timestamp", "bool", "null")}
_WORDING = {
    "missing": "the key {key!r} is missing",
    "string_type": "{key!r} must be words; put the value in quotes",
    "string_too_short": "{key!r} must not be empty",
    "too_short": "{key!r} must not be empty",
    "date_type": "{key!r} must be a date such as 2024-04-05: year, month, day",
    "date_from_datetime_parsing": "{key!r} must be a date such as 2024-04-05: year, month, day",
    "date_from_datetime_inexact": "{key!r} must be a date such as 2024-04-05: year, month, day",
    "list_type": "{key!r} must be a list",
    "dict_type": "{key!r} must hold keys and values",
    "model_type": "{key!r} must hold keys and values",
    "dataclass_type": "{key!r} must hold keys and values",
    "tuple_type": "{key!r} must be a list",
    "int_type": "{key!r} must be a whole number",
    "int_parsing": "{key!r} must be a whole number",
    "greater_than": "{key!r} must be more than 0",
    "greater_than_equal": "{key!r} must be 0 or more",
    "bool_type": "{key!r} must be yes or no",
    "bool_parsing": "{key!r} must be yes or no",
}


@dataclass(frozen=True, slots=True)
class YamlFile:
    """A file's values and the nodes they came from; `error` is raised for what is wrong in it."""

    name: str
    root: yaml.Node
    data: Any
    error: type[VouchError]

    def line(self, place: Place) -> int:
        """Line of the deepest node that exists on the way to a place, counted from 1."""
        return _line(self.root, place)

    def refusal(self, findings: Iterable[Finding]) -> VouchError:
        """Build the error that lists findings in the order of the file, ready to raise."""
        rows = sorted((self.line(place), words) for place, words in findings)
        return self.error("\n".join(f"{self.name}, line {line}: {words}" for line, words in rows))

    def check(self, findings: Iterable[Finding]) -> None:
        """Raise the error for findings, if there are any."""
        listed = list(findings)
        if listed:
            raise self.refusal(listed)


def parse(content: str, name: str, opening: str, error: type[VouchError]) -> YamlFile:
    """Read YAML text into plain values; no key twice. `opening` says what such a file starts with.

    Raises `error` with the name and line of what is wrong.
    """
    loader, root = _parsed(content, name, error)
    if not isinstance(root, yaml.MappingNode):
        raise error(f"{name}, line 1: {opening}")
    file = YamlFile(name, root, None, error)
    file.check(_odd_keys(root))
    try:
        return replace(file, data=loader.construct_document(root))
    except (yaml.YAMLError, ValueError, RecursionError) as found:
        file.check(_unreadable(root))
        raise error(f"{name}: a value cannot be read: {found}") from found


def record(file: YamlFile, shape: type[Record]) -> Record:
    """Make a frozen record of a file's values; its fields are the keys, and there are no others.

    Raises the file's error with every finding and its line.
    """
    try:
        (made,) = _validator(shape).validate_python([file.data])  # type: ignore[arg-type]
    except ValidationError as error:
        raise file.refusal(worded(error, shape, depth=1)) from error
    return cast("Record", made)


def worded(found: ValidationError, shape: Any, depth: int = 0) -> list[Finding]:
    """Word what pydantic found wrong with values for a shape, each with its place.

    The shape's own keys begin `depth` steps into pydantic's places.
    """
    return [_finding(item, item["loc"][depth:], shape) for item in found.errors()]


# Making one costs more than reading most files with it does, and there are few shapes.
@cache
def _validator(shape: type) -> TypeAdapter[list[Any]]:
    # pydantic takes no settings for a record alone, but does for a list of records.
    return TypeAdapter(list[shape], config=ConfigDict(extra="forbid"))  # type: ignore[valid-type]


def _parsed(content: str, name: str, error: type[VouchError]) -> tuple[_Loader, yaml.Node | None]:
    try:
        loader = _SafeLoader(content)
        return loader, loader.get_single_node()
    except yaml.MarkedYAMLError as found:
        line, words = broken(found, content)
        raise error(f"{name}, line {line}: {words}") from found
    except (yaml.YAMLError, RecursionError) as found:
        raise error(f"{name}: not valid YAML: {found}") from found


def _walk(root: yaml.Node) -> Iterator[tuple[Place, yaml.Node]]:
    """Give every node once with its place, also where an alias holds itself."""
    waiting: list[tuple[Place, yaml.Node]] = [((), root)]
    visited: set[int] = set()
    while waiting:
        place, node = waiting.pop()
        if id(node) not in visited:
            visited.add(id(node))
            yield place, node
            waiting += [((*place, step), child) for step, child in _children(node)]


def _odd_keys(root: yaml.Node) -> Iterator[Finding]:
    """Find keys that are no words, and keys that stand twice."""
    for place, node in _walk(root):
        if not isinstance(node, yaml.MappingNode):
            continue
        seen: set[str] = set()
        for key, _ in node.value:
            name = str(key.value)
            if key.tag in _NO_WORDS:
                yield (*place, name), f"the key {name!r} must be words; put it in quotes"
            if name in seen:
                # YAML itself lets the last one win, which would drop half a list without a word.
                yield (*place, name), f"the key {name!r} stands twice; join the two"
            seen.add(name)


def _unreadable(root: yaml.Node) -> Iterator[Finding]:
    """Find values that look like something they cannot be, such as a thirtieth of February."""
    for place, node in _walk(root):
        if isinstance(node, yaml.ScalarNode):
            try:
                _SafeLoader("").construct_object(node)
            except (yaml.YAMLError, ValueError) as found:
                yield place, f"{node.value!r} cannot be read: {found}"


def _children(node: yaml.Node) -> list[tuple[str | int, yaml.Node]]:
    if isinstance(node, yaml.MappingNode):
        return [(str(key.value), value) for key, value in node.value]
    if isinstance(node, yaml.SequenceNode):
        return list(enumerate(node.value))
    return []


def _line(root: yaml.Node, place: Place) -> int:
    node, line = root, root.start_mark.line
    for step in place:
        found = [child for key, child in _children(node) if key == step]
        if not found:
            break
        if isinstance(node, yaml.MappingNode):
            line = next(key.start_mark.line for key, _ in reversed(node.value) if key.value == step)
        else:
            line = found[-1].start_mark.line
        node = found[-1]
    return line + 1


def _finding(item: Any, place: Place, shape: Any) -> Finding:
    key = next((step for step in reversed(place) if isinstance(step, str)), "file")
    kind = item["type"]
    if kind in {"extra_forbidden", "unexpected_keyword_argument"}:
        keys = keys_allowed(shape, place[:-1])
        near = get_close_matches(key, keys, n=1)
        meant = f"; perhaps {near[0]!r} is meant" if near else ""
        return place, f"unknown key {key!r}; allowed here: {', '.join(keys)}{meant}"
    if kind == "literal_error":
        allowed = ", ".join(values_allowed(shape, place))
        return place, f"{key!r} is {item['input']!r}; allowed: {allowed}"
    if kind == "string_pattern_mismatch":
        return place, f"{key!r} is {item['input']!r}, which does not look like {_sample(key)}"
    wording = _WORDING.get(kind)
    return place, wording.format(key=key) if wording else f"{key!r}: {item['msg']}"


def _sample(key: str) -> str:
    return "'sccif-asa-2024'" if key == "id" else "'EXP-1' (capitals, digits and hyphens)"
