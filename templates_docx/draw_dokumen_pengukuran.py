"""Draws the Dokumen Pengukuran Kinerja: cover, six chapters, annexes."""

from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from templates_docx.chapter_tables import (
    comparison_table,
    evidence_table,
    follow_up_table,
    previous_table,
    programme_table,
    quarters_table,
    target_table,
)
from templates_docx.draw_rekap_data import data_table
from templates_docx.drawing import (
    Cell,
    Column,
    Margins,
    Paper,
    Signer,
    begin,
    draft_mark,
    excused_units,
    foot,
    footer,
    heading,
    notes_loop,
    paragraph,
    row,
    signatures,
    table,
    text_width,
    tiny,
    to_bytes,
    turn_page,
)
from templates_docx.performance import achievement_table, budget_table

NAME = "Dokumen Pengukuran Kinerja"
PERIOD = "Triwulan {{ triwulan }} Tahun {{ tahun }}"
UPRIGHT = Margins(20, 25, 30, 20)
ACROSS = Margins(25, 20, 20, 20)


def draw(paper: Paper) -> bytes:
    """Draw the template on `paper`."""
    document = begin(paper, UPRIGHT, title=NAME, landscape=False, size=12)
    _furnish(document)
    _leave_cover_bare(document.sections[0])
    _cover(document)
    _introduction(document)
    _planning(document)
    _results(document)
    _table_of_results(document, paper)
    turn_page(document, paper, UPRIGHT, landscape=False)
    _furnish(document)
    _quarters(document)
    _budget(document)
    _analysis(document)
    _closing(document)
    turn_page(document, paper, ACROSS, landscape=True)
    _furnish(document)
    _annexes(document)
    _thin_breaks(document)
    return to_bytes(document)


def _thin_breaks(document: Any) -> None:
    """Give the paragraphs that end a section no height, lest a full page be followed by a blank."""
    for made in document.paragraphs:
        if made._p.pPr is not None and made._p.pPr.sectPr is not None:
            made.paragraph_format.line_spacing = Pt(1)


def _furnish(document: Any) -> None:
    """Give the newest section its footer and the mark of a draft at the head of each page."""
    section = document.sections[-1]
    section.different_first_page_header_footer = False
    footer(section, f"{NAME}, {PERIOD}, {{{{ instansi.nama_biasa }}}}")
    draft_mark(section)


def _leave_cover_bare(section: Any) -> None:
    """Give the first page an empty header and footer of its own; it is counted, not numbered."""
    section.different_first_page_header_footer = True
    section.first_page_header.is_linked_to_previous = False
    section.first_page_footer.is_linked_to_previous = False


def _cover(document: Any) -> None:
    paragraph(document, "{{ konsep }}", size=14, bold=True, align="right", after=60)
    paragraph(document, "{{ instansi.lambang_besar }}", align="center", after=70)
    paragraph(document, NAME.upper(), size=18, bold=True, align="center", after=8)
    period = "TRIWULAN {{ triwulan }} TAHUN {{ tahun }}"
    paragraph(document, period, size=14, bold=True, align="center", after=8)
    paragraph(document, "({{ bulan_sd }} {{ tahun }})", align="center", after=24)
    paragraph(document, "Nomor : {{ nomor }}", align="center")
    paragraph(document, "{%p if perbaikan %}", size=5)
    mark = "({{ perbaikan }})"
    paragraph(document, mark, size=14, bold=True, align="center", before=8, after=170)
    paragraph(document, "{%p else %}", size=5)
    paragraph(document, after=186)
    paragraph(document, "{%p endif %}", size=5)
    paragraph(document, "{{ instansi.pemerintah }}", size=14, align="center")
    paragraph(document, "{{ instansi.nama }}", size=16, bold=True, align="center")
    paragraph(document, "{{ tahun }}", size=14, align="center")


def _chapter(document: Any, name: str, text: str, *, new_page: bool) -> Paragraph:
    made = heading(document, f"BAB {{{{ bab.{name} }}}}\n{text}", 1, before=18, after=8)
    made.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if new_page:
        made.paragraph_format.page_break_before = True
    return made


