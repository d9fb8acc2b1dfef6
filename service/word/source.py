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
from service.word.frame import Frame

Where = Literal["text", "run", "block", "attribute", "picture"]
Style = Literal["plain", "fast", "careful"]


@dataclass(frozen=True)
class Slot:
    """One tag in its place. `rpr` is the formatting of its run, for values that leave the run.

    The name in a placeholder picture's alternative text is one as well; it has the picture's
    `frame`, what the author `described` it as, and is `bare` when it has no brackets.
    """

    opening: str
    body: str
    place: str
    where: Where = "text"
    rpr: str = ""
    scope: str = ""
    implied: bool = False  # by the tag language, not written by the author
    frame: Frame | None = None
    described: str = ""
    bare: bool = False

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
        if style == "fast" and any(_MAKES_PICTURES.search(slot.body) for slot in self.slots):
            style = "careful"
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
        elif slot.frame is not None:
            body = f"({body})|{FRAMED}"
        return f"{left}{kind}\n{body} {_MIRROR.get(kind, kind)}{right}"


WRITER = "_tulis"  # the name under which the values carry the function that writes one value
DRAWING = "_gambar"  # and the one that gives the next drawing its number
FRAMED = "_bingkai"  # the filter that tells a reader of the tags: this shall be a picture
_MIRROR = {"{": "}"}
_MAKES_PICTURES = re.compile(r"\|\s*qr\b")
_MAY_BRING_ODD_VALUES = re.compile(
    r"\b[Nn]one\b|\.\s*(?:get|pop|items|keys|values)\b|\\|[/*-]|format"
)


def shown(slot: Slot) -> str:
    """Return a tag as its author sees it in Word."""
    if slot.bare:
        return slot.body
    kind = slot.opening[1]
    return f"{slot.opening}{slot.scope} {slot.body[:80]} {_MIRROR.get(kind, kind)}}}"
