"""Labels from printed headings: what stands under the heading of an area is evidence of that area.

The heading is the label, so it must never be an input: a passage that repeats a heading above it
is left out, and `holds_heading` lets a test prove that none slipped through. What several
authorities' reports say in the same words is no evidence of any of them: the imprint on the last
page stands under the heading of the last area, and would be an easy right answer.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from corpus.frameworks import known, load
from corpus.records import Passage
from models.answers import NONE
from models.training.material import StudyDocument

# Headings of all inspectorates' reports: findings of no one area, then matters that are no finding.
_ASIDE = re.compile(
    r"summary for|recommendations|needs? to improve|areas? for (priority|improvement)"
    r"|priority and immediate|local authority's strengths|progress since|key findings"
    r"|executive summary|overall effectiveness|overall judge?ment|inspection outcome"
)
_ABOUT = re.compile(
    r"information about|previous ofsted|other ofsted|in this area$|local leadership"
    r"|judge?ments? mean|inspection team|next steps|contents|about this inspection"
    r"|partnership details"
)
_IMPRINT = re.compile(
    r"if you would like a copy of this|the office for standards in education|© crown"
    r"|you may (reuse|re-use|copy) (this|all)|interested in our work|to receive regular email"
    r"|any complaints about the inspection|inspection dates?:|lead inspector:|[tew]: ?\S+$"
)
# Reports of the single framework give the grade of an area within an area in a paragraph; it
# heads what follows it as surely as a heading would.
_GRADED = re.compile(
    r"(\d+\.? )?the graded judge?ments? (for|about|of) (the experiences? and progress of )?"
    r"(?P<words>.{0,60})"
)
_TITLE = ("inspection of", "inspection judgement")  # the report's own title names every area
_SHORTEST = 8  # words: less is a caption or a list's opening
_RECURRING = 3  # authorities; two may share one inspection
_FEWEST = 3  # passages an area must have in a report, lest a heading was missed
_FEWEST_AROUND = 10  # the same for an area that holds areas
_REMEMBERED = 1 << 17  # texts: each is asked for by whatever looks for copies
_OPTIONAL = {"LSCB"}  # judged in a part of the reports only
_STEM = 3  # words: shorter headings ("Summary", "Adoption") are ordinary words of the field
_ORDINARY = {"the local authority"}  # a heading of early reports, and in every other sentence


@dataclass(frozen=True, slots=True)
class HeadedPassage:
    """A passage with the area of the heading it stands under.

    `position` counts the document's passages from 0. `area` is NONE under a heading about the
    inspection itself, and null where headings decide nothing. `summary` tells an opening summary
    of a section, `numbered` a numbered paragraph.
    """

    document: str
    group: str
    framework: str
    position: int
    text: str
    area: str | None
    summary: bool
    numbered: bool


def plain(words: str) -> str:
    """Return lower case with straight apostrophes and single spaces, without a printed number."""
    lower = words.lower().replace("’", "'").replace("‘", "'")
    return re.sub(r"^\d[\d.]* ", "", re.sub(r"\s+", " ", lower).strip())


def headed(documents: Sequence[StudyDocument]) -> tuple[HeadedPassage, ...]:
    """Label the passages of documents of shipped frameworks; incomplete reports give no area.

    A report is complete where every area of its framework has passages: where one has none, its
    heading was missed, and what follows would count for the area before it.
    """
    told = [
        tuple(_passages(document, document.framework))
        for document in documents
        if document.framework and document.framework in known()
    ]
    printed = _recurring(passage for passages in told for passage in passages)
    return tuple(
        passage
        for passages in told
        for passage in _complete(
            tuple(
                replace(row, area=NONE) if masked(row.text) in printed else row for row in passages
            )
        )
    )


@lru_cache(maxsize=_REMEMBERED)
def masked(text: str) -> str:
    """Return the plain words of a text with all numbers alike: equal for text that was copied."""
    return re.sub(r"\d+", "#", plain(text))


def area_of(headings: Sequence[str], framework: str) -> str | None:
    """Return the area that the innermost telling heading names, NONE, or null."""
    for heading in reversed(headings):
        words = plain(heading)
        if _ABOUT.search(words):
            return NONE
        if _ASIDE.search(words):
            return None
        if any(title in words for title in _TITLE):
            continue
        for alias, area in _aliases(framework):
            if alias in words:
                return None if area == load(framework).overall else area
    return None


def holds_heading(text: str, headings: Sequence[str]) -> bool:
    """Say whether a passage repeats one of the headings above it, up to its verb or colon."""
    words = plain(text)
    return any(stem in words for heading in headings if (stem := _stem(heading)))


def _passages(document: StudyDocument, framework: str) -> Iterator[HeadedPassage]:
    above: tuple[str, ...] | None = None
    inner: str | None = None
    for position, passage in enumerate(document.passages):
        if passage.headings != above:
            above, inner = passage.headings, None
        area = area_of(passage.headings, framework)
        graded = _GRADED.match(plain(passage.text))
        if graded and area not in (None, NONE):
            inner = _inner_area(graded["words"], framework) or inner
        if area not in (None, NONE):
            area = inner or area
        yield HeadedPassage(
            document.id,
            document.group,
            framework,
            position,
            passage.text,
            area if _usable(passage, area) and not graded else None,
            passage.number is None and plain(" ".join(passage.headings[-1:])).startswith("summary"),
            passage.number is not None,
        )


def _recurring(passages: Iterable[HeadedPassage]) -> set[str]:
    groups: dict[str, set[str]] = {}
    for passage in passages:
        groups.setdefault(masked(passage.text), set()).add(passage.group)
    return {
        text
        for text, met in groups.items()
        if len(met) >= _RECURRING or (_IMPRINT.match(text) is not None)
    }


def _usable(passage: Passage, area: str | None) -> bool:
    if area == NONE:
        return True
    long_enough = len(passage.text.split()) >= _SHORTEST
    return (
        long_enough
        and "\t" not in passage.text
        and not holds_heading(passage.text, passage.headings)
    )


def _inner_area(words: str, framework: str) -> str | None:
    return next((area for alias, area in _aliases(framework) if alias in words), None)


def _complete(passages: tuple[HeadedPassage, ...]) -> tuple[HeadedPassage, ...]:
    counts = Counter(passage.area for passage in passages)
    wanted = _wanted(passages[0].framework) if passages else {}
    if all(counts[area] >= fewest for area, fewest in wanted.items()):
        return passages
    return tuple(
        passage if passage.area == NONE else replace(passage, area=None) for passage in passages
    )


@cache
def _wanted(framework: str) -> dict[str, int]:
    whole = load(framework)
    return {
        area.code: _FEWEST_AROUND if area.areas else _FEWEST
        for area in whole.walk()
        if area.code != whole.overall and area.code not in _OPTIONAL
    }


@cache
def _aliases(framework: str) -> tuple[tuple[str, str], ...]:
    pairs = [(plain(alias), area.code) for area in load(framework).walk() for alias in area.aliases]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


def _stem(heading: str) -> str:
    words = re.sub(r" (is|are|requires?) .*$", "", plain(heading).split(":")[0])
    told = len(words.split()) >= _STEM and words not in _ORDINARY and "inspection of" not in words
    return words if told else ""
