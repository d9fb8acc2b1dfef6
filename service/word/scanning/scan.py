"""Read the XML tree of one part: take the tags out, leave markers, note what is wrong."""

import re
from collections.abc import Iterator

from lxml import etree

from service.errors import Invalid
from service.word.names import MAIN, RELATIONS, SCOPES, TBL, P, T, w
from service.word.scanning import cells, frame, placeholder, tags
from service.word.scanning.paragraph_tags import read_tags
from service.word.scanning.places import Place, Places
from service.word.scanning.scanned import Scan
from service.word.scanning.source import DRAWING, Brackets, Slot, Source, shortened, shown
from service.word.scanning.tree import before_text, join_paragraphs, remove

_PICTURES = (w("drawing"), w("pict"), w("object"))
_NOT_FILLED = {T, w("delText"), w("delInstrText")}  # read before; struck out by a tracked change
_JOINER = re.compile("(?<=[{}%#])\u2060|\u2060(?=[{}%#])")
_NO_JOINER = re.compile(r"(?!)")
_BLANKS = str.maketrans("\n\r\t", "   ")


def read(name: str, root: etree._Element, part: str) -> Source:
    """Read the part `root` into template source; `part` is what a person calls it."""
    if _lacks_prefix(root):
        raise Invalid("word_strict")
    scan = Scan(root, Places(root, part), _brackets(root))
    _flatten_blanks(root)
    joins: list[tuple[etree._Element, bool, bool]] = []
    for paragraph in list(root.iter(P)):
        joins.extend(read_tags(scan, paragraph))
    _read_placeholders(scan)
    _read_other_text(scan, part)
    join_paragraphs(joins)
    cells.apply(scan.cell_tags.values(), scan.mark)
    if any(slot.body.startswith(("for ", "macro ", "call")) for slot in scan.slots):
        _number_drawings(scan)
    loops = _tables_with_cell_loops(scan) | _tables_that_may_be_empty(scan)
    _lift(scan)
    cells.repair(root, scan.slots, scan.marker, scan.mark, loops)
    return _split(name, scan)


def _lacks_prefix(root: etree._Element) -> bool:
    """Tell whether a Word part names its elements otherwise than all word processors do."""
    is_word = not str(root.tag).endswith(("}coreProperties", "}Properties"))
    return is_word and root.nsmap.get("w") != MAIN


def _brackets(root: etree._Element) -> Brackets:
    used = set(etree.tostring(root, encoding="unicode"))
    free = (chr(code) for code in range(0xE000, 0xF8FF) if chr(code) not in used)
    return Brackets(next(free), next(free))


def _flatten_blanks(root: etree._Element) -> None:
    """Turn line ends in the XML into spaces, as Word reads them: only values bring line ends.

    What keeps brackets in a comment of ours from being a tag is taken out of tags copied from one.
    """
    joiner = _NO_JOINER if root.tag == w("comments") else _JOINER
    for element in root.iter():
        if element.text:
            element.text = joiner.sub("", element.text.translate(_BLANKS))
        if element.tail:
            element.tail = element.tail.translate(_BLANKS)


def _read_placeholders(scan: Scan) -> None:
    """Take out the pictures that stand for a value: each is drawn anew for every value."""
    reader = frame.Reader(scan.root, scan.brackets.opening, scan.brackets.closing)
    for found in placeholder.find(scan.root):
        place = f"gambar di {scan.places.of(found.element)}"
        if "{" in found.beside:
            scan.wrong("word_picture_two_tags", place, tag=found.beside)
        try:
            framed = reader.read(found.element)
        except frame.NoFrame:
            scan.wrong("word_picture_no_size", place, tag=found.expression)
            continue
        slot = Slot(
            "{{", found.expression, place, "picture",
            frame=framed, described=found.beside, bare=found.bare,
        )  # fmt: skip
        before_text(found.element, scan.mark(slot))
        if found.bare:  # a tag may bring another text for the picture that is there
            drawn = "".join(framed.pieces)
            unused = (one for one in _relations(found.element) if f'"{one}"' not in drawn)
            scan.dropped.update(unused)
        remove(found.element)


def _relations(element: etree._Element) -> Iterator[str]:
    for inner in element.iter("*"):
        for key, value in inner.attrib.items():
            if str(key).startswith(f"{{{RELATIONS}}}"):
                yield str(value)


