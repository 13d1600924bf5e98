"""Published reports name grades on every page, and are no frameworks."""

from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.split import kept_apart
from corpus.frameworks.compiler import Compiled, compile_document
from corpus.problems import FrameworkError, RefusedError
from corpus.records import Extraction

REPORTS = Path(__file__).parents[4].parent / "shared" / "reports"
EVERY = 16  # one report in so many: each takes a tenth of a second and more

REPORT = """# Inspection of Harrowmere children's services

Inspection dates: 4 to 15 March 2031

| Judgement | Grade |
|---|---|
| Help and protection | Good |
| Leadership | Inadequate |
| Overall effectiveness | Inadequate |

## What needs to improve

- Supervision of new staff.
- The speed of assessments.

## The experiences of children who need help: good

1. Children get help early. The quality of plans is likely to be good.

2. Most visits take place within 10 working days.

## The effectiveness of leaders: inadequate

3. Leaders always listen, but do not act. This is judged inadequate.

### Strengths

Staff are kind.

### Weaknesses

Records are late.

## The experiences of care leavers: good

### Strengths

Advisers keep in touch.

### Weaknesses

Homes are far away.
"""
GRADES_EXPLAINED = """

## What the inspection judgements mean

| Judgement | What it means |
|---|---|
| Outstanding | The service leads the field. |
| Good | The service meets its aims. |
| Requires improvement | The service is not yet good. |
| Inadequate | The service fails widely. |
"""


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (REPORT, "grades in headings, in a table and in sentences"),
        (REPORT + GRADES_EXPLAINED, "an annex that explains the grades"),
        (REPORT.replace("### Strengths", "### Good practice"), "a heading that holds a grade"),
        (REPORT.split("## What", maxsplit=1)[0] + "Text.\n", "the front page alone"),
    ],
)
@pytest.mark.parametrize("suffix", ["md", "pdf", "docx"])
def test_a_report_is_refused_in_every_format(
    text: str,
    why: str,
    suffix: str,
    extraction_of: Callable[..., Extraction],
    as_pdf: Callable[[Extraction], bytes],
    as_docx: Callable[[Extraction], bytes],
) -> None:
    extraction = extraction_of(text)
    copies = {"pdf": as_pdf, "docx": as_docx}
    if suffix in copies:
        extraction = extraction_of(copies[suffix](extraction), f"report.{suffix}")

    with pytest.raises(FrameworkError, match="vouch ingest"):
        compile_document(extraction, why)


def test_a_report_turned_into_criteria_is_a_framework(
    compiled_from: Callable[..., Compiled],
) -> None:
    text = REPORT.split("## The experiences of children", maxsplit=1)[0]
    for area in ("Help", "Leaders"):
        text += f"\n## {area}\n\n### Good\n\n{area} come early.\n\n### Inadequate\n\n{area} fail.\n"

    assert compiled_from(text).counts() == {
        "Help": {"good": 1, "inadequate": 1},
        "Leaders": {"good": 1, "inadequate": 1},
    }


@pytest.mark.reports
@pytest.mark.slow
def test_real_reports_are_refused(extraction_of: Callable[..., Extraction]) -> None:
    paths = [path for path in sorted(REPORTS.rglob("*.pdf")) if not kept_apart(path)][::EVERY]
    if not paths:
        pytest.skip("the published reports are not beside this checkout")
    taken = []
    for path in paths:
        try:
            taken.append(compile_document(extraction_of(path.read_bytes(), path.name)).title.text)
        except (FrameworkError, RefusedError):
            continue

    assert taken == []
