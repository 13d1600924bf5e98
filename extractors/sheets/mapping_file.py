"""Column mappings as YAML that people confirm or correct: written with reasons, read with care."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from corpus.problems import SettingsError
from extractors.sheets.column_words import ROLES
from extractors.sheets.mapping import ONE_ONLY, Mapping

if TYPE_CHECKING:
    from corpus.frameworks.yaml_lines import Finding

_HEAD = f"""\
# What the columns of a case system's export mean to Vouch. Check each role and correct it:
# {", ".join(ROLES)}.
# At most one column each is {", ".join(ONE_ONLY)};
# several may be text, child, person or identifier.
# "column" tells apart columns of one name; "reason" is for you alone.
"""
_OPENING = "a column mapping starts with the key columns: (or sheet:), as Vouch writes it"


def write_mapping(mapping: Mapping) -> str:
    """Return a mapping as YAML text with an explanation on top; `read_mapping` reads it back."""
    import yaml  # noqa: PLC0415 - a run that meets no spreadsheet has no use for it

    columns = [
        {
            "header": column.header,
            "role": column.role,
            **({"column": column.column} if column.column else {}),
            **({"reason": column.reason} if column.reason else {}),
        }
        for column in mapping.columns
    ]
    data: dict[str, Any] = {"sheet": mapping.sheet} if mapping.sheet is not None else {}
    listed = yaml.safe_dump(
        data | {"columns": columns}, allow_unicode=True, sort_keys=False, width=96
    )
    return _HEAD + str(listed)


def read_mapping(content: str, name: str = "the column mapping") -> Mapping:
    """Read a mapping from the text of a YAML or JSON file; `name` stands in messages.

    SettingsError names each line, column and remedy.
    """
    # Here, because YAML and pydantic cost more than most commands do in all.
    from corpus.frameworks.yaml_lines import parse, record  # noqa: PLC0415

    file = parse(content, name, _OPENING, SettingsError)
    file.check(_unknown_roles(file.data))
    mapping = record(file, Mapping)
    file.check(_doubtful(mapping))
    return mapping


def _unknown_roles(data: Any) -> Iterator[Finding]:
    """Find roles that do not exist, before the general check, to name their column."""
    columns = data.get("columns") if isinstance(data, dict) else None
    for at, column in enumerate(columns if isinstance(columns, list) else ()):
        role = column.get("role") if isinstance(column, dict) else None
        if isinstance(role, str) and role not in ROLES:
            header = column.get("header")
            yield (
                ("columns", at, "role"),
                f"the column {header!r} has the role {role!r}, which there is not; "
                f"choose one of {', '.join(ROLES)}",
            )


def _doubtful(mapping: Mapping) -> Iterator[Finding]:
    """Find what cannot be used: a role that only one column may have twice, or no text at all."""
    for role in ONE_ONLY:
        named = [at for at, column in enumerate(mapping.columns) if column.role == role]
        if len(named) > 1:
            first, second = (mapping.columns[at].header for at in named[:2])
            yield (
                ("columns", named[1], "role"),
                f"the columns {first!r} and {second!r} are both {role!r}; "
                "keep the one that counts and make the other 'other'",
            )
    if not mapping.of("text"):
        yield (
            ("columns",),
            "no column is 'text', so no row would be a note; give that role to the column "
            "with the narrative",
        )
