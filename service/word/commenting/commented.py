"""Give an author the template back with a Word comment at each fault."""

import posixpath
from collections.abc import Iterable, Mapping

from lxml import etree

from service import package
from service.errors import Problem
from service.package import Member
from service.word import archive
from service.word.adding.additions import relations_of
from service.word.commenting import anchors
from service.word.names import CONTENT_TYPES, MAIN, PACKAGE_RELATIONS, RELATIONS, SPACE, P, R, T, w
from service.word.scanning.tree import remove
from service.word.values.plain import FORBIDDEN

AUTHOR, INITIALS = "Pengukuran Kinerja", "PK"
_KIND = f"{RELATIONS}/comments"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
# An invisible sign beside each brace: what a comment quotes must not be read as a tag again.
_NO_TAG = {ord("{"): "{\u2060", ord("}"): "\u2060}"}
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_REFERRING = ("commentRangeStart", "commentRangeEnd", "commentReference")
_TYPES = "[Content_Types].xml"


def commented(docx: bytes, problems: Iterable[Problem]) -> bytes:
    """Return the template with one Word comment for each problem, where the problem stands.

    Where Word allows no comment (headers, footers, notes, properties), it hangs on the first
    paragraph of the body; its text names the place. The author's own comments stay, those of an
    earlier check go. Where there is nothing to change, the template comes back as it is. Raises
    Invalid for a file that is no Word document.
    """
    told = list(dict.fromkeys(problems))
    members = package.read(docx, "docx")
    if not told and not _is_commented(members):
        return docx
    main = package.main_part(members)
    changed = _Comments(members, main)
    body = package.xml(members[main])
    changed.add(body, told)
    made = {main: body, **changed.parts()}
    entries = {name: archive.kept(member) for name, member in members.items()}
    for name, root in made.items():
        entries[name] = archive.deflated(
            name, _DECLARATION + etree.tostring(root, encoding="unicode")
        )
    return archive.write(archive.in_order(entries))


def _is_commented(members: Mapping[str, Member]) -> bool:
    named = (member for name, member in members.items() if "comments" in posixpath.basename(name))
    return any(AUTHOR.encode() in member.content() for member in named)


class _Comments:
    """The package's comments, made when it has none, and how the main part refers to them."""

    def __init__(self, members: Mapping[str, Member], main: str) -> None:
        self._members = members
        self._relations_name = relations_of(main)
        self._relations = self._read(
            self._relations_name, f'<Relationships xmlns="{PACKAGE_RELATIONS}"/>'
        )
        self._types: etree._Element | None = None
        known = next((one for one in self._relations if one.get("Type") == _KIND), None)
        if known is not None:
            folder = posixpath.dirname(main)
            target = posixpath.normpath(posixpath.join("/" + folder, known.get("Target", "")))
            self._name = target.lstrip("/")
        else:
            self._name = self._new(posixpath.dirname(main))
        self._root = self._read(self._name, f'<w:comments xmlns:w="{MAIN}"/>')

    def _read(self, name: str, empty: str) -> etree._Element:
        return (
            package.xml(self._members[name]) if name in self._members else etree.fromstring(empty)
        )

    def _new(self, folder: str) -> str:
        """Return the name of a new part for comments, related and declared."""
        taken = {name.casefold() for name in self._members}
        number = 1
        while (name := posixpath.join(folder, f"comments{number}.xml")).casefold() in taken:
            number += 1
        identities = {one.get("Id") for one in self._relations}
        identity = next(f"rIdCatatan{n}" for n in range(len(identities) + 1)
                        if f"rIdCatatan{n}" not in identities)  # fmt: skip
        etree.SubElement(
            self._relations, f"{{{PACKAGE_RELATIONS}}}Relationship",
            {"Id": identity, "Type": _KIND, "Target": posixpath.basename(name)},
        )  # fmt: skip
        self._types = package.xml(self._members[_TYPES])
        etree.SubElement(
            self._types, f"{{{CONTENT_TYPES}}}Override",
            {"PartName": f"/{name}", "ContentType": _TYPE},
        )  # fmt: skip
        return name

    def add(self, body: etree._Element, problems: list[Problem]) -> None:
        """Hang each problem on the paragraph it is about."""
        self._forget(body)
        number = self._free_number(body)
        if not problems:
            return
        at = anchors.paragraphs_at(body, {_paragraph(one.place) for one in problems})
        chosen = [(one, anchors.choose(at.get(_paragraph(one.place), ()), one)) for one in problems]
        for found, anchor in chosen:
            paragraph, span = anchor or (anchors.first_paragraph(body), (0, 0))
            anchors.surround(paragraph, span, str(number))
            self._root.append(_comment(str(number), found.message))
            number += 1

    def _forget(self, body: etree._Element) -> None:
        """Take out what an earlier check has left."""
        old = {one for one in self._root if one.get(w("author")) == AUTHOR}
        numbers = {one.get(w("id")) for one in old}
        for one in list(body.iter(*map(w, _REFERRING))):
            parent = one.getparent()
            if one.get(w("id")) in numbers and parent is not None:
                remove(one)
                if parent.tag == R and not len(parent):
                    remove(parent)
        for one in old:
            remove(one)

    def _free_number(self, body: etree._Element) -> int:
        """Return a number above those of all comments that are there or referred to."""
        used = [
            int(number)
            for root in (self._root, body)
            for one in root.iter(w("comment"), *map(w, _REFERRING))
            if (number := one.get(w("id"), "")).isdecimal()
        ]
        return max(used, default=-1) + 1

    def parts(self) -> dict[str, etree._Element]:
        """Return the members to be written."""
        made = {self._name: self._root, self._relations_name: self._relations}
        return made if self._types is None else {**made, _TYPES: self._types}


def _paragraph(place: str) -> str:
    """Return where the paragraph is, for a place within it: "gambar di paragraf 3"."""
    return place.rpartition(" di ")[2]


def _comment(identity: str, message: str) -> etree._Element:
    named = {w("id"): identity, w("author"): AUTHOR, w("initials"): INITIALS}
    made = etree.Element(w("comment"), named)
    words = etree.SubElement(etree.SubElement(etree.SubElement(made, P), R), T, {SPACE: "preserve"})
    words.text = FORBIDDEN.sub("\ufffd", message).translate(_NO_TAG)
    return made
