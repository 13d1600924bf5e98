"""The pack as a Word document: the same parts in the same order as on paper."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from corpus.history import Cited
from corpus.wording import count_of
from pipelines.periods import period
from pipelines.versions import vouch_version
from review.packs.made import (
    HOW_COMPARED,
    HOW_LIKE,
    HOW_MISSING,
    HOW_OPEN,
    HOW_STRONGEST,
    Made,
    open_groups,
)
from review.packs.words import IMPROVEMENTS, OUTCOMES, grade, kind, month, sign
from review.reading.by_area import Piece, Tally
from review.reading.enquiries import RULE
from review.reading.provider import ProviderShown
from review.reading.quotes import Quote
from review.wording import MOVED, day, share

_SOFT = RGBColor(0x4B, 0x55, 0x63)
_MANY_COLUMNS = 5  # inspections with grades for which a page must lie on its side
_ORDER = ("strength", "weakness", "mixed", "neutral")
_EVIDENCE_HEAD = (
    "Area and criterion", "Strengths", "Weaknesses", "Both", "Neither", "Of all passages",
)  # fmt: skip


def word(shown: ProviderShown, made: Made) -> bytes:
    """Return the content of a DOCX file."""
    paper = _Paper(shown, made)
    for part in (
        paper.head, paper.history, paper.enquiries, paper.open, paper.again, paper.rules,
        paper.missing, paper.evidence, paper.rests,
    ):  # fmt: skip
        part()
    content = io.BytesIO()
    paper.file.save(content)
    return content.getvalue()


class _Paper:
    """A document that is being written, part by part."""

    def __init__(self, shown: ProviderShown, made: Made) -> None:
        self.shown = shown
        self.made = made
        self.file: Any = docx.Document()
        self._set_up()

    def _set_up(self) -> None:
        name = self.shown.told.provider.name
        properties = self.file.core_properties
        properties.title = clean(f"Pre-reading pack: {name}")
        properties.author, properties.comments = (
            clean(self.made.by),
            f"Made with Vouch {vouch_version()}",
        )
        properties.created = properties.modified = self.made.at
        properties.language = "en-GB"
        style = self.file.styles["Normal"]
        style.font.name, style.font.size = "Calibri", Pt(10)
        style.paragraph_format.space_after = Pt(4)
        section = self.file.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        if len(self.shown.grid.columns) > _MANY_COLUMNS:
            section.orientation = WD_ORIENT.LANDSCAPE
            section.page_width, section.page_height = Mm(297), Mm(210)
        section.left_margin = section.right_margin = Mm(18)
        section.top_margin = section.bottom_margin = Mm(18)
        if self.made.mark:
            run = section.header.paragraphs[0].add_run(self.made.mark)
            run.bold = True
        foot = section.footer.paragraphs[0]
        foot.add_run(clean(f"{name}, made on {self.made.when}. Page "))
        _page_number(foot)

    def head(self) -> None:
        """Write what it is, of whom, when it was made and from what."""
        provider, documents = self.shown.told.provider, self.shown.told.documents
        self.file.add_heading(clean(f"Pre-reading pack: {provider.name}"), 0)
        urn = f"URN {provider.urn}. " if provider.urn else ""
        self._soft(
            f"{urn}Made on {self.made.when} by {self.made.by} from "
            f"{count_of(len(documents), 'document')}, which are listed at the end, with Vouch "
            f"{vouch_version()}. Read through: {self.shown.lens.title}."
        )
        self._soft("The machine suggests, people decide.")

    def history(self) -> None:
        """Write the grades over time, and the inspections."""
        self.file.add_heading("History", 1)
        self._soft(HOW_COMPARED)
        grid = self.shown.grid
        if grid.rows:
            rows = []
            for row in grid.rows:
                cells = [row.cells.get(one.id) for one in grid.columns]
                told = [f"{grade(one)} {sign(one.change)}".strip() if one else "–" for one in cells]
                rows.append((row.title, *told))
            heads = ("What was judged", *(f"{month(one)}, {kind(one)}" for one in grid.columns))
            self._table(heads, rows, (5, *(3 for _ in grid.columns)))
        self._table(
            ("When", "Inspection", "Grades", "To improve", "Document"),
            [
                (period(one), f"{kind(one)}. {one.framework_title or ''}", len(one.judgements),
                 len(one.improvements), one.document)
                for one in self.shown.told.history.inspections
            ],
            (4, 7, 2, 2, 5),
        )  # fmt: skip

    def enquiries(self) -> None:
        """Write the questions, each with what raises it."""
        self.file.add_heading("Suggested lines of enquiry", 1)
        self._soft("Questions, not conclusions: each with what raises it.")
        for number, one in enumerate(self.shown.enquiries, start=1):
            self.file.add_heading(clean(f"{number}. {one.question}"), 3)
            self._soft(f"{one.kind.capitalize()}. {one.reason}")
            for passage in one.passages:
                self._quote(self.shown.quotes.get(passage))
            for cited in one.cited:
                self._quoted(cited.words, self._place(cited))
        self._soft(RULE)

    def open(self) -> None:
        """Write the improvements that no inspection has followed yet."""
        self.file.add_heading("Improvements still open", 1)
        self._soft(HOW_OPEN)
        again = {one.latest.id: one.words for one in self.shown.told.history.raised_again}
        for one, items in open_groups(self.shown):
            told = f"{period(one)}, {kind(one).lower()}: {count_of(len(items), 'thing')} to improve"
            self.file.add_heading(clean(told), 2)
            self._soft(items[0].reason)
            for item in (each.improvement for each in items):
                line = self.file.add_paragraph(clean(item.text), style="List Bullet")
                due = f"; due {day(item.due)}" if item.due else ""
                band = f"; {item.band}" if item.band else ""
                more = f"; {again[item.id]}" if item.id in again else ""
                where = f"{IMPROVEMENTS.get(item.kind, item.kind)}, {self._place(item.cited)}"
                _soften(line.add_run(clean(f" ({where}{due}{band}{more})")))

    def again(self) -> None:
        """Write what was raised again."""
        if not self.shown.told.history.raised_again:
            return
        self.file.add_heading("Raised again", 1)
        self._soft(HOW_LIKE)
        for one in self.shown.told.history.raised_again:
            self.file.add_heading(clean(one.words.capitalize()), 3)
            for item in (*one.earlier, one.latest):
                self._quoted(item.text, f"{(item.on or '?')[:4]}: {self._place(item.cited)}")

    def rules(self) -> None:
        """Write rules that grades do not keep, and deadlines."""
        history, titled = self.shown.told.history, self.shown.titled
        if not (history.departures or history.deadlines):
            return
        self.file.add_heading("Rules and deadlines", 1)
        for rule in history.departures:
            self._rule(period(titled[rule.inspection]), rule, rule.outcome)
        for each in history.deadlines:
            self._rule(period(titled[each.inspection]), each, OUTCOMES.get(each.outcome, "open"))

    def missing(self) -> None:
        """Write what the documents do not speak of."""
        self.file.add_heading("What is missing", 1)
        self._soft(HOW_MISSING)
        for one in self.shown.asked:
            told = f"{one.kind.capitalize()} without a passage: {share(one.missing, one.of)}."
            self.file.add_paragraph(told)
        for gap in self.shown.gaps:
            code = gap.area if gap.kind == "required evidence" else gap.code
            text = f": {gap.text}" if gap.text else ""
            place = f" ({gap.paragraph})" if gap.paragraph else ""
            more = f" {count_of(gap.further, 'second suggestion')}." if gap.further else ""
            words = f"{gap.kind.capitalize()} {code} {gap.title}{text}{place}.{more}"
            self.file.add_paragraph(clean(words), style="List Bullet")

    def evidence(self) -> None:
        """Write the counts by area and criterion, and the strongest passages of each area."""
        shown = self.shown
        self.file.add_heading("Evidence by area", 1)
        rows = []
        for area in (*shown.areas, *filter(None, (shown.none,))):
            rows.append(self._row(area.label.title or area.label.code, area.tally))
            rows += [self._row(f"   {label.title} ({label.code})", of) for label, of in area.parts]
        self._table(_EVIDENCE_HEAD, rows, (8, 4, 4, 3, 3, 4))
        self._soft(HOW_STRONGEST)
        for area in shown.areas:
            sides = shown.sides[area.label.code]
            self.file.add_heading(clean(f"{area.label.title} ({area.label.code})"), 2)
            self._side("Strengths", sides.strengths, area.tally.counts.get("strength", 0))
            self._side("Weaknesses", sides.weaknesses, area.tally.counts.get("weakness", 0))

    def rests(self) -> None:
        """Write what all this was made from."""
        self.file.add_heading("What this was made from", 1)
        for words in self.made.rests_on:
            self.file.add_paragraph(clean(words), style="List Bullet")
        told = self.shown.told
        if told.restricted:
            self.file.add_paragraph(MOVED)
        self._table(
            ("Document", "Date", "Begins with sha256"),
            [
                (one.name, day(told.dates.get(one.id)), one.id[:12])
                if one.sensitivity == "public"
                else (f"{one.name} (case note)", _moved(told.dates.get(one.id)), one.id[:12])
                for one in sorted(told.documents.values(), key=lambda one: one.name)
            ],
            (6, 3, 3),
        )  # fmt: skip

    def _side(self, words: str, pieces: Sequence[Piece], of: int) -> None:
        self.file.add_heading(f"{words}: {len(pieces)} of {of}", 3)
        for piece in pieces:
            self._quote(self.shown.quotes.get(piece.passage), "" if piece.sure else "; not sure")

    def _row(self, title: str, tally: Tally) -> tuple[str, ...]:
        told = []
        for way in _ORDER:
            unsure = tally.unsure.get(way, 0)
            told.append(f"{tally.counts.get(way, 0)}" + (f" ({unsure} not sure)" if unsure else ""))
        return title, *told, share(tally.total, self.shown.base.passages)

    def _rule(self, when: str, rule: Any, outcome: str) -> None:
        line = self.file.add_paragraph(
            clean(f"{when}: {rule.text} {rule.reason} "), style="List Bullet"
        )
        said = (
            f"{outcome.capitalize()}; the source says “{rule.force}”, paragraph {rule.paragraph}."
        )
        _soften(line.add_run(clean(said)))

    def _quote(self, quote: Quote | None, more: str = "") -> None:
        if quote is not None:
            mark = "; case note" if quote.restricted else ""
            self._quoted(quote.text, f"{quote.name}, {quote.where}{mark}{more}")

    def _quoted(self, words: str, where: str) -> None:
        line = self.file.add_paragraph(clean(f"“{words}” "))
        line.paragraph_format.left_indent = Mm(6)
        line.paragraph_format.keep_together = True
        _soften(line.add_run(clean(where)))

    def _place(self, cited: Cited) -> str:
        quote = self.shown.quote_of(cited)
        if quote is not None:
            return f"{quote.name}, {quote.where}"
        where = f"page {cited.page}" if cited.page else cited.locator
        return f"{cited.document}, {where}" if where else cited.document

    def _soft(self, words: str) -> None:
        _soften(self.file.add_paragraph().add_run(clean(words)))

    def _table(
        self, heads: Sequence[str], rows: Iterable[Sequence[object]], widths: Sequence[int]
    ) -> None:
        """Write a table; `widths` say how its columns share the width of the page."""
        values = [value for row in (heads, *rows) for value in row]
        table = self.file.add_table(len(values) // len(heads), len(heads), style="Table Grid")
        table.autofit = False
        section = self.file.sections[0]
        room = section.page_width - section.left_margin - section.right_margin
        each = [int(room * width / sum(widths)) for width in widths]
        for column, width in zip(table.columns, each, strict=True):
            column.width = width
        # Row by row, each cell would be looked for among all cells of the table.
        for number, (cell, value) in enumerate(zip(table._cells, values, strict=True)):
            cell.width = each[number % len(heads)]
            run = cell.paragraphs[0].add_run(clean(str(value)))
            run.font.size, run.bold = Pt(8.5), number < len(heads)
            cell.paragraphs[0].paragraph_format.space_after = Pt(0)
        _mark(table.rows[0], "w:tblHeader")  # printed again on each page, and read out as one
        for row in table.rows:
            _mark(row, "w:cantSplit")
        self.file.add_paragraph()


def clean(words: str) -> str:
    """Return words without what XML has no sign for: control characters and halves of pairs."""
    return "".join(sign if _is_xml(sign) else " " for sign in words)


def _is_xml(sign: str) -> bool:
    return sign in "\t\n" or (sign >= " " and not "\ud800" <= sign <= "\udfff"
                              and sign not in "\ufffe\uffff")  # fmt: skip


def _soften(run: Any) -> None:
    run.font.color.rgb, run.font.size = _SOFT, Pt(9)


def _mark(row: Any, name: str) -> None:
    mark = OxmlElement(name)
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def _page_number(paragraph: Any) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)


def _moved(written: str | None) -> str:
    return f"{day(written)} (moved)" if written else ""
