"""Reads all material once: what every classifier learns from, and every measurement looks at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from models.instruments import phrases
from models.polarity import Lexicon, bind
from models.ranking import RULE_SETS
from models.reading import Read, Reader
from models.rulesets import RuleSet, load_rule_set
from models.training.headings import HeadedPassage, headed
from models.training.material import CodedPassage, Material, StudyDocument
from models.training.splitting import distinct_documents, distinct_passages


class Memory:
    """Reads a text once, however often it is asked for: call it as a function."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._known: dict[str, Read] = {}

    def __call__(self, text: str) -> Read:
        """Read one text."""
        if text not in self._known:
            self._known[text] = self._reader.read(text)
        return self._known[text]

    def all(self, texts: Iterable[str]) -> list[Read]:
        """Read many texts, in order."""
        return [self(text) for text in texts]


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """Material without copies, and the one reader of it.

    `headed` are the passages of documents under known frameworks, with copies; `passages` without
    them, in reading order. `names` gives a passage's id by its document and position.
    """

    documents: tuple[StudyDocument, ...]
    headed: tuple[HeadedPassage, ...]
    passages: tuple[HeadedPassage, ...]
    coded: tuple[CodedPassage, ...]
    reader: Reader
    read: Memory
    lexicon: Lexicon
    names: Mapping[tuple[str, int], str]

    def reads(self) -> list[Read]:
        """Return the passages as read."""
        return self.read.all(passage.text for passage in self.passages)

    def coded_reads(self) -> list[Read]:
        """Return the coded passages as read."""
        return self.read.all(passage.text for passage in self.coded)

    def material(self) -> Material:
        """Return the material without copies."""
        return Material(self.documents, self.coded)


def prepare(material: Material, more: Iterable[RuleSet] = ()) -> Prepared:
    """Take out copies, label passages by their headings, and get ready to read.

    The reader knows the phrases of all rule sets that are shipped, and of `more`.
    """
    documents = distinct_documents(material.documents)
    rows = headed(documents)
    reader = Reader(phrases([*(load_rule_set(name) for name in RULE_SETS.values()), *more]))
    return Prepared(
        documents=documents,
        headed=rows,
        passages=distinct_passages(rows),
        coded=_distinct(material.coded),
        reader=reader,
        read=Memory(reader),
        lexicon=bind(reader.numbers),
        names={
            (document.id, at): passage.id
            for document in documents
            for at, passage in enumerate(document.passages)
        },
    )


def _distinct(coded: Sequence[CodedPassage]) -> tuple[CodedPassage, ...]:
    """Join the codings of a text that several sources hold, under the first one's id."""
    first: dict[str, CodedPassage] = {}
    for one in coded:
        known = first.get(one.text)
        if known is None:
            first[one.text] = one
        else:
            codings = tuple(dict.fromkeys((*known.codings, *one.codings)))
            first[one.text] = CodedPassage(known.id, known.group, known.text, known.source, codings)
    return tuple(first.values())
