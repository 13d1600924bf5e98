"""The template is a valid inspection file, switched off and switched on."""

from __future__ import annotations

import re

import pytest

from corpus.frameworks import known, load
from corpus.frameworks.checking import check
from corpus.frameworks.inspection_file import milestones, read
from corpus.frameworks.inspection_template import template


def switched_on(text: str) -> str:
    """Take away the # of every line that has one and explains nothing."""
    return re.sub(r"^#(?!#)", "", text, flags=re.M)


@pytest.mark.parametrize("name", known())
def test_as_it_is_written_only_the_framework_is_stated(name: str) -> None:
    inspection = read(template(load(name)), "template.yaml")
    assert inspection.framework == name
    assert (inspection.grades, inspection.dates, inspection.team) == ({}, {}, None)


@pytest.mark.parametrize("name", known())
def test_with_every_line_switched_on_it_names_all_that_the_framework_knows(name: str) -> None:
    framework = load(name)
    inspection = read(switched_on(template(framework)), "template.yaml")

    assert tuple(inspection.grades) == (framework.codes() if framework.scale else ())
    assert tuple(inspection.dates) == tuple(milestones(framework))
    assert tuple(inspection.facts) == tuple(row.code for row in framework.facts)
    assert tuple(inspection.duties) == tuple(row.id for row in framework.duties)
    assert len(inspection.recommendations) == 1
    assert check(framework, inspection)


@pytest.mark.parametrize("name", known())
def test_each_code_stands_beside_its_meaning(name: str) -> None:
    framework = load(name)
    text = template(framework)
    for code, title in framework.titles().items() if framework.scale else ():
        assert re.search(rf"^#  {re.escape(code)}: .*  # {re.escape(title)}$", text, re.M)
    for question in framework.facts:
        assert f"# {question.text}\n" in text
