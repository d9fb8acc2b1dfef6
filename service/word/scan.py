"""Read the XML tree of one part: take the tags out, leave markers, note what is wrong."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from service.errors import Invalid, Problem, problem
from service.word import cells, tags
from service.word.names import BR, CR, MAIN, PPR, RPR, SCOPES, SPACE, TAB, TBL, TXBX, P, R, T, w
from service.word.places import Places
from service.word.source import DRAWING, Brackets, Slot, Source, Where, shown
from service.word.tree import before_text, join_paragraphs, remove, run_after

_LIKE_TEXT = {BR: " ", TAB: " ", CR: " ", w("noBreakHyphen"): "-"}
_CLOSED_GROUPS = {P, PPR, RPR, TXBX}
_BLANKS = str.maketrans("\n\r\t", "   ")
_CELL_TAG = re.compile(r"(vm|hm|colspan|cellbg)(?:\s+(.+))?$")
_WHERE: dict[str, Where] = {"": "text", "r": "run", "p": "block", "tr": "block", "tc": "block"}
_NAMESPACE = re.compile(r'\sxmlns:(\w+)="([^"]*)"')


@dataclass
class Scan:
    """What is found while a part is read."""

    root: etree._Element
    places: Places
    brackets: Brackets
    slots: list[Slot] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    lifts: dict[etree._Element, list[str]] = field(default_factory=dict)
    run_level: set[str] = field(default_factory=set)
    cell_tags: list[cells.CellTag] = field(default_factory=list)

    def mark(self, slot: Slot) -> str:
        """Keep a slot and return the marker that stands for it in the tree."""
        self.slots.append(slot)
        return f"{self.brackets.opening}{len(self.slots) - 1}{self.brackets.closing}"

    def wrong(self, code: str, place: str, **details: str) -> None:
        """Note a problem."""
        self.problems.append(problem(code, place, **details))


def read(name: str, root: etree._Element, part: str) -> Source:
    """Read the part `root` into template source; `part` is what a person calls it."""
    if _lacks_prefix(root):
        raise Invalid("word_strict")
    scan = Scan(root, Places(root, part), _brackets(root))
    _flatten_blanks(root)
    joins: list[tuple[etree._Element, bool, bool]] = []
    for paragraph in list(root.iter(P)):
        joins.extend(_read_paragraph(scan, paragraph))
    _read_other_text(scan, part)
    join_paragraphs(joins)
    cells.apply(scan.cell_tags, scan.mark)
    if any(slot.body.startswith(("for ", "macro ", "call")) for slot in scan.slots):
        _number_drawings(scan)
    loops = _tables_with_cell_loops(scan) | _tables_that_may_be_empty(scan)
    _lift(scan)
    cells.repair(root, scan.brackets.opening, scan.mark, loops)
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
    """Turn line ends in the XML into spaces, as Word reads them: only values bring line ends."""
    for element in root.iter():
        if element.text:
            element.text = element.text.translate(_BLANKS)
        if element.tail:
            element.tail = element.tail.translate(_BLANKS)


def _read_paragraph(
    scan: Scan, paragraph: etree._Element
) -> Iterator[tuple[etree._Element, bool, bool]]:
    holders = list(_holders(paragraph))
    text = "".join(_text(holder) for holder in holders)
    if "{" not in text and "_}" not in text:
        return
    place = scan.places.of(paragraph)
    try:
        found = list(tags.find(text))
    except tags.Unclosed as fault:
        scan.wrong("word_tag_unclosed", place, tag=text[fault.at : fault.at + 40])
        return
    _take_out(scan, holders, text, found, place)
    if found:
        before = found[0].joins_before and not text[: found[0].start].strip()
        after = found[-1].joins_after and not text[found[-1].end :].strip()
        if before or after:
            yield paragraph, before, after


def _holders(element: etree._Element) -> Iterator[etree._Element]:
    """Yield what holds a paragraph's own text, in order, without text boxes inside it."""
    for child in element:
        if child.tag == T or child.tag in _LIKE_TEXT:
            yield child
        elif child.tag not in _CLOSED_GROUPS:
            yield from _holders(child)


def _text(holder: etree._Element) -> str:
    return (holder.text or "") if holder.tag == T else _LIKE_TEXT[str(holder.tag)]


def _take_out(
    scan: Scan, holders: list[etree._Element], text: str, found: list[tags.Tag], place: str
) -> None:
    """Give each holder the text that is left to it, with a marker where a tag began."""
    breaks = _breaks_to_drop(holders, found)
    pending = iter(found)
    tag = next(pending, None)
    at = 0
    for holder in holders:
        end = at + len(_text(holder))
        if at in breaks:
            remove(holder)
            at = end
            continue
        left: list[str] = []
        position = at
        while tag and tag.start < end:
            if tag.start >= at:
                left.append(text[position : tag.start])
                left.append(_place_tag(scan, tag, holder, place))
            if tag.end > end:
                position = end
                break
            position = tag.end
            tag = next(pending, None)
        left.append(text[position:end])
        _store(scan, holder, "".join(left))
        at = end


def _breaks_to_drop(holders: list[etree._Element], found: list[tags.Tag]) -> set[int]:
    """Return where line breaks stand that a {%- before them or a -%} after them swallows."""
    starts, at = set(), 0
    for holder in holders:
        if holder.tag != T:
            starts.add(at)
        at += len(_text(holder))
    dropped = set()
    for tag in found:
        before, after = tag.start - 1, tag.end
        while tag.joins_before and before in starts:
            dropped.add(before)
            before -= 1
        while tag.joins_after and after in starts:
            dropped.add(after)
            after += 1
    return dropped


