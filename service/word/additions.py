"""What a filling adds to the package: pictures, relationships, styles and their declarations."""

import hashlib
import posixpath
from collections.abc import Mapping

from lxml import etree

from service import package
from service.package import Member
from service.word import archive
from service.word.names import CONTENT_TYPES, PACKAGE_RELATIONS, RELATIONS, w

_TYPES = {"png": "image/png", "jpeg": "image/jpeg", "gif": "image/gif"}
_DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


class Additions:
    """Collected while one document is filled, written once at its end."""

    def __init__(self, members: Mapping[str, Member]) -> None:
        self._members = members
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
            made[name] = self._with_relations(name, relations)
        if self._media:
            made["[Content_Types].xml"] = self._with_types()
        if self._styles:
            made["word/styles.xml"] = self._with_styles()
        entries = {name: archive.deflated(name, content) for name, content in made.items()}
        for name, content in self._media.items():
            entries[name] = archive.stored(name, content)
        return entries

    def _with_relations(self, name: str, relations: Mapping[tuple[str, str], str]) -> bytes:
        if name in self._members:
            root = package.xml(self._members[name])
        else:
            root = etree.fromstring(f'<Relationships xmlns="{PACKAGE_RELATIONS}"/>')
        for (kind, target), identity in relations.items():
            etree.SubElement(
                root, f"{{{PACKAGE_RELATIONS}}}Relationship",
                {"Id": identity, "Type": f"{RELATIONS}/{kind}", "Target": target}
                | ({"TargetMode": "External"} if kind == "hyperlink" else {}),
            )  # fmt: skip
        return _DECLARATION + etree.tostring(root)

    def _with_types(self) -> bytes:
        root = package.xml(self._members["[Content_Types].xml"])
        known = {entry.get("Extension", "").lower() for entry in root}
        for extension in sorted({name.rpartition(".")[2] for name in self._media} - known):
            kind = {"Extension": extension, "ContentType": _TYPES[extension]}
            root.insert(0, etree.Element(f"{{{CONTENT_TYPES}}}Default", kind))
        return _DECLARATION + etree.tostring(root)

    def _with_styles(self) -> bytes:
        root = package.xml(self._members["word/styles.xml"])
        for element in self._styles.values():
            element.attrib.pop(w("default"), "")
            root.append(element)
        return _DECLARATION + etree.tostring(root)


def relations_of(part: str) -> str:
    """Return the name of the member that holds a part's relationships."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")
