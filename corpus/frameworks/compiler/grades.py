"""Which words are grades in this document: stated as a scale, known, or recurring as headings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.frameworks.compiler.compiled import Anchor, Order, Remark, Scale
from corpus.frameworks.compiler.outline import NUMBER, Outline, Piece, grid
from corpus.frameworks.compiler.words import content_words, holds, plain

# A scale as aliases by grade, from the best down. Shipped frameworks' scales come beside these.
KnownScale = Sequence[Sequence[str]]
GENERIC: tuple[KnownScale, ...] = (
    (
        ("outstanding",),
        ("good",),
        ("requires improvement", "requires improvement to be good", "require improvement"),
        ("inadequate",),
    ),
    (("outstanding",), ("good",), ("adequate", "satisfactory"), ("inadequate",)),
)
_LONGEST = 7  # words of a grade's name
_SCALE = re.compile(r"\bscale\b|\bgrades?\b.*:$", re.I)
_INLINE = re.compile(r"\bscale\b[^:.]*:\s*(?P<grades>[^.:;]+)\.?$", re.I)
_BEFORE = re.compile(
    r"^(grade|judg(e)?ment|descriptors?|criteria|characteristics|benchmarks?|what|an?|the|is|for|of"
    r"|\d)(?=[\s:])[\s:]*"
)
_AFTER = re.compile(
    r"[\s:]+(looks? like|judg(e)?ments?|practice|descriptors?|criteria|grade|\(?\d\)?"
    r"|\(grade \d\))$"
)
# Headings that stand in every area and are parts of it, not grades.
_NO_GRADE = re.compile(
    r"\b(evidence|required?ments?|introduction|notes?|guidance|judgements?|criteria|sources?|how|"
    r"questions?|prompts?|purpose|scope|areas?|sections?|overview|summary|background|context)\b"
)
_ABOVE = re.compile(
    r"\b(exceed\w*|in addition to|beyond|surpass\w*|also met|must be met|all the)\b", re.I
)
_BELOW = re.compile(r"\b(not yet|falls? short of|short of|less than|not all|to be)\b", re.I)


@dataclass(frozen=True, slots=True)
class Grades:
    """The grades of a document, best first, and how headings name them.

    `doubt` says why it is not sure that these are grades at all.
    """

    names: tuple[str, ...]
    order: Order = "stated"
    anchor: Anchor | None = None
    aliases: tuple[tuple[str, str], ...] = ()
    doubt: str | None = None

    def named(self, heading: str) -> str | None:
        """Return the grade that a heading or cell names, null where it names none."""
        words = plain(heading)
        for _ in range(4):
            found = self._exact(words)
            if found is not None:
                return found
            words = _AFTER.sub("", _BEFORE.sub("", words)).strip(" :")
        return self._exact(words)

    def split(self, heading: str) -> tuple[str, str] | None:
        """Cut a heading such as "Leadership: good" into its area and grade."""
        parts = re.split(r"\s*:\s+|\s+[–—-]\s+", heading.strip())
        grade = self._exact(plain(parts[-1])) if len(parts) > 1 else None
        return (" ".join(parts[:-1]), grade) if grade else None

    def within(self, text: str) -> tuple[str, ...]:
        """Return the grades that a text speaks of, in its words or near them."""
        stems = content_words(text)
        # "require improvement" names "requires improvement": stems are compared, not letters.
        return tuple(name for name in self.names if stems and _words(name) <= stems)

    def _exact(self, words: str) -> str | None:
        if words in self.names:
            return words
        return next((name for alias, name in self.aliases if alias == words), None)


def _words(name: str) -> frozenset[str]:
    return content_words(name) or frozenset({name})


def find_grades(laid: Outline, known: Sequence[KnownScale]) -> Grades:
    """Find the grades of a document: its stated scale first, then what its headings name."""
    stated, anchor = _stated(laid)
    named = _recurring(laid, known) or _known_headings(laid, known) or _judged_headings(laid)
    in_step = () if any(name in named for name in stated) else _in_step(laid)
    if any(_like(name, stated) for name in in_step):
        named, in_step = in_step, ()
    if in_step and (len(stated) == len(in_step) or not (stated or named)):
        said = f"the stated scale is {', '.join(stated)}" if stated else "no text calls them grades"
        return Grades(in_step, "inferred", anchor, doubt=said)
    if stated:
        aliases = [(name, _like(name, stated)) for name in named]
        pairs = tuple((name, grade) for name, grade in aliases if grade and grade not in named)
        return Grades(stated, "stated", anchor, pairs)
    if not named:
        return Grades(())
    ordered = _by_known_scale(named, known)
    if ordered:
        return Grades(ordered, "known")
    return Grades(named, "inferred")


def in_order(grades: Grades, wordings: dict[str, str], printed: Sequence[str]) -> Grades:
    """Order grades that no scale orders by what their wordings say of each other.

    `wordings` holds all that is said of a grade. "In addition to good" stands above good, "not yet
    good" below it; what says nothing stays where it is printed.
    """
    if grades.order != "inferred":
        return grades
    names = [name for name in printed if name in grades.names]
    for above, below in _relations(names, wordings):
        if names.index(above) > names.index(below):
            names.remove(above)
            names.insert(names.index(below), above)
    return replace(grades, names=tuple(names))


def _relations(names: Sequence[str], wordings: dict[str, str]) -> Iterator[tuple[str, str]]:
    for name in names:
        text = wordings.get(name, "")
        for other in names:
            if other == name:
                continue
            if holds(name, other):
                yield other, name
                continue
            near = re.compile(rf"(.{{0,60}})\b{re.escape(other)}\b", re.I | re.S)
            for match in near.finditer(text):
                if _BELOW.search(match[1]):
                    yield other, name
                elif _ABOVE.search(match[1]):
                    yield name, other


def scale_of(grades: Grades, printed: Sequence[str]) -> tuple[Scale | None, list[Remark]]:
    """Return the scale as a record, and the remark that an inferred order deserves."""
    if not grades.names:
        return None, []
    scale = Scale(grades.names, grades.order, tuple(printed), grades.anchor)
    if grades.order != "inferred":
        return scale, []
    remarks = []
    if grades.doubt is not None:
        message = (
            f"The headings {', '.join(grades.names)} stand under every area and are taken as "
            f"grades, although {grades.doubt}. Check it"
        )
        remarks.append(Remark("grades-by-headings", message, grades.anchor))
    message = (
        "The document does not state its scale in order, and no known framework has these grades. "
        f"Taken from what the wordings say of each other: {', '.join(grades.names)}. Check it"
    )
    return scale, [*remarks, Remark("scale-order", message)]


def _stated(laid: Outline) -> tuple[tuple[str, ...], Anchor | None]:
    """Find "on a four-point scale:" with its grades, as a list, as lines, or in the sentence."""
    for piece in laid.pieces:
        if piece.kind != "paragraph" or not _SCALE.search(piece.text):
            continue
        inline = _INLINE.search(piece.text)
        listed = (
            re.split(r",\s*(?:and\s+|or\s+)?|\s+(?:and|or)\s+", inline["grades"]) if inline else []
        )
        names = [plain(name) for name in listed] or list(_short_lines(laid, piece.at + 1))
        names = [name for name in dict.fromkeys(names) if name]
        if 2 <= len(names) <= 7 and all(len(name.split()) <= _LONGEST for name in names):
            return tuple(names), laid.anchor(piece, piece.number)
    return (), None


def _short_lines(laid: Outline, start: int) -> Iterator[str]:
    """Give the names in the lines after a sentence; "Good: a service that …" gives "good"."""
    first = laid.pieces[start] if start < len(laid.pieces) else None
    for piece in laid.pieces[start:]:
        name, _, meaning = piece.text.partition(":")
        odd = first is None or piece.kind != first.kind or piece.kind == "table" or piece.number
        if odd or len(name.split()) > _LONGEST or (not meaning and _too_long(piece.text)):
            return
        yield plain(name)


def _too_long(text: str) -> bool:
    return len(text.split()) > _LONGEST


def _like(name: str, stated: Sequence[str]) -> str | None:
    """Return the stated grade that a printed variant means: "requires improvement (to be good)"."""
    if name in stated:
        return name
    found = [grade for grade in stated if grade.startswith(name) or name.startswith(grade)]
    return found[0] if len(found) == 1 else None


def _headings(laid: Outline) -> Iterator[tuple[Piece, str]]:
    for piece in laid.pieces:
        if piece.kind == "heading" and len(piece.text.split()) <= _LONGEST:
            yield piece, plain(NUMBER.sub("", piece.text, count=1))


def _recurring(laid: Outline, known: Sequence[KnownScale]) -> tuple[str, ...]:
    """Find the headings that come again under several others, and that their text calls grades."""
    names = dict(_grade_like(laid))
    counts = Counter(names.values())
    again = {name for name, count in counts.items() if count >= 2} | _headers(laid)
    if len(again) < 2:
        return ()
    aliases = {plain(alias) for scale in known for step in scale for alias in step}
    sure = {name for name in again if name in aliases or _called_a_grade(laid, name)}
    if len(sure) < 2:
        return ()
    # The rest of a run of grades is a grade too, though only its heading says so.
    order = dict.fromkeys([*names.values(), *_headers(laid)])
    return tuple(name for name in order if name in again)


def _in_step(laid: Outline) -> tuple[str, ...]:
    """Find three headings or more that stand under each of several areas, the same every time."""
    names = dict(_grade_like(laid))
    counts = Counter(names.values())
    runs: list[list[str]] = [[]]
    for piece in laid.pieces:
        if piece.kind == "heading" and counts[names.get(piece.at, "")] > 1:
            runs[-1].append(names[piece.at])
        elif piece.kind != "heading":
            continue
        elif runs[-1]:
            runs.append([])
    sets = {frozenset(run) for run in runs if run}
    full = [run for run in runs if run]
    once = all(len(run) == len(set(run)) for run in full)
    if len(full) < 2 or len(sets) != 1 or not once or not 3 <= len(full[0]) <= 7:
        return ()
    return tuple(full[0])


def _grade_like(laid: Outline) -> Iterator[tuple[int, str]]:
    for piece, name in _headings(laid):
        after = laid.pieces[piece.at + 1] if piece.at + 1 < len(laid.pieces) else None
        if after is None or after.kind == "heading" or _NO_GRADE.search(name):
            continue
        yield piece.at, name


def _headers(laid: Outline) -> set[str]:
    """Return what heads the columns of two or more tables: grades, where each column is one."""
    seen: Counter[str] = Counter()
    for piece in laid.pieces:
        if piece.block.cells:
            first = [plain(laid.text[cell.start : cell.end]) for cell in grid(piece)[0]]
            seen.update({name for name in first[1:] or first if name and not _too_long(name)})
    return {name for name, count in seen.items() if count >= 2 and not _NO_GRADE.search(name)}


def _called_a_grade(laid: Outline, name: str) -> bool:
    words = r"[\s-]+".join(re.escape(word) for word in name.split())
    # "likely to require improvement": the verb of a grade's name loses its ending.
    loose = re.sub(r"^(\w{4,})s(?=\[|$)", r"\1s?", words)
    called = re.compile(
        rf"\b(judged|graded|judge?ments? of|grade of|likely to(\s+be)?)\s+"
        rf"(judged\s+|as\s+|an?\s+)*{loose}\b"
        rf"|\b(is|are)\s+{loose}\s+(if|when|where)\b|\ban?\s+{loose}\s+(judge?ment|grade)\b",
        re.I,
    )
    return any(called.search(piece.text) for piece in laid.pieces if piece.kind != "heading")


def _known_headings(laid: Outline, known: Sequence[KnownScale]) -> tuple[str, ...]:
    aliases = {plain(alias) for scale in known for step in scale for alias in step}
    whole = Grades(tuple(aliases))
    found: dict[str, None] = {}
    for piece, _ in _headings(laid):
        split = whole.split(piece.text)
        name = whole.named(piece.text) or (split[1] if split else None)
        if name:
            found[name] = None
    for piece in laid.pieces:
        if piece.block.cells:
            rows = grid(piece)
            heads = [*rows[0], *(row[0] for row in rows[1:])]
            texts = (laid.text[cell.start : cell.end] for cell in heads)
            found |= dict.fromkeys(name for text in texts if (name := whole.named(text)))
    return tuple(found)


def _judged_headings(laid: Outline) -> tuple[str, ...]:
    """Find headings that stand once and whose words the text judges by: "is judged X"."""
    found = [name for _, name in _headings(laid) if name and _judged_by(laid, name)]
    names = tuple(dict.fromkeys(name for name in found if not _NO_GRADE.search(name)))
    return names if len(names) > 1 else ()


def _judged_by(laid: Outline, name: str) -> bool:
    called = re.compile(rf"\b(judged|graded|likely to be)\s+(judged\s+)?{re.escape(name)}\b", re.I)
    return any(called.search(piece.text) for piece in laid.pieces if piece.kind != "heading")


def _by_known_scale(names: Sequence[str], known: Sequence[KnownScale]) -> tuple[str, ...]:
    """Order grades by a known scale that has all of them; empty where none has."""
    for scale in known:
        ranks = {plain(alias): rank for rank, step in enumerate(scale) for alias in step}
        if all(name in ranks for name in names) and len({ranks[name] for name in names}) == len(
            names
        ):
            return tuple(sorted(names, key=lambda name: ranks[name]))
    return ()
