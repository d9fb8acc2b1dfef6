import pytest
from docx import Document

from service import word
from service.errors import Invalid
from tests.word.documents import document, names, opened, part, saved, tree

TEXT = "000.8/1 & <2>"
EMU = 36_000


def drawn(docx):
    """Return the one picture a document shows, and its alternative texts."""
    (picture,) = [name for name in names(docx) if name.startswith("word/media/")]
    return part(docx, picture), [e.get("descr") for e in tree(docx).iter("{*}docPr")]


def test_the_filter_and_the_value_make_the_same_qr_code():
    content = document("Periksa: {{ nomor|qr }}", "{% set kode = nomor|qr %}{{ kode }}")
    by_filter = word.compile(content).fill({"nomor": TEXT})
    values = word.values_from_json({"nomor": {"$qr": TEXT}})
    by_value = word.compile(document("{{ nomor }}")).fill(values)
    assert drawn(by_filter) == (drawn(by_value)[0], [f"Kode QR: {TEXT}"] * 2)
    assert [shape.width for shape in opened(by_filter).inline_shapes] == [25 * EMU] * 2


def test_line_ends_and_tabs_in_a_qr_code_leave_the_document_whole():
    content = document("{{ a|qr }}", "{{ ('x\\n' ~ a)|qr }}")
    out = word.compile(content).fill({"a": "satu\ndua\ttiga"})
    assert [e.get("descr") for e in tree(out).iter("{*}docPr")] == [
        "Kode QR: satu dua tiga", "Kode QR: x satu dua tiga",
    ]  # fmt: skip


def test_what_another_filter_made_is_encoded_as_it_is_read():
    for tag in ("{{ a|upper|qr }}", "{{ a|e|qr }}", "{{ ('A & B')|qr }}"):
        out = word.compile(document(tag)).fill({"a": "A & B"})
        assert drawn(out)[1] == ["Kode QR: A & B"]


@pytest.mark.parametrize("value", ["", "x" * 3000, ["a"], True])
def test_what_no_qr_code_can_hold_is_a_fault_with_its_place(value):
    with pytest.raises(Invalid) as caught:
        word.compile(document("x", "{{ nomor|qr }}")).fill({"nomor": value})
    (found,) = caught.value.problems
    assert (found.code, found.place) == ("word_qr_failed", "paragraf 2")


@pytest.mark.parametrize("values", [{}, {"nomor": None}])
def test_a_qr_code_of_a_value_that_is_not_there_is_a_missing_value(values):
    with pytest.raises(Invalid) as caught:
        word.compile(document("x{{ a }}", "{{ nomor|qr }}")).fill({"a": "", **values})
    (found,) = caught.value.problems
    assert (found.code, found.place) == ("values_missing_name", "paragraf 2")


@pytest.mark.parametrize("value", [None, "", ["a"], "x" * 3000])
def test_a_qr_code_in_json_has_to_hold_something_too(value):
    with pytest.raises(Invalid) as caught:
        word.values_from_json({"a": [{"$qr": value}]})
    assert [found.place for found in caught.value.problems] == ["a[0]"]


def test_a_condition_makes_a_qr_code_optional():
    made = Document()
    made.add_paragraph("x{{ nomor|qr if nomor }}")
    assert word.compile(saved(made)).fill({"nomor": None})
