"""The demo's sample files, offered where they can be tried.

Their names say what they are for: isian-<unit>-… is a unit's filled form, anggaran-… the budget,
salah/kantor-… a faulty workbook of the whole office, anything else in salah/ a faulty form;
berantakan/ the same, of files that are read though they are unusual.
hasil-pindai-… stands in for a scan; surat… is what README's calls of the API send, and is
offered nowhere.
"""

from dataclasses import dataclass
from pathlib import Path

from service.web import current

KINDS = {".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".json", ".pdf"}
FAULTY, MESSY = "salah", "berantakan"
FORM, BUDGET, OFFICE = "isian-", "anggaran-", "kantor-"
SCAN, LETTER = "hasil-pindai", "surat"


@dataclass(frozen=True)
class Samples:
    """What can be tried here: files that are accepted, unusual ones too, and faulty ones."""

    good: tuple[Path, ...] = ()
    messy: tuple[Path, ...] = ()
    faulty: tuple[Path, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.good or self.messy or self.faulty)


def everything() -> dict[str, Path]:
    """Return every sample file by name; none outside the demo."""
    folder = current.desk().samples
    found = sorted(folder.rglob("*")) if folder else []
    return {path.name: path for path in found if path.suffix in KINDS}


def of_office() -> Samples:
    """Return the workbooks of a whole office."""
    return Samples(
        tuple(path for path in _in("") if not path.name.startswith((FORM, BUDGET, SCAN, LETTER))),
        tuple(path for path in _in(MESSY) if path.name.startswith(OFFICE)),
        tuple(path for path in _in(FAULTY) if path.name.startswith(OFFICE)),
    )


def of_unit(unit: str) -> Samples:
    """Return the filled form of a unit, the unusual and the faulty ones."""
    return Samples(
        tuple(path for path in _in("") if path.name.startswith(f"{FORM}{unit.lower()}-")),
        tuple(path for path in _in(MESSY) if not path.name.startswith(OFFICE)),
        tuple(path for path in _in(FAULTY) if not path.name.startswith(OFFICE)),
    )


def of_budget() -> Samples:
    """Return the filled budget form."""
    return Samples(tuple(path for path in _in("") if path.name.startswith(BUDGET)))


def of_scans() -> Samples:
    """Return what stands in for a scanned document."""
    return Samples(tuple(path for path in _in("") if path.name.startswith(SCAN)))


def _in(folder: str) -> list[Path]:
    """Return the files of a folder of samples, of the samples' own for ""."""
    home = current.desk().samples
    return [path for path in everything().values() if home and path.parent == home / folder]
