"""What a paper says of itself beyond its figures: corrections, and units it goes without."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from service.dataset import DataSet
from service.indonesian import roman
from service.values.wording import words


@dataclass(frozen=True)
class Excused:
    """A unit the papers go without, and why.

    `unit` is its code (or a name), `kind` "dilewati" when it has nothing to report this quarter
    or "belum_dilaporkan" when the office goes on without its report, `reason` what was recorded.
    """

    unit: str
    kind: str
    reason: str


def revision_text(revision: int) -> str:
    """Return the mark of a paper made again after approval, "Perbaikan ke-1"; "" for none."""
    return str(words()["revision"]).format(nomor=revision) if revision else ""


def excused_units(ds: DataSet, quarter: int, excused: Iterable[Excused]) -> list[dict[str, Any]]:
    """Return each unit the papers go without, with the sentence that says so."""
    names = {unit.code: unit.name for unit in ds.units}
    rows = []
    for one in excused:
        told = words()["excused"][one.kind]
        name = names.get(one.unit, one.unit)
        reason = one.reason.strip().rstrip(".")
        text = str(told["sentence"]).format(unit=name, triwulan=roman(quarter), alasan=reason)
        rows.append({"nama": name, "jenis": told["kind"], "alasan": reason, "kalimat": text})
    return rows
