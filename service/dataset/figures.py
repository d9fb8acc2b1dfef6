"""Every figure somebody typed, by name: what it is, and where the JSON shape holds it."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from service.dataset.model import DataSet, Indicator, SubActivity

Path = tuple[str, str, int]
Value = Decimal | int | str | tuple[str, ...] | None

QUARTERLY = ("realisasi", "pembilang", "penyebut", "target", "realisasi_anggaran")
NARRATIVES = {
    "faktor_pendorong": "drivers",
    "faktor_penghambat": "obstacles",
    "tindak_lanjut": "follow_up",
}
_Figure = tuple[Path, str, Value]
_COMPUTED: Any = object()  # instead of a realization that is the share of pembilang in penyebut


def figures(ds: DataSet) -> dict[Path, Value]:
    """Return the value of every figure somebody typed.

    A path is (indicator or sub-activity code, field, quarter 1 to 4 or 0). The fields are
    realisasi, pembilang, penyebut, target (0 = of the year), faktor_pendorong, faktor_penghambat,
    tindak_lanjut, bukti_dukung, tindak_lanjut_sebelumnya (its status), pagu and
    realisasi_anggaran. A realization computed from pembilang and penyebut is none of them.
    """
    return {path: value for path, _, value in _all(ds) if value is not _COMPUTED}


def addresses(ds: DataSet) -> dict[Path, str]:
    """Return where the JSON shape holds each figure: "sasaran[0].indikator[2].realisasi_tw[2]".

    Realizations that are computed from pembilang and penyebut are among them.
    """
    return {path: address for path, address, _ in _all(ds)}


def _all(ds: DataSet) -> Iterator[_Figure]:
    for row, objective in enumerate(ds.objectives):
        for column, indicator in enumerate(objective.indicators):
            yield from _indicator(indicator, f"sasaran[{row}].indikator[{column}]")
    for p, programme in enumerate(ds.programmes):
        for a, activity in enumerate(programme.activities):
            for s, sub in enumerate(activity.subs):
                yield from _line(sub, f"program[{p}].kegiatan[{a}].sub[{s}]")


def _indicator(one: Indicator, here: str) -> Iterator[_Figure]:
    yield (one.code, "target", 0), f"{here}.target_tahunan", one.target_year
    for index, target in enumerate(one.targets):
        yield (one.code, "target", index + 1), f"{here}.target_tw[{index}]", target
    for index, value in enumerate(one.realizations):
        pair = one.parts[index] if one.parts else None
        if one.parts is not None:
            for part, field in enumerate(("pembilang", "penyebut")):
                address = f"{here}.xy_tw[{index}][{part}]"
                yield (one.code, field, index + 1), address, pair[part] if pair else None
        typed = value if pair is None else _COMPUTED
        yield (one.code, "realisasi", index + 1), f"{here}.realisasi_tw[{index}]", typed
    for field, attribute in NARRATIVES.items():
        yield (one.code, field, 0), f"{here}.{field}", getattr(one, attribute)
    yield (one.code, "bukti_dukung", 0), f"{here}.bukti_dukung", one.evidence or None
    before = one.previous_follow_up
    yield (
        (one.code, "tindak_lanjut_sebelumnya", 0),
        f"{here}.tindak_lanjut_sebelumnya.status",
        before.status if before else None,
    )


def _line(one: SubActivity, here: str) -> Iterator[_Figure]:
    yield (one.code, "pagu", 0), f"{here}.pagu", one.ceiling
    for index, value in enumerate(one.realizations):
        yield (one.code, "realisasi_anggaran", index + 1), f"{here}.realisasi_tw[{index}]", value
