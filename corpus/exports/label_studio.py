"""Tags as a list of tasks for Label Studio: one task a passage and framework.

What the machine suggests is a prediction a tagger, what reviewers decided an annotation each. All
tasks fit one labelling configuration (docs/labels.md): the codes to choose from stand in the task.
Offsets count code points from the start of the passage, as Label Studio does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, BinaryIO

from corpus.chain import Event
from corpus.evidence import Evidence
from corpus.exports.suggested import (
    TAGS,
    Suggested,
    decisions_on_tags,
    suggestions,
    tag_fields,
)
from corpus.exports.tables import plain
from corpus.frameworks import Framework, known, load
from corpus.records import Document, Tag
from corpus.reviewed import Reviewed, reviewed

# What an annotation made here is known by when the task comes back from Label Studio.
DECIDED = "vouch-decision-"
_NONE = "NONE"
_BESIDE = ("cues", "sentences")  # these stand in the result, where they are shown
_Result = dict[str, Any]


def write(evidence: Evidence, out: BinaryIO) -> int:
    """Write all tags as one list of tasks and return how many tags those are."""
    decided = decisions_on_tags(evidence)
    documents = {document.id: document for document in evidence.documents()}
    offered = Codes(evidence)
    count = 0
    out.write(b"[")
    for suggested in suggestions(evidence):
        document = documents[suggested.passage.document_id]
        for framework in dict.fromkeys(tag.framework for tag in suggested.tags):
            tags = tuple(tag for tag in suggested.tags if tag.framework == framework)
            through = Suggested(suggested.passage, tags)
            data = {**_data(through, document, decided), **offered.of(framework, tags)}
            task = {
                "data": data,
                "predictions": [_prediction(through, lens) for lens in through.lenses()],
                "annotations": list(_annotations(tags, decided)),
            }
            out.write((",\n" if count else "\n").encode() + plain(task).encode())
            count += len(tags)
    out.write(b"\n]\n")
    return count


class Codes:
    """The codes that a labeller may choose from, by framework."""

    def __init__(self, evidence: Evidence) -> None:
        self._folder = evidence.workspace.frameworks
        self._known = known(self._folder)
        self._found: dict[str, dict[str, tuple[str, ...]]] = {}

    def of(self, framework: str, tags: Iterable[Tag]) -> dict[str, list[dict[str, str]]]:
        """Return areas, aspects and criteria of a framework, and those that the tags have."""
        if framework not in self._found:
            loaded = load(framework, self._folder) if framework in self._known else None
            self._found[framework] = _codes(loaded) if loaded else dict.fromkeys(_LISTS, ())
        own = self._found[framework]
        used = {
            name: [str(code) for tag in tags if (code := getattr(tag, field))]
            for name, field in _LISTS.items()
        }
        return {
            name: [{"value": code} for code in dict.fromkeys((*own[name], *used[name]))]
            for name in _LISTS
        }


_LISTS = {"areas": "area", "aspects": "aspect", "criteria": "criterion"}


def _codes(framework: Framework) -> dict[str, tuple[str, ...]]:
    """Return the short codes of a framework: without the element, and each once."""
    areas = [area for area in framework.walk() if not area.areas]
    aspects = [aspect.code for area in areas for aspect in area.aspects]
    return {
        "areas": (*dict.fromkeys(_short(area.code) for area in areas), _NONE),
        "aspects": tuple(dict.fromkeys(map(_short, aspects))),
        "criteria": tuple(dict.fromkeys(_short(entry.code) for entry in framework.criteria)),
    }


def _short(code: str) -> str:
    return code.rpartition("/")[2]


def _data(suggested: Suggested, document: Document, decided: Mapping[str, Event]) -> dict[str, Any]:
    passage = suggested.passage
    first, last = passage.pages or (None, None)
    rows = []
    for tag in suggested.tags:
        event = decided.get(tag.id)
        values = tag_fields(tag, (), None if event is None else event.what)
        row = zip(TAGS.columns, values, strict=True)
        rows.append({name: value for name, value in row if name not in _BESIDE})
    return {
        "text": passage.text,
        "passage_id": passage.id,
        "document_id": passage.document_id,
        "document": document.name,
        "provider_urn": document.provider_urn,
        "framework": suggested.tags[0].framework,
        "start": passage.start,
        "end": passage.end,
        "page_first": first,
        "page_last": last,
        "number": passage.number,
        "locator": passage.locator,
        "headings": list(passage.headings),
        "tags": rows,
    }


def _prediction(suggested: Suggested, tags: Sequence[Tag]) -> dict[str, Any]:
    """Return what one tagger suggests; its score is that of the best tag."""
    best = tags[0]
    choices = _choices(
        best.id,
        best.area,
        [tag.aspect for tag in tags if tag.aspect],
        [tag.criterion for tag in tags if tag.criterion],
        best.polarity,
    )
    places: list[tuple[str, str, int, int, float]] = [
        ("sentences", one.polarity, one.start, one.end, round(one.score, 6))
        for tag in tags
        for one in tag.sentences
    ]
    places += [
        ("cues", cue.kind, cue.start, cue.end, round(tag.score, 6))
        for tag in tags
        for cue in tag.cues
    ]
    passage = suggested.passage
    regions = [
        {
            "id": f"{best.id}-{name}-{at}",
            "from_name": name,
            "to_name": "text",
            "type": "labels",
            "score": score,
            "value": {
                "start": start - passage.start,
                "end": end - passage.start,
                "text": passage.text[start - passage.start : end - passage.start],
                "labels": [said],
            },
        }
        for at, (name, said, start, end, score) in enumerate(places)
        if suggested.holds(start, end)
    ]
    return {
        "model_version": best.tagger,
        "score": round(best.score, 6),
        "result": [*choices, *regions],
    }


def _annotations(tags: Iterable[Tag], decided: Mapping[str, Event]) -> Iterator[dict[str, Any]]:
    """Yield what each reviewer said, without the name: Label Studio knows its own users alone."""
    events = [(decided[tag.id], tag) for tag in tags if tag.id in decided]
    # Two installations may have the same tick; the order of events is that of both.
    events.sort(key=lambda pair: (pair[0].tick, pair[0].origin))
    for at, one in enumerate(reviewed(events)):
        yield {"result": _said(one, f"{DECIDED}{at}"), "was_cancelled": False}


def _said(one: Reviewed, prefix: str) -> list[_Result]:
    return _choices(prefix, one.area, one.aspects, one.criteria, one.polarity)


def _choices(
    prefix: str,
    area: str | None,
    aspects: Iterable[str],
    criteria: Iterable[str],
    polarity: str | None,
) -> list[_Result]:
    given = {
        "area": [area] if area else [],
        "aspects": list(dict.fromkeys(aspects)),
        "criteria": list(dict.fromkeys(criteria)),
        "polarity": [polarity] if polarity else [],
    }
    return [
        {
            "id": f"{prefix}-{name}",
            "from_name": name,
            "to_name": "text",
            "type": "choices",
            "value": {"choices": chosen},
        }
        for name, chosen in given.items()
        if chosen
    ]
