from decimal import Decimal

import pytest
from docx import Document
from docxtpl import RichText

from service import word
from service.word.checks import prints, syntax
from service.word.filling.template import Template
from tests.word.documents import document, opened, part, png, saved, texts


def reached(text):
    """Return for each printing tag of a paragraph the names whose values it may print."""
    [source] = [part.source for part in Template(document(text))._parts]
    tree = syntax.tree(source)
    found = prints.printed(source, tree, prints.bindings_of(tree))
    return [None if names is None else set(names) for names in found.values()]


REACHES = {
    "{{ a }}": {"a"},
    "{{ a.b.c }}{{ a['d'] }}": [{"c"}, {"d"}],
    "{% for r in a.rows %}{{ r }}{{ r.x }}{% endfor %}": [{"r", "rows"}, {"x"}],
    "{% for r in rows|sort(attribute='y') %}{% for s in r %}{{ s }}{% endfor %}{% endfor %}":
        {"s", "r", "rows"},
    "{% set y = a.b %}{% set z = y or c %}{{ z }}": {"z", "y", "b", "c"},
    "{{ a if b else c.d }}": {"a", "d"},
    "{{ a|default(b) }}": {"a", "b"},
    "{{ a[0] }}": {"a"},
    "{{ a|upper }}{{ 'teks' }}{{ 3 }}{% for r in a %}{{ loop.index }}{% endfor %}":
        [set(), set(), set(), set()],
    "{{ a[b] }}": None,
    "{{ a + b }}": None,
    "{{ a|round }}": None,
    "{{ none }}": None,
    "{{ 1.5 }}": None,
    "{{ a.get('b') }}": None,
    "{% for k, v in a.items() %}{{ v }}{% endfor %}": None,
    "{% for g in a|groupby('b') %}{{ g.grouper }}{% endfor %}": None,
    "{% macro m(x) %}{{ x }}{% endmacro %}{{ m(a) }}": [None, None],
    "{% set n = namespace(x=1) %}{% set n.x = a %}{{ n.x }}": None,
    "{% set d = {'x': a} %}{{ d.x }}": None,
}  # fmt: skip


@pytest.mark.parametrize(("text", "names"), REACHES.items())
def test_a_tag_is_known_by_the_names_whose_values_it_may_print(text, names):
    assert reached(text) == (names if isinstance(names, list) else [names])


ODD = {
    "nothing": (None, ""),
    "decimal": (Decimal("83.50"), "83.50"),
    "real": (0.1 + 0.2, "0.3"),
    "rich": (RichText("tebal", bold=True), "tebal"),
}


@pytest.mark.parametrize("kind", ODD)
@pytest.mark.parametrize(
    "text",
    ["{{ x }}", "{{ a.x }}", "{{ a['x'] }}", "{{ b.c[0] }}", "{{ x or '-' if y else x }}",
     "{% for v in b.c %}{{ v }}{% endfor %}", "{% for r in rows %}{{ r.x }}{% endfor %}",
     "{% set z = a.x %}{{ z }}", "{% with z = x %}{{ z }}{% endwith %}",
     "{% for k, v in a.items() %}{{ v }}{% endfor %}", "{{ x|default('-') }}", "{{ b.c|first }}",
     "{% macro m(v) %}{{ v }}{% endmacro %}{{ m(x) }}",
     "{% for v in [x] %}{{ v }}{% endfor %}", "{% set d = {'k': x} %}{{ d.k }}"],
)  # fmt: skip
def test_what_cant_be_printed_as_it_is_prints_well_however_a_tag_comes_to_it(text, kind):
    value, printed = ODD[kind]
    if "or '-'" in text and not value:
        printed = ""
    values = {"x": value, "a": {"x": value}, "b": {"c": [value]}, "rows": [{"x": value}], "y": 0}
    assert texts(word.compile(document(text)).fill(values)) == [printed]


def test_only_the_tags_that_meet_an_odd_value_print_through_the_writer():
    template = Template(document("{{ a }}", "{{ b.c }}", "{{ b.d }}"))
    [only] = template._parts
    assert texts(template.fill({"a": "x", "b": {"c": "y", "d": 3}})) == ["x", "y", "3"]
    assert set(only._variants) == {frozenset()}
    assert texts(template.fill({"a": "x", "b": {"c": None, "d": "z"}})) == ["x", "", "z"]
    assert set(only._variants) == {frozenset(), frozenset({"c"})}


def test_many_kinds_of_values_do_not_make_many_variants():
    names = [f"a{number}" for number in range(12)]
    template = Template(document(*(f"{{{{ {name} }}}}" for name in names)))
    for at in range(len(names)):
        values = {name: None if name == names[at] else "x" for name in names}
        assert texts(template.fill(values)) == ["" if n == at else "x" for n in range(len(names))]
    [only] = template._parts
    assert len(only._variants) <= 9


def test_a_header_repeated_in_another_section_is_filled_like_the_first():
    made = Document()
    made.add_section()
    for section in made.sections:
        section.header.is_linked_to_previous = False
        section.header.paragraphs[0].text = "{{ a }}"
    template = word.compile(saved(made))
    for value, shown in (("x", "x"), (None, ""), (Decimal("1.50"), "1.50"), ("y", "y")):
        filled = opened(template.fill({"a": value}))
        assert [one.header.paragraphs[0].text for one in filled.sections] == [shown, shown]
    filled = template.fill({"a": word.Picture(png())})
    for number in (1, 2):
        assert b"<w:drawing>" in part(filled, f"word/header{number}.xml")
        assert b"media/" in part(filled, f"word/_rels/header{number}.xml.rels")
