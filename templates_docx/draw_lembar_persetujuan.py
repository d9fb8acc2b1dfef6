"""Draws the Lembar Persetujuan: what is submitted, its main figures, initials, the decision."""

from docx.document import Document as WordDocument

from templates_docx.drawing import (
    Cell,
    Column,
    Paper,
    begin,
    excused_units,
    facts,
    fit,
    header,
    letterhead,
    loop,
    page_number,
    paragraph,
    row,
    table,
    text_width,
    title,
    to_bytes,
)
from templates_docx.letters import MARGINS, PERIOD, ended, signed

SIZE_OF_TABLES = 10
FIGURES = (Column(11, "center"), Column(70), Column(84))
INITIALS = (Column(11, "center"), Column(80), Column(22), Column(26), Column(26))
LINE = "…" * 36
KASUBBAG, SECRETARY = "penanda_tangan.kasubbag_program", "penanda_tangan.sekretaris"


def draw(paper: Paper) -> bytes:
    """Draw the sheet on one paper."""
    document = begin(paper, MARGINS, title="Lembar Persetujuan", landscape=False, size=11)
    letterhead(document)
    period = "TRIWULAN {{ triwulan }} TAHUN {{ tahun }}"
    lines = ["LEMBAR PERSETUJUAN", f"DOKUMEN PENGUKURAN KINERJA {period}"]
    title(document, lines, number="{{ nomor }}")
    _submitted(document)
    _figures(document)
    _initials(document)
    _decision(document)
    page_number(document.sections[0])
    return to_bytes(document)


def _part(document: WordDocument, told: str) -> None:
    paragraph(document, told, bold=True, indent=7, hanging=7, before=7, after=3, keep_next=True)


def _submitted(document: WordDocument) -> None:
    width = text_width(document.sections[0])
    _part(document, "A.\tYang Diajukan")
    lines = (
        ("Dokumen", f"Dokumen Pengukuran Kinerja {PERIOD}"),
        ("Periode", "{{ bulan_sd }} {{ tahun }}"),
        ("Diajukan oleh", f"{{{{ {KASUBBAG}.sebutan }}}}"),
        ("Tanggal pengajuan", "{{ tanggal }}"),
        ("Kelengkapan", "Format dan Rekapitulasi Pengukuran Kinerja"),
    )
    facts(document, [[line] for line in lines], (36, width - 40), size=11)


def _figures(document: WordDocument) -> None:
    width = text_width(document.sections[0])
    _part(document, "B.\tPokok-Pokok Hasil Pengukuran")
    grid = table(document, fit(FIGURES, width, fixed=(0,)), size=SIZE_OF_TABLES)
    header(grid, [("No", "Uraian", "Hasil")], heights=(6,), numbers=False)
    average = "{{ ringkasan.rata_rata }}{% if ringkasan.rata_rata != '-' %} persen, "
    average += "kategori {{ ringkasan.kategori }}{% endif %}"
    row(grid, ("1", "Rata-rata capaian seluruh indikator", average))
    earlier = "Rata-rata capaian Triwulan {{ triwulan_sebelumnya }}"
    loop(grid, "if tabel.perbandingan_triwulan")
    moved = "{{ ringkasan.rata_rata_sebelumnya }}{% if ringkasan.rata_rata_sebelumnya != '-' %} "
    moved += "persen{% endif %}{% if ringkasan.selisih_sebelumnya != '-' %} "
    moved += "(selisih {{ ringkasan.selisih_sebelumnya }} poin){% endif %}"
    row(grid, ("2", earlier, moved))
    loop(grid, "endif")
    reached = "{{ ringkasan.tercapai }} dari {{ jumlah_indikator }} indikator"
    missed = "{{ ringkasan.belum_tercapai }} indikator"
    missed += "{% if ringkasan.belum_tercapai != '0' %}: {{ ringkasan.daftar_belum_tercapai }}"
    missed += "{% endif %}"
    kinds = ("belum_dilaporkan", "tidak_diukur", "tidak_dapat_dihitung")
    told = ", ".join(f"{kind.replace('_', ' ')} {{{{ ringkasan.{kind} }}}}" for kind in kinds)
    unmeasured = "{{ ringkasan.tidak_terukur }} indikator"
    unmeasured += f"{{% if ringkasan.tidak_terukur != '0' %}} ({told}){{% endif %}}"
    rows = [
        ("Mencapai atau melampaui target triwulan", reached),
        ("Belum mencapai target triwulan", missed),
        ("Belum dapat diukur", unmeasured),
    ]
    for place, (label, result) in enumerate(rows, 2):
        row(grid, (_number(place), label, result))
    loop(grid, "if anggaran.ada")
    spent = "{{ kalimat.anggaran }}"
    row(grid, (_number(5), "Anggaran", spent))
    loop(grid, "endif")
    excused_units(document, size=9.5)


def _number(place: int) -> str:
    """Number a row behind the one on the quarter before, which may be left out."""
    return f"{{% if tabel.perbandingan_triwulan %}}{place + 1}{{% else %}}{place}{{% endif %}}"


def _initials(document: WordDocument) -> None:
    width = text_width(document.sections[0])
    _part(document, "C.\tParaf")
    grid = table(document, fit(INITIALS, width, fixed=(0,)), size=SIZE_OF_TABLES)
    heads = ("No", "Jabatan", "Paraf", "Tanggal", "Catatan")
    header(grid, [heads], heights=(6,), numbers=False)
    for number, who in enumerate((KASUBBAG, SECRETARY), 1):
        office = (f"{{{{ {who}.sebutan }}}}", f"{{{{ {who}.nama }}}}")
        row(grid, (str(number), Cell(office), "", "", ""), height=11)


def _decision(document: WordDocument) -> None:
    _part(document, "D.\tKeputusan {{ penanda_tangan.camat.sebutan }}")
    cell = ended(document)
    for told in ("□\tDisetujui", "□\tDikembalikan dengan catatan:"):
        paragraph(cell, told, indent=14, hanging=7, after=2, keep_next=True)
    for _ in range(2):
        paragraph(cell, LINE, indent=14, after=2, keep_next=True)
    paragraph(cell, size=4, keep_next=True)
    day = "{{ instansi.tempat }}, {{ tanggal_status.disetujui }}"
    signed(cell, text_width(document.sections[0]), "penanda_tangan.camat", (day,), size=11)
