"""What differs between two data sets of one office, as sentences name it."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from decimal import Decimal
from typing import Any

from service.dataset.figures import Path
from service.dataset.model import DataSet, Indicator, PreviousFollowUp, SubActivity
from service.dataset.selection import indicators, sub_activities
from service.indonesian import amount, decimal_text, long_date, plain_number, roman
from service.procedure import Slice

_OFFICE_WIDE: dict[str, Slice] = {
    "office": "plan",
    "officials": "plan",
    "units": "plan",
    "references": "plan",
    "villages": "plan",
    "rules": "rules",
    "receivers": "receivers",
}
_REPORTED = ("realizations", "parts", "drivers", "obstacles", "follow_up", "follow_up_due",
             "evidence", "previous_follow_up")  # fmt: skip
_PLANNED = tuple(one.name for one in fields(Indicator) if one.name not in _REPORTED)
_WORDS = {
    "office": "Data kantor",
    "officials": "Daftar pejabat",
    "units": "Daftar unit",
    "rules": "Aturan hitung",
    "receivers": "Daftar instansi penerima",
    "references": "Dokumen rujukan",
    "villages": "Daftar desa",
    "text": "Rumusan indikator",
    "measure": "Satuan",
    "polarity": "Polaritas",
    "accumulation": "Akumulasi",
    "decimals": "Jumlah desimal",
    "target_year": "Target tahun",
    "targets": "Target",
    "formula": "Formulasi",
    "source": "Sumber data",
    "responsible": "Penanggung jawab",
    "unit": "Unit pelapor",
    "part_labels": "Sebutan pembilang dan penyebut",
    "realizations": "Realisasi",
    "parts": "Pembilang/penyebut",
    "drivers": "Faktor pendorong",
    "obstacles": "Faktor penghambat",
    "follow_up": "Rencana tindak lanjut",
    "follow_up_due": "Batas waktu tindak lanjut",
    "evidence": "Bukti dukung",
    "previous_follow_up": "Tindak lanjut triwulan sebelumnya",
}
_PARTICULARS = {
    "government": "Pemerintah daerah",
    "name": "Nama kantor",
    "region_code": "Kode wilayah",
    "function_code": "Kode urusan",
    "time_zone": "Zona waktu",
    "place": "Tempat",
    "address": "Alamat",
    "phone": "Telepon",
    "postcode": "Kode pos",
    "website": "Laman",
    "email": "Pos-el",
    "paper": "Ukuran kertas",
    "lower_is_better": "Rumus “semakin rendah semakin baik”",
    "cap": "Batas atas capaian",
    "scale": "Skala kategori",
    "upright": "Margin halaman tegak",
    "across": "Margin halaman mendatar",
    "money": "Cara menulis rupiah",
    "emblem": "Lambang daerah",
}
_CHOICES = {
    "naik": "semakin tinggi semakin baik",
    "turun": "semakin rendah semakin baik",
    "jumlah": "jumlah",
    "posisi_akhir": "posisi akhir",
    "rasio_kumulatif": "rasio kumulatif",
    "tahunan": "tahunan",
}
_FIELDS = {  # what `figures` calls them; the others have no cell of their own
    "target_year": "target",
    "targets": "target",
    "realizations": "realisasi",
    "drivers": "faktor_pendorong",
    "obstacles": "faktor_penghambat",
    "follow_up": "tindak_lanjut",
    "evidence": "bukti_dukung",
    "previous_follow_up": "tindak_lanjut_sebelumnya",
}
_LONGEST = 60  # letters of a narrative that a sentence quotes


@dataclass(frozen=True)
class Change:
    """One value that differs: "Realisasi 3.2", from "6" to "5".

    `unit` owns it, None for what concerns the whole office; `subject` is the code of the
    indicator or budget line, or the name of what is office-wide. `path` is what `figures` calls
    the value, None where it is none of them.
    """

    slice: Slice
    unit: str | None
    subject: str
    label: str
    old: str
    new: str
    path: Path | None = field(default=None, compare=False)

    @property
    def text(self) -> str:
        """Return "Realisasi 3.2 berubah dari 6 menjadi 5"."""
        if not self.old and not self.new:
            return f"{self.label} berubah"
        return f"{self.label} berubah dari {self.old} menjadi {self.new}"


def fingerprint(ds: DataSet) -> Mapping[tuple[Slice, str | None], int]:
    """Return a number for each slice of each unit, the same in one process for the same content.

    The slice of unit None is the whole office's. Two data sets with equal numbers print alike, but
    for who acts for an official (Plt., Plh., Pj., a.n.): he signs what is made on his days, and
    what was made before stays as it was signed.
    """
    held = replace(ds, officials=tuple(one for one in ds.officials if not one.acting))
    shared = hash(tuple(getattr(held, name) for name, of in _OFFICE_WIDE.items() if of == "plan"))
    planned: dict[str | None, list[int]] = {None: []}
    reported: dict[str | None, list[int]] = {None: []}
    for objective in ds.objectives:
        for one in objective.indicators:
            plan = hash((objective.code, objective.text, *_values(one, _PLANNED)))
            report = hash(_values(one, _REPORTED))
            for owner in (None, one.unit):
                planned.setdefault(owner, []).append(plan)
                reported.setdefault(owner, []).append(report)
    found: dict[tuple[Slice, str | None], int] = {
        ("plan", owner): hash((ds.year, ds.quarter, shared, *plans))
        for owner, plans in planned.items()
    }
    found |= {("report", owner): hash(tuple(reports)) for owner, reports in reported.items()}
    found["budget", None] = hash(ds.programmes)
    found["rules", None] = hash(ds.rules)
    found["receivers", None] = hash(ds.receivers)
    return found


def marks(ds: DataSet) -> Mapping[str, int]:
    """Return a number for each indicator by its code, the same in one process for equal ones."""
    return {one.code: hash(one) for one in indicators(ds)}


def changes(
    then: DataSet, now: DataSet, unlike: Collection[str] | None = None
) -> tuple[Change, ...]:
    """Return every value that differs, in the order of `now`; a difference and its way back
    leave none. `unlike` are the codes of the indicators that differ, where that is known.
    """
    return (
        *_office_changes(then, now),
        *_indicator_changes(then, now, unlike),
        *_budget_changes(then, now),
    )


def _values(one: Indicator, names: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(getattr(one, name) for name in names)


def _office_changes(then: DataSet, now: DataSet) -> Iterator[Change]:
    for name, kind in _OFFICE_WIDE.items():
        if getattr(then, name) != getattr(now, name):
            found = tuple(_ways(name, then, now)) or ((_WORDS[name], "", ""),)
            for label, old, new in found:
                yield Change(kind, None, name, label, old, new)
    before = {one.code: one.text for one in then.objectives}
    for objective in now.objectives:
        text = before.get(objective.code)
        if text != objective.text:
            label, new = f"Rumusan sasaran {objective.code}", _quoted(objective.text)
            yield Change("plan", None, objective.code, label, _quoted(text), new)


def _ways(name: str, then: DataSet, now: DataSet) -> Iterator[tuple[str, str, str]]:
    """Yield (label, old, new) of what differs in one office-wide part, where it can be named."""
    if name == "officials":
        yield from _named(_holders(then), _holders(now), "Pejabat ")
    elif name == "receivers":
        yield _WORDS[name], _names(then), _names(now)
    elif name in {"office", "rules"}:
        old, new = getattr(then, name), getattr(now, name)
        for one in fields(old):
            was, becomes = getattr(old, one.name), getattr(new, one.name)
            if was == becomes or one.name not in _PARTICULARS:
                continue
            if one.name == "emblem":  # its hash tells nobody anything
                yield _PARTICULARS[one.name], "", ""
            else:
                told = _particular(one.name, was), _particular(one.name, becomes)
                yield _PARTICULARS[one.name], *told


def _named(
    before: Mapping[str, str], after: Mapping[str, str], label: str
) -> Iterator[tuple[str, str, str]]:
    for key in [*after, *(one for one in before if one not in after)]:
        if before.get(key) != after.get(key):
            yield label + key, before.get(key, "tidak ada"), after.get(key, "tidak ada")


def _holders(ds: DataSet) -> dict[str, str]:
    """Return who holds each position, with everything a signature block prints."""
    found: dict[str, str] = {}
    for one in ds.officials:
        rank = f"{one.rank} ({one.grade})" if one.rank and one.grade else one.rank
        days = [long_date(day) for day in (one.start, one.end) if day]
        told = [one.acting, one.name, rank, one.nip and f"NIP {one.nip}", " s.d. ".join(days)]
        text = ", ".join(part for part in told if part)
        found[one.position] = f"{found[one.position]}; {text}" if one.position in found else text
    return found


def _names(ds: DataSet) -> str:
    return "; ".join(one.name for one in ds.receivers) or "kosong"


def _quoted(value: object) -> str:
    if value is None or value == "":
        return "kosong"
    if isinstance(value, Decimal):
        return plain_number(value)
    return f"“{_short(str(value))}”"


def _particular(name: str, value: Any) -> str:
    if name == "scale":
        return "; ".join(f"{plain_number(bound)} {category}" for bound, category in value)
    if name in {"upright", "across"}:
        return str(value or "seperti templat")
    return _quoted(value)


def _indicator_changes(
    then: DataSet, now: DataSet, unlike: Collection[str] | None
) -> Iterator[Change]:
    before = {one.code: one for one in indicators(then)}
    after = {one.code: one for one in indicators(now)}
    for code, one in after.items():
        if unlike is not None and code not in unlike:
            continue
        if code not in before:
            yield Change("plan", one.unit, code, f"Indikator {code}", "tidak ada", "ada")
        elif before[code] != one:
            yield from _changes_of(before[code], one, now.quarter)
    for code, one in before.items():
        if code not in after:
            yield Change("plan", one.unit, code, f"Indikator {code}", "ada", "tidak ada")


def _changes_of(old: Indicator, new: Indicator, quarter: int) -> Iterator[Change]:
    for name in (*_PLANNED, *_REPORTED):
        if name in {"parts", "unit"} or getattr(old, name) == getattr(new, name):
            continue
        for label, was, becomes, number in _differences(name, old, new, quarter):
            kind: Slice = "report" if name in _REPORTED else "plan"
            path = (new.code, _FIELDS[name], number) if name in _FIELDS else None
            yield Change(kind, new.unit, new.code, label, was, becomes, path)
    if old.unit != new.unit:
        for owner in (old.unit, new.unit):
            label = f"{_WORDS['unit']} {new.code}"
            yield Change("plan", owner, new.code, label, old.unit, new.unit)
    if old.parts != new.parts:
        yield from _part_changes(old, new, quarter)


def _differences(
    name: str, old: Indicator, new: Indicator, quarter: int
) -> Iterator[tuple[str, str, str, int]]:
    was, becomes = getattr(old, name), getattr(new, name)
    if name in {"targets", "realizations"}:
        empty = "belum dilaporkan" if name == "realizations" else "kosong"
        for number, (before, after) in enumerate(zip(was, becomes, strict=True), 1):
            if before != after:
                label = f"{_WORDS[name]} {new.code}{_of(number, quarter)}"
                yield label, _figure(before, old, empty), _figure(after, new, empty), number
    else:
        yield f"{_WORDS[name]} {new.code}", _told(was, old), _told(becomes, new), 0


def _part_changes(old: Indicator, new: Indicator, quarter: int) -> Iterator[Change]:
    none = (None, None, None, None)
    pairs = zip(old.parts or none, new.parts or none, strict=True)
    for number, (before, after) in enumerate(pairs, 1):
        if before != after:
            label = f"{_WORDS['parts']} {new.code}{_of(number, quarter)}"
            path = (new.code, "pembilang", number)
            yield Change("report", new.unit, new.code, label, _parts(before), _parts(after), path)


def _budget_changes(then: DataSet, now: DataSet) -> Iterator[Change]:
    if then.programmes == now.programmes:
        return
    before, after = _lines(then), _lines(now)
    for code in [*after, *(one for one in before if one not in after)]:
        old, new = before.get(code), after.get(code)
        if old is None or new is None:
            was, becomes = ("tidak ada", "ada") if old is None else ("ada", "tidak ada")
            yield Change("budget", None, code, f"Baris anggaran {code}", was, becomes)
            continue
        if old.ceiling != new.ceiling:
            was, becomes = amount(old.ceiling), amount(new.ceiling)
            path = (code, "pagu", 0)
            yield Change("budget", None, code, f"Pagu {code}", was, becomes, path)
        for number, (spent, spends) in enumerate(
            zip(old.realizations, new.realizations, strict=True), 1
        ):
            if spent != spends:
                label = f"Realisasi anggaran {code}{_of(number, now.quarter)}"
                path = (code, "realisasi_anggaran", number)
                yield Change("budget", None, code, label, _money(spent), _money(spends), path)
    if all(before.get(code) == line for code, line in after.items()) and len(before) == len(after):
        yield Change("budget", None, "anggaran", "Susunan anggaran", "", "")


def _lines(ds: DataSet) -> dict[str, SubActivity]:
    return {sub.code: sub for sub in sub_activities(ds)}


def _of(number: int, quarter: int) -> str:
    return "" if number == quarter else f" TW {roman(number)}"


def _figure(number: Decimal | None, indicator: Indicator, empty: str) -> str:
    return empty if number is None else decimal_text(number, indicator.decimals)


def _parts(parts: tuple[Decimal, Decimal] | None) -> str:
    return "kosong" if parts is None else f"{plain_number(parts[0])}/{plain_number(parts[1])}"


def _money(value: int | None) -> str:
    return "belum dilaporkan" if value is None else amount(value)


def _told(value: object, indicator: Indicator) -> str:
    if value is None or value in ((), ""):
        return "kosong"
    if isinstance(value, Decimal):
        return decimal_text(value, indicator.decimals)
    if isinstance(value, date):
        return long_date(value)
    if isinstance(value, PreviousFollowUp):
        return f"“{value.status}”"
    text = "; ".join(map(str, value)) if isinstance(value, tuple) else str(value)
    return _CHOICES.get(text) or f"“{_short(text)}”"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"
