"""Small sound files of each kind, built part by part so that each part can be spoilt."""

import io
import struct
import zipfile
from collections.abc import Mapping

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OPEN_XML = "application/vnd.openxmlformats-officedocument"
_ODF = "urn:oasis:names:tc:opendocument:xmlns"
_NONE, _END = 0xFFFFFFFF, 0xFFFFFFFE

Parts = dict[str, bytes | str]


def zipped(parts: Mapping[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def _opened_by(main: str, kind: str) -> Parts:
    return {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels"'
        f' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/{main}" ContentType="{_OPEN_XML}.{kind}.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1"'
        f' Type="{RELATIONS}/officeDocument" Target="{main}"/></Relationships>',
    }


def sheet(cells: str = '<row r="1"><c r="A1"><v>1</v></c></row>', behind: str = "") -> str:
    return f'<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData>{behind}</worksheet>'


def xlsx_parts(*sheets: str) -> Parts:
    numbers = range(1, len(sheets or ("",)) + 1)
    listed = "".join(f'<sheet name="Lembar{n}" sheetId="{n}" r:id="r{n}"/>' for n in numbers)
    targets = "".join(
        f'<Relationship Id="r{n}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in numbers
    )
    return {
        **_opened_by("xl/workbook.xml", "spreadsheetml.sheet"),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f"{targets}</Relationships>",
        **{f"xl/worksheets/sheet{n}.xml": one for n, one in zip(numbers, sheets or (sheet(),))},  # noqa: B905
    }


def xlsx(*sheets: str, **more: str) -> bytes:
    """Return a workbook; `more` are other parts under xl/."""
    others = {f"xl/{name}.xml": content for name, content in more.items()}
    return zipped({**xlsx_parts(*sheets), **others})


def docx_parts() -> Parts:
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return {
        **_opened_by("word/document.xml", "wordprocessingml.document"),
        "word/document.xml": f'<w:document xmlns:w="{word}"><w:body><w:p/></w:body></w:document>',
        "word/styles.xml": f'<w:styles xmlns:w="{word}"/>',
    }


def ods_parts(rows: str = "<table:table-row/>", name: str = "Lembar1") -> Parts:
    spaces = "".join(f' xmlns:{one}="{_ODF}:{one}:1.0"' for one in ("office", "table", "text"))
    body = f'<table:table table:name="{name}">{rows}</table:table>'
    return {
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "content.xml": f"<office:document-content{spaces}><office:body><office:spreadsheet>{body}"
        "</office:spreadsheet></office:body></office:document-content>",
        "META-INF/manifest.xml": f'<m:manifest xmlns:m="{_ODF}:manifest:1.0"/>',
    }


def ods(rows: str) -> bytes:
    return zipped(ods_parts(rows))


def ods_cell(more: str = "", text: str = "1") -> str:
    value = 'office:value-type="string"'
    return f"<table:table-cell {value} {more}><text:p>{text}</text:p></table:table-cell>"


def record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def number(row: int, column: int) -> bytes:
    return record(0x203, struct.pack("<HHHd", row, column, 0, 1.5))


def xls_stream(sheet: bytes = number(0, 0), globals_: bytes = b"", sheets: int = 1) -> bytes:
    """Return the records of a workbook; every further sheet points at the same records."""
    start = record(0x809, struct.pack("<HHHHLL", 0x600, 5, 0, 0, 0, 0))
    bounds = 20 * sheets
    at = len(start) + len(globals_) + bounds + 4
    listed = record(0x85, struct.pack("<LHBB8s", at, 0, 7, 0, b"Lembar1\0"))
    own = record(0x809, struct.pack("<HHHHLL", 0x600, 16, 0, 0, 0, 0)) + sheet + record(0x0A)
    return start + globals_ + listed * sheets + record(0x0A) + own


def compound(stream: bytes, name: str = "Workbook") -> bytes:
    """Return an old Office container around one stream."""
    stream = stream.ljust(4096, b"\0")
    sectors = -(-len(stream) // 512)
    tables = -(-(sectors + 20) // 126)
    more = max(0, -(-(tables - 109) // 127))  # sectors that go on listing those of the table
    chain = [*range(1, sectors), _END, _END, *[0xFFFFFFFD] * tables, *[0xFFFFFFFC] * more]
    chain += [_NONE] * (tables * 128 - len(chain))
    listed = [*range(sectors + 1, sectors + 1 + tables)]
    next_list = sectors + 1 + tables
    lists = b""
    for at in range(109, tables, 127):
        next_list += 1
        end = _END if at + 127 >= tables else next_list
        here = listed[at : at + 127]
        lists += struct.pack("<128L", *here, *[_NONE] * (127 - len(here)), end)
    header = struct.pack(
        "<8s16s5H6s9L",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", bytes(16), 0x3E, 3, 0xFFFE, 9, 6, bytes(6),
        0, tables, sectors, 0, 4096, _END, 0, sectors + 1 + tables if more else _END, more,
    )  # fmt: skip
    header += struct.pack("<109L", *listed[:109], *[_NONE] * (109 - tables))
    entries = _entry("Root Entry", 5, 1, _END, 0) + _entry(name, 2, _NONE, 0, len(stream))
    return (
        header
        + stream.ljust(sectors * 512, b"\0")
        + entries.ljust(512, b"\0")
        + struct.pack(f"<{len(chain)}L", *chain)
        + lists
    )


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    raw = name.encode("utf-16-le")
    links = (_NONE, _NONE, child)
    return struct.pack("<64sHBB3L36sLQ", raw, len(raw) + 2, kind, 1, *links, bytes(36), start, size)


def xls(sheet: bytes = number(0, 0), globals_: bytes = b"", sheets: int = 1) -> bytes:
    return compound(xls_stream(sheet, globals_, sheets))


def png(width: int, height: int) -> bytes:
    head = struct.pack(">LL5B", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">L", 13) + b"IHDR" + head + bytes(4)


def jpeg(width: int, height: int, scans: int = 1) -> bytes:
    frame = struct.pack(">HBHHB", 17, 8, height, width, 3) + bytes(9)
    return b"\xff\xd8\xff\xc2" + frame + b"\xff\xda\x00\x02\x00" * scans + b"\xff\xd9"
