"""What is to be done with each file, given what the store knows of its bytes."""

from dataclasses import replace

import pytest

from corpus.evidence import DocumentState
from corpus.records import Problem
from pipelines.offers import Offer
from pipelines.todo import Todo, todo

OFFER = Offer(path="/a.pdf", name="a.pdf", sha256="1")
READ = DocumentState(extractor="pdf/1", taggers=frozenset(), status="ok", sensitivity="public")


def decided(offer: Offer, state: DocumentState | None, *, reprocess: bool = False) -> str:
    states = {} if state is None else {"1": state}
    found: Todo = todo([offer], states, {"pdf/1", "docx/1"}, reprocess=reprocess)
    [place] = [
        name for name in ("read", "rows", "duplicates", "unchanged") if len(getattr(found, name))
    ]
    return place


@pytest.mark.parametrize(
    ("offer", "state", "place"),
    [
        pytest.param({}, None, "read", id="never seen"),
        pytest.param({}, READ, "unchanged", id="read in the same way"),
        pytest.param({}, replace(READ, extractor="pdf/0"), "read", id="read by an older version"),
        pytest.param({}, replace(READ, status="partial"), "unchanged", id="partial stays partial"),
        pytest.param({}, replace(READ, status="failed"), "read", id="a failure is tried again"),
        pytest.param(
            {},
            DocumentState(None, frozenset(), "refused", problem="encrypted"),
            "unchanged",
            id="refused for its bytes, which are the same",
        ),
        pytest.param(
            {},
            DocumentState(None, frozenset(), "refused", problem="changed-while-reading"),
            "read",
            id="refused for a passing reason",
        ),
        pytest.param({"sensitivity": "public"}, READ, "unchanged", id="said public, is public"),
        pytest.param({"sensitivity": "restricted"}, READ, "read", id="now said to be restricted"),
        pytest.param({"duplicate_of": "/0.pdf"}, None, "duplicates", id="a duplicate is not read"),
        pytest.param(
            {"sha256": None, "problem": Problem("offers", "too-large", "")},
            None,
            "rows",
            id="what could not be hashed",
        ),
    ],
)
def test_what_is_done(offer: dict[str, str], state: DocumentState | None, place: str) -> None:
    assert decided(replace(OFFER, **offer), state) == place


def test_reprocess_reads_again_but_neither_duplicates_nor_the_unreadable() -> None:
    assert decided(OFFER, READ, reprocess=True) == "read"
    assert decided(replace(OFFER, duplicate_of="/0"), READ, reprocess=True) == "duplicates"


def test_a_document_read_again_stays_as_sensitive_as_it_was() -> None:
    [again] = todo([OFFER], {"1": READ}, set()).read
    assert again.sensitivity == "public"

    said = replace(OFFER, sensitivity="restricted")
    [again] = todo([said], {"1": READ}, set()).read
    assert again.sensitivity == "restricted"
