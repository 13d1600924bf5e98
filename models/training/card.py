"""The model card: what a model is for, what it learnt from, how well it does and where it fails.

The same training gives the same card but for the time it took, which JSON keeps under "times".
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from models.training.card_text import (
    LICENCE,
    calibrated,
    documents,
    documents_digest,
    markdown,
    picture_name,
    title_of,
)
from models.training.evaluation import CardData
from models.training.metrics import calibration_curve, classes
from models.training.picture import calibration_picture


def card(data: CardData) -> dict[str, str]:
    """Return the files of the card by name: card.md, card.json and a picture for each lens."""
    pictures = {
        picture_name(scored): calibration_picture(title_of(data, scored), calibration_curve(scored))
        for scored in calibrated(data)
    }
    return {"card.md": markdown(data), "card.json": as_json(data), **pictures}


def as_json(data: CardData) -> str:
    """Return the card as JSON, with every document by its hash; what varies is under "times"."""
    told = {
        "name": data.name,
        "digest": data.digest,
        "size": data.size,
        "command": data.command,
        "licence": LICENCE,
        "versions": dict(data.versions),
        "learnt": {
            **asdict(data.learnt),
            "documents_digest": documents_digest(data.learnt),
            "documents": [asdict(one) for one in documents(data.learnt)],
        },
        "parts": list(data.evaluation.parts),
        "split": data.evaluation.split,
        "full_evaluation": data.evaluation.full,
        "not_measured": [task.title for task in data.evaluation.missing],
        "measured": [
            {
                **asdict(row),
                "reached": row.reached._asdict(),
                "rivals": [
                    {
                        "name": rival.name,
                        "value": rival.value._asdict(),
                        "difference": rival.difference._asdict(),
                    }
                    for rival in row.rivals
                ],
                "holds": row.holds,
            }
            for row in data.evaluation.measured
        ],
        "classes": {
            scored.task: [row._asdict() for row in classes(scored)]
            for scored in data.evaluation.answers
        },
        "calibration": {
            scored.task: [step._asdict() for step in calibration_curve(scored)]
            for scored in calibrated(data)
        },
        "thresholds": [asdict(one) for one in data.evaluation.thresholds],
        "terms": [asdict(one) for one in data.terms],
        "failures": list(data.failures),
        "times": {"training_cpu_seconds": round(data.seconds, 1)},
    }
    return json.dumps(_rounded(told), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _rounded(told: Any) -> Any:
    """Round figures to six places: what lies beyond differs between machines."""
    if isinstance(told, float):
        return round(told, 6)
    if isinstance(told, dict):
        return {str(key): _rounded(part) for key, part in told.items()}
    if isinstance(told, list | tuple):
        return [_rounded(part) for part in told]
    return told
