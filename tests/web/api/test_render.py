"""One call turns data into a document, or says everything that is in the way."""

import base64
import html
import io
import json
import re
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pypdfium2
import pytest
from werkzeug.test import TestResponse

from tests.web.api.conftest import DOCX, PREFIX, Program, codes

SAMPLES = Path(__file__).parents[3] / "samples"
SAMPLE = (SAMPLES / "mentebah-2026.json").read_bytes()
WORKBOOK = (SAMPLES / "mentebah-2026-tw3.xlsx").read_bytes()
LETTER = (SAMPLES / "surat.docx").read_bytes()
LETTER_VALUES = (SAMPLES / "surat.json").read_bytes()
OFFICE = [
    "checklist",
    "dokumen-pengukuran",
    "format-pengukuran",
    "lembar-persetujuan",
    "nota-dinas",
    "rekap-data",
    "rekap-pengukuran",
    "surat-pengantar",
]
PDF = "application/pdf"


def words(docx: bytes) -> str:
    """Return the text of a Word file's body."""
    with ZipFile(io.BytesIO(docx)) as package:
        xml = package.read("word/document.xml").decode()
    return re.sub(r"<[^>]+>", "", re.sub(r"</w:p>", "\n", xml)).replace("&amp;", "&")


def pdf_words(content: bytes) -> str:
    """Return the text of a PDF's pages."""
    pdf = pypdfium2.PdfDocument(content)
    text = " ".join(page.get_textpage().get_text_range() for page in pdf)
    pdf.close()
    return text


def name_of(answer: TestResponse) -> str:
    """Return what a file is called."""
    found = re.search(r"filename=\"?([^\";]+)", answer.headers["Content-Disposition"])
    assert found
    return found[1]


def rendered(program: Program, path: str, body: bytes = SAMPLE, **headers: str) -> TestResponse:
    """Send JSON to be rendered."""
    return program.post(path, data=body, content_type="application/json", headers=headers)


def test_the_office_templates_are_listed_with_version_and_purpose(program: Program) -> None:
    everything = program.get("/templates").json["templat"]
    listed = [one for one in everything if one["prosedur"] is None]
    assert [one["nama"] for one in listed] == OFFICE
    assert all(re.fullmatch("[0-9a-f]{64}", one["versi"]) for one in listed)
    assert [one["nama"] for one in listed if one["per_unit"]] == [
        "checklist",
        "format-pengukuran",
        "nota-dinas",
        "rekap-data",
    ]
    assert all(one["judul"] != one["nama"] for one in listed)


@pytest.mark.parametrize("name", OFFICE)
def test_the_example_of_a_template_renders_as_it_is(program: Program, name: str) -> None:
    listed = {one["nama"]: one for one in program.get("/templates").json["templat"]}
    example = program.get(listed[name]["example"].removeprefix(PREFIX))
    answer = rendered(program, f"/render/{name}", example.data)
    assert answer.mimetype == DOCX
    assert name_of(answer) == f"{name}-tw3-2026.docx"
    assert "{{" not in words(answer.data)


@pytest.mark.parametrize("name", OFFICE)
def test_fields_are_json_schema_of_what_a_template_asks_for(program: Program, name: str) -> None:
    schema = program.get(f"/templates/{name}/fields").json
    assert schema["type"] == "object"
    assert {"instansi", "triwulan"} <= set(schema["properties"])


def test_a_data_set_is_computed_for_the_quarter_asked_for(program: Program) -> None:
    third = words(rendered(program, "/render/rekap-pengukuran?quarter=3").data)
    assert "94,72" in third
    assert "76,68" in third
    second = rendered(program, "/render/rekap-pengukuran?quarter=2")
    assert name_of(second) == "rekap-pengukuran-tw2-2026.docx"
    assert "94,72" not in words(second.data)


def test_a_document_of_one_unit_holds_that_unit_alone(program: Program) -> None:
    answer = rendered(program, "/render/rekap-data?quarter=3&unit=SEKSI-PEM")
    assert name_of(answer) == "rekap-data-seksi-pem-tw3-2026.docx"
    whole = words(rendered(program, "/render/rekap-data?quarter=3").data)
    assert len(words(answer.data)) < len(whole)


@pytest.mark.parametrize(
    ("query", "accept", "kind"),
    [
        ("", None, DOCX),
        ("", "*/*", DOCX),
        ("", "application/*", DOCX),
        ("", "application/json", DOCX),
        ("", "text/html", DOCX),
        ("", f"{DOCX};q=0, */*", PDF),
        ("", f"text/html, {PDF};q=0.9, */*;q=0.1", PDF),
        ("", PDF, PDF),
        ("", DOCX, DOCX),
        ("?format=docx", PDF, DOCX),
        ("?format=pdf", DOCX, PDF),
        ("?format=pdf", "text/html", PDF),
    ],
)
def test_the_form_follows_the_query_then_accept(
    program: Program, query: str, accept: str | None, kind: str
) -> None:
    answer = program.send(
        f"/render{query}",
        {"Accept": accept} if accept else {},
        template=(LETTER, "undangan.docx"),
        data=LETTER_VALUES,
    )
    assert answer.mimetype == kind
    assert name_of(answer) == f"undangan.{'pdf' if kind == PDF else 'docx'}"
    if kind == PDF:
        assert answer.headers["X-Mesin-Pdf"]
        assert "Kendala & tindak lanjut" in pdf_words(answer.data)