def _store(scan: Scan, holder: etree._Element, text: str) -> None:
    if holder.tag != T:
        if not text:
            remove(holder)
        return
    if text == holder.text:
        return
    holder.text = text
    holder.set(SPACE, "preserve")
    if any(marker in text for marker in _markers(scan, text)):
        _split_run(scan, holder)


def _markers(scan: Scan, text: str) -> list[str]:
    pattern = f"{scan.brackets.opening}\\d+{scan.brackets.closing}"
    return [marker for marker in re.findall(pattern, text) if marker in scan.run_level]


def _place_tag(scan: Scan, tag: tags.Tag, holder: etree._Element, place: str) -> str:
    """Keep the tag where it belongs; return the marker that stays in the text, if any."""
    if tag.opening == tags.TYPED:
        return tag.body
    cell_tag = _CELL_TAG.match(tag.body) if tag.opening == "{%" and not tag.scope else None
    if cell_tag:
        cell = next(holder.iterancestors(SCOPES["tc"]), None)
        if cell is None:
            scan.wrong("word_tag_outside_table", place, tag=tag.body)
        else:
            scan.cell_tags.append(
                cells.CellTag(cell, holder, cell_tag[1], cell_tag[2] or "", place)
            )
        return ""
    rpr = _rpr(scan, holder) if tag.opening == "{{" else ""
    slot = Slot(tag.opening, tag.body, place, _WHERE[tag.scope], rpr, tag.scope)
    marker = scan.mark(slot)
    if tag.scope == "r":
        scan.run_level.add(marker)
    if tag.scope in ("", "r"):
        return "" if tag.opening == "{#" else marker
    lifted = next(holder.iterancestors(SCOPES[tag.scope]), None)
    if lifted is None:
        scan.wrong("word_tag_outside_table", place, tag=shown(slot))
    else:
        scan.lifts.setdefault(lifted, []).append(marker)
    return ""


def _rpr(scan: Scan, holder: etree._Element) -> str:
    run = holder.getparent()
    rpr = run.find(RPR) if run is not None and run.tag == R else None
    if rpr is None:
        return ""
    known = scan.root.nsmap

    def declared(found: re.Match[str]) -> str:
        return "" if known.get(found[1]) == found[2] else found[0]

    return _NAMESPACE.sub(declared, etree.tostring(rpr, encoding="unicode", with_tail=False))


def _split_run(scan: Scan, holder: etree._Element) -> None:
    """Cut a run at its run-level tags, so that they stand between whole runs."""
    run = holder.getparent()
    if run is None or run.tag != R:
        return
    text = holder.text or ""
    for marker in reversed(_markers(scan, text)):
        text, _, rest = text.rpartition(marker)
        after = run_after(run, holder, rest)
        run.addnext(after)  # what followed the run now follows the new one
        run.tail = marker
        holder.text = text


def _read_other_text(scan: Scan, part: str) -> None:
    """Find tags in attributes and in text outside paragraphs: properties, alternative text."""
    for element in scan.root.iter("*"):
        for key, value in element.attrib.items():
            if "{" in value:
                element.set(key, _plain_tags(scan, str(value), element, part))
        if element.text and "{" in element.text and element.tag != T:
            element.text = _plain_tags(scan, element.text, element, part)


def _plain_tags(scan: Scan, text: str, element: etree._Element, part: str) -> str:
    place = scan.places.of(element) or part
    try:
        found = list(tags.find(text))
    except tags.Unclosed as fault:
        scan.wrong("word_tag_unclosed", place, tag=text[fault.at : fault.at + 40])
        return text
    pieces, at = [], 0
    for tag in found:
        pieces.append(text[at : tag.start])
        if tag.opening == tags.TYPED:
            pieces.append(tag.body)
        elif tag.opening != "{#":
            pieces.append(scan.mark(Slot(tag.opening, tag.body, place, "attribute")))
        at = tag.end
    return "".join([*pieces, text[at:]])


def _number_drawings(scan: Scan) -> None:
    """Let drawings be numbered when filled: a loop repeats them, their numbers must not."""
    for element in scan.root.iter("{*}docPr"):
        element.set("id", scan.mark(Slot("{{", f"{DRAWING}()", "", implied=True)))


def _tables_with_cell_loops(scan: Scan) -> set[etree._Element]:
    """Return the tables in which tags may change how many columns a row spans."""
    changed = [cell for cell in scan.lifts if cell.tag == SCOPES["tc"]]
    changed += [tag.cell for tag in scan.cell_tags if tag.name in ("hm", "colspan")]
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
        shown = "".join(holder.text or "" for holder in element.iter(T)).strip()
        if shown and not all(scan.slots[_number(marker)].opening == "{#" for marker in markers):
            scan.wrong("word_text_beside_tag", scan.places.of(element), text=_visible(scan, shown))
        before_text(element, "".join(markers))
        remove(element)


def _number(marker: str) -> int:
    return int(marker[1:-1])


def _visible(scan: Scan, text: str) -> str:
    def body(found: re.Match[str]) -> str:
        return shown(scan.slots[int(found[1])])

    pattern = f"{scan.brackets.opening}(\\d+){scan.brackets.closing}"
    return re.sub(pattern, body, text)[:60]


def _split(name: str, scan: Scan) -> Source:
    text = etree.tostring(scan.root, encoding="unicode")
    marker = re.compile(f"{scan.brackets.opening}(\\d+){scan.brackets.closing}")
    pieces = marker.split(text)
    slots = tuple(scan.slots[int(number)] for number in pieces[1::2])
    declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    literals = (declaration + pieces[0], *pieces[2::2])
    return Source(name, literals, slots, scan.brackets, tuple(scan.problems))
