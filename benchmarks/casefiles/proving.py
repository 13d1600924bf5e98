"""The whole path of case notes, by the real command line, and a search for leaks at every step.

    python -m benchmarks.casefiles.proving --seeds 1 2 3 4 5 6

Generated case files of every format are read by the local engine (killed half way, with damaged
files among them) and by Prefect on a server of its own; prepared, signed, tagged, exported in every
way, searched, verified, backed up, corrected, signed again, refused, erased. After each step every
file outside `sealed/` is searched for every identifier of the truth.

What de-identification did not find stands in signed notes, and so in `evidence.db` and exports:
that is a miss of de-identification, and is counted apart. Before anybody signed nothing excuses an
identifier anywhere; nor does anything once a reviewer has corrected what was missed. One thing is
counted apart as passing: names of files that nobody declared restricted stand in the write-ahead
log of the store until the files are read (decision 0107), and are gone with it.
"""

from __future__ import annotations

import argparse
import json
import shutil
import socket
import stat
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.casefiles import ALL, generate
from benchmarks.casefiles.desk import (
    AS_KEEPER,
    AS_SIGNER,
    PASSPHRASE,
    WATCHED,
    Desk,
    prefect_server,
)
from benchmarks.casefiles.leaks import Leak, search, searchable, unsearchable
from benchmarks.casefiles.needles import Needles
from benchmarks.casefiles.truth import CaseFile, Vocabulary
from corpus.exports import FORMATS, LABELLINGS, TABLES
from corpus.vault import Vault, open_vault
from corpus.workspace import open_workspace
from pipelines.redacting.cases import Case, open_cases
from pipelines.redacting.looking import released

_DAMAGED = ("docx", "odt", "pptx", "pdf", "xlsx", "zip")
# Where words of signed notes may stand: the store, exports and backups, and what a search prints.
_SIGNED = ("ws/evidence.db", "out/", "said/")
_NOT_SIGNED = ("said/server.log",)
_ASKED = ("school", "police", "mother", "meeting", "the")


@dataclass(slots=True)
class Step:
    """What a search found after one step: leaks, and which identifiers signed notes still show.

    `passing` are names of undeclared files in logs of the store that are gone.
    """

    name: str
    files: int
    leaks: list[Leak] = field(default_factory=list)
    missed: set[tuple[str, str]] = field(default_factory=set)
    passing: list[Leak] = field(default_factory=list)


@dataclass(slots=True)
class Proof:
    """What a whole path showed; `open_files` are those of the vault that others may read."""

    searched: int
    unsearchable: int
    steps: list[Step] = field(default_factory=list)
    open_files: list[str] = field(default_factory=list)

    @property
    def leaks(self) -> list[tuple[str, Leak]]:
        """Every leak with the step after which it was found."""
        return [(step.name, leak) for step in self.steps for leak in step.leaks]