@pytest.mark.parametrize("accept", [f"{DOCX};q=0, {PDF};q=0", "application/json, */*;q=0"])
def test_an_accept_header_that_refuses_both_forms_is_406(program: Program, accept: str) -> None:
    answer = rendered(program, "/render/rekap-pengukuran", Accept=accept)
    assert answer.status_code == 406
    assert codes(answer) == ["web_not_acceptable"]


def test_ones_own_template_is_filled_with_loop_and_qr_code(program: Program) -> None:
    answer = program.send("/render", template=(LETTER, "surat.docx"), data=LETTER_VALUES)
    text = words(answer.data)
    assert "Kendala & tindak lanjut" in text
    assert "2. Arsip" in text
    with ZipFile(io.BytesIO(answer.data)) as package:
        assert any(name.startswith("word/media/") for name in package.namelist())


@pytest.mark.parametrize(
    ("content", "name"), [(WORKBOOK, "data.xlsx"), (WORKBOOK, "data.bin"), (SAMPLE, "data")]
)
def test_data_may_be_a_workbook_or_json_whatever_it_is_called(
    program: Program, content: bytes, name: str
) -> None:
    answer = program.send("/render/rekap-pengukuran", data=(content, name))
    assert answer.status_code == 200
    assert "94,72" in words(answer.data)


def test_data_may_be_a_plain_field_of_the_form(program: Program) -> None:
    answer = program.send("/render/rekap-pengukuran", data=SAMPLE.decode())
    assert "94,72" in words(answer.data)


def test_a_data_set_fills_ones_own_template_with_the_computed_values(
    program: Program,
) -> None:
    own = edited(LETTER, "{{ nomor }}", "{{ ringkasan.rata_rata }} persen")
    answer = program.send("/render?quarter=3", template=own, data=SAMPLE)
    assert codes(answer)[0] == "values_missing"
    told = {one["found"] for one in answer.json["problems"]}
    assert {"sifat", "kop.kantor", "camat"} & told
    assert not any("ringkasan" in one for one in told)


def edited(docx: bytes, old: str, new: str, member: str = "word/document.xml") -> bytes:
    """Return a Word file with a text of one member replaced."""
    made = io.BytesIO()
    with ZipFile(io.BytesIO(docx)) as source, ZipFile(made, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == member:
                assert old.encode() in content
                content = content.replace(old.encode(), new.encode())
            target.writestr(name, content)
    return made.getvalue()


def test_every_missing_value_is_named_at_once(program: Program) -> None:
    answer = rendered(program, "/render/rekap-pengukuran", b'{"tahun": "2026"}')
    assert answer.status_code == 422
    assert codes(answer)[0] == "values_missing"
    schema = program.get("/templates/rekap-pengukuran/fields").json
    told = " ".join(one["found"] for one in answer.json["problems"])
    for name in schema["required"]:
        assert name == "tahun" or name in told


def test_typed_text_arrives_exactly(program: Program) -> None:
    typed = "A & B <c> \"d\" 'e' {{ f }} {% g %} 😀 " + "panjang " * 375
    values = {**json.loads(LETTER_VALUES), "hal": typed.strip()}
    answer = program.send("/render", template=LETTER, data=json.dumps(values))
    assert answer.status_code == 200
    with ZipFile(io.BytesIO(answer.data)) as package:
        xml = package.read("word/document.xml").decode()
    assert typed.strip() in html.unescape(re.sub("<[^>]+>", "", xml))


def test_a_picture_in_the_values_must_be_one(program: Program) -> None:
    values = {**json.loads(LETTER_VALUES), "verifikasi": {"$gambar": "/etc/passwd"}}
    answer = program.send("/render", template=LETTER, data=json.dumps(values))
    assert "values_not_a_picture" in codes(answer)
    values["verifikasi"] = {"$gambar": base64.b64encode(b"<svg/>").decode()}
    answer = program.send("/render", template=LETTER, data=json.dumps(values))
    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("?quarter=5", "api_quarter"),
        ("?quarter=tiga", "api_whole"),
        ("?quarter=99999999999999999999999", "api_quarter"),
        ("?quarter=%C2%B3", "api_whole"),
        ("?unit=SEKSI-X", "api_unit"),
        ("?format=odt", "api_format"),
    ],
)
def test_a_wrong_parameter_is_told(program: Program, query: str, code: str) -> None:
    answer = rendered(program, f"/render/rekap-data{query}")
    assert answer.status_code == 422
    assert codes(answer) == ["api_query", code]


