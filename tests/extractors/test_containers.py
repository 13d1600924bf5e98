"""Archives and e-mails as holders of documents: what is inside, where it lay, what is too much."""

import io
import zipfile
from collections.abc import Mapping
from email.message import EmailMessage

import pytest

from corpus.problems import RefusedError
from extractors import containers, extract, sniff
from extractors.containers import Part, is_container, parts
from extractors.formats import Options

RTF = b"{\\rtf1 words}"
PDF = b"%PDF-1.7\n"


def zipped(files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def mail(
    text: str, *attached: tuple[str, bytes], inner: EmailMessage | None = None
) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"] = "jo@example.org", "sam@example.com"
    message["Date"], message["Subject"] = "Fri, 03 May 2024 10:00:00 +0100", text
    message.set_content(text)
    for name, content in attached:
        message.add_attachment(
            content, maintype="application", subtype="octet-stream", filename=name
        )
    if inner is not None:
        message.add_attachment(inner)
    return message


def raw(message: EmailMessage) -> bytes:
    return message.as_bytes()


def places(content: bytes, options: Options | None = None) -> list[str]:
    return [part.locator for part in parts(content, "offered", options)]


def refusal(content: bytes, options: Options | None = None) -> tuple[str, str]:
    with pytest.raises(RefusedError) as caught:
        parts(content, "offered.zip", options)
    return caught.value.problem.code, caught.value.problem.message


def locked(content: bytes) -> bytes:
    """Say in an archive that its first file has a password."""
    marked = bytearray(content)
    marked[6] |= 1
    marked[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(marked)


PLAIN = zipped({"a.rtf": RTF})
CONTAINERS = [
    (PLAIN, True, "an archive"),
    (raw(mail("x")), True, "a mail, though nothing is attached"),
    (locked(PLAIN), True, "an archive with a password: opening it says so"),
    (PDF, False, "a PDF"),
    (zipped({"word/document.xml": b"<x/>"}), False, "a Word document is packed the same way"),
    (zipped({"ppt/presentation.xml": b"<x/>"}), False, "so is a presentation"),
    (zipped({"META-INF/container.xml": b"<x/>"}), False, "and an e-book"),
    (PLAIN[:-30], False, "a broken archive: sniffing says why"),
    (RTF, False, "a document"),
    (b"", False, "nothing"),
    (b"PK", False, "two letters"),
]


# Archives hold the time of their making: tests are called by the reason.
@pytest.mark.parametrize(
    ("content", "holds", "why"), CONTAINERS, ids=[why for _, _, why in CONTAINERS]
)
def test_what_holds_documents(content: bytes, holds: bool, why: str) -> None:
    assert is_container(content) is holds, why


def test_files_of_an_archive_come_in_their_order() -> None:
    content = zipped({"case/a.rtf": RTF, "b.txt": b"words", "case/": b"", "c": b""})
    assert parts(content, "x.zip") == (
        Part("a.rtf", RTF, "file 1: a.rtf"),
        Part("b.txt", b"words", "file 2: b.txt"),
        Part("c", b"", "file 3: c"),
    )


def test_attachments_of_a_mail() -> None:
    content = raw(mail("x", ("plan.rtf", RTF), ("notes.pdf", PDF)))
    assert parts(content, "x.eml") == (
        Part("plan.rtf", RTF, "attachment 1: plan.rtf"),
        Part("notes.pdf", PDF, "attachment 2: notes.pdf"),
    )


def test_pictures_in_the_text_are_told_from_attachments() -> None:
    message = EmailMessage()
    message["From"], message["To"] = "jo@example.org", "sam@example.com"
    message.set_content("<p>x<img src='cid:a'></p>", subtype="html")
    message.add_related(
        b"x", maintype="image", subtype="png", cid="<a>", disposition="inline", filename="logo.png"
    )
    assert places(raw(message)) == ["in the text 1: logo.png"]


def test_a_mail_in_a_mail_in_an_archive() -> None:
    innermost = mail("Innermost", ("deep.rtf", RTF))
    forwarded = mail("Outer", ("near.rtf", RTF), inner=innermost)
    content = zipped({"mails/one.eml": raw(forwarded), "two.txt": b"words"})
    assert places(content) == [
        "file 1: one.eml",
        "file 1: one.eml, attachment 1: near.rtf",
        "file 1: one.eml, forwarded message 1, attachment 1: deep.rtf",
        "file 2: two.txt",
    ]
    letter = parts(content, "x.zip")[0]
    extraction = extract(letter.content, "d", sniff(letter.content, letter.name))
    assert "Outer" in extraction.text
    assert "Innermost" in extraction.text, "a forwarded mail is part of the mail"


def test_a_mail_that_is_attached_as_a_file_is_a_document_of_its_own() -> None:
    inner = raw(mail("Inner", ("deep.rtf", RTF)))
    assert places(raw(mail("Outer", ("inner.eml", inner)))) == [
        "attachment 1: inner.eml",
        "attachment 1: inner.eml, attachment 1: deep.rtf",
    ]


def test_archives_inside_are_opened_and_are_no_documents() -> None:
    inner = zipped({"a.rtf": RTF, "b.rtf": RTF})
    assert places(raw(mail("x", ("all.zip", inner)))) == [
        "attachment 1: all.zip, file 1: a.rtf",
        "attachment 1: all.zip, file 2: b.rtf",
    ]


NAMES = [
    ("../../etc/passwd", "passwd", "out of the folder"),
    ("/etc/passwd", "passwd", "from the root"),
    ("C:\\Windows\\a.rtf", "a.rtf", "a path of Windows"),
    ("a\x01b\n.rtf", "a b .rtf", "control characters"),
    ("..", "file 1", "the folder above"),
    ("x" * 500 + ".rtf", None, "without end"),
    ("Größe.rtf", "Größe.rtf", "other letters"),
]


@pytest.mark.parametrize(("name", "called", "why"), NAMES)
def test_names_inside_lead_nowhere(name: str, called: str | None, why: str) -> None:
    (part,) = parts(zipped({name: RTF}), "x.zip")
    assert part.name == called or called is None, why
    assert len(part.name) <= 121
    assert not set(part.name) & set("/\\\n"), why


def test_a_name_of_a_path_in_a_mail_leads_nowhere() -> None:
    (part,) = parts(raw(mail("x", ("..\\..\\evil/a.rtf", RTF))), "x.eml")
    assert part.name == "a.rtf"


def test_what_programs_pack_for_themselves_is_no_document() -> None:
    content = zipped(
        {"__MACOSX/._a.rtf": b"x", "a/.DS_Store": b"x", "Thumbs.db": b"x", "a.rtf": RTF}
    )
    assert places(content) == ["file 1: a.rtf"]


def nested(depth: int) -> bytes:
    content = RTF
    for _ in range(depth):
        content = zipped({"a": content}, zipfile.ZIP_STORED)
    return content


BOMB = zipped({"a.txt": b"0" * 9_000_000})
TOO_MUCH = [
    (nested(5), None, "too-deep", "4", "archives in archives"),
    (zipped({f"{at}.txt": b"x" for at in range(201)}), None, "too-many-parts", "200", "files"),
    (
        zipped({f"{at}.zip": zipped({f"{n}": b"x" for n in range(60)}) for at in range(4)}),
        None,
        "too-many-parts",
        "200",
        "files of all archives together",
    ),
    (
        raw(mail("x", *[(f"{at}", b"x") for at in range(201)])),
        None,
        "too-many-parts",
        "200",
        "mail",
    ),
    (BOMB, None, "unpacks-too-large", "exhaust", "a file that packs far too well"),
    (zipped({"x.zip": BOMB}), None, "unpacks-too-large", "exhaust", "the same one deeper"),
    (PLAIN, Options(max_unpacked=5), "unpacks-too-large", "exhaust", "by what it declares"),
    (
        zipped({"a": bytes(range(256)) * 40, "b.zip": zipped({"c": bytes(range(256)) * 40})}),
        Options(max_unpacked=15_000),
        "unpacks-too-large",
        "exhaust",
        "all levels together",
    ),
    (locked(PLAIN), None, "encrypted", "password", "a password"),
    (zipped({}), None, "empty", "no files", "an archive of nothing"),
    (zipped({"a": b"x" * 99}, zipfile.ZIP_LZMA), None, "damaged-archive", "packed", "the method"),
    (PLAIN.replace(RTF[:3], b"xxx"), None, None, "", "deflated: the words do not stand in it"),
    (
        zipped({"a": RTF}, zipfile.ZIP_STORED).replace(RTF, RTF[::-1]),
        None,
        "damaged-archive",
        "damaged",
        "the sum is wrong",
    ),
]


@pytest.mark.parametrize(("content", "options", "code", "words", "why"), TOO_MUCH)
def test_limits(
    content: bytes, options: Options | None, code: str | None, words: str, why: str
) -> None:
    if code is None:
        assert places(content), why
        return
    found, message = refusal(content, options)
    assert found == code, why
    assert words in message, why
    assert "offer" in message or "Pack" in message, "a remedy"
    assert "offered.zip" not in message, "the name may say whose case it is"


def test_four_deep_is_not_too_deep() -> None:
    assert places(nested(4)) == ["file 1: a, file 1: a, file 1: a, file 1: a"]


INSIDE = [
    (locked(PLAIN), "encrypted", "an archive with a password"),
    (zipped({"a": RTF}, zipfile.ZIP_STORED)[:-9], "unknown-format", "an archive cut off"),
    (zipped({}), "unknown-format", "an archive of nothing"),
    (b"", "empty", "nothing"),
]


@pytest.mark.parametrize(("inner", "code", "why"), INSIDE)
def test_what_cannot_be_opened_inside_is_offered_to_be_refused_by_itself(
    inner: bytes, code: str, why: str
) -> None:
    found = parts(zipped({"a.rtf": RTF, "b.zip": inner}, zipfile.ZIP_STORED), "x.zip")
    assert [part.locator for part in found] == ["file 1: a.rtf", "file 2: b.zip"], why
    with pytest.raises(RefusedError) as caught:
        sniff(found[1].content, found[1].name)
    assert caught.value.problem.code == code, why


def test_an_encrypted_mail_inside_is_refused_by_itself() -> None:
    sealed = raw(mail("x")).replace(b"text/plain", b"application/pkcs7-mime")
    (part,) = parts(zipped({"a.eml": sealed}), "x.zip")
    with pytest.raises(RefusedError) as caught:
        extract(part.content, "d", sniff(part.content, part.name))
    assert caught.value.problem.code == "encrypted"
    assert refusal(sealed)[0] == "encrypted", "as well where it is offered itself"


@pytest.mark.parametrize("content", [PDF, RTF, b"", b"words"])
def test_what_is_no_container_has_no_parts(content: bytes) -> None:
    assert parts(content, "x") == ()


def test_damage_anywhere_is_refused_or_leaves_parts() -> None:
    content = zipped({"a.rtf": RTF * 20, "b.eml": raw(mail("x", ("c.rtf", RTF)))})
    for at in range(0, len(content), 7):
        changed = content[:at] + bytes([content[at] ^ 0x5A]) + content[at + 1 :]
        try:
            found = parts(changed, "x.zip")
        except RefusedError as refused:
            assert refused.problem.message
        else:
            assert all(isinstance(part.content, bytes) for part in found)


def test_the_module_writes_nothing() -> None:
    assert not {"open", "Path", "tempfile"} & set(vars(containers))
