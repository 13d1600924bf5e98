"""Trained components: one more means.

A component takes the texts of a case and says where it sees identifiers. `shipped` is the one that
comes with Vouch, `load` makes one of a user's own spaCy pipeline, and `chosen` is both. spaCy is
imported only then.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import resources
from importlib.metadata import version
from pathlib import Path
from types import MappingProxyType
from typing import Any, Protocol, cast, get_args

from corpus.notes import IdentifierKind
from corpus.problems import ModelError
from models.deid.found import Found

NAME = "component"
SHIPPED = Path("trained")  # beside this module
KINDS: Mapping[str, IdentifierKind] = MappingProxyType(
    {
        "PERSON": "name", "PER": "name", "GPE": "place", "LOC": "place", "FAC": "address",
        **{kind.upper(): cast(IdentifierKind, kind) for kind in get_args(IdentifierKind)},
    }
)  # fmt: skip


class Component(Protocol):
    """A trained means. `name` stands in the means of what it finds ("component/NAME")."""

    @property
    def name(self) -> str:
        """The component's name and version."""
        ...

    def find(self, texts: Sequence[str]) -> list[tuple[Found, ...]]:
        """Return what it sees in each text; what it returns for one text may overlap."""
        ...


class Pipeline:
    """A trained spaCy pipeline as a component: its entities, by a table of their labels."""

    def __init__(
        self, language: Any, name: str, kinds: Mapping[str, IdentifierKind] = KINDS
    ) -> None:
        self._language = language
        self._kinds = kinds
        self.name = name

    def find(self, texts: Sequence[str]) -> list[tuple[Found, ...]]:
        """Return the entities of each text whose labels are in the table."""
        return [tuple(self._entities(doc)) for doc in self._language.pipe(texts)]

    def _entities(self, doc: Any) -> Iterator[Found]:
        for entity in doc.ents:
            kind = self._kinds.get(entity.label_.upper())
            if kind is not None:
                yield Found(entity.start_char, entity.end_char, kind, f"{NAME}/{self.name}")


def load(path: Path) -> Pipeline:
    """Load a user's own spaCy pipeline from a folder. ModelError where there is none."""
    import spacy  # noqa: PLC0415  # slow, and few users bring a pipeline of their own

    try:
        language = spacy.load(path)
    except (OSError, ValueError, ImportError) as error:
        raise ModelError(
            f"{path.name} is no spaCy pipeline that can be loaded here ({error}); name a folder "
            "that spaCy wrote with to_disk",
        ) from error
    meta = language.meta
    return Pipeline(language, f"{meta.get('name', path.name)}-{meta.get('version', '0')}")


@cache
def chosen(folder: Path | None = None) -> tuple[Component, ...]:
    """Return the component that is shipped, and a user's own where a folder is named; once."""
    return (shipped(), load(folder)) if folder else (shipped(),)


@cache
def shipped() -> Component:
    """Return the component that comes with Vouch, loaded once. ModelError says what is amiss."""
    with resources.as_file(resources.files("models.deid").joinpath(str(SHIPPED))) as folder:
        return read_shipped(folder)


def read_shipped(folder: Path) -> Component:
    """Read a component that `benchmarks.train_deid` wrote. ModelError where it cannot be used."""
    import spacy  # noqa: PLC0415  # as above

    from models.deid.contextual import Contextual  # noqa: PLC0415

    try:
        card = json.loads((folder / "card.json").read_text(encoding="utf-8"))
        here = version("spacy")
        if not spacy.util.is_compatible_version(here, card["spacy"]):
            raise ModelError(
                f"the trained component {card['name']} needs spaCy {card['spacy']} and here is "
                f"{here}; install that spaCy (constraints.txt names the versions that "
                "fit), or train the component again with python -m benchmarks.train_deid",
            )
        # It cuts texts itself: the rules of English for cutting would only take time to make.
        general = {"nlp": {"lang": "xx"}}
        language = spacy.load(folder, exclude=["tokenizer", "vocab"], config=general)
        return Contextual(language, card["name"])
    except (OSError, ValueError, KeyError, ImportError) as error:
        raise ModelError(
            f"the trained component in {folder.name} cannot be read ({error}); install Vouch "
            "again, or switch the means 'component' off",
        ) from error
