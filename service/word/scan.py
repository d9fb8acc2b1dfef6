"""Read the XML tree of one part: take the tags out, leave markers, note what is wrong."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from service.errors import Invalid, Problem, problem
from service.word import cells, frame, placeholder, tags
from service.word.names import MAIN, RPR, SCOPES, SPACE, TBL, P, R, T, w
from service.word.paragraph import held, text_holders
from service.word.places import Places
from service.word.source import DRAWING, Brackets, Slot, Source, Where, shortened, shown
from service.word.tree import before_text, join_paragraphs, remove, run_after

_PICTURES = (w("drawing"), w("pict"), w("object"))
_NOT_FILLED = {T, w("delText"), w("delInstrText")}  # read before; struck out by a tracked change
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
    cell_tags: dict[tuple[etree._Element, str], cells.CellTag] = field(default_factory=dict)
    unfinished: tuple[etree._Element | None, str] = (None, "")  # where a tag is open at the end

    def mark(self, slot: Slot) -> str:
        """Keep a slot and return the marker that stands for it in the tree."""
        self.slots.append(slot)
        return f"{self.brackets.opening}{len(self.slots) - 1}{self.brackets.closing}"

    @property
    def marker(self) -> re.Pattern[str]:
        """Return what finds the markers, with the number of each slot as its group."""
        return re.compile(f"{self.brackets.opening}(\\d+){self.brackets.closing}")

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
    """Turn line ends in the XML into spaces, as Word reads them: only values bring line ends."""
    for element in root.iter():
        if element.text:
            element.text = element.text.translate(_BLANKS)
        if element.tail:
            element.tail = element.tail.translate(_BLANKS)


def _read_paragraph(
    scan: Scan, paragraph: etree._Element
) -> Iterator[tuple[etree._Element, bool, bool]]:
    holders = list(text_holders(paragraph))
    text = "".join(held(holder) for holder in holders)
    if "{" not in text and "}" not in text:
        return
    place = scan.places.of(paragraph)
    found = list(tags.find(text))
    _tell_broken(scan, paragraph, text, found, place)
    _take_out(scan, holders, text, found, place)
    if found:
        before = found[0].joins_before and not text[: found[0].start].strip()
        after = found[-1].joins_after and not text[found[-1].end :].strip()
        if before or after:
            yield paragraph, before, after


def _tell_broken(
    scan: Scan, paragraph: etree._Element, text: str, found: list[tags.Tag], place: str
) -> None:
    """Note tags that do not end here, and closing brackets without a tag."""
    before, there = scan.unfinished
    continues = before is not None and before is paragraph.getprevious()
    for number, tag in enumerate(found):
        shown = shortened(text[tag.start : tag.end])
        if not tag.broken:
            continue
        if tag.opening in tags.CLOSING:
            scan.wrong("word_tag_unclosed", place, tag=shown)
        elif number or not continues:
            scan.wrong("word_tag_unopened", place, tag=shortened(text[: tag.end][-40:]))
        else:  # one tag, cut by the Enter key, is one fault
            scan.problems[-1] = problem("word_tag_split", there, tag=scan.problems[-1].found)
    last = found[-1] if found else None
    is_open = last is not None and last.broken and last.opening in tags.CLOSING
    ends_here = last is not None and not text[last.end :].strip()
    scan.unfinished = (paragraph if is_open and ends_here else None, place)


def _take_out(
    scan: Scan, holders: list[etree._Element], text: str, found: list[tags.Tag], place: str
) -> None:
    """Give each holder the text that is left to it, with a marker where a tag began."""
    breaks = _breaks_to_drop(holders, found)
    pending = iter(found)
    tag = next(pending, None)
    at = 0
    for holder in holders:
        end = at + len(held(holder))
        if at in breaks:
            remove(holder)
            at = end
            continue
        left: list[str] = []
        position = at
        while tag and tag.start < end:
            if tag.start >= at:
                left.append(text[position : tag.start])
                left.append(_place_tag(scan, tag, holder, place, text[tag.start : tag.end]))
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
        at += len(held(holder))
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


def _place_tag(scan: Scan, tag: tags.Tag, holder: etree._Element, place: str, typed: str) -> str:
    """Keep the tag where it belongs; return the marker that stays in the text, if any."""
    if tag.opening == tags.TYPED:
        return tag.body
    if tag.opening not in tags.CLOSING:
        return tag.opening
    cell_tag = _CELL_TAG.match(tag.body) if tag.opening == "{%" and not tag.scope else None
    if cell_tag:
        _keep_cell_tag(scan, cell_tag, holder, place, typed)
        return ""
    rpr = _rpr(scan, holder) if tag.opening == "{{" else ""
    where = _WHERE[tag.scope]
    slot = Slot(tag.opening, tag.body, place, where, rpr, tag.scope, typed=typed, broken=tag.broken)
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


def _keep_cell_tag(
    scan: Scan, found: re.Match[str], holder: etree._Element, place: str, typed: str
) -> None:
    cell = next(holder.iterancestors(SCOPES["tc"]), None)
    if cell is None:
        scan.wrong("word_tag_outside_table", place, tag=shortened(typed))
    elif (cell, found[1]) in scan.cell_tags:
        scan.wrong("word_tag_twice", place, tag=shortened(typed))
    else:
        tag = cells.CellTag(cell, holder, found[1], found[2] or "", place, typed)
        scan.cell_tags[cell, found[1]] = tag


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
        remove(found.element)


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
                "word_text_beside_tag", scan.places.of(element),
                tag=shown(scan.slots[_number(markers[0])]), text=_visible(scan, lost),
            )  # fmt: skip
        before_text(element, "".join(markers))
        remove(element)


def _number(marker: str) -> int:
    return int(marker[1:-1])


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
    return Source(name, literals, slots, scan.brackets, tuple(scan.problems))
