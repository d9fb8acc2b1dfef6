"""Write the values that can't be printed as they are, each as its place in the XML needs it."""

from typing import Any

from docxtpl import RichText
from markupsafe import Markup, escape

from service.word.plain import Rich
from service.word.source import Slot, Source


class Writer:
    """Writes values into the slots of one part during one filling."""

    def __init__(self, source: Source) -> None:
        self._slots = source.slots

    def write(self, value: Any, number: int, is_none: bool) -> Markup:
        """Return the XML of a value in the slot of that number."""
        slot = self._slots[number]
        if isinstance(value, Rich):
            return self._rich(value._value, slot)
        if value is None:
            return Markup("")
        if slot.where == "run":
            return Markup(f'<w:r>{slot.rpr}<w:t xml:space="preserve">{_text(value)}</w:t></w:r>')
        if slot.where == "attribute":
            return Markup(_text(value).replace("\n", "&#10;").replace("\t", "&#9;"))
        return _text(value)

    def _rich(self, value: Any, slot: Slot) -> Markup:
        if isinstance(value, RichText) and slot.where == "text":
            after = f'<w:r>{slot.rpr}<w:t xml:space="preserve">'
            return Markup(f"</w:t></w:r>{value.xml}{after}")
        return Markup(value.xml)


def _text(value: Any) -> Markup:
    if isinstance(value, float):
        return Markup(format(value, ".15g"))
    return escape(value)
