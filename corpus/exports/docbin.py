"""Tags as spaCy's DocBin: one Doc a tagged passage, readable with plain spaCy.

`Doc.cats` holds the labels, `Doc.spans` what stands where: "tags" (the passage, once a tag), "cues"
and "sentences"; the id of each span is the id of its tag. `Doc.user_data["vouch"]` says where the
passage is from and holds the tags as the export of tags has them. Offsets of the frozen text become
places in the Doc by taking off the start of the passage.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, BinaryIO

import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin, SpanGroup

from corpus.evidence import Evidence
from corpus.exports.suggested import (
    TAGS,
    Suggested,
    decisions_on_tags,
    sentences_by_lens,
    suggestions,
    tag_fields,
)
from corpus.records import Document, Tag

# Nothing is predicted by spaCy, so of a token its words alone are kept.
_ATTRIBUTES = ("ORTH", "SPACY")
_Place = tuple[int, int]  # first code point and the one behind the last, in the passage


def write(evidence: Evidence, out: BinaryIO) -> int:
    """Write all tags as one DocBin and return how many those are."""
    decided = {tag: event.what for tag, event in decisions_on_tags(evidence).items()}
    documents = {document.id: document for document in evidence.documents()}
    language = spacy.blank("en")
    packed = DocBin(attrs=_ATTRIBUTES, store_user_data=True)
    count = 0
    for suggested in suggestions(evidence):
        made = _doc(language, suggested)
        document = documents[suggested.passage.document_id]
        made.user_data["vouch"] = _provenance(suggested, document, decided)
        packed.add(made)
        count += len(suggested.tags)
    out.write(packed.to_bytes())
    return count


def _label(tag: Tag) -> str:
    """Return the code of what a tag itself says: its criterion or aspect, else the area."""
    return tag.criterion or tag.aspect or tag.area


def _doc(language: Language, suggested: Suggested) -> Doc:
    """Return the passage with its tags on it; no span is moved to the border of a word."""
    start, text = suggested.passage.start, suggested.passage.text
    cues = [
        (tag, cue, (cue.start - start, cue.end - start))
        for tag in suggested.tags
        for cue in tag.cues
        if suggested.holds(cue.start, cue.end)
    ]
    sentences = [
        (tag, said, (said.start - start, said.end - start))
        for tag in suggested.tags
        for said in tag.sentences
        if suggested.holds(said.start, said.end)
    ]
    places = [place for *_, place in (*cues, *sentences)]
    made = _parted(language, text, places)
    whole = (0, len(text))
    _put(made, "tags", [(whole, _label(tag), tag.framework, tag.id) for tag in suggested.tags])
    _put(made, "cues", [(place, cue.kind, cue.rule, tag.id) for tag, cue, place in cues])
    _put(
        made, "sentences", [(at, said.polarity, tag.tagger, tag.id) for tag, said, at in sentences]
    )
    made.spans["sentences"].attrs["scores"] = [round(said.score, 6) for _, said, _ in sentences]
    made.cats = _categories(suggested.tags)
    return made


def _categories(tags: Sequence[Tag]) -> dict[str, float]:
    """Return the labels of a passage, "framework/code" and "framework/polarity/word".

    The value is the tag's score where the label is its own; 1 where it only comes along.
    """
    found: dict[str, float] = {}
    for tag in tags:
        own = f"{tag.framework}/{_label(tag)}"
        found[own] = max(round(tag.score, 6), found.get(own, 0.0))
        found.setdefault(f"{tag.framework}/{tag.area}", 1.0)
        found.setdefault(f"{tag.framework}/polarity/{tag.polarity}", 1.0)
    return found


def _provenance(
    suggested: Suggested, document: Document, decided: Mapping[str, str]
) -> dict[str, Any]:
    passage = suggested.passage
    sentences = sentences_by_lens(suggested.tags)
    rows = (
        tag_fields(tag, sentences.get((tag.framework, tag.tagger), ()), decided.get(tag.id))
        for tag in suggested.tags
    )
    return {
        "passage_id": passage.id,
        "document_id": passage.document_id,
        "document": document.name,
        "provider_urn": document.provider_urn,
        "start": passage.start,
        "end": passage.end,
        "pages": list(passage.pages or ()),
        "locator": passage.locator,
        "headings": list(passage.headings),
        "tags": [dict(zip(TAGS.columns, row, strict=True)) for row in rows],
    }


def _put(doc: Doc, name: str, spans: Iterable[tuple[_Place, str, str, str]]) -> None:
    """Put spans of (place, label, knowledge base id, span id) under a name; empty ones are none."""
    group = SpanGroup(doc, name=name)
    for (start, end), said, about, tag in spans:
        span = doc.char_span(start, end, label=said, kb_id=about, span_id=tag)
        if span is not None:
            group.append(span)
    doc.spans[name] = group


def _parted(language: Language, text: str, places: Iterable[_Place]) -> Doc:
    """Return a Doc whose words are parted where a span begins or ends, with the text as it is."""
    cuts = {cut for place in places for cut in place}
    pieces: list[_Place] = []
    for token in language.make_doc(text):
        ends = [token.idx, *sorted(cut for cut in cuts if token.idx < cut < token.idx + len(token))]
        pieces += zip(ends, [*ends[1:], token.idx + len(token)], strict=True)
        blank = token.idx + len(token)
        # A span that takes in the blank behind a word, or begins with it, needs it as a word.
        if token.whitespace_ and {blank, blank + 1} & cuts and _stands_alone(blank, places):
            pieces.append((blank, blank + 1))
    starts = {start for start, _ in pieces}
    return Doc(
        language.vocab,
        words=[text[start:end] for start, end in pieces],
        spaces=[text[end : end + 1] == " " and end not in starts for _, end in pieces],
    )


def _stands_alone(blank: int, places: Iterable[_Place]) -> bool:
    return any(start == blank or end == blank + 1 for start, end in places)