def _read_other_text(scan: Scan, part: str) -> None:
    """Find tags in attributes and in text outside paragraphs: properties, alternative text."""
    for element in scan.root.iter("*"):
        for key, value in element.attrib.items():
            if "{" in value:
                element.set(key, _plain_tags(scan, str(value), element, part))
        if element.text and "{" in element.text and element.tag not in _NOT_FILLED:
            element.text = _plain_tags(scan, element.text, element, part)


def _plain_tags(scan: Scan, text: str, element: etree._Element, part: str) -> str:
    place = scan.places.of(element) or part
    pieces, at = [], 0
    for tag in tags.find(text):
        scan.changed = True
        typed = text[tag.start : tag.end]
        pieces.append(text[at : tag.start])
        if tag.opening == tags.TYPED:
            pieces.append(tag.body)
        elif tag.opening not in tags.CLOSING:
            pieces.append(tag.opening)
        elif tag.opening != "{#":
            slot = Slot(tag.opening, tag.body, place, "attribute", typed=typed, broken=tag.broken)
            pieces.append(scan.mark(slot))
        if tag.broken and tag.opening in tags.CLOSING:
            scan.wrong("word_tag_unclosed", place, tag=shortened(typed))
        at = tag.end
    return "".join([*pieces, text[at:]])


def _number_drawings(scan: Scan) -> None:
    """Let drawings be numbered when filled: a loop repeats them, their numbers must not."""
    for element in scan.root.iter("{*}docPr"):
        element.set("id", scan.mark(Slot("{{", f"{DRAWING}()", "", implied=True)))


def _tables_with_cell_loops(scan: Scan) -> set[etree._Element]:
    """Return the tables in which tags may change how many columns a row spans."""
    changed = [cell for cell in scan.lifts if cell.tag == SCOPES["tc"]]
    changed += [tag.cell for tag in scan.cell_tags.values() if tag.name in ("hm", "colspan")]
    return {next(cell.iterancestors(TBL)) for cell in changed}


def _tables_that_may_be_empty(scan: Scan) -> set[etree._Element]:
    """Return the tables of which every row stands between tags that may leave it out."""
    tables = {row.getparent() for row in scan.lifts if row.tag == SCOPES["tr"]}
    return {table for table in tables if table is not None and not _has_steady_row(scan, table)}


def _has_steady_row(scan: Scan, table: etree._Element) -> bool:
    depth = 0
    for row in table.iterchildren(SCOPES["tr"]):
        if row not in scan.lifts and not depth:
            return True
        for marker in scan.lifts.get(row, ()):
            slot = scan.slots[_number(marker)]
            if slot.opening == "{%":
                depth += _opens(slot.body)
    return False


def _opens(body: str) -> int:
    """Return 1 for a statement that may leave out what follows, -1 for its end, 0 for others."""
    word = body.partition(" ")[0]
    return 1 if word in ("for", "if", "macro", "call") else -int(word.startswith("end"))


def _lift(scan: Scan) -> None:
    """Put the tags of a row, cell or paragraph in the place of that element."""
    for element, markers in scan.lifts.items():
        lost = "".join(holder.text or "" for holder in element.iter(T)).strip()
        if not lost and next(element.iter(*_PICTURES), None) is not None:
            lost = "(gambar)"
        if lost and not all(scan.slots[_number(marker)].opening == "{#" for marker in markers):
            scan.wrong(
                "word_text_beside_tag", _with_tags(scan, scan.places.of(element)),
                tag=shown(scan.slots[_number(markers[0])]), text=_visible(scan, lost),
            )  # fmt: skip
        before_text(element, "".join(markers))
        remove(element)


def _number(marker: str) -> int:
    return int(marker[1:-1])


def _with_tags(scan: Scan, place: Place) -> Place:
    """Return a place whose words show the tags that markers stand for by now."""
    return Place(str(place), _visible(scan, place.words))


def _visible(scan: Scan, text: str) -> str:
    def body(found: re.Match[str]) -> str:
        return shown(scan.slots[int(found[1])])

    return scan.marker.sub(body, text)[:60]


def _split(name: str, scan: Scan) -> Source:
    text = etree.tostring(scan.root, encoding="unicode")
    pieces = scan.marker.split(text)
    slots = tuple(scan.slots[int(number)] for number in pieces[1::2])
    declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    literals = (declaration + pieces[0], *pieces[2::2])
    return Source(
        name, literals, slots, scan.brackets, tuple(scan.problems), frozenset(scan.dropped),
        scan.changed,
    )  # fmt: skip
