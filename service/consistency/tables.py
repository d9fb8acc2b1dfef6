"""Figures in tables: the row says of what, the column heading says which."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from service.consistency import periods
from service.consistency.lookup import Lookup
from service.consistency.model import Printed
from service.consistency.notions import (
    column_notion,
    has_quarter,
    named,
    pattern,
    quarter_in,
    row_sorts,
    said,
    states,
)
from service.consistency.paper import Cell, Row, Table
from service.consistency.places import Setting
from service.consistency.writing import is_blank, key, one_way

_YEAR = re.compile(r"\b20\d\d\b")
_LINE_CODE = re.compile(r"\d+(\.\d+){2,}")
_FIRST_CELLS = 4
_SORTS = ("indicator", "objective", "budget")


@dataclass(frozen=True)
class Subject:
    """What a row is about; `told` are the columns whose cells say so, `summary` sums up rows."""

    sort: str
    name: str
    row: str
    objective: str = ""
    told: tuple[int, ...] = ()
    paragraphs: int = 1
    summary: bool = False


@dataclass(frozen=True)
class Heading:
    """One grid column: its heading as a reader says it, from top to bottom, and its quarter.

    `caption` is that of the table.
    """

    shown: str
    path: str
    caption: str
    quarter: int | None

    def notion(self, sort: str) -> str | None:
        """Return what the column says of rows of a sort."""
        return column_notion(self.path, self.caption, sort)


@dataclass(frozen=True)
class Body:
    """A table with figures: the headings by grid column, the rows below, what is left over."""

    headings: dict[int, Heading]
    rows: tuple[tuple[Row, Subject], ...]
    rest: tuple[Row, ...]


def body_of(lookup: Lookup, table: Table, setting: Setting) -> Body | None:
    """Return a table's figures to be read, None for a table that frames text."""
    rows = [row for row in table.rows if not _numbers_columns(row)]
    first = next((n for n, row in enumerate(rows) if _starts(lookup, row)), None)
    if not first:
        return None
    headings = _headings(rows[:first], one_way(setting.caption or setting.heading))
    if not any(one.notion(sort) for one in headings.values() for sort in _SORTS):
        return None
    found: list[tuple[Row, Subject]] = []
    rest: list[Row] = []
    objective = ""
    for row in rows[first:]:
        subject = _subject(lookup, row, headings, objective, [one for _, one in found])
        if subject is None:
            rest.append(row)
        else:
            objective = subject.objective or objective
            found.append((row, subject))
    return Body(headings, tuple(found), tuple(rest)) if found else None


def facts(lookup: Lookup, body: Body, setting: Setting) -> Iterator[Printed]:
    """Yield every figure and word of a table, and the period its headings name."""
    name = setting.table_name
    yield from _periods(lookup, body, setting)
    for row, subject in body.rows:
        place = f"{name} baris {subject.row}"
        reader = _RowReader(lookup, body.headings, subject, place, f"{name}#{setting.table}")
        for cell in row.cells:
            yield from reader.cell(cell)


