"""What lies in a zip, told by its directory and held against every byte; nothing is inflated.

Readers disagree about zips that say one thing in the directory and another in front of an entry,
or that hold bytes nobody lists. Such a file is refused: what we judged must be what others read.
"""

import struct
import unicodedata
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from service.errors import Invalid
from service.package.member import Member, damaged

MAX_UNZIPPED = 200 * 1024 * 1024
MAX_MEMBERS = 2_000
MAX_RATIO = 200
RATIO_FROM = 10 * 1024 * 1024  # small members of repeated text compress further than that honestly

LOCAL = b"PK\x03\x04"
_CENTRAL, _END, _ZIP64, _DESCRIPTOR = b"PK\x01\x02", b"PK\x05\x06", b"PK\x06\x07", b"PK\x07\x08"
_CENTRAL_ENTRY = struct.Struct("<4s4B4HL2L5H2L")
_LOCAL_ENTRY = struct.Struct("<4s2B4HL2L2H")
_END_RECORD = struct.Struct("<4s4H2LH")
_SIZES = (struct.Struct("<3L"), struct.Struct("<L2Q"))  # crc, packed size, size behind the data
_FULL, _FULL_COUNT = 0xFFFFFFFF, 0xFFFF  # "the true figure stands in a zip64 record"
_LONGEST_END = 65_557  # the end record with the longest comment
_ENCRYPTED, _DESCRIBED_LATER, _UTF8 = 0x2041, 0x8, 0x800
_FORBIDDEN = frozenset("\\:\x7f") | {chr(code) for code in range(32)}


@dataclass(frozen=True)
class _Entry:
    name: str
    raw_name: bytes
    flags: int
    method: int
    crc: int
    packed_size: int
    size: int
    offset: int


def members(content: bytes) -> dict[str, Member]:
    """Return what the zip holds by name, in the directory's order. Raises Invalid."""
    end, count, start = _end_record(content)
    if count > MAX_MEMBERS:
        raise Invalid("package_too_many_members", limit=MAX_MEMBERS, found=count)
    entries = list(_central_entries(content, start, end, count))
    _check_sizes(entries)
    _refuse_doubles(entries)
    packed = dict(_laid_out(content, entries, start))
    return {one.name: _member(one, packed[one.offset]) for one in entries}


def _member(entry: _Entry, packed: bytes) -> Member:
    return Member(entry.name, entry.method, entry.crc, entry.size, packed)


def _end_record(content: bytes) -> tuple[int, int, int]:
    """Return where the central directory ends, how many entries it has and where it starts."""
    at = content.rfind(_END, max(0, len(content) - _LONGEST_END))
    if at < 0 or at + _END_RECORD.size > len(content):
        raise damaged()
    _, disk, first_disk, here, count, size, start, comment = _END_RECORD.unpack_from(content, at)
    if content[max(0, at - 20) : at].startswith(_ZIP64) or count == _FULL_COUNT or start == _FULL:
        raise Invalid("package_zip64")
    if disk or first_disk or here != count or at + _END_RECORD.size + comment > len(content):
        raise damaged()
    if start + size != at:
        raise damaged() if start + size > at else Invalid("package_unlisted")
    if at + _END_RECORD.size + comment != len(content):
        raise Invalid("package_unlisted")
    return at, count, start


def _central_entries(content: bytes, start: int, end: int, count: int) -> Iterator[_Entry]:
    at = start
    for _ in range(count):
        if at + _CENTRAL_ENTRY.size > end or content[at : at + 4] != _CENTRAL:
            raise damaged()
        fields = _CENTRAL_ENTRY.unpack_from(content, at)
        flags, method = fields[5], fields[6]
        crc, packed_size, size = fields[9], fields[10], fields[11]
        name_length, extra, comment, offset = fields[12], fields[13], fields[14], fields[18]
        at += _CENTRAL_ENTRY.size
        raw_name = content[at : at + name_length]
        at += name_length + extra + comment
        if _FULL in (packed_size, size, offset):
            raise Invalid("package_zip64")
        name = _name(raw_name, flags)
        yield _Entry(name, raw_name, flags, method, crc, packed_size, size, offset)
    if at != end:
        raise damaged()


