"""Whether each citation of signed notes opens the right words of the original.

    python -m benchmarks.casefiles.opening --seeds 1 2 3 4

Every passage of every signed note is led back through the stored offsets. Its words must be those
of the truth; with what identifies replaced in them they must be the passage; and the place that the
citation names must hold them, looked up in the file itself: the line of a text, the row of a sheet,
the boxes on a page.
"""

from __future__ import annotations

import argparse
import io
import re
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from email import message_from_bytes, policy
from pathlib import Path

import pypdfium2

from benchmarks.casefiles import ALL, generate
from benchmarks.casefiles.truth import CaseFile, FileTruth, pieces
from corpus.evidence import open_evidence
from corpus.notes import Identifier
from corpus.records import Box
from corpus.sealing import Cost
from corpus.users import User
from corpus.vault import Vault, create_vault
from corpus.workspace import open_workspace
from models.deid import redact
from pipelines import local
from pipelines.quarantine import original
from pipelines.redacting.cases import CaseNote, open_cases
from pipelines.redacting.citing import Citation, citation
from pipelines.redacting.preparing import Texts, prepare
from pipelines.redacting.signing import sign
from pipelines.settings import Settings

_READ = 0.8  # of the letters of a scan are read right
_AROUND = 1.5  # points around a box: letters lean over its edge
_ROW = re.compile(r"\brow (\d+)$")
_LINES = re.compile(r"^lines? (\d+)(?:-(\d+))?$")
_HEADER = re.compile(r"\bheader (\w+)$")
_LAST_DRAWN = 0x100
_SIGNER = User("sal", "Sal", "qa-reviewer", "2024-01-01T00:00:00+00:00")
_CHEAP = Cost(n=16, r=1, p=1)


@dataclass(slots=True)
class Opened:
    """Citations by format, how many of their places were looked up, and what was wrong.

    `notes` are those that were signed: the words as written and what is hidden in them.
    """

    citations: Counter[str] = field(default_factory=Counter)
    looked_up: Counter[str] = field(default_factory=Counter)
    wrong: list[tuple[str, str, str, str]] = field(default_factory=list)
    notes: list[tuple[str, tuple[Identifier, ...]]] = field(default_factory=list)


def open_all(files: CaseFile, folder: Path, settings: Settings) -> Opened:
    """Ingest a set in a new folder, sign all of it, and open every citation."""
    inbox = folder / "in"
    inbox.mkdir(parents=True)
    for file in files.files:
        (inbox / file.name).write_bytes(file.content)
    workspace = open_workspace(settings.workspace, create=True)
    with create_vault(workspace, "a ferry of seven lanterns", _CHEAP) as vault:
        local.ingest([inbox], settings)
        prepare(vault)
        sign(vault, list(open_cases(vault)), _SIGNER, "read every note", settings)
        return _opened(vault, {file.name: file for file in files.truth.files})


def _opened(vault: Vault, truths: dict[str, FileTruth]) -> Opened:
    done, texts = Opened(), Texts(vault)
    for case in open_cases(vault):
        done.notes += [(texts.of(one), one.identifiers) for one in case.notes]
    for one, found, content in every_citation(vault):
        truth = truths[Path(found.path).name]
        done.citations[truth.format] += 1
        for what, looked, right in checks(truth, one, found, content):
            done.looked_up[f"{truth.format}, {what}"] += looked
            if not right:
                done.wrong.append((truth.name, what, found.words, found.place or ""))
    return done


def every_citation(vault: Vault) -> Iterator[tuple[CaseNote, Citation, bytes]]:
    """Yield every passage of every signed note, with its citation and the bytes of its file."""
    texts = Texts(vault)
    contents: dict[str, bytes] = {}
    with open_evidence(vault.workspace, read_only=True) as evidence:
        for case in open_cases(vault):
            for one in case.notes:
                if one.document_id not in contents:
                    contents[one.document_id] = original(vault, one.document_id)
                for passage in evidence.passages(one.note.id):
                    yield one, citation(passage, one, texts), contents[one.document_id]


