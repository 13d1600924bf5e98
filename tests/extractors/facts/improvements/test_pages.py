"""Improvements of printed pages: lists that run over a page break, with page and boxes."""

import io
from collections.abc import Sequence

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from extractors import extract, passages, sniff
from extractors.facts.improvements import read

FILLER = "Inspectors spoke with many people and read many plans before they wrote this page. "


def pages(*printed: Sequence[str]) -> bytes:
    """Draw pages of lines; a line that begins with # is a heading."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4)
    for number, lines in enumerate(printed, 1):
        height = 780
        for line in lines:
            bold = line.startswith("#")
            canvas.setFont("Helvetica-Bold" if bold else "Helvetica", 16 if bold else 11)
            canvas.drawString(72 if bold or line[:1] in "•" else 90, height, line.lstrip("# "))
            height -= 30 if bold else 15
        canvas.setFont("Helvetica", 8)
        canvas.drawString(290, 40, str(number))
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def test_an_item_over_a_page_break_is_one_fact_with_boxes_on_both_pages() -> None:
    content = pages(
        [
            "# Inspection of Borchester children's services",
            *[FILLER] * 40,
            "# What needs to improve",
            "• The timeliness of visits to children.",
            "• The quality of plans, so that children and their families",
        ],
        [
            "know what must change and by when.",
            "• The support of carers.",
            "# The experiences of children in care: good",
            *[FILLER] * 12,
        ],
    )
    extraction = extract(content, "d", sniff(content, "report.pdf"))
    facts, problems = read(extraction, passages(extraction), None)
    texts = [" ".join(fact.text.split()) for fact in facts]
    assert texts == [
        "The timeliness of visits to children.",
        "The quality of plans, so that children and their families know what must change and by "
        "when.",
        "The support of carers.",
    ]
    assert [fact.page for fact in facts] == [1, 1, 2]
    assert [sorted({box.page for box in fact.boxes}) for fact in facts] == [[1], [1, 2], [2]]
    assert problems == []
    for fact in facts:
        assert extraction.text[fact.start : fact.end] == fact.text
