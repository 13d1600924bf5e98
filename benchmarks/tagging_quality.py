"""The whole table of tagging: target, reached, interval, n and the four baselines of each task.

    python -m benchmarks.tagging_quality REPORTS --labels GOLD.jsonl [--apart] [--workspace DIR]

Without `--apart` the authorities that may be looked at answer each other in folds. With it the
model learns from all of these, and the authorities kept apart are answered, once: such figures
count, and nothing may be tuned by them. `--workspace` keeps the reports that were read, for the
next time; of a second run the reading costs nothing.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path

from benchmarks.split import kept_apart
from corpus.evidence import Evidence, open_evidence
from corpus.workspace import open_workspace
from models.training.baselines import Labelled, labelled_of
from models.training.card_text import figure, table
from models.training.evaluation import Measured
from models.training.headings import headed
from models.training.material import Material
from models.training.measuring import headed_labels, measure
from models.training.metrics import calibration_error_by_mass, classes, value
from models.training.scored import Scored
from models.training.splitting import distinct_documents, distinct_passages

CODEBOOK = "gold/1"


def ingest(reports: Path, workspace: Path) -> None:
    """Read all reports into a workspace; those that it holds are passed over."""
    command = [sys.executable, "-m", "pipelines.main", "--workspace", os.fspath(workspace)]
    subprocess.run(
        [*command, "ingest", "--no-tag", os.fspath(reports)], check=True, stdout=subprocess.DEVNULL
    )


def gathered(workspace: Path, labels: Sequence[Path]) -> tuple[Material, Material]:
    """Return what may be tuned on, and what is kept apart, by the authority of each file."""
    from pipelines.commands.train import labels_of  # noqa: PLC0415 - brings the whole store
    from pipelines.training import material_of  # noqa: PLC0415

    with open_evidence(open_workspace(workspace), read_only=True) as evidence:
        coded = labels_of(evidence, labels, [CODEBOOK] * len(labels))
        material = material_of(evidence, coded)
        apart = documents_apart(evidence)
    sides = tuple(side(material, apart, kept) for kept in (False, True))
    return sides[0], sides[1]


def documents_apart(evidence: Evidence) -> set[str]:
    """Return the documents whose file lies in the folder of an authority that is kept apart."""
    return {
        source.sha256
        for source in evidence.sources()
        if source.sha256 and kept_apart(Path(source.path))
    }


def side(material: Material, apart: set[str], kept: bool) -> Material:
    """Return one side of the split; coded passages go by their authority's number."""
    documents = tuple(one for one in material.documents if (one.id in apart) is kept)
    coded = tuple(
        one for one in material.coded if kept_apart(Path(f"{one.group}_authority/file.pdf")) is kept
    )
    return Material(documents, coded)


def check_apart(tuned: Material, apart: Material) -> None:
    """Stop where an authority is on both sides: its figures would prove nothing."""
    sides = [{one.group for one in (*part.documents, *part.coded)} for part in (tuned, apart)]
    if shared := sides[0] & sides[1]:
        raise SystemExit(f"{len(shared)} authorities are on both sides, such as {min(shared)}")


def answered(tuned: Material, apart: Material | None) -> tuple[tuple[Scored, ...], ...]:
    """Fit; return the answers in folds, and those to what is kept apart, if that is asked for."""
    from models.training.fitting import fit  # noqa: PLC0415 - the one place that knows of it

    fitted = fit(tuned, lambda line: print(line, file=sys.stderr))
    folds = fitted.evaluation.answers
    return (folds,) if apart is None else (folds, fitted.answers(apart))


def elsewhere(tuned: Material, folds: Iterable[Scored], apart: bool) -> Mapping[str, Labelled]:
    """Return what the baselines learn from, where that is not the other folds of the items."""
    passages = distinct_passages(headed(distinct_documents(tuned.documents)))
    learnt = {scored.task: labelled_of(scored) for scored in folds} if apart else {}
    frameworks = {one.id: one.framework for one in tuned.documents}
    frameworks |= {passage.id: one.framework for one in tuned.documents for passage in one.passages}
    targets = {
        str(frameworks.get(item.partition(":")[0]))  # a passage's id, or its document and place
        for scored in folds
        if scored.task == "area across"
        for item in scored.items
    }
    return {
        **learnt,
        "area coded": headed_labels(passages),
        "area across": headed_labels(passages, targets),
    }


def printed(rows: Sequence[Measured]) -> list[str]:
    """Return the table as it is shown; a missed target is marked."""
    names = list(dict.fromkeys(rival.name for row in rows for rival in row.rivals))
    heads = ("Task", "Figure", "At least", "Aim", "Reached (95 %)", "", "n", "Auth.", *names)
    return table(heads, (_row(row, names) for row in rows))


def _row(row: Measured, names: Sequence[str]) -> tuple[object, ...]:
    rivals = {rival.name: rival for rival in row.rivals}
    return (
        *(row.task.title, row.task.measure, row.task.least, row.task.aim, figure(row.reached)),
        *("" if row.holds else "not reached", row.n, row.groups),
        *(
            _beside(rivals[name].value.value, rivals[name].difference) if name in rivals else "-"
            for name in names
        ),
    )


def _beside(theirs: float, apart: tuple[float, float, float]) -> str:
    return f"{theirs:.3f} ({apart[0]:+.3f}: {apart[1]:+.3f} to {apart[2]:+.3f})"


def details(answers: Iterable[Scored]) -> list[str]:
    """Return what each task shows beside its row: labels, and the other calibration error."""
    lines = []
    for scored in answers:
        by_mass = value(calibration_error_by_mass, scored)
        sure = scored.right[scored.sure]
        lines += [
            f"{scored.task}: calibration error by equal counts {by_mass:.3f}; sure of "
            f"{scored.sure.mean():.3f}, right of these {sure.mean() if len(sure) else 0:.3f}",
            *(
                f"  {row.label:12} n {row.n:5} precision {row.precision:.3f} "
                f"recall {row.recall:.3f} F1 {row.f1:.3f}"
                for row in classes(scored)
            ),
        ]
    return lines


def main() -> int:
    """Print the table, and what stands behind it."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("reports", type=Path)
    parser.add_argument("--labels", type=Path, action="append", default=[])
    parser.add_argument("--apart", action="store_true")
    parser.add_argument("--workspace", type=Path)
    parser.add_argument("--no-baselines", dest="beside", action="store_false")
    options = parser.parse_args()
    temporary = tempfile.TemporaryDirectory(prefix="vouch-quality-")
    with temporary if options.workspace is None else nullcontext(options.workspace) as home:
        workspace = Path(home) / "workspace" if options.workspace is None else options.workspace
        ingest(options.reports, workspace)
        tuned, apart = gathered(workspace, options.labels)
    check_apart(tuned, apart)
    began = time.process_time()
    answers = answered(tuned, apart if options.apart else None)
    spent = time.process_time() - began
    learnt = elsewhere(tuned, answers[0], options.apart)
    shown = answers[-1]
    rows = measure(shown, learnt, options.beside)
    for scored in shown:
        if options.beside and not any(scored.texts):
            print(f"{scored.task}: no baselines, the items carry no texts", file=sys.stderr)
    print("KEPT APART: learnt from" if options.apart else "In folds by authority:", end=" ")
    print(f"{len(tuned.documents)} documents; {spent:.0f} CPU-seconds to fit and answer\n")
    print("\n".join([*printed(rows), "", *details(shown)]))
    return 0 if all(row.holds for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
