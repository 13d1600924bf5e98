"""Who looks, and what they may see.

Public documents are for everybody who is signed in. What was signed of case notes is for inspectors
assigned to the provider and for those who check quality; a case note without a provider is for the
latter alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from corpus.users import Action, User, may

_ALL = "TRUE"
_PUBLIC = "{table}.sensitivity = 'public'"


@dataclass(frozen=True, slots=True)
class Viewer:
    """A user who is signed in. `providers` are the URNs to which an inspector is assigned."""

    user: User
    providers: frozenset[str] = field(default_factory=frozenset)

    def may(self, action: Action) -> bool:
        """Say whether their role lets them do something."""
        return may(self.user, action)

    @property
    def sees_all(self) -> bool:
        """Whether restricted documents of every provider are theirs to see."""
        return self.may("see-all")

    def sees(self, sensitivity: str, provider: str | None) -> bool:
        """Say whether a document is theirs to see."""
        if sensitivity == "public" or self.sees_all:
            return True
        return self.may("view") and provider in self.providers

    def clause(self, table: str = "documents") -> tuple[str, tuple[str, ...]]:
        """Return a condition of SQL on a table of documents, and its values, that says the same."""
        if self.sees_all:
            return _ALL, ()
        public = _PUBLIC.format(table=table)
        if not (self.may("view") and self.providers):
            return public, ()
        marks = ", ".join("?" * len(self.providers))
        return f"({public} OR {table}.provider_urn IN ({marks}))", tuple(sorted(self.providers))