@dataclass(frozen=True)
class _RowReader:
    """Reads the cells of one row of the table called `within`."""

    lookup: Lookup
    headings: dict[int, Heading]
    subject: Subject
    place: str
    within: str

    def cell(self, cell: Cell) -> Iterator[Printed]:
        """Yield what a cell says; one that covers several columns only a word for them."""
        covered = range(cell.column, cell.column + cell.span)
        text = self._text(cell)
        if not text or (self.subject.summary and self.subject.told[0] in covered):
            return
        yield from self._result(cell)
        if self.subject.summary:
            yield from self._named(named("counted"), text, self.place)
        wanted = self._wanted(covered)
        for name, heading in wanted.items():
            if _may_say(name, text, alone=len(wanted) == 1):
                yield from self._figure(name, heading, text, cell)

    def _wanted(self, covered: Sequence[int]) -> dict[str, Heading]:
        found = {}
        for heading in filter(None, map(self.headings.get, covered)):
            name = heading.notion(self.subject.sort)
            if name is not None:
                found[name] = heading
        return found

    def _figure(self, name: str, heading: Heading, text: str, cell: Cell) -> Iterator[Printed]:
        place = f"{self.place}, kolom {heading.shown}"
        if name == "periode":
            yield from periods.of_months(self.lookup.document, text, place)
        elif not (self.subject.summary and is_blank(text)):
            if name == "kategori" and named("provisional").match(text):
                yield from self._named(named("provisional"), text, place)
            else:
                yield self._printed(name, text, place, heading.quarter)
            for line in cell.paragraphs[1:]:
                yield from self._named(named("sums"), line, place, heading.quarter)

    def _named(
        self, words: re.Pattern[str], text: str, place: str, quarter: int | None = None
    ) -> Iterator[Printed]:
        """Yield the named groups of a match as notions."""
        found = words.match(text)
        for name, told in (found.groupdict() if found else {}).items():
            yield self._printed(name, told, place, quarter)

    def _printed(self, name: str, text: str, place: str, quarter: int | None) -> Printed:
        return self.lookup.printed(
            name, self.subject.name, text, place, quarter=quarter, within=self.within
        )

    def _result(self, cell: Cell) -> Iterator[Printed]:
        """Yield why an indicator has no result, in a cell of its own or below its text.

        It is of the quarter the column is headed with, if any.
        """
        if self.subject.sort != "indicator":
            return
        own = cell.column in self.subject.told
        lines = cell.paragraphs[self.subject.paragraphs :] if own else cell.paragraphs
        heading = None if own else self.headings.get(cell.column)
        quarter = heading.quarter if heading else None
        for line in lines[:1]:
            for state in states():
                found = state.pattern.match(line)
                if found:
                    one = self._printed("hasil", line, self.place, quarter)
                    yield replace(one, value=key(found[0]))

    def _text(self, cell: Cell) -> str:
        if cell.column in self.subject.told and not self.subject.summary:
            return " ".join(cell.paragraphs[: self.subject.paragraphs])
        return cell.paragraphs[0] if cell.paragraphs else ""


def _may_say(name: str, text: str, *, alone: bool) -> bool:
    """Tell whether a cell's text is about a notion, one of several columns it covers or alone."""
    spoken = [state.notions for state in states() if state.pattern.match(text)]
    return any(name in notions for notions in spoken) if spoken else alone


def _periods(lookup: Lookup, body: Body, setting: Setting) -> Iterator[Printed]:
    """Yield the quarter that the only column of a notion is headed with, and the year."""
    if named("other_period").search(setting.caption):
        return
    of_notion: dict[str, list[Heading]] = {}
    sort = body.rows[0][1].sort
    for heading in dict.fromkeys(body.headings.values()):
        meant = heading.notion(sort)
        if meant is not None and not named("other_period").search(heading.path):
            of_notion.setdefault(meant, []).append(heading)
    for name, headings in of_notion.items():
        if len(headings) != 1 or name == "periode":
            continue
        place = f"{setting.table_name}, judul kolom {headings[0].shown}"
        if headings[0].quarter and has_quarter(name):
            found = pattern("{tw}").search(headings[0].path)
            if found:
                yield from periods.of_match(lookup.document, found, place)
        year = _YEAR.search(headings[0].path)
        if year:
            yield Printed(lookup.document, "tahun", "", None, year[0], year[0], place, "text")


def _headings(rows: Sequence[Row], caption: str) -> dict[int, Heading]:
    texts: dict[int, list[str]] = {}
    for row in rows:
        for cell in row.cells:
            for column in range(cell.column, cell.column + cell.span):
                above = texts.setdefault(column, [])
                text = cell.text
                if text and not (cell.continues or (above and above[-1] == text)):
                    above.append(text)
    return {column: _heading(tuple(above), caption) for column, above in texts.items()}


def _heading(texts: tuple[str, ...], caption: str) -> Heading:
    path = " > ".join(one_way(text) for text in texts)
    shown = " ".join(one_way(text) for text in texts)
    return Heading(shown, path, caption, quarter_in(path))


