"""Checks rows against frameworks and passages, and puts those of one passage together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from hashlib import sha256

from corpus.evidence import Evidence
from corpus.frameworks import Framework
from corpus.problems import SettingsError
from models.answers import NONE
from models.sentences import sentence_ends
from models.training.material import CodedPassage, Coding
from pipelines.labelled.groups import groups
from pipelines.labelled.records import Failed, Frameworks, Labels, Unfit
from pipelines.labelled.rows import Row

# Where a row stands in its file (from 1, null where lines mean nothing), and the row, or what is
# the matter with it.
Found = tuple[int | None, Row | Unfit]
_LONGEST = 100
_STORED = """
    SELECT passages.text, passages.document_id, passages.public FROM passages WHERE passages.id = ?
"""


def codebook_named(codebook: str) -> str:
    """Return the codebook as the user named it. SettingsError where that is no name."""
    name = " ".join(codebook.split())
    if not name or len(name) > _LONGEST:
        raise SettingsError(
            "Labels need the codebook they were made by, with its version: one line of at most "
            f"{_LONGEST} characters, such as gold/1."
        )
    return name


class Stored:
    """Passages of a workspace that rows may name: their words and their group."""

    def __init__(self, evidence: Evidence | None) -> None:
        self._evidence = evidence
        self._groups = {} if evidence is None else groups(evidence)

    def of(self, passage_id: str) -> tuple[str, str] | None:
        """Return text and group of a public passage, also of one kept for a decision; or None.

        Unfit where the passage stands in a restricted document.
        """
        if self._evidence is None:
            return None
        for text, document, public in self._evidence.query(_STORED, passage_id):
            if not public:
                raise Unfit(
                    f"the passage {passage_id} stands in a restricted document",
                    "Labels of restricted documents are not learnt from.",
                )
            return str(text), self._groups[document]
        return None


@dataclass(slots=True)
class Collecting:
    """Rows of one source on their way to coded passages."""

    source: str
    codebook: str
    frameworks: Frameworks
    stored: Stored
    _passages: dict[str, CodedPassage] = field(default_factory=dict)
    _said: set[tuple[str, str, str]] = field(default_factory=set)
    _failed: list[Failed] = field(default_factory=list)

    def labels(self, found: Iterable[Found]) -> Labels:
        """Return what can be used of all rows, and what cannot."""
        for line, row in found:
            try:
                if isinstance(row, Unfit):
                    raise row
                self._take(row, line)
            except Unfit as error:
                self._fail(line, error)
        # What a reader says through two frameworks may be wrong in the same way in both.
        return Labels(tuple(self._passages.values()), tuple(dict.fromkeys(self._failed)))

    def _fail(self, line: int | None, error: Unfit, partly: bool = False) -> None:
        self._failed.append(Failed(self.source, line, error.what, error.remedy, partly))

    def _take(self, row: Row, line: int | None) -> None:
        passage = self._passage(row)
        known = self._passages.get(passage.id, passage)
        if known.text != passage.text:
            raise Unfit(
                f"the passage {passage.id} has other words here than further up",
                "Give passages that differ ids that differ.",
            )
        coding = _coding(row, self.codebook, self.frameworks)
        key = (passage.id, coding.coder, coding.framework)
        if key in self._said:
            raise Unfit(
                f"{coding.coder} has coded the passage {passage.id} through {coding.framework} "
                "already",
                "Keep one of the two rows.",
            )
        sentences = 1 + sum(1 for _ in sentence_ends(passage.text))
        if coding.sentences is not None and len(coding.sentences) != sentences:
            self._fail(line, _miscounted(len(coding.sentences), sentences, coding), partly=True)
            coding = replace(coding, sentences=None)
        self._said.add(key)
        self._passages[passage.id] = replace(known, codings=(*known.codings, coding))

    def _passage(self, row: Row) -> CodedPassage:
        """Return the passage of a row without codings: as stored, else as the row gives it."""
        stored = None if row.passage_id is None else self.stored.of(row.passage_id)
        given = (row.text or "").strip()
        if stored is None:
            return _own_passage(row, given, self.source)
        text, group = stored
        if given and " ".join(given.split()) != " ".join(text.split()):
            raise Unfit(
                f"the words given for the passage {row.passage_id} are not those of the workspace",
                "Leave the words out, or the id.",
            )
        return CodedPassage(str(row.passage_id), group, text, self.source, ())


def _own_passage(row: Row, text: str, source: str) -> CodedPassage:
    """Return a passage that the row itself gives. Unfit where words or group are missing."""
    if not text and row.passage_id is not None:
        raise Unfit(
            f"there is no passage {row.passage_id} in this workspace",
            "Give its words and its group, or ingest the document it stands in.",
        )
    if not text:
        raise Unfit("the passage has no words", "Give its text, or its passage_id.")
    if row.group is None:
        raise Unfit(
            "the group of the passage is missing",
            "Give the URN of the authority, so that it is never tested on its own labels.",
        )
    key = row.passage_id or sha256(text.encode("utf-8", "replace")).hexdigest()[:24]
    return CodedPassage(key, row.group, text, source, ())


def _miscounted(given: int, counted: int, coding: Coding) -> Unfit:
    return Unfit(
        f"{coding.coder} gives the polarity of {given} sentences, but the passage has {counted}",
        "Its other labels were taken. A sentence ends with . ! or ? before a blank and a capital.",
    )


def _coding(row: Row, codebook: str, frameworks: Frameworks) -> Coding:
    """Return what a row says, in the codes of its framework. Unfit where one is unknown."""
    name = row.framework.casefold()
    framework = frameworks.get(name)
    if framework is None:
        raise Unfit(
            f"there is no framework {row.framework!r}",
            f"Known are: {', '.join(sorted(frameworks))}.",
        )
    codes = _codes(framework)
    area = None if row.area is None else _known("area", row.area, codes["area"], name)
    coding = Coding(
        row.coder,
        codebook,
        name,
        area,
        _all_known("aspect", row.aspects, codes, name),
        _all_known("criterion", row.criteria, codes, name),
        row.polarity,
        row.sentences,
    )
    if (coding.area, coding.aspects, coding.criteria, coding.polarity, coding.sentences) == (
        None, None, None, None, None,
    ):  # fmt: skip
        raise Unfit("the row says nothing of the passage", "Fill in a label, or take the row out.")
    return coding


def _all_known(
    kind: str, given: tuple[str, ...] | None, codes: Mapping[str, Mapping[str, str]], name: str
) -> tuple[str, ...] | None:
    """Return codes as the framework writes them, each once; NONE alone says that none fits."""
    if given is None:
        return None
    wanted = [code for code in given if code.upper() != NONE]
    if wanted and len(wanted) != len(given):
        raise Unfit(f"NONE stands beside another {kind}", "Give NONE alone, or leave it out.")
    return tuple(dict.fromkeys(_known(kind, code, codes[kind], name) for code in wanted))


def _known(kind: str, code: str, codes: Mapping[str, str], framework: str) -> str:
    found = codes.get(code.rpartition("/")[2].casefold())
    if found is None:
        known = ", ".join(dict.fromkeys(codes.values())) or "none"
        raise Unfit(f"{code!r} is no {kind} of {framework}", f"Its {_PLURAL[kind]} are: {known}.")
    return found


_PLURAL = {"area": "areas", "aspect": "aspects", "criterion": "criteria"}


@lru_cache(maxsize=64)
def _codes(framework: Framework) -> dict[str, dict[str, str]]:
    """Return the short codes of a framework by kind, each by itself in small letters."""
    areas = [area for area in framework.walk() if not area.areas]
    given = {
        "area": [*(area.code for area in areas), NONE],
        "aspect": [aspect.code for area in areas for aspect in area.aspects],
        "criterion": [criterion.code for criterion in framework.criteria],
    }
    return {
        kind: {short.casefold(): short for code in codes for short in (code.rpartition("/")[2],)}
        for kind, codes in given.items()
    }
