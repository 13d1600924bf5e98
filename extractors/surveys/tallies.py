"""Tables that somebody else has counted: questions and answers with numbers of people."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from corpus.problems import SettingsError
from corpus.suppression import SMALLEST, Said
from extractors.sheets.column_words import plain
from extractors.surveys.counting import Counted, Question, grouped
from extractors.surveys.reading import Export, Row
from extractors.surveys.scales import in_order, on_a_scale

_TOTAL = frozenset({"total", "all", "everybody", "everyone", "sum", "overall"})
_COUNT = _TOTAL | {"count", "number", "responses", "n", "frequency", "number of responses"}
_WHOLE = re.compile(r"\d{1,3}(?:,\d{3})+|\d+")
_NUMBER = re.compile(r"[<≤~]?\s*\d[\d,.]*\s*%?")
_Tally = tuple[str, str, str, int]  # question, answer, group, count


def tallied(export: Export, name: str, by: str | None = None, smallest: int = SMALLEST) -> Counted:
    """Read a table of counts; `name` is the file's, `by` what its columns of groups go by.

    Read are: question, answer and a count, or a count each group; a row each question with a column
    each answer; one question, a row each answer. SettingsError names the cell that is no count.
    """
    width = range(len(export.header))
    filled = [row for row in export.rows if any(row)]
    labels = next((at for at in width if _is_counts(filled, at)), len(export.header))
    if not 0 < labels < len(export.header) or not filled:
        raise SettingsError(
            f"{name} is no table of counts: it needs one or two columns with questions and answers "
            "on the left, and whole numbers beside them. For a row each response leave --counted "
            "out."
        )
    counted: dict[str, dict[Said, int]] = defaultdict(dict)
    for question, answer, group, count in _tallies(export, labels, name):
        if (answer, group) in counted[question]:
            raise SettingsError(
                f"{name}: {answer!r} to {question!r} is counted twice. Leave one of the rows out."
            )
        counted[question][answer, group] = count
    return Counted(
        tuple(_question(key, tally, by or "group", smallest) for key, tally in counted.items())
    )


def _is_counts(rows: list[Row], at: int) -> bool:
    values = [row[at] for row in rows if row[at]]
    numbers = sum(1 for value in values if _NUMBER.fullmatch(value))
    return bool(values) and numbers * 2 >= len(values)


def _tallies(export: Export, labels: int, name: str) -> Iterator[_Tally]:
    heads = export.header[labels:]
    several = [at for at, head in enumerate(heads, labels) if plain(head) not in _COUNT]
    columns = several or [labels]
    question = ""
    for number, row in enumerate(export.rows, 1):
        if not any(row):
            continue
        # A question that is merged over its answers stands with the first of them.
        question = row[0] or question
        answer = row[labels - 1]
        if plain(answer) in _TOTAL:
            continue
        numbers = [(at, _count(row[at], (name, number, export.header[at]))) for at in columns]
        _check_sum(export, row, labels, sum(count for _, count in numbers), (name, number))
        for at, count in numbers:
            head = export.header[at] if several else ""
            if labels > 1:
                yield question, answer, head, count
            elif several and on_a_scale(export.header[at] for at in several):
                yield answer, head, "", count
            else:
                yield export.header[0] or "Answers", answer, head, count


def _count(cell: str, place: tuple[str, int, str]) -> int:
    if not cell:
        return 0
    if _WHOLE.fullmatch(cell):
        return int(cell.replace(",", ""))
    name, row, column = place
    raise SettingsError(
        f"{name}, row {row} below the names, column {column!r}: {cell!r} is no count. Shares and "
        "numbers that were left out already cannot be counted with: give whole numbers of people."
    )


def _check_sum(export: Export, row: Row, labels: int, found: int, place: tuple[str, int]) -> None:
    """Refuse a row whose own total is not the sum of its counts."""
    heads = list(enumerate(export.header[labels:], labels))
    if all(plain(head) in _COUNT for _, head in heads):
        return
    for at, head in heads:
        if plain(head) in _COUNT and _WHOLE.fullmatch(row[at]):
            said = int(row[at].replace(",", ""))
            if said != found:
                raise SettingsError(
                    f"{place[0]}, row {place[1]} below the names: {head!r} says {said:,}, and its "
                    f"counts add up to {found:,}. Correct the table, or leave that column out."
                )


def _question(name: str, tally: Mapping[Said, int], by: str, smallest: int) -> Question:
    whole: dict[Said, int] = defaultdict(int)
    for (answer, _), count in tally.items():
        whole[answer, ""] += count
    counted: dict[str | None, Mapping[Said, int]] = {None: dict(whole)}
    together = grouped(tally, smallest)
    if len({group for _, group in together}) > 1:
        counted[by] = together
    return Question(name, in_order(answer for answer, _ in whole), counted)
