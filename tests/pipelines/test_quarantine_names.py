"""Names of restricted files name people: what stands for them, and where they do not stand."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from click.testing import Result
from reportlab.pdfgen import canvas

from corpus.evidence import open_evidence
from corpus.records import Problem, Reading, Source
from corpus.verifying import verify
from corpus.workspace import open_workspace
from pipelines.offers import Offer, logged, mask, shown
from pipelines.rows import failed, refused
from pipelines.summary import Summary

Call = Callable[..., Result]
Ingested = Callable[..., Summary]
Held = Callable[..., set[tuple[str, str]]]
Vaulted = Callable[[Path], Path]

WORDS = "Osgood Quillfeather said that the sandalwood box is gone."
TEXT = f"Case note of 12 May\n\n{WORDS}\n"
SECRET = ("Quillfeather", "sandalwood", "Thistlemere", "Osgood")
PROBLEM = Problem("extract", "damaged", "It is damaged.")


@pytest.fixture
def place(tmp_path: Path, vaulted: Vaulted) -> Path:
    return vaulted(tmp_path / "ws")


@pytest.fixture
def note(tmp_path: Path) -> Path:
    """A case note, in a folder that is called after a family."""
    path = tmp_path / "Thistlemere family" / "Osgood 12 May.txt"
    path.parent.mkdir()
    path.write_text(TEXT)
    return path


def sources(place: Path) -> list[Source]:
    with open_evidence(open_workspace(place), read_only=True) as evidence:
        return sorted(evidence.sources(), key=lambda source: source.id)


def states(place: Path) -> list[tuple[str, str | None]]:
    return sorted(
        (source.status, source.problem and source.problem.code) for source in sources(place)
    )


def drawn(path: Path) -> None:
    page = canvas.Canvas(str(path), invariant=True)
    page.drawString(72, 720, WORDS)
    page.save()


def word_document(path: Path) -> None:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = f"<w:p><w:r><w:t>{WORDS}</w:t></w:r></w:p>"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        document = f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>'
        archive.writestr("word/document.xml", document)


def test_without_a_vault_nothing_is_kept_and_the_remedy_is_named(
    tmp_path: Path, note: Path, call: Call, in_process: None, held: Held, vaulted: Vaulted
) -> None:
    place = tmp_path / "ws"

    told = call(place, "ingest", str(note)).output
    kept = [path for path in place.rglob("*") if path.is_file() and "sealed" in path.parts]

    assert f"refused (no-vault): {note}" in told, "who offered it must know which file it is"
    assert "vouch users add NAME --role administrator" in told and "--sensitivity public" in told
    assert (kept, list((place / "originals").rglob("*"))) == ([], [])
    assert held(place, SECRET) == set(), "not even its name"
    assert states(place) == [("refused", "no-vault")]
    assert not set(SECRET) & set(call(place, "status", "--json").output.split())

    vaulted(place)
    assert "1 document read in full" in call(place, "ingest", str(note)).output
    assert states(place) == [("ok", None)]
    assert held(place, SECRET) == set()


def test_of_what_is_declared_restricted_not_even_the_screen_shows_the_name(
    tmp_path: Path, note: Path, call: Call, in_process: None
) -> None:
    told = call(tmp_path / "ws", "ingest", str(note), "--sensitivity", "restricted").output

    assert "refused (no-vault): restricted/" in told
    assert not [word for word in SECRET if word in told]


def locked(path: Path) -> None:
    drawn(path)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.save(path, encryption=pikepdf.Encryption(owner="o", user="u"))


UNREAD: list[tuple[Callable[[Path], object], str, str]] = [
    (Path.touch, "empty", "nothing in it"),
    (locked, "encrypted", "a password"),
    (lambda path: path.write_bytes(bytes(range(256)) * 9), "unknown-format", "noise"),
    (lambda path: path.symlink_to(path), "unreadable", "a link to itself"),
    (lambda path: path.symlink_to("Quillfeather.pdf"), "missing", "a link to nothing"),
]


@pytest.mark.parametrize(("make", "code", "why"), UNREAD, ids=[row[2] for row in UNREAD])
def test_what_is_declared_restricted_is_masked_though_it_was_never_read(
    place: Path,
    ingested: Ingested,
    held: Held,
    make: Callable[[Path], object],
    code: str,
    why: str,
) -> None:
    path = place.parent / "Osgood.pdf"
    make(path)

    summary = ingested(place, path, sensitivity="restricted")

    assert [(bad.status, bad.code) for bad in summary.bad] == [("refused", code)], why
    assert summary.bad[0].path.startswith("restricted/")
    assert not [word for word in SECRET if word in repr(summary)]
    assert held(place, SECRET) == set()


MASKED = [
    ("Osgood.pdf", "restricted/aabbccddeeff.pdf", "what the file is, no more"),
    ("Osgood.PDF", "restricted/aabbccddeeff.pdf", "in small letters"),
    ("Notes.Osgood", "restricted/aabbccddeeff", "a name after a dot is no ending"),
    ("Visit 3. Mara", "restricted/aabbccddeeff", "nor is a number's dot"),
    ("Osgood", "restricted/aabbccddeeff", "nothing to tell"),
]


@pytest.mark.parametrize(("name", "masked", "why"), MASKED, ids=[row[2] for row in MASKED])
def test_a_mask_tells_nothing_of_the_name(name: str, masked: str, why: str) -> None:
    offer = Offer(path=f"/in/{name}", name=name, sha256="aabbccddeeff0011")
    assert mask(offer) == masked, why


SHOWN = [
    (None, False, True, "it may turn out public; the log is never written anew"),
    ("public", False, False, "it is published"),
    ("restricted", True, True, "it names people"),
]


@pytest.mark.parametrize(("declared", "in_store", "in_log", "why"), SHOWN)
def test_who_is_shown_a_mask(declared: str | None, in_store: bool, in_log: bool, why: str) -> None:
    offer = Offer(path="/in/Osgood.pdf", name="Osgood.pdf", sensitivity=declared)  # type: ignore[arg-type]
    assert (shown(offer) == mask(offer), logged(offer) == mask(offer)) == (in_store, in_log), why


@pytest.mark.parametrize("made", [refused, failed])
def test_what_is_said_of_a_restricted_file_quotes_nothing_of_it(
    made: Callable[..., Reading],
) -> None:
    offer = Offer(path="/in/a", name="a", sensitivity="restricted")
    said = replace(PROBLEM, message="/in/a and a hold “Mara's plan.docx”, a damaged file. See a.")

    told = made(offer, said).problems[0].message

    assert "Mara" not in told and "/in/a" not in told
    assert told.endswith(f"“…”, {mask(offer)} damaged file. See {mask(offer)}.")


def test_copies_under_other_names_are_masked_too(
    place: Path, note: Path, ingested: Ingested, held: Held
) -> None:
    (note.parent / "Quillfeather copy.txt").write_text(TEXT)
    first = ingested(place, note.parent)
    assert first.counts == {"ok": 1, "duplicate": 1}
    assert held(place, SECRET) == set(), "in the run that finds out"

    (note.parent / "Osgood again.md").write_text(TEXT)
    second = ingested(place, note.parent)
    assert (second.counts, second.unchanged) == ({"ok": 1, "duplicate": 2}, 1)
    assert held(place, SECRET) == set(), "and in a later one"
    assert len(sources(place)) == 3
    assert verify(open_workspace(place)) == []


def test_half_a_copy_under_the_same_name_is_forgotten_once_the_file_is_whole(
    place: Path, tmp_path: Path, ingested: Ingested, held: Held
) -> None:
    path = tmp_path / "Osgood.docx"
    word_document(path)
    whole = path.read_bytes()
    path.write_bytes(whole[:150])
    ingested(place, path)
    assert states(place) == [("refused", "damaged-word")]

    path.write_bytes(whole)
    ingested(place, path)

    assert states(place) == [("ok", None)]
    assert held(place, SECRET) == set()
