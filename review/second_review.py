"""A second review: somebody reads a tag that another decided on, without seeing that decision.

What they find is kept beside the first decision and changes nothing of what holds: where the two
differ, people talk, and one of them decides anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.chain import Draft, Event
from corpus.decisions import Decisions
from corpus.problems import SettingsError
from corpus.records import Tag
from corpus.users import User, require
from review.deciding import VERDICTS, seen_of
from review.reading.coded import ABOUT, Asked, Sampled, sample_id


@dataclass(frozen=True, slots=True)
class Touched:
    """Tags that a user decided on in the queue, and those that they reviewed a second time."""

    decided: frozenset[str]
    reviewed: Mapping[str, Event]

    @property
    def tags(self) -> frozenset[str]:
        """All of them: none is for this user to review again."""
        return self.decided | self.reviewed.keys()


def touched(decisions: Decisions, user: User, tags: Sequence[str]) -> Touched:
    """Return which of these tags a user has decided on, taken back or not, or reviewed again."""
    own: set[str] = set()
    reviewed: dict[str, Event] = {}
    for start in range(0, len(tags), _MANY):
        some = tags[start : start + _MANY]
        marks = ", ".join("?" * len(some))
        own.update(row[0] for row in decisions.rows(_OWN.format(marks=marks), user.name, *some))
        for event in decisions.standing_on("tag", some):
            if event.who == user.name and (event.after or {}).get("about") == ABOUT:
                reviewed[event.target_id] = event
    return Touched(frozenset(own), reviewed)


def review_again(
    decisions: Decisions, user: User, tag: Tag, one: Sampled, said: Mapping[str, object]
) -> Event:
    """Keep a second reading. `said` holds the verdict as "what", and what differs from the tag.

    SettingsError for who decided on it first, and where they reviewed it already.
    """
    require(user, "decide")
    if said.get("what") not in VERDICTS:
        raise SettingsError("Accept it, change it or reject it.")
    with decisions.together():
        known = touched(decisions, user, [tag.id])
        if known.decided:
            raise SettingsError("You decided on this yourself: a second reader must be another.")
        if known.reviewed:
            raise SettingsError("You have reviewed this already.")
        first = decisions.event(one.seq)
        if first is None or first.target_id != tag.id:
            raise SettingsError("The first decision was taken back meanwhile. Go on to the next.")
        after = {"about": ABOUT, "first": first.hash, **said}
        return decisions.record(
            Draft("state", user.name, "tag", tag.id, document_id=tag.document_id,
                  before=seen_of(tag), after=after)
        )  # fmt: skip


def keep_sample(decisions: Decisions, user: User, asked: Asked, seed: str, size: int) -> Event:
    """Keep a sample that somebody draws, so that all review the same tags from now on."""
    require(user, "decide")
    after = {"about": ABOUT, "seed": seed, "size": size}
    return decisions.record(Draft("state", user.name, "sample", sample_id(asked), after=after))


_MANY = 400
_OWN = """
    SELECT DISTINCT target_id FROM events WHERE target_type = 'tag' AND who = ?
    AND what IN ('accept', 'change', 'reject') AND target_id IN ({marks})
"""
