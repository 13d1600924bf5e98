"""Pictures of pages: right page, bounded memory, none for what cannot be drawn."""

from __future__ import annotations

import io
import threading

import pytest
from PIL import Image

from corpus.evidence import open_evidence
from corpus.identity import sha256_of
from corpus.records import Box
from corpus.workspace import Workspace, keep_original
from review.pictures import Pictures
from review.reading.item import Picture


@pytest.fixture
def report(place: Workspace) -> str:
    with open_evidence(place, read_only=True) as evidence:
        return next(one.id for one in evidence.documents() if one.name.endswith(".pdf"))


def size(png: bytes | None) -> tuple[int, int]:
    assert png is not None
    return Image.open(io.BytesIO(png)).size


def test_a_page_is_drawn_in_its_proportions(place: Workspace, report: str) -> None:
    width, height = size(Pictures(place).page(report, 1))
    assert height / width == pytest.approx(841.9 / 595.3, abs=0.01)


@pytest.mark.parametrize("number", [0, -1, 999, 10**12])
def test_there_is_no_picture_of_no_page(place: Workspace, report: str, number: int) -> None:
    assert Pictures(place).page(report, number) is None


@pytest.mark.parametrize("content", [b"", b"no PDF at all", b"%PDF-1.7\n%%EOF"])
def test_what_cannot_be_drawn_has_none(place: Workspace, content: bytes) -> None:
    document = sha256_of(content)
    keep_original(place, content, document)
    assert Pictures(place).page(document, 1) is None


def test_an_original_that_is_missing_has_none(place: Workspace) -> None:
    assert Pictures(place).page("0" * 64, 1) is None


def test_the_last_pictures_are_at_hand_and_memory_is_bounded(place: Workspace, report: str) -> None:
    pictures = Pictures(place, most_bytes=1)
    first = pictures.page(report, 1)
    assert pictures.page(report, 1) is first
    pictures.page(report, 2)
    assert pictures.page(report, 1) is not first


def test_many_may_look_at_once(place: Workspace, report: str) -> None:
    pictures = Pictures(place)
    found: list[bytes | None] = []
    threads = [
        threading.Thread(target=lambda: found.append(pictures.page(report, 1))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(found)) == 1


def test_what_is_marked_is_one_outline_measured_from_the_top() -> None:
    boxes = (Box(1, 10.0, 20.0, 110.0, 32.0), Box(1, 10.0, 40.0, 60.0, 52.0))
    page = Picture("d", 1, 595.0, 842.0, boxes)
    assert page.outline == "M10.0 810.0h100.0v12.0h-100.0zM10.0 790.0h50.0v12.0h-50.0z"


def test_a_page_with_nothing_marked_has_no_outline() -> None:
    assert Picture("d", 1, 595.0, 842.0, ()).outline == ""
