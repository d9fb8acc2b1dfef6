"""How large a workbook may be, and what is told of one that is larger.

A year of an office takes some sixty rows; clerks send twenty thousand, with formats dragged down
to the last row. The limits let all of that pass. They keep away what readers allocate for without
being asked: the rectangle around the filled cells, every cell of a merged range, every copy of a
shared text.
"""

from dataclasses import dataclass, field
from typing import NoReturn

from service.errors import Invalid, Problem, problem

MAX_XML = 64 * 2**20  # bytes of all parts of a workbook, unzipped
MAX_SHEETS = 50
MAX_CELLS = 1_000_000  # written ones, of all sheets
MAX_AREA = 2_000_000  # cells of the rectangles around the filled cells of all sheets
MAX_TEXT = 64 * 2**20  # bytes of text, counted at every cell that shows it
MAX_MERGES, MAX_MERGED_AREA = 10_000, 1_000_000
MAX_STYLES, MAX_NAMES, MAX_RULES, MAX_LINKS = 70_000, 20_000, 20_000, 20_000
MAX_ROWS, MAX_COLUMNS = 1_048_576, 16_384  # beyond these no spreadsheet program goes


@dataclass
class Extent:
    """How far the filled cells of one sheet reach, and how many are written, blank ones too."""

    name: str
    rows: int = 0
    columns: int = 0
    cells: int = 0
    part: str = ""  # of the package in which the sheet is written

    @property
    def area(self) -> int:
        """Return how many cells a reader allocates for the sheet."""
        return self.rows * self.columns


@dataclass
class Shape:
    """What a workbook holds, counted; never too little, where exactness costs too much."""

    sheets: int = 0
    merges: int = 0
    merged_area: int = 0
    styles: int = 0
    names: int = 0
    rules: int = 0
    links: int = 0
    text: int = 0
    extents: list[Extent] = field(default_factory=list)

    def require(self) -> None:
        """Raise Invalid for the first measure that is exceeded."""
        if self.sheets > MAX_SHEETS:
            raise Invalid("workbook_too_many_sheets", found=self.sheets, limit=MAX_SHEETS)
        if self.merges > MAX_MERGES or self.merged_area > MAX_MERGED_AREA:
            raise Invalid("gate_merges", limit=MAX_MERGES)
        if self.styles > MAX_STYLES:
            raise Invalid("gate_styles", found=self.styles, limit=MAX_STYLES)
        if self.names > MAX_NAMES:
            raise Invalid("gate_names", found=self.names, limit=MAX_NAMES)
        if self.rules > MAX_RULES:
            raise Invalid("gate_rules", found=self.rules, limit=MAX_RULES)
        if self.links > MAX_LINKS:
            raise Invalid("gate_links", found=self.links, limit=MAX_LINKS)
        if self.text > MAX_TEXT:
            raise Invalid("gate_texts", limit=MAX_TEXT // 2**20)
        self._require_extents()

    def _require_extents(self) -> None:
        if not self.extents:
            return
        if sum(one.cells for one in self.extents) > MAX_CELLS:
            crowded(max(self.extents, key=lambda one: one.cells).name)
        if sum(one.area for one in self.extents) > MAX_AREA:
            crowded(max(self.extents, key=lambda one: one.area).name)


def crowded(sheet: str) -> NoReturn:
    """Raise Invalid for a sheet with more cells than a form could ever have."""
    _refuse([problem("workbook_sheet_crowded", sheet, expected="lembar formulir")])


def far(places: list[str]) -> NoReturn:
    """Raise Invalid for filled cells far from all others; `places` are those furthest away."""
    _refuse([problem("workbook_cell_far", place, expected="kosong") for place in places])


def _refuse(problems: list[Problem]) -> NoReturn:
    raise Invalid("workbook_invalid", problems, count=len(problems), name="berkas ini")
