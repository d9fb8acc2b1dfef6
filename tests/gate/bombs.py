"""Small files that cost a reader much: far cells, repeats, sizes that are only declared."""

import base64
import struct
import zlib
from collections.abc import Iterator

from tests.gate.files import (
    MAIN,
    compound,
    jpeg,
    number,
    ods,
    ods_cell,
    ods_parts,
    png,
    record,
    sheet,
    xls,
    xls_stream,
    xlsx,
    xlsx_parts,
    zipped,
)
from tests.gate.hostile import Hostile, refused

FAR, CROWDED = "workbook_cell_far", "workbook_sheet_crowded"
_FIRST = '<row r="1"><c r="A1"><v>1</v></c></row>'


def bombs() -> Iterator[Hostile]:
    """Yield every bomb."""
    yield from _far_cells()
    yield from _xlsx_shapes()
    yield from _old()
    yield from _repeats()
    yield from _texts()
    yield from _pictures()
    yield from _pdfs()


def _far_cells() -> Iterator[Hostile]:
    places = (
        "XFD1048576",
        "AAAAAAA1",
        "A99999999",
        "XFD999",
        "ZZ9999",
        "ZZZZ1048576",
        "xfd1048576",
    )
    ways = {
        "biasa": '<c r="{at}"><v>1</v></c>',
        "sebaris": '<c r="{at}" t="inlineStr"><is><t>x</t></is></c>',
        "rumus": '<c r="{at}"><f>1</f></c>',
        "petik": "<c r='{at}'><v>1</v></c>",
        "urutan": '<c s="0" r="{at}"><v>1</v></c>',
        "spasi": '<c\n\tr = "{at}"><v>1</v></c>',
        "rujukan": '<c r="&#x{first:x};{rest}"><v>1</v></c>',
        "awalan": f'<x:c xmlns:x="{MAIN}" r="{{at}}"><x:v>1</x:v></x:c>',
    }
    for place in places:
        for way, written in ways.items():
            cell = written.format(at=place, first=ord(place[0]), rest=place[1:])
            content = xlsx(sheet(f'{_FIRST}<row r="9">{cell}</row>'))
            yield refused(f"sel-jauh-{place}-{way}", content, FAR)
    for codec in ("utf-16", "utf-8-sig", "iso-8859-1"):
        told = f'<?xml version="1.0" encoding="{codec.removesuffix("-sig")}"?>'
        text = told + sheet(f'{_FIRST}<row r="9"><c r="XFD1048576"><v>1</v></c></row>')
        parts = {**xlsx_parts(), "xl/worksheets/sheet1.xml": text.encode(codec)}
        yield refused(f"sel-jauh-{codec}", zipped(parts), FAR)
    skipped = (
        f'{_FIRST}<row r="1048576"><c><v>1</v></c></row><row r="2"><c r="XFD2"><v>1</v></c></row>'
    )
    yield refused("sel-tanpa-alamat", xlsx(sheet(skipped)), FAR)
    told = sheet(f'{_FIRST}<row r="9"><c r="XFD1048576"><v>1</v></c></row>').replace(
        "<sheetData>", '<dimension ref="A1:B9"/><sheetData>'
    )
    yield refused("ukuran-lembar-bohong", xlsx(told), FAR)
    elsewhere = {
        **xlsx_parts(),
        "xl/lain.dat": sheet('<row r="9"><c r="XFD1048576"><v/></c></row>'),
    }
    yield refused("lembar-bernama-lain", zipped(elsewhere), FAR)
    halves = sheet(
        '<row r="1"><c r="ABC1"><v>1</v></c></row><row r="9"><c r="A9000"><v>1</v></c></row>'
    )
    yield refused("sel-menyebar", xlsx(halves), FAR)
    yield refused("sel-menyebar-dua-lembar", xlsx(halves, halves), FAR)


