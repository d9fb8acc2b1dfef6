"""An office of one indicator or one budget line, as a test words it, and what is asked of it."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from service.dataset import Activity, DataSet, Indicator, PreviousFollowUp, Programme, SubActivity
from service.examination import Finding, examine
from tests.dataset.sample import DS, indicator

CALM = replace(
    indicator(DS, "1.1"),
    text="Jumlah layanan",
    measure="Layanan",
    accumulation="posisi_akhir",
    decimals=0,
    targets=(Decimal(10), Decimal(10), Decimal(10), Decimal(10)),
    target_year=Decimal(10),
    target_reference=None,
    realizations=(Decimal(10), Decimal(10), Decimal(10), None),
    parts=None,
    follow_up_due=None,
    previous_follow_up=PreviousFollowUp(2, "Menambah loket", "selesai", None),
)  # nothing about it is unusual


def four(*values: Any) -> Any:
    """Return four quarters; what is left out was not reported."""
    given = [None if value is None else Decimal(value) for value in values]
    return tuple([*given, None, None, None, None][:4])


def pairs(*values: tuple[int, int] | None) -> Any:
    """Return X and Y of four quarters."""
    given = [value and (Decimal(value[0]), Decimal(value[1])) for value in values]
    return tuple([*given, None, None, None, None][:4])


def share(*values: tuple[int, int] | None, **changes: Any) -> dict[str, Any]:
    """Return a percentage reported as X and Y, with 2 decimals."""
    printed = [
        value and (Decimal(value[0]) * 100 / Decimal(value[1])).quantize(Decimal("0.01"))
        for value in values
    ]
    return {
        "measure": "%", "decimals": 2, "parts": pairs(*values), "realizations": four(*printed),
        "targets": four(100, 100, 100, 100), "target_year": Decimal(100), **changes,
    }  # fmt: skip


def office(quarter: int = 3, **changes: Any) -> DataSet:
    """Return an office whose one indicator is CALM with `changes`, without a budget."""
    return of(replace(CALM, **changes), quarter=quarter)


def of(*members: Indicator, quarter: int = 3) -> DataSet:
    """Return an office with these indicators, without a budget."""
    objective = replace(DS.objectives[0], indicators=members)
    return replace(DS, quarter=quarter, objectives=(objective,), programmes=())


def spending(
    ceiling: int, *spent: int | None, quarter: int = 3, indicators: tuple[Indicator, ...] = ()
) -> DataSet:
    """Return an office with one budget line that serves its one objective."""
    sub = SubActivity("7.1.1", "Rapat", None, None, None, ceiling, (*spent, *[None] * 4)[:4])  # type: ignore[arg-type]
    programme = Programme("7", "Program", ("S1",), (Activity("7.1", "Kegiatan", (sub,)),))
    ds = of(*(indicators or (CALM,)), quarter=quarter)
    return replace(ds, programmes=(programme,))


def kinds(ds: DataSet, before: DataSet | None = None) -> list[str]:
    """Return the kinds of everything asked."""
    return [one.kind for one in examine(ds, before)]


def only(ds: DataSet, before: DataSet | None = None) -> Finding:
    """Return the one thing asked."""
    (found,) = examine(ds, before)
    return found
