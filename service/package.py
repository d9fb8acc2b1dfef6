"""Judge an uploaded zip package (docx, xlsx) before anything in it is used.

The central directory is read and bounded first, nothing is inflated until its numbers are sound;
then every member is inflated in small pieces against the size it declares, since sizes lie.
The limits refuse none of the real office files they were measured against.
"""

import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal
from xml.parsers import expat

from isal import isal_zlib
from lxml import etree

from service.errors import Invalid

Kind = Literal["docx", "xlsx", "ods"]

MAX_UPLOAD = 20 * 1024 * 1024
MAX_UNZIPPED = 200 * 1024 * 1024
MAX_MEMBERS = 2_000
MAX_RATIO = 200
RATIO_FROM = 10 * 1024 * 1024  # small members of repeated text compress further than that honestly

_LOCAL, _CENTRAL, _END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_CENTRAL_ENTRY = struct.Struct("<4s4B4HL2L5H2L")
_LOCAL_ENTRY = struct.Struct("<4s2B4HL2L2H")
_END_RECORD = struct.Struct("<4s4H2LH")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FED, _PIECE = 64 * 1024, 256 * 1024  # packed bytes given, unpacked bytes taken at a time

_OFFICE_DOCUMENT = "/officeDocument"
_KINDS = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": "docx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": "xlsx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml": "xlsx",
    # A macro workbook is read like any other: its macros are never looked at.
    "application/vnd.ms-excel.sheet.macroEnabled.main+xml": "xlsx",
    "application/vnd.ms-word.document.macroEnabled.main+xml": "docm",
    "application/vnd.ms-word.template.macroEnabledTemplate.main+xml": "docm",
    "application/vnd.ms-excel.sheet.binary.macroEnabled.main": "xlsb",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml": "pptx",
}
_NAMES = {
    "docx": "dokumen Word (.docx)",
    "xlsx": "berkas Excel (.xlsx)",
    "docm": "dokumen Word bermakro (.docm)",
    "xlsb": "berkas Excel biner (.xlsb)",
    "pptx": "presentasi PowerPoint (.pptx)",
    "ods": "lembar kerja LibreOffice (.ods)",
    "odf": "dokumen OpenDocument (LibreOffice)",
    "zip": "arsip ZIP",
}
_SIGNATURES = (
    (b"%PDF", "berkas PDF"),
    (b"{\\rtf", "dokumen RTF"),
    (b"\x89PNG", "gambar PNG"),
    (b"\xff\xd8\xff", "gambar JPEG"),
    (b"GIF8", "gambar GIF"),
    (b"Rar!", "arsip RAR"),
    (b"7z\xbc\xaf", "arsip 7z"),
    (b"<", "berkas XML atau HTML"),
    (b"{", "berkas JSON"),
    (b"[", "berkas JSON"),
)


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
                raise Invalid("package_damaged", where=_inside(self.name))
            crc = isal_zlib.crc32(piece, crc)
            yield piece
        if length != self.size or crc != self.crc:
            raise Invalid("package_damaged", where=_inside(self.name))


def _inside(name: str) -> str:
    return f" (bagian: {name})"


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
        raise Invalid("package_damaged", where=_inside(member.name)) from fault
    if not unpacker.eof or unpacker.unused_data:
        raise Invalid("package_damaged", where=_inside(member.name))


def check(content: bytes, kind: Kind) -> None:
    """Judge an upload whole: zip, sizes, names, kind, every member inflated once within bounds.

    `.xlsm` counts as xlsx (macros are never run or kept), `.docm` is refused as a document whose
    macros would travel on. Raises Invalid with one code per fault.
    """
    members = read(content, kind)
    for member in members.values():
        first = b""
        for piece in member.pieces():
            first = first or piece
        if _is_xml(member.name):
            _refuse_doctype(member.name, first)


