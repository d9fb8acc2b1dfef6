"""How an XML part begins: in which encoding, without DOCTYPE, with which root.

Only a parser knows what the bytes say: whoever searches them for "<!DOCTYPE" is walked round in
UTF-16 or UTF-7. And only encodings that every reader knows alike are let in.
"""

from dataclasses import dataclass
from typing import NoReturn
from xml.parsers import expat

from service.errors import Invalid

_ENDINGS = (".xml", ".rels", ".vml")
_BLANK = b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"  # byte order marks, white space, halves of UTF-16
_EBCDIC = b"\x4c\x6f\xa7\x94"  # "<?xm"
_LONGEST = 64 * 1024  # bytes up to the root's start tag and with it
_ONE_BYTE = frozenset({"utf-8", "us-ascii", "ascii", "iso-8859-1", "windows-1252"})
_UTF16 = frozenset({"utf-16", "utf-16le", "utf-16be"})
_OF_ENCODING = {
    expat.errors.codes[message]
    for message in (
        expat.errors.XML_ERROR_UNKNOWN_ENCODING,
        expat.errors.XML_ERROR_INCORRECT_ENCODING,
    )
}


@dataclass(frozen=True)
class Prologue:
    """The root's name without prefix, and whether each ASCII letter is one byte of its own."""

    root: str
    one_byte: bool


class _RootReached(Exception):
    """The prologue is over: no DOCTYPE can follow."""


def is_xml(name: str, start: bytes) -> bool:
    """Return whether a member is XML by its name, or by how it begins in any encoding."""
    if name.lower().endswith(_ENDINGS):
        return True
    return start.lstrip(_BLANK).startswith(b"<") or start.startswith(_EBCDIC)


def prologue(name: str, content: bytes) -> Prologue:
    """Let the parser read the start of a member up to its root.

    Raises Invalid for a DOCTYPE, an encoding not everybody reads, and what is no XML.
    """
    start = content[:_LONGEST]
    roots: list[str] = []

    def declared(_version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and encoding.lower() not in _ONE_BYTE | _UTF16:
            raise Invalid("package_encoding", member=name)

    def refuse(*_: object) -> NoReturn:
        raise Invalid("package_doctype", member=name)

    def stop(tag: str, _: object) -> NoReturn:
        roots.append(tag.rpartition(":")[2])
        raise _RootReached

    if _is_strange(start):
        raise Invalid("package_encoding", member=name)
    parser = expat.ParserCreate()
    parser.XmlDeclHandler = declared
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = stop
    try:
        parser.Parse(start, False)
    except _RootReached:
        return Prologue(roots[0], b"\0" not in start[:4])
    except expat.ExpatError as fault:
        code = "package_encoding" if fault.code in _OF_ENCODING else "package_bad_xml"
        raise Invalid(code, member=name) from fault
    raise Invalid("package_bad_xml", member=name)


def _is_strange(start: bytes) -> bool:
    """Return whether the bytes begin as UTF-32 or EBCDIC do, which readers guess differently."""
    wide = start[:4] in (b"<\0\0\0", b"\0\0\0<", b"\xff\xfe\0\0", b"\0\0\xfe\xff")
    return wide or start.startswith(_EBCDIC)
