"""The sample data set and ways to change one thing in it."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from service.dataset import (
    DataSet,
    Indicator,
    parse,
)
from service.errors import Invalid, Problem

SAMPLE = Path(__file__).parents[2] / "samples" / "mentebah-2026.json"
RAW: dict[str, Any] = json.loads(SAMPLE.read_text("utf-8"))
DS = parse(RAW)
FIRST = "sasaran[0].indikator[0]"  # 1.1, Nilai, posisi_akhir, no X/Y
RATIO = "sasaran[0].indikator[1]"  # 1.2, %, rasio_kumulatif
SUM = "sasaran[2].indikator[1]"  # 3.2, Kejadian, jumlah
SUB = "program[0].kegiatan[0].sub[0]"


def steps(path: str) -> list[str | int]:
    parts = path.replace("[", ".").replace("]", "").split(".")
    return [int(part) if part.isdigit() else part for part in parts]


def put(raw: Any, path: str, value: object) -> Any:
    """Return a copy of `raw` with `value` at `path`; the type KeyError takes the key away."""
    changed = copy.deepcopy(raw)
    *parents, last = steps(path)
    here = changed
    for step in parents:
        here = here[step]
    if value is KeyError:
        del here[last]
    else:
        here[last] = value
    return changed


def problems(raw: object, place: Callable[[str], str] = str) -> list[Problem]:
    with pytest.raises(Invalid) as caught:
        parse(raw, place)
    assert caught.value.code == "dataset_invalid"
    assert str(len(caught.value.problems)) in caught.value.detail
    return list(caught.value.problems)


def indicator(ds: DataSet, code: str) -> Indicator:
    (found,) = (i for objective in ds.objectives for i in objective.indicators if i.code == code)
    return found
