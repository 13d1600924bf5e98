"""Checks that read the source documents: what they state, what the compiler finds in them."""

from __future__ import annotations

import re
from collections import Counter
from difflib import SequenceMatcher

from pipelines.conformance.registry import Faults, differs, named
from pipelines.conformance.world import World


@named("stated")
def stated(
    world: World, seed: str, words: list[str], at: str | int | None = None, to: int | None = None
) -> Faults | None:
    """The document states these words in a numbered paragraph ("13") or on lines (37, 40)."""
    document = world.seed(seed)
    if document is None:
        return None
    if isinstance(at, int):
        text = " ".join(document.lines[at - 1 : to or at])
    elif at is None:
        text = " ".join(document.lines)
    else:
        text = " ".join(passage.text for passage in document.paragraph(at))
    place = f"{seed} {at if isinstance(at, str) else f'line {at}'}"
    lowered = " ".join(text.lower().replace("*", "").split())
    return [f"{place} does not state {word!r}" for word in words if word.lower() not in lowered]


@named("bullets")
def bullets(
    world: World, seed: str, expect: int, at: str | None = None, lines: list[int] | None = None
) -> Faults | None:
    """How many items the document lists below a numbered paragraph, or between two lines."""
    document = world.seed(seed)
    if document is None:
        return None
    if at is not None:
        found = len(document.paragraph(at)) - 1
    else:
        first, last = lines or (1, len(document.lines))
        found = len(document.between(first, last))
    return differs(f"items in {seed} at {at or lines}", found, expect)


@named("compiled areas")
def compiled_areas(world: World, seed: str, framework: str, expect: list[str]) -> Faults | None:
    """The areas that the compiler finds in a document, by the codes that they attach to."""
    found = world.attached(seed, framework)
    return None if found is None else differs("areas", list(found), expect)


@named("compiled criteria")
def compiled_criteria(
    world: World, seed: str, framework: str, area: str, expect: dict[str, int]
) -> Faults | None:
    """How many criteria the compiler finds for an area, by grade."""
    found = world.attached(seed, framework)
    if found is None:
        return None
    if area not in found:
        return [f"the compiler finds no area {area}; it finds {sorted(found)}"]
    counted = {group.grade: len(group.criteria) for group in found[area].groups}
    return differs(f"criteria of {area} in {seed}", counted, expect)


@named("compiled evidence")
def compiled_evidence(
    world: World, seed: str, framework: str, expect: dict[str, int]
) -> Faults | None:
    """How many items of required evidence the compiler finds, by area."""
    found = world.attached(seed, framework)
    if found is None:
        return None
    counted = {code: len(area.evidence) for code, area in found.items() if area.evidence}
    return differs(f"evidence in {seed}", counted, expect)


@named("sentences")
def sentences(
    world: World, seed: str, framework: str, area: str, grade: str, expect: int
) -> Faults | None:
    """How many sentences the criteria of an area and grade have in the document."""
    found = world.attached(seed, framework)
    if found is None:
        return None
    group = found[area].group(grade) if area in found else None
    texts = [row.text for row in group.criteria] if group else []
    counted = sum(len(_SENTENCE_END.findall(text)) for text in texts)
    return differs(f"sentences of {area} {grade} in {seed}", counted, expect)


@named("compiled cells")
def compiled_cells(world: World, seed: str, expect: dict[str, int]) -> Faults | None:
    """How many cells of the printed report hold a grade, or none, by what the compiler finds."""
    compiled = world.compiled(seed)
    if compiled is None:
        return None
    found: Counter[str] = Counter(row.cell for row in compiled.report)
    return differs(f"cells in {seed}", {cell: found[cell] for cell in expect}, expect)


@named("compiled doubts")
def compiled_doubts(world: World, seed: str, words: str) -> Faults | None:
    """The compiler reports a likely fault of the document that holds these words."""
    compiled = world.compiled(seed)
    if compiled is None:
        return None
    found = [str(remark) for remark in compiled.suspicions]
    if any(words.lower() in remark.lower() for remark in found):
        return []
    return [f"no suspicion in {seed} speaks of {words!r}; there are {found}"]


@named("printed order")
def printed_order(world: World, framework: str, seed: str, expect: list[str]) -> Faults:
    """The order in which the grades stand under each area, in the data and in the document."""
    faults = differs("order", list(world.framework(framework).printed_order), expect)
    for code, area in (world.attached(seed, framework) or {}).items():
        printed = [group.grade for group in area.groups]
        faults += differs(f"order of {code} in {seed}", printed, expect)
    return faults


@named("repeats flagged")
def repeats_flagged(world: World, framework: str, seed: str) -> Faults | None:
    """What the document says nearly alike of several areas is flagged, and nothing else.

    Repeated: three quarters of its own words stand, in runs of four or more, in another area.
    """
    flagged = {row.code for row in world.framework(framework).criteria if not row.discriminating}
    if not flagged:
        return ["no criterion is flagged as standing in several areas"]
    wordings = world.wordings(seed, framework)
    if wordings is None:
        return []
    areas = {row.code: row.area for row in world.framework(framework).criteria}
    repeated = {
        code
        for code, text in wordings.items()
        for other, words in wordings.items()
        if areas[code] != areas[other] and _repeats(text, words)
    }
    missing, needless = sorted(repeated - flagged), sorted(flagged - repeated)
    faults = [f"not flagged, though the document repeats it: {missing}"] if missing else []
    return faults + ([f"flagged, though no area repeats it: {needless}"] if needless else [])


def _repeats(text: str, other: str) -> bool:
    own, others = _WORD.findall(text.lower()), _WORD.findall(other.lower())
    blocks = SequenceMatcher(None, own, others, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks if block.size >= 4) >= 0.75 * len(own)


_WORD = re.compile(r"\w+")
_SENTENCE_END = re.compile(r"[.!?][’”\"')]*(?=\s|$)")