class Journey:
    """One whole path over the case files of some seeds; a step is a method.

    Unless it is `thorough`, everything is brought out once, and a part of it after other steps.
    """

    def __init__(
        self,
        folder: Path,
        seeds: Sequence[int],
        vocabulary: Vocabulary = "development",
        formats: Sequence[str] = ALL,
        thorough: bool = True,
    ) -> None:
        self.desk = Desk(folder) if thorough else Desk(folder, 0.03)
        self.thorough = thorough
        self.sets = {seed: generate(seed, vocabulary, formats) for seed in seeds}
        truths = [one.truth for one in self.sets.values()]
        self.terms = set().union(*map(searchable, truths))
        self.needles = Needles(self.terms)
        self.undeclared: set[tuple[str, str]] = set()
        self.proof = Proof(len(self.terms), len(set().union(*map(unsearchable, truths))))

    def run(self, prefect: bool = True) -> Proof:
        """Go the whole path; with `prefect`, half of the sets are read by that engine."""
        half = len(self.sets) // 2 if prefect else 0
        local, other = list(self.sets.items())[half:], list(self.sets.items())[:half]
        self.begin()
        with self.desk.watched():
            self.read(local)
            if other:
                self.read_with_prefect(other)
            self.prepare()
            self.sign()
            self.correct()
            self.close()
        return self.proof

    def begin(self) -> None:
        """Make the vault, and users who may sign and erase."""
        self.desk.type("users", "add", "Kit", "--role", "administrator", passphrase=PASSPHRASE)
        self.desk.type("users", "add", "Sal", "--role", "qa-reviewer", "--as", "Kit")

    def read(self, sets: Iterable[tuple[int, CaseFile]]) -> None:
        """Read with the local engine: killed half way, then again, then damaged files."""
        folders = [self._offered(seed, files) for seed, files in sets]
        first = self.desk.start("ingest", str(folders[0]), "--sensitivity", "restricted")
        self.desk.kill_half_way(first, items=3)
        self.look("killed half way")
        for at, folder in enumerate(folders):
            # All sets but the first are not declared to be restricted: that must be recognised.
            declared = () if at else ("--sensitivity", "restricted")
            if not declared:
                names = "\n".join(path.name for path in folder.iterdir())
                self.undeclared |= self.needles.find(names.encode())
            self.desk.type("ingest", str(folder), *declared)
        damaged = self._damaged(folders[0])
        self.desk.type("ingest", str(damaged), "--sensitivity", "restricted")
        self.look("read")

    def read_with_prefect(self, sets: Iterable[tuple[int, CaseFile]]) -> None:
        """Read with Prefect, on a server of its own."""
        folders = [self._offered(seed, files) for seed, files in sets]
        with prefect_server(self.desk, free_port()) as url:
            self.desk.environment["PREFECT_API_URL"] = url
            for folder in folders:
                self.desk.type(
                    "ingest", str(folder), "--engine", "prefect", "--sensitivity", "restricted"
                )
            del self.desk.environment["PREFECT_API_URL"]
        self.look("read with Prefect")

    def prepare(self) -> None:
        """Split, de-identify and show; nobody has signed yet."""
        self.desk.type("redact", "list", passphrase=PASSPHRASE)
        for case in self._cases():
            self.desk.type("redact", "show", case, "--text", passphrase=PASSPHRASE)
            break
        self._bring_out(self.thorough)
        self.look("prepared")

    def sign(self) -> None:
        """Sign every case as it is, tag, and bring out whatever can be brought out."""
        self._signed(self.thorough)
        self.look("signed", self._missed())

    def correct(self) -> None:
        """Say of each case what was overlooked, as a reviewer does who sees everything."""
        for case, words in self._overlooked().items():
            names = [part for word in words for part in ("--name", word)]
            self.desk.type("redact", "correct", case, *names, *AS_SIGNER, passphrase=PASSPHRASE)
        for name in ("out", "said", "seen"):  # made before somebody knew better
            for path in (self.desk.folder / name).iterdir():
                path.unlink()
        self.look("corrected")
        self._signed(True)
        self.look("signed again")

    def close(self) -> None:
        """Refuse one case, and erase another."""
        refused, erased, *_ = self._cases()
        self.desk.type("redact", "refuse", refused, *AS_SIGNER, passphrase=PASSPHRASE)
        self.desk.type("retention", "erase", erased, *AS_KEEPER, passphrase=PASSPHRASE)
        self._bring_out(self.thorough)
        self.desk.type("verify")
        self.look("refused and erased")

    def look(self, name: str, missed: set[tuple[str, str]] | None = None) -> None:
        """Search everything; of what is missed by de-identification say so, and where it may be."""
        step = Step(name, 0, missed=missed or set())
        for place in (*WATCHED, "seen"):
            folder = self.desk.folder / place
            step.files += sum(path.is_file() for path in folder.rglob("*"))
            for leak in search(self.terms, folder, but=("sealed",) if place == "ws" else ()):
                where = f"{place}/{leak.file}"
                told = Leak(where, leak.kind, leak.text)
                term = (leak.kind, leak.text)
                if term in self.undeclared and _is_gone_log(where):
                    step.passing.append(told)
                elif term not in step.missed or not _may_show(where):
                    step.leaks.append(told)
        self.proof.steps.append(step)
        self.proof.open_files += open_to_others(self.desk.workspace)

    def _offered(self, seed: int, files: CaseFile) -> Path:
        folder = self.desk.folder / "in" / str(seed)
        folder.mkdir()
        for file in files.files:
            (folder / file.name).write_bytes(file.content)
        return folder

    def _damaged(self, folder: Path) -> Path:
        """Cut files in half; a name of a file names somebody still."""
        damaged = self.desk.folder / "in" / "damaged"
        damaged.mkdir()
        for path in folder.iterdir():
            if path.suffix[1:] in _DAMAGED:
                content = path.read_bytes()
                (damaged / path.name).write_bytes(content[: len(content) // 2])
        return damaged

    def _signed(self, everything: bool) -> None:
        self.desk.type("redact", "sign", "--all", "--yes", *AS_SIGNER, passphrase=PASSPHRASE)
        self.desk.type("tag", "--framework", "ilacs-2023")
        self._bring_out(everything)

    def _bring_out(self, everything: bool) -> None:
        """Bring out all that can be brought out by whoever has the workspace, or a part of it."""
        out = self.desk.folder / "out"
        if not everything:
            self._export("passages", "jsonl", out)
            self.desk.type("backup", str(out / "backup.zip"))
            return
        for at, table in enumerate(TABLES):
            for form in FORMATS if self.thorough else [FORMATS[at % len(FORMATS)]]:
                self._export(table.name, form.name, out)
        for labelling in LABELLINGS:
            self._export("tags", labelling.name, out)
        for word in _ASKED if self.thorough else _ASKED[-1:]:
            self.desk.type("search", word, "--json")
        self.desk.type("status", "--json")
        self.desk.type("verify")
        self.desk.type("backup", str(out / "backup.zip"))

    def _export(self, what: str, form: str, out: Path) -> None:
        self.desk.type("export", "--what", what, "--format", form, str(out / f"{what}.{form}"))

    def _vault(self) -> Vault:
        return open_vault(open_workspace(self.desk.workspace), PASSPHRASE)

    def _cases(self) -> list[str]:
        with self._vault() as vault:
            return [case.id for case in open_cases(vault)]

    def _overlooked(self) -> dict[str, list[str]]:
        """Return the words of each case that its notes show and should not, by the case's id."""
        with self._vault() as vault:
            shown = {case.id: self._shown(vault, case) for case in open_cases(vault)}
        return {case: sorted({text for _, text in found}) for case, found in shown.items() if found}

    def _missed(self) -> set[tuple[str, str]]:
        with self._vault() as vault:
            return set().union(*(self._shown(vault, case) for case in open_cases(vault)))

    def _shown(self, vault: Vault, case: Case) -> set[tuple[str, str]]:
        return self.needles.find("\n".join(released(vault, case)).encode())


def _may_show(place: str) -> bool:
    if place.startswith("seen/"):
        return " evidence.db" in place
    return place.startswith(_SIGNED) and not place.startswith(_NOT_SIGNED)


def _is_gone_log(place: str) -> bool:
    return place.startswith("seen/") and place.endswith(" evidence.db-wal")


def open_to_others(workspace: Path) -> list[str]:
    """Name the files of a workspace that others than the owner may read, with their modes."""
    found = []
    for path in sorted(workspace.rglob("*")):
        mode = stat.S_IMODE(path.lstat().st_mode)
        if mode & 0o077:
            found.append(f"{path.relative_to(workspace)} {mode:04o}")
    return found


def free_port() -> int:
    """Return a port of the loopback that nobody uses."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def main() -> int:
    """Go the path and print what was found; 1 where anything leaked."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3, 4, 5, 6])
    parser.add_argument("--vocabulary", choices=("development", "rehearsal"), default="development")
    parser.add_argument("--no-prefect", action="store_true")
    parser.add_argument("--quick", action="store_true", help="Export each table once.")
    parser.add_argument("--keep", type=Path, help="Work in this new folder, and leave it.")
    asked = parser.parse_args()
    place = asked.keep or Path(tempfile.mkdtemp(prefix="vouch-proof-"))
    journey = Journey(place, asked.seeds, asked.vocabulary, thorough=not asked.quick)
    proof = journey.run(not asked.no_prefect)
    print(f"identifiers searched: {proof.searched}; too short or plain words: {proof.unsearchable}")
    for step in proof.steps:
        print(
            f"{step.name}: {step.files} files, {len(step.leaks)} leaks, {len(step.missed)} "
            f"identifiers missed by de-identification, {len(step.passing)} names of files passing"
        )
    for name, leak in proof.leaks[:40]:
        print(json.dumps([name, leak.file, leak.kind, leak.text], ensure_ascii=False))
    print(f"files open to others: {proof.open_files}")
    if asked.keep is None:
        shutil.rmtree(place)
    return 1 if proof.leaks or proof.open_files else 0


if __name__ == "__main__":
    sys.exit(main())
