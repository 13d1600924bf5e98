"""E-mail as it travels: headers, words in any dress, earlier mails, mails in mails."""

import base64
from collections.abc import Callable
from contextlib import AbstractContextManager
from email.header import Header
from email.message import EmailMessage, MIMEPart
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.problems import RefusedError
from corpus.records import Extraction
from extractors import extract, sniff
from extractors.formats import Options
from extractors.mail import EML
from extractors.mail.headers import header_text, looks_like_mail
from extractors.mail.letter import DEEPEST


def mail(text: str | None = "Seen today.", html: str | None = None, **headers: str) -> EmailMessage:
    message = EmailMessage()
    for name, words in {
        "From": "Jo Sample <jo@example.org>",
        "To": "Sam Example <sam@example.com>",
        "Date": "Fri, 03 May 2024 10:00:00 +0100",
        "Subject": "Visit",
        **headers,
    }.items():
        message[name.replace("_", "-")] = words
    if text is not None:
        message.set_content(text)
    if html is not None and text is None:
        message.set_content(html, subtype="html")
    elif html is not None:
        message.add_alternative(html, subtype="html")
    return message


def read(content: bytes | EmailMessage | MIMEMultipart) -> Extraction:
    raw = content if isinstance(content, bytes) else content.as_bytes()
    return EML.extract(raw, "d", Options())


def printed(extraction: Extraction) -> list[str]:
    return [extraction.text[block.start : block.end] for block in extraction.blocks]


def words(content: bytes | EmailMessage | MIMEMultipart) -> list[str]:
    """Return what stands below the headers."""
    extraction = read(content)
    return [
        extraction.text[block.start : block.end]
        for block in extraction.blocks
        if "header" not in (block.locator or "")
    ]


def raw(body: str, more: str = "") -> bytes:
    head = "From: jo@example.org\nTo: sam@example.com\nMIME-Version: 1.0\n"
    return f"{head}{more}\n{body}".encode("latin-1")


def test_headers_come_first_in_one_order() -> None:
    message = mail(Cc="Lee Other <lee@example.net>", Bcc="b@example.org", Reply_To="r@example.org")
    message["X-Mailer"] = "Some program"
    extraction = read(message)
    assert [
        (extraction.text[block.start : block.end], block.kind, block.locator)
        for block in extraction.blocks
    ] == [
        ("From: Jo Sample <jo@example.org>", "paragraph", "header From"),
        ("Reply-To: r@example.org", "paragraph", "header Reply-To"),
        ("To: Sam Example <sam@example.com>", "paragraph", "header To"),
        ("Cc: Lee Other <lee@example.net>", "paragraph", "header Cc"),
        ("Bcc: b@example.org", "paragraph", "header Bcc"),
        ("Date: Fri, 03 May 2024 10:00:00 +0100", "paragraph", "header Date"),
        ("Subject: Visit", "paragraph", "header Subject"),
        ("Seen today.", "paragraph", "line 1"),
    ]


HEADERS = [
    ("plain", "plain", "as it is"),
    ("=?utf-8?q?Caf=C3=A9_today?=", "Café today", "quoted-printable"),
    ("=?UTF-8?B?Q2Fmw6k=?=", "Café", "base 64"),
    ("=?iso-8859-1?Q?Caf=E9?= today", "Café today", "another code page, and words behind"),
    ("Re: =?utf-8?q?a?= =?utf-8?q?b?=", "Re: ab", "no space between two code words"),
    ("=?utf-8?q?=C3?= =?utf-8?q?=A9?=", "é", "a character spread over two code words"),
    ("=?utf-8?q?a?= and =?utf-8?q?b?=", "a and b", "words between"),
    ("=?utf-8*en?q?a?=", "a", "with its language"),
    ("=?punycode?q?a?=", "a", "an encoding that is none for mails"),
    ("=?utf-8?x?a?=", "=?utf-8?x?a?=", "no code word at all"),
    ("=?utf-8?b?!!!?=", "", "base 64 of nothing"),
    ("two\r\n lines", "two lines", "folded"),
]


