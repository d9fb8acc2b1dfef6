"""Makes the sample files out of mentebah-2026.json; the same input gives the same bytes.

mentebah-2026-tw3.xlsx         the whole workbook of the sample office
mentebah-2026-tw3-awal.xlsx    the same before the units report: TW III without results
isian-<unit>-tw3.xlsx          the filled form of each unit that reports
anggaran-tw3.xlsx              the filled budget form
salah/                         faulty files, each named after its fault (see faults.py, misread.py
                               and one_table.py)
berantakan/                    unusual files that are read all the same (see mess.py)
"""

import json
from dataclasses import replace
from pathlib import Path
from typing import TypeVar, cast

from samples.faults import FAULTS
from samples.mess import MESSES
from samples.misread import MISREAD
from samples.one_table import TABLES
from service import workbook
from service.dataset import DataSet, Indicator, parse, units_with_indicators

FOLDER = Path(__file__).parent
T = TypeVar("T")


def office() -> DataSet:
    """Return the sample office as of TW III 2026, with all results."""
    return parse(json.loads((FOLDER / "mentebah-2026.json").read_text("utf-8")))


def before_reporting(ds: DataSet) -> DataSet:
    """Return `ds` without results, narratives, evidence and spending of the current quarter."""
    objectives = tuple(
        replace(o, indicators=tuple(_unreported(i) for i in o.indicators)) for o in ds.objectives
    )
    programmes = tuple(
        replace(
            p,
            activities=tuple(
                replace(
                    a,
                    subs=tuple(replace(s, realizations=_without(s.realizations)) for s in a.subs),
                )
                for a in p.activities
            ),
        )
        for p in ds.programmes
    )
    return replace(ds, objectives=objectives, programmes=programmes)


def _unreported(indicator: Indicator) -> Indicator:
    promised = indicator.previous_follow_up
    return replace(
        indicator,
        realizations=_without(indicator.realizations),
        parts=None if indicator.parts is None else _without(indicator.parts),
        drivers=None,
        obstacles=None,
        follow_up=None,
        follow_up_due=None,
        evidence=(),
        previous_follow_up=promised and replace(promised, status="belum", note=None),
    )


def _without(values: tuple[T, T, T, T]) -> tuple[T, T, T, T]:
    first, second, _, fourth = values
    return (first, second, cast(T, None), fourth)


def write_all(folder: Path = FOLDER) -> None:
    """Write every sample into `folder`, faulty ones into salah, unusual ones into berantakan."""
    ds = office()
    for name in ("salah", "berantakan"):
        (folder / name).mkdir(exist_ok=True)
    (folder / "mentebah-2026-tw3.xlsx").write_bytes(workbook.write(ds))
    (folder / "mentebah-2026-tw3-awal.xlsx").write_bytes(workbook.write(before_reporting(ds)))
    (folder / "anggaran-tw3.xlsx").write_bytes(workbook.write_budget(ds))
    for unit in units_with_indicators(ds):
        name = f"isian-{unit.code.lower()}-tw3.xlsx"
        (folder / name).write_bytes(workbook.write(ds, unit.code))
    for fault in (*FAULTS, *MISREAD, *TABLES):
        (folder / "salah" / fault.file).write_bytes(fault.make(ds))
    for mess in MESSES:
        (folder / "berantakan" / mess.file).write_bytes(mess.make(ds))
