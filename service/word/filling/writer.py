"""Write the values that can't be printed as they are, each as its place in the XML needs it."""

import base64
import itertools
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from docxtpl import RichText, RichTextParagraph
from markupsafe import Markup, escape

from service.errors import Invalid, Problem, problem
from service.word.adding import qr
from service.word.adding.additions import Additions
from service.word.adding.picture import Measured, NotAPicture, drawing, measured
from service.word.adding.subdocument import SubDocument, Target, Unfit, inserted
from service.word.names import RELATIONS
from service.word.scanning.frame import Frame, Shown
from service.word.scanning.source import Slot, Source, shown
from service.word.values import indonesian_filters
from service.word.values.indonesian_filters import Misused
from service.word.values.kinds import WrongKind
from service.word.values.plain import LINK, Rich, unwrapped

_OPEN_TEXT = '<w:t xml:space="preserve">'
NOTHING = Markup("")
_YES, _NO = "ya", "tidak"


# One pixel that lets through what is behind it, for a frame in which nothing shall be seen.
_EMPTY = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII="
)


class Missing(Exception):
    """A value was printed that is not there; `line` is the tag's in its source."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.line = number + 2


class Writer:
    """Writes values into the slots of one part during one filling."""

    def __init__(
        self,
        source: Source,
        exact: Mapping[float, str],
        additions: Additions,
        styles: Callable[[], frozenset[str]],
        numbers: "itertools.count[int]",
    ) -> None:
        self._source, self.exact = source, exact
        self._additions, self._styles, self._numbers = additions, styles, numbers
        self.missing = False
        self.failed = ""  # the filter that could not use a value
        self.unsure = False  # a filter met None, as which it also gets what is missing
        self.problems: list[Problem] = []

    def number(self) -> int:
        """Return the next number of a drawing, unique in the document."""
        return next(self._numbers)

    def write(self, value: Any, number: int, is_none: bool) -> Markup:
        """Return the XML of a value in the slot of that number. Raises Missing."""
        slot = self._source.slots[number]
        if type(value) is str and slot.where == "text":
            return escape(value)
        if value is None:
            if not is_none and not slot.may_be_nothing:
                self.missing = True
                raise Missing(number)
            return self._framed(None, slot, slot.frame) if slot.frame else NOTHING
        held = unwrapped(value) if isinstance(value, Rich) else value
        if isinstance(held, qr.Encoded):
            held = self._qr(held.value, slot, number)
        if slot.frame:
            return self._framed(held, slot, slot.frame)
        if held is None:
            return NOTHING
        if callable(held):  # a method of a mapping or list, where no value has its name
            self.missing = True
            raise Missing(number)
        if isinstance(held, (Mapping, list, tuple)):
            self.problems.append(problem("word_value_of_many", slot.place, tag=shown(slot)))
            return NOTHING
        return self._rich(held, slot) if isinstance(value, Rich) else self._plain(value, slot)

    def _qr(self, value: Any, slot: Slot, number: int) -> Measured | None:
        """Return the QR code of a value. Raises Missing for None: a code has to hold something."""
        if value is None:
            self.missing = True
            raise Missing(number)
        try:
            return measured(qr.picture(self._raw(value)))
        except (qr.NoQr, NotAPicture):
            self.problems.append(problem("word_qr_failed", slot.place, tag=shown(slot)))
            return None

    def _raw(self, value: Any) -> str:
        """Return a plain value as text that is not escaped yet; "" for what is none."""
        if isinstance(value, Markup):
            return str(value.unescape())
        if isinstance(value, bool) or not isinstance(value, (str, int, float)):
            return ""
        return value if isinstance(value, str) else self._text(value)

    def _framed(self, value: Any, slot: Slot, frame: Frame) -> Markup:
        """Draw a picture into the frame of a placeholder; None and "" leave the frame empty.

        Another plain value is the placeholder's alternative text, where a tag stands for it.
        """
        if isinstance(value, Measured):
            text = value.text or slot.described or _spoken(slot.body)
            relation = self._relation(value.content, value.extension)
            shown_ = Shown(relation, value.width, value.height, self.number(), text)
            return Markup(frame.drawn(shown_))  # noqa: S704
        if value is None or value == "":
            relation = self._relation(_EMPTY, "png")
            empty = Shown(relation, frame.width, frame.height, self.number(), slot.described)
            return Markup(frame.drawn(empty))  # noqa: S704
        text = self._raw(value)
        if slot.bare or not text:
            self.problems.append(problem("word_picture_wrong_kind", slot.place, found=slot.body))
            return NOTHING
        return Markup(frame.described(self.number(), text))  # noqa: S704

    def filtered(
        self, name: str, value: Any, arguments: Sequence[Any], named: Mapping[str, Any]
    ) -> Any:
        """Return what a filter makes of a value. Raises WrongKind or Misused."""
        if value is None or (isinstance(value, (list, tuple)) and None in value):
            self.unsure = True
        try:
            return indonesian_filters.apply(name, value, arguments, named, self.exact)
        except (WrongKind, Misused):
            self.failed = name
            raise

    def _plain(self, value: Any, slot: Slot) -> Markup:
        text = self._text(value)
        if slot.where == "attribute":
            text = text.replace("\a", "\n").replace("\f", "\n")
            return Markup(text.replace("\n", "&#10;").replace("\t", "&#9;"))  # noqa: S704
        if slot.where == "text":
            return Markup(text)  # noqa: S704 - escaped above
        run = Markup(f"<w:r>{slot.rpr}{_OPEN_TEXT}{text}</w:t></w:r>")  # noqa: S704
        if slot.where == "run":
            return run
        return self._block(run, slot)

    def _block(self, runs: str, slot: Slot) -> Markup:
        if slot.scope != "p":
            return self._misplaced(slot)
        return Markup(f"<w:p>{runs}</w:p>")  # noqa: S704 - runs are escaped XML

    def _text(self, value: Any) -> str:
        if isinstance(value, bool):
            return _YES if value else _NO
        if isinstance(value, (int, float)):
            # As it was given, though the evaluator hands 100.00 on as 100; a number computed in
            # the template to 15 digits.
            return self.exact.get(value) or (
                format(value, ".15g") if isinstance(value, float) else str(value)
            )
        return str(escape(value))

    def _rich(self, value: Any, slot: Slot) -> Markup:
        if isinstance(value, SubDocument):
            return self._document(value, slot)
        if isinstance(value, RichTextParagraph):
            ok = slot.where == "block" and slot.scope == "p"
            return Markup(self._linked(value.xml)) if ok else self._misplaced(slot)  # noqa: S704
        rich = isinstance(value, RichText)
        runs = self._linked(value.xml) if rich else self._picture(value, slot)
        return self._runs(runs, slot)

    def _runs(self, runs: str, slot: Slot) -> Markup:
        """Put whole runs into the slot, which may stand in the middle of a run's text."""
        if slot.where == "attribute":
            return self._misplaced(slot)
        if slot.where == "block":
            return self._block(runs, slot)
        if slot.where == "run":
            return Markup(runs)  # noqa: S704
        after = f"<w:r>{slot.rpr}{_OPEN_TEXT}"
        return Markup(f"</w:t></w:r>{runs}{after}")  # noqa: S704

    def _linked(self, xml: str) -> str:
        """Let each link refer to its address as a relationship of the part."""

        def related(found: re.Match[str]) -> str:
            address = found[1].replace("&amp;", "&")
            relation = self._additions.hyperlink(self._source.name, address)
            return f'<w:hyperlink xmlns:r="{RELATIONS}" r:id="{relation}"'

        return LINK.sub(related, xml)

    def _picture(self, picture: Measured, slot: Slot) -> str:
        relation = self._relation(picture.content, picture.extension)
        return f"<w:r>{slot.rpr}{drawing(picture, relation, self.number())}</w:r>"

    def _relation(self, content: bytes, extension: str) -> str:
        return self._additions.picture(self._source.name, content, extension)

    def _document(self, document: SubDocument, slot: Slot) -> Markup:
        if slot.scope != "p":
            return self._misplaced(slot)
        target = Target(self._source.name, self._additions, self._styles(), self.number)
        try:
            return Markup(inserted(document, target))  # noqa: S704
        except Unfit as fault:
            found = problem("word_subdocument_unfit", slot.place, reason=str(fault))
        except Invalid as fault:
            found = problem("word_subdocument_unfit", slot.place, reason=fault.title)
        self.problems.append(found)
        return NOTHING

    def _misplaced(self, slot: Slot) -> Markup:
        self.problems.append(problem("word_value_misplaced", slot.place, name=slot.body))
        return NOTHING


def _spoken(expression: str) -> str:
    """Return the name at the end of a path as words: "Foto lapangan" for r.foto_lapangan."""
    path = re.match(r"[\w.]*", expression)
    name = path.group().rpartition(".")[2] if path else ""
    return name.replace("_", " ").strip().capitalize() or "Gambar"
