"""Leave the author's placeholder pictures out of what is filled.

A dummy may be a real photo or signature; it must not travel, unseen, with every document.
"""

import posixpath
import zlib
from collections.abc import Iterable, Mapping

from lxml import etree

from service import package
from service.package import Member
from service.word.adding.additions import relations_of
from service.word.scanning.source import Source


def without(members: Mapping[str, Member], sources: Iterable[Source]) -> dict[str, Member]:
    """Return the package's members without the pictures that placeholders showed.

    A picture that is shown elsewhere too stays, and so does one whose place may get a text.
    """
    kept = dict(members)
    gone: set[str] = set()
    for source in sources:
        name = relations_of(source.name)
        left = "".join(source.literals)
        unused = {one for one in source.dropped if f'"{one}"' not in left}
        if unused and name in kept:
            kept[name], targets = _without_relations(kept[name], unused)
            gone |= {posixpath.normpath(_path(source.name, target)) for target in targets}
    for name in gone and gone.difference(_shown(kept)):
        kept.pop(name, None)
    return kept


def _without_relations(member: Member, unused: set[str]) -> tuple[Member, list[str]]:
    root = package.xml(member)
    removed = [one for one in root if one.get("Id") in unused]
    for one in removed:
        root.remove(one)
    content = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    plain = Member(member.name, 0, zlib.crc32(content), len(content), content)
    return plain, [one.get("Target", "") for one in removed]


def _shown(members: Mapping[str, Member]) -> Iterable[str]:
    """Yield the members that some part still refers to."""
    for name, member in members.items():
        if name.endswith(".rels"):
            part = name.replace("_rels/", "").removesuffix(".rels")
            for relation in package.xml(member):
                yield posixpath.normpath(_path(part, relation.get("Target", "")))


def _path(part: str, target: str) -> str:
    """Return the name of the member that a target of a part's relationships leads to."""
    return posixpath.join("/" + posixpath.dirname(part), target).lstrip("/")
