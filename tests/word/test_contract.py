"""A new version of a template that asks for more than the old one is told, name by name."""

from service import word
from tests.word.documents import document

ROWS = "{% for s in sasaran %}{{ s.nama }}{% for i in s.indikator %}{{ i.kode }}%s{% endfor %}" \
    "{% endfor %}"  # fmt: skip


def changes(old, new):
    """Return code and place of what breaks when a template with one text becomes another."""
    schemas = [word.compile(document(text)).fields() for text in (old, new)]
    return [(found.code, found.place) for found in word.breaking(*schemas)]


def test_the_same_names_break_nothing():
    assert changes("{{ a }}{{ b.c }}", "{{ b.c }} dan {{ a }}{{ a }}") == []


def test_a_template_that_asks_for_less_breaks_nothing():
    assert changes("{{ a }}{{ b.c }}{{ b.d }}", "{{ b.c }}") == []


def test_a_new_name_breaks():
    assert changes("{{ a }}", "{{ a }}{{ b }}") == [("contract_asks_more", "b")]


def test_a_new_name_inside_loops_breaks_and_is_named_by_its_path():
    found = changes(ROWS.replace("%s", ""), ROWS.replace("%s", "{{ i.satuan }}"))
    assert found == [("contract_asks_more", "sasaran[].indikator[].satuan")]


def test_a_new_member_breaks_even_where_its_owner_may_be_absent():
    old, new = "{% if a %}{{ a.b }}{% endif %}", "{% if a %}{{ a.b }}{{ a.c }}{% endif %}"
    assert changes(old, new) == [("contract_asks_more", "a.c")]


def test_a_name_that_may_be_absent_breaks_nothing():
    assert changes("{{ a }}", "{{ a }}{% if b %}{{ b }}{% endif %}{{ c|default('-') }}") == []


def test_a_name_that_must_be_there_now_breaks():
    assert changes("{{ a|default('-') }}", "{{ a }}") == [("contract_must_be_there", "a")]


def test_a_value_used_in_another_shape_breaks():
    assert changes("{{ a }}", "{% for r in a %}{{ r }}{% endfor %}") == [
        ("contract_other_kind", "a")
    ]
    assert changes("{{ a.b }}", "{% for r in a %}{{ r.b }}{% endfor %}") == [
        ("contract_other_kind", "a")
    ]
    assert changes("{{ a.b }}", "{{ a }}") == [("contract_other_kind", "a")]
    assert changes("{{ a }}", "{{ a.b }}") == [("contract_other_kind", "a")]


def test_the_message_tells_the_shapes_in_plain_words():
    old = word.compile(document("{{ a }}")).fields()
    new = word.compile(document("{% for r in a %}{{ r.b }}{% endfor %}")).fields()
    [found] = word.breaking(old, new)
    assert (found.expected, found.found) == ("daftar", "teks")


def test_a_value_that_was_only_asked_about_may_become_a_list():
    assert changes("{% if a %}ya{% endif %}", "{% if a %}{% for r in a %}{% endfor %}{% endif %}") \
        == []  # fmt: skip
