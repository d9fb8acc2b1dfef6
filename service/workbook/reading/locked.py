"""What a unit's form shows of the office's data, and must bring back unchanged."""

from decimal import Decimal
from typing import Any

from service.dataset import DataSet, to_json
from service.errors import Problem, problem
from service.indonesian import plain_number
from service.workbook import given
from service.workbook.reading import old_forms
from service.workbook.reading.indicators import paths_of, tell_unused_parts
from service.workbook.reading.upload import Upload, refuse
from service.workbook.records import QUARTERS, Record, Row


def taken(row: Row, indicator: Record, base: DataSet, file: Upload) -> Row:
    """Return what may be taken of `row`: the office's own figures only have to be unchanged."""
    quarter = base.quarter
    locked = given.to_indicator(indicator, quarter)
    told = file.reader.told()
    for key in locked.keys() & row.values.keys():
        if row.cells[key] not in told and not _equal(row.get(key), locked[key]):
            file.reader.problems.append(_changed(file, row, key, locked[key]))
    tell_unused_parts(indicator, row, file)
    _forgive_share(row, indicator, quarter, file)
    other = tuple(f".{q}" for q in QUARTERS if q != quarter)
    kept = {k: v for k, v in row.values.items() if not k.endswith(other)}
    return Row(kept, row.cells, row.place)


def _forgive_share(row: Row, indicator: Record, quarter: int, file: Upload) -> None:
    """Forget what is wrong with the form's own formula where X or Y is: that is told already."""
    told = file.reader.told()
    parts = {row.cells.get(f"{part}.{quarter}") for part in "xy"}
    if indicator["xy_tw"] is not None and parts & told:
        share = row.cells.get(f"realisasi_tw.{quarter}")
        found = file.reader.problems
        file.reader.forgive(
            p.place for p in found if (p.place, p.code) == (share, "workbook_cell_error")
        )


def _changed(file: Upload, row: Row, key: str, now: Any) -> Problem:
    """Return whose change it is: the office's since the form was made, or the clerk's."""
    place, value = row.cells[key], row.get(key)
    expected, found = _as_typed(now), _as_typed(value)
    if file.tag is None or not file.tag.was(row.get("kode"), key, value):
        return problem("workbook_locked_changed", place, expected=expected, found=found)
    what = f"{file.reader.header(place)} indikator {row.get('kode')}"
    return old_forms.told(file.tag, place, what, expected=expected, found=found)


def _equal(one: Any, other: Any) -> bool:
    if one is None or other is None or one == other:
        return one is other or one == other
    try:
        return Decimal(one) == Decimal(other)
    except ArithmeticError:
        return False


def _as_typed(value: Any) -> str:
    if value is None:
        return "(kosong)"
    try:
        return plain_number(Decimal(value))
    except ArithmeticError:
        return str(value)


def require_unchanged(base: DataSet, upload: DataSet, unit: str) -> None:
    """Raise Invalid when JSON brings other targets or earlier figures than the office's."""
    own = {c: i for c, (_, i) in paths_of(to_json(base)).items() if i["unit"] == unit}
    problems = []
    for code, (path, indicator) in paths_of(to_json(upload)).items():
        if code in own:
            ours, theirs = (given.to_indicator(i, base.quarter) for i in (own[code], indicator))
            problems += [
                problem(
                    "workbook_locked_changed", f"{path}.{_path(key, base.quarter)}",
                    expected=_as_typed(ours[key]), found=_as_typed(theirs.get(key)),
                )
                for key in ours
                if not _equal(ours[key], theirs.get(key))
            ]  # fmt: skip
    if problems:
        refuse(problems)


def _path(key: str, quarter: int) -> str:
    """Return the JSON path of a column of the form."""
    name, _, number = key.partition(".")
    if name in ("x", "y"):
        return f"xy_tw[{int(number) - 1}][{'xy'.index(name)}]"
    if number:
        return f"{name}[{int(number) - 1}]"
    if name == "target_kini":
        return f"target_tw[{quarter - 1}]"
    return name.replace("sebelumnya_", "tindak_lanjut_sebelumnya.")
