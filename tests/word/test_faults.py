import pytest

from service import word
from service.word.scanning.tags import find
from tests.word.documents import document
from tests.word.packages import cell, package, paragraph, row, table

FAULTS = {
    "{{ a": "word_tag_unclosed",
    "{{ a {{ b }}": "word_tag_unclosed",
    "{% if a %}": "word_tag_not_closed",
    "{% for a in b %}": "word_tag_not_closed",
    "{% endif %}": "word_tag_not_open",
    "{% else %}": "word_tag_not_open",
    "{% fro a in b %}": "word_tag_unknown",
    "{% for a in b %}{% if a %}{% endfor %}{% endif %}": "word_tag_crossed",
    "{{ a b }}": "word_tag_wrong",
    "{{ a | }}": "word_tag_wrong",
    "{% for a b %}{% endfor %}": "word_tag_wrong",
    "{{ }}": "word_tag_empty",
    "{{ a|rupiahh }}": "word_filter_unknown",
    "{{ a|safe }}": "word_filter_unknown",
    "{% if a is besar %}{% endif %}": "word_test_unknown",
    "{% autoescape false %}{{ a }}{% endautoescape %}": "word_tag_unknown",
    "{% include 'x' %}": "word_tag_unknown",
    "{% import 'x' as y %}": "word_tag_unknown",
    "{% extends 'x' %}": "word_tag_unknown",
    "{% raw %}{% endraw %}": "word_tag_unknown",
    "{%tr for a in b %}": "word_tag_outside_table",
    "{% vm %}": "word_tag_outside_table",
    "{{ _tulis }}": "word_name_reserved",
}


@pytest.mark.parametrize(("text", "code"), FAULTS.items())
def test_each_fault_has_its_code_and_its_place(text, code):
    found = word.check(document("baik", text))
    assert code in [problem.code for problem in found]
    assert {problem.place for problem in found} == {"paragraf 2"}


@pytest.mark.parametrize(("text", "code"), FAULTS.items())
def test_faults_in_cells_and_headers_are_placed_there(text, code):
    if code == "word_tag_outside_table":
        return
    in_cell = word.check(document(table=[["baik", "baik"], ["baik", text]]))
    assert {problem.place for problem in in_cell} == {"tabel 1, baris 2, sel 2"}
    in_header = word.check(document("baik", header=text))
    assert {problem.place for problem in in_header} == {"kepala halaman 1, paragraf 1"}


def test_all_faults_are_told_at_once():
    found = word.check(document("{{ a b }}", "{{ c d }}", "{{ e| }}"))
    assert [problem.place for problem in found] == ["paragraf 1", "paragraf 2", "paragraf 3"]


def test_a_row_tag_must_stand_alone_in_its_row():
    rows = [["{%tr for a in b %}", "teks hilang"], ["{{ a }}", ""], ["{%tr endfor %}", ""]]
    found = word.check(document(table=rows))
    assert [(p.code, p.place) for p in found] == [("word_text_beside_tag", "tabel 1, baris 1")]
    assert "teks hilang" in found[0].message


def test_a_loop_that_would_tear_the_document_is_refused():
    content = document("{% for a in b %}", table=[["{% endfor %}"]])
    assert [problem.code for problem in word.check(content)] == ["word_tag_torn"]


@pytest.mark.parametrize(
    "rows",
    [[["{% if a %}x", "y{% endif %}"]], [["{% for a in b %}"], ["{% endfor %}"]],
     [["{% if a %}", "x"], ["y", "{% endif %}"]]],
)  # fmt: skip
def test_a_tag_that_begins_in_one_cell_and_ends_in_another_is_refused(rows):
    assert [problem.code for problem in word.check(document(table=rows))] == ["word_tag_torn"]


def test_a_loop_opened_in_one_table_and_closed_in_another_is_refused():
    head = row(cell(paragraph("judul")))
    tables = [
        table(head, row(cell(paragraph(tag))), row(cell(paragraph("x"))), columns=1)
        for tag in ("{%tr for a in b %}", "{%tr endfor %}")
    ]
    [found] = word.check(package(paragraph("x").join(tables)))
    assert (found.code, found.place) == ("word_tag_torn", "tabel 2, baris 2, sel 1")


def test_a_near_word_is_suggested():
    found = word.check(document("{{ a|uper }}"))
    assert '"upper"' in found[0].message


def test_names_without_data_are_found_when_values_are_given():
    content = document("{{ a }} {{ b }}")
    assert word.check(content) == []
    assert [problem.found for problem in word.check(content, {"a": "x"})] == ["b"]


def test_an_item_that_a_list_does_not_have_is_told():
    found = word.check(document("{{ a[3].b }}"), {"a": [{"b": 1}]})
    assert [problem.code for problem in found] == ["values_missing_name"]


def test_the_places_of_nested_tables_and_text_after_tables_are_counted():
    content = document("satu", "dua {{ x", table=[["a"]])
    assert word.check(content)[0].place == "paragraf 2"


@pytest.mark.parametrize(
    "text",
    ["{{ " * 50_000, "{% colspan" + " " * 500_000 + "%}", "{{ '" * 50_000, "{" * 500_000,
     "{{ a }}" * 50_000, "{{ \"}}" * 50_000, "}_}" * 100_000],
)  # fmt: skip
def test_reading_tags_is_linear_in_the_text(text):
    assert len(list(find(text))) <= len(text)
