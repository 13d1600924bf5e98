"""Prefect flows: `ingest`, `reprocess`, `watch`, `retag` and `train`, by `pipelines.flows.<name>`.

Importing this package imports Prefect. Nothing else in Vouch does, but `pipelines.prefect_engine`
when it is called.
"""

from pipelines.prefect_environment import prepare

prepare()  # Prefect reads its environment once, when it is imported

from pipelines.flows.ingesting import ingest, reprocess  # noqa: E402
from pipelines.flows.retagging import retag  # noqa: E402
from pipelines.flows.training import train  # noqa: E402
from pipelines.flows.watching import watch  # noqa: E402

__all__ = ["ingest", "reprocess", "retag", "train", "watch"]
