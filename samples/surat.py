"""Draws surat.docx, a letter of one's own in the tag language, and its values, surat.json.

It shows what a template may hold: single values, a list with tags on rows of their own, a
sentence that depends on a value, a QR code, and a placeholder picture: a grey field in Word, whose
alternative text names the value that takes its place.
"""

import base64
import json
from io import BytesIO
from pathlib import Path
from typing import Any

from docx.shared import Mm
from PIL import Image, ImageDraw

from templates_docx.paper import A4, Margins, begin, text_width, to_bytes
from templates_docx.tables import Cell, Column, header, loop, row, table
from templates_docx.text import paragraph, rule, tiny

EMBLEM = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 100">'
    '<path d="M5 5h80v45q0 30-40 45Q5 80 5 50z" fill="#0b6b3a" stroke="#d4a017" stroke-width="4"/>'
    '<path d="M45 16l6 18h19L55 45l6 18-16-11-16 11 6-18-15-11h19z" fill="#d4a017"/>'
    '<path d="M15 72q15-9 30 0t30 0" fill="none" stroke="#fff" stroke-width="4"/></svg>'
)
VALUES: dict[str, Any] = {
    "kop": {
        "lambang": {
            "$gambar": base64.b64encode(EMBLEM.encode()).decode(),
            "teks": "Lambang daerah (contoh)",
        },
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
EMBLEM_WIDTH, EMBLEM_HEIGHT = 18, 20  # mm, the frame that the emblem is fitted into


def template() -> bytes:
    """Return the letter as .docx."""
    letter = begin(A4, MARGINS, title="Surat undangan", landscape=False, size=11)
    width = text_width(letter.sections[0])
    _head(letter, width)
    _facts(letter, width)
    _body(letter, width)
    _foot(letter, width)
    return to_bytes(letter)


def write(folder: Path) -> None:
    """Write the template and its values into `folder`."""
    (folder / "surat.docx").write_bytes(template())
    values = json.dumps(VALUES, ensure_ascii=False, indent=1)
    (folder / "surat.json").write_text(f"{values}\n", "utf-8")


def _head(letter: Any, width: float) -> None:
    columns = (Column(EMBLEM_WIDTH), Column(width - 2 * EMBLEM_WIDTH), Column(EMBLEM_WIDTH))
    grid = table(letter, columns, borders=False, padding=(0, 0))
    emblem, office, _ = row(grid, ["", Cell((), valign="center"), ""])
    _placeholder(emblem.paragraphs[0], "kop.lambang", EMBLEM_WIDTH, EMBLEM_HEIGHT)
    paragraph(office, "{{ kop.pemerintah }}", size=12, align="center")
    paragraph(office, "{{ kop.kantor }}", size=16, bold=True, align="center")
    paragraph(office, "{{ kop.alamat }}", size=9, align="center")
    line = tiny(letter)
    rule(line, "bottom", "thickThinSmallGap", 24)
    paragraph(letter, "{{ tempat_tanggal }}", align="right", before=10, after=10)


def _placeholder(holder: Any, name: str, width: float, height: float) -> None:
    """Put a grey field in the picture's place, with the value's name as alternative text."""
    field = Image.new("L", (round(width * 4), round(height * 4)), 217)
    edge = (0, 0, field.width - 1, field.height - 1)
    ImageDraw.Draw(field).rectangle(edge, outline=128)
    drawn = BytesIO()
    field.save(drawn, "PNG")
    picture = holder.add_run().add_picture(drawn, Mm(width), Mm(height))
    picture._inline.docPr.set("descr", name)


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