def _xlsx_shapes() -> Iterator[Hostile]:
    for way, cell in {"alamat": '<c r="A1"/>', "polos": "<c/>", "awalan": "<x:c/>"}.items():
        body = sheet(f'<row r="1">{cell * 1_000_001}</row>').replace(
            "<worksheet ", f'<worksheet xmlns:x="{MAIN}" '
        )
        yield refused(f"sejuta-sel-{way}", xlsx(body), CROWDED)
    for count, ref in ((10_001, "A1:B2"), (1, "A1:XFD1048576"), (50, "A1:XFD99")):
        one = f'<mergeCell ref="{ref}"/>'
        merges = f"<mergeCells>{one * count}</mergeCells>"
        yield refused(f"gabungan-{count}-{ref}", xlsx(sheet(_FIRST, merges)), "gate_merges")
        sly = merges.replace("ref=", "x='ref=\"A1\"' ref=")
        yield refused(f"gabungan-licik-{count}-{ref}", xlsx(sheet(_FIRST, sly)), "gate_merges")
    link = '<hyperlinks><hyperlink ref="A1:XFD1048576"/></hyperlinks>'
    yield refused("tautan-luas", xlsx(sheet(_FIRST, link)), "gate_merges")
    one = '<hyperlink ref="A1"/>'
    links = f"<hyperlinks>{one * 20_001}</hyperlinks>"
    yield refused("tautan-banyak", xlsx(sheet(_FIRST, links)), "gate_links")
    for name in ("cfRule", "dataValidation"):
        yield refused(f"aturan-{name}", xlsx(sheet(_FIRST, f"<{name} />" * 20_001)), "gate_rules")
    styles = f"<styleSheet><cellXfs>{'<xf/>' * 70_001}</cellXfs></styleSheet>"
    yield refused("gaya", xlsx(sheet(), styles=styles), "gate_styles")
    names = f"<definedNames>{'<definedName/>' * 20_001}</definedNames>"
    yield refused("nama-rentang", xlsx(sheet(), lain=f"<a>{names}</a>"), "gate_names")
    long = "x" * 32_000
    shown = sheet('<row r="1">' + '<c r="A1" t="s"><v>0</v></c>' * 3_000 + "</row>")
    texts = f"<sst><si><t>{long}</t></si></sst>"
    yield refused("teks-bersama", xlsx(shown, sharedStrings=texts), "gate_texts")
    prefixed = f'<x:sst xmlns:x="{MAIN}"><x:si><x:t>{long}</x:t></x:si></x:sst>'
    yield refused("teks-bersama-awalan", xlsx(shown, sharedStrings=prefixed), "gate_texts")
    yield refused("lembar-51", xlsx(*[sheet()] * 51), "workbook_too_many_sheets")
    parts = xlsx_parts(sheet(), sheet())
    for part in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"):
        twice = str(parts[part]).replace("sheet2.xml", "sheet1.xml").replace('"r2"/>', '"r1"/>')
        yield refused(f"lembar-kembar-{part}", zipped({**parts, part: twice}), "gate_sheet_twice")
    wide = "".join(f"{n:030d}" for n in range(2_300_000))
    heavy = {**xlsx_parts(), "xl/lain.xml": f"<a>{wide}</a>"}
    yield refused("isi-terlalu-besar", zipped(heavy), "workbook_too_large")


def _old() -> Iterator[Hostile]:
    damaged = "gate_xls_damaged"
    for row, column in ((65_535, 65_535), (65_535, 255), (60_000, 200), (9_999, 9_999)):
        yield refused(f"xls-jauh-{row}-{column}", xls(number(0, 0) + number(row, column)), CROWDED)
        told = record(0x200, struct.pack("<LLHHH", 0, row + 1, 0, min(column + 1, 65_535), 0))
        yield refused(f"xls-ukuran-{row}-{column}", xls(told + number(0, 0)), "gate_xls_dimensions")
    whole = record(0x200, struct.pack("<LLHHH", 0, 0xFFFFFFFF, 0, 0xFFFF, 0))
    yield refused("xls-ukuran-penuh", xls(whole), "gate_xls_dimensions")
    backwards = record(0x200, struct.pack("<LLHHH", 9, 1, 5, 1, 0))
    yield refused("xls-ukuran-terbalik", xls(backwards), damaged)
    yield refused("xls-sandi", xls(globals_=record(0x2F, bytes(6))), "package_encrypted")
    yield refused("xls-lembar-kembar", xls(sheets=2), "gate_sheet_twice")
    for count in (0x7FFFFFFF, 1 << 24, 100_000):
        texts = record(0xFC, struct.pack("<LL", count, count))
        yield refused(f"xls-teks-bohong-{count}", xls(globals_=texts), damaged)
    long = record(0xFC, struct.pack("<LLHB", 1, 1, 8_000, 0) + b"x" * 8_000)
    shown = record(0xFD, struct.pack("<HHHL", 0, 0, 0, 0)) * 5_000
    yield refused("xls-teks-bersama", xls(shown, globals_=long), "gate_texts")
    merge = struct.pack("<4H", 0, 65_535, 0, 255)
    yield refused("xls-gabungan", xls(record(0xE5, b"\1\0" + merge)), "gate_merges")
    yield refused("xls-gabungan-bohong", xls(record(0xE5, b"\xff\xff" + merge)), damaged)
    yield refused("xls-catatan", xls(record(0x201, bytes(6)) * 1_000_100), CROWDED)
    yield refused("xls-kosong", compound(record(0) * 1_200_010), CROWDED)
    stream = xls_stream()
    yield refused(
        "xls-catatan-putus", compound(stream + struct.pack("<HH", 0x203, 0xFFFF)), damaged
    )
    at = stream.find(struct.pack("<HH", 0x85, 16)) + 4
    elsewhere = stream[:at] + struct.pack("<L", 7) + stream[at + 4 :]
    yield refused("xls-lembar-di-tengah", compound(elsewhere), damaged)
    yield refused("doc-lama", compound(b"x" * 5_000, "WordDocument"), "package_wrong_kind")
    yield from _chains(xls())


