"""Hostile packages, each named after what it tries, with the codes by which it may be refused."""

import io
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from tests.gate.files import docx_parts, ods_cell, ods_parts, xls, xlsx_parts, zipped

SHEETS = ("xlsx", "xls", "ods", "csv")
_CENTRAL, _LOCAL = b"PK\x01\x02", b"PK\x03\x04"
_ENTITIES = (
    '<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">'
    '<!ENTITY d SYSTEM "file:///etc/passwd">]>'
)
_ENCODINGS = {
    "utf-8": "utf-8", "utf-8-sig": "utf-8", "utf-16": "utf-16", "utf-16-le": None,
    "utf-16-be": None, "utf-32": "utf-32", "utf-32-le": None, "utf-32-be": "utf-32",
    "utf-7": "utf-7",
    "cp037": "cp037", "cp500": "ibm500", "iso-8859-1": "iso-8859-1", "cp1252": "windows-1252",
    "shift_jis": "shift_jis", "ascii": "us-ascii",
}  # fmt: skip


@dataclass(frozen=True)
class Hostile:
    """One file, what is asked for where it enters, and the codes that name its fault."""

    name: str
    content: bytes
    codes: frozenset[str]
    wanted: tuple[str, ...] = SHEETS


def refused(name: str, content: bytes, *codes: str, wanted: tuple[str, ...] = SHEETS) -> Hostile:
    """Return a file called `name` that one of `codes` refuses."""
    return Hostile(name, content, frozenset(codes), wanted)


def packages() -> Iterator[Hostile]:
    """Yield every hostile package that is built part by part; shapes stand in bombs.py."""
    yield from _entities()
    yield from _names()
    yield from _directories()
    yield from _lies()
    yield from _cut()
    yield from _polyglots()
    yield from _many()
    yield from _methods()


def _sound() -> dict[str, tuple[dict[str, bytes | str], tuple[str, ...]]]:
    rows = f"<table:table-row>{ods_cell()}</table:table-row>"
    return {
        "xlsx": (
            {
                **xlsx_parts(),
                "xl/sharedStrings.xml": "<sst/>",
                "xl/styles.xml": "<styleSheet/>",
                "xl/lain.bin": "<lain/>",
                "docProps/core.xml": "<core/>",
            },
            SHEETS,
        ),
        "docx": (
            {**docx_parts(), "word/lain": "<lain/>", "word/lukisan.vml": "<xml/>"},
            ("docx",),
        ),
        "ods": ({**ods_parts(rows), "settings.xml": "<a/>", "Objek 1": "<a/>"}, SHEETS),
    }


def _entities() -> Iterator[Hostile]:
    """Yield an entity bomb in every part of every kind of package, in every encoding."""
    for kind, (parts, wanted) in _sound().items():
        for part, content in parts.items():
            if part == "mimetype":
                continue
            for codec, told in _ENCODINGS.items():
                declared = f' encoding="{told}"' if told else ""
                text = f'<?xml version="1.0"{declared}?>{_ENTITIES}{content}'
                yield refused(
                    f"entitas-{kind}-{part}-{codec}",
                    zipped({**parts, part: text.encode(codec)}),
                    "package_doctype", "package_encoding", wanted=wanted,
                )  # fmt: skip


def _names() -> Iterator[Hostile]:
    """Yield members whose names leave the package, or that another system takes for the same."""
    leaving = (
        "../a.xml", "/etc/passwd", "xl/../../a", "..", "xl/..", "C:/a.xml", "xl/a:b.xml",
        "//server/a", "xl/\x01a.xml", "xl/a\nb.xml", "a/./b.xml", "xl/\x7f.xml", "../../../tmp/a",
    )  # fmt: skip
    for number, name in enumerate(leaving):
        yield refused(f"nama-{number}", zipped({**xlsx_parts(), name: "<a/>"}), "package_bad_name")
    slashed = zipped({**xlsx_parts(), "xl+a.xml": "<a/>"}).replace(b"xl+a.xml", b"xl\\a.xml")
    yield refused("nama-garis-miring-terbalik", slashed, "package_bad_name")
    for name in xlsx_parts():
        for same in {name.upper(), name.title(), name.swapcase()} - {name}:
            doubled = zipped({**xlsx_parts(), same: "<a/>"})
            yield refused(f"nama-ganda-{same}", doubled, "package_duplicate")
        alike = zipped({**xlsx_parts(), "#" * len(name): "<a/>"})
        doubled = alike.replace(b"#" * len(name), name.encode())
        yield refused(f"nama-sama-{name}", doubled, "package_duplicate")
    composed = zipped({**xlsx_parts(), "xl/é.xml": "<a/>", "xl/e\u0301.xml": "<b/>"})
    yield refused("nama-ganda-aksen", composed, "package_duplicate")


