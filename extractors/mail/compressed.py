"""The packing of Rich Text inside Outlook messages (LZFu, after MS-OXRTFCP)."""

from __future__ import annotations

import struct

# What the window of the unpacker holds before the first byte, as the format lays it down.
_BEFORE = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern "
    b"\\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0"
    b"\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)
_WINDOW = 4096
_PACKED, _STORED = 0x75465A4C, 0x414C454D


def unpack(content: bytes, most: int) -> bytes:
    """Unpack Rich Text. ValueError where it is cut off, of another kind, or larger than `most`."""
    if len(content) < 16:
        raise ValueError("cut off")
    _, size, kind, _ = struct.unpack_from("<4I", content)
    if size > most:
        raise ValueError("too large")
    if kind == _STORED:
        return content[16 : 16 + size]
    if kind != _PACKED:
        raise ValueError("of another kind")
    return _inflated(content, size)


def _inflated(content: bytes, size: int) -> bytes:
    window = bytearray(_BEFORE.ljust(_WINDOW, b"\x00"))
    read, write = 16, len(_BEFORE)
    found = bytearray()
    while read < len(content) and len(found) < size:
        flags = content[read]
        read += 1
        for bit in range(8):
            if flags >> bit & 1:
                if read + 2 > len(content):
                    return bytes(found)
                reference = content[read] << 8 | content[read + 1]
                read += 2
                at, count = reference >> 4, (reference & 15) + 2
                if at == write % _WINDOW:
                    return bytes(found)
                copied = range(at, at + count)
            elif read < len(content):
                window[write % _WINDOW] = content[read]
                copied = range(write % _WINDOW, write % _WINDOW + 1)
                read += 1
            else:
                return bytes(found)
            for place in copied:
                byte = window[place % _WINDOW]
                window[write % _WINDOW] = byte
                found.append(byte)
                write += 1
    return bytes(found[:size])
