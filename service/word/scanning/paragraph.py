"""The text of a paragraph as an author reads it, and the elements that hold it."""

from collections.abc import Iterator

from lxml import etree

from service.word.names import BR, CR, PPR, RPR, TAB, TXBX, P, T, w

_LIKE_TEXT = {BR: " ", TAB: " ", CR: " ", w("noBreakHyphen"): "-"}
_NOT_READ = {P, PPR, RPR, TXBX, w("del"), w("moveFrom")}


def text_holders(element: etree._Element) -> Iterator[etree._Element]:
    """Yield what holds a paragraph's own text, in order, without text boxes inside it.

    What a tracked change has taken away is not the paragraph's text any more.
    """
    for child in element:
        if child.tag == T or child.tag in _LIKE_TEXT:
            yield child
        elif child.tag not in _NOT_READ:
            yield from text_holders(child)


def held(holder: etree._Element) -> str:
    """Return the text that one of `text_holders` stands for."""
    return (holder.text or "") if holder.tag == T else _LIKE_TEXT[str(holder.tag)]


def text(paragraph: etree._Element) -> str:
    """Return a paragraph's own text."""
    return "".join(held(holder) for holder in text_holders(paragraph))
