"""The hidden sheet by which a form is known again: whose it is, and what it was made from.

Nothing hangs on it that the visible sheets do not say as well: a form whose tag is missing or was
changed is read as any other file.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any

from openpyxl import Workbook

from service.dataset import DataSet, is_json
from service.workbook import given, looks
from service.workbook.grids.grid import Grid, grids
from service.workbook.layout import ALL_FORMS, Form, layout
from service.workbook.records import Record

SHEET = "_formulir"
_WARNING = "Lembar ini dipakai aplikasi untuk mengenali formulir. Jangan diubah."
SHAPE = "bentuk"  # fingerprint of what decides how an indicator's row is filled in
_BASE = "dasar "
_SEAL = "tanda"
_LETTERS = 12  # of a fingerprint: enough to tell two values apart, short enough for a cell

Base = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Tag:
    """What a form says of itself.

    `case` is the code of its case, `history` the hash of the case's first event, by which another
    installation's case is told from this one's; `event` the number of the last event when it was
    made, `made` the day. `base` are fingerprints of what the office put into it, by indicator or
    budget line and key.
    """

    form: Form
    office: str
    year: int
    quarter: int
    unit: str | None = None
    case: str = ""
    history: str = ""
    event: int = 0
    made: date | None = None
    layout: int = field(default_factory=lambda: layout().version)
    base: Base = field(default_factory=dict)

    def stamped(self, raw: Record) -> "Tag":
        """Return the tag with the fingerprints of what its form shows of the office's data."""
        return replace(self, base=base_of(raw, self.form, self.unit))

    def was(self, code: str, key: str, value: Any) -> bool:
        """Tell whether `value` is what the form held in `key` of `code` when it was made."""
        return self.base.get(code, {}).get(key) == mark(value)


def tag_for(ds: DataSet, form: Form, unit: str | None = None, **known: Any) -> Tag:
    """Return the tag of a form made from `ds`; `known` are case, history, event and made."""
    return Tag(form, ds.office.name, ds.year, ds.quarter, unit, **known)


def base_of(raw: Record, form: Form, unit: str | None) -> Base:
    """Return the fingerprints of all that a form shows of the office's data and locks."""
    if form == "unit":
        own = (i for s in raw["sasaran"] for i in s["indikator"] if i["unit"] == unit)
        return {i["kode"]: _marks(_shown(i, raw["triwulan"])) for i in own}
    if form == "budget":
        return {code: _marks(line) for code, line in given.to_lines(raw).items()}
    return {}


def mark(value: Any) -> str:
    """Return the fingerprint of one value; a number has one however it is written."""
    if value is None:
        return "-"
    text = " ".join(str(value).split())
    try:
        number = Decimal(text)
        text = format(number.normalize(), "f") if number.is_finite() else text
    except ArithmeticError:
        pass  # not a number: the text itself
    return sha256(text.encode()).hexdigest()[:_LETTERS]


def _marks(values: Mapping[str, Any]) -> dict[str, str]:
    return {key: mark(value) for key, value in values.items()}


def _shown(indicator: Record, quarter: int) -> dict[str, Any]:
    shape = [indicator["desimal"], indicator["satuan"], indicator["xy_tw"] is not None]
    return {SHAPE: shape} | given.to_indicator(indicator, quarter)


def put(book: Workbook, tag: Tag) -> None:
    """Add the sheet of `tag`, which Excel does not even offer to show."""
    sheet = book.create_sheet(SHEET)
    sheet.sheet_state = "veryHidden"
    lines = _lines(tag)
    for row, (name, value) in enumerate(((_WARNING, ""), *lines, (_SEAL, _seal(lines))), 1):
        looks.put_text(looks.cell_at(sheet, row, 1), name)
        if value:
            looks.put_text(looks.cell_at(sheet, row, 2), value)


def _lines(tag: Tag) -> list[tuple[str, str]]:
    head = {
        "jenis": tag.form, "susunan": str(tag.layout), "kantor": tag.office,
        "tahun": str(tag.year), "triwulan": str(tag.quarter), "unit": tag.unit or "",
        "kasus": tag.case, "riwayat": tag.history, "peristiwa": str(tag.event),
        "dibuat": tag.made.isoformat() if tag.made else "",
    }  # fmt: skip
    base = [
        (_BASE + code, " ".join(f"{key}={value}" for key, value in marks.items()))
        for code, marks in tag.base.items()
    ]
    return [*head.items(), *base]


def _seal(lines: Iterable[tuple[str, str]]) -> str:
    text = "\n".join(" ".join(f"{name} {value}".split()) for name, value in lines)
    return sha256(text.encode()).hexdigest()


def of(sheets: Iterable[Grid]) -> Tag | None:
    """Return the tag of a workbook; None where it has none, or one that somebody changed."""
    grid = next((one for one in sheets if one.name == SHEET), None)
    if grid is None:
        return None
    lines = [
        (str(grid.value(row, 1) or ""), str(grid.value(row, 2) or ""))
        for row in range(2, len(grid.rows) + 1)
    ]
    lines = [line for line in lines if line[0]]
    told = dict(lines)
    if told.pop(_SEAL, None) != _seal(line for line in lines if line[0] != _SEAL):
        return None
    try:
        return _read(told)
    except (KeyError, ValueError, StopIteration):
        return None


def tag_in(content: bytes) -> Tag | None:
    """Return the tag of an uploaded file, None of one that has none. Raises Invalid as `grids`."""
    return None if is_json(content) else of(grids(content))


def _read(told: Mapping[str, str]) -> Tag:
    form = next(one for one in ALL_FORMS if one == told["jenis"])
    base = {
        name.removeprefix(_BASE): dict(part.split("=", 1) for part in value.split())
        for name, value in told.items()
        if name.startswith(_BASE)
    }
    return Tag(
        form, told["kantor"], int(told["tahun"]), int(told["triwulan"]),
        told["unit"] or None, told["kasus"], told["riwayat"], int(told["peristiwa"]),
        date.fromisoformat(told["dibuat"]) if told["dibuat"] else None,
        int(told["susunan"]), base,
    )  # fmt: skip
