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


@pytest.mark.parametrize(
    ("provider", "said", "expected"),
    [
        pytest.param("80433", {}, ("80433", "Folder", None), id="nothing was said"),
        pytest.param("80433", {"kind": "letter"}, ("80433", "Folder", "letter"), id="a kind"),
        pytest.param("80433", {"provider_urn": "1"}, ("1", None, None), id="another provider"),
        pytest.param("80433", {"provider_urn": "80433"}, ("80433", "Folder", None), id="the same"),
    ],
)
@pytest.mark.parametrize("state", [None, replace(READ, extractor="pdf/0")], ids=["new", "again"])
def test_what_an_option_said_before_holds_for_what_is_read(
    provider: str,
    said: dict[str, str],
    expected: tuple[str | None, ...],
    state: DocumentState | None,
) -> None:
    offer = replace(OFFER, provider=provider, provider_name="Folder")
    states = {} if state is None else {"1": state}
    [read] = todo([offer], states, {"pdf/1"}, stated={"1": said, "2": {"kind": "other"}}).read
    assert (read.provider, read.provider_name, read.kind) == expected
