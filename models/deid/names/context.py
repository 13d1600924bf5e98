"""Names told by the words around them: titles, roles, labels, verbs, and capitals unexplained.

Each rule looks at a run of words that could be a name and at its neighbours; what it finds is the
whole run. The rules' words are `vocabulary.yaml`'s.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from models.deid.found import Found
from models.deid.lexicon import NAMED
from models.deid.names import standing
from models.deid.names.deeds import capital, doing, is_place, place_phrase
from models.deid.names.letters import first_of, in_capitals, initial
from models.deid.names.neighbours import Run, next_listed, run_from
from models.deid.names.telling import Told, known_as, labelled, titled, with_role, with_role_after
from models.deid.names.viewing import View
from models.deid.words import DIGITS, LOWER, TITLE, UPPER, listed

NAME = "context"
_LANDSCAPE = listed(
    "bay edge green hill hills bridge mill mills cross heath moor end common gate bank wood woods "
    "side vale ford field fields water head point island beach cliff harbour sands spa quay marsh"
)
_SMALL_PLACES = listed(
    "great little nether upper lower north south east west new old high long market kings king's "
    "saint st chipping much castle abbots bishops monks over middle far mid isle"
)
_SORTS = listed("asd sen semh pru ce rc slcn")
_AMONG = listed("on under upon le in by super the next de")
_RULES: tuple[Callable[[Run], Told], ...] = (
    titled, with_role, labelled, with_role_after, known_as, doing,
)  # fmt: skip


def find(view: View) -> Iterator[Found]:
    """Yield the names that the words around them tell in one text."""
    words = view.words
    yield from standing.find(view)
    done = -1
    for at in view.open:
        if words.starts[at] < done:
            continue
        found = _lettered(view, at)
        if found is not None:
            done = found.end
            yield found
        elif view.nameable(at):
            for found in _run(run_from(view, at)):
                done = max(done, found.end)
                yield found


def _lettered(view: View, at: int) -> Found | None:
    if len(view.words.folds[at]) == 1:
        return initial(view, at)
    if view.words.shapes[at] == UPPER:
        return in_capitals(view, at)
    return None


def _run(run: Run) -> Iterator[Found]:
    """Yield what the first rule that takes a run for a name makes of it, and of a list after it."""
    told = _told(run)
    if told is None and is_place(run):
        yield _place(run)
        return
    told = told or capital(run)
    if told is None or told[0] == "plain":
        end = place_phrase(run)
        if end is not None:
            yield _place(run, end)
            return
    if told is None:
        return
    if told[0] == "capital" and _lies(run):
        yield _place(run)
        return
    rule, role = told
    words = run.view.words
    start = run.at - 1 if rule == "title" else first_of(run.view, run.at)
    yield Found(words.starts[start], words.ends[run.end - 1], "name", f"context/{rule}", role)
    yield from _listed(run.view, run.end, role)


def _told(run: Run) -> Told:
    for rule in _RULES:
        told = rule(run)
        if told is not None:
            return told
    return None


def _lies(run: Run) -> bool:
    """Say whether a run goes on as names of places do: "Wexcombe Bay"."""
    words, end = run.view.words, run.end
    if end >= len(words) or words.gap(end) != " " or words.shapes[end] != TITLE:
        return False
    return words.folds[end] in _LANDSCAPE


def _place(run: Run, end: int | None = None) -> Found:
    words, end = run.view.words, end or run.end
    first = run.at
    while first > 0 and words.gap(first) == " " and words.folds[first - 1] in _SMALL_PLACES:
        if words.shapes[first - 1] != words.shapes[run.at]:
            break
        first -= 1
    while end + 1 < len(words) and words.gap(end) == "-" and words.folds[end] in _AMONG:
        end += 2
    while end < len(words) and words.gap(end) == " " and words.shapes[end] == TITLE:
        if not run.view.nameable(end):
            break
        end += 1
    if end < len(words) and words.gap(end) == " " and words.folds[end] in _SORTS:
        end += words.shapes[end] == UPPER and not words.loud[end]
    return Found(words.starts[first], words.ends[end - 1], "place", "context/place")


def _listed(view: View, end: int, role: str) -> Iterator[Found]:
    """Go on with a list that a name began: "Present: Will, Grace Baker (HV) and Rose"."""
    words = view.words
    while (at := next_listed(view, end)) is not None:
        if not view.nameable(at) or words.shapes[at] in (LOWER, DIGITS):
            return
        family_alone = view.quality(at) == 1 and view.run(at) == at + 1
        if view.quality(at) < 1 or family_alone:
            return
        if words.shapes[at] == UPPER and not view.bits[at] & NAMED:
            return
        end = view.run(at)
        yield Found(words.starts[at], words.ends[end - 1], "name", "context/list", role)