@pytest.mark.parametrize(("text", "read_as", "why"), HEADERS)
def test_code_words(text: str, read_as: str, why: str) -> None:
    assert header_text(text) == read_as, why


def test_raw_bytes_in_headers() -> None:
    assert "Subject: Größe" in read(raw("x", "Subject: Größe\n")).text
    assert "Subject: Größe" in read("Subject: Größe\n".encode() + raw("x")).text


HTML = "<html><body><p>Seen <b>today</b>.</p><ul><li>school</li></ul></body></html>"
LONG = f"<html><body><p>{'Many words of the note itself. ' * 20}</p></body></html>"
BODIES = [
    (mail("Seen today."), ["Seen today."], "plain text"),
    (mail("Seen today.", HTML), ["Seen today."], "plain text is preferred"),
    (mail(None, HTML), ["Seen today.", "• school"], "HTML alone"),
    (mail("", HTML), ["Seen today.", "• school"], "plain text without a word"),
    (mail("See the HTML.", LONG), [("Many words of the note itself. " * 20).strip()], "far less"),
    (mail("Größe – naïve"), ["Größe – naïve"], "other letters"),
    (mail("One.\n\nTwo.\n- item"), ["One.", "Two.", "• item"], "paragraphs and lists"),
    (raw("caf\xe9", "Content-Type: text/plain; charset=iso-8859-1\n"), ["café"], "code page"),
    (raw("caf=E9", "Content-Type: text/plain; charset=iso-8859-1\n"
         "Content-Transfer-Encoding: quoted-printable\n"), ["café"], "quoted-printable"),
    (raw("Q2Fmw6k=", "Content-Type: text/plain; charset=utf-8\n"
         "Content-Transfer-Encoding: base64\n"), ["Café"], "base 64"),
    (raw("x", "Content-Type: text/plain; charset=punycode\n"), ["x"], "an encoding of no mail"),
    (raw("x", "Content-Type: nonsense\n"), ["x"], "a type of no form"),
    (raw("x", "Content-Transfer-Encoding: nonsense\n"), ["x"], "an unknown transfer encoding"),
    (raw("a\x00b"), ["a b"], "NULs"),
]  # fmt: skip


@pytest.mark.parametrize(("message", "expected", "why"), BODIES)
def test_bodies(message: bytes | EmailMessage, expected: list[str], why: str) -> None:
    assert words(message) == expected, why


def test_a_mail_of_html_keeps_its_tables() -> None:
    html = "<table><tr><th>Date</th><th>Who</th></tr><tr><td>3 May</td><td>Jo</td></tr></table>"
    assert words(mail(None, html)) == ["Date\tWho\n3 May\tJo"]


def test_earlier_mails_are_kept_with_their_headers() -> None:
    text = (
        "Thanks.\n\nOn 3 May Sam wrote:\n> Please visit\n> this week.\n>\n>> First words.\n\n"
        "-----Original Message-----\nFrom: Lee Other\nSent: 2 May 2024\nTo: Jo\nSubject: Visit\n\n"
        "Oldest words."
    )
    extraction = read(mail(text))
    assert [
        (extraction.text[block.start : block.end], block.locator) for block in extraction.blocks[4:]
    ] == [
        ("Thanks.", "line 1"),
        ("On 3 May Sam wrote:", "line 3"),
        ("Please visit this week.", "quoted, lines 4-5"),
        ("First words.", "quoted, line 7"),
        ("-----Original Message-----", "line 9"),
        ("From: Lee Other", "line 10"),
        ("Sent: 2 May 2024", "line 11"),
        ("To: Jo", "line 12"),
        ("Subject: Visit", "line 13"),
        ("Oldest words.", "line 15"),
    ]


