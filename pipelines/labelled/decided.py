"""What reviewers decided on tags becomes labels, when the user asks for it."""

from __future__ import annotations

from collections.abc import Iterator

from corpus import rows as stored_rows
from corpus.chain import Event
from corpus.decisions import open_decisions
from corpus.evidence import Evidence
from corpus.records import Tag
from corpus.reviewed import POSITIVE, Reviewed, reviewed, said
from pipelines.labelled.checking import Collecting, Found, Stored, codebook_named
from pipelines.labelled.records import Frameworks, Labels, Unfit
from pipelines.labelled.rows import row_of

SOURCE = "decisions"
_TAG = f"{stored_rows.select('tags', stored_rows.TAGS)} WHERE id = ?"


def labels_of_decisions(evidence: Evidence, codebook: str, frameworks: Frameworks) -> Labels:
    """Return what reviewers accepted, changed or added, the reviewer being the coder.

    The last decision on a tag that nobody took back counts. A tag that was rejected gives no label,
    nor does one of a restricted document. SettingsError where the codebook is not named.
    """
    collecting = Collecting(SOURCE, codebook_named(codebook), frameworks, Stored(evidence))
    return collecting.labels(_found(evidence))


def _found(evidence: Evidence) -> Iterator[Found]:
    pairs = []
    for event in _events(evidence):
        tag = next(evidence.records(stored_rows.tag_of, _TAG, event.target_id), None)
        if said(event, tag) is None:
            yield (
                None,
                Unfit(
                    f"decision {event.seq} is on a tag that is not stored any more",
                    "Run `vouch verify`: it lists such decisions as orphans.",
                ),
            )
        else:
            pairs.append((event, tag))
    yield from _rows(pairs)


def _events(evidence: Evidence) -> list[Event]:
    if not evidence.workspace.review.exists():
        return []
    with open_decisions(evidence.workspace, read_only=True) as decisions:
        found = [event for kind in ("tag", "passage") for event in decisions.current(kind)]
    # An acceptance of a passage is no word on any framework: of passages, what was added counts.
    wanted = [
        event
        for event in found
        if event.what in POSITIVE and (event.target_type == "tag" or event.what == "add")
    ]
    return sorted(wanted, key=lambda event: (event.tick, event.origin))


def _rows(pairs: list[tuple[Event, Tag | None]]) -> Iterator[Found]:
    for one in reviewed(pairs):
        try:
            yield None, row_of(_values(one))
        except Unfit as error:
            yield None, error


def _values(one: Reviewed) -> dict[str, object]:
    return {
        "coder": one.who,
        "framework": one.framework,
        "passage_id": one.passage_id,
        "area": one.area,
        # Nobody said that none fits: they accepted what they were shown.
        "aspects": one.aspects or None,
        "criteria": one.criteria or None,
        "polarity": one.polarity,
    }
