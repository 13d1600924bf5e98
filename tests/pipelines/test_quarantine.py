"""Restricted files: sealed where they are read, and not a word or a name of them anywhere else."""

from __future__ import annotations

import json
import stat
import sys
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from click.testing import Result
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfgen import canvas

from corpus.evidence import open_evidence
from corpus.identity import sha256_of
from corpus.problems import SealedError, WorkspaceError
from corpus.records import Problem, Reading, Source
from corpus.sealed_items import ids, path_of
from corpus.vault import open_vault
from corpus.verifying import verify
from corpus.workspace import open_workspace, original_path
from extractors import extract, sniff
from pipelines import local
from pipelines.offers import Offer, gather
from pipelines.quarantine import opened, original
from pipelines.settings import Settings
from pipelines.stages import read_offer
from pipelines.summary import Summary
from pipelines.versions import options
from pipelines.watched import look

Call = Callable[..., Result]
Ingested = Callable[..., Summary]
Held = Callable[..., set[tuple[str, str]]]
Vaulted = Callable[[Path], Path]

WORDS = "Osgood Quillfeather said that the sandalwood box is gone."
TEXT = f"Case note of 12 May\n\n{WORDS}\n"
# Of what is said, of the folder and of the file; none is a word of Vouch or of this machine.
SECRET = ("Quillfeather", "sandalwood", "Thistlemere", "Osgood")
NAME = "Osgood 12 May.txt"
PROBLEM = Problem("extract", "damaged", "It is damaged.")


@pytest.fixture
def place(tmp_path: Path, vaulted: Vaulted) -> Path:
    return vaulted(tmp_path / "ws")


@pytest.fixture
def note(tmp_path: Path) -> Path:
    """A case note, in a folder that is called after a family."""
    path = tmp_path / "Thistlemere family" / NAME
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


FILES: dict[str, Callable[[Path], object]] = {
    "a.txt": lambda path: path.write_text(TEXT),
    "a.md": lambda path: path.write_text(f"# Osgood\n\n1. {WORDS}\n"),
    "a.html": lambda path: path.write_text(f"<html><body><p>{WORDS}</p></body></html>"),
    "wide.txt": lambda path: path.write_text(TEXT, encoding="utf-16"),
    "a.pdf": drawn,
    "a.docx": word_document,
}


@pytest.mark.parametrize("declared", [None, "restricted"])
@pytest.mark.parametrize("name", FILES)
def test_what_is_read_stands_sealed_and_nowhere_else(
    place: Path,
    ingested: Ingested,
    held: Held,
    passphrase: str,
    name: str,
    declared: str | None,
) -> None:
    path = place.parent / "Thistlemere" / f"Osgood {name}"
    path.parent.mkdir()
    FILES[name](path)

    summary = ingested(place, path.parent, sensitivity=declared)

    assert (summary.counts, summary.restricted) == ({"ok": 1}, 1)
    assert held(place, SECRET) == set()
    [document] = ids(open_workspace(place), "reading")
    with open_vault(open_workspace(place), passphrase) as vault:
        found = opened(vault, document)
        assert original(vault, document) == path.read_bytes()
    assert (found.path, found.name) == (str(path), path.name)
    assert WORDS in found.parts[0].extraction.text
    assert verify(open_workspace(place)) == []


def test_the_bytes_that_are_looked_through_would_show_a_leak(
    tmp_path: Path, note: Path, ingested: Ingested, held: Held
) -> None:
    ingested(tmp_path / "ws", note, sensitivity="public")

    found = held(tmp_path / "ws", SECRET)

    assert {word for file, word in found if file == "evidence.db"} == set(SECRET)
    assert any(file.startswith("originals") for file, _ in found)


TOLD = [
    (("status", "--json"), "what programs are told"),
    (("status",), "what people are told"),
    (("export", "--what", "documents", "-"), "the list of documents"),
    (("export", "--what", "passages", "-"), "the passages"),
    (("search", "sandalwood"), "a search for a word of it"),
    (("verify",), "what is found about the workspace"),
]