def forwarding(inner: EmailMessage) -> EmailMessage:
    outer = mail("See below.", Subject="Fwd: Visit")
    outer.add_attachment(inner)
    return outer


def test_a_forwarded_mail_is_read_inside() -> None:
    extraction = read(forwarding(forwarding(mail("Innermost.", Subject="First"))))
    assert [block.locator for block in extraction.blocks if "Subject" in (block.locator or "")] == [
        "header Subject",
        "forwarded message 1, header Subject",
        "forwarded message 1, forwarded message 1, header Subject",
    ]
    assert printed(extraction)[-1] == "Innermost."


def test_a_forwarded_mail_that_was_encoded_is_read_all_the_same() -> None:
    inner = base64.encodebytes(mail("Innermost.").as_bytes()).decode()
    content = raw(
        f"--b\n\nOuter.\n--b\nContent-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n"
        f"{inner}\n--b--\n",
        'Content-Type: multipart/mixed; boundary="b"\n',
    )
    assert words(content) == ["Outer.", "Innermost."]


def test_text_before_between_and_behind_attachments_is_all_read() -> None:
    outer = MIMEMultipart()
    outer["From"], outer["To"] = "jo@example.org", "sam@example.com"
    for text in ("Before.", "After."):
        outer.attach(MIMEText(text))
        picture = MIMEPart()
        picture.set_content(b"x", maintype="image", subtype="png")
        outer.attach(picture)
    outer.epilogue = "\nBehind the end.\n"
    assert words(outer) == ["Before.", "After.", "Behind the end."]


def test_attachments_are_no_words_of_the_mail() -> None:
    message = mail("Seen.")
    message.add_attachment("attached words", filename="log.txt")
    message.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="a.pdf")
    assert words(message) == ["Seen."]


def test_a_signature_beside_the_words_does_no_harm() -> None:
    outer = MIMEMultipart("signed", protocol="application/pgp-signature")
    outer["From"], outer["To"] = "jo@example.org", "sam@example.com"
    outer.attach(MIMEText("Signed words."))
    assert words(outer) == ["Signed words."]


REFUSED = [
    (raw("x", "Content-Type: application/pkcs7-mime; smime-type=enveloped-data\n"), "encrypted",
     "S/MIME"),
    (raw("--b\n\nx\n--b--", "Content-Type: multipart/encrypted; boundary=b\n"), "encrypted", "PGP"),
    (raw("".join(f"boundary=b{number}\n" for number in range(301))), "too-deep",
     "boundaries without end make the parser slow"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "code", "why"), REFUSED)
def test_what_cannot_be_read_is_refused(content: bytes, code: str, why: str) -> None:
    with pytest.raises(RefusedError) as caught:
        read(content)
    assert caught.value.problem.code == code, why
    assert "print" in caught.value.problem.message.lower(), "a remedy"


def test_an_encrypted_mail_in_a_mail_is_a_problem_of_that_mail_alone() -> None:
    outer = MIMEMultipart()
    outer["From"], outer["To"] = "jo@example.org", "sam@example.com"
    outer.attach(MIMEText("Outer words."))
    inner = EmailMessage()
    inner["Subject"] = "Sealed"
    inner["Content-Type"] = "application/pkcs7-mime"
    outer.attach(MIMEMessage(inner))
    extraction = read(outer)
    assert [problem.code for problem in extraction.problems] == ["encrypted"]
    assert "Outer words." in extraction.text


def test_mails_in_mails_without_end_are_refused() -> None:
    message = mail("Innermost.")
    for _ in range(DEEPEST):
        message = forwarding(message)
    assert printed(read(message))[-1] == "Innermost."
    with pytest.raises(RefusedError) as caught:
        read(forwarding(message))
    assert caught.value.problem.code == "too-deep"


