"""Ids of notes: many in one file, each a document of its own."""

from __future__ import annotations

from corpus.identity import note_id


def test_a_note_is_known_by_its_file_and_its_place_in_it() -> None:
    first = note_id("ab" * 32, "row 12")

    assert first == note_id("ab" * 32, "row 12")
    assert len({first, note_id("ab" * 32, "row 13"), note_id("cd" * 32, "row 12")}) == 3
    assert len(first) == 64  # like the id of any document
