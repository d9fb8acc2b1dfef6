"""A Word document: its package, the size of its XML, and its pictures."""

from service import package
from service.errors import Invalid
from service.gate import pictures

MAX_XML = 64 * 2**20  # bytes of all parts, unzipped; a tree of them takes ten times as much


def judge(content: bytes) -> None:
    """Judge a .docx whole. Raises Invalid."""
    size = 0
    for member in package.read(content, "docx").values():
        first = b""
        for piece in member.pieces():
            first = first or piece
        if package.is_xml(member.name, first):
            package.prologue(member.name, first)
            size += member.size
        else:
            pictures.require_bounded(member, first)
    if size > MAX_XML:
        raise Invalid("gate_document_large", limit=MAX_XML // 2**20)
