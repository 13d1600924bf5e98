"""Which official wording belongs to which criterion of a framework that Vouch knows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.frameworks.compiler.compiled import Area, Compiled, Descriptor, GradeGroup, Quote
from corpus.frameworks.compiler.words import holds, likeness, overlap, plain
from corpus.frameworks.framework import Framework
from corpus.frameworks.records import Criterion, Grade, JudgementArea

_AREA_ALIKE = 0.4
_IMPLAUSIBLE = 0.12  # of the words of our restatement; ours is deliberately in other words
_CLEARLY = 0.25


@dataclass(frozen=True, slots=True)
class Wording:
    """Official wording of a criterion ("EXP-1"), required evidence ("EXP evidence 2") or title.

    `quotes` are its parts in the frozen text, one unless a page break splits it. `likeness` is the
    share of words, 0 to 1, and `doubt` says why the pair looks wrong.
    """

    code: str
    quotes: tuple[Quote, ...]
    likeness: float
    doubt: str | None = None

    @property
    def text(self) -> str:
        """The wording on one line."""
        return " ".join(quote.text.replace("\n", " ") for quote in self.quotes)


@dataclass(frozen=True, slots=True)
class Attachment:
    """The official wording of one framework from one document, and all that did not match.

    `wordings` are those of criteria; `beside` has the printed titles and the required evidence.
    """

    framework: str
    document_id: str
    extractor: str
    text_sha256: str
    title: str
    wordings: tuple[Wording, ...]
    beside: tuple[Wording, ...] = ()
    unmatched: tuple[str, ...] = ()

    @property
    def doubtful(self) -> tuple[Wording, ...]:
        """The wordings that do not look like what they are attached to."""
        return tuple(wording for wording in self.wordings if wording.doubt is not None)


def attach(compiled: Compiled, framework: Framework) -> Attachment:
    """Attach a document's wording to a framework: by area, then grade, then order."""
    wordings: list[Wording] = []
    beside: list[Wording] = []
    unmatched: list[str] = []
    pairs = list(_areas(compiled.areas, framework.areas))
    for area, known in pairs:
        if known is None:
            if area.groups:
                unmatched.append(f'The document\'s area "{area.title}" is none of {framework.id}.')
            continue
        beside += _titles(area, known, unmatched)
        beside += _evidence(area, known, unmatched)
        wordings += _criteria(area, known, framework, unmatched)
    found = {known.code for _, known in pairs if known is not None}
    for code in dict.fromkeys(criterion.area for criterion in framework.criteria):
        if code not in found:
            unmatched.append(f"{code} of {framework.id} has no area in the document.")
    return Attachment(
        framework.id,
        compiled.document_id,
        compiled.extractor,
        compiled.text_sha256,
        compiled.title.text,
        tuple(wordings),
        tuple(beside),
        tuple(unmatched),
    )


def matched_areas(compiled: Compiled, framework: Framework) -> Iterator[tuple[str, Area]]:
    """Give the document's areas that a framework knows, with the code of the framework's own."""
    for area, known in _areas(compiled.areas, framework.areas):
        if known is not None:
            yield known.code, area


def _areas(
    areas: Sequence[Area], known: Sequence[JudgementArea]
) -> Iterator[tuple[Area, JudgementArea | None]]:
    """Pair areas by their titles and aliases, element by element, the surest pair first."""
    scored = sorted(
        ((_alike(area, one), -n, one.code, one) for n, area in enumerate(areas) for one in known),
        key=lambda row: row[:3],
        reverse=True,
    )
    taken: dict[int, JudgementArea] = {}
    used: set[str] = set()
    for score, n, code, one in scored:
        if score >= _AREA_ALIKE and -n not in taken and code not in used:
            taken[-n] = one
            used.add(code)
    for n, area in enumerate(areas):
        found = taken.get(n)
        yield area, found
        yield from _areas(area.areas, found.areas if found else known)


def _titles(area: Area, known: JudgementArea, unmatched: list[str]) -> Iterator[Wording]:
    """Attach the printed titles of an area and of its parts."""
    like = likeness(area.title, known.title)
    yield Wording(f"{known.code} title", (Quote(area.title, area.anchor),), round(like, 3))
    for part in area.parts if known.aspects else ():
        names = {
            one.code: max(likeness(part.title, name) for name in (one.title, *one.aliases))
            for one in known.aspects
        }
        best = max(names, key=lambda code: names[code])
        if names[best] < _AREA_ALIKE:
            unmatched.append(f'"{part.title}" is no aspect of {known.code}.')
        else:
            quote = Quote(part.title, part.anchor)
            yield Wording(f"{best} title", (quote,), round(names[best], 3))


