"""Draws surat.docx, a letter of one's own in the tag language, and its values, surat.json.

It shows what a template may hold: single values, a list with tags on rows of their own, a
sentence that depends on a value, and a QR code.
"""

import json
from pathlib import Path
from typing import Any

from templates_docx.paper import A4, Margins, begin, text_width, to_bytes
from templates_docx.tables import Cell, Column, header, loop, row, table
from templates_docx.text import paragraph, rule, tiny

VALUES: dict[str, Any] = {
    "kop": {
        "pemerintah": "PEMERINTAH KABUPATEN KAPUAS HULU",
        "kantor": "KECAMATAN MENTEBAH",
        "alamat": "Jalan (CONTOH) Nomor 0, Nanga Mentebah, Kode Pos 00000",
    },
    "tempat_tanggal": "Nanga Mentebah, 9 Oktober 2026",
    "nomor": "000.8.6.3/000/CONTOH/2026",
    "sifat": "Biasa",
    "lampiran": "-",
    "hal": "Undangan Rapat Pembahasan Capaian Kinerja Triwulan III",
    "yth": "Para Kepala Seksi dan Sekretaris",
    "di": "Nanga Mentebah",
    "hari": "Senin, 12 Oktober 2026",
    "waktu": "09.00 WIB sampai dengan selesai",
    "tempat": "Ruang Rapat Kantor Camat Mentebah",
    "acara": [
        {"waktu": "09.00", "pokok": "Pembukaan", "oleh": "Camat"},
        {"waktu": "09.15", "pokok": "Capaian kinerja per sasaran", "oleh": "Kassubag Program"},
        {"waktu": "10.00", "pokok": "Kendala & tindak lanjut", "oleh": "Para Kepala Seksi"},
        {"waktu": "11.00", "pokok": "Kesimpulan", "oleh": "Camat"},
    ],
    "membawa": "bukti dukung capaian Triwulan III",
    "camat": {
        "nama": "NAMA CAMAT (CONTOH), S.STP., M.Si.",
        "pangkat": "Pembina (IV/a)",
        "nip": "19000101 190001 1 001",
    },
    "tembusan": ["Bupati Kapuas Hulu (sebagai laporan)", "Arsip"],
    "verifikasi": {"$qr": "000.8.6.3/000/CONTOH/2026", "lebar_mm": 22},
}
MARGINS = Margins(20, 20, 30, 25)
LABELS = 24  # mm, the column of "Nomor", "Sifat" …


def template() -> bytes:
    """Return the letter as .docx."""
    letter = begin(A4, MARGINS, title="Surat undangan", landscape=False, size=11)
    width = text_width(letter.sections[0])
    _head(letter)
    _facts(letter, width)
    _body(letter, width)
    _foot(letter, width)
    return to_bytes(letter)


def write(folder: Path) -> None:
    """Write the template and its values into `folder`."""
    (folder / "surat.docx").write_bytes(template())
    values = json.dumps(VALUES, ensure_ascii=False, indent=1)
    (folder / "surat.json").write_text(f"{values}\n", "utf-8")


def _head(letter: Any) -> None:
    paragraph(letter, "{{ kop.pemerintah }}", size=12, align="center")
    paragraph(letter, "{{ kop.kantor }}", size=16, bold=True, align="center")
    paragraph(letter, "{{ kop.alamat }}", size=9, align="center")
    line = tiny(letter)
    rule(line, "bottom", "thickThinSmallGap", 24)
    paragraph(letter, "{{ tempat_tanggal }}", align="right", before=10, after=10)


def _facts(letter: Any, width: float) -> None:
    facts = table(
        letter, (Column(LABELS), Column(width - LABELS)), size=11, borders=False, padding=(0.3, 0)
    )
    for label, name in (
        ("Nomor", "nomor"), ("Sifat", "sifat"), ("Lampiran", "lampiran"), ("Hal", "hal"),
    ):  # fmt: skip
        row(facts, [label, f": {{{{ {name} }}}}"])
    paragraph(letter, "Yth. {{ yth }}", before=12)
    paragraph(letter, "di {{ di }}", after=10)


def _body(letter: Any, width: float) -> None:
    paragraph(
        letter,
        "Dalam rangka pembahasan capaian kinerja, kami mengundang Saudara untuk hadir pada:",
        align="both",
        after=4,
    )
    when = table(
        letter, (Column(LABELS), Column(width - LABELS)), size=11, borders=False, padding=(0.3, 0)
    )
    for label, name in (("hari, tanggal", "hari"), ("waktu", "waktu"), ("tempat", "tempat")):
        row(when, [label, f": {{{{ {name} }}}}"])
    paragraph(letter, "dengan susunan acara sebagai berikut:", before=4, after=4)
    agenda = table(letter, (Column(24), Column(width - 74), Column(50)), size=10)
    header(agenda, [["Waktu", "Pokok bahasan", "Oleh"]], numbers=False)
    loop(agenda, "for butir in acara")
    row(
        agenda, [Cell("{{ butir.waktu }}", align="center"), "{{ butir.pokok }}", "{{ butir.oleh }}"]
    )
    loop(agenda, "endfor")
    paragraph(
        letter,
        "{% if membawa %}Saudara diminta membawa {{ membawa }}. {% endif %}"
        "Atas perhatian dan kehadiran Saudara, kami ucapkan terima kasih.",
        align="both",
        before=8,
        after=12,
    )


def _foot(letter: Any, width: float) -> None:
    foot = table(letter, (Column(width - 75), Column(75)), size=11, borders=False, padding=(0, 0))
    row(foot, ["", Cell("Camat Mentebah,")], keep_next=True)
    row(foot, [Cell("{{ verifikasi }}"), ""], height=24, keep_next=True)
    signer = ("**{{ camat.nama }}**", "{{ camat.pangkat }}", "NIP {{ camat.nip }}")
    row(foot, ["", Cell(signer)])
    paragraph(letter, "Tembusan:", size=9, before=12, keep_next=True)
    paragraph(letter, "{%p for penerima in tembusan %}", size=9)
    paragraph(letter, "{{ loop.index }}. {{ penerima }}", size=9)
    paragraph(letter, "{%p endfor %}", size=9)