def _text(container: Any, text: str, *, keep_next: bool = False) -> Paragraph:
    made = paragraph(container, text, align="both", line=1.2, after=5, keep_next=keep_next)
    made.paragraph_format.first_line_indent = Mm(12.5)
    return made


def _item(document: Any, text: str) -> Paragraph:
    return paragraph(document, text, line=1.2, after=3, indent=8, hanging=8)


def _part(document: Any, text: str) -> Paragraph:
    made = heading(document, text, 2, before=8, after=4)
    made.paragraph_format.left_indent = Mm(8)
    made.paragraph_format.first_line_indent = Mm(-8)
    made.paragraph_format.tab_stops.add_tab_stop(Mm(8))
    return made


def _caption(document: Any, text: str, *, below: bool = False) -> Paragraph:
    before, after = (4, 10) if below else (8, 3)
    return paragraph(
        document,
        text,
        size=10,
        bold=True,
        align="center",
        before=before,
        after=after,
        keep_next=not below,
    )


def _tag(container: Any, tag: str) -> None:
    paragraph(container, f"{{%p {tag} %}}", size=5)


def _introduction(document: Any) -> None:
    _chapter(document, "pendahuluan", "PENDAHULUAN", new_page=True)
    _part(document, "A.\tLatar Belakang")
    _text(
        document,
        "Pengukuran kinerja dilaksanakan untuk mengetahui seberapa besar capaian dari target yang "
        "telah ditetapkan dalam Rencana Strategis dan Perjanjian Kinerja. Tanpa pengukuran, "
        "perkembangan kesesuaian antara target dan realisasi tidak dapat diketahui dengan baik.",
    )
    _text(
        document,
        f"Dokumen ini memuat hasil pengukuran kinerja {{{{ instansi.nama_biasa }}}} pada {PERIOD}, "
        "yang disusun dari data seluruh unit dan telah diperiksa serta dicek ulang oleh "
        "Sub Bagian Program dan Keuangan.",
    )
    _tag(document, "if dasar_hukum")
    _part(document, "B.\tDasar Hukum")
    _tag(document, "for dasar in dasar_hukum")
    _item(document, "{{ loop.index }}.\t{{ dasar }}{% if loop.last %}.{% else %};{% endif %}")
    _tag(document, "endfor")
    _tag(document, "endif")
    _part(document, "{% if dasar_hukum %}C{% else %}B{% endif %}.\tMaksud dan Tujuan")
    _text(
        document,
        "Pengukuran kinerja dimaksudkan untuk membandingkan realisasi dengan target setiap "
        "indikator. Tujuannya adalah menyediakan bahan bagi pimpinan untuk mengambil tindak lanjut "
        "dan bagi instansi terkait untuk melakukan evaluasi.",
    )


def _planning(document: Any) -> None:
    _chapter(document, "perencanaan", "PERENCANAAN KINERJA", new_page=True)
    _text(
        document,
        "Target kinerja Tahun {{ tahun }} bersumber dari {{ rujukan_teks }}. Target tahunan dan "
        "target sampai dengan Triwulan {{ triwulan }} disajikan dalam "
        "Tabel\u00a0{{ tabel.target }}.",
        keep_next=True,
    )
    _caption(document, "Tabel {{ tabel.target }}. Target Kinerja Tahun {{ tahun }}")
    target_table(document, text_width(document.sections[-1]))


def _results(document: Any) -> None:
    _chapter(document, "hasil", "HASIL PENGUKURAN KINERJA", new_page=True)
    _text(
        document,
        "{{ kalimat.ringkasan }} {{ kalimat.rata_rata }} Hasil setiap indikator disajikan dalam "
        "Tabel\u00a0{{ tabel.hasil }}.",
    )
    _tag(document, "for s in sasaran")
    _item(document, "{{ s.nomor }}.\t{{ s.kalimat }}")
    _tag(document, "endfor")
    _text(
        document,
        "Data setiap unit dimuat dalam {{ lampiran.bagian }}, dan daftar bukti dukung dalam "
        "Lampiran\u00a0{{ lampiran.bukti }}.",
    )


