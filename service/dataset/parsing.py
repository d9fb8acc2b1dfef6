"""JSON in the shape of samples/mentebah-2026.json becomes a data set, or every problem at once."""

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal

from service.dataset import consistency
from service.dataset.model import (
    Accumulation,
    Activity,
    DataSet,
    Indicator,
    Objective,
    Office,
    Official,
    Parts,
    Polarity,
    PreviousFollowUp,
    Programme,
    Quarters,
    Receiver,
    Reference,
    Rules,
    Rupiah,
    SubActivity,
    Unit,
)
from service.dataset.reading import Node, Reader, shortened

DEFAULT_SCALE: tuple[tuple[Decimal, str], ...] = (
    (Decimal(91), "Sangat Tinggi"),
    (Decimal(76), "Tinggi"),
    (Decimal(66), "Sedang"),
    (Decimal(51), "Rendah"),
    (Decimal(0), "Sangat Rendah"),
)
"""Lower bounds of Permendagri 86/2017 as offices apply them (90,99 is Tinggi)."""

_POLARITIES: tuple[Polarity, ...] = ("naik", "turun")
_ACCUMULATIONS: tuple[Accumulation, ...] = ("jumlah", "posisi_akhir", "rasio_kumulatif", "tahunan")
_ZONES = ("Asia/Jakarta", "Asia/Pontianak", "Asia/Makassar", "Asia/Jayapura")
_ACTING = ("Plt.", "Plh.", "a.n.")
_FOLLOW_UP_STATUSES = ("selesai", "proses", "belum")


def _same(path: str) -> str:
    return path


def parse(data: object, place: Callable[[str], str] = _same) -> DataSet:
    """Read one office's year from plain JSON values.

    `place` turns a path ("sasaran[0].indikator[1].target_tw[2]") into what the person sees.
    Derived keys (hasil_*, ringkasan_*, realisasi_sd_tw*, penyerapan, sums above the
    sub-kegiatan) and gloss_en are passed over. Where numerator and denominator stand, the
    percentage is computed from them. Raises Invalid("dataset_invalid") with every problem.
    """
    reader = Reader(place)
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
        objectives=tuple(_objective(node) for node in root.nodes("sasaran", least=1)),
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
        time_zone=node.choice("zona_waktu", _ZONES),
        place=node.name("tempat_surat"),
        address=node.text("alamat"),
        phone=node.text("telepon"),
        postcode=node.text("kode_pos"),
        website=node.text("laman"),
        email=node.text("pos_el"),
        paper=node.choice("kertas", ("F4", "A4")) if node.has("kertas") else "F4",
    )
    node.take("kertas")
    node.close()
    return office


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
        acting=node.choice("sebagai", _ACTING) if node.optional("sebagai") else None,
        start=node.date("mulai"),
        end=node.date("sampai"),
    )
    node.close()
    return found


def _unit(node: Node) -> Unit:
    found = Unit(node.name("kode"), node.name("nama"))
    node.close()
    return found


def _objective(node: Node) -> Objective:
    found = Objective(
        code=node.name("kode"),
        text=node.name("uraian"),
        indicators=tuple(_indicator(entry) for entry in node.nodes("indikator")),
    )
    node.close()
    return found


def _indicator(node: Node) -> Indicator:
    decimals = node.whole("desimal", 0, 4)
    parts = _parts(node)
    found = Indicator(
        code=node.name("kode"),
        text=node.name("uraian"),
        measure=node.name("satuan"),
        polarity=node.choice("polaritas", _POLARITIES),
        accumulation=node.choice("akumulasi", _ACCUMULATIONS),
        decimals=decimals,
        target_year=node.decimal("target_tahunan"),
        targets=_quarters(node, "target_tw"),
        realizations=_realizations(node, parts, decimals),
        parts=parts,
        formula=node.text("formulasi"),
        source=node.text("sumber_data"),
        responsible=node.text("penanggung_jawab"),
        unit=node.name("unit"),
        part_labels=_part_labels(node),
        drivers=node.optional("faktor_pendorong"),
        obstacles=node.optional("faktor_penghambat"),
        follow_up=node.optional("tindak_lanjut"),
        follow_up_due=node.date("tindak_lanjut_batas_waktu"),
        evidence=node.names("bukti_dukung"),
        previous_follow_up=_previous_follow_up(node),
    )
    node.close()
    return found


