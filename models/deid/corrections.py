"""What a person said of a form: this is a name, this is none. Remembered for the case.

Corrections are frozen: each method returns new ones, so that what was known at a signature can be
told later. Forms are folded: capitals make no difference.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Self, cast, get_args

from corpus.notes import IdentifierKind
from corpus.problems import SettingsError
from models.deid.found import Found
from models.deid.words import Words, fold, read_words

NAME = "corrections"


def form_of(printed: str) -> tuple[str, ...]:
    """Return the folded words of a form."""
    return tuple(read_words(fold(printed)).folds)


@dataclass(frozen=True, slots=True)
class Corrections:
    """Forms that a person decided on; `are` has (form, kind), `none` those that identify nobody."""

    are: tuple[tuple[str, IdentifierKind], ...] = ()
    none: tuple[str, ...] = ()

    def this_is(self, form: str, kind: IdentifierKind = "name") -> Self:
        """Say that a form identifies; SettingsError where it holds no word or the kind is new."""
        if kind not in get_args(IdentifierKind):
            raise SettingsError(f"{kind!r} is no kind: {', '.join(get_args(IdentifierKind))}")
        key = _key(form)
        others = tuple(entry for entry in self.are if entry[0] != key)
        none = tuple(entry for entry in self.none if entry != key)
        return replace(self, are=(*others, (key, kind)), none=none)

    def this_is_none(self, form: str) -> Self:
        """Say that a form identifies nobody."""
        key = _key(form)
        are = tuple(entry for entry in self.are if entry[0] != key)
        return replace(self, are=are, none=(*(e for e in self.none if e != key), key))

    def to_json(self) -> str:
        """Return the corrections as JSON; it holds names, so it is sealed with the case."""
        return json.dumps({"are": self.are, "none": self.none}, ensure_ascii=False)

    @classmethod
    def from_json(cls, content: str) -> Self:
        """Read what `to_json` wrote."""
        data = json.loads(content)
        are = tuple((str(form), cast(IdentifierKind, kind)) for form, kind in data["are"])
        return cls(are, tuple(map(str, data["none"])))

    def find(self, words: Words) -> Iterator[Found]:
        """Yield every place in one text where a form stands that a person called a name."""
        wanted = [(tuple(form.split(" ")), kind) for form, kind in self.are]
        if not wanted:
            return
        firsts = {form[0] for form, _ in wanted}
        for at, word in enumerate(words.folds):
            if word not in firsts:
                continue
            for form, kind in wanted:
                end = at + len(form)
                if tuple(words.folds[at:end]) == form:
                    yield Found(words.starts[at], words.ends[end - 1], kind, f"{NAME}/said")

    def denies(self, printed: str) -> bool:
        """Say whether a person said that these words identify nobody."""
        return bool(self.none) and " ".join(form_of(printed)) in self.none


def _key(form: str) -> str:
    words = form_of(form)
    if not words:
        raise SettingsError(f"{form!r} holds no word; give the form as it stands in the note")
    return " ".join(words)