def _table_of_results(document: Any, paper: Paper) -> None:
    section = turn_page(document, paper, ACROSS, landscape=True)
    _furnish(document)
    caption = "Tabel {{ tabel.hasil }}. Hasil Pengukuran Kinerja sampai dengan " + PERIOD
    _caption(document, caption)
    below = foot(achievement_table(document, text_width(section), dense=True))
    excused_units(below, size=7.5)
    notes_loop(below, "Keterangan:", "catatan.kinerja", size=7)
    tiny(below)


def _quarters(document: Any) -> None:
    """Draw the quarters of the year beside each other: a table of two, a figure of all."""
    before, now = "Triwulan {{ triwulan_sebelumnya }}", "Triwulan {{ triwulan }}"
    _tag(document, "if tabel.perbandingan_triwulan")
    _text(
        document,
        "{{ kalimat.perbandingan_triwulan }} Perbandingan setiap indikator disajikan dalam "
        "Tabel\u00a0{{ tabel.perbandingan_triwulan }}.",
        keep_next=True,
    )
    caption = f"Perbandingan Capaian {before} dan {now} Tahun {{{{ tahun }}}}"
    _caption(document, "Tabel {{ tabel.perbandingan_triwulan }}. " + caption)
    quarters_table(document, text_width(document.sections[-1]))
    paragraph(document, size=6)
    _tag(document, "endif")
    _text(
        document,
        "Rata-rata capaian seluruh indikator setiap triwulan disajikan dalam "
        "Gambar\u00a0{{ gambar.triwulan }}.",
        keep_next=True,
    )
    paragraph(document, "{{ gambar_triwulan }}", align="center", keep_next=True)
    caption = "Gambar {{ gambar.triwulan }}. Rata-Rata Capaian per Triwulan Tahun {{ tahun }}"
    _caption(document, caption, below=True).paragraph_format.keep_with_next = True
    paragraph(document, "{{ kalimat.triwulan }}", size=8, after=8)


def _budget(document: Any) -> None:
    width = text_width(document.sections[-1])
    _tag(document, "if anggaran.ada")
    _chapter(document, "anggaran", "REALISASI ANGGARAN DAN EFISIENSI", new_page=True)
    _text(
        document,
        "{{ kalimat.anggaran }} Realisasi setiap program disajikan dalam "
        "Tabel\u00a0{{ tabel.anggaran }}; rincian sampai dengan sub kegiatan dimuat dalam "
        "Lampiran\u00a0{{ lampiran.anggaran }}.",
        keep_next=True,
    )
    caption = "Tabel {{ tabel.anggaran }}. Realisasi Anggaran per Program sampai dengan " + PERIOD
    _caption(document, caption)
    programme_table(document, width)
    paragraph(document, size=6)
    _text(
        document,
        "Perbandingan capaian kinerja dengan penyerapan anggaran setiap sasaran disajikan dalam "
        "Tabel\u00a0{{ tabel.perbandingan }} dan Gambar\u00a0{{ gambar.capaian }}.",
        keep_next=True,
    )
    _caption(
        document,
        "Tabel {{ tabel.perbandingan }}. Perbandingan Capaian Kinerja dengan Penyerapan Anggaran",
    )
    _tag(document, "if akhir_tahun")
    comparison_table(document, width, judged=True)
    _tag(document, "else")
    comparison_table(document, width, judged=False)
    _tag(document, "endif")
    paragraph(document, "{{ kalimat.perbandingan }}", size=8, before=3, after=8)
    paragraph(document, "{{ gambar_capaian }}", align="center", keep_next=True)
    _caption(
        document,
        "Gambar {{ gambar.capaian }}. Capaian terhadap Target Tahunan dan Penyerapan Anggaran "
        "per Sasaran",
        below=True,
    )
    _tag(document, "endif")


