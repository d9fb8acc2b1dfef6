"""What a filling adds to the package: pictures, relationships, styles and their declarations."""

import hashlib
import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from lxml import etree
from markupsafe import escape

from service import package
from service.package import Member
from service.word import archive
from service.word.names import CONTENT_TYPES, PACKAGE_RELATIONS, RELATIONS, w

_TYPES = {"png": "image/png", "jpeg": "image/jpeg", "gif": "image/gif"}
_TYPES_MEMBER = "[Content_Types].xml"
_DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


@dataclass(frozen=True)
class Growing:
    """A member of relationships or content types, cut where new ones go in."""

    head: bytes
    tail: bytes
    extensions: frozenset[str]


class Additions:
    """Collected while one document is filled, written once at its end."""

    def __init__(self, members: Mapping[str, Member], growing: dict[str, Growing]) -> None:
        """Begin with the template's members; `growing` keeps what was cut for the next filling."""
        self._members, self._growing = members, growing
        self._media: dict[str, bytes] = {}
        self._relations: dict[str, dict[tuple[str, str], str]] = {}
        self._prefixes: dict[str, str] = {}
        self._styles: dict[str, etree._Element] = {}

    def picture(self, part: str, content: bytes, extension: str) -> str:
        """Add a picture once; return the id by which `part` refers to it."""
        name = f"media/{hashlib.sha256(content).hexdigest()[:24]}.{extension}"
        self._media[posixpath.join(posixpath.dirname(part), name)] = content
        return self._relation(part, "image", name)

    def hyperlink(self, part: str, target: str) -> str:
        """Add an address a reader may follow; return its id in `part`."""
        return self._relation(part, "hyperlink", target)

    def style(self, identity: str, element: etree._Element) -> None:
        """Add a style that the template does not know."""
        self._styles.setdefault(identity, element)

    def _relation(self, part: str, kind: str, target: str) -> str:
        known = self._relations.setdefault(part, {})
        return known.setdefault((kind, target), f"{self._prefix(part)}{len(known) + 1}")

    def _prefix(self, part: str) -> str:
        """Return a beginning of ids that the part's own relationships do not use."""
        name = relations_of(part)
        if part not in self._prefixes:
            taken = self._members[name].content() if name in self._members else b""
            prefix = "rIdIsi"
            while prefix.encode() in taken:
                prefix += "x"
            self._prefixes[part] = prefix
        return self._prefixes[part]

    def entries(self) -> dict[str, archive.Entry]:
        """Return the members that are new or changed by what was added."""
        made: dict[str, bytes] = {}
        for part, relations in self._relations.items():
            name = relations_of(part)
            made[name] = self._with(name, map(_relationship, relations.items()))
        if self._media:
            made[_TYPES_MEMBER] = self._with(_TYPES_MEMBER, self._new_types())
        if self._styles:
            made["word/styles.xml"] = self._with_styles()
        entries = {name: archive.deflated(name, content.decode()) for name, content in made.items()}
        for name, content in self._media.items():
            entries[name] = archive.stored(name, content)
        return entries

    def _with(self, name: str, elements: Iterable[str]) -> bytes:
        growing = self._growing_member(name)
        return growing.head + "".join(elements).encode() + growing.tail

    def _new_types(self) -> Iterator[str]:
        known = self._growing_member(_TYPES_MEMBER).extensions
        for extension in sorted({name.rpartition(".")[2] for name in self._media} - known):
            kind = f'Extension="{extension}" ContentType="{_TYPES[extension]}"'
            yield f'<Default xmlns="{CONTENT_TYPES}" {kind}/>'

    def _growing_member(self, name: str) -> Growing:
        if name not in self._growing:
            self._growing[name] = _cut(self._members.get(name))
        return self._growing[name]

    def _with_styles(self) -> bytes:
        root = package.xml(self._members["word/styles.xml"])
        for element in self._styles.values():
            element.attrib.pop(w("default"), "")
            root.append(element)
        return _DECLARATION + etree.tostring(root)


def _cut(member: Member | None) -> Growing:
    if member is None:
        root = etree.fromstring(f'<Relationships xmlns="{PACKAGE_RELATIONS}"/>')
    else:
        root = package.xml(member)
    root.text = root.text or ""  # so that an empty one has an end to put things before
    written = etree.tostring(root)
    at = written.rindex(b"</")
    extensions = frozenset(
        entry.get("Extension", "").lower() for entry in root.iterchildren("{*}Default")
    )
    return Growing(_DECLARATION + written[:at], written[at:], extensions)


def _relationship(added: tuple[tuple[str, str], str]) -> str:
    (kind, target), identity = added
    mode = ' TargetMode="External"' if kind == "hyperlink" else ""
    return (
        f'<Relationship xmlns="{PACKAGE_RELATIONS}" Id="{identity}" Type="{RELATIONS}/{kind}"'
        f' Target="{escape(target)}"{mode}/>'
    )


def relations_of(part: str) -> str:
    """Return the name of the member that holds a part's relationships."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")
