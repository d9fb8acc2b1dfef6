"""Write a zip from members that are passed on as they are and parts that were filled.

The bytes depend on nothing but the members: no clock, no platform, fixed order.
"""

import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from isal import isal_zlib

from service.package import Member

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_FIRST_DAY = 0x21  # 1 January 1980, where the calendar of zip begins
_UTF8_NAME = 0x800
_LEVEL = 1
_PIECE = 256 * 1024  # characters
_STORED, _DEFLATED = 0, 8


@dataclass(frozen=True)
class Entry:
    """A member ready to be written: its local record with data, and what the directory says."""

    name: bytes
    record: bytes
    method: int
    crc: int
    packed_size: int
    size: int

    def directory(self, offset: int) -> bytes:
        """Return the entry of the central directory for a record that begins at `offset`."""
        head = _CENTRAL.pack(
            b"PK\x01\x02", 20, 20, _UTF8_NAME, self.method, 0, _FIRST_DAY,
            self.crc, self.packed_size, self.size, len(self.name), 0, 0, 0, 0, 0, offset,
        )  # fmt: skip
        return head + self.name


def kept(member: Member) -> Entry:
    """Return the entry that passes a member on without inflating it."""
    return _entry(member.name, member.method, member.crc, member.size, member.packed)


def deflated(name: str, content: str) -> Entry:
    """Return the entry for new content, encoded and deflated piece by piece.

    A piece stays in the processor's cache from one to the other, and a long document is never in
    memory a second time as bytes.
    """
    packer = isal_zlib.compressobj(_LEVEL, wbits=-15)
    packed, crc, size = [], 0, 0
    for at in range(0, len(content), _PIECE):
        piece = content[at : at + _PIECE].encode()
        crc = isal_zlib.crc32(piece, crc)
        size += len(piece)
        packed.append(packer.compress(piece))
    packed.append(packer.flush())
    return _entry(name, _DEFLATED, crc, size, b"".join(packed))


def stored(name: str, content: bytes) -> Entry:
    """Return the entry for content that is compressed in itself, such as a picture."""
    return _entry(name, _STORED, isal_zlib.crc32(content), len(content), content)


def _entry(name: str, method: int, crc: int, size: int, packed: bytes) -> Entry:
    raw = name.encode()
    head = _LOCAL.pack(
        b"PK\x03\x04", 20, _UTF8_NAME, method, 0, _FIRST_DAY,
        crc, len(packed), size, len(raw), 0,
    )  # fmt: skip
    return Entry(raw, b"".join((head, raw, packed)), method, crc, len(packed), size)


def renamed(entry: Entry, name: str) -> Entry:
    """Return the entry for a member of another name with the same content."""
    packed = entry.record[_LOCAL.size + len(entry.name) :]
    return _entry(name, entry.method, entry.crc, entry.size, packed)


def write(entries: Iterable[Entry]) -> bytes:
    """Return the zip of the entries in their order."""
    records, directory, offset, count = [], [], 0, 0
    for entry in entries:
        records.append(entry.record)
        directory.append(entry.directory(offset))
        offset += len(entry.record)
        count += 1
    index = b"".join(directory)
    end = _END.pack(b"PK\x05\x06", 0, 0, count, count, len(index), offset, 0)
    return b"".join((*records, index, end))


def in_order(entries: Mapping[str, Entry]) -> list[Entry]:
    """Return the entries with the content types first, where streaming readers want them."""
    first = "[Content_Types].xml"
    return sorted(entries.values(), key=lambda entry: entry.name != first.encode())