def _entries(content: bytes) -> list[int]:
    at, found = content.find(_CENTRAL), []
    while at >= 0:
        found.append(at)
        at = content.find(_CENTRAL, at + 4)
    return found


def _set(content: bytes, at: int, form: str, value: int) -> bytes:
    spoilt = bytearray(content)
    struct.pack_into(form, spoilt, at, value)
    return bytes(spoilt)


def _directories() -> Iterator[Hostile]:
    """Yield directories that send several entries to the same bytes."""
    content = zipped(xlsx_parts())
    entries = _entries(content)
    offsets = [struct.unpack_from("<L", content, at + 42)[0] for at in entries]
    overlap = ("package_overlap", "package_unlisted", "package_disagrees", "package_damaged")
    for first, at in enumerate(entries):
        for second, offset in enumerate(offsets):
            if first != second:
                spoilt = _set(content, at + 42, "<L", offset)
                yield refused(f"tumpang-tindih-{first}-{second}", spoilt, *overlap)
        for more in (1, 2, 30):
            spoilt = _set(content, at + 42, "<L", offsets[first] + more)
            yield refused(f"geser-{first}-{more}", spoilt, *overlap)
        size = struct.unpack_from("<L", content, at + 20)[0]
        spoilt = _set(content, at + 20, "<L", len(content) - size)
        yield refused(f"melebar-{first}", spoilt, *overlap)
    start = entries[0]
    own = len(content) - start
    stored = _set(_set(content, start + 10, "<H", 0), start + 20, "<L", len(content))
    yield refused("memuat-diri-sendiri", _set(stored, start + 24, "<L", len(content)), *overlap)
    yield refused("memuat-daftarnya", _set(content, start + 20, "<L", start + own), *overlap)


def _lies() -> Iterator[Hostile]:
    """Yield entries told in front of the data otherwise than in the directory."""
    content = zipped(xlsx_parts())
    for number, at in enumerate(_entries(content)):
        local = struct.unpack_from("<L", content, at + 42)[0]
        packed = struct.unpack_from("<L", content, at + 20)[0]
        for field, place, form, value in (
            ("nama", local + 30, "<B", 0x7A), ("cara", local + 8, "<H", 0),
            ("crc", local + 14, "<L", 1), ("ukuran", local + 22, "<L", 1),
            ("mampat", local + 18, "<L", packed + 1), ("sandi", local + 6, "<H", 1),
            ("belakang", local + 6, "<H", 8),
        ):  # fmt: skip
            spoilt = _set(content, place, form, value)
            yield refused(f"beda-{field}-{number}", spoilt, "package_disagrees")
        for place in (local + 18, local + 22, at + 20, at + 24, at + 42):
            spoilt = _set(content, place, "<L", 0xFFFFFFFF)
            yield refused(f"zip64-{number}-{place}", spoilt, "package_zip64")
        both = _set(_set(content, local + 22, "<L", 9), at + 24, "<L", 9)
        yield refused(f"ukuran-bohong-{number}", both, "package_damaged")
        yield refused(f"sandi-{number}", _set(content, at + 8, "<H", 1), "package_encrypted")
        huge = _set(_set(content, local + 22, "<L", 1 << 30), at + 24, "<L", 1 << 30)
        yield refused(f"raksasa-{number}", huge, "package_unzips_too_large")
    end = content.rfind(b"PK\x05\x06")
    many = _set(_set(content, end + 8, "<H", 0xFFFF), end + 10, "<H", 0xFFFF)
    yield refused("zip64-jumlah", many, "package_zip64")
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, 0, 1)
    yield refused("zip64-penunjuk", content[:end] + locator + content[end:], "package_zip64")


