"""Word's lists: what is printed, counted from what is stored."""

import pytest
from lxml import etree

from extractors.word.numbering import Label, Numbering
from extractors.word.styles import Styles

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def level(at: int, fmt: str, text: str, more: str = "", start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{fmt}"/>'
        f'<w:lvlText w:val="{text}"/>{more}</w:lvl>'
    )


def numbering(levels: str, nums: str = "", styles: str = "") -> Numbering:
    root = etree.fromstring(
        f'<w:numbering {W}><w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{nums}</w:numbering>'
    )
    return Numbering(root, Styles(etree.fromstring(f"<w:styles {W}>{styles}</w:styles>")))


def printed(found: Numbering, *places: tuple[str, int]) -> list[str | None]:
    labels = [found.label(num_id, ilvl) for num_id, ilvl in places]
    return [label.text if label else None for label in labels]


FORMATS = [
    ("decimal", "%1.", ["1.", "2."], True),
    ("decimalZero", "%1", ["01", "02"], True),
    ("lowerLetter", "(%1)", ["(a)", "(b)"], False),
    ("upperLetter", "%1.", ["A.", "B."], False),
    ("lowerRoman", "%1)", ["i)", "ii)"], False),
    ("upperRoman", "Part %1", ["Part I", "Part II"], False),
    ("bullet", "\uf0b7", ["•", "•"], False),
    ("none", "Note", ["Note", "Note"], False),
    ("chineseCounting", "%1", ["1", "2"], False),
    ("decimal", "(%1)", ["(1)", "(2)"], False),
]


@pytest.mark.parametrize(("fmt", "text", "labels", "numbered"), FORMATS)
def test_formats(fmt: str, text: str, labels: list[str], numbered: bool) -> None:
    found = numbering(level(0, fmt, text))
    first, second = found.label("1", 0), found.label("1", 0)
    assert (first, second) == tuple(Label(label, numbered, 0) for label in labels)


DEEP = level(0, "upperRoman", "%1.") + level(1, "decimal", "%1.%2") + level(2, "decimal", "%3.")


def test_deeper_levels_begin_anew_under_each_higher_one() -> None:
    places = [("1", 0), ("1", 1), ("1", 1), ("1", 0), ("1", 1), ("1", 2), ("1", 1)]
    assert printed(numbering(DEEP), *places) == ["I.", "I.1", "I.2", "II.", "II.1", "1.", "II.2"]


def test_a_level_without_its_parent_shows_where_the_parent_would_start() -> None:
    assert printed(numbering(DEEP), ("1", 1)) == ["I.1"]


def test_legal_numbering_prints_digits() -> None:
    levels = level(0, "upperRoman", "%1.") + level(1, "decimal", "%1.%2", "<w:isLgl/>")
    assert printed(numbering(levels), ("1", 0), ("1", 1)) == ["I.", "1.1"]


def test_lists_that_share_a_definition_count_on_unless_told_to_restart() -> None:
    nums = (
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )
    found = numbering(level(0, "decimal", "%1."), nums)
    places = [("1", 0), ("2", 0), ("3", 0), ("3", 0), ("1", 0)]
    assert printed(found, *places) == ["1.", "2.", "1.", "2.", "3."]


def test_an_override_may_replace_a_level() -> None:
    nums = (
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
        + level(0, "lowerLetter", "%1)", start=3)
        + "</w:lvlOverride></w:num>"
    )
    assert printed(numbering(level(0, "decimal", "%1."), nums), ("2", 0)) == ["c)"]


def test_a_list_may_stand_in_a_style() -> None:
    nums = (
        '<w:abstractNum w:abstractNumId="5"><w:numStyleLink w:val="L"/></w:abstractNum>'
        '<w:num w:numId="5"><w:abstractNumId w:val="5"/></w:num>'
    )
    styles = (
        '<w:style w:styleId="L"><w:name w:val="L"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    assert printed(numbering(level(0, "decimal", "%1."), nums, styles), ("5", 0)) == ["1."]


NOTHING = [("9", 0, "a list that is not there"), ("1", 7, "a level that is not there")]


@pytest.mark.parametrize(("num_id", "ilvl", "why"), NOTHING)
def test_what_is_not_defined_prints_nothing(num_id: str, ilvl: int, why: str) -> None:
    assert numbering(level(0, "decimal", "%1.")).label(num_id, ilvl) is None, why


def test_a_start_beyond_reason_fills_no_memory() -> None:
    found = numbering(level(0, "lowerLetter", "%1", start=10**12))
    assert printed(found, ("1", 0)) == ["1000000000000"]


def test_no_numbering_part_is_no_trouble() -> None:
    assert Numbering(None, Styles(None)).label("1", 0) is None
