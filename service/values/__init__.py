"""What every document of a case is filled with: one dictionary, in Bahasa Indonesia.

The names, kinds and examples stand in fields.yaml (see `fields`), the words in sentences.yaml.
Figures are formatted texts ("1.234,50"; "-" without a value). `bagian` holds the share of the unit
a document is made for, in the shape of each `semua_bagian`; the whole office's without one.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from service import yaml_text
from service.dataset import DataSet, for_quarter
from service.errors import NotFound
from service.indonesian import listed, long_date, months, months_to_date, percent_text, roman
from service.measurement import Measurement, measure
from service.values.budget import budget_values, comparison
from service.values.figure import comparison_picture, quarters_picture
from service.values.letters import letter_values
from service.values.marks import Excused, excused_units, revision_text
from service.values.numbering import numbering
from service.values.objectives import (
    Check,
    Figures,
    evidence_list,
    objective_rows,
    previous_follow_ups,
    unit_values,
    whole_office,
)
from service.values.office import office_values
from service.values.previous import measured_before, sentence_before, summary_before
from service.values.signers import approver, office_signers
from service.values.wording import (
    achievement_notes,
    average_sentence,
    budget_sentence,
    category_text,
    counted_text,
    counts_sentence,
    missed_targets,
    quarters_sentence,
    sentence,
    words,
)

__all__ = [
    "Check",
    "Excused",
    "Field",
    "Particulars",
    "comparison_picture",
    "fields",
    "quarters_picture",
    "values_of",
]

COUNTS = (
    "tercapai",
    "belum_tercapai",
    "tidak_terukur",
    "belum_dilaporkan",
    "tidak_diukur",
    "tidak_dapat_dihitung",
)


@dataclass(frozen=True)
class Particulars:
    """What belongs to one document and not to the data: its state, number, dates and checks.

    `state` is the document's state ("terisi"), `dates` the day each state was reached,
    `return_by` when a handed-out form is due back, `emblem` a PNG (a placeholder otherwise),
    `draft` the mark of a draft such as "KONSEP", `revision` how often the approved document was
    opened again, `excused` the units it goes without. `states` are all states of the document's
    procedure, so that each has a date or dots, `signers` its roles by code with the words that
    stand for the office of a role nobody holds. `made_on` says who signs a document without a date.
    """

    state: str = ""
    number: str | None = None
    date: datetime.date | None = None
    checks: Mapping[str, Check] = field(default_factory=dict)
    dates: Mapping[str, datetime.date] = field(default_factory=dict)
    return_by: datetime.date | None = None
    emblem: bytes | None = None
    draft: str | None = None
    legal_bases: tuple[str, ...] = ()
    revision: int = 0
    excused: tuple[Excused, ...] = ()
    states: tuple[str, ...] = ()
    signers: Mapping[str, str] = field(default_factory=dict)
    made_on: datetime.date | None = None

    @property
    def signing_day(self) -> datetime.date | None:
        """Return the day by which it is decided who signs."""
        return self.date or self.made_on


@dataclass(frozen=True)
class Field:
    """A value a template may print: what it is called, what it is, and how it looks."""

    name: str
    kind: str
    example: str = ""
    note: str = ""


@cache
def fields() -> dict[str, tuple[Field, ...]]:
    """Return every value a template may print, by the titles of their groups."""
    source = files("service.values").joinpath("fields.yaml").read_text("utf-8")
    return {
        group["title"]: tuple(Field(**entry) for entry in group["values"])
        for group in yaml_text.read(source)
    }


def values_of(
    ds: DataSet, quarter: int, *, unit: str | None = None, particulars: Particulars
) -> dict[str, Any]:
    """Return everything a document may print, the same for every template of a case.

    `unit` is the code of the unit a per-unit document is made for; without it `bagian` holds the
    whole office. Raises NotFound for a unit without indicators.
    """
    if quarter != ds.quarter:  # narratives and evidence tell of the data set's own quarter
        ds = for_quarter(ds, ds.year, quarter)
    measurement = measure(ds, quarter)
    before = measured_before(ds, quarter)
    figures = Figures(ds, quarter, measurement, particulars.checks, particulars.signing_day, before)
    rows = objective_rows(figures)
    units = unit_values(figures)
    share = whole_office(figures, rows) if unit is None else _unit_of(units, unit)
    budget = budget_values(ds, quarter, measurement)
    return {
        **_period(ds, quarter),
        **_particulars(ds, particulars),
        "perbaikan": revision_text(particulars.revision),
        "unit_dilewati": excused_units(ds, quarter, particulars.excused),
        "surat": letter_values(ds),
        "instansi": office_values(ds, particulars.emblem),
        "penanda_tangan": office_signers(ds, particulars.signing_day, particulars.signers),
        "jumlah_indikator": str(len(measurement.indicators)),
        "sasaran": rows,
        "bagian": share,
        "semua_bagian": units,
        "anggaran": budget,
        "perbandingan": comparison(ds, quarter, measurement),
        **_texts(ds, quarter, measurement, before, particulars),
        **_lists(ds, rows),
        "dasar_hukum": list(particulars.legal_bases),
        **numbering(len(units), has_budget=budget["ada"], has_previous=before is not None),
    }


def _unit_of(units: list[dict[str, Any]], code: str) -> dict[str, Any]:
    for unit in units:
        if unit["kode"] == code:
            return unit
    raise NotFound("document_unit_unknown", unit=code)


def _period(ds: DataSet, quarter: int) -> dict[str, Any]:
    before, after = (quarter - 2) % 4 + 1, quarter % 4 + 1
    return {
        "tahun": str(ds.year),
        "triwulan": roman(quarter),
        "bulan": months(quarter),
        "bulan_sd": months_to_date(quarter),
        "triwulan_sebelumnya": roman(before),
        "tahun_triwulan_sebelumnya": str(ds.year - (quarter == 1)),
        "triwulan_berikutnya": roman(after),
        "tahun_triwulan_berikutnya": str(ds.year + (quarter == 4)),
        "akhir_tahun": quarter == 4,
    }


def _particulars(ds: DataSet, particulars: Particulars) -> dict[str, Any]:
    text = words()
    day = long_date(particulars.date)
    return {
        "status": particulars.state,
        "konsep": particulars.draft or "",
        "nomor": particulars.number or text["number_pattern"].format(tahun=ds.year),
        "tanggal": day,
        "tempat_tanggal": f"{ds.office.place}, {day}",
        "batas_kembali": long_date(particulars.return_by),
        "tanggal_status": {
            state: long_date(particulars.dates.get(state))
            for state in (*text["states"], *particulars.states)
        },
    }


def _texts(
    ds: DataSet,
    quarter: int,
    measurement: Measurement,
    before: Measurement | None,
    particulars: Particulars,
) -> dict[str, Any]:
    notes = words()["notes"]
    summary, total = measurement.summary, measurement.budget_total
    return {
        "ringkasan": {
            "rata_rata": percent_text(summary.average),
            "kategori": category_text(summary),
            "jumlah_teks": counted_text(summary),
            **{name: str(getattr(summary, name)) for name in COUNTS},
            "daftar_belum_tercapai": missed_targets(measurement),
            **summary_before(before, measurement),
        },
        "kalimat": {
            "ringkasan": counts_sentence(measurement),
            "rata_rata": average_sentence("average", summary),
            "anggaran": budget_sentence(quarter, total, ds.office) if total else "",
            "perbandingan_triwulan": sentence_before(before, measurement),
            "triwulan": quarters_sentence(measurement),
            "perbandingan": sentence("comparison_year" if quarter == 4 else "comparison"),
            "persetujuan": sentence(
                "approved",
                oleh=approver(ds, particulars.dates.get("disetujui", particulars.signing_day)),
                tanggal=long_date(particulars.dates.get("disetujui")),
            ),
        },
        "catatan": {
            "kinerja": achievement_notes(ds, measurement),
            "data": [note.format(triwulan=roman(quarter)) for note in notes["data"]],
            "pengisian": list(notes["form"]),
        },
    }


def _lists(ds: DataSet, rows: list[dict[str, Any]]) -> dict[str, Any]:
    titles = [reference.title for reference in ds.references]
    return {
        "rujukan": titles,
        "rujukan_teks": listed(titles) or words()["references"],
        "penerima": [
            {
                "nomor": str(number),
                "nama": receiver.name,
                "melalui": receiver.via or "-",
                "tempat": receiver.place or "-",
            }
            for number, receiver in enumerate(ds.receivers, 1)
        ],
        "bukti": evidence_list(rows),
        "tindak_lanjut_sebelumnya": previous_follow_ups(ds),
    }
