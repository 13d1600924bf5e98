"""Surveys into the evidence base: counts without small groups, and the answers themselves sealed.

A questionnaire's export is restricted. Its bytes are sealed, its free answers wait in the
quarantine as notes of a case of their own, and only the tables that a user signs for are stored.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.chain import Draft
from corpus.decisions import open_decisions
from corpus.erasing import erase
from corpus.evidence import Evidence, open_evidence
from corpus.exports.surveys import Stored, surveys
from corpus.identity import note_id, source_id
from corpus.problems import SettingsError
from corpus.records import Document, Extraction, Reading, Source
from corpus.sealed_items import destroy, get, put
from corpus.sealed_items import exists as is_sealed
from corpus.suppression import SMALLEST, refuse_size, tables_of
from corpus.users import User, require
from corpus.vault import Vault
from corpus.workspace import writing
from extractors import passages
from extractors.sheets.freezing import Sheet, freeze_sheets
from extractors.surveys.counting import Counted, counted
from extractors.surveys.guessing import Asked, Role, as_said, guess
from extractors.surveys.reading import export_of
from extractors.surveys.scales import said_by_anybody
from extractors.surveys.tallies import tallied
from extractors.surveys.wording import Answered, Heading, document_of
from models.deid import find
from pipelines.columns import sheet_in
from pipelines.confirming import Said, carried, dropped
from pipelines.plain import written
from pipelines.quarantine import ORIGINAL, READING, Part, Waiting
from pipelines.redacting.cases import open_cases
from pipelines.redacting.preparing import prepare
from pipelines.settings import Settings
from pipelines.tagging import tags_of, without_layout

KIND = "survey-response"
_MEDIA = "text/csv"
_MOSTLY = 0.6
_PLACE = "free answers"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a user says of a survey; what is left open is guessed.

    `roles` are those of columns by name. `tallied` says that the file holds counts, `by` what the
    groups of such counts go by.
    """

    title: str | None = None
    provider: str | None = None
    sheet: str | None = None
    header_rows: int | None = None
    roles: Mapping[str, Role] | None = None
    smallest: int = SMALLEST
    tallied: bool = False
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Looked:
    """A survey as it would be stored: its columns, its counts, and its document.

    `names` are words of questions and answers that look like names of people.
    """

    path: Path
    columns: tuple[Asked, ...]
    counted: Counted
    document: Document
    extraction: Extraction
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """What storing a survey did: passages with counts, tags on them, free answers that wait."""

    passages: int
    tags: int
    answers: int


def look(path: Path, wanted: Wanted) -> Looked:
    """Read and count a survey; nothing is stored. SettingsError where it cannot be counted."""
    refuse_size(wanted.smallest)
    export = export_of(sheet_in(path), str(path), wanted.sheet, wanted.header_rows)
    asked: tuple[Asked, ...] = ()
    if wanted.tallied:
        said = tallied(export, str(path), wanted.by, wanted.smallest)
    else:
        asked = as_said(guess(export, _names_in), wanted.roles or {}, str(path))
        said = counted(export, asked, wanted.smallest)
    _refuse_few(said, wanted, path)
    survey_id = note_id(hashlib.sha256(path.read_bytes()).hexdigest(), "survey")
    title = wanted.title or f"Survey {survey_id[:8]}"
    heading = Heading(title, said.responses, wanted.smallest, said.again)
    extraction = document_of(survey_id, heading, _answered(said, wanted.smallest))
    document = Document(
        id=survey_id, name=title, media_type=_MEDIA, size=len(extraction.text),
        sensitivity="restricted", provider_urn=wanted.provider, kind=KIND, signed=True,
    )  # fmt: skip
    return Looked(
        path, asked, said, document, extraction, tuple(_found(_labels(said, title), "{}"))
    )


def store(vault: Vault, looked: Looked, user: User, reason: str, settings: Settings) -> Kept:
    """Seal a survey, store its counts, and put its free answers into the quarantine.

    The same file again takes the place of what was stored of it. AccessError where this user may
    not sign: the counts leave the vault by it.
    """
    require(user, "sign")
    cut = passages(looked.extraction)
    tags = tags_of(cut, without_layout(""), settings).tags if settings.tag else ()
    source = _source(looked.document.id, "counts", looked.document.id, looked.document.provider_urn)
    reading = Reading(source, looked.document, looked.extraction, cut, tuple(tags))
    _record(vault, looked, user, reason)
    with (
        writing(vault.workspace, settings.wait_seconds, "surveys"),
        open_evidence(vault.workspace) as evidence,
    ):
        said = _sealed(vault, looked, evidence)
        evidence.save([reading])
    if looked.counted.texts:
        prepare(vault)
        with writing(vault.workspace, settings.wait_seconds, "surveys"):
            carried(vault, said, (answers_id(looked.document.id),))
    return Kept(len(cut), len(tags), len(looked.counted.texts))


def answers_id(survey_id: str) -> str:
    """Return the id under which a survey's file and free answers are sealed."""
    return note_id(survey_id, _PLACE)


def named(evidence: Evidence, name: str) -> Stored:
    """Return the survey of an id, of the beginning of one, or of a name. SettingsError: none."""
    known = surveys(evidence)
    found = [one for one in known if one.document_id.startswith(name) and len(name) >= 4]
    found = found or [one for one in known if one.name == name]
    if len(found) == 1:
        return found[0]
    what = f"{len(found)} surveys are" if found else "No survey is"
    raise SettingsError(
        f"{what} called '{name}'. `vouch surveys list` shows surveys and their ids."
    )


