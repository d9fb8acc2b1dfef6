"""With values, a check tells both directions: names without data, and data without a name."""

import pytest

from service import word
from service.errors import Invalid
from tests.word.documents import document, png


def told(text, values):
    return [(one.code, one.place, one.found) for one in word.check(document(text), values)]


def test_a_missing_name_has_the_place_of_its_tag():
    assert told("Yth. {{ nama }}", {}) == [("values_missing_name", "paragraf 1", "nama")]


@pytest.mark.parametrize(
    ("text", "values", "near"),
    [
        ("{{ Nama }}", {"nama": "x"}, "nama"),
        ("{{ jabtan }}", {"jabatan": "x"}, "jabatan"),
        ("{{ camat.nma }}", {"camat": {"nama": "x"}, "nme": "y"}, "camat.nama"),
        ("{% for r in baris %}{{ r.urain }}{% endfor %}", {"baris": [{"uraian": "x"}]}, "r.uraian"),
    ],
)
def test_a_missing_name_suggests_one_that_is_there(text, values, near):
    found = [one for one in word.check(document(text), values) if not word.is_hint(one)]
    assert f'Mungkin maksudnya "{near}".' in found[0].message


def test_filling_suggests_the_same():
    with pytest.raises(Invalid) as caught:
        word.compile(document("{{ Nama }}")).fill({"nama": "x"})
    assert '"nama"' in caught.value.problems[0].message


def test_a_name_like_none_suggests_nothing():
    assert "Mungkin" not in word.check(document("{{ zzz }}"), {"nama": "x"})[0].message


def test_data_that_no_tag_uses_is_a_hint():
    found = word.check(document("{{ a }}"), {"a": "x", "b": "y"})
    assert [(one.code, one.place) for one in found] == [("values_unused", "b")]
    assert word.is_hint(found[0])


def test_unused_data_is_found_inside_lists_and_told_once():
    text = "{% for r in x %}{{ r.n }}{% endfor %}"
    rows = [{"n": 1, "lain": 2}, {"n": 1, "lain": 3}]
    assert told(text, {"x": rows}) == [("values_unused", "x[].lain", None)]


def test_misspelt_data_suggests_the_name_that_is_asked_for():
    found = word.check(document("{{ jabatan|default('-') }}"), {"jabtan": "x"})
    assert '"jabatan"' in found[0].message


def test_a_text_where_a_list_is_wanted_is_a_hint():
    text = "{% for r in x %}{{ r }}{% endfor %}{{ y|join(', ') }}"
    assert told(text, {"x": "teks", "y": "teks"}) == [
        ("values_letters", "x", None),
        ("values_letters", "y", None),
    ]


def test_what_is_used_as_a_whole_is_used():
    text = "{% for k, v in x.items() %}{{ k }}{{ v }}{% endfor %}{{ y|length }}{{ z[k]|length }}"
    values = {"x": {"a": 1}, "y": {"b": 1}, "z": {"c": {"d": 1}}, "k": "c"}
    assert told(text, values) == []


def test_a_picture_is_used_where_its_name_is_printed():
    assert told("{{ a }}", {"a": word.Picture(png())}) == []


def messages(text, values):
    return [one.message for one in word.check(document(text), values) if not word.is_hint(one)]


def test_a_name_that_only_the_items_of_a_list_have_is_told_with_the_list():
    values = {"a": {"baris": [{"pagu": "1"}]}}
    [told] = messages("{{ pagu }}", values)
    assert '"a.baris"' in told
    [told] = messages("{{ a.baris[].pagu }}", values)
    assert "Tanda [] pada daftar data" in told


def test_the_suggested_name_is_another_than_the_missing_one():
    [told] = messages("{{ b.nama }}", {"b": {"nam": "x"}, "nama": "y"})
    assert 'Mungkin maksudnya "b.nam"' in told


def test_a_filter_without_its_bar_and_a_sum_of_texts_are_told_for_what_they_are():
    assert "pagu|rupiah" in messages("{{ pagu rupiah }}", {"pagu": "1"})[0]
    assert "tidak dapat dihitung" in messages("{{ a - b }}", {"a": "1.000", "b": "2"})[0]


@pytest.mark.parametrize(
    "text", ["{% if zz > 3 %}x{% endif %}", "{{ zz + 1 }}", "{{ 2 * zz }}", "{{ -zz }}"]
)
def test_a_missing_name_is_told_by_itself_where_it_is_reckoned_with(text):
    found = word.check(document(text), {})
    assert [(one.code, one.found) for one in found] == [("values_missing_name", "zz")]
