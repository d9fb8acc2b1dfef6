import contextlib

import pytest
from markupsafe import Markup

from service import word
from service.errors import Invalid
from service.word.checks.syntax import FILTERS
from tests.word.documents import document, texts, tree

PAYLOAD = "<w:b/>&amp;</w:t>"


@pytest.mark.parametrize("name", sorted(FILTERS))
def test_no_filter_lets_markup_through(name):
    arguments = {"attr": "('x')", "replace": "('b', '<')", "default": "('<x>')", "d": "('<x>')"}
    expression = f"{{{{ x|{name}{arguments.get(name, '')} }}}}{{{{ [x]|{name} }}}}"
    for text in (expression, f"{{{{ x|{name}{arguments.get(name, '')} }}}}"):
        with contextlib.suppress(Invalid):
            filled = tree(word.compile(document(text)).fill({"x": PAYLOAD}))
            assert next(filled.iter("{*}b"), None) is None


def test_markup_given_as_a_value_is_text_like_any_other():
    trusted = Markup(PAYLOAD)  # noqa: S704 - what must not be trusted here
    values = {"a": trusted, "b": [{"c": trusted}]}
    filled = word.compile(document("{{ a }}", "{{ b[0].c }}")).fill(values)
    assert texts(filled) == [PAYLOAD, PAYLOAD]


def test_texts_of_the_template_itself_are_escaped():
    content = document("{{ '<w:b/>' }}{{ '<' ~ a }}{% set x %}<{{ a }}{% endset %}{{ x }}")
    assert texts(word.compile(content).fill({"a": "&"})) == ["<w:b/><&<&"]


def test_names_with_characters_word_cannot_hold_are_refused():
    with pytest.raises(Invalid):
        word.compile(document("{% for k in a %}{{ k }}{% endfor %}")).fill({"a": {"x\x00": "y"}})


def test_control_characters_written_in_the_template_are_refused():
    with pytest.raises(Invalid) as caught:
        word.compile(document("baik", r"{{ 'a\x0bb' }}")).fill({})
    assert caught.value.problems[0].place == "paragraf 2"
