"""The parts of a DOCX file: which is the main one, and which others it refers to."""

from __future__ import annotations

import posixpath

from lxml import etree

from extractors.archive import Archive, Wording, plain_name

__all__ = ["WORDING", "Parts", "plain_name"]
WORDING = Wording("Word document", "Word", "Word document (.docx)", "damaged-word")


class Parts(Archive):
    """The XML parts of one document. RefusedError from every method where a part is unreadable."""

    def __init__(self, content: bytes, max_unpacked: int) -> None:
        super().__init__(content, max_unpacked, WORDING)
        self.main = self._main()
        self._folder = posixpath.dirname(self.main)
        self._related = self.relations(self.main)

    def _main(self) -> str:
        for _, kind, target in self.relations(""):
            if kind == "officeDocument" and plain_name(target) in self.entries:
                return plain_name(target)
        if "word/document.xml" in self.entries:
            return "word/document.xml"
        raise WORDING.broken("the part with its text (word/document.xml) is missing")

    def named(self, kind: str) -> list[str]:
        """List the parts of a kind ("styles", "header") that the main part refers to."""
        targets = [
            self.target(self.main, target)
            for _, related, target in self._related
            if related == kind
        ]
        usual = posixpath.join(self._folder, f"{kind}.xml")
        return [name for name in dict.fromkeys([*targets, usual]) if name in self.entries]

    def first(self, kind: str) -> etree._Element | None:
        """Return the root of the first part of a kind, or None."""
        names = self.named(kind)
        return self.xml(names[0]) if names else None
