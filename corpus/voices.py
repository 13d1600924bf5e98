"""Who says what a passage says, and when it holds: what qualifies a passage beside its tags.

One record a passage. Nothing in it is words: offsets count in the frozen text, as those of cues do.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeVar

from corpus.records import Cue

Who = Literal["child", "parent", "carer", "staff", "leader", "partner"]
Time = Literal["now", "past", "planned"]
Word = TypeVar("Word", Who, Time)


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence, `text[start:end]`: who says so, and of what time it speaks.

    `who` and `time` are null where the note does not say. `source_type` is the type of evidence
    source that it is. `cues` are the words that told it.
    """

    start: int
    end: int
    who: Who | None
    time: Time | None
    source_type: str
    cues: tuple[Cue, ...] = ()


@dataclass(frozen=True, slots=True)
class PassageVoice:
    """Who speaks in one passage, and when: `statements` are its sentences, in order.

    `reader` is the name of the rules that told it. The properties say what holds of the passage as
    a whole; null where its sentences differ or none says.
    """

    passage_id: str
    document_id: str
    statements: tuple[Statement, ...]
    reader: str

    @property
    def who(self) -> Who | None:
        """The one who speaks, where only one does."""
        return _only({one.who for one in self.statements})

    @property
    def time(self) -> Time | None:
        """The one time of which it speaks, where there is only one."""
        return _only({one.time for one in self.statements})

    @property
    def source_types(self) -> tuple[str, ...]:
        """The types of evidence source that its sentences are, sorted, each once."""
        return tuple(sorted({one.source_type for one in self.statements}))

    def at(self, cues: tuple[Cue, ...]) -> tuple[Statement, ...]:
        """Return the sentences that hold the cues of a tag; all of them where none does."""
        meant = tuple(
            one for one in self.statements if any(one.start <= cue.start < one.end for cue in cues)
        )
        return meant or self.statements


def _only(said: set[Word | None]) -> Word | None:
    named = said - {None}
    return named.pop() if len(named) == 1 else None
