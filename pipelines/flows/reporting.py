"""The account of a run as Prefect may keep it: figures and codes, no names and no words of files.

Prefect's database is no place for what case notes are called, let alone for what they say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from prefect.artifacts import create_markdown_artifact
from prefect.logging import get_run_logger

from pipelines.summary import STATUSES, Summary

ARTIFACT = "ingest-summary"


def publish(summary: Summary) -> None:
    """Write the account to the run's log and as an artifact of the flow run."""
    counts = ", ".join(f"{summary.counts.get(status, 0)} {status}" for status in STATUSES)
    get_run_logger().info("Run %s: %s.", summary.run_id, counts)
    create_markdown_artifact(
        markdown="\n".join(markdown(summary)),
        key=ARTIFACT,
        description="Documents by status and problems by code",
    )


def markdown(summary: Summary) -> Iterator[str]:
    """Word the account in Markdown, line by line."""
    yield f"# Ingest {summary.run_id}"
    yield ""
    yield f"{summary.offered:,} files offered, {summary.unchanged:,} of them known and unchanged;"
    yield f"{summary.passed_by:,} hidden entries passed by; {summary.seconds:.1f} s."
    if summary.interrupted:
        yield f"The run was interrupted with {summary.left:,} files left. Run it again: it goes on."
    yield ""
    yield "| status | files |"
    yield "|---|---:|"
    for status in STATUSES:
        yield f"| {status} | {summary.counts.get(status, 0):,} |"
    codes = Counter(bad.code for bad in summary.bad)
    if codes:
        yield ""
        yield "| problem | files |"
        yield "|---|---:|"
        for code, number in sorted(codes.items()):
            yield f"| {code} | {number:,} |"
        yield ""
        yield "`vouch status` in the workspace names the files and says what to do."
