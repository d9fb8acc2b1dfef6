import copy
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from service.errors import Invalid
from service.word.filling.template import Template
from service.word.values import quick
from service.word.values.plain import Copy
from tests.word.documents import document, texts

leaves = (
    st.text(max_size=8)
    | st.sampled_from(["\r\n", "a\tb", "\u00a0", "\x07", "\ufffe", Markup("<b>")])
    | st.integers()
    | st.booleans()
    | st.none()
    | st.floats()
    | st.decimals(allow_nan=True)
)
names = st.sampled_from(["a", "b", "c", "d e", "\r"])
trees = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=4),
    max_leaves=12,
)
rows = st.lists(
    st.fixed_dictionaries({"a": leaves, "b": leaves}), min_size=9, max_size=12
) | st.lists(st.dictionaries(names, st.text(max_size=4)), min_size=9, max_size=12)


@settings(max_examples=300, deadline=None)
@given(values=st.dictionaries(names, trees | rows, max_size=4), shared=st.booleans())
def test_the_sweep_copies_as_a_walk_value_by_value_does(values, shared):
    plain, swept = quick.copied(values, shared=shared)
    walk = Copy()
    walked = {name: walk.of(value, name, name) for name, value in values.items()}
    assert repr(plain) == repr(walked)
    assert swept.problems == walk.problems
    assert swept.writings() == walk.writings()
    assert swept.odd == walk.odd


def test_a_long_table_is_handed_on_only_where_nothing_can_change_it():
    table = [{"a": str(number)} for number in range(20)]
    shared, _ = quick.copied({"t": table}, shared=True)
    assert all(one is other for one, other in zip(shared["t"], table, strict=True))
    own, _ = quick.copied({"t": table}, shared=False)
    assert list(own["t"]) == table
    assert not any(one is other for one, other in zip(own["t"], table, strict=True))


@pytest.mark.parametrize(
    "text",
    ["{{ t[0].update({'a': 'x'}) }}", "{% set f = t[0].clear %}{{ f() }}",
     "{% macro m(f) %}{{ f() }}{% endmacro %}{{ m(t[0].clear) }}"],
)  # fmt: skip
def test_a_template_that_calls_methods_never_changes_the_callers_table(text):
    values = {"t": [{"a": str(number)} for number in range(20)]}
    before = copy.deepcopy(values)
    Template(document(text)).fill(values)
    assert values == before


def test_a_mapping_that_stands_in_many_places_is_looked_at_once():
    node = {"a": "x"}
    for _ in range(40):  # 2 to the power of 40 leaves, if each were copied
        node = {"a": node, "b": node}
    template = Template(document("{{ t" + ".a" * 41 + " }}"))
    assert texts(template.fill({"t": node})) == ["x"]


def test_numbers_too_long_to_hand_on_are_refused_by_their_name():
    with pytest.raises(Invalid) as caught:
        Template(document("{{ a }}{{ b }}")).fill({"a": {"n": 10**5000}, "b": [-(2**127)]})
    assert [found.place for found in caught.value.problems] == ["a.n", "b[0]"]
    assert texts(Template(document("{{ a }}")).fill({"a": 2**127 - 1})) == [str(2**127 - 1)]


def test_values_nobody_asks_for_are_not_looked_at():
    values = {"a": Decimal("1.50"), "unused": object()}
    assert texts(Template(document("{{ a }}")).fill(values)) == ["1.50"]