@pytest.mark.parametrize(("command", "why"), TOLD, ids=[row[1] for row in TOLD])
def test_no_command_tells_a_word_or_a_name(
    place: Path, note: Path, ingested: Ingested, call: Call, command: tuple[str, ...], why: str
) -> None:
    ingested(place, note)
    (note.parent / "Quillfeather locked.pdf").write_bytes(b"")
    ingested(place, note.parent, sensitivity="restricted")

    done = call(place, *command)

    assert done.exit_code == 0, done.output
    assert not [word for word in SECRET if word in done.stdout.replace("for: sandalwood", "")], why


def test_only_its_owner_may_look_at_what_is_sealed(
    place: Path, note: Path, ingested: Ingested
) -> None:
    ingested(place, note)

    paths = [place / "sealed", *(place / "sealed").rglob("*")]
    modes = {(path.is_dir(), stat.S_IMODE(path.stat().st_mode)) for path in paths}
    if sys.platform != "win32":
        assert modes == {(True, 0o700), (False, 0o600)}
    assert sum(path.is_file() for path in paths) == 2


def test_the_next_run_reads_nothing_again(
    place: Path, note: Path, ingested: Ingested, here: type
) -> None:
    ingested(place, note)
    before = sources(place)

    class Idle(here):
        def run(self, offers: Sequence[Offer]) -> Iterator[Reading]:
            raise AssertionError(f"{len(offers)} files are read again")

    again = local.ingest([note], Settings(workspace=place), staff=Idle)

    assert (again.counts, again.unchanged, again.restricted) == ({"ok": 1}, 1, 1)
    assert sources(place) == before


def test_reading_again_seals_again(
    place: Path, note: Path, ingested: Ingested, held: Held, passphrase: str
) -> None:
    ingested(place, note)
    [document] = ids(open_workspace(place), "reading")
    item = path_of(open_workspace(place), "reading", document)
    before = item.read_bytes()

    assert ingested(place, note, reprocess=True).counts == {"ok": 1}

    assert item.read_bytes() != before
    with open_vault(open_workspace(place), passphrase) as vault:
        assert WORDS in opened(vault, document).parts[0].extraction.text
    assert held(place, SECRET) == set()


def test_a_watched_folder_does_not_offer_it_again(
    place: Path, note: Path, ingested: Ingested
) -> None:
    given_now = Settings(workspace=place)
    assert [offer.name for offer in look([note.parent], given_now, 0).complete] == [NAME]

    ingested(place, note.parent)

    assert look([note.parent], given_now, 0).complete == ()
    note.with_name("Osgood new.txt").write_text(TEXT + "More.\n")
    assert [offer.name for offer in look([note.parent], given_now, 0).complete] == [
        "Osgood new.txt"
    ]


def test_public_first_and_restricted_later(
    place: Path, note: Path, ingested: Ingested, call: Call, held: Held
) -> None:
    note.with_name("Osgood copy.txt").write_text(TEXT)
    ingested(place, note.parent, sensitivity="public")
    document = sha256_of(note.read_bytes())
    assert original_path(open_workspace(place), document).exists()
    assert json.loads(call(place, "search", "sandalwood", "--json").output)

    ingested(place, note.parent, sensitivity="restricted")

    assert not original_path(open_workspace(place), document).exists()
    assert call(place, "search", "sandalwood", "--json").output == "[]\n"
    assert held(place, SECRET) == set()
    assert verify(open_workspace(place)) == []


def test_restricted_first_and_public_later_and_back(
    place: Path, note: Path, ingested: Ingested, call: Call, held: Held
) -> None:
    note.with_name("Osgood copy.txt").write_text(TEXT)
    ingested(place, note.parent)

    ingested(place, note.parent, sensitivity="public")

    assert {Path(source.path).parent for source in sources(place)} == {note.parent}
    assert len(json.loads(call(place, "search", "sandalwood", "--json").output)) == 1
    assert verify(open_workspace(place)) == []
    ingested(place, note.parent, sensitivity="restricted")
    assert held(place, SECRET) == set()
    assert verify(open_workspace(place)) == []


