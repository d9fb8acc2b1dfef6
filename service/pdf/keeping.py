"""word2pdf's page flow with four of Word's table rules it lacks.

A row is kept on the page of the next one when the first paragraph of its first cell says so
(`w:keepNext`), so that a signature never stands alone; a cell merged over several rows ends with
the page and goes on, empty, on the next, and its last row there grows until its text is inside;
a row taller than a page is cut between lines, where word2pdf 0.1.0 lets the text run off the paper.
"""

from dataclasses import replace
from itertools import pairwise

from word2pdf.layout.boxes import CellBox, ParaBox, RowBox, TableBox
from word2pdf.layout.flow import Flow

ROUNDING = 0.01  # points


class KeepingFlow(Flow):
    """Places tables row by row, but rows held together as one where a page can hold them."""

    def _place_table(self, box: TableBox) -> None:
        page = self.frame.bottom - self.frame.top
        _split_tall_rows(box, page - sum(row.height for row in box.repeat_header))
        starts = self._page_starts(box)
        while _grow_for_merged_cells(box, starts, page):
            starts = self._page_starts(box)
        _cut_merged_cells(box, starts)
        for index, row in enumerate(box.rows):
            if index in starts:
                self._next_frame()  # type: ignore[no-untyped-call]
                for number, heading in enumerate(box.repeat_header if index else []):
                    self._emit(box, heading, number)
            self._emit(box, row, index)

    def _emit(self, box: TableBox, row: RowBox, index: int) -> None:
        page = self._page
        self._y = self._emit_row(page, box, row, self.frame.x, self._y, index)  # type: ignore[arg-type]

    def _page_starts(self, box: TableBox) -> list[int]:
        """Tell before which rows a page ends."""
        page = self.frame.bottom - self.frame.top
        heading = sum(row.height for row in box.repeat_header)
        left, at_top, starts = self._available, self._at_frame_top(), []
        for index, row in enumerate(box.rows):
            needed = _chain_height(box, index)
            if needed > page - heading:
                needed = row.height
            if needed > left and not at_top:
                starts.append(index)
                left = page - (heading if index else 0)
            left -= row.height
            at_top = row.header and at_top
        return starts


def _chain_height(box: TableBox, start: int) -> float:
    height = 0.0
    for row in box.rows[start:]:
        height += row.height
        if not _keeps(row):
            break
    return height


def _keeps(row: RowBox) -> bool:
    first = row.cells[0].boxes if row.cells else []
    return bool(first and isinstance(first[0], ParaBox) and first[0].keep_next)


def _grow_for_merged_cells(box: TableBox, starts: list[int], page: float) -> bool:
    """Heighten the last row of each merged cell whose text is taller; tell whether one was."""
    grown = False
    for index, row in enumerate(box.rows):
        for cell in (c for c in row.cells if c.v_merge == "restart"):
            end = min([index + cell.span_rows, *(start for start in starts if start > index)])
            last = box.rows[end - 1]
            lacking = cell.content_height + _margins(cell) + row.border_top + last.border_bottom
            lacking -= sum(one.height for one in box.rows[index:end])
            if lacking > ROUNDING and last.height + lacking <= page:
                last.height += lacking
                grown = True
    return grown


def _cut_merged_cells(box: TableBox, starts: list[int]) -> None:
    for first, last in pairwise([0, *starts]):
        for index in range(first, last):
            for cell in box.rows[index].cells:
                rest = index + cell.span_rows - last
                if cell.v_merge == "restart" and rest > 0:
                    cell.span_rows = last - index
                    below = next(c for c in box.rows[last].cells if abs(c.x - cell.x) < 0.5)
                    below.v_merge, below.span_rows, below.boxes = "restart", rest, []


def _split_tall_rows(box: TableBox, room: float) -> None:
    rows: list[RowBox] = []
    for row in box.rows:
        pieces = _pieces(row, room) if row.height > room and not row.header else [row]
        for cell in pieces[0].cells if len(pieces) > 1 else []:
            start = cell if cell.v_merge == "restart" else _merge_start(rows, cell)
            if start is not None:
                start.span_rows += len(pieces) - 1
        rows += pieces
    box.rows = rows


def _merge_start(rows: list[RowBox], cell: CellBox) -> CellBox | None:
    if cell.v_merge is None:
        return None
    above = (c for row in reversed(rows) for c in row.cells if abs(c.x - cell.x) < 0.5)
    return next((c for c in above if c.v_merge == "restart"), None)


def _pieces(row: RowBox, room: float) -> list[RowBox]:
    borders = row.border_top + row.border_bottom
    parts = [
        [cell.boxes] if cell.v_merge else _parts(cell.boxes, room - borders - _margins(cell))
        for cell in row.cells
    ]
    pieces = []
    for number in range(max(len(part) for part in parts)):
        cells = [
            replace(
                cell,
                boxes=part[number] if number < len(part) else [],
                v_merge="continue" if cell.v_merge and number else cell.v_merge,
            )
            for cell, part in zip(row.cells, parts, strict=True)
        ]
        inner = max(c.content_height + _margins(c) for c in cells if c.v_merge is None)
        pieces.append(replace(row, cells=cells, height=inner + borders))
    return pieces


def _margins(cell: CellBox) -> float:
    return float(cell.margins.get("top", 0.0) + cell.margins.get("bottom", 0.0))


def _parts(boxes: list[object], room: float) -> list[list[object]]:
    """Share the lines of a cell out over pages of `room` points."""
    parts: list[list[object]] = [[]]
    left = room
    for box in boxes:
        lines = list(getattr(box, "lines", ()))
        if not isinstance(box, ParaBox) or not lines:
            parts[-1].append(box)
            left -= getattr(box, "height", 0.0)
            continue
        start = 0
        while start < len(lines):
            before = box.space_before + box.pad_top if start == 0 else 0.0
            end, used = start, before
            while end < len(lines) and used + lines[end].height <= left:
                used += lines[end].height
                end += 1
            if end == start and not parts[-1]:
                end, used = start + 1, before + lines[start].height
            if end > start:
                parts[-1].append(_fragment(box, start, end))
                left -= used
            if end < len(lines):
                parts.append([])
                left = room
            start = end
    return parts


def _fragment(box: ParaBox, start: int, end: int) -> ParaBox:
    last = end == len(box.lines)
    return replace(
        box,
        lines=box.lines[start:end],
        space_before=box.space_before if start == 0 else 0.0,
        space_after=box.space_after if last else 0.0,
        open_top=start == 0,
        open_bottom=last,
    )
