"""One stream out of a compound file, the container of .xls (MS-CFB)."""

import struct
from collections.abc import Iterator

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END = 0xFFFFFFFA  # this and what is greater names no sector
_HEADER_SECTORS = 109
_SECTORS, _SMALL_SECTORS = (9, 12), 6  # powers of two


class DamagedError(Exception):
    """The container contradicts itself."""


class Compound:
    """A compound file. Raises DamagedError where it is cut off or runs in a circle."""

    def __init__(self, content: bytes) -> None:
        if len(content) < 512 or not content.startswith(SIGNATURE):
            raise DamagedError
        self._content = content
        sectors, small_sectors = struct.unpack_from("<HH", content, 30)
        if sectors not in _SECTORS or small_sectors != _SMALL_SECTORS:
            raise DamagedError
        self._size, self._small = 1 << sectors, 1 << small_sectors
        directory, self._cutoff, small_fat, _, more = struct.unpack_from("<I4xIIII", content, 48)
        self._fat = self._table(more)
        entries = self._joined(directory)
        self._entries = dict(self._named(entries))
        self._small_fat = _numbers(self._joined(small_fat)) if small_fat < _END else ()
        root = self._entries.get("root entry", (_END, 0))
        self._small_stream = self._joined(root[0]) if root[0] < _END else b""

    def names(self) -> frozenset[str]:
        """Return the names of the streams and folders, in small letters."""
        return frozenset(self._entries)

    def stream(self, name: str) -> bytes:
        """Return the bytes of a stream."""
        start, size = self._entries[name.lower()]
        if size >= self._cutoff:
            return self._joined(start)[:size]
        pieces = [
            self._small_stream[at * self._small : (at + 1) * self._small]
            for at in _chain(start, self._small_fat)
        ]
        return b"".join(pieces)[:size]

    def _table(self, more: int) -> tuple[int, ...]:
        sectors = list(struct.unpack_from(f"<{_HEADER_SECTORS}I", self._content, 76))
        seen: set[int] = set()
        while more < _END:
            if more in seen:
                raise DamagedError
            seen.add(more)
            *listed, more = _numbers(self._sector(more))
            sectors += listed
        return _numbers(b"".join(self._sector(at) for at in sectors if at < _END))

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        if start >= len(self._content):
            raise DamagedError
        return self._content[start : start + self._size].ljust(self._size, b"\0")

    def _joined(self, start: int) -> bytes:
        return b"".join(self._sector(at) for at in _chain(start, self._fat))

    def _named(self, entries: bytes) -> Iterator[tuple[str, tuple[int, int]]]:
        for at in range(0, len(entries) - 127, 128):
            length = struct.unpack_from("<H", entries, at + 64)[0]
            name = entries[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
            if name:
                yield name.lower(), struct.unpack_from("<II", entries, at + 116)


def _numbers(content: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(content) // 4}I", content[: len(content) // 4 * 4])


def _chain(start: int, table: tuple[int, ...]) -> Iterator[int]:
    at, steps = start, 0
    while at < _END:
        if at >= len(table) or steps > len(table):
            raise DamagedError
        yield at
        at, steps = table[at], steps + 1
