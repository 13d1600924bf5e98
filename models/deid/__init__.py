"""De-identification of case notes; pure.

`find` tells what identifies somebody in all notes of one case; `Pseudonyms` decides what stands in
its place; `redact` puts it there, and `to_redacted` and `to_original` map offsets both ways;
`project` makes the de-identified extraction of one note; `residual` tells what a person must look
at before signing; `Corrections` remember what a person said.
"""

from models.deid.corrections import Corrections
from models.deid.finding import MEANS, find
from models.deid.projecting import project
from models.deid.pseudonyms import Pseudonyms
from models.deid.redaction import redact, to_original, to_redacted
from models.deid.residual import Residual, residual

__all__ = [
    "MEANS", "Corrections", "Pseudonyms", "Residual", "find", "project", "redact", "residual",
    "to_original", "to_redacted",
]  # fmt: skip
