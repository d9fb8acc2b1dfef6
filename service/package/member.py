"""One entry of a package: inflated in small pieces, against what the directory declares of it."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from isal import isal_zlib

from service.errors import Invalid

_FED, _PIECE = 64 * 1024, 256 * 1024  # packed bytes given, unpacked bytes taken at a time


@dataclass(frozen=True)
class Member:
    """One entry of a package; `packed` are its bytes as they lie in the zip."""

    name: str
    method: int
    crc: int
    size: int
    packed: bytes

    def content(self) -> bytes:
        """Inflate the member. Raises Invalid when it is not what the directory declares."""
        return b"".join(self.pieces())

    def pieces(self) -> Iterator[bytes]:
        """Inflate the member piece by piece, never further than its declared size."""
        crc, length = 0, 0
        for piece in _inflated(self):
            length += len(piece)
            if length > self.size:
                raise damaged(self.name)
            crc = isal_zlib.crc32(piece, crc)
            yield piece
        if length != self.size or crc != self.crc:
            raise damaged(self.name)


def damaged(name: str = "") -> Invalid:
    """Return the fault of a package that is broken, at the member `name` where that is known."""
    return Invalid("package_damaged", where=f" (bagian: {name})" if name else "")


def _inflated(member: Member) -> Iterator[bytes]:
    if member.method == zlib.DEFLATED:
        yield from _deflated_pieces(member)
    else:
        yield member.packed


def _deflated_pieces(member: Member) -> Iterator[bytes]:
    unpacker = isal_zlib.decompressobj(wbits=-15)
    try:
        for at in range(0, len(member.packed), _FED):
            waiting = member.packed[at : at + _FED]
            while waiting and not unpacker.eof:
                yield unpacker.decompress(waiting, _PIECE)
                waiting = unpacker.unconsumed_tail
        yield unpacker.flush()
    except isal_zlib.error as fault:  # type: ignore[misc]
        raise damaged(member.name) from fault
    if not unpacker.eof or unpacker.unused_data:
        raise damaged(member.name)