def _chains(content: bytes) -> Iterator[Hostile]:
    """Yield containers whose tables lead in a circle, to each other or out of the file."""
    table = len(content) - 512
    for sector in range(8):
        for target in sorted({0, sector, 3, 500, 0x7FFFFFFF}):
            spoilt = bytearray(content)
            if target != sector + 1:
                struct.pack_into("<L", spoilt, table + 4 * sector, target)
                name = f"xls-rantai-{sector}-{target}"
                yield refused(name, bytes(spoilt), "gate_xls_damaged")
    for place, value in ((28, 0), (30, 30), (44, 0), (44, 90), (48, 9999), (76, 9999), (32, 0)):
        spoilt = bytearray(content)
        struct.pack_into("<H" if place < 44 else "<L", spoilt, place, value)
        yield refused(f"xls-kepala-{place}-{value}", bytes(spoilt), "gate_xls_damaged")
    directory = len(content) - 1_024
    for place, value in ((68, 0), (76, 0), (76, 99), (128 + 116, 99), (128 + 120, 1 << 30)):
        spoilt = bytearray(content)
        struct.pack_into("<L", spoilt, directory + place, value)
        yield refused(f"xls-daftar-{place}-{value}", bytes(spoilt), "gate_xls_damaged")


def _repeats() -> Iterator[Hostile]:
    def row(cells: str, repeated: int = 1) -> str:
        return f'<table:table-row table:number-rows-repeated="{repeated}">{cells}</table:table-row>'

    for rows, columns in ((1_048_576, 1_024), (1_048_576, 3), (2_000, 2_000), (999_999_999, 9)):
        cell = ods_cell(f'table:number-columns-repeated="{columns}"')
        yield refused(f"ods-berulang-{rows}-{columns}", ods(row(cell, rows)), CROWDED, "gate_texts")
    gap = row("<table:table-cell/>", 1_048_570) + row(
        f'<table:table-cell table:number-columns-repeated="16000"/>{ods_cell()}'
    )
    yield refused("ods-jauh", ods(gap), CROWDED)
    other = ods_parts(gap)
    renamed = str(other["content.xml"]).replace("table:", "t:").replace(":table=", ":t=")
    yield refused("ods-awalan-lain", zipped({**other, "content.xml": renamed}), CROWDED)
    for number_, code in (("-1", "workbook_unreadable"), ("9" * 5_000, "workbook_unreadable")):
        cell = ods_cell(f'table:number-columns-repeated="{number_}"')
        yield refused(f"ods-bilangan-{number_[:3]}", ods(row(cell)), code)
    for count in (100_000_000, 999_999_999):
        text = f'<text:s text:c="{count}"/>'
        yield refused(f"ods-spasi-{count}", ods(row(ods_cell(text=text))), "gate_texts")
    heavy = ods_cell('table:number-columns-repeated="1000"', "x" * 100_000)
    yield refused("ods-teks-berulang", ods(row(heavy)), "gate_texts")
    spanned = ods_cell('table:number-columns-spanned="16384" table:number-rows-spanned="1048576"')
    yield refused("ods-gabungan", ods(row(spanned)), "gate_merges")
    inner = f'<table:table table:name="b">{row(ods_cell())}</table:table>'
    nested = f"<table:table-cell>{inner}</table:table-cell>"
    yield refused("ods-bersarang", ods(row(nested)), "gate_ods_nested")
    many = "</table:table><table:table>" * 51
    yield refused("ods-lembar-52", ods(row(ods_cell()) + many), "workbook_too_many_sheets")
    parts = ods_parts(row(ods_cell()))
    locked = str(parts["META-INF/manifest.xml"]).replace("/>", "><m:encryption-data/></m:manifest>")
    yield refused(
        "ods-sandi", zipped({**parts, "META-INF/manifest.xml": locked}), "package_encrypted"
    )
    writer = {**parts, "mimetype": "application/vnd.oasis.opendocument.text"}
    yield refused("odt", zipped(writer), "package_wrong_kind")


