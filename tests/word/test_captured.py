"""What a template captures (set, filter, macro) is text again where it is used."""

import pytest
from docx import Document

from service import word
from service.errors import Invalid
from tests.word.documents import document, saved, texts

TEXT = "a & <b> \"tiga\" 'x'"
SET = "{% set y %}[{{ x }}]{% endset %}"
MACRO = "{% macro m(q) %}[{{ q }}]{% endmacro %}"


def filled(text, **values):
    return texts(word.compile(document(text)).fill(values))[0]


@pytest.mark.parametrize(
    ("name", "does"),
    [
        ("upper", str.upper), ("lower", str.lower), ("title", str.title),
        ("reverse", lambda t: t[::-1]),
        ("length", lambda t: str(len(t))), ("first", lambda t: t[0]), ("last", lambda t: t[-1]),
        ("trim", str.strip), ("replace('&', '<')", lambda t: t.replace("&", "<")),
        ("join", str), ("string", str),
    ],
)  # fmt: skip
def test_a_filter_sees_what_was_captured_as_its_author_does(name, does):
    text = "satu & <dua> tiga"
    ways = (
        "{% filter NAME %}[{{ x }}]{% endfilter %}",
        SET + "{{ y|NAME }}",
        "{% set y|NAME %}[{{ x }}]{% endset %}{{ y }}",
        MACRO + "{{ m(x)|NAME }}",
    )
    for made in ways:
        assert filled(made.replace("NAME", name), x=text) == does(f"[{text}]")


@pytest.mark.parametrize("before", ["", "{{ none }}"])
def test_what_was_captured_compares_and_joins_as_text(before):
    values = {"x": TEXT, "z": f"[{TEXT}]"}
    made = before + SET + "{{ y == z }}{{ y ~ '<' }}{{ y[1] }}"
    assert filled(made, **values) == f"ya[{TEXT}]<a"
    made = before + MACRO + "{{ m(x) == z }}{{ (m(m(x)) ~ '<')|upper }}"
    assert filled(made, **values) == f"ya[[{TEXT.upper()}]]<"


def test_a_macro_calls_its_caller_and_others():
    made = (
        "{% macro luar(q) %}({{ caller()|upper }}{{ q }}){% endmacro %}"
        "{% macro dalam(q) %}<{{ q }}>{% endmacro %}"
        "{% call luar(dalam('(') ~ ')') %}{{ x }}{% endcall %}"
    )
    assert filled(made, x="a & b") == "(A & B<(>))"


def test_what_spans_several_runs_is_set_and_printed_as_it_is():
    made = Document()
    paragraph = made.add_paragraph("{% set y %}biasa ")
    paragraph.add_run("{{ x }}").bold = True
    paragraph.add_run("{% endset %}{{ y }}")
    shown = word.compile(saved(made)).fill({"x": "a & b"})
    assert texts(shown) == ["biasa a & b"]


def test_a_filter_around_several_runs_is_refused_with_its_place():
    made = Document()
    made.add_paragraph("baik")
    made.add_paragraph("{% filter upper %}satu ").add_run("{{ x }}{% endfilter %}").bold = True
    assert [(p.code, p.place) for p in word.check(saved(made))] == [
        ("word_filter_spans", "paragraf 2")
    ]


def test_a_filter_that_tears_what_was_set_over_runs_is_refused_when_filled():
    made = Document()
    made.add_paragraph("{% set y %}satu ").add_run("{{ x }}{% endset %}{{ y|upper }}").bold = True
    with pytest.raises(Invalid) as caught:
        word.compile(saved(made)).fill({"x": "a"})
    found = [(p.code, p.place) for p in caught.value.problems]
    assert found == [("word_filter_unfit", "paragraf 1")]