def _cut() -> Iterator[Hostile]:
    """Yield files cut at every kind of place."""
    for kind, (parts, wanted) in _sound().items():
        content = zipped(parts)
        places = {0, 4, 29, 31, len(content) - 1, len(content) - 21, *_entries(content)}
        for at in sorted(places | set(range(50, len(content), len(content) // 12))):
            codes = ("package_empty",) if at == 0 else ("package_damaged",)
            yield refused(f"terpotong-{kind}-{at}", content[:at], *codes, wanted=wanted)
    old = xls()
    for at in (8, 75, 76, 511, 512, 513, 1_024, 4_000, 4_608, 5_119, len(old) - 512):
        yield refused(f"terpotong-xls-{at}", old[:at], "gate_xls_damaged")


def _polyglots() -> Iterator[Hostile]:
    """Yield packages with another file before, behind, between their own bytes."""
    content = zipped(xlsx_parts())
    others = {"pdf": b"%PDF-1.7\n", "gif": b"GIF89a", "html": b"<html></html>", "rtf": b"{\\rtf1}"}
    for name, other in others.items():
        yield refused(f"di-depan-{name}", other + content, "package_wrong_kind", "package_not_zip")
        yield refused(f"di-belakang-{name}", content + other, "package_unlisted")
        first = _entries(content)[0]
        between = content[:first] + other + content[first:]
        end = between.rfind(b"PK\x05\x06")
        moved = _set(between, end + 16, "<L", first + len(other))
        yield refused(f"di-antara-{name}", moved, "package_unlisted")
    yield refused("dua-arsip", content + content, "package_unlisted", "package_damaged")
    inner = zipped(xlsx_parts())
    yield refused("arsip-di-dalam-arsip", zipped({"a.xlsx": inner}), "package_wrong_kind")
    hidden = zipped({**xlsx_parts(), "xl/tersembunyi.xml": "<a/>"})
    last = _entries(hidden)[-1]
    end = hidden.rfind(b"PK\x05\x06")
    spoilt = hidden[:last] + hidden[end:]
    end = spoilt.rfind(b"PK\x05\x06")
    for place, value in ((8, len(_entries(spoilt))), (10, len(_entries(spoilt)))):
        spoilt = _set(spoilt, end + place, "<H", value)
    spoilt = _set(spoilt, end + 12, "<L", end - _entries(spoilt)[0])
    yield refused("tidak-terdaftar", spoilt, "package_unlisted")


def _many() -> Iterator[Hostile]:
    """Yield packages of very many members, and of few that unfold to very much."""
    for count in (2_001, 5_000, 65_000):
        members = {f"{number}": b"" for number in range(count)}
        yield refused(f"bagian-{count}", zipped(members), "package_too_many_members")
    for part in ("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/media/a.png", "a.bin"):
        for size in (11, 60, 150):
            bomb = zipped({**xlsx_parts(), part: bytes(size * 2**20)})
            yield refused(f"mengembang-{part}-{size}", bomb, "package_ratio")
    large = zipped({**xlsx_parts(), **{f"{n}.bin": bytes(9 * 2**20) for n in range(23)}})
    yield refused("mengembang-bersama", large, "package_unzips_too_large")


def _methods() -> Iterator[Hostile]:
    """Yield members packed in ways no office program uses."""
    content = zipped(xlsx_parts())
    at = _entries(content)[-1]
    for method in (1, 2, 6, 9, 12, 14, 93, 95, 96, 98, 99):
        yield refused(f"cara-{method}", _set(content, at + 10, "<H", method), "package_method")
    for name, packed in (("bzip2", zipfile.ZIP_BZIP2), ("lzma", zipfile.ZIP_LZMA)):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", packed) as archive:
            archive.writestr("xl/workbook.xml", "<workbook/>")
        yield refused(f"cara-{name}", out.getvalue(), "package_method")
