"""Refuse templates that fetch or embed what lies outside them."""

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from service import package
from service.errors import Invalid
from service.package import Member
from service.word.names import RELATIONS, w

_REFUSED_INSIDE = ("aFChunk", "oleObject", "subDocument", "frame", "vbaProject", "control")
_LINKING = ("hyperlink", "hlinkClick", "hlinkHover", "hlinkMouseOver")
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|\\\\|//")
_FETCHING = re.compile(
    r"\b(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|INCLUDE|IMPORT|LINK|DATABASE|RD|AUTOTEXT|"
    r"MACROBUTTON)\b|\{[{%#]",
    re.IGNORECASE,
)


def refuse(members: Mapping[str, Member]) -> None:
    """Raise Invalid for a link other than a hyperlink, an embedded object, a fetching field."""
    found = sorted({*_relations(members), *_fields(members)})
    if found:
        raise Invalid("template_external", found=", ".join(found)[:200])


def _relations(members: Mapping[str, Member]) -> Iterator[str]:
    for name, member in members.items():
        if not name.lower().endswith(".rels"):
            continue
        links: set[str] = set()
        for relation in package.xml(member):
            kind = relation.get("Type", "").rpartition("/")[2]
            outside = _leads_outside(relation)
            if (outside and kind != "hyperlink") or kind in _REFUSED_INSIDE:
                yield kind
            elif outside:
                links.add(relation.get("Id", ""))
        yield from _misused(members, name, links)


def _leads_outside(relation: etree._Element) -> bool:
    target = relation.get("Target", "")
    return relation.get("TargetMode", "").lower() == "external" or bool(_ADDRESS.match(target))


def _misused(members: Mapping[str, Member], name: str, links: set[str]) -> Iterator[str]:
    """Yield what refers to a hyperlink's address without being one: readers may fetch it."""
    part = name.replace("_rels/", "").removesuffix(".rels")
    if not links or part not in members:
        return
    for element in package.xml(members[part]).iter("*"):
        kind = etree.QName(element).localname
        for key, value in element.attrib.items():
            if value in links and f"{{{RELATIONS}}}" in str(key) and kind not in _LINKING:
                yield kind


def _fields(members: Mapping[str, Member]) -> Iterator[str]:
    """Yield the fields that read other files, or whose instruction is itself filled in."""
    for name, member in members.items():
        if not name.lower().endswith(".xml") or not name.lower().startswith("word/"):
            continue
        content = member.content()
        if b"instrText" not in content and b"fldSimple" not in content:
            continue
        root = package.xml(member)
        typed = "".join(element.text or "" for element in root.iter(w("instrText")))
        simple = " ".join(element.get(w("instr"), "") for element in root.iter(w("fldSimple")))
        for found in _FETCHING.finditer(f"{typed} {simple}"):
            yield found[1] or "bidang dengan tanda isian"
