"""The exact, slow way to count what a workbook's part holds: a parser names every element."""

import re
from array import array
from collections.abc import Callable, Mapping
from typing import NoReturn
from xml.parsers import expat

from service.errors import Invalid
from service.gate.shape import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, Extent, Shape, crowded

_MAX_ELEMENTS = 4 * MAX_CELLS  # start and end tags: a cell, its value
_PLACE = re.compile(r"([A-Z]{1,9})(\d{1,9})", re.ASCII)  # even far outside any sheet
_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?", re.ASCII)
_LETTERS = 26
Attributes = dict[str, str]


def column_number(letters: str) -> int:
    """Return the number of the column named by one to three capital letters."""
    number = 0
    for letter in letters:
        number = number * _LETTERS + ord(letter) - 64
    return number


def column_name(number: int) -> str:
    """Return the letters of a column."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, _LETTERS)
        letters = chr(65 + rest) + letters
    return letters


def area(left: str, top: str, right: str = "", bottom: str = "") -> int:
    """Return how many cells lie in a range, as its corners are written."""
    columns = column_number(right or left) - column_number(left)
    rows = int(bottom or top) - int(top)
    return (abs(columns) + 1) * (abs(rows) + 1)


class Elements:
    """Counts one part. `lengths` are those of its shared texts, `shown` what its cells show."""

    def __init__(self, name: str, *, with_texts: bool = False) -> None:
        self._name, self._with_texts = name, with_texts
        self.lengths = array("L")
        self.shown = array("L")
        self._row, self._column = 0, 0
        self._filled = False
        self._shape, self._extent = Shape(), Extent(name)
        self._lowest, self._rightmost = (0, 0), (0, 0)
        self._text: list[str] | None = None
        self._is_shared = False
        self._known: dict[str, Callable[[Attributes], None] | None] = {}
        self._handlers: Mapping[str, Callable[[Attributes], None]] = {
            "row": self._on_row,
            "c": self._on_cell,
            **dict.fromkeys(("v", "f", "is"), self._on_value),
            "mergeCell": self._on_merge,
            "hyperlink": self._on_link,
            **dict.fromkeys(("cfRule", "dataValidation"), self._on_rule),
            "definedName": self._on_name,
            "xf": self._on_style,
            "sheet": self._on_sheet,
            "si": self._on_text,
        }

    def read(self, content: bytes, shape: Shape) -> Extent:
        """Count the part into `shape` and return how far its filled cells reach.

        Raises Invalid for cells far from all others, too many elements, and broken XML.
        """
        if content.count(b"<") > _MAX_ELEMENTS:
            crowded(self._name)
        self._shape = shape
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.StartDoctypeDeclHandler = self._refuse
        if self._with_texts:
            parser.EndElementHandler = self._end
            parser.CharacterDataHandler = self._data
        try:
            parser.Parse(content, True)
        except (expat.ExpatError, ValueError, LookupError) as fault:
            raise Invalid("package_bad_xml", member=self._name) from fault
        return self._extent

    @property
    def furthest(self) -> list[str]:
        """Return the places of the lowest and the rightmost filled cell."""
        found = {self._lowest, self._rightmost}
        return [f"{column_name(column)}{row}" for row, column in sorted(found)]

    def _refuse(self, *_: object) -> NoReturn:
        raise Invalid("package_doctype", member=self._name)

    def _start(self, tag: str, attributes: Attributes) -> None:
        if tag not in self._known:
            self._known[tag] = self._handlers.get(tag.rpartition(":")[2])
        handler = self._known[tag]
        if handler is not None:
            handler(attributes)

    def _on_row(self, attributes: Attributes) -> None:
        told = attributes.get("r", "")
        self._row = self._number(told) if told else self._row + 1
        self._column = 0

    def _on_cell(self, attributes: Attributes) -> None:
        place = attributes.get("r")
        if place is None:
            self._row, self._column = max(self._row, 1), self._column + 1
        else:
            found = _PLACE.fullmatch(place.upper())
            if found is None:
                raise Invalid("workbook_unreadable")
            self._row, self._column = int(found[2]), column_number(found[1])
        self._extent.cells += 1
        self._filled = False
        self._is_shared = attributes.get("t") == "s"
        if self._row > MAX_ROWS or self._column > MAX_COLUMNS:
            self._reached()

    def _on_value(self, _: Attributes) -> None:
        if self._with_texts and self._is_shared:
            self._text = []
        if not self._filled:
            self._reached()

    def _reached(self) -> None:
        """Widen the rectangle to the cell at hand."""
        self._filled = True
        if self._row > self._extent.rows:
            self._extent.rows, self._lowest = self._row, (self._row, self._column)
        if self._column > self._extent.columns:
            self._extent.columns, self._rightmost = self._column, (self._row, self._column)

    def _on_range(self, attributes: Attributes) -> None:
        found = _RANGE.fullmatch(attributes.get("ref", ""))
        if found is None:
            raise Invalid("workbook_unreadable")
        self._shape.merged_area += area(*found.groups(""))

    def _on_merge(self, attributes: Attributes) -> None:
        self._shape.merges += 1
        self._on_range(attributes)

    def _on_link(self, attributes: Attributes) -> None:
        self._shape.links += 1
        self._on_range(attributes)

    def _on_rule(self, _: Attributes) -> None:
        self._shape.rules += 1

    def _on_name(self, _: Attributes) -> None:
        self._shape.names += 1

    def _on_style(self, _: Attributes) -> None:
        self._shape.styles += 1

    def _on_sheet(self, _: Attributes) -> None:
        self._shape.sheets += 1

    def _on_text(self, _: Attributes) -> None:
        self.lengths.append(0)

    def _number(self, text: str) -> int:
        if not (text.isascii() and text.isdecimal() and len(text) <= 9):
            raise Invalid("workbook_unreadable")
        return int(text)

    def _data(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)
        elif self.lengths:
            self.lengths[-1] += len(text)

    def _end(self, tag: str) -> None:
        if self._text is not None and tag.rpartition(":")[2] == "v":
            number = "".join(self._text).strip()
            if number.isascii() and number.isdecimal() and len(number) <= 9:
                self.shown.append(int(number))
            self._text = None
