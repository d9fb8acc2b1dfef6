"""Fills the shipped templates with the sample office, for the tests beside it."""

import json
from collections.abc import Callable, Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from service import word
from service.dataset import DataSet, parse
from service.values import Check, Particulars, values_of

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "templates_docx"
DATES = {
    "diserahkan": date(2026, 10, 5),
    "terisi": date(2026, 10, 6),
    "dihimpun": date(2026, 10, 6),
    "diperiksa": date(2026, 10, 7),
    "dicek_ulang": date(2026, 10, 8),
}


def office(change: Callable[[dict[str, Any]], None] | None = None) -> DataSet:
    """Read the sample office, changed by `change` first."""
    raw = json.loads((ROOT / "samples" / "mentebah-2026.json").read_text("utf-8"))
    if change:
        change(raw)
    return parse(raw)


def fill(
    name: str,
    state: str,
    *,
    unit: str | None = None,
    quarter: int = 3,
    reached: tuple[str, ...] = (),
    data: DataSet | None = None,
    checks: dict[str, Check] | None = None,
    paper: str = "",
) -> WordDocument:
    """Fill one template and open what came out."""
    particulars = Particulars(
        state=state,
        date=date(2026, 10, 9),
        return_by=date(2026, 10, 6),
        dates={name: DATES[name] for name in reached},
        checks=checks or {},
    )
    values = values_of(data or office(), quarter, unit=unit, particulars=particulars)
    template = word.compile((TEMPLATES / paper / f"{name}.docx").read_bytes())
    return Document(BytesIO(template.fill(values)))


def rows(document: WordDocument, code: str) -> list[list[str]]:
    """Give the cells of every table row that begins with `code`, such as an indicator's."""
    found = []
    for row in document.element.body.iter(qn("w:tr")):
        cells = [_text(cell) for cell in row.findall(qn("w:tc"))]
        if cells and cells[0] == code:
            found.append(cells)
    return found


def texts(document: WordDocument) -> Iterator[str]:
    """Give the text of every paragraph, in tables too."""
    for paragraph in document.element.body.iter(qn("w:p")):
        yield _text(paragraph)


def _text(holder: Any) -> str:
    lines = []
    for paragraph in holder.iter(qn("w:p")):
        signs = paragraph.iter(qn("w:t"), qn("w:br"), qn("w:tab"))
        lines.append("".join(s.text or "" if s.tag == qn("w:t") else " " for s in signs))
    return "\n".join(lines)