def test_many_reports_beside_it_keep_their_words_and_it_leaves_none(
    place: Path, note: Path, ingested: Ingested, call: Call, held: Held
) -> None:
    for number in range(40):
        paragraphs = "\n\n".join(f"{at}. Leaders visit team {at} weekly." for at in range(30))
        said = f"\n\n{WORDS}" if number % 5 == 0 else ""
        (note.parent / f"{number:02} {'Osgood' if said else 'report'}.md").write_text(
            f"# Team {number}\n\n{paragraphs}{said}\n"
        )
    ingested(place, note.parent, sensitivity="public")

    for path in note.parent.glob("*Osgood*"):
        ingested(place, path, sensitivity="restricted")

    assert {word for _, word in held(place, [*SECRET[:2], "Osgood"])} == set()
    assert (
        len(json.loads(call(place, "search", "weekly", "--limit", "2000", "--json").output)) > 900
    )
    assert verify(open_workspace(place)) == []


def test_what_an_earlier_vouch_left_unsealed_is_found_by_verify(
    place: Path, note: Path, ingested: Ingested
) -> None:
    workspace = open_workspace(place)
    ingested(place, note)
    clear = original_path(workspace, sha256_of(note.read_bytes()))
    clear.parent.mkdir(exist_ok=True)
    clear.write_bytes(note.read_bytes())
    assert [found.code for found in verify(workspace)] == ["unsealed"]

    ingested(place, note, reprocess=True)

    assert not clear.exists()
    assert verify(workspace) == []
    path_of(workspace, "original", clear.name).unlink()
    assert [found.code for found in verify(workspace)] == ["original-missing"]


def test_a_damaged_vault_stops_the_run_and_nothing_is_kept(
    place: Path, note: Path, ingested: Ingested, held: Held
) -> None:
    (place / "vault.json").write_text("{")

    with pytest.raises(SealedError, match="damaged"):
        ingested(place, note, sensitivity="restricted")

    assert held(place, SECRET) == set()
    assert not list((place / "sealed").rglob("*.sealed"))


def test_a_disk_that_fails_while_sealing_leaves_nothing_readable(
    place: Path, note: Path, ingested: Ingested, held: Held
) -> None:
    (place / "sealed").rmdir()
    (place / "sealed").write_text("")  # no folder can be made there

    with pytest.raises(WorkspaceError):
        ingested(place, note, sensitivity="restricted")

    assert held(place, SECRET) == set()
    (place / "sealed").unlink()
    assert ingested(place, note).counts == {"ok": 1}
    assert verify(open_workspace(place)) == []


LINES = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=40)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory, vaulted: Vaulted) -> Path:
    return vaulted(tmp_path_factory.mktemp("shared") / "ws")


@settings(max_examples=40)
@given(
    ending=st.sampled_from(["txt", "md", "html"]),
    lines=st.lists(LINES, min_size=1, max_size=6),
    name=st.text(st.characters(categories=("L", "N", "S", "Zs")), min_size=1, max_size=20),
)
def test_what_was_sealed_opens_to_what_was_read(
    shared: Path, passphrase: str, ending: str, lines: list[str], name: str
) -> None:
    path = shared.parent / f"x{name}.{ending}"
    path.write_bytes("\n\n".join(["A note.", *lines]).encode())
    given_now = Settings(workspace=shared)
    [offer] = gather([path], given_now).offers

    reading = read_offer(offer, given_now)

    path.unlink()
    assert reading.document is not None and reading.extraction is not None, reading.problems
    assert (reading.extraction.text, reading.passages, reading.tags) == ("", (), ())
    with open_vault(open_workspace(shared), passphrase) as vault:
        found = opened(vault, reading.document.id)
        content = original(vault, reading.document.id)
    kind = sniff(content, offer.name)
    [whole] = found.parts
    assert whole.extraction == extract(
        content, reading.document.id, kind, options(given_now), offer.name
    )
    assert (found.path, found.name, whole.media_type) == (offer.path, offer.name, kind.media_type)
