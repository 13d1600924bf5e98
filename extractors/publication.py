"""What kind of document this is, and whether it shows that it was published: signs in its text.

No single sign makes a document public, because case notes name inspectorates and quote reports
too. A kind is public only where its title, what else it needs and two signs of publication stand
together, and nothing says that the document is kept back. What is not recognised stays restricted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from corpus.records import Cue
from extractors.kept_back import kept_back

Kind = Literal[
    "inspection_report",
    "joint_inspection_letter",
    "send_report",
    "monitoring_letter",
    "framework",
    "action_plan",
    "committee_report",
    "training",
]
HEAD = 4000  # characters of the body in which a letter names its subject and dates are printed
COVER = 600  # and the much shorter stretch in which a report or framework prints its title
YEAR = 40  # characters after the last line of an imprint: the year of its copyright
SIGNATURE = 500  # and after an inspector's signature: those of the other inspectorates
SIGNS = 2  # signs of publication that must stand beside a title and what else its kind needs


def _line(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"^(?:\d+ )?(?:{pattern})[^\n]*", re.IGNORECASE | re.MULTILINE)


def _anywhere(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_LONGEST_SIGN = 600
_SENTENCE = re.compile(r"\w+(?:[ ,]+\w+){3,}[.!?][”’\")]*(?:\s|$)")


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing that a document prints; `within` is how far from its start it counts (0: all)."""

    name: str
    pattern: re.Pattern[str]
    within: int = 0


@dataclass(frozen=True, slots=True)
class Recognised:
    """A kind of document: its title sign, the signs it must have, and those that show publication.

    It is of the kind with the title and all of `needed`. It is public if, besides, at least two of
    `published` are there; a kind without those is never public by itself. `after` is how many
    characters may follow the last of them: a publication ends with its imprint or signature, and
    what is pasted below is not part of it. Only what is `addressed` may have sentences above.
    """

    kind: Kind
    title: Sign
    needed: tuple[Sign, ...] = ()
    published: tuple[Sign, ...] = ()
    after: int | None = None
    addressed: bool = False


_CHILDRENS = r"children[’']s (?:social care )?services"
_SERVICES = (
    rf"services for children in need|(?:local authority )?{_CHILDRENS}|services for looked after"
    r"|looked after children services|safeguarding and looked after children"
    r"|local authority arrangements|adoption|fostering"
)
LICENCE = Sign(
    "licence to copy or reuse",
    re.compile(
        r" may (?:(?:copy|re-?use) [^\n]{0,60}(?:free of charge|document|information)"
        r"|be reproduced in whole or in part)"
    ),
)
CROWN = Sign("Crown copyright", _anywhere(r"© ?Crown copyright"))
AVAILABLE = Sign(
    "where the publication is to be had",
    _anywhere(
        r"this (?:publication|report|document) is available at |to receive regular email alerts"
        r"|website: ?www\.ofsted|would like a copy of this document in a different format"
    ),
)
LEGAL = Sign(
    "legal basis of the inspection",
    _anywhere(r"under section \d+[^\n]{0,80}Education and Inspections Act 2006"),
)
INSPECTED = Sign(
    "printed dates of the inspection",
    # A title and its dates may be one paragraph of the document.
    re.compile(
        r"(?:^(?:\d+ )?|(?<=\w )(?=I))(?:inspection|visit) dates?\s*:[^\n]*",
        re.IGNORECASE | re.MULTILINE,
    ),
    within=HEAD,
)
OPENING = Sign(
    "opening of a joint inspectorates' letter",
    _anywhere(
        r"(?:between [^\n]{5,60}|carried out by inspectors from |conducted by inspectors from )"
        r"Ofsted, (?:the )?Care Quality Commission"
    ),
    within=HEAD,
)
FINDINGS = Sign(
    "letter that reports findings",
    _anywhere(
        r"this (?:letter|report)[^\n]{0,80}(?:summarises|outlines)[^\n]{0,20}findings"
        r"|this (?:letter|report) (?:contains|summarises)[^\n]{0,40}findings"
    ),
    within=HEAD,
)
SIGNED = Sign(
    "signature of an inspectorate",
    _anywhere(
        r"yours sincerely[\s\S]{0,400}?(?:national director|chief inspector|regional director"
        r"|majesty[’']s inspector|care quality commission)"
    ),
)
FRAMEWORK = Sign(
    "title of an inspection framework",
    _line(r"[^\n]{0,120}(?:inspection framework|framework for (?:the )?inspection|\(SCCIF\))"),
    within=COVER,
)
DESCRIPTORS = Sign(
    "criteria or descriptors of grades",
    _anywhere(r"grade descriptors|evaluation criteria|evaluation schedule|judgement descriptors"),
)
LIKELY = Sign(
    "wording of a grade descriptor",
    _anywhere(r"likely to be (?:judged )?(?:outstanding|good|inadequate)"),
)
EVIDENCE = Sign(
    "evaluation criteria for inspectors",
    _anywhere(r"areas of required evidence|inspectors (?:will )?use to make judgements"),
)
REPORT_OF = Sign(
    "report of an officer to members",
    _anywhere(r"\breport (?:of|by) the (?:chief|executive|corporate|strategic|director|head)\b"),
    within=HEAD,
)
ASKED = Sign(
    "what the committee is asked to do",
    _anywhere(
        r"\b(?:committee|cabinet|(?:scrutiny|policy|parenting) panel|council|members) (?:is|are) "
        r"(?:asked|requested|recommended|invited) to\b"
    ),
)
PURPOSE = Sign("purpose of the report", _anywhere(r"purpose of (?:the |this )?report"))
APPENDICES = Sign("list of appendices", _line(r"\W*(?:\d+\.? )?(?:list of )?appendices\W*$"))
OFFICER = Sign(
    "contact officer or background papers",
    _anywhere(r"(?:contact|report) (?:officer|author)\s*:|background papers"),
)

