"""Between the data set's JSON shape and the flat rows of the form."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

QUARTERS = (1, 2, 3, 4)
TARGETS = ("target_tahunan", *(f"target_tw.{q}" for q in QUARTERS))

_INDICATOR = (
    "kode", "uraian", "satuan", "desimal", "polaritas", "akumulasi", "target_tahunan",
    "formulasi", "sumber_data", "penanggung_jawab", "unit", "sumber_target", "target_rujukan",
)  # fmt: skip
_NARRATIVE = ("faktor_pendorong", "faktor_penghambat", "tindak_lanjut", "tindak_lanjut_batas_waktu")
_PREVIOUS = ("triwulan", "uraian", "status", "keterangan")
_SUB = ("kode", "nama", "indikator", "satuan", "target", "pagu")
_LISTS = {"pejabat": "pejabat", "unit": "unit", "penerima": "instansi_penerima",
          "rujukan": "dokumen_rujukan"}  # fmt: skip

Record = dict[str, Any]


@dataclass(frozen=True)
class Row:
    """One row of a table as read: values by column id, and the cell each stands in."""

    values: Mapping[str, Any]
    cells: Mapping[str, str] = field(default_factory=dict)
    place: str = ""

    def get(self, key: str) -> Any:
        """Return the value of column `key`; None where the file has none."""
        return self.values.get(key)


@dataclass
class Places:
    """Where each part of the JSON shape stands in the file."""

    known: dict[str, str] = field(default_factory=dict)

    def put(self, path: str, row: Row, key: str) -> None:
        """Remember that `path` stands in the cell of column `key` of `row`."""
        self.known[path] = row.cells.get(key) or row.place

    def __call__(self, path: str) -> str:
        """Return the cell of `path`, or of the nearest thing around it; else the path itself."""
        around = path
        while around:
            if around in self.known:
                return self.known[around]
            around = re.sub(r"(\.[^.\[\]]+|\[\d+\]|^[^.\[\]]+)$", "", around)
        return path


def records_of(raw: Mapping[str, Any], fields: Iterable[str]) -> dict[str, list[Record]]:
    """Return the rows of every table for the JSON shape `raw`; `fields` are the office's paths."""
    quarter = raw["triwulan"]
    indicators = [(s, i) for s in raw["sasaran"] for i in s["indikator"]]
    return {
        "kantor": [{path: _get(raw, path) for path in fields}],
        "skala": [{"0": s[0], "1": s[1]} for s in raw["aturan_hitung"]["skala"]],
        "desa": [{"nama": name} for name in raw["desa"]],
        "nomor": [{"kode": k, "nomor": v} for k, v in (raw.get("nomor_dokumen") or {}).items()],
        "indikator": [r for s in raw["sasaran"] for r in _objective_records(s)],
        "realisasi": [_realization_record(i, quarter) for _, i in indicators],
        "narasi": [_narrative_record(i) for _, i in indicators],
        "anggaran": [r for p in raw["program"] for r in _programme_records(p)],
        **{table: [dict(entry) for entry in raw[key]] for table, key in _LISTS.items()},
    }


def _get(raw: Mapping[str, Any], path: str) -> Any:
    found: Any = raw
    for part in path.split("."):
        found = found.get(part) if found is not None else None
    return found


def _objective_records(objective: Mapping[str, Any]) -> Iterator[Record]:
    head = {"sasaran_kode": objective["kode"], "sasaran_uraian": objective["uraian"]}
    if not objective["indikator"]:
        yield head
    for i in objective["indikator"]:
        labels = i.get("label_xy") or (None, None)
        yield (
            head
            | {key: i[key] for key in _INDICATOR}
            | {
                "xy": i["xy_tw"] is not None,
                "label_x": labels[0],
                "label_y": labels[1],
                **{f"target_tw.{q}": i["target_tw"][q - 1] for q in QUARTERS},
            }
        )
        head = {"sasaran_kode": objective["kode"], "sasaran_uraian": None}


def _realization_record(indicator: Mapping[str, Any], quarter: int) -> Record:
    record: Record = {
        key: indicator[key] for key in ("kode", "uraian", "satuan", "desimal", "unit")
    }
    record |= {
        "target_tahunan": indicator["target_tahunan"],
        "target_kini": indicator["target_tw"][quarter - 1],
        "bukti_dukung": indicator.get("bukti_dukung") or [],
        "xy": indicator["xy_tw"] is not None,
    }
    for q in QUARTERS:
        pair = (indicator["xy_tw"] or [None] * 4)[q - 1] or (None, None)
        record[f"x.{q}"], record[f"y.{q}"] = pair
        record[f"realisasi_tw.{q}"] = indicator["realisasi_tw"][q - 1]
    return record


def _narrative_record(indicator: Mapping[str, Any]) -> Record:
    record: Record = {key: indicator[key] for key in ("kode", "uraian", "unit")}
    record |= {key: indicator.get(key) for key in _NARRATIVE}
    before = indicator.get("tindak_lanjut_sebelumnya") or {}
    return record | {f"sebelumnya_{key}": before.get(key) for key in _PREVIOUS}


def _programme_records(programme: Mapping[str, Any]) -> Iterator[Record]:
    yield {
        "kode": programme["kode"], "nama": programme["nama"], "tingkat": "program",
        "sasaran": "; ".join(programme["sasaran"]),
    }  # fmt: skip
    for activity in programme["kegiatan"]:
        yield {"kode": activity["kode"], "nama": activity["nama"], "tingkat": "kegiatan"}
        for sub in activity["sub"]:
            spent = {f"realisasi_tw.{q}": sub["realisasi_tw"][q - 1] for q in QUARTERS}
            yield {key: sub[key] for key in _SUB} | {"tingkat": "sub"} | spent


