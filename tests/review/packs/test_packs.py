"""What packs say of themselves, and what no file may break on."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as some

from corpus.history import Against, Change, Cited, Inspected, Judged
from review.packs.made import MARK, Made, file_name, made, most_of, open_groups
from review.packs.single import html
from review.packs.word import clean, word
from review.packs.words import grade, kind, month, sign, since
from review.reading.by_area import Tally
from review.reading.provider import ProviderShown, provider
from review.stores import Stores

AT = datetime(2026, 3, 9, 14, 5, tzinfo=UTC)
CITED = Cited("d", "d.pdf", 1, None, 0, 4, "good")


@pytest.fixture
def shown(stores: Stores, viewer) -> ProviderShown:
    found = provider(stores.evidence, stores.decisions, viewer(), "9900001")
    assert found is not None
    return found


def inspected(type_: str | None, on: str | None = "2023-07-01") -> Inspected:
    return Inspected(
        "i", "d", "d.pdf", "f", "F", type_, None, on, on, (), on, None, None, None, None, None, None
    )


def test_a_pack_says_when_by_whom_and_from_what(shown: ProviderShown) -> None:
    of = made(shown, "Ina", AT)
    assert of.when == "9 March 2026, 14:05 UTC"
    assert (of.by, of.mark) == ("Ina", None)
    assert "1 of 3 (33 %) documents" in of.rests_on[0]
    assert all("of" in words for words in of.rests_on[:3])


@pytest.mark.parametrize(
    ("name", "urn", "expected"),
    [
        ("Harrowmere", "9900001", "vouch-9900001-harrowmere-2026-03-09.docx"),
        ("Ynys Môn / Anglesey", None, "vouch-ynys-mon-anglesey-2026-03-09.docx"),
        ('x"\r\nSet-Cookie: a', None, "vouch-x-set-cookie-a-2026-03-09.docx"),
        ("ЖЖ", None, "vouch-provider-2026-03-09.docx"),
        ("a" * 300, None, f"vouch-{'a' * 60}-2026-03-09.docx"),
    ],
)
def test_file_names_are_plain(shown: ProviderShown, name: str, urn: str | None, expected) -> None:
    history = replace(shown.told.history, provider=replace(shown.told.provider, name=name, urn=urn))
    other = replace(shown, told=replace(shown.told, history=history))
    assert file_name(other, AT, "docx") == expected


def test_what_is_open_comes_by_inspection_the_newest_first(shown: ProviderShown) -> None:
    groups = open_groups(shown)
    assert sum(len(items) for _, items in groups) == len(shown.told.history.open)
    days = [one.on or "" for one, _ in groups]
    assert days == sorted(days, reverse=True)


def test_a_mark_stands_at_the_head_of_every_page(shown: ProviderShown) -> None:
    of = Made(AT, "Ina", (), MARK)
    section = docx.Document(io.BytesIO(word(shown, of))).sections[0]
    assert section.header.paragraphs[0].text == MARK
    assert b'<p class="page-mark">' in html(shown, of)
    plain = Made(AT, "Ina", (), None)
    assert docx.Document(io.BytesIO(word(shown, plain))).sections[0].header.is_linked_to_previous
    assert b'<p class="page-mark">' not in html(shown, plain)


def test_html_in_names_stays_words(shown: ProviderShown) -> None:
    page = html(shown, Made(AT, "<script>alert(1)</script>", (), None)).decode()
    assert "<script" not in page
    assert "&lt;script&gt;" in page


@given(some.text())
def test_any_words_can_be_written_to_a_word_file(words: str) -> None:
    file = docx.Document()
    file.add_paragraph(clean(words))
    assert len(clean(words)) == len(words)


@pytest.mark.parametrize(
    ("type_", "expected"),
    [
        ("re-inspection", "Re-inspection"),
        ("standard", "Standard inspection"),
        ("monitoring-visit", "Monitoring visit"),
        ("board review", "Board review"),
        (None, "Inspection"),
    ],
)
def test_kinds_of_inspections_read_well(type_: str | None, expected: str) -> None:
    assert kind(inspected(type_)) == expected


def test_days_that_are_not_known_are_said_so() -> None:
    assert month(inspected(None)) == "Jul 2023"
    assert month(inspected(None, None)) == "day unknown"


def test_grades_read_as_printed_with_what_became_of_them() -> None:
    against = Against("i", "2019-01-01", "f", "OE", "Overall", "inadequate", "inadequate", "exact",
                      None, CITED)  # fmt: skip
    better = Change("better", (against,), "")
    one = Judged("OE", "Overall", "Overall", "good", "good", CITED, better)
    assert grade(one) == "Good"
    assert grade(replace(one, cited=replace(CITED, corrected=("grade",)))) == "Good (corrected)"
    assert (sign(better), since(better)) == ("↑ better", "↑ better: inadequate in 2019")
    part = Change("not comparable", (replace(against, relation="narrower"),), "why")
    assert sign(part) == ""
    assert since(part) == "not comparable: only a part of “Overall: inadequate in 2019”"
    assert since(None) == sign(None) == ""


def test_bars_have_one_scale() -> None:
    assert most_of([]) == 1
    assert most_of([Tally({"strength": 3, "mixed": 9}), Tally({"weakness": 5})]) == 5
