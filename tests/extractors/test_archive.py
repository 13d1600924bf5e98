"""Archives of XML parts: what every zipped format shares, whatever its documents are called."""

from collections.abc import Callable, Mapping

import pytest

from corpus.problems import RefusedError
from extractors.archive import Archive, Wording, part_names
from extractors.unread import embedded_unread, pictures_unread

Zip = Callable[[Mapping[str, str | bytes]], bytes]
WORDING = Wording("drawing", "Painter", "drawing (.pnt)", "damaged-drawing")
SPACE = "http://schemas.openxmlformats.org/package/2006/relationships"


def opened(content: bytes, most: int = 1_000_000) -> Archive:
    return Archive(content, most, WORDING)


SAID = [
    (WORDING.broken("it is torn"), "damaged-drawing", "The drawing is damaged: it is torn."),
    (WORDING.bomb("holds 9 parts"), "unpacks-too-large", "The drawing holds 9 parts."),
    (WORDING.locked(), "encrypted", "Open it in Painter with the password"),
    (WORDING.deep(), "too-deep", "save it again as drawing (.pnt)"),
]


@pytest.mark.parametrize(("refused", "code", "words"), SAID)
def test_messages_name_the_document_and_its_program(
    refused: RefusedError, code: str, words: str
) -> None:
    assert refused.problem.code == code
    assert words in refused.problem.message
    assert "offer" in refused.problem.message, "a remedy"


def test_relations_are_read_by_the_part_they_belong_to(archive: Zip) -> None:
    inside = (
        f'<Relationships xmlns="{SPACE}">'
        '<Relationship Id="r1" Type="https://example.org/kinds/slide" Target="../b/c.xml"/>'
        "<Relationship/><Other/></Relationships>"
    )
    parts = opened(archive({"a/x.xml": "<x/>", "a/_rels/x.xml.rels": inside}))
    assert parts.relations("a/x.xml") == [("r1", "slide", "../b/c.xml"), ("", "", "")]
    assert parts.relations("a/y.xml") == []


TARGETS = [
    ("a/x.xml", "y.xml", "a/y.xml", "beside the part"),
    ("a/x.xml", "../y.xml", "y.xml", "in the folder above"),
    ("a/x.xml", "/Y.xml", "y.xml", "from the root, in other case"),
    ("x.xml", "../../y.xml", "../../y.xml", "outside: a name that no part has"),
]


@pytest.mark.parametrize(("part", "target", "name", "why"), TARGETS)
def test_targets(archive: Zip, part: str, target: str, name: str, why: str) -> None:
    assert opened(archive({"a": "b"})).target(part, target) == name, why


def test_parts_are_found_whatever_the_case_of_their_names(archive: Zip) -> None:
    parts = opened(archive({"A\\B.xml": "<x/>", "c.bin": b"\x00"}))
    assert parts.read("a/b.XML") == b"<x/>"
    assert parts.read("gone") is None
    assert parts.xml("gone") is None


NAMES = [
    (b"", None, "nothing"),
    (b"PK\x03\x04", None, "no archive behind its first letters"),
    (b"%PDF-1.7", None, "another thing"),
]


@pytest.mark.parametrize(("content", "names", "why"), NAMES)
def test_names_of_what_is_no_archive(content: bytes, names: None, why: str) -> None:
    assert part_names(content) is names, why


def test_names_of_parts_are_plain(archive: Zip) -> None:
    assert part_names(archive({"A/B.xml": "x", "..\\c": "y"})) == ("a/b.xml", "../c")


def test_what_is_read_again_counts_again(archive: Zip) -> None:
    parts = opened(archive({"a": "x" * 400}), 1000)
    assert parts.read("a")
    assert parts.read("a")
    with pytest.raises(RefusedError) as caught:
        parts.read("a")
    assert caught.value.problem.code == "unpacks-too-large"


COUNTS = [
    (0, [], "nothing to say"),
    (1, ["holds a picture, which was not read"], "one"),
    (7, ["holds 7 pictures, which were not read"], "several"),
]


@pytest.mark.parametrize(("count", "words", "why"), COUNTS)
def test_pictures_are_counted(count: int, words: list[str], why: str) -> None:
    problems = pictures_unread(count, "Slide 3")
    assert [problem.code for problem in problems] == ["pictures-not-read"] * len(words), why
    assert all(f"Slide 3 {word}" in problems[0].message for word in words)


def test_embedded_files_are_counted() -> None:
    assert embedded_unread(0) == []
    assert "another file" in embedded_unread(1)[0].message
    assert "2 other files" in embedded_unread(2)[0].message
