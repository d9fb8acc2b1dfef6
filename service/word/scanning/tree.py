"""Move elements of a Word part about without losing the text that stands between them.

In lxml the text after an element belongs to that element; here it holds the markers of tags.
"""

import copy

from lxml import etree

from service.word.names import PPR, RPR, SPACE, P, R, T


def around(element: etree._Element, before: str, after: str) -> None:
    """Put text directly before and after an element."""
    before_text(element, before)
    element.tail = after + (element.tail or "")


def before_text(element: etree._Element, text: str) -> None:
    """Put text directly before an element."""
    previous, parent = element.getprevious(), element.getparent()
    if previous is not None:
        previous.tail = (previous.tail or "") + text
    elif parent is not None:
        parent.text = (parent.text or "") + text


def remove(element: etree._Element) -> None:
    """Remove an element but keep the text that follows it."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before_text(element, element.tail)
        element.tail = None
    parent.remove(element)


def run_after(run: etree._Element, holder: etree._Element, text: str) -> etree._Element:
    """Return a run formatted as `run` that holds `text` and what followed `holder` in it."""
    after = etree.Element(R, {str(key): str(value) for key, value in run.attrib.items()})
    rpr = run.find(RPR)
    if rpr is not None:
        after.append(copy.deepcopy(rpr))
    piece = etree.SubElement(after, T, {SPACE: "preserve"})
    piece.text = text
    for sibling in list(holder.itersiblings()):
        after.append(sibling)
    return after


def join_paragraphs(joins: list[tuple[etree._Element, bool, bool]]) -> None:
    """Join paragraphs whose tags say so: {%- with the one before, -%} with the one after."""
    became: dict[etree._Element, etree._Element] = {}
    for paragraph, before, after in joins:
        here = became.get(paragraph, paragraph)
        previous = here.getprevious()
        if before and here is paragraph and previous is not None and previous.tag == P:
            _append(previous, here)
            became[paragraph] = here = previous
        following = here.getnext()
        if after and following is not None and following.tag == P:
            _append(here, following)
            became[following] = here


def _append(paragraph: etree._Element, following: etree._Element) -> None:
    for child in list(following):
        if child.tag != PPR:
            paragraph.append(child)
    remove(following)