def _texts() -> Iterator[Hostile]:
    yield refused("csv-baris", b"a;b\n" * 200_001, "gate_csv_crowded")
    yield refused("csv-lajur", b";" * 1_000_001, "gate_csv_crowded")
    yield refused("csv-baris-panjang", b"a;b\n" + b"x" * (2**20 + 1), "gate_csv_long_line")
    yield refused("csv-biner", b"a;b\n" * 20_000 + b"\0", "gate_csv_not_text")
    yield refused("biner", bytes(range(256)), "package_not_zip")
    for text in (
        b"[" + b"{}," * 1_000_001 + b"0]",
        b"[" * 2_000_001,
        b'{"a":[' + b"1," * 2_000_001,
    ):
        yield refused(f"json-{text[:3]!r}", text, "gate_json_crowded", wanted=("json",))


def _pictures() -> Iterator[Hostile]:
    wanted = ("png", "jpeg", "pdf")
    for width, height in ((65_000, 65_000), (2**31 - 1, 2), (9_000, 9_000)):
        yield refused(f"png-{width}", png(width, height), "gate_picture_large", wanted=wanted)
        inside = zipped({**xlsx_parts(), "xl/media/a.dat": png(width, height)})
        yield refused(f"png-di-dalam-{width}", inside, "gate_picture_inside")
    yield refused("jpeg-besar", jpeg(60_000, 60_000), "gate_picture_large", wanted=wanted)
    yield refused("jpeg-putaran", jpeg(9, 9, scans=101), "gate_picture_scans", wanted=wanted)
    tiff = b"II*\0" + struct.pack("<LHHHLLHHLL", 8, 2, 256, 4, 1, 60_000, 257, 4, 1, 60_000)
    bmp = b"BM" + bytes(16) + struct.pack("<ll", 60_000, -60_000)
    gif = b"GIF89a" + struct.pack("<HH", 65_535, 65_535)
    for name, content in (("tiff", tiff), ("bmp", bmp), ("gif", gif)):
        inside = zipped({**xlsx_parts(), "xl/media/a": content})
        yield refused(f"{name}-di-dalam", inside, "gate_picture_inside")
    for content in (png(0, 9), png(9, 9)[:20], b"\xff\xd8\xff\xe0"):
        name = base64.b16encode(content[-6:]).decode()
        yield refused(f"gambar-rusak-{name}", content, "gate_picture_damaged", wanted=wanted)


def _pdfs() -> Iterator[Hostile]:
    wanted = ("pdf",)
    start = b"%PDF-1.7\n"
    yield refused("pdf-objek", start + b"1 0 obj\n" * 100_001, "gate_pdf_crowded", wanted=wanted)
    yield refused("pdf-rujukan", start + b"1 0 R " * 500_001, "gate_pdf_crowded", wanted=wanted)
    packed = zlib.compress(bytes(200 * 2**20), 9)
    for kind in (b"/ObjStm", b"/XRef", b"/XObject/Subtype/Image", b"/Obj#53tm"):
        listing = b"1 0 obj <</Type%b/Filter/FlateDecode>> stream\r\n%b\nendstream" % (kind, packed)
        name = f"pdf-mengembang-{kind.decode().replace('/', '-')}"
        yield refused(name, start + listing, "gate_pdf_unfolds", wanted=wanted)
    for names in (b"/LZWDecode", b"[/ASCII85Decode/FlateDecode]", b"[/FlateDecode/FlateDecode]"):
        listing = b"1 0 obj <</Type/ObjStm/Filter %b>> stream\nxx\nendstream" % names
        name = f"pdf-saringan-{names.decode().strip('[]').replace('/', '-')}"
        yield refused(name, start + listing, "gate_pdf_unfolds", wanted=wanted)
