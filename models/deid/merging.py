"""Lays all that was found in one text over each other: disjoint identifiers, in order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter
from typing import NamedTuple

from corpus.notes import IdentifierKind
from models.deid.found import Found

# What overlaps becomes one identifier of the kind that stands first here.
_ORDER: tuple[IdentifierKind, ...] = (
    "email", "link", "handle", "nino", "upn", "court-number", "nhs-number", "telephone",
    "date-of-birth", "date", "postcode", "vehicle", "case-number", "school", "address", "place",
    "name",
)  # fmt: skip
_RANK = {kind: rank for rank, kind in enumerate(_ORDER)}
_NAME_GAP = re.compile(r" |-|‐|–|\. ?|  ")
# \Z, for $ also stands before a line's end: initials that end a line are not of the next line.
_INITIALS = re.compile(r"(?:^|[\s(/|:,])((?:[A-HJ-Z](?:\. ?| )){1,2})\Z")
_INITIAL_AFTER = re.compile(
    r" (?:[B-HJ-Z](?![\w/&-]|['’](?!s)|\.\w)|A(?=['’]s|[,;:)]|\.(?:\s|$)| &|$))"
)
_APOSTROPHE = re.compile(r"(?:(?<=\s)|^)(?:['’][tTnN] |[ÓO]['’]? ?)\Z")
_WHOLE_WORD = re.compile(r"[^\W\d_]['’]?[^\W\d_]{2}")
_MARKS = frozenset("'’ÓO")  # one of them stands in all that `_APOSTROPHE` takes
_LINE = re.compile(r"[^\n\t\s,;](?:[^\n\t]*[^\n\t\s,;])?")


class Merged(NamedTuple):
    """One identifier before it is known whose it is."""

    start: int
    end: int
    kind: IdentifierKind
    means: tuple[str, ...]
    role: str = ""


def merge(found: Iterable[Found], text: str) -> list[Merged]:
    """Merge what overlaps or is one name, in order of the text."""
    clusters: list[list[Found]] = []
    end = -1
    for item in _in_order(found, text):
        if clusters and item.start < end:
            clusters[-1].append(item)
            end = max(end, item.end)
        else:
            clusters.append([item])
            end = item.end
    parts: list[Merged] = []
    for cluster in clusters:
        part = _with_initials(_one(cluster), text)
        # Initials may have been found by themselves before: they are of this name now.
        while parts and parts[-1].end > part.start:
            before = parts.pop()
            means = tuple(sorted({*before.means, *part.means}))
            part = part._replace(start=min(before.start, part.start), means=means)
        parts.append(part)
    return _joined(parts, text)


def _with_initials(part: Merged, text: str) -> Merged:
    """Take in the initials before a family name: "L Popal", "J. K. Okafor"."""
    if part.kind != "name":
        return part
    lead = text[max(0, part.start - 8) : part.start]
    # Most names stand behind a word in lower case: no search is needed to see that.
    if lead.rstrip(" .")[-1:].isupper() and (match := _INITIALS.search(lead)):
        part = part._replace(start=part.start - len(match[1]))
    lead = text[max(0, part.start - 4) : part.start]
    if not _MARKS.isdisjoint(lead) and (before := _APOSTROPHE.search(lead)):
        part = part._replace(start=part.start - len(before[0]))
    after = _INITIAL_AFTER.match(text, part.end)
    return part._replace(end=after.end()) if after else part


def _in_order(found: Iterable[Found], text: str) -> list[Found]:
    """Return the pieces of what was found that stand in one line or cell each, longest first."""
    whole: list[Found] = []
    for item in found:
        start, end = item.start, item.end
        if text.find("\n", start, end) >= 0 or text.find("\t", start, end) >= 0:
            whole += _within_lines(item, text)
        elif start < end:
            whole.append(item)
    # Two sorts by one field each: a key of two would be a tuple for each item.
    whole.sort(key=itemgetter(1), reverse=True)
    whole.sort(key=itemgetter(0))
    return whole


def _within_lines(item: Found, text: str) -> Iterator[Found]:
    """Yield the pieces of what was found over several lines or cells."""
    for match in _LINE.finditer(text[item.start : item.end]):
        yield item._replace(start=item.start + match.start(), end=item.start + match.end())


def _one(cluster: Sequence[Found]) -> Merged:
    if len(cluster) == 1:
        [item] = cluster
        role = item.role if item.kind == "name" else ""
        return Merged(item.start, item.end, item.kind, (item.means,), role)
    kinds = {item.kind for item in cluster}
    kind = min(kinds, key=_RANK.__getitem__)
    if kind == "place" and "name" in kinds and _is_person(cluster):
        kind = "name"
    means = tuple(sorted({item.means for item in cluster}))
    role = next((item.role for item in cluster if item.role and item.kind == "name"), "")
    end = max([item.end for item in cluster])
    return Merged(cluster[0].start, end, kind, means, role)


def _is_person(cluster: Sequence[Found]) -> bool:
    """Say whether what could be a place is the name of a person of this case: "Mrs Bolton"."""
    told = {item.means.partition("/")[0] for item in cluster if item.kind == "name"}
    rules = {item.means for item in cluster if item.kind == "name"}
    longest = max(cluster, key=lambda item: item.end - item.start)
    strong = rules & {"context/title", "context/role", "context/label", "context/role-after",
                      "context/full", "context/age", "context/list"}  # fmt: skip
    return bool(told & {"people", "corrections"} or strong) or (
        longest.kind == "name"
        and longest.end - longest.start
        > max(item.end - item.start for item in cluster if item.kind == "place")
    )


def _joined(parts: Sequence[Merged], text: str) -> list[Merged]:
    """Join names that stand side by side, and the parts of an address."""
    joined: list[Merged] = []
    for part in parts:
        last = joined[-1] if joined else None
        if last and last.kind == part.kind == "name" and _one_name(last, part, text):
            joined[-1] = Merged(
                last.start, part.end, "name", tuple(sorted({*last.means, *part.means})),
                last.role or part.role,
            )  # fmt: skip
        else:
            joined.append(part)
    return joined


def _one_name(last: Merged, part: Merged, text: str) -> bool:
    gap = text[last.end : part.start]
    if _NAME_GAP.fullmatch(gap):
        short = (
            last.end - last.start == 1 or len(text[last.start : last.end].rsplit(" ", 1)[-1]) == 1
        )
        return not gap.startswith(".") or short
    # "SMITH, Jane" is one person; "Smith, Jane" may be two, "S.S, Jane" are.
    whole = text[last.start : last.end]
    return (
        gap == ", "
        and whole.isupper()
        and _WHOLE_WORD.search(whole) is not None
        and not text[part.start : part.end].isupper()
    )
