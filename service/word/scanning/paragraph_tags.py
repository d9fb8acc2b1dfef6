"""Take the tags out of one paragraph, however Word cut it into runs, and leave markers."""

import re
from collections.abc import Iterator

from lxml import etree

from service.errors import problem
from service.word.names import RPR, SCOPES, SPACE, R, T
from service.word.scanning import cells, tags
from service.word.scanning.paragraph import held, text_holders
from service.word.scanning.scanned import Scan
from service.word.scanning.source import Slot, Where, shortened, shown
from service.word.scanning.tree import remove, run_after

_CELL_TAG = re.compile(r"(vm|hm|colspan|cellbg)(?:\s+(.+))?$")
_WHERE: dict[str, Where] = {"": "text", "r": "run", "p": "block", "tr": "block", "tc": "block"}
_NAMESPACE = re.compile(r'\sxmlns:(\w+)="([^"]*)"')


def read_tags(scan: Scan, paragraph: etree._Element) -> Iterator[tuple[etree._Element, bool, bool]]:
    """Take the tags of one paragraph out; yield the paragraph if it joins one before or after."""
    holders = list(text_holders(paragraph))
    text = "".join(held(holder) for holder in holders)
    if "{" not in text and "}" not in text:
        return
    place = scan.places.of(paragraph)
    found = list(tags.find(text))
    _tell_broken(scan, paragraph, text, found, place)
    _take_out(scan, holders, text, found, place)
    if found:
        scan.changed = True
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
    return [found[0] for found in scan.marker.finditer(text) if found[0] in scan.run_level]


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
