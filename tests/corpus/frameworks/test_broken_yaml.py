"""Text that is no YAML is answered with the line to mend and the remedy, in plain words."""

from __future__ import annotations

import pytest
import yaml

from corpus.frameworks.broken_yaml import broken

SOUND = """\
title: Lunch
areas:
  - code: FOOD
    title: What is served
lists:
  - {code: soup, text: "Soup: daily"}
  - {code: pie, text: Pie}
note: "Warm"
"""

COLUMN = "this line does not start in the same column as those that it belongs to"
BRACKET = "a bracket that opens here does not close"


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        (
            "    title: What",
            "\ttitle: What",
            4,
            "a tab stands at the start of this line; use spaces",
        ),
        ("    title: What", "  \t title: What", 4, "a tab stands at the start of this line"),
        ("    title: What", "   title: What", 4, COLUMN),
        ("    title: What", "      title: What", 4, "lines that belong together start in the same"),
        ("  - code: FOOD", " - code: FOOD\n  - code: X", 4, "start in the same column"),
        ("title: What is", "title: What: is", 4, "':' or '#' stand in double quotes"),
        ("Lunch", "Lunch: soup", 1, "a ':' too many, here or in the line above"),
        ("note: ", "author Jo\nnote: ", 8, "a key stands here without its ':'"),
        ("note: ", "author:Jo\nnote: ", 8, "without the space after it"),
        # noticed one or many lines below where the mistake is
        ('text: "Soup: daily"}', 'text: "Soup: daily"', 6, BRACKET),
        ('"Soup: daily"', "Soup #1 daily", 6, BRACKET),
        ('"Soup: daily"', "Soup: daily", 6, "stand in double quotes"),
        ("Pie}", "Pie", 7, BRACKET),
        ('"Warm"', '"Warm', 8, "a quote that opens here does not close"),
        # what word processors make of quotes
        ('"Soup: daily"', "\u201cSoup: daily\u201d", 6, "curly quotes do not count as quotes"),
        ("Lunch", "*Lunch", 1, "words that begin with '*' stand in double quotes"),
        ("Lunch", "%Lunch", 1, "a sign that may not begin words"),
        ("Lunch", "[", 3, "a bracket does not close, here or above"),
    ],
)
def test_each_mistake_has_its_line_and_its_remedy(
    old: str, new: str, line: int, words: str
) -> None:
    content = SOUND.replace(old, new, 1)
    assert content != SOUND
    with pytest.raises(yaml.MarkedYAMLError) as caught:
        yaml.compose(content, Loader=yaml.CSafeLoader)
    found, remedy = broken(caught.value, content)
    assert found == line
    assert words in remedy


@pytest.mark.parametrize("content", ["a: [", "a: 'b", "- a\nb: c", "\t", "a: b: c", "{", "a: &"])
def test_both_parsers_lead_to_some_line_and_words(content: str) -> None:
    for loader in (yaml.SafeLoader, yaml.CSafeLoader):
        with pytest.raises(yaml.MarkedYAMLError) as caught:
            yaml.compose(content, Loader=loader)
        line, words = broken(caught.value, content)
        assert 1 <= line <= content.count("\n") + 2
        assert words


def test_an_unforeseen_fault_is_told_in_the_words_of_the_parser() -> None:
    found = yaml.MarkedYAMLError(problem="found a dragon")
    line, words = broken(found, "title: Lunch")
    assert line == 1
    assert words.startswith("not valid YAML: found a dragon; look at the columns and quotes")
