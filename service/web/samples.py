"""The demo's sample files, offered where they can be tried.

Their names say what they are for: isian-<unit>-… is a unit's filled form, anggaran-… the budget,
salah/kantor-… a faulty workbook of the whole office, anything else in salah/ a faulty form.
hasil-pindai-… stands in for a scan; surat… is what README's calls of the API send, and is
offered nowhere.
"""

from dataclasses import dataclass
from pathlib import Path

from service.web import current

KINDS = {".xlsx", ".xlsm", ".json", ".pdf"}
FAULTY = "salah"
FORM, BUDGET, OFFICE = "isian-", "anggaran-", "kantor-"
SCAN, LETTER = "hasil-pindai", "surat"


@dataclass(frozen=True)
class Samples:
    """What can be tried here: files that are accepted, and files that show their faults."""

    good: tuple[Path, ...] = ()
    faulty: tuple[Path, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.good or self.faulty)


def everything() -> dict[str, Path]:
    """Return every sample file by name; none outside the demo."""
    folder = current.desk().samples
    found = sorted(folder.rglob("*")) if folder else []
    return {path.name: path for path in found if path.suffix in KINDS}


def of_office() -> Samples:
    """Return the workbooks of a whole office."""
    good, faulty = _parted()
    return Samples(
        tuple(path for path in good if not path.name.startswith((FORM, BUDGET, SCAN, LETTER))),
        tuple(path for path in faulty if path.name.startswith(OFFICE)),
    )


def of_unit(unit: str) -> Samples:
    """Return the filled form of a unit, and the faulty ones."""
    good, faulty = _parted()
    return Samples(
        tuple(path for path in good if path.name.startswith(f"{FORM}{unit.lower()}-")),
        tuple(path for path in faulty if not path.name.startswith(OFFICE)),
    )


def of_budget() -> Samples:
    """Return the filled budget form."""
    return Samples(tuple(path for path in _parted()[0] if path.name.startswith(BUDGET)))


def of_scans() -> Samples:
    """Return what stands in for a scanned document."""
    return Samples(tuple(path for path in _parted()[0] if path.name.startswith(SCAN)))


def _parted() -> tuple[list[Path], list[Path]]:
    paths = everything().values()
    return (
        [path for path in paths if path.parent.name != FAULTY],
        [path for path in paths if path.parent.name == FAULTY],
    )