def test_parts_in_parts_without_end_are_refused_or_read() -> None:
    body = "".join(
        f"--b{at}\nContent-Type: multipart/mixed; boundary=b{at + 1}\n\n" for at in range(280)
    )
    content = raw(f"{body}--b280\n\ndeep", "Content-Type: multipart/mixed; boundary=b0\n")
    try:
        extraction = read(content)
    except RefusedError as refused:
        assert refused.problem.code == "too-deep"
    else:
        assert "deep" in extraction.text


def test_a_mail_that_breaks_off_says_so() -> None:
    message = mail("Seen today.", HTML).as_bytes()
    extraction = read(message[: message.index(b"<li>")])
    assert [problem.code for problem in extraction.problems] == ["truncated-document"]
    assert "Seen today." in extraction.text


def test_a_guessed_encoding_is_said() -> None:
    extraction = read(raw("caf\xe9", "Content-Type: text/plain; charset=utf-8\n"))
    assert [problem.code for problem in extraction.problems] == ["encoding-guessed"]


HEADS = [
    (b"Received: from x\r\nFrom: a\r\nTo: b\r\n\r\n", True, "the usual case"),
    (b"\xef\xbb\xbf\r\nMIME-Version: 1.0\nFrom: a\nDate: b\n\n", True, "behind a mark"),
    (b"From jo@example.org Fri May\nMessage-ID: x\nFrom: a\nTo: b\n\n", True, "from a mailbox"),
    (b"Message-ID: x\nFrom: a\n b\n\tc\nTo: b\n\n", True, "folded headers"),
    (b"Content-Type: multipart/signed; boundary=b\n\n--b", True, "the inside of a signed mail"),
    (b"Message-ID: x\nMIME-Version: 1.0\nFrom: a\nTo: b\nno header", True, "no empty line"),
    (b"From: Jo\nTo: Sam\nDate: 3 May\nSubject: Visit\n\nSeen.", False, "a typed note"),
    (b"Message-ID: x\nFrom: a\n\n", False, "one header of people"),
    (b"Received: x\nSeen today: all well\nno header\n", False, "words with colons"),
    (b"", False, "nothing"),
    (b"\x00\x01\x02", False, "no text"),
]


@pytest.mark.parametrize(("head", "is_mail", "why"), HEADS)
def test_a_mail_is_known_by_its_headers(head: bytes, is_mail: bool, why: str) -> None:
    assert looks_like_mail(head) is is_mail, why


def test_its_bytes_win_over_other_text_formats() -> None:
    content = mail("# Title\n\nSome **bold** and *more* words, a, b, c").as_bytes()
    assert sniff(content, "a.txt").name == "e-mail (EML)"
    assert extract(content, "d", sniff(content, "a.eml"), name="a.eml").problems == ()


def test_a_typed_note_with_headers_stays_text() -> None:
    assert sniff(b"From: Jo\nTo: Sam\nDate: 3 May\n\nSeen.", "a.txt").name == "plain text"


def test_a_long_mail_takes_work_in_proportion(check_effort: Callable[..., None]) -> None:
    def long(count: int) -> bytes:
        return mail("Seen by Jo.\n\n> quoted words\n" * count).as_bytes()

    check_effort(read, long(200), long(1600))


HANGING = ["=?", "=?utf-8?q?", "=?utf-8?q?a?= ", "=?utf-8*", "=?a?b?c", "=?utf-8?q?a?=\r\n "]


@pytest.mark.parametrize("piece", HANGING)
def test_code_words_without_end_do_not_hang(
    piece: str, no_hang: Callable[[], AbstractContextManager[None]]
) -> None:
    with no_hang():
        assert header_text(piece * 100_000)


@given(st.lists(st.text(min_size=1).map(str.strip).filter(bool), min_size=1, max_size=4))
def test_written_headers_come_back(texts: list[str]) -> None:
    written = Header(" ".join(" ".join(texts).split()), "utf-8").encode()
    assert "".join(header_text(written).split()) == "".join(header_text(" ".join(texts)).split())
