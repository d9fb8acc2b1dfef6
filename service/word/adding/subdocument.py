"""A whole Word document as a value, put in where a paragraph stands."""

import posixpath
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from lxml import etree

from service import package
from service.package import Member
from service.word.adding.additions import Additions, relations_of
from service.word.names import RELATIONS, w

_STYLED = (w("pStyle"), w("rStyle"), w("tblStyle"))
_DROPPED = (
    w("sectPr"), w("bookmarkStart"), w("bookmarkEnd"), w("commentRangeStart"),
    w("commentRangeEnd"), w("commentReference"), w("proofErr"), w("permStart"), w("permEnd"),
)  # fmt: skip
_REFUSED = {
    w("altChunk"): "dokumen lain di dalamnya",
    w("object"): "objek tertanam",
    w("footnoteReference"): "catatan kaki",
    w("endnoteReference"): "catatan akhir",
    w("numPr"): "penomoran otomatis",
    w("control"): "kontrol ActiveX",
}
_PICTURES = {".png": "png", ".jpg": "jpeg", ".jpeg": "jpeg", ".gif": "gif"}
SCHEMES = ("http://", "https://", "mailto:")
_BLANKS = str.maketrans("\n\r\t", "   ")


class Unfit(Exception):
    """The document holds something that can't be carried into another document."""


@dataclass(frozen=True)
class SubDocument:
    """The bytes of a .docx whose body is inserted."""

    content: bytes


@dataclass(frozen=True)
class Target:
    """The document that takes the body in: the part, what it gains, which styles it knows."""

    part: str
    additions: Additions
    styles: frozenset[str]
    number: Callable[[], int]


def inserted(document: SubDocument, target: Target) -> str:
    """Return the XML of the body, its pictures, links and styles added to the target.

    The target's own styles win where both know a name. Raises Unfit for numbering, notes,
    embedded objects and linked files; Invalid when the bytes are no sound document.
    """
    members = package.read(document.content, "docx")
    main = package.main_part(members)
    body = package.xml(members[main]).find(w("body"))
    if body is None:
        raise Unfit("isi dokumen tidak ada")
    _strip(body)
    _renumber(body, target)
    _relate(body, _relations(members, main), members, target)
    _add_styles(body, members, target)
    return "".join(
        etree.tostring(child, encoding="unicode", with_tail=False).translate(_BLANKS)
        for child in body
    )


def styles(members: Mapping[str, Member]) -> dict[str, etree._Element]:
    """Return the styles of a package by their id."""
    if "word/styles.xml" not in members:
        return {}
    root = package.xml(members["word/styles.xml"])
    return {style.get(w("styleId"), ""): style for style in root.iter(w("style"))}


def _strip(body: etree._Element) -> None:
    for element in list(body.iter(*_REFUSED)):
        raise Unfit(_REFUSED[str(element.tag)])
    for element in list(body.iter(*_DROPPED)):
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
    for element in body.iter():
        for key in list(element.attrib):
            if str(key).endswith(("}paraId", "}textId")):
                del element.attrib[key]


def _renumber(body: etree._Element, target: Target) -> None:
    for element in body.iter():
        if isinstance(element.tag, str) and element.tag.endswith(("}docPr", "}cNvPr")):
            element.set("id", str(target.number()))


def _relations(members: Mapping[str, Member], main: str) -> dict[str, etree._Element]:
    name = relations_of(main)
    if name not in members:
        return {}
    return {relation.get("Id", ""): relation for relation in package.xml(members[name])}


def _relate(
    body: etree._Element,
    relations: Mapping[str, etree._Element],
    members: Mapping[str, Member],
    target: Target,
) -> None:
    for element in body.iter():
        for key, identity in element.attrib.items():
            if str(key).startswith(f"{{{RELATIONS}}}"):
                relation = relations.get(str(identity))
                element.set(key, _related(relation, members, target))


def _related(relation: etree._Element | None, members: Mapping[str, Member], target: Target) -> str:
    kind = "" if relation is None else relation.get("Type", "").rpartition("/")[2]
    if relation is None or kind not in ("image", "hyperlink"):
        raise Unfit("bagian yang bertaut")
    address = relation.get("Target", "")
    if kind == "hyperlink" and address.lower().startswith(SCHEMES):
        return target.additions.hyperlink(target.part, address)
    name = posixpath.normpath(posixpath.join("word", address.lstrip("/")))
    extension = _PICTURES.get(posixpath.splitext(name)[1].lower())
    if kind == "hyperlink" or extension is None or name not in members:
        raise Unfit("tautan atau gambar yang tidak didukung")
    return target.additions.picture(target.part, members[name].content(), extension)


def _add_styles(body: etree._Element, members: Mapping[str, Member], target: Target) -> None:
    known = styles(members)
    wanted = [element.get(w("val"), "") for element in body.iter(*_STYLED)]
    added: set[str] = set()
    while wanted:
        identity = wanted.pop()
        style = known.get(identity)
        if style is None or identity in added or identity in target.styles:
            continue
        if next(style.iter(w("numPr")), None) is not None:
            raise Unfit(_REFUSED[w("numPr")])
        added.add(identity)
        target.additions.style(identity, style)
        for reference in style.iter(w("basedOn"), w("link"), w("next")):
            wanted.append(reference.get(w("val"), ""))
