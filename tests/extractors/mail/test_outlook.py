"""Messages as Outlook saves them: properties of a compound file, written small by hand."""

import io
import struct
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oxmsg import Message

from corpus.problems import RefusedError
from corpus.records import Extraction
from extractors import sniff
from extractors.formats import Options
from extractors.mail import MSG, open_letter
from extractors.mail.compressed import unpack
from extractors.mail.letter import DEEPEST

CLASS, SUBJECT, TRANSPORT, BODY, HTML, RICH = 0x1A, 0x37, 0x7D, 0x1000, 0x1013, 0x1009
SENDER, SENDER_SMTP, SENDER_ADDRESS = 0x0C1A, 0x5D01, 0x0C1F
SENT = {0x39: (0x40, struct.pack("<Q", 133591248000000000))}
TEXTS = {
    CLASS: "IPM.Note",
    SUBJECT: "Visit",
    BODY: "Seen today.\r\n",
    SENDER: "Jo Sample",
    SENDER_SMTP: "jo@example.org",
}
Out = SimpleNamespace


def read(content: bytes, options: Options | None = None) -> Extraction:
    return MSG.extract(content, "d", options or Options())


def printed(extraction: Extraction) -> list[str]:
    return [extraction.text[block.start : block.end] for block in extraction.blocks]


def stored(rtf: bytes) -> bytes:
    return struct.pack("<4I", len(rtf) + 12, len(rtf), 0x414C454D, 0) + rtf


def full(outlook: Out) -> bytes:
    people = {
        f"__recip_version1.0_#0000000{at}": outlook.recipient(kind, name, address)
        for at, (kind, name, address) in enumerate(
            [
                (1, "Sam Example", "sam@example.com"),
                (2, "Lee Other", "lee@example.net"),
                (1, "", "kim@example.com"),
                (3, "Pat Hidden", "/O=ORG/CN=PAT"),
            ]
        )
    }
    content: bytes = outlook.compound(outlook.message(TEXTS, people, SENT))
    return content


def test_headers_then_words(outlook: Out) -> None:
    extraction = read(full(outlook))
    assert [
        (extraction.text[block.start : block.end], block.locator) for block in extraction.blocks
    ] == [
        ("From: Jo Sample <jo@example.org>", "header From"),
        ("To: Sam Example <sam@example.com>, <kim@example.com>", "header To"),
        ("Cc: Lee Other <lee@example.net>", "header Cc"),
        ("Bcc: Pat Hidden", "header Bcc"),
        ("Date: Thu, 02 May 2024 12:00:00 +0000", "header Date"),
        ("Subject: Visit", "header Subject"),
        ("Seen today.", "line 1"),
    ]


def test_another_reader_of_messages_reads_the_same(outlook: Out) -> None:
    content = outlook.compound(
        outlook.message(numbers={**SENT, **dict.fromkeys(TEXTS, (31, b""))}, texts=TEXTS)
    )
    other = Message.load(io.BytesIO(content))
    extraction = read(content)
    assert other.subject == TEXTS[SUBJECT]
    assert f"Subject: {other.subject}" in printed(extraction)
    assert (other.body or "").strip() in printed(extraction)
    assert other.sent_date is not None
    assert other.sent_date.strftime("%d %b %Y %H:%M:%S") in extraction.text


SENDERS = [
    ({SENDER: "Jo", SENDER_SMTP: "jo@example.org"}, "From: Jo <jo@example.org>", "both"),
    ({SENDER: "Jo", SENDER_ADDRESS: "jo@example.org"}, "From: Jo <jo@example.org>", "older"),
    ({SENDER: "Jo", SENDER_ADDRESS: "/O=ORG/CN=JO"}, "From: Jo", "an address of the organisation"),
    ({SENDER_SMTP: "jo@example.org"}, "From: <jo@example.org>", "an address alone"),
    ({0x42: "Team", 0x5D02: "team@example.org"}, "From: Team <team@example.org>", "on behalf of"),
    ({TRANSPORT: "From: =?utf-8?q?J=C3=B6?= <j@example.org>\r\nX: y\r\n"},
     "From: Jö <j@example.org>", "the headers it travelled with"),
]  # fmt: skip


@pytest.mark.parametrize(("texts", "header", "why"), SENDERS)
def test_senders(outlook: Out, texts: dict[int, str], header: str, why: str) -> None:
    extraction = read(outlook.compound(outlook.message({**texts, BODY: "x"})))
    assert printed(extraction)[0] == header, why


