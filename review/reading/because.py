"""Why a tag was suggested, in words for people: what speaks for it, what against it.

A cue's rule is written by whichever classifier found it, and says by which code or list it came.
People are told what it means; the rule itself stays beside it, to trace it by.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, NamedTuple

from corpus.records import Cue
from review.reading.shown import Shown, Suggestion

Side = Literal["for", "against", "beside"]


class Reason(NamedTuple):
    """Words of a passage, or none for the passage as a whole; what they mean; by which rule."""

    words: str
    said: str
    rule: str


@dataclass(frozen=True, slots=True)
class Because:
    """The reasons of a tag: for what holds of it, against it, and what only qualifies it."""

    speaks_for: tuple[Reason, ...] = ()
    against: tuple[Reason, ...] = ()
    beside: tuple[Reason, ...] = ()

    @property
    def rules(self) -> tuple[str, ...]:
        """All rules that found something, each once."""
        return tuple(
            dict.fromkeys(one.rule for one in (*self.speaks_for, *self.against, *self.beside))
        )


def because(one: Shown, suggestion: Suggestion) -> Because:
    """Return why a tag was suggested, each reason once, in the order in which it was found."""
    passage = one.passage
    found: dict[Side, dict[Reason, None]] = {"for": {}, "against": {}, "beside": {}}
    for cue in suggestion.tag.cues:
        if passage.start <= cue.start < cue.end <= passage.end:
            words = passage.text[cue.start - passage.start : cue.end - passage.start]
            whole = cue.kind in ("heading", "context")
            reason = Reason("" if whole else words, _said(cue), cue.rule)
            found[_side(cue, suggestion)][reason] = None
    return Because(*(tuple(found[side]) for side in ("for", "against", "beside")))


def _side(cue: Cue, suggestion: Suggestion) -> Side:
    """Say what a cue is to the tag as it holds now, which a person may have changed."""
    name = cue.rule.partition(":")[0]
    if name in _BESIDE:
        return "beside"
    if name in _LEANS:
        return "for" if suggestion.polarity in _LEANS[name] else "against"
    codes = {suggestion.area, suggestion.aspect, suggestion.criterion}
    if suggestion.area == suggestion.tag.area:
        codes.add(suggestion.tag.element)
    # An area that stands in an element is named with it by the tagger: ELEMENT/AREA.
    return "for" if name.partition(",")[0].rpartition("/")[2] in codes else "against"


def _said(cue: Cue) -> str:
    name, _, rest = cue.rule.partition(": ")
    if rest == "learnt from reports":
        return f"found more often where reports speak of {_A[name]}"
    if name in _PLAIN:
        return _PLAIN[name](rest)
    for pattern, say in _CODED:
        if match := pattern.fullmatch(name if cue.kind != "context" else cue.rule):
            return match.expand(say)
    return cue.rule


def _turned(rest: str) -> str:
    match = re.fullmatch(r'"(.*)" before "(.*)"', rest)
    return "speaks of a weakness" + (
        f", for “{match[1]}” stands before “{match[2]}”" if match else ""
    )


def _void(rest: str) -> str:
    match = re.fullmatch(r'"(.*)" in "(.*)"', rest)
    return "counts as no weakness" + (f", in spite of “{match[1]}”" if match else "")


def _says(rest: str) -> str:
    return "somebody is quoted" if rest.startswith('"') else f"said by {rest.partition(', ')[0]}"


_A = {"strength": "a strength", "weakness": "a weakness"}
_BAD = {"weakness", "mixed"}
_LEANS = {"strength": {"strength", "mixed"}, "weakness": _BAD, "negated": _BAD, "heading": _BAD}
_BESIDE = {"hedge", "plan", "history", "attribution", "cancelled"}
_PLAIN: dict[str, Callable[[str], str]] = {
    "strength": lambda _: "speaks of a strength",
    "weakness": lambda _: "speaks of a weakness",
    "negated": _turned,
    "cancelled": _void,
    "heading": lambda rest: f"stands under the heading “{rest[1:-1]}”",
    "hedge": lambda _: "makes the statement less than certain",
    "plan": lambda _: "speaks of what is planned",
    "history": lambda _: "looks back to an earlier time",
    "attribution": _says,
}
_CODED = tuple(
    (re.compile(pattern), say)
    for pattern, say in (
        (r"([^,]+): passages before and after; alone (.+)",
         r"the passages before and after point to \1; alone it would be \2"),
        (r"([^,]+)", r"points to \1"),
        (r"([^,]+), decides", r"points clearly to \1"),
        (r"([^,]+), often", r"often points to \1"),
        (r"([^,]+), beside", r"supports \1 where other words point there"),
        (r"([^,]+), goes with", r"found more often in passages on \1"),
        (r"([^,]+), in its wording", r"stands in the framework’s wording of \1"),
        (r"([^,]+), by (.+) of (.+)", r"points to \2 of \3, which comes nearest to \1"),
        (r"([^,]+), part of ([^,]+), .+ (\S+) of (\S+)",
         r"points to \3 of \4, which is linked with \2; \1 is a part of that"),
        (r"([^,]+), the same as (.+) of (.+)", r"points to \2 of \3, which is the same as \1"),
        (r"([^,]+), narrower than (.+) of (.+)", r"points to \2 of \3, of which \1 is a part"),
        (r"([^,]+), broader than (.+) of (.+)", r"points to \2 of \3, which is a part of \1"),
        (r"([^,]+), .+ than (.+) of (.+)", r"points to \2 of \3, which is linked with \1"),
    )
)  # fmt: skip
