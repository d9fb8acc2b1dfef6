"""Write the values that can't be printed as they are, each as its place in the XML needs it."""

import itertools
import re
from collections.abc import Callable, Mapping
from typing import Any

from docxtpl import RichText, RichTextParagraph
from markupsafe import Markup, escape

from service.errors import Invalid, Problem, problem
from service.word.additions import Additions
from service.word.names import RELATIONS
from service.word.picture import Measured, drawing
from service.word.plain import LINK, Rich, unwrapped
from service.word.source import Slot, Source
from service.word.subdocument import SubDocument, Target, Unfit, inserted

_OPEN_TEXT = '<w:t xml:space="preserve">'
NOTHING = Markup("")


class Missing(Exception):
    """A value was printed that is not there."""


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
        self._source, self._exact = source, exact
        self._additions, self._styles, self._numbers = additions, styles, numbers
        self.missing = False
        self.problems: list[Problem] = []

    def number(self) -> int:
        """Return the next number of a drawing, unique in the document."""
        return next(self._numbers)

    def write(self, value: Any, number: int, is_none: bool) -> Markup:
        """Return the XML of a value in the slot of that number. Raises Missing."""
        slot = self._source.slots[number]
        if value is None:
            if not is_none and not slot.may_be_nothing:
                self.missing = True
                raise Missing
            return NOTHING
        if callable(value):  # a method of a mapping or list, where no value has its name
            self.missing = True
            raise Missing
        if isinstance(value, Rich):
            return self._rich(unwrapped(value), slot)
        return self._plain(value, slot)

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
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            # As it was given, though the evaluator hands 100.00 on as 100; a number computed in
            # the template to 15 digits.
            return self._exact.get(value) or (
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
        relation = self._additions.picture(self._source.name, picture.content, picture.extension)
        return f"<w:r>{slot.rpr}{drawing(picture, relation, self.number())}</w:r>"

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
