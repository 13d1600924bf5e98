"""Ingest thousands of damaged copies of real documents: no crash, no hang, every file a row.

Bit flips, truncations and splices of PDF, DOCX and HTML files, drawn with a fixed seed. The DOCX
and HTML originals are made here from the words of the PDFs: only a folder of PDFs is needed.

    python benchmarks/mutations.py FOLDER --count 3000
"""

from __future__ import annotations

import argparse
import collections
import io
import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import pypdfium2

_NS = "http://schemas.openxmlformats.org"
_W = f"{_NS}/wordprocessingml/2006/main"
_CONTENT_TYPES = (
    f'<Types xmlns="{_NS}/package/2006/content-types">'
    '<Default Extension="rels"'
    ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    f'<Relationships xmlns="{_NS}/package/2006/relationships">'
    '<Relationship Id="r1" Target="word/document.xml"'
    f' Type="{_NS}/officeDocument/2006/relationships/officeDocument"/></Relationships>'
)


def paragraphs(pdf: bytes) -> list[str]:
    """Return the printed lines of a PDF's first pages, to fill other formats with real words."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        pages = [
            document[index].get_textpage().get_text_bounded()
            for index in range(min(3, len(document)))
        ]
    finally:
        document.close()
    clean = "".join(pages).replace("\x00", " ").replace("\ufffe", "-")
    return [
        "".join(c for c in line if c.isprintable()) for line in clean.split("\n") if line.strip()
    ]


def as_docx(lines: list[str]) -> bytes:
    """Write lines as a minimal Word document."""
    body = "".join(f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in lines)
    parts = {
        "[Content_Types].xml": _CONTENT_TYPES,
        "_rels/.rels": _RELATIONS,
        "word/document.xml": f'<w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>',
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


def as_html(lines: list[str]) -> bytes:
    """Write lines as a small web page."""
    body = "\n".join(f"<p>{escape(line)}</p>" for line in lines)
    return f"<!doctype html><html><head><title>x</title></head><body>{body}</body></html>".encode()


def flip(content: bytes, other: bytes, chance: random.Random) -> bytes:
    """Turn over 1 to 200 single bits anywhere."""
    changed = bytearray(content)
    for _ in range(chance.choice([1, 5, 20, 200])):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def truncate(content: bytes, other: bytes, chance: random.Random) -> bytes:
    """Keep a random beginning."""
    return content[: chance.randrange(len(content))]


def splice(content: bytes, other: bytes, chance: random.Random) -> bytes:
    """Put a random part of another document into this one."""
    at, start = chance.randrange(len(content)), chance.randrange(len(other))
    length = chance.randrange(1, 20_000)
    return content[:at] + other[start : start + length] + content[at + chance.choice([0, length]) :]


def draw(folder: Path, out: Path, count: int, seed: int) -> None:
    """Write `count` damaged files into `out`."""
    chance = random.Random(seed)  # noqa: S311
    pdfs = sorted(path for path in folder.rglob("*.pdf") if path.read_bytes()[:5] == b"%PDF-")
    small = [path for path in pdfs if path.stat().st_size < 600_000]
    originals: list[tuple[str, bytes]] = []
    for path in chance.sample(small, min(40, len(small))):
        content = path.read_bytes()
        lines = paragraphs(content)
        originals += [("pdf", content)] * 2 + [("docx", as_docx(lines)), ("html", as_html(lines))]
    for number in range(count):
        suffix, content = chance.choice(originals)
        _, other = chance.choice(originals)
        damage = chance.choice([flip, truncate, splice])
        name = f"{number:05d}-{damage.__name__}.{suffix}"
        (out / name).write_bytes(damage(content, other, chance))


def main() -> int:
    """Draw, ingest, and count what became of every file."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=20261122)
    parser.add_argument("--keep", action="store_true", help="keep the damaged files")
    options = parser.parse_args()
    home = Path(tempfile.mkdtemp(prefix="vouch-mutations-"))
    damaged = home / "damaged"
    damaged.mkdir()
    draw(options.folder, damaged, options.count, options.seed)
    started = time.monotonic()
    base = [sys.executable, "-m", "pipelines.main", "--workspace", str(home / "workspace")]
    code = subprocess.run([*base, "ingest", str(damaged)], check=False).returncode
    seconds = time.monotonic() - started
    out = home / "documents.jsonl"
    export = [*base, "export", "--what", "documents", "--format", "jsonl", str(out)]
    subprocess.run(export, check=True)
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    counted = collections.Counter((row["status"], row["problem_code"] or "") for row in rows)
    for (status, problem), number in sorted(counted.items(), key=lambda item: -item[1]):
        print(f"{number:6d}  {status:10s} {problem}")
    print(f"{len(rows)} rows for {options.count} files in {seconds:.0f} s, exit status {code}")
    verified = subprocess.run([*base, "verify"], check=False).returncode
    print(f"vouch verify: exit status {verified}")
    if options.keep:
        print(home)
    else:
        shutil.rmtree(home)
    return 0 if code == 0 and verified == 0 and len(rows) == options.count else 1


if __name__ == "__main__":
    sys.exit(main())
