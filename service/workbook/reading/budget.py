"""The flat rows of the sheet Anggaran become the tree of programmes."""

import re
from collections.abc import Iterable
from typing import Any

from service.errors import Problem, problem
from service.workbook.records import QUARTERS, Places, Record, Row

_PARENTS = {"program": "", "kegiatan": "program", "sub": "kegiatan"}
_CHILDREN = {"program": "kegiatan", "kegiatan": "sub"}
_LEVELS = {None: "(kosong)", "program": "Program", "kegiatan": "Kegiatan", "sub": "Sub Kegiatan"}
_EXPECTED = {
    None: "Program, Kegiatan, atau Sub Kegiatan",
    "kegiatan": "Kegiatan di bawah programnya",
    "sub": "Sub Kegiatan di bawah kegiatannya",
}
_SUB = ("kode", "nama", "indikator", "satuan", "target", "pagu")


def put_budget(
    raw: Record, places: Places, rows: Iterable[Row], told: frozenset[str]
) -> list[Problem]:
    """Put the budget into `raw`; return a problem for each line that stands nowhere in the tree."""
    raw["program"] = []
    problems: list[Problem] = []
    lists: dict[str, tuple[list[Any], str]] = {"": (raw["program"], "program")}
    for row in rows:
        level = row.get("tingkat")
        place = row.cells.get("tingkat", row.place)
        if level is None:
            if place not in told:
                problems.append(_misplaced("workbook_level_missing", place, row))
        elif _PARENTS[level] not in lists:
            problems.append(_misplaced("workbook_level_order", place, row))
            lists[_PARENTS[level]] = ([], "")  # its siblings are told with it
        else:
            _put_line(lists, level, row, places)
    return problems


def _misplaced(code: str, place: str, row: Row) -> Problem:
    level = row.get("tingkat")
    return problem(
        code, place, expected=_EXPECTED[level],
        found=_LEVELS[level], line=row.get("kode") or row.place,
    )  # fmt: skip


def _put_line(
    lists: dict[str, tuple[list[Any], str]], level: str, row: Row, places: Places
) -> None:
    siblings, path = lists[_PARENTS[level]]
    here = f"{path}[{len(siblings)}]"
    line = _line(level, row, places, here)
    siblings.append(line)
    places.put(here, row, "kode")
    for key in ("kode", "nama", "sasaran", *_SUB):
        places.put(f"{here}.{key}", row, key)
    if level == "program":
        lists.pop("kegiatan", None)
    if level in _CHILDREN:
        child = _CHILDREN[level]
        lists[level] = (line[child], f"{here}.{child}")


def _line(level: str, row: Row, places: Places, here: str) -> Record:
    if level == "sub":
        for q in QUARTERS:
            places.put(f"{here}.realisasi_tw[{q - 1}]", row, f"realisasi_tw.{q}")
        spent = [row.get(f"realisasi_tw.{q}") for q in QUARTERS]
        return {key: row.get(key) for key in _SUB} | {"realisasi_tw": spent}
    line: Record = {"kode": row.get("kode"), "nama": row.get("nama"), _CHILDREN[level]: []}
    if level == "program":
        codes = re.split(r"[;,\n]", row.get("sasaran") or "")
        line["sasaran"] = [code.strip() for code in codes if code.strip()]
    return line
