"""Printed parts that do not give a printed total, each table by itself."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from service.consistency.model import Known, Printed

_CENT = Decimal("0.01")
_BUDGET = "anggaran "
_TOTAL = "seluruh anggaran"
_ALL = "seluruh indikator"


@dataclass(frozen=True)
class Unequal:
    """A printed total, what its parts give, the parts, and how they were put together."""

    total: Printed
    given: Decimal
    parts: tuple[Printed, ...]
    rule: str


_Table = Mapping[tuple[str, int | None, str], Printed]


def unequal(facts: Sequence[Printed], known: Known) -> Iterator[Unequal]:
    """Yield every total of one document that its parts do not give.

    Averages are those of the printed achievements, half up to two places (each bounded by
    `known.cap`), as domain reference 3.4 has it; a budget line is the sum of the lines below it.
    """
    tables: dict[str, dict[tuple[str, int | None, str], Printed]] = {}
    for one in facts:
        if isinstance(one.value, Decimal):
            table = tables.setdefault(one.within, {})
            table.setdefault((one.notion, one.quarter, one.subject), one)
    for name, table in tables.items():
        yield from _counts(table)
        if name:
            yield from _averages(table, known)
            yield from _budget(table)
            yield from _differences(table)


def _averages(table: _Table, known: Known) -> Iterator[Unequal]:
    for (notion, quarter, subject), total in table.items():
        if notion != "capaian_tw" or subject.startswith("indikator "):
            continue
        if ("selisih_tw", (quarter or 0) + 1, subject) in table:
            continue  # of the quarter before: its rows are told by their differences
        members = [
            table[notion, quarter, f"indikator {code}"]
            for code, _, objective in known.indicators
            if subject in (_ALL, f"sasaran {objective}")
            and (notion, quarter, f"indikator {code}") in table
        ]
        if members:
            values = [_bounded(one.value, known.cap) for one in members]
            mean = (sum(values, Decimal(0)) / len(values)).quantize(_CENT, ROUND_HALF_UP)
            yield from _if_other(total, mean, members, "rata-rata")
            count = table.get(("terukur", None, subject))
            if count is not None:
                yield from _if_other(count, Decimal(len(members)), members, "hitungan")


def _budget(table: _Table) -> Iterator[Unequal]:
    lines: dict[tuple[str, int | None], dict[str, Printed]] = {}
    for (notion, quarter, subject), one in table.items():
        if subject.startswith(_BUDGET):
            lines.setdefault((notion, quarter), {})[subject.removeprefix(_BUDGET)] = one
    for (notion, quarter), by_code in lines.items():
        if notion not in ("pagu", "realisasi_tw", "realisasi_sd", "sisa"):
            continue
        below: dict[str, list[Printed]] = {}
        for code, one in by_code.items():
            below.setdefault(_parent(code, by_code), []).append(one)
        for code, parts in below.items():
            total = by_code.get(code) if code else table.get((notion, quarter, _TOTAL))
            if total is not None:
                given = sum((_number(one.value) for one in parts), Decimal(0))
                yield from _if_other(total, given, parts, "jumlah")


def _parent(code: str, codes: Mapping[str, Printed]) -> str:
    """Return the nearest line above `code` that is printed, "" for one of the highest."""
    pieces = code.split(".")
    for length in range(len(pieces) - 1, 0, -1):
        above = ".".join(pieces[:length])
        if above in codes:
            return above
    return ""


def _differences(table: _Table) -> Iterator[Unequal]:
    """Yield remainders, absorptions and gaps that do not follow from their own row."""
    for (notion, quarter, subject), total in table.items():
        if notion == "selisih":
            parts = [
                table.get(("capaian_tahunan", total.quarter or _quarter(table), subject)),
                table.get(("penyerapan", _quarter(table), subject)),
            ]
        elif notion == "selisih_tw" and quarter:
            parts = [table.get(("capaian_tw", q, subject)) for q in (quarter, quarter - 1)]
        elif notion in ("sisa", "penyerapan"):
            parts = [
                table.get(("pagu", None, subject)),
                table.get(("realisasi_sd", quarter, subject)),
            ]
        else:
            continue
        found = [one for one in parts if one is not None]
        if len(found) == 2:
            first, second = (_number(one.value) for one in found)
            if notion != "penyerapan":
                yield from _if_other(total, first - second, found, "selisih")
            elif first:
                share = (second / first * 100).quantize(_CENT, ROUND_HALF_UP)
                yield from _if_other(total, share, found, "persentase")


def _quarter(table: _Table) -> int | None:
    return next((q for notion, q, _ in table if notion == "penyerapan"), None)


def _counts(table: _Table) -> Iterator[Unequal]:
    """Yield counts that do not add up: indicators by result, data asked for by what came."""
    by_subject: dict[str, dict[str, Printed]] = {}
    for (notion, _, subject), one in table.items():
        by_subject.setdefault(subject, {})[notion] = one
    for found in by_subject.values():
        for whole, needed, names in (
            ("jumlah_indikator", "tercapai", _RESULTS),
            ("diminta", "ada", ("ada", "belum_ada")),
        ):
            parts = [found[name] for name in names if name in found]
            if whole in found and needed in found and len(parts) > 1:
                given = sum((_number(one.value) for one in parts), Decimal(0))
                yield from _if_other(found[whole], given, parts, "jumlah")


_RESULTS = (
    "tercapai", "belum_tercapai", "tidak_terukur", "belum_dilaporkan", "tidak_diukur",
    "tidak_dapat_dihitung",
)  # fmt: skip


def _if_other(
    total: Printed, given: Decimal, parts: Sequence[Printed], rule: str
) -> Iterator[Unequal]:
    if total.value != given:
        yield Unequal(total, given, tuple(parts), rule)


def _bounded(value: object, cap: Decimal | None) -> Decimal:
    number = _number(value)
    return number if cap is None else min(number, cap)


def _number(value: object) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(0)
