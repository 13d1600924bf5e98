"""What a person decides on a tag, as an event: accepted, changed, rejected, commented, taken back.

Nothing is written over. Who decided meanwhile is told to who decides now, before anything is kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from corpus.chain import Draft, Event
from corpus.decisions import Decisions
from corpus.problems import SettingsError, VouchError
from corpus.records import Polarity, Tag
from corpus.users import User, require
from review.labels import Label, Lens
from review.reading.shown import Shown, Suggestion, last_words

Verdict = Literal["accept", "change", "reject"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
POLARITIES: tuple[Polarity, ...] = get_args(Polarity)
_SEEN = ("passage_id", "framework", "element", "area", "aspect", "criterion", "polarity", "rank")
_LONGEST = 5000
MINE = ("accept", "change", "reject", "add", "comment", "reopen")


class MeanwhileError(VouchError):
    """Somebody else decided on the same tag since the page was shown."""

    def __init__(self, event: Event) -> None:
        words = {"accept": "accepted", "change": "changed", "reject": "rejected"}
        did = words.get(event.what, "decided on")
        super().__init__(
            f"{event.who} {did} this since you loaded the page. Nothing of yours was stored: look "
            "at it again, and decide once more if you still would."
        )
        self.event = event


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody decides on a suggestion. `seen` is the last event on it that they saw, or 0."""

    what: Verdict
    seen: int = 0
    after: Mapping[str, str | None] | None = None
    reason: str | None = None


def decide(
    decisions: Decisions, user: User, shown: Shown, suggestion: Suggestion, decision: Decision
) -> Event:
    """Record a decision. AccessError for who may not, MeanwhileError where another came first."""
    require(user, "decide")
    tag = suggestion.tag
    draft = Draft(
        decision.what, user.name, "tag", tag.id,
        document_id=tag.document_id, start=shown.passage.start, end=shown.passage.end,
        before=seen_of(tag), after=decision.after, reason=decision.reason,
    )  # fmt: skip
    with decisions.together():
        held = last_words(decisions, [tag.id]).get(tag.id)
        if held is not None and held.seq != decision.seen:
            raise MeanwhileError(held)
        return decisions.record(draft)


def comment(decisions: Decisions, user: User, shown: Shown, words: str) -> Event:
    """Record a comment on a passage. SettingsError where it says nothing."""
    require(user, "decide")
    said = reason_of(words)
    if said is None:
        raise SettingsError("The comment is empty: type what you want to say.")
    passage = shown.passage
    return decisions.record(
        Draft("comment", user.name, "passage", passage.id, document_id=passage.document_id,
              start=passage.start, end=passage.end, reason=said)
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Addition:
    """A tag that a person gives to a passage, or to some words of it.

    `start` and `end` are offsets in the frozen text; `text_id` is that text, null for the whole
    passage.
    """

    framework: str
    label: Label
    polarity: str
    start: int
    end: int
    text_id: str | None = None
    reason: str | None = None


def add(decisions: Decisions, user: User, shown: Shown, addition: Addition) -> Event:
    """Record a tag that the machine did not suggest."""
    require(user, "decide")
    if addition.polarity not in POLARITIES:
        raise SettingsError(
            "Choose what the words speak of: a strength, a weakness, both or neither."
        )
    passage, label = shown.passage, addition.label
    after = {
        "passage_id": passage.id, "framework": addition.framework, "area": label.area,
        "aspect": label.code if label.level == "aspect" else None,
        "criterion": label.code if label.level == "criterion" else None,
        "polarity": addition.polarity,
    }  # fmt: skip
    draft = Draft(
        "add", user.name, "selection" if addition.text_id else "passage",
        addition.text_id or passage.id, document_id=passage.document_id,
        start=addition.start, end=addition.end, after=after, reason=addition.reason,
    )  # fmt: skip
    with decisions.together():
        for one in decisions.standing_on(draft.target_type, [draft.target_id]):
            if _same(one, draft):
                raise SettingsError(
                    "You gave these words this tag already. Choose another, or take that one back "
                    "on the page of the document."
                )
        return decisions.record(draft)


def _same(one: Event, draft: Draft) -> bool:
    """Say whether somebody said this already; why they did may differ."""
    return all(
        getattr(one, name) == getattr(draft, name)
        for name in ("what", "who", "start", "end", "after")
    )


def undo(decisions: Decisions, user: User, seq: int | None = None) -> Event | None:
    """Take back the last decision of a user that stands, by an event; null where there is none.

    With `seq` it is the one of that number, if it is theirs and stands.
    """
    require(user, "decide")
    with decisions.together():
        mine = decisions.latest(user.name, MINE)
        last = next((one for one in mine if seq is None or one.seq <= seq), None)
        if last is None or seq not in (None, last.seq):
            return None
        decisions.record(
            Draft("undo", user.name, last.target_type, last.target_id,
                  document_id=last.document_id, start=last.start, end=last.end, undoes=last.hash)
        )  # fmt: skip
        return last


def passage_of(event: Event) -> str:
    """Return the id of the passage that a decision is about, "" where it says none."""
    if event.target_type == "passage":
        return event.target_id
    about = event.before or event.after or {}
    return str(about.get("passage_id") or "")


def seen_of(tag: Tag) -> dict[str, object]:
    """Return what a reviewer saw of a tag."""
    return {name: getattr(tag, name) for name in _SEEN}


def change_to(tag: Tag, lens: Lens, code: str, polarity: str) -> dict[str, str | None]:
    """Return what differs from a tag once it is another label or polarity.

    SettingsError for a label that the framework does not have, or where nothing differs.
    """
    label = lens.labels.get(code)
    if label is None:
        raise SettingsError(
            f"The framework {lens.id} has no {code!r}. Choose an area or criterion of the list."
        )
    if polarity not in POLARITIES:
        raise SettingsError(f"Choose one of {', '.join(POLARITIES)}.")
    wanted = {
        "area": label.area,
        "aspect": label.code if label.level == "aspect" else None,
        "criterion": label.code if label.level == "criterion" else None,
        "polarity": polarity,
    }
    after = {name: value for name, value in wanted.items() if getattr(tag, name) != value}
    if not after:
        raise SettingsError("That is what the tag says already: accept it, or choose another.")
    return after


def reason_of(words: str) -> str | None:
    """Return typed words as they are kept; SettingsError where they are too long."""
    clean = "".join(sign if sign.isprintable() or sign == "\n" else " " for sign in words).strip()
    if len(clean) > _LONGEST:
        raise SettingsError(f"That is longer than {_LONGEST:,} characters: say it in fewer.")
    return clean or None
