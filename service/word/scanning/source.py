"""Turn one Word XML part into template source, keeping the place of every tag.

The tags are taken out of the XML tree and a marker is left for each; the tree is written out once
and the markers become tags between brackets that no document contains. So whatever else looks
like a tag in the XML stays the text it is, and each tag, being one line longer than the text
before it, is known by its line.
"""

from dataclasses import dataclass
from typing import Literal

from service.errors import Problem
from service.word.scanning.frame import Frame

Where = Literal["text", "run", "block", "attribute", "picture"]


@dataclass(frozen=True)
class Slot:
    """One tag in its place. `rpr` is the formatting of its run, for values that leave the run.

    `typed` is the tag as its author wrote it; a `broken` one never ends, and `body` is a guess.
    The name in a placeholder picture's alternative text is a tag as well; it has the picture's
    `frame`, what the author `described` it as, and is `bare` when it has no brackets.
    """

    opening: str
    body: str
    place: str
    where: Where = "text"
    rpr: str = ""
    scope: str = ""
    implied: bool = False  # by the tag language, not written by the author
    typed: str = ""
    broken: bool = False
    frame: Frame | None = None
    described: str = ""
    bare: bool = False

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
    dropped: frozenset[str] = frozenset()  # relationships of pictures that placeholders showed
    changed: bool = False  # the author's own XML no longer stands: a comment was taken out

    def written(self, through_writer: frozenset[int] = frozenset()) -> str:
        """Return the template source, one line longer after each tag.

        What the tags of these numbers print goes through the writer; the others print as they are.
        """
        pieces = [self.literals[0]]
        for number, (slot, literal) in enumerate(zip(self.slots, self.literals[1:], strict=True)):
            pieces.append(self._tag(slot, number, number in through_writer))
            pieces.append(literal)
        return "".join(pieces)

    def _tag(self, slot: Slot, number: int, through_writer: bool) -> str:
        left, right = self.brackets.opening, self.brackets.closing
        kind, body = slot.opening[1], slot.body
        if through_writer:
            body = f"{WRITER}(({body}), {number}, ({body}) is none)"
        elif slot.frame is not None:
            body = f"({body})|{FRAMED}"
        return f"{left}{kind}\n{body} {_MIRROR.get(kind, kind)}{right}"


WRITER = "_tulis"  # the name under which the values carry the function that writes one value
DRAWING = "_gambar"  # and the one that gives the next drawing its number
FILTER = "_saring"  # and the one that carries out a filter of indonesian_filters
FRAMED = "_bingkai"  # the filter that tells a reader of the tags: this shall be a picture
_MIRROR = {"{": "}"}


def shown(slot: Slot) -> str:
    """Return a tag as its author sees it in Word."""
    if slot.bare:
        return slot.body
    if slot.typed:
        return shortened(slot.typed)
    kind = slot.opening[1]
    return f"{slot.opening}{slot.scope} {slot.body[:80]} {_MIRROR.get(kind, kind)}}}"


def shortened(text: str, limit: int = 80) -> str:
    """Return a text on one line, cut where it is long."""
    line = " ".join(text[: 4 * limit].split())
    return line if len(line) <= limit else line[: limit - 1] + "…"
