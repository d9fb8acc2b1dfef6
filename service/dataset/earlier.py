"""Figures of earlier quarters held against the data of those quarters themselves. Pure.

A quarter is opened with the figures of the quarters before it. When one of those is opened again
and changed, the later quarter still has the old figure: that is told, and taken over when asked.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Literal

from service.dataset.merging import carried_follow_up
from service.dataset.model import Activity, DataSet, Indicator, Programme, SubActivity
from service.dataset.selection import indicators, sub_activities

Kind = Literal["realisasi", "anggaran", "tindak_lanjut"]


@dataclass(frozen=True)
class Difference:
    """One field of an earlier quarter: what its own case has now, and what stands here.

    `code` is the indicator's or the sub-activity's; the values are a Decimal for "realisasi",
    rupiah for "anggaran", the promise for "tindak_lanjut"; None is not reported, never zero.
    """

    kind: Kind
    code: str
    quarter: int
    there: Decimal | int | str | None
    here: Decimal | int | str | None
    decimals: int = 0


def differences(ds: DataSet, earlier: Mapping[int, DataSet]) -> tuple[Difference, ...]:
    """Return every field of an earlier quarter in `ds` that differs from that quarter's own data.

    `earlier` holds the data sets of earlier quarters of the same year, by quarter. Indicators and
    budget lines that one of the two does not have are passed over.
    """
    return tuple(
        found
        for quarter, there in sorted(earlier.items())
        if quarter < ds.quarter
        for found in (*_figures(ds, there, quarter), *_money(ds, there, quarter))
    ) + tuple(_promises(ds, earlier))


def with_earlier(ds: DataSet, earlier: Mapping[int, DataSet]) -> DataSet:
    """Return `ds` with the fields of earlier quarters as those quarters have them now.

    Nothing of the quarter of `ds` changes, nor what was reported about an earlier promise.
    """
    for quarter, there in sorted(earlier.items()):
        if quarter < ds.quarter:
            ds = _taken(ds, there, quarter)
    return ds


def _figures(ds: DataSet, there: DataSet, quarter: int) -> Iterator[Difference]:
    known = {one.code: one for one in indicators(there)}
    for own in indicators(ds):
        other = known.get(own.code)
        if other is None:
            continue
        one, two = other.realizations[quarter - 1], own.realizations[quarter - 1]
        if one != two or _pair(other, quarter) != _pair(own, quarter):
            yield Difference("realisasi", own.code, quarter, one, two, own.decimals)


def _money(ds: DataSet, there: DataSet, quarter: int) -> Iterator[Difference]:
    known = {sub.code: sub for sub in sub_activities(there)}
    for own in sub_activities(ds):
        other = known.get(own.code)
        if other is not None and other.realizations[quarter - 1] != own.realizations[quarter - 1]:
            one, two = other.realizations[quarter - 1], own.realizations[quarter - 1]
            yield Difference("anggaran", own.code, quarter, one, two)


def _promises(ds: DataSet, earlier: Mapping[int, DataSet]) -> Iterator[Difference]:
    before = earlier.get(ds.quarter - 1)
    if before is None:
        return
    known = {one.code: one for one in indicators(before)}
    for own in indicators(ds):
        other = known.get(own.code)
        promise = None if other is None else carried_follow_up(other, before.quarter)
        has = own.previous_follow_up
        if promise is not None and (has is None or has.text != promise.text):
            here = has.text if has else None
            yield Difference("tindak_lanjut", own.code, before.quarter, promise.text, here)


def _taken(ds: DataSet, there: DataSet, quarter: int) -> DataSet:
    known = {one.code: one for one in indicators(there)}
    money = {sub.code: sub for sub in sub_activities(there)}
    last = quarter == ds.quarter - 1
    objectives = tuple(
        replace(
            objective,
            indicators=tuple(
                _as_there(own, known.get(own.code), quarter, last) for own in objective.indicators
            ),
        )
        for objective in ds.objectives
    )
    programmes = tuple(_spent(programme, money, quarter) for programme in ds.programmes)
    return replace(ds, objectives=objectives, programmes=programmes)


def _as_there(own: Indicator, other: Indicator | None, quarter: int, last: bool) -> Indicator:
    if other is None:
        return own
    value, pair = other.realizations[quarter - 1], _pair(other, quarter)
    taken = replace(own, realizations=_put(own.realizations, quarter, value))
    if own.parts is not None or pair is not None:
        taken = replace(taken, parts=_put(own.parts or (None,) * 4, quarter, pair))
    promise = carried_follow_up(other, quarter) if last else None
    has = own.previous_follow_up
    if promise is not None and (has is None or has.text != promise.text):
        taken = replace(taken, previous_follow_up=promise)
    return taken


def _spent(programme: Programme, money: Mapping[str, SubActivity], quarter: int) -> Programme:
    def of(activity: Activity) -> Activity:
        return replace(activity, subs=tuple(line(sub) for sub in activity.subs))

    def line(sub: SubActivity) -> SubActivity:
        other = money.get(sub.code)
        if other is None:
            return sub
        spent = other.realizations[quarter - 1]
        return replace(sub, realizations=_put(sub.realizations, quarter, spent))

    return replace(programme, activities=tuple(of(one) for one in programme.activities))


def _pair(indicator: Indicator, quarter: int) -> object:
    return None if indicator.parts is None else indicator.parts[quarter - 1]


def _put(values: tuple[Any, ...], quarter: int, value: object) -> Any:
    return (*values[: quarter - 1], value, *values[quarter:])