def _subject(
    lookup: Lookup, row: Row, headings: dict[int, Heading], objective: str, before: list[Subject]
) -> Subject | None:
    return (
        _indicator(lookup, row, headings)
        or _budget_line(lookup, row, headings)
        or _objective(lookup, row, headings)
        or _summary(lookup, row, objective, before)
    )


def _indicator(lookup: Lookup, row: Row, headings: dict[int, Heading]) -> Subject | None:
    cells = _headed(row, headings, said()["text_columns"]["indicator"])
    if not cells:
        return None
    code = _code(row, headings)
    for cell in cells:
        codes, count = lookup.indicator_codes(cell.paragraphs)
        if codes:
            found = code if code in codes else codes[0]
            return _of_indicator(lookup, found, cell.column, count)
    if code in lookup.names.objective_of:
        return _of_indicator(lookup, code, cells[0].column, 1)
    return None


def _of_indicator(lookup: Lookup, code: str, column: int, paragraphs: int) -> Subject:
    objective = lookup.names.objective_of[code]
    return Subject("indicator", f"indikator {code}", code, objective, (column,), paragraphs)


def _budget_line(lookup: Lookup, row: Row, headings: dict[int, Heading]) -> Subject | None:
    cells = _headed(row, headings, said()["text_columns"]["budget"])
    if not cells:
        return None
    code: str | None = _code(row, headings)
    if code not in lookup.names.line_codes:
        written = code if code and _LINE_CODE.fullmatch(code) else None
        code = lookup.code_of(lookup.names.lines, cells[0].text) or written
    if code is None:
        return None
    return Subject("budget", f"anggaran {code}", code, "", (cells[0].column,))


def _objective(lookup: Lookup, row: Row, headings: dict[int, Heading]) -> Subject | None:
    for cell in _headed(row, headings, said()["text_columns"]["objective"]):
        code = lookup.code_of(lookup.names.objectives, cell.text)
        if code:
            return Subject("objective", f"sasaran {code}", code, code, (cell.column,))
    return None


def _summary(lookup: Lookup, row: Row, objective: str, before: list[Subject]) -> Subject | None:
    cell = next((one for one in row.cells if one.text), None)
    if cell is None:
        return None
    for sort, words in row_sorts():
        if not words.search(cell.text):
            continue
        if sort == "objective":
            if not objective:
                return None
            name = f"sasaran {objective}"
            row_name = f"{cell.text} {objective}"
            return Subject(sort, name, row_name, objective, (cell.column,), summary=True)
        needed = "budget" if sort == "budget" else "indicator"
        if any(one.sort == needed for one in before):
            name = lookup.said_of(sort, None)
            return Subject(sort, name, cell.text, "", (cell.column,), summary=True)
    return None


def _headed(row: Row, headings: dict[int, Heading], words: str) -> list[Cell]:
    """Return the cells below headings that match."""
    wanted = pattern(words)
    return [
        cell
        for cell in row.cells
        if cell.column in headings and wanted.search(headings[cell.column].path)
    ]


def _code(row: Row, headings: dict[int, Heading]) -> str:
    cells = _headed(row, headings, said()["code_column"])
    return cells[0].text.rstrip(".") if cells else ""


def _starts(lookup: Lookup, row: Row) -> bool:
    """Tell whether a row's first cells name something known: the headings end above it."""
    if row.header:
        return False
    for cell in row.cells[:_FIRST_CELLS]:
        text = cell.text
        names = lookup.names
        if text in names.objective_of or text in names.line_codes:
            return True
        if lookup.indicator_codes(cell.paragraphs)[0] or lookup.code_of(names.objectives, text):
            return True
        if lookup.code_of(names.lines, text):
            return True
    return False


def _numbers_columns(row: Row) -> bool:
    """Tell whether a row only numbers the columns: 1, 2, 3, …"""
    texts = [cell.text.strip("()") for cell in row.cells]
    return len(texts) > 1 and texts == [str(number) for number in range(1, len(texts) + 1)]
