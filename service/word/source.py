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


@dataclass(frozen=True)
class Slot:
    """One tag in its place. `rpr` is the formatting of its run, for values that leave the run."""

    opening: str
    body: str
    place: str
    where: Where = "text"
    rpr: str = ""
    shown: str = ""

    @property
    def prints(self) -> bool:
        """Tell whether the tag prints a value."""
        return self.opening == "{{"


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

    def written(self, *, careful: bool = False) -> str:
        """Return the template source. `careful` sends every printed value through the writer."""
        pieces = [self.literals[0]]
        for number, (slot, literal) in enumerate(zip(self.slots, self.literals[1:], strict=True)):
            pieces.append(self._tag(slot, number, careful))
            pieces.append(literal)
        return "".join(pieces)

    def _tag(self, slot: Slot, number: int, careful: bool) -> str:
        left, right = self.brackets.opening, self.brackets.closing
        if not slot.prints:
            return f"{left}{slot.opening[1]}\n{slot.body} {_MIRROR[slot.opening[1]]}{right}"
        body = slot.body
        if careful or slot.where != "text" or _MAY_BE_NONE.search(body):
            body = f"{WRITER}(({body}), {number}, ({body}) is none)"
        return f"{left}{{\n{body} }}{right}"


WRITER = "_tulis"  # the name under which the values carry the function that writes one value
_MIRROR = {"%": "%", "{": "}", "#": "#"}
_MAY_BE_NONE = re.compile(r"\b[Nn]one\b|\.\s*(?:get|pop|items|keys|values)\b|\\|format")
