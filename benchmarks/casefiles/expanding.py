"""A template with its alternatives chosen and its slots filled."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from benchmarks.casefiles.drafting import Bit, Draft, Edge, tidied
from benchmarks.casefiles.sentences import tokens

Fill = Callable[[str], Draft]


def expanded(template: str, fill: Fill, rng: Random) -> Draft:
    """Return a template's text. `fill` gives the words of a slot."""
    draft, rest = _sequence(list(tokens(template)), fill, rng)
    if rest:
        raise ValueError(f"the template {template!r} closes what it has not opened")
    return tidied(draft)


def _sequence(parts: list[str], fill: Fill, rng: Random) -> tuple[Draft, list[str]]:
    """Read up to the end of an alternative or of the template."""
    draft: Draft = []
    depth = 0
    while parts:
        head = parts[0]
        if head in (">", "|"):
            break
        parts = parts[1:]
        if head == "<":
            chosen, parts = _choice(parts, fill, rng)
            draft += chosen
        elif head.startswith("["):
            depth += 1
            draft.append(Edge(_label(head)))
        elif head == "]":
            depth -= 1
            draft.append(Edge())
        elif head.startswith("{"):
            draft += fill(head[1:-1])
        else:
            draft.append(Bit(head))
    if depth:
        raise ValueError("a bracket is opened and not closed in the same alternative")
    return draft, parts


def _choice(parts: list[str], fill: Fill, rng: Random) -> tuple[Draft, list[str]]:
    """Read alternatives up to their end and keep one, chosen before any slot of it is filled."""
    ways: list[list[str]] = [[]]
    depth = 0
    while True:
        if not parts:
            raise ValueError("an alternative has no end")
        head, parts = parts[0], parts[1:]
        if head == ">" and depth == 0:
            break
        depth += {"<": 1, ">": -1}.get(head, 0)
        if head == "|" and depth == 0:
            ways.append([])
        else:
            ways[-1].append(head)
    chosen, rest = _sequence(rng.choice(ways), fill, rng)
    if rest:
        raise ValueError("an alternative closes what it has not opened")
    return chosen, parts


def _label(head: str) -> str:
    mark, _, rest = head[1:].rpartition(":")[0].strip().partition(" ")
    return f"{mark} {rest}"
