"""What tags may leave empty is left out or completed: Word calls anything else damaged."""

import pytest

from service import word
from tests.word.documents import W, tree
from tests.word.packages import cell, package, paragraph, row, table, text_box

GONE = [paragraph("{%p for x in xs %}"), paragraph("{{ x }}"), paragraph("{%p endfor %}")]
EMPTIED = "".join(GONE)
LOOP = [row(cell(paragraph(f"{{%tr {tag} %}}"))) for tag in ("for x in xs", "endfor")]
CELLS = [cell(paragraph(f"{{%tc {tag} %}}")) for tag in ("for x in xs", "endfor")]
TEXT = cell(paragraph("{{ x }}"))


def filled(body, xs=(), **parts):
    return word.compile(package(body, **parts)).fill({"xs": list(xs)})


@pytest.mark.parametrize("name", ["header", "footer", "footnotes", "endnotes", "comments"])
def test_a_part_left_without_paragraphs_gets_one(name):
    file = {"header": "header1", "footer": "footer1"}.get(name, name)
    out = filled(paragraph("x"), **{name: EMPTIED})
    assert len(list(tree(out, f"word/{file}.xml").iter(W + "p"))) == 1
    out = filled(paragraph("x"), ["a", "b"], **{name: EMPTIED})
    assert len(list(tree(out, f"word/{file}.xml").iter(W + "p"))) == 2


def test_a_text_box_left_without_paragraphs_gets_one():
    out = tree(filled(f"<w:p>{text_box(EMPTIED)}</w:p>"))
    assert [child.tag for child in next(out.iter(W + "txbxContent"))] == [W + "p"]


def test_a_cell_whose_paragraphs_all_stand_in_a_loop_gets_one():
    out = tree(filled(table(row(cell(EMPTIED)), columns=1)))
    assert [child.tag for child in next(out.iter(W + "tc"))] == [W + "p"]


def test_a_table_left_without_rows_is_left_out():
    body = table(LOOP[0], row(TEXT), LOOP[1], columns=1) + paragraph("akhir")
    assert next(tree(filled(body)).iter(W + "tbl"), None) is None
    assert len(list(tree(filled(body, "ab")).iter(W + "tr"))) == 2


def test_a_table_that_keeps_a_row_stays():
    body = table(row(cell(paragraph("judul"))), LOOP[0], row(TEXT), LOOP[1], columns=1)
    assert len(list(tree(filled(body)).iter(W + "tr"))) == 1


def test_a_row_left_without_cells_is_left_out_and_with_it_a_table_of_no_others():
    properties = '<w:trPr><w:cantSplit/><w:trHeight w:val="300"/></w:trPr>'
    emptied = row(CELLS[0], TEXT, CELLS[1], trpr=properties)
    one = tree(filled(table(emptied, row(cell(paragraph("tetap"))), columns=1)))
    assert len(list(one.iter(W + "tr"))) == 1
    none = filled(table(row(cell(table(emptied, columns=1) + paragraph("x"))), columns=1))
    assert len(list(tree(none).iter(W + "tbl"))) == 1


def test_drawings_in_a_macro_have_a_number_for_each_call():
    box = f"<w:p>{text_box(paragraph('kotak'))}</w:p>"
    body = paragraph("{%p macro q() %}") + box + paragraph("{%p endmacro %}")
    out = tree(filled(body + paragraph("{{p q() }}") * 2))
    assert len({element.get("id") for element in out.iter("{*}docPr")}) == 2
