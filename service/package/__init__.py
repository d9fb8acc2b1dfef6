"""Judge an uploaded zip package (docx, xlsx, ods) before anything in it is used.

directory   what lies in it, held against every byte, nothing inflated; the limits
member      one entry, inflated in small pieces against the size it declares, since sizes lie
prologue    how an XML part begins: encoding, no DOCTYPE, root

The limits refuse none of the real office files they were measured against.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from lxml import etree

from service.errors import Invalid
from service.package.directory import LOCAL, MAX_MEMBERS, MAX_RATIO, MAX_UNZIPPED, RATIO_FROM
from service.package.directory import members as listed
from service.package.member import Member
from service.package.prologue import Prologue, is_xml, prologue

__all__ = [
    "MAX_MEMBERS",
    "MAX_RATIO",
    "MAX_UNZIPPED",
    "MAX_UPLOAD",
    "NAMES",
    "RATIO_FROM",
    "Kind",
    "Member",
    "Prologue",
    "check",
    "content_type",
    "is_xml",
    "kind",
    "main_part",
    "members",
    "prologue",
    "read",
    "require",
    "require_size",
    "xml",
]

Kind = Literal["docx", "xlsx", "ods"]

MAX_UPLOAD = 20 * 1024 * 1024

_OFFICE_DOCUMENT = "/officeDocument"
_KINDS = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": "docx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": "xlsx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml": "xlsx",
    # A macro workbook is read like any other: its macros are never looked at.
    "application/vnd.ms-excel.sheet.macroEnabled.main+xml": "xlsx",
    "application/vnd.ms-excel.template.macroEnabled.main+xml": "xlsx",
    "application/vnd.ms-word.document.macroEnabled.main+xml": "docm",
    "application/vnd.ms-word.template.macroEnabledTemplate.main+xml": "docm",
    "application/vnd.ms-excel.sheet.binary.macroEnabled.main": "xlsb",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml": "pptx",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.oasis.opendocument.spreadsheet-template": "ods",
}
NAMES: Mapping[str, str] = {
    "docx": "dokumen Word (.docx)",
    "xlsx": "berkas Excel (.xlsx)",
    "ods": "lembar kerja LibreOffice (.ods)",
    "docm": "dokumen Word bermakro (.docm)",
    "xlsb": "berkas Excel biner (.xlsb)",
    "pptx": "presentasi PowerPoint (.pptx)",
    "odf": "dokumen OpenDocument (LibreOffice)",
    "zip": "arsip ZIP",
}
_LONGEST_MIMETYPE = 100
_LARGEST_LIST = 2**20  # of the parts and their types: 2,000 members take a third of it


def check(content: bytes, kind: Kind) -> None:
    """Judge a package whole: zip, sizes, names, kind, every member inflated once within bounds.

    `.xlsm` counts as xlsx (macros are never run or kept), `.docm` is refused as a document whose
    macros would travel on. Raises Invalid with one code per fault.
    """
    for member in read(content, kind).values():
        first = b""
        for piece in member.pieces():
            first = first or piece
        if is_xml(member.name, first):
            prologue(member.name, first)


def read(content: bytes, kind: Kind) -> Mapping[str, Member]:
    """Return the members of a package of that kind by name, in their order in the file.

    Nothing but the two members that tell the kind is inflated. Raises Invalid.
    """
    found = members(content)
    require(found, (kind,), NAMES[kind])
    return found


def members(content: bytes) -> Mapping[str, Member]:
    """Return the members of a sound zip of any kind by name. Raises Invalid."""
    require_size(content)
    if not content.startswith(LOCAL):
        raise Invalid("package_damaged", where="")
    return MappingProxyType(listed(content))


def require_size(content: bytes) -> None:
    """Raise Invalid for an empty file and for one beyond the limit of uploads."""
    if not content:
        raise Invalid("package_empty")
    if len(content) > MAX_UPLOAD:
        raise Invalid("package_too_large", limit=MAX_UPLOAD // 1024**2)


def xml(member: Member) -> etree._Element:
    """Parse a member as XML. Raises Invalid for a DOCTYPE or for XML that is not well-formed."""
    content = member.content()
    prologue(member.name, content)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as fault:
        raise Invalid("package_bad_xml", member=member.name) from fault
    return root


def require(members: Mapping[str, Member], kinds: tuple[str, ...], expected: str) -> str:
    """Return the kind of the package, one of `kinds`; `expected` are their names. Raises Invalid.

    A document with macros gets a code of its own: its owner knows how to leave them out.
    """
    found = kind(members)
    if found is None:
        raise Invalid("package_incomplete", expected=expected)
    if found in kinds:
        return found
    if found == "docm" and "docx" in kinds:
        raise Invalid("package_macros")
    raise Invalid("package_wrong_kind", found=NAMES[found], expected=expected)


def kind(members: Mapping[str, Member]) -> str | None:
    """Return what a package is, a key of NAMES; None for one without its main part."""
    if "[Content_Types].xml" in members:
        main = main_part(members)
        return _KINDS.get(content_type(members, main), "zip") if main in members else None
    if "mimetype" not in members or members["mimetype"].size > _LONGEST_MIMETYPE:
        return "zip"
    found = _KINDS.get(members["mimetype"].content().decode("ascii", "replace").strip(), "odf")
    return None if found == "ods" and "content.xml" not in members else found


def main_part(members: Mapping[str, Member]) -> str:
    """Return the name of the main part the package's relationships point to ("" if none)."""
    if "_rels/.rels" not in members:
        return ""
    for relation in _entries(members["_rels/.rels"]):
        if relation.get("Type", "").endswith(_OFFICE_DOCUMENT):
            return relation.get("Target", "").lstrip("/")
    return ""


def content_type(members: Mapping[str, Member], name: str) -> str:
    """Return the content type of a member as [Content_Types].xml gives it ("" if none)."""
    default = ""
    extension = name.rpartition(".")[2].lower()
    for entry in _entries(members["[Content_Types].xml"]):
        if entry.get("PartName", "").lstrip("/").casefold() == name.casefold():
            return entry.get("ContentType", "")
        if entry.get("Extension", "").lower() == extension:
            default = entry.get("ContentType", "")
    return default


def _entries(listing: Member) -> list[etree._Element]:
    if listing.size > _LARGEST_LIST:
        raise Invalid("package_bad_xml", member=listing.name)
    return [entry for entry in xml(listing) if isinstance(entry.tag, str)]
