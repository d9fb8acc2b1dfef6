"""Draws the Surat Pengantar: one letter for each receiver, each on a page of its own.

A letter is never longer than its page, so none bears a page number.
"""

from docx.document import Document as WordDocument
from docx.shared import Mm

from templates_docx.drawing import (
    Column,
    Paper,
    Signer,
    begin,
    fit,
    header,
    letterhead,
    paragraph,
    row,
    signatures,
    table,
    text_width,
    tiny,
    title,
    to_bytes,
)
from templates_docx.letters import MARGINS, PERIOD, SIGNED_FROM, SIZE, TABLE_SIZE, tag
from templates_docx.signatures import ROOM

SENT = (Column(11, "center"), Column(74), Column(32), Column(48))
SENDER, RECEIPT = "penanda_tangan.camat", "surat.tanda_terima"


def draw(paper: Paper) -> bytes:
    """Draw the letters on one paper."""
    document = begin(paper, MARGINS, title="Surat Pengantar", landscape=False, size=SIZE)
    tag(document, "for penerima_ini in surat.penerima")
    tag(document, "if not loop.first")
    tiny(document).paragraph_format.page_break_before = True
    tag(document, "endif")
    letterhead(document)
    _addressed(document)
    title(document, ["SURAT PENGANTAR"], number="{{ nomor }}", size=13)
    paragraph(document, size=5)
    _sent(document)
    _received(document)
    tag(document, "endfor")
    tiny(document)
    return to_bytes(document)


def _addressed(document: WordDocument) -> None:
    right = text_width(document.sections[0]) * SIGNED_FROM
    paragraph(document, "{{ tempat_tanggal }}", indent=right, before=2, after=12)
    far = text_width(document.sections[0]) * 0.4  # lines of an address are short
    name = paragraph(document, "Yth.\t{{ penerima_ini.nama }}", indent=10, hanging=10)
    name.paragraph_format.right_indent = Mm(far)
    tag(document, "if penerima_ini.melalui")
    through = paragraph(document, "melalui {{ penerima_ini.melalui }}", indent=10)
    through.paragraph_format.right_indent = Mm(far)
    tag(document, "endif")
    paragraph(document, "di", indent=10)
    paragraph(document, "{{ penerima_ini.tempat }}", indent=17, after=20)


def _sent(document: WordDocument) -> None:
    width = text_width(document.sections[0])
    grid = table(document, fit(SENT, width, fixed=(0, 2)), size=TABLE_SIZE, padding=(1, 1.2))
    heads = ("No", "Jenis yang Dikirim", "Banyaknya", "Keterangan")
    header(grid, [heads], heights=(8,), numbers=False)
    again = "{% if perbaikan %}, {{ perbaikan }}{% endif %}"
    told = f"Dokumen Pengukuran Kinerja {{{{ instansi.nama_biasa }}}} {PERIOD}{again}"
    why = "Disampaikan dengan hormat sebagai bahan evaluasi."
    row(grid, ("1", f"{told}, yang telah disetujui oleh Camat", "1 (satu) eksemplar", why))
    row(grid, ("2", "Salinan elektronik (PDF) dokumen tersebut", "1 (satu) berkas", "-"))
    paragraph(document, size=14)


def _received(document: WordDocument) -> None:
    width = text_width(document.sections[0])
    blocks = (
        Signer(RECEIPT, ("Diterima tanggal ………………", "Penerima"), width * SIGNED_FROM),
        Signer(SENDER, ("Pengirim",), width * (1 - SIGNED_FROM)),
    )
    signatures(document, blocks, size=SIZE, room=ROOM)
    paragraph(document, "Nomor telepon ……………………", before=6)
    note = "Catatan: lembar kedua mohon dikirim kembali setelah diisi dan ditandatangani."
    paragraph(document, note, size=9, before=14)
