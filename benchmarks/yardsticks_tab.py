"""TAB, the text anonymization benchmark: judgements of the European Court of Human Rights.

Defined as in "The Text Anonymization Benchmark" (Pilán and others, Computational Linguistics 2022,
arXiv 2202.00443) and its evaluation script: an entity is masked if all its mentions that need it
are; recall is over entities, direct and quasi-identifiers apart, and over tokens; precision is over
tokens and mentions; each annotator's marks count, so that figures are a micro-average over
annotators. Two things differ, for both ask for models: words without content are a closed list here
(the script leaves out prepositions, articles and conjunctions by their tags), and precision is not
weighted by what a language model finds surprising. A benchmark of court judgements is another genre
than the notes that de-identification is made for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.casefiles.scoring import Rate, Tally, score
from benchmarks.yardsticks_spans import Span, System, f_beta, lines, read_json

# The semantic types that de-identification claims to find; ORG, DEM, QUANTITY and MISC it leaves.
CLAIMED = frozenset(("PERSON", "CODE", "LOC", "DATETIME"))
_WITHOUT_CONTENT = frozenset((
    "mr", "mrs", "ms", "no", "nr", "about", "of", "the", "a", "an", "and", "or", "nor", "but", "to",
    "in", "on", "at", "by", "for", "from", "with", "between", "until", "since", "as", "s", "during",
    "over", "under", "near", "into", "within", "this", "that", "these", "those",
))  # fmt: skip
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Entity:
    """What one annotator says names one thing; `mentions` that need no masking are left out."""

    annotator: str
    kind: str
    direct: bool
    mentions: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """One document with all that is to be masked in it."""

    text: str
    annotators: int
    entities: tuple[Entity, ...]


def read(path: Path) -> list[Judgement]:
    """Read a split of TAB. KeyError or ValueError where the file has another form."""
    return [_judgement(row) for row in read_json(path)]


def _judgement(row: Mapping[str, Any]) -> Judgement:
    by_entity: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for annotator, marks in row["annotations"].items():
        for mention in marks["entity_mentions"]:
            by_entity.setdefault((annotator, mention["entity_id"]), []).append(mention)
    entities = [
        Entity(
            annotator,
            mentions[0]["entity_type"],
            mentions[0]["identifier_type"] == "DIRECT",
            tuple(
                (one["start_offset"], one["end_offset"])
                for one in mentions
                if one["identifier_type"] != "NO_MASK"
            ),
        )
        for (annotator, _), mentions in by_entity.items()
    ]
    masked = tuple(one for one in entities if one.mentions)
    # As the script has it: who marked nothing at all is no annotator of precision.
    return Judgement(row["text"], len({one.annotator for one in entities}), masked)


def measured(judgements: Sequence[Judgement], system: System) -> dict[str, Rate]:
    """Return the figures of one system, with intervals over documents."""
    return score([[judged(one, system(one.text))] for one in judgements])


def judged(judgement: Judgement, found: Sequence[Span]) -> Tally:
    """Judge one document."""
    tally = Tally()
    covered = {at for one in found for at in range(one.start, one.end)}
    for entity in judgement.entities:
        group = "direct" if entity.direct else "quasi"
        claimed = "claimed" if entity.kind in CLAIMED else "not claimed"
        masked = [_masked(judgement.text, *one, covered) for one in entity.mentions]
        tally.add(
            all(masked), "entity recall", f"entity recall/{group}",
            f"entity recall/{group}, {claimed}", f"entity recall/{group}/{entity.kind}",
        )  # fmt: skip
        for one, hidden in zip(entity.mentions, masked, strict=True):
            tally.add(hidden, "mention recall")
            for token in _tokens(judgement.text, *one):
                hit = _masked(judgement.text, *token, covered)
                tally.add(hit, "token recall", f"token recall/{entity.kind}")
    _precision(tally, judgement, found)
    return tally


def _masked(text: str, start: int, end: int, covered: set[int]) -> bool:
    """Whether all of a mention is covered that says something."""
    if covered.issuperset(range(start, end)):
        return True
    words = list(_tokens(text, start, end))
    telling = [one for one in words if text[slice(*one)].lower() not in _WITHOUT_CONTENT]
    return all(covered.issuperset(range(*one)) for one in telling)


def _tokens(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for word in _WORD.finditer(text, start, end):
        yield word.span()


def _precision(tally: Tally, judgement: Judgement, found: Iterable[Span]) -> None:
    """Count every annotator's word for every token and span: masked by that one as well, or not."""
    spans: dict[str, list[tuple[int, int]]] = {}
    for entity in judgement.entities:
        spans.setdefault(entity.annotator, []).extend(entity.mentions)
    for one in found:
        tokens = list(_tokens(judgement.text, one.start, one.end))
        for unit, stretches in (("mention", [(one.start, one.end)]), ("token", tokens)):
            for start, end in stretches:
                agreeing = sum(
                    any(first <= start and end <= last for first, last in own)
                    for own in spans.values()
                )
                for at in range(judgement.annotators):
                    tally.add(at < agreeing, f"{unit} precision")


def report(judgements: Sequence[Judgement], figures: dict[str, Rate]) -> Iterator[str]:
    """Yield the figures."""
    annotations = sum(one.annotators for one in judgements)
    yield f"TAB: {len(judgements):,} judgements, {annotations:,} annotations of one by one person"
    yield f"claimed types: {', '.join(sorted(CLAIMED))}"
    yield from lines(figures)
    if {"token precision", "token recall"} <= figures.keys():
        balanced = f_beta(figures["token precision"].value, figures["token recall"].value, 1.0)
        yield f"token F1: {balanced:.3f}"
    yield "published figures of baselines: tables of arXiv 2202.00443, which are of the test split"
