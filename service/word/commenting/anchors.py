"""Find where in a Word part a fault stands, and put a comment's range there."""

import re
from collections.abc import Iterable

from lxml import etree

from service.errors import Problem
from service.word.names import PPR, SPACE, TBL, TC, TR, TXBX, P, R, T, w
from service.word.scanning import tags
from service.word.scanning.paragraph import held, text, text_holders
from service.word.scanning.places import Places
from service.word.scanning.tree import run_after

_IDENTIFIER = re.compile(r"\w[\w.]*")
Span = tuple[int, int]


def paragraphs_at(root: etree._Element, wanted: set[str]) -> dict[str, list[etree._Element]]:
    """Return the paragraphs of the body that stand at each of the wanted places."""
    places = Places(root, "")
    found: dict[str, list[etree._Element]] = {}
    for element in root.iter(P, TBL, TR, TC):
        place = places.of(element)
        if place in wanted:
            inside = [element] if element.tag == P else list(element.iter(P))
            found.setdefault(place, []).extend(inside)
    return found


def first_paragraph(root: etree._Element) -> etree._Element:
    """Return the first paragraph of the body, made when there is none."""
    found = next(root.iter(P), None)
    if found is None:
        found = etree.Element(P)
        (root[0] if len(root) else root).insert(0, found)
    return found


def choose(
    candidates: Iterable[etree._Element], problem: Problem
) -> tuple[etree._Element, Span] | None:
    """Return the paragraph a fault is about, and which piece of its text."""
    first = None
    for paragraph in candidates:
        words = text(paragraph)
        if span := _span(words, problem.found or ""):
            return paragraph, span
        first = first or (paragraph, (0, len(words)))
    return first


def _span(words: str, found: str) -> Span | None:
    """Return the tag that holds what was found, or else what was found itself."""
    if not found:
        return None
    compact, positions = _compact(words)
    looked_for = _compact(found)[0]
    pattern = re.escape(looked_for)
    if _IDENTIFIER.fullmatch(found):
        pattern = rf"(?<![\w.]){pattern}(?!\w)"
    match = re.search(pattern, compact)
    if match is None or not looked_for:
        return None
    start, end = positions[match.start()], positions[match.end() - 1] + 1
    return next((tag for tag in _tags(words) if tag[0] <= start and end <= tag[1]), (start, end))


def _compact(words: str) -> tuple[str, list[int]]:
    """Return a text without its blanks and with plain quotes, and where each letter stood."""
    plain = words.translate(tags.TYPEWRITER)
    kept = [(letter, at) for at, letter in enumerate(plain) if not letter.isspace()]
    return "".join(letter for letter, _ in kept), [at for _, at in kept]


def _tags(words: str) -> list[Span]:
    return [(tag.start, tag.end) for tag in tags.find(words)]


def surround(paragraph: etree._Element, span: Span, identity: str) -> None:
    """Put the range of comment `identity` around a piece of a paragraph's text.

    Word allows no comment in a text box: there the paragraph that carries the box is marked.
    """
    carrier = _outside_boxes(paragraph)
    first, last = (
        _ends(carrier, span) if carrier is paragraph and span[0] < span[1] else _whole(carrier)
    )
    start = etree.Element(w("commentRangeStart"), {w("id"): identity})
    end = etree.Element(w("commentRangeEnd"), {w("id"): identity})
    reference = etree.Element(R)
    etree.SubElement(reference, w("commentReference"), {w("id"): identity})
    if first is None or last is None:
        carrier.extend([start, end, reference])
        return
    first.addprevious(start)
    last.addnext(reference)
    last.addnext(end)


def _outside_boxes(paragraph: etree._Element) -> etree._Element:
    while (box := next(paragraph.iterancestors(TXBX), None)) is not None:
        carrier = next(box.iterancestors(P), None)
        if carrier is None:
            break
        paragraph = carrier
    return paragraph


def _whole(paragraph: etree._Element) -> tuple[etree._Element | None, etree._Element | None]:
    children = [child for child in paragraph if child.tag != PPR]
    return (children[0], children[-1]) if children else (None, None)


def _ends(
    paragraph: etree._Element, span: Span
) -> tuple[etree._Element | None, etree._Element | None]:
    """Return the paragraph's children in which the piece begins and ends, cut to fit."""
    for position in reversed(span):
        _cut(paragraph, position)
    inside, at = [], 0
    for holder in text_holders(paragraph):
        end = at + len(held(holder))
        if max(at, span[0]) < min(end, span[1]):
            inside.append(holder)
        at = end
    if not inside:
        return _whole(paragraph)
    return _child(paragraph, inside[0]), _child(paragraph, inside[-1])


def _child(paragraph: etree._Element, holder: etree._Element) -> etree._Element:
    step = holder
    while (parent := step.getparent()) is not None and parent is not paragraph:
        step = parent
    return step


def _cut(paragraph: etree._Element, position: int) -> None:
    """Cut the run that holds this position of the paragraph's text in two, before it."""
    at = 0
    for holder in text_holders(paragraph):
        words = held(holder)
        run = holder.getparent()
        is_inside = at < position < at + len(words) or (at == position and words)
        if is_inside and run is not None and run.tag == R and run.getparent() is paragraph:
            _cut_run(run, holder, position - at)
            return
        at += len(words)


def _cut_run(run: etree._Element, holder: etree._Element, position: int) -> None:
    before = [step for step in holder.itersiblings(preceding=True) if step.tag != w("rPr")]
    if holder.tag != T or (position == 0 and not before):
        return
    words = held(holder)
    run.addnext(run_after(run, holder, words[position:]))
    holder.text = words[:position]
    holder.set(SPACE, "preserve")
