from decimal import Decimal

import pytest

from service import word
from service.errors import Invalid
from tests.word.documents import document, texts

REFUSED = {
    "{% if a > 1000 %}x{% endif %}": {"a": "500"},
    "{% if a.b >= c %}x{% endif %}": {"a": {"b": "83,50"}, "c": Decimal("83.50")},
    "{% for r in t if r.n < 5 %}{{ r.n }}{% endfor %}": {"t": [{"n": 1}, {"n": "2"}]},
    "{{ 'x' if 1 < a else 'y' }}": {"a": "9"},
    "{% for x in a %}{% if x > 3 %}{{ x }}{% endif %}{% endfor %}": {"a": [5, "4"]},
    "{% if a|length > b %}x{% endif %}": {"a": [], "b": "1"},
}


@pytest.mark.parametrize(("text", "values"), REFUSED.items())
def test_a_text_compared_with_a_number_is_refused_where_it_is_compared(text, values):
    with pytest.raises(Invalid) as caught:
        word.compile(document("baik", text)).fill(values)
    assert [(p.code, p.place) for p in caught.value.problems] == [
        ("word_compared_unlike", "paragraf 2")
    ]


ANSWERED = [
    ("{% if a > 3 %}ya{% endif %}", {"a": 5}, "ya"),
    ("{% if a > b %}ya{% endif %}", {"a": "b", "b": "a"}, "ya"),
    ("{% if a.n > 3 %}ya{% endif %}", {"a": {"n": 5}, "b": {"n": "teks"}}, "ya"),
    ("{% if a is number and a > 3 %}ya{% else %}tidak{% endif %}", {"a": "9"}, "tidak"),
    ("{% if a|int > 3 %}ya{% endif %}", {"a": "9"}, "ya"),
    ("{% if a == 9 %}ya{% else %}tidak{% endif %}", {"a": "9"}, "tidak"),
]


@pytest.mark.parametrize(("text", "values", "printed"), ANSWERED)
def test_like_is_compared_with_like_whatever_else_has_the_name(text, values, printed):
    assert texts(word.compile(document(text)).fill(values)) == [printed]
