"""Where an upload holds each figure: the cell the reader took it from, or its JSON path."""

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from typing import Any

from openpyxl.utils import coordinate_to_tuple

from service.dataset import DataSet, addresses, figures, indicators, is_json, parse, read_json
from service.dataset.figures import NARRATIVES, Path
from service.workbook.grids.grid import Grid
from service.workbook.reading.data_set import Located, locate, locate_budget, locate_unit
from service.workbook.reading.indicators import paths_of
from service.workbook.records import Record

_TEXTS = frozenset({*NARRATIVES, "tindak_lanjut_sebelumnya"})
_BUDGET = frozenset({"pagu", "realisasi_anggaran"})
_OFFICES = frozenset({"target"})  # a unit's form shows it and may not change it
_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")


def origins(content: bytes, name: str = "") -> dict[Path, str]:
    """Return the place of every figure in the workbook or JSON of a whole office.

    A place is "Realisasi!F14" under the name the sheet has in this file, in JSON
    "sasaran[0].indikator[2].realisasi_tw[2]". Blank cells have a place too; a realization that
    was computed from pembilang and penyebut has none. `content` must be one that `read` took;
    raises Invalid otherwise.
    """
    if is_json(content):
        return _in_json(content, name)
    located = locate(content, name)
    ds = located.parsed(name)
    typed = figures(ds)
    return {path: at for path, at in _in_cells(located, addresses(ds)) if path in typed}


def unit_origins(content: bytes, base: DataSet, units: Iterable[str]) -> dict[Path, str]:
    """Return the place of every figure taken when `units` reported with this file into `base`.

    Raises Invalid for a file that `read_unit` would not take.
    """
    found: dict[Path, str] = {}
    for unit in units:
        own = {one.code for one in indicators(base, unit)}
        if is_json(content):
            places = _in_json(content)
        else:
            wanted = {path: at for path, at in addresses(base).items() if path[0] in own}
            located = locate_unit(content, base, unit)
            computed = _computed(located.raw, own)
            places = {path: at for path, at in _in_cells(located, wanted) if path not in computed}
        found |= {path: at for path, at in places.items() if _reported(path, own, base.quarter)}
    return found


def budget_origins(content: bytes, base: DataSet) -> dict[Path, str]:
    """Return the place of every figure taken when this file brought the budget of `base`.

    Raises Invalid for a file that `read_budget` would not take.
    """
    if is_json(content):
        places = _in_json(content)
    else:
        located = locate_budget(content, base)
        places = dict(_in_cells(located, addresses(located.parsed())))
    return {path: place for path, place in places.items() if path[1] in _BUDGET}


def _computed(raw: Record, own: Container[str]) -> set[Path]:
    """Return the realizations that X and Y give."""
    return {
        (code, "realisasi", quarter)
        for code, (_, indicator) in paths_of(raw).items()
        if code in own
        for quarter, pair in enumerate(indicator["xy_tw"] or (), 1)
        if pair is not None
    }


def _reported(path: Path, own: set[str], quarter: int) -> bool:
    code, field, of_quarter = path
    return code in own and field not in _OFFICES and of_quarter in (0, quarter)


def _in_json(content: bytes, name: str = "") -> dict[Path, str]:
    raw = read_json(content, name or "JSON")
    ds = parse(raw)
    typed = figures(ds)
    return {path: at for path, at in addresses(ds).items() if path in typed and _holds(raw, at)}


def _holds(raw: Any, address: str) -> bool:
    """Tell whether JSON has a value, null too, at `address`."""
    node = raw
    for key, index in _STEP.findall(address):
        try:
            node = node[key] if key else node[int(index)]
        except (KeyError, IndexError, TypeError):
            return False
    return True


def _in_cells(located: Located, found: Mapping[Path, str]) -> Iterator[tuple[Path, str]]:
    grids = {grid.name: grid for grid in located.file.sheets}
    for path, address in found.items():
        place = located.places.known.get(address)
        if place is not None:
            yield path, _merged(place, grids) if path[1] in _TEXTS else place


def _merged(place: str, grids: Mapping[str, Grid]) -> str:
    """Return the cell that shows the text at `place`: the first of those merged downwards."""
    sheet, _, cell = place.rpartition("!")
    grid, (row, column) = grids[sheet], coordinate_to_tuple(cell)
    for left, top, _, bottom in grid.marks.merged:
        if top <= row <= bottom and left == column:
            return grid.place(top, left)
    return place
