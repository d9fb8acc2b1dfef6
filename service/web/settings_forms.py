"""The forms of the office's settings: their fields, what was typed, and where faults belong."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from flask import request

from service.casework.office.data import IDENTITY, OFFICIALS_PATH, PAGES, value_of
from service.dataset import DataSet
from service.errors import Invalid, NotFound, Problem
from service.indonesian import long_date, parse_date
from service.web.forms import FORM_WRONG, Form

SIDES = ("atas", "bawah", "kiri", "kanan")
COLUMNS = (
    "jabatan", "nama", "pangkat", "golongan", "nip", "peran", "unit", "sebagai", "mulai", "sampai",
)  # fmt: skip
MOST_OFFICIALS = 90
EMPTY_OFFICIALS = 2
DATES = ("mulai", "sampai")
CLASHES = ("settings_two_holders", "settings_two_acting")
LABELS: Mapping[str, str] = {
    "pemerintah": "Pemerintah daerah",
    "nama": "Nama kantor",
    "kode_wilayah_kemendagri": "Kode wilayah (Kemendagri)",
    "kode_urusan": "Kode urusan",
    "zona_waktu": "Zona waktu",
    "tempat_surat": "Tempat penulisan surat",
    "alamat": "Alamat",
    "telepon": "Telepon",
    "kode_pos": "Kode pos",
    "laman": "Laman",
    "pos_el": "Pos-el",
    "margin_tegak": "Margin halaman tegak",
    "margin_mendatar": "Margin halaman mendatar",
    "rupiah": "Cara menulis rupiah",
    "lambang": "Gambar lambang",
}
OFFICIAL_LABELS: Mapping[str, str] = {
    "jabatan": "Jabatan",
    "nama": "Nama dan gelar",
    "pangkat": "Pangkat",
    "golongan": "Golongan",
    "nip": "NIP",
    "peran": "Peran dalam SOP",
    "unit": "Unit",
    "sebagai": "Sebagai",
    "mulai": "Mulai",
    "sampai": "Sampai",
}


@dataclass
class Typed:
    """What one section's form says, by path; `ids` are the fields' ids by path."""

    form: Form
    values: dict[str, object] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)

    def wrong(self, fault: Invalid) -> Invalid:
        """Return a fault of the settings as one of this form's fields, in the form's words.

        What the form itself found comes first; a day that could not be read clashes with nothing.
        """
        own = self.form.problems
        others = [] if fault.code == FORM_WRONG else [
            self._at_field(one) for one in fault.problems if not own or one.code not in CLASHES
        ]  # fmt: skip
        told = (*own, *others)
        return Invalid(FORM_WRONG, told, count=len(told)) if told else fault

    def _at_field(self, one: Problem) -> Problem:
        id = self.ids.get(one.place) or _id_of(one.place)
        told = one.message.replace(one.place, f"“{_words(one.place, id)}”")
        return replace(one, place=id, message=told)


def read(section: str) -> Typed:
    """Return what was typed in the form of a section. Raises NotFound for an unknown one."""
    typed = Typed(Form())
    if section not in _READERS:
        raise NotFound("not_found", what="Bagian pengaturan itu")
    _READERS[section](typed)
    return typed


def _identity(typed: Typed) -> None:
    for key in IDENTITY:
        typed.values[f"instansi.{key}"] = typed.form.text(key)
        typed.ids[f"instansi.{key}"] = key


def _pages(typed: Typed) -> None:
    for key in PAGES:
        told = {side: typed.form.text(f"{key}-{side}") for side in SIDES}
        typed.values[f"instansi.{key}"] = told if any(told.values()) else None
        typed.ids |= {f"instansi.{key}.{side}": f"{key}-{side}" for side in SIDES}


def _numbers(typed: Typed) -> None:
    typed.values["instansi.rupiah"] = typed.form.text("rupiah")
    typed.ids["instansi.rupiah"] = "rupiah"


def _officials(typed: Typed) -> None:
    listed: list[dict[str, object]] = []
    for n in range(1, MOST_OFFICIALS + 1):
        told: dict[str, object] = {key: typed.form.text(f"{key}-{n}") for key in COLUMNS}
        if typed.form.text(f"hapus-{n}") or not any(told.values()):
            continue
        for key in DATES:
            day = typed.form.day(f"{key}-{n}", f"{OFFICIAL_LABELS[key]} pejabat {n}")
            told[key] = day.isoformat() if day else None
        here = f"{OFFICIALS_PATH}[{len(listed)}]"
        typed.ids |= {f"{here}.{key}": f"{key}-{n}" for key in COLUMNS}
        listed.append(told)
    typed.values[OFFICIALS_PATH] = listed


_READERS: Mapping[str, Callable[[Typed], None]] = {
    "identitas": _identity,
    "pejabat": _officials,
    "halaman": _pages,
    "angka": _numbers,
}


def identity(ds: DataSet) -> dict[str, str]:
    """Return the identity as its form shows it: as typed, otherwise as it holds."""
    return {key: _shown(key, value_of(ds, f"instansi.{key}")) for key in IDENTITY}


def margins(ds: DataSet) -> dict[str, str]:
    """Return the margins by the names of their fields, "" where the templates' own hold."""
    found: dict[str, str] = {}
    for key in PAGES:
        known = value_of(ds, f"instansi.{key}") or {}
        found |= {f"{key}-{side}": _shown(f"{key}-{side}", known.get(side)) for side in SIDES}
    return found


def officials(ds: DataSet) -> list[dict[str, str]]:
    """Return the rows of the officials' form, as typed or as they hold, and empty ones."""
    if "jabatan-1" in request.form:
        return list(_typed_rows())
    known: Sequence[Mapping[str, Any]] = value_of(ds, OFFICIALS_PATH)
    rows = [{key: _text(key, one.get(key)) for key in COLUMNS} for one in known]
    return [*rows, *[dict.fromkeys(COLUMNS, "") for _ in range(EMPTY_OFFICIALS)]]


def _typed_rows() -> Iterator[dict[str, str]]:
    for n in range(1, MOST_OFFICIALS + 1):
        if f"jabatan-{n}" not in request.form:
            return
        yield {key: request.form.get(f"{key}-{n}", "") for key in (*COLUMNS, "hapus")}


def _shown(name: str, value: object) -> str:
    return request.form.get(name, _text(name, value))


def _text(key: str, value: object) -> str:
    if key in DATES and isinstance(value, str):
        return long_date(parse_date(value))
    return "" if value is None else str(value)


def _id_of(path: str) -> str:
    return path.removeprefix("instansi.").partition(".")[0]


def _words(path: str, id: str) -> str:
    """Return what the form calls a field: "NIP pejabat 3", "Margin halaman tegak, kiri"."""
    key, _, end = id.rpartition("-")
    if path.startswith(OFFICIALS_PATH):
        return f"{OFFICIAL_LABELS.get(key, 'Daftar')} pejabat {end}"
    return LABELS.get(id) or f"{LABELS.get(key, id)}, {end}"