def test_a_unit_for_a_document_of_the_whole_office_is_refused(program: Program) -> None:
    answer = rendered(program, "/render/dokumen-pengukuran?unit=SEKSI-PEM")
    assert codes(answer) == ["api_query", "api_unit_unused"]


@pytest.mark.parametrize("path", ["/render/tidak-ada", "/render/..%2Fsecret", "/render/a4%2Frekap"])
def test_an_unknown_template_is_told_with_those_there_are(program: Program, path: str) -> None:
    answer = program.client.post(PREFIX + path, json={})
    assert answer.status_code == 404
    assert answer.mimetype == "application/problem+json"
    assert program.get("/templates/tidak-ada/fields").status_code == 404
    assert program.get("/templates/tidak-ada/example").status_code == 404


def test_a_template_is_checked_with_and_without_values(program: Program) -> None:
    def found(**parts: Any) -> list[str]:
        answer = program.send("/templates/check", **parts)
        assert answer.status_code == 200
        return [one["code"] for one in answer.json["problems"]]

    assert found(template=LETTER) == []
    assert found(template=LETTER, data=LETTER_VALUES) == []
    assert "values_missing_name" in found(template=LETTER, data=b"{}")
    broken = edited(LETTER, "{{ nomor }}", "{{ nomor")
    assert found(template=broken) != []
    assert found(template=WORKBOOK) == ["package_wrong_kind"]
    assert found(template=b"") == ["package_empty"]


def test_data_that_a_checked_template_does_not_use_is_a_hint(program: Program) -> None:
    data = json.dumps(json.loads(LETTER_VALUES) | {"lebih": 1}).encode()
    answer = program.send("/templates/check", template=LETTER, data=data)
    assert answer.json["problems"] == []
    assert [one["place"] for one in answer.json["hints"]] == ["lebih"]
    assert program.send("/templates/check", template=LETTER, data=SAMPLE).json["hints"] == []


def test_a_checked_template_comes_back_as_word_when_asked_for(program: Program) -> None:
    broken = edited(LETTER, "{{ nomor }}", "{{ nomor")
    asked = program.send("/templates/check?format=docx", template=broken)
    assert (asked.status_code, asked.mimetype) == (200, DOCX)
    assert name_of(asked).endswith("-diperiksa.docx")
    with ZipFile(io.BytesIO(asked.data)) as package:
        assert b"commentReference" in package.read("word/document.xml")
    accepted = program.send("/templates/check", headers={"Accept": DOCX}, template=broken)
    assert accepted.data == asked.data
    refused = program.send("/templates/check?format=pdf", template=broken)
    assert codes(refused) == ["api_query", "api_format"]
    assert codes(program.send("/templates/check?format=docx", template=b"")) == ["package_empty"]


def test_a_template_that_reaches_outside_is_refused(program: Program) -> None:
    relation = (
        '<Relationship Id="rId99" TargetMode="External" Target="file:///etc/passwd" Type="'
        'http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"/>'
    )
    own = edited(
        LETTER, "</Relationships>", f"{relation}</Relationships>", "word/_rels/document.xml.rels"
    )
    answer = program.send("/render?format=pdf", template=own, data=LETTER_VALUES)
    assert answer.status_code == 422
    assert codes(answer) == ["template_external"]


@pytest.mark.parametrize(
    "tag",
    [
        "{% for a in range(100000) %}{% for b in range(100000) %}x{% endfor %}{% endfor %}",
        "{{ nomor|replace('0', 'x'*9999999)|replace('x', 'y'*9999999) }}",
    ],
)
def test_a_template_that_costs_too_much_is_stopped(program: Program, tag: str) -> None:
    own = edited(LETTER, "{{ nomor }}", tag)
    answer = program.send("/render", template=own, data=LETTER_VALUES)
    assert answer.status_code == 422
    assert codes(answer)[0] in {"template_too_costly", "template_invalid", "word_filter_unknown"}
    after = program.send("/render", template=LETTER, data=LETTER_VALUES)
    assert after.status_code == 200


def test_a_template_cannot_be_text_of_a_field(program: Program) -> None:
    answer = program.send("/render", template="bukan berkas", data=LETTER_VALUES)
    assert codes(answer) == ["package_not_zip"]


@pytest.mark.parametrize("missing", ["template", "data"])
def test_a_missing_part_is_named(program: Program, missing: str) -> None:
    parts = {"template": LETTER, "data": LETTER_VALUES}
    del parts[missing]
    answer = program.send("/render", **parts)
    assert codes(answer) == ["api_part_missing", "api_part"]
    assert answer.json["problems"][0]["place"] == missing
