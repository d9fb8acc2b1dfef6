"""The letters that go with the procedure, looked into as their receivers would."""

import re
from datetime import date
from io import BytesIO
from typing import Any

import pypdfium2
import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from service import documents
from service.dataset import DataSet
from service.pdf import convert
from service.values import Excused, Particulars
from tests.templates_docx.filled import TEMPLATES, office, texts
from tests.templates_docx.test_forms import wide_words

LETTERS = [
    ("nota-dinas", "perintah", None),
    ("nota-dinas", "penyampaian", "SEKSI-YAN"),
    ("nota-dinas", "penyampaian", "SEKRETARIAT"),
    ("surat-pengantar", "dibuat", None),
    ("lembar-persetujuan", "dibuat", None),
]
EVERY_LETTER = pytest.mark.parametrize(("name", "state", "unit"), LETTERS)
PAPERS = pytest.mark.parametrize("paper", ["F4", "A4"])


def written(
    name: str,
    state: str,
    unit: str | None = None,
    *,
    data: DataSet | None = None,
    quarter: int = 3,
    paper: str = "F4",
    **told: Any,
) -> bytes:
    given = {"date": date(2026, 10, 1), "return_by": date(2026, 10, 6), **told}
    template = documents.template(TEMPLATES, name, paper)
    particulars = Particulars(state=state, **given)
    return documents.render(template, data or office(), quarter, unit, particulars)


def opened(docx: bytes) -> WordDocument:
    return Document(BytesIO(docx))


def lines(docx: bytes) -> list[str]:
    return [re.sub(" +", " ", line).strip() for line in texts(opened(docx))]


def text(docx: bytes) -> str:
    return "\n".join(lines(docx)).replace("\u00a0", " ")


def facts(docx: bytes) -> dict[str, str]:
    """Give the "label : text" lines at the head of a letter."""
    found = {}
    for row in opened(docx).element.body.iter(qn("w:tr")):
        cells = ["\n".join(_lines(cell)) for cell in row.findall(qn("w:tc"))]
        if len(cells) == 3 and cells[1] == ":":
            found[cells[0]] = cells[2].replace("\u00a0", " ")
    return found


def _lines(cell: Any) -> list[str]:
    signs = (qn("w:t"), qn("w:br"))
    return ["".join(t.text or " " for t in p.iter(*signs)) for p in cell.iter(qn("w:p"))]


def pages(docx: bytes) -> list[str]:
    pdf = pypdfium2.PdfDocument(convert(docx, engine="bawaan").content)
    return [page.get_textpage().get_text_range() for page in pdf]


@EVERY_LETTER
@PAPERS
def test_a_letter_has_no_tag_left_and_every_word_fits(
    name: str, state: str, unit: str | None, paper: str
) -> None:
    docx = written(name, state, unit, paper=paper)
    assert not re.search(r"\{[{%#]|[%#}]\}|\bNone\b", text(docx))
    assert not list(wide_words(opened(docx)))


@EVERY_LETTER
def test_a_letter_names_no_file_and_does_not_count_its_pages(
    name: str, state: str, unit: str | None
) -> None:
    for page in pages(written(name, state, unit)):
        assert "Halaman" not in page
        assert ".docx" not in page


@EVERY_LETTER
@PAPERS
def test_a_letter_of_the_sample_office_keeps_to_its_page(
    name: str, state: str, unit: str | None, paper: str
) -> None:
    expected = 3 if name == "surat-pengantar" else 1
    assert len(pages(written(name, state, unit, paper=paper))) == expected


def test_a_long_letter_numbers_its_second_page_and_signs_below_its_last_words() -> None:
    def grow(raw: dict[str, Any]) -> None:
        first = raw["sasaran"][0]["indikator"]
        first += [first[0] | {"kode": f"1.{number}"} for number in range(5, 30)]

    docx = written("nota-dinas", "penyampaian", "SEKSI-YAN", data=office(grow))
    first, *others = pages(docx)
    assert "1" not in first.split("\r\n")
    assert "2" in others[0].split("\r\n")
    assert "NAMA KASUBBAG PROGRAM" in others[-1]
    assert "disampaikan terima kasih." in others[-1]


def test_a_number_not_given_prints_as_dots() -> None:
    assert facts(written("nota-dinas", "perintah"))["Nomor"] == "000.8.6.3/…………/2026"
    given = written("nota-dinas", "perintah", number="000.8.6.3/17/2026")
    assert facts(given)["Nomor"] == "000.8.6.3/17/2026"


def test_the_order_goes_to_the_staff_and_lists_each_units_indicators() -> None:
    docx = written("nota-dinas", "perintah", return_by=date(2026, 10, 5))
    head = facts(docx)
    assert (head["Yth."], head["Dari"]) == (
        "Pengelola Data Kinerja",
        "Kepala Sub Bagian Program dan Keuangan",
    )
    assert head["Tembusan"] == "Sekretaris Camat"
    assert head["Hal"] == "Penyiapan Format Pengukuran Kinerja Triwulan III Tahun 2026"
    told = text(docx)
    assert "Saudara diminta menyiapkan Format Pengukuran Kinerja Triwulan III Tahun 2026" in told
    assert "paling lambat tanggal 5 Oktober 2026" in told
    assert "\nSeksi Pelayanan Umum\n1.1; 1.2; 1.3; 1.4\n4\n" in told
    assert "\nJumlah\n12\n" in told


