"""Pictures of printed pages, made when somebody looks and kept in memory alone.

Nothing is written to the disk: a document that is restricted later leaves no picture behind. PDFium
works for one thread at a time.
"""

from __future__ import annotations

import io
import threading
from collections import OrderedDict

from corpus.problems import RefusedError
from corpus.workspace import Workspace, original_path

_SCALE = 1.5  # 108 dots an inch: legible, and a quarter of the work of print quality
_LONGEST = 2400  # pixels of a side; pages of plans and posters are scaled down
_MOST_BYTES = 64 * 2**20


class Pictures:
    """The pictures of a workspace's pages; the last ones that were looked at are at hand."""

    def __init__(self, workspace: Workspace, most_bytes: int = _MOST_BYTES) -> None:
        self._workspace = workspace
        self._most = most_bytes
        self._made: OrderedDict[tuple[str, int], bytes] = OrderedDict()
        self._held = 0
        self._lock = threading.Lock()

    def page(self, document_id: str, number: int) -> bytes | None:
        """Return page `number` (from 1) as PNG; null where there is no such page to be drawn.

        Whether the viewer may see the document is the caller's question.
        """
        with self._lock:
            key = document_id, number
            if key in self._made:
                self._made.move_to_end(key)
                return self._made[key]
            made = self._drawn(document_id, number)
            if made is not None:
                self._keep(key, made)
            return made

    def _keep(self, key: tuple[str, int], made: bytes) -> None:
        self._made[key] = made
        self._held += len(made)
        while self._held > self._most and len(self._made) > 1:
            self._held -= len(self._made.popitem(last=False)[1])

    def _drawn(self, document_id: str, number: int) -> bytes | None:
        import pypdfium2  # noqa: PLC0415 - the first pages of the app need no PDF

        path = original_path(self._workspace, document_id)
        try:
            document = pypdfium2.PdfDocument(path)
        except (pypdfium2.PdfiumError, OSError, RefusedError):
            return None
        with document:
            if not 1 <= number <= len(document):
                return None
            page = document[number - 1]
            scale = min(_SCALE, _LONGEST / max(1.0, *page.get_size()))
            picture = page.render(scale=scale, grayscale=True).to_pil()
        stream = io.BytesIO()
        # Small enough, and made in a third of the time of the smallest.
        picture.save(stream, "PNG", compress_level=1)
        return stream.getvalue()
