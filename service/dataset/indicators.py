"""Objectives and indicators read from JSON; numerator and denominator give the percentage."""

from decimal import ROUND_HALF_UP, Decimal

from service.dataset.model import (
    Accumulation,
    Indicator,
    Objective,
    Parts,
    Polarity,
    PreviousFollowUp,
    Quarters,
)
from service.dataset.reading import BLANK, Node, Reader
from service.indonesian import plain_number

_POLARITIES: tuple[Polarity, ...] = ("naik", "turun")
_ACCUMULATIONS: tuple[Accumulation, ...] = ("jumlah", "posisi_akhir", "rasio_kumulatif", "tahunan")
_FOLLOW_UP_STATUSES = ("selesai", "proses", "belum")


def objective(node: Node) -> Objective:
    """Read an objective and its indicators."""
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
        target_source=node.optional("sumber_target"),
        target_reference=node.decimal("target_rujukan"),
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
    """Read the realizations; X/Y wins over a typed percentage that agrees with it.

    Without a sound number of decimals it is not known how exactly they should agree.
    """
    typed = _quarters(node, "realisasi_tw")
    if parts is None:
        return typed
    if not node.reader.sound(node.at("desimal")):
        typed = (None, None, None, None)
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
            expected=plain_number(printed),
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
        reader.wrong(
            "dataset_numerator_alone", f"{path}[1]", expected="lebih dari 0", found=BLANK,
            numerator=numerator,
        )  # fmt: skip
    elif numerator is None:
        reader.wrong(
            "dataset_denominator_alone", f"{path}[0]", expected="0 atau lebih", found=BLANK,
            denominator=denominator,
        )  # fmt: skip
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
