"""A mapping that somebody wrote, held against the sheet that it is to be used for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from corpus.problems import SettingsError
from corpus.records import Extraction
from extractors.sheets.column_words import plain
from extractors.sheets.doubting import dates
from extractors.sheets.mapping import Mapping, Table, places, sampled


def check(mapping: Mapping, extraction: Extraction, table: Table, files: tuple[str, str]) -> None:
    """Raise SettingsError with all that keeps a mapping from being used for a sheet.

    `files` are the names of the mapping's file and of the sheet's, for the messages. No value of
    the sheet is quoted.
    """
    header, rows = sampled(extraction, table)
    found = [f"{files[0]}: {words}" for words in _absent(mapping, header, files[1])]
    if not found:
        found = [f"{files[0]}: {words}" for words in _undated(mapping, header, rows, files[1])]
    if found:
        raise SettingsError("\n".join(found))


def _absent(mapping: Mapping, header: Sequence[str], file: str) -> Iterator[str]:
    there = Counter(plain(name) for name in header if name)
    for column in mapping.columns:
        name = plain(column.header)
        if not name:
            continue
        if there[name]:
            there[name] -= 1
        elif name in there:
            yield (
                f"the column {column.header!r} stands more often than in {file}; leave the "
                "further ones out"
            )
        else:
            yield f"the column {column.header!r} is not in {file}; {_remedy(column.header, header)}"


def _remedy(name: str, header: Sequence[str]) -> str:
    close = get_close_matches(name, [one for one in header if one], 1)
    if close:
        return f"is {close[0]!r} meant?"
    return f"its columns are {', '.join(repr(one) for one in header if one)}"


def _undated(
    mapping: Mapping, header: Sequence[str], rows: Sequence[Sequence[str]], file: str
) -> Iterator[str]:
    for at, column in (places(mapping, list(enumerate(header))) or {}).items():
        if column.role not in ("date", "born"):
            continue
        values = [row[at] for row in rows if row[at]]
        if values and not dates(values):
            yield (
                f"the column {column.header!r} is '{column.role}', but none of its first "
                f"{len(values)} values in {file} is a date; choose another column, or make it "
                "'other'"
            )
