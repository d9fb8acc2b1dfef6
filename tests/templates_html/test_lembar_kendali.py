"""The Lembar Kendali says of every output whether it exists, who made it, when, which file."""

import re
from pathlib import Path
from typing import Any

import html5lib
import jinja2

import service

SHA = "0f" * 32


def filled(**changes: Any) -> str:
    values: dict[str, Any] = {
        "instansi": {
            "pemerintah": "PEMERINTAH KABUPATEN KAPUAS HULU",
            "nama": "KECAMATAN MENTEBAH",
            "alamat": "Jalan (CONTOH) Nomor 0",
            "kontak": "Telepon (0000) 000000",
            "lambang": "",
        },
        "prosedur": "Pengukuran Kinerja",
        "identitas": "SOP Nomor 000.8.3/SOP/7, disahkan oleh CAMAT MENTEBAH",
        "triwulan": "III",
        "tahun": "2026",
        "dicetak": "9 Oktober 2026 pukul 08.40",
        "ringkasan": {"selesai": 2, "jumlah": 8},
        "langkah": [
            {
                "nomor": 3,
                "judul": "Menghimpun data",
                "pelaksana": "Operator",
                "tenggat": "6 Oktober 2026",
                "selesai": 1,
                "jumlah": 2,
                "baris": [made(), missing()],
            }
        ],
        "catatan": ["Seksi Ekonomi dan Pembangunan dilewati: tanpa indikator."],
        "penanda": None,
    }
    folder = Path(service.__file__).parent / "templates_html"
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder), autoescape=True, undefined=jinja2.StrictUndefined
    )
    return environment.get_template("lembar-kendali.html").render(values | changes)


def made() -> dict[str, Any]:
    return {
        "output": "Rekapitulasi Data Kinerja",
        "unit": "Seksi Pemerintahan & Umum",
        "ada": True,
        "status": "dihimpun",
        "nomor": "",
        "oleh": "NAMA OPERATOR",
        "jabatan": "Operator",
        "waktu": "6 Oktober 2026 pukul 09.12",
        "berkas": "03-rekapitulasi-data.docx",
        "sha256": SHA,
    }


def missing() -> dict[str, Any]:
    texts = dict.fromkeys(made(), "")
    return texts | {"output": "Rekapitulasi Data Kinerja", "ada": False, "status": "belum ada"}


def rows(html: str) -> list[str]:
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    return [" ".join("".join(row.itertext()).split()) for row in tree.iter("tr")]


def test_an_output_that_exists_shows_maker_time_and_short_hash() -> None:
    [line] = [row for row in rows(filled()) if "09.12" in row]
    assert "√" in line
    assert "NAMA OPERATOR" in line
    assert f"SHA-256 {SHA[:12]}…" in line
    assert SHA[:13] not in line


def test_a_missing_output_is_said_to_be_missing() -> None:
    [line] = [row for row in rows(filled()) if "belum ada" in row]
    assert "√" not in line


def test_signs_of_markup_in_a_name_are_escaped() -> None:
    assert "Pemerintahan &amp; Umum" in filled()


def test_the_signature_is_there_only_when_somebody_signs() -> None:
    signer = {
        "tempat_tanggal": "Nanga Mentebah, 12 Oktober 2026",
        "jabatan": "CAMAT MENTEBAH",
        "nama": "NAMA CAMAT",
        "pangkat_gol": "Pembina (IV/a)",
        "nip": "NIP 19000101 190001 1 001",
    }
    assert "CAMAT MENTEBAH," in filled(penanda=signer)
    assert 'class="tanda"' not in filled()


def test_nothing_is_printed_smaller_than_eye_and_photocopier_bear() -> None:
    sizes = re.findall(r"font-size: ([\d.]+)pt", filled())
    assert min(map(float, sizes)) >= 8


def test_a_receipt_without_a_scan_is_not_said_to_be_kept_as_a_file() -> None:
    html = filled()
    assert "langkah selesai per\n9 Oktober 2026" in html
    assert "berkasnya tersimpan apabila namanya" in html
