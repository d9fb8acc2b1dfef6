"""JSON in the shape of samples/mentebah-2026.json becomes a data set, or every problem at once."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Literal

from service.dataset import consistency
from service.dataset.indicators import objective
from service.dataset.model import (
    Activity,
    DataSet,
    Margins,
    Money,
    Office,
    Official,
    Programme,
    Receiver,
    Reference,
    Rules,
    Rupiah,
    SubActivity,
    Unit,
)
from service.dataset.reading import Node, Reader, T, shortened

DEFAULT_SCALE: tuple[tuple[Decimal, str], ...] = (
    (Decimal(91), "Sangat Tinggi"),
    (Decimal(76), "Tinggi"),
    (Decimal(66), "Sedang"),
    (Decimal(51), "Rendah"),
    (Decimal(0), "Sangat Rendah"),
)
"""Lower bounds of Permendagri 86/2017 as offices apply them (90,99 is Tinggi)."""

ZONES = ("Asia/Jakarta", "Asia/Pontianak", "Asia/Makassar", "Asia/Jayapura")
ACTING = ("Plt.", "Plh.", "Pj.", "a.n.")
"""How an acting official is written before his office; none of them is its holder."""

MONEY: tuple[Money, ...] = ("Rp1.000", "Rp1.000,00", "Rp 1.000", "Rp. 1.000,-")
PAPERS: tuple[Literal["F4", "A4"], ...] = ("F4", "A4")
LEAST_MARGIN, MOST_MARGIN = 10, 40  # mm: a printer's edge, and what tables can still stand


def _same(path: str) -> str:
    return path


def _unnamed(_: str) -> str:
    return ""


def parse(
    data: object,
    place: Callable[[str], str] = _same,
    label: Callable[[str], str] = _unnamed,
) -> DataSet:
    """Read one office's year from plain JSON values.

    `place` turns a path ("sasaran[0].indikator[1].target_tw[2]") into what the person sees,
    `label` into what the person calls the field there, where the place does not say it.
    Derived keys (hasil_*, ringkasan_*, realisasi_sd_tw*, penyerapan, sums above the
    sub-kegiatan) and gloss_en are passed over. Where numerator and denominator stand, the
    percentage is computed from them. Raises Invalid("dataset_invalid") with every problem.
    """
    reader = Reader(place, label)
    found = _data_set(reader.node(data, ""))
    consistency.check(found, reader)
    if reader.problems:
        raise reader.refusal()
    return found


def _data_set(root: Node) -> DataSet:
    found = DataSet(
        year=root.whole("tahun", 2000, 2100),
        quarter=root.whole("triwulan", 1, 4),
        rules=_rules(root),
        office=_office(root.node("instansi")),
        villages=root.names("desa"),
        officials=tuple(_official(node) for node in root.nodes("pejabat")),
        units=tuple(_unit(node) for node in root.nodes("unit", least=1)),
        objectives=tuple(objective(node) for node in root.nodes("sasaran", least=1)),
        programmes=tuple(_programme(node) for node in root.nodes("program")),
        receivers=tuple(_receiver(node) for node in root.nodes("instansi_penerima")),
        references=tuple(_reference(node) for node in root.nodes("dokumen_rujukan")),
        note=root.optional("catatan"),
        document_numbers=_document_numbers(root),
    )
    root.close()
    return found


def _rules(root: Node) -> Rules:
    node = root.node("aturan_hitung")
    words = node.name("polaritas_turun").replace(":", " ").split()
    variant = words[0] if words else "selisih"
    if variant not in ("selisih", "rasio"):
        path = node.at("polaritas_turun")
        node.reader.wrong("dataset_not_a_choice", path, expected="selisih, rasio", found=variant)
    scale = _scale(node)
    cap = node.decimal("plafon")
    node.close("pembulatan", "target_nol_turun")
    return Rules("rasio" if variant == "rasio" else "selisih", cap, scale)


def _scale(node: Node) -> tuple[tuple[Decimal, str], ...]:
    path = node.at("skala")
    rows = node.reader.items(node.take("skala"), path)
    if not rows:
        return DEFAULT_SCALE
    scale = []
    for index, row in enumerate(rows):
        here = f"{path}[{index}]"
        pair = node.reader.items(row, here)
        bound = node.reader.decimal(pair[0], f"{here}[0]") if len(pair) == 2 else None
        category = node.reader.text(pair[1], f"{here}[1]") if len(pair) == 2 else ""
        if bound is not None and category:
            scale.append((bound, category))
        elif node.reader.sound(here):
            node.reader.wrong("dataset_scale_row", here, expected='[91, "Sangat Tinggi"]')
    return tuple(scale)


def _office(node: Node) -> Office:
    office = Office(
        government=node.name("pemerintah"),
        name=node.name("nama"),
        region_code=node.text("kode_wilayah_kemendagri"),
        function_code=node.text("kode_urusan"),
        time_zone=node.choice("zona_waktu", ZONES),
        place=node.name("tempat_surat"),
        address=node.text("alamat"),
        phone=node.text("telepon"),
        postcode=node.text("kode_pos"),
        website=node.text("laman"),
        email=node.text("pos_el"),
        paper=_chosen(node, "kertas", PAPERS),
        upright=_margins(node, "margin_tegak"),
        across=_margins(node, "margin_mendatar"),
        money=_chosen(node, "rupiah", MONEY),
        emblem=_emblem(node),
    )
    node.close()
    return office


def _chosen(node: Node, key: str, allowed: tuple[T, ...]) -> T:
    """Return one of `allowed`, the first when nothing is said."""
    node.take(key)
    return node.choice(key, allowed) if node.has(key) else allowed[0]


def _margins(node: Node, key: str) -> Margins | None:
    value = node.take(key)
    if value is None:
        return None
    told = node.reader.node(value, node.at(key))
    top, bottom, left, right = (
        told.whole(side, LEAST_MARGIN, MOST_MARGIN) for side in ("atas", "bawah", "kiri", "kanan")
    )
    told.close()
    return Margins(top, bottom, left, right)


def _emblem(node: Node) -> str | None:
    told = node.optional("lambang")
    if told is not None and not re.fullmatch(r"[0-9a-f]{64}", told):
        node.reader.wrong("dataset_bad_emblem", node.at("lambang"), expected="SHA-256", found=told)
    return told


def _official(node: Node) -> Official:
    nip = node.optional("nip")
    found = Official(
        position=node.name("jabatan"),
        name=node.name("nama"),
        rank=node.optional("pangkat"),
        grade=node.optional("golongan"),
        nip="".join(nip.split()) if nip else None,
        role=node.name("peran"),
        unit=node.optional("unit"),
        acting=node.choice("sebagai", ACTING) if node.optional("sebagai") else None,
        start=node.date("mulai"),
        end=node.date("sampai"),
    )
    node.close()
    return found


def _unit(node: Node) -> Unit:
    found = Unit(node.name("kode"), node.name("nama"))
    node.close()
    return found


def _programme(node: Node) -> Programme:
    found = Programme(
        code=node.name("kode"),
        name=node.name("nama"),
        objectives=node.names("sasaran"),
        activities=tuple(_activity(entry) for entry in node.nodes("kegiatan")),
    )
    node.close("pagu", "realisasi_tw")
    return found


def _activity(node: Node) -> Activity:
    found = Activity(
        code=node.name("kode"),
        name=node.name("nama"),
        subs=tuple(_sub(entry) for entry in node.nodes("sub")),
    )
    node.close("pagu", "realisasi_tw")
    return found


def _sub(node: Node) -> SubActivity:
    found = SubActivity(
        code=node.name("kode"),
        name=node.name("nama"),
        indicator=node.optional("indikator"),
        measure=node.optional("satuan"),
        target=node.decimal("target"),
        ceiling=node.whole("pagu"),
        realizations=_rupiah(node),
    )
    node.close()
    return found


def _rupiah(node: Node) -> Rupiah:
    path = node.at("realisasi_tw")
    values = node.reader.quarters(node.take("realisasi_tw"), path)
    first, second, third, fourth = (
        node.reader.whole(value, f"{path}[{index}]") for index, value in enumerate(values)
    )
    return (first, second, third, fourth)


def _receiver(node: Node) -> Receiver:
    found = Receiver(node.name("nama"), node.optional("melalui"), node.optional("tempat"))
    node.close()
    return found


def _reference(node: Node) -> Reference:
    found = Reference(
        kind=node.name("jenis"),
        title=node.name("judul"),
        number=node.optional("nomor"),
        date=node.date("tanggal"),
    )
    node.close()
    return found


def _document_numbers(root: Node) -> tuple[tuple[str, str], ...]:
    if not root.has("nomor_dokumen"):
        root.take("nomor_dokumen")
        return ()
    value = root.take("nomor_dokumen")
    path = root.at("nomor_dokumen")
    if not isinstance(value, dict):
        root.reader.wrong("dataset_not_an_object", path, expected="{ … }", found=value)
        return ()
    texts = (
        (root.reader.text(key, path), root.reader.text(text, f"{path}.{shortened(key)}"))
        for key, text in ((str(key), text) for key, text in value.items())
    )
    return tuple((key, text) for key, text in texts if key and text)