def put_list(raw: Record, places: Places, table: str, rows: Iterable[Row]) -> None:
    """Put the plain lists (officials, units, receivers, references) into `raw`."""
    key = _LISTS[table]
    raw[key] = []
    for n, row in enumerate(rows):
        raw[key].append(dict(row.values))
        for column in row.values:
            places.put(f"{key}[{n}].{column}", row, column)
        places.put(f"{key}[{n}]", row, "")


def put_fields(raw: Record, places: Places, row: Row) -> None:
    """Put the office's fields, whose keys are paths, into `raw`."""
    for path, value in row.values.items():
        target = raw
        *around, last = path.split(".")
        for part in around:
            target = target.setdefault(part, {})
        target[last] = value
        places.put(path, row, path)


def put_small(raw: Record, places: Places, tables: Mapping[str, list[Row]]) -> None:
    """Put the scale, the villages and the document numbers into `raw`."""
    raw["aturan_hitung"]["skala"] = [[r.get("0"), r.get("1")] for r in tables["skala"]]
    raw["desa"] = [r.get("nama") for r in tables["desa"]]
    raw["nomor_dokumen"] = {r.get("kode"): r.get("nomor") for r in tables["nomor"]}
    for n, row in enumerate(tables["skala"]):
        places.put(f"aturan_hitung.skala[{n}]", row, "0")
        places.put(f"aturan_hitung.skala[{n}][1]", row, "1")
    for n, row in enumerate(tables["desa"]):
        places.put(f"desa[{n}]", row, "nama")
    for row in tables["nomor"]:
        places.put(f"nomor_dokumen.{row.get('kode')}", row, "nomor")


def put_objectives(raw: Record, places: Places, rows: Iterable[Row]) -> None:
    """Put objectives and their indicators into `raw`, in the order they first appear."""
    objectives: dict[Any, int] = {}
    raw["sasaran"] = []
    for row in rows:
        code = row.get("sasaran_kode")
        if code not in objectives:
            objectives[code] = len(raw["sasaran"])
            raw["sasaran"].append({"kode": code, "uraian": None, "indikator": []})
        n = objectives[code]
        objective = raw["sasaran"][n]
        if row.get("sasaran_uraian") is not None and objective["uraian"] is None:
            objective["uraian"] = row.get("sasaran_uraian")
            places.put(f"sasaran[{n}].uraian", row, "sasaran_uraian")
        places.known.setdefault(f"sasaran[{n}].kode", row.cells.get("sasaran_kode", row.place))
        places.known.setdefault(f"sasaran[{n}].uraian", row.cells.get("sasaran_uraian", row.place))
        if any(row.get(key) is not None for key in _INDICATOR):
            path = f"sasaran[{n}].indikator[{len(objective['indikator'])}]"
            objective["indikator"].append(_indicator(row, places, path))


def _indicator(row: Row, places: Places, path: str) -> Record:
    for key in _INDICATOR:
        places.put(f"{path}.{key}", row, key)
    for q in QUARTERS:
        places.put(f"{path}.target_tw[{q - 1}]", row, f"target_tw.{q}")
    places.put(path, row, "kode")
    places.put(f"{path}.xy_tw", row, "xy")
    labels = [row.get("label_x"), row.get("label_y")]
    places.put(f"{path}.label_xy", row, "label_x" if labels[0] is None else "label_y")
    return {key: row.get(key) for key in _INDICATOR} | {
        "target_tw": [row.get(f"target_tw.{q}") for q in QUARTERS],
        "realisasi_tw": [None] * 4,
        "xy_tw": [None] * 4 if row.get("xy") else None,
        "label_xy": None if labels == [None, None] else labels,
    }


def put_realization(indicator: Record, places: Places, path: str, row: Row) -> None:
    """Put what one row of Realisasi holds into `indicator`, which stands at `path`."""
    for q in QUARTERS:
        if f"realisasi_tw.{q}" in row.values:
            indicator["realisasi_tw"][q - 1] = row.get(f"realisasi_tw.{q}")
            places.put(f"{path}.realisasi_tw[{q - 1}]", row, f"realisasi_tw.{q}")
        if f"x.{q}" in row.values and indicator["xy_tw"] is not None:
            pair = [row.get(f"x.{q}"), row.get(f"y.{q}")]
            indicator["xy_tw"][q - 1] = None if pair == [None, None] else pair
            places.put(f"{path}.xy_tw[{q - 1}]", row, f"x.{q}" if pair[0] is None else f"y.{q}")
            places.put(f"{path}.xy_tw[{q - 1}][0]", row, f"x.{q}")
            places.put(f"{path}.xy_tw[{q - 1}][1]", row, f"y.{q}")
    indicator["bukti_dukung"] = row.get("bukti_dukung") or []
    places.put(f"{path}.bukti_dukung", row, "bukti_dukung")


def put_narrative(indicator: Record, places: Places, path: str, row: Row) -> None:
    """Put what one row of Narasi holds into `indicator`, which stands at `path`."""
    for key in _NARRATIVE:
        indicator[key] = row.get(key)
        places.put(f"{path}.{key}", row, key)
    before = {key: row.get(f"sebelumnya_{key}") for key in _PREVIOUS}
    known = any(value is not None for value in before.values())
    indicator["tindak_lanjut_sebelumnya"] = before if known else None
    for key in _PREVIOUS:
        places.put(f"{path}.tindak_lanjut_sebelumnya.{key}", row, f"sebelumnya_{key}")
    places.put(f"{path}.tindak_lanjut_sebelumnya", row, "sebelumnya_uraian")