def test_the_handing_out_goes_to_the_operator_through_the_head_of_the_unit() -> None:
    docx = written("nota-dinas", "penyampaian", "SEKSI-YAN")
    head = facts(docx)
    assert head["Yth."] == (
        "Operator Data Kinerja Seksi Pelayanan Umum melalui Kepala Seksi Pelayanan Umum"
    )
    assert head["Tembusan"] == "Sekretaris Camat"
    told = text(docx)
    assert "paling lambat tanggal 6 Oktober 2026." in told
    assert (
        "\n1.2\nPersentase pelayanan administrasi yang diselesaikan sesuai standar waktu\n" in told
    )
    assert "Seksi Pemerintahan" not in told


def test_the_secretary_gets_no_copy_of_a_letter_that_goes_through_him() -> None:
    head = facts(written("nota-dinas", "penyampaian", "SEKRETARIAT"))
    assert head["Yth."].endswith("melalui Sekretaris Camat")
    assert head["Tembusan"] == "Camat Mentebah"


def test_without_a_state_the_unit_decides_which_letter_it_is() -> None:
    assert "Penyampaian" in facts(written("nota-dinas", "", "SEKSI-YAN"))["Hal"]
    assert "Penyiapan" in facts(written("nota-dinas", ""))["Hal"]


def test_each_receiver_gets_a_letter_of_its_own_in_one_file() -> None:
    first, second, third = pages(written("surat-pengantar", "dibuat"))
    assert "Bupati Kapuas Hulu" in first
    assert "melalui Kepala Bagian Organisasi" in first
    assert "Kepala Badan Perencanaan" in second
    assert "melalui" not in second
    assert "Inspektur" in third
    for page in (first, second, third):
        assert "SURAT PENGANTAR" in page
        assert "KECAMATAN MENTEBAH" in page
        assert "Diterima tanggal" in page
        assert "Nomor telepon" in page
        assert "NAMA CAMAT" in page


def test_an_office_without_receivers_gets_one_letter_to_be_addressed_by_hand() -> None:
    def forget(raw: dict[str, Any]) -> None:
        raw["instansi_penerima"] = []

    [page] = pages(written("surat-pengantar", "dibuat", data=office(forget)))
    assert re.search("Yth.\\s+…", page)


def test_what_is_sent_is_named_with_its_correction() -> None:
    assert "Perbaikan" not in text(written("surat-pengantar", "dibuat"))
    told = text(written("surat-pengantar", "dibuat", revision=1))
    assert "Kecamatan Mentebah Triwulan III Tahun 2026, Perbaikan ke-1, yang telah" in told


@pytest.mark.parametrize(
    ("acting", "lines_signed"),
    [
        ("Plt.", ["Plt. CAMAT MENTEBAH,"]),
        ("Plh.", ["Plh. CAMAT MENTEBAH,"]),
        ("a.n.", ["a.n. CAMAT MENTEBAH", "SEKRETARIS CAMAT,"]),
    ],
)
def test_who_acts_for_the_camat_signs_as_the_rules_want(
    acting: str, lines_signed: list[str]
) -> None:
    def act(raw: dict[str, Any]) -> None:
        position = "Sekretaris Camat" if acting == "a.n." else "Camat Mentebah"
        person = {"jabatan": position, "nama": "NAMA PELAKSANA", "peran": "camat"}
        person |= {"sebagai": acting, "mulai": "2026-09-01", "sampai": "2026-12-31"}
        raw["pejabat"].append(person | {"pangkat": None, "golongan": None, "nip": None})

    for name in ("surat-pengantar", "lembar-persetujuan"):
        found = lines(written(name, "dibuat", data=office(act)))
        start = found.index(lines_signed[0])
        assert found[start : start + len(lines_signed)] == lines_signed
        assert "NAMA PELAKSANA" in found


def test_the_approval_sheet_shows_the_figures_the_camat_decides_on() -> None:
    told = text(written("lembar-persetujuan", "dibuat"))
    assert "94,72 persen, kategori Sangat Tinggi" in told
    assert "Rata-rata capaian Triwulan II\n100,15 persen (selisih -5,43 poin)" in told
    assert "7 indikator: 1.2, 2.2, 2.3, 3.1, 3.2, 4.1, dan 4.3" in told
    assert "76,68 persen dari pagu Rp2.487.350.000." in told
    assert "□ Disetujui" in told
    assert "□ Dikembalikan dengan catatan:" in told
    assert re.search("Kepala Sub Bagian Program dan Keuangan\nNAMA KASUBBAG.*\n\n\n", told)
    assert "Nanga Mentebah, ……………\n\nCAMAT MENTEBAH," in told


def test_the_approval_sheet_tells_the_three_kinds_without_a_result_apart() -> None:
    excused = (Excused("SEKSI-PEM", "belum_dilaporkan", "operator sakit"),)
    told = text(written("lembar-persetujuan", "dibuat", quarter=1, excused=excused))
    assert "3 indikator (belum dilaporkan 0, tidak diukur 3, tidak dapat dihitung 0)" in told
    assert "Seksi Pemerintahan belum melaporkan data Triwulan I: operator sakit." in told
    assert "Rata-rata capaian Triwulan IV" not in told
    assert "\n5\nAnggaran\n" in told


def test_the_approval_sheet_counts_on_without_a_budget() -> None:
    def forget(raw: dict[str, Any]) -> None:
        raw["program"] = []

    told = text(written("lembar-persetujuan", "dibuat", data=office(forget)))
    assert "\n5\nBelum dapat diukur\n0 indikator\n" in told
    assert "nggaran\n" not in told.replace("Program dan Keuangan", "")
