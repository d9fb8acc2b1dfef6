"""What calamine does not tell of an .ods: percentages, errors, merges, what is hidden."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from xml.parsers import expat

from service import package
from service.errors import Invalid, problem
from service.workbook.grids.grid import Coordinate, Marks

_CONTENT = "content.xml"
_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "
_SHEET, _ROW, _COLUMN = _TABLE + "table", _TABLE + "table-row", _TABLE + "table-column"
_TEXT_PARAGRAPH = "urn:oasis:names:tc:opendocument:xmlns:text:1.0 p"
_COLUMNS_REPEATED = _TABLE + "number-columns-repeated"
_VISIBILITY = _TABLE + "visibility"
_CELLS = (_TABLE + "table-cell", _TABLE + "covered-table-cell")
_MAX_ROWS, _MAX_COLUMNS = 100_000, 1_000  # beyond these nothing is noted
_MAX_NOTED = 500_000
_LONGEST_ERROR = 20
_ERROR = re.compile(r"#(DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!)|Err:\d+")  # as LibreOffice shows
# Whatever is noted of a cell, a row or a column stands in the part in one of these words.
_UNUSUAL = re.compile(rb"\"percentage\"|:formula=|-spanned=|visibility=|<!|='")


def marks(content: bytes) -> Mapping[str, Marks]:
    """Return the marks of any sheet by name. Raises Invalid for a damaged file."""
    part = package.read(content, "ods")[_CONTENT].content()
    found: Mapping[str, Marks] = defaultdict(Marks)
    return _Walk().marks(part) if _UNUSUAL.search(part) else found


class _Walk:
    """The elements of content.xml in their order: which sheet, row and column one is in."""

    def __init__(self) -> None:
        self._sheets: dict[str, Marks] = {}
        self._marks = Marks()
        self._row, self._rows = 0, 1  # the first row, and how many rows are written as one
        self._column = self._noted = 0
        self._cell: _Cell | None = None

    def marks(self, part: bytes) -> dict[str, Marks]:
        """Return the marks of every sheet. Raises Invalid for what is no XML."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._begin
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        try:
            parser.Parse(part, True)
        except (expat.ExpatError, ValueError) as fault:
            raise Invalid("workbook_unreadable") from fault
        return self._sheets

    def _begin(self, name: str, attributes: Mapping[str, str]) -> None:
        if name in _CELLS:
            self._begin_cell(attributes)
        elif name == _ROW:
            self._row, self._column = self._row + self._rows, 0
            self._rows = int(attributes.get(_TABLE + "number-rows-repeated", 1))
            if attributes.get(_VISIBILITY, "visible") != "visible":
                last = min(self._row + self._rows, _MAX_ROWS + 1)
                self._marks.hidden_rows.update(range(self._row, last))
        elif name == _TEXT_PARAGRAPH and self._cell is not None:
            self._cell.shown += "\n" if self._cell.has_text else ""
            self._cell.has_text = True
        elif name == _COLUMN:
            count = int(attributes.get(_COLUMNS_REPEATED, 1))
            if attributes.get(_VISIBILITY, "visible") != "visible":
                last = min(self._column + count, _MAX_COLUMNS)
                self._marks.hidden_columns.update(range(self._column + 1, last + 1))
            self._column += count
        elif name == _SHEET:
            self._marks = self._sheets.setdefault(attributes.get(_TABLE + "name", ""), Marks())
            self._row, self._rows, self._column = 0, 1, 0

    def _begin_cell(self, attributes: Mapping[str, str]) -> None:
        first = self._column + 1
        self._column += int(attributes.get(_COLUMNS_REPEATED, 1))
        self._cell = _Cell(attributes, self._row, first)
        wide = int(attributes.get(_TABLE + "number-columns-spanned", 1))
        high = int(attributes.get(_TABLE + "number-rows-spanned", 1))
        if wide > 1 or high > 1:
            right, bottom = first + wide - 1, self._row + high - 1
            self._marks.merged.append((first, self._row, right, bottom))

    def _text(self, text: str) -> None:
        if self._cell is not None and len(self._cell.shown) < _LONGEST_ERROR:
            self._cell.shown += text

    def _end(self, name: str) -> None:
        if name not in _CELLS or self._cell is None:
            return
        cell, self._cell = self._cell, None
        formula = cell.attributes.get(_TABLE + "formula")
        kind = cell.attributes.get(_OFFICE + "value-type", "")
        if formula is not None and _ERROR.fullmatch(cell.shown):
            self._marks.errors.update(dict.fromkeys(self._covered(cell), cell.shown))
        elif formula is not None and not kind and not cell.has_text:
            written = formula[formula.find("=") :]
            self._marks.uncalculated.update(dict.fromkeys(self._covered(cell), written))
        elif kind == "percentage":
            self._marks.percents.update(self._covered(cell))

    def _covered(self, cell: "_Cell") -> list[Coordinate]:
        """Return the places of a cell that may stand for several alike."""
        rows = range(cell.row, min(cell.row + self._rows, _MAX_ROWS + 1))
        columns = range(cell.column, min(self._column, _MAX_COLUMNS) + 1)
        self._noted += len(rows) * len(columns)
        if self._noted > _MAX_NOTED:
            name = next(reversed(self._sheets), "")
            wrong = [problem("workbook_sheet_crowded", name)]
            raise Invalid("workbook_invalid", wrong, count=1, name="berkas ini")
        return [(row, column) for row in rows for column in columns]


@dataclass
class _Cell:
    attributes: Mapping[str, str]
    row: int
    column: int
    shown: str = ""
    has_text: bool = False
