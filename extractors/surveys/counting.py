"""Counts the responses of an export: by question, and by each group that is asked for."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from corpus.problems import SettingsError
from corpus.suppression import NO_GROUP, SMALLEST, FreeAnswer, Said, merged
from extractors.surveys.guessing import SEPARATOR, Asked, Role, cut
from extractors.surveys.reading import Export, Row
from extractors.surveys.scales import folded, in_order, said_by_anybody

OTHER = "other answers"
CHOSEN, NOT_CHOSEN = "chosen", "not chosen"
_MOST_GROUPS = 60


@dataclass(frozen=True, slots=True)
class Question:
    """One question with its counts, for everybody (null) and by groups; `none` gave no answer.

    `none` is null where nobody knows.
    """

    name: str
    answers: tuple[str, ...]
    counted: Mapping[str | None, Mapping[Said, int]]
    none: int | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """What a survey says, not suppressed yet; `responses` is null where only counts were given.

    `again` responses were left out since the same respondent gave a later one. `days` are the
    printed days of rows that have one.
    """

    questions: tuple[Question, ...]
    responses: int | None = None
    again: int = 0
    texts: tuple[FreeAnswer, ...] = ()
    days: Mapping[int, str] | None = None


def counted(export: Export, asked: Sequence[Asked], smallest: int = SMALLEST) -> Counted:
    """Count an export by what its columns hold.

    Answers that fewer than `smallest` gave, and that are on no scale, are counted together: their
    very words may tell who said them. SettingsError where a group has too many values.
    """
    rows = _once(export.rows, _at(asked, "respondent"))
    groups = {asked[at].header: _values(rows, at) for at in _at(asked, "group")}
    for name, values in groups.items():
        if len(set(values)) > _MOST_GROUPS:
            raise SettingsError(
                f"The column {name!r} has {len(set(values))} different values, which are too many "
                "for groups. Group by something with fewer, or put values together in the file."
            )
    questions = (
        question
        for at, one in enumerate(asked)
        for question in _questions(one, [row[at] for _, row in rows], groups, smallest)
    )
    texts = tuple(
        FreeAnswer(number, asked[at].header, row[at])
        for number, row in rows
        for at in _at(asked, "text")
        if row[at]
    )
    days = {number: row[at] for at in _at(asked, "date")[:1] for number, row in rows if row[at]}
    return Counted(tuple(questions), len(rows), len(export.rows) - len(rows), texts, days)


def _at(asked: Sequence[Asked], role: Role) -> list[int]:
    return [at for at, one in enumerate(asked) if one.role == role]


def _once(rows: Sequence[Row], respondents: Sequence[int]) -> list[tuple[int, Row]]:
    """Return rows with their numbers, without empty ones; of one respondent the last alone."""
    listed = [(number, row) for number, row in enumerate(rows) if any(row)]
    if not respondents:
        return listed
    at = respondents[0]
    last = {row[at]: number for number, row in listed if row[at]}
    return [(number, row) for number, row in listed if last.get(row[at], number) == number]


def _values(rows: Sequence[tuple[int, Row]], at: int) -> list[str]:
    spelt = _spelt(row[at] for _, row in rows)
    return [spelt.get(folded(row[at]), NO_GROUP) for _, row in rows]


def _questions(
    one: Asked, cells: Sequence[str], groups: Mapping[str, Sequence[str]], smallest: int
) -> Iterator[Question]:
    if one.role == "question":
        yield _question(one.header, cells, groups, smallest)
    elif one.role == "option":
        said = [CHOSEN if cell else NOT_CHOSEN for cell in cells]
        yield Question(one.header, (CHOSEN, NOT_CHOSEN), _by(said, groups, smallest), 0)
    elif one.role == "multiple":
        yield from _options(one.header, cells, groups, smallest)


def _question(
    name: str, cells: Sequence[str], groups: Mapping[str, Sequence[str]], smallest: int
) -> Question:
    spelt = _gathered(_spelt(cells), Counter(map(folded, cells)), smallest)
    said = [spelt[folded(cell)] if cell else "" for cell in cells]
    answers = in_order(set(filter(None, said)) - {OTHER})
    listed = (*answers, OTHER) if OTHER in said else answers
    return Question(name, listed, _by(said, groups, smallest), said.count(""))


def _options(
    name: str, cells: Sequence[str], groups: Mapping[str, Sequence[str]], smallest: int
) -> Iterator[Question]:
    """Give a question for each option of one with several: they are no parts of one sum."""
    mark = SEPARATOR if any(SEPARATOR in cell for cell in cells) else ","
    cut_up = [cut(cell, mark) for cell in cells]
    pieces = list(chain.from_iterable(cut_up))
    spelt = _gathered(_spelt(pieces), Counter(map(folded, pieces)), smallest)
    chosen = [{spelt[folded(piece)] for piece in some} for some in cut_up]
    known = set(spelt.values())
    for option in (*in_order(known - {OTHER}), *({OTHER} & known)):
        said = [(CHOSEN if option in some else NOT_CHOSEN) if some else "" for some in chosen]
        by = _by(said, groups, smallest)
        asked = f"{name} {option}" if name.endswith("?") else f"{name}: {option}"
        yield Question(asked, (CHOSEN, NOT_CHOSEN), by, said.count(""))


def _by(
    said: Sequence[str], groups: Mapping[str, Sequence[str]], smallest: int
) -> dict[str | None, Mapping[Said, int]]:
    """Count answers, for everybody and by groups of those who answered."""
    found: dict[str | None, Mapping[Said, int]] = {
        None: Counter((answer, "") for answer in said if answer)
    }
    for name, values in groups.items():
        tally = Counter(pair for pair in zip(said, values, strict=True) if pair[0])
        together = grouped(tally, smallest)
        if len({group for _, group in together}) > 1:
            found[name] = together
    return found


def grouped(tally: Mapping[Said, int], smallest: int) -> dict[Said, int]:
    """Put the counts of groups together in which too few answered."""
    sizes: Counter[str] = Counter()
    for (_, group), count in tally.items():
        sizes[group] += count
    names = merged(sizes, smallest)
    found: Counter[Said] = Counter()
    for (answer, group), count in tally.items():
        found[answer, names[group]] += count
    return dict(found)


def _spelt(values: Sequence[str] | Iterator[str]) -> dict[str, str]:
    """Return for each value, as values are compared, how it is written most often."""
    written: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for value in values:
        if value:
            written[folded(value)][value] += 1
    return {
        key: min(counts, key=lambda one: (-counts[one], one)) for key, counts in written.items()
    }


def _gathered(spelt: Mapping[str, str], counts: Counter[str], smallest: int) -> dict[str, str]:
    """Put answers together whose words few gave and no scale has."""
    return {
        key: value if counts[key] >= smallest or said_by_anybody(value) else OTHER
        for key, value in spelt.items()
    }
