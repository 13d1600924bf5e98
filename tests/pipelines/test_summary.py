"""The account of a run: what is counted, and how it is worded for the person who started it."""

from collections import Counter

import pytest

from corpus.records import Document, Problem, Reading, Source, SourceStatus
from pipelines.offers import Offer
from pipelines.rows import duplicate, failed, refused
from pipelines.summary import BAD, STATUSES, Bad, Summary, Tally, counted, lines

LOCKED = Problem("sniff", "encrypted", "A password is needed.")


def source(status: SourceStatus, problem: Problem | None = None) -> Source:
    return Source("s", f"/in/{status}.pdf", "0" * 64, None, status, problem)


def document(sensitivity: str) -> Document:
    return Document("0" * 64, "a.pdf", "application/pdf", 9, sensitivity)  # type: ignore[arg-type]


def test_every_status_of_a_file_has_words() -> None:
    text = "\n".join(lines(Summary("r", dict.fromkeys(STATUSES, 1))))

    assert text.count("\n  1 ") == len(STATUSES)
    assert set(BAD) < set(STATUSES)


@pytest.mark.parametrize(
    ("summary", "line", "why"),
    [
        (Summary("r", {"ok": 1}), "1 file offered, 0.0 s.", "one"),
        (Summary("r", {"ok": 2304}), "2,304 files offered, 0.0 s.", "many, with a comma"),
        (Summary("r", {}), "  There is nothing to read in what you named", "an empty folder"),
        (Summary("r", {"ok": 1}, left=59), "60 files offered, 0.0 s.", "an interrupted run"),
        (
            Summary("r", {"ok": 1}, left=59),
            "  59 files left for the next run",
            "and the rest of it",
        ),
        (
            Summary("r", {"ok": 1}, passed_by=1),
            "  1 entry passed by: hidden, or a workspace of Vouch",
            "a hidden file",
        ),
        (
            Summary("r", {"ok": 3}, unchanged=3),
            "  3 of these had been read before and are unchanged",
            "a second run",
        ),
        (
            Summary("r", {"ok": 1, "refused": 1}, unchanged=2),
            "  vouch status says what is wrong with those of an earlier run",
            "a bad file that this run did not look at",
        ),
        (
            Summary("r", {"ok": 2}, restricted=2),
            "  2 documents restricted: sealed, and neither tagged nor searched. "
            "`vouch redact list` shows what waits for somebody to sign. What is published: ingest "
            "it with --sensitivity public.",
            "nobody shall wonder why a search finds nothing",
        ),
    ],
)
def test_a_summary_says(summary: Summary, line: str, why: str) -> None:
    assert line in list(lines(summary)), why


def test_nothing_is_said_of_what_did_not_happen() -> None:
    assert list(lines(Summary("r", {"ok": 2}, seconds=1.26))) == [
        "2 files offered, 1.3 s.",
        "  2 documents read in full",
    ]


def test_bad_files_come_by_path_each_with_its_sentence() -> None:
    bad = (
        Bad("/in/b.pdf", "refused", "encrypted", "A password is needed."),
        Bad("/in/a.pdf", "failed", "too-slow", "It took too long."),
    )

    assert list(lines(Summary("r", {"refused": 1, "failed": 1}, bad=bad)))[3:] == [
        "failed (too-slow): /in/a.pdf",
        "    It took too long.",
        "refused (encrypted): /in/b.pdf",
        "    A password is needed.",
    ]


def test_many_bad_files_do_not_push_the_counts_off_the_screen() -> None:
    bad = tuple(Bad(f"/in/{number:03}.pdf", "refused", "missing", "Gone.") for number in range(66))

    shown = list(lines(Summary("r", {"refused": 66}, bad=bad)))

    assert shown[-1] == "and 46 more; vouch status --json lists them all"
    assert sum(line.startswith("refused (missing): ") for line in shown) == 20
    assert not any(line.startswith("and ") for line in lines(Summary("r", {}, bad=bad[:20])))


@pytest.mark.parametrize(
    ("counts", "left", "clean", "why"),
    [
        ({"ok": 2, "duplicate": 1}, 0, True, "a duplicate is in order"),
        ({"ok": 2, "partial": 1}, 0, False, "read in part is not"),
        ({"refused": 1}, 0, False, "nor is refused"),
        ({"failed": 1}, 0, False, "nor is failed"),
        ({"ok": 2}, 1, False, "nor is what nobody looked at"),
        ({}, 0, True, "nothing is"),
    ],
)
def test_a_run_is_clean(counts: dict[str, int], left: int, clean: bool, why: str) -> None:
    assert Summary("r", counts, left=left).clean is clean, why


def test_a_tally_counts_readings_and_remembers_the_bad_ones() -> None:
    offer = Offer("/in/a.pdf", "a.pdf", sha256="0" * 64)
    tally = Tally()
    tally.add([Reading(source("ok"), document("public")), Reading(duplicate(offer))])
    tally.add([Reading(source("ok"), document("restricted"))])
    tally.add([refused(offer, LOCKED), Reading(source("partial"), document("restricted"))])
    tally.add([failed(offer, Problem("pool", "too-slow", "It took too long."))])

    assert tally.counted() == {"ok": 2, "duplicate": 1, "refused": 1, "partial": 1, "failed": 1}
    assert Tally(Counter(ok=1, failed=0)).counted() == {"ok": 1}
    assert tally.restricted == 2
    assert tally.bad == [
        Bad("/in/a.pdf", "refused", "encrypted", "A password is needed."),
        Bad("/in/partial.pdf", "partial", "", ""),
        Bad("/in/a.pdf", "failed", "too-slow", "It took too long."),
    ]


@pytest.mark.parametrize(
    ("count", "words", "text"),
    [
        (0, ("file",), "0 files"),
        (1, ("file",), "1 file"),
        (1, ("entry", "entries"), "1 entry"),
        (1200, ("entry", "entries"), "1,200 entries"),
    ],
)
def test_counts_agree_with_their_nouns(count: int, words: tuple[str, ...], text: str) -> None:
    assert counted(count, *words) == text
