"""What was erased does not come back by an oversight, and comes back where it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from corpus.chain import Draft
from corpus.decisions import open_decisions
from corpus.identity import sha256_of_file
from corpus.workspace import open_workspace
from pipelines.erased import erased_before
from pipelines.summary import Summary, lines

NOTE = "Date: 02/02/2017\nCase: LCS-9920041\nType: Home visit\n\nTobin told that he is well.\n"


def erased(place: Path, document: str) -> None:
    said = {"notes": 1, "files": 1, "documents": [document]}
    with open_decisions(open_workspace(place)) as decisions:
        decisions.record(Draft("erase", "Kit", "case", "c1", reason="kept long", after=said))


def test_nothing_was_erased_where_nobody_decided(
    tmp_path: Path, vaulted: Callable[[Path], Path]
) -> None:
    place = vaulted(tmp_path / "ws")

    assert erased_before(open_workspace(place)) == {}
    erased(place, "ab")
    assert list(erased_before(open_workspace(place))) == ["ab"]


def test_a_file_that_was_erased_is_not_read_again_unless_asked(
    tmp_path: Path, vaulted: Callable[[Path], Path], ingested: Callable[..., Summary]
) -> None:
    place = vaulted(tmp_path / "ws")
    file = tmp_path / "tobin.txt"
    file.write_text(NOTE)
    erased(place, sha256_of_file(file))

    done = ingested(place, file)

    assert done.counts == {"refused": 1}
    told = "\n".join(lines(done))
    assert "erased before, with its case (Kit, " in told
    assert "--reprocess" in told
    assert "tobin" not in told, "it is restricted, whoever offers it"
    assert ingested(place, file).unchanged == 1, "nor the next time"
    assert not list((place / "sealed").glob("*/*"))

    again = ingested(place, file, reprocess=True, sensitivity="restricted")

    assert again.counts == {"ok": 1}
    assert ingested(place, file).unchanged == 1
