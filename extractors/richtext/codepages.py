"""In which code page the bytes of rich text stand: the document's, or that of the font in use."""

from __future__ import annotations

import re

SYMBOL = "symbol"  # not a code page: glyphs of symbol fonts, kept in the private use area
_SURROGATE = re.compile("[\ud800-\udfff]")
_OF_CHARSET = {
    0: "cp1252", 2: SYMBOL, 77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab",
    134: "gbk", 136: "cp950", 161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255",
    178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250", 254: "cp437",
    255: "cp850",
}  # fmt: skip
_OF_PAGE = {
    **{page: f"cp{page}" for page in (437, 850, 852, 855, 866, 874, 932, 949, 950)},
    **{page: f"cp{page}" for page in range(1250, 1259)},
    708: "iso8859_6", 936: "gbk", 10000: "mac_roman", 65001: "utf-8",
}  # fmt: skip


def of_charset(charset: int | None) -> str | None:
    """Return the code page of a font's character set, None for "as the document"."""
    return _OF_CHARSET.get(charset if charset is not None else -1)


def of_page(page: int | None) -> str | None:
    """Return the codec of a numbered code page, None where it is unknown."""
    return _OF_PAGE.get(page if page is not None else -1)


def characters(content: str, page: str) -> str:
    """Decode bytes (one character each) as a code page; a byte that it lacks becomes U+FFFD."""
    if page == SYMBOL:
        return "".join(chr(0xF000 + ord(byte)) if ord(byte) > 32 else byte for byte in content)
    if content.isascii():
        return content
    return content.encode("latin-1").decode(page, "replace")


def whole(text: str) -> str:
    """Join the halves of characters that were written as two escapes; a lone half is U+FFFD."""
    if not _SURROGATE.search(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
