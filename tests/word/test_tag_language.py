import json
from pathlib import Path

import pytest
from docx import Document

from service import word
from tests.word.documents import (
    W,
    add_table,
    cells,
    document,
    opened,
    saved,
    texts,
    tree,
    with_part,
)

EXAMPLES = Path(__file__).parents[3] / "shared/reference/docxtpl_examples"


def filled(content, **values):
    return word.compile(content).fill(values)


def test_tags_split_over_runs_are_joined():
    made = Document()
    paragraph = made.add_paragraph()
    for piece in ("Yth. {", "{ na", "ma }", "} di {% i", "f kota %}{{ kota }}{% endif %", "}."):
        paragraph.add_run(piece)
    assert texts(filled(saved(made), nama="Ani", kota="Putussibau")) == ["Yth. Ani di Putussibau."]


def test_the_quotes_word_types_are_understood():
    content = document("{% if a == “x” %}ya{% endif %}{{ b|default(‘tidak’) }}")
    assert texts(filled(content, a="x")) == ["yatidak"]


def test_brackets_in_quotes_do_not_close_a_tag():
    assert texts(filled(document("{{ '}}' ~ a }}"), a="x")) == ["}}x"]


def test_escaped_brackets_are_printed():
    assert texts(filled(document("{_{ a }_} {_% b %_} {{ a }}"), a="x")) == ["{{ a }} {% b %} x"]


def test_comments_vanish():
    assert texts(filled(document("a{# rahasia #}b", "{#p paragraf #}", "c"))) == ["ab", "c"]


def test_a_paragraph_tag_takes_its_paragraph_away():
    content = document("{%p for a in daftar %}", "- {{ a }}", "{%p endfor %}", "akhir")
    assert texts(filled(content, daftar=["x", "y"])) == ["- x", "- y", "akhir"]


def test_dashes_join_paragraphs():
    content = document("Rumah", "{%- if a -%}", " kota", "{%- else -%}", " desa", "{%- endif %}")
    assert texts(filled(content, a=True)) == ["Rumah kota"]


def test_a_loop_over_cells_fits_the_grid():
    rows = [["{%tc for c in kolom %}", "{{ c }}", "{%tc endfor %}"]]
    out = filled(document(table=rows), kolom=["a", "b", "c", "d"])
    assert cells(out) == [["a", "b", "c", "d"]]
    assert len(list(tree(out).iter(W + "gridCol"))) == 4
    assert len(list(tree(filled(document(table=rows), kolom=["a"])).iter(W + "gridCol"))) == 1


def test_vertical_merge_restarts_at_the_first_row_only():
    rows = [["{%tr for r in baris %}", ""], ["{% vm %}{{ a }}", "{{ r }}"], ["{%tr endfor %}", ""]]
    out = tree(filled(document(table=rows), a="x", baris=["1", "2", "3"]))
    merges = [element.get(W + "val") for element in out.iter(W + "vMerge")]
    assert merges == ["restart", "continue", "continue"]
    assert "".join(out.itertext()).count("x") == 1


def test_horizontal_merge_spans_the_loop():
    rows = [["{%tc for c in k %}", "{% hm %}judul", "{%tc endfor %}"]]
    out = tree(filled(document(table=rows), k=[1, 2, 3]))
    assert [element.get(W + "val") for element in out.iter(W + "gridSpan")] == ["3"]


def test_colspan_and_colour_set_the_cells_properties():
    rows = [["{% colspan n %}{{ a }}", "{% cellbg warna %}{{ a }}"]]
    out = tree(filled(document(table=rows), n=2, warna="FF0000", a="x"))
    assert [element.get(W + "val") for element in out.iter(W + "gridSpan")] == ["2"]
    assert [element.get(W + "fill") for element in out.iter(W + "shd")] == ["FF0000"]


def test_a_cell_left_without_paragraphs_gets_one():
    made = Document()
    table = add_table(made, [["{%p if a %}", "x"]])
    table.cell(0, 0).add_paragraph("isi")
    table.cell(0, 0).add_paragraph("{%p endif %}")
    for value, expected in ((True, "isi"), (False, "")):
        out = filled(saved(made), a=value)
        assert cells(out)[0][0] == expected
        assert all(cell.find(W + "p") is not None for cell in tree(out).iter(W + "tc"))


def test_tags_in_properties_and_attributes_are_filled():
    made = Document()
    made.core_properties.title = "{{ a }}"
    made.add_paragraph("x")
    content = saved(made)
    xml = (
        b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        b'<w:body><w:p><w:hyperlink w:tooltip="{{ a }}"><w:r><w:t>x</w:t></w:r></w:hyperlink>'
        b"</w:p></w:body></w:document>"
    )
    out = filled(with_part(content, "word/document.xml", xml), a='A & "B"\nC')
    assert tree(out).find(f".//{W}hyperlink").get(W + "tooltip") == 'A & "B"\nC'
    title = tree(out, "docProps/core.xml").find("{http://purl.org/dc/elements/1.1/}title")
    assert title.text == 'A & "B"\nC'


def test_loops_in_loops_and_macros_work():
    content = document(
        "{% macro tebal(x) %}[{{ x }}]{% endmacro %}"
        "{% for a in x %}{% for b in a.y %}{{ tebal(b) }}{% endfor %};{% endfor %}"
    )
    assert texts(filled(content, x=[{"y": ["1", "<"]}, {"y": []}])) == ["[1][<];;"]


# Where the two differ on purpose: docxtpl escapes a text of the template twice.
INTENDED = {"header_footer_entities"}


@pytest.mark.skipif(not EXAMPLES.is_dir(), reason="the examples of docxtpl are not here")
@pytest.mark.parametrize("folder", sorted(EXAMPLES.glob("*/")) if EXAMPLES.is_dir() else [])
def test_docxtpls_own_examples_come_out_the_same(folder):
    if folder.name in INTENDED:
        return
    values = json.loads((folder / "values.json").read_text("utf-8"))
    ours = word.compile((folder / "template.docx").read_bytes()).fill(values)
    theirs = (folder / "expected.docx").read_bytes()
    assert content_of(ours) == content_of(theirs)


def content_of(docx):
    found = []
    for element in tree(docx).iter(W + "tr", W + "tc", W + "p", W + "t", W + "gridCol"):
        kind = str(element.tag)[len(W) :]
        if kind == "t" and found and found[-1].startswith("t "):
            found[-1] += element.text or ""
        elif kind != "t" or element.text:
            found.append("t " + element.text if kind == "t" else kind)
    spans = [(str(e.tag), e.get(W + "val")) for e in tree(docx).iter(W + "gridSpan")]
    return found, spans


def test_a_header_that_holds_only_a_comment_or_shown_brackets_is_filled_too():
    assert (
        opened(filled(document("x", header="a{# rahasia #}b")))
        .sections[0]
        .header.paragraphs[0]
        .text
        == "ab"
    )
    assert texts(filled(document("{_{ nama }_}"))) == ["{{ nama }}"]
