"""Suggested lines of enquiry: questions, each with the passages that raise it. Never a conclusion.

Pure. The order is the rule that `RULE` states to people: nothing here weighs a provider.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal, get_args

from corpus.frameworks.provisions import LineOfEnquiry
from corpus.history import Cited, History, Improvement, Inspected, Judged
from corpus.wording import count_of
from review.labels import NONE, Label, Lens
from review.reading.by_area import Piece, strongest
from review.wording import day

Kind = Literal[
    "raised again", "overdue", "worse grade", "documents disagree", "weakness since",
    "still open", "better grade", "one-sided", "old evidence", "of the framework",
]  # fmt: skip
KINDS: tuple[Kind, ...] = get_args(Kind)
MOST = 12
_EACH = 3
_SHOWN = 3
_ONE_SIDED = 4  # passages that all say the same
_APART = 3  # passages of each document that make a disagreement
_OLD_YEARS = 4
_NEAR_DAYS = 550  # a year and a half, within which two documents speak of the same time
_LONGEST = 180
RULE = (
    "The order is that of the kinds: raised again, overdue, a worse grade, documents that "
    "disagree, weaknesses with nothing later, improvements still open, a better grade, evidence "
    "of one side only, old evidence, questions of the framework. Of each kind there are "
    f"{_EACH} at most, of all {MOST} at most: every kind has its first before any has its second. "
    "What the machine is not sure of raises no question."
)


@dataclass(frozen=True, slots=True)
class Enquiry:
    """A question, why it is asked, and what raises it: passages by id, and printed statements."""

    kind: Kind
    question: str
    reason: str
    passages: tuple[str, ...] = ()
    cited: tuple[Cited, ...] = ()


@dataclass(frozen=True)
class Grounds:
    """All that questions are raised from. `dates` says by document when it was inspected.

    `names` are those of documents; `prompts` a framework's own lines of enquiry, each with the
    passages that use its words.
    """

    history: History
    lens: Lens
    pieces: tuple[Piece, ...]
    dates: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    prompts: tuple[tuple[LineOfEnquiry, tuple[str, ...]], ...] = ()

    @cached_property
    def sure(self) -> tuple[Piece, ...]:
        """The pieces that may raise a question."""
        found = [one for one in self.pieces if one.sure and one.area != NONE]
        # Of a passage with two tags, the first one speaks for it, however they came.
        return tuple(sorted(found, key=_place))


def _place(one: Piece) -> tuple[object, ...]:
    added = one.tag is None
    return one.passage, one.rank, added, one.tag or "", one.code, one.polarity, one.who or ""


def enquiries(grounds: Grounds, most: int = MOST) -> tuple[Enquiry, ...]:
    """Return the questions in the order that `RULE` states."""
    found = [list(raised(grounds))[:_EACH] for raised in _RAISED]
    ranked = [(place, kind) for kind, some in enumerate(found) for place in range(len(some))]
    chosen = sorted(sorted(ranked)[:most], key=lambda pair: (pair[1], pair[0]))
    return tuple(found[kind][place] for place, kind in chosen)


def _raised_again(grounds: Grounds) -> Iterator[Enquiry]:
    still = {one.improvement.id for one in grounds.history.open}
    # What no inspection has followed yet comes first, then what was raised most often.
    again = sorted(
        grounds.history.raised_again,
        key=lambda one: (one.latest.id in still, len(one.earlier), one.latest.on or ""),
        reverse=True,
    )
    for one in again:
        times = (*one.earlier, one.latest)
        years = [item.on[:4] for item in times if item.on]
        yield Enquiry(
            "raised again",
            f"What has changed since this was first raised, and what shows that it lasts: "
            f"“{_short(one.latest.text)}”?",
            f"Inspections of {_list(dict.fromkeys(years))} put it in like words"
            " (about four in five such finds are right)"
            + ("; none has followed since." if one.latest.id in still else "."),
            cited=tuple(item.cited for item in times),
        )


def _overdue(grounds: Grounds) -> Iterator[Enquiry]:
    today = grounds.history.as_of
    due = [one.improvement for one in grounds.history.open if one.improvement.due]
    for item in sorted(due, key=lambda one: (one.due or "", one.id)):
        if item.due and item.due < today:
            yield Enquiry(
                "overdue",
                f"Was this done by {day(item.due)}, and what shows it: “{_short(item.text)}”?",
                f"It was due then; no inspection up to {day(today)} has followed it up.",
                cited=(item.cited,),
            )


def _grades(verdict: str, kind: Kind, ask: str) -> Callable[[Grounds], Iterator[Enquiry]]:
    def raised(grounds: Grounds) -> Iterator[Enquiry]:
        overtaken = _overtaken(grounds.history.inspections)
        for one in grounds.history.inspections:
            moved = [
                judged for judged in one.judgements
                if judged.change is not None and judged.change.verdict == verdict
                and (one.id, judged.area) not in overtaken
            ]  # fmt: skip
            if moved:
                yield _moved(one, moved, kind, ask)

    return raised


def _overtaken(inspections: Iterable[Inspected]) -> set[tuple[str, str | None]]:
    """Return the judgements that a later one is held against: only the last one asks anything."""
    return {
        (against.inspection, against.area)
        for one in inspections
        for judged in one.judgements
        for against in (judged.change.against if judged.change else ())
        if against.relation == "exact"
    }


def _moved(one: Inspected, moved: Sequence[Judged], kind: Kind, ask: str) -> Enquiry:
    told, cited = [], []
    for judged in moved:
        against = judged.change.against[0] if judged.change else None
        if against is not None:
            told.append(
                f"{judged.title}: “{against.grade}” in {against.on[:4]}, then “{judged.grade}”"
            )
            cited += [against.cited, judged.cited]
    when = (one.on or "")[:4] or "an inspection without a date"
    return Enquiry(kind, ask.format(when=when), f"{'; '.join(told)}.", cited=tuple(cited))


def _disagree(grounds: Grounds) -> Iterator[Enquiry]:
    found = []
    for area, pieces in _grouped(grounds.sure, lambda one: one.area).items():
        documents = _grouped(pieces, lambda one: one.document)
        praising = {k: v for k, v in documents.items() if _leans(v, "strength")}
        blaming = {k: v for k, v in documents.items() if _leans(v, "weakness")}
        for good, bad in ((g, b) for g in praising for b in blaming):
            if _near(grounds.dates.get(good), grounds.dates.get(bad)):
                found.append((area, good, bad, documents))
    found.sort(
        key=lambda each: (grounds.dates[each[1]], len(each[3][each[1]]) + len(each[3][each[2]])),
        reverse=True,
    )
    for area, good, bad, documents in found:
        sides = _speaking(documents[good], "strength"), _speaking(documents[bad], "weakness")
        yield Enquiry(
            "documents disagree",
            f"On {_title(grounds.lens, area)}, what explains that two documents of about the same "
            "time speak so differently?",
            f"{_named(grounds, good)}: {_of(sides[0], documents[good], 'strengths')}. "
            f"{_named(grounds, bad)}: {_of(sides[1], documents[bad], 'weaknesses')}.",
            tuple(one.passage for side in sides for one in strongest(side, grounds.dates)[:2]),
        )


def _weakness_since(grounds: Grounds) -> Iterator[Enquiry]:
    found = []
    for area, pieces in _grouped(grounds.sure, lambda one: one.area).items():
        dated = [one for one in pieces if grounds.dates.get(one.document)]
        newest = max((grounds.dates[one.document] for one in dated), default=None)
        last = [one for one in dated if grounds.dates[one.document] == newest]
        weak = _speaking(last, "weakness")
        if newest and weak:
            found.append((newest, area, weak, last))
    found.sort(key=lambda each: (each[0], len(each[2]), each[1]), reverse=True)
    for newest, area, weak, last in found:
        yield Enquiry(
            "weakness since",
            f"On {_title(grounds.lens, area)}, what has happened since {_month(newest)}, when "
            f"{count_of(len(weak), 'passage')} spoke of weaknesses?",
            f"{_of(weak, last, 'weaknesses')} in the newest document on this; there is nothing "
            "later.",
            _first(strongest(weak, grounds.dates)),
        )


def _still_open(grounds: Grounds) -> Iterator[Enquiry]:
    by_inspection: dict[str, list[Improvement]] = defaultdict(list)
    for one in grounds.history.open:
        by_inspection[one.improvement.inspection].append(one.improvement)
    when = {one.id: one.on for one in grounds.history.inspections}
    for inspection, items in by_inspection.items():
        on = when.get(inspection)
        asked = "this" if len(items) == 1 else f"each of {len(items)} things"
        first = _list(f"“{_short(item.text, 90)}”" for item in items[:2])
        more = f", and {len(items) - 2} more" if len(items) > 2 else ""
        yield Enquiry(
            "still open",
            f"What shows that {asked} was done: {first}{more}?",
            f"Raised {f'in {_month(on)}' if on else 'on a day unknown'}; no inspection of its "
            "kind has followed.",
            cited=tuple(item.cited for item in items[:_SHOWN]),
        )


def _one_sided(grounds: Grounds) -> Iterator[Enquiry]:
    found = []
    for label, pieces in _by_code(grounds):
        spoken = {one.polarity for one in pieces}
        if len(pieces) >= _ONE_SIDED and spoken in ({"strength"}, {"weakness"}):
            found.append((len(pieces), label, pieces))
    found.sort(key=lambda each: (-each[0], each[1].code))
    for number, label, pieces in found:
        side = "strengths" if pieces[0].polarity == "strength" else "weaknesses"
        yield Enquiry(
            "one-sided",
            f"What would show another side of {_words(label)}?",
            f"All {number} passages that the machine is sure of or people decided on are {side}.",
            _first(strongest(pieces, grounds.dates)),
        )


def _old(grounds: Grounds) -> Iterator[Enquiry]:
    today = date.fromisoformat(grounds.history.as_of)
    limit = today.replace(year=today.year - _OLD_YEARS, day=1).isoformat()
    found = []
    for label, pieces in _by_code(grounds):
        known = [grounds.dates[one.document] for one in pieces if one.document in grounds.dates]
        if len(known) == len(pieces) and max(known) < limit:
            found.append((max(known), len(pieces), label, pieces))
    found.sort(key=lambda each: (-each[1], each[0], each[2].code))
    for newest, number, label, pieces in found:
        yield Enquiry(
            "old evidence",
            f"Is it still so, on {_words(label)}?",
            f"The newest of {count_of(number, 'passage')} on it is of {_month(newest)}, more than "
            f"{_OLD_YEARS} years ago.",
            _first(strongest(pieces, grounds.dates)),
        )


def _of_the_framework(grounds: Grounds) -> Iterator[Enquiry]:
    for line, passages in sorted(grounds.prompts, key=lambda each: (-len(each[1]), each[0].id)):
        if passages:
            prompts = "; ".join(prompt.rstrip("?.") for prompt in line.prompts)
            yield Enquiry(
                "of the framework",
                f"{line.title}: {prompts}?",
                f"A line of enquiry of the framework ({line.paragraph}); "
                f"{count_of(len(passages), 'passage')} use its words.",
                passages[:_SHOWN],
            )


_RAISED: tuple[Callable[[Grounds], Iterator[Enquiry]], ...] = (
    _raised_again,
    _overdue,
    _grades("worse", "worse grade",
            "What lay behind the lower grades of {when}, and does it hold today?"),
    _disagree,
    _weakness_since,
    _still_open,
    _grades("better", "better grade",
            "What brought the higher grades of {when}, and what shows that it lasts?"),
    _one_sided,
    _old,
    _of_the_framework,
)  # fmt: skip


def _grouped(pieces: Iterable[Piece], key: Callable[[Piece], str]) -> dict[str, list[Piece]]:
    """Group pieces; a passage counts once in each group."""
    found: dict[str, dict[str, Piece]] = defaultdict(dict)
    for one in pieces:
        found[key(one)].setdefault(one.passage, one)
    return {name: list(some.values()) for name, some in found.items()}


def _by_code(grounds: Grounds) -> Iterator[tuple[Label, list[Piece]]]:
    """Give the pieces of each criterion and aspect; of an area, where it has none of these."""
    parted = {one.area for one in grounds.lens.labels.values() if one.level != "area"}
    for code, pieces in _grouped(grounds.sure, lambda one: one.code).items():
        label = grounds.lens.label(code)
        if label and not (label.level == "area" and code in parted):
            yield label, pieces


def _speaking(pieces: Iterable[Piece], polarity: str) -> list[Piece]:
    return [one for one in pieces if one.polarity == polarity]


def _leans(pieces: Sequence[Piece], polarity: str) -> bool:
    spoken = _speaking(pieces, polarity)
    return len(spoken) >= _APART and 3 * len(spoken) >= 2 * len(pieces)


def _near(one: str | None, other: str | None) -> bool:
    if not one or not other:
        return False
    return abs((date.fromisoformat(one) - date.fromisoformat(other)).days) <= _NEAR_DAYS


def _first(pieces: Iterable[Piece]) -> tuple[str, ...]:
    return tuple(one.passage for one in pieces)[:_SHOWN]


def _of(some: Sequence[Piece], whole: Sequence[Piece], word: str) -> str:
    verb = "speaks" if len(some) == 1 else "speak"
    return f"{len(some)} of {count_of(len(whole), 'passage')} {verb} of {word}"


def _named(grounds: Grounds, document: str) -> str:
    when = grounds.dates.get(document)
    name = grounds.names.get(document, "A document")
    return f"{name} ({_month(when)})" if when else name


def _words(label: Label) -> str:
    return f"“{label.title or label.code}” ({label.code})"


def _title(lens: Lens, code: str) -> str:
    label = lens.label(code)
    return _words(label) if label else code


def _short(text: str, longest: int = _LONGEST) -> str:
    words = " ".join(text.split()).removeprefix("• ").rstrip("?.:; ")
    return words if len(words) <= longest else f"{words[:longest].rsplit(' ', 1)[0]} …"


def _month(when: str | None) -> str:
    return day(when).partition(" ")[2] if when else "a day unknown"


def _list(words: Iterable[str]) -> str:
    listed = list(words)
    return " and ".join(filter(None, (", ".join(listed[:-1]), listed[-1] if listed else "")))
