"""A writer of compound files, enough to build Outlook messages: one sector table, right chains."""

import struct
from collections.abc import Mapping
from types import SimpleNamespace

import pytest

SECTOR, SMALL, SMALLEST = 512, 64, 4096
END, FREE, TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
Tree = Mapping[str, "bytes | Tree"]


class _Entry:
    def __init__(self, name: str, kind: int) -> None:
        self.name, self.kind = name, kind
        self.right = self.child = FREE
        self.start, self.size = END, 0

    def packed(self) -> bytes:
        name = self.name.encode("utf-16-le") + b"\x00\x00"
        return struct.pack(
            "<64sHBB3I16s4xQQIQ",
            name, len(name), self.kind, 1, FREE, self.right, self.child, bytes(16), 0, 0,
            self.start, self.size,
        )  # fmt: skip


def padded(content: bytes, size: int) -> bytes:
    return content + bytes(-len(content) % size)


class _Writer:
    def __init__(self) -> None:
        self.entries = [_Entry("Root Entry", 5)]
        self.sectors: list[bytes] = []
        self.table: list[int] = []
        self.small = b""
        self.small_table: list[int] = []

    def chain(self, content: bytes) -> int:
        """Lay content out in sectors and return the first of them."""
        pieces = padded(content, SECTOR)
        first, count = len(self.sectors), len(pieces) // SECTOR
        self.sectors += [pieces[at * SECTOR : (at + 1) * SECTOR] for at in range(count)]
        self.table += [*range(first + 1, first + count), END][:count]
        return first if count else END

    def store(self, entry: _Entry, content: bytes) -> None:
        entry.size = len(content)
        if len(content) >= SMALLEST:
            entry.start = self.chain(content)
        elif content:
            count = len(padded(content, SMALL)) // SMALL
            entry.start = len(self.small_table)
            self.small_table += [*range(entry.start + 1, entry.start + count), END]
            self.small += padded(content, SMALL)

    def grow(self, parent: _Entry, tree: Tree) -> None:
        before: _Entry | None = None
        for name, inside in tree.items():
            entry = _Entry(name, 2 if isinstance(inside, bytes) else 1)
            self.entries.append(entry)
            at = len(self.entries) - 1
            if before is None:
                parent.child = at
            else:
                before.right = at
            before = entry
            if isinstance(inside, bytes):
                self.store(entry, inside)
            else:
                self.grow(entry, inside)


def compound(tree: Tree) -> bytes:
    """Write a compound file of streams (bytes) and objects (trees)."""
    writer = _Writer()
    root = writer.entries[0]
    writer.grow(root, tree)
    root.start, root.size = writer.chain(writer.small), len(writer.small)
    entries = b"".join(entry.packed() for entry in writer.entries)
    directory = writer.chain(padded(entries, SECTOR))
    numbers = struct.pack(f"<{len(writer.small_table)}I", *writer.small_table)
    small = writer.chain(numbers + b"\xff" * (-len(numbers) % SECTOR))
    count = 1
    while count * 128 < len(writer.table) + count:
        count += 1
    first = len(writer.table)
    table = [*writer.table, *[TABLE] * count]
    table += [FREE] * (count * 128 - len(table))
    places = [*range(first, first + count), *[FREE] * (109 - count)]
    header = struct.pack(
        "<8s16s5H6x9I109I",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", bytes(16), 0x3E, 3, 0xFFFE, 9, 6, 0, count,
        directory, 0, SMALLEST, small, -(-len(numbers) // SECTOR), END, 0, *places,
    )  # fmt: skip
    return header + b"".join(writer.sectors) + struct.pack(f"<{len(table)}I", *table)


def properties(header: int, numbers: Mapping[int, tuple[int, bytes]] | None = None) -> bytes:
    """Write a stream of properties: {number: (type, value)} behind a header of some length."""
    rows = (
        struct.pack("<II8s", kind | number << 16, 6, value.ljust(8, b"\x00"))
        for number, (kind, value) in (numbers or {}).items()
    )
    return bytes(header) + b"".join(rows)


def message(
    texts: Mapping[int, str] | None = None,
    objects: Mapping[str, "bytes | Tree"] | None = None,
    numbers: Mapping[int, tuple[int, bytes]] | None = None,
    header: int = 32,
) -> dict[str, "bytes | Tree"]:
    """Make the tree of a message: properties of characters by their number, and what is inside."""
    return {
        "__properties_version1.0": properties(header, numbers),
        **{
            f"__substg1.0_{number:04X}001F": text.encode("utf-16-le")
            for number, text in (texts or {}).items()
        },
        **(objects or {}),
    }


def recipient(kind: int, name: str, address: str) -> Tree:
    return {
        "__properties_version1.0": properties(8, {0x0C15: (3, struct.pack("<I", kind))}),
        "__substg1.0_3001001F": name.encode("utf-16-le"),
        "__substg1.0_39FE001F": address.encode("utf-16-le"),
    }


def attachment(name: str, content: bytes | None = None, inner: Tree | None = None) -> Tree:
    tree: dict[str, bytes | Tree] = {
        "__properties_version1.0": properties(8),
        "__substg1.0_3707001F": name.encode("utf-16-le"),
    }
    if content is not None:
        tree["__substg1.0_37010102"] = content
    if inner is not None:
        tree["__substg1.0_3701000D"] = inner
    return tree


@pytest.fixture(scope="session")
def outlook() -> SimpleNamespace:
    """The writers of messages, by name."""
    return SimpleNamespace(
        compound=compound, message=message, recipient=recipient, attachment=attachment,
        properties=properties,
    )  # fmt: skip
