"""Make a table's grid fit its rows after a loop over cells has made them longer or shorter."""

import re

_TOKEN = re.compile(
    r"<(/?)w:(?:(tbl|tr)(?=[ />])|(gridSpan|gridBefore|gridAfter) [^>]*?w:val=\"(\d+)\"|(tc)[ >])"
)
_GRID = re.compile(r"<w:tblGrid(?:/>|>(.*?)</w:tblGrid>)", re.DOTALL)
_EMPTY_ROW = re.compile(
    r"<w:tr(?: [^>]*)?(?:/>|>(?:<w:(tblPrEx|trPr)(?:/>|>(?:(?!</w:\1>).)*</w:\1>))*</w:tr>)",
    re.DOTALL,
)
_WIDTH = re.compile(r"<w:gridCol(?:\s+w:w=\"(\d+)\")?[^>]*/>")


def fitted(table: str) -> str:
    """Return the table's XML with as many grid columns as its longest row needs.

    The table keeps its width: new columns narrow the others, removed ones widen them. Rows without
    cells and tables without rows are left out: Word takes a document that has them for damaged.
    """
    table = _EMPTY_ROW.sub("", table)
    if "<w:tr>" not in table and "<w:tr " not in table:
        return ""
    grid = _GRID.search(table)
    if grid is None:
        return table
    widths = [int(width or 0) for width in _WIDTH.findall(grid[1] or "")]
    needed = _columns(table)
    if needed in (0, len(widths)):
        return table
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in _spread(widths, needed))
    return f"{table[: grid.start()]}<w:tblGrid>{columns}</w:tblGrid>{table[grid.end() :]}"


def _columns(table: str) -> int:
    """Return how many grid columns the longest row of the outermost table spans."""
    depth = longest = row = 0
    for found in _TOKEN.finditer(table):
        closing, frame, _, span, cell = found.groups()
        if frame == "tbl":
            depth += -1 if closing else 1
        elif depth != 1:
            continue
        elif frame == "tr":
            longest, row = max(longest, row), 0
        elif cell:
            row += 0 if closing else 1
        else:
            row += int(span) - (1 if found[3] == "gridSpan" else 0)
    return max(longest, row)


def _spread(widths: list[int], needed: int) -> list[int]:
    total, now = sum(widths), len(widths)
    if needed < now:
        extra = sum(widths[needed:]) // needed
        return [width + extra for width in widths[:needed]]
    if not total:
        return [0] * needed
    scaled = [width * now // needed for width in widths]
    return scaled + [total // needed] * (needed - now)
