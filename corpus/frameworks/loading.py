"""A framework file to records: shape first, then cross-checks; every finding names its line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import yaml
from pydantic import ValidationError

from corpus.frameworks.crosschecks import Finding, Place, crossed
from corpus.frameworks.framework import Framework
from corpus.frameworks.records import (
    Aspect,
    Criterion,
    Grade,
    JudgementArea,
    RequiredEvidence,
)
from corpus.frameworks.schema import (
    PROVISIONS,
    Area,
    FrameworkShape,
    keys_allowed,
    values_allowed,
)
from corpus.problems import FrameworkError

_Loader = yaml.SafeLoader | yaml.CSafeLoader
# The C loader gives the same nodes and marks five times faster, where libyaml is there.
_SafeLoader: type[_Loader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_WORDING = {
    "missing": "the key {key!r} is missing",
    "string_type": "{key!r} must be words; put the value in quotes",
    "string_too_short": "{key!r} must not be empty",
    "too_short": "{key!r} must not be empty",
    "date_type": "{key!r} must be a date such as 2024-04-05",
    "date_from_datetime_parsing": "{key!r} must be a date such as 2024-04-05",
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


def read(content: str, name: str) -> Framework:
    """Read one framework file; `name` stands in messages. FrameworkError lists all findings."""
    loader, root = _parse(content, name)
    _raise(_repeated_keys(root), root, name)
    try:
        data = loader.construct_document(root)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise FrameworkError(f"{name}: a value cannot be read: {error}") from error
    try:
        shape = FrameworkShape.model_validate(data)
    except ValidationError as error:
        findings = [_finding(item) for item in error.errors()]
        raise FrameworkError(_message(findings, root, name)) from error
    _raise(crossed(shape), root, name)
    return _framework(shape)


def _parse(content: str, name: str) -> tuple[_Loader, yaml.Node]:
    try:
        loader = _SafeLoader(content)
        root = loader.get_single_node()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise FrameworkError(f"{name}, line {line}: not valid YAML: {error.problem}") from error
    except (yaml.YAMLError, RecursionError) as error:
        raise FrameworkError(f"{name}: not valid YAML: {error}") from error
    if not isinstance(root, yaml.MappingNode):
        raise FrameworkError(
            f"{name}, line 1: a framework file starts with keys such as id: and title:"
        )
    return loader, root


def _repeated_keys(root: yaml.Node) -> Iterator[Finding]:
    # YAML itself lets the last one win, which would drop half a list without a word.
    waiting: list[tuple[Place, yaml.Node]] = [((), root)]
    visited: set[int] = set()
    while waiting:
        place, node = waiting.pop()
        if id(node) in visited:  # an alias, which may even hold itself
            continue
        visited.add(id(node))
        seen: set[str] = set()
        for step, child in _children(node):
            if isinstance(step, str) and step in seen:
                yield (*place, step), f"the key {step!r} stands twice; join the two"
            seen.add(str(step))
            waiting.append(((*place, step), child))


def _children(node: yaml.Node) -> list[tuple[str | int, yaml.Node]]:
    if isinstance(node, yaml.MappingNode):
        return [(str(key.value), value) for key, value in node.value]
    if isinstance(node, yaml.SequenceNode):
        return list(enumerate(node.value))
    return []


def _line(root: yaml.Node, place: Place) -> int:
    """Line of the deepest node that exists on the way to a place, counted from 1."""
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


def _raise(findings: Iterable[Finding], root: yaml.Node, name: str) -> None:
    listed = list(findings)
    if listed:
        raise FrameworkError(_message(listed, root, name))


def _message(findings: list[Finding], root: yaml.Node, name: str) -> str:
    rows = sorted((_line(root, place), words) for place, words in findings)
    return "\n".join(f"{name}, line {line}: {words}" for line, words in rows)


def _finding(item: Any) -> Finding:
    place: Place = item["loc"]
    key = next((step for step in reversed(place) if isinstance(step, str)), "file")
    kind = item["type"]
    if kind in {"extra_forbidden", "unexpected_keyword_argument"}:
        allowed = ", ".join(keys_allowed(place[:-1]))
        return place, f"unknown key {key!r}; allowed here: {allowed}"
    if kind == "literal_error":
        return place, f"{key!r} is {item['input']!r}; allowed: {', '.join(values_allowed(place))}"
    if kind == "string_pattern_mismatch":
        return place, f"{key!r} is {item['input']!r}, which does not look like {_sample(key)}"
    wording = _WORDING.get(kind)
    return place, wording.format(key=key) if wording else f"{key!r}: {item['msg']}"


def _sample(key: str) -> str:
    return "'sccif-asa-2024'" if key == "id" else "'EXP-1' (capitals, digits and hyphens)"


def _framework(shape: FrameworkShape) -> Framework:
    return Framework(
        id=shape.id,
        title=shape.title,
        publisher=shape.publisher,
        source=shape.source,
        in_force_from=shape.in_force.since,
        in_force_to=shape.in_force.to,
        scale=tuple(
            Grade(step.grade, tuple(step.aliases), step.meaning, step.paragraph)
            for step in shape.scale
        ),
        areas=tuple(_area(area) for area in shape.areas),
        criteria=tuple(
            Criterion(grade=grade, **criterion.model_dump())
            for grade, listed in shape.criteria.items()
            for criterion in listed
        ),
        **{key: _frozen(getattr(shape, key)) for key in PROVISIONS},
    )


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _area(area: Area) -> JudgementArea:
    return JudgementArea(
        code=area.code,
        title=area.title,
        paragraph=area.paragraph,
        aliases=tuple(area.aliases),
        evidence=tuple(RequiredEvidence(item.text, item.paragraph) for item in area.evidence),
        aspects=tuple(
            Aspect(item.code, item.title, item.paragraph, tuple(item.aliases))
            for item in area.aspects
        ),
        areas=tuple(_area(inner) for inner in area.areas),
    )
