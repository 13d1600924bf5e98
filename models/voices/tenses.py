"""Of what time the verbs of a statement speak: the first finite one that is plain tells it."""

from __future__ import annotations

import re

from corpus.voices import Time
from models.reading import Span

# ", who is about 25," says something else than the statement does.
_ASIDE = re.compile(r",\s*(?:who|which|whose|where)\b[^,.;]*,")
_PERSON = (
    r"(?:he|she|it|who|nobody|everyone|(?:child|parent|relative|carer|staff|person)\s[a-z]{1,2})"
)
_AHEAD = (
    r"(?:will|shall|won['’]t|['’]ll)\b|(?:am|is|are|['’]m|['’]re)\s+(?:going\s+to|about\s+to"
    r"|(?:taking|moving|starting|getting|coming|having)\b(?=.*\b(?:next|tomorrow|for|soon|weekend)\b))"
    r"|(?:hopes?|intends?|means?|aims?|(?<!the )(?<!this )(?<!our )(?<!my )(?<!a )plans?)\s+to\b"
)
_PRESENT = (
    r"(?:(?:s?hes|ive|['’]s|['’]ve)\s+got|am|is|are|has|have|does|do|don['’]t|doesn['’]t|isn['’]t|aren['’]t|hasn['’]t|haven['’]t"
    r"|can|can['’]t|cannot|cant|dont|may|wants?|likes?|loves?|hates?|miss(?:es)?|needs?|knows?"
    r"|thinks?|feels?|says?|lets|comes?|goes|enjoys?|gets|sleeps|lives?|helps|keeps"
    r"|gives|makes|listens?|works|sees?|trusts?|worries|agrees?|consents?|refuses|prefers?)\b"
    r"|['’](?:m|re|ve)\b"
)
# Without a helper before it; "was" and its like may be moved back by "he said" alone.
_STATE = r"(?:was|were|wasn['’]t|weren['’]t|had|hadn['’]t|felt|wanted|liked|needed|knew)\b"
_EVENT = (
    r"(?:did|didn['’]t|got|went|came|left|told|said|made|took|gave|saw|ran|hit|bought|found|kept"
    r"|slept|met|threw|broke|brought|heard|lost|sent|spoke|stood|stole|thought|wrote|began|drank"
    r"|drove|ate|fell|fought|held|woke|paid|put|rang|used\s+to|[a-z]{2,}[^e\W]ed)\b"
)
_LONG_AGO = (
    r"(?:had|['’]d)\s+(?:\w+ly\s+|not\s+|never\s+)?(?:been|felt|had|to\s+\w+|\w+(?:ed|en))\b"
)
_FINITE = re.compile(
    rf"(?<![\w-])(?:(?P<planned>{_AHEAD})|(?P<now>{_PRESENT})|(?P<before>{_LONG_AGO})|(?P<would>would|['’]d|could|might)\b"
    rf"|(?P<state>{_STATE})|(?P<event>{_EVENT}))"
    rf"|\b{_PERSON}\s+(?:\w+ly\s+|also\s+|now\s+|still\s+|often\s+)?(?P<third>(?!was\b)[a-z]{{2,}}s)\b",
    re.IGNORECASE,
)
_SAID_BEFORE = re.compile(
    r"\b(?:said|told|stated|reported|disclosed|described|explained|felt|commented|confirmed|added"
    r"|shared|mentioned|claimed|denied|alleged|complained|replied|wrote|texted|rang|informed)\b",
    re.IGNORECASE,
)
# "She feels judged" is of now, whatever the form of what is felt.
_FEELS = re.compile(r"\bfeels?\s+$", re.IGNORECASE)


def tense(text: str, start: int = 0, frame: Span | None = None) -> tuple[Time, Span] | None:
    """Return of what time `text[start:]` speaks, and the verb that tells it; null if none does.

    `frame` are the words that lay it in someone's mouth: behind "he said", "was" may be now.
    """
    words = _ASIDE.sub(lambda match: " " * len(match[0]), text)
    match = _FINITE.search(words, start)
    if match is None:
        return None
    if frame is not None and _FEELS.search(text, frame.start, match.start()):
        return "now", Span(*match.span())
    kind = str(match.lastgroup)
    span = Span(*match.span(kind))
    if kind == "planned":
        return "planned", span
    if kind in ("now", "third"):
        return "now", span
    moved = frame is not None and _SAID_BEFORE.search(text, frame.start, frame.end)
    if kind in ("state", "would") and moved:
        return None
    return ("now" if kind == "would" else "past"), span
