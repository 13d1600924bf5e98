"""The model card's text: sections of Markdown, one function each.

Everything follows from the record alone, so that the same training gives the same card but for the
time it took.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple

from models.training.evaluation import (
    BESIDE_THE_TABLE,
    OF_METHODS,
    CardData,
    Evaluation,
    Interval,
    Learnt,
    LearntDocument,
    Measured,
)
from models.training.metrics import (
    calibration_error,
    calibration_error_by_mass,
    classes,
    risk_coverage,
    value,
)
from models.training.scored import Scored

LICENCE = (
    "Published inspection reports of children's services, contains public sector information "
    "licensed under the Open Government Licence v3.0."
)
FOR = (
    "It suggests to which judgement area, aspects and criteria a passage of an inspection report "
    "speaks, and whether it tells of a strength or a weakness, so that a reader finds evidence "
    "faster. Each suggestion carries the words that moved it; a person accepts, changes or rejects "
    "it."
)
NOT_FOR = (
    "It gives no grade to a passage, and none of its answers is a judgement of a service.",
    "It says nothing about the risk to any child or adult, and must not be used to look for it.",
    "It knows published reports in English; case notes, letters and other genres are not tested.",
    "What it leaves out is no evidence of absence: a search by tags alone misses passages.",
)
_COVERAGES = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0)


def markdown(data: CardData) -> str:
    """Return the card as Markdown; its pictures are expected beside it."""
    sections = (
        _purpose(data),
        _learnt(data.learnt, data.evaluation.parts),
        _measured(data),
        _classes(data),
        _calibration(data),
        _thresholds(data),
        _terms(data),
        _failures(data),
        _file(data),
    )
    return "\n\n".join("\n".join(section) for section in sections) + "\n"


def documents_digest(learnt: Learnt) -> str:
    """Return one SHA-256 for the set of documents that a model learnt from."""
    listed = "\n".join(sorted(one.id for one in learnt.documents))
    return hashlib.sha256(listed.encode("utf-8")).hexdigest()


def figure(interval: Interval) -> str:
    """Return a figure with its interval as the card and the benchmark print it."""
    return f"{interval.value:.3f} ({interval.low:.3f} to {interval.high:.3f})"


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    """Return a Markdown table; numbers are set to the right."""
    cells = [[_cell(cell) for cell in row] for row in rows]
    marks = [
        "---:" if cells and all(re.fullmatch(r"[\d.,]+", row[at]) for row in cells) else "---"
        for at in range(len(heads))
    ]
    return ["| " + " | ".join(row) + " |" for row in (list(heads), marks, *cells)]


def _purpose(data: CardData) -> Iterator[str]:
    yield f"# Model card: {data.name}"
    yield ""
    yield from ("## What it is for", "", FOR, "", "## What it is not for", "")
    yield from (f"- {line}" for line in NOT_FOR)


def _learnt(learnt: Learnt, parts: Sequence[str]) -> Iterator[str]:
    listed = documents(learnt)
    passages = sum(one.passages for one in listed)
    authorities = {one.authority for one in listed}
    yield from ("## What it learnt from", "")
    yield (
        f"{len(listed):,} documents of {len(authorities):,} authorities, {passages:,} passages. "
        f"{LICENCE} None of their text is in the model; it holds weights of hashed words."
    )
    yield ""
    yield (
        f"The hashes of all documents are in `card.json`; together they give "
        f"`{documents_digest(learnt)}`."
    )
    yield ""
    yield from table(
        ("Framework", "Documents", "Authorities", "Passages"),
        (
            (name, len(own), len({one.authority for one in own}), sum(one.passages for one in own))
            for name, own in _by(listed, "framework")
        ),
    )
    yield ""
    yield from table(
        ("Year of inspection", "Documents"),
        ((year, len(own)) for year, own in _by(listed, "year")),
    )
    yield ""
    yield (
        f"Left out as duplicates: {learnt.duplicate_documents:,} documents and "
        f"{learnt.duplicate_passages:,} passages."
    )
    yield from (f"Left out, {reason}: {count:,}." for reason, count in learnt.left_out)
    if parts:
        yield ""
        yield from (f"- {part}" for part in parts)
    if learnt.coded:
        yield ""
        yield from table(
            ("Passages that people coded", "Codebook", "Framework", "Passages", "Codings"),
            (
                (one.source, one.codebook, one.framework, one.passages, one.codings)
                for one in learnt.coded
            ),
        )


def _measured(data: CardData) -> Iterator[str]:
    rows = data.evaluation.measured
    names = list(dict.fromkeys(rival.name for row in rows for rival in row.rivals))
    yield from ("## How well it does", "", data.evaluation.split)
    yield (
        "Intervals are of 95 %, from drawing authorities again a thousand times. Of the "
        "calibration error less is better; of all other figures, more."
    )
    yield ""
    yield from table(
        ("Task", "Figure", "At least", "Aim", "Reached", "n", "Authorities", *names),
        (_measured_row(row, names) for row in rows),
    )
    yield from _not_measured(data.evaluation)
    if names:
        yield from ("", "How far this model is above each of the four that one would try first")
        yield "(of the calibration error, below is better; a majority says how often it is right):"
        yield ""
        yield from table(
            ("Task", "Figure", *names),
            ((row.task.title, row.task.measure, *_above(row, names)) for row in rows),
        )


def _not_measured(evaluation: Evaluation) -> Iterator[str]:
    """Name the rows of the quality table that are missing, by the reason for it."""
    missing = {task.answers: task.title for task in evaluation.missing}
    of_methods = () if evaluation.full else OF_METHODS
    reasons = {
        "a full evaluation alone measures them, and the baselines (`vouch evaluate`)": [
            title for name, title in missing.items() if name in of_methods
        ],
        "their part was taken over, and has its figures on its own card": [
            title for name, title in missing.items() if name in evaluation.taken
        ],
        "there were too few documents or labels": [
            title
            for name, title in missing.items()
            if name not in of_methods and name not in evaluation.taken
        ],
    }
    for reason, titles in reasons.items():
        if titles:
            yield from ("", f"Not measured, since {reason}: {'; '.join(titles)}.")


def _measured_row(row: Measured, names: Sequence[str]) -> tuple[object, ...]:
    reached = figure(row.reached) + ("" if row.holds else ", not reached")
    rivals = {rival.name: f"{rival.value.value:.3f}" for rival in row.rivals}
    task = row.task
    return (
        *(task.title, task.measure, f"{task.least:.3f}", f"{task.aim:.3f}", reached),
        *(row.n, row.groups),
        *(rivals.get(name, "-") for name in names),
    )


def _above(row: Measured, names: Sequence[str]) -> Iterator[str]:
    rivals = {rival.name: rival.difference for rival in row.rivals}
    for name in names:
        yield "{:+.3f} ({:+.3f} to {:+.3f})".format(*rivals[name]) if name in rivals else "-"


def _classes(data: CardData) -> Iterator[str]:
    yield "## Each label"
    for scored in data.evaluation.answers:
        yield from ("", f"### {title_of(data, scored)}", "")
        yield from table(
            ("Label", "n", "Precision", "Recall", "F1"),
            (
                (row.label, row.n, *(f"{part:.3f}" for part in row[2:]))
                for row in classes(scored)
                if row.n or row.precision
            ),
        )


def _calibration(data: CardData) -> Iterator[str]:
    yield from ("## Does a probability mean what it says", "")
    yield (
        "Of the answers given with a probability of 0.9, nine in ten should be right: points on "
        "the dotted line are."
    )
    for scored in calibrated(data):
        title = title_of(data, scored)
        by_mass = value(calibration_error_by_mass, scored)
        whole = value(calibration_error, scored)
        yield from ("", f"### Calibration: {title}", "")
        yield f"![Calibration curve: {title}]({picture_name(scored)})"
        yield ""
        yield f"Calibration error {whole:.3f} (steps of equal width), {by_mass:.3f} (equal counts)."
        yield ""
        curve = risk_coverage(scored)
        picked = [max(0, round(part * len(curve.risk)) - 1) for part in _COVERAGES]
        yield from table(
            ("Share answered, surest first", "Right of these", "Probability from"),
            (
                (f"{part:.1f}", f"{1 - curve.risk[at]:.3f}", f"{curve.threshold[at]:.3f}")
                for part, at in zip(_COVERAGES, picked, strict=True)
            ),
        )


def _thresholds(data: CardData) -> Iterator[str]:
    yield from ('## When it says "not sure"', "")
    if not data.evaluation.thresholds:
        yield "No threshold was set: it always answers."
        return
    yield from table(
        ("Lens", "Sure from", "Precision asked for", "Precision found", "Share answered"),
        (
            (one.lens, *(f"{part:.3f}" for part in astuple(one)[1:]))
            for one in data.evaluation.thresholds
        ),
    )


def _terms(data: CardData) -> Iterator[str]:
    yield from ("## Words that speak most for an area", "")
    yield from table(
        ("Lens", "Area", "Words"),
        ((one.lens, one.area, ", ".join(one.terms)) for one in data.terms),
    )


def _failures(data: CardData) -> Iterator[str]:
    yield from ("## What is known to go wrong", "")
    yield from [f"- {line}" for line in data.failures] or ["Nothing has been recorded yet."]


def _file(data: CardData) -> Iterator[str]:
    yield from ("## The file", "")
    yield (
        f"{data.size / 1e6:.2f} MB, arrays of numbers and text alone; digest of its contents "
        f"`{data.digest}`. Training took {data.seconds:.0f} CPU-seconds. This rebuilds it:"
    )
    yield from ("", "```", data.command, "```", "")
    yield from table(("Made with", "Version"), data.versions)


def documents(learnt: Learnt) -> list[LearntDocument]:
    """Return what was learnt from in the order of the hashes."""
    return sorted(learnt.documents, key=lambda one: one.id)


def _by(documents: Sequence[LearntDocument], key: str) -> list[tuple[str, list[LearntDocument]]]:
    groups: dict[str, list[LearntDocument]] = {}
    for one in documents:
        groups.setdefault(str(getattr(one, key) or "not known"), []).append(one)
    return sorted(groups.items())


def calibrated(data: CardData) -> list[Scored]:
    """Return the answers whose probabilities are promised to be right as often as they say."""
    return [scored for scored in data.evaluation.answers if scored.task.startswith("area")]


def picture_name(scored: Scored) -> str:
    """Return the file of a calibration curve."""
    return f"calibration-{re.sub(r'[^a-z0-9]+', '-', scored.task.lower())}.svg"


def title_of(data: CardData, scored: Scored) -> str:
    """Return the title of the first task that is measured on these answers."""
    rows = data.evaluation.measured
    own = (row.task.title for row in rows if row.task.answers == scored.task)
    return next(own, BESIDE_THE_TABLE.get(scored.task, scored.task))


def _cell(cell: object) -> str:
    told = f"{cell:,}" if isinstance(cell, int) else str(cell)
    return re.sub(r"\s+", " ", told).replace("|", "\\|")