def _analysis(document: Any) -> None:
    width = text_width(document.sections[-1])
    before = "Triwulan {{ triwulan_sebelumnya }} Tahun {{ tahun_triwulan_sebelumnya }}"
    _chapter(document, "analisis", "ANALISIS DAN TINDAK LANJUT", new_page=True)
    _part(document, "A.\tFaktor Pendorong, Faktor Penghambat, dan Tindak Lanjut")
    _text(
        document,
        "Faktor yang memengaruhi capaian setiap indikator dan rencana tindak lanjutnya disajikan "
        "dalam Tabel\u00a0{{ tabel.tindak_lanjut }}.",
        keep_next=True,
    )
    caption = "Tabel {{ tabel.tindak_lanjut }}. Analisis dan Rencana Tindak Lanjut " + PERIOD
    _caption(document, caption)
    follow_up_table(document, width)
    _part(document, f"B.\tStatus Tindak Lanjut {before}")
    _text(
        document,
        f"Status tindak lanjut yang direncanakan pada {before} disajikan dalam "
        "Tabel\u00a0{{ tabel.tindak_lanjut_sebelumnya }}.",
        keep_next=True,
    )
    caption = f"Status Tindak Lanjut {before}"
    _caption(document, "Tabel {{ tabel.tindak_lanjut_sebelumnya }}. " + caption)
    previous_table(document, width, f"Tidak ada rencana tindak lanjut {before} yang tercatat.")


def _closing(document: Any) -> None:
    """Draw the last words and the signature in one row, so that no page end comes between."""
    width = text_width(document.sections[-1])
    _chapter(document, "penutup", "PENUTUP", new_page=False)
    [cell] = row(table(document, [Column(width)], padding=(0, 0), borders=False), [Cell()])
    cell._tc.remove(cell.paragraphs[0]._p)
    _text(
        cell,
        f"Demikian Dokumen Pengukuran Kinerja {PERIOD} ini disusun sebagai bahan pengambilan "
        "keputusan pimpinan dan bahan evaluasi oleh instansi terkait. Indikator yang belum "
        "mencapai target ditindaklanjuti sesuai dengan Tabel\u00a0{{ tabel.tindak_lanjut }} dan "
        "dipantau pada Triwulan {{ triwulan_berikutnya }} Tahun {{ tahun_triwulan_berikutnya }}.",
    )
    _tag(cell, "if status in ['disetujui', 'ditandatangani', 'disampaikan']")
    _text(cell, "{{ kalimat.persetujuan }}")
    _tag(cell, "endif")
    camat = Signer("penanda_tangan.camat", ("{{ tempat_tanggal }}",), width * 0.55)
    signatures(cell, (Signer("", (), width * 0.45), camat), size=12, room=24)


def _annexes(document: Any) -> None:
    width = text_width(document.sections[-1])
    _tag(document, "for bagian in semua_bagian")
    _annex(document, "{{ bagian.lampiran }}", "REKAPITULASI DATA KINERJA {{ bagian.nama_kapital }}")
    below = foot(data_table(document, width, size=7.5))
    notes_loop(below, "Keterangan:", "catatan.data", size=7)
    tiny(below)
    _tag(document, "endfor")
    _tag(document, "if anggaran.ada")
    _annex(document, "{{ lampiran.anggaran }}", "REALISASI ANGGARAN SAMPAI DENGAN SUB KEGIATAN")
    budget_table(document, width, size=8)
    _tag(document, "endif")
    _annex(document, "{{ lampiran.bukti }}", "DAFTAR BUKTI DUKUNG")
    evidence_table(document, width)
    tiny(document)


def _annex(document: Any, number: str, name: str) -> None:
    """Begin an annex on a new page: number, document and date at the right, title below."""
    lines = (
        f"LAMPIRAN {number}",
        f"{NAME.upper()} TRIWULAN {{{{ triwulan }}}} TAHUN {{{{ tahun }}}}",
        "NOMOR\t: {{ nomor }}",
        "TANGGAL\t: {{ tanggal }}",
    )
    for place, line in enumerate(lines):
        made = paragraph(document, line, size=8, keep_next=True)
        made.paragraph_format.left_indent = Mm(text_width(document.sections[-1]) - 92)
        made.paragraph_format.tab_stops.add_tab_stop(Mm(text_width(document.sections[-1]) - 74))
        made.paragraph_format.page_break_before = place == 0
    paragraph(document, name, bold=True, align="center", before=8, keep_next=True)
    period = "TRIWULAN {{ triwulan }} TAHUN {{ tahun }}"
    paragraph(document, period, bold=True, align="center", after=6, keep_next=True)