def test_receivers_that_are_only_listed_are_read(outlook: Out) -> None:
    content = outlook.compound(outlook.message({0x0E04: "Sam; Lee", 0x0E03: "Kim", BODY: "x"}))
    assert printed(read(content)) == ["To: Sam; Lee", "Cc: Kim", "x"]


PAGE = "<html><body><p>Seen <b>today</b>.</p></body></html>"
RTF = rb"{\rtf1\ansi\ansicpg1252 Caf\'e9 seen.\par}"
# The bytes of an example in the format's description: packed, with a reference into the window.
PACKED = bytes.fromhex(
    "2d0000002b0000004c5a4675f1c5c7a703000a00726370673132354232"
    "0af32068656c090020627705b06c647d0a800fa0"
)
BODIES = [
    ({BODY: "Seen."}, {}, ["Seen."], "plain text"),
    ({BODY: "Seen.", HTML: PAGE}, {}, ["Seen."], "plain text is preferred"),
    ({HTML: PAGE}, {}, ["Seen today."], "HTML in characters"),
    ({BODY: " \r\n", HTML: PAGE}, {}, ["Seen today."], "plain text without a word"),
    ({}, {"__substg1.0_10130102": PAGE.encode()}, ["Seen today."], "HTML in bytes"),
    ({}, {"__substg1.0_1000001E": "Café".encode("cp1252")}, ["Café"], "a message of old Outlook"),
    ({}, {"__substg1.0_10090102": stored(RTF)}, ["Café seen."], "Rich Text, not packed"),
    ({}, {"__substg1.0_10090102": PACKED}, ["hello world"], "Rich Text, packed"),
    ({BODY: "> Earlier\r\nNow"}, {}, ["Earlier", "Now"], "quoted words"),
]


@pytest.mark.parametrize(("texts", "streams", "expected", "why"), BODIES)
def test_bodies(
    outlook: Out, texts: dict[int, str], streams: dict[str, bytes], expected: list[str], why: str
) -> None:
    assert printed(read(outlook.compound(outlook.message(texts, streams)))) == expected, why


def test_html_stands_in_the_code_page_that_the_message_names(outlook: Out) -> None:
    pages = {0x3FDE: (3, struct.pack("<I", 1251)), 0x3FFD: (3, struct.pack("<I", 1251))}
    html = {"__substg1.0_10130102": "<p>Привет</p>".encode("cp1251")}
    assert printed(read(outlook.compound(outlook.message({}, html, pages)))) == ["Привет"]


def test_mails_in_mails_are_read_inside(outlook: Out) -> None:
    inner: Any = outlook.message({SUBJECT: "Innermost", BODY: "Deep."}, header=24)
    middle = outlook.message(
        {SUBJECT: "Middle"},
        {"__attach_version1.0_#00000000": outlook.attachment("m", inner=inner)},
        header=24,
    )
    content = outlook.compound(
        outlook.message(
            TEXTS, {"__attach_version1.0_#00000000": outlook.attachment("m", inner=middle)}
        )
    )
    extraction = read(content)
    assert [
        (extraction.text[block.start : block.end], block.locator)
        for block in extraction.blocks[-3:]
    ] == [
        ("Subject: Middle", "forwarded message 1, header Subject"),
        ("Subject: Innermost", "forwarded message 1, forwarded message 1, header Subject"),
        ("Deep.", "forwarded message 1, forwarded message 1, line 1"),
    ]


def test_mails_in_mails_without_end_are_refused(outlook: Out) -> None:
    tree: Any = outlook.message({BODY: "Deep."}, header=24)
    for depth in range(DEEPEST + 1):
        header = 32 if depth == DEEPEST else 24
        inside = {"__attach_version1.0_#00000000": outlook.attachment("m", inner=tree)}
        tree = outlook.message({}, inside, header=header)
    with pytest.raises(RefusedError) as caught:
        read(outlook.compound(tree))
    assert caught.value.problem.code == "too-deep"


def test_attachments_are_told_apart(outlook: Out) -> None:
    inline = {**outlook.attachment("logo.png", b"x"), "__substg1.0_3712001F": b"i\x00"}
    content = outlook.compound(
        outlook.message(
            TEXTS,
            {
                "__attach_version1.0_#00000000": outlook.attachment("plan.docx", b"PK" * 3000),
                "__attach_version1.0_#00000001": inline,
                "__attach_version1.0_#00000002": outlook.attachment("link.docx"),
                "__attach_version1.0_#00000003": outlook.attachment("drawing", inner={"a": b"b"}),
            },
        )
    )
    letter = open_letter(content, Options())
    assert [(one.name, one.load(), one.inline) for one in letter.attached] == [
        ("plan.docx", b"PK" * 3000, False),
        ("logo.png", b"x", True),
    ]
    extraction = read(content)
    assert [problem.code for problem in extraction.problems] == [
        "attachment-not-read",
        "embedded-not-read",
    ]
    assert "link.docx" not in extraction.problems[0].message, "names may say whose case it is"


