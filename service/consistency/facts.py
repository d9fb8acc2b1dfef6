"""`facts_of`: a produced Word file read back, thing by thing."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from service.consistency import prose, signers, tables
from service.consistency.lookup import Lookup
from service.consistency.model import Known, Printed
from service.consistency.notions import has_quarter, roman_number
from service.consistency.paper import Row, Table, paper_of
from service.consistency.places import Setting, placed
from service.consistency.signers import Signer


@lru_cache(maxsize=128)
def facts_of(content: bytes, known: Known, document: str = "") -> tuple[Printed, ...]:
    """Return everything a produced Word file prints that other documents may print too.

    `document` is the key the facts carry; the same file is read once. Raises Invalid for a file
    that is no sound Word file.
    """
    sheet = _Sheet(Lookup(document, known))
    paper = paper_of(content)
    for block, setting in placed(paper):
        if isinstance(block, str):
            sheet.lines.append((block, setting))
            sheet.paragraphs.append(block)
        else:
            sheet.add_table(block, setting)
    found = [one for line, setting in sheet.lines for one in sheet.of_line(line, setting)]
    for line in paper.margins:
        found += prose.of_margin(sheet.lookup, line)
    lookup = replace(sheet.lookup, quarter=_quarter(found))
    found = [replace(one, quarter=lookup.quarter) if _waits(one) else one for one in found]
    return tuple(dict.fromkeys([*found, *sheet.rest(lookup)]))


@dataclass
class _Sheet:
    """What is gathered of one document before its quarter is known."""

    lookup: Lookup

    def __post_init__(self) -> None:
        self.lines: list[tuple[str, Setting]] = []
        self.paragraphs: list[str] = []
        self.figures: list[tuple[tables.Body, Setting]] = []
        self.frames: list[tuple[Table, Setting]] = []

    def add_table(self, table: Table, setting: Setting) -> None:
        """Keep a table with figures as one; of any other the lines and the tables inside."""
        body = tables.body_of(self.lookup, table, setting)
        if body is not None:
            self.figures.append((body, setting))
        else:
            self.frames.append((table, setting))
        for row in table.rows if body is None else body.rest:
            self._add_row(row, setting)

    def _add_row(self, row: Row, setting: Setting) -> None:
        for cell in row.cells:
            if not cell.continues:
                self.lines += [(line, setting) for line in cell.paragraphs]
                for inner in cell.tables:
                    self.add_table(inner, replace(setting, table=setting.table + 1000, caption=""))

    def of_line(self, line: str, setting: Setting) -> Iterator[Printed]:
        """Yield what can be said of a line on its own."""
        place = setting.of_text(line)
        yield from prose.of_paragraph(self.lookup, line, place)
        yield from prose.of_document(self.lookup, line, place)

    def rest(self, lookup: Lookup) -> Iterator[Printed]:
        """Yield what needs the whole document: tables, signers, names held against them."""
        yield from prose.of_letterhead(lookup, [line for line, _ in self.lines])
        for body, setting in self.figures:
            yield from tables.facts(lookup, body, setting)
        blocks = tuple(dict.fromkeys(self._signers()))
        for block in blocks:
            yield from signers.facts(lookup.document, block)
        for line, setting in self.lines:
            yield from prose.approvals(lookup, line, setting.of_text(line), blocks)
        for table, setting in self.frames:
            yield from prose.of_labels(lookup, table, setting.part, blocks)

    def _signers(self) -> Iterator[Signer]:
        for table, _ in self.frames:
            yield from signers.of_table(table)
        yield from signers.of_lines(self.paragraphs)


def _quarter(found: list[Printed]) -> int | None:
    """Return the quarter the document names most often."""
    counted = Counter(one.text for one in found if one.notion == "triwulan")
    return roman_number(counted.most_common(1)[0][0]) if counted else None


def _waits(one: Printed) -> bool:
    return one.quarter is None and has_quarter(one.notion)
