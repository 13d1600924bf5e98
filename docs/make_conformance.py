"""Write docs/conformance.md from the conformance list; with --check say whether it is current.

    python docs/make_conformance.py --seeds FOLDER     run every check and write the page
    python docs/make_conformance.py --check            compare the rows; states need the documents

The states on the page are those of the run with the source documents.
"""

from __future__ import annotations

import sys
from pathlib import Path

from corpus.frameworks.conformance import Row, rows
from pipelines.conformance.running import Verdict, count, judge_all
from pipelines.conformance.world import World

PAGE = Path(__file__).with_name("conformance.md")
_HEAD = """# What the source documents state, and where Vouch meets it

Written by `python docs/make_conformance.py --seeds FOLDER` from the rows in
`corpus/frameworks/conformance.yaml`, which `vouch frameworks check --seeds FOLDER` checks too.

000 to 004 are the documents: adoption support agencies 2015, criteria of the common framework for
them, safeguarding and looked after children 2009, a council's committee report of 2013, a training
deck of 2024. ¶ is a numbered paragraph, L a line of the document's text. "Kind" says what meets the
row: data, a rule, a parser, a way of working, or context (then "Met by" says where to find it).
"""


def page(verdicts: tuple[Verdict, ...]) -> str:
    """Return the page."""
    found = count(verdicts)
    counted = ", ".join(f"{number} {state}" for state, number in found.items())
    table = "\n".join(_line(verdict.row, verdict.state) for verdict in verdicts)
    shown = "\n".join(
        f"| {verdict.row.id} | `{check['page']}` | `{check['test'].rpartition('::')[2]}` |"
        for verdict in verdicts
        for check in verdict.row.checks
        if check["do"] == "shown"
    )
    waiting = "\n".join(
        f"- {verdict.row.id}: awaits {verdict.row.later}"
        for verdict in verdicts
        if verdict.row.later
    )
    return (
        f"{_HEAD}\n{len(verdicts)} rows: {counted}.\n\n"
        "| Row | Kind | What it states | Source | Met by | State |\n|---|---|---|---|---|---|\n"
        f"{table}\n\n## Ways of working, and the tests that go through them in the app\n\n"
        "| Row | Page | Test in `tests/review/pages/test_workflow_rows.py` |\n|---|---|---|\n"
        f"{shown}\n\n## What rows wait for\n\n{waiting}\n"
    )


def _line(row: Row, state: str) -> str:
    cells = (row.id, row.met_by, row.says, row.source, row.met, state)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _stale() -> bool:
    """Whether a row of the list is not on the page as it stands; its state is not looked at."""
    written = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    return any(_line(row, "").removesuffix(" |") not in written for row in rows())


def main(arguments: list[str]) -> int:
    """Write the page, or compare it with `--check`; 1 where it is out of date."""
    if "--check" in arguments:
        return int(_stale())
    if "--seeds" not in arguments[:-1]:
        print(__doc__)  # noqa: T201
        return 2
    verdicts = judge_all(rows(), World(Path(arguments[arguments.index("--seeds") + 1])))
    PAGE.write_text(page(verdicts), encoding="utf-8", newline="\n")
    return int(count(verdicts)["FAIL"] > 0)


if __name__ == "__main__":
    sys.path.insert(0, str(PAGE.parents[1]))
    sys.exit(main(sys.argv[1:]))
