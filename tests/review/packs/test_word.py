"""The pack as a Word document says what the page says: all of it, with its numbers and places."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape
from typing import Any

import docx
import pytest
from docx.enum.section import WD_ORIENT

from review.packs.made import HOW_LIKE, HOW_MISSING, MARK, Made, made
from review.packs.single import html
from review.packs.word import clean, word
from review.reading.enquiries import RULE
from review.reading.provider import ProviderShown, provider
from review.stores import Stores
from review.viewing import Viewer
from review.wording import MOVED, share

AT = datetime(2026, 3, 9, 14, 5, tzinfo=UTC)
LENS = "sccif-asa-2024"


@pytest.fixture
def shown(stores: Stores, viewer: Callable[..., Viewer]) -> ProviderShown:
    found = provider(stores.evidence, stores.decisions, viewer(), "9900001", LENS)
    assert found is not None
    return found


def opened(shown: ProviderShown, of: Made | None = None) -> Any:
    return docx.Document(io.BytesIO(word(shown, of or made(shown, "Ina", AT))))


def said(shown: ProviderShown, of: Made | None = None) -> str:
    """Return all words of the body, cells of tables too."""
    file = opened(shown, of)
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in file.paragraphs), *cells])


def under(shown: ProviderShown, head: str) -> list[str]:
    """Return the paragraphs below a heading of the first level, to the next one."""
    found: list[str] = []
    inside = False
    for one in opened(shown).paragraphs:
        if one.style.name == "Heading 1":
            inside = one.text == head
        elif inside:
            found.append(one.text)
    return found


def test_every_question_is_asked_with_what_raises_it(shown: ProviderShown) -> None:
    paragraphs = under(shown, "Suggested lines of enquiry")
    words = "\n".join(paragraphs)
    assert shown.enquiries
    for number, one in enumerate(shown.enquiries, 1):
        assert f"{number}. {clean(one.question)}" in paragraphs
        for passage in one.passages:
            assert f"“{clean(shown.quotes[passage].text)}”" in words
            assert shown.quotes[passage].where in words
    assert RULE in words


def test_everything_open_is_named_with_its_place(shown: ProviderShown) -> None:
    words = "\n".join(under(shown, "Improvements still open"))
    assert shown.told.history.open
    for one in shown.told.history.open:
        quote = shown.quote_of(one.improvement.cited)
        assert clean(one.improvement.text) in words
        assert quote is not None
        assert f"{quote.name}, {quote.where}" in words


def test_what_is_missing_is_counted_and_listed_in_full(shown: ProviderShown) -> None:
    paragraphs = under(shown, "What is missing")
    assert HOW_MISSING in paragraphs
    assert {f"{one.kind.capitalize()} without a passage: {share(one.missing, one.of)}."
            for one in shown.asked} <= set(paragraphs)  # fmt: skip
    assert len(shown.gaps) == sum(one.missing for one in shown.asked)
    listed = [one for one in paragraphs if re.match(r"(Area|Criterion|Required evidence) \S", one)]
    assert len([one for one in listed if "without a passage" not in one]) == len(shown.gaps)


def test_counts_stand_with_what_they_are_out_of(shown: ProviderShown) -> None:
    table = next(one for one in opened(shown).tables if one.rows[0].cells[1].text == "Strengths")
    rows = {row.cells[0].text.strip(): [cell.text for cell in row.cells] for row in table.rows}
    for area in shown.areas:
        cells = rows[area.label.title]
        assert cells[1].split()[0] == str(area.tally.counts.get("strength", 0))
        assert cells[2].split()[0] == str(area.tally.counts.get("weakness", 0))
        assert cells[5] == share(area.tally.total, shown.base.passages)
        unsure = area.tally.unsure.get("strength", 0)
        assert (f"({unsure} not sure)" in cells[1]) == bool(unsure)
        for label, _ in area.parts:
            assert f"{label.title} ({label.code})" in rows


def test_the_strongest_passages_of_each_area_are_quoted_on_both_sides(shown: ProviderShown) -> None:
    words = "\n".join(under(shown, "Evidence by area"))
    for area in shown.areas:
        sides = shown.sides[area.label.code]
        for name, pieces in (("strength", sides.strengths), ("weakness", sides.weaknesses)):
            total = area.tally.counts.get(name, 0)
            title = {"strength": "Strengths", "weakness": "Weaknesses"}[name]
            assert f"{title}: {len(pieces)} of {total}" in words
            for piece in pieces:
                assert clean(shown.quotes[piece.passage].text) in words


def test_what_was_raised_again_is_quoted_then_and_now(shown: ProviderShown) -> None:
    paragraphs = under(shown, "Raised again")
    assert HOW_LIKE in paragraphs
    for one in shown.told.history.raised_again:
        for item in (*one.earlier, one.latest):
            assert any(clean(item.text) in words for words in paragraphs)
    quiet = replace(shown.told.history, raised_again=())
    without = replace(shown, told=replace(shown.told, history=quiet))
    assert "Raised again" not in [one.text for one in opened(without).paragraphs]


def test_every_document_is_listed_with_the_beginning_of_its_hash(shown: ProviderShown) -> None:
    table = opened(shown).tables[-1]
    rows = {row.cells[0].text: row.cells[2].text for row in table.rows[1:]}
    assert rows == {one.name: key[:12] for key, one in shown.told.documents.items()}


def test_case_notes_are_marked_wherever_they_are_named(shown: ProviderShown) -> None:
    notes = {key: replace(one, sensitivity="restricted")
             for key, one in shown.told.documents.items()}  # fmt: skip
    quoted = {key: replace(one, restricted=True) for key, one in shown.quotes.items()}
    marked = replace(shown, told=replace(shown.told, documents=notes), quotes=quoted)
    of = made(marked, "Ina", AT)
    assert of.mark == MARK
    words = said(marked, of)
    assert words.count("(case note)") == len(notes)
    assert words.count("; case note") >= len(shown.enquiries)
    assert words.count(MOVED) == 1
    assert words.count(" (moved)") == len(shown.told.dates)
    assert "moved" not in said(shown)
    assert "case note" not in said(shown)


@pytest.mark.parametrize(("columns", "landscape"), [(1, False), (5, False), (6, True)])
def test_a_page_lies_on_its_side_for_many_inspections(
    shown: ProviderShown, columns: int, landscape: bool
) -> None:
    one = shown.grid.columns[0]
    many = tuple(replace(one, id=f"i{number}") for number in range(columns))
    section = opened(replace(shown, grid=replace(shown.grid, columns=many))).sections[0]
    assert (section.orientation == WD_ORIENT.LANDSCAPE) is landscape
    assert (section.page_width > section.page_height) is landscape


def test_the_file_says_who_made_it_and_in_what_language(shown: ProviderShown) -> None:
    file = opened(shown, made(shown, "Ina \x07 Able", AT))
    properties = file.core_properties
    assert (properties.author, properties.language) == ("Ina   Able", "en-GB")
    assert properties.title == "Pre-reading pack: Harrowmere"
    assert properties.created.replace(tzinfo=UTC) == AT
    foot = file.sections[0].footer.paragraphs[0]
    assert foot.text.startswith("Harrowmere, made on 9 March 2026, 14:05 UTC. Page ")
    assert 'w:instr="PAGE"' in foot._p.xml


def test_both_files_quote_the_same_passages(shown: ProviderShown) -> None:
    of = made(shown, "Ina", AT)
    in_word = {" ".join(one.split()) for one in re.findall(r"“([^”]+)” ", said(shown, of))}
    page = html(shown, of).decode()
    in_html = " ".join(re.sub(r"<[^>]+>", "", page).split())
    missing = [one for one in in_word if one not in unescape(in_html)]
    assert len(in_word) > 10
    assert missing == []
