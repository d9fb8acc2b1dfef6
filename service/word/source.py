"""Turn one Word XML part into template source, keeping the place of every tag.

The tags are taken out of the XML tree and a marker is left for each; the tree is written out once
and the markers become tags between brackets that no document contains. So whatever else looks
like a tag in the XML stays the text it is, and each tag, being one line longer than the text
before it, is known by its line.
"""

import re
from dataclasses import dataclass
from typing import Literal

from service.errors import Problem

Where = Literal["text", "run", "block", "attribute"]
Style = Literal["plain", "fast", "careful"]


@dataclass(frozen=True)
class Slot:
    """One tag in its place. `rpr` is the formatting of its run, for values that leave the run."""

    opening: str
    body: str
    place: str
    where: Where = "text"
    rpr: str = ""
    scope: str = ""
    implied: bool = False  # by the tag language, not written by the author

    @property
    def delicate(self) -> bool:
        """Tell whether what is printed here needs the writer even when all values are text."""
        return self.where != "text" or bool(_MAY_BRING_ODD_VALUES.search(self.body))

    @property
    def makes_characters(self) -> bool:
        """Tell whether the tag can print characters that no value brought."""
        return "\\" in self.body or "format" in self.body

    @property
    def may_be_nothing(self) -> bool:
        """Tell whether the tag says itself that it may print nothing: {{ x if y }}."""
        return " if " in self.body and " else " not in self.body


@dataclass(frozen=True)
class Brackets:
    """Two characters that stand around every tag and occur nowhere else in the part."""

    opening: str
    closing: str


@dataclass(frozen=True)
class Source:
    """A part as literal XML and slots in turn: literal, slot, literal, ..., literal."""

    name: str
    literals: tuple[str, ...]
    slots: tuple[Slot, ...]
    brackets: Brackets
    problems: tuple[Problem, ...] = ()

    def written(self, style: Style) -> str:
        """Return the template source, one line longer after each tag.

        "plain" prints every value as it is, "careful" sends each through the writer, "fast" only
        those whose place or expression asks for it.
        """
        pieces = [self.literals[0]]
        for number, (slot, literal) in enumerate(zip(self.slots, self.literals[1:], strict=True)):
            pieces.append(self._tag(slot, number, style))
            pieces.append(literal)
        return "".join(pieces)

    def _tag(self, slot: Slot, number: int, style: Style) -> str:
        left, right = self.brackets.opening, self.brackets.closing
        kind = slot.opening[1]
        body = slot.body
        if slot.opening == "{{" and style != "plain" and (style == "careful" or slot.delicate):
            body = f"{WRITER}(({body}), {number}, ({body}) is none)"
        return f"{left}{kind}\n{body} {_MIRROR.get(kind, kind)}{right}"


WRITER = "_tulis"  # the name under which the values carry the function that writes one value
DRAWING = "_gambar"  # and the one that gives the next drawing its number
_MIRROR = {"{": "}"}
_MAY_BRING_ODD_VALUES = re.compile(
    r"\b[Nn]one\b|\\|[/*-]|format|\.\s*(?:get|pop|popitem|items|keys|values|clear|copy|update|"
    r"setdefault|fromkeys|count|index)\b"
)


def shown(slot: Slot) -> str:
    """Return a tag as its author sees it in Word."""
    kind = slot.opening[1]
    return f"{slot.opening}{slot.scope} {slot.body[:80]} {_MIRROR.get(kind, kind)}}}"