def checks(
    truth: FileTruth, one: CaseNote, found: Citation, content: bytes
) -> Iterator[tuple[str, bool, bool]]:
    """Yield what was checked, whether there was anything to look up, and whether it was right."""
    yield "replaced", True, _replaced(one, found) == found.passage.text
    told = [letters(piece.text) for piece in pieces(truth)]
    if header := _HEADER.search(found.place or ""):
        yield "header", True, _in_header(content, header.group(1), found.words)
    else:
        yield "words", True, any(_alike(letters(found.words), one, truth.format) for one in told)
    if found.boxes:
        yield "boxes", truth.format == "pdf", _in_boxes(truth.format, found, content)
    elif row := _ROW.search(found.place or ""):
        if truth.format in ("csv", "survey", "xlsx", "ods"):
            yield "row", True, _in_row(truth, f"row {row.group(1)}", found.words)
    elif (lines := _LINES.search(found.place or "")) and truth.format in ("txt", "md"):
        yield "line", True, _in_lines(content, lines, found.words)


def _replaced(one: CaseNote, found: Citation) -> str:
    """Put what stands for identifiers into the words of the original."""
    first, last = found.start - one.note.start, found.end - one.note.start
    inside = [
        replace(item, start=item.start - first, end=item.end - first)
        for item in one.identifiers
        if item.start < last and item.end > first
    ]
    return redact(found.words, inside).text


def _in_header(content: bytes, name: str, words: str) -> bool:
    """Say whether a mail, or one inside, has this header; a zip is unpacked."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return any(_in_header(packed.read(inner), name, words) for inner in packed.infolist())
    mail = message_from_bytes(content, policy=policy.default)
    told = [letters(f"{name}: {part[name]}") for part in mail.walk()]
    return letters(words) in told


def _alike(words: str, told: str, format_name: str) -> bool:
    if words in told:
        return True
    if format_name == "pdf":  # its font draws nothing for letters that it has not
        return _drawn(words) in _drawn(told)
    if format_name != "scan":
        return False
    matcher = SequenceMatcher(None, words, told, autojunk=False)
    same = sum(block.size for block in matcher.get_matching_blocks() if block.size > 1)
    return same >= _READ * len(words)


def _drawn(text: str) -> str:
    return "".join(letter for letter in text if ord(letter) < _LAST_DRAWN)


def _in_row(truth: FileTruth, place: str, words: str) -> bool:
    return any(
        letters(words) in letters(note.piece.text) for note in truth.notes if note.place == place
    )


def _in_lines(content: bytes, lines: re.Match[str], words: str) -> bool:
    code = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    first = int(lines.group(1))
    last = int(lines.group(2) or first + words.count("\n"))
    there = content.decode(code, "replace").splitlines()[first - 1 : last]
    return letters(words) in letters("".join(there))


def _in_boxes(format_name: str, found: Citation, content: bytes) -> bool:
    """Say whether the boxes hold the words; of a scan, whether the page is as large as that."""
    with pypdfium2.PdfDocument(content) as pdf:
        if format_name == "scan":
            return all(_on_page(pdf, box) for box in found.boxes)
        return letters(found.words) in letters(" ".join(_text(pdf, box) for box in found.boxes))


def _text(pdf: pypdfium2.PdfDocument, box: Box) -> str:
    page = pdf[box.page - 1]
    text: str = page.get_textpage().get_text_bounded(
        box.x0 - _AROUND, box.y0 - _AROUND, box.x1 + _AROUND, box.y1 + _AROUND
    )
    return text


def _on_page(pdf: pypdfium2.PdfDocument, box: Box) -> bool:
    width, height = pdf[box.page - 1].get_size()
    return 0 <= box.x0 < box.x1 <= width and 0 <= box.y0 < box.y1 <= height


def letters(text: str) -> str:
    """Return the letters and digits of a text."""
    return "".join(letter for letter in text if letter.isalnum())


def main() -> int:
    """Open every citation of the sets of some seeds; 1 where one opens other words."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3, 4, 5, 6])
    parser.add_argument("--vocabulary", choices=("development", "rehearsal"), default="development")
    asked = parser.parse_args()
    citations, looked_up, wrong = Counter[str](), Counter[str](), 0
    for seed in asked.seeds:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            settings = Settings(
                workspace=folder / "ws", sensitivity="restricted", jobs=1, tag=False
            )
            done = open_all(generate(seed, asked.vocabulary, ALL), folder, settings)
        citations += done.citations
        looked_up += done.looked_up
        wrong += len(done.wrong)
        _say(seed, done.wrong)
    print(f"{citations.total():,} citations, {wrong} wrong; by format: {dict(citations)}")
    print("checked: " + ", ".join(f"{name} {count}" for name, count in sorted(looked_up.items())))
    return 1 if wrong else 0


def _say(seed: int, wrong: Sequence[tuple[str, str, str, str]]) -> None:
    for row in wrong[:10]:
        print(seed, *row, sep=" | ")


if __name__ == "__main__":
    sys.exit(main())
