"""Small templates that together use all of docxtpl's tag language, each with its values.

`values` is called with the docxtpl template that will be filled, or None for our own engine: a
picture, a link and a sub-document are made through the template there and stand for themselves
here.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage, Listing, RichText, RichTextParagraph

from service import word
from tests.word.documents import png
from tests.word.packages import cell, package, paragraph, row, run, table

LINK = "https://contoh.go.id/?a=1&b=2"
PICTURE = png(20, 10)
BOLD = "<w:rPr><w:b/></w:rPr>"
WIDTH = '<w:tcPr><w:tcW w:w="2000" w:type="dxa"/></w:tcPr>'


@dataclass(frozen=True)
class Example:
    template: bytes
    values: Callable[[DocxTemplate | None], dict[str, Any]]


def _plain(body, values=None, **parts):
    return Example(package(body, **parts), lambda _: dict(values or {}))


def _rows(*between, begin="for r in baris", end="endfor", columns=2):
    empty = [cell(paragraph(""), WIDTH)] * (columns - 1)
    return [
        row(cell(paragraph(f"{{%tr {begin} %}}"), WIDTH), *empty),
        *between,
        row(cell(paragraph(f"{{%tr {end} %}}"), WIDTH), *empty),
    ]


def _cells(*texts):
    return row(*(cell(paragraph(text), WIDTH) for text in texts))


ROWS = {"baris": [{"a": "1", "b": "A & B"}, {"a": "2", "b": "<C>"}], "x": "teks"}


def _pictures(docxtpl):
    if docxtpl is None:
        return {"g": word.Picture(PICTURE, width_mm=30), "h": word.Picture(PICTURE)}
    return {
        "g": InlineImage(docxtpl, io.BytesIO(PICTURE), width=Mm(30)),
        "h": InlineImage(docxtpl, io.BytesIO(PICTURE)),
    }


def _linked(docxtpl):
    # docxtpl wants the number of a relationship, made beforehand; here the address stands itself.
    address = docxtpl.build_url_id(LINK) if docxtpl else LINK
    return {"k": RichText("laman", url_id=address, underline=True), "x": "teks"}


def _rich(_):
    nested = RichText("luar ", italic=True)
    nested.add(RichText("dalam & <x>", bold=True, color="FF0000"))
    styled = RichText("gaya", style="Tegas", underline="single", strike=True, size=28, font="Arial")
    styled.add("\nbaris\tbaru\asesudah", superscript=True)
    listed = RichTextParagraph()
    listed.add(RichText("butir satu"), parastyle="Daftar")
    listed.add("butir dua & tiga", parastyle="Daftar")
    return {"k": nested, "s": styled, "p": listed, "kosong": RichText("")}


EXAMPLES = {
    "teks": _plain(paragraph("Yth. {{ x }}, {{ baris[0].b }} {{ baris|length }}"), ROWS),
    "tag terpecah": _plain(paragraph("a{", "{ ", "x", " }", "}b {% i", "f x %}ya{% en", "dif %}"),
                           ROWS),
    "format huruf": _plain(f"<w:p>{run('a {{ x }} b', BOLD)}{run(' {{ x }}')}</w:p>", ROWS),
    "bersyarat": _plain(paragraph("{% if x %}ya{% elif y %}mungkin{% else %}tidak{% endif %}."),
                        {"x": "", "y": 1}),
    "perulangan": _plain(paragraph("{% for r in baris %}{{ loop.index }}. {{ r.b }}; {% endfor %}"),
                         ROWS),
    "paragraf": _plain(paragraph("{%p for r in baris %}") + paragraph("- {{ r.b }}")
                       + paragraph("{%p if loop.last %}") + paragraph("akhir")
                       + paragraph("{%p endif %}") + paragraph("{%p endfor %}"), ROWS),
    "baris": _plain(table(_cells("No", "Nama"), *_rows(_cells("{{ r.a }}", "{{ r.b }}")),
                          _cells("Jumlah", "{{ baris|length }}"), columns=2), ROWS),
    "baris bersarang": _plain(
        table(*_rows(_cells("{{ r.a }}", ""), *_rows(_cells("", "{{ s }}"), begin="for s in r.b")),
              columns=2),
        {"baris": [{"a": "1", "b": ["x", "y"]}, {"a": "2", "b": []}]}),
    "kolom": _plain(table(_cells("{%tc for k in kolom %}", "{{ k }}", "{%tc endfor %}"), columns=3),
                    {"kolom": ["a", "b", "c", "d", "e"]}),
    "kolom lebih sedikit": _plain(
        table(_cells("{%tc for k in kolom %}", "{{ k }}", "{%tc endfor %}"), columns=3),
        {"kolom": ["a"]}),
    "kolom bersyarat": _plain(table(_cells("tetap", "{%tc if x %}", "{{ x }}", "{%tc endif %}"),
                                    columns=4), ROWS),
    "tabel bersarang": _plain(
        table(row(cell(table(*_rows(_cells("{{ r.a }}", "{{ r.b }}")), columns=2)
                       + paragraph("{{ x }}"))), columns=1), ROWS),
    "warna": _plain(table(row(cell(paragraph("{% cellbg warna %}{{ x }}"), WIDTH)), columns=1),
                    {"warna": "00FF00", "x": "hijau"}),
    "lebar kolom": _plain(table(_cells("{% colspan n %}{{ x }}", "b"), _cells("1", "2", "3"),
                                columns=3), {"n": 2, "x": "judul"}),
    "gabung ke bawah": _plain(
        table(_cells("Judul", "B"), *_rows(_cells("{% vm %}{{ x }}", "{{ r.b }}")), columns=2),
        ROWS),
    "gabung ke samping": _plain(
        table(_cells("{%tc for k in baris %}", "{% hm %}{{ x }}", "{%tc endfor %}"),
              _cells("{%tc for k in baris %}", "{{ k.b }}", "{%tc endfor %}"), columns=3), ROWS),
    "tanda hubung": _plain(paragraph("Rumah") + paragraph("{%- if x -%}") + paragraph(" kota")
                           + paragraph("{%- else -%}") + paragraph(" desa")
                           + paragraph("{%- endif %}"), ROWS),
    "kurung tertulis": _plain(paragraph("{_{ x }_} {_% y %_} {{ x }}"), ROWS),
    "komentar": _plain(paragraph("a{# rahasia #}b") + paragraph("{#p hilang #}") + paragraph("c"),
                       ROWS),
    "tanda kutip Word": _plain(paragraph("{% if x == “teks” %}ya{% endif %}"), ROWS),
    "potongan": Example(package(f"<w:p>{run('a ', BOLD)}{run('{{r k }}')}{run(' b', BOLD)}</w:p>"
                        + paragraph("{{r s }}") + paragraph("x{{r kosong }}")), _rich),
    "tautan": Example(package(paragraph("lihat ", "{{r k }}", " {{ x }}")), _linked),
    "potongan bersyarat": _plain(f"<w:p>{run('{%r if x %}')}{run('tebal', BOLD)}"
                                 f"{run('{%r else %}')}{run('biasa')}{run('{%r endif %}')}</w:p>",
                                 ROWS),
    "paragraf berformat": Example(package(paragraph("{{p p }}") + paragraph("akhir")), _rich),
    "daftar": Example(package(paragraph("awal {{ d }} akhir")),
                      lambda _: {"d": Listing("satu & <dua>\ntiga\tempat\alima\fenam")}),
    "gambar": Example(package(paragraph("a {{ g }} b") + table(_cells("{{ h }}"), columns=1)),
                      _pictures),
    "makro": _plain(paragraph("{% macro m(q) %}[{{ q }}]{% endmacro %}{{ m(x) }}{{ m('y') }}"),
                    ROWS),
    "set": _plain(paragraph("{% set y = x ~ '!' %}{{ y }}{% set z %}({{ x }}){% endset %}{{ z }}"),
                  ROWS),
    "ruang nama": _plain(paragraph("{% set n = namespace(j=0) %}{% for r in baris %}{% set n.j "
                                   "= n.j + r.a|int %}{% endfor %}{{ n.j }}"), ROWS),
    "filter": _plain(paragraph("{{ x|upper }} {{ x|title }} {{ tidak_ada|default('-') }} "
                               "{{ baris|map(attribute='a')|join(', ') }} "
                               "{{ x|replace('t', 'd') }}"),
                     ROWS),
    "kepala dan kaki": _plain(paragraph("isi"), ROWS, header=paragraph("{{ x }}")
                              + table(_cells("{{ baris[0].b }}"), columns=1),
                              footer=paragraph("{% for r in baris %}{{ r.a }}{% endfor %}")),
    "catatan kaki": _plain(paragraph("isi"), ROWS, footnotes=paragraph("{{ x }} {{ baris[0].b }}")),
    "properti": _plain(paragraph("isi"), ROWS, title="{{ x }} 2026"),
    "baris baru dalam data": _plain(paragraph("a {{ x }} b"), {"x": "satu\ndua\ttiga"}),
    "spasi": _plain(paragraph("  a  {{ x }}  b  ", " {{ x }} "), ROWS),
    "teks templat dengan tanda &": _plain(paragraph("{{ '&amp;' ~ x }}"), ROWS),
    "data kosong": _plain(paragraph("({{ x }})"), {"x": None}),
    "bilangan": _plain(paragraph("{{ x }} {{ y }}"), {"x": 0.1 + 0.2, "y": Decimal("83.50")}),
    "kurung dalam data": _plain(paragraph("{{ x }}"), {"x": "{_{ a }_}"}),
    "halaman dalam data": _plain(paragraph("{{ x }}"), {"x": "a\u2028b"}),
    "catatan pemeriksa": _plain(paragraph("isi"), ROWS, comments=paragraph("{{ x }}")),
}  # fmt: skip
