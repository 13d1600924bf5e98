"""Records come out of a pipe as they went in."""

import copyreg
import pickle
from collections.abc import Iterator
from multiprocessing.reduction import ForkingPickler

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.notes import Identifier, Note, Person
from corpus.records import Block, Box, Cell, Cue, Line, Passage, SentencePolarity, Tag
from pipelines.shipping import RECORDS, ship_as_fields

CUES = st.builds(
    Cue, st.sampled_from(["phrase", "weight"]), st.integers(), st.integers(), st.text()
)
SENTENCES = st.builds(
    SentencePolarity, st.integers(), st.integers(), st.just("mixed"), st.floats(allow_nan=False)
)
TAGS = st.builds(
    Tag,
    *(st.text() for _ in range(4)),
    st.none() | st.text(),
    st.text(),
    st.none() | st.text(),
    st.none(),
    st.just("strength"),
    st.floats(0, 1),
    st.booleans(),
    st.integers(1, 3),
    st.text(),
    st.lists(CUES, max_size=3).map(tuple),
    st.none(),
    st.lists(SENTENCES, max_size=2).map(tuple),
)
LINE = Line(0, 3, Box(1, 0.0, 0.5, 9.0, 12.0))
OTHERS = [
    Passage("p", "d", 0, 3, "abc", ("A",), "4.", (1, 2), (LINE.box,)),
    Identifier(0, 3, "name", ("people", "context"), "child:ada", "Child A"),
    Note("n", 0, 3, "row 2", "2024-02-29", "visit", cues=(Cue("phrase", 0, 3, "visit"),)),
    Person(("Ada Vrenka", "Ada"), "child", "2012-02-29"),
    Block("table", 0, 1, 3, "tags", cells=(Cell(0, 1, 0, 3, (LINE,), True),), lines=(LINE,)),
]


@pytest.fixture
def shipped() -> Iterator[None]:
    before = dict(copyreg.dispatch_table)
    ship_as_fields()
    yield
    copyreg.dispatch_table.clear()
    copyreg.dispatch_table.update(before)


@pytest.mark.parametrize("record", OTHERS, ids=lambda found: type(found).__name__)
def test_a_record_comes_out_as_it_went_in(shipped: None, record: object) -> None:
    assert pickle.loads(bytes(ForkingPickler.dumps(record))) == record  # noqa: S301 - our own


@given(TAGS)
def test_a_tag_comes_out_as_it_went_in(tag: Tag) -> None:
    before = dict(copyreg.dispatch_table)
    ship_as_fields()
    try:
        assert pickle.loads(pickle.dumps(tag)) == tag  # noqa: S301 - our own
    finally:
        copyreg.dispatch_table.clear()
        copyreg.dispatch_table.update(before)


def test_every_record_that_comes_in_thousands_is_sent_so(shipped: None) -> None:
    assert all(record in copyreg.dispatch_table for record in RECORDS)
    assert {Tag, Cue, Passage, Block, Identifier, Note, Person} <= set(RECORDS)
    # Less goes through the pipe, too: a plain constructor call, no list of names.
    assert b"_dataclass_setstate" not in pickle.dumps(OTHERS[0])
