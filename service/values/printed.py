"""Which figures a document prints: its template filled with marks instead of figures.

The tags alone do not tell: a form prints its columns of results only once it is filled in.
"""

import re
from collections.abc import Mapping
from typing import Any

from service.dataset import Path

# What it is of ("indikator", "sasaran", "anggaran", "ringkasan"), its code, its name in the values.
Name = tuple[str, str, str]
MONEY = frozenset({"pagu", "realisasi_anggaran"})

_OPEN, _CLOSE = "\ue000", "\ue001"
_MARK = re.compile(f"{_OPEN}(\\d+){_CLOSE}")
_KEPT = {"kode", "status", "tingkat"}  # what conditions ask, and what names the others
_SAME_NAME = {
    "faktor_pendorong", "faktor_penghambat", "tindak_lanjut", "tindak_lanjut_sebelumnya", "pagu",
}  # fmt: skip
_OWN_NAMES = {"bukti_dukung": "bukti", "realisasi_anggaran": "realisasi_tw"}


class Marks:
    """Values whose figures are marks, and what each mark stands for."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._known: dict[Name, str] = {}
        self._names: list[Name] = []
        budget = values["anggaran"]
        self.values = {
            **values,
            "sasaran": self._objectives(values["sasaran"]),
            "bagian": self._share(values["bagian"]),
            "semua_bagian": [self._share(one) for one in values["semua_bagian"]],
            "ringkasan": self._marked("ringkasan", "", values["ringkasan"]),
            "bukti": [self._marked("indikator", one["kode"], one) for one in values["bukti"]],
            "tindak_lanjut_sebelumnya": [
                {
                    **one,
                    "status": self._mark(("indikator", one["kode"], "tindak_lanjut_sebelumnya")),
                }
                for one in values["tindak_lanjut_sebelumnya"]
            ],
            "anggaran": {
                "ada": budget["ada"],
                "baris": [self._marked("anggaran", one["kode"], one) for one in budget["baris"]],
                "program": [
                    self._marked("anggaran", one["kode"], one) for one in budget["program"]
                ],
                "jumlah": self._marked("anggaran", "", budget["jumlah"]),
            },
        }

    def found(self, text: str) -> frozenset[Name]:
        """Return what the marks in `text` stand for."""
        return frozenset(self._names[int(number)] for number in _MARK.findall(text))

    def _mark(self, name: Name) -> str:
        if name not in self._known:
            self._known[name] = f"{_OPEN}{len(self._names)}{_CLOSE}"
            self._names.append(name)
        return self._known[name]

    def _marked(self, kind: str, code: str, row: Mapping[str, Any]) -> dict[str, Any]:
        return {
            key: self._mark((kind, code, key)) if _is_figure(key, value) else value
            for key, value in row.items()
        }

    def _share(self, share: Mapping[str, Any]) -> dict[str, Any]:
        return {**share, "sasaran": self._objectives(share["sasaran"])}

    def _objectives(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [
            {
                **self._marked("sasaran", row["kode"], row),
                "indikator": [
                    self._marked("indikator", one["kode"], one) for one in row["indikator"]
                ],
            }
            for row in rows
        ]


def _is_figure(key: str, value: object) -> bool:
    return key not in _KEPT and isinstance(value, str) and bool(value)


def names_of(path: Path, quarter: int) -> frozenset[str]:
    """Return the names under which values hold this typed figure in documents of `quarter`.

    Empty for what no document of the quarter shows, such as a later quarter's realization.
    """
    _, field, of = path
    if field in _SAME_NAME:
        return frozenset({field})
    if field == "target":
        if of == 0:
            return frozenset({"target_tahunan"})
        return frozenset({f"target_tw{of}", *(["target"] if of == quarter else [])})
    if field == "realisasi":
        now = ["realisasi"] if of == quarter else []
        return frozenset([f"realisasi_tw{of}", *now] if of <= quarter else [])
    if field in {"pembilang", "penyebut", "realisasi_anggaran"} and of != quarter:
        return frozenset()
    return frozenset({_OWN_NAMES.get(field, field)})