def read(content: bytes, kind: Kind) -> Mapping[str, Member]:
    """Return the members of a package of that kind by name, in their order in the file.

    Nothing but the two members that tell the kind is inflated. Raises Invalid.
    """
    if not content:
        raise Invalid("package_empty")
    if len(content) > MAX_UPLOAD:
        raise Invalid("package_too_large", limit=MAX_UPLOAD // 1024**2)
    if not content.startswith(_LOCAL):
        _refuse_other_format(content, kind)
    members = _members(content)
    _require_kind(members, kind)
    return MappingProxyType(members)


def xml(member: Member) -> etree._Element:
    """Parse a member as XML. Raises Invalid for a DOCTYPE or for XML that is not well-formed."""
    content = member.content()
    _refuse_doctype(member.name, content)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as fault:
        raise Invalid("package_bad_xml", member=member.name) from fault
    return root


def _refuse_other_format(content: bytes, kind: Kind) -> None:
    if content.startswith(_OLE):
        code = "package_encrypted" if _utf16("EncryptedPackage") in content else "package_old"
        raise Invalid(code, expected=_NAMES[kind])
    start = content[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
    for signature, name in _SIGNATURES:
        if start.startswith(signature):
            raise Invalid("package_wrong_kind", found=name, expected=_NAMES[kind])
    raise Invalid("package_not_zip", expected=_NAMES[kind])


def _utf16(text: str) -> bytes:
    return text.encode("utf-16-le")


def _members(content: bytes) -> dict[str, Member]:
    end, count, start = _end_record(content)
    if count > MAX_MEMBERS:
        raise Invalid("package_too_many_members", limit=MAX_MEMBERS, found=count)
    entries = list(_central_entries(content, start, end, count))
    _check_sizes(entries)
    members: dict[str, Member] = {}
    seen: set[str] = set()
    limits = _limits(entries, start)
    for entry in entries:
        folded = entry.name.casefold()
        if folded in seen:
            raise Invalid("package_duplicate", member=entry.name)
        seen.add(folded)
        packed = _packed(content, entry, limits[entry.offset])
        members[entry.name] = Member(entry.name, entry.method, entry.crc, entry.size, packed)
    return members


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


def _end_record(content: bytes) -> tuple[int, int, int]:
    """Return where the central directory ends, how many entries it has and where it starts."""
    at = content.rfind(_END, max(0, len(content) - 65_557))
    if at < 0 or at + _END_RECORD.size > len(content):
        raise Invalid("package_damaged", where="")
    _, disk, first_disk, here, count, size, start, comment = _END_RECORD.unpack_from(content, at)
    sound = disk == first_disk == 0 and here == count and start + size == at
    if not sound or at + _END_RECORD.size + comment > len(content):
        raise Invalid("package_damaged", where="")
    return at, count, start


def _central_entries(content: bytes, start: int, end: int, count: int) -> Iterator[_Entry]:
    at = start
    for _ in range(count):
        if at + _CENTRAL_ENTRY.size > end or content[at : at + 4] != _CENTRAL:
            raise Invalid("package_damaged", where="")
        fields = _CENTRAL_ENTRY.unpack_from(content, at)
        flags, method = fields[5], fields[6]
        crc, packed_size, size = fields[9], fields[10], fields[11]
        name_length, extra, comment, offset = fields[12], fields[13], fields[14], fields[18]
        at += _CENTRAL_ENTRY.size
        raw_name = content[at : at + name_length]
        at += name_length + extra + comment
        name = _name(raw_name, flags)
        yield _Entry(name, raw_name, flags, method, crc, packed_size, size, offset)
    if at != end:
        raise Invalid("package_damaged", where="")


def _name(raw: bytes, flags: int) -> str:
    try:
        name = raw.decode("utf-8" if flags & 0x800 else "cp437")
    except UnicodeDecodeError as fault:
        raise Invalid("package_bad_name", member=repr(raw)[2:-1]) from fault
    unsafe = not name or name.startswith("/") or "\\" in name or ":" in name or "\0" in name
    if unsafe or ".." in name.split("/"):
        raise Invalid("package_bad_name", member=name.replace("\0", "?"))
    return name


def _check_sizes(entries: list[_Entry]) -> None:
    if sum(entry.size for entry in entries) > MAX_UNZIPPED:
        raise Invalid("package_unzips_too_large", limit=MAX_UNZIPPED // 1024**2)
    for entry in entries:
        if entry.flags & 1:
            raise Invalid("package_encrypted", expected=entry.name)
        if entry.method not in (zlib.DEFLATED, 0):
            raise Invalid("package_damaged", where=_inside(entry.name))
        if entry.method == 0 and entry.size != entry.packed_size:
            raise Invalid("package_damaged", where=_inside(entry.name))
        if entry.size > RATIO_FROM and entry.size > MAX_RATIO * max(entry.packed_size, 1):
            raise Invalid("package_ratio", member=entry.name)


def _limits(entries: list[_Entry], directory: int) -> dict[int, int]:
    """Return for each local header where the next thing in the file begins."""
    offsets = sorted(entry.offset for entry in entries)
    return dict(zip(offsets, [*offsets[1:], directory], strict=True))


def _packed(content: bytes, entry: _Entry, limit: int) -> bytes:
    if entry.offset + _LOCAL_ENTRY.size > limit:
        raise Invalid("package_overlap", member=entry.name)
    fields = _LOCAL_ENTRY.unpack_from(content, entry.offset)
    name_at = entry.offset + _LOCAL_ENTRY.size
    name_length, extra = fields[10], fields[11]
    if fields[0] != _LOCAL or content[name_at : name_at + name_length] != entry.raw_name:
        raise Invalid("package_damaged", where=_inside(entry.name))
    at = name_at + name_length + extra
    if at + entry.packed_size > limit:
        raise Invalid("package_overlap", member=entry.name)
    return content[at : at + entry.packed_size]


def _is_xml(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels", ".vml"))


class _RootReached(Exception):
    """The prologue is over: no DOCTYPE can follow."""


def _refuse_doctype(name: str, start: bytes) -> None:
    """Let the parser read up to the root element: only it knows how the bytes are encoded."""

    def refuse(*_: object) -> None:
        raise Invalid("package_doctype", member=name)

    def stop(*_: object) -> None:
        raise _RootReached

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = stop
    try:
        parser.Parse(start, False)
    except _RootReached:
        return
    except expat.ExpatError as fault:
        raise Invalid("package_bad_xml", member=name) from fault
    raise Invalid("package_bad_xml", member=name)


def _require_kind(members: Mapping[str, Member], kind: Kind) -> None:
    found = _kind(members)
    if found == kind:
        return
    if found == "docm" and kind == "docx":
        raise Invalid("package_macros")
    if found is None:
        raise Invalid("package_incomplete", expected=_NAMES[kind])
    raise Invalid("package_wrong_kind", found=_NAMES[found], expected=_NAMES[kind])


def _kind(members: Mapping[str, Member]) -> str | None:
    if "[Content_Types].xml" not in members:
        return _open_document(members["mimetype"]) if "mimetype" in members else "zip"
    main = main_part(members)
    return _KINDS.get(content_type(members, main), "zip") if main in members else None


def _open_document(kind: Member) -> str:
    sheets = b"application/vnd.oasis.opendocument.spreadsheet"
    return "ods" if kind.size < 100 and kind.content().startswith(sheets) else "odf"


def main_part(members: Mapping[str, Member]) -> str:
    """Return the name of the main part the package's relationships point to ("" if none)."""
    if "_rels/.rels" not in members:
        return ""
    for relation in xml(members["_rels/.rels"]):
        if isinstance(relation.tag, str) and relation.get("Type", "").endswith(_OFFICE_DOCUMENT):
            return relation.get("Target", "").lstrip("/")
    return ""


def content_type(members: Mapping[str, Member], name: str) -> str:
    """Return the content type of a member as [Content_Types].xml gives it ("" if none)."""
    default = ""
    extension = name.rpartition(".")[2].lower()
    for entry in xml(members["[Content_Types].xml"]):
        if entry.get("PartName", "").lstrip("/").casefold() == name.casefold():
            return entry.get("ContentType", "")
        if entry.get("Extension", "").lower() == extension:
            default = entry.get("ContentType", "")
    return default