def _quarters(node: Node, key: str) -> Quarters:
    path = node.at(key)
    values = node.reader.quarters(node.take(key), path)
    first, second, third, fourth = (
        node.reader.decimal(value, f"{path}[{index}]") for index, value in enumerate(values)
    )
    return (first, second, third, fourth)


def _realizations(node: Node, parts: tuple[Parts | None, ...] | None, decimals: int) -> Quarters:
    """Read the realizations; X/Y wins over a typed percentage that agrees with it."""
    typed = _quarters(node, "realisasi_tw")
    if parts is None:
        return typed
    path = node.at("realisasi_tw")
    first, second, third, fourth = (
        value if pair is None else _share(node.reader, f"{path}[{index}]", value, pair, decimals)
        for index, (value, pair) in enumerate(zip(typed, parts, strict=True))
    )
    return (first, second, third, fourth)


def _share(reader: Reader, path: str, typed: Decimal | None, pair: Parts, decimals: int) -> Decimal:
    exact = pair[0] * 100 / pair[1]
    printed = exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    if typed is not None and typed != printed and abs(typed - exact) > Decimal("0.005"):
        reader.wrong(
            "dataset_percent_differs",
            path,
            expected=str(printed),
            found=typed,
            numerator=pair[0],
            denominator=pair[1],
        )
    return printed


def _parts(node: Node) -> tuple[Parts | None, Parts | None, Parts | None, Parts | None] | None:
    if not node.has("xy_tw"):
        node.take("xy_tw")
        return None
    path = node.at("xy_tw")
    values = node.reader.quarters(node.take("xy_tw"), path)
    first, second, third, fourth = (
        _pair(node.reader, value, f"{path}[{index}]") for index, value in enumerate(values)
    )
    return (first, second, third, fourth)


def _pair(reader: Reader, value: object, path: str) -> Parts | None:
    if value is None:
        return None
    if not isinstance(value, list | tuple) or len(value) != 2:
        reader.wrong("dataset_not_a_pair", path, expected="[412, 438]", found=value)
        return None
    numerator = reader.decimal(value[0], f"{path}[0]")
    denominator = reader.decimal(value[1], f"{path}[1]")
    if not reader.sound(path):
        return None
    if numerator is None and denominator is None:
        return None
    if denominator is None:
        reader.wrong("dataset_numerator_alone", f"{path}[1]", numerator=numerator)
    elif numerator is None:
        reader.wrong("dataset_denominator_alone", f"{path}[0]", denominator=denominator)
    elif denominator == 0:
        reader.wrong("dataset_denominator_zero", f"{path}[1]", expected="lebih dari 0", found="0")
    else:
        return (numerator, denominator)
    return None


def _part_labels(node: Node) -> tuple[str, str] | None:
    if not node.has("label_xy"):
        node.take("label_xy")
        return None
    labels = node.names("label_xy")
    if len(labels) == 2:
        return (labels[0], labels[1])
    if node.reader.sound(node.at("label_xy")):
        expected = '["surat tepat waktu", "seluruh surat"]'
        node.reader.wrong("dataset_not_a_pair", node.at("label_xy"), expected=expected)
    return None


def _previous_follow_up(parent: Node) -> PreviousFollowUp | None:
    if not parent.has("tindak_lanjut_sebelumnya"):
        parent.take("tindak_lanjut_sebelumnya")
        return None
    node = parent.node("tindak_lanjut_sebelumnya")
    found = PreviousFollowUp(
        quarter=node.whole("triwulan", 1, 4),
        text=node.name("uraian"),
        status=node.choice("status", _FOLLOW_UP_STATUSES),
        note=node.optional("keterangan"),
    )
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