def erase_survey(vault: Vault, survey: Stored, user: User, reason: str) -> None:
    """Erase the counts of a survey and its sealed file; free answers are erased as a case before.

    AccessError where this user may not; SettingsError where a case still holds its free answers.
    """
    require(user, "erase")
    sealed = answers_id(survey.document_id)
    for case in open_cases(vault):
        if sealed in case.files:
            raise SettingsError(
                f"The free answers of this survey are the case {case.id[:8]}. Erase that first: "
                f"vouch retention erase {case.id[:8]}"
            )
    with writing(vault.workspace, purpose="erase"):
        with open_evidence(vault.workspace) as evidence:
            erase(evidence, [survey.document_id, sealed])
        for kind in (ORIGINAL, READING):
            destroy(vault.workspace, kind, sealed)
    draft = Draft("erase", user.name, "survey", survey.document_id, reason=reason)
    with open_decisions(vault.workspace) as decisions:
        decisions.record(draft)


def _labels(said: Counted, title: str) -> list[str]:
    """Return all words of a survey that would be shown, each once."""
    found = {title: None}
    for one in said.questions:
        together = (group for by in one.counted.values() for _, group in by)
        groups = (name for group in together for name in group.split(" and "))
        found.update(dict.fromkeys((one.name, *one.answers, *groups)))
    return [words for words in found if words]


def _names_in(words: Collection[str]) -> list[str]:
    """Return those of several words that look like names of people.

    What may be a plain word, too (Rose, Will), counts where most of the words may be names.
    """
    listed = [word for word in words if not said_by_anybody(word)]
    surely, maybe = (_found(listed, frame) for frame in ("{}", "The answer is {}."))
    return maybe if len(maybe) >= len(listed) * _MOSTLY else surely


def _found(words: Sequence[str], frame: str) -> list[str]:
    found = find([frame.format(word) for word in words])
    return [
        word
        for word, some in zip(words, found, strict=True)
        if any(item.kind == "name" for item in some)
    ]


def _refuse_few(said: Counted, wanted: Wanted, path: Path) -> None:
    if not said.questions and not said.texts:
        raise SettingsError(
            f"{path} has no column that was taken for a question. Say which are: --question COLUMN."
        )
    if said.responses is not None and said.responses < wanted.smallest:
        raise SettingsError(
            f"{path} has {said.responses} responses, and nothing is told of fewer than "
            f"{wanted.smallest} people. Ingest it as case notes instead (vouch ingest)."
        )


def _answered(said: Counted, smallest: int) -> list[Answered]:
    return [
        Answered(tables_of(one.name, one.counted, smallest, one.answers), one.none)
        for one in said.questions
    ]


def _sealed(vault: Vault, looked: Looked, evidence: Evidence) -> Said:
    """Seal a survey's bytes and its free answers; what was corrected of these before is returned.

    What is the same as before is left as it is, with what was signed of it.
    """
    workspace, sealed = vault.workspace, answers_id(looked.document.id)
    put(workspace, vault.sealer, ORIGINAL, sealed, looked.path.read_bytes())
    waiting = _waiting(looked, sealed)
    content = written(waiting)
    evidence.save([_closed(looked, waiting)])
    if is_sealed(workspace, READING, sealed) and get(vault, READING, sealed) == content:
        return {}
    said = dropped(vault, [sealed])
    erase(evidence, list(said))
    if looked.counted.texts:
        put(workspace, vault.sealer, READING, sealed, content)
    else:
        destroy(workspace, READING, sealed)
    return said


def _waiting(looked: Looked, sealed: str) -> Waiting:
    """Return the free answers as what waits of a file: a row each, and a case of their own."""
    days = looked.counted.days or {}
    rows = [["Survey question", "Answer", "Date"]] if days else [["Survey question", "Answer"]]
    for one in looked.counted.texts:
        row = [one.question, one.text]
        rows.append([*row, days.get(one.row, "")] if days else row)
    extraction = freeze_sheets(sealed, "csv/1", (Sheet(None, rows),))
    part = Part("", looked.path.name, _MEDIA, extraction)
    # Notes that name no case belong together by folder: this one is that of the file alone.
    place = str(looked.path.absolute() / _PLACE)
    provider = looked.document.provider_urn
    return Waiting(sealed, place, looked.path.name, _MEDIA, provider, KIND, (part,))


def _closed(looked: Looked, waiting: Waiting) -> Reading:
    """Return what evidence.db may learn of the answers: that there is a sealed document."""
    path = f"restricted/{looked.document.id[:12]}.csv"
    document = replace(
        looked.document, id=waiting.document_id, name=Path(path).name, signed=False,
        size=looked.path.stat().st_size,
    )  # fmt: skip
    source = _source(looked.document.id, "answers", document.id, document.provider_urn)
    empty = Extraction(document.id, waiting.parts[0].extraction.extractor, "", (), ())
    return Reading(source, document, empty)


def _source(survey_id: str, what: str, document_id: str, provider: str | None) -> Source:
    path = f"restricted/{survey_id[:12]}/{what}"
    return Source(source_id(path), path, document_id, provider, "ok")


def _record(vault: Vault, looked: Looked, user: User, reason: str) -> None:
    """Record who let the counts out: a digest of them, and none of the words."""
    digest = hashlib.sha256(looked.extraction.text.encode()).hexdigest()
    said = {
        "digest": digest, "responses": looked.counted.responses, "role": user.role,
        "questions": len(looked.counted.questions),
    }  # fmt: skip
    draft = Draft("sign", user.name, "survey", looked.document.id, reason=reason, after=said)
    with open_decisions(vault.workspace) as decisions:
        decisions.record(draft)
