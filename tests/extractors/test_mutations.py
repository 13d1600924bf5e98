"""Damaged Word documents, pages and texts are read or refused, whatever was damaged."""

import io
import random
import zipfile
from collections.abc import Callable

import pytest

from corpus.problems import RefusedError
from extractors import extract, passages, sniff

PAGE = (
    b"<!DOCTYPE html><html><body><h1>Report</h1><ul><li>one<ol><li>two</ol></ul><table><tr><th>A"
    b"<th>B<tr><td rowspan=2>1<td>2<tr><td colspan=2>3</table><p>Text<sup>1</sup></p>"
)
TEXT = (
    "# Report\n\n- 1. One:\n  - item\n\n\n\n  goes on\n\nA\tB\n1\t2\n\n"
    "| a | b |\n|---|---|\n\n¹ note **b**"
).encode()


def damaged(content: bytes, chance: random.Random) -> bytes:
    """Flip bytes, cut the end off, take a slice out or put one in twice."""
    mutable = bytearray(content)
    for _ in range(chance.randint(1, 12)):
        mutable[chance.randrange(len(mutable))] = chance.randrange(256)
    first, second = sorted(chance.randrange(len(mutable)) for _ in range(2))
    how = chance.randrange(4)
    if how == 1:
        return bytes(mutable[:second])
    if how == 2:
        return bytes(mutable[:first] + mutable[second:])
    if how == 3:
        return bytes(mutable[:second] + mutable[first:])
    return bytes(mutable)


def is_read_or_refused(content: bytes) -> bool:
    try:
        extraction = extract(content, "d", sniff(content, "a"))
    except RefusedError as refused:
        return bool(refused.problem.code and refused.problem.message)
    return all(extraction.text[p.start : p.end] == p.text for p in passages(extraction))


def whole_docx(docx: Callable[..., bytes]) -> bytes:
    body = (
        '<w:p><w:pPr><w:pStyle w:val="H"/><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/>'
        '</w:numPr></w:pPr><w:r><w:t>Text</w:t><w:sym w:char="F0FC"/>'
        '<w:footnoteReference w:id="1"/></w:r></w:p>'
        '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/><w:vMerge w:val="restart"/></w:tcPr>'
        "<w:p><w:r><w:t>cell</w:t></w:r></w:p></w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>"
    )
    return docx(
        body,
        styles='<w:style w:styleId="H"><w:name w:val="heading 1"/><w:basedOn w:val="H"/></w:style>',
        numbering='<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="1"><w:start w:val="1"/>'
        '<w:numFmt w:val="lowerRoman"/><w:lvlText w:val="%1.%2"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
        footnotes='<w:footnote w:id="1"><w:p><w:r><w:t>note</w:t></w:r></w:p></w:footnote>',
    )


@pytest.mark.parametrize("seed", range(8))
def test_damaged_archives(docx: Callable[..., bytes], seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
    content = whole_docx(docx)
    for _ in range(40):
        assert is_read_or_refused(damaged(content, chance))


@pytest.mark.parametrize("seed", range(8))
def test_damaged_parts_in_whole_archives(docx: Callable[..., bytes], seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
    with zipfile.ZipFile(io.BytesIO(whole_docx(docx))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for _ in range(25):
        name = chance.choice(sorted(parts))
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            for part, inside in parts.items():
                archive.writestr(part, damaged(inside, chance) if part == name else inside)
        assert is_read_or_refused(stream.getvalue())


WORDS = ("0", "-1", "99999999999", "x", "", "1", "2", "\U0001f600", "%1", "on", "F0FC", "D800")


@pytest.mark.parametrize("seed", range(4))
def test_nonsense_in_attributes(docx: Callable[..., bytes], seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
    with zipfile.ZipFile(io.BytesIO(whole_docx(docx))) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    for _ in range(40):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            for part, inside in parts.items():
                pieces = inside.split('"')
                for at in range(1, len(pieces), 2):
                    if "http" not in pieces[at] and chance.random() < 0.2:
                        pieces[at] = chance.choice(WORDS)
                archive.writestr(part, '"'.join(pieces))
        assert is_read_or_refused(stream.getvalue())


@pytest.mark.parametrize("content", [PAGE, TEXT], ids=["page", "text"])
@pytest.mark.parametrize("seed", range(6))
def test_damaged_pages_and_texts(content: bytes, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
    for _ in range(60):
        assert is_read_or_refused(damaged(content, chance))
