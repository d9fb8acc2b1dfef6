"""What a file is, by its bytes: renaming a file changes nothing."""

from collections.abc import Collection, Mapping
from typing import Literal, cast, get_args

from service import package
from service.errors import Invalid
from service.gate import compound, text

Kind = Literal["xlsx", "xls", "ods", "csv", "json", "docx", "pdf", "png", "jpeg"]

_NAMES: Mapping[str, str] = {
    "xlsx": package.NAMES["xlsx"],
    "xls": "berkas Excel lama (.xls)",
    "ods": package.NAMES["ods"],
    "csv": "berkas CSV",
    "json": "berkas JSON",
    "docx": package.NAMES["docx"],
    "pdf": "berkas PDF",
    "png": "gambar PNG",
    "jpeg": "gambar JPEG",
}
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "pdf"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"{\\rtf", "dokumen RTF"),
    (b"GIF8", "gambar GIF"),
    (b"BM", "gambar BMP"),
    (b"II*\0", "gambar TIFF"),
    (b"MM\0*", "gambar TIFF"),
    (b"RIFF", "gambar WebP"),
    (b"Rar!", "arsip RAR"),
    (b"7z\xbc\xaf", "arsip 7z"),
    (b"\x1f\x8b", "arsip GZIP"),
    (b"<", "berkas XML atau HTML"),
    (b"{", "json"),
    (b"[", "json"),
)
_MARK = b"\xef\xbb\xbf"
_LOCAL, _BLANKS = b"PK\x03\x04", b" \t\r\n"


def told_apart(content: bytes, wanted: Collection[Kind]) -> Kind:
    """Return which of the wanted kinds the content is. Raises Invalid where it is none of them."""
    package.require_size(content)
    expected = _listed(wanted)
    if content.startswith(_LOCAL):
        found = package.require(package.members(content), tuple(wanted), expected)
        return cast(Kind, found)
    if content.startswith(compound.SIGNATURE):
        return _old_office(content, wanted, expected)
    start = content[:64].removeprefix(_MARK).lstrip(_BLANKS)
    for signature, kind in _SIGNATURES:
        if start.startswith(signature) and not _is_word(signature, start):
            if kind in wanted:
                return cast(Kind, kind)
            name = _NAMES.get(kind, kind)
            raise Invalid("package_wrong_kind", found=name, expected=expected)
    if "csv" in wanted and text.is_table(content):
        return "csv"
    if "json" in wanted and "csv" not in wanted:
        return "json"  # its reader says in which line and column it ceases to be JSON
    raise Invalid("package_not_zip", expected=expected)


def _is_word(signature: bytes, start: bytes) -> bool:
    """Return whether letters that begin some files are only the beginning of a text here."""
    return signature == b"BM" and start[6:10] != bytes(4)


def _old_office(content: bytes, wanted: Collection[Kind], expected: str) -> Kind:
    if compound.is_encrypted(content):
        raise Invalid("package_encrypted", expected=expected)
    if "xls" not in wanted:
        raise Invalid("package_old", expected=expected)
    if not compound.books(content):
        found = "dokumen Word lama (.doc)" if compound.is_word(content) else "berkas Office lama"
        raise Invalid("package_wrong_kind", found=found, expected=expected)
    return "xls"


def _listed(wanted: Collection[Kind]) -> str:
    """Return the names of the wanted kinds as a sentence lists them."""
    *names, last = [_NAMES[kind] for kind in get_args(Kind) if kind in wanted]
    return f"{', '.join(names)} atau {last}" if names else last
