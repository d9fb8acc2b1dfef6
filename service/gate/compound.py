"""The container of old Office files (MS-CFB), walked within its own bytes.

Sectors are chained by tables that may lie: chains that go round, meet, or leave the file are
refused, so that whoever reads the streams can follow them blindly.
"""

import struct
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from service.errors import Invalid

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER = struct.Struct("<8s16s5H6s9L")
_IN_HEADER = 109  # sectors of the table that the header itself lists
_ENTRY = struct.Struct("<64sHBB3L36sLQ")
_NONE, _LAST_SECTOR = 0xFFFFFFFF, 0xFFFFFFFA
_LITTLE_ENDIAN = 0xFFFE
_STREAM, _ROOT = 2, 5
_MAX_ENTRIES = 10_000
_BOOKS = ("Workbook", "Book")
_LOCKED, _WORD = ("EncryptedPackage".encode("utf-16-le"), "WordDocument".encode("utf-16-le"))


@dataclass(frozen=True)
class _Entry:
    name: str
    kind: int
    links: tuple[int, int, int]
    start: int
    size: int


def is_encrypted(content: bytes) -> bool:
    """Return whether a password keeps an Office file of today inside the container."""
    return _LOCKED in content


def is_word(content: bytes) -> bool:
    """Return whether the container is an old Word document."""
    return _WORD in content


def books(content: bytes) -> list[bytes]:
    """Return the streams that hold an Excel workbook; a damaged container is refused.

    A file that holds two, for two ages of Excel, has the newer one first, as its readers take it.
    """
    try:
        return _Container(content).books()
    except (struct.error, IndexError, UnicodeDecodeError) as fault:
        raise _damaged() from fault


def _damaged() -> Invalid:
    return Invalid("gate_xls_damaged")


class _Container:
    def __init__(self, content: bytes) -> None:
        fields = _HEADER.unpack_from(content)
        shift, small_shift = fields[5], fields[6]
        if (shift, small_shift) not in ((9, 6), (12, 6)) or fields[4] != _LITTLE_ENDIAN:
            raise _damaged()
        _, tables, directory, _, self._cutoff, small_table, _, more, more_count = fields[8:17]
        self._content, self._size = content, 1 << shift
        self._sectors = -(-(len(content) - self._size) // self._size)
        self._used = 0
        self._next = self._table(self._table_sectors(tables, more, more_count))
        self._entries = list(_entries(self._joined(directory)))
        _require_tree(self._entries)
        self._small_next = _numbers(self._joined(small_table))
        self._small_size = 1 << small_shift

    def books(self) -> list[bytes]:
        """Return the workbooks; every stream's chain is followed once."""
        root = self._entries[0]
        small = self._joined(root.start)[: root.size] if root.kind == _ROOT else b""
        taken = 0
        found: dict[str, bytes] = {}
        for one in self._entries:
            if one.kind != _STREAM or not one.size:
                continue
            if one.size >= self._cutoff:
                content = self._joined(one.start)
            else:
                content = self._small(one.start, small)
                taken += len(content)
            if len(content) < one.size or taken > len(small) + self._size:
                raise _damaged()
            if one.name in _BOOKS:
                found[one.name] = content[: one.size]
        return [found[name] for name in _BOOKS if name in found]

    def _table_sectors(self, count: int, more: int, more_count: int) -> list[int]:
        """Return the sectors of the table of chains, from the header and the list that goes on."""
        listed = list(struct.unpack_from(f"<{_IN_HEADER}L", self._content, _HEADER.size))
        each = self._size // 4 - 1
        for _ in range(min(more_count, self._sectors)):
            numbers = _numbers(self._sector(more))
            listed += numbers[:each]
            more = numbers[each]
        found = [one for one in listed[:count] if one != _NONE]
        if len(found) != count or len(set(found)) != count:
            raise _damaged()
        return found

    def _table(self, sectors: list[int]) -> Sequence[int]:
        return _numbers(b"".join(map(self._sector, sectors)))

    def _sector(self, number: int) -> bytes:
        if not 0 <= number < self._sectors:
            raise _damaged()
        at = (number + 1) * self._size
        return self._content[at : at + self._size]

    def _joined(self, start: int) -> bytes:
        """Return the sectors of a chain. No sector belongs to two chains, or to one twice."""
        numbers = list(_chain(start, self._next))
        self._used += len(numbers)
        if self._used > self._sectors:
            raise _damaged()
        return b"".join(map(self._sector, numbers))

    def _small(self, start: int, small: bytes) -> bytes:
        numbers = _chain(start, self._small_next)
        places = [number * self._small_size for number in numbers]
        if any(at >= len(small) for at in places):
            raise _damaged()
        return b"".join(small[at : at + self._small_size] for at in places)


def _numbers(content: bytes) -> Sequence[int]:
    found = array("I")
    found.frombytes(content[: len(content) // 4 * 4])
    return found


def _chain(start: int, following: Sequence[int]) -> Iterator[int]:
    """Yield the numbers of a chain; one longer than its table goes round."""
    number, left = start, len(following)
    while number <= _LAST_SECTOR:
        if left == 0 or number >= len(following):
            raise _damaged()
        yield number
        number, left = following[number], left - 1


def _entries(directory: bytes) -> Iterator[_Entry]:
    if not directory or len(directory) > _MAX_ENTRIES * _ENTRY.size:
        raise _damaged()
    for at in range(0, len(directory) - _ENTRY.size + 1, _ENTRY.size):
        raw, length, kind, _, *links, _, start, size = _ENTRY.unpack_from(directory, at)
        name = raw[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
        yield _Entry(name, kind, (links[0], links[1], links[2]), start, size & 0xFFFFFFFF)


def _require_tree(entries: list[_Entry]) -> None:
    """Refuse a directory whose entries lead in a circle or to one that is not there."""
    seen: set[int] = set()
    waiting = [0]
    while waiting:
        number = waiting.pop()
        if number in seen or number >= len(entries):
            raise _damaged()
        seen.add(number)
        waiting += [one for one in entries[number].links if one != _NONE]