def _name(raw: bytes, flags: int) -> str:
    try:
        name = raw.decode("utf-8" if flags & _UTF8 else "cp437")
    except UnicodeDecodeError as fault:
        raise Invalid("package_bad_name", member=repr(raw)[2:-1]) from fault
    leaves = not name or name.startswith("/") or not {".", ".."}.isdisjoint(name.split("/"))
    if leaves or not _FORBIDDEN.isdisjoint(name):
        raise Invalid("package_bad_name", member=repr(name)[1:-1])
    return name


def _refuse_doubles(entries: list[_Entry]) -> None:
    """Refuse names that some system takes for the same: in capitals, or composed otherwise."""
    seen: set[str] = set()
    for entry in entries:
        folded = unicodedata.normalize("NFC", entry.name).casefold()
        if folded in seen:
            raise Invalid("package_duplicate", member=entry.name)
        seen.add(folded)


def _check_sizes(entries: list[_Entry]) -> None:
    if sum(entry.size for entry in entries) > MAX_UNZIPPED:
        raise Invalid("package_unzips_too_large", limit=MAX_UNZIPPED // 1024**2)
    for entry in entries:
        if entry.flags & _ENCRYPTED:
            raise Invalid("package_encrypted", expected=entry.name)
        if entry.method not in (zlib.DEFLATED, 0):
            raise Invalid("package_method", member=entry.name)
        if entry.method == 0 and entry.size != entry.packed_size:
            raise damaged(entry.name)
        if entry.size > RATIO_FROM and entry.size > MAX_RATIO * max(entry.packed_size, 1):
            raise Invalid("package_ratio", member=entry.name)


def _laid_out(content: bytes, entries: list[_Entry], end: int) -> Iterator[tuple[int, bytes]]:
    """Yield each entry's offset and packed bytes; one follows on the other without a gap."""
    at = 0
    ordered = sorted(entries, key=lambda one: one.offset)
    for entry, following in zip(ordered, [*ordered[1:], None], strict=True):
        if entry.offset < at:
            raise Invalid("package_overlap", member=entry.name)
        if entry.offset > at:
            raise Invalid("package_unlisted")
        limit = following.offset if following else end
        start = _data(content, entry, limit)
        at = start + entry.packed_size
        yield entry.offset, content[start:at]
        at += _behind(content, entry, at, limit)
    if at != end:
        raise Invalid("package_unlisted")


def _data(content: bytes, entry: _Entry, limit: int) -> int:
    """Return where the entry's data begin; what stands before them agrees with the directory."""
    if entry.offset + _LOCAL_ENTRY.size > limit:
        raise Invalid("package_overlap", member=entry.name)
    sign, _, _, flags, method, _, _, *sizes, name_length, extra = _LOCAL_ENTRY.unpack_from(
        content, entry.offset
    )
    name_at = entry.offset + _LOCAL_ENTRY.size
    if sign != LOCAL:
        raise damaged(entry.name)
    at: int = name_at + name_length + extra
    if at + entry.packed_size > limit:
        raise Invalid("package_overlap", member=entry.name)
    if _FULL in sizes[1:]:
        raise Invalid("package_zip64")
    told = [entry.crc, entry.packed_size, entry.size]
    agree = (
        content[name_at : name_at + name_length] == entry.raw_name,
        method == entry.method,
        not (flags ^ entry.flags) & (_ENCRYPTED | _DESCRIBED_LATER),
        sizes == told or (flags & _DESCRIBED_LATER and not any(sizes)),
    )
    if not all(agree):
        raise Invalid("package_disagrees", member=entry.name)
    return at


def _behind(content: bytes, entry: _Entry, at: int, limit: int) -> int:
    """Return the length of the sizes told once more behind the data, where the entry has them."""
    if not entry.flags & _DESCRIBED_LATER:
        return 0
    sign = len(_DESCRIPTOR) if content.startswith(_DESCRIPTOR, at) else 0
    for sizes in _SIZES:
        if at + sign + sizes.size <= limit:
            told = sizes.unpack_from(content, at + sign)
            if told == (entry.crc, entry.packed_size, entry.size):
                return sign + sizes.size
    raise Invalid("package_disagrees", member=entry.name)
