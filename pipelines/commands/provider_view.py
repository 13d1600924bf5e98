"""How a provider's history is laid out in the terminal: 80 columns, dates in words, no jargon."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from corpus.history import (
    Change,
    Cited,
    History,
    Improvement,
    Inspected,
    Judged,
    OpenItem,
    RaisedAgain,
    Related,
)
from corpus.wording import count_of, in_words
from pipelines.periods import latest_graded, overall, period

_WIDTH = 96
_ARROWS = {"better": "↑ better", "worse": "↓ worse", "the same": "= the same"}
_LINKS = {"narrower": "only a part of", "broader": "takes in more than"}
_KINDS = {
    "area_for_improvement": "area for improvement",
    "requirement": "requirement",
    "recommendation": "recommendation",
    "priority_action": "priority action",
}
_HOW_LIKE = (
    "Found by like wording: about four in five of these are right, and what was put in other "
    "words is missed. Read both passages."
)
_HOW_COMPARED = (
    "Better, worse or the same is said only where both inspections made the same judgement on the "
    "same scale. Everything else is not comparable, and what stood there is shown."
)
_OUTCOMES = {"kept": "kept", "broken": "not kept", "departed from": "not kept", "to weigh": "late"}


def show(history: History, console: Console | None = None) -> None:
    """Print a history, the newest inspection first."""
    console = console or Console(highlight=False, emoji=False, markup=False)
    console.width = min(console.width, _WIDTH)
    for number, part in enumerate(_parts(history)):
        if number:
            console.print()
        for line in part:
            console.print(line)


Line = Text | Table | Padding


def _parts(history: History) -> Iterator[Iterable[Line]]:
    yield _head(history)
    if history.inspections:
        yield [_title("Inspections, the newest first"), Text(_HOW_COMPARED, "dim")]
    for one in history.inspections:
        yield _inspection(one)
    if history.open:
        yield _open(history)
    if history.raised_again:
        yield _repeated(history.raised_again)
    if history.deadlines or history.departures:
        yield _rules(history)
    for related in history.related:
        yield _related(related)
    if history.run_by:
        yield [_title("Who runs the services"), *map(Text, history.run_by)]
    yield _rests_on(history)


def _title(words: str) -> Text:
    return Text(words.upper(), "bold underline")


def _head(history: History) -> Iterator[Line]:
    one = history.provider
    yield Text.assemble((one.name, "bold"), f"  (number {one.urn})" if one.urn else "")
    if one.names:
        yield Text(f"Also called: {'; '.join(one.names)}", "dim")
    yield Text(f"As of {in_words(date.fromisoformat(history.as_of))}.", "dim")
    if not history.inspections:
        yield Text("No inspection could be read from the documents of this provider.")
        return
    latest = history.inspections[0]
    yield Text("")
    yield Text(f"Latest inspection: {period(latest)}. {overall(latest)}")
    if graded := latest_graded(history.inspections):
        yield Text(f"Latest with grades: {period(graded)}. {overall(graded)}")
    again = {item.latest.id for item in history.raised_again}
    raised = sum(item.improvement.id in again for item in history.open)
    before = f", {raised:,} of them raised before" if raised else ""
    yield Text(
        f"{count_of(len(history.inspections), 'inspection')} since "
        f"{(history.inspections[-1].on or 'an unknown day')[:4]}. "
        f"Still open: {count_of(len(history.open), 'improvement')}{before}."
    )


def _inspection(one: Inspected) -> Iterator[Line]:
    yield Text.assemble((period(one), "bold"), f"  {_kind(one)}")
    yield _under(f"{one.framework_title or 'Form of inspection not known'}", 2)
    if one.lead:
        yield _under(f"Led by {one.lead}{f', {one.role}' if one.role else ''}", 2)
    yield _under(f"Document: {one.document}{_dates_at(one.cited)}", 2)
    for name in one.editions:
        yield _under(f"Another edition of the same report, not counted again: {name}", 2)
    for name in one.told_in:
        yield _under(f"Also told of in: {name}", 2)
    for note in one.notes:
        yield _under(f"Note: {note}", 2, "yellow")
    yield Padding(_grades(one), (0, 0, 0, 2)) if one.judgements else Text("  No grades are given.")
    if one.improvements:
        pages = sorted({item.cited.page for item in one.improvements if item.cited.page})
        where = f", on {_pages(pages)}" if pages else ""
        yield Text(f"  {count_of(len(one.improvements), 'thing')} to improve{where}.")


def _kind(one: Inspected) -> str:
    words = (one.type or "inspection").replace("-", " ").replace("re inspection", "re-inspection")
    named = any(word in words for word in ("inspection", "visit", "review"))
    kind = words if named else f"{words} inspection"
    return kind[:1].upper() + kind[1:]


def _dates_at(cited: Cited | None) -> str:
    if cited is None:
        return ""
    corrected = f" ({', '.join(cited.corrected)} corrected)" if cited.corrected else ""
    return f" (dates: {_at(cited)}){corrected}"


def _grades(one: Inspected) -> Table:
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False)
    table.add_column("Judgement", ratio=5, overflow="fold")
    table.add_column("Grade", ratio=3, overflow="fold")
    table.add_column("Compared with before", ratio=6, overflow="fold")
    table.add_column("Page", justify="right", no_wrap=True)
    table.expand = True
    for judged in one.judgements:
        table.add_row(judged.title, _grade(judged), _since(judged.change), _page(judged.cited))
    return table


def _grade(judged: Judged) -> str:
    return judged.grade + (" (corrected)" if judged.cited.corrected else "")


def _since(change: Change | None) -> str:
    if change is None:
        return ""
    if change.verdict == "not comparable":
        stood = (f"{one.title}: {one.grade} in {one.on[:4]}" for one in change.against)
        return f"not comparable: {_LINKS.get(change.against[0].relation, change.reason)} " + (
            "; ".join(f"“{words}”" for words in stood)
        )
    best = change.against[0]
    return f"{_ARROWS[change.verdict]}: {best.grade} in {best.on[:4]}"


def _page(cited: Cited) -> str:
    return str(cited.page) if cited.page else cited.locator or ""


def _at(cited: Cited) -> str:
    return f"page {cited.page}" if cited.page else cited.locator or "place unknown"


def _pages(pages: list[int]) -> str:
    if len(pages) == 1:
        return f"page {pages[0]}"
    return f"pages {', '.join(map(str, pages[:-1]))} and {pages[-1]}"


def _open(history: History) -> Iterator[Line]:
    yield _title("Still open: raised, and no inspection has followed yet")
    again = {item.latest.id: item for item in history.raised_again}
    inspected = {one.id: one for one in history.inspections}
    before = None
    for item in history.open:
        if item.improvement.inspection != before:
            before = item.improvement.inspection
            yield from _open_head(item, inspected[before])
        yield _item(item.improvement.text)
        repeated = again.get(item.improvement.id)
        told = f"; {repeated.words}, see below" if repeated else ""
        due = f"; due {_day(item.improvement.due)}" if item.improvement.due else ""
        band = f"; {item.improvement.band}" if item.improvement.band else ""
        kind = _KINDS.get(item.improvement.kind, item.improvement.kind)
        yield _under(f"{kind}, {_at(item.improvement.cited)}{due}{band}{told}", 4)


def _open_head(item: OpenItem, one: Inspected) -> Iterator[Line]:
    yield Text("")
    yield Padding(
        Text.assemble((f"From {period(one)}", "bold"), f" ({one.document})"), (0, 0, 0, 2)
    )
    yield _under(f"{item.reason}", 2)


def _item(words: str) -> Table:
    return _hanging("  •", words)


def _hanging(mark: str, words: str) -> Table:
    """Set words behind a mark, their further lines under the first word."""
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row(Text(mark), Text(words))
    return grid


def _under(words: str, indent: int, style: str = "dim") -> Padding:
    """Set words under a line, indented on all of their own lines."""
    return Padding(Text(words, style), (0, 0, 0, indent))


def _day(day: str | None) -> str:
    return in_words(date.fromisoformat(day)) if day else ""


def _repeated(again: Iterable[RaisedAgain]) -> Iterator[Line]:
    yield _title("Raised again")
    yield Text(_HOW_LIKE, "dim")
    for item in again:
        yield Text("")
        yield Text.assemble("  ", (item.words.capitalize(), "bold"))
        for improvement in (*item.earlier, item.latest):
            yield from _passage(improvement)


def _passage(improvement: Improvement) -> Iterator[Line]:
    year = (improvement.on or "")[:4]
    yield _hanging(f"    {year}", f"“{improvement.text}”")
    yield _under(f"     {improvement.cited.document}, {_at(improvement.cited)}", 4)


def _rules(history: History) -> Iterator[Line]:
    inspected = {one.id: one for one in history.inspections}
    yield _title("Rules and deadlines")
    for rule in history.departures:
        when = period(inspected[rule.inspection])
        yield _item(f"{when}: {rule.text} {rule.reason}")
        yield Text(
            f"    {rule.outcome}; the source says “{rule.force}”, paragraph {rule.paragraph}", "dim"
        )
    for deadline in history.deadlines:
        outcome = _OUTCOMES.get(deadline.outcome, "open")
        yield _item(f"{period(inspected[deadline.inspection])}: {deadline.text} {deadline.reason}")
        yield Text(
            f"    {outcome}; the source says “{deadline.force}”, paragraph {deadline.paragraph}",
            "dim",
        )


def _related(related: Related) -> Iterator[Line]:
    word = "Before" if related.relation == "predecessor" else "After"
    yield _title(f"{word}: {related.provider.name}")
    how, comma, part = related.how.capitalize().partition(",")
    yield Text(f"{how} on {_day(related.on)}{comma}{part}. {related.source or ''}".strip())
    if not related.inspections:
        yield Text("  None of its documents are here.", "dim")
        return
    yield Text("Its grades are its own; nothing here is compared with them.", "dim")
    for one in related.inspections:
        grades = "; ".join(f"{judged.title}: {judged.grade}" for judged in one.judgements)
        yield _hanging("  •", f"{period(one)}: {grades or 'no grades'}")
        yield _under(f"{one.document}{_dates_at(one.cited)}", 4)


def _rests_on(history: History) -> Iterator[Line]:
    counts = history.counts
    yield _title("What this rests on")
    yield Text(
        f"{counts['documents_that_state_something']:,} of "
        f"{count_of(counts['documents'], 'document')} state something of an inspection; "
        f"{count_of(counts['superseded_editions'], 'older edition')} of a report not counted again."
    )
    yield Text(
        f"{counts['inspections_with_grades']:,} of {count_of(counts['inspections'], 'inspection')} "
        f"gave grades: {count_of(counts['judgements'], 'judgement')}, "
        f"{counts['judgements_compared']:,} of them compared with an earlier one."
    )
    for note in history.notes:
        yield Text(note)
