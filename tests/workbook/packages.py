"""Parts of a workbook's file, looked at and exchanged."""

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile


def parts(content: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(members: Mapping[str, bytes]) -> bytes:
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


def with_text(content: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """Return the file with `old` in `part` exchanged for `new`."""
    members = parts(content)
    assert old in members[part]
    return packed(members | {part: members[part].replace(old, new)})