MAIN_FINDINGS = Sign(
    "grades at the end of a report before 2014, which has its imprint on the cover",
    re.compile(
        r"^Record of main findings\n(?:[^\n.]{1,80}\n){1,12}[^\n.\t]{1,60}\t[^\n.]{1,30}\n?\Z", re.M
    ),
)
NEWSLETTER = Sign(
    "last lines of an imprint: the newsletter and the address",
    re.compile(r"newsletter for more information[^\n]*(?:\n[\w ]{2,30}){0,6}\Z"),
)
_IMPRINT = (LICENCE, CROWN, AVAILABLE, LEGAL)

KINDS: tuple[Recognised, ...] = (
    Recognised(
        "joint_inspection_letter",
        Sign("title of a joint inspection", _line(r"joint targeted area inspection of "), HEAD),
        needed=(OPENING,),
        published=(FINDINGS, SIGNED),
        after=SIGNATURE,
        addressed=True,
    ),
    Recognised(
        "send_report",
        Sign(
            "title of an area SEND inspection",
            _line(
                r"(?:area SEND|joint (?:local )?area SEND|SEND) [^\n]{0,30}(?:inspection|visit) "
            ),
            COVER,
        ),
        needed=(INSPECTED,),
        published=_IMPRINT,
        after=YEAR,
    ),
    Recognised(
        "monitoring_letter",
        Sign(
            "title of a monitoring visit",
            _line(rf"(?:monitoring|focused|assurance) visit (?:of|to) [^\n]*{_CHILDRENS}"),
            COVER,
        ),
        needed=(FINDINGS,),
        published=(SIGNED, *_IMPRINT),
        after=SIGNATURE,
        addressed=True,
    ),
    Recognised(
        "inspection_report",
        Sign(
            "title of an inspection report",
            _line(
                rf"(?:re-?)?inspection of (?:{_SERVICES})"
                rf"|(?:re-?)?inspection of [^\n]{{3,120}}{_CHILDRENS}"
                r"|(?:and )?review of the effectiveness of the local safeguarding children board"
            ),
            COVER,
        ),
        needed=(INSPECTED,),
        published=_IMPRINT,
        after=YEAR,
    ),
    Recognised(
        "framework",
        FRAMEWORK,
        needed=(DESCRIPTORS,),
        published=(LICENCE, CROWN, AVAILABLE, EVIDENCE, LIKELY),
    ),
    Recognised(
        "committee_report", REPORT_OF, needed=(ASKED,), published=(PURPOSE, OFFICER, APPENDICES)
    ),
    Recognised(
        "action_plan",
        Sign("title of an action plan", _line(r"[^\n]{0,80}\b(?:action|improvement) plan\b"), 600),
    ),
    Recognised(
        "training",
        Sign(
            "title of training material",
            _line(
                r"[^\n]{0,60}(?:training|workshop|webinar|masterclass"
                r"|(?:managing|preparing for) (?:the |an |your )?inspection)"
            ),
            600,
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Kind and publicity of one document, with the words that say so."""

    kind: Kind | None
    public: bool
    title: re.Match[str] | None = None
    cues: tuple[Cue, ...] = ()


def recognise(text: str, head: int) -> Verdict:
    """Judge a document by its whole text; `head` is where its body ends, at most."""
    for entry in KINDS:
        title = _found(entry.title, text, head)
        if title is None:
            continue
        needed = list(_cues(entry.needed, text, head))
        if len(needed) < len(entry.needed):
            continue
        # Two are enough, and each further one costs a pass over the whole text.
        shown = list(islice(_cues(entry.published, text, head), SIGNS))
        cues = [_cue(entry.title.name, title), *needed, *shown]
        kept = kept_back(text)
        if kept is not None:
            cues.append(_cue("marked or laid out as not public", kept))
        whole = len(shown) == SIGNS and _stands_alone(entry, text, title, head)
        return Verdict(entry.kind, whole and kept is None, title, tuple(cues))
    return Verdict(None, public=False)


def _stands_alone(entry: Recognised, text: str, title: re.Match[str], body: int) -> bool:
    """Say whether nothing but the publication is there: no sentence above it, nothing after it."""
    if entry.after is None:
        return True
    if not entry.addressed and _SENTENCE.search(text, 0, title.start()):
        return False
    window = max(0, body - entry.after - _LONGEST_SIGN)
    ends = [
        match.end()
        for sign in (*entry.published, MAIN_FINDINGS, NEWSLETTER)
        for match in sign.pattern.finditer(text, window, body)
    ]
    return bool(ends) and len(text[max(ends) : body].strip()) <= entry.after


def _found(sign: Sign, text: str, head: int) -> re.Match[str] | None:
    return sign.pattern.search(text, 0, min(sign.within, head) if sign.within else len(text))


def _cues(signs: tuple[Sign, ...], text: str, head: int) -> Iterator[Cue]:
    for sign in signs:
        match = _found(sign, text, head)
        if match is not None:
            yield _cue(sign.name, match)


def _cue(name: str, match: re.Match[str]) -> Cue:
    return Cue(kind="phrase", start=match.start(), end=match.end(), rule=name)
