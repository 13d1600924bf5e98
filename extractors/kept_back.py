"""What shows that a document is kept back from the public: markings, labels, headings, voices.

One such place outweighs every sign of publication. They are forms that published reports do not
use: reports speak of case notes, complaints and confidence too, but in sentences. Where a form is
doubtful it stands here: a report held back by mistake costs its user one option, a case note let
through cannot be called back.
"""

from __future__ import annotations

import re

_NOTE = (
    r"(?:case (?:note|recording|summary|id|number|ref)|contact (?:type|record)|running record"
    r"|file note|visit note|home visit|chronology entry|supervision note)s?"
    r"\s*(?:[:\t#–—/-]|date\b|dated\b|no\b|\d|by\b)|case notes?$"
)
_PERSON = (
    r"(?:d\.?o\.?b\.?|date of birth|(?:child|young person|client|service user)(?:[’']?s)? "
    r"(?:name|id)|name of (?:child|young person)|initials|NHS (?:no|number)|mosaic|LCS"
    r"|liquidlogic|carefirst|allocated (?:social )?worker|author of note"
    r"|(?:recorded|written|completed) by)"
    r"[^\n]{0,20}?[:\t]"
)
_MARKING = (
    r"\W*(?:strictly |private and |in |official\W+)?(?:confidential|confidence|sensitive|restricted"
    r"|draft|not for publication)\W*$"
    r"|[^\n]{0,80}\b(?:not for publication|exempt (?:information|report|item|from publication)"
    r"|official[ –-]*sensitive|strictly confidential|private and confidential)\b"
)
# Labels of e-mails, minutes, forms and letters; a report names its lead inspector, never a sender.
_LABEL = (
    r"(?:from|sent|to|cc|bcc|subject|re|fao|your ref|present|apologies|attendees|in attendance"
    r"|minute[- ]taker|surname|forename|legal status|supervis(?:or|ee)|complainant|caller"
    r"|date (?:of|and time of) (?:the )?(?:incident|contact|visit|call|meeting|referral"
    r"|supervision|complaint)|incident (?:date|number|type)|comment by [^\n:]{1,80})\s*[:\t]"
)
# A line that is one of these and no sentence is the heading of a record about somebody.
_RECORD = (
    r"[^\n.•]{0,40}\b(?:(?:strategy|professionals|legal planning|core group|family group"
    r"|team around the (?:child|family)|child in need|child protection|looked after|supervision"
    r"|LAC|CLA|CIN)\W{1,3}(?:\w+ )?(?:meeting|discussion|conference|review|minutes|record|notes?)"
    r"|(?:adoption|fostering|permanence|linking|matching|placement|complaints? review) panel"
    r"|(?:notification of|notifiable|serious) (?:an? )?(?:serious )?(?:incident|event)"
    r"|incident notification|running record|witness statement|letter of complaint"
    r"|formal complaint|chronology)\b[^\n.]{0,60}$"
)
_AT_LINE_START = re.compile(
    rf"^(?:[ \t•*#>|-]*(?:{_NOTE}|{_PERSON}|{_MARKING}|{_LABEL})|{_RECORD})",
    re.IGNORECASE | re.MULTILINE,
)

_DID = (
    r"(?:visited|rang|phoned|telephoned|spoke (?:to|with)|spoken (?:to|with)|called|saw|seen"
    r"|met with|observed|explained to|advised|was told|wish to complain|am writing to complain"
    r"|am worried)"
)
_SAID = (
    r"(?:said|says|told|rang|phoned|called|texted|reported|stated|states|disclosed|alleged"
    r"|moved|ran away|went missing|feels)"
)
# With a capital and as a name: "one young mother said" stands in reports.
_KIN = r"(?:Mum|Dad|Mother|Father|Nan|Gran|Grandmother|Grandfather|Stepfather|Stepmother)"
# People of a case speak and act in it: "I rang", "Mum said", "K disclosed", "(DOB 1/2/2011)".
_VOICE = re.compile(
    rf"\bI (?:have |had )?{_DID}\b"
    rf"|\b{_KIN} {_SAID}\b"
    rf"|\b(?!I\b)[A-Z] (?:has |had )?{_SAID}\b"
    r"|\bT/C (?:to|from|with)\b"
    r"|\b(?:DOB|D\.O\.B|(?i:date of birth|NHS n(?:o|umber)))\b\W{0,4}\d"
)


def kept_back(text: str) -> re.Match[str] | None:
    """Return the first place that shows a document to be kept back, or None."""
    return _AT_LINE_START.search(text) or _VOICE.search(text)
