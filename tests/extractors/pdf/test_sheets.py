from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from extractors.pdf.assembling import assemble
from extractors.pdf.layout import PageLayout, Word
from extractors.pdf.sheets import pieces_of, sheet_of
from extractors.pdf.tagtree import Mark

WIDTH, HEIGHT = 595.0, 842.0

texts = st.sampled_from(
    [
        "Leaders",
        "act.",
        "•",
        "47.",
        "(a)",
        "\uf06e",
        "1",
        "so",
        "well-",
        "Good",
        "–",
        "2.3",
        "x\x00y",
    ]
)


@st.composite
def words(draw) -> Word:
    x, y = draw(st.floats(0, 560)), draw(st.floats(0, 820))
    size = draw(st.sampled_from([0.0, 8.0, 12.0, 12.6, 24.0]))
    text = draw(texts)
    return Word(
        text,
        x,
        y,
        x + len(text) * 5,
        y + size,
        size,
        bold=draw(st.booleans()),
        mcid=draw(st.integers(-1, 6)),
        artifact=draw(st.integers(0, 9)) == 0,
        hyphen=text.endswith("-"),
    )


roles = st.sampled_from(["P", "H1", "H2", "LI", "TD", "TH", "Note", "TOCI", "Figure"])
marks = st.dictionaries(
    st.integers(0, 6),
    st.builds(
        Mark,
        st.integers(1, 5),
        roles,
        st.integers(-1, 1),
        st.integers(-1, 3),
        st.integers(-1, 2),
        st.booleans(),
        st.booleans(),
    ),
)
pages = st.lists(st.tuples(st.lists(words(), max_size=30), marks), min_size=1, max_size=4)


@given(pages)
def test_every_word_is_written_once_whatever_the_tags_say(drawn):
    layouts = [
        PageLayout(number, WIDTH, HEIGHT, tuple(found))
        for number, (found, _) in enumerate(drawn, 1)
    ]
    sheets = [sheet_of(layout, tags) for layout, (_, tags) in zip(layouts, drawn, strict=True)]
    pieces = pieces_of(sheets)
    text, bare, blocks = assemble(layouts, pieces)
    given_words = sorted(
        "•" if word.text == "\uf06e" else word.text.replace("\x00", " ")
        for layout in layouts
        for word in layout.words
    )
    written = sorted(
        word.text.replace("\uf06e", "•")
        for page in pieces
        for piece in page
        for line in piece.lines or [line for cell in piece.cells for line in cell.lines]
        for word in line.words
    )
    assert written == given_words
    assert "\n".join(text[block.start : block.end] for block in blocks) == text
    assert all(
        text[block.start : block.end].strip() == text[block.start : block.end] for block in blocks
    )
    assert all(block.start <= block.body < block.end for block in blocks)
    assert bare[0].start == 0
    assert all(page.end == after.start for page, after in pairwise(bare))
