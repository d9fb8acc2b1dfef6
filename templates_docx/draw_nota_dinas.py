"""Draws the Nota Dinas, which serves two letters by its state.

`perintah` orders the staff to prepare the forms of every unit; `penyampaian` hands one unit's
forms to its operator, through the head of the unit. Without a state it is a handing out when it
is made for one unit.
"""

from docx.document import Document as WordDocument
from docx.shared import Pt

from templates_docx.drawing import (
    TOTAL_SHADE,
    Cell,
    Column,
    Paper,
    facts,
    fit,
    header,
    loop,
    page_number,
    paragraph,
    row,
    table,
    text_width,
    to_bytes,
)
from templates_docx.letters import (
    PERIOD,
    SIZE,
    TABLE_SIZE,
    ended,
    open_letter,
    signed,
    tag,
    text,
)
from templates_docx.text import rule

HANDED_OUT = 'status == "penyampaian" or (not status and bagian.kode)'
SENDER = "penanda_tangan.kasubbag_program"
SUPERIOR = "penanda_tangan.sekretaris"
OPERATOR, HEAD = "bagian.penanda_tangan.operator", "bagian.penanda_tangan.kepala"
UNITS = (Column(11, "center"), Column(88, least=80), Column(44), Column(22, "center"))
INDICATORS = (
    Column(12, "center"),
    Column(76, least=40),
    Column(24, "center"),
    Column(21, "right"),
    Column(23, "right"),
)


def draw(paper: Paper) -> bytes:
    """Draw the letter on one paper."""
    document = open_letter(paper, "Nota Dinas")
    paragraph(document, "NOTA DINAS", bold=True, align="center", before=2, after=8, size=13)
    tag(document, f"if {HANDED_OUT}")
    _handing_out(document)
    tag(document, "else")
    _order(document)
    tag(document, "endif")
    page_number(document.sections[0])
    return to_bytes(document)


def _head(document: WordDocument, addressee: str, copy: str, enclosed: str, about: str) -> None:
    width = text_width(document.sections[0])
    lines = (
        ("Yth.", addressee),
        ("Dari", f"{{{{ {SENDER}.sebutan }}}}"),
        ("Tembusan", copy),
        ("Tanggal", "{{ tanggal }}"),
        ("Nomor", "{{ nomor }}"),
        ("Sifat", "Biasa"),
        ("Lampiran", enclosed),
        ("Hal", about),
    )
    facts(document, [[line] for line in lines], (28, width - 32), size=SIZE)
    line = paragraph(document, size=4, after=10)
    rule(line, "bottom", "single", 8)


def _order(document: WordDocument) -> None:
    width = text_width(document.sections[0])
    about = f"Penyiapan Format Pengukuran Kinerja {PERIOD}"
    copy = f"{{{{ {SUPERIOR}.sebutan }}}}"
    _head(document, "{{ penanda_tangan.staf_program.sebutan }}", copy, "-", about)
    text(
        document,
        "Sehubungan dengan pelaksanaan Standar Operasional Prosedur Pengukuran Kinerja "
        f"{{{{ instansi.nama_biasa }}}}, Saudara diminta menyiapkan Format Pengukuran Kinerja "
        f"{PERIOD} dan menyampaikannya kepada Operator Data Kinerja pada setiap unit paling lambat "
        "tanggal {{ batas_kembali }}, dengan rincian sebagai berikut:",
        keep_next=True,
    )
    grid = table(document, fit(UNITS, width, fixed=(0, 3)), size=TABLE_SIZE)
    header(grid, [("No", "Unit", "Indikator", "Jumlah")], heights=(7,), numbers=False)
    loop(grid, "for unit_ini in semua_bagian")
    cells = ("{{ loop.index }}", *(f"{{{{ unit_ini.{name} }}}}" for name in _UNIT))
    row(grid, cells)
    loop(grid, "endfor")
    total = Cell("Jumlah", span=3, align="right", bold=True, shade=TOTAL_SHADE)
    row(grid, [total, Cell("{{ jumlah_indikator }}", bold=True, shade=TOTAL_SHADE)])
    paragraph(document, size=6)
    text(
        document,
        "Data yang telah dihimpun operator beserta bukti dukungnya agar disampaikan kembali untuk "
        "diperiksa serta dicek ulang kesesuaiannya dengan target Perjanjian Kinerja.",
    )
    _end(document, "Demikian untuk dilaksanakan sebagaimana mestinya.")


_UNIT = ("nama", "kode_indikator", "jumlah_indikator")


def _handing_out(document: WordDocument) -> None:
    width = text_width(document.sections[0])
    about = f"Penyampaian Format Pengukuran Kinerja {PERIOD}"
    addressee = f"{{{{ {OPERATOR}.sebutan }}}}\nmelalui {{{{ {HEAD}.sebutan }}}}"
    own = f"{HEAD}.nama == {SUPERIOR}.nama"
    copy = (
        f"{{% if {own} %}}{{{{ penanda_tangan.camat.sebutan }}}}"
        f"{{% else %}}{{{{ {SUPERIOR}.sebutan }}}}{{% endif %}}"
    )
    _head(document, addressee, copy, "1 (satu) berkas", about)
    text(
        document,
        f"Sehubungan dengan pengukuran kinerja {PERIOD}, bersama ini disampaikan Format Pengukuran "
        "Kinerja dan Checklist Inventarisasi Data Kinerja untuk {{ bagian.nama }}. Saudara diminta "
        "menghimpun data perkembangan realisasi kinerja bulan {{ bulan }} {{ tahun }} untuk "
        "{{ bagian.jumlah_indikator }} indikator berikut:",
        keep_next=True,
    )
    grid = table(document, fit(INDICATORS, width, fixed=(0, 2, 3, 4)), size=TABLE_SIZE)
    heads = ("No", "Indikator Kinerja", "Satuan", "Target\n{{ tahun }}")
    header(grid, [(*heads, "Target s.d.\nTW\u00a0{{ triwulan }}")], heights=(10,), numbers=False)
    loop(grid, "for s in bagian.sasaran")
    loop(grid, "for i in s.indikator")
    names = ("kode", "uraian", "satuan", "target_tahunan", "target_sd")
    row(grid, [f"{{{{ i.{name} }}}}" for name in names])
    loop(grid, "endfor")
    loop(grid, "endfor")
    paragraph(document, size=6)
    text(
        document,
        "Format yang telah diisi, checklist, dan bukti dukung dikembalikan kepada "
        "{{ penanda_tangan.staf_program.sebutan }} paling lambat tanggal {{ batas_kembali }}. "
        "Angka 0 diisi hanya apabila hasil pengukurannya memang nol; data yang belum ada "
        "dikosongkan dan disertai alasannya.",
    )
    _end(document, "Atas perhatian dan kerja sama Saudara, disampaikan terima kasih.")


def _end(document: WordDocument, last: str) -> None:
    cell = ended(document)
    text(cell, last, after=8).paragraph_format.space_before = Pt(4)
    signed(cell, text_width(document.sections[0]), SENDER)
