"""Draws the Rekapitulasi Pengukuran Kinerja: what was reached, and what it cost."""

from typing import Any

from templates_docx.drawing import (
    Margins,
    Paper,
    Signer,
    begin,
    draft_mark,
    excused_units,
    foot,
    footer,
    letterhead,
    notes_loop,
    paragraph,
    signatures,
    text_width,
    title,
    to_bytes,
)
from templates_docx.performance import achievement_table, budget_table
from templates_docx.text import tiny

NAME = "Rekapitulasi Pengukuran Kinerja"
MARGINS = Margins(20, 20, 30, 20)


def draw(paper: Paper) -> bytes:
    """Draw the template on `paper`."""
    document = begin(paper, MARGINS, title=NAME, landscape=True)
    section = document.sections[0]
    width = text_width(section)
    draft_mark(section)
    footer(
        section,
        f"{NAME}, Triwulan {{{{ triwulan }}}} Tahun {{{{ tahun }}}}, {{{{ instansi.nama_biasa }}}}",
    )
    letterhead(document)
    title(
        document, [NAME.upper(), "TRIWULAN {{ triwulan }} TAHUN {{ tahun }}"], number="{{ nomor }}"
    )
    _heading(
        document,
        "{% if anggaran.ada %}A.\t{% endif %}Kinerja (periode {{ bulan_sd }} {{ tahun }})",
    )
    below = foot(achievement_table(document, width))
    excused_units(below)
    notes_loop(below, "Keterangan:", "catatan.kinerja")
    paragraph(below, "{%p if not anggaran.ada %}", size=5)
    _signed(below, width)
    paragraph(below, "{%p endif %}", size=5)
    tiny(below)
    paragraph(document, "{%p if anggaran.ada %}", size=5)
    heading = _heading(document, "B.\tAnggaran (periode {{ bulan_sd }} {{ tahun }})")
    heading.paragraph_format.page_break_before = True
    below = foot(budget_table(document, width))
    _signed(below, width)
    tiny(below)
    paragraph(document, "{%p endif %}", size=5)
    tiny(document)
    return to_bytes(document)


def _heading(document: Any, text: str) -> Any:
    return paragraph(
        document, text, bold=True, indent=6, hanging=6, before=2, after=3, keep_next=True
    )


def _signed(container: Any, width: float) -> None:
    signers = (
        Signer("penanda_tangan.kasubbag_program", ("Diperiksa oleh,",), width * 0.64),
        Signer(
            "penanda_tangan.staf_program", ("{{ tempat_tanggal }}", "Disusun oleh,"), width * 0.36
        ),
    )
    signatures(container, signers, size=9)
