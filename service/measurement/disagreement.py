"""Derived values in an upload (hasil_*, ringkasan_*, sums) that differ from the computed ones.

They are never used. One that disagrees means that somebody computed from other data, so it is
told. A key that names a variant (`capaian_tw_rasio`, `rata_rata_plafon100`) is held against the
figures of that variant; keys nobody here computes are passed over.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

from service.dataset import DataSet
from service.errors import Problem, problem
from service.measurement.figures import measure
from service.measurement.results import Measurement, as_json

_OF_QUARTER = re.compile(r"(hasil|ringkasan|realisasi_sd)_tw([1-4])", re.ASCII)
_VARIANT = re.compile(r"(.+)_(?:(selisih|rasio)|plafon(\d{1,6}))", re.ASCII)
_Found = Iterator[tuple[str, object, object]]


def disagreements(raw: object, ds: DataSet) -> list[Problem]:
    """Return a problem for each derived value in `raw` that `ds`, parsed from it, contradicts."""
    if not isinstance(raw, dict):
        return []
    computed = _Computed(ds)
    return [
        problem("figure_disagrees", path, expected=_shown(expected), found=_shown(found))
        for path, found, expected in (*_objectives(raw, computed), *_money(raw, computed))
        if not _agree(found, expected)
    ]


class _Computed:
    """The figures of one data set, computed once for each quarter and variant asked for."""

    def __init__(self, ds: DataSet) -> None:
        self.ds = ds
        self._kept: dict[tuple[int, str, Decimal | None], Measurement] = {}

    def of(self, quarter: int, variant: str | None = None, cap: str | None = None) -> Measurement:
        """Return the figures up to `quarter`, under another variant or cap when one is named."""
        rules = self.ds.rules
        if variant is not None:
            rules = replace(rules, lower_is_better="rasio" if variant == "rasio" else "selisih")
        if cap is not None:
            rules = replace(rules, cap=Decimal(cap))
        key = (quarter, rules.lower_is_better, rules.cap)
        if key not in self._kept:
            self._kept[key] = measure(replace(self.ds, rules=rules), quarter)
        return self._kept[key]

    def figures(self, quarter: int, key: str, section: str, code: str | None) -> Any:
        """Return the value `key`, which may name a variant, or `key` itself when unknown."""
        named = _VARIANT.fullmatch(key)
        variant, cap = (named[2], named[3]) if named else (None, None)
        figures = as_json(self.of(quarter, variant, cap))[section]
        figures = figures if code is None else figures[code]
        base = named[1] if named else key
        if base not in figures:
            return _UNKNOWN
        value = figures[base]
        if cap is not None and base == "capaian_tw" and value is not None:
            return str(min(Decimal(value), Decimal(cap)))
        return value


_UNKNOWN = object()


def _objectives(raw: dict[str, Any], computed: _Computed) -> _Found:
    for row, objective in enumerate(computed.ds.objectives):
        node, path = raw["sasaran"][row], f"sasaran[{row}]"
        yield from _section(node, path, computed, "sasaran", objective.code)
        for column, indicator in enumerate(objective.indicators):
            here = f"{path}.indikator[{column}]"
            entry = node["indikator"][column]
            yield from _section(entry, here, computed, "indikator", indicator.code)


def _section(
    node: dict[str, Any], path: str, computed: _Computed, section: str, code: str | None
) -> _Found:
    for name, values in node.items():
        named = _OF_QUARTER.fullmatch(name)
        if named is None or named[1] == "realisasi_sd" or not isinstance(values, dict):
            continue
        here = f"{path}.{name}" if path else name
        for key, found in values.items():
            expected = computed.figures(int(named[2]), key, section, code)
            if expected is not _UNKNOWN:
                yield f"{here}.{key}", found, expected


def _money(raw: dict[str, Any], computed: _Computed) -> _Found:
    yield from _section(raw, "", computed, "ringkasan", None)
    for quarter in (1, 2, 3, 4):
        summary = raw.get(f"ringkasan_tw{quarter}")
        if isinstance(summary, dict) and isinstance(summary.get("realisasi_tw"), list):
            found = summary["realisasi_tw"]
            totals = [computed.of(q).budget_total for q in (1, 2, 3, 4)][: len(found)]
            expected = [total.realization_quarter if total else None for total in totals]
            yield f"ringkasan_tw{quarter}.realisasi_tw", found, expected
    for p, programme in enumerate(computed.ds.programmes):
        node, path = raw["program"][p], f"program[{p}]"
        yield from _line(node, path, computed, programme.code)
        for a, activity in enumerate(programme.activities):
            entry, here = node["kegiatan"][a], f"{path}.kegiatan[{a}]"
            yield from _line(entry, here, computed, activity.code)
            for s, sub in enumerate(activity.subs):
                yield from _line(entry["sub"][s], f"{here}.sub[{s}]", computed, sub.code)


def _line(node: dict[str, Any], path: str, computed: _Computed, code: str) -> _Found:
    absorption = computed.of(computed.ds.quarter).budget[code].absorption
    expected: dict[str, object] = {
        "pagu": computed.of(1).budget[code].ceiling,
        "penyerapan": None if absorption is None else str(absorption),
        "realisasi_tw": [computed.of(q).budget[code].realization_quarter for q in (1, 2, 3, 4)],
    }
    for quarter in (1, 2, 3, 4):
        key = f"realisasi_sd_tw{quarter}"
        expected[key] = computed.of(quarter).budget[code].realization
    for key, value in expected.items():
        if key in node:
            yield f"{path}.{key}", node[key], value


def _agree(found: object, expected: object) -> bool:
    if isinstance(found, list) and isinstance(expected, list):
        return len(found) == len(expected) and all(map(_agree, found, expected))
    if found is None or expected is None:
        return found is expected
    if isinstance(found, list | dict):
        return False
    try:
        return Decimal(str(found)) == Decimal(str(expected))
    except InvalidOperation:
        return str(found) == str(expected)


def _shown(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(_shown(entry) for entry in value)
    return "kosong" if value is None else str(value)[:60]
