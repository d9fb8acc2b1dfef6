"""Pictures, bounded in pixels by what their heads say, before anything decodes them."""

import struct
from collections.abc import Iterator

from service.errors import Invalid
from service.package import Member

MAX_PIXELS = 80_000_000  # an A3 page scanned with 600 dots per inch has 70 million
_MAX_SCANS = 100  # passes of a progressive JPEG: a decoder goes over all pixels in each
_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8"
_INSIDE = (_PNG, _JPEG, b"GIF8", b"BM", b"II*\0", b"MM\0*")
_START_OF_SCAN = b"\xff\xda"
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_ALONE = frozenset({0x01, *range(0xD0, 0xD9)})  # markers without a length
_TIFF_SIZE = (256, 257)
_MAX_TAGS = 1_000


def judge(content: bytes) -> None:
    """Judge a PNG or JPEG. Raises Invalid."""
    try:
        width, height = _size(content)
    except (struct.error, ValueError) as fault:
        raise Invalid("gate_picture_damaged") from fault
    if not (width and height):
        raise Invalid("gate_picture_damaged")
    if width * height > MAX_PIXELS:
        raise Invalid("gate_picture_large", width=width, height=height)
    if _has_too_many_scans(content):
        raise Invalid("gate_picture_scans")


def require_bounded(member: Member, start: bytes) -> None:
    """Judge a member of a package that is a picture; `start` are its first bytes.

    What no head can be read of is left to whoever shows it. Raises Invalid.
    """
    if not start.startswith(_INSIDE):
        return
    content = member.content()
    try:
        width, height = _size(content)
    except (struct.error, ValueError):
        return
    if width * height > MAX_PIXELS or _has_too_many_scans(content):
        raise Invalid("gate_picture_inside", member=member.name, width=width, height=height)


def _has_too_many_scans(content: bytes) -> bool:
    return content.startswith(_JPEG) and content.count(_START_OF_SCAN) > _MAX_SCANS


def _size(content: bytes) -> tuple[int, int]:
    """Return width and height. Raises ValueError or struct.error where none can be found."""
    if content.startswith(_PNG):
        if content[12:16] != b"IHDR":
            raise ValueError
        return _pair(">LL", content, 16)
    if content.startswith(_JPEG):
        return _jpeg_size(content)
    if content.startswith(b"GIF8"):
        return _pair("<HH", content, 6)
    if content.startswith(b"BM"):
        width, height = _pair("<ll", content, 18)
        return abs(width), abs(height)
    return _tiff_size(content)


def _pair(form: str, content: bytes, at: int) -> tuple[int, int]:
    first, second = struct.unpack_from(form, content, at)
    return first, second


def _jpeg_size(content: bytes) -> tuple[int, int]:
    """Return the largest of the sizes its frames give; decoders take the first or the last."""
    found = [(width, height) for height, width in _jpeg_frames(content)]
    if not found:
        raise ValueError
    return max(found, key=lambda size: size[0] * size[1])


def _jpeg_frames(content: bytes) -> Iterator[tuple[int, int]]:
    at = 2
    while 0 <= at < len(content) - 4:
        marker = content[at + 1]
        if content[at] != 0xFF:
            at = content.find(b"\xff", at)
        elif marker == 0xFF:
            at += 1
        elif marker in _ALONE or marker == 0:
            at += 2
        else:
            if marker in _FRAMES:
                yield _pair(">HH", content, at + 5)
            at += 2 + max(2, struct.unpack_from(">H", content, at + 2)[0])


def _tiff_size(content: bytes) -> tuple[int, int]:
    order = "<" if content.startswith(b"II") else ">"
    at, found = struct.unpack_from(f"{order}L", content, 4)[0], {}
    (count,) = struct.unpack_from(f"{order}H", content, at)
    for number in range(min(count, _MAX_TAGS)):
        tag, kind = struct.unpack_from(f"{order}HH", content, at + 2 + 12 * number)
        if tag in _TIFF_SIZE:
            form = f"{order}H" if kind == 3 else f"{order}L"
            found[tag] = struct.unpack_from(form, content, at + 10 + 12 * number)[0]
    if len(found) != len(_TIFF_SIZE):
        raise ValueError
    return found[256], found[257]
