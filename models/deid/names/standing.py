"""Names told by where they stand: a column, a header, the head of an e-mail, a list of people.

Where nothing but a name can stand, any words with capitals are one, whatever they mean elsewhere:
"Author: Poet Rain", "[3 May] Visit - Lake Old, IRO", "Winter Frost <winter.frost@example.org>".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from models.deid.found import Found
from models.deid.lexicon import COMMON, NAMED, NEVER, WORD
from models.deid.names.viewing import View
from models.deid.words import DIGITS, LOWER, TITLE, UPPER, fold, listed

_INNER = re.compile(r" |-|‐|–|\. ?|['’]")
_BOUND_BEFORE = re.compile(r"(?:^|[\n\t|:;>\])(*]|\s[-–—]\s?|^[-–—•]|, )[\s*_]*$")
_BOUND_AFTER = re.compile(r"[*_ ]*(?:$|[\n\t|,;(/<]|[.!?](?:\s|$)|\s[-–—]\s|\s(?:and|&)\s)")
_ROLE_GAP = re.compile(r"[*_ ]*(?: ?\(|, ?|\t| \| ?| - | – )[*_]*")
_HEADS = listed(
    "officer worker manager auditor iro lado police supervisor visitor teacher nurse midwife "
    "psychologist psychiatrist therapist paediatrician solicitor barrister advocate mentor adviser "
    "advisor practitioner chair guardian headteacher senco dsl carer interpreter counsellor "
    "consultant relations sw hv ssw fsw gp tm atm psw counselor inspector coordinator "
    "co-ordinator assistant lead clerk secretary administrator referrer"
)
_STRICT = listed(
    "author worker name child client complainant manager supervisor supervisee chair referrer "
    "caller mother father carer signed signature mum dad sibling partner auditor interviewer "
    "interpreter patient pupil student resident mentor"
)
_STRICT_PHRASES = frozenset(
    tuple(phrase.split())
    for phrase in (
        "recorded by", "completed by", "written by", "entered by", "created by", "author name",
        "social worker", "allocated worker", "key worker", "case holder", "child name",
        "child's name", "client name", "young person", "worker name", "staff name", "seen by",
        "visited by", "reviewed by", "audited by", "chaired by", "minutes by", "reported by",
        "referred by", "signed by", "approved by", "authorised by", "team manager", "full name",
        "name of child", "name of worker", "staff member", "line manager", "health visitor",
    )
)  # fmt: skip
_ENDINGS = frozenset(phrase[-1] for phrase in _STRICT_PHRASES)
_LISTS = listed("present apologies attendees attended attending cc attendance participants invited")
_LABEL_END = re.compile(r"[*_ ]*(?:\([^)\n]{0,20}\))?[*_ ]*(?:[:=]|\t)[*_]*\s?[*_]*")
_LIST_END = re.compile(r"[*_ ]*[:=-]?[*_ ]*")
_ITEMS = re.compile(r"[ \t]*(?:\([^()\n]{0,60}\))?[ \t]*(?:,|;|&|\band\b|/)[ \t]*(?:\band\b )?")
_HEAD_OF_MAIL = re.compile(
    r"([^\W\d_][^\n\t<>:;|\"]{1,48}?)\"? ?[<(\[]([\w.'+-]{2,64})@", re.UNICODE
)
_MAILED = re.compile(r"[<(\[][\w.'+-]{2,64}@")
_REACH = 51  # signs before the bracket in which a name can begin
_PARTS = re.compile(r"[._+-]|\d+")
_TALK = ("before", "does", "lowly", "determiners")
_MOST = 5  # words of a name


def find(view: View) -> Iterator[Found]:
    """Yield the names that their place tells in one text."""
    words = view.words
    for at, word in enumerate(words.folds):
        if word in _HEADS:
            yield from _before_role(view, at)
        if word in _LISTS:
            yield from _list(view, at + 1)
        elif (word in _STRICT or (word in _ENDINGS and _phrase(view, at))) and at + 1 < len(words):
            yield from _labelled(view, at + 1)
    if "@" in words.text:
        yield from _mail(view)


def _phrase(view: View, at: int) -> bool:
    folds = view.words.folds
    return at > 0 and (
        tuple(folds[at - 1 : at + 1]) in _STRICT_PHRASES
        or tuple(folds[max(0, at - 2) : at + 1]) in _STRICT_PHRASES
    )


def _could(view: View, at: int) -> bool:
    """Say whether a word can be part of a name that its place tells."""
    words = view.words
    word, shape = words.folds[at], words.shapes[at]
    if shape == DIGITS or (view.bits[at] & NEVER and len(word) > 1):
        return False
    if words.loud[at] and any(word in view.lists.lists[name] for name in _TALK):
        return False
    return shape != LOWER or words.folds[at] in view.lists.lists["particles"]


def _end(view: View, at: int) -> int:
    """Return the end of the words from `at` that can be one name."""
    words = view.words
    end = at
    comma = False
    while end < len(words) and end - at < _MOST and _could(view, end):
        gap = words.gap(end) if end > at else " "
        if gap == ", " and not comma and words.shapes[end - 1] == UPPER and not words.loud[end]:
            comma = True
        elif (end > at and not _INNER.fullmatch(gap)) or (
            gap.startswith(".") and len(words.folds[end - 1]) > 1
        ):
            break
        end += 1
    while end > at and words.shapes[end - 1] == LOWER:
        end -= 1
    return end


def _is_name(view: View, start: int, end: int) -> bool:
    """Say whether words that stand where a name stands are more than a title of a thing."""
    words, lists = view.words, view.lists
    own = [
        at
        for at in range(start, end)
        if len(words.folds[at]) > 1 and words.folds[at] not in lists.lists["particles"]
    ]
    if not own:
        return end - start > 1 and all(words.shapes[at] == TITLE for at in range(start, end))
    plain = [
        at
        for at in own
        if words.folds[at] in lists.lists["field"]
        or (lists.role_of(words.folds[at]) is not None and not view.bits[at] & NAMED)
        or words.folds[at] in lists.lists["labels"]
    ]
    if len(plain) == len(own):
        return False
    if len(own) == 1 and view.bits[own[0]] & COMMON and len(own) == end - start:
        return view.quality(own[0]) >= 1
    known = [at for at in own if not view.bits[at] & WORD or view.bits[at] & NAMED]
    return bool(known) or not plain


def _name(view: View, start: int, end: int, role: str = "") -> Found:
    words = view.words
    return Found(words.starts[start], words.ends[end - 1], "name", "context/place", role)


def _before_role(view: View, head: int) -> Iterator[Found]:
    """Find the name before a role that stands in its own cell, in brackets or after a comma."""
    words = view.words
    first = head
    while first > 0 and head - first < 3 and words.gap(first) in (" ", "/", "-"):
        if words.shapes[first - 1] not in (TITLE, UPPER):
            break
        first -= 1
    for at in range(first, head + 1):
        if at and _ROLE_GAP.fullmatch(words.gap(at)):
            yield from _ending(view, at)
            return


def _ending(view: View, end: int) -> Iterator[Found]:
    """Find the name that ends before the word `end`."""
    words = view.words
    start = end
    comma = False
    while start > 0 and end - start < _MOST and _could(view, start - 1):
        gap = words.gap(start) if start < end else " "
        if gap == ", " and not comma and words.shapes[start - 1] == UPPER and start < end:
            if words.loud[start]:
                break
            comma = True
        elif not _INNER.fullmatch(gap):
            break
        start -= 1
    lead = words.text[max(0, words.starts[start] - 6) : words.starts[start]] if start < end else "x"
    if start < end and words.folds[start] in view.lists.lists["titles"]:
        return
    if (start == 0 or _BOUND_BEFORE.search(lead)) and _is_name(view, start, end):
        comma_only = lead.endswith(", ") and end - start == 1
        if not comma_only or not view.bits[start] & COMMON:
            yield _name(view, start, end)


def _labelled(view: View, at: int) -> Iterator[Found]:
    """Find the name after a label that only names follow."""
    words = view.words
    gap = words.gap(at)
    if not _LABEL_END.fullmatch(gap):
        return
    if "\t" in gap and not _opens_line(view, at):
        return
    end = _end(view, at)
    if end > at and _BOUND_AFTER.match(words.text, words.ends[end - 1]) and _is_name(view, at, end):
        yield _name(view, at, end)


def _opens_line(view: View, at: int) -> bool:
    """Say whether the cell before the word `at` is the first of its line."""
    text = view.words.text
    tab = text.rfind("\t", 0, view.words.starts[at])
    return "\t" not in text[text.rfind("\n", 0, tab) + 1 : tab]


def _list(view: View, at: int) -> Iterator[Found]:
    """Find the people of a list, initials among them: "Apologies: Justice Early, LO."."""
    words = view.words
    if at >= len(words) or not _LIST_END.fullmatch(words.gap(at)):
        return
    if words.folds[at - 1] != "cc" and ":" not in words.gap(at):
        return
    while at < len(words):
        titled = words.folds[at] in view.lists.lists["titles"]
        start = at + titled
        end = _end(view, start)
        if end == start:
            end = start + 1
        elif _lettered(view, start, end) or _is_name(view, start, end) or titled:
            yield _name(view, start, end)
        elif end == start + 1 and words.shapes[start] == TITLE:
            lists = view.lists
            if (
                words.folds[start] not in lists.lists["field"]
                and lists.role_of(words.folds[start]) is None
            ):
                yield _name(view, start, end)
        following = _next_item(view, end)
        if following is None:
            return
        at = following


def _lettered(view: View, start: int, end: int) -> bool:
    words = view.words
    if end - start != 1 or words.shapes[start] != UPPER:
        return False
    return len(words.folds[start]) == 2 and not words.loud[start]


def _next_item(view: View, end: int) -> int | None:
    words = view.words
    for at in range(end, min(end + 8, len(words))):
        between = words.text[words.ends[end - 1] : words.starts[at]]
        if "\n" in between or len(between) > 70:
            return None
        if _ITEMS.fullmatch(between):
            return at
    return None


def _mail(view: View) -> Iterator[Found]:
    """Find the names before addresses of e-mail: their local part confirms them."""
    words = view.words
    for match in _heads_of_mail(words.text):
        local = {part for part in _PARTS.split(fold(match[2])) if len(part) > 1}
        named = [word for word in re.split(r"[\s,.'’-]+", fold(match[1])) if len(word) > 1]
        if named and all(word in view.lists.lists["field"] for word in named):
            continue
        if local & set(named) or any(
            part.startswith(word) or word.startswith(part) for part in local for word in named
        ):
            yield Found(*match.span(1), "name", "context/place")


def _heads_of_mail(text: str) -> Iterator[re.Match[str]]:
    """Yield names with their addresses; only before an address are names looked for."""
    end = 0
    for mailed in _MAILED.finditer(text):
        match = _HEAD_OF_MAIL.search(text, max(end, mailed.start() - _REACH), mailed.end())
        if match is not None:
            end = match.end()
            yield match


def local_names(text: str, start: int, end: int, field: frozenset[str]) -> tuple[str, str] | None:
    """Return given and family name as an address of e-mail tells them, or null."""
    local = fold(text[start:end]).partition("@")[0]
    parts = [part for part in _PARTS.split(local) if part]
    if len(parts) != 2 or any(len(part) < 3 or part in field for part in parts):
        return None
    return (parts[0], parts[1]) if all(part.isalpha() for part in parts) else None
