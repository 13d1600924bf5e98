"""PowerPoint (PPTX): its slides in the order in which they are shown, with notes and comments."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from lxml import etree

from corpus.records import Extraction, Problem
from extractors.archive import Archive, Wording, part_names, plain_name
from extractors.drafting import Draft, freeze, tidy
from extractors.formats import Options
from extractors.slides.shapes import SlideReader, words_of
from extractors.unread import embedded_unread, pictures_unread
from extractors.word.markup import child, children, local, value

_VERSION = "pptx/1"
_WORDING = Wording(
    "PowerPoint presentation", "PowerPoint", "PowerPoint presentation (.pptx)", "damaged-document"
)
_MOST_SLIDES = 3000


class _Deck:
    """The parts of one presentation."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._authors: dict[str, str] | None = None
        self.main = self._main()
        self.unread: list[int] = []

    def _main(self) -> str:
        for _, kind, target in self._archive.relations(""):
            if kind == "officeDocument" and plain_name(target) in self._archive.entries:
                return plain_name(target)
        return "ppt/presentation.xml"

    def slides(self) -> Iterator[tuple[int, str]]:
        """Yield number and part of each slide, in the order in which they are shown."""
        root = self._archive.xml(self.main)
        listed = child(root, "sldIdLst")
        if root is None or local(root) != "presentation":
            raise _WORDING.broken("the part that lists its slides is missing")
        found = list(children(listed, "sldId"))
        if len(found) > _MOST_SLIDES:
            raise _WORDING.bomb(f"lists {len(found)} slides")
        targets = {name: target for name, _, target in self._archive.relations(self.main)}
        seen: set[str] = set()
        for number, item in enumerate(found, 1):
            name = self._archive.target(self.main, targets.get(_relation(item), "."))
            if name in self._archive.entries and name not in seen:
                seen.add(name)
                yield number, name
            else:
                self.unread.append(number)

    def related(self, name: str, *kinds: str) -> Iterator[etree._Element]:
        """Yield the parts of some kinds that a part refers to."""
        for _, kind, target in self._archive.relations(name):
            root = self._archive.xml(self._archive.target(name, target)) if kind in kinds else None
            if root is not None:
                yield root

    def by_id(self, name: str, identifier: str) -> etree._Element | None:
        """Return the part that a part refers to by an id."""
        for found, _, target in self._archive.relations(name):
            if found == identifier:
                return self._archive.xml(self._archive.target(name, target))
        return None

    def slide(self, name: str) -> etree._Element:
        """Return the root of a slide."""
        root = self._archive.xml(name)
        if root is None:  # pragma: no cover - `slides` yields parts that are there
            raise _WORDING.broken(f"the part {name} is missing")
        return root

    def author(self, identifier: str) -> str:
        """Return the name of who wrote a comment, "" where nobody knows."""
        if self._authors is None:
            self._authors = {
                value(item, "id") or "": tidy(value(item, "name") or "")
                for root in self.related(self.main, "commentAuthors", "authors")
                for item in root
            }
        return self._authors.get(identifier, "")


def _relation(item: etree._Element) -> str:
    """Return the relation of a slide: `r:id`, where `id` alone is a number of no use."""
    found = (str(text) for key, text in item.attrib.items() if str(key).endswith("}id"))
    return next(found, "")


def _comments(deck: _Deck, name: str, place: str) -> Iterator[Draft]:
    """Yield the comments on a slide, and the replies to them, of older and newer PowerPoint."""
    count = 0
    for root in deck.related(name, "comments"):
        for item in root.iter("{*}cm", "{*}reply"):
            count += 1
            author = deck.author(value(item, "authorId") or "")
            lines = [words_of(line) for line in children(child(item, "txBody"), "p")]
            text = " ".join([*(words.text or "" for words in children(item, "text")), *lines])
            marker = f"Comment by {author}:" if author else "Comment:"
            yield Draft("note", text, marker, locator=f"{place}, comment {count}")


def _unread(numbers: list[int]) -> list[Problem]:
    message = (
        "Slide {} could not be read: it is missing in the file. Open the presentation in "
        "PowerPoint, save it again, and offer that file."
    )
    return [Problem("extract", "slide-not-read", message.format(number)) for number in numbers]


class Presentation:
    """Presentations from 2007 on (PPTX); nothing in them is run or followed."""

    name = "PowerPoint (PPTX)"
    media_type = "application/vnd.openxmlformats-officedocument.presentationml.presentation"

    def version(self, options: Options) -> str:
        """Name and version of the extractor."""
        return _VERSION

    def bid(self, content: bytes) -> int:
        """Bid by the names of the parts; a broken archive that was a presentation bids too."""
        if not content.startswith(b"PK\x03\x04"):
            return 0
        names = part_names(content)
        if names is None:
            return 60 if b"ppt/" in content and b"[Content_Types].xml" in content else 0
        if "ppt/presentation.xml" in names:
            return 95
        return 60 if any(name.startswith("ppt/slides/") for name in names) else 0

    def extract(self, content: bytes, document_id: str, options: Options) -> Extraction:
        """Read the slides.

        RefusedError: damaged-document, encrypted, unpacks-too-large, too-deep.
        """
        deck = _Deck(Archive(content, options.max_unpacked, _WORDING))
        drafts: list[Draft] = []
        problems: list[Problem] = []
        for number, name in deck.slides():
            place = f"slide {number}"
            reader = SlideReader(place, partial(deck.by_id, name))
            drafts += reader.read(deck.slide(name))
            for notes in deck.related(name, "notesSlide"):
                drafts += reader.notes(notes)
            drafts += _comments(deck, name, place)
            where = f"Slide {number}"
            problems += pictures_unread(reader.pictures, where)
            problems += embedded_unread(reader.embedded, where)
        return freeze(document_id, _VERSION, drafts, [*_unread(deck.unread), *problems])


PPTX = Presentation()
