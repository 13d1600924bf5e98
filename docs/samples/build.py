"""Build the fictional sample documents that `vouch demo` reads.

Needs two packages that Vouch itself does not: `pip install weasyprint python-docx` (and Pango).
The results are committed, so this runs only when a sample's wording changes.
"""

from __future__ import annotations

from pathlib import Path

import docx
import weasyprint

HERE = Path(__file__).parent
OUT = HERE.parents[1] / "pipelines" / "samples" / "9900001_harrowmere"

PLAN = [
    ("Immediately", None, None, None),
    (
        "Review every open plan for a child who lives with neglect; "
        "set out what must change and by when",
        "Amber",
        "A1",
        "Sixty of 84 plans rewritten with families. The remaining plans are booked for May.",
    ),
    (
        "Offer a return home interview within 72 hours to every child who has been missing, "
        "wherever they live",
        "Amber",
        "A2 & A3",
        "Two workers recruited. In April, 71 per cent of interviews were held in time (see A3).",
    ),
    ("Within 3 months", None, None, None),
    (
        "Bring private fostering under the fortnightly performance meeting",
        "Green",
        "B1",
        "In place since 6 May 2025. All checks on adults in the household are complete.",
    ),
    (
        "Relieve managers of the two assessment teams of cases so that supervision is monthly",
        "Green",
        "C2",
        "Both managers hold no cases. Supervision took place for 96 per cent of staff in April.",
    ),
    ("Within 6 months", None, None, None),
    (
        "Publish a termly digest of what complaints have taught us, and discuss it in every team",
        "Amber",
        "D1",
        "First digest drafted with the children in care council. Publication planned for July.",
    ),
]


def build_reports() -> None:
    """Render the two reports as tagged PDFs."""
    for year in (2022, 2025):
        page = weasyprint.HTML(HERE / f"report-{year}.html")
        page.write_pdf(OUT / f"inspection report {year}.pdf", pdf_tags=True)


def build_action_plan() -> None:
    """Write the action plan as a Word document with a table."""
    plan = docx.Document()
    plan.add_heading("Harrowmere children’s services: action plan after inspection", 0)
    plan.add_paragraph("Report to the Children and Families Scrutiny Committee, 20 May 2025")
    plan.add_paragraph(
        "This document is fictional and was written to show how Vouch works. "
        "No authority called Harrowmere exists."
    )
    plan.add_heading("Why this report is before the committee", 1)
    plan.add_paragraph(
        "Ofsted inspected children’s services in March 2025 and published its report on 22 April. "
        "It judged the overall effectiveness of services to be good, and found that help and "
        "protection requires improvement to be good. The committee is asked to note progress "
        "against the five actions below."
    )
    plan.add_heading("Progress against the formal areas for improvement", 1)
    plan.add_paragraph("Two actions are rated green and three amber. None is rated red.")
    table = plan.add_table(rows=1, cols=4)
    table.style = "Table Grid"
    titles = ("Area for improvement", "RAG rating", "Plan ref", "Progress")
    for cell, title in zip(table.rows[0].cells, titles, strict=True):
        cell.paragraphs[0].add_run(title).bold = True
    for area, rag, reference, progress in PLAN:
        cells = table.add_row().cells
        for cell, text in zip(cells, (area, rag, reference, progress), strict=True):
            cell.text = text or ""
    plan.add_heading("Recommendations", 1)
    plan.add_paragraph("The committee is recommended to:")
    plan.add_paragraph("note the findings of the inspection", style="List Bullet")
    plan.add_paragraph("receive a further report in six months", style="List Bullet")
    plan.save(str(OUT / "action plan 2025.docx"))


if __name__ == "__main__":
    OUT.mkdir(parents=True, exist_ok=True)
    build_reports()
    build_action_plan()