def _alike(area: Area, known: JudgementArea) -> float:
    if plain(area.title) in {plain(name) for name in (known.title, *known.aliases)}:
        return 2.0
    if any(holds(area.title, alias) for alias in known.aliases):
        return 1.0
    return likeness(area.title, known.title)


def _evidence(area: Area, known: JudgementArea, unmatched: list[str]) -> Iterator[Wording]:
    if len(area.evidence) != len(known.evidence) and area.evidence:
        unmatched.append(
            f"{known.code} required evidence: {len(area.evidence)} in the document, "
            f"{len(known.evidence)} in the framework."
        )
        return
    for n, (quote, ours) in enumerate(zip(area.evidence, known.evidence, strict=False), 1):
        like = round(overlap(ours.text, quote.text), 3)
        yield Wording(f"{known.code} evidence {n}", (quote,), like)


def _criteria(
    area: Area, known: JudgementArea, framework: Framework, unmatched: list[str]
) -> Iterator[Wording]:
    seen = set()
    for group in area.groups:
        grade = _grade(group, framework.scale)
        if grade is None:
            unmatched.append(f'{known.code}: the grade "{group.grade}" is none of {framework.id}.')
            continue
        seen.add(grade)
        ours = [c for c in framework.criteria if (c.area, c.grade) == (known.code, grade)]
        yield from _paired(ours, group.criteria, f"{known.code} {grade}", unmatched)
    for criterion in framework.criteria:
        if criterion.area == known.code and criterion.grade not in seen:
            unmatched.append(f"{criterion.code} has no wording: no {criterion.grade} there.")


def _grade(group: GradeGroup, scale: Sequence[Grade]) -> str | None:
    names = {group.grade, plain(group.printed or group.grade)}
    for step in scale:
        if names & {plain(name) for name in (step.name, *step.aliases)}:
            return step.name
    return None


def _paired(
    ours: list[Criterion],
    theirs: tuple[Descriptor, ...],
    where: str,
    unmatched: list[str],
) -> Iterator[Wording]:
    """Pair in order; where counts differ, leave out what makes the rest fit best."""
    table = [[overlap(_words(one), two.text) for two in theirs] for one in ours]
    if len(ours) == len(theirs):
        pairs = [(n, n) for n in range(len(ours))]
    else:
        unmatched.append(f"{where}: {len(theirs)} in the document, {len(ours)} in the framework.")
        pairs = _aligned(table, len(theirs))
    for n, m in pairs:
        quotes = (theirs[m].wording, *theirs[m].continued)
        yield Wording(ours[n].code, quotes, round(table[n][m], 3), _doubt(table, n, m, ours))
    lost = {n for n, _ in pairs}
    unmatched += [f"{one.code} has no wording." for n, one in enumerate(ours) if n not in lost]
    kept = {m for _, m in pairs}
    for m, two in enumerate(theirs):
        if m not in kept:
            unmatched.append(f'{where}: "{two.text[:60]}" belongs to no criterion.')


def _words(criterion: Criterion) -> str:
    return f"{criterion.title} {criterion.text}"


def _doubt(table: list[list[float]], n: int, m: int, ours: list[Criterion]) -> str | None:
    """Say why a pair looks wrong: hardly a shared word, or another criterion fits far better."""
    own = table[n][m]
    best = max(range(len(table)), key=lambda other: table[other][m])
    if best != n and table[best][m] > own + _CLEARLY and own <= max(table[n]) - _CLEARLY:
        return f"it reads more like {ours[best].code}"
    if own < _IMPLAUSIBLE:
        return "it shares hardly a word with our restatement"
    return None


def _aligned(table: list[list[float]], width: int) -> list[tuple[int, int]]:
    """Pair two lists in order so that the sum of likenesses is greatest."""
    height = len(table)
    best = [[0.0] * (width + 1) for _ in range(height + 1)]
    for n in range(height - 1, -1, -1):
        for m in range(width - 1, -1, -1):
            paired = table[n][m] + best[n + 1][m + 1]
            best[n][m] = max(paired, best[n + 1][m], best[n][m + 1])
    pairs, n, m = [], 0, 0
    while n < height and m < width:
        if best[n][m] == best[n + 1][m]:
            n += 1
        elif best[n][m] == best[n][m + 1]:
            m += 1
        else:
            pairs.append((n, m))
            n, m = n + 1, m + 1
    return pairs
