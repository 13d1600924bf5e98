"""Labels as Label Studio exports them (JSON, not JSON-MIN) of tasks that Vouch exported to it.

A task's predictions are the machine's and are passed by; each finished annotation is one coder's.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from corpus.exports.label_studio import DECIDED
from models.sentences import sentence_ends
from pipelines.labelled.checking import Found
from pipelines.labelled.records import Unfit
from pipelines.labelled.rows import Row, polarity_of, row_of, unfit


class _Part(BaseModel):
    """Something of a file that has more keys than we read."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class User(_Part):
    """Who annotated, as Label Studio writes it where it was asked for the whole user."""

    id: int | None = None
    email: str | None = None


class Value(_Part):
    """What was chosen, or what was marked where."""

    choices: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    start: int = 0
    end: int = 0
    text: str | None = None


class Result(_Part):
    """One answer of an annotation."""

    id: str = ""
    from_name: str = ""
    value: Value = Value()


class Annotation(_Part):
    """All answers of one person on one task."""

    completed_by: User | int | str | None = None
    was_cancelled: bool = False
    result: tuple[Result, ...] = ()


class Data(_Part):
    """What Vouch wrote of the passage."""

    text: str
    framework: str
    passage_id: str
    provider_urn: str | None = None
    document_id: str | None = None


class Task(_Part):
    """One passage through one framework."""

    data: Data
    annotations: tuple[Annotation, ...] = ()


def bids(text: str) -> bool:
    """Say whether the text begins as a list: no other format does."""
    return text.lstrip().startswith("[")


def rows(text: str) -> Iterator[Found]:
    """Yield a row for each finished annotation; tasks count as lines. Unfit where it is no JSON."""
    try:
        tasks = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Unfit(
            f"the file is no JSON ({error})", "Export it from Label Studio once more, as JSON."
        ) from error
    for at, found in enumerate(tasks, start=1):
        if isinstance(found, dict) and "data" not in found and "annotator" in found:
            raise Unfit(
                "the file is JSON-MIN, which loses what belongs together",
                "Export it from Label Studio as JSON.",
            )
        try:
            task = Task.model_validate(found)
        except ValidationError as error:
            yield at, unfit(error)
            continue
        yield from ((at, row) for row in _rows(task))


def _rows(task: Task) -> Iterator[Row | Unfit]:
    for annotation in task.annotations:
        if annotation.was_cancelled:
            continue
        try:
            yield _row(task.data, annotation)
        except Unfit as error:
            yield error


def _row(data: Data, annotation: Annotation) -> Row:
    if annotation.result and all(one.id.startswith(DECIDED) for one in annotation.result):
        raise Unfit(
            f"an annotation of {data.passage_id} is a decision that Vouch exported",
            "It is left out here. Ask for the decisions of reviewers to learn from it.",
        )
    area = _chosen(annotation, "area")
    polarity = _chosen(annotation, "polarity")
    for name, said in (("area", area), ("polarity", polarity)):
        if said is not None and len(said) != 1:
            raise Unfit(f"{len(said)} answers are given for {name}", "Give one.")
    return row_of(
        {
            "coder": _coder(annotation.completed_by),
            "framework": data.framework,
            "passage_id": data.passage_id,
            "text": data.text,
            "group": data.provider_urn or data.document_id,
            "area": area and area[0],
            "aspects": _chosen(annotation, "aspects"),
            "criteria": _chosen(annotation, "criteria"),
            "polarity": polarity and polarity_of(polarity[0]),
            "sentences": _sentences(data.text, annotation),
        }
    )


def _coder(who: User | int | str | None) -> str:
    if isinstance(who, User):
        who = who.email or who.id
    if who is None or who == "":
        raise Unfit("nobody is named as the annotator", "Export it from Label Studio once more.")
    return who if isinstance(who, str) else f"Label Studio user {who}"


def _chosen(annotation: Annotation, name: str) -> tuple[str, ...] | None:
    found = [one.value.choices for one in annotation.result if one.from_name == name]
    return tuple(choice for choices in found for choice in choices) if found else None


def _sentences(text: str, annotation: Annotation) -> tuple[Any, ...] | None:
    """Return the polarity of each sentence, where all of them were marked; else null."""
    marked = [one.value for one in annotation.result if one.from_name == "sentences"]
    if not marked:
        return None
    for value in marked:
        if value.text is not None and _plain(text[value.start : value.end]) != _plain(value.text):
            raise Unfit(
                f"{value.text[:40]!r} does not stand at {value.start} to {value.end}",
                "The text was changed after it was exported: annotate a new export.",
            )
    return tuple(_polarity_at(place, marked) for place in _places(text))


def _places(text: str) -> Sequence[tuple[int, int]]:
    breaks = list(sentence_ends(text))
    starts = [0, *(start for _, start in breaks)]
    return list(zip(starts, [*(end for end, _ in breaks), len(text)], strict=True))


def _polarity_at(place: tuple[int, int], marked: Sequence[Value]) -> Any:
    """Return what the sentence at a place was marked as: the mark that covers most of it."""
    start, end = place
    shares = [(min(end, value.end) - max(start, value.start), value) for value in marked]
    share, best = max(shares, key=lambda pair: pair[0])
    if share * 2 <= end - start or not best.labels:
        raise Unfit(
            f"the sentence from {start} to {end} is not marked", "Mark all sentences, or none."
        )
    return polarity_of(best.labels[0])


def _plain(text: str) -> str:
    # Label Studio writes line ends as two signs.
    return " ".join(text.replace("\\n", " ").split())