SEALED = ["IPM.Note.SMIME", "IPM.Note.Secure", "IPM.NOTE.SMIME"]


@pytest.mark.parametrize("kind", SEALED)
def test_sealed_messages_are_refused(outlook: Out, kind: str) -> None:
    with pytest.raises(RefusedError) as caught:
        read(outlook.compound(outlook.message({CLASS: kind})))
    assert caught.value.problem.code == "encrypted"


KINDS = [
    ("IPM.Note", False, "a mail"),
    ("IPM.Note.SMIME.MultipartSigned", False, "a signed mail"),
    ("REPORT.IPM.Note.NDR", False, "a report of a mail that did not arrive"),
    ("IPM.Contact", True, "a card of a person"),
    ("IPM.Appointment", True, "an entry of a calendar"),
]


@pytest.mark.parametrize(("kind", "said", "why"), KINDS)
def test_items_that_are_no_mails_say_so(outlook: Out, kind: str, said: bool, why: str) -> None:
    extraction = read(outlook.compound(outlook.message({CLASS: kind, BODY: "x"})))
    assert [problem.code for problem in extraction.problems] == ["no-email"] * said, why


BROKEN_RICH = [
    (b"", "nothing"),
    (PACKED[:15], "a header cut off"),
    (struct.pack("<4I", 9, 9, 9, 9), "of another kind"),
    (struct.pack("<4I", 9, 1 << 31, 0x75465A4C, 9), "said to be of gigabytes"),
]


@pytest.mark.parametrize(("packed", "why"), BROKEN_RICH)
def test_rich_text_that_cannot_be_unpacked_is_said(outlook: Out, packed: bytes, why: str) -> None:
    with pytest.raises(ValueError, match=r"cut off|another kind|too large"):
        unpack(packed, 1000)
    content = outlook.compound(outlook.message({SUBJECT: "x"}, {"__substg1.0_10090102": packed}))
    codes = [problem.code for problem in read(content).problems]
    assert codes == (["body-not-read"] if packed else []), why


@pytest.mark.parametrize("end", range(16, len(PACKED)))
def test_packed_text_cut_anywhere_gives_its_beginning(end: int) -> None:
    assert unpack(PACKED, 1000).startswith(unpack(PACKED[:end], 1000))


def test_it_is_known_by_its_root(outlook: Out) -> None:
    content = full(outlook)
    assert sniff(content, "a.doc").name == "Outlook message (MSG)"
    elsewhere = outlook.compound({"WordDocument": b"x", "a": {"__properties_version1.0": b"y"}})
    with pytest.raises(RefusedError) as caught:
        sniff(elsewhere, "a.doc")
    assert caught.value.problem.code == "old-word", "a document that holds a message"


def test_a_message_cut_anywhere_is_read_or_refused(outlook: Out) -> None:
    content = full(outlook)
    for end in range(8, len(content), 173):
        try:
            extraction = read(content[:end])
        except RefusedError as refused:
            assert refused.problem.code == "damaged-document"
        else:
            assert extraction.blocks


def test_streams_that_share_their_bytes_cannot_fill_the_memory(outlook: Out) -> None:
    with pytest.raises(RefusedError) as caught:
        read(outlook.compound(outlook.message({BODY: "x" * 100_000})), Options(max_unpacked=50_000))
    assert caught.value.problem.code == "unpacks-too-large"


def test_a_compound_file_without_properties_is_refused(outlook: Out) -> None:
    with pytest.raises(RefusedError) as caught:
        read(outlook.compound({"a": b"b"}))
    assert caught.value.problem.code == "damaged-document"


@settings(max_examples=200)
@given(
    changes=st.lists(
        st.tuples(st.integers(8, 1 << 16), st.integers(0, 255)), min_size=1, max_size=9
    )
)
def test_a_message_with_changed_bytes_is_read_or_refused(
    outlook: Out, changes: list[tuple[int, int]]
) -> None:
    content = bytearray(full(outlook))
    for place, byte in changes:
        content[place % len(content)] = byte
    try:
        extraction = read(bytes(content))
    except RefusedError as refused:
        assert refused.problem.message
    else:
        ends = [0]
        for block in extraction.blocks:
            assert ends[-1] <= block.start <= block.body <= block.end <= len(extraction.text)
            assert block.locator
            ends.append(block.end)
