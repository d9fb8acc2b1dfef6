"""A data set becomes JSON in the shape of samples/mentebah-2026.json, without derived keys."""

from datetime import date
from decimal import Decimal
from typing import Any

from service.dataset.model import (
    Activity,
    DataSet,
    Indicator,
    Margins,
    Objective,
    Office,
    Official,
    Programme,
    Rules,
    SubActivity,
)
from service.dataset.parsing import MONEY


def to_json(ds: DataSet) -> dict[str, Any]:
    """Return plain JSON values; `parse(to_json(ds)) == ds`. Decimals are text with a point."""
    return {
        "aturan_hitung": _rules(ds.rules),
        "catatan": ds.note,
        "tahun": ds.year,
        "triwulan": ds.quarter,
        "instansi": _office(ds.office),
        "desa": list(ds.villages),
        "pejabat": [_official(person) for person in ds.officials],
        "unit": [{"kode": unit.code, "nama": unit.name} for unit in ds.units],
        "sasaran": [_objective(objective) for objective in ds.objectives],
        "program": [_programme(programme) for programme in ds.programmes],
        "instansi_penerima": [
            {"nama": receiver.name, "melalui": receiver.via, "tempat": receiver.place}
            for receiver in ds.receivers
        ],
        "dokumen_rujukan": [
            {
                "jenis": reference.kind,
                "judul": reference.title,
                "nomor": reference.number,
                "tanggal": _date(reference.date),
            }
            for reference in ds.references
        ],
        "nomor_dokumen": dict(ds.document_numbers),
    }


def _rules(rules: Rules) -> dict[str, Any]:
    return {
        "polaritas_turun": rules.lower_is_better,
        "plafon": None if rules.cap is None else _count(rules.cap),
        "skala": [[_count(bound), category] for bound, category in rules.scale],
    }


def _office(office: Office) -> dict[str, Any]:
    return {
        "pemerintah": office.government,
        "nama": office.name,
        "kode_wilayah_kemendagri": office.region_code,
        "kode_urusan": office.function_code,
        "zona_waktu": office.time_zone,
        "tempat_surat": office.place,
        "alamat": office.address,
        "telepon": office.phone,
        "kode_pos": office.postcode,
        "laman": office.website,
        "pos_el": office.email,
        "kertas": office.paper,
        **_printing(office),
    }


def _printing(office: Office) -> dict[str, Any]:
    """Return how documents are printed, as far as the office says so itself."""
    told = {
        "margin_tegak": _margins(office.upright),
        "margin_mendatar": _margins(office.across),
        "rupiah": None if office.money == MONEY[0] else office.money,
        "lambang": office.emblem,
    }
    return {key: value for key, value in told.items() if value is not None}


def _margins(margins: Margins | None) -> dict[str, int] | None:
    if margins is None:
        return None
    sides = margins.top, margins.bottom, margins.left, margins.right
    return dict(zip(("atas", "bawah", "kiri", "kanan"), sides, strict=True))


def _official(person: Official) -> dict[str, Any]:
    return {
        "jabatan": person.position,
        "nama": person.name,
        "pangkat": person.rank,
        "golongan": person.grade,
        "nip": person.nip,
        "peran": person.role,
        "unit": person.unit,
        "sebagai": person.acting,
        "mulai": _date(person.start),
        "sampai": _date(person.end),
    }


def _objective(objective: Objective) -> dict[str, Any]:
    return {
        "kode": objective.code,
        "uraian": objective.text,
        "indikator": [_indicator(indicator) for indicator in objective.indicators],
    }


def _indicator(indicator: Indicator) -> dict[str, Any]:
    return {
        "kode": indicator.code,
        "uraian": indicator.text,
        "satuan": indicator.measure,
        "polaritas": indicator.polarity,
        "akumulasi": indicator.accumulation,
        "target_tahunan": _decimal(indicator.target_year),
        "target_tw": [_decimal(value) for value in indicator.targets],
        "sumber_target": indicator.target_source,
        "target_rujukan": _decimal(indicator.target_reference),
        "realisasi_tw": [_decimal(value) for value in indicator.realizations],
        "xy_tw": _parts(indicator),
        "label_xy": None if indicator.part_labels is None else list(indicator.part_labels),
        "formulasi": indicator.formula,
        "sumber_data": indicator.source,
        "penanggung_jawab": indicator.responsible,
        "faktor_pendorong": indicator.drivers,
        "faktor_penghambat": indicator.obstacles,
        "tindak_lanjut": indicator.follow_up,
        "desimal": indicator.decimals,
        "unit": indicator.unit,
        "bukti_dukung": list(indicator.evidence),
        "tindak_lanjut_batas_waktu": _date(indicator.follow_up_due),
        "tindak_lanjut_sebelumnya": _previous_follow_up(indicator),
    }


def _parts(indicator: Indicator) -> list[list[Any] | None] | None:
    if indicator.parts is None:
        return None
    return [
        None if pair is None else [_count(pair[0]), _count(pair[1])] for pair in indicator.parts
    ]


def _previous_follow_up(indicator: Indicator) -> dict[str, Any] | None:
    promised = indicator.previous_follow_up
    if promised is None:
        return None
    return {
        "triwulan": promised.quarter,
        "uraian": promised.text,
        "status": promised.status,
        "keterangan": promised.note,
    }


def _programme(programme: Programme) -> dict[str, Any]:
    return {
        "kode": programme.code,
        "nama": programme.name,
        "sasaran": list(programme.objectives),
        "kegiatan": [_activity(activity) for activity in programme.activities],
    }


def _activity(activity: Activity) -> dict[str, Any]:
    return {
        "kode": activity.code,
        "nama": activity.name,
        "sub": [_sub(sub) for sub in activity.subs],
    }


def _sub(sub: SubActivity) -> dict[str, Any]:
    return {
        "kode": sub.code,
        "nama": sub.name,
        "indikator": sub.indicator,
        "satuan": sub.measure,
        "target": None if sub.target is None else _count(sub.target),
        "pagu": sub.ceiling,
        "realisasi_tw": list(sub.realizations),
    }


def _decimal(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")


def _count(value: Decimal) -> int | str:
    return int(value) if value == value.to_integral_value() else format(value, "f")


def _date(value: date | None) -> str | None:
    return None if value is None else value.isoformat()
