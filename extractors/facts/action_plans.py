"""Action plans and committee reports: one fact for each row, judgement and inspection they state.

Tables are told by the words of their header cells, in every format. Colour and progress text are
kept apart: a green row may say that something only starts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.facts import ActionFields, Fact
from corpus.frameworks import Framework
from corpus.frameworks.inspections import Action
from corpus.frameworks.plan_references import parse_refs, pointed_at, resolve_references
from corpus.records import Block, Extraction, Passage, Problem
from extractors.facts import committee
from extractors.facts.action_plans_colours import colour
from extractors.facts.action_plans_rows import Plan, Plans, Row
from extractors.facts.anchors import Anchors
from extractors.facts.improvements_bodies import body_in, due_in
from extractors.facts.improvements_headings import Headings, folded

_STAGE = "facts"
_PLAN = re.compile(r"\b(?:action|improvement) plan\b", re.IGNORECASE)
_THEME = re.compile(r"(?P<letter>[A-Z]{1,2})\s*[–—:.-]\s+(?P<title>\S.{2,80})")
_APART = re.compile(r"\s*(?:[,;/&\n]|\band\b)\s*")
_COUNCIL = re.compile(r"\b(?:council|local authority)\b", re.IGNORECASE)


def read(
    extraction: Extraction, passages: tuple[Passage, ...], framework: Framework | None
) -> tuple[list[Fact], list[Problem]]:
    """Return the actions of a document's plans, and what a committee report says of inspections.

    Problems: `plan-columns` (the header cells of a plan do not tell its columns), `no-colour`,
    `unknown-colour`, `impossible-date`, `see-nowhere` (a row points to one that is not there), and
    those of `committee.read`.
    """
    told, problems = committee.read(extraction, passages)
    facts, faults = _Reading(extraction, framework).read()
    return told + facts, problems + faults


class _Reading:
    """One pass over the tables of one document."""

    def __init__(self, extraction: Extraction, framework: Framework | None) -> None:
        self._extraction = extraction
        self._framework = framework
        self._headings = Headings(framework)
        self._anchors: Anchors | None = None
        self._themes: dict[str, str] = {}
        self._spoken_of: tuple[Framework, ...] | None = None
        self._facts: list[Fact] = []
        self._problems: list[Problem] = []

    def read(self) -> tuple[list[Fact], list[Problem]]:
        plans = Plans(self._extraction.text, self._headings)
        expected = False
        for block in self._extraction.blocks:
            if block.kind == "table" and block.cells:
                plans.take(block, expected=expected)
            elif block.kind not in ("furniture", "note"):
                plans.between(block)
                if block.kind == "heading":
                    expected = self._announces(block)
        for found, headers in plans.untold:
            self._untold(found, headers)
        if plans.plans:
            self._themes = _themes(self._extraction)
        for plan in plans.plans:
            self._plan(plan)
        self._unresolved()
        return self._facts, self._problems

    def _announces(self, block: Block) -> bool:
        return _PLAN.search(self._extraction.text, block.body, block.end) is not None

    def _plan(self, plan: Plan) -> None:
        colours = "rag" in plan.columns and any(
            colour(row.cells.get("rag", "")) for row in plan.rows
        )
        for row in plan.rows:
            self._action(plan, row, colours=colours)

    def _action(self, plan: Plan, row: Row, *, colours: bool) -> None:
        cells = row.cells
        area = cells.get("area") or cells.get("action") or ""
        if not area:
            return
        status = cells.get("progress", "")
        rag = colour(cells.get("rag", ""))
        if rag is None and "rag" in plan.columns:
            status = self._without_colour(plan, row, status, colours=colours)
        refs = list(parse_refs(cells.get("refs", "")))
        if not refs and cells.get("refs"):
            refs = [cells["refs"]]
        due, band = self._due(row)
        fields = ActionFields(
            order=len(self._facts) + 1,
            area=area,
            action=cells.get("action") if cells.get("area") else None,
            element=self._element(row.element),
            formal=_told_formal(cells.get("formal")) if cells.get("formal") else row.formal,
            rag=rag,
            plan_refs=refs,
            see=list(pointed_at(status)),
            theme=cells.get("theme") or self._theme(refs),
            band=band,
            due=due,
            owners=_owners(cells.get("owner"), area),
            status_text=status,
        )
        self._facts.append(self._at().fact("action", fields, row.start, row.end))

    def _without_colour(self, plan: Plan, row: Row, status: str, *, colours: bool) -> str:
        """Say what is wrong with a row's colour; return its progress with words of status."""
        printed = row.cells.get("rag", "")
        header = plan.headers[plan.columns["rag"]]
        if printed and not colours:
            # A column "Status" without any colour holds progress.
            return " ".join(filter(None, (printed, status)))
        place = self._at().place(row.start)
        what = f'The colour "{printed}"' if printed else "The colour"
        fault = "is none of red, amber, green and blue" if printed else "is not given"
        message = f'{what} in the column "{header}" {fault} ({place}). Look at the row there.'
        self._problem("unknown-colour" if printed else "no-colour", message, row.start)
        return status

    def _due(self, row: Row) -> tuple[str | None, str | None]:
        printed = row.cells.get("due", "")
        band = self._headings.band(printed) if printed else None
        try:
            due = due_in(printed, column=True)
        except ValueError:
            place = self._at().place(row.start)
            message = (
                f'The date "{printed}" ({place}) cannot be. It was left out; look at the row there.'
            )
            self._problem("impossible-date", message, row.start)
            due = None
        return due.isoformat() if due else None, row.band or band

    def _element(self, printed: str | None) -> str | None:
        """Return an element's code where the framework has it, else its printed title."""
        if printed is None:
            return None
        if self._spoken_of is None:
            self._spoken_of = committee.spoken_of(self._extraction)
        frameworks = [self._framework] if self._framework else []
        for framework in (*frameworks, *self._spoken_of):
            for area in framework.areas if framework else ():
                names = {folded(name) for name in (area.title, *area.aliases)}
                if area.areas and folded(printed) in names:
                    return area.code
        return printed

    def _theme(self, refs: Sequence[str]) -> str | None:
        letters = dict.fromkeys(ref.rstrip("0123456789") for ref in refs)
        named = [
            f"{letter} – {self._themes[letter]}" for letter in letters if letter in self._themes
        ]
        return "; ".join(named) or None

    def _unresolved(self) -> None:
        rows = [
            Action(
                area=fact.fields["area"],
                refs=tuple(fact.fields["plan_refs"]),
                text=fact.fields["status_text"],
            )
            for fact in self._facts
        ]
        for pointer in resolve_references(rows):
            if not pointer.targets:
                fact = self._facts[pointer.row - 1]
                place = self._at().place(fact.start)
                message = (
                    f"The row on {place} points to {pointer.ref}, and no other row of the document "
                    "has this reference. Look for it in the plan itself."
                )
                self._problem("see-nowhere", message, fact.start)

    def _untold(self, block: Block, headers: tuple[str, ...]) -> None:
        cells = ", ".join(f'"{header}"' for header in headers)
        message = (
            f"The table on {self._at().place(block.start)} looks like an action plan, but its "
            f"columns cannot be told from the header cells {cells}. Give it headings such as "
            "Action, Lead, Timescale, Progress and RAG."
        )
        self._problem("plan-columns", message, block.start)

    def _problem(self, code: str, message: str, start: int) -> None:
        self._problems.append(Problem(_STAGE, code, message, self._at().page(start)))

    def _at(self) -> Anchors:
        if self._anchors is None:
            self._anchors = Anchors(self._extraction)
        return self._anchors


def _themes(extraction: Extraction) -> dict[str, str]:
    """Return the titles of themes by letter, from cells and paragraphs like "A – Quality"."""
    found: dict[str, str] = {}
    for block in extraction.blocks:
        spans = [(cell.start, cell.end) for cell in block.cells] or [(block.body, block.end)]
        for start, end in spans:
            words = " ".join(extraction.text[start:end].split()) if end - start < 100 else ""
            match = _THEME.fullmatch(words)
            if match:
                found.setdefault(match["letter"], match["title"])
    return found


def _told_formal(words: str | None) -> bool | None:
    plain = folded(words or "")
    if plain in {"yes", "y", "formal", "ofsted"}:
        return True
    return False if plain in {"no", "n", "softer", "informal"} else None


def _owners(column: str | None, area: str) -> list[str]:
    """Return who is responsible: the cell's names, then a body that the area itself names."""
    named = [name for name in _APART.split(column or "") if name]
    body = None if column else body_in(area)
    if body and not _COUNCIL.search(body):
        named += [name for name in _APART.split(body) if name]
    return list(dict.fromkeys(named))
