import io
import struct
import zipfile

import openpyxl
import pytest

from service import package
from service.errors import Invalid
from tests.word.documents import document, part, with_part


def code(content, kind="docx"):
    with pytest.raises(Invalid) as caught:
        package.check(content, kind)
    return caught.value.code


def workbook():
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    return out.getvalue()


def zipped(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return out.getvalue()


def test_ordinary_documents_and_workbooks_pass():
    package.check(document("Halo"), "docx")
    package.check(workbook(), "xlsx")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "package_empty"),
        (b"halo", "package_damaged"),
        (b"PK\x03\x04 dan seterusnya", "package_damaged"),
        (bytes(package.MAX_UPLOAD + 1), "package_too_large"),
    ],
)
def test_what_is_no_package_is_refused_with_its_own_code(content, expected):
    assert code(content) == expected


def test_renamed_files_are_told_apart_by_what_is_in_them():
    assert code(workbook(), "docx") == "package_wrong_kind"
    assert code(document("Halo"), "xlsx") == "package_wrong_kind"
    assert code(zipped([("catatan.txt", "halo")])) == "package_wrong_kind"
    assert code(zipped([("mimetype", "application/vnd.oasis.opendocument.text")])) == (
        "package_wrong_kind"
    )


def test_a_macro_workbook_is_read_and_a_macro_document_is_refused():
    types = part(workbook(), "[Content_Types].xml").replace(
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    package.check(with_part(workbook(), "[Content_Types].xml", types), "xlsx")
    plain = document("Halo")
    types = part(plain, "[Content_Types].xml").replace(
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        b"application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    assert code(with_part(plain, "[Content_Types].xml", types)) == "package_macros"


def test_a_package_without_its_main_part_is_incomplete():
    content = document("Halo")
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        members = [(name, old.read(name)) for name in old.namelist()]
    assert code(zipped([m for m in members if m[0] != "word/document.xml"])) == (
        "package_incomplete"
    )


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_members_of_the_same_name_are_refused_whatever_their_case():
    assert code(zipped([("a.xml", "<a/>"), ("a.xml", "<b/>")])) == "package_duplicate"
    assert code(zipped([("a.xml", "<a/>"), ("A.XML", "<b/>")])) == "package_duplicate"


@pytest.mark.parametrize("name", ["../a.xml", "/a.xml", "a\\b.xml", "c:a.xml", "word/../../a"])
def test_names_that_leave_the_package_are_refused(name):
    assert code(zipped([(name, "<a/>")])) == "package_bad_name"


def test_too_many_members_are_refused_before_any_is_read():
    members = [(f"{number}.xml", "") for number in range(package.MAX_MEMBERS + 1)]
    assert code(zipped(members)) == "package_too_many_members"


def test_members_that_share_bytes_are_refused():
    content = bytearray(zipped([("a.xml", "satu" * 50), ("b.xml", "dua" * 50)]))
    first, second = 0, content.find(b"PK\x03\x04", 4)
    directory = content.find(b"PK\x01\x02")
    second_entry = content.find(b"PK\x01\x02", directory + 4)
    struct.pack_into("<L", content, second_entry + 42, first)
    assert second > 0
    assert code(bytes(content)) in ("package_overlap", "package_damaged")


def test_a_member_whose_data_runs_into_the_next_is_refused():
    content = bytearray(zipped([("a.xml", "satu" * 50), ("b.xml", "dua" * 50)]))
    directory = content.find(b"PK\x01\x02")
    struct.pack_into("<L", content, directory + 20, 200)
    assert code(bytes(content)) == "package_overlap"


def test_a_bomb_is_refused_by_its_declared_ratio():
    assert code(zipped([("a.xml", bytes(package.RATIO_FROM + 1))])) == "package_ratio"


def test_sizes_that_lie_are_found_while_inflating():
    content = document("Halo")
    raw = bytearray(with_part(content, "word/besar.xml", b"<a>" + bytes(50_000) + b"</a>"))
    entry, local = raw.rfind(b"PK\x01\x02"), raw.rfind(b"PK\x03\x04")
    struct.pack_into("<L", raw, entry + 24, 10)
    assert code(bytes(raw)) == "package_disagrees"
    struct.pack_into("<L", raw, local + 22, 10)
    assert code(bytes(raw)) == "package_damaged"


def test_what_unzips_to_more_than_the_limit_is_refused_unread():
    content = bytearray(zipped([(f"{number}.bin", "x") for number in range(30)]))
    at = content.find(b"PK\x01\x02")
    while at >= 0:
        struct.pack_into("<L", content, at + 24, 9 * 1024 * 1024)
        at = content.find(b"PK\x01\x02", at + 4)
    assert code(bytes(content)) == "package_unzips_too_large"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_doctype_is_refused_in_any_encoding(encoding):
    text = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    content = with_part(document("Halo"), "word/lain.xml", text.encode(encoding))
    assert code(content) == "package_doctype"


def test_broken_xml_is_named_by_its_member():
    with pytest.raises(Invalid) as caught:
        package.check(with_part(document("Halo"), "word/lain.xml", b"bukan xml"), "docx")
    assert caught.value.code == "package_bad_xml"
    assert "word/lain.xml" in caught.value.detail


def test_an_encrypted_member_is_refused():
    content = bytearray(document("Halo"))
    entry = content.find(b"PK\x01\x02")
    content[entry + 8] |= 1
    assert code(bytes(content)) == "package_encrypted"


def test_cut_uploads_are_damaged_wherever_they_end():
    content = document("Halo")
    for length in range(4, len(content), 997):
        assert code(content[:length]) == "package_damaged"
