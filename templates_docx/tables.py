"""Draws tables: fixed layout, the width of the grid on every cell, headers that repeat."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from docx.oxml.ns import qn
from docx.table import Table, _Cell

from templates_docx.text import Align, element, paragraph, tiny, twips

HEADER_SHADE = "E7E6E6"
AVERAGE_SHADE = "F2F2F2"
TOTAL_SHADE = "D9D9D9"


@dataclass(frozen=True)
class Column:
    """A column: its width in mm and how its cells are aligned unless they say otherwise.

    `least` is the width its longest word needs, `beside` a padding of its own left and right.
    """

    width: float
    align: Align = "left"
    least: float = 0
    beside: float | None = None


@dataclass(frozen=True)
class Cell:
    """One cell of a row.

    `text` of several strings makes several paragraphs, `()` none: then the caller adds them.
    `merge` joins cells downwards in header rows ("start", then "on"); in loops write `{% vm %}`
    before the text instead. `keep` is a Jinja condition: while it holds, the row stays on the
    page of the next row.
    """

    text: str | tuple[str, ...] = ""
    span: int = 1
    align: Align | None = None
    bold: bool = False
    italic: bool = False
    size: float | None = None
    shade: str | None = None
    valign: Literal["top", "center", "bottom"] | None = None
    merge: Literal["start", "on"] | None = None
    keep: str | None = None


@dataclass(frozen=True)
class Grid:
    """A table being drawn, with what its cells share."""

    table: Table
    columns: tuple[Column, ...]
    size: float
    padding: tuple[float, float]


def fit(columns: Sequence[Column], total: float, fixed: Sequence[int] = ()) -> tuple[Column, ...]:
    """Share out `total` mm: each column keeps its `least`, what is beyond is scaled.

    Columns whose number (from 0) is `fixed` keep their whole width.
    """
    least = [c.width if n in fixed else c.least for n, c in enumerate(columns)]
    scale = (total - sum(least)) / (sum(c.width for c in columns) - sum(least))
    return tuple(
        replace(column, width=kept + (column.width - kept) * scale)
        for column, kept in zip(columns, least, strict=True)
    )


def table(
    container: Any,
    columns: Sequence[Column],
    *,
    size: float = 8.5,
    padding: tuple[float, float] = (0.6, 1.1),
    borders: bool = True,
) -> Grid:
    """Begin a table without rows; `padding` is above/below and beside the text, in mm."""
    total = sum(column.width for column in columns)
    made = _add(container, len(columns))
    properties = made._tbl.tblPr
    for child in list(properties):
        properties.remove(child)
    properties.append(element("tblW", w=twips(total), type="dxa"))
    if borders:
        properties.append(_borders(4))
    properties.append(element("tblLayout", type="fixed"))
    properties.append(_paddings(padding))
    for grid_column, column in zip(made._tbl.tblGrid.iter(qn("w:gridCol")), columns, strict=True):
        grid_column.set(qn("w:w"), str(twips(column.width)))
    return Grid(made, tuple(columns), size, padding)


def header(
    grid: Grid,
    rows: Sequence[Sequence[Cell | str]],
    *,
    heights: Sequence[float] = (),
    numbers: bool = True,
) -> None:
    """Draw header rows, repeated on every page; `numbers` adds the row of column numbers.

    `heights` are least heights in mm: LibreOffice clips repeated merged headings without them.
    """
    lines = [[_as_heading(cell) for cell in cells] for cells in rows]
    if numbers:
        counted = range(1, len(grid.columns) + 1)
        small = max(6.0, grid.size - 1.5)
        lines.append(
            [Cell(str(n), align="center", size=small, shade=AVERAGE_SHADE) for n in counted]
        )
    for number, cells in enumerate(lines):
        height = heights[number] if number < len(heights) else None
        row(grid, cells, height=height, repeat=True)


def row(
    grid: Grid,
    cells: Sequence[Cell | str],
    *,
    height: float | None = None,
    keep_next: bool = False,
    repeat: bool = False,
) -> list[_Cell]:
    """Add one row that is never cut by a page end; gives its cells back.

    `height` is the least height in mm, `keep_next` holds the row to the next one's page,
    `repeat` makes it a heading row.
    """
    made = element("tr")
    properties = element("trPr")
    properties.append(element("cantSplit"))
    if height:
        properties.append(element("trHeight", val=twips(height), hRule="atLeast"))
    if repeat:
        properties.append(element("tblHeader"))
    made.append(properties)
    grid.table._tbl.append(made)
    drawn, start = [], 0
    for cell in (Cell(text) if isinstance(text, str) else text for text in cells):
        drawn.append(_draw(grid, made, cell, start, keep_next=keep_next))
        start += cell.span
    if start != len(grid.columns):
        raise ValueError(f"a row fills {start} of {len(grid.columns)} columns")
    return drawn


def loop(grid: Grid, tag: str) -> None:
    """Add the row of a docxtpl row tag, "for x in y", "if …", "endfor"; it vanishes when filled."""
    text = f"{{%tr {tag} %}}"
    row(grid, [Cell(text, span=len(grid.columns), size=7, italic=True)])


def foot(grid: Grid) -> _Cell:
    """Add a last row without rules for notes and signatures and give its only cell back.

    Being a row of the table it can be held to the last data row (`keep_next` there), so that a
    signature never stands alone on a page. The cell must end with a paragraph.
    """
    [cell] = row(grid, [Cell((), span=len(grid.columns))])
    properties = cell._tc.get_or_add_tcPr()
    rules = element("tcBorders")
    for side in ("left", "bottom", "right"):
        rules.append(element(side, val="nil"))
    properties.insert_element_before(rules, "w:shd", "w:noWrap", "w:tcMar", "w:vAlign")
    for margins in properties.findall(qn("w:tcMar")):
        properties.remove(margins)
    properties.append(_margins(0))
    return cell


def beside(container: Any, widths: Sequence[float]) -> list[_Cell]:
    """Set empty cells of these widths (mm) side by side, without rules; each must end in text."""
    grid = table(container, [Column(width) for width in widths], padding=(0, 0), borders=False)
    cells = row(grid, [Cell(())] * len(widths))
    tiny(container)
    return cells


def facts(
    container: Any,
    lines: Sequence[Sequence[tuple[str, str]]],
    widths: Sequence[float],
    *,
    size: float = 9,
) -> None:
    """Draw "label : text" pairs without rules; `widths` are (label, text) mm for each pair."""
    columns: list[Column] = []
    for left, right in zip(widths[::2], widths[1::2], strict=True):
        columns += [Column(left), Column(4, "center"), Column(right)]
    grid = table(container, columns, size=size, padding=(0.2, 0), borders=False)
    for pairs in lines:
        cells: list[Cell | str] = []
        for label, text in pairs:
            cells += [label, ":" if label else "", text]
        row(grid, cells + [""] * (len(columns) - len(cells)))


def _add(container: Any, columns: int) -> Table:
    if hasattr(container, "sections"):
        made: Table = container.add_table(0, columns)
        return made
    return _nested(container, columns)


def _nested(cell: _Cell, columns: int) -> Table:
    made = Table.__new__(Table)
    tbl = element("tbl")
    tbl.append(element("tblPr"))
    grid = element("tblGrid")
    for _ in range(columns):
        grid.append(element("gridCol"))
    tbl.append(grid)
    cell._tc.append(tbl)
    made.__init__(tbl, cell)  # type: ignore[misc]
    return made


def _draw(grid: Grid, made: Any, cell: Cell, start: int, *, keep_next: bool) -> _Cell:
    columns = grid.columns[start : start + cell.span]
    tc = element("tc")
    made.append(tc)
    properties = element("tcPr")
    properties.append(element("tcW", w=sum(twips(c.width) for c in columns), type="dxa"))
    if cell.span > 1:
        properties.append(element("gridSpan", val=cell.span))
    if cell.merge:
        properties.append(element("vMerge", val="restart" if cell.merge == "start" else "continue"))
    if cell.shade:
        properties.append(element("shd", val="clear", color="auto", fill=cell.shade))
    if columns[0].beside is not None:
        properties.append(_margins(columns[0].beside))
    if cell.valign:
        properties.append(element("vAlign", val=cell.valign))
    tc.append(properties)
    drawn = _Cell(tc, grid.table)
    _write(grid, drawn, cell, cell.align or columns[0].align, keep_next=keep_next)
    return drawn


def _write(grid: Grid, drawn: _Cell, cell: Cell, align: Align, *, keep_next: bool) -> None:
    texts = (cell.text,) if isinstance(cell.text, str) else cell.text

    def lines(*, keep: bool) -> None:
        for text in texts:
            paragraph(
                drawn,
                text,
                size=cell.size or grid.size,
                bold=cell.bold,
                italic=cell.italic,
                align=align,
                keep_next=keep,
            )

    if cell.keep is None:
        lines(keep=keep_next)
        return
    paragraph(drawn, f"{{%p if {cell.keep} %}}", size=5)
    lines(keep=True)
    paragraph(drawn, "{%p else %}", size=5)
    lines(keep=False)
    paragraph(drawn, "{%p endif %}", size=5)


def _as_heading(cell: Cell | str) -> Cell:
    made = Cell(cell) if isinstance(cell, str) else cell
    return replace(made, bold=True, align="center", valign="center", shade=HEADER_SHADE)


def _borders(eighths: int) -> Any:
    made = element("tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        made.append(element(side, val="single", sz=eighths, space=0, color="000000"))
    return made


def _margins(beside: float) -> Any:
    made = element("tcMar")
    for side in ("left", "right"):
        made.append(element(side, w=twips(beside), type="dxa"))
    return made


def _paddings(padding: tuple[float, float]) -> Any:
    made = element("tblCellMar")
    for side, width in zip(("top", "left", "bottom", "right"), padding * 2, strict=True):
        made.append(element(side, w=twips(width), type="dxa"))
    return made
